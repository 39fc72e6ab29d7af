"""Permission asked of a person, and their answer: who, when, how."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import Account
from app.clock import now
from app.database import db
from app.errors import RuleBroken
from app.quotes.models import Clearance, ClearanceOf, ClearanceState, Quote, QuoteState
from app.revisions.operations import Author, revising
from app.sources.models import Source, SourceKind

PUBLISHED_SOURCES = (SourceKind.PRESS_RELEASE, SourceKind.ANNOUNCEMENT, SourceKind.NEWS_REPORT)
"""Words that stand in these are public already; they need no clearance of ours."""


def ask_clearance(*, fields: dict[str, Any], by: Author) -> Clearance:
    """Note that permission was asked: `fields` as Clearance's columns (subject, person_id, asked_how …)."""
    clearance = Clearance()
    with revising(clearance, action="asked", by=by):
        name = by.name if isinstance(by, Account) else by
        clearance.assign({"state": "asked", "asked_at": now(), "asked_by": name, **fields})
        if clearance.asked_at > now():
            raise RuleBroken(_("Give a day that has come."), field="asked_on")
        if (clearance.subject is ClearanceOf.QUOTE) != (clearance.quote_id is not None):
            raise RuleBroken(_("Say which quote is to be cleared."), field="quote_id")
    return clearance


def answer_clearance(
    clearance: Clearance,
    *,
    granted: bool,
    answered_by: str,
    answered_how: str,
    answered_at: datetime | None = None,
    note: str | None = None,
    by: Author,
) -> None:
    """Note the answer: who gave it, when and how. A refusal takes an unpublished quote back to draft."""
    if clearance.state is not ClearanceState.ASKED:
        raise RuleBroken(_("This was answered already; ask again if the answer changed."), field="state")
    if not answered_by.strip() or not answered_how.strip():
        raise RuleBroken(_("Say who answered and how."), field="answered_by")
    if answered_at is not None and not clearance.asked_at.date() <= answered_at.date() <= now().date():
        raise RuleBroken(_("An answer comes after it was asked for, and not later than today."), field="answered_on")
    state = ClearanceState.GRANTED if granted else ClearanceState.REFUSED
    with revising(clearance, action=state.value, by=by):
        clearance.state = state
        clearance.answered_at = answered_at or now()
        clearance.answered_by, clearance.answered_how = answered_by.strip(), answered_how.strip()
        clearance.note = note or clearance.note
    quote = clearance.quote or (db.session.get(Quote, clearance.quote_id) if clearance.quote_id else None)
    if not granted and quote is not None and quote.state is QuoteState.CLEARED:
        with revising(quote, action=QuoteState.DRAFT.value, by=by):
            quote.state, quote.state_reason = QuoteState.DRAFT, "Clearance refused."


def check_cleared(quote: Quote) -> None:
    """The last answer decides; words that their source published already need none."""
    statement = sa.select(Clearance).where(Clearance.quote_id == quote.id).order_by(Clearance.id.desc()).limit(1)
    latest = db.session.scalar(statement)
    if latest is not None and latest.state is ClearanceState.REFUSED:
        raise RuleBroken(_("The speaker refused this quote; it cannot be cleared."), field="state")
    if latest is not None and latest.state is ClearanceState.ASKED:
        raise RuleBroken(_("The speaker was asked and has not answered yet; note the answer first."), field="state")
    source = quote.source or (db.session.get(Source, quote.source_id) if quote.source_id else None)
    if latest is None and (source is None or source.kind not in PUBLISHED_SOURCES):
        raise RuleBroken(_("Ask the speaker first, and note the answer: nobody has cleared this quote."), field="state")
