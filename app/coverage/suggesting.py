"""Links that texts suggest by the word lists of pillars and themes; nothing is learned or hidden. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.coverage.material import Key


@dataclass(frozen=True)
class Passage:
    """A piece of text and what it is, "the title" say."""

    what: str
    text: str


@dataclass(frozen=True)
class Suggestion:
    """An area whose words stand in the text: which words, and where each was found first."""

    key: Key
    found: tuple[tuple[str, str], ...]


def folded(text: str) -> str:
    """Lower case without accents, every stretch of other signs one space: how words are compared."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", kept))


def suggestions(
    passages: Iterable[Passage], words: Mapping[Key, Iterable[str]], *, linked: Iterable[Key]
) -> list[Suggestion]:
    """Areas not linked yet, those with the most different words first; whole words only."""
    texts = [(passage.what, f" {folded(passage.text)} ") for passage in passages]
    left_out = set(linked)
    made = []
    for key, wanted in words.items():
        if key in left_out:
            continue
        found = [(word, where) for word in wanted if (where := _where(word, texts)) is not None]
        if found:
            made.append(Suggestion(key, tuple(found)))
    return sorted(made, key=lambda one: -len(one.found))


def _where(word: str, texts: list[tuple[str, str]]) -> str | None:
    wanted = _as_sought(word)
    return next((what for what, text in texts if wanted and wanted in text), None)


@lru_cache(maxsize=4096)
def _as_sought(word: str) -> str:
    plain = folded(word)
    return f" {plain} " if plain else ""
