"""A feed: a filter with its options, its words, and its bytes joined from kept events."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app
from flask_babel import gettext as _

from app.episodes.filters import EpisodeFilter, FilterUnclear
from app.episodes.models import Episode
from app.revisions.queries import latest_revision
from app.schedule.blocks import Block, Blocks
from app.schedule.ical import (
    Extras,
    FeedHead,
    begins,
    has_wall_time,
    serialized,
    to_valarm,
    to_vcalendar,
    to_vevent,
)
from app.schedule.queries import (
    episodes_touched,
    public_feed_episodes,
    public_feed_versions,
    public_previous_uids,
    public_quotes_by_episode,
)
from app.schedule.vtimezone import to_vtimezone, zone_rule
from app.schedule.words import Site
from app.series.models import Series
from app.web.logs import log
from config import Settings

END_OF_EVENT = b"END:VEVENT\r\n"
LONGEST_ALARM = 7 * 24 * 60


@dataclass(frozen=True)
class Feed:
    """What a subscriber asked for: the filter, where it was asked, a reminder in minutes before, the rich profile."""

    path: str
    chosen: EpisodeFilter
    fixed: tuple[str, ...] = ()
    alarm: int | None = None
    rich: bool = False

    @property
    def query(self) -> str:
        """The canonical query string of its address: what the path does not say already."""
        asked = {name: value for name, value in self.chosen.parameters().items() if name not in self.fixed}
        if self.alarm is not None:
            asked["alarm"] = str(self.alarm)
        if self.rich:
            asked["profile"] = "rich"
        return urlencode(sorted(asked.items()))

    @property
    def address(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def parse_alarm(values: list[str]) -> int | None:
    """Minutes before the start. Raises FilterUnclear."""
    if not values or values == [""]:
        return None
    value = values[0]
    is_number = len(values) == 1 and value.isascii() and value.isdigit() and len(value) <= 5
    if not is_number or int(value) > LONGEST_ALARM:
        raise FilterUnclear(_("“alarm” takes one number of minutes, from 0 to 10080 (a week)."), field="alarm")
    return int(value)


def parse_profile(values: list[str]) -> bool:
    """Whether the rich profile is asked for. Raises FilterUnclear."""
    if values in ([], [""], ["plain"]):
        return False
    if values != ["rich"]:
        raise FilterUnclear(_("“profile” can be plain or rich."), field="profile")
    return True


def site_of(settings: Settings) -> Site:
    return Site(settings.public_url.rstrip("/"), settings.host, settings.contact_email)


def head_of(feed: Feed, series: Series, names: dict[str, str], site: Site) -> FeedHead:
    narrowing = feed.chosen.narrowing_in_words(names)
    about = urlencode(sorted({**feed.chosen.parameters(), "feed": feed.path}.items()))
    return FeedHead(
        name=f"{series.title}: {narrowing}" if narrowing else series.title,
        description=description_of(feed, series, names),
        source=site.public_url + feed.address,
        url=f"{site.public_url}/schedule/about?{about}",
        timezone=series.default_timezone,
    )


def description_of(feed: Feed, series: Series, names: dict[str, str]) -> str:
    shows = feed.chosen.in_words(names)
    by = _("Published by %(organizer)s.", organizer=series.organizer)
    return f"{shows}. {by} " + _("Most calendars notice changes after 3 to 24 hours.")


def start_feeds(app: Flask) -> None:
    limit = app.config["SETTINGS"].kept_answers_mib * 1024 * 1024
    app.extensions["feed blocks"] = {False: Blocks[bytes](limit), True: Blocks[bytes](limit)}


def feed_bytes(feed: Feed, series: Series, names: dict[str, str]) -> bytes:
    """The whole feed: properties, time zones by name, events by start and UID."""
    settings: Settings = current_app.config["SETTINGS"]
    site = site_of(settings)
    blocks = event_blocks(feed, site, settings.called_off_days)
    return joined(to_vcalendar(head_of(feed, series, names, site), site), blocks, series.default_timezone, feed.alarm)


def episode_bytes(episode: Episode, feed: Feed) -> bytes:
    """One episode as a file to import; it never updates, and the page beside it says so."""
    site = site_of(current_app.config["SETTINGS"])
    extras = None
    if feed.rich:
        quotes = public_quotes_by_episode([episode.id]).get(episode.id, ())
        extras = Extras(public_previous_uids().get(episode.id), quotes)
    head = FeedHead(
        name=episode.title,
        description=_("One episode of %(series)s.", series=episode.series.title),
        source=site.public_url + feed.address,
        url=site.episode(episode),
        timezone=episode.timezone,
    )
    block = written(episode, site, extras, None)
    return joined(to_vcalendar(head, site), [block], episode.timezone, feed.alarm)


def event_blocks(feed: Feed, site: Site, called_off_days: int | None) -> list[Block[bytes]]:
    kept: Blocks[bytes] = current_app.extensions["feed blocks"][feed.rich]
    revision = latest_revision()
    kept.renew(revision, episodes_touched)
    versions = public_feed_versions(feed.chosen, called_off_days=called_off_days)
    if not feed.rich:
        return kept.of(versions, revision, lambda missing: _write(missing, site))
    previous = public_previous_uids()
    tokens = {episode_id: (version, previous.get(episode_id)) for episode_id, version in versions.items()}
    return kept.of(tokens, revision, lambda missing: _write_rich(missing, site, previous))


def joined(calendar: Any, blocks: list[Block[bytes]], timezone: str, alarm: int | None) -> bytes:
    """Bytes of a calendar object around the events; an empty feed holds one time zone too."""
    head = serialized(calendar)
    zones = {block.timezone for block in blocks if block.timezone} or {timezone if zone_rule(timezone) else "UTC"}
    parts = [head[: -len(b"END:VCALENDAR\r\n")], *(serialized(to_vtimezone(zone)) for zone in sorted(zones))]
    events = [block.content for block in blocks if block.content]
    if alarm is not None:
        ending = serialized(to_valarm(alarm)) + END_OF_EVENT
        events = [_with_alarm(event, ending) for event in events]
    return b"".join([*parts, *events, b"END:VCALENDAR\r\n"])


def _with_alarm(event: bytes, ending: bytes) -> bytes:
    """Nobody is reminded of what leaves the time free: a cancelled episode, a day without a time."""
    return event if b"\r\nTRANSP:TRANSPARENT\r\n" in event else event[: -len(END_OF_EVENT)] + ending


def _write(ids: list[int], site: Site) -> Iterable[tuple[int, Block[bytes]]]:
    for episode in public_feed_episodes(ids):
        yield episode.id, written(episode, site, None, episode.version)


def _write_rich(ids: list[int], site: Site, previous: dict[int, str]) -> Iterable[tuple[int, Block[bytes]]]:
    quotes = public_quotes_by_episode(ids)
    for episode in public_feed_episodes(ids):
        extras = Extras(previous.get(episode.id), quotes.get(episode.id, ()))
        yield episode.id, written(episode, site, extras, (episode.version, extras.previous_uid))


def written(episode: Episode, site: Site, extras: Extras | None, token: Hashable) -> Block[bytes]:
    """One event's bytes. A record that cannot be written is logged and left out: it takes no feed down."""
    try:
        content: bytes | None = serialized(to_vevent(episode, site, extras))
        timezone = episode.timezone if has_wall_time(episode) else None
        order = (begins(episode), episode.uid)
    except Exception as error:
        log.error("event left out of feeds", episode=episode.id, exc_info=error)
        content, timezone, order = None, None, (episode.created_at, episode.uid)
    return Block(token, order, timezone, 200 + len(content or b""), content)
