"""People an article speaks of without a name: "a retired nurse", "one of the foremen", "the head of Customs"."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from app.sources.reading.blocks import Block, Kind
from app.sources.reading.evidence import PREPOSITIONS
from app.sources.reading.genders import gender_of_office, gender_of_person
from app.sources.reading.marks import Span, spans_by_block, without_quoted
from app.sources.reading.names import Mention, Word, gender_of, is_role, words_in
from app.sources.reading.people import People, Person
from app.sources.reading.sentences import sentence_around
from app.sources.reading.verbs import SAYING, words

_ONE = {
    "en": words("a an one another"),
    "nl": words("een"),
    "es": words("un una otro otra"),
    "fr": words("un une"),
}
_THE = {"en": words("the"), "nl": words("de het"), "es": words("el la"), "fr": words("le la")}
_JOINS = words(
    "and but when while whereas as because that y e pero cuando mientras que et mais quand et en maar toen terwijl dat"
)
_HUMAN = words(
    "participant attendee onlooker passer-by villager islander listener viewer caller widow widower customer passenger",
    "official mother father daughter son neighbour woman man girl boy aunt uncle grandmother grandfather person",
    "participante asistente vecina vecino pasajera pasajero oyente clienta cliente viuda viudo habitante señora señor",
    "muchacha muchacho chica chico niña niño abuela abuelo anciana anciano madre padre hija hijo persona",
    "participante riveraine riverain habitante habitant passagère passager auditrice auditeur cliente client",
    "usagère usager veuve veuf",
    "dame monsieur fille garçon mère père tante oncle grand-mère grand-père personne jeune",
    "deelnemer deelneemster aanwezige toehoorder toehoorster luisteraar bezoeker bezoekster moeder vader dochter zoon",
    "oma opa weduwe weduwnaar klant meisje jongen buurvrouw buurman passagier bewoner bewoonster",
)
_WOMEN = words(
    "mother daughter aunt grandmother widow girl vecina pasajera clienta viuda señora muchacha chica niña abuela",
    "anciana",
    "madre hija riveraine habitante passagère auditrice veuve dame fille mère tante grand-mère deelneemster",
    "toehoorster",
    "bezoekster moeder dochter oma weduwe meisje buurvrouw bewoonster personne persona",
)
_MEN = words(
    "father son uncle grandfather widower boy vecino pasajero viudo señor muchacho chico niño abuelo anciano",
    "padre hijo",
    "riverain habitant passager auditeur veuf monsieur garçon père oncle grand-père vader zoon opa weduwnaar jongen",
    "buurman",
)
_OF_THEM = re.compile(
    r"\s(?:of|de|van|d[’'](?:entre)?)\s?(?:the|them|those|los|las|ellos|ellas|hen|de|les|eux|elles)?\b"
)
UNNAMED = re.compile(
    r"\b(?:anonym|anónim|anonie?m|(?:not to|not want to|not wish to|declined to) be (?:named|identified)"
    r"|no (?:dijo|dio|quiso d(?:ar|ecir)) su nombre|prefiere no dar|(?:tait|taire) (?:le|son) nom"
    r"|wil(?:de)? niet met naam"
    r"|pas (?:souhaité |voulu )?(?:donn|dir|livr|révél)\w* son nom|no dar su nombre|ne pas être nommé"
    r"|niet met (?:zijn|haar) naam)"
    r"|^\W*(?:l[’'])?(?:une? d[’'](?:entre )?(?:eux|elles)|one of them|un[oa] de ell[oa]s|een van hen)\b"
    r"|^\W*(?:the|el|la|le|de|het|l[’'])\s?\w+\s(?:of an?|de una?|van een|d[’']une?)\b",
    re.IGNORECASE,
)
_NAMED_LATER = re.compile(
    r"^(?:[^.;:“”\"«»]{0,70},\s|\s(?:[a-zà-ÿ]+\s){0,2})$"
    r"|\b(?:named|called|name|llamad[oa]|nombre|nommée?|appelée?|nom|genaamd|heet|naam)\b[^.]{0,40}$"
    r"|\s(?:is|was|es|era|est|était)\s$"
    r"|^[^.;:“”\"«»]{0,70},\s(?:(?:the|el|la|le|de|het)\s|l[’'])?(?:[a-zà-ÿ-]+\s){1,3}$"
)


_OWNS = re.compile(r"[A-ZÀ-Þ][\w-]+[’']s|(?:his|her|their|su|sa|son|leur|zijn|haar|hun)", re.IGNORECASE)
""" "Lee’s driver", "her mother"."""
_GOES_ON = re.compile(r",\s(?:who|quien|qui)\s")
_SHE_FOLLOWS = re.compile(r"[^.;:,]{0,70},\s(?:she|he|elle|il|ella|él|zij|ze|hij)\s")
""" "A political scientist at the College, she has compared"."""


Places = Sequence[tuple[int, int]]
_NEAR = 12
"""Names that are looked at on each side of a phrase."""
_BESIDE = 160
"""Characters within which a name belongs to a phrase."""


def is_human(word: str) -> bool:
    """Whether a word is one for a person, by office or by kin."""
    return is_role(word) or word in _HUMAN


def strangers_of(
    blocks: Sequence[Block], spans: Sequence[Span], people: People, left_out: set[int], language: str
) -> dict[tuple[int, int], Person]:
    """By place: whoever is the subject of a clause and has no name; each has a gender where the words tell it."""
    quoted = spans_by_block(spans)
    named: dict[int, list[Mention]] = {}
    for person in people.all:
        for mention in person.mentions:
            named.setdefault(mention.block, []).append(mention)
    for here in named.values():
        here.sort(key=lambda one: one.starts)
    places = sorted(people.at)
    held = {word.bare for person in people.all for word in words_in(person.position)}
    found = {}
    for index, block in enumerate(blocks):
        if block.kind is Kind.HEADING or index in left_out:
            continue
        text = without_quoted(block.text, quoted.get(index, ()))
        here = named.get(index, [])
        for word, head in _phrases(text, language, held):
            if _is_named(text, word, head, here):
                continue
            stranger = Person("", position=head.bare, gender=_gender(word, head, language))
            above = _named_above(stranger, people, places, (index, word.starts))
            owned = _OWNS.fullmatch(word.text) is not None
            if word.bare not in _ONE[language] and above and not owned:
                found[(index, word.starts)] = above
            elif owned or word.bare in _ONE[language] or _has_complement(text, head):
                found[(index, head.starts if owned else word.starts)] = stranger
            elif later := _named_later(stranger, people, places, (index, word.starts)):
                found[(index, word.starts)] = later
        for unnamed in UNNAMED.finditer(text):
            starts, ends = sentence_around(text, unnamed.start())
            taken = any(starts <= one.starts < ends for one in here) or any(
                (index, at) in found for at in range(starts, ends)
            )
            if not taken:
                found[(index, starts)] = Person("")
    return found


def _phrases(text: str, language: str, held: set[str]) -> list[tuple[Word, Word]]:
    """(determiner, head) of each phrase that begins a clause and is of one person."""
    found = []
    all_words = words_in(text)
    for at, word in enumerate(all_words):
        elided = language == "fr" and re.match(r"l[’'](?=\w)", word.bare)
        one, the = word.bare in _ONE[language], word.bare in _THE[language] or elided
        if not (one or the) or not _begins_clause(text, all_words, at, language):
            continue
        head = _elided(word) if elided else _head(text, all_words, at)
        if head is None and one and _OF_THEM.match(text, word.ends):
            head = word
        if head is None and one:
            head = _speaking(text, all_words, at, language)
        if head is not None and (one or head.bare not in held):
            found.append((word, head))
    found += [
        (word, head)
        for at, word in enumerate(all_words)
        if _OWNS.fullmatch(word.text)
        and (head := _head(text, all_words, at)) is not None
        and (_begins_clause(text, all_words, at, language) or _GOES_ON.match(text, head.ends))
        and (
            head.bare in _HUMAN
            or (word.text[:1].isupper() and "’" in word.text.replace("'", "’") and head.bare not in held)
        )
    ]
    return found


def descriptions_of(
    blocks: Sequence[Block], spans: Sequence[Span], left_out: set[int], language: str
) -> dict[tuple[int, int], str]:
    """By place: every phrase that may mean somebody by office, "the minister", outside the marks."""
    quoted = spans_by_block(spans)
    found = {}
    for index, block in enumerate(blocks):
        if block.kind is Kind.HEADING or index in left_out:
            continue
        text = without_quoted(block.text, quoted.get(index, ()))
        for match in _BY_OFFICE[language].finditer(text):
            if any(is_role(word) for word in re.findall(r"[^\W\d_]+", match["office"].casefold())):
                found[(index, match.start())] = match.group()
    return found


_NOUNS = r"(?P<office>[^\W\d_][\w-]+(?:\s[a-zà-ÿ-]{3,})?)"
_BY_OFFICE = {
    "en": re.compile(rf"(?<!\w)[Tt]he\s{_NOUNS}"),
    "nl": re.compile(rf"(?<!\w)(?:[Dd]e|[Hh]et)\s{_NOUNS}"),
    "es": re.compile(rf"(?<!\w)(?:[Ee]l|[Ll]a|al|del)\s{_NOUNS}"),
    "fr": re.compile(rf"(?<!\w)(?:(?:[Ll]e|[Ll]a|au|du)\s|[Ll][’']){_NOUNS}"),
}


def _begins_clause(text: str, all_words: Sequence[Word], at: int, language: str) -> bool:
    """Behind a full stop, a comma, a conjunction, or behind a verb that the closing mark precedes."""
    starts = sentence_around(text, all_words[at].starts)[0]
    before = text[max(starts, all_words[at].starts - _BESIDE) : all_words[at].starts].rstrip()
    if not before or before[-1] in ",;:—–-”…":
        return True
    last = all_words[at - 1]
    if last.bare in _JOINS:
        return True
    turned = re.search(r"”[,.]?\s(?P<words>(?:[a-zà-ÿ’-]+\s){0,2}[a-zà-ÿ’-]+)$", before)
    return last.bare in SAYING[language] or (turned is not None and last.bare not in PREPOSITIONS)


def _head(text: str, all_words: Sequence[Word], at: int) -> Word | None:
    """The word for a person that the determiner belongs to."""
    for place in range(at + 1, min(at + 6, len(all_words))):
        word = all_words[place]
        if text[all_words[place - 1].ends : word.starts].strip(" -’'"):
            return None
        bare = re.sub(r"^[dl][’']", "", word.bare)
        if (is_role(bare) or bare in _HUMAN) and not word.is_capital:
            return word
        if word.bare in PREPOSITIONS or (word.is_capital and place > at + 2):
            return None
    return None


def _elided(word: Word) -> Word | None:
    """ "L’avocate"."""
    noun = Word(word.starts + 2, word.ends, word.text[2:])
    return noun if noun.text.islower() and (is_role(noun.bare) or noun.bare in _HUMAN) else None


def _speaking(text: str, all_words: Sequence[Word], at: int, language: str) -> Word | None:
    """ "a mason who has worked here", "un ouvrier explique": whatever the noun, only a person does so."""
    for place in range(at + 1, min(at + 5, len(all_words))):
        word = all_words[place]
        if word.is_capital or word.bare in PREPOSITIONS or text[all_words[place - 1].ends : word.starts].strip(" -’'"):
            return None
        follows = all_words[place + 1] if place + 1 < len(all_words) else None
        said = follows is not None and follows.bare in SAYING[language] and text[word.ends : follows.starts] == " "
        if said or re.match(r",?\s(?:who|quien)\s", text[word.ends :]):
            return word
    return None


def _has_complement(text: str, head: Word) -> bool:
    """ "the permanent secretary in the Ministry of Health": an office of its own."""
    return bool(
        re.match(r"\s(?:of|for|in|at|de la|del|de|du|des|d[’']|van|bij)\s?(?:[a-z]+\s){0,2}[A-ZÀ-Þ]", text[head.ends :])
    )


def _is_named(text: str, word: Word, head: Word, named: Sequence[Mention]) -> bool:
    """Whether a name belongs to the phrase: "a nurse, Ann Lee", "Ann Lee, a nurse", "a man called Ramón"."""
    starts, ends = sentence_around(text, word.starts)
    if _SHE_FOLLOWS.match(text[head.ends : ends]):
        return True
    first = bisect_left(named, word.starts - _BESIDE, key=lambda one: one.ends)
    for mention in islice(named, first, None):
        if mention.begins > min(ends, head.ends + _BESIDE):
            break
        if head.ends <= mention.begins < ends and _NAMED_LATER.search(text[head.ends : mention.begins]):
            return True
        if starts <= mention.ends <= word.starts and re.fullmatch(r"[,\s]*", text[mention.ends : word.starts]):
            return True
    return False


def _named_above(stranger: Person, people: People, places: Places, place: tuple[int, int]) -> Person | None:
    """ "Ms Lee was received. The head of the union said": the one person named before in the block, with no office."""
    upto = bisect_left(places, place)
    before = [people.at[at] for at in places[max(0, upto - _NEAR) : upto] if at[0] == place[0]]
    if len({id(person) for person in before}) != 1:
        return None
    return before[0] if _fits(before[0], stranger) else None


def _named_later(stranger: Person, people: People, places: Places, place: tuple[int, int]) -> Person | None:
    """ "The lawyer was not amused. “…,” she said. Ann Lee acts for the family": whoever the block first names then."""
    starts = bisect_left(places, place)
    for at in places[starts : starts + _NEAR]:
        person = people.at[at]
        if at[0] == place[0] and at == min((one.block, one.starts) for one in person.mentions[:1]):
            return person if _fits(person, stranger) else None
    return None


def _fits(person: Person, stranger: Person) -> bool:
    """Whether the person has no office and may be of that gender."""
    return not person.position and (not stranger.gender or gender_of_person(person) in ("", stranger.gender))


def _gender(word: Word, head: Word, language: str) -> str:
    if head.bare in _WOMEN or head.bare in _MEN:
        return "f" if head.bare in _WOMEN else "m"
    if language == "fr" and word.bare[:2] in ("l’", "l'"):
        return gender_of_office(head.bare, language)
    if language in ("es", "fr"):
        return "f" if word.bare in ("una", "une", "otra", "la") else "m"
    return gender_of(head.bare)
