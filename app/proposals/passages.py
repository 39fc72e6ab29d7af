"""The article with the passages marked that proposals stand on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.sources.reading.blocks import Article, Place

if TYPE_CHECKING:  # at run time the reader is loaded with the first article
    from app.sources.reading.reader import Draft


@dataclass(frozen=True)
class Passage:
    """A stretch of text; `kind` says what it proposes ("" for nothing), `anchor` is where a link can lead."""

    text: str
    kind: str = ""
    anchor: str = ""


def anchor_of(place: Place) -> str:
    return f"passage-{place.block}-{place.starts}"


def marked_blocks(article: Article, draft: "Draft") -> list[list[Passage]]:
    """Each block cut where passages begin and end; where two overlap the longer one is marked."""
    kinds: tuple[tuple[str, Sequence[list[Place]]], ...] = (
        ("quotation", [one.places for one in draft.quotations]),
        ("person", [one.places for one in draft.people]),
        ("episode", [one.places for one in draft.episodes]),
        ("strategy", [[one.place] for one in (*draft.pillars, *draft.themes)]),
        ("strategy", [one.places for one in draft.periods]),
        ("episode", [draft.series.places] if draft.series else []),
    )
    marked = [(place, kind) for kind, lists in kinds for places in lists for place in places]
    by_block: dict[int, list[tuple[Place, str]]] = {}
    for place, kind in sorted(marked, key=lambda one: (one[0].block, one[0].starts, -one[0].ends)):
        by_block.setdefault(place.block, []).append((place, kind))
    return [_cut(block.text, by_block.get(index, [])) for index, block in enumerate(article.blocks)]


def _cut(text: str, places: list[tuple[Place, str]]) -> list[Passage]:
    """Passages in order; one that begins inside another keeps its own anchor and goes on from there."""
    passages: list[Passage] = []
    done = 0
    for at, (place, kind) in enumerate(places):
        if place.starts < done:
            continue
        inner = [later.starts for later, _kind in places[at + 1 :] if place.starts < later.starts < place.ends]
        ends = min([place.ends, *inner])
        passages += [Passage(text[done : place.starts])] if place.starts > done else []
        passages.append(Passage(text[place.starts : ends], kind, anchor_of(place)))
        done = ends
    return [*passages, Passage(text[done:])] if done < len(text) else passages
