"""Words are checked against a text or by ear, and a check holds only for what was checked."""

import pytest
from flask import Flask

from app.errors import RuleBroken
from app.quotes.models import QuoteState, Verification
from app.quotes.operations import change_quote
from app.quotes.verifying import verify_by_ear, verify_quote
from tests.factories import BY, a_draft_quote, a_source
from tests.organizers import an_account

WORDS = "We must plan for people, not for numbers."


def test_verification_says_what_does_not_stand_in_the_source(app: Flask) -> None:
    quote = a_draft_quote(paragraphs=[WORDS], source_id=a_source(kept_text="We must plan for people, not numbers.").id)
    with pytest.raises(RuleBroken, match="letter for letter"):
        verify_quote(quote, by=BY)
    with pytest.raises(RuleBroken, match="no kept text"):
        verify_quote(a_draft_quote(paragraphs=[WORDS]), by=BY)


def test_verification_by_ear_needs_a_place(app: Flask) -> None:
    account = an_account()
    quote = a_draft_quote(paragraphs=[WORDS])
    with pytest.raises(RuleBroken, match="where in the recording"):
        verify_by_ear(quote, by=account)
    change_quote(quote, fields={"begins_ms": 1000, "ends_ms": 4000}, by=BY)
    verify_by_ear(quote, by=account)
    assert (quote.verification, quote.verified_by_id) == (Verification.RECORDING, account.id)


def test_another_source_says_nothing_of_the_words_yet(app: Flask) -> None:
    source, other = a_source(kept_text=WORDS), a_source(kept_text="Nothing of the kind.")
    quote = a_draft_quote(paragraphs=[WORDS], source_id=source.id)
    verify_quote(quote, by=BY)
    change_quote(quote, fields={"source_id": other.id}, by=BY)
    assert (quote.verification, quote.verified_at, quote.state) == (None, None, QuoteState.DRAFT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("« Le passé, a dit Awa Diop, ce n’est pas une gare. »", "Le passé, ce n’est pas une gare."),
        ("« La jeunesse haïtienne, a-t-elle dit, n’attend pas. »", "La jeunesse haïtienne n’attend pas."),
        ("«No son menores —dijo Ana Ruiz—. Son niños», insistió.", "No son menores. Son niños"),
    ],
)
def test_words_of_attribution_inside_the_marks_are_none_of_the_quotes(app: Flask, text: str, words: str) -> None:
    source = a_source(kept_text=f"Elle a parlé hier. {text}")
    quote = a_draft_quote(paragraphs=[words], source_id=source.id)
    verify_quote(quote, by=BY)
    assert quote.state is QuoteState.VERIFIED
    other = a_draft_quote(paragraphs=[words.replace("pas", "plus").replace("Son", "Eran")], source_id=source.id)
    with pytest.raises(RuleBroken, match="letter for letter"):
        verify_quote(other, by=BY)
