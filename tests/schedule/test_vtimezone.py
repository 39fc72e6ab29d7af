"""What a reader that believes VTIMEZONEs makes of them, against the time-zone database."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from app.clock import zone_names
from app.schedule.vtimezone import _tzif, believable, to_vtimezone, zone_rule

HOURS = (2, 9, 11, 15, 19)
"""Wall hours at which panels start, and one at which clocks change."""


def read_offset(zone: Timezone, wall: datetime) -> timedelta:
    """RFC 5545 3.6.5 as a plain reader applies it: the latest onset not after the wall time decides."""
    onsets = []
    for part in zone.subcomponents:
        first = part["DTSTART"].dt
        rule = part.get("RRULE")
        for year in (wall.year - 1, wall.year):
            onset = _yearly(rule["BYMONTH"][0], str(rule["BYDAY"][0]), first, year) if rule else first
            if onset <= wall:
                onsets.append((onset, part["TZOFFSETTO"].td))
    return max(onsets)[1]


def _yearly(month: int, nth_day: str, first: datetime, year: int) -> datetime:
    weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(nth_day[-2:])
    nth = int(nth_day[:-2])
    return _nth(month, weekday, nth, year).replace(hour=first.hour, minute=first.minute)


@cache
def _nth(month: int, weekday: int, nth: int, year: int) -> datetime:
    days = [datetime(year, month, 1) + timedelta(days=day) for day in range(31)]
    fitting = [day for day in days if day.month == month and day.weekday() == weekday]
    return fitting[nth - 1 if nth > 0 else nth]


def test_every_zone_at_every_episode_hour_until_2030() -> None:
    """Where we write wall times, the reader's instant is zoneinfo's; elsewhere we write UTC.

    Every day near a change of clocks is tried, elsewhere one a week; zones that are links to another once.
    """
    seen: set[bytes] = set()
    for name in sorted(zone_names()):
        rule, content = zone_rule(name), _tzif(name)
        if rule is None or content in seen:
            continue
        seen.add(content)
        zone, component = ZoneInfo(name), Timezone.from_ical(to_vtimezone(name).to_ical())
        for day in _days(zone):
            for hour in HOURS:
                instant = day.replace(hour=hour, tzinfo=zone).astimezone(UTC)
                local = instant.astimezone(zone)
                if believable(name, instant):
                    wall = local.replace(tzinfo=None)
                    assert read_offset(component, wall) == rule.offset_at(wall) == local.utcoffset(), (name, wall)
    assert len(seen) > 300


def _days(zone: ZoneInfo) -> list[datetime]:
    every = [datetime(2026, 1, 1) + timedelta(days=number) for number in range(5 * 365 + 1)]
    offsets = [day.replace(hour=12, tzinfo=zone).utcoffset() for day in every]
    near = {
        close
        for number in range(1, len(every))
        if offsets[number] != offsets[number - 1]
        for close in range(number - 3, number + 4)
    }
    return [day for number, day in enumerate(every) if number in near or number % 14 == 0]


@pytest.mark.parametrize("name", ["America/Nuuk", "Africa/Cairo", "America/Santiago", "Asia/Gaza"])
def test_zones_that_a_pair_of_rules_cannot_express_are_not_believed(name: str) -> None:
    assert not believable(name, datetime(2026, 6, 1, 12, tzinfo=UTC))


def test_history_that_differs_from_the_rule_is_not_believed() -> None:
    assert not believable("America/Nassau", datetime(2004, 3, 20, 15, tzinfo=UTC))
    assert believable("America/Nassau", datetime(2026, 3, 20, 15, tzinfo=UTC))
    assert not believable("Africa/Casablanca", datetime(2026, 3, 1, 12, tzinfo=UTC))


def test_doubled_hours_are_not_believed() -> None:
    assert not believable("America/Nassau", datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
    assert not believable("America/Nassau", datetime(2026, 11, 1, 6, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("America/Port_of_Spain", ["STANDARD"]),
        ("America/Nassau", ["STANDARD", "DAYLIGHT"]),
        ("Europe/Dublin", ["STANDARD", "DAYLIGHT"]),
    ],
)
def test_one_standard_and_at_most_one_daylight_without_lists(name: str, parts: list[str]) -> None:
    component = to_vtimezone(name)
    assert [part.name for part in component.subcomponents] == parts
    assert b"RDATE" not in component.to_ical()
    assert b"COMMENT" not in component.to_ical()
    offsets = {part.name: part["TZOFFSETTO"].td for part in component.subcomponents}
    assert offsets["STANDARD"] <= offsets.get("DAYLIGHT", offsets["STANDARD"])
