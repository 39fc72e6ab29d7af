"""Attribution that stands inside the marks (« A, dit-elle, B ») is cut out: the span falls into two, read as one."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from app.sources.reading.blocks import Article, Block, Kind
from app.sources.reading.language import language_of
from app.sources.reading.marks import Span, spans_of
from app.sources.reading.names import is_role, words_in
from app.sources.reading.positions import OCCUPATION
from app.sources.reading.verbs import SAYING, words

_NAMED = (
    r"(?:M\.|Mme|Mlle|Mr\.?|Ms\.?|Mrs\.?|Dra?\.?|Sra?\.?|le |la |el |l[’']|de |het |the )?\s?[A-ZÀ-Þ][\w’'-]+"
    r"|(?:le|la|el|de|the|l[’'])\s?\w+"
)
_PRONOUN = {"en": "she|he|they", "nl": "zij|ze|hij", "es": "ella|él", "fr": "(?!)"}


@cache
def _pattern(language: str) -> "re.Pattern[str]":
    verbs = "|".join(sorted(SAYING[language], key=len, reverse=True))
    subject = rf"(?:{_PRONOUN[language]})\b|{_NAMED}"
    plain = rf"(?:(?:a|ha)\s(?:\w+\s)?)?(?:{verbs})\s(?:{subject})"
    turned = (
        r"(?:(?:a|ont|avait|s[’']est)-t-(?:ils?|elles?|on)\s(?:\w+\s)?\w+|(?:s[’'])?\w+(?:-t)?-(?:ils?|elles?))(?!\w)"
    )
    titled = (
        r"[a-zà-ÿ]{4,}\s(?:M\.|Mme|Mlle|(?:le|la)\s(?:Dre?|Pr))\s[A-ZÀ-Þ][\w’'-]+"
        r"|(?:s[’'])?[a-zà-ÿ]{3,}(?<=[etdr])\s[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?(?:\s(?:de|d[’']|du|van"
        r"|le|la))?\s?"
        r"[A-ZÀ-Þ][\w’'-]+(?=[.,])"
    )
    inner = rf"{turned}|{plain}|{titled}" if language == "fr" else plain
    if language == "es":
        inner = rf"{plain}|(?:dijo|dice|[a-zñ]+ó)(?=,\s[a-zà-ÿ])"
    dashed = (
        rf"\s?[—–]\s?(?:{plain}|(?:(?:se|me|nos|les?|lo)\s)?(?:ha\s)?(?:{verbs})\b|{turned})[^—–]{{0,160}}(?:[—–]|$)"
    )
    return re.compile(
        rf"(?P<dashed>{dashed})|(?P<comma>[,!?…]\s)(?P<inner>(?:{inner})(?:\s[^,.:»”\"]{{0,90}})?)(?P<stop>[,.]|$)"
    )


_WANTING = words(
    "is are was were have has must can will should need moet moeten is zijn was waren heeft hebben kan"
    " kunnen wil willen zal hay es son era está están tenemos tienen debemos debe puede podemos quiere"
    " queremos vamos faut ai a avons avez ont est sommes sont suis était peut pouvons doit devons veut"
    " voulons"
)
"""Verbs that want what follows them."""
_OF_A_NOUN = words(
    "the a an this that these those our their his her its my de het een deze dit die dat onze ons hun"
    " zijn haar mijn el la los las un una este esta estos estas ese esa nuestro nuestra nuestros nuestras"
    " su sus mi mis le les une des ce cet cette ces notre nos leur leurs son sa ses mon ma mes"
)
"""What begins the noun that a verb follows."""
_SUBJECTS = words(
    "i you he she it we they that there ik je jij hij zij ze het we wij dat er yo tú él ella eso nosotros"
    " ellos ellas lo je tu il elle on nous vous ils elles ce ça cela and en y et but maar pero mais that"
    " which who die que qui quien"
)
"""What begins a clause of its own, which a comma parts from the noun ("Le passé, ce n’est pas une gare")."""
_RAYA = "—–―"


def cut_incises(spans: Sequence[Span], blocks: Sequence[Block], language: str) -> list[Span]:
    quoted = {span.block for span in spans if span.opens <= 1}
    spoken = [
        span for index, block in enumerate(blocks) if index not in quoted for span in _dialogue(index, block, language)
    ]
    inside = {span.block for span in spoken}
    pieces = [
        piece
        for span in spans
        if span.block not in inside
        for piece in _pieces(span, blocks[span.block].text, language)
    ]
    return sorted([*pieces, *spoken], key=lambda span: (span.block, span.opens)) if spoken else pieces


def as_spoken(article: Article) -> str:
    """Its text with the words of attribution inside quotation marks cut out, as its quotations are read."""
    blocks = article.blocks
    texts = [block.text for block in blocks]
    spans = cut_incises(spans_of(blocks), blocks, language_of(article.text))
    for before, span in reversed(list(pairwise(spans))):
        if span.joint:
            whole = texts[span.block]
            begun = whole[: before.ends].rstrip(" ,")
            texts[span.block] = f"{begun}{span.joint}{whole[span.starts :]}"
    return "\n".join(texts)


def _dialogue(index: int, block: Block, language: str) -> list[Span]:
    """Speech that a dash opens and whose attribution stands between dashes: "—No vine a pedir —dijo Ana—. Vine…"."""
    text = block.text
    if block.kind is Kind.ITEM and block.marker in tuple(_RAYA):
        starts = 0
    elif text[:1] and text[0] in _RAYA:
        starts = 1 + (len(text) - 1 - len(text[1:].lstrip()))
    else:
        return []
    whole = Span(index, 0, starts, len(text), len(text), True)
    pieces = _pieces(whole, text, language)
    return pieces if pieces and pieces != [whole] else []


def _pieces(span: Span, text: str, language: str) -> list[Span]:
    pieces: list[Span] = []
    place, opens, joint = span.starts, span.opens, ""
    for found in _pattern(language).finditer(text, span.starts, span.ends):
        if found.start() < place or not _is_attribution(found, language):
            continue
        ends = found.start() if found["dashed"] else found.start("inner") - 1
        pieces.append(Span(span.block, opens, place, ends, ends, True, span.follows and not pieces, joint))
        opens = place = _end_of(text, found, span.ends)
        while place < span.ends and text[place] in " ,.:;":
            place += 1
        joint = _joint(text[pieces[-1].starts : ends], text[ends:place].rstrip()[-1:], text[place : place + 40])
    if place < span.ends:
        follows = span.follows and not pieces
        pieces.append(Span(span.block, opens, place, span.ends, span.closes, span.closed, follows, joint))
    return pieces


def _joint(head: str, stop: str, rest: str) -> str:
    """What the sentence has where the attribution stood: its own stop, said once; none within a clause."""
    if head[-1:] in "!?…." or stop not in ".,:;" or (stop == "," and _is_one_clause(head, rest)):
        return " "
    return f"{stop} "


def _is_one_clause(head: str, rest: str) -> bool:
    """Whether only the attribution parted verb and object ("Il faut, dit-il, agir"), or subject and verb."""
    words = [word.bare for word in words_in(head)]
    goes_on = next((word.bare for word in words_in(rest)), "")
    if not words or len(words) > 4:
        return False
    parted = words[0] in _OF_A_NOUN and "," not in head.rstrip(" ,") and goes_on not in _SUBJECTS
    return words[-1] in _WANTING or parted


def _is_attribution(found: "re.Match[str]", language: str) -> bool:
    """Whether the inverted verb of « A, dit-elle, B » is one of saying ("pense-t-elle" is none of speech)."""
    if found["inner"] and re.match(
        r"(?:s[’'])?\w+\s(?:(?:M\.|Mme|Mlle|(?:le|la)\s(?:Dre?|Pr))\s|[A-ZÀ-Þ][\w-]+\s(?:de\s|d[’']|du\s"
        r"|van\s)?[A-ZÀ-Þ])",
        found["inner"],
    ):
        return language == "fr"
    words = re.findall(r"[^\W\d_]+", (found["dashed"] or found["inner"]).lower())
    return any(word in SAYING[language] for word in words[:5])


def _end_of(text: str, found: "re.Match[str]", limit: int) -> int:
    """Behind the attribution, over an apposition that names a role ("Mme Roy, directrice du port,")."""
    ends = found.end()
    by_pronoun = re.search(r"-(?:ils?|elles?|on)\b", found["dashed"] or found["inner"])
    if found["dashed"] or found["stop"] != "," or by_pronoun:
        return ends
    told = re.match(r"\s(?:qui|que|dont|who|whose|quien|die)\s[^.»”\"]{3,140}\.", text[ends:limit])
    if told:
        return ends + told.end()
    behind = re.match(r"\s([^,.»”\"]{3,120})([,.])", text[ends:limit])
    words = words_in(behind.group(1)) if behind else []
    short = behind is not None and behind.group(2) == "." and len(words) <= 3
    role = words and (any(is_role(word.bare) for word in words[:3]) or words[0].bare.endswith(OCCUPATION))
    if behind and (short or role):
        return ends + behind.end()
    return ends
