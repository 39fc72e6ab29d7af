"""The calendar doctor: what is wrong with a feed, read from its bytes as a subscriber would. Pure."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil.tz import tzical
from flask_babel import gettext as _
from icalendar import Calendar

from app.web.times import place_of, short_day

NEEDED = (
    "UID",
    "SEQUENCE",
    "DTSTAMP",
    "LAST-MODIFIED",
    "CREATED",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "STATUS",
    "ORGANIZER",
)
NEEDED_OF_CALENDAR = ("VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "SOURCE")
UNWANTED = ("ATTENDEE", "RRULE")

Parsed = Any
"""A calendar or event as icalendar read it: its values can be of any type, so all is looked at, nothing relied on."""

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_ZONE = re.compile(r"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", re.DOTALL)


@dataclass(frozen=True)
class Stored:
    """What the records say of one event: SEQUENCE, the changes it must have counted, and the instants."""

    sequence: int
    changes: int
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class Fetched:
    """One answer to a request for a feed."""

    status: int
    headers: dict[str, str]
    body: bytes


Fetch = Callable[..., Fetched]
"""`fetch(path, method="GET", **headers)`: how the doctor reads a feed; header names come in lower case."""


def check_feed(path: str, fetch: Fetch, stored: dict[str, Stored], moment: datetime) -> list[str]:
    """Everything wrong with the feed at that path, in words; empty when it is well."""
    answer = fetch(path)
    if answer.status != 200:
        return [_("It answers %(status)s.", status=answer.status)]
    found = [*http_faults(path, answer, fetch), *line_faults(answer.body)]
    try:
        calendar: Parsed = Calendar.from_ical(answer.body)
    except ValueError as error:
        return [*found, _("It cannot be read: %(error)s", error=str(error)[:200])]
    found += structure_faults(calendar)
    found += zone_faults(answer.body.decode("utf-8", "replace"), calendar, stored)
    return found + list(history_faults(calendar, stored, moment))


def http_faults(path: str, answer: Fetched, fetch: Fetch) -> Iterator[str]:
    """CALENDAR.md's section on HTTP: type, validators, caching, conditional and refused requests."""
    headers = answer.headers
    if headers.get("content-type") != "text/calendar; charset=utf-8; method=PUBLISH":
        yield _("Its Content-Type is “%(type)s”.", type=headers.get("content-type", ""))
    for name in ("etag", "last-modified", "cache-control", "access-control-allow-origin"):
        if not headers.get(name):
            yield _("The header %(name)s is missing.", name=name)
    if "set-cookie" in headers:
        yield _("It sets a cookie.")
    again = fetch(path, if_none_match=headers.get("etag", ""))
    if (again.status, again.body) != (304, b""):
        yield _("Asked again with its ETag it answers %(status)s, not 304.", status=again.status)
    head = fetch(path, method="HEAD")
    if (head.status, head.headers.get("etag"), head.body) != (200, headers.get("etag"), b""):
        yield _("HEAD does not answer as GET does.")
    written = fetch(path, method="POST")
    if written.status != 405 or "GET" not in written.headers.get("allow", ""):
        yield _("POST is answered with %(status)s, not refused with 405.", status=written.status)


def line_faults(body: bytes) -> Iterator[str]:
    """RFC 5545 3.1: lines end in CR LF and hold at most 75 octets of whole characters."""
    lines = body.split(b"\r\n")
    if lines[-1] != b"" or any(b"\n" in line or b"\r" in line for line in lines):
        yield _("A line does not end in CR LF.")
    if any(len(line) > 75 for line in lines):
        yield _("A line is longer than 75 octets.")
    try:
        text = body.decode()
        [line.decode() for line in lines]
    except UnicodeDecodeError:
        yield _("A line is cut inside a character.")
        return
    if _UNREADABLE.search(text):
        yield _("It holds a control character, which some programs cannot read.")


def structure_faults(calendar: Parsed) -> Iterator[str]:
    """Properties that must, or must not, be there; every UID once."""
    for name in NEEDED_OF_CALENDAR:
        if name not in calendar:
            yield _("The calendar has no %(name)s.", name=name)
    if "UID" in calendar:
        yield _("The calendar has a UID of its own, under which some programs put all events together.")
    uids: set[str] = set()
    for event in calendar.walk("VEVENT"):
        uid = str(event.get("UID", ""))
        if uid in uids:
            yield _("Two events have the UID %(uid)s.", uid=uid)
        uids.add(uid)
        for name in NEEDED:
            if name not in event:
                yield _("The event %(uid)s has no %(name)s.", uid=uid, name=name)
        for name in UNWANTED:
            if name in event:
                yield _("The event %(uid)s has %(name)s, which a published calendar must not have.", uid=uid, name=name)


def zone_faults(text: str, calendar: Parsed, stored: dict[str, Stored]) -> Iterator[str]:
    """Wall times read by the feed's own VTIMEZONEs, as dateutil does, must give the instants stored."""
    zones = {}
    for part in _ZONE.findall(text.replace("\r\n ", "")):
        reader = tzical(io.StringIO(part.replace("\r\n", "\n")))
        zones.update({name: reader.get(name) for name in reader.keys()})  # noqa: SIM118 (it is no mapping)
    if not zones:
        yield _("It holds no time zone.")
    for event in calendar.walk("VEVENT"):
        known = stored.get(str(event.get("UID")))
        if known is None or known.starts_at is None:
            continue
        for name, expected in (("DTSTART", known.starts_at), ("DTEND", known.ends_at)):
            told = event.get(name)
            zone = told.params.get("TZID") if told is not None else None
            if zone is not None and zone not in zones:
                yield _("The zone %(zone)s is used and not described.", zone=zone)
            elif told is not None and _instant(told, zones.get(zone or "")) != expected:
                yield _("%(name)s of %(uid)s is another moment than the one planned.", name=name, uid=event["UID"])


def _instant(told: Parsed, zone: Any) -> datetime | None:
    moment = told.dt
    if not isinstance(moment, datetime):
        return None
    local = moment.replace(tzinfo=zone) if zone is not None else moment
    return local.astimezone(UTC)


def history_faults(calendar: Parsed, stored: dict[str, Stored], moment: datetime) -> Iterator[str]:
    """UIDs are those stored; SEQUENCE is no less than the changes there were; stamps are in order and not to come."""
    for event in calendar.walk("VEVENT"):
        uid = str(event.get("UID"))
        known = stored.get(uid)
        if known is None:
            yield _("The event %(uid)s belongs to no episode.", uid=uid)
            continue
        sequence = int(event.get("SEQUENCE", -1))
        if sequence != known.sequence:
            yield _("SEQUENCE of %(uid)s is %(told)s, stored %(known)s.", uid=uid, told=sequence, known=known.sequence)
        if sequence < known.changes:
            yield _("SEQUENCE of %(uid)s is less than its changes: it fell.", uid=uid)
        if not _stamps_in_order(event, moment):
            yield _("The stamps of %(uid)s are out of order, or lie in the future.", uid=uid)


def _stamps_in_order(event: Parsed, moment: datetime) -> bool:
    names = ("CREATED", "DTSTAMP", "LAST-MODIFIED")
    if any(name not in event for name in names):
        return True
    created, stamped, modified = (event[name].dt for name in names)
    return bool(stamped == modified and created <= stamped <= moment + timedelta(minutes=1))


@dataclass(frozen=True)
class Shown:
    """What some programs show for an event, all of them the same."""

    clients: str
    words: str


def shown_by_clients(event: Parsed) -> list[Shown]:
    """What the four most used programs show for an event of a feed: their known behaviour, in words.

    Those that show the same come together.
    """
    title, status = str(event["SUMMARY"]), str(event.get("STATUS", ""))
    is_off, is_day = status == "CANCELLED", not isinstance(event["DTSTART"].dt, datetime)
    when = _("as a band over the whole day") if is_day else _("in the reader's own time zone")
    plain = _("“%(title)s”, %(when)s", title=title, when=when)
    free = _("; the time stays free") if str(event.get("TRANSP")) == "TRANSPARENT" else ""
    struck = _("%(plain)s, struck through%(free)s", plain=plain, free=free)
    tentative = _(", drawn as tentative") if status == "TENTATIVE" else ""
    by_client = {
        "Google": _("nothing: a cancelled event is removed") if is_off else plain + free,
        "Apple": struck if is_off else plain + tentative + free,
        "Outlook": plain + free + (_(" (it knows no cancelled state; the title says it)") if is_off else ""),
        "Thunderbird": struck if is_off else plain + tentative + free,
    }
    clients: dict[str, list[str]] = {}
    for client, words in by_client.items():
        clients.setdefault(words, []).append(client)
    return [Shown(", ".join(names), words) for words, names in clients.items()]


def when_in_words(event: Parsed) -> str:
    """The day and hour of an event as a feed tells them: "9 December 2026, 14:00 in Port of Spain, 18:00 UTC"."""
    told, start = event["DTSTART"], event["DTSTART"].dt
    if not isinstance(start, datetime):
        return _("%(day)s, the whole day", day=short_day(start))
    zone = str(told.params.get("TZID", ""))
    utc = f"{start.astimezone(UTC):%H:%M} UTC"
    if not zone:
        return f"{short_day(start.date())}, {utc}"
    at = _("%(day)s, %(clock)s in %(place)s", day=short_day(start), clock=f"{start:%H:%M}", place=place_of(zone))
    return f"{at}, {utc}"


def next_events(body: bytes, moment: datetime, limit: int = 3) -> Iterable[Parsed]:
    """The next events of a feed; the last ones where nothing is to come."""
    events: list[Parsed] = list(Calendar.from_ical(body).walk("VEVENT"))
    coming = [event for event in events if _ends(event) >= moment]
    return coming[:limit] or events[-limit:]


def _ends(event: Parsed) -> datetime:
    ends = event["DTEND"].dt
    return ends.astimezone(UTC) if isinstance(ends, datetime) else datetime(ends.year, ends.month, ends.day, tzinfo=UTC)
