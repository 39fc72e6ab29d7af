"""What stands around a quote: the sentence before and after, and the fragment that leads to the words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.quotes.annotation import range_fragment, text_fragment
from app.quotes.models import Quote
from app.quotes.places import TranscriptPlace
from app.recordings.models import Cue
from app.recordings.places import cues_heard
from app.sources.matching import Difference, difference, fold_exact, in_sentence, passage_of


@dataclass(frozen=True)
class Surroundings:
    """`difference` says word by word how the quote differs where it does not stand there letter for letter."""

    before: str = ""
    after: str = ""
    fragment: str = ""
    difference: Difference | None = None


def in_source(quote: Quote, text: str | None) -> Surroundings:
    fragment = text_fragment(quote.words, prefix=quote.prefix or "", suffix=quote.suffix or "")
    return Surroundings(*in_sentence(quote.paragraphs, text or ""), fragment, _differing(quote, text or ""))


def in_transcript(quote: Quote, place: TranscriptPlace) -> Surroundings:
    """Only what the same voice said without a break counts as said before and after.

    On the page of a transcript a time stands between two cues, so words of several cues are named by first and last.
    """
    own = _same_voice(place.cues, place.cue_number or 0)
    text = " ".join(cue.text for cue in own)
    before, after = in_sentence(quote.paragraphs, text)
    return Surroundings(before, after, _fragment(quote, own, text), _differing(quote, text, place.is_own))


def _differing(quote: Quote, text: str, is_own: bool = True) -> Difference | None:
    """Of words that nobody has checked: what was checked by ear may differ. From another's text, whenever it does."""
    is_known = is_own and quote.verified_at is not None
    if is_known or not text or passage_of(quote.paragraphs, text) is not None:
        return None
    return difference(quote.paragraphs, text)


def _same_voice(cues: Sequence[Cue], number: int) -> list[Cue]:
    """The run of cues around the numbered one that name no other speaker."""
    here = next((at for at, cue in enumerate(cues) if cue.number == number), None)
    if here is None:
        return []
    speaker = cues[here].speaker
    first, last = here, here
    while first > 0 and cues[first - 1].speaker == speaker:
        first -= 1
    while last + 1 < len(cues) and cues[last + 1].speaker in (speaker, None):
        last += 1
    return list(cues[first : last + 1])


def _fragment(quote: Quote, cues: list[Cue], text: str) -> str:
    passage = passage_of(quote.paragraphs, text)
    if passage is None:
        return ""
    heard = cues_heard(cues, passage.starts, passage.ends)
    (first, starts), (last, began) = heard[0], heard[-1]
    if first is last:
        return text_fragment(quote.words)
    begins = fold_exact(first.text)[max(0, passage.starts - starts) :]
    return range_fragment(begins, fold_exact(last.text)[: passage.ends - began])
