"""Whether the words of a quote were checked: against a kept text, against a transcript, or by ear."""

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import Account
from app.clock import now
from app.database import db
from app.errors import RuleBroken
from app.quotes.models import Quote, QuoteState, Verification
from app.recordings.models import Cue
from app.revisions.operations import Author, revising
from app.sources.cutting import text_as_quoted
from app.sources.matching import passage_of
from app.sources.models import Source


def verify_quote(quote: Quote, *, by: Author) -> None:
    """Check the words against the transcript they came from, or the kept text of the source.

    Raises RuleBroken where there is nothing to check against, or the words do not stand there letter for letter.
    """
    kind, text = text_to_check(quote)
    if text is None:
        raise RuleBroken(
            _("There is no kept text to check the words against; add it to the source."), field="source_id"
        )
    passage = passage_of(quote.paragraphs, text)
    if passage is None:
        raise RuleBroken(_("The words do not stand in the source letter for letter."), field="paragraphs")
    with revising(quote, action="verified", by=by):
        quote.prefix, quote.suffix = passage.prefix, passage.suffix
        note_check(quote, kind, by)


def verify_by_ear(quote: Quote, *, by: Account) -> None:
    """A person listened to the recording at the quote's place and heard these words."""
    if quote.begins_ms is None or quote.ends_ms is None:
        raise RuleBroken(_("Say first where in the recording the words are heard."), field="begins_ms")
    with revising(quote, action="verified", by=by):
        note_check(quote, Verification.RECORDING, by)


def text_to_check(quote: Quote) -> tuple[Verification, str | None]:
    """What the words are matched against: the transcript where the quote points into one, else the source's text.

    That text is without the attributions that stand among the quote's words.
    """
    if quote.transcript_id is not None:
        cues = sa.select(Cue.text).where(Cue.transcript_id == quote.transcript_id).order_by(Cue.number)
        return Verification.TRANSCRIPT, " ".join(db.session.scalars(cues))
    source = quote.source or (db.session.get(Source, quote.source_id) if quote.source_id else None)
    text = source.kept_text if source else None
    return Verification.SOURCE_TEXT, text_as_quoted(quote.paragraphs, text) if text else None


def note_check(quote: Quote, kind: Verification, by: Author) -> None:
    quote.verification = kind
    quote.verified_at = now()
    quote.verified_by_id = by.id if isinstance(by, Account) else None
    if quote.state is QuoteState.DRAFT:
        quote.state = QuoteState.VERIFIED


def forget_check(quote: Quote) -> None:
    quote.verification = quote.verified_at = quote.verified_by_id = None


def forget_check_of_text(quote: Quote) -> None:
    """Another text says nothing about these words yet; what was heard in the recording was heard."""
    if quote.verification in (None, Verification.RECORDING):
        return
    forget_check(quote)
    if not quote.is_public:
        quote.state = QuoteState.DRAFT
