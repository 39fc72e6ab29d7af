"""Quotes and their corrections as an Atom feed (RFC 4287). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.on_demand import OnDemand
from app.quotes.models import Quote, QuoteVersion
from app.quotes.queries import Withdrawal

etree: Any = OnDemand("lxml.etree")

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
AddressOf = Callable[[Quote], str]
CLOSED = "Its episode is under the Chatham House Rule: nothing said there may be attributed."


@dataclass(frozen=True)
class FeedHead:
    """What a feed says of itself; `address` is its own, `page` the page it goes with."""

    title: str
    address: str
    page: str
    author: str
    language: str


def to_quotes_atom(quotes: list[Quote], head: FeedHead, address_of: AddressOf) -> bytes:
    """One entry a quote, newest first; its id is the permanent address without the slug, which may change."""
    updated = max((quote.changed_at for quote in quotes), default=None)
    feed = _feed(head, updated)
    for quote in quotes:
        address = address_of(quote)
        entry = _entry(feed, permanent_id(address), entry_title(quote), quote.changed_at, address)
        _element(entry, "published", _stamp(quote.published_at or quote.changed_at))
        _element(_element(entry, "author"), "name", quote.person.name)
        _content(entry, quote.words + f"\n\n— {attribution(quote)}", quote.language)
    return _bytes(feed)


@dataclass(frozen=True)
class Notice:
    """That a public quote was corrected or withdrawn: what followers of a feed are told."""

    identity: str
    title: str
    moment: datetime
    address: str
    text: str
    language: str


def notices(versions: list[QuoteVersion], withdrawn: list[Withdrawal], address_of: AddressOf) -> list[Notice]:
    """Newest first. A correction has the words before and after; a withdrawal only its reason."""
    told = [_correction(version, address_of(version.quote)) for version in versions]
    told += [_withdrawal(one, permanent_id(address_of(one.quote))) for one in withdrawn]
    return sorted(told, key=lambda notice: notice.moment, reverse=True)


def _correction(version: QuoteVersion, address: str) -> Notice:
    quote = version.quote
    identity = f"{permanent_id(address)}?version={version.number}"
    title = f"Corrected: {entry_title(quote)}"
    return Notice(identity, title, version.made_at, address, correction_text(version), quote.language)


def _withdrawal(withdrawn: Withdrawal, address: str) -> Notice:
    number, reason = withdrawn.quote.id, CLOSED if withdrawn.is_closed else withdrawn.reason
    text = f"Please do not cite this quote any more. {reason}".strip()
    return Notice(f"{address}#withdrawn", f"Withdrawn: quote {number}", withdrawn.moment, address, text, "en")


def to_corrections_atom(told: list[Notice], head: FeedHead) -> bytes:
    """One entry a correction or withdrawal."""
    feed = _feed(head, max((notice.moment for notice in told), default=None))
    for notice in told:
        entry = _entry(feed, notice.identity, notice.title, notice.moment, notice.address)
        _element(_element(entry, "author"), "name", head.author)
        _content(entry, notice.text, notice.language)
    return _bytes(feed)


def permanent_id(address: str) -> str:
    """The address up to the number: /quotes/12."""
    before, _, rest = address.rpartition("/quotes/")
    return f"{before}/quotes/{rest.split('-')[0]}"


def entry_title(quote: Quote) -> str:
    words = quote.words.split()
    first = " ".join(words[:12]) + (" …" if len(words) > 12 else "")
    return f"{quote.person.name}: “{first}”"


def attribution(quote: Quote) -> str:
    place = f"{quote.episode.title}, {quote.episode.day.isoformat()}" if quote.episode else ""
    return ", ".join(part for part in (quote.person.full_name, quote.standing, place) if part)


def correction_text(version: QuoteVersion) -> str:
    earlier = next((one for one in version.quote.versions if one.number == version.number - 1), None)
    parts = [f"Reason: {version.reason}", f"It now reads: “{version.words}”"]
    if earlier is not None and earlier.words != version.words:
        parts.append(f"It read before: “{earlier.words}”")
    return "\n\n".join(parts)


def _feed(head: FeedHead, updated: datetime | None) -> Any:
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    feed.set(f"{{{XML}}}lang", head.language)
    _element(feed, "id", head.address)
    _element(feed, "title", head.title)
    _element(feed, "updated", _stamp(updated or datetime(2000, 1, 1, tzinfo=UTC)))
    _element(feed, "link", rel="self", type="application/atom+xml", href=head.address)
    _element(feed, "link", rel="alternate", type="text/html", href=head.page)
    _element(_element(feed, "author"), "name", head.author)
    return feed


def _entry(feed: Any, identity: str, title: str, updated: datetime, address: str) -> Any:
    entry = _element(feed, "entry")
    _element(entry, "id", identity)
    _element(entry, "title", title)
    _element(entry, "updated", _stamp(updated))
    _element(entry, "link", rel="alternate", type="text/html", href=address)
    return entry


def _content(entry: Any, text: str, language: str) -> None:
    content = _element(entry, "content", text, type="text")
    content.set(f"{{{XML}}}lang", language)


def _element(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _bytes(feed: Any) -> bytes:
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
