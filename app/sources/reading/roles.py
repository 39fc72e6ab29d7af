"""What part people had in the episode, by the words that say so: moderated by, panellists were, a guest of."""

import re
from collections.abc import Sequence
from functools import lru_cache

from app.sources.reading.blocks import Block, Kind
from app.sources.reading.names import Mention, is_role, words_in
from app.sources.reading.sentences import sentence_around

NEXT, BEFORE, ALL, BESIDE = "next", "before", "all", "beside"
"""Whom a cue speaks of: the name behind it, the one before it, all behind it, the one that touches it."""

CUES: tuple[tuple[str, str, str], ...] = (
    ("moderator", NEXT, r"(?:con|bajo) la moderación de|moderación(?: a cargo de| de|:)|moderatie(?::| door)"
     r"|voorgezeten door|presidid[oa] por|modération :"
     r"|moderated(?: \w+){0,3} by|moderad[oa]s?(?: \w+)? por|(?:modérée?s?|animée?s?)(?: \w+)? par"
     r"|gemodereerd door|geleid door|onder leiding van|bajo la moderación de|sous la modération de|chaired by"
     r"|facilitated by"),
    ("moderator", BEFORE, r"moderated(?! by)|moderates\b|(?:will|to) (?:moderate|chair|facilitate)|modérera"
     r"|animera|moder(?:ar)?á\b"
     r"|zal (?:het gesprek )?(?:modereren|leiden)|modereert|conduj[oe]ro?n? (?:el|la)|condujo|moderating|moderó"
     r"|modera (?:el|la)|moderaba|a modéré"
    r"|modérait|modère|anim(?:e|ait) (?:les? |la |l[’'])(?:débats?|discussion|échanges?|panel|table ronde|séance"
    r"|soirée)|a animé (?:la|le|l[’'])"
     r"|modereerde|leidde (?:het gesprek|de discussie|de bijeenkomst|het panel)|leidt het gesprek"
     r"|(?:was|as|is|served as|fue|como|était|als) (?:the |la |el |le |de |a )?(?:moderator|moderadora?"
     r"|modératrice|modérateur|gespreksleider)"),
    ("moderator", BESIDE, r"(?:moderator|moderadora?|modératrice|modérateur|gespreksleid(?:er|ster)) (?:of|for|del?|du"
     r"|van|bij) (?:(?:the|la|el|le|les|de|het|this|deze|cette|este|esta) |l[’'])?\w+|moderator|moderadora?"
     r"|modératrice|modérateur|gespreksleid(?:er|ster)"),
    ("panellist", ALL, r"(?:panel|mesa redonda|conversatorio|webinario|table ronde|webinaire|épisode|episodio"
     r"|débat)\b[^.;]{0,90}?\b(?:participa(?:ron|n|rán)|intervi(?:nieron|enen|endrán)|participent|participaient"
     r"|participeront|ont participé|réunissait|réunit)|y (?:participeront|participaient|participent"
     r"|prendront part)|panell?ists?(?: (?:were|are|included?|includes|who joined))?\b|speakers (?:were|are"
    r"|included?)|the panel (?:included?|featured|comprised|brought together|consisted of)"
     r"|panelleden|panelisten|sprekers (?:waren|zijn)|sprekers(?: \w+){0,6}:|in het panel|aan het panel"
     r"|aan tafel (?:zaten|zitten|schoven|schuiven)|in de uitzending|autour de la table|panelistas"
     r"|ponentes"
     r"|el panel (?:estuvo|contó|incluyó)|participaron(?: \w+){0,4} como"
     r"|panélistes|intervenante?s|le panel (?:réunissait|était|comprenait|a réuni)|(?:was"
     r"|were) joined (?:on the panel )?by|joining (?:her|him|them) (?:were|was|on the panel)"),
    ("panellist", BEFORE, r"(?:was|were|is|are|will be|as) (?:an? |the )?(?:fellow )?panell?ists?"
     r"|joined the panel|(?:spoke"
    r"|sat|appeared) on the panel|, panell?ist\b|como panelista|panellid"
    r"|en tant que panéliste"),
    ("panellist", BESIDE, r"panell?ist|panellid|panelista|panéliste|ponente|intervenante?"),
    ("keynote", NEXT, r"keynote(?: \w+){0,4} by|keynote speaker,?|in (?:her|his) keynote(?: address| speech"
    r"| remarks)?,|hoofdspreker|oradora? principal,?"
    r"|conferencia magistral(?: \w+){0,4} (?:de|por)"
    r"|conférence inaugurale(?: \w+){0,3} (?:de|par)"),
    ("keynote", BEFORE, r"(?:delivered|gave|gives|delivering|presented) (?:the|a) keynote|keynote speaker"
    r"|(?:dio|dictó|pronunció|impartió) la conferencia (?:magistral|inaugural)"
    r"|discurso principal"
     r"|a prononcé (?:le discours|la conférence|l[’']allocution)|hield de (?:keynote|hoofdlezing|openingslezing)"),
    ("introducer", NEXT, r"introduced by|ingeleid door|presentad[oa] por|introducid[oa] por|introduite? par"
    r"|présentée? par"),
    ("introducer", BEFORE, r"introduced (?:the|this|it|its)|introducing the|introdujo"
    r"|presentó (?:la estrategia|el episodio|el panel|la serie|el encuentro)"
    r"|a introduit|a présenté (?:la stratégie|le panel|l[’']épisode)|leidde \w+ \w+ in"
    r"|introduceerde"),
    (
        "guest",
        ALL,
        r"te gast (?:waren|was|zijn|is)|(?:special )?guests (?:were|included?|are)|(?:los "
        r"|las )?invitad[oa]s (?:fueron|eran|son)"
        r"|(?:les )?invitée?s (?:étaient|sont)",
    ),
    ("guest", BEFORE, r"(?:was|is|were|as) (?:an? |the |our |one of the )?(?:special |invited "
    r"|first )?guests?\b|was te gast|als gast|(?:fue|como|era) (?:la |el )?invitad[oa]"
    r"|(?:était|est|comme) (?:l[’'])?(?:une? )?invitée?"),
    ("guest", BESIDE, r"(?:special |first )?guest(?: speaker)?|invitad[oa](?: especial)?"
    r"|invitée?(?: d[’']honneur)?|gastspreker"),
    ("host", NEXT, r"hosted by"),
    ("host", BEFORE, r"(?:who )?hosted the|(?:was|as) (?:the )?host\b|como anfitrion[a]?|(?:trad"
    r"|was) (?:op als )?(?:gastheer|gastvrouw)|en tant qu[’']hôte"),
    ("host", BESIDE, r"host|anfitriona?|anfitrión|gastheer|gastvrouw|hôtesse"),
    ("interpreter", NEXT, r"interpret(?:ed|ation)(?: \w+){0,5} by|interpretación(?: \w+){0,4} (?:de|por)"
    r"|interprét(?:ée?|ation)(?: \w+){0,4} par|getolkt door|vertolkt door"),
    ("interpreter", BEFORE, r"(?:was|served as|as) (?:the )?interpreter|interpreted (?:the|into|between)"
    r"|como intérprete|provided interpretation|tolkte|trad op als tolk"
    r"|a assuré l[’']interprétation"),
    ("interpreter", BESIDE, r"interpreter|intérprete|interprète|tolk"),
)  # fmt: skip
_CUES = [(role, whom, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for role, whom, pattern in CUES]
_STEMS = (
    *(
        "moder",
        "modér",
        "anim",
        "condu",
        "particip",
        "prendront",
        "interv",
        "réuni",
        "gesprek",
        "leid",
        "discussie",
        "panel",
        "panél",
        "speaker",
        "spreker",
        "ponente",
    ),
    *("intervenant", "keynote", "orador", "confer", "confér", "discours", "discurso", "allocution", "lezing", "introd"),
    *("introduj", "present", "présent", "guest", "gast", "invit", "host", "anfitri", "hôte", "interpr", "intérpr"),
    *(
        "interpré",
        "interprèt",
        "tolk",
        "chaired",
        "facilitated",
        "joined",
        "joining",
        "participaron",
        "voorgezeten",
        "presidid",
        "leidde",
    ),
)
"""What every cue holds; looked for first, because it is quick."""
_ANY = re.compile("|".join(f"(?:{pattern})" for _role, _whom, pattern in CUES), re.IGNORECASE)


_LED = re.compile(r"geleid door|onder leiding van|chaired by|presidid|voorgezeten", re.IGNORECASE)
_EVENT = re.compile(
    r"gesprek|panel|discuss|debat|débat|webina|aflevering|bijeenkomst|episode|épisode|episodio|session|sesión"
    r"|séance|event"
    r"|evento|sessie|conversa|table ronde|mesa",
    re.IGNORECASE,
)
"""What somebody leads as a moderator."""
_PRONOUN = re.compile(r"\s*(?:She|He|They|Elle|Il|Ella|Él|Zij|Ze|Hij)\s")
"""A sentence about whoever the one before named."""


_LABELS = (
    ("moderator", r"modera(?:tor|tion|tie|ted by|dora?|n|ción)?|modérat(?:ion|eur|rice)|gespreksleid(?:er|ster)"
     r"|presenta|animation|chair"),
    ("panellist", r"(?:the )?panell?ists?|(?:the )?panel|speakers|panelistas|ponentes|participan|expositores|panelleden"
     r"|panelisten|sprekers|panélistes|intervenante?s|participants|avec"),
    ("guest", r"guests?|invitad[oa]s?|gasten?|te gast|invitée?s?"),
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
    lower = text.lower()
    return any(stem in lower for stem in _STEMS) and _ANY.search(text) is not None


def roles_in(text: str, mentions: list[Mention]) -> list[tuple[Mention, str]]:
    """(mention, role) for the mentions of one block, in the order they stand there."""
    if not mentions or not _tells_roles(text):
        return []
    found = []
    for role, whom, pattern in _CUES:
        for cue in pattern.finditer(text):
            starts, ends = sentence_around(text, cue.start())
            here = [one for one in mentions if starts <= one.starts < ends]
            if _LED.match(cue.group()) and not _EVENT.search(text[starts:ends]):
                continue
            meant = _meant(text, cue, here, whom)
            if not meant and whom == BEFORE and cue.start() - starts <= 3:
                meant = [one for one in here if one.begins >= cue.end()][:1]
            if not meant and whom == BEFORE and _PRONOUN.match(text[starts:ends]):
                meant = [one for one in mentions if one.ends <= starts][-1:]
            found += [(one, role) for one in meant]
    return found


def _meant(text: str, cue: "re.Match[str]", here: list[Mention], whom: str) -> list[Mention]:
    before = [one for one in here if one.ends <= cue.start()]
    after = [one for one in here if one.begins >= cue.end()]
    if whom == NEXT:
        far = (
            after
            and cue.group().lower().startswith("hosted")
            and re.search(r",\s\S", text[cue.end() : after[0].begins])
        )
        return [] if far else after[:1]
    if whom == ALL:
        return _listed(text, cue, after)
    if whom == BEFORE:
        return _subjects(before, cue) or ([] if before or "ing" not in cue.group().lower() else after[:1])
    beside = [one for one in after[:1] if _touches(text[cue.end() : one.begins])]
    return beside or [
        one for one in before[-1:] if re.fullmatch(r"\s*[,(]\s*(?:the |la |el |le |de )?", text[one.ends : cue.start()])
    ]


def _touches(between: str) -> bool:
    """Whether only a comma, "was", an occupation stand between the part and the name."""
    words = [word.bare for word in words_in(between)]
    return not re.search(r"[.;()]", between) and all(
        word in ("is", "was", "were", "the", "el", "la", "le") or is_role(word) for word in words
    )


def _listed(text: str, cue: "re.Match[str]", after: list[Mention]) -> list[Mention]:
    """All names behind the cue, up to another cue of a different part."""
    other = next(
        (
            m.start()
            for m in _ANY.finditer(text, cue.end())
            if re.match(r"moder|modér|gemod|keynote|interp|host", m.group(), re.I)
        ),
        len(text),
    )
    return [one for one in after if one.begins < other]


def _subjects(before: list[Mention], cue: "re.Match[str]") -> list[Mention]:
    """The one who did it: the last name of the clause; with "were", all names joined by "and"."""
    if not before:
        return []
    if re.match(r"were\b", cue.group(), re.IGNORECASE):
        return before
    return before[-1:]
