"""The run of a show as times: when each segment begins and ends, and what is left over; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.planning.models import ShowSegment


@dataclass(frozen=True)
class TimedSegment:
    """A segment with its minutes from the start, and its instants where the start is known."""

    segment: ShowSegment
    offset: int
    begins_at: datetime | None
    timezone: str

    @property
    def ends_at(self) -> datetime | None:
        return self.begins_at + timedelta(minutes=self.segment.minutes) if self.begins_at else None

    @property
    def clock(self) -> str:
        """The wall time in the episode's zone; minutes from the start while that is to be confirmed."""
        if self.begins_at is None:
            return f"+{self.offset // 60}:{self.offset % 60:02d}"
        return f"{self.begins_at.astimezone(ZoneInfo(self.timezone)):%H:%M}"


def timed(segments: Iterable[ShowSegment], starts_at: datetime | None, timezone: str) -> list[TimedSegment]:
    """Segments one after the other from the start."""
    found, offset = [], 0
    for segment in segments:
        begins_at = starts_at + timedelta(minutes=offset) if starts_at else None
        found.append(TimedSegment(segment, offset, begins_at, timezone))
        offset += segment.minutes
    return found
