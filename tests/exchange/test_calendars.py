"""Uploaded calendars: events as rows in their own zone, recurrence within bounds, bombs refused at once."""

from datetime import date

import pytest

from app.errors import RuleBroken
from app.exchange.calendars import is_calendar, sheet_from_calendar

TODAY = date(2026, 11, 1)


def a_calendar(*events: str) -> bytes:
    inside = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\n{event}\r\nEND:VEVENT\r\n" for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test\r\n{inside}END:VCALENDAR\r\n".encode()


def rows(*events: str) -> list[list[str]]:
    return sheet_from_calendar(a_calendar(*events), today=TODAY, timezone="America/Port_of_Spain").rows


def test_events_become_rows_in_their_own_zone() -> None:
    zoned = "SUMMARY:Tides\r\nDTSTART;TZID=America/Nassau:20270310T110000\r\nDTEND;TZID=America/Nassau:20270310T123000"
    in_utc = "SUMMARY:Reefs\r\nDTSTART:20020310T150000Z\r\nLOCATION:Hall\\, 2nd floor"
    whole_day = "SUMMARY:Storms\r\nDTSTART;VALUE=DATE:20270312\r\nDESCRIPTION:To be told"
    gone = "SUMMARY:Gone\r\nDTSTART:20270313T150000Z\r\nSTATUS:CANCELLED"
    assert rows(zoned, in_utc, whole_day, gone) == [
        ["Reefs", "2002-03-10", "11:00", "America/Port_of_Spain", "", "Hall, 2nd floor", "", "1"],
        ["Tides", "2027-03-10", "11:00", "America/Nassau", "90", "", "", "0"],
        ["Storms", "2027-03-12", "", "", "", "", "To be told", "2"],
    ]
    assert is_calendar(b"\xef\xbb\xbf" + a_calendar())
    assert not is_calendar(b"name,note")


def test_a_monthly_event_stands_once_a_month_within_three_years() -> None:
    start = "SUMMARY:Talk\r\nDTSTART;TZID=America/Jamaica:20260114T110000\r\nDURATION:PT1H"
    found = rows(f"{start}\r\nRRULE:FREQ=MONTHLY;BYDAY=2WE")
    assert len(found) == 34
    assert found[:2] == [
        ["Talk", day, "11:00", "America/Jamaica", "60", "", "", "0"] for day in ("2026-01-14", "2026-02-11")
    ]
    assert (
        len(rows(f"{start}\r\nRRULE:FREQ=MONTHLY;BYDAY=2WE;COUNT=3\r\nEXDATE;TZID=America/Jamaica:20260211T110000"))
        == 2
    )


START = "SUMMARY:Bomb\r\nDTSTART:20260101T000000Z"
HOSTILE = [
    (a_calendar(f"{START}\r\nRRULE:FREQ=SECONDLY"), "within a day"),
    (a_calendar(f"{START}\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYSECOND=1"), "within a day"),
    (a_calendar(f"{START}\r\nRRULE:FRE\r\n Q=MINUTELY"), "within a day"),
    (a_calendar(f"{START}\r\nRRULE:FREQ=DAILY"), "more than 500 times"),
    (a_calendar(*[f"{START}\r\nRRULE:FREQ=DAILY"] * 15), "more than 500 times"),
    (a_calendar(*[f"{START}\r\nRRULE:FREQ=YEARLY"] * 30), "More than 20 events recur"),
    (a_calendar(f"{START}\r\nRDATE:{','.join(['20260101T000000Z'] * 900)}"), "More than 20 events recur"),
    (a_calendar(*[START] * 2001), "more than 2,000 entries"),
    (a_calendar(f"{START}\r\nDESCRIPTION:{'x' * 600_000}"), "larger than 512 KiB"),
    (a_calendar(START).replace(b"Bomb", b"\xff\xfe"), "not in UTF-8"),
    (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nrubbish", "cannot be read|no event"),
    (a_calendar(), "no event"),
    (a_calendar("SUMMARY:No start"), "no event|cannot be read"),
]


@pytest.mark.parametrize(("content", "sentence"), HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_hostile_calendars_are_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        sheet_from_calendar(content, today=TODAY, timezone="America/Port_of_Spain")
