"""Where quotation marks open and close: straight, curly, « », „ “, single, nested, mixed, unclosed, reopened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.sources.reading.blocks import Block, Kind

DOUBLE = '"“”„‟″«»'
SINGLE = "‘’'‚‹›"
_BEFORE_OPENING = " \t\n([{—–-/:¿¡"
_AFTER_CLOSING = " \t\n.,;:!?…)]}—–-/"
_CONTRACTION = re.compile(r"['’](?:s|t|n|m|k|r|ll|d|re|ve|em|cause|til)\b|['’]\d", re.IGNORECASE)
GOES_ON_AT_MOST = 8


@dataclass(frozen=True)
class Span:
    """What stands between two marks of one block: `starts`..`ends` inside them, `opens`..`closes` with them.

    `follows` says that it continues the span before it, from another block. `joint` is what stands between it and the
    span before it once the words of attribution inside the marks are cut out: ", ", ". " or a space; empty elsewhere.
    """

    block: int
    opens: int
    starts: int
    ends: int
    closes: int
    closed: bool
    follows: bool = False
    joint: str = ""


def spans_of(blocks: Sequence[Block]) -> list[Span]:
    """Every quoted span; one that is not closed goes on where the next block opens again, or closes it."""
    found: list[Span] = []
    goes_on = False
    skip = -1
    for index, block in enumerate(blocks):
        text = block.text
        if index <= skip:
            found.append(_whole(index, text, closing=index == skip))
            continue
        spans = _block_spans(index, text, blocks[index + 1].text[:1] if index + 1 < len(blocks) else "")
        if goes_on and spans and spans[0].opens == 0:
            first = spans[0]
            spans[0] = Span(index, 0, first.starts, first.ends, first.closes, first.closed, follows=True)
        elif block.kind is Kind.QUOTE and text and not (spans and spans[0].opens == 0):
            spans = [Span(index, 0, 0, len(text), len(text), True)] if text[0] not in "-–—" else []
        found += spans
        goes_on = bool(spans) and not spans[-1].closed and block.kind is not Kind.HEADING
        if goes_on and not _opens_again(blocks, index + 1):
            skip = _closed_later(blocks, index + 1)
            goes_on = False
    return found


def _opens_again(blocks: Sequence[Block], index: int) -> bool:
    return index < len(blocks) and blocks[index].text[:1] in DOUBLE + "‘‚‹'"


def _closed_later(blocks: Sequence[Block], index: int) -> int:
    """The block that closes a quotation which opened before `index` and was not opened again; -1 if none does."""
    for later in range(index, min(index + GOES_ON_AT_MOST, len(blocks))):
        text = blocks[later].text
        marks = [place for place, character in enumerate(text) if character in DOUBLE]
        if blocks[later].kind is Kind.HEADING:
            return -1
        if marks:
            place = marks[0]
            after = text[place + 1 : place + 2]
            closes = text[place] in "»”" or (place > 0 and text[place - 1] not in _BEFORE_OPENING)
            return later if closes and (not after or after in _AFTER_CLOSING) and len(marks) == 1 else -1
    return -1


def _whole(index: int, text: str, *, closing: bool) -> Span:
    if not closing:
        return Span(index, 0, 0, len(text), len(text), False, follows=True)
    place = next(place for place, character in enumerate(text) if character in DOUBLE)
    return Span(index, 0, 0, len(text[:place].rstrip()), place + 1, True, follows=True)


def _block_spans(index: int, text: str, following: str) -> list[Span]:
    spans: list[Span] = []
    place = 0
    while place < len(text):
        character = text[place]
        if character in DOUBLE and _opens(text, place):
            end = _double_end(text, place)
        elif character in SINGLE and _opens_single(text, place):
            end = _single_end(text, place)
            if end is None and place > 0 and not (following == character and text[:place].rstrip()[-1:] in ":,"):
                place += 1
                continue
        else:
            place += 1
            continue
        spans.append(_span(index, text, place, end))
        place = spans[-1].closes
    return spans


def _span(index: int, text: str, opens: int, end: int | None) -> Span:
    """The span without white space at its edges."""
    closed, stop = end is not None, len(text) if end is None else end
    starts = opens + 1
    while starts < stop and (text[starts].isspace() or text[starts] in "—–"):
        starts += 1
    ends = stop
    while ends > starts and text[ends - 1].isspace():
        ends -= 1
    return Span(index, opens, starts, ends, stop + 1 if closed else stop, closed)


def _sides(text: str, place: int) -> tuple[bool, bool]:
    """Whether what stands on the left, and on the right, is an edge of words."""
    before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
    left = before in _BEFORE_OPENING or before in DOUBLE or before in "‘‹‚"
    right = after in _AFTER_CLOSING or after in DOUBLE or after in "’›"
    return left, right


def _opens(text: str, place: int, depth: int = 0) -> bool:
    character = text[place]
    left, right = _sides(text, place)
    if place == 0 or character in "«„":
        return True
    if character == "»":
        return depth == 0 and left and not right
    if character == "”" and depth:
        return False
    if left != right:
        return left
    return depth == 0 if left else character == "“" and depth == 0


def _double_end(text: str, opens: int) -> int | None:
    """Where the mark that closes stands; None when nothing closes."""
    family = "«»" if text[opens] in "«»" else DOUBLE.replace("«", "").replace("»", "")
    return _closing(text, opens, family, nested=True) or _closing(text, opens, family, nested=False)


def _closing(text: str, opens: int, family: str, *, nested: bool) -> int | None:
    depth = 1
    for place in range(opens + 1, len(text)):
        if text[place] not in family:
            continue
        if _opens(text, place, depth):
            depth += 1 if nested else 0
        else:
            depth -= 1
        if depth == 0:
            return place
    return None


def _opens_single(text: str, place: int) -> bool:
    before, after = text[place - 1 : place] or " ", text[place + 1 : place + 2] or " "
    if text[place] in "›" or (text[place] == "’" and place > 0):
        return False
    if (after.isspace() and text[place] != "‹") or (before not in _BEFORE_OPENING and place > 0):
        return False
    return text[place] not in "'’" or not _CONTRACTION.match(text[place : place + 8])


def _single_end(text: str, opens: int) -> int | None:
    """Of the marks that may be apostrophes, the first that surely closes, else the first that may."""
    closing = "›" if text[opens] == "‹" else "’'‘"
    if text[opens] == "‹" and "›" in text[opens:]:
        return text.index("›", opens)
    perhaps = None
    for place in range(opens + 1, len(text)):
        if text[place] not in closing:
            continue
        before, after = text[place - 1], text[place + 1 : place + 2] or " "
        if before.isspace() or after.isalnum():
            if _opens_single(text, place):
                break
            continue
        if before in ".,!?…" or after in ".,;:!?…)»”" or place == len(text) - 1:
            return place
        if before != "s":
            return place
        perhaps = perhaps or place
    return perhaps


def spans_by_block(spans: Sequence[Span]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for span in spans:
        found.setdefault(span.block, []).append(span)
    return found


def without_quoted(text: str, spans: Sequence[Span]) -> str:
    """The text with what is quoted blanked, every place kept; "”" shows where it stood."""
    kept: list[str] = []
    place = 0
    for span in spans:
        kept += [text[place : span.opens], "”" * (span.closes - span.opens)]
        place = span.closes
    return "".join([*kept, text[place:]])
