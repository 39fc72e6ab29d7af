"""The position and organization that stand before a name: "IOM's Deputy Director General, Name"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.sources.reading.lexicon import HONORIFICS, MODIFIERS, ORGANIZATIONS, STOPS, TOPICS
from app.sources.reading.names import Mention, Word, is_field, is_role, mentions_in, words_in
from app.sources.reading.phrases import CONNECTORS, DETERMINER, LIST, MAX_LENGTH, is_break, names_kind
from app.sources.reading.places import is_place
from app.sources.reading.positions import split_position
from app.sources.reading.verbs import words

_NAMED_AS = re.compile(
    r"(?:^|[.!?…]\s)(?:The|De|Het|La|El|Le|L[’'])\s?(?:(?:new|first|nieuwe|eerste|nueva?|primera?|nouvelle|nouveau"
    r"|première?)\s)?(?P<office>(?:[^\W\d_][\w’-]*\s){1,8}?)(?:is|wordt|es|será|est|sera|will be)\s+$"
)
""" "The first professor is Ann Lee"."""

_WITHIN = 300
"""Characters before a name in which its position is looked for."""


def position_before(text: str, mention: Mention) -> tuple[str, str]:
    """(position, organization) of "IOM’s Deputy Director General, Name" and its kin."""
    head = text[max(0, mention.begins - _WITHIN) : mention.begins]
    head = re.sub(r",\s+(?:the|la|el|de|le)\s+$", ", ", head)
    head = re.sub(r"\s(?:the|la|el|le|l[’'])\s?$", " ", head) if mention.titled else head
    head = re.sub(r"\s\([A-Z][\w-]*[A-Z]\)(?=,?\s)", "", head)
    called = _NAMED_AS.search(head)
    if called and (mention.titled or " " in mention.name):
        return split_position(called["office"])
    comma = re.search(r",\s+$", head)
    segment_starts = _segment_start(head.rstrip(" ,"))
    segment = head[segment_starts:].rstrip(" ,")
    named = [one for one in mentions_in(0, segment) if " " in one.name]
    joined_on = (
        re.search(r"\s(?:and|en|y|e|et)\s(?:(?:the|la|el|le|de)\s)?", segment[named[-1].ends :]) if named else None
    )
    if joined_on:
        segment = segment[named[-1].ends + joined_on.end() :]
    words = words_in(segment)
    roles = [at for at, word in enumerate(words) if is_role(word.bare)]
    if not roles and comma and mention.titled and _is_office_unknown(segment, words):
        return split_position(segment)
    if segment.endswith("Justice") and not comma:
        return "Justice", ""
    if not roles or len(segment) > MAX_LENGTH:
        return "", ""
    if comma is None and len(words) == 1 and head[:segment_starts].endswith(", "):
        office = position_before(text, replace(mention, begins=segment_starts, titled=True))
        if (office[1] or len(office[0].split()) > 2) and not any(" " in one.name for one in mentions_in(0, office[0])):
            return office
    led = (at for at in roles if _leads_to_name(words[-1], words[at + 1 :], comma=comma is not None))
    head_role = next(led, None)
    if head_role is None or (comma and head_role != roles[0]):
        return "", ""
    first = _leftmost(segment, words, head_role)
    first = _over_small_words(segment, words, first, opens=bool(re.search(r"\w,\s*$", head[:segment_starts])))
    joined = re.match(r"(?:and|y|e|et|en)\s", segment)
    if comma and segment_starts and not joined and _is_apposition(text, segment_starts):
        return "", ""
    position, organization = split_position(segment[words[first].starts :])
    field = re.match(
        r"\s(?:van|of)\s([A-ZÀ-Þ][\w’-]+(?:\s(?:en|and|Zaken)(?:\s[A-ZÀ-Þ][\w’-]+)?)?)", text[mention.ends :][:60]
    )
    governs = re.fullmatch(r"(?:[\w-]*minister|staatssecretaris|gedeputeerde|wethouder)", position, re.IGNORECASE)
    if field and (governs or is_field(field.group(1).split()[-1].casefold())) and not organization:
        position += field.group()
    owner = _owner(segment, words, first)
    if owner and not organization and f"{owner} " in segment and any(word.islower() for word in owner.split()):
        return f"{owner} {position}", ""
    return position, organization or owner


def _segment_start(head: str) -> int:
    """Where the phrase before a name can begin: behind punctuation or a verb."""
    starts = 0
    for match in re.finditer(r"[.;:!?()\"“”„«»\n–—]\s*|,\s+", head):
        if match.group().startswith(",") and LIST.match(head, match.start()):
            continue
        if not (
            match.group().startswith(".")
            and re.search(r"\b(?:Dr|Mr|Ms|Mrs|Hon|St|[A-Z])\.\s*$", head[max(0, match.end() - 12) : match.end()])
        ):
            starts = match.end()
    for word in words_in(head[starts:]):
        if is_break(word) and word.bare != "a":
            return _segment_start_behind(head, starts + word.ends)
    return starts


def _segment_start_behind(head: str, starts: int) -> int:
    later = [word for word in words_in(head[starts:]) if is_break(word) and word.bare != "a"]
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


def _over_small_words(segment: str, words: Sequence[Word], first: int, *, opens: bool) -> int:
    """ "the retired coast guard commander": English nouns before the office, as far as an article or the beginning."""
    at = first
    while at > 0 and first - at < 4 and segment[words[at - 1].ends : words[at].starts] == " ":
        word = words[at - 1]
        if word.bare in ("the", "an", "a") or word.text.endswith(("’s", "'s")):
            return at
        if (
            word.is_capital
            or not word.text.isascii()
            or word.bare in STOPS | CONNECTORS | _ADJECTIVES
            or is_break(word)
        ):
            return first
        at -= 1
    return at if at == 0 and (opens or words[0].bare in _STILL) else first


_STILL = words("retired former acting assistant")
_ADJECTIVES = words(
    "cuya cuyo young local renowned veteran fellow joven jeune jonge lokale veteraan reconocida reconocido"
)


def _names_a_field(word: Word) -> bool:
    """ "Opposition spokesman": a capitalised word that tells of what the role is."""
    plain = word.is_capital and not word.is_acronym and not word.is_initial and not word.text.endswith(("’s", "'s"))
    return (
        plain
        and not word.bare.endswith(("-born", "-based"))
        and word.bare not in STOPS | ORGANIZATIONS | HONORIFICS | _ADJECTIVES
    )


def _leads_to_name(last: Word, behind: Sequence[Word], *, comma: bool) -> bool:
    if behind and last.bare in CONNECTORS | {"by", "por", "par", "door", "met", "avec"}:
        return False
    plain = [w for w in behind if not (w.is_capital or w.bare in CONNECTORS | TOPICS | MODIFIERS or is_role(w.bare))]
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
    determined = DETERMINER.match(segment)
    if not determined or not 1 < len(words) <= 8:
        return False
    return not any(word.bare in ORGANIZATIONS for word in words[:2]) and not any(is_break(word) for word in words)


def _qualifies(word: Word) -> bool:
    """Whether a plain word behind a role may belong to it: "hoogleraar migratierecht", "ingénieure civile"."""
    adverb = re.search(r"(?:ly|mente|ment)$", word.bare)
    return len(word.bare) > 4 and not adverb and not is_break(word) and word.bare not in STOPS | CONNECTORS


def _is_apposition(text: str, starts: int) -> bool:
    """Whether the phrase that begins there stands behind another name: "Ann Lee, Director of Works, Name"."""
    before = text[:starts].rstrip(" ,")[-80:]
    named = [one for one in mentions_in(0, before) if one.ends == len(before) and " " in one.name]
    return any(not is_place(one.name) for one in named)


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
    if not run or not (any(names_kind(word) for word in run) or run[-1].is_acronym):
        return ""
    return re.sub(r"[’']s?$", "", segment[run[0].starts : run[-1].ends])
