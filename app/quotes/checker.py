"""The public quote checker: whether a sentence was said, word for word, and where. Reads through the gate only."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from app.episodes.models import Episode
from app.quotes.models import Quote, QuoteTranslation
from app.quotes.queries import public_quotes_by_ids, public_translations_by_ids
from app.recordings.models import Cue, PhraseOf, Transcript
from app.recordings.phrases import words_of
from app.recordings.places import cues_heard
from app.recordings.queries import places_of_pairs, places_of_phrases, public_cues_at_words, records_sharing_words
from app.sources.matching import Difference, difference, fold_exact, passage_of

FEWEST_WORDS = 4
LONGEST = 3000
FEW = 12
"""Up to so many words, one or two wrong ones can break every phrase of four; less is looked for then."""
AROUND = 300
"""Characters shown before and after what was found."""
ALIKE = 0.6
"""From this share of words in common on, what was pasted is called different, not unknown."""


class Verdict(Enum):
    VERBATIM = "verbatim"
    DIFFERS = "differs"
    TRANSLATION = "translation"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """What was found: the verdict, where, the words around, and how the words differ (from a translation too)."""

    verdict: Verdict
    quote: Quote | None = None
    translation: QuoteTranslation | None = None
    transcript: Transcript | None = None
    cue: Cue | None = None
    before: str = ""
    words: str = ""
    after: str = ""
    difference: Difference | None = None

    @property
    def episode(self) -> Episode | None:
        return self.transcript.episode if self.transcript else self.quote.episode if self.quote else None


Place = tuple[PhraseOf, int, int, int]
"""Whose words, which record, its first word, how many phrases in common."""
UNKNOWN = Check(Verdict.UNKNOWN)


def without_outer_marks(text: str) -> str:
    """What was pasted, without the quotation marks around it."""
    return " ".join(text.split()).strip("\"'“”„‟«»‘’‚ ")


def check_words(text: str) -> Check:
    """The best answer: verbatim in a quote, in a transcript, in a translation; else the nearest that differs.

    What is verbatim ends the search: one look at the index, one read of what stands there.
    """
    pasted = without_outer_marks(text)
    words = words_of(pasted)
    places = places_of_phrases(words)
    checks: list[Check] = []
    for look in (_in_quotes, _in_transcripts, _in_translations):
        found = look(pasted, words, places)
        if found is not None and found.verdict is Verdict.VERBATIM:
            return found
        checks += [found] if found is not None else []
    if not checks and len(words) <= FEW:
        checks = _nearly(pasted, words)
    return min(checks, key=_rank, default=UNKNOWN)


def _rank(check: Check) -> int:
    """A translation's own words, then what differs from words that were said, then what differs from a translation."""
    return 1 if check.verdict is Verdict.DIFFERS else 0 if check.difference is None else 2


def _nearly(pasted: str, words: list[str]) -> list[Check]:
    """Few words with one wrong among them: by the words they share with quotes and translations, then by pairs."""
    sharing = records_sharing_words((PhraseOf.QUOTE, PhraseOf.TRANSLATION), words)
    quotes = [record for kind, record in sharing if kind is PhraseOf.QUOTE]
    translations = [record for kind, record in sharing if kind is PhraseOf.TRANSLATION]
    found = _differing_quote(pasted, _in_order(quotes))
    found = found or _differing_translation(pasted, _translations_in_order(translations))
    if found is not None:
        return [found]
    for record, first in places_of_pairs(words):
        cues = public_cues_at_words(record, first, first + len(words) + 2)
        check = _in_cues(pasted, cues, first) if cues else None
        if check is not None:
            return [check]
    return []


def _likely(places: list[Place], kind: PhraseOf, most: int) -> list[Place]:
    """The places of one kind with most in common; those with less than half of that are chance."""
    own = [place for place in places if place[0] is kind]
    return [place for place in own if 2 * place[3] >= own[0][3]][:most]


def _in_quotes(pasted: str, _words: list[str], places: list[Place]) -> Check | None:
    wanted = list(dict.fromkeys(record for _kind, record, _first, _count in _likely(places, PhraseOf.QUOTE, 5)))
    found = _in_order(wanted)
    for quote in found:
        passage = _passage(pasted, quote.words)
        if passage:
            return Check(Verdict.VERBATIM, quote, None, None, None, *passage)
    return _differing_quote(pasted, found)


def _in_order(wanted: list[int]) -> list[Quote]:
    return sorted(public_quotes_by_ids(wanted), key=lambda quote: wanted.index(quote.id)) if wanted else []


def _differing_quote(pasted: str, quotes: list[Quote]) -> Check | None:
    for quote in quotes:
        differing = _alike(pasted, quote.words)
        if differing is not None:
            return Check(Verdict.DIFFERS, quote, difference=differing)
    return None


def _in_translations(pasted: str, _words: list[str], places: list[Place]) -> Check | None:
    wanted = list(dict.fromkeys(record for _kind, record, _first, _count in _likely(places, PhraseOf.TRANSLATION, 5)))
    found = _translations_in_order(wanted)
    for translation in found:
        passage = _passage(pasted, translation.words)
        if passage:
            return Check(Verdict.TRANSLATION, translation.quote, translation, None, None, *passage)
    return _differing_translation(pasted, found)


def _translations_in_order(wanted: list[int]) -> list[QuoteTranslation]:
    return sorted(public_translations_by_ids(wanted), key=lambda one: wanted.index(one.id)) if wanted else []


def _differing_translation(pasted: str, translations: list[QuoteTranslation]) -> Check | None:
    for translation in translations:
        differing = _alike(pasted, translation.words)
        if differing is not None:
            return Check(Verdict.TRANSLATION, translation.quote, translation, difference=differing)
    return None


def _in_transcripts(pasted: str, words: list[str], places: list[Place]) -> Check | None:
    nearest: Check | None = None
    for _kind, record, first, _count in _likely(places, PhraseOf.TRANSCRIPT, 4):
        cues = public_cues_at_words(record, first, first + len(words) + 12)
        check = _in_cues(pasted, cues, first) if cues else None
        if check is not None and check.verdict is Verdict.VERBATIM:
            return check
        nearest = nearest or check
    return nearest


def _in_cues(pasted: str, cues: list[Cue], first: int) -> Check | None:
    """`first` is about the place of the first word, for words that do not stand there as they are."""
    transcript = cues[0].transcript
    text = " ".join(cue.text for cue in cues)
    passage = passage_of([pasted], text)
    if passage is not None:
        heard = cues_heard(cues, passage.starts, passage.ends)[0][0]
        return Check(Verdict.VERBATIM, None, None, transcript, heard, *(_passage(pasted, text) or ("", "", "")))
    differing = _alike(pasted, text)
    if differing is None:
        return None
    begins = [cue for cue in cues if cue.first_word <= first] or cues
    return Check(Verdict.DIFFERS, None, None, transcript, begins[-1], difference=differing)


def _passage(pasted: str, text: str) -> tuple[str, str, str] | None:
    """What stands before, the words, what stands after: whole words, as many as find room."""
    passage = passage_of([pasted], text)
    if passage is None:
        return None
    folded = fold_exact(text)
    before, after = folded[: passage.starts], folded[passage.ends :]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return before, folded[passage.starts : passage.ends], after


def _alike(pasted: str, text: str) -> Difference | None:
    """The difference, where enough is the same to speak of one."""
    found = difference([pasted], text, fewest=2)
    if found is None:
        return None
    ours = " ".join(one.text for one in found.stretches if one.kind != "text")
    theirs = " ".join(one.text for one in found.stretches if one.kind != "quote")
    ratio = SequenceMatcher(None, words_of(ours), words_of(theirs), autojunk=False).ratio()
    return found if ratio >= ALIKE else None
