"""What would stand against an episode on another day; the record is left as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from app.clock import LocalTimeUnclear
from app.episodes.conflicts import Conflict, Level, Surroundings, Voice, conflicts_of
from app.episodes.models import Episode

TIMED = ("day", "start_local", "timezone", "fold", "starts_at", "ends_at", "sequence", "changed_at", "published_at")
ABOUT_TIME = {"person_overlap", "clash", "short_notice", "absent", "unsocial", "holiday", "ends_early"}
"""Codes of conflicts that a move can make or mend."""


def conflicts_then(
    episode: Episode, when: dict[str, Any], *, others: list[Episode], voices: dict[int, Voice], today: date
) -> list[Conflict]:
    """What would stand against the episode at that time; nothing for a wall time that is not clear yet."""
    around = Surroundings(today, tuple(others), voices)
    try:
        with _as_if(episode, when):
            found = conflicts_of(episode, around)
    except LocalTimeUnclear:
        return []
    return [one for one in found if one.code in ABOUT_TIME and one.level > Level.IGNORE]


@contextmanager
def _as_if(episode: Episode, when: dict[str, Any]) -> Iterator[None]:
    kept = {name: getattr(episode, name) for name in TIMED}
    try:
        episode.assign(when)
        episode.settle({"day"})
        yield
    finally:
        for name, value in kept.items():
            setattr(episode, name, value)
