"""A quote's place in its source: W3C Web Annotation, text fragments, media fragments. Pure."""

from typing import Any
from urllib.parse import quote as percent_encoded

from app.quotes.models import Quote
from app.revisions.models import Revisioned

LONGEST_WHOLE = 120
"""Longer words are named by their first and last ones (WICG Scroll to Text Fragment: textStart,textEnd)."""


def to_annotation(
    quote: Quote, *, address: str, target: str, recording: str | None = None, offset_ms: int = 0
) -> dict[str, Any]:
    """The quote as the body, its place in the source as the target: by words with their surroundings, and by time.

    `offset_ms` is where the time codes' zero lies in the recording.
    """
    targets: list[dict[str, Any]] = [{"source": target, "selector": _text_selector(quote)}]
    if recording and quote.begins_ms is not None:
        targets.append({"source": recording, "selector": _time_selector(quote, offset_ms)})
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{address}#annotation",
        "type": "Annotation",
        "motivation": "identifying",
        "created": _stamp(quote),
        "body": {"id": address, "type": "Text", "format": "text/html", "language": quote.language},
        "target": targets if len(targets) > 1 else targets[0],
    }


def _stamp(record: Revisioned) -> str:
    return f"{record.changed_at:%Y-%m-%dT%H:%M:%SZ}"


def _text_selector(quote: Quote) -> dict[str, str]:
    selector = {"type": "TextQuoteSelector", "exact": quote.words}
    if quote.prefix:
        selector["prefix"] = quote.prefix
    if quote.suffix:
        selector["suffix"] = quote.suffix
    return selector


def _time_selector(quote: Quote, offset_ms: int) -> dict[str, str]:
    begins, ends = max(0, (quote.begins_ms or 0) + offset_ms), quote.ends_ms
    return {
        "type": "FragmentSelector",
        "conformsTo": "http://www.w3.org/TR/media-frags/",
        "value": media_fragment(begins, ends + offset_ms if ends is not None else None),
    }


def media_fragment(begins_ms: int, ends_ms: int | None = None) -> str:
    """t=12.5,31 (W3C Media Fragments, normal play time in seconds)."""
    until = f",{_seconds(ends_ms)}" if ends_ms else ""
    return f"t={_seconds(begins_ms)}{until}"


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def text_fragment(words: str, *, prefix: str = "", suffix: str = "") -> str:
    """`:~:text=` for a link that scrolls to the words in any page that holds them."""
    plain = " ".join(words.split())
    if len(plain) <= LONGEST_WHOLE:
        text = _encoded(plain)
    else:
        text = _range(plain, plain)
    before = f"{_encoded(' '.join(prefix.split()[-3:]))}-," if prefix.split() else ""
    after = f",-{_encoded(' '.join(suffix.split()[:3]))}" if suffix.split() else ""
    return f":~:text={before}{text}{after}"


def range_fragment(begins: str, ends: str) -> str:
    """`:~:text=` from the first words to the last, whatever stands between: words that cross blocks of a page."""
    return f":~:text={_range(begins, ends)}"


def _range(begins: str, ends: str) -> str:
    """The first six words of the one and the last six of the other."""
    return f"{_encoded(' '.join(begins.split()[:6]))},{_encoded(' '.join(ends.split()[-6:]))}"


def _encoded(text: str) -> str:
    """Percent-encoded, with the three characters the directive itself uses (& - ,)."""
    return percent_encoded(text, safe="").replace("-", "%2D")
