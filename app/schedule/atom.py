"""Episodes as an Atom feed (RFC 4287), for readers of news. Pure."""

from datetime import UTC, datetime
from typing import Any

from app.episodes.models import Episode
from app.on_demand import OnDemand
from app.schedule.ical import FeedHead, categories, stamp_of
from app.schedule.words import Site, as_html, paragraphs, readable, summary
from app.web.times import day_in_words, event_time

etree: Any = OnDemand("lxml.etree")

ATOM = "http://www.w3.org/2005/Atom"


def to_atom_entry(episode: Episode, site: Site) -> bytes:
    """The entry's element. Its id is made of the UID, which never changes; the address may, with the slug."""
    entry = etree.Element("entry")
    _element(entry, "id", f"urn:conversations:{episode.uid}")
    _element(entry, "title", _line(summary(episode)))
    _element(entry, "updated", stamp(stamp_of(episode)))
    _element(entry, "published", stamp(episode.published_at or episode.created_at))
    _element(entry, "link", rel="alternate", type="text/html", href=site.episode(episode))
    for title in categories(episode):
        _element(entry, "category", term=_line(title))
    html = as_html([[when_in_words(episode)], *paragraphs(episode, site)])
    _element(entry, "content", html, type="html")
    return bytes(etree.tostring(entry, encoding="utf-8"))


def to_atom(head: FeedHead, author: str, updated: datetime, entries: list[bytes]) -> bytes:
    """The whole feed around its entries."""
    feed = etree.Element("feed", nsmap={None: ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", head.language)
    _element(feed, "id", head.source)
    _element(feed, "title", _line(head.name))
    _element(feed, "subtitle", readable(head.description))
    _element(feed, "updated", stamp(updated))
    _element(feed, "link", rel="self", type="application/atom+xml", href=head.source)
    _element(feed, "link", rel="alternate", type="text/html", href=head.url)
    _element(_element(feed, "author"), "name", _line(author))
    opened = etree.tostring(feed, encoding="utf-8").removesuffix(b"</feed>")
    return b"".join([b'<?xml version="1.0" encoding="utf-8"?>\n', opened, *entries, b"</feed>\n"])


def when_in_words(episode: Episode) -> str:
    """ "Thursday 12 March 2026, 11:00 in Port of Spain, UTC−4"."""
    shown = event_time(episode)
    return f"{day_in_words(episode.day)}, {shown.words}" if shown else day_in_words(episode.day)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(value: str) -> str:
    return " ".join(readable(value).split())


def _element(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    child = etree.SubElement(parent, name, attributes)
    child.text = text
    return child
