"""Who is meant by a pronoun, an office or a name: the people of an article in the order they are mentioned."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from app.sources.reading.blocks import Block
from app.sources.reading.genders import gender_of_person
from app.sources.reading.lexicon import KIN_OFFICES, KIN_TITLES, PRONOUNS
from app.sources.reading.names import Mention, Word, gender_of, is_role, words_in
from app.sources.reading.people import PARTS, People, Person
from app.sources.reading.sentences import sentence_ends
from app.sources.reading.verbs import words

_DEFINITE = {"the", "el", "la", "le", "l", "de", "het", "los", "les", "this", "deze", "esta", "este", "cette", "ce"}
LOOK_BACK = 6
"""Blocks a pronoun reaches back."""


class Referents:
    """The people of an article in the order they are mentioned, and who spoke last."""

    def __init__(
        self,
        blocks: Sequence[Block],
        people: People,
        language: str,
        answers: Mapping[int, int],
        interviewee: Person | None,
        strangers: Mapping[tuple[int, int], Person],
        descriptions: Mapping[tuple[int, int], str],
    ) -> None:
        self.blocks, self.people, self.language = blocks, people, language
        self.answers, self.interviewee = answers, interviewee
        self.places = sorted(people.at)
        self.strangers = strangers
        self.anybody = {**strangers, **people.at}
        self.asker: Person | None = None
        self.asked: Person | None = None
        self.mentions = {(m.block, m.starts): m for person in people.all for m in person.mentions}
        self.last: Person | None = None
        self.last_at = (-1, 0)
        self.epithets = {id(person): self._epithets(person) for person in people.all}
        self.offices = {word.bare for person in people.all for word in words_in(person.position)[:1]}
        self.offices |= {word for person in people.all for word in self._before_names(person)}
        self._ends: dict[int, tuple[int, ...]] = {}
        for place, phrase in descriptions.items():
            if (
                place not in self.anybody
                and not self._is_named_behind(place, phrase)
                and (person := self.role_in(phrase, place, strict=True))
            ):
                self.anybody[place] = person
        self.all_places = sorted(self.anybody)

    def between(self, block: int, starts: int, ends: int) -> list[Mention]:
        first, last = bisect_left(self.places, (block, starts)), bisect_left(self.places, (block, ends))
        return [self.mentions[place] for place in self.places[first:last] if place in self.mentions]

    def _epithets(self, person: Person) -> set[str]:
        """What an article calls somebody: the words of the position, and the one before the name: "el cacique Omi"."""
        told = {part for word in words_in(person.position) for part in (word.bare, *word.bare.split("-"))}
        return told | self._before_names(person)

    def _before_names(self, person: Person) -> set[str]:
        told = set()
        for mention in person.mentions[:_INTRODUCTIONS]:
            before = words_in(self.blocks[mention.block].text[max(0, mention.begins - 40) : mention.begins])[-2:]
            if len(before) == 2 and before[0].bare in _DEFINITE and before[1].text.islower():
                told.add(before[1].bare)
        return told

    def _is_named_behind(self, place: tuple[int, int], phrase: str) -> bool:
        """ "The Minister of Labour, Senator Ann Lee": the name itself says who is meant."""
        block, starts = place
        ends = next(end for end in self._sentence_ends(block) if end > starts)
        behind = self.between(block, starts, min(ends, starts + 300))[:1]
        text = self.blocks[block].text
        return bool(behind) and bool(_APPOSED.fullmatch(text[starts + len(phrase) : behind[0].begins]))

    def _anybody_between(self, block: int, starts: int, ends: int) -> bool:
        first = bisect_left(self.all_places, (block, starts))
        return first < len(self.all_places) and self.all_places[first] < (block, ends)

    def stranger_in(self, block: int, starts: int, ends: int) -> Person | None:
        """The first whom a stretch speaks of without a name."""
        first, last = (bisect_left(self.all_places, (block, place)) for place in (starts, ends))
        return next((self.strangers[at] for at in self.all_places[first:last] if at in self.strangers), None)

    def nearest(self, place: tuple[int, int]) -> Person | None:
        """Who was named last before that place."""
        at = bisect_left(self.places, place)
        return self.people.at[self.places[at - 1]] if at else None

    def pronouns(self, text: str, place: tuple[int, int]) -> list[tuple[int, Person | None]]:
        """(offset, person) of every pronoun of a stretch that may be a subject."""
        found = []
        at = 0
        while pronoun := self.pronoun(text[at:], (place[0], place[1] + at)):
            found.append((at + pronoun[1], pronoun[0]))
            at += pronoun[1] + 2
        return found

    def pronoun(self, text: str, place: tuple[int, int]) -> tuple[Person | None, int] | None:
        """(person, offset) of a pronoun that is the subject of a short stretch."""
        before = ""
        for word in words_in(_NOBODYS_IL.sub(lambda match: "_" * len(match.group()), text)):
            parts = word.bare.split("-")
            meant = parts[-1] if len(parts) > 1 else word.bare
            by = before in _LEADING_OBJECTS and meant in _OBJECTS
            if by or (meant in PRONOUNS and _in_language(meant, self.language)):
                gender = _OBJECTS[meant] if by else PRONOUNS[meant]
                return self.recent((place[0], place[1] + word.starts), gender), word.starts
            before = word.bare
        return None

    def role_in(self, text: str, place: tuple[int, int], *, strict: bool = False) -> Person | None:
        """The person whose position holds the role a definite phrase names: "the Minister", "la directora"."""
        words = words_in(text)
        for at, word in enumerate(words):
            near = words[max(0, at - 3) : at + 1]
            if not any(one.bare.rstrip("’'") in _DEFINITE or re.match(r"l[’']", one.bare) for one in near):
                continue
            bare = re.sub(r"^l[’']", "", word.bare)
            if not is_role(bare) and bare not in self.offices and bare not in KIN_OFFICES and bare not in KIN_TITLES:
                continue
            for person in self._by_recency(place):
                held = self.epithets[id(person)]
                if PARTS.get(bare) in person.roles or _is_held(bare, held) or self._bears(person, bare):
                    return person
                meant = self._gender_of_article(near) or gender_of(bare)
                if gender_of_person(person) in ("", meant or gender_of_person(person)) and held & _other_gender(bare):
                    return person
            if strict:
                continue
            meant = gender_of(bare) or self._gender_of_article(near)
            kin = self._akin(near, place) or self._told_beside(bare, place) or self._without_office(bare, meant, place)
            kin = kin or self.recent(place, meant)
            if kin and gender_of_person(kin) in ("", meant or gender_of_person(kin)):
                return kin
        return None

    def _without_office(self, office: str, gender: str, place: tuple[int, int]) -> Person | None:
        """ "the barber" of the one whose occupation was not told, where all who are nearer have another."""
        if office in _GENERIC or self.between(place[0], 0, place[1]):
            return None
        fitting = [one for one in self._by_recency(place) if not gender or gender_of_person(one) in ("", gender)]
        plain = [one for one in fitting if not one.position and not one.organization]
        return plain[0] if len(plain) == 1 and fitting[0] is not plain[0] else None

    def _gender_of_article(self, near: Sequence[Word]) -> str:
        """ "el funcionario", "la responsable"."""
        if self.language not in ("es", "fr"):
            return ""
        return next((_ARTICLES[word.bare] for word in reversed(near[:-1]) if word.bare in _ARTICLES), "")

    def _told_beside(self, office: str, place: tuple[int, int]) -> Person | None:
        """Of whom the article says the office behind the name, beyond the position that was read."""
        for person in self._by_recency(place):
            first = person.mentions[0]
            behind = self.blocks[first.block].text[first.ends : first.ends + 140].split(".")[0]
            named = self.between(first.block, first.ends, first.ends + len(behind))
            behind = behind[: named[0].begins - first.ends] if named else behind
            if behind.startswith(",") and any(word.bare == office for word in words_in(behind)):
                return person
        return None

    def _bears(self, person: Person, word: str) -> bool:
        """ "la religiosa" of one whom the article calls "sor"."""
        titles = KIN_TITLES.get(word)
        if is_role(word) and any(self._called(one) == word for one in person.mentions):
            return True
        if not titles:
            return False
        called = (self.blocks[one.block].text[one.begins : one.starts] for one in person.mentions if one.titled)
        return any(word.bare in titles for text in called for word in words_in(text))

    def _called(self, mention: Mention) -> str:
        """The word directly before a name: "Ambassador Lee", "le père Roy"."""
        before = words_in(self.blocks[mention.block].text[max(0, mention.begins - 30) : mention.begins].rstrip())
        text = self.blocks[mention.block].text[max(0, mention.begins - 30) : mention.begins]
        return before[-1].bare if before and not text[before[-1].ends :].strip() else ""

    def _akin(self, phrase: Sequence[Word], place: tuple[int, int]) -> Person | None:
        """ "the law professor" of the one from the Centre for Maritime Law."""
        told = {word.bare for word in phrase[:-1] if len(word.bare) > 2 and word.bare not in _DEFINITE}
        for person in self._by_recency(place) if told else ():
            if told & {word.bare for word in words_in(f"{person.position} {person.organization}")}:
                return person
        return None

    def person_at(self, mention: Mention) -> Person | None:
        return self.people.at.get((mention.block, mention.starts))

    def _by_recency(self, place: tuple[int, int]) -> Iterator[Person]:
        """People as they were mentioned before that place, the nearest first."""
        seen: set[int] = set()
        for at in range(bisect_left(self.places, place) - 1, -1, -1):
            person = self.people.at[self.places[at]]
            if id(person) not in seen:
                seen.add(id(person))
                yield person

    def recent(self, place: tuple[int, int], gender: str) -> Person | None:
        """Whom a pronoun means: the subject of the nearest sentence before that names a fitting person."""
        goes_on = (
            self.last is not self.asker
            and self.last_at[0] == place[0]
            and not self._anybody_between(place[0], self.last_at[1], place[1])
        )
        if goes_on and self.last and (not gender or gender_of_person(self.last) in ("", gender)):
            return self.last
        told = self._by_office(place)
        if told and (not gender or gender_of_person(told) in ("", gender)):
            return told
        known = self._by_sentence(place)
        ranked = [person for person in known if not gender or gender_of_person(person) in ("", gender)]
        others = [person for person in ranked if person is not self.asker]
        chosen = (others or ranked)[0] if ranked else self.last
        if chosen and gender and not gender_of_person(chosen):
            chosen.gender = gender  # whom "she" meant once is a woman further down too
        return chosen

    def _by_sentence(self, place: tuple[int, int]) -> list[Person]:
        """Who is spoken of before, the nearest sentence first, in each whoever does something before the others."""
        known: list[Person] = []
        own = (place[0], bisect_left(self._sentence_ends(place[0]), place[1] + 1))
        upto = bisect_left(self.all_places, place)
        first = bisect_left(self.all_places, (place[0] - LOOK_BACK, 0))
        sentences: dict[tuple[int, int], list[tuple[bool, Person]]] = {}
        for at in self.all_places[first:upto]:
            here = (at[0], bisect_left(self._sentence_ends(at[0]), at[1] + 1))
            text = self.blocks[at[0]].text
            led = bool(LED_TO.search(text[max(0, self._begins(at) - 12) : self._begins(at)]))
            led = led or (
                at in self.mentions and text[self.mentions[at].ends : self.mentions[at].ends + 2] in ("’s", "'s")
            )
            if not (led and here == own):
                sentences.setdefault(here, []).append((led, self.anybody[at]))
        for here in sorted(sentences, reverse=True):
            known += [person for _led, person in sorted(sentences[here], key=lambda one: one[0])]
        return known

    def acting(self, block: int, starts: int, upto: int) -> Person | None:
        """Who does something in the last sentence of a stretch in which somebody does."""
        ends = [starts, *(end for end in self._sentence_ends(block) if starts < end < upto), upto]
        for begins, stops in reversed(list(pairwise(ends))):
            text = self.blocks[block].text[begins:stops]
            if pronoun := self.pronoun(" ".join(text.split()[:2]), (block, begins)):
                return pronoun[0]
            first, last = (bisect_left(self.all_places, (block, place)) for place in (begins, stops))
            for at in self.all_places[first:last]:
                if not LED_TO.search(self.blocks[block].text[max(0, self._begins(at) - 12) : self._begins(at)]):
                    return self.anybody[at]
        return None

    def _begins(self, place: tuple[int, int]) -> int:
        return self.mentions[place].begins if place in self.mentions else place[1]

    def _by_office(self, place: tuple[int, int]) -> Person | None:
        """Whom the sentence before calls by office: "The minister promised a bill. “…,” she said." """
        block, upto = place
        ends = [end for end in self._sentence_ends(block) if end <= upto]
        starts = 0
        for end in ends[-2:][::-1]:
            starts = max([one for one in ends if one < end], default=0)
            if self.between(block, starts, end):
                return None
            sentence = self.blocks[block].text[starts:end]
            if not re.search(r"[“”\"«»„]", sentence) and (
                found := self.role_in(sentence[:40], (block, starts), strict=True)
            ):
                return found
        return None

    def _sentence_ends(self, block: int) -> tuple[int, ...]:
        if block not in self._ends:
            self._ends[block] = sentence_ends(self.blocks[block].text)
        return self._ends[block]


_INTRODUCTIONS = 2
_APPOSED = re.compile(r"[^.;:,“”\"«»]{0,90}(?:,\s(?!who|qui\b|que\b|die\b)[^.;:,“”\"«»]{0,80}){0,2}")
LED_TO = re.compile(
    r"(?:\b(?:by|to|with|for|from|of|beside|like|por|a|con|para|de|del|par|à|avec|pour|chez|door|aan|met|voor|van|naast|bij)"
    r"|\b(?:à|de|d)\s?l[’']|\bau|\bdu|\bal|[dl][’'])\s?(?:(?:the|el|la|los|de|het|le)\s)?$"
)
"""Before whoever does nothing in the sentence: "asked by Ann Lee, she"."""
_NOBODYS_IL = re.compile(
    r"\b[Ii]l\s(?:est\s(?:temps|vrai|clair|urgent|important|possible|impossible|nécessaire|question)|faut|faudra(?:it)?"
    r"|s[’']agit|y\sa|y\savait|convient|importe|suffit|reste)\b|\b(?:faut|faudrait|suffit|reste|y a-t|s[’']agit)-il\b"
)
""" "il faut", "y a-t-il": no pronoun of anybody."""


def _is_held(office: str, held: set[str]) -> bool:
    """Whether somebody's position holds the office, in a word of Dutch too ("onderwijsminister"), or one akin to it."""
    meant = {office} | KIN_OFFICES.get(office, frozenset())
    return any(one == word or (len(word) > 4 and one.endswith(word)) for one in held for word in meant)


def _other_gender(office: str) -> set[str]:
    """ "juriste" of a "jurist", "directrice" of a "directeur", "embajadora" of an "embajador"."""
    found = {office + "e", office + "a", office[:-1] if office[-1:] in "ea" else office}
    for one, other in (
        ("trice", "teur"),
        ("euse", "eur"),
        ("ière", "ier"),
        ("ienne", "ien"),
        ("a", "o"),
        ("ster", "er"),
    ):
        found |= {office.removesuffix(one) + other} if office.endswith(one) else set()
        found |= {office.removesuffix(other) + one} if office.endswith(other) else set()
    return found


_GENERIC = words(
    "official officials funcionario funcionaria responsable fonctionnaire ambtenaar dirigente",
    "dirigeant leader líder chief",
    "expert experta experto experte specialist especialista spécialiste man woman hombre mujer homme femme head host",
    "spokesperson spokesman spokeswoman portavoz woordvoerder woordvoerster migrant resident member",
    "speaker guest jefe jefa",
)
"""What anybody may be called, whatever the position."""
_ARTICLES = {"la": "f", "una": "f", "une": "f", "el": "m", "le": "m"}
_OBJECTS = {"her": "f", "him": "m", "haar": "f", "hem": "m", "elle": "f", "lui": "m", "ella": "f", "él": "m"}
"""Pronouns behind "according to"."""
_LEADING_OBJECTS = words("to volgens aldus selon según pour para d’après voor con")
_OWN = {"en": ("she", "he", "they"), "nl": ("ze", "zij", "hij"), "es": ("ella", "él"), "fr": ("elle", "il")}


def _in_language(pronoun: str, language: str) -> bool:
    return pronoun in _OWN[language]
