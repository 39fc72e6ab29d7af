"""How articles word the pillars and themes of the IOM Strategy for the Caribbean 2023-2026, in four languages."""

import re
from collections.abc import Sequence
from functools import lru_cache

_RESILIENCE = r"(?:resilien|résilien|veerkracht|weerbaar)\w*"
_NEAR = r"[^.;:]{0,60}?"


def _pattern(pattern: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w){pattern}", re.IGNORECASE)


_PILLARS = (
    (
        "Resilience to climate change and disaster-related human mobility",
        _pattern(
            rf"{_RESILIENCE}{_NEAR}\b(?:clim[aá]t|clima\b|klimaat)[\w-]*(?:{_NEAR}(?:disaster|ramp|desastre|catastro)\w*)?"
        ),
    ),
    (
        "Resilience to negative socio-economic drivers of migration",
        _pattern(
            rf"{_RESILIENCE}{_NEAR}\b(?:socio-?\s?[eé]con|sociaal-?\s?econ|économ|económ|econom)\w*(?:{_NEAR}migra\w*)?"
        ),
    ),
    (
        "Protection of people on the move and humane governance of borders",
        _pattern(r"(?:protec|bescherm)\w*[^.;:]{0,90}?\b(?:border|\w*gren[sz]|fronter|frontière)\w*"),
    ),
    (
        "Labour mobility and human development",
        _pattern(
            r"(?:labou?r mobility|arbeidsmobiliteit|movilidad laboral|mobilité (?:de la main-d[’']œuvre|du travail"
            r"|de travail|professionnelle))"
            r"(?:\s(?:and|y|en|et)\s[^.;:,]{0,20}(?:develop|desarroll|ontwikkeling|développ)\w*)?"
        ),
    ),
    (
        "Governance",
        _pattern(r"(?:governance|gobernanza|gouvernance|(?:goed )?bestuur|\w+pijler (?:goed )?bestuur)(?!\w)"),
    ),
)
_THEMES = (
    ("Youth and gender", _pattern(r"(?:youth|jong|jeugd|juvent|jóven|jeun)\w*(?:\s\w+)?\s(?:and|y|en|et)\s"
     r"(?:\w+\s|l[’'])?(?:gender|género|genre)\w*"
     r"|(?:gender|género|genre)\s(?:and|y|en|et)\s(?:\w+\s)?(?:youth|jong|jeugd|juvent|jeun)\w*")),
    ("Social protection", _pattern(r"(?:social protection|sociale bescherming|protección social|protection sociale)")),
    ("People living with disabilities", _pattern(
        r"(?:(?:people|persons) (?:living )?with disabilit\w+|disabilit\w+"
        r"|\w+ met een (?:beperking|handicap)|discapacidad\w*|(?:situation de )?handicap\w*)")),
    ("Human rights", _pattern(r"(?:human rights|mensenrechten|derechos humanos|droits (?:humains|de l[’']homme))")),
    ("Diasporas", _pattern(r"diásporas?|diaspora(?:[’']?s)?")),
    ("Localization", _pattern(r"(?:locali[sz]ation|lokalisering|lokalisatie|localización|localisation)")),
    ("Security", _pattern(r"(?<!food )(?<!social )(?:security|veiligheid|seguridad|sécurité)"
                          r"(?! (?:social|alimentar))")),
)  # fmt: skip
_CUE = re.compile(
    r"\b(?:pillars?|priority areas?|pijlers?|prioriteit(?:en|sgebied(?:en)?)?|pilar(?:es)?|ejes?|áreas? prioritarias?"
    r"|piliers?|axes?|domaines? prioritaires?)\b",
    re.IGNORECASE,
)
_CROSSING = re.compile(r"(?:cross-?cutting|doorsnijdend|overkoepelend|transvers)\w*", re.IGNORECASE)
_THEME = re.compile(r"\b(?:themes?|thema(?:[’']s)?|temas?|ejes?|thèmes?)\b", re.IGNORECASE)
_STRATEGY = re.compile(r"strateg|stratég", re.IGNORECASE)
GOVERNANCE = "Governance"


def worded_pillars(sentence: str) -> list[tuple[str, int, int]]:
    """(title, starts, ends) of the pillars that a sentence about pillars words, in their order there."""
    return _worded(sentence, _PILLARS) if _CUE.search(sentence) else []


def worded_themes(sentence: str) -> list[tuple[str, int, int]]:
    """The same of cross-cutting themes; what stands before the word for them belongs to the pillars."""
    crossing = _CROSSING.search(sentence)
    if not _THEME.search(sentence) or not (crossing or _STRATEGY.search(sentence)):
        return []
    return _worded(sentence, _THEMES, blanked=[pattern for _title, pattern in _PILLARS[:4]])


def _worded(
    sentence: str, patterns: Sequence[tuple[str, "re.Pattern[str]"]], blanked: Sequence["re.Pattern[str]"] = ()
) -> list[tuple[str, int, int]]:
    """Each title once; a stretch that one title took is no other's."""
    for pattern in blanked:
        sentence = pattern.sub(lambda match: " " * len(match.group()), sentence)
    found = []
    for title, pattern in patterns:
        if match := pattern.search(sentence):
            found.append((title, match.start(), match.end()))
            sentence = sentence[: match.start()] + " " * (match.end() - match.start()) + sentence[match.end() :]
    return sorted(found, key=lambda one: one[1])


@lru_cache(maxsize=512)
def english_title(title: str, *, pillar: bool) -> str:
    """The strategy's own title of what is worded so, the words themselves where it has none such."""
    for own, pattern in _PILLARS if pillar else _THEMES:
        match = pattern.search(title)
        if match and match.start() <= 4 and len(title) - match.end() <= 60 and (own != GOVERNANCE or len(title) < 16):
            return own
    return title
