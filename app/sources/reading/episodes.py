"""The episodes an article speaks of: number, title, day, start and zone, each with its passage."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time

from app.sources.reading.blocks import Article, Block, Kind, Place
from app.sources.reading.dates import days_in, hours_in, weekday_near, year_of
from app.sources.reading.marks import Span
from app.sources.reading.sentences import sentence_ends
from app.sources.reading.zones import zone_in

_COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
    "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo",
    "primera segunda tercera cuarta quinta sexta séptima octava novena décima undécima duodécima",
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième",
    "première second tercero",
    "inaugural seconde",
    "primero",
)
_CARDINALS = frozenset(word for text in (_COUNTED[0], _COUNTED[3], _COUNTED[6]) for word in text.split())
_NUMBERS = {word: number for text in _COUNTED for number, word in enumerate(text.split(), 1)}
_TEENS = (
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "dertiende veertiende vijftiende zestiende zeventiende achttiende negentiende twintigste",
    "decimotercer decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo decimonoveno vigésimo",
    "decimotercera decimocuarta decimoquinta decimosexta decimoséptima decimoctava decimonovena vigésima",
    "treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième vingtième",
)
_NUMBERS |= {word: number for text in _TEENS for number, word in enumerate(text.split(), 13)}
_WORD = (
    r"episode|aflevering|episodio|épisode|edition|editie|edición|édition|conversation|gesprek"
    r"|conversatorio|instalment|installment|entrega"
)
_ORDINAL = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_ONLY_ORDINAL = "|".join(sorted(set(_NUMBERS) - _CARDINALS, key=len, reverse=True))
ORDINAL = _ONLY_ORDINAL
"""Numbers in words that rank: "fourth", "sixième"."""
GATHERING = (
    r"(?:session|sesión|séance|sessie|evening|avond|soirée|noche|encuentro|rencontre|bijeenkomst|meeting|gathering|talk"
    r"|charla|dialogue|diálogo|actividad|cita|rendez-vous|tafel)"
)
_NAMED = (
    r"(?:[“\"«‘„]\s?(?-i:[A-ZÀ-Þ])|(?-i:[A-ZÀ-Þ][\w’-]*\s"
    r"(?:(?:of|de|du|del|des|la|los|van|and|y|et|en)\s){0,2}[A-ZÀ-Þ0-9]))"
)
_MENTION = re.compile(
    rf"\b(?:(?:{_WORD})\s+(?:no\.?\s*|n[.º°]+\s*|number\s+|nummer\s+|número\s+|numéro\s+|#)?(?P<after>\d{{1,3}}"
    rf"|{_ORDINAL})\b"
    rf"|(?:part|deel|parte|partie)\s+(?P<part>\d{{1,2}}|{_ORDINAL})\s+(?:in|of|de|del|du"
    rf"|van)\s+(?:[^.,;\n]{{0,40}}?\s)?(?:series|serie|série|reeks|ciclo|cycle)\b"
    rf"|(?P<rank>{_ONLY_ORDINAL})\s+(?:in|of|de|del|du|van)\s+(?:(?:the|a|its|la|le|de|het|een|una|un|este|cette"
    rf"|onze)\s+)?"
    rf"(?:[^.,;\n]{{0,60}}?\s)?(?:series|serie|série|reeks|ciclo|cycle)\b"
    rf"|(?P<nth>{_ONLY_ORDINAL})\s+(?:{GATHERING}\s+)?(?:of|in|van|uit|del?|des|du)\s+"
    rf"(?:(?:the|our|its|onze|de|het|la|los|las|les|nos|notre|nuestr[oa]s?|ciclo|cycle|serie|série|reeks)\s+)*(?={_NAMED})"
    rf"|(?P<before>\d{{1,3}}(?:st|nd|rd|th|e|ste|de|[ºª°]|er|ème|re)"
    rf"|{_ONLY_ORDINAL})\s+(?:\w+\s+){{0,2}}?(?:[“\"«][^”\"»]{{3,60}}[”\"»]\s)?(?:{_WORD})\b)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:episode|aflevering|episodio|épisode|webinar|webinaire|webinario|panel(?:gesprek|discussie)?"
    r"|panel discussion|series|reeks|serie|série|seminario web"
    r"|conversatorio|table ronde|mesa redonda|round ?table|online discussion|discussion|virtual event)\b",
    re.IGNORECASE,
)
_TITLE_CUE = re.compile(
    r"(?:\b(?:titled|entitled|called|under the title|on the theme(?: of)?|under the theme(?: of)?|themed|theme"
    r"|title|with the theme|(?:title|titel|titre|título) (?:of|van|de|del) (?:(?:the|this|de|het|deze|la|l[’'])\s?)?\w+"
    r"|getiteld|heet|heette|draagt de titel|draagt als titel|met als titel|onder de titel|met als thema"
    r"|over het thema|onder het thema|thema|titel"
    r"|se titula|se llama|titulad[oa]|bajo el (?:título|tema|lema)|con el (?:título|tema)|denominad[oa]|llamad[oa]"
    r"|título|lema|tema"
    r"|s[’']intitule|intitulée?|sous le (?:titre|thème)|ayant pour thème|sur le thème|baptisée?|thème|titre))\s*(?:,"
    r"|:|was|is|es|est|luidt|fue)?\s*$",
    re.IGNORECASE,
)
_TITLE_BESIDE = re.compile(
    r"\b(?:episode|aflevering|episodio|épisode|edition|édition|edición)(?:\s+\d{1,3})?\s+(?:of|van|de|del"
    r"|du|des)\b[^.:“”\"«»]{0,70}[,–—:]\s*$"
    r"|\b(?:episode|aflevering|episodio|épisode|webinar|webinaire|webinario|panel|edition|edición|édition"
    r"|session|discussion)"
    r"(?:\s+(?:\d{1,3}|one|two|three|four|five|six|seven|eight|on|over|sobre|sur))?\s*(?:,|:|–|-)?\s*$"
    r"|\b(?:panell?ists?|speakers?|panelistas?|panelleden|panélistes?) (?:in|at|en|van|à|dans|de)\s*$"
    r"|\b(?:episode|aflevering|episodio|épisode|edition)\b[^.“”\"«»]{0,70}\b(?:series|reeks|serie|série)\b,\s*$",
    re.IGNORECASE,
)
_BEFORE_EPISODE = re.compile(
    rf"\s?[,:]\s(?:(?:the|de|het|la|el|le)\s|l[’'])?"
    rf"(?:(?:{_WORD})\s\d{{1,3}}|(?:{_ONLY_ORDINAL})\s(?:{_WORD}|{GATHERING}))\b"
    r"|\s(?:se (?:emitirá|transmitirá|celebrará|emite|transmite)|will (?:air|be (?:broadcast|streamed)|take place)|airs"
    r"|sera (?:diffusée?|retransmise?)|aura lieu|wordt (?:uitgezonden|gestreamd)|vindt plaats|is te (?:zien|volgen))\b",
    re.IGNORECASE,
)
""" "Roots", Episode 15 of …, or "Roots" will air on …: a title before the number or the day."""
_OF_A_SERIES = re.compile(
    r"\b(?:series|reeks|serie|série|cycle|ciclo)\b[^.“”\"«»]{0,70}\s(?:called|titled|entitled|named|getiteld|genaamd"
    r"|titulad[oa]|llamad[oa]|denominad[oa]|intitulée?|baptisée?)\W*$",
    re.IGNORECASE,
)
_OF_A_WORK = re.compile(
    r"\b(?:study|report|book|paper|survey|campaign|guide|charter|poem|film|exhibition|estudio|informe|libro"
    r"|campaña|guía"
    r"|étude|rapport|livre|campagne|studie|onderzoek|boek|boekje)(?:\s[\w’-]+){0,3},?\s(?:entitled|titled|called|named"
    r"|titulad[oa]|llamad[oa]|intitulée?|baptisée?|getiteld|genaamd)\W*$",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"\b(?:called|llamad[oa]|denominad[oa]|baptisée?)\W*$", re.IGNORECASE)
_SERIES = re.compile(
    r"\b(?:series|reeks|serie|série|cycle|ciclo)\s+(?:of \w+ |called |titled |entitled |named |getiteld "
    r"|titulada |llamada |denominada |intitulée |baptisée )?\W*$|^(?:conversations?|gesprekken"
    r"|conversaciones) (?:on|over|sobre|sur)\b",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:will|zal|zullen|wordt|vindt|tendrá|será|se celebrará|aura lieu|sera|se tiendra|next|upcoming"
    r"|volgende|próxim[oa]|prochaine?)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:next|upcoming|previous|following|last|volgende|vorige|próxim[oa]|anterior|siguiente|prochaine?"
    r"|précédente?)\b",
    re.I,
)
_DATELINE = re.compile(r"^[^a-z.:]{0,4}[^.:“\"«]{2,70}?[–—(-]|^[^.]{2,60},\s")
_MOST = 30
"""Episodes that one article proposes."""
_PERIOD = re.compile(r"published|publié|gepubliceerd|publicado|posted|updated", re.I)


@dataclass
class EpisodeFacts:
    """What is said of one episode; what is not said is empty."""

    number: int | None = None
    title: str = ""
    day: date | None = None
    start: time | None = None
    timezone: str | None = None
    places: list[Place] = field(default_factory=list)
    dated_by_dateline: bool = False
    """Whether nothing but the day the article was written tells of the episode's."""
    stated: list[Place] = field(default_factory=list)
    """Every sentence that names the episode by its number."""


@dataclass(frozen=True)
class _Sentence:
    block: int
    starts: int
    text: str


def episodes_of(article: Article, spans: Sequence[Span], left_out: set[int]) -> list[EpisodeFacts]:
    sentences = [one for one in _sentences(article.blocks) if one.block not in left_out]
    numbers = _numbers(sentences, spans)
    if not numbers and not any(_EVENT.search(one.text) or _MENTION.search(one.text) for one in sentences):
        return []
    year = article.published_on.year if article.published_on else year_of(article.text)
    written = article.published_on or _written_on(article.blocks, year)
    main: Sequence[int | None] = [*numbers][:_MOST] or [None]
    facts = [_facts(number, sentences, numbers, year, written, spans, article.blocks) for number in main]
    kept = [one for one in facts if one.day or one.title or one.start] or facts[:1]
    if not numbers and not any((one.day and not one.dated_by_dateline) or one.title for one in kept):
        return []
    return kept


def _sentences(blocks: Sequence[Block]) -> list[_Sentence]:
    found = []
    for index, block in enumerate(blocks):
        starts = 0
        for ends in sentence_ends(block.text):
            found.append(_Sentence(index, starts, block.text[starts:ends]))
            starts = ends
    return found


def _numbers(sentences: list[_Sentence], spans: Sequence[Span]) -> dict[int, list[_Sentence]]:
    """Each episode number with the sentences that state it."""
    found: dict[int, list[_Sentence]] = {}
    quoted: dict[int, list[Span]] = {}
    for span in spans:
        quoted.setdefault(span.block, []).append(span)
    for sentence in sentences:
        for match in _MENTION.finditer(sentence.text):
            place = sentence.starts + match.start()
            if any(one.starts <= place < one.ends for one in quoted.get(sentence.block, ())):
                continue
            number = _number(match)
            if 0 < number < 500:
                found.setdefault(number, []).append(sentence)
    return found


def _number(match: "re.Match[str]") -> int:
    word = (match["after"] or match["part"] or match["rank"] or match["nth"] or match["before"]).casefold()
    return _NUMBERS.get(word) or int(re.match(r"\d+", word).group() if word[0].isdigit() else 0)  # type: ignore[union-attr]


def _number_before(text: str) -> int | None:
    """Of which episode a passage tells that names two: the one named last."""
    numbers = [_number(match) for match in _MENTION.finditer(text)]
    return numbers[-1] if len(numbers) > 1 else None


def _facts(
    number: int | None,
    sentences: list[_Sentence],
    numbers: dict[int, list[_Sentence]],
    year: int | None,
    written: date | None,
    spans: Sequence[Span],
    blocks: Sequence[Block],
) -> EpisodeFacts:
    is_main = number is None or number == next(iter(numbers))
    own = numbers.get(number or 0, [])
    order = [*own, *_around(sentences, numbers, own)] if is_main else own
    facts = EpisodeFacts(number)
    facts.stated = [Place(one.block, one.starts, one.starts + len(one.text)) for one in own]
    facts.places += facts.stated[:1]
    _find_day(facts, order, year, written, is_main=is_main)
    _find_start(facts, order)
    facts.title = _title(order, spans, blocks, facts)
    return facts


def _around(sentences: list[_Sentence], numbers: dict[int, list[_Sentence]], own: list[_Sentence]) -> list[_Sentence]:
    """What else may tell of the main episode: sentences beside those that name it, on events, any other."""
    taken = {(one.block, one.starts) for stated in numbers.values() for one in stated}
    close = {one.block + step for one in own for step in (-1, 0, 1)}
    rest = [one for one in sentences if (one.block, one.starts) not in taken and not _OTHER.search(one.text)]
    near = [one for one in rest if one.block in close]
    return [*near, *(one for one in rest if _EVENT.search(one.text)), *rest]


def _find_day(
    facts: EpisodeFacts, order: list[_Sentence], year: int | None, written: date | None, *, is_main: bool
) -> None:
    dateline: tuple[date, Place] | None = None
    for sentence in order:
        days = [day for day in days_in(sentence.text, year) if not _PERIOD.search(sentence.text[: day.starts])]
        for day in days:
            place = Place(sentence.block, sentence.starts + day.starts, sentence.starts + day.ends)
            if _is_dateline(sentence, day.starts, day.ends):
                dateline = dateline or (day.day, place)
                continue
            facts.day = day.day
            facts.places.append(place)
            return
        relative = (
            sentence in order[:3]
            and written
            and weekday_near(_behind_dateline(sentence.text), written, ahead=bool(_AHEAD.search(sentence.text)))
        )
        if relative:
            facts.day = relative.day
            return
    if dateline and is_main:
        facts.dated_by_dateline = True
        facts.day = dateline[0]
        facts.places.append(dateline[1])


def _is_dateline(sentence: _Sentence, starts: int, ends: int) -> bool:
    """Whether a day stands where articles say when they were written: "PORT OF SPAIN, 26 July 2023 –"."""
    if sentence.starts:
        return False
    behind = sentence.text[ends : ends + 4]
    before = sentence.text[:starts]
    if len(before) >= 60:
        return False
    if re.match(r"\s*\)?\s*[–—|]|\s+-\s|\s?\.\s?[-–—]|\.\s", behind) and not re.search(r"\b(?:on|op)\s$", before):
        return True
    return bool(re.match(r"\s*\)?\s*[(-]|\s*\.?\s*$", behind)) and not re.search(
        r"\b(?:on|op|le|el|del)\s(?:\w+,?\s)?$", before, re.I
    )


def _behind_dateline(text: str) -> str:
    cut = re.match(r"^.{4,80}?\s?[–—]\s", text)
    return text[cut.end() :] if cut else text


def _written_on(blocks: Sequence[Block], year: int | None) -> date | None:
    for index, block in enumerate(blocks[:8]):
        for day in days_in(block.text[:160], year):
            if _is_dateline(_Sentence(index, 0, block.text), day.starts, day.ends) or block.kind is Kind.HEADING:
                return day.day
    return None


def _find_start(facts: EpisodeFacts, order: list[_Sentence]) -> None:
    for sentence in order:
        zone = zone_in(sentence.text)
        hours = hours_in(sentence.text)
        if hours and (zone or _EVENT.search(sentence.text) or days_in(sentence.text, 2000) or sentence in order[:4]):
            facts.start = hours[0][0]
            facts.places.append(Place(sentence.block, sentence.starts + hours[0][1], sentence.starts + hours[0][2]))
            if zone:
                facts.timezone = zone[0]
                facts.places.append(Place(sentence.block, sentence.starts + zone[1], sentence.starts + zone[2]))
            return


def _title(order: list[_Sentence], spans: Sequence[Span], blocks: Sequence[Block], facts: EpisodeFacts) -> str:
    """What stands in marks, or behind "Episode 3:", where the article says how the episode is called."""
    here: dict[int, list[Span]] = {}
    for span in spans:
        here.setdefault(span.block, []).append(span)
    for cue in (_TITLE_CUE, _TITLE_BESIDE):
        for sentence in order:
            for span in here.get(sentence.block, ()):
                if sentence.starts <= span.opens < sentence.starts + len(sentence.text):
                    text = blocks[span.block].text
                    words = text[span.starts : span.ends].strip(" ,.")
                    if _number_before(text[sentence.starts : span.opens]) not in (None, facts.number):
                        continue
                    behind = cue is _TITLE_BESIDE and _BEFORE_EPISODE.match(text[span.closes :])
                    if behind or _is_title(text[sentence.starts : span.opens], words, cue):
                        facts.places.append(Place(span.block, span.starts, span.ends))
                        return words
    return _title_without_marks(order, facts)


def _is_title(before: str, words: str, cue: "re.Pattern[str]") -> bool:
    """Whether what stands before the marks says that this is what the episode is called, and not its series."""
    is_headline = len(before.split()) > 3 and bool(re.search(r"(?:panel|discussion|session)\s?:\s*$", before))
    if (
        len(words) > 160
        or _OF_A_WORK.search(before)
        or is_headline
        or not cue.search(before)
        or (_LOOSE.search(before) and not _EVENT.search(before))
    ):
        return False
    of_a_series = _OF_A_SERIES.search(before) and not re.search(_WORD, before, re.IGNORECASE)
    return not of_a_series and not _SERIES.search(before) and not _SERIES.search(words)


_LABELLED = re.compile(
    r"^(?:(?:episode |working )?title|topic|theme|título|titre|titel|tema|thème|thema"
    r"|onderwerp)\s*:\s*(?P<title>[^\W\d_].{3,140})$",
    re.IGNORECASE,
)


_RECAP = re.compile(
    r"^(?:(?:event|panel|public|openbare|pública)\s)?(?:recap|report|invitation|summary|verslag|uitnodiging|reseña|crónica"
    r"|invitación|compte rendu|invitation publique)\s?:\s[“\"«‘„]?\s?"
    r"(?P<title>(?-i:[A-ZÀ-Þ])[^“”\"«»\n]{4,100}?)\s?[”\"»’]?$",
    re.IGNORECASE,
)
""" "Event recap: Second Passports": a headline that labels itself."""


def _title_without_marks(order: list[_Sentence], facts: EpisodeFacts) -> str:
    for sentence in order:
        labelled = _LABELLED.match(sentence.text.strip())
        if labelled and not sentence.starts:
            facts.places.append(Place(sentence.block, labelled.start("title"), labelled.end("title")))
            return labelled["title"].strip(' .“”"«»')
    for sentence in order:
        bare = re.search(
            rf"\b(?:{_WORD})\s+(?:\d{{1,3}}|{_ORDINAL})\s*[:–—-]\s+(?P<title>[A-ZÀ-Þ][^.“”\"«»\n]{{4,140}})",
            sentence.text,
            re.IGNORECASE,
        )
        if bare and len(sentence.text) < 200:
            facts.places.append(
                Place(sentence.block, sentence.starts + bare.start("title"), sentence.starts + bare.end("title"))
            )
            return bare["title"].strip(" ,")
    for sentence in order:
        headline = _RECAP.match(sentence.text.strip()) if sentence.block < 8 and not sentence.starts else None
        if headline:
            facts.places.append(Place(sentence.block, headline.start("title"), headline.end("title")))
            return headline["title"].strip(" .")
    return ""
