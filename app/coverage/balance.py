"""What the public is told of the speakers' countries and gender: one figure, of which no two tell of a person.

Whoever can choose what is counted learns about one person by subtracting two choices that differ by one episode, and
whoever waits for the next episode by subtracting two days. So nobody chooses, the figure moves on only with a whole
year that brought at least five new speakers, and it is told in fives. Pure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date

from app.coverage.material import Material, PersonRow

FEWEST = 5
"""So many people at least are in a group, outside it, and new since the figure before."""
NOBODY = PersonRow(None, None)


@dataclass(frozen=True)
class Balance:
    """Speakers by country and by gender among all who spoke until that day; rounded down, small groups left out."""

    until: date | None = None
    countries: Mapping[str, int] = field(default_factory=dict)
    gender: Mapping[str, int] = field(default_factory=dict)


def balance(material: Material, today: date) -> Balance:
    """Of all that was held, whatever else is asked; empty until a first year with enough speakers is over."""
    held_in = {one.id: one.day.year for one in material.episodes if one.stage == "held"}
    first_in: dict[int, int] = {}
    for episode_id, person_id, *_organization in material.voices:
        year = held_in.get(episode_id)
        if year is not None and year < first_in.get(person_id, MAXYEAR):
            first_in[person_id] = year
    last = _last_year(Counter(first_in.values()), today.year)
    if last is None:
        return Balance()
    people = [material.people.get(one, NOBODY) for one, year in first_in.items() if year <= last]
    return Balance(
        until=date(last, 12, 31),
        countries=_in_fives((one.country for one in people), len(people)),
        gender=_in_fives((one.gender for one in people), len(people)),
    )


def _last_year(new: Mapping[int, int], present: int) -> int | None:
    """The last year that is over and with which at least five speakers were new since the year told before."""
    last, waiting = None, 0
    for year in sorted(year for year in new if year < present):
        waiting += new[year]
        if waiting >= FEWEST:
            last, waiting = year, 0
    return last


def _in_fives(names: Iterable[str | None], everybody: int) -> dict[str, int]:
    """Not a group outside which are fewer than five: it would tell of those in it, or of the few."""
    sizes = Counter(filter(None, names))
    return {
        name: size - size % FEWEST
        for name, size in sorted(sizes.items())
        if size >= FEWEST and everybody - size >= FEWEST
    }
