"""Where in a clause a verb of saying stands, or a phrase like "according to"."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress

from app.sources.reading.names import Word, words_in
from app.sources.reading.verbs import SAYING, is_plain_saying, leads_to_speaker, words

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
_MAKES_NOUNS = {
    "en": words("the a an his her their its this these no our some any my your more new"),
    "nl": words("een de het zijn haar deze dit geen hun ons onze"),
    "es": words("el una un su sus esta este los mi nuestra ninguna cada"),
    "fr": words("une un sa son cette ce mon ma notre aucune chaque leur"),
}
"""Words that make what follows a noun: "the claims", "una pregunta"; not "la", "le", which may be objects."""


@lru_cache(maxsize=4096)
def sayings_in(text: str, language: str) -> tuple[Word, ...]:
    words = words_in(text)
    says = (leads(words, at, language) or _is_saying(words, at, language) for at in range(len(words)))
    return tuple(compress(words, says))


def leads(words: Sequence[Word], at: int, language: str) -> bool:
    """ "according to", "in the words of": whoever is named behind it speaks."""
    behind = words[at + 1].bare if at + 1 < len(words) else ""
    before = words[at - 1].bare if at else ""
    return leads_to_speaker(before, words[at].bare, behind, language)


def _is_saying(words: Sequence[Word], at: int, language: str) -> bool:
    word, before = words[at], words[at - 1].bare if at else ""
    behind = words[at + 1].bare if at + 1 < len(words) else ""
    bare = re.sub(r"^[dlsqnjmt]u?[’']", "", word.bare)
    first = bare.split("-")[0]
    first = first[:-1] if first.endswith("ée") else first
    if is_plain_saying(before, word.bare, language):
        return True
    if word.bare not in SAYING[language] and first not in SAYING[language]:
        return False
    if word.is_capital and at > 0:
        return False
    if word.bare in _ASKED_OF and (at == 0 or behind in _QUESTIONS):
        return False
    return not (before in _MAKES_NOUNS[language] or (word.bare == "states" and before in _OF_STATES))
