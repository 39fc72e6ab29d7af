"""Where a quote stands in the transcript that is shown: its own, or the one that replaced it. Through the gate only."""

from dataclasses import dataclass

from app.quotes.models import Quote
from app.recordings.models import Cue, Transcript
from app.recordings.phrases import SIZE, words_of
from app.recordings.places import cues_heard
from app.recordings.queries import (
    places_of_phrases,
    public_cues_around,
    public_cues_at_words,
    public_cues_of,
    public_transcript_of,
)
from app.sources.matching import passage_of

CUES_BEFORE, CUES_AFTER = 6, 40


@dataclass(frozen=True)
class TranscriptPlace:
    """The transcript that is shown, the cue in which the words begin and those around it; no cue where they are gone.

    `is_own`: the quote was taken from it; `is_exact`: the words stand in it letter for letter.
    """

    transcript: Transcript
    cue_number: int | None = None
    cues: tuple[Cue, ...] = ()
    is_own: bool = False
    is_exact: bool = False


def transcript_place(quote: Quote) -> TranscriptPlace | None:
    """None for a quote that was not taken from a transcript, or where none is shown any more."""
    own = quote.transcript
    if own is None or quote.cue_number is None or quote.episode_id is None:
        return None
    if own.is_shown:
        cues = public_cues_around(own.id, quote.cue_number - CUES_BEFORE, quote.cue_number + CUES_AFTER)
        return TranscriptPlace(own, quote.cue_number, tuple(cues), is_own=True, is_exact=True)
    shown = public_transcript_of(quote.episode_id, own.language)
    return _found_again(quote, shown) if shown else None


def _found_again(quote: Quote, shown: Transcript) -> TranscriptPlace:
    """By the index of phrases, then letter for letter; of several places that nearest in time to the former one."""
    words = words_of(quote.words)
    if len(words) < SIZE:
        return _found_in_all(quote, shown)
    places = places_of_phrases(words, shown.id)[:5]
    found = [_begins(quote, shown.id, first, first + len(words)) for _kind, _record, first, _count in places]
    begun = [one for one in found if one is not None]
    if not begun:
        return TranscriptPlace(shown)
    cue, is_exact = min(begun, key=lambda one: (not one[1], abs(one[0].begins_ms - (quote.begins_ms or 0))))
    cues = public_cues_around(shown.id, cue.number - CUES_BEFORE, cue.number + CUES_AFTER)
    return TranscriptPlace(shown, cue.number, tuple(cues), is_exact=is_exact)


def _found_in_all(quote: Quote, shown: Transcript) -> TranscriptPlace:
    """Words too few for a phrase of the index are looked for in all cues."""
    cues = public_cues_of(shown.id)
    passage = passage_of(quote.paragraphs, " ".join(cue.text for cue in cues))
    if passage is None:
        return TranscriptPlace(shown)
    number = cues_heard(cues, passage.starts, passage.ends)[0][0].number
    near = cues[max(0, number - CUES_BEFORE - 1) : number + CUES_AFTER]
    return TranscriptPlace(shown, number, tuple(near), is_exact=True)


def _begins(quote: Quote, transcript_id: int, first: int, last: int) -> tuple[Cue, bool] | None:
    """The cue in which the words begin, and whether they stand there whole; else that of their first common phrase."""
    cues = public_cues_at_words(transcript_id, first, last + 12)
    passage = passage_of(quote.paragraphs, " ".join(cue.text for cue in cues))
    if passage is not None:
        return cues_heard(cues, passage.starts, passage.ends)[0][0], True
    near = [cue for cue in cues if cue.first_word <= first]
    return (near[-1], False) if near else None
