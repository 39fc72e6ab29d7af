"""The time-zone database of this machine, and which planned moments it places elsewhere than they are stored."""

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tzdata  # type: ignore[import-untyped]

from app.clock import LocalTimeUnclear, to_instant
from app.episodes.models import Episode
from app.planning.models import PlannedItem
from app.planning.queries import coming_timed_items
from app.schedule.queries import coming_timed_episodes

Planned = Episode | PlannedItem
"""What has a wall time in a zone, and the instant that followed from it when it was planned."""


@dataclass(frozen=True)
class Moved:
    """What is planned for a wall time that is another moment by the present rules; unclear if `starts_at` is None."""

    record: Planned
    starts_at: datetime | None
    problem: str = ""


def zone_release() -> str:
    """The release, such as "2026b": of the system's files, which zoneinfo reads first, else of the tzdata package."""
    for folder in zoneinfo.TZPATH:
        rules = Path(folder) / "tzdata.zi"
        if rules.is_file():
            with rules.open(encoding="ascii", errors="replace") as text:
                return text.readline().removeprefix("# version ").strip()[:40] or "unknown"
    return tzdata.IANA_VERSION[:40]


def moved(records: Iterable[Planned]) -> list[Moved]:
    """Those whose stored instant is not what the rules give for their wall time."""
    found = []
    for one in records:
        if one.start_local is None:
            continue
        try:
            starts_at = to_instant(one.day, one.start_local, one.timezone, fold=one.fold)
        except LocalTimeUnclear as unclear:
            found.append(Moved(one, None, unclear.message))
        else:
            if starts_at != one.starts_at:
                found.append(Moved(one, starts_at))
    return found


def coming_timed() -> list[Planned]:
    """All that a change of the rules can move: it is to come and has a time."""
    return [*coming_timed_episodes(), *coming_timed_items()]
