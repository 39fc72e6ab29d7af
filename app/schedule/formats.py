"""The forms a feed has beside each other: how each writes one event, and how it joins them to a whole."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from icalendar import Event

from app.episodes.models import Episode
from app.schedule.atom import to_atom, to_atom_entry
from app.schedule.blocks import Block
from app.schedule.ical import Extras, FeedHead, is_free, to_valarm, to_vcalendar, to_vevent
from app.schedule.jscalendar import MEDIA_TYPE, to_group, to_jsevent
from app.schedule.jsonfeed import to_feed_item, to_jsonfeed
from app.schedule.lines import serialized
from app.schedule.vtimezone import to_vtimezone, zone_rule
from app.schedule.words import Site
from app.schedule.xcal import to_xcal, with_components
from app.web.bodies import Body, digest_of

CONTENT_TYPES = {
    "ics": "text/calendar; charset=utf-8; method=PUBLISH",
    "jcal": "application/calendar+json; method=PUBLISH",
    "xcal": "application/calendar+xml; charset=utf-8; method=PUBLISH",
    "jscal": MEDIA_TYPE,
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}
"""Each suffix with the whole Content-Type of its answers."""

MOST_NEWS = 500
"""Entries of an Atom feed: the latest by day. The other forms hold every episode of the filter."""

END_OF_EVENT = b"END:VEVENT\r\n"
END_OF_CALENDAR = b"END:VCALENDAR\r\n"
_HOLE = '"(here)"'


@dataclass(frozen=True)
class Whole:
    """What stands around the events: the feed's head, its author, the zone an empty one names, the reminder asked."""

    head: FeedHead
    site: Site
    author: str
    changed_at: datetime
    alarm: int | None = None
    blocks: list[Block] = field(default_factory=list)

    @property
    def contents(self) -> list[bytes]:
        return [block.content for block in self.blocks]

    @property
    def updated(self) -> datetime:
        return max([self.changed_at, *(block.stamp for block in self.blocks)])

    @property
    def zones(self) -> list[str]:
        """The zones that need a VTIMEZONE; an empty feed holds one too."""
        own = self.head.timezone if zone_rule(self.head.timezone) else "UTC"
        return sorted({block.timezone for block in self.blocks if block.timezone} or {own})


def event_bytes(form: str, episode: Episode, site: Site, extras: Extras | None, alarm: int | None) -> bytes:
    """One event in that form; a reminder only where the time is taken. iCalendar's is set by `whole_body`."""
    return _WRITERS[form](episode, site, extras, alarm)


def whole_body(form: str, whole: Whole) -> Body:
    """The feed; as iCalendar, which everybody polls, in pieces that stay the very same bytes from feed to feed."""
    return _ics_body(whole) if form == "ics" else Body.of(_JOINERS[form](whole))


def _write_ics(episode: Episode, site: Site, extras: Extras | None, _alarm: int | None) -> bytes:
    return serialized(to_vevent(episode, site, extras))


def _write_jcal(episode: Episode, site: Site, extras: Extras | None, alarm: int | None) -> bytes:
    return _json(_vevent(episode, site, extras, alarm).to_jcal())


def _write_xcal(episode: Episode, site: Site, extras: Extras | None, alarm: int | None) -> bytes:
    return to_xcal(_vevent(episode, site, extras, alarm))


def _vevent(episode: Episode, site: Site, extras: Extras | None, alarm: int | None) -> Event:
    event = to_vevent(episode, site, extras)
    if alarm is not None and not is_free(episode):
        event.add_component(to_valarm(alarm))
    return event


def _ics_body(whole: Whole) -> Body:
    head = serialized(to_vcalendar(whole.head, whole.site))
    zones = [serialized(to_vtimezone(zone)) for zone in whole.zones]
    opening, closing = b"".join([head[: -len(END_OF_CALENDAR)], *zones]), END_OF_CALENDAR
    pieces, digests = whole.contents, [block.digest for block in whole.blocks]
    if whole.alarm is not None:
        ending = serialized(to_valarm(whole.alarm)) + END_OF_EVENT
        pieces = [_with_alarm(event, ending) for event in pieces]
        digests = [digest_of(digest + ending) for digest in digests]
    return Body([opening, *pieces, closing], [digest_of(opening), *digests, digest_of(closing)])


def _with_alarm(event: bytes, ending: bytes) -> bytes:
    """Nobody is reminded of what leaves the time free: a cancelled episode, a day without a time."""
    return event if b"\r\nTRANSP:TRANSPARENT\r\n" in event else event[: -len(END_OF_EVENT)] + ending


def _join_jcal(whole: Whole) -> bytes:
    name, properties, _none = to_vcalendar(whole.head, whole.site).to_jcal()
    zones = [_json(to_vtimezone(zone).to_jcal()) for zone in whole.zones]
    return _around([name, properties, ["(here)"]], [*zones, *whole.contents])


def _join_xcal(whole: Whole) -> bytes:
    zones = [to_xcal(to_vtimezone(zone)) for zone in whole.zones]
    return with_components(to_xcal(to_vcalendar(whole.head, whole.site)), [*zones, *whole.contents])


def _join_jscal(whole: Whole) -> bytes:
    return _around(to_group(whole.head, whole.site, updated=whole.updated, entries=["(here)"]), whole.contents)


def _join_atom(whole: Whole) -> bytes:
    newest = whole.contents[::-1][:MOST_NEWS]
    return to_atom(whole.head, whole.author, whole.updated, newest)


def _join_json(whole: Whole) -> bytes:
    return _around(to_jsonfeed(whole.head, whole.author, ["(here)"]), whole.contents)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _around(value: Any, parts: list[bytes]) -> bytes:
    """The JSON text with the parts where its last list says "(here)"; quotation marks in texts are escaped."""
    before, _hole, after = _json(value).rpartition(_HOLE.encode())
    return b"".join([before, b",".join(parts), after, b"\n"])


_WRITERS: dict[str, Callable[[Episode, Site, Extras | None, int | None], bytes]] = {
    "ics": _write_ics,
    "jcal": _write_jcal,
    "xcal": _write_xcal,
    "jscal": lambda *asked: _json(to_jsevent(*asked)),
    "atom": lambda episode, site, _extras, _alarm: to_atom_entry(episode, site),
    "json": lambda episode, site, _extras, _alarm: _json(to_feed_item(episode, site)),
}
_JOINERS: dict[str, Callable[[Whole], bytes]] = {
    "jcal": _join_jcal,
    "xcal": _join_xcal,
    "jscal": _join_jscal,
    "atom": _join_atom,
    "json": _join_json,
}
