"""Suggested slots and the reasons for each."""

from datetime import UTC, date, datetime

from app.episodes.conflicts import Voice
from app.episodes.suggestions import Slot, Wish, suggested_slots

HOME = "America/Port_of_Spain"


def reasons(slot: Slot) -> str:
    return "; ".join(reason.words for reason in slot.reasons)


def a_wish(**fields: object) -> Wish:
    return Wish(**({"first_on": date(2026, 3, 2), "days": 14, "timezone": HOME, "minutes": 90} | fields))  # type: ignore[arg-type]


def test_weekends_are_never_suggested() -> None:
    assert all(slot.day.weekday() < 5 for slot in suggested_slots(a_wish(), most=30))


def test_a_panellist_in_europe_pulls_towards_the_morning() -> None:
    best = suggested_slots(a_wish(panellists=(("Ann", Voice(HOME)), ("Bo", Voice("Europe/Amsterdam")))))[0]
    assert best.start_local.hour == 9
    assert "in working hours" in reasons(best)


def test_absence_and_taken_time_are_kept_clear() -> None:
    away = Voice(HOME, absences=((datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 7, tzinfo=UTC)),))
    slots = suggested_slots(a_wish(panellists=(("Ann", away),)), most=5)
    assert all(slot.day > date(2026, 3, 6) for slot in slots)
    taken = ((datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC)),)
    assert {slot.day for slot in suggested_slots(a_wish(taken=taken))} <= {date(2026, 3, 14), date(2026, 3, 15)}


def test_holidays_and_a_short_gap_count_against() -> None:
    wish = a_wish(first_on=date(2026, 8, 31), days=1, countries=("TT",), last_on=date(2026, 8, 28))
    slot = suggested_slots(wish)[0]
    assert "public holiday" in reasons(slot)
    assert "only 3 days" in reasons(slot)
    assert slot.score < 0


def test_the_sleeping_audience_is_named() -> None:
    slot = suggested_slots(a_wish(days=1, audience=("Asia/Tokyo", "Asia/Kolkata")))[0]
    assert "night for the audience in " in reasons(slot)
