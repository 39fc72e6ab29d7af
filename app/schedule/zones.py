"""The time-zone database of this machine, and which planned moments it places elsewhere than they are stored."""

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tzdata  # type: ignore[import-untyped]

from app.clock import LocalTimeUnclear, to_instant
from app.episodes.models import Episode


@dataclass(frozen=True)
class Moved:
    """An episode whose wall time is another moment by the present rules; `starts_at` is None where that is unclear."""

    episode: Episode
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


def moved(episodes: Iterable[Episode]) -> list[Moved]:
    """Those whose stored instant is not what the rules give for their wall time."""
    found = []
    for episode in episodes:
        if episode.start_local is None:
            continue
        try:
            starts_at = to_instant(episode.day, episode.start_local, episode.timezone, fold=episode.fold)
        except LocalTimeUnclear as unclear:
            found.append(Moved(episode, None, unclear.message))
        else:
            if starts_at != episode.starts_at:
                found.append(Moved(episode, starts_at))
    return found
