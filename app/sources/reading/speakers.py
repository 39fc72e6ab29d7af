"""Who is meant in a clause of attribution: by name, surname, pronoun, role; or nobody, or a written text."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.sources.reading.blocks import Block
from app.sources.reading.first_names import MEN, WOMEN
from app.sources.reading.lexicon import KIN_OFFICES, KIN_TITLES, ORGANIZATIONS, PRONOUNS, WRITTEN
from app.sources.reading.names import Mention, Word, gender_of, is_role, words_in
from app.sources.reading.people import PARTS, People, Person
from app.sources.reading.sentences import sentence_ends
from app.sources.reading.verbs import POSSESSIVES, SAYING, is_plain_saying, leads_to_speaker, words

_INDEFINITE = re.compile(
    r"^(?:one|another|some|several|many|un|una|une|uno|otra|otro|iemand|someone|somebody|alguien|quelqu[’']un"
    r"|algunos|varios|een|sommige|certains"
    r"|plusieurs|the \w+s)$",
    re.I,
)
_PLURALS = re.compile(
    r"\b(?:fuentes|sources|bronnen|kringen|autoridades|authorities|autoriteiten|autorités|panell?ists|panelistas"
    r"|panelleden|panélistes|ministers|ministros|ministres|participants|officials"
    r"|residents|experts|organi[sz]ers|speakers|villagers|participantes|asistentes"
    r"|deelnemers"
    r"|bewoners|organisateurs|habitants|organizadores|vecinos)\b",
    re.IGNORECASE,
)
_ASKED_OF = {"asked", "told", "interrogée", "interrogé", "preguntada", "preguntado", "gevraagd"}
_QUESTIONS = {"by", "about", "whether", "if", "how", "what", "why", "when", "where", "who"}
_OF_STATES = {
    "member",
    "united",
    "island",
    "caribbean",
    "all",
    "the",
    "participating",
    "these",
    "both",
    "many",
    "of",
    "other",
    "small",
}
_AUXILIARY = re.compile(
    r"(?<![\w-])(?:a|ha|has|had|s[’']est|ont|avait|han|also|également|aussi|también|ook|then|et|y|and|se|s’|me"
    r"|le|les|nous|lui)(?![\w-])"
)
_MAKES_NOUNS = {
    "en": words("the a an his her their its this these no our some any my your more new"),
    "nl": words("een de het zijn haar deze dit geen hun ons onze"),
    "es": words("el una un su sus esta este los mi nuestra ninguna cada"),
    "fr": words("une un sa son cette ce mon ma notre aucune chaque leur"),
}
"""Words that make what follows a noun: "the claims", "una pregunta"; not "la", "le", which may be objects."""
_DEFINITE = {"the", "el", "la", "le", "l", "de", "het", "los", "les", "this", "deze", "esta", "este", "cette", "ce"}
_ASIDES = re.compile(
    r"(?<!\w)(?:quant à (?:elle|lui|eux|elles)|(?:elle|lui) aussi|a su vez|por su (?:parte|lado)|de su lado"
    r"|por otro lado|por otra parte|en ese sentido|en tal sentido"
    r"|a su turno"
    r"|de (?:son|leur) côté|pour (?:sa|leur) part|à son tour|par ailleurs|for (?:his|her|their) part|in (?:his"
    r"|her) turn"
    r"|in turn|op (?:zijn|haar) beurt|van (?:zijn|haar) kant|wat (?:hem|haar) betreft|in response|al respecto)(?!\w)",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(r"(?:klonk|klinkt) het\b|\w+(?:-t)?-on\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\s*(?:to\s)?(?:which|el cual|la cual|los cuales|las cuales|lequel|laquelle|lesquels|welke?)\b", re.IGNORECASE
)
"""According to which: what stands before it says so, a report or its kin."""
_UNNAMED = re.compile(
    r"\b(?:anonym|anónim|anonie?m|not to be named|no dar su nombre|ne pas être nommé|niet met (?:zijn|haar) naam)"
    r"|^\W*(?:the|el|la|le|de|het|l[’'])\s?\w+\s(?:of an?|de una?|van een|d[’']une?)\b",
    re.IGNORECASE,
)
_ADVERBS = words("zo dus aldus toen so thus thereupon also ook así también ainsi aussi alors entonces then")
_LEADING_IN = re.compile(
    r"(?:in|as|a|al|en|de|het|naar|de l[’']|aux|les|the|à|l[’'])(?:\s(?:the|own|la|el|de|het|les))?\s*$", re.IGNORECASE
)


def _without_lead(head: str, tail: str) -> tuple[str, str]:
    return _LEADING_IN.sub("", head), re.sub(r"^\s(?:to|of|de|del|con|van|it)\b", "", tail)


LOOK_BACK = 6
"""Blocks a pronoun reaches back."""


@dataclass(frozen=True)
class Subject:
    """Whom a clause names: a person, or surely nobody (`nobody`), or nothing is said (both empty)."""

    person: Person | None = None
    nobody: bool = False
    direct: bool = False


class Speakers:
    """The people of an article in the order they are mentioned, and who spoke last."""

    def __init__(self, blocks: Sequence[Block], people: People, language: str) -> None:
        self.blocks, self.people, self.language = blocks, people, language
        self.places = sorted(people.at)
        self.mentions = {(m.block, m.starts): m for person in people.all for m in person.mentions}
        self.last: Person | None = None
        self.last_at = (-1, 0)
        self.offices = {word.bare for person in people.all for word in words_in(person.position)[:1]}
        self._ends: dict[int, tuple[int, ...]] = {}

    def sayings(self, text: str) -> list[Word]:
        """Verbs of saying in a clause, and phrases like "according to"."""
        words = words_in(text)
        return [word for at, word in enumerate(words) if self._leads(words, at) or self._is_saying(words, at)]

    def _leads(self, words: Sequence[Word], at: int) -> bool:
        """ "according to", "in the words of": whoever is named behind it speaks."""
        behind = words[at + 1].bare if at + 1 < len(words) else ""
        before = words[at - 1].bare if at else ""
        return leads_to_speaker(before, words[at].bare, behind, self.language)

    def _is_saying(self, words: Sequence[Word], at: int) -> bool:
        word, before = words[at], words[at - 1].bare if at else ""
        behind = words[at + 1].bare if at + 1 < len(words) else ""
        bare = re.sub(r"^[dlsqnjmt]u?[’']", "", word.bare)
        first = bare.split("-")[0]
        first = first[:-1] if first.endswith("ée") else first
        if is_plain_saying(before, word.bare, self.language):
            return True
        if word.bare not in SAYING[self.language] and first not in SAYING[self.language]:
            return False
        if word.is_capital and word.starts > 0:
            return False
        if word.bare in _ASKED_OF and (at == 0 or behind in _QUESTIONS):
            return False
        return not (before in _MAKES_NOUNS[self.language] or (word.bare == "states" and before in _OF_STATES))

    def between(self, block: int, starts: int, ends: int) -> list[Mention]:
        first, last = bisect_left(self.places, (block, starts)), bisect_left(self.places, (block, ends))
        return [self.mentions[place] for place in self.places[first:last] if place in self.mentions]

    def subject(self, block: int, starts: int, ends: int, *, last: bool = False) -> Subject:
        """Who says something in this clause; `last`: the marks stand behind it, so its last verb counts."""
        text = _ASIDES.sub(lambda match: " " * len(match.group()), self.blocks[block].text[starts:ends])
        verbs = self.sayings(text)
        named = self.between(block, starts, ends)
        if not verbs:
            return self._without_verb(block, starts, text, named)
        verb = verbs[-1] if last else verbs[0]
        behind, ahead = starts + verb.starts, starts + verb.ends
        if self._is_written(text, verb, [m for m in named if m.ends <= behind]):
            return Subject(nobody=True)
        before = [mention for mention in named if mention.ends <= behind]
        if before and not self._pronoun_near(text[: verb.starts], before, starts):
            return Subject(self.person_at(self._doer(block, before, behind)), direct=True)
        return self._by_words(block, starts, text, verb, [m for m in named if m.starts >= ahead])

    def _without_verb(self, block: int, starts: int, text: str, named: list[Mention]) -> Subject:
        if named and re.fullmatch(r"\W*", text[named[-1].ends - starts :]):
            return Subject(self.person_at(named[-1]))
        pronoun = self.pronoun(text, (block, starts))
        if pronoun and (not named or named[0].starts > starts + pronoun[1]):
            return Subject(pronoun[0])
        if named:
            return Subject(self.person_at(named[0]))
        role = self.role_in(text, (block, starts))
        return Subject(role) if role else Subject(nobody=bool(WRITTEN.search(text)))

    def _by_words(self, block: int, starts: int, text: str, verb: Word, after: list[Mention]) -> Subject:
        """Not named before the verb: a pronoun, a role, a name behind it, or left out as Spanish does."""
        head, tail = _AUXILIARY.sub(" ", text[: verb.starts]), text[verb.ends :]
        words = words_in(text)
        if self._leads(words, words.index(verb)):
            owner = words[words.index(verb) - 1].bare if words.index(verb) else ""
            if owner in POSSESSIVES:
                return Subject(self.recent((block, starts), POSSESSIVES[owner]), direct=True)
            head, tail = _without_lead(head, tail)
        near = tail[: after[0].begins - starts - verb.ends] if after else tail
        if re.match(r"\s*(?:to|à|al|au|aan|tegen)\s", near) or (self.language == "es" and re.match(r"\s*a\s", near)):
            near, after = "", []
        spoken = text[verb.starts : verb.ends]
        for part in (head + spoken, spoken + (near[:40] if not after else near)):
            pronoun = self.pronoun(part, (block, starts))
            if pronoun and self._stranger_before(block, starts):
                return Subject(nobody=True, direct=True)
            if pronoun:
                return Subject(pronoun[0], direct=True)
        if _IMPERSONAL.match(text[verb.starts :]):
            return Subject(nobody=True, direct=True)
        if _UNNAMED.search(head or near) or (not self._has_doer(head) and _UNNAMED.search(near)):
            return Subject(nobody=True, direct=True)
        if _WHICH.match(near):
            return Subject(nobody=True, direct=True)
        if self._opens_indefinite(head):
            return Subject(nobody=True, direct=True)
        if theirs := re.match(r"\W*(?:its|their|son|sa|su|zijn|hun|leur)\s(?P<office>[^\W\d_]+)", head, re.IGNORECASE):
            holder = self.role_in(f"the {theirs['office']}", (block, starts), strict=True)
            if is_role(theirs["office"].casefold()) and not after:
                return Subject(holder, nobody=holder is None, direct=True)
        head_role = self.role_in(head[-80:], (block, starts))
        if head_role and not after:
            return Subject(head_role, direct=True)
        if after and (not head.strip(" ,;—–-") or not self._has_subject(head)) and self._follows_directly(near):
            return Subject(self.person_at(after[0]), direct=True)
        if head_role:
            return Subject(head_role, direct=True)
        if self._names_nobody(head.strip(" ,;—–-") or near) or (not self._has_doer(head) and self._names_nobody(near)):
            return Subject(nobody=True, direct=True)
        role = self.role_in(near[:80], (block, starts))
        if role:
            return Subject(role, direct=True)
        if self._is_stranger(near):
            return Subject(nobody=True, direct=True)
        if not self._has_subject(head) and not after:
            return Subject(self.recent((block, starts), ""), direct=True)
        if after:
            return Subject(self.person_at(after[0]))
        return Subject(self.recent((block, starts), self._gender_by_article(head, near)))

    def _stranger_before(self, block: int, upto: int) -> bool:
        """Whether the sentence before is about somebody unnamed: "One survivor said she cried. “…,” she said." """
        ends = [0, *(end for end in self._sentence_ends(block) if end <= upto)]
        sentences = [(a, b) for a, b in pairwise(ends) if not re.search(r"[“”\"«»„]", self.blocks[block].text[a:b])]
        if not sentences or self.between(block, sentences[-1][0], upto):
            return False
        sentence = self.blocks[block].text[slice(*sentences[-1])]
        words = words_in(sentence)
        if WRITTEN.search(" ".join(sentence.split()[:4])) or not self.sayings(sentence):
            return False
        return bool(words) and (words[0].bare in ("one", "another") or self._opens_indefinite(words[0].text))

    def _opens_indefinite(self, head: str) -> bool:
        """Whether the clause begins with one of many: "A representative of the Ministry explained"."""
        words = words_in(head)
        return bool(words) and (
            words[0].bare in ("un", "una", "une", "een") or (self.language == "en" and words[0].bare in ("a", "an"))
        )

    def _gender_by_article(self, head: str, near: str) -> str:
        """ "la académica indicó", "explique la religieuse": a word that is unknown, and its article."""
        if self.language not in ("es", "fr"):
            return ""
        found = re.match(r"\s*(?:\w+\s)?(la|le|el)\s\w", near) or re.search(
            r"(?:^|,)\W*(la|le|el)\s[^,]{3,40}$", head, re.I
        )
        return {"la": "f", "le": "m", "el": "m"}[found[1].lower()] if found else ""

    def _follows_directly(self, near: str) -> bool:
        """Between the verb and the name stand only its role, adverbs, a determiner; not "that", not "to"."""
        words = {word.bare for word in words_in(near)}
        return (
            len(near) < 130
            and not words & {"that", "que", "dat", "to", "about", "aan", "tegen", "a", "over"}
            and not self._names_nobody(near)
        )

    def _is_stranger(self, near: str) -> bool:
        """Whether "l’homme", "the woman" stands there, and nobody named so far can be meant."""
        found = re.match(r"\s*(?:the|el|la|le|de|l[’'])\s?(?P<noun>[^\W\d_]+)", near)
        return found is not None and is_role(found["noun"].casefold()) and bool(gender_of(found["noun"].casefold()))

    def _has_doer(self, head: str) -> bool:
        """Whether anything but an adverb stands before the verb: "zo vertelde een moeder" has nothing."""
        return any(word.bare not in _ADVERBS for word in words_in(head))

    def _has_subject(self, head: str) -> bool:
        return any(not word.is_capital or word.bare in ORGANIZATIONS or word.is_acronym for word in words_in(head))

    def _names_nobody(self, phrase: str) -> bool:
        """ "one participant", "officials", "the organization": speech of nobody who is named."""
        words = words_in(phrase)
        if not words:
            return False
        if (
            (self.language == "en" and words[0].bare in ("a", "an"))
            or _INDEFINITE.match(words[0].text)
            or _PLURALS.search(phrase)
        ):
            return True
        for word in words[:5]:
            bare = re.sub(r"^[dl][’']", "", word.bare)
            if is_role(bare):
                return False
            if bare in ORGANIZATIONS or word.is_acronym:
                return True
        return False

    def _is_written(self, text: str, verb: Word, before: list[Mention]) -> bool:
        """Whether the subject of the verb is a report or its kin: "the study notes", "according to the report"."""
        head, tail = text[: verb.starts], text[verb.ends : verb.ends + 60]
        if self._leads(words_in(text), words_in(text).index(verb)):
            head, tail = _without_lead(head, tail)
        if verb.bare in ("staat", "reads", "read", "reza", "luidt") and not before:
            return True
        near = " ".join(head.split()[-6:])
        own = re.search(rf"(?:{WRITTEN.pattern})(?:\s\(?[\w-]+\)?){{0,3}}\s*$", near, re.IGNORECASE)
        if (
            own
            and not re.search(r",\s*$", head)
            and not re.search(r"\b(?:in|on|of|en|dans|sur|over|del?|du)\s(?:\w+\s){0,2}$", near[: own.start()])
        ):
            return True
        opening = re.match(rf"\W*(?:\w+[’']?\s?){{0,5}}?(?:{WRITTEN.pattern})", head, re.IGNORECASE)
        if opening and not before and not re.match(r"\W*(?:in|en|dans|presenting|speaking)\b", head, re.IGNORECASE):
            return True
        if head.strip(" ,;—–-"):
            return False
        return bool(
            re.match(
                rf"\s(?:to\s)?(?:the|an?|el|la|le|l[’']|het|de|een|un|une|its|su"
                rf"|son)?\s?(?:\w+\s){{0,3}}?(?:{WRITTEN.pattern})",
                tail,
                re.IGNORECASE,
            )
        ) and not re.match(r"\s(?:in|en|dans|that|que|dat)\b", tail)

    def _pronoun_near(self, head: str, before: list[Mention], starts: int) -> bool:
        """Whether a pronoun stands between the last name and the verb ("When Ms Lee arrived, she said")."""
        rest = head[before[-1].ends - starts :]
        return any(word.bare in PRONOUNS for word in words_in(rest)[-3:]) and self.person_at(before[0]) is None

    def pronoun(self, text: str, place: tuple[int, int]) -> tuple[Person | None, int] | None:
        """(person, offset) of a pronoun that is the subject of a short stretch."""
        before = ""
        for word in words_in(text):
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
                held = {one.bare for one in words_in(person.position)} | {
                    p for one in words_in(person.position) for p in one.bare.split("-")
                }
                if PARTS.get(bare) in person.roles or _is_held(bare, held) or self._bears(person, bare):
                    return person
            if strict:
                continue
            kin = self._akin(near, place) or self._told_beside(bare, place) or self.recent(place, gender_of(bare))
            if kin and _gender(kin) in ("", gender_of(bare) or _gender(kin)):
                return kin
        return None

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
        if not titles:
            return False
        called = (self.blocks[one.block].text[one.begins : one.starts] for one in person.mentions if one.titled)
        return any(word.bare in titles for text in called for word in words_in(text))

    def _akin(self, phrase: Sequence[Word], place: tuple[int, int]) -> Person | None:
        """ "the law professor" of the one from the Centre for Maritime Law."""
        told = {word.bare for word in phrase[:-1] if len(word.bare) > 2 and word.bare not in _DEFINITE}
        for person in self._by_recency(place) if told else ():
            if told & {word.bare for word in words_in(f"{person.position} {person.organization}")}:
                return person
        return None

    def _doer(self, block: int, before: list[Mention], verb: int) -> Mention:
        """Of several names before a verb, the one that touches it, else the first of the clause."""
        text = self.blocks[block].text
        between = text[before[-1].ends : verb]
        joined = re.match(r"\s*(?:and|y|et|en|e)\s", between)
        if len(before) == 1 or (re.fullmatch(r"\s*(?:\w+\s+){0,2}", between) and not joined):
            owned = re.search(
                r"(?:of|to|behalf of|van|de|du|del|with|and|y|et|en)\s+(?:\w+\s+){0,2}$",
                text[before[0].ends : before[-1].begins],
            )
            return (
                before[0]
                if len(before) > 1 and owned and "," in text[before[0].ends : before[-1].begins] and "," in between
                else before[-1]
            )
        return before[0] if joined or text[before[0].ends :].startswith(",") else before[-1]

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
        goes_on = self.last_at[0] == place[0] and not self.between(place[0], self.last_at[1], place[1])
        if goes_on and self.last and (not gender or _gender(self.last) in ("", gender)):
            return self.last
        told = self._by_office(place)
        if told and (not gender or _gender(told) in ("", gender)):
            return told
        known: list[Person] = []
        upto = bisect_left(self.places, place)
        first = bisect_left(self.places, (place[0] - LOOK_BACK, 0))
        sentence: tuple[int, int] | None = None
        group: list[Person] = []
        for at in reversed(self.places[first:upto]):
            here = (at[0], bisect_left(self._sentence_ends(at[0]), at[1] + 1))
            if here != sentence:
                known += reversed(group)
                group, sentence = [], here
            group.append(self.people.at[at])
        known += reversed(group)
        ranked = [person for person in known if not gender or _gender(person) in ("", gender)]
        return ranked[0] if ranked else self.last

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


def _is_held(office: str, held: set[str]) -> bool:
    """Whether somebody's position holds the office, in a word of Dutch too ("onderwijsminister"), or one akin to it."""
    meant = {office} | KIN_OFFICES.get(office, frozenset())
    return any(one == word or (len(word) > 4 and one.endswith(word)) for one in held for word in meant)


_OBJECTS = {"her": "f", "him": "m", "haar": "f", "hem": "m", "elle": "f", "lui": "m", "ella": "f", "él": "m"}
"""Pronouns behind "according to"."""
_LEADING_OBJECTS = words("to volgens aldus selon según pour para d’après voor con")
_OWN = {"en": ("she", "he", "they"), "nl": ("ze", "zij", "hij"), "es": ("ella", "él"), "fr": ("elle", "il")}


def _in_language(pronoun: str, language: str) -> bool:
    return pronoun in _OWN[language]


def _gender(person: Person) -> str:
    """As stated by a title or a role, else as the first name's ending suggests."""
    if person.gender:
        return person.gender
    parts = person.name.split()[0].casefold().split("-")
    for first in parts:
        if first in WOMEN or first in MEN:
            return "f" if first in WOMEN else "m"
    first = parts[0]
    if first.endswith(("a", "ette", "elle", "ine", "ie")):
        return "f"
    return "m" if first.endswith(("o", "us", "rd", "ert", "ald")) else ""
