"""A feed: a filter with its options, its words, and its bytes joined from kept events."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask, current_app
from flask_babel import gettext as _

from app.episodes.filters import EpisodeFilter, FilterUnclear
from app.episodes.models import Episode
from app.revisions.queries import latest_revision
from app.schedule.blocks import LAST, Block, Blocks
from app.schedule.formats import CONTENT_TYPES, Whole, event_bytes, whole_body
from app.schedule.ical import Extras, FeedHead, begins, has_wall_time, stamp_of
from app.schedule.queries import (
    episodes_touched,
    public_feed_episodes,
    public_feed_versions,
    public_previous_uids,
    public_quotes_by_episode,
)
from app.schedule.words import Site
from app.series.models import Series
from app.web.bodies import Body, digest_of
from app.web.logs import log
from config import Settings

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

    @property
    def bare(self) -> str:
        """The path without suffix: the page for people, and what answers in the form asked for."""
        return self.path.partition(".")[0]

    @property
    def page(self) -> str:
        """Where people read what this feed shows."""
        return f"{self.bare}?{self.query}" if self.query else self.bare

    def in_form(self, form: str) -> str:
        """The path and query of the same feed in that form."""
        path = f"{self.bare}.{form}"
        return f"{path}?{self.query}" if self.query else path


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
    return FeedHead(
        name=f"{series.title}: {narrowing}" if narrowing else series.title,
        description=description_of(feed, series, names),
        source=site.public_url + feed.address,
        url=site.public_url + feed.page,
        timezone=series.default_timezone,
    )


def description_of(feed: Feed, series: Series, names: dict[str, str]) -> str:
    shows = feed.chosen.in_words(names)
    by = _("Published by %(organizer)s.", organizer=series.organizer)
    return f"{shows}. {by} " + _("Most calendars notice changes after 3 to 24 hours.")


def start_feeds(app: Flask) -> None:
    """iCalendar is what everybody polls; the other forms keep an eighth of its events' memory each."""
    limit = app.config["SETTINGS"].kept_answers_mib * 1024 * 1024
    app.extensions["feed blocks"] = {
        (form, rich): Blocks(limit if form == "ics" else limit // 8) for form in CONTENT_TYPES for rich in (False, True)
    }


def feed_body(feed: Feed, series: Series, names: dict[str, str], form: str = "ics") -> Body:
    """The whole feed in that form: its head, time zones by name, events by start and UID."""
    settings: Settings = current_app.config["SETTINGS"]
    site = site_of(settings)
    blocks = event_blocks(feed, site, settings.called_off_days, form)
    head = head_of(feed, series, names, site)
    return whole_body(form, Whole(head, site, series.organizer, series.changed_at, feed.alarm, blocks))


def episode_body(episode: Episode, feed: Feed, form: str = "ics") -> Body:
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
    block = Writing(form, site, feed.alarm).block(episode, extras, None)
    series = episode.series
    return whole_body(form, Whole(head, site, series.organizer, series.changed_at, feed.alarm, [block]))


def event_blocks(feed: Feed, site: Site, called_off_days: int | None, form: str = "ics") -> list[Block]:
    """The events, from kept bytes where there are; those with a reminder inside are written for this answer alone."""
    writing = Writing(form, site, feed.alarm)
    revision = latest_revision()
    if feed.alarm is None or form == "ics":
        kept: Blocks = current_app.extensions["feed blocks"][form, feed.rich]
        kept.renew(revision, episodes_touched)
    else:
        kept = Blocks(0)
    versions = public_feed_versions(feed.chosen, called_off_days=called_off_days)
    if not feed.rich:
        return kept.of(versions, revision, writing.plain)
    previous = public_previous_uids()
    tokens = {episode_id: (version, previous.get(episode_id)) for episode_id, version in versions.items()}
    return kept.of(tokens, revision, lambda missing: writing.rich(missing, previous))


@dataclass(frozen=True)
class Writing:
    """How missing events are written: the form, the site's addresses, the reminder."""

    form: str
    site: Site
    alarm: int | None

    def plain(self, ids: list[int]) -> Iterable[tuple[int, Block]]:
        for episode in public_feed_episodes(ids):
            yield episode.id, self.block(episode, None, episode.version)

    def rich(self, ids: list[int], previous: dict[int, str]) -> Iterable[tuple[int, Block]]:
        quotes = public_quotes_by_episode(ids)
        for episode in public_feed_episodes(ids):
            extras = Extras(previous.get(episode.id), quotes.get(episode.id, ()))
            yield episode.id, self.block(episode, extras, (episode.version, extras.previous_uid))

    def block(self, episode: Episode, extras: Extras | None, token: Hashable) -> Block:
        """One event's bytes. A record that cannot be written is logged and left out: it takes no feed down."""
        try:
            content = event_bytes(self.form, episode, self.site, extras, self.alarm)
            timezone = episode.timezone if has_wall_time(episode) else None
            order, stamp = f"{begins(episode):%Y-%m-%d %H:%M} {episode.uid}", stamp_of(episode, extras)
        except Exception as error:
            log.error("event left out of feeds", episode=episode.id, exc_info=error)
            content, timezone, order, stamp = b"", None, LAST + episode.uid, episode.created_at
        return Block(token, order, stamp, timezone, content, digest_of(content))
