"""Private calendars, for whoever holds their address; no session is read."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from flask import Blueprint, Response, abort, current_app
from flask_babel import gettext as _
from icalendar import Event

from app.accounts.operations import hash_token
from app.schedule.feeds import site_of
from app.schedule.fetches import note_private_fetch
from app.schedule.formats import CONTENT_TYPES
from app.schedule.ical import FeedHead, Timed, has_wall_time, organizer, to_vcalendar
from app.schedule.lines import serialized
from app.schedule.models import PrivateFeed, PrivateKind
from app.schedule.operations import PREFIX
from app.schedule.private_ical import to_planned_vevent, to_private_vevent, to_revoked_vevent, to_segment_vevents
from app.schedule.queries import planned_items, prepared_episodes, private_feed_by_hash, runs_of_show
from app.schedule.vtimezone import to_vtimezone, zone_rule
from app.schedule.words import Site
from app.web.answers import give_to_holder
from app.web.logs import log

blueprint = Blueprint("private_schedule", __name__)

LONGEST_TOKEN = 80

Record = TypeVar("Record")


@blueprint.get("/schedule/private/<token>.ics")
def feed(token: str) -> Response:
    """The feed of that token; a taken-back one says so, an unknown one is not found."""
    if not token.startswith(PREFIX) or len(token) > LONGEST_TOKEN:
        abort(404)
    found = private_feed_by_hash(hash_token(token)) or abort(404)
    note_private_fetch(found)
    site = site_of(current_app.config["SETTINGS"])
    return give_to_holder(Response(private_bytes(found, site), content_type=CONTENT_TYPES["ics"]))


def private_bytes(found: PrivateFeed, site: Site) -> bytes:
    """The whole calendar, events by start and UID as in the public ones; its own address is not in it."""
    zones, events = (set(), [to_revoked_vevent(found, site)]) if found.revoked_at else _held(found, site)
    own = found.series.default_timezone
    zones = zones or {own if zone_rule(own) else "UTC"}
    calendar = to_vcalendar(_head(found, site), site)
    del calendar["SOURCE"]
    parts = [serialized(to_vtimezone(zone)) for zone in sorted(zones)]
    content = sorted(events, key=lambda event: (event["DTSTART"].to_ical(), str(event["UID"])))
    parts += [serialized(event) for event in content]
    return serialized(calendar).removesuffix(b"END:VCALENDAR\r\n") + b"".join([*parts, b"END:VCALENDAR\r\n"])


def _held(found: PrivateFeed, site: Site) -> tuple[set[str], list[Event]]:
    episodes = prepared_episodes(found)
    items = planned_items(found, episodes)
    timed: list[Timed] = [*episodes, *items]
    zones = {one.timezone for one in timed if has_wall_time(one)}
    events = [*_written(to_private_vevent, episodes, site), *_written(to_planned_vevent, items, site)]
    if found.kind is PrivateKind.ORGANIZERS:
        for run in runs_of_show(found):
            events += to_segment_vevents(run, site)
    for event in events:
        event.setdefault("ORGANIZER", organizer(found.series, site))
    return zones, events


def _written(write: Callable[[Record, Site], Event], records: Iterable[Record], site: Site) -> Iterator[Event]:
    """The events; a record that cannot be written is logged and left out."""
    for record in records:
        try:
            yield write(record, site)
        except Exception as error:
            log.error("event left out of a private feed", exc_info=error)


def _head(found: PrivateFeed, site: Site) -> FeedHead:
    says = _("Private: whoever has this address can read it. Drafts and plans change without notice.")
    page = f"{site.public_url}/organize/calendars" if found.kind is PrivateKind.ORGANIZERS else site.public_url
    return FeedHead(
        name=_("%(name)s (private)", name=found.name),
        description=says,
        source=page,
        url=page,
        timezone=found.series.default_timezone,
    )
