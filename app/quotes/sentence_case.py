"""A title in sentence case, as APA wants it, where every capital can be told to be one of title case. Pure."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BEGINS = re.compile(r"(?:\A|[:?!.…—–])[\s\"'“”‘’«»(¿¡]*\Z")
"""What stands before a word that begins the title or a part of it."""
_ORDINARY_ENDS = ("tion", "tions", "sion", "sions", "ments", "ness", "ities", "abilities", "ization", "isation")
_ORDINARY = frozenset(Path(__file__).with_name("ordinary_words.txt").read_text(encoding="utf-8").split())
"""Words that are no part of a name by themselves; "compact", "union" or "bank" are none of them."""
_EITHER = frozenset({"may", "march", "polish", "turkey"})
"""Names, and words as well: nobody can tell them apart here."""
_IN_FRONT = frozenset({"new", "old", "port", "high", "long", "low", "harbour", "home"})
"""Words that make one name with the name behind them (New Amsterdam)."""
_SMALL = frozenset(
    {
        "about",
        "across",
        "after",
        "against",
        "along",
        "among",
        "around",
        "before",
        "behind",
        "below",
        "between",
        "beyond",
    }
    | {"during", "inside", "since", "through", "throughout", "toward", "towards", "under", "until", "within", "without"}
)
"""Longer words that title case leaves small."""


def sentence_case(title: str, names: Iterable[str] = ()) -> str:
    """The title with its first word, the first after a colon, and names in capitals; `names` are those on record.

    As it is given where it is in sentence case already, or where one capital may be a name's: a name in small
    letters would be worse than a title that keeps its capitals.
    """
    lowered = _lowered(title, names)
    return title if lowered is None else lowered


def is_told(title: str, names: Iterable[str] = ()) -> bool:
    """Whether each capital in the title can be told; else more names may help."""
    return not _is_in_title_case(title) or _lowered(title, names) is not None


def _lowered(title: str, names: Iterable[str]) -> str | None:
    if not _is_in_title_case(title):
        return None
    kept = _places_of(title, names)
    pieces, place = [], 0
    for found in _WORD.finditer(title):
        word = found.group()
        pieces.append(title[place : found.start()])
        place = found.end()
        is_kept = _BEGINS.search(title[: found.start()]) is not None or found.start() in kept
        lowered = word if is_kept else _small(word, title[place:])
        if lowered is None:
            return None
        pieces.append(lowered)
    return "".join([*pieces, title[place:]])


def _small(word: str, behind: str) -> str | None:
    """The word without its capital where that is one of title case, as it is where it is a name's; None if untold."""
    if word == "I" or not (word.istitle() or _is_possessive(word)):
        return word
    if _is_ordinary(word):
        following = _WORD.search(behind)
        is_in_front = word.lower() in _IN_FRONT and following is not None and following.group()[0].isupper()
        return None if is_in_front and following and not _is_ordinary(following.group()) else word.lower()
    return word if _bare(word) in _names_everywhere() - _EITHER else None


def _is_in_title_case(title: str) -> bool:
    """Whether every longer word has its capital, as no sentence would."""
    words = [found.group() for found in _WORD.finditer(title)]
    return all(not word[0].islower() for word in words if len(word) > 4 and word not in _SMALL)


def _places_of(title: str, names: Iterable[str]) -> set[int]:
    """The places of all characters that belong to a name on record, or to a country's or city's of several words."""
    kept: set[int] = set()
    for name in {*names, *_places_of_many_words()}:
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", title) if name else ():
            kept |= set(range(found.start(), found.end()))
    return kept


def _is_ordinary(word: str) -> bool:
    bare = _bare(word)
    return bare in _ORDINARY or (len(bare) > 6 and bare.endswith(_ORDINARY_ENDS))


def _is_possessive(word: str) -> bool:
    return re.fullmatch(r"\w[^\W\d_A-Z]*['’][a-z]{1,2}", word) is not None


def _bare(word: str) -> str:
    return re.sub(r"['’]s?\Z", "", word).casefold()


@cache
def _places() -> frozenset[str]:
    """Countries and regions of the world, and the cities that time zones are called after."""
    locale = Locale("en")
    cities = [zone.rpartition("/")[2].replace("_", " ") for zone in get_global("zone_territories")]
    named = [names["city"] for names in locale.time_zones.values() if "city" in names]
    return frozenset([*locale.territories.values(), *cities, *named])


@cache
def _places_of_many_words() -> frozenset[str]:
    return frozenset(name for name in _places() if " " in name)


@cache
def _names_everywhere() -> frozenset[str]:
    """Countries, regions, cities, languages, months and weekdays of one word, as CLDR (Babel) has them."""
    locale = Locale("en")
    names = [*_places(), *locale.languages.values()]
    for calendar in (locale.months, locale.days):
        names += calendar["format"]["wide"].values()
    return frozenset(name.casefold() for name in names if " " not in name)
