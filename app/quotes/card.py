"""The share card of a quote: 1200 × 630 pixels, drawn from the vendored font. Pure: words in, PNG out.

Loaded by `cards` when the first one is drawn.
"""

import io
import re
from bisect import bisect_right
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.quotes.models import Quote

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_GROUND, _INK, _SOFT, _SUN, _SEA = "#f7f4ec", "#12282c", "#41595e", "#e3a008", "#0b4a54"
_TOP, _BOTTOM, _GAP = 60, 56, 26
_SIZES = (58, 52, 46, 41, 37, 34, 31, 28)
_LEADING = 1.28
_LEFT_OUT = " […]"
_MOST_CHARACTERS = 1500
"""More never fits, however narrow the letters; so much is looked at, however long the words."""

Font = ImageFont.FreeTypeFont
Line = tuple[str, int, int, str]
"""What one line says, its size, weight and ink."""


def drawn_card(quote: Quote, *, series: str, font: Path) -> bytes:
    """A palette PNG under 40 kB. The words stand whole, or end at a sentence's end or in […]; never rewritten."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 18, HEIGHT), fill=_SEA)
    draw.rectangle((18, 0, 26, HEIGHT), fill=_SUN)
    below = _attribution(quote, series, font)
    foot = HEIGHT - _BOTTOM - sum(_height(size) for _text, size, *_rest in below)
    size, lines = fitted(quote.marked_words, font, foot - _GAP - _TOP)
    _draw(draw, [(line, size, 500, _INK) for line in lines], _TOP, font)
    _draw(draw, below, foot, font)
    out = io.BytesIO()
    image.quantize(32, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def fitted(words: str, font: Path, height: int) -> tuple[int, list[str]]:
    """The largest size at which the words fit whole into that height; else the smallest, with the words cut."""
    plain = " ".join(words.split())
    for size in _SIZES if len(plain) <= _MOST_CHARACTERS else ():
        lines = _wrapped(f"“{plain}”", _font(font, size, 500))
        if len(lines) * _height(size) <= height:
            return size, lines
    size = _SIZES[-1]
    drawn = _font(font, size, 500)
    return size, _wrapped(_cut(words, drawn, height // _height(size)), drawn)


def _height(size: int) -> int:
    return round(size * _LEADING)


def _cut(words: str, font: Font, most: int) -> str:
    """The longest beginning that fits: whole sentences, else whole words with […]."""
    plain = " ".join(words.split())[:_MOST_CHARACTERS]
    sentences = re.split(r"(?<=[.!?…])\s+", plain)
    for count in range(len(sentences) - 1, 0, -1):
        text = f"“{' '.join(sentences[:count])}{_LEFT_OUT}”"
        if len(_wrapped(text, font)) <= most:
            return text
    parts = plain.split(" ")
    low, high = 1, len(parts)
    while low < high:
        middle = (low + high + 1) // 2
        fits = len(_wrapped(f"“{' '.join(parts[:middle])}{_LEFT_OUT}”", font)) <= most
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"“{' '.join(parts[:low])}{_LEFT_OUT}”"


def _wrapped(text: str, font: Font) -> list[str]:
    """Lines no wider than the card; a word that is too long alone is broken."""
    widest = float(WIDTH - 2 * _MARGIN)
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= widest:
            line = longer
            continue
        if line:
            lines.append(line)
        while font.getlength(word) > widest:
            fits = max(1, bisect_right(range(len(word)), widest, key=lambda n: font.getlength(word[:n])) - 1)
            lines.append(word[:fits])
            word = word[fits:]
        line = word
    return [*lines, line] if line else lines


def _attribution(quote: Quote, series: str, font: Path) -> list[Line]:
    """Who and, in at most two lines, as what; the series and the day."""
    day = f"{quote.episode.day.day} {quote.episode.day:%B %Y}" if quote.episode else ""
    parts = [
        (quote.person.full_name, 34, 700, _INK, 1),
        (quote.standing, 27, 400, _SOFT, 2),
        (" · ".join(part for part in (series, day) if part), 25, 400, _SOFT, 1),
    ]
    return [
        (line, size, weight, ink)
        for text, size, weight, ink, most in parts
        for line in _shortened(text, _font(font, size, weight), most)
    ]


def _shortened(text: str, font: Font, most: int) -> list[str]:
    lines = _wrapped(text, font)
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip(",; ") + " …"]


def _draw(draw: ImageDraw.ImageDraw, lines: list[Line], top: int, font: Path) -> None:
    for text, size, weight, ink in lines:
        draw.text((_MARGIN, top), text, font=_font(font, size, weight), fill=ink)
        top += _height(size)


def _font(path: Path, size: int, weight: int) -> Font:
    font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([weight])
    return font
