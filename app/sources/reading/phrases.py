"""How far a phrase beside a name goes, and the organization's name that begins in it."""

import re

from app.sources.reading.lexicon import ORGANIZATIONS
from app.sources.reading.names import Word, is_role, mentions_in, words_in
from app.sources.reading.verbs import SAYING, words

_ALL_SAYING = frozenset().union(*SAYING.values()) - {"plan", "note", "chief"}
BREAKS = words(
    "whether how why what if or depuis desde sinds since was is were are has had have will would who whom which "
    "that whose when while "
    "as during after did does do went came made knew saw left stood sat kept held lost won met put felt brought built",
    "wrote drew grew ran rose sang taught wore began broke chose drove fell flew forgot rode shook slept spent threw",
    "before but then fue es son era eran será ha han había quien quienes que cuando durante mientras",
    "como tras est été fut sera avait était étaient sont ont qui lors pendant quand dont où werd",
    "wordt heeft hadden zal die dat wie tijdens terwijl toen opende leidde modereerde spoke speaks",
    "now currently formerly ahora actualmente actuellement nu momenteel joins led leads opens gave gives took takes "
    "moderó abrió presentó dio inauguró a revenu revenue behind venu venue né née nacido nacida teruggekeerd",
)
CONNECTORS = words(
    "of for the and in at to on with & de del la las los el y e en para con du des le les l et pour",
    "au aux à sur van het der den voor bij in op te ten dans chez from among sous",
)
DETERMINER = re.compile(
    r"^(?:the|an?|el|la|los|las|le|les|l[’']|de|het|een|un|una|une|its|their|our|sus?|son|sa|ses|leurs?|his|her|hun|zijn|haar)(?:\s+|(?<=[’']))",
    re.I,
)
SPLIT = re.compile(
    r"\s+(?:(?:of|at|to|ante|auprès de|with|from|for|in|del|van|aan|bij|voor|du|des|au|chez|à|de|en"
    r"|para)\s+(?:(?:the|la|las|los|el|het|de|le|les)\s+)?"
    r"(?:(?:l|d)[’'])?|(?:d[’']|de l[’']|à l[’']))(?=[^\W\d_])"
)
LIST = re.compile(
    r",\s(?P<items>[A-ZÀ-Þ][\w’'&-]*(?:\s[A-ZÀ-Þ&][\w’'-]*)*(?:,\s[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*)*)*),?"
    r"\s(?:and|y|e|et|en|&)\s(?:the\s|la\s|el\s|los\s|las\s|le\s|les\s|de\s|l[’'])?[A-ZÀ-Þ]"
)
_NAMED_AFTER = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?:\s(?:(?:de|van|der|den|du|la|del)\s)?[A-ZÀ-Þ][\w’'-]*)*")
MAX_LENGTH = 160


_NEW_CLAUSE = re.compile(
    r"(?<=\w)\s(?:and|y|et|en)\s(?!(?:of|for|the|in|on|to|de|del|des|du|la|le|les|el|los|las|van|het|para|pour|human"
    r"|international|national|regional|local|former|co)\s)[a-zà-ÿ]+s?\s(?=[A-ZÀ-Þ])"
)
""" "of the Climate Desk and feature Ann Lee": what follows "and" is another matter."""


def _another_person(rest: str) -> "re.Match[str] | None":
    """ "of the college and Ann Lee, chair of…": where the next one of an enumeration begins."""
    dutch = re.search(r"\b(?:van|het|voor|bij)\b", rest)  # "en" is "and" there, "in" in Spanish
    for joined in re.finditer(rf"\s(?:and|y|e|et{'|en' if dutch else ''})\s(?=[A-ZÀ-Þ])", rest):
        behind = rest[joined.end() :]
        named = mentions_in(0, behind[:80])
        if named and named[0].starts == 0 and " " in named[0].name and behind[named[0].ends :][:1] == ",":
            return joined
    return None


_PARTICIPLES = ("é", "ée", "és", "ées")
_BEFORE_NOUNS = words("des les la le un une aux ancien ancienne anciens jeune de")
"""Behind these a participle is a noun: "accueil des rapatriés"."""


def phrase_of(rest: str) -> str:
    """As far as a position goes: over "of", "for" and lists of places, to a verb, a pronoun, a full stop."""
    rest = rest[: MAX_LENGTH * 2]
    joined = _NEW_CLAUSE.search(rest) or _another_person(rest)
    rest = rest[: joined.start()] if joined else rest
    place, ends, led = 0, 0, False
    for word in words_in(rest):
        gap = rest[place : word.starts]
        if place and re.search(r"[.;:()\"“”„«»!?\n–—]|\s-\s", gap):
            break
        if "," in gap and place and not _goes_over_comma(rest, place):
            break
        if place and is_break(word) and not (led and word.bare.endswith(_PARTICIPLES)):
            break
        led = word.bare in _BEFORE_NOUNS
        place = ends = word.ends
    return _without_tail(rest[:ends])


def is_break(word: Word) -> bool:
    if word.is_capital:
        return False
    bare = word.bare
    if bare in BREAKS or (bare in _ALL_SAYING and not is_role(bare)):
        return True
    verb = re.search(r"[^e]ed$|(?:[aei]ron)$|[^aeiou]ó$|(?:[aei]ba)$|[^t]é(?:e|s|es)?$", bare)
    return bool(verb) and bare not in ("retired", "united", "red", "chargé", "chargée") and not is_role(bare)


def _without_tail(phrase: str) -> str:
    """Without connectors that lead nowhere."""
    words = phrase.split(" ")
    while words and words[-1].casefold().strip(",") in CONNECTORS | {"also", "además", "ook", "aussi"}:
        words.pop()
    return " ".join(words).strip(" ,")


def _goes_over_comma(rest: str, place: int) -> bool:
    """Whether a comma stands inside a list of fields or places, or before the organization."""
    listed = LIST.match(rest, place)
    if listed and len(rest[:place].split()) >= 2:
        items = listed["items"].split(", ")
        return all(" " not in item or not mentions_in(0, item) for item in items)
    return bool(organization_at(DETERMINER.sub("", rest[place + 1 :].lstrip())))


def organization_at(rest: str, within: "re.Pattern[str] | None" = None) -> str:
    """The organization's name that begins here, "" where none does; its first noun phrase must name its kind."""
    head_ends = min((match.start() for match in (within or SPLIT).finditer(rest)), default=len(rest))
    words = words_in(rest)
    head = [word for word in words if word.starts < max(head_ends, 1)]
    if not head or "," in rest[: head[-1].starts]:
        head = [word for word in head if "," not in rest[: word.starts]]
    if not head or not (head[0].is_capital or names_kind(head[0])):
        return ""
    stop = next((at for at, word in enumerate(head) if at and is_break(word)), len(head))
    head = head[:stop]
    if any(is_role(word.bare) for word in head if word.bare not in ORGANIZATIONS):
        return ""
    is_one = any(names_kind(word) for word in head) or head[0].is_acronym
    return _organization_name(rest) if is_one else _named_after(rest)


def _named_after(rest: str) -> str:
    """ "Anton de Kom Universiteit": a person's name with particles, and the kind at the end."""
    named = _NAMED_AFTER.match(rest)
    if named and re.search(r"\s[a-z]", named.group()) and names_kind(words_in(named.group())[-1]):
        return named.group()
    return ""


def names_kind(word: Word) -> bool:
    bare = word.bare
    return (
        bare in ORGANIZATIONS
        or any(part in ORGANIZATIONS for part in bare.split("-"))
        or bool(
            re.search(
                r"(?:krant|instituut|kantoor|raad|vereniging|bureau|dienst|bank|universiteit|fonds|bond|centrum"
                r"|groep|organisatie|stichting|maatschappij|school|college|ziekenhuis|museum|comité|genootschap|federatie"
                r"|partij)$",
                bare,
            )
        )
    )


def _organization_name(rest: str) -> str:
    phrase = phrase_of(rest)
    bracket = re.match(r"\s\([A-Z][A-Za-z]+\)", rest[len(phrase) :])
    if re.search(r",", phrase):
        first = phrase.split(",")[0]
        phrase = phrase if LIST.search(phrase) else first
    return phrase.strip() if bracket or phrase else ""
