"""What part people had in the episode, by the words that say so: moderated by, panellists were, a guest of."""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.sources.reading.blocks import Block, Kind
from app.sources.reading.cues import ALL, ALL_BEFORE, ANY, BEFORE, BESIDE, CUES, ENDS_A_LIST, EVENT, NEEDS_EVENT, NEXT
from app.sources.reading.names import Mention, is_role, words_in
from app.sources.reading.sentences import sentence_around
from app.sources.reading.verbs import words as words_of

_EVENT = re.compile(EVENT, re.IGNORECASE)
_PRONOUN = re.compile(r"\s*(?:She|He|They|Elle|Il|Ella|Él|Zij|Ze|Hij)\s")
"""A sentence about whoever the one before named."""


_LABELS = (
    ("moderator", r"modera(?:tor|tion|tie|ted by|dora?|n|ción)?|modérat(?:ion|eur|rice)|gespreksleid(?:er|ster)"
     r"|presenta|animation|chair"),
    ("panellist", r"(?:the )?panell?ists?|(?:the )?panel|speakers|panelistas|ponentes|participan|expositores|panelleden"
     r"|panelisten|sprekers|panélistes|intervenante?s|participants|avec"),
    ("guest", r"guests?|invitad[oa]s?|gasten?|te gast|invitée?s?"),
    ("introducer", r"(?:opening|welcome|welcoming|introductory) (?:remarks|words|address)|introduction|introduced by"
     r"|(?:palabras de )?(?:apertura|bienvenida)|(?:mots? )?(?:d[’']ouverture|de bienvenue)|ouverture|opening|inleiding"
     r"|welkomstwoord|openingswoord"),
    ("keynote", r"keynote(?: speaker)?|conferencista|orateur principal|hoofdspreker"),
    ("host", r"hosts?|anfitri(?:ón|ona)|gastheer|gastvrouw|hôte"),
    ("interpreter", r"interpreters?|intérpretes?|interprètes?|tolk(?:en)?|interpretation"),
)  # fmt: skip
_LABELLED = [(role, re.compile(rf"\W*(?:{pattern})\s?:", re.IGNORECASE)) for role, pattern in _LABELS]


def announced_role(blocks: Sequence[Block], index: int) -> str:
    """The part that a label gives: "Moderator: Ann Lee", or "Panellists:" above the list that this block belongs to."""
    for role, label in _LABELLED:
        if label.match(blocks[index].text):
            return role
    above = index
    while above and blocks[above].kind is Kind.ITEM:
        above -= 1
    if above == index:
        return ""
    announced = f"{blocks[above].text.rstrip(' :')}:"
    return next((role for role, label in _LABELLED if label.fullmatch(announced)), "")


@lru_cache(maxsize=1024)
def _tells_roles(text: str) -> bool:
    return ANY.search(text) is not None


def roles_in(text: str, mentions: list[Mention]) -> list[tuple[Mention, str]]:
    """(mention, role) for the mentions of one block, in the order they stand there."""
    if not mentions or not _tells_roles(text):
        return []
    told: list[tuple[Mention, str]] = []
    beside: list[tuple[Mention, str]] = []
    gathered: list[tuple[Mention, str]] = []
    kept = {ALL: gathered, ALL_BEFORE: gathered, BESIDE: beside}
    for role, whom, pattern in CUES:
        for cue in pattern.finditer(text):
            starts, ends = sentence_around(text, cue.start())
            if NEEDS_EVENT.match(cue.group()) and not _EVENT.search(text[starts:ends]):
                continue
            meant = _meant_in(text, cue, mentions, whom, starts, ends)
            kept.get(whom, told).extend((one, role) for one in meant)
    listed = {id(one) for one, role in gathered if role == "panellist"}
    told += [(one, role) for one, role in beside if role != "interpreter" or id(one) not in listed]
    leads = {id(one) for one, role in told if role not in ("panellist", "guest")}
    return told + [(one, role) for one, role in gathered if id(one) not in leads]


def _meant_in(
    text: str, cue: "re.Match[str]", mentions: list[Mention], whom: str, starts: int, ends: int
) -> list[Mention]:
    """Whom the cue speaks of in its sentence; a sentence without a name speaks of the one named last before it."""
    here = [one for one in mentions if starts <= one.starts < ends]
    meant = _meant(text, cue, here, whom)
    if not meant and whom == BEFORE and cue.start() - starts <= 3:
        return [one for one in here if one.begins >= cue.end()][:1]
    if not meant and whom == BEFORE and _PRONOUN.match(text[starts:ends]):
        return [one for one in mentions if one.ends <= starts][-1:]
    return meant


def _meant(text: str, cue: "re.Match[str]", here: list[Mention], whom: str) -> list[Mention]:
    before = [one for one in here if one.ends <= cue.start()]
    after = [one for one in here if one.begins >= cue.end()]
    if whom == NEXT:
        far = (
            after
            and cue.group().lower().startswith("hosted")
            and re.search(r",\s\S", text[cue.end() : after[0].begins])
        )
        return [] if far else _with_joined(text, after)
    if whom == ALL:
        return _listed(text, cue, after)
    if whom == ALL_BEFORE:
        return _listed_before(text, cue, before)
    if whom == BEFORE:
        return _subjects(before, cue) or ([] if before or "ing" not in cue.group().lower() else after[:1])
    beside = [one for one in after[:1] if _touches(text[cue.end() : one.begins])]
    return beside or [
        one for one in before[-1:] if re.fullmatch(r"\s*[,(]\s*(?:the |la |el |le |de )?", text[one.ends : cue.start()])
    ]


def _with_joined(text: str, after: list[Mention]) -> list[Mention]:
    """The next name, and the one that "and" joins to it."""
    joined = len(after) > 1 and re.fullmatch(r"\s(?:and|y|e|et|en)\s", text[after[0].ends : after[1].begins])
    return after[:2] if joined else after[:1]


def _touches(between: str) -> bool:
    """Whether only a comma, "was", an occupation of a few small words stand between the part and the name."""
    words = [word.bare for word in words_in(between)]
    if re.search(r"[.;()]", between):
        return False
    if all(word in _BETWEEN or is_role(word) for word in words):
        return True
    is_small = between.islower() and "," not in between.strip(" ,") and len(words) < 4
    return (
        is_small and is_role(words[-1]) and not any(word in ("by", "of", "de", "van", "por", "par") for word in words)
    )


_BETWEEN = words_of("is was were the el la le de fue es era était est sera será")


def _listed(text: str, cue: "re.Match[str]", after: list[Mention]) -> list[Mention]:
    """All names behind the cue, up to another cue of a different part."""
    other = ENDS_A_LIST.search(text, cue.end())
    return [one for one in after if other is None or one.begins < other.start()]


def _listed_before(text: str, cue: "re.Match[str]", before: list[Mention]) -> list[Mention]:
    """All names before the cue, behind the last cue of another part and its name."""
    others = [match.end() for match in ENDS_A_LIST.finditer(text, 0, cue.start())]
    led = [one for one in before if others and one.begins >= others[-1]][:1]
    return [one for one in before if not led or one.begins > led[0].begins]


def _subjects(before: list[Mention], cue: "re.Match[str]") -> list[Mention]:
    """The one who did it: the last name of the clause; with "were", all names joined by "and"."""
    if not before:
        return []
    if re.match(r"were\b", cue.group(), re.IGNORECASE):
        return before
    return before[-1:]
