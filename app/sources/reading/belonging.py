"""Which of an article's episodes a person, a quotation, a pillar or a theme belongs to."""

from collections.abc import Sequence

from app.sources.reading.blocks import Block, Kind, Place
from app.sources.reading.episodes import EpisodeFacts
from app.sources.reading.people import Person
from app.sources.reading.units import Quotation


class Belonging:
    """Places in the list of episodes: what the same passage or the heading above says, else the first episode."""

    def __init__(self, blocks: Sequence[Block], episodes: Sequence[EpisodeFacts]) -> None:
        self._blocks = blocks
        self._stated: dict[int, list[tuple[int, int]]] = {}
        for number, one in enumerate(episodes):
            for place in one.stated:
                self._stated.setdefault(place.block, []).append((place.starts, number))

    def of_person(self, person: Person) -> int:
        return self._told(person.places) or 0

    def is_stated(self, person: Person) -> bool:
        """Whether the text beside the person, or the heading above, names an episode at all."""
        return self._told(person.places) is not None

    def of_quotation(self, quotation: Quotation) -> int:
        own = self._told(quotation.places[:1])
        spoken = self._told(quotation.speaker.places) if own is None and quotation.speaker else own
        return spoken or 0

    def of_place(self, place: Place) -> int:
        return self._told([place]) or 0

    def _told(self, places: Sequence[Place]) -> int | None:
        found = (self._beside(place) for place in places)
        first = next((one for one in found if one is not None), None)
        return first if first is not None or not places else self._headed(places[0].block)

    def _beside(self, place: Place) -> int | None:
        """The episode that the block names last before the place, in its sentence or an earlier one."""
        before = [number for starts, number in sorted(self._stated.get(place.block, ())) if starts <= place.starts]
        return before[-1] if before else None

    def _headed(self, block: int) -> int | None:
        """The one episode that the nearest heading above names."""
        while block > 0:
            block -= 1
            if self._blocks[block].kind is Kind.HEADING:
                named = {number for _starts, number in self._stated.get(block, ())}
                return named.pop() if len(named) == 1 else None
        return None
