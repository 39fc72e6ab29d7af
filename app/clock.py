"""The system clock and wall times: the only module that asks what time it is."""

import time as system_clock
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import gettext as _

from app.errors import RuleBroken


class LocalTimeUnclear(RuleBroken):
    """A wall time that its zone skips or shows twice on that day (RFC 5545 3.3.5 leaves both to us: we ask)."""

    def __init__(self, message: str, *, twice: bool) -> None:
        super().__init__(message, field="start_local")
        self.twice = twice


def now() -> datetime:
    """The present instant, aware, in UTC, without microseconds (iCalendar has none)."""
    return datetime.now(UTC).replace(microsecond=0)


def this_hour() -> datetime:
    """The last whole hour: what changes with it alone is the same from every process until the next."""
    return now().replace(minute=0, second=0)


def seconds() -> float:
    """The present instant as seconds since 1970: the cheapest way to ask whether a moment is over."""
    return system_clock.time()


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every IANA zone a person may choose; membership is the only accepted check of a zone's name."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC") - {"localtime"}


def to_instant(day: date, start_local: time, timezone: str, *, fold: int | None = None) -> datetime:
    """The UTC instant of a wall time in an IANA zone.

    `fold` answers the question which of two equal wall times is meant: 0 the first, 1 the second.
    Raises LocalTimeUnclear when the time does not exist that day, or exists twice and `fold` is None.
    """
    zone = ZoneInfo(timezone)
    first = datetime.combine(day, start_local, tzinfo=zone).replace(fold=0)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    shown = f"{start_local:%H:%M} on {day.day} {day:%B %Y}"
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise LocalTimeUnclear(
            _(
                "%(shown)s does not exist in %(timezone)s: clocks go forward then. Choose another time.",
                shown=shown,
                timezone=timezone,
            ),
            twice=False,
        )
    if fold is None:
        raise LocalTimeUnclear(
            _(
                "%(shown)s happens twice in %(timezone)s: clocks go back then. Say which of the two is meant.",
                shown=shown,
                timezone=timezone,
            ),
            twice=True,
        )
    return (second if fold else first).astimezone(UTC)


def offset_in_words(instant: datetime, timezone: str) -> str:
    """The zone's offset at that instant as "UTC−4" or "UTC+5:30"; never an abbreviation such as AST."""
    offset = instant.astimezone(ZoneInfo(timezone)).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
