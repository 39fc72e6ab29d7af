"""Share cards kept as files: each is drawn when it is first asked for, once per version, and no page waits for it."""

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.on_demand import OnDemand
from app.quotes.models import Quote

card: Any = OnDemand("app.quotes.card")

FONT = Path("vendor/source-sans-3-5.3.0/source-sans-3-latin-wght-normal.woff2")
DRAWN_AS = "2"
"""Raised when the drawing changes, so that every card is drawn anew."""


def kept_card(quote: Quote, *, series: str, font: Path, folder: Path) -> bytes:
    """The card's bytes from its file, or drawn now and kept; two who ask at once draw the same bytes.

    Where there is no room to keep it, it is drawn again the next time.
    """
    day = quote.episode.day.isoformat() if quote.episode else ""
    said = "\x00".join((DRAWN_AS, alternative_text(quote), quote.person.full_name, series, day))
    path = folder / f"{quote.id}-{sha256(said.encode()).hexdigest()[:24]}.png"
    if path.exists():
        return path.read_bytes()
    content: bytes = card.drawn_card(quote, series=series, font=font)
    with suppress(OSError):
        _keep(content, path)
    return content


def _keep(content: bytes, path: Path) -> None:
    """Written aside and renamed, so that nobody reads half a card."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink()
        raise


def alternative_text(quote: Quote) -> str:
    """What the card says, for those who do not see it."""
    parts = (f"“{quote.marked_words}”", f"— {quote.person.full_name}", quote.standing)
    return f"{parts[0]} {', '.join(part for part in parts[1:] if part)}"
