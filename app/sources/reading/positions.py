"""The position and organization that stand behind a name, and how a phrase falls into the two."""

import re
from collections.abc import Sequence

from app.sources.reading.affiliations import unnamed_kind
from app.sources.reading.lexicon import ORGANIZATIONS, STOPS
from app.sources.reading.names import Mention, Word, is_field, is_role, mentions_in, words_in
from app.sources.reading.phrases import (
    BREAKS,
    CONNECTORS,
    DETERMINER,
    LIST,
    MAX_LENGTH,
    SPLIT,
    is_break,
    organization_at,
    phrase_of,
)
from app.sources.reading.verbs import words

OCCUPATION = (
    "er",
    "or",
    "ora",
    "ero",
    "era",
    "ista",
    "eur",
    "euse",
    "ier",
    "ière",
    "rice",
    "ien",
    "ienne",
    "ster",
    "aar",
    "iste",
    "ante",
    "ist",
)
"""Endings of occupations in the four languages."""
_ACRONYM = re.compile(r"((?:[A-Z][A-Za-z]*[A-Z]+[A-Za-z]*))(?:[’']s)?\s+([^\W\d_].*)$")
_COMPOUND = re.compile(r"(?P<owner>[A-ZÀ-Þ][\w’']*[A-ZÀ-Þ][\w’']*|[A-ZÀ-Þ]{2,})-(?P<office>[a-zà-ÿ]{4,})$")
""" "IOM-missiehoofd", "GroenLinks-leider": Dutch joins office and organization."""
_FIELDS_OF_OFFICE = words("media press prensa presse pers programmes programs communication communications")
_MISSION = re.compile(r"\b(?:chief|head|chef|cheffe|jef[ea]|hoofd)$", re.I)
"""Before "of Mission": an office of one's own, no organization."""
_REGION = re.compile(
    r"(?P<acronym>[A-Z][A-Za-z]*[A-Z]+|United Nations|Naciones Unidas|Nations Unies"
    r"|Verenigde Naties)\s(?P<region>(?:for|para|pour|voor)\s.+)$"
)
"""Behind "of IOM": what the office is for belongs to the position."""

_AGE = re.compile(
    r"^(?:,?\s\(\d{1,2}(?:\s(?:ans|años|jaar))?\)|,\s(?:de\s)?\d{1,2}(?:\s(?:ans|años|jaar|years? old))?(?=,))"
    r"(?=,|\s[–—])"
)
"""An age between a name and what somebody is: "Ann Lee, 34, a nurse"."""


_NOW = re.compile(r"^(?:hoy|ahora|today|now|currently|aujourd[’']hui|actuellement|nu|thans|momenteel)\s", re.IGNORECASE)
_THEN = re.compile(r"^(?:then|at the time|entonces|alors|destijds|toen)\s(?=an?\s|une?\s|una\s|een\s)", re.IGNORECASE)
_PRETERITE = ("ó", "aron", "ieron", "aba", "ait", "aient")
"""Endings of verbs: "…, recibió al embajador" is no position."""
_ORIGIN = re.compile(r"(?<=\w)\s(?:from|uit)\s(?:the \w+ of )?[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*){0,3}$")
""" "a carpenter from Anse Corail": where somebody comes from is no position."""
_PART_AND = re.compile(
    r"^(?:(?:one of |an? |the |la |el |le |de |l[’'])?(?:\w+ )?(?:panell?ists?|speakers?|moderator|host|guest"
    r"|panelista|panéliste"
    r"|panellid)\s(?:and|y|et|en)\s(?:the |la |el |le |de )?|for \w+ years (?:the |an? )?)",
    re.IGNORECASE,
)
""" "the third panellist and secretary of …", "for eleven years budget director": what is no position."""
_FORMERLY = words("eerder voorheen formerly previously until antes anteriormente auparavant anciennement précédemment")


def position_behind(text: str, mention: Mention) -> tuple[str, str]:
    """(position, organization) of "Name, Director of the Institute" and its kin; empty where none stands there."""
    rest = text[mention.ends : mention.ends + 2 * MAX_LENGTH]
    rest = _AGE.sub("", rest, count=1)
    bracket = re.match(r"\s*\(([^()]{3,140})\)", rest)
    if bracket and re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]+[A-Za-z]*", bracket.group(1)):
        return "", ""
    if bracket and not re.search(r"\d{4}", bracket.group(1)):
        return _position_or_organization(bracket.group(1))
    begins = re.match(r"(?:\s(?:aan|toe|op|uit|in))?\s*(?:,|[–—]|\s-)\s+", rest)
    if begins:
        found = _position_or_organization(phrase_of(rest[begins.end() :]))
        if any(found):
            return found
    states = re.match(
        r"\s(?:is|est|es|was|era|était)\s(?=[a-zà-ÿ-]+(?:[.,;]|\s(?:bij|in|aan|op|van|de|du|del|à|en)\s))", rest
    )
    if states and is_role(words_in(rest[states.end() :])[0].bare):
        return split_position(phrase_of(rest[states.end() :]))
    became = re.match(
        r",\s(?:who|qui|quien|die)\s[^.;:“”\"«»]{2,90}?\s(?:and|y|et|en)\s(?:is|es|est|nu|now|ahora|hoy)\s(?:now |es )?"
        r"(?:(?:the|an?|la|el|le|de)\s)?(?=[a-zà-ÿ])",
        rest,
    )
    if became and (phrase := phrase_of(rest[became.end() :])) and is_role(words_in(phrase)[0].bare):
        return split_position(phrase)
    holds = re.match(
        r",?\s(?:who\s(?:is|serves as|chairs)|(?:is|was|serves as)\s(?:the|an?)|qui est|quien es|die)\s", rest, re.I
    )
    if holds:
        phrase = phrase_of(rest[holds.end() :])
        words = words_in(phrase)[:5]
        return split_position(phrase) if any(is_role(word.bare) for word in words) else ("", "")
    belongs = re.match(
        r",?\s(?:(?:verbonden|werkzaam|based|adscrit[oa]|rattachée?)\s)?(?:of|from|with|van|de|del|du|at|aan"
        r"|bij|à|a)\s(?:(?:the|het|de|la|el|l[’'])\s?)?(?=[^\W\d_])",
        rest,
    )
    if belongs:
        name = organization_at(rest[belongs.end() :])
        return "", "" if is_field(name.casefold()) else name
    return "", ""


def plain_apposition(text: str, mention: Mention, language: str) -> str:
    """ "Name, a carpenter from Anse Corail": what somebody is who is known as a person already."""
    rest = text[mention.ends : mention.ends + 2 * MAX_LENGTH]
    rest = _AGE.sub("", rest, count=1)
    article = "an?" if language == "en" else "un|una|une|een"
    begins = re.match(rf",\s+(?:{article})\s+(?=[a-zà-ÿ])", rest)
    if begins:
        return phrase_of(rest[begins.end() :])
    bare = re.match(r",\s+(?=[a-zà-ÿ])", rest)
    phrase = phrase_of(rest[bare.end() :]) if bare else ""
    words = words_in(phrase)
    closes = re.match(
        r"\s*(?:[,.;:»”]|(?:depuis|since|sinds|desde)\b)", rest[(bare.end() if bare else 0) + len(phrase) :]
    )
    if not words or len(words) > 8 or not closes or words[0].bare in STOPS | BREAKS | CONNECTORS or is_break(words[0]):
        return ""
    if language == "fr" and re.search(r"(?:er|ir|r)(?:a|ont|ait)$", words[0].bare):
        return ""
    return phrase if words[0].bare.endswith(OCCUPATION) else ""


def _position_or_organization(phrase: str) -> tuple[str, str]:
    """A phrase beside a name: a position where it names a role early, else an organization, else nothing."""
    phrase = _PART_AND.sub("", _THEN.sub("", phrase))
    words = words_in(phrase)
    if words and (words[0].bare in _FORMERLY or (is_break(words[0]) and words[0].text.endswith(_PRETERITE))):
        return "", ""
    if not words or words[0].bare in ("and", "y", "e", "et", "en", "with", "met", "con", "avec"):
        return "", ""
    if words[0].bare in BREAKS - {"a"} and not _NOW.match(phrase):
        return "", ""
    organization = organization_at(DETERMINER.sub("", phrase))
    early = [word for word in words[:6] if not _is_after_break(words, word)]
    if any(is_role(word.bare) for word in early) and not (organization and _heads(organization)):
        return split_position(phrase)
    return ("", organization) if organization else _office_unknown(phrase)


def _office_unknown(phrase: str) -> tuple[str, str]:
    """ "Toshao of the Village Council": an office that no list knows, before an organization of a known kind."""
    position, organization = split_position(phrase)
    known = organization and organization_at(organization) == organization and len(position.split()) <= 3
    return (position, organization) if known and not mentions_in(0, position) else ("", "")


def _names_office(rest: str) -> bool:
    """ "chef de bureau de l’OIM", "jefa de la oficina de OIM Panamá": a small kind that another organization owns."""
    inner = SPLIT.search(rest)
    owner = organization_at(rest[inner.end() :]) if inner else ""
    return bool(owner) and owner[0].isupper() and words_in(owner)[0].is_acronym


def _heads(organization: str) -> bool:
    """Whether a phrase is an organization's name throughout, not a position before one."""
    words = words_in(organization)
    return not any(is_role(word.bare) and word.bare not in ORGANIZATIONS for word in words[:3])


def _is_after_break(words: Sequence[Word], word: Word) -> bool:
    return any(one.bare in BREAKS and one.starts < word.starts for one in words[1:])


def split_position(phrase: str) -> tuple[str, str]:
    """ "President of the Migration Policy Institute" → President; Migration Policy Institute."""
    phrase = _NOW.sub("", DETERMINER.sub("", phrase.strip(" ,")))
    compound = _COMPOUND.match(phrase)
    if compound and is_role(compound["office"]):
        return compound["office"], compound["owner"]
    acronym = _ACRONYM.match(phrase)
    if acronym and is_role(words_in(acronym.group(2))[0].bare) and acronym.group(1) != "CEO":
        return acronym.group(2), acronym.group(1)
    owned = re.match(r"(?P<owner>[^,]+?)(?:[’']s|s[’'])\s+(?P<office>[^\W\d_].*)$", phrase)
    if owned and organization_at(owned["owner"]) and is_role(words_in(owned["office"])[0].bare):
        return owned["office"], owned["owner"]
    for comma in re.finditer(r",\s+", phrase):
        organization = organization_at(DETERMINER.sub("", phrase[comma.end() :]))
        if organization and not LIST.match(phrase, comma.start()):
            position, inner = split_position(phrase[: comma.start()])
            return (position, organization) if not inner else (phrase[: comma.start()], organization)
    cuts = list(SPLIT.finditer(phrase))
    for cut in sorted(cuts, key=lambda one: not re.match(r"\s+(?:at|to|ante|auprès|bij|aan|chez|à)\b", one.group())):
        rest = phrase[cut.end() :]
        if (
            re.match(r"(?:Mission|Staff|Office|Delegation|Unit|Division|Department|Programmes?)\b", rest)
            and cut.group() == " of "
        ):
            continue
        organization = organization_at(rest, within=SPLIT)
        if organization[:1].islower() and _names_office(rest):
            continue
        if organization.islower() and " " not in organization:
            organization = ""
        region = _REGION.match(rest)
        if region:
            return f"{phrase[: cut.start()]} {region['region']}", region["acronym"]
        if organization.casefold() in _FIELDS_OF_OFFICE and re.search(
            r"\b(?:head|chief|jef[ea]|hoofd|cheffe?)$", phrase[: cut.start()], re.I
        ):
            organization = ""
        is_office = _MISSION.search(phrase[: cut.start()]) and rest.casefold().startswith(("mission", "misi"))
        if organization and len(organization) >= len(rest) - 2 and not is_office:
            return phrase[: cut.start()], organization
    for cut in sorted(cuts, key=lambda one: not re.match(r"\s+(?:at|with|bij|aan|chez)\b", one.group())):
        if named := unnamed_kind(phrase[: cut.start()], cut.group(), phrase[cut.end() :]):
            return phrase[: cut.start()], named
    if acronym and any(is_role(word.bare) for word in words_in(acronym.group(2))) and acronym.group(1) != "CEO":
        return acronym.group(2), acronym.group(1)
    return _ORIGIN.sub("", phrase), ""
