"""A quote as CSL-JSON, the form of Zotero, Pandoc and word processors. Pure."""

from typing import Any

from app.quotes.citations import Cited


def to_csl(it: Cited) -> dict[str, Any]:
    """Type speech for what was said in an episode; the title is the episode's, so that no style changes the words."""
    author = {"family": it.family, "given": it.given} if it.given else {"literal": it.family}
    item: dict[str, Any] = {
        "id": it.key,
        "type": "speech" if it.is_spoken else "document",
        "author": [author],
        "title": it.title,
        "genre": "Statement" if it.is_spoken else "Quotation",
        "language": it.language,
        "URL": it.address,
        "abstract": it.words,
    }
    if it.day:
        item["issued"] = {"date-parts": [[it.day.year, it.day.month, it.day.day]]}
    optional = {
        "event-title" if it.is_spoken else "container-title": it.container,
        "event-place": it.place.capitalize(),
        "number": str(it.number or ""),
        "note": it.note,
    }
    return item | {name: value for name, value in optional.items() if value}
