"""Plain text to blocks: wrapped lines joined, hyphenated words made whole, list items and headings told apart."""

import html
import re
from itertools import pairwise

from app.sources.reading.blocks import Block, Kind
from app.text import clean_text

_ITEM = re.compile(r"^(?P<marker>[-•*·▪◦‣●■–—]|\(?\d{1,2}[.)]|[a-z][)])\s+(?P<text>\S.*)$")
_OPENS = re.compile(r"^[\"“”„«»‘]")
_ENDS = re.compile(r"[.!?:;…]\s?[\"”’»“')\]]*$|[\"”»“]$")
_SOFT = re.compile("\u00ad[ \t]*\r?\n[ \t]*|\u00ad")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_LABEL = re.compile(r"[A-ZÀ-Þ][^\W\d_]+(?:\s[^\W\d_]+){0,2}\s?:(?:\s|$)")
""" "Panellists:", "WHEN: …": a line of its own."""
_QUOTING_TITLE = re.compile(r"[^“”\"„«»‘.!?:]{3,80}\s?:\s[“\"„«‘][^.!?“”\"„«»]+[”\"“»’]")
WIDEST_WRAP = 120
LONGEST_HEADING = 160


_TYPED = ((re.compile(r",,(?=\w)|``(?=\w)"), "„"), (re.compile(r"(?<=\S)''(?!\w)"), "”"))
"""Marks typed as two of another: ",,…''"."""


def decoded(text: str) -> str:
    """Entities decoded, twice where a feed encoded them twice, and marks that were typed in pieces made one."""
    for _ in range(2):
        text = html.unescape(text) if _ENTITY.search(text) else text
    for typed, mark in _TYPED:
        text = typed.sub(mark, text) if typed.search(text) else text
    return text


def blocks_of_text(text: str) -> list[Block]:
    """Blocks of plain text, whether its paragraphs are separated by blank lines, by single ones, or are wrapped."""
    text = _SOFT.sub("", decoded(text)).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    lines = [clean_text(line) for line in text.split("\n")]
    width = _wrap_width(lines)
    known = {word.casefold() for word in re.findall(r"\w+(?:-\w+)*", text)}
    paragraphs: list[str] = []
    last = ""
    for line in lines:
        if line and last and _goes_on(last, line, width):
            paragraphs[-1] = _joined(paragraphs[-1], line, known)
        elif line:
            paragraphs.append(line)
        last = line
    return [_title_of(block_of(paragraph), at) for at, paragraph in enumerate(paragraphs)]


def _title_of(block: Block, at: int) -> Block:
    """A headline that ends with words in marks, without a full stop in them: "Ann Lee: “The border is a queue”"."""
    is_title = at < 2 and len(block.text) <= LONGEST_HEADING and _QUOTING_TITLE.fullmatch(block.text)
    return Block(Kind.HEADING, block.text) if is_title else block


def block_of(paragraph: str) -> Block:
    item = _ITEM.match(paragraph)
    if item:
        return Block(Kind.ITEM, item["text"], item["marker"])
    is_heading = len(paragraph) <= LONGEST_HEADING and not _ENDS.search(paragraph) and not _OPENS.match(paragraph)
    return Block(Kind.HEADING if is_heading else Kind.PARAGRAPH, paragraph)


def _wrap_width(lines: list[str]) -> int:
    """The width at which the text was wrapped, 0 where its lines are whole paragraphs."""
    followed = [len(line) for line, after in pairwise(lines) if line and after]
    if len(followed) < 2 or max(map(len, lines)) > 2 * WIDEST_WRAP:
        return 0
    ordered = sorted(followed)
    width = ordered[int(len(ordered) * 0.95) - (len(ordered) >= 20)]
    return width if 30 <= width <= WIDEST_WRAP else 0


def _goes_on(last: str, line: str, width: int) -> bool:
    """Whether a line continues the one before: its first word would not have fitted there."""
    if re.search(r"[^\W\d_]-$", last) and line[0].isalpha():
        return bool(width) or line[0].islower()
    if not width or _ITEM.match(line) or _LABEL.match(line):
        return False
    if line[0].islower() and not _ENDS.search(last):
        return True
    if _ENDS.search(last) and (_OPENS.match(line) or len(last) < width * 0.72):
        return False
    return len(last) + 1 + len(line.split()[0]) > width * 0.94


def _joined(paragraph: str, line: str, known: set[str]) -> str:
    """A word cut at the line's end is made whole; a hyphen that belongs to the word stays."""
    cut = re.search(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$", paragraph)
    if not cut:
        return f"{paragraph} {line}"
    rest = re.match(r"[^\W\d_]+", line)
    tail = rest.group(0) if rest else ""
    keeps = line[0].isupper() or f"{cut.group(1)}-{tail}".casefold() in known
    whole = f"{cut.group(1).split('-')[-1]}{tail}".casefold() in known
    return paragraph + line if keeps and not whole else paragraph[:-1] + line
