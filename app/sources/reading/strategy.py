"""Pillars and themes an article names: in lists, in a sentence, by number, in marks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.sources.reading.blocks import Block, Kind, Place
from app.sources.reading.marks import Span
from app.sources.reading.sentences import sentence_ends
from app.sources.reading.wordings import english_title, worded_pillars, worded_themes

_PILLARS = re.compile(
    r"\b(?:(?:priority|strategic|focus) (?:areas?|pillars?|axes)|pillars?|areas? of (?:work|cooperation|focus)"
    r"|prioriteitsgebieden|prioritaire (?:gebieden|thema['’]?s)|prioriteiten|pijlers?|speerpunten"
    r"|áreas? (?:prioritarias?|de trabajo)|ejes?(?: estratégicos?| prioritarios?)?|pilares?"
    r"|axes?(?: stratégiques?| prioritaires?)?|domaines? (?:prioritaires?|d['’]action)|piliers?|priorités)\b",
    re.IGNORECASE,
)
_THEMES = re.compile(
    r"\b(?:(?:cross-?cutting|transversal) (?:themes?|issues?|topics?)|themes?"
    r"|(?:overkoepelende |dwarsdoorsnijdende |doorsnijdende |transversale )?thema(?:['’]s|s)?"
    r"|temas?(?: transversales?)?|ejes? transversal(?:es)?|thèmes?(?: transversa(?:ux|l))?|thématiques?)\b",
    re.IGNORECASE,
)
_CROSS_CUTTING = re.compile(r"cross-?cutting|doorsnijdend|overkoepelend|transversa", re.IGNORECASE)
_GOVERNANCE = (
    (re.compile(r"\bgovernance pillar\b|\bpillar (?:of|on) governance\b", re.I), "Governance"),
    (re.compile(r"\bgovernance-?pijler\b|\bpijler (?:van |over |op het gebied van )?governance\b", re.I), "Governance"),
    (re.compile(r"\bbestuurspijler\b|\bpijler (?:van |over )?(?:goed )?bestuur\b", re.I), "Bestuur"),
    (re.compile(r"\b(?:pilar|eje) (?:transversal )?(?:de|sobre) (?:la )?gobernanza\b", re.I), "Gobernanza"),
    (
        re.compile(
            r"\b(?:pilier|axe) (?:transversal )?(?:de (?:la )?|sur la |consacré à la |relatif à la )?gouvernance\b",
            re.I,
        ),
        "Gouvernance",
    ),
)
_NUMBERED = re.compile(
    r"\b(?:pillar|pijler|pilar|pilier|priority area|eje|axe)\s+(?:no\.?\s*)?\d{1,2}\s*(?:[:–—,-]"
    r"|\()\s*[“«\"‘]?\s*(?P<title>[A-ZÀ-Þ][^.;:()“”\"«»]{5,110}?)\s*(?=[”\"»’]|[.;)]|,\s|$)",
    re.IGNORECASE,
)
_INLINE = (
    r"(?:(?:(?:como|as|comme|als)\s{cue}|(?:themes|temas|thèmes|thema[’']s)\s(?:of|de"
    r"|van))\s(?=\S+(?:\s\S+){{0,3}}[,]|\S+(?:\s\S+){{0,3}}\s(?:y|and|et|en)\s)"
    r"|(?:{cue})(?!\s*\d)[^.:;]{{0,60}}?(?::|\b(?:are|were|includ(?:e|ed|es|ing)(?! in)|cover(?:ed|s)?(?! by)"
    r"|comprised?"
    r"|namely|such as|zijn|waren"
    r"|omvat(?:ten|te)?|betroffen|namelijk|waaronder|zoals|son|fueron|eran|incluy(?:en|eron)|abarc(?:an|aron)"
    r"|figuran|como"
    r"|sont|étaient|ont été|comprennent|comprenaient|figurent|concernaient|à savoir|notamment)\b:?)\s+)"
    r"(?P<items>[^:.]{{8,600}})[.]?$"
)
_ARTICLE = re.compile(r"^(?:the|la|las|el|los|le|les|de|het)\s+(?=\w)|^l[’'](?=\w)", re.IGNORECASE)
_SINGLE = re.compile(
    r"\b(?:(?<!\ba )(?<!\bas a )(?:priority area|strategic (?:pillar|priority)|focus area|pillar)(?:,|\s(?:of|on|for))"
    r"|(?:prioriteitsgebied|(?<!een )pijler)(?:,|\s(?:van|over|voor|rond))?"
    r"|(?:área prioritaria|eje(?: estratégico)?|(?<!un )pilar(?: estratégico)?)(?:,|\s(?:de|sobre|dedicado a))"
    r"|(?:axe(?: stratégique| prioritaire)?|domaine prioritaire|(?<!un )pilier(?: stratégique)?)"
    r"(?:,|\s(?:de|du|sur|consacré à|relatif à)))\s(?:(?:the|la|el|le|les|las|los|de|het)\s|l[’'])?"
    r"(?P<title>[^\W\d_][^.;:,()“”\"«»]{5,110}?)"
    r"(?=[.;:()”»]|,\s|\s(?:of the|which|that|was|is|were|and the|que|qui|del? (?:la |el )?(?:estrategia|marco)"
    r"|de la stratégie"
    r"|van de strategie|die|dat)\b|$)",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"(?![^“”\"«»]*(?:episod|épisod|aflevering|webina|\bseri))(?:\s\d+)?(?:\s(?:of|del?|van"
    r"|du)\s[^.:;“”\"«»]{2,80})?,?\s*(?:namely|including|among them|such as"
    r"|à savoir|a saber|namelijk|te weten|:)?\s*$|,?\s(?:among them|including|namely|such as|entre ellos"
    r"|entre ellas|dont|waaronder)\s*$"
)
_NEXT_ITEM = re.compile(
    r"\s*[,;]?\s*(?:and|y|e|et|en|&|as well as|así como|ainsi que|alsmede)?\s*(?:\(?[\da-c]\)\s*)?", re.IGNORECASE
)
"""Between two titles in marks of one enumeration."""
_OF_STRATEGY = re.compile(
    r"(?:\w+\s){0,2}(?:strateg|stratég|estrateg|framework|marco|cadre|plan|iom|oim|series|society|community)",
    re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"\(?(?:\d|i{1,3}|iv|v|[a-f])\)\s*")
_TRAILING = re.compile(r"[\s;.,]+(?:and|en|y|e|et)?$")
MAX_TITLE = 160


_PERIOD = re.compile(
    r"(?P<title>(?:[A-ZÀ-Þ][\w’-]*|for|the|of|on|de|del|para|el|la|pour|sur|les|voor|du|des|van|het|en|and)"
    r"(?:\s(?:[A-ZÀ-Þ][\w’-]*|for|the|of|on|de|del|para|el|la|pour|sur|les|voor|du|des|van|het|en|and)){0,14})"
    r"\s?,?\s?\(?(?P<begins>20\d\d)\s?[-–—]\s?(?P<ends>20\d\d)\)?"
)
_PLAN = re.compile(r"strateg|stratég|estrateg|framework|marco|cadre|kader|\bplan", re.IGNORECASE)


class Entitled(Protocol):
    """A record with a title."""

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Titles:
    """Titles on record (pillars, themes, series), found again where an article names them in running text."""

    pillars: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    series: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, pillars: Iterable["Entitled"], themes: Iterable["Entitled"], series: Iterable["Entitled"] = ()
    ) -> "Titles":
        return cls(*(tuple(one.title for one in records) for records in (pillars, themes, series)))


NOTHING_ON_RECORD = Titles()


@dataclass(frozen=True)
class Period:
    """A strategy that is named with the years it holds for."""

    title: str
    begins: int
    ends: int
    place: Place

    @property
    def places(self) -> list[Place]:
        return [self.place]


def periods_of(blocks: Sequence[Block]) -> list[Period]:
    """Strategies with their years: "IOM Strategy for the Caribbean (2023-2026)"."""
    found: dict[tuple[int, int], Period] = {}
    for index, block in enumerate(blocks):
        for match in _PERIOD.finditer(block.text):
            title = re.sub(r"^(?:(?:[a-zà-ÿ]+|The|La|El|De|Het|Les|Le)\s)+(?=[A-ZÀ-Þ])", "", match["title"].strip())
            years = int(match["begins"]), int(match["ends"])
            if _PLAN.search(title) and years[0] < years[1]:
                found.setdefault(years, Period(title, *years, Place(index, match.start(), match.end())))
    return list(found.values())


@dataclass(frozen=True)
class Named:
    """A pillar's, theme's or series' title and where it is named."""

    title: str
    place: Place

    @property
    def places(self) -> list[Place]:
        return [self.place]


def pillars_of(blocks: Sequence[Block], spans: Sequence[Span], titles: Titles) -> list[Named]:
    found = _listed(blocks, _PILLARS, _THEMES) + _numbered(blocks)
    found += _inline(blocks, _PILLARS, _THEMES, titles.pillars) + _in_marks(blocks, spans, _PILLARS) + _single(blocks)
    found += _on_record(blocks, [title for title in titles.pillars if len(title.split()) > 2], None)
    found = _as_worded(found + _governance(blocks, found), blocks, pillars=True)
    return _once(_as_recorded(found, titles.pillars))


def themes_of(blocks: Sequence[Block], spans: Sequence[Span], titles: Titles) -> list[Named]:
    found = _listed(blocks, _THEMES, _PILLARS) + _inline(blocks, _THEMES, _PILLARS, titles.themes)
    found += _on_record(blocks, titles.themes, _THEMES)
    crossing = re.compile(
        rf"(?:{_CROSS_CUTTING.pattern})\w*\s(?:{_THEMES.pattern})"
        rf"|(?:{_THEMES.pattern})\s(?:{_CROSS_CUTTING.pattern})\w*",
        re.I,
    )
    found = _as_worded(found + _in_marks(blocks, spans, crossing), blocks, pillars=False)
    return _once(_as_recorded(found, titles.themes))


_CARIBBEAN = re.compile(r"\b(?:IOM|OIM)\b|2023\s?[-–—]\s?2026|International Organi[sz]ation for Migration")


def _as_worded(found: list[Named], blocks: Sequence[Block], *, pillars: bool) -> list[Named]:
    """By its own titles, whatever the language, where the article speaks of the strategy for the Caribbean."""
    if not any(_PLAN.search(block.text) and _CARIBBEAN.search(block.text) for block in blocks):
        return found
    kept, worded = list(found), list[Named]()
    for index, block in enumerate(blocks):
        starts = 0
        for ends in sentence_ends(block.text):
            sentence = block.text[starts:ends]
            here = worded_pillars(sentence) if pillars else worded_themes(sentence)
            worded += [Named(title, Place(index, starts + begins, starts + closes)) for title, begins, closes in here]
            if here:
                kept = [one for one in kept if not _is_loose_in(one, block.text, index, starts, ends)]
            starts = ends
    kept = [Named(english_title(one.title, pillar=pillars), one.place) for one in kept]
    return sorted(kept + worded, key=lambda one: (one.place.block, one.place.starts))


def _is_loose_in(one: Named, text: str, index: int, starts: int, ends: int) -> bool:
    """Whether it was cut out of that sentence by its commas, without marks of its own."""
    inside = one.place.block == index and starts <= one.place.starts < ends
    return inside and text[: one.place.starts][-1:] not in '“”"«»„'


def _on_record(blocks: Sequence[Block], titles: Sequence[str], cue: "re.Pattern[str] | None") -> list[Named]:
    """Titles on record, in any case; where a cue is given, only in sentences that hold it."""
    found: list[Named] = []
    patterns = [(title, re.compile(rf"(?<!\w){re.escape(title)}(?!\w)", re.IGNORECASE)) for title in titles]
    for index, block in enumerate(blocks if titles else ()):
        starts = 0
        for ends in sentence_ends(block.text):
            sentence = block.text[starts:ends]
            if cue is None or cue.search(sentence):
                here = [(match, title) for title, pattern in patterns if (match := pattern.search(sentence))]
                found += [
                    Named(title, Place(index, starts + match.start(), starts + match.end()))
                    for match, title in sorted(here, key=lambda one: one[0].start())
                ]
            starts = ends
    return found


def _as_recorded(found: list[Named], titles: Sequence[str]) -> list[Named]:
    recorded = {title.casefold(): title for title in titles}
    return [Named(recorded.get(one.title.casefold(), one.title), one.place) for one in found]


def _single(blocks: Sequence[Block]) -> list[Named]:
    """ "under the priority area of labour mobility and human development"."""
    found: list[Named] = []
    for index, block in enumerate(blocks):
        for match in _SINGLE.finditer(block.text):
            title = _capital(_title(match["title"]))
            if len(title.split()) > 1 and not _OF_STRATEGY.match(title) and block.kind is not Kind.ITEM:
                found.append(Named(title, Place(index, match.start("title"), match.end("title"))))
    return found


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _once(found: list[Named]) -> list[Named]:
    seen: dict[str, Named] = {}
    for one in found:
        seen.setdefault(one.title.casefold(), one)
    return list(seen.values())


def _means(text: str, cue: "re.Pattern[str]", other: "re.Pattern[str]") -> bool:
    """Whether the last sentence speaks of the one kind, and last of that kind."""
    last = _last_sentence(text)
    own = [match.end() for match in cue.finditer(last)]
    others = [match.end() for match in other.finditer(last)]
    return bool(own) and (
        not others
        or own[-1] > others[-1]
        or (own[-1] == others[-1] and bool(_CROSS_CUTTING.search(last)) == (cue is _THEMES))
    )


def _last_sentence(text: str) -> str:
    ends = sentence_ends(text)
    return text[ends[-2] if len(ends) > 1 else 0 :]


def _listed(blocks: Sequence[Block], cue: "re.Pattern[str]", other: "re.Pattern[str]") -> list[Named]:
    """The list items below a line that announces them."""
    found: list[Named] = []
    for index, block in enumerate(blocks[:-1]):
        if block.kind is Kind.ITEM or not _means(block.text, cue, other):
            continue
        at = index + 1
        if blocks[at].kind is not Kind.ITEM or not (
            block.text.endswith(":") or block.kind is Kind.HEADING or _announces(block.text)
        ):
            continue
        while at < len(blocks) and blocks[at].kind is Kind.ITEM:
            title = _title(blocks[at].text)
            if title:
                found.append(Named(title, Place(at, 0, len(blocks[at].text))))
            at += 1
    return found


def _announces(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:include|are|zijn|omvatten|son|incluyen|sont|comprennent|following|volgende|siguientes"
            r"|suivants|suivantes)\W*$",
            text,
            re.I,
        )
    )


def _title(text: str) -> str:
    """The item without what explains it, its number, or the "and" that leads to the next."""
    text = _TRAILING.sub("", _ENUMERATOR.sub("", text, count=1) if _ENUMERATOR.match(text) else text)
    text = re.sub(r"^(?:pillar|pijler|pilar|pilier|eje|axe)\s+\d+\s*[:.–—-]\s*", "", text, flags=re.IGNORECASE)
    explained = re.split(r":\s|\s[–—]\s", text, maxsplit=1)[0]
    return explained.strip(' “”"«»') if len(explained) <= MAX_TITLE else ""


def _numbered(blocks: Sequence[Block]) -> list[Named]:
    return [
        Named(_title(match["title"]), Place(index, match.start(), match.end()))
        for index, block in enumerate(blocks)
        if block.kind is not Kind.ITEM
        for match in _NUMBERED.finditer(block.text)
        if match["title"][0].isupper()
    ]


def _inline(
    blocks: Sequence[Block], cue: "re.Pattern[str]", other: "re.Pattern[str]", titles: Sequence[str]
) -> list[Named]:
    """Items in the sentence itself: "three pillars: A; B; and C", "themes such as A, B and C"."""
    found: list[Named] = []
    pattern = re.compile(_INLINE.format(cue=cue.pattern), re.IGNORECASE)
    for index, block in enumerate(blocks):
        starts = 0
        for ends in sentence_ends(block.text):
            sentence = block.text[starts:ends]
            match = pattern.search(sentence.rstrip()) if len(sentence) < 900 and cue.search(sentence) else None
            if match and _is_of_kind(match, sentence, cue, other):
                place = Place(index, starts + match.start("items"), starts + match.end("items"))
                found += [Named(title, place) for title in _items(match["items"], titles)]
            starts = ends
    return found


def _is_of_kind(match: "re.Match[str]", sentence: str, cue: "re.Pattern[str]", other: "re.Pattern[str]") -> bool:
    before = sentence[: match.start("items")]
    if other.match(match["items"]):
        return False
    return _means(before.replace(".", " "), cue, other) and not re.search(r"[“”\"«»]", match["items"])


def _items(text: str, known: Sequence[str]) -> list[str]:
    """The items of an enumeration; a title on record is never taken apart at its own "and"."""
    whole: list[str] = []
    for title in sorted(known, key=len, reverse=True):
        if re.search(r"\s(?:and|en|y|e|et)\s", title) and title.casefold() in text.casefold():
            starts = text.casefold().index(title.casefold())
            whole.append(title)
            text = f"{text[:starts]}<{len(whole) - 1}>{text[starts + len(title) :]}"
    if len(_ENUMERATOR.findall(text)) > 1:
        parts = _ENUMERATOR.split(text)
    elif ";" in text:
        parts = text.split(";")
    else:
        parts = re.split(r",\s+(?:and|en|y|e|et)\s+|,\s+|\s+(?:and|en|y|et)\s+(?=[^,]*$)", text)
    titles = [_ARTICLE.sub("", re.sub(r"^(?:and|en|y|e|et)\s+", "", _title(part.strip()))) for part in parts]
    titles = [re.sub(r"<(\d+)>", lambda match: whole[int(match[1])], title) for title in titles]
    kept = [title for title in titles if 3 <= len(title) <= 120]
    return [_capital(title) for title in kept] if len(kept) > 1 else []


def _in_marks(blocks: Sequence[Block], spans: Sequence[Span], cue: "re.Pattern[str]") -> list[Named]:
    """ "under the pillar “Labour mobility”"."""
    found: list[Named] = []
    closes = (-1, 0)
    for span in spans:
        text = blocks[span.block].text
        before = text[max(0, span.opens - 160) : span.opens]
        last = list(cue.finditer(before))
        announced = bool(last) and _PLACED.fullmatch(before[last[-1].end() :])
        goes_on = span.block == closes[0] and _NEXT_ITEM.fullmatch(text[closes[1] : span.opens])
        if (announced or goes_on) and span.ends - span.starts <= MAX_TITLE:
            found.append(Named(text[span.starts : span.ends].strip(" ,."), Place(span.block, span.starts, span.ends)))
            closes = (span.block, span.closes)
    return found


def _governance(blocks: Sequence[Block], found: list[Named]) -> list[Named]:
    if any(re.match(r"governance|gobernanza|gouvernance|bestuur", one.title, re.IGNORECASE) for one in found):
        return []
    for index, block in enumerate(blocks):
        for pattern, title in _GOVERNANCE:
            if match := pattern.search(block.text):
                return [Named(title, Place(index, match.start(), match.end()))]
    return []
