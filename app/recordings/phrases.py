"""Words folded for finding, and the hashes of their phrases of four, their pairs, and of each alone. Pure."""

import re
import unicodedata
from hashlib import blake2b
from itertools import pairwise

SIZE = 4
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*", re.UNICODE)


def words_of(text: str) -> list[str]:
    """The words alone: compatible forms, accents and case folded, punctuation left out."""
    return [word for word, _start, _end in placed_words(text)]


def placed_words(text: str) -> list[tuple[str, int, int]]:
    """Each folded word with where it begins and ends in the text."""
    return [(fold_word(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def fold_word(word: str) -> str:
    if word.isascii():
        return word.casefold()
    plain = unicodedata.normalize("NFKD", word).casefold().replace("’", "'").replace("ʼ", "'")
    return "".join(character for character in plain if not unicodedata.combining(character))


def phrase_hashes(words: list[str]) -> list[int]:
    """One signed 64-bit hash per phrase of four words, in order; a shorter text is one phrase."""
    if not words:
        return []
    last = max(len(words) - SIZE, 0)
    return [_hash(" ".join(words[at : at + SIZE])) for at in range(last + 1)]


def around(text: str, searched: str, characters: int = 60) -> tuple[str, str, str]:
    """The searched words as they stand in the text, with whole words before and after; empty where they do not."""
    plain = " ".join(text.split())
    placed, wanted = placed_words(plain), words_of(searched)
    for at in range(len(placed) - len(wanted) + 1 if wanted else 0):
        if [word for word, _start, _end in placed[at : at + len(wanted)]] == wanted:
            starts, ends = placed[at][1], placed[at + len(wanted) - 1][2]
            before = plain[max(0, starts - characters) : starts]
            after = plain[ends : ends + characters]
            is_cut = starts > characters
            return (
                (before.partition(" ")[2] if is_cut else before),
                plain[starts:ends],
                after.rpartition(" ")[0] or after,
            )
    return "", "", ""


def word_hashes(words: list[str]) -> list[int]:
    """One hash per word, apart from the phrases' hashes."""
    return [_hash(f"= {word}") for word in words]


def pair_hashes(words: list[str]) -> list[int]:
    """One hash per two following words, in order, apart from those of phrases and of single words."""
    return [_hash(f"+ {first} {second}") for first, second in pairwise(words)]


def spread_hashes(words: list[str]) -> list[tuple[int, int]]:
    """(hash, place) that together tell where these words stand one after the other; at most six."""
    if len(words) < SIZE:
        return [(value, place) for place, value in enumerate(word_hashes(words))]
    hashes = phrase_hashes(words)
    places = sorted({*range(0, len(hashes), SIZE), len(hashes) - 1})
    step = max(1, -(-len(places) // 6))
    return [(hashes[place], place) for place in places[::step]]


def _hash(phrase: str) -> int:
    return int.from_bytes(blake2b(phrase.encode(), digest_size=8).digest(), "big", signed=True)
