"""Names of people in running text: which capitalised words are one, and what in the sentence shows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from app.sources.reading.first_names import MEN, WOMEN
from app.sources.reading.lexicon import (
    FEMALE,
    HONORIFICS,
    MALE,
    MODIFIERS,
    NAMES_TOO,
    ORGANIZATIONS,
    PARTICLES,
    PLACES,
    ROLES,
    STOPS,
    SURNAMES_TOO,
    TOPICS,
)
from app.sources.reading.verbs import words as words_of

_WORD = re.compile(r"[’']t(?=\s)|[^\W\d_](?:[\w’'\-]|\.(?=[A-Z]\.))*\.?")
_PARTICLE_RUN = 3
_NICKNAME = re.compile(r"\s[“\"‘«][A-ZÀ-Þ][\w’-]*(?:\s[A-ZÀ-Þ][\w’-]*)?(?=[”\"’»]\s[A-ZÀ-Þ])")
""" "Desmond “Bones” Lewis"."""
MAX_WORDS = 6


@dataclass(frozen=True)
class Mention:
    """A name in a block; `titled` where an honorific stands before it, `starts` is behind the honorific."""

    block: int
    starts: int
    ends: int
    name: str
    titled: bool = False
    gender: str = ""
    begins: int = 0
    """Where the honorifics begin, or the name itself."""

    @property
    def surname(self) -> str:
        return self.name.split()[-1]


@dataclass(frozen=True)
class Word:
    starts: int
    ends: int
    text: str

    @cached_property
    def bare(self) -> str:
        return re.sub(r"[’']s$", "", self.text).rstrip(".").casefold()

    @cached_property
    def is_capital(self) -> bool:
        return self.text[0].isupper() or bool(re.match(r"(?:d|l|dell)[’'][A-ZÀ-Þ]", self.text))

    @cached_property
    def is_acronym(self) -> bool:
        letters = [c for c in self.text.removesuffix("’s").removesuffix("'s") if c.isalpha()]
        return len(letters) > 1 and sum(c.isupper() for c in letters) > len(letters) / 2 and "." not in self.text

    @cached_property
    def is_office(self) -> bool:
        """ "PvdA-leider", "SP-Kamerlid": an office joined to whose it is."""
        whose, _, office = self.text.rpartition("-")
        return len(whose) > 1 and whose[:1].isupper() and _names_office(office)

    @cached_property
    def is_loud(self) -> bool:
        """Whether it may be a surname in capitals: "DUPONT", "PIERRE-LOUIS", not "OIM"."""
        return len(self.text) > 3 and self.text.isupper() and bool(re.search("[AEIOUYÀ-Ý]", self.text))

    @cached_property
    def is_short_capitals(self) -> bool:
        return bool(re.fullmatch(r"[A-ZÀ-Þ]{2,3}", self.text))

    @cached_property
    def is_initial(self) -> bool:
        return bool(re.fullmatch(r"(?:[A-Z]\.)+|[A-Z]", self.text))


_ACRONYMS = words_of(
    "IOM OIM ILO OIT UN ONU VN EU UE UK USA US OAS OEA WHO OMS MPI CEO NGO ONG TV FM AM PM UWI UTC GMT AST EST USD EUR"
)
"""Short capitals that are no surname."""
_TRADE = re.compile(
    r"(?:\w{3}(?:olog(?:ist|ue)(?<!homologue)|ólog[oa]|omist|(?:[gntrdmcl]"
    r"|ü)ista(?<!bautista)(?<!baptista)(?<!gelista)|(?:[gntrdmcsv]|al)iste(?<!baptiste)|oloog|ologe|ographer|ógraf[oa]"
    r"|kundige|expert|directeur|commissaris|inspecteur|iatra|iatre|iater"
    r"|minister|voorzitter"
    r"|wetenschapper|onderzoeker|onderzoekster|leider|leidster|medewerker|coördinator|hoofd|agent|werker|werkster"
    r"|beheerder"
    r"|beheerster|ambtenaar|docent|docente|adviseur|hoogleraar|bestuurder|secretaris|woordvoerder|verpleegkundige"
    r"|bewoner|bewoonster|buurman|buurvrouw|begeleider|begeleidster|verzorger|verzorgster|ondernemer|leerkracht"
    r"|specialist|econoom|jurist|vertegenwoordiger|vertegenwoordigster|manager|meester|monteur|eigenaar|eigenares)"
    r"|(?:vakbonds|zaken|staats|bewinds"
    r"|ambts)(?:man|vrouw)|(?:kamer|raads|staten"
    r"|parlements|bestuurs|team|[a-z]{3,}(?:ee|s|ie|en|er))lid|(?:huis|kinder|vrouwen)arts)$"
)
"""Dutch writes field and role as one word ("pensioendeskundige"); sciences make theirs alike ("hydrologist")."""


def _names_office(part: str) -> bool:
    """Whether the second part of a joined word does, as the end of a Dutch compound too."""
    return part.islower() and (is_role(part) or bool(_TRADE.search(f"par{part}")))


@cache
def is_role(word: str) -> bool:
    """Whether a word names an office or an occupation, also as "vice-", "ex-", "oud-"."""
    word = re.sub(r"^[ld][’'](?=\w)", "", word)
    bare = re.sub(r"^(?:vice|vize|sub|ex|co|onder|oud|adjunct)-?(?=\w{4})", "", word)
    parts = word.split("-")
    joined = any(part in ROLES for part in parts) and all(
        part in ROLES | MODIFIERS | TOPICS | {"in", "of", "de", "en", "at", "law"} for part in parts
    )
    compound = len(parts) > 1 and (
        parts[-1] in ROLES - SURNAMES_TOO or (parts[0] in ROLES and parts[1] in ("in", "at", "de", "of"))
    )
    return word in ROLES or bare in ROLES or joined or compound or bool(_TRADE.search(word))


@cache
def is_field(word: str) -> bool:
    """Whether a word names what an office is about: "Volksgezondheid", "Tourism"."""
    return word in TOPICS or bool(re.search(r"\w{3}(?:zaken|heid|werken|huisvesting|ordening|ontwikkeling)$", word))


@lru_cache(maxsize=4096)
def words_in(text: str) -> tuple[Word, ...]:
    """Words without the full stop that ends a sentence; initials and honorifics keep theirs."""
    found = []
    for match in _WORD.finditer(text):
        word = Word(match.start(), match.end(), match.group())
        if word.text.endswith(".") and not word.is_initial and word.bare not in HONORIFICS | {"jr", "st"}:
            word = Word(word.starts, word.ends - 1, word.text[:-1])
        found.append(word)
    return tuple(found)


def gender_of(word: str) -> str:
    if word in FEMALE:
        return "f"
    return "m" if word in MALE else ""


def mentions_in(block: int, text: str) -> list[Mention]:
    """Runs of capitalised words that may be a person's name: not an organization, a role, a place in a phrase."""
    words = words_in(text)
    found, place = [], 0
    while place < len(words):
        run = _run(text, words, place)
        if not run:
            place += 1
            continue
        mention = _mention(block, text, words, place, len(run))
        found += [mention] if mention else []
        place += len(run)
    return found


def _can_be_name(word: Word) -> bool:
    if word.is_office:
        return False
    if not word.is_capital or word.is_acronym:
        return word.is_initial
    bare = word.bare
    return not (bare in HONORIFICS or bare in STOPS or is_role(bare) or bare in TOPICS or bare in MODIFIERS)


def _run(text: str, words: Sequence[Word], place: int) -> list[Word]:
    """Name words from there on, with particles between them ("van der", "de la")."""
    run: list[Word] = []
    at = place
    while at < len(words):
        word = words[at]
        if run and (nick := _NICKNAME.match(text, run[-1].ends)):
            inside = [one for one in words[at:] if one.starts < nick.end()]
            run += inside
            at += len(inside)
            continue
        if run and not re.fullmatch(r"(?:[”\"»’])?[ \u00a0]", text[run[-1].ends : word.starts]):
            break
        if _can_be_name(word) or _is_name_here(text, words, at, run) or _is_loud_surname(text, words, at, run):
            run.append(word)
            at += 1
            if word.text.endswith(("’s", "'s")):
                break
            continue
        particles = _particles(text, words, at) if run or word.text[0].isupper() else 0
        if not particles or (len(run) > 1 and _belongs(words[at - 1 : at + particles + 2])):
            break
        run += words[at : at + particles]
        at += particles
    while run and not (
        _can_be_name(run[-1]) or is_role(run[-1].bare) or run[-1].bare in MODIFIERS | NAMES_TOO or run[-1].is_loud
    ):
        run.pop()
    return run


def _belongs(words: Sequence[Word]) -> bool:
    """ "Ann Lee-Croes van de Arbeidsinspectie", "Ann Lee van de Arubaanse Bouwbond": no surname ends so."""
    surname, *particles = words[:3]
    if [one.bare for one in particles] not in (["van", "de"], ["van", "het"]):
        return False
    return "-" in surname.text or (len(words) == 5 and words[3].is_capital and words[4].is_capital)


def _is_loud_surname(text: str, words: Sequence[Word], at: int, run: list[Word]) -> bool:
    """ "Marie DUPONT", "Mme DUPONT": capitals behind a first name or a title."""
    word = words[at]
    if not run and _opens_by_surname(text, words, at):
        return True
    if word.is_short_capitals and _is_short_surname(text, words, at, run):
        return True
    if not word.is_loud or not word.is_acronym or word.bare in ORGANIZATIONS:
        return False
    led = bool(run) and (run[-1].is_initial or not run[-1].is_acronym or run[-1].is_loud)
    return led or _honorifics(text, words, at)[0]


def _opens_by_surname(text: str, words: Sequence[Word], at: int) -> bool:
    """ "DUPONT Marie", "TRAN Mai Linh": capitals before a name that is written as names are."""
    word, follows = words[at], words[at + 1] if at + 1 < len(words) else None
    if follows is None or not word.is_loud or word.bare in ORGANIZATIONS | PLACES | STOPS or is_role(word.bare):
        return False
    is_name = _can_be_name(follows) or follows.bare in NAMES_TOO
    if text[word.ends : follows.starts] != " " or follows.is_acronym or not is_name:
        return False
    lone = at + 2 >= len(words) or not (words[at + 2].is_loud and text[follows.ends : words[at + 2].starts] == " ")
    return lone and not follows.is_initial and follows.bare not in ORGANIZATIONS


def _is_short_surname(text: str, words: Sequence[Word], at: int, run: list[Word]) -> bool:
    """ "Fatou BA", "Mme LY": two or three capitals, behind a first name or a title."""
    if words[at].text in _ACRONYMS:
        return False
    if not run:
        return _honorifics(text, words, at)[0]
    return (
        len(run) < 3
        and not run[-1].is_acronym
        and (has_first_name(run[0].text) or _honorifics(text, words, at - len(run))[0])
    )


def _is_name_here(text: str, words: Sequence[Word], at: int, run: list[Word]) -> bool:
    word, first = words[at], at - len(run)
    held = first > 0 and is_role(words[first - 1].bare)
    if run and word.is_capital and word.bare in NAMES_TOO and (held or has_first_name(run[-1].text)):
        return True
    return bool(run and _is_surname(text, words, at, run)) or _goes_on_as_name(text, words, at, run)


def has_first_name(name: str) -> bool:
    return not frozenset(name.split()[0].casefold().split("-")).isdisjoint(WOMEN | MEN)


def _goes_on_as_name(text: str, words: Sequence[Word], at: int, run: list[Word]) -> bool:
    """ "Julio César", "Tjon A Fat": what is no name elsewhere is one where a name goes on behind it."""
    word, follows = words[at], words[at + 1] if at + 1 < len(words) else None
    if follows is None or text[word.ends : follows.starts] != " " or not _can_be_name(follows):
        return False
    if word.text == "A":
        return bool(run)
    before = words[at - 1].bare if at else ""
    led = before in ("in", "on", "of", "since", "by", "until", "last", "next", "early", "late", "de", "en", "op", "mid")
    dated = bool(re.search(r"\d\s$", text[max(0, word.starts - 4) : word.starts]))
    return word.is_capital and word.bare in NAMES_TOO and not led and not dated


def _is_surname(text: str, words: Sequence[Word], at: int, run: list[Word]) -> bool:
    """Whether an occupation, or a word that begins an office, ends a name: "Ann Baker", "Wendell Prime"."""
    word, follows = words[at], words[at + 1] if at + 1 < len(words) else None
    kin = is_role(word.bare) or word.bare in MODIFIERS
    if (
        not kin
        or word.bare not in SURNAMES_TOO
        or not word.is_capital
        or word.is_acronym
        or any(one.bare in ORGANIZATIONS for one in run)
    ):
        return False
    if follows is None or text[word.ends : follows.starts] != " ":
        return True
    return not (follows.is_capital or is_role(follows.bare) or follows.bare in ("of", "for", "de", "van", "du"))


_JOINED = re.compile(r"[a-zà-ÿ]{3}[A-ZÀ-Þ]")
""" "van de ChristenUnie": a name made of several words is an organization's."""


def _particles(text: str, words: Sequence[Word], at: int) -> int:
    """How many particles stand here directly before another name word."""
    count = 0
    while count < _PARTICLE_RUN and at + count < len(words) and words[at + count].text.casefold() in PARTICLES:
        follows = words[at + count + 1] if at + count + 1 < len(words) else None
        if follows is None or text[words[at + count].ends : follows.starts] != " ":
            return 0
        count += 1
        if _can_be_name(follows):
            return 0 if follows.bare in ORGANIZATIONS or _JOINED.search(follows.text) else count
    return 0


def _mention(block: int, text: str, words: Sequence[Word], place: int, count: int) -> Mention | None:
    run = list(words[place : place + count])
    titled, gender, begins = _honorifics(text, words, place)
    if any(word.bare in ORGANIZATIONS for word in run) or count > MAX_WORDS or run[-1].bare in PLACES:
        return None
    run = _without_field(run, words[place - 1] if place else None)
    if len(run) > 2 and place and is_role(words[place - 1].bare) and is_field(run[0].bare):
        run = run[1:]
        titled, gender, begins = False, "", run[0].starts
    elided = None if titled else re.match(r"(?:[dl]|qu)[’'](?=[A-ZÀ-Þ])", run[0].text)
    starts = run[0].starts + (elided.end() if elided else 0)
    after = words[place + len(run)] if place + len(run) < len(words) else None
    if after and after.bare in ORGANIZATIONS and after.is_capital and text[run[-1].ends : after.starts] == " ":
        return None
    if after and after.is_capital and is_role(after.bare) and len(run) < 3 and text[run[-1].ends : after.starts] == " ":
        return None
    if (
        after
        and after.is_acronym
        and after.text not in _BEHIND_NAMES
        and not run[-1].is_loud
        and text[run[-1].ends : after.starts] == " "
    ):
        return None
    name = re.sub(r"[’']s?$", "", text[starts : run[-1].ends])
    ends = starts + len(name)
    if any(word.is_loud or word.is_short_capitals for word in run):
        name = _spoken(name, run)
    return Mention(block, starts, ends, name, titled, gender, max(begins, starts) if elided else begins)


_BEHIND_NAMES = frozenset(("SC", "KC", "QC", "MP", "JP", "MBE", "OBE", "CBE", "PhD", "MD", "SJ", "OP", "CSSp", "RN"))
"""Letters that stand behind a name."""


def _spoken(name: str, run: Sequence[Word]) -> str:
    """ "DUPONT Marie", "Marie DUPONT" → Marie Dupont."""
    parts = [_softened(word) for word in name.split(" ")]
    loud = next((at for at, word in enumerate(run) if not word.is_loud), 0)
    return " ".join(parts[loud:] + parts[:loud])


def _softened(word: str) -> str:
    """ "DUPONT" → Dupont."""
    if not word.isupper() or "." in word or len(word) == 1:
        return word
    return word.lower() if word.casefold() in PARTICLES else word.title()


def _without_field(run: list[Word], before: Word | None) -> list[Word]:
    """ "minister Ann Lee van Volksgezondheid": the field behind the name is no surname."""
    led = len(run) > 3 and run[-2].bare in ("van", "of", "de") and is_field(run[-1].bare)
    return run[:-2] if led and before is not None and is_role(before.bare) else run


def _honorifics(text: str, words: Sequence[Word], place: int) -> tuple[bool, str, int]:
    """Whether honorifics stand before the word, what gender they tell, and where they begin."""
    titled, gender, begins = False, "", words[place].starts
    at = place - 1
    while (
        at >= 0
        and words[at].bare in HONORIFICS
        and text[words[at].starts - 1 : words[at].starts] != "."
        and re.fullmatch(r"\.?,? ?", text[words[at].ends : begins])
    ):
        if (
            words[at].bare not in ("don", "sor")
            and len(words[at].bare) < 4
            and not words[at].is_capital
            and not words[at].text.endswith(".")
        ):
            break
        jurist = words[at].text.startswith("mr")  # Dutch "mr." is a lawyer's title, of any gender
        titled, begins = True, words[at].starts
        gender = gender or ("" if jurist else gender_of(words[at].bare))
        at -= 1
    return titled, gender, begins
