"""The public quote checker: whether a sentence was said, word for word, and where. Reads through the gate only."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from app.episodes.models import Episode
from app.quotes.models import Quote, QuoteTranslation
from app.quotes.queries import public_quotes_by_ids, public_translations_by_ids
from app.recordings.models import Cue, PhraseOf, Transcript
from app.recordings.phrases import words_of
from app.recordings.queries import places_of_phrases, public_cues_at_words, public_transcripts_by_ids
from app.sources.matching import Stretch, differences, fold_exact, passage_of

FEWEST_WORDS = 3
LONGEST = 3000
ALIKE = 0.6
"""From this share of words in common on, what was pasted is called different, not unknown."""


class Verdict(Enum):
    VERBATIM = "verbatim"
    DIFFERS = "differs"
    TRANSLATION = "translation"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """What was found: the verdict, where, the words around, and how the words differ."""

    verdict: Verdict
    quote: Quote | None = None
    translation: QuoteTranslation | None = None
    transcript: Transcript | None = None
    cue: Cue | None = None
    before: str = ""
    words: str = ""
    after: str = ""
    stretches: tuple[Stretch, ...] = ()

    @property
    def episode(self) -> Episode | None:
        return self.transcript.episode if self.transcript else self.quote.episode if self.quote else None


UNKNOWN = Check(Verdict.UNKNOWN)


def without_outer_marks(text: str) -> str:
    """What was pasted, without the quotation marks around it."""
    return " ".join(text.split()).strip("\"'“”„‟«»‘’‚ ")


def check_words(text: str) -> Check:
    """The best answer: verbatim in a quote, in a transcript, in a translation; else the nearest that differs."""
    pasted = without_outer_marks(text)
    words = words_of(pasted)
    places = places_of_phrases(words)
    checks = [
        *_in_quotes(pasted, [record for kind, record, _first, _count in places if kind is PhraseOf.QUOTE]),
        *_in_transcripts(pasted, len(words), places),
        *_in_translations(pasted, [record for kind, record, _f, _c in places if kind is PhraseOf.TRANSLATION]),
    ]
    order = (Verdict.VERBATIM, Verdict.TRANSLATION, Verdict.DIFFERS)
    return min(checks, key=lambda check: order.index(check.verdict), default=UNKNOWN)


def _in_quotes(pasted: str, ids: list[int]) -> list[Check]:
    wanted = list(dict.fromkeys(ids))[:5]
    found = sorted(public_quotes_by_ids(wanted), key=lambda quote: wanted.index(quote.id)) if wanted else []
    checks = []
    for quote in found:
        passage = _passage(pasted, quote.words)
        if passage:
            return [Check(Verdict.VERBATIM, quote, None, None, None, *passage)]
        stretches = _alike(pasted, quote.words)
        if stretches:
            checks.append(Check(Verdict.DIFFERS, quote, words=quote.words, stretches=stretches))
    return checks[:1]


def _in_translations(pasted: str, ids: list[int]) -> list[Check]:
    wanted = list(dict.fromkeys(ids))[:5]
    for translation in public_translations_by_ids(wanted) if wanted else []:
        passage = _passage(pasted, translation.words)
        if passage:
            return [Check(Verdict.TRANSLATION, translation.quote, translation, None, None, *passage)]
    return []


def _in_transcripts(pasted: str, length: int, places: list[tuple[PhraseOf, int, int, int]]) -> list[Check]:
    spots = [(record, first) for kind, record, first, _count in places if kind is PhraseOf.TRANSCRIPT][:4]
    shown = {one.id: one for one in public_transcripts_by_ids([record for record, _ in spots])} if spots else {}
    nearest: list[Check] = []
    for record, first in spots:
        if record not in shown or (nearest and nearest[0].verdict is Verdict.VERBATIM):
            continue
        cues = public_cues_at_words(record, first, first + length + 12)
        check = _in_cues(pasted, shown[record], cues)
        if check is not None:
            nearest = [check] if check.verdict is Verdict.VERBATIM or not nearest else nearest
    return nearest


def _in_cues(pasted: str, transcript: Transcript, cues: list[Cue]) -> Check | None:
    text = " ".join(cue.text for cue in cues)
    passage = passage_of([pasted], text)
    if passage is not None:
        heard = _cue_at(cues, passage.starts)
        return Check(Verdict.VERBATIM, None, None, transcript, heard, *(_passage(pasted, text) or ("", "", "")))
    stretches = _alike(pasted, text)
    if not stretches:
        return None
    return Check(Verdict.DIFFERS, None, None, transcript, cues[min(1, len(cues) - 1)], stretches=stretches)


def _cue_at(cues: list[Cue], place: int) -> Cue:
    """The cue in which that character of the joined, folded text stands."""
    ends = 0
    for cue in cues:
        ends += len(fold_exact(cue.text)) + 1
        if place < ends:
            return cue
    return cues[-1]


def _passage(pasted: str, text: str) -> tuple[str, str, str] | None:
    passage = passage_of([pasted], text)
    if passage is None:
        return None
    folded = fold_exact(text)
    return (
        folded[max(0, passage.starts - 300) : passage.starts],
        folded[passage.starts : passage.ends],
        (folded[passage.ends : passage.ends + 300]),
    )


def _alike(pasted: str, text: str) -> tuple[Stretch, ...]:
    """The differences, where enough is the same to speak of them."""
    stretches = differences([pasted], text)
    ours = " ".join(one.text for one in stretches if one.kind != "text")
    theirs = " ".join(one.text for one in stretches if one.kind != "quote")
    ratio = SequenceMatcher(None, words_of(ours), words_of(theirs), autojunk=False).ratio() if stretches else 0
    return tuple(stretches) if ratio >= ALIKE else ()
