"""The position and organization that stand beside a name: behind it, before it, in brackets."""

import re
from collections.abc import Sequence

from app.sources.reading.lexicon import HONORIFICS, MODIFIERS, ORGANIZATIONS, STOPS, TOPICS
from app.sources.reading.names import Mention, Word, is_field, is_role, mentions_in, words_in
from app.sources.reading.verbs import SAYING, words

_ALL_SAYING = frozenset().union(*SAYING.values()) - {"plan", "note", "chief"}
_BREAKS = words(
    "depuis desde sinds since was is were are has had have will would who whom which that whose when while "
    "as during after",
    "before but then fue es son era eran será ha han había quien quienes que cuando durante mientras",
    "como tras est été fut sera avait était étaient sont ont qui lors pendant quand dont où werd",
    "wordt heeft hadden zal die dat wie tijdens terwijl toen opende leidde modereerde spoke speaks",
    "now currently formerly ahora actualmente actuellement nu momenteel joins led leads opens gave gives took takes "
    "moderó abrió presentó dio inauguró a revenu revenue behind venu venue né née nacido nacida teruggekeerd",
)
_CONNECTORS = words(
    "of for the and in at to on with & de del la las los el y e en para con du des le les l et pour",
    "au aux à sur van het der den voor bij in op te ten dans chez from among sous",
)
_DETERMINER = re.compile(
    r"^(?:the|an?|el|la|los|las|le|les|l[’']|de|het|een|un|una|une|its|their|our|su|son|sa|zijn|haar)(?:\s+|(?<=[’']))",
    re.I,
)
_SPLIT = re.compile(
    r"\s+(?:(?:of|at|to|ante|auprès de|with|from|for|in|del|van|aan|bij|voor|du|des|au|chez|à|de|en"
    r"|para)\s+(?:(?:the|la|las|los|el|het|de|le|les)\s+)?"
    r"(?:(?:l|d)[’'])?|(?:d[’']|de l[’']|à l[’']))(?=[^\W\d_])"
)
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
_LIST = re.compile(
    r",\s(?P<items>[A-ZÀ-Þ][\w’'&-]*(?:\s[A-ZÀ-Þ&][\w’'-]*)*(?:,\s[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*)*)*),?"
    r"\s(?:and|y|e|et|en|&)\s(?:the\s|la\s|el\s|los\s|las\s|le\s|les\s|de\s|l[’'])?[A-ZÀ-Þ]"
)
_ACRONYM = re.compile(r"((?:[A-Z][A-Za-z]*[A-Z]+[A-Za-z]*))(?:[’']s)?\s+([^\W\d_].*)$")
_NAMED_AFTER = re.compile(r"[A-ZÀ-Þ][\w’'-]*(?:\s(?:(?:de|van|der|den|du|la|del)\s)?[A-ZÀ-Þ][\w’'-]*)*")
_FIELDS_OF_OFFICE = words("media press prensa presse pers programmes programs communication communications")
_MISSION = re.compile(r"\b(?:chief|head|chef|cheffe|jef[ea]|hoofd)$", re.I)
"""Before "of Mission": an office of one's own, no organization."""
_ALL_NAME = re.compile(r"[A-ZÀ-Þ][\w’'&-]*(?:\s(?:(?:of|de|du|des|van|del?|la)\s)?[A-ZÀ-Þ][\w’'&-]*)*")
"""Behind "at": whatever it is called, whoever works there names it as an organization."""
_REGION = re.compile(
    r"(?P<acronym>[A-Z][A-Za-z]*[A-Z]+|United Nations|Naciones Unidas|Nations Unies"
    r"|Verenigde Naties)\s(?P<region>(?:for|para|pour|voor)\s.+)$"
)
"""Behind "of IOM": what the office is for belongs to the position."""
MAX_LENGTH = 160


_AGE = re.compile(
    r"^(?:,?\s\(\d{1,2}(?:\s(?:ans|años|jaar))?\)|,\s(?:de\s)?\d{1,2}(?:\s(?:ans|años|jaar|years? old))?(?=,))"
    r"(?=,|\s[–—])"
)
"""An age between a name and what somebody is: "Ann Lee, 34, a nurse"."""


def position_behind(text: str, mention: Mention) -> tuple[str, str]:
    """(position, organization) of "Name, Director of the Institute" and its kin; empty where none stands there."""
    rest = text[mention.ends : mention.ends + 2 * MAX_LENGTH]
    rest = _AGE.sub("", rest, count=1)
    bracket = re.match(r"\s*\(([^()]{3,140})\)", rest)
    if bracket and re.fullmatch(r"[A-Z][A-Za-z]*[A-Z]+[A-Za-z]*", bracket.group(1)):
        return "", ""
    if bracket and not re.search(r"\d{4}", bracket.group(1)):
        return _position_or_organization(bracket.group(1))
    begins = re.match(r"\s*(?:,|[–—]|\s-)\s+", rest)
    if begins:
        found = _position_or_organization(_phrase(rest[begins.end() :]))
        if any(found):
            return found
    holds = re.match(
        r",?\s(?:who\s(?:is|serves as|chairs)|(?:is|was|serves as)\s(?:the|an?)|qui est|quien es|die)\s", rest, re.I
    )
    if holds:
        phrase = _phrase(rest[holds.end() :])
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
        return _phrase(rest[begins.end() :])
    bare = re.match(r",\s+(?=[a-zà-ÿ])", rest)
    phrase = _phrase(rest[bare.end() :]) if bare else ""
    words = words_in(phrase)
    closes = re.match(
        r"\s*(?:[,.;:»”]|(?:depuis|since|sinds|desde)\b)", rest[(bare.end() if bare else 0) + len(phrase) :]
    )
    if (
        not words
        or len(words) > 8
        or not closes
        or words[0].bare in STOPS | _BREAKS | _CONNECTORS
        or _is_break(words[0])
    ):
        return ""
    return phrase if words[0].bare.endswith(OCCUPATION) else ""


def _position_or_organization(phrase: str) -> tuple[str, str]:
    """A phrase beside a name: a position where it names a role early, else an organization, else nothing."""
    words = words_in(phrase)
    if not words or words[0].bare in ("and", "y", "e", "et", "en", "with", "met", "con", "avec"):
        return "", ""
    organization = organization_at(_DETERMINER.sub("", phrase))
    early = [word for word in words[:6] if not _is_after_break(words, word)]
    if any(is_role(word.bare) for word in early) and not (organization and _heads(organization)):
        return split_position(phrase)
    return "", organization


def _heads(organization: str) -> bool:
    """Whether a phrase is an organization's name throughout, not a position before one."""
    words = words_in(organization)
    return not any(is_role(word.bare) and word.bare not in ORGANIZATIONS for word in words[:3])


def _is_after_break(words: Sequence[Word], word: Word) -> bool:
    return any(one.bare in _BREAKS and one.starts < word.starts for one in words[1:])


def _phrase(rest: str) -> str:
    """As far as a position goes: over "of", "for" and lists of places, to a verb, a pronoun, a full stop."""
    rest = rest[: MAX_LENGTH * 2]
    place, ends = 0, 0
    for word in words_in(rest):
        gap = rest[place : word.starts]
        if place and re.search(r"[.;:()\"“”„«»!?\n–—]|\s-\s", gap):
            break
        if "," in gap and place and not _goes_over_comma(rest, place):
            break
        if place and _is_break(word):
            break
        place = ends = word.ends
    return _without_tail(rest[:ends])


def _is_break(word: Word) -> bool:
    if word.is_capital:
        return False
    bare = word.bare
    if bare in _BREAKS or (bare in _ALL_SAYING and not is_role(bare)):
        return True
    verb = re.search(r"[^e]ed$|(?:[aei]ron)$|[^aeiou]ó$|(?:[aei]ba)$|[^t]é(?:e|s|es)?$", bare)
    return bool(verb) and bare not in ("retired", "united", "red", "chargé", "chargée") and not is_role(bare)


def _without_tail(phrase: str) -> str:
    """Without connectors that lead nowhere."""
    words = phrase.split(" ")
    while words and words[-1].casefold().strip(",") in _CONNECTORS | {"also", "además", "ook", "aussi"}:
        words.pop()
    return " ".join(words).strip(" ,")


def _goes_over_comma(rest: str, place: int) -> bool:
    """Whether a comma stands inside a list of fields or places, or before the organization."""
    listed = _LIST.match(rest, place)
    if listed and len(rest[:place].split()) >= 2:
        items = listed["items"].split(", ")
        return all(" " not in item or not mentions_in(0, item) for item in items)
    return bool(organization_at(_DETERMINER.sub("", rest[place + 1 :].lstrip())))


def split_position(phrase: str) -> tuple[str, str]:
    """ "President of the Migration Policy Institute" → President; Migration Policy Institute."""
    phrase = _DETERMINER.sub("", phrase.strip(" ,"))
    acronym = _ACRONYM.match(phrase)
    if acronym and is_role(words_in(acronym.group(2))[0].bare) and acronym.group(1) != "CEO":
        return acronym.group(2), acronym.group(1)
    owned = re.match(r"(?P<owner>[^,]+?)(?:[’']s|s[’'])\s+(?P<office>[^\W\d_].*)$", phrase)
    if owned and organization_at(owned["owner"]) and is_role(words_in(owned["office"])[0].bare):
        return owned["office"], owned["owner"]
    for comma in re.finditer(r",\s+", phrase):
        organization = organization_at(_DETERMINER.sub("", phrase[comma.end() :]))
        if organization and not _LIST.match(phrase, comma.start()):
            position, inner = split_position(phrase[: comma.start()])
            return (position, organization) if not inner else (phrase[: comma.start()], organization)
    cuts = list(_SPLIT.finditer(phrase))
    for cut in sorted(cuts, key=lambda one: not re.match(r"\s+(?:at|to|ante|auprès|bij|aan|chez|à)\b", one.group())):
        rest = phrase[cut.end() :]
        if (
            re.match(r"(?:Mission|Staff|Office|Delegation|Unit|Division|Department|Programmes?)\b", rest)
            and cut.group() == " of "
        ):
            continue
        organization = organization_at(rest, within=_SPLIT)
        if not organization and re.match(r"\s+(?:at|bij|chez)\b", cut.group()) and _ALL_NAME.fullmatch(rest):
            organization = rest
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
    if acronym and any(is_role(word.bare) for word in words_in(acronym.group(2))) and acronym.group(1) != "CEO":
        return acronym.group(2), acronym.group(1)
    return phrase, ""


def organization_at(rest: str, within: "re.Pattern[str] | None" = None) -> str:
    """The organization's name that begins here, "" where none does; its first noun phrase must name its kind."""
    head_ends = min((match.start() for match in (within or _SPLIT).finditer(rest)), default=len(rest))
    words = words_in(rest)
    head = [word for word in words if word.starts < max(head_ends, 1)]
    if not head or "," in rest[: head[-1].starts]:
        head = [word for word in head if "," not in rest[: word.starts]]
    if not head or not (head[0].is_capital or _names_kind(head[0])):
        return ""
    stop = next((at for at, word in enumerate(head) if at and _is_break(word)), len(head))
    head = head[:stop]
    if any(is_role(word.bare) for word in head if word.bare not in ORGANIZATIONS):
        return ""
    is_one = any(_names_kind(word) for word in head) or head[0].is_acronym
    return _organization_name(rest) if is_one else _named_after(rest)


def _named_after(rest: str) -> str:
    """ "Anton de Kom Universiteit": a person's name with particles, and the kind at the end."""
    named = _NAMED_AFTER.match(rest)
    if named and re.search(r"\s[a-z]", named.group()) and _names_kind(words_in(named.group())[-1]):
        return named.group()
    return ""


def _names_kind(word: Word) -> bool:
    bare = word.bare
    return (
        bare in ORGANIZATIONS
        or any(part in ORGANIZATIONS for part in bare.split("-"))
        or bool(
            re.search(
                r"(?:krant|instituut|kantoor|raad|vereniging|bureau|dienst|bank|universiteit|fonds|bond|centrum"
                r"|groep|organisatie|stichting|maatschappij|school|ziekenhuis|museum|comité|genootschap|federatie"
                r"|partij)$",
                bare,
            )
        )
    )


def _organization_name(rest: str) -> str:
    phrase = _phrase(rest)
    bracket = re.match(r"\s\([A-Z][A-Za-z]+\)", rest[len(phrase) :])
    if re.search(r",", phrase):
        first = phrase.split(",")[0]
        phrase = phrase if _LIST.search(phrase) else first
    return phrase.strip() if bracket or phrase else ""


def position_before(text: str, mention: Mention) -> tuple[str, str]:
    """(position, organization) of "IOM’s Deputy Director General, Name" and its kin."""
    head = re.sub(r",\s+(?:the|la|el|de|le)\s+$", ", ", text[: mention.begins])
    head = re.sub(r"\s\([A-Z][\w-]*[A-Z]\)(?=,?\s)", "", head)
    comma = re.search(r",\s+$", head)
    segment_starts = _segment_start(head.rstrip(" ,"))
    segment = head[segment_starts:].rstrip(" ,")
    named = [one for one in mentions_in(0, segment) if " " in one.name]
    joined_on = (
        re.match(r"\s(?:and|en|y|e|et)\s(?:(?:the|la|el|le|de)\s)?", segment[named[-1].ends :]) if named else None
    )
    if joined_on:
        segment = segment[named[-1].ends + joined_on.end() :]
    words = words_in(segment)
    roles = [at for at, word in enumerate(words) if is_role(word.bare)]
    if not roles and comma and mention.titled and _is_office_unknown(segment, words):
        return split_position(segment)
    if not roles or len(segment) > MAX_LENGTH:
        return "", ""
    first = _leftmost(segment, words, roles[0])
    behind = words[roles[0] + 1 :]
    if not _leads_to_name(words[-1], behind, comma=comma is not None):
        return "", ""
    joined = re.match(r"(?:and|y|e|et|en)\s", segment)
    if comma and segment_starts and not joined and _is_apposition(text, segment_starts):
        return "", ""
    position, organization = split_position(segment[words[first].starts :])
    field = re.match(
        r"\s(?:van|of)\s([A-ZÀ-Þ][\w’-]+(?:\s(?:en|and|Zaken)(?:\s[A-ZÀ-Þ][\w’-]+)?)?)", text[mention.ends :][:60]
    )
    if field and is_field(field.group(1).split()[-1].casefold()) and not organization:
        position += field.group()
    owner = _owner(segment, words, first)
    if owner and not organization and f"{owner} " in segment and any(word.islower() for word in owner.split()):
        return f"{owner} {position}", ""
    return position, organization or owner


def _segment_start(head: str) -> int:
    """Where the phrase before a name can begin: behind punctuation or a verb."""
    starts = 0
    for match in re.finditer(r"[.;:!?()\"“”„«»\n–—]\s*|,\s+", head):
        if match.group().startswith(",") and _LIST.match(head, match.start()):
            continue
        if not (
            match.group().startswith(".") and re.search(r"\b(?:Dr|Mr|Ms|Mrs|Hon|St|[A-Z])\.\s*$", head[: match.end()])
        ):
            starts = match.end()
    for word in words_in(head[starts:]):
        if _is_break(word) and word.bare != "a":
            return _segment_start_behind(head, starts + word.ends)
    return starts


def _segment_start_behind(head: str, starts: int) -> int:
    later = [word for word in words_in(head[starts:]) if _is_break(word) and word.bare != "a"]
    return starts + later[-1].ends if later else starts


def _leftmost(segment: str, words: Sequence[Word], at: int) -> int:
    """The first word of the position: modifiers before the role belong to it."""
    while at > 0 and segment[words[at - 1].ends : words[at].starts] in (" ", "-"):
        word = words[at - 1]
        if _names_a_field(word):
            at -= 1
            continue
        if word.bare == "and" and at > 1 and _names_a_field(words[at - 2]):
            at -= 2
            continue
        if not (word.bare in MODIFIERS or is_role(word.bare)) or word.text.endswith(("’s", "'s")):
            break
        at -= 1
    return at


_ADJECTIVES = words("young local renowned veteran fellow joven jeune jonge lokale veteraan reconocida reconocido")


def _names_a_field(word: Word) -> bool:
    """ "Opposition spokesman": a capitalised word that tells of what the role is."""
    plain = word.is_capital and not word.is_acronym and not word.is_initial and not word.text.endswith(("’s", "'s"))
    return (
        plain
        and not word.bare.endswith(("-born", "-based"))
        and word.bare not in STOPS | ORGANIZATIONS | HONORIFICS | _ADJECTIVES
    )


def _leads_to_name(last: Word, behind: Sequence[Word], *, comma: bool) -> bool:
    if behind and last.bare in _CONNECTORS | {"by", "por", "par", "door", "met", "avec"}:
        return False
    plain = [w for w in behind if not (w.is_capital or w.bare in _CONNECTORS | TOPICS | MODIFIERS or is_role(w.bare))]
    if (len(plain) == 1 and len(behind) == 2 and behind[0].bare in ("de", "of", "van")) or (
        plain and re.match(r"d[’']", plain[0].bare) and len(behind) == 1
    ):
        return True
    if plain and plain == [behind[0]] == [last] and _qualifies(last):
        return True
    if any(word.bare in ("and", "y", "et") and not word.is_capital for word in behind[-1:]):
        return False
    return comma or not plain


def _is_office_unknown(segment: str, words: Sequence[Word]) -> bool:
    """ "La Défenseure des droits, Mme Name": an office that no list knows, before a title."""
    determined = _DETERMINER.match(segment)
    if not determined or not 1 < len(words) <= 8:
        return False
    return not any(word.bare in ORGANIZATIONS for word in words[:2]) and not any(_is_break(word) for word in words)


def _qualifies(word: Word) -> bool:
    """Whether a plain word behind a role may belong to it: "hoogleraar migratierecht", "ingénieure civile"."""
    adverb = re.search(r"(?:ly|mente|ment)$", word.bare)
    return len(word.bare) > 4 and not adverb and not _is_break(word) and word.bare not in STOPS | _CONNECTORS


def _is_apposition(text: str, starts: int) -> bool:
    """Whether the phrase that begins there stands behind another name: "Ann Lee, Director of Works, Name"."""
    before = text[:starts].rstrip(" ,")[-80:]
    return any(mention.ends == len(before) and " " in mention.name for mention in mentions_in(0, before))


def _owner(segment: str, words: Sequence[Word], first: int) -> str:
    """The organization before the position: "IOM’s", "the Harbour Institute’s", "ILO"."""
    run: list[Word] = []
    at = first - 1
    while (
        at >= 0
        and (words[at].is_capital or words[at].bare in ORGANIZATIONS)
        and re.fullmatch(r"[ ’'s]*", segment[words[at].ends : (run[0].starts if run else words[first].starts)])
    ):
        run.insert(0, words[at])
        at -= 1
    while run and run[0].bare in ("the", "a", "de", "la", "el", "le"):
        run.pop(0)
    if not run or not (any(_names_kind(word) for word in run) or run[-1].is_acronym):
        return ""
    return re.sub(r"[’']s?$", "", segment[run[0].starts : run[-1].ends])
