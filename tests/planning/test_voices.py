"""The days on which somebody is away, as counted where it is asked."""

from datetime import UTC, date, datetime

from app.episodes.conflicts import Voice
from app.planning.voices import days_away

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def voice(*absences: tuple[datetime, datetime]) -> Voice:
    return Voice(absences=absences)


def moment(day: int, hour: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_whole_days_there_are_those_days_and_no_more() -> None:
    away = voice((moment(10, 4), moment(12, 4)))
    assert days_away(away, "America/Port_of_Spain", FIRST, LAST) == [date(2026, 3, 10), date(2026, 3, 11)]
    assert days_away(away, "UTC", FIRST, LAST) == [date(2026, 3, day) for day in (10, 11, 12)]


def test_absences_reach_over_the_ends_and_into_each_other() -> None:
    away = voice((moment(20, month=2), moment(2)), (moment(1), moment(3)), (moment(5, month=4), moment(6, month=4)))
    assert days_away(away, "UTC", FIRST, LAST) == [date(2026, 3, 1), date(2026, 3, 2)]


def test_nobody_is_away_who_did_not_say_so() -> None:
    assert days_away(Voice(), "UTC", FIRST, LAST) == []
