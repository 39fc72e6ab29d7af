"""The people of one article: name, position, organization, roles, and where each is mentioned."""

import re
from dataclasses import dataclass, field

from app.sources.reading.affiliations import is_place_like
from app.sources.reading.blocks import Place
from app.sources.reading.names import Mention
from app.sources.reading.verbs import words

PARTS = {
    **dict.fromkeys(
        ("moderator", "moderadora", "moderador", "modératrice", "modérateur", "gespreksleider"), "moderator"
    ),
    **dict.fromkeys(("gespreksleidster", "presentatrice", "presentator", "presentadora", "animatrice"), "moderator"),
    **dict.fromkeys(("panellist", "panelist", "panelista", "panéliste", "panellid"), "panellist"),
    **dict.fromkeys(("host", "anfitriona", "anfitrión", "gastheer", "gastvrouw"), "host"),
}
"""What an article calls whoever has a part, and the part."""
NO_POSITIONS = words(
    "moderator panellist panelist moderadora moderador modératrice modérateur host guest speaker",
    "keynote gespreksleider gespreksleidster panelista panéliste panellid ponente intervenant intervenante",
    "interpreter intérprete interprète tolk",
)
"""Parts in the episode, which are no positions."""


_AGED = re.compile(r"\s(?:de|of|van)\s\d{1,2}\s(?:ans|años|jaar|years?)\b.*$|^\d{1,2}-year-old\s")
_NO_OFFICE = re.compile(
    r"(?:[\w-]+\s)?(?:woman|man|lady|femme|homme|mujer|hombre|vrouw|man|counterpart|ambtgenoot)(?:\s\w+)?"
    r"|(?:homologue|homólog[oa]|ambtgenoot|counterpart)\b.*",
    re.IGNORECASE,
)
"""What somebody is, or is to another, that is no position."""


_PART_OF = re.compile(
    r"(?:anfitriona?|anfitrión|host|gastheer|gastvrouw|moderator|moderadora?|modératrice|modérateur|gespreksleid(?:er|ster))"
    r"\s(?:of|de|del|du|van)\b",
    re.IGNORECASE,
)


_OF_A_NAME = re.compile(
    r"(?P<office>.+?)\s(?:of|at|del?|van|bij|chez|du|des)\s(?:(?:the|la|el|los|las|les?|het|de)\s)?(?P<name>[A-ZÀ-Þ].*)"
)


@dataclass
class Person:
    """One person of the article; `places` are where the name stands."""

    name: str
    position: str = ""
    organization: str = ""
    gender: str = ""
    roles: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def places(self) -> list[Place]:
        return [Place(one.block, one.begins, one.ends) for one in self.mentions]

    def learn(self, position: str, organization: str) -> None:
        """The first position stated stands; an organization is added where it was not named with it.

        "founder of Bright Boats, a committee of families": what is named goes before what describes it.
        """
        position = _AGED.sub("", position)
        named = _OF_A_NAME.fullmatch(position) if organization[:1].islower() else None
        if named and not is_place_like(named["name"]):
            position, organization = named["office"], named["name"]
        if position.casefold() in NO_POSITIONS or _PART_OF.match(position) or _NO_OFFICE.fullmatch(position):
            position = ""
        if position and (not self.position or (len(position) > len(self.position) and not self.organization)):
            self.position = position
        self.organization = self.organization or organization


class People:
    """The people of one article, found again by full name or surname."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_word: dict[str, list[Person]] = {}
        self.told: dict[int, list[str]] = {}
        """By block, the positions and organizations that were read there."""
        self.at: dict[tuple[int, int], Person] = {}

    def named(self, name: str, gender: str = "") -> Person | None:
        """The person of that full name, or the one whose surname (or several last names) it is."""
        wanted = [word.casefold() for word in name.split()]
        known = self._by_word.get(wanted[-1], []) or self._by_word.get(wanted[0], [])
        fitting = [one for one in reversed(known) if not gender or one.gender in ("", gender)]
        for person in sorted(fitting, key=lambda one: _married(one.name, wanted)):
            words = [word.casefold() for word in person.name.split()]
            if len(wanted) == 1 and wanted[0] == words[0] and len(known) == 1:
                return person
            if words == wanted or words[-len(wanted) :] == wanted or _within(wanted, words):
                return person
        for person in fitting if len(wanted) == 1 else ():
            if " " in person.name and wanted[0] in person.name.casefold().split()[-1].split("-"):
                return person
        return None

    def add(self, name: str) -> Person:
        person = Person(name)
        self.all.append(person)
        parts = name.split()[-1].split("-")
        for word in name.split() + (parts if len(parts) > 1 else []):
            self._by_word.setdefault(word.casefold(), []).append(person)
        return person


def _married(name: str, wanted: list[str]) -> bool:
    """Whether a surname is another's, behind "de": "Thelma Rincón de Oropeza" beside a Facundo Oropeza."""
    return len(wanted) == 1 and bool(re.search(rf"\w\s\w+\sde\s{re.escape(wanted[0])}$", name, re.IGNORECASE))


def _within(short: list[str], long: list[str]) -> bool:
    """ "Ana Pérez" of "Ana María Pérez Soto": words in their order, and not the first one alone."""
    rest = iter(long)
    return all(word in rest for word in short) and (len(short) > 1 or (len(long) > 2 and short[0] != long[0]))
