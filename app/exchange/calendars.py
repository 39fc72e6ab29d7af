"""An uploaded iCalendar file as the same table as a spreadsheet's; size, parts and recurrence bounded first; pure."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar

from app.clock import zone_names
from app.errors import RuleBroken
from app.exchange.sheets import LONGEST_CELL, Sheet, refusal
from app.on_demand import OnDemand
from app.text import clean_text

recurring_ical_events: Any = OnDemand("recurring_ical_events")

MOST_BYTES = 512 * 1024
MOST_COMPONENTS = 2000
MOST_RECURRING = 20
MOST_OCCURRENCES = 500
BEFORE, AFTER = timedelta(days=366), timedelta(days=2 * 366)
"""How far from today an occurrence may lie to be taken."""
MONTHS = timedelta(days=61)
HEADER = ["title", "date", "start", "timezone", "duration_minutes", "venue", "summary", "uid"]
TOO_OFTEN = re.compile(rb"FREQ=(SECONDLY|MINUTELY|HOURLY)|BY(HOUR|MINUTE|SECOND)=", re.IGNORECASE)


def is_calendar(content: bytes) -> bool:
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].upper().startswith(b"BEGIN:VCALENDAR")


def sheet_from_calendar(content: bytes, *, today: date, timezone: str) -> Sheet:
    """One row for each event, and for each occurrence of one that recurs, in the event's own zone.

    Times in UTC or in a zone of no IANA name are told in `timezone`. Raises RuleBroken with what is too much.
    """
    _check_bounds(content)
    try:
        calendar: Any = Calendar.from_ical(content)
        events = _occurrences(calendar, today)
        rows = [_row(event, timezone) for event in events if str(event.get("STATUS", "")) != "CANCELLED"]
    except RuleBroken:
        raise
    except Exception:
        raise refusal(_("The calendar cannot be read. Export it once more from where it is kept.")) from None
    if not rows:
        raise refusal(_("The calendar holds no event that takes place."))
    rows.sort(key=lambda row: (row[1], row[2], row[0]))
    return Sheet(HEADER, rows, list(range(1, len(rows) + 1)))


def _check_bounds(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise refusal(_("The calendar is larger than 512 KiB. Export a shorter time of it."))
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refusal(_("The calendar is not in UTF-8, as RFC 5545 wants it. Export it once more.")) from None
    unfolded = re.sub(rb"\r?\n[ \t]", b"", content)
    if len(re.findall(rb"^BEGIN:", unfolded, re.MULTILINE | re.IGNORECASE)) > MOST_COMPONENTS:
        raise refusal(
            _(
                "The calendar has more than %(most_components)s entries. Export a shorter time of it.",
                most_components=f"{MOST_COMPONENTS:,}",
            )
        )
    rules = re.findall(rb"^(?:RRULE|EXRULE|RDATE)[^\r\n]*", unfolded, re.MULTILINE | re.IGNORECASE)
    if any(TOO_OFTEN.search(rule) for rule in rules):
        raise refusal(_("An event recurs within a day, hourly or more often. Such an entry is no panel; remove it."))
    if len(rules) > MOST_RECURRING or sum(rule.count(b",") for rule in rules) > MOST_OCCURRENCES:
        raise refusal(
            _(
                "More than %(most_recurring)s events recur. Export a shorter time of the calendar.",
                most_recurring=MOST_RECURRING,
            )
        )


def _occurrences(calendar: Any, today: date) -> list[Any]:
    """Each event as often as it happens near today, two months at a time, so that too many are seen early."""
    if not any("RRULE" in event or "RDATE" in event for event in calendar.walk("VEVENT")):
        return list(recurring_ical_events.of(calendar, skip_bad_series=True).all())
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    found: dict[tuple[str, str], Any] = {}
    first = today - BEFORE
    while first < today + AFTER:
        for event in query.between(first, first + MONTHS):
            found[str(event.get("UID", "")), str(event.decoded("DTSTART"))] = event
        if len(found) > MOST_OCCURRENCES:
            raise refusal(
                _(
                    "The events happen more than %(most_occurrences)s times. Export a shorter time of the calendar.",
                    most_occurrences=MOST_OCCURRENCES,
                )
            )
        first += MONTHS
    return list(found.values())


def _text(event: Any, name: str) -> str:
    return clean_text(str(event.get(name, "")), multiline=True)[:LONGEST_CELL]


def _row(event: Any, timezone: str) -> list[str]:
    start = event.decoded("DTSTART")
    title, venue, summary = (_text(event, name) for name in ("SUMMARY", "LOCATION", "DESCRIPTION"))
    uid = str(event.get("UID", ""))[:255]
    if not isinstance(start, datetime):
        return [title, start.isoformat(), "", "", "", venue, summary, uid]
    named = str(getattr(start.tzinfo, "key", None) or start.tzinfo or "")
    zone = named if named in zone_names() and named != "UTC" else timezone
    local = start.astimezone(ZoneInfo(zone)) if start.tzinfo else start
    end = event.decoded("DTEND", start)
    minutes = int((end - start).total_seconds() // 60) if isinstance(end, datetime) else 0
    clock = f"{local:%H:%M}"
    return [title, local.date().isoformat(), clock, zone, str(minutes) if minutes > 0 else "", venue, summary, uid]
