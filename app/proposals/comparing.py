"""A draft compared with what is known: which records are meant, and where the source says something else. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.episodes.models import Episode, FactField
from app.people.finding import Known, near_names
from app.people.models import Person as KnownPerson
from app.series.models import Series
from app.strategy.models import Pillar, Theme

if TYPE_CHECKING:  # at run time the reader is loaded with the first article
    from app.sources.reading.episodes import EpisodeFacts


@dataclass(frozen=True)
class Disagreement:
    """What the source says of one thing, and what the record says."""

    field: str
    source: str
    record: str


def likely_episode(facts: "EpisodeFacts", episodes: Sequence[Episode], series_id: int) -> Episode | None:
    """The episode of that number in the series, else the one on that day, else the one of that title."""
    own = [episode for episode in episodes if episode.series_id == series_id]
    for episode in own:
        if facts.number is not None and episode.number == facts.number:
            return episode
    same_day = [episode for episode in own if facts.day and episode.day == facts.day]
    if facts.number is None and len(same_day) == 1:
        return same_day[0]
    known = [Known(episode.id, episode.slug, episode.title) for episode in own]
    near = near_names(facts.title, known, limit=1) if facts.title else []
    return next((episode for episode in own if near and episode.id == near[0].record.id), None)


def stated_facts(facts: "EpisodeFacts") -> dict[FactField, str]:
    """The facts of a source as they are kept: ISO text by field."""
    stated = {
        FactField.DAY: facts.day.isoformat() if facts.day else "",
        FactField.START: facts.start.strftime("%H:%M") if facts.start else "",
        FactField.TIMEZONE: facts.timezone or "",
        FactField.NUMBER: str(facts.number or ""),
        FactField.TITLE: facts.title,
    }
    return {field: value for field, value in stated.items() if value}


def episode_disagreements(facts: "EpisodeFacts", episode: Episode) -> list[Disagreement]:
    recorded = {
        FactField.DAY: episode.day.isoformat(),
        FactField.START: episode.start_local.strftime("%H:%M") if episode.start_local else "",
        FactField.TIMEZONE: episode.timezone,
        FactField.NUMBER: str(episode.number or ""),
        FactField.TITLE: episode.title,
    }
    return [
        Disagreement(field.value, value, recorded[field])
        for field, value in stated_facts(facts).items()
        if recorded[field] and _folded(value) != _folded(recorded[field])
    ]


def likely_series(title: str, series: Sequence[Series]) -> Series | None:
    """The series of that title, small differences of writing forgiven."""
    near = near_names(title, [Known(one.id, one.slug, one.title) for one in series], limit=1, least=90)
    return next((one for one in series if near and one.id == near[0].record.id), None)


def likely_person(name: str, known: Iterable[Known]) -> Known | None:
    near = near_names(name, known, limit=1, least=90)
    return near[0].record if near else None


def person_disagreement(position: str, person: KnownPerson, day: date | None) -> Disagreement | None:
    """Where the source gives another position than the record has for that day (or for today)."""
    held = person.affiliation_on(day) if day else next(iter(person.affiliations), None)
    if held is None or not position or _folded(held.position) == _folded(position):
        return None
    if _folded(position) in _folded(held.position):
        return None
    return Disagreement("position", position, held.position)


def likely_item(title: str, known: Sequence[Pillar] | Sequence[Theme]) -> Pillar | Theme | None:
    """The pillar or theme of that title, small differences of writing forgiven."""
    near = near_names(title, [Known(one.id, one.slug, one.title) for one in known], limit=1, least=88)
    return next((one for one in known if near and one.id == near[0].record.id), None)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
