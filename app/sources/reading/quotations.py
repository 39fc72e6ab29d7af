"""The quotations of an article: quoted spans read one by one, and joined where they are one quotation."""

import re
from collections.abc import Sequence

from app.sources.reading.attribution import Reading
from app.sources.reading.blocks import Block, Kind
from app.sources.reading.marks import Span
from app.sources.reading.names import words_in
from app.sources.reading.sentences import sentence_ends
from app.sources.reading.speakers import Speakers
from app.sources.reading.units import Quotation, Unit


def quotations_of(
    blocks: Sequence[Block], spans: Sequence[Span], left_out: set[int], speakers: Speakers
) -> list[Quotation]:
    units = _units(blocks, [s for s in spans if s.block not in left_out and blocks[s.block].kind is not Kind.HEADING])
    found: list[Quotation] = []
    previous: Unit | None = None
    for unit in units:
        asks = bool(found) and found[-1].paragraphs[-1].rstrip("’'”»“\" ").endswith("?")
        speakers.asker, speakers.asked = None, found[-1].speaker if asks else None
        quotation = Reading(blocks, unit, previous, found[-1] if found else None, speakers).quotation()
        if quotation is not None:
            found.append(quotation)
            if quotation.speaker is not None:
                speakers.last, speakers.last_at = quotation.speaker, (unit.last.block, unit.after[0])
        previous = unit
    whole = _without_repetitions(_merged(found, blocks))
    for quotation in whole:
        quotation.speaker = quotation.speaker if quotation.speaker and quotation.speaker.name else None
    return whole


def _units(blocks: Sequence[Block], spans: list[Span]) -> list[Unit]:
    units: list[Unit] = []
    for span in spans:
        if span.follows and units and span.block == units[-1].last.block + 1:
            units[-1].spans.append(span)
        else:
            units.append(Unit([span]))
    for place, unit in enumerate(units):
        earlier, later = units[place - 1] if place else None, units[place + 1] if place + 1 < len(units) else None
        starts = earlier.last.closes if earlier and earlier.last.block == unit.first.block else 0
        ends = (
            later.first.opens if later and later.first.block == unit.last.block else len(blocks[unit.last.block].text)
        )
        unit.before, unit.after = (starts, unit.first.opens), (unit.last.closes, ends)
        unit.paragraphs = [blocks[span.block].text[span.starts : span.ends] for span in unit.spans]
    return units


def _merged(found: list[Quotation], blocks: Sequence[Block]) -> list[Quotation]:
    merged: list[Quotation] = []
    for quotation in found:
        if merged and _is_one(merged[-1], quotation, blocks):
            first = merged[-1]
            first.places += quotation.places
            first.closes = quotation.closes
            first.paragraphs = _continued(first.paragraphs, quotation)
            first.ends_block, first.whole = quotation.ends_block, first.whole and quotation.whole
            if not first.attributed and quotation.attributed:
                first.speaker, first.clause, first.nobody, first.attributed = (
                    quotation.speaker,
                    quotation.clause,
                    quotation.nobody,
                    True,
                )
            first.attributed_behind = first.attributed_behind or quotation.attributed_behind
        else:
            merged.append(quotation)
    return merged


def _continued(paragraphs: list[str], quotation: Quotation) -> list[str]:
    if not quotation.joint:
        return paragraphs + quotation.paragraphs
    begun, goes_on = paragraphs[-1].rstrip(" ,"), quotation.paragraphs[0]
    return [*paragraphs[:-1], f"{begun}{quotation.joint}{goes_on}", *quotation.paragraphs[1:]]


def _is_one(first: Quotation, second: Quotation, blocks: Sequence[Block]) -> bool:
    last, begins = first.places[-1], second.places[0]
    if second.joint and last.block == begins.block:
        return True
    if first.nobody != second.nobody and second.attributed:
        return False
    if last.block == begins.block:
        return _is_split(first, second, blocks[last.block].text[last.ends : begins.starts])
    if begins.block != last.block + 1 or not first.ends_block or begins.starts > 1:
        return False
    if first.attributed and second.attributed:
        return False
    if second.attributed and second.attributed_behind and second.whole and not first.attributed:
        return True
    return (second.whole and not second.attributed) or (not first.attributed and first.whole)


def _is_split(first: Quotation, second: Quotation, between: str) -> bool:
    """ "A," said X, "B.": nothing but the attribution stands between, and the second half has none of its own."""
    if second.attributed and second.attributed_behind:
        return False
    if second.attributed and first.attributed and _told_apart(first, second):
        return False
    bare = between.strip("\"“”„«»‘’' ")
    goes_on = first.paragraphs[-1].endswith(",") and second.paragraphs[0][:1].islower() and second.attributed
    if (
        (re.search(r":\s*$", bare) and not goes_on and not re.match(r"[—–]", bare))
        or len(bare.split()) > 40
        or (first.attributed and not first.attributed_behind and bare.strip(" .,…[]()") and not goes_on)
    ):
        return False
    if bare.strip(" .,…[]()") and not re.search(r"[,.;:!?…—–)\]]\s*$", bare):
        return False
    inner = [end for end in sentence_ends(bare)[:-1] if bare[end:].strip()]
    if len(inner) > 0:
        return False
    last_words = [word.bare for word in words_in(bare)][-2:]
    leads_on = last_words and last_words[-1] in (
        "that",
        "que",
        "dat",
        "adding",
        "and",
        "agregando",
        "ajoutant",
        "toevoegend",
        "añadiendo",
        "as",
    )
    return not leads_on


def _told_apart(first: Quotation, second: Quotation) -> bool:
    """ "“A,” said X, “B.” According to her, “C.”": each has a clause of its own."""
    place, told, then = first.places[-1], first.clause, second.clause
    if told is None or then is None or not told.block == then.block == place.block:
        return False
    return told.starts < place.starts < place.ends <= then.starts


def _without_repetitions(found: list[Quotation]) -> list[Quotation]:
    """A pull quote repeats what the text says; the attributed, longer one stays."""
    kept: list[Quotation] = []
    whole = [" ".join(" ".join(one.paragraphs).split()).casefold() for one in found]
    for at, quotation in enumerate(found):
        words = whole[at].strip(" .,…")
        repeats = any(
            words in other
            and (
                len(words) < len(other.strip(" .,…")) or later < at or (found[later].speaker and not quotation.speaker)
            )
            for later, other in enumerate(whole)
            if later != at
        )
        if quotation.attributed or not (repeats and len(words.split()) >= 3):
            kept.append(quotation)
    return kept
