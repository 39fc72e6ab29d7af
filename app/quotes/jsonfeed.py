"""Quotes and their corrections as JSON Feed 1.1. Pure."""

from datetime import datetime
from typing import Any

from app.quotes.atom import AddressOf, FeedHead, Notice, attribution, entry_title, permanent_id
from app.quotes.models import Quote


def to_quotes_jsonfeed(quotes: list[Quote], head: FeedHead, address_of: AddressOf) -> dict[str, Any]:
    """One item a quote, newest first."""
    return _head(head) | {"items": [_quote_item(quote, address_of(quote)) for quote in quotes]}


def _quote_item(quote: Quote, address: str) -> dict[str, Any]:
    return {
        "id": permanent_id(address),
        "url": address,
        "title": entry_title(quote),
        "content_text": f"{quote.words}\n\n— {attribution(quote)}",
        "date_published": _stamp(quote.published_at or quote.changed_at),
        "date_modified": _stamp(quote.changed_at),
        "authors": [{"name": quote.person.name}],
        "language": quote.language,
        "image": f"{permanent_id(address)}/card/{quote.edition}.png",
        "tags": [link.pillar.title for link in quote.pillar_links],
    }


def to_corrections_jsonfeed(told: list[Notice], head: FeedHead) -> dict[str, Any]:
    """One item a correction or withdrawal."""
    return _head(head) | {
        "items": [
            {
                "id": notice.identity,
                "url": notice.address,
                "title": notice.title,
                "content_text": notice.text,
                "date_published": _stamp(notice.moment),
                "language": notice.language,
            }
            for notice in told
        ]
    }


def _head(head: FeedHead) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": head.page,
        "feed_url": head.address,
        "language": head.language,
        "authors": [{"name": head.author}],
    }


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
