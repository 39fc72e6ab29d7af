"""Whether a person is a woman or a man, as far as an article tells: for its pronouns, never for a record."""

import re
from collections.abc import Mapping, Sequence

from app.sources.reading.blocks import Block, Kind
from app.sources.reading.first_names import MEN, WOMEN
from app.sources.reading.marks import Span, spans_by_block, without_quoted
from app.sources.reading.names import Mention, gender_of, is_role, words_in
from app.sources.reading.people import People, Person
from app.sources.reading.sentences import sentence_around
from app.sources.reading.verbs import words

_PRONOUNS = {
    "en": {**dict.fromkeys(words("she her hers herself"), "f"), **dict.fromkeys(words("he his him himself"), "m")},
    "nl": {"haar": "f", "zij": "f", "hij": "m", "hem": "m"},
    "es": {"ella": "f", "él": "m"},
    "fr": {"elle": "f", "il": "m"},
}
_IMPERSONAL = re.compile(
    r"\b[Ii]l\s(?:n[e’']\s?)?(?:est\s(?!né|venu|parti|arrivé|entré|revenu)|faut|faudra|s[’']agit|y\s|convient|importe|suffit"
    r"|reste|a fallu|fallait)"
)
_EITHER = {
    "fr": words(
        "professeur docteur ingénieur procureur auteur gouverneur ambassadeur chef maire ministre médecin témoin"
        " porte-parole membre"
    ),
    "es": words("testigo miembro piloto portavoz guía policía poeta pediatra psiquiatra psicoterapeuta"),
}
_ENDINGS = {
    "es": (re.compile(r"(?:[^s]|[^i]s)[^t]a$|[^s]ta$|ora$|iz$|esa$|isa$|ina$"), re.compile(r"o$|or$|ín$")),
    "fr": (
        re.compile(r"(?:rice|euse|ière|enne|esse|ée|ante|ente|onne|cheffe|eure|aine)$"),
        re.compile(r"(?:eur|ier|ien|é|ant|ain)$"),
    ),
}


def gender_of_person(person: Person) -> str:
    """As stated or told by the article, else as the first name suggests; "" where nothing does."""
    if person.gender or not person.name:
        return person.gender
    first = person.name.split()[0].casefold()
    if listed := _listed(first):
        return listed
    if first.split("-")[0].endswith(("a", "ette", "elle", "ine", "ie")):
        return "f"
    return "m" if first.split("-")[0].endswith(("o", "us", "rd", "ert", "ald")) else ""


def _listed(first: str) -> str:
    for part in first.split("-"):
        if part in WOMEN or part in MEN:
            return "f" if part in WOMEN else "m"
    return ""


def tell_genders(people: People, blocks: Sequence[Block], spans: Sequence[Span], language: str) -> None:
    """Give those without a title or a first name that is known the gender that their office or the pronouns tell."""
    votes: dict[int, dict[str, float]] = {id(one): {"f": 0.0, "m": 0.0, "": 0.0} for one in people.all}
    quoted = spans_by_block(spans)
    for index, here in _mentions_by_block(people).items():
        if blocks[index].kind is not Kind.HEADING:
            text = without_quoted(blocks[index].text, quoted.get(index, ()))
            _count(votes, text, here, people, language)
    for person in people.all:
        counted = votes[id(person)]
        counted[gender_of_office(person.position, language)] += 3
        counted[_listed(person.name.split()[0].casefold())] += 1.5
        if counted["f"] != counted["m"]:
            person.gender = person.gender or ("f" if counted["f"] > counted["m"] else "m")


def _mentions_by_block(people: People) -> Mapping[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for person in people.all:
        for mention in person.mentions:
            found.setdefault(mention.block, []).append(mention)
    return found


def _count(votes: dict[int, dict[str, float]], text: str, here: list[Mention], people: People, language: str) -> None:
    """Pronouns of a block count for the one person it names, else for the one whom their sentence names before."""
    here = sorted(here, key=lambda one: one.starts)
    alone = len({id(people.at[(one.block, one.starts)]) for one in here}) == 1
    plain = _IMPERSONAL.sub(lambda match: "_" * len(match.group()), text) if language == "fr" else text
    for word in words_in(plain):
        gender = _PRONOUNS[language].get(word.bare.split("-")[-1])
        if not gender:
            continue
        starts = 0 if alone else sentence_around(text, word.starts)[0]
        before = {id(people.at[(one.block, one.starts)]) for one in here if starts <= one.ends <= word.starts}
        if len(before) == 1:
            votes[before.pop()][gender] += 1


def gender_of_office(position: str, language: str) -> str:
    """ "socióloga", "ingénieure": the first word of an office in a language whose offices have a gender."""
    if language not in _ENDINGS:
        return ""
    word = next((one.bare for one in words_in(position) if is_role(one.bare)), "")
    if not word or word in _EITHER[language]:
        return ""
    female, male = _ENDINGS[language]
    if told := gender_of(word):
        return told
    return "f" if female.search(word) else "m" if male.search(word) else ""
