"""VTIMEZONE from the POSIX rule that ends a zone's TZif file (RFC 9636 3.3), and where it can be believed."""

import calendar
import re
import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

_NAME = r"(<[A-Za-z0-9+-]+>|[A-Za-z]{3,})"
_OFFSET = r"([+-]?\d{1,3}(?::\d{2}(?::\d{2})?)?)"
_RULE = r"M(\d{1,2})\.([1-5])\.([0-6])(?:/" + _OFFSET + r")?"
_FOOTER = re.compile(f"{_NAME}{_OFFSET}(?:{_NAME}{_OFFSET}?,{_RULE},{_RULE})?")
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_FIRST_YEAR = 1970


@dataclass(frozen=True)
class Onset:
    """When one of the two offsets begins each year: the nth (5: last) weekday of a month, by the clock before it."""

    month: int
    week: int
    weekday: int
    at: timedelta

    def in_year(self, year: int) -> datetime:
        """The wall time at which it begins that year."""
        first_weekday = (calendar.weekday(year, self.month, 1) + 1) % 7
        day = 1 + (self.weekday - first_weekday) % 7 + (self.week - 1) * 7
        while day > calendar.monthrange(year, self.month)[1]:
            day -= 7
        return datetime(year, self.month, day) + self.at  # noqa: DTZ001  (a wall time)

    @property
    def rrule(self) -> dict[str, object]:
        nth = -1 if self.week == 5 else self.week
        return {"FREQ": "YEARLY", "BYMONTH": self.month, "BYDAY": f"{nth}{_WEEKDAYS[self.weekday]}"}


@dataclass(frozen=True)
class ZoneRule:
    """What one STANDARD and at most one DAYLIGHT can say of a zone."""

    name: str
    offset: timedelta
    dst_name: str | None = None
    dst_offset: timedelta = timedelta()
    dst_begins: Onset | None = None
    dst_ends: Onset | None = None

    def offset_at(self, wall: datetime) -> timedelta:
        """The offset a reader of the VTIMEZONE uses for a wall time: of the latest onset not after it."""
        if self.dst_begins is None or self.dst_ends is None:
            return self.offset
        onsets = [
            (onset.in_year(year), offset)
            for year in (wall.year - 1, wall.year)
            for onset, offset in ((self.dst_begins, self.dst_offset), (self.dst_ends, self.offset))
        ]
        return max((onset, offset) for onset, offset in onsets if onset <= wall)[1]


@lru_cache(maxsize=700)
def zone_rule(timezone: str) -> ZoneRule | None:
    """The zone's present rule; None where a pair of yearly rules within the day cannot express it."""
    footer = _tzif(timezone).rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")
    found = _FOOTER.fullmatch(footer)
    if found is None:
        return None
    name, offset, dst_name, dst_offset, *rules = found.groups()
    standard = -_seconds(offset)
    if dst_name is None:
        return ZoneRule(name.strip("<>"), standard)
    daylight = -_seconds(dst_offset) if dst_offset else standard + timedelta(hours=1)
    begins, ends = _onset(*rules[:4]), _onset(*rules[4:])
    if begins is None or ends is None:
        return None
    return ZoneRule(name.strip("<>"), standard, dst_name.strip("<>"), daylight, begins, ends)


@lru_cache(maxsize=1000)
def believable(timezone: str, *instants: datetime) -> bool:
    """Whether wall times in the zone, read by its VTIMEZONE, give back these instants in every reader.

    Not so where the rule differs from the zone's history or future, nor in hours that clocks show twice.
    """
    rule = zone_rule(timezone)
    if rule is None:
        return False
    zone = zoneinfo.ZoneInfo(timezone)
    return all(_agrees(rule, instant.astimezone(zone)) for instant in instants)


def _agrees(rule: ZoneRule, local: datetime) -> bool:
    offset = local.utcoffset()
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return False
    return rule.offset_at(local.replace(tzinfo=None)) == offset


@lru_cache(maxsize=700)
def to_vtimezone(timezone: str) -> Timezone:
    """The component for a zone that `zone_rule` can express."""
    rule = zone_rule(timezone)
    if rule is None:
        raise ValueError(f"No pair of rules expresses {timezone}.")
    component = Timezone()
    component.add("TZID", timezone)
    if rule.dst_name is None or rule.dst_begins is None or rule.dst_ends is None:
        _add_onset(component, TimezoneStandard(), rule.name, rule.offset, rule.offset, None)
        return component
    # Where the rule calls winter the saving time (Europe/Dublin), the greater offset is still DAYLIGHT to readers.
    summer_first = rule.dst_offset > rule.offset
    standard, daylight = TimezoneStandard(), TimezoneDaylight()
    own, saving = (standard, daylight) if summer_first else (daylight, standard)
    _add_onset(component, own, rule.name, rule.dst_offset, rule.offset, rule.dst_ends)
    _add_onset(component, saving, rule.dst_name, rule.offset, rule.dst_offset, rule.dst_begins)
    component.subcomponents.sort(key=lambda part: str(part.name), reverse=True)
    return component


def _add_onset(
    zone: Timezone, part: Component, name: str, before: timedelta, after: timedelta, onset: Onset | None
) -> None:
    part.add("DTSTART", onset.in_year(_FIRST_YEAR) if onset else datetime(_FIRST_YEAR, 1, 1))  # noqa: DTZ001
    if onset:
        part.add("RRULE", onset.rrule)
    part.add("TZNAME", name)
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", after)
    zone.add_component(part)


def _seconds(text: str) -> timedelta:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, seconds = ([int(part) for part in text.lstrip("+-").split(":")] + [0, 0])[:3]
    return sign * timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _onset(month: str, week: str, weekday: str, at: str | None) -> Onset | None:
    """None for a time outside its day (Cairo's 24:00, Gaza's 50:00, Nuuk's −1:00): RRULE has no such thing."""
    moment = _seconds(at) if at else timedelta(hours=2)
    if not timedelta() <= moment < timedelta(days=1):
        return None
    return Onset(int(month), int(week), int(weekday), moment)


def _tzif(timezone: str) -> bytes:
    """The bytes that zoneinfo reads for this zone: the system's, else the tzdata package's."""
    for folder in zoneinfo.TZPATH:
        file = Path(folder) / timezone
        if file.is_file():
            return file.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *timezone.split("/")).read_bytes()
