"""Private calendars from kept events: in stores of their own, which no public feed ever reads from."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import Flask, current_app
from flask_babel import gettext as _
from icalendar import Event

from app.clock import now
from app.episodes.models import Episode
from app.planning.models import PlannedItem
from app.revisions.queries import latest_revision
from app.schedule.blocks import LAST, Block, Blocks
from app.schedule.feeds import site_of
from app.schedule.formats import Whole, whole_body
from app.schedule.ical import FeedHead, begins, has_wall_time
from app.schedule.lines import serialized
from app.schedule.models import PrivateFeed, PrivateKind
from app.schedule.prepared import (
    Versions,
    planned_items,
    planned_versions,
    prepared_episodes,
    prepared_versions,
    runs_of_show,
    segment_versions,
    versions_of_series,
)
from app.schedule.private_ical import to_planned_vevent, to_private_vevent, to_revoked_vevent, to_segment_vevents
from app.schedule.queries import episodes_touched
from app.schedule.words import Site
from app.series.models import Series
from app.web.bodies import Body, digest_of
from app.web.logs import log

Prepared = TypeVar("Prepared", Episode, PlannedItem)


@dataclass(frozen=True)
class Stores:
    """The kept events of all private calendars of this process, by what they are of."""

    episodes: Blocks
    planned: Blocks
    segments: Blocks


def start_private_feeds(app: Flask) -> None:
    limit = app.config["SETTINGS"].kept_answers_mib * 1024 * 1024
    app.extensions["private feed blocks"] = Stores(Blocks(limit // 2), Blocks(limit // 8), Blocks(limit // 8))


def private_body(found: PrivateFeed) -> Body:
    """The whole calendar, events by start and UID as in the public ones; its own address is not in it."""
    site = site_of(current_app.config["SETTINGS"])
    blocks = [_revoked(found, site)] if found.revoked_at else _held(found, site)
    return whole_body("ics", Whole(_head(found, site), site, "", found.made_at, None, blocks))


def export_body(series: Series) -> Body:
    """Every episode of the series, drafts too, as one file; without planned times: an import takes all for episodes."""
    stores: Stores = current_app.extensions["private feed blocks"]
    site, revision = site_of(current_app.config["SETTINGS"]), latest_revision()
    stores.episodes.renew(revision, episodes_touched)
    versions = versions_of_series(series.id)
    blocks = stores.episodes.of(versions, revision, lambda ids: _of_episodes(ids, versions, site))
    head = FeedHead(
        name=_("%(name)s (private)", name=series.title),
        description=_("Every episode, drafts too, as it was when this file was made."),
        source="",
        url=f"{site.public_url}/organize/episodes",
        timezone=series.default_timezone,
    )
    ordered = sorted(blocks, key=lambda block: block.order)
    return whole_body("ics", Whole(head, site, "", series.changed_at, None, ordered))


def _held(found: PrivateFeed, site: Site) -> list[Block]:
    stores: Stores = current_app.extensions["private feed blocks"]
    revision = latest_revision()
    stores.episodes.renew(revision, episodes_touched)
    episodes = prepared_versions(found)
    planned, segments = planned_versions(found, episodes), segment_versions(found)
    blocks = stores.episodes.of(episodes, revision, lambda ids: _of_episodes(ids, episodes, site))
    # What these show is in their versions whole: they are good at any revision.
    blocks += stores.planned.of(planned, 0, lambda ids: _of_planned(ids, planned, site))
    blocks += stores.segments.of(segments, 0, lambda ids: _of_segments(ids, segments, site))
    return sorted(blocks, key=lambda block: block.order)


def _of_episodes(ids: list[int], versions: Versions, site: Site) -> Iterator[tuple[int, Block]]:
    for episode in prepared_episodes(ids):
        yield episode.id, _block(versions[episode.id], episode, to_private_vevent, site)


def _of_planned(ids: list[int], versions: Versions, site: Site) -> Iterator[tuple[int, Block]]:
    for item in planned_items(ids):
        yield item.id, _block(versions[item.id], item, to_planned_vevent, site)


def _of_segments(ids: list[int], versions: Versions, site: Site) -> Iterator[tuple[int, Block]]:
    """Those of a show that is off, or has no start yet, have no event."""
    written: dict[int, Block] = {}
    for run in runs_of_show(ids):
        for segment, begin, event in to_segment_vevents(run, site):
            written[segment.id] = _as_block(versions.get(segment.id), event, begin, None)
    for segment_id in ids:
        yield segment_id, written.get(segment_id) or _left_out(versions[segment_id])


def _block(token: Hashable, record: Prepared, write: Callable[[Prepared, Site], Event], site: Site) -> Block:
    """One event's bytes. A record that cannot be written is logged and left out: it takes no feed down."""
    try:
        timezone = record.timezone if has_wall_time(record) else None
        return _as_block(token, write(record, site), begins(record), timezone)
    except Exception as error:
        log.error("event left out of a private feed", exc_info=error)
        return _left_out(token)


def _as_block(token: Hashable, event: Any, begin: datetime, timezone: str | None) -> Block:
    content = serialized(event)
    order = f"{begin:%Y-%m-%d %H:%M} {event['UID']}"
    return Block(token, order, event["DTSTAMP"].dt, timezone, content, digest_of(content))


def _left_out(token: Hashable) -> Block:
    return Block(token, LAST, now(), None, b"", digest_of(b""))


def _revoked(found: PrivateFeed, site: Site) -> Block:
    return _as_block(None, to_revoked_vevent(found, site), found.revoked_at or found.made_at, None)


def _head(found: PrivateFeed, site: Site) -> FeedHead:
    page = f"{site.public_url}/organize/calendars" if found.kind is PrivateKind.ORGANIZERS else site.public_url
    return FeedHead(
        name=_("%(name)s (private)", name=found.name),
        description=_("Private: whoever has this address can read it. Drafts and plans change without notice."),
        source="",
        url=page,
        timezone=found.series.default_timezone,
    )
