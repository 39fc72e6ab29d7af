"""Permission is asked, answered once, and decides what may be cleared."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.errors import RuleBroken
from app.quotes.clearing import answer_clearance, ask_clearance
from app.quotes.models import Clearance, ClearanceState, Quote, QuoteState
from app.quotes.operations import move_quote
from app.quotes.verifying import verify_quote
from tests.factories import BY, a_draft_quote, a_source

WORDS = "We must plan for people, not for numbers."


def asked(quote: Quote) -> Clearance:
    fields = {"subject": "quote", "person_id": quote.person_id, "quote_id": quote.id, "asked_how": "by letter"}
    return ask_clearance(fields=fields, by=BY)


def test_an_answer_has_its_day(app: Flask) -> None:
    quote = a_draft_quote(paragraphs=[WORDS])
    clearance = asked(quote)
    early = {"granted": True, "answered_by": "She", "answered_how": "by mail", "by": BY}
    with pytest.raises(RuleBroken, match="after it was asked"):
        answer_clearance(clearance, answered_at=datetime(2020, 1, 1, tzinfo=UTC), **early)
    fields = {"subject": "quote", "person_id": quote.person_id, "quote_id": quote.id, "asked_how": "by letter"}
    with pytest.raises(RuleBroken, match="a day that has come"):
        ask_clearance(fields=fields | {"asked_at": datetime(2099, 1, 1, tzinfo=UTC)}, by=BY)


def test_clearance_is_asked_before_clearing_words_nobody_published(app: Flask) -> None:
    source = a_source(kind="interview", kept_text=WORDS)
    quote = a_draft_quote(paragraphs=[WORDS], source_id=source.id)
    verify_quote(quote, by=BY)
    with pytest.raises(RuleBroken, match="Ask the speaker"):
        move_quote(quote, QuoteState.CLEARED, by=BY)
    clearance = asked(quote)
    with pytest.raises(RuleBroken, match="not answered"):
        move_quote(quote, QuoteState.CLEARED, by=BY)
    answer_clearance(clearance, granted=True, answered_by="Her office", answered_how="by mail", by=BY)
    move_quote(quote, QuoteState.CLEARED, by=BY)
    assert clearance.state is ClearanceState.GRANTED
    assert clearance.answered_at


def test_refusal_takes_a_cleared_quote_back_to_draft(app: Flask) -> None:
    quote = a_draft_quote(paragraphs=[WORDS], source_id=a_source(kept_text=WORDS).id)
    verify_quote(quote, by=BY)
    move_quote(quote, QuoteState.CLEARED, by=BY)
    answer_clearance(asked(quote), granted=False, answered_by="She", answered_how="by telephone", by=BY)
    assert quote.state is QuoteState.DRAFT
