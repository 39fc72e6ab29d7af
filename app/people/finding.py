"""Finding a person or an organization by a name half remembered: accents folded, slips forgiven. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from slugify import slugify

from app.on_demand import OnDemand

fuzz: Any = OnDemand("rapidfuzz.fuzz")
process: Any = OnDemand("rapidfuzz.process")

LIKELY = 82
"""From this score on, two names are worth the question "did you mean"."""
ALIKE = 88
"""From this score on, two records are shown as a pair that may be one."""
SHORTENED = 90
"""The score of a name that is another one abbreviated, or with a word left out."""
MOST_TOGETHER = 200
"""Records that share a word; where more do, the word says nothing."""
SMALL_WORDS = frozenset({"the", "of", "for", "and", "de", "la", "van", "von", "der", "den", "da", "del", "dr", "prof"})


class Known(NamedTuple):
    """What is known of one record: its names (name, acronym, former ones) and what tells it from its namesakes."""

    id: int
    slug: str
    name: str
    other_names: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may be meant; 100 is the same name letter for letter but for accents and case."""

    record: Known
    score: float


@lru_cache(maxsize=16_384)
def folded(name: str) -> str:
    """Lower case ASCII words: "Müller-Peña" and "muller pena" are the same."""
    return str(slugify(name, separator=" "))


def near_names(name: str, known: Iterable[Known], *, limit: int = 5, least: float = LIKELY) -> list[Match]:
    """Records whose name may be this one written otherwise, the nearest first."""
    wanted = folded(name)
    if not wanted:
        return []
    known = list(known)
    return _ranked(known, _scores(wanted, _texts(known), least), limit)


def found_names(typed: str, known: Iterable[Known], *, limit: int = 20) -> list[Match]:
    """Records for a search box: every typed word begins a word of a name, or else the names come near."""
    known, wanted = list(known), folded(typed)
    if not wanted:
        return []
    texts = _texts(known)
    left = texts
    for word in wanted.split():
        left = [(text, number) for text, number in left if text.startswith(word) or f" {word}" in text]
    begun = {number for _text, number in left}
    found = _ranked(known, {one.id: 100 - len(one.name) / 100 for one in known if one.id in begun}, limit)
    if len(found) < limit:
        others = [(text, number) for text, number in texts if number not in begun]
        found += _ranked(known, _scores(wanted, others, least=72), limit - len(found))
    return found


def _texts(known: list[Known]) -> list[tuple[str, int]]:
    """Every name of every record, folded, with the record's id."""
    return [(text, one.id) for one in known for text in _names(one)]


def _ranked(known: list[Known], scores: dict[int, float], limit: int) -> list[Match]:
    matches = [Match(one, scores[one.id]) for one in known if one.id in scores]
    return sorted(matches, key=lambda match: (-match.score, match.record.name))[:limit]


def _scores(wanted: str, texts: list[tuple[str, int]], least: float) -> dict[int, float]:
    """By record: spelling is compared in C, all names at once; then what is shorter or longer by words."""
    scores: dict[int, float] = {}
    names = [text for text, _number in texts]
    for _text, score, at in process.extract(
        wanted, names, scorer=fuzz.token_sort_ratio, score_cutoff=least, limit=None
    ):
        number = texts[at][1]
        scores[number] = max(score, scores.get(number, 0))
    words = wanted.split()
    for text, number in texts:
        if scores.get(number, 0) < SHORTENED and _may_shorten(words, text) and _is_shortened(wanted, text):
            scores[number] = SHORTENED
    return scores


def named(typed: str, known: Iterable[Known]) -> list[Known]:
    """Records of exactly this name, acronym or slug, but for accents and case."""
    wanted = folded(typed)
    return [one for one in known if wanted and (wanted in _names(one) or typed.strip() == one.slug)]


def same_name_pairs(known: Iterable[Known], *, limit: int = 50) -> list[tuple[Known, Known]]:
    """Pairs that may be one record written twice, compared only where they share a word or its first letters."""
    by_beginning: dict[str, list[_Folded]] = {}
    for one in (_Folded.of(one) for one in known):
        for beginning in one.beginnings:
            by_beginning.setdefault(beginning, []).append(one)
    pairs: dict[tuple[int, int], tuple[float, Known, Known]] = {}
    for together in by_beginning.values():
        for first, second, score in _alike(together) if 1 < len(together) <= MOST_TOGETHER else ():
            key = (min(first.id, second.id), max(first.id, second.id))
            pairs.setdefault(key, (score, first, second))
    ranked = sorted(pairs.values(), key=lambda pair: (-pair[0], pair[1].name))
    return [(first, second) for _score_, first, second in ranked[:limit]]


class _Folded(NamedTuple):
    """A record with its name taken apart once, for being compared with many."""

    record: Known
    name: str
    ordered: str
    telling: frozenset[str]
    beginnings: frozenset[str]
    is_short: bool

    @classmethod
    def of(cls, record: Known) -> "_Folded":
        return cls(record, *_taken_apart(record.name))


@lru_cache(maxsize=16_384)
def _taken_apart(written: str) -> tuple[str, str, frozenset[str], frozenset[str], bool]:
    name = folded(written)
    words = name.split()
    is_short = len(words) == 1 or any(len(word) == 1 for word in words)
    telling = frozenset(words) - SMALL_WORDS
    beginnings = frozenset(word[:4] for word in telling if len(word) > 2)
    return name, " ".join(sorted(words)), telling, beginnings, is_short


def _alike(together: list["_Folded"]) -> Iterator[tuple[Known, Known, float]]:
    """Pairs near in spelling, found in C; then those that only abbreviate or leave out a word."""
    ordered = [one.ordered for one in together]
    for place, first in enumerate(together):
        rest = ordered[place + 1 :]
        for _text, score, at in process.extract(first.ordered, rest, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None):
            yield first.record, together[place + 1 + at].record, score
        for second in together[place + 1 :]:
            may_shorten = first.is_short or second.is_short or len(first.telling) != len(second.telling)
            if may_shorten and _is_shortened(first.name, second.name):
                yield first.record, second.record, SHORTENED


def _names(one: Known) -> tuple[str, ...]:
    if not one.other_names:
        return (folded(one.name),)
    return tuple(folded(name) for name in (one.name, *one.other_names) if name)


def _may_shorten(words: list[str], name: str) -> bool:
    """A quick look at what `_is_shortened` needs, so that few of thousands of names are taken apart."""
    if len(words) == 1:
        return name.count(" ") + 1 >= max(3, len(words[0]))
    if " " not in name:
        return len(words) >= 3
    return name.endswith(words[-1]) or sum(word in name for word in words) >= 2


def _is_shortened(first: str, second: str) -> bool:
    return _has_the_same_words(first, second) or _is_abbreviated(first, second)


def _has_the_same_words(first: str, second: str) -> bool:
    """One name is the other with a middle name or a title more; one shared word is not enough."""
    shorter, longer = sorted((set(first.split()) - SMALL_WORDS, set(second.split()) - SMALL_WORDS), key=len)
    return len(shorter) >= 2 and shorter <= longer


def _is_abbreviated(first: str, second: str) -> bool:
    """ "A Selee" is "Andrew Selee", "IOM" the "International Organization for Migration"."""
    one, two = first.split(), second.split()
    return _are_initials(one, two) or _are_initials(two, one) or _has_an_initial(one, two) or _has_an_initial(two, one)


def _are_initials(short: list[str], long: list[str]) -> bool:
    letters = "".join(word[0] for word in long), "".join(word[0] for word in long if word not in SMALL_WORDS)
    return len(short) == 1 and len(short[0]) >= 3 and len(long) >= 3 and short[0] in letters


def _has_an_initial(short: list[str], long: list[str]) -> bool:
    if len(short) != len(long) or len(short) < 2 or short[-1] != long[-1]:
        return False
    return all(mine == its or (len(mine) == 1 and its.startswith(mine)) for mine, its in zip(short, long, strict=True))
