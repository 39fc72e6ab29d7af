"""A quote pointed at the transcript that replaced the one it was taken from, where its words stand there too."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _

from app.database import db
from app.errors import RuleBroken
from app.quotes.models import Quote, Verification
from app.quotes.verifying import note_check
from app.recordings.models import Cue, Transcript
from app.recordings.places import cues_heard
from app.recordings.queries import cues_of, transcript_in_place_of
from app.revisions.operations import Author, revising
from app.sources.matching import Difference, Passage, difference, passage_of

MOST_PLACES = 50
"""Of words that are heard again and again, so many places are looked at."""


@dataclass(frozen=True)
class Successor:
    """The transcript that replaced a quote's own: the cues in which the words are heard, or how the words differ."""

    transcript: Transcript
    cues: tuple[Cue, ...] = ()
    passage: Passage | None = None
    difference: Difference | None = None


def successor_of(quote: Quote) -> Successor | None:
    """None while no later one than a quote's own is shown; of several places that nearest in time."""
    own = quote.transcript
    transcript = transcript_in_place_of(own) if own is not None and not own.is_shown else None
    if own is None or transcript is None or transcript.id < own.id:
        return None
    cues = cues_of(transcript.id)
    text = " ".join(cue.text for cue in cues)
    places = list(islice(_places(quote, text), MOST_PLACES))
    if not places:
        return Successor(transcript, difference=difference(quote.paragraphs, text))
    heard = [(tuple(cue for cue, _at in cues_heard(cues, place.starts, place.ends)), place) for place in places]
    return Successor(transcript, *min(heard, key=lambda one: abs(one[0][0].begins_ms - (quote.begins_ms or 0))))


def _places(quote: Quote, text: str) -> Iterator[Passage]:
    place = passage_of(quote.paragraphs, text)
    while place is not None:
        yield place
        place = passage_of(quote.paragraphs, text, after=place.starts + 1)


def follow_transcript(quote: Quote, *, by: Author) -> None:
    """Point the quote at the transcript that replaced its own: its place in text and time is there, and checked there.

    Raises RuleBroken where there is none, the words do not stand in it letter for letter, or it gives them to another.
    """
    found = successor_of(quote)
    if found is None:
        raise RuleBroken(_("No other transcript that is shown has replaced the one this quote was taken from."))
    if found.passage is None:
        raise RuleBroken(
            _("The words do not stand in the transcript that replaced it letter for letter."), field="paragraphs"
        )
    if any(cue.person_id not in (None, quote.person_id) for cue in found.cues):
        raise RuleBroken(_("The transcript that replaced it gives these words to somebody else."), field="person_id")
    first, last = found.cues[0], found.cues[-1]
    with revising(quote, action="followed", by=by):
        quote.transcript_id, quote.cue_number = found.transcript.id, first.number
        quote.begins_ms, quote.ends_ms = first.begins_ms, max(last.ends_ms, first.begins_ms + 1)
        quote.prefix, quote.suffix = found.passage.prefix, found.passage.suffix
        note_check(quote, Verification.TRANSCRIPT, by)
    db.session.expire(quote, ["transcript"])
