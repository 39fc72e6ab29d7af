"""The series an article speaks of, by what it is called."""

import re
from collections.abc import Sequence

from app.sources.reading.blocks import Block, Place
from app.sources.reading.dates import is_day_or_month
from app.sources.reading.episodes import GATHERING, ORDINAL
from app.sources.reading.marks import Span
from app.sources.reading.strategy import Named

_KIND = r"(?:(?:webinar|talk|panel|dialogue|discussion|gespreks|webinar)\s?-?)?(?:series|reeks|serie|série|cycle|ciclo)"
_EPISODE = (
    r"(?:episodes?|aflevering(?:en)?|episodios?|épisodes?|edition|editie|edición|édition|instal?lment|entrega|sessions?"
    r"|sesión|sessie|séance|season|seizoen|temporada|saison)(?:\s\d{1,3})?"
)
_OF = r"\s(?:of|in|van|uit|de|del|du|des)\s(?:(?:the|its|la|le|los|las|les|de|het|our|onze|notre|nuestra)\s|l[’'])?"
_CALLED = (
    r"(?:,?\s(?:called|titled|entitled|named|known as|getiteld|genaamd|titulad[oa]|llamad[oa]|denominad[oa]|intitulée?"
    r"|baptisée?))?"
)
_NAMED = _CALLED.removesuffix("?")
_BEHIND_MARKS = re.compile(
    r",\s(?:(?:the|its|our|a|la|el|le|los|las|les|su|sa|notre|nuestr[oa]|une?|una|de|het|een|onze)\s)"
    r"(?:[\w-]+\s){0,2}?(?:[a-z]+)?(?:series|reeks|serie|série|cycle|ciclo)\b",
    re.IGNORECASE,
)
""" "“Roots”, the talk series of the port"."""
_NTH = rf"(?:{ORDINAL})(?:\s{GATHERING})?"
_BEFORE_MARKS = re.compile(
    rf"(?:{_NTH}{_OF}(?:{_KIND}\s)?|{_KIND}(?:\s(?:of|de|van)\s[a-zà-ÿ]+)?{_CALLED}"
    rf"|{_KIND}\s(?:of|de|van|on|sur|sobre|over)\s[^,.;:“”«»\"]{{2,60}}{_NAMED}|{_EPISODE}{_OF}(?:{_KIND}\s)?),?\s*$",
    re.IGNORECASE,
)
_SMALL = r"(?:on|in|at|the|of|and|for|to|over|sur|la|le|les|dans|de|du|des|et|en|el|los|las|sobre|y|het|van|voor|aan)"
_NAME = rf"(?P<name>[A-ZÀ-Þ][\w’'-]*(?:\s(?:{_SMALL}\s){{0,3}}[A-ZÀ-Þ][\w’'-]*){{1,14}})"
_ABOUT_WHAT = r"[a-zà-ÿ][^,.;:()“”«»\"]{2,60}(?=[,.;:«“\"])"
_ABOUT = rf"(?:\s(?:sur|sobre|over|on)\s{_ABOUT_WHAT})?"
"""What conversations are about, in languages that write it small."""
_BARE = (
    re.compile(rf"(?i:\b{_KIND}{_CALLED},?\s){_NAME}"),
    re.compile(rf"(?i:\b{_NTH}{_OF}(?:{_KIND}\s)?){_NAME}"),
    re.compile(
        rf"(?i:\b(?:the|du|de la|del?|de) {_KIND}\s)(?P<name>[A-ZÀ-Þ][\w’'-]{{3,}}{_ABOUT})(?=[,.;:«“\"]|\s[^\W\dA-Z])"
    ),
    re.compile(rf"(?i:\b{_EPISODE}{_OF}(?:{_KIND}\s(?:of\s)?)?){_NAME}"),
    re.compile(rf"(?i:\b(?:the|de|la|le|el)\s){_NAME}\s(?i:{_KIND})\b"),
    re.compile(rf"(?i:\b{_EPISODE}{_OF})(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{{3,}}\s(?:sur|sobre|over|on)\s{_ABOUT_WHAT})"),
)
_ENDS = re.compile(r"\s(?:[Ss]eries|[Rr]eeks|[Ss]erie|[Ss]érie)$")
LONGEST = 200


def _without_day(name: str) -> str:
    """ "… in the Caribbean on Wednesday": the day is not of the name."""
    words = name.split()
    while len(words) > 2 and (is_day_or_month(words[-1]) or re.fullmatch(_SMALL, words[-1])):
        words.pop()
    return " ".join(words)


def series_of(
    blocks: Sequence[Block], spans: Sequence[Span], left_out: set[int], known: Sequence[str], others: set[str]
) -> Named | None:
    """In marks behind "series"; else what the episode is said to be one of; else a title on record that is named.

    `others`: what cannot be the series' title, because an episode is called so.
    """
    inside = [one for one in spans if one.block not in left_out and one.ends - one.starts <= LONGEST]
    for span in inside:
        text = blocks[span.block].text
        title = text[span.starts : span.ends].strip(" ,.")
        beside = _BEFORE_MARKS.search(text[max(0, span.opens - 120) : span.opens]) or _BEHIND_MARKS.match(
            text[span.closes : span.closes + 60]
        )
        if title.casefold() not in others and beside:
            return Named(title, Place(span.block, span.starts, span.ends))
    for pattern in (*_BARE, *(re.compile(rf"(?P<name>{re.escape(one)})(?!\w)", re.IGNORECASE) for one in known)):
        for index, block in enumerate(blocks):
            found = pattern.search(block.text) if index not in left_out else None
            if found and found["name"].casefold() not in others:
                title = _without_day(_ENDS.sub("", found["name"]))
                if " " not in title and " " in found["name"]:
                    continue
                return Named(title, Place(index, found.start("name"), found.start("name") + len(title)))
    return None
