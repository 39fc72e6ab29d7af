"""Runs of days from a rule."""

from datetime import date

from app.episodes.recurrence import Rule, days_of, is_hurricane_season


def test_second_wednesdays_of_the_month() -> None:
    days = days_of(Rule(date(2026, 1, 1), 3, weekday=2, nth=2))
    assert [one.day for one in days] == [date(2026, 1, 14), date(2026, 2, 11), date(2026, 3, 11)]


def test_last_friday_every_other_month() -> None:
    days = days_of(Rule(date(2026, 1, 1), 2, weekday=4, nth=-1, every=2))
    assert [one.day for one in days] == [date(2026, 1, 30), date(2026, 3, 27)]


def test_every_second_week() -> None:
    days = days_of(Rule(date(2026, 1, 1), 2, weekday=3, nth=0, every=2))
    assert [one.day for one in days] == [date(2026, 1, 1), date(2026, 1, 15)]


def test_holidays_are_skipped_and_named_and_the_run_stays_as_long() -> None:
    days = days_of(Rule(date(2026, 8, 1), 2, weekday=0, nth=-1), ("TT",))
    assert "Independence Day (TT)" in days[0].skipped
    assert [one.day for one in days if not one.skipped] == [date(2026, 9, 28), date(2026, 10, 26)]


def test_a_fifth_weekday_that_few_months_have() -> None:
    assert [one.day for one in days_of(Rule(date(2026, 1, 1), 2, weekday=4, nth=5))] == [
        date(2026, 1, 30),
        date(2026, 5, 29),
    ]


def test_runs_are_bounded() -> None:
    assert len(days_of(Rule(date(2026, 1, 1), 10_000, weekday=0, nth=0))) == 60


def test_hurricane_season_ends_with_november() -> None:
    assert is_hurricane_season(date(2026, 6, 1))
    assert is_hurricane_season(date(2026, 11, 30))
    assert not is_hurricane_season(date(2026, 12, 1))
    assert not is_hurricane_season(date(2026, 5, 31))
