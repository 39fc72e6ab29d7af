"""Whether words stand in a text letter for letter, where, and how they differ if they do not. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

_DOUBLE = dict.fromkeys(map(ord, "“”„‟«»″〝〞＂"), '"')
_SINGLE = dict.fromkeys(map(ord, "‘’‚‛‹›′＇"), "'")
_MARKS = _DOUBLE | _SINGLE
AROUND = 120
"""Characters kept before and after, for finding the words again in a changed text."""


@dataclass(frozen=True)
class Passage:
    """Where words stand in a folded text, and what stands around them."""

    starts: int
    ends: int
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Stretch:
    """A stretch of words in a comparison: in both, only in the quote, or only in the other text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """How words differ from the nearest passage, and what the sentences around that passage say."""

    before: str
    stretches: tuple[Stretch, ...]
    after: str


def fold_exact(text: str) -> str:
    """NFC, white space folded, quotation marks made straight; nothing else (PRODUCT rule 4)."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_MARKS).split())


def passage_of(paragraphs: list[str], text: str, after: int = 0) -> Passage | None:
    """The place of all paragraphs, in their order, in the text; None where one does not stand there whole.

    `after`: no earlier than that offset of the folded text.
    """
    folded = fold_exact(text)
    place, begins = after, -1
    for paragraph in paragraphs:
        found = _find_whole(fold_exact(paragraph), folded, place)
        if found < 0:
            return None
        begins = found if begins < 0 else begins
        place = found + len(fold_exact(paragraph))
    prefix, suffix = folded[max(0, begins - AROUND) : begins], folded[place : place + AROUND]
    return Passage(begins, place, prefix, suffix)


def _find_whole(words: str, text: str, start: int) -> int:
    """Where the words stand from there on, not inside longer words; -1 if nowhere."""
    found = text.find(words, start) if words else -1
    while found >= 0:
        before, after = text[:found][-1:], text[found + len(words) :][:1]
        if not (_joins(before, words[0]) or _joins(words[-1], after)):
            return found
        found = text.find(words, found + 1)
    return -1


def _joins(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum()


def difference(paragraphs: list[str], text: str, fewest: int = 3) -> Difference | None:
    """Word by word, how the quote differs from the nearest passage of the text; None where nothing is near.

    Near is what has so many following words in common.
    """
    quoted = _words(" ".join(paragraphs))
    others = _words(text)
    begins, ends = _nearest(quoted, others, fewest)
    if begins == ends:
        return None
    before, after = _ended(" ".join(others[:begins])[-400:]), _begun(" ".join(others[ends:])[:400])
    return Difference(before, tuple(compare_words(quoted, others[begins:ends])), after)


def _nearest(quoted: list[str], others: list[str], fewest: int) -> tuple[int, int]:
    """Where the stretch of the text around what it has in common with the quote begins and ends."""
    matcher = SequenceMatcher(None, [_bare(word) for word in quoted], [_bare(word) for word in others], autojunk=False)
    longest = matcher.find_longest_match()
    if longest.size < min(fewest, len(quoted)):
        return 0, 0
    first = max(0, longest.b - longest.a - len(quoted) // 4 - 2)
    last = longest.b + (len(quoted) - longest.a) + len(quoted) // 4 + 2
    near = SequenceMatcher(
        None, [_bare(w) for w in quoted], [_bare(w) for w in others[first:last]], autojunk=False
    ).get_matching_blocks()[:-1]
    begins = first + max(0, near[0].b - near[0].a)
    ends = first + near[-1].b + near[-1].size + (len(quoted) - near[-1].a - near[-1].size)
    return begins, min(ends, len(others))


def _words(text: str) -> list[str]:
    """Words with their punctuation, without the quotation marks around them."""
    return [bare for word in fold_exact(text).split() if (bare := word.strip('"'))]


def _bare(word: str) -> str:
    return re.sub(r"\W+", "", word).casefold() or word


def compare_words(quoted: list[str], others: list[str]) -> list[Stretch]:
    """Stretches in reading order: "same", "quote" (only in the quote), "text" (only in the other text)."""
    stretches: list[Stretch] = []
    for tag, a, b, c, d in SequenceMatcher(None, quoted, others, autojunk=False).get_opcodes():
        if tag == "equal":
            stretches.append(Stretch("same", " ".join(quoted[a:b])))
            continue
        stretches += [Stretch("quote", " ".join(quoted[a:b]))] if b > a else []
        stretches += [Stretch("text", " ".join(others[c:d]))] if d > c else []
    return stretches


def in_sentence(paragraphs: list[str], text: str) -> tuple[str, str]:
    """What the speaker said just before and after: the end of the sentence before, the sentence after.

    A line that begins with a dash names who spoke; it is no sentence.
    """
    passage = passage_of(paragraphs, text)
    if passage is None:
        return "", ""
    folded = fold_exact(text)
    before = _ended(folded[max(0, passage.starts - 400) : passage.starts])
    return before, _begun(folded[passage.ends : passage.ends + 400])


def _ended(text: str) -> str:
    return (_sentences(text) or [""])[-1]


def _begun(text: str) -> str:
    first = (_sentences(text) or [""])[0]
    return "" if first.startswith(("-", "–", "—")) else first


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?…])[\"')\]]*\s+", text.strip(" \"'")) if part]
