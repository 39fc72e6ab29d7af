"""A quote is pointed at the transcript that replaced its own where its words stand there, with history; else not."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.errors import RuleBroken
from app.quotes.following import follow_transcript, successor_of
from app.quotes.models import Quote, QuoteState, Verification
from app.quotes.operations import quote_from_transcript
from app.quotes.verifying import verify_quote
from app.recordings.models import Transcript
from app.recordings.operations import change_transcript
from app.revisions.operations import undo_revision
from app.revisions.queries import revisions_of
from tests.factories import BY, a_person, a_transcript, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, sign_in, token_in

WORDS = "We plan for people, not for numbers."
BETTER = ("Ines Vaz", "Welcome."), ("Ines Vaz", "Good morning. We plan for people,"), ("Ines Vaz", "not for numbers.")


def taken_from_transcript(state: str = "draft") -> Quote:
    person, other = a_person(name="Ines Vaz"), a_person(name="Tomás Reyes")
    episode = an_episode(appearances=[appearing(person), appearing(other)])
    save()
    transcript = a_transcript(episode, ("Ines Vaz", "Good morning."), ("Ines Vaz", WORDS), ("Tomás Reyes", "Right."))
    fields = {"person_id": person.id, "state": state}
    quote = quote_from_transcript(transcript, first=1, last=2, words=[WORDS], fields=fields, by=BY)
    verify_quote(quote, by=BY)
    save()
    return quote


def replaced_by(quote: Quote, *said: tuple[str, str]) -> Transcript:
    assert quote.episode is not None
    transcript = a_transcript(quote.episode, *said)
    save()
    return transcript


def test_a_quote_follows_its_words_into_the_present_transcript(app_on_both: Flask) -> None:
    quote = taken_from_transcript()
    transcript = replaced_by(quote, *BETTER)
    account = an_account()
    follow_transcript(quote, by=account)
    save()
    assert quote.transcript is transcript
    assert (quote.cue_number, quote.begins_ms, quote.ends_ms) == (2, 4000, 12000)
    assert (quote.prefix, quote.suffix) == ("Welcome. Good morning. ", "")
    assert (quote.verification, quote.verified_by) == (Verification.TRANSCRIPT, account)
    assert successor_of(quote) is None
    latest = revisions_of(quote)[0]
    assert (latest.action, latest.after["transcript_id"]) == ("followed", transcript.id)
    undo_revision(latest, quote, by=BY)
    assert (quote.transcript_id, quote.cue_number) == (latest.before["transcript_id"], 2)


def test_a_public_quote_follows_too(app_on_both: Flask) -> None:
    quote = taken_from_transcript("published")
    transcript = replaced_by(quote, *BETTER)
    follow_transcript(quote, by=BY)
    save()
    assert (quote.state, quote.edition, quote.transcript_id) == (QuoteState.PUBLISHED, 1, transcript.id)


def test_of_several_places_the_nearest_in_time_is_followed(app: Flask) -> None:
    quote = taken_from_transcript()
    between = [("Ines Vaz", f"Other words, number {number}.") for number in range(20)]
    replaced_by(quote, ("Ines Vaz", "Welcome."), *between, ("Ines Vaz", WORDS), *between, ("Ines Vaz", WORDS))
    quote.begins_ms = 160_000
    follow_transcript(quote, by=BY)
    assert quote.cue_number == 43


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([("Ines Vaz", "We plan for people, never for numbers.")], "letter for letter"),
        ([("Ines Vaz", "Welcome to all of you.")], "letter for letter"),
        ([("Tomás Reyes", WORDS)], "somebody else"),
        ([("Ines Vaz", "We plan for people,"), ("Tomás Reyes", "not for numbers.")], "somebody else"),
    ],
)
def test_a_quote_does_not_follow_other_words_or_another_voice(
    app: Flask, said: list[tuple[str, str]], sentence: str
) -> None:
    quote = taken_from_transcript()
    replaced_by(quote, *said)
    with pytest.raises(RuleBroken, match=sentence):
        follow_transcript(quote, by=BY)


def test_a_quote_of_a_transcript_never_released_follows_a_later_one(app: Flask) -> None:
    quote = taken_from_transcript()
    assert quote.transcript is not None
    change_transcript(quote.transcript, fields={"public": False}, by=BY)
    assert successor_of(quote) is None
    transcript = replaced_by(quote, *BETTER)
    follow_transcript(quote, by=BY)
    assert quote.transcript is transcript


def test_there_is_nothing_to_follow_while_no_other_is_shown(app: Flask) -> None:
    quote = taken_from_transcript()
    assert quote.episode is not None
    a_transcript(quote.episode, *BETTER, public=False)
    save()
    with pytest.raises(RuleBroken, match="No other transcript"):
        follow_transcript(quote, by=BY)


def test_the_page_offers_the_step_or_shows_the_difference(app: Flask) -> None:
    quote = taken_from_transcript()
    an_account()
    olive = a_visitor(app)
    sign_in(olive)
    here = f"/organize/quotes/{quote.id}"
    assert "In the transcript that is shown now" not in olive.get(here).text
    replaced_by(quote, ("Ines Vaz", "It rained. We plan for people, never for numbers. That was all."))
    page = olive.get(here).text
    assert "<ins>never</ins>" in page
    assert "… It rained." in page
    assert f"{here}/follow" not in page
    assert follow(olive, here).status_code == 422
    replaced_by(quote, *BETTER)
    assert "at 0:04." in olive.get(here).text
    assert follow(olive, here).status_code == 303
    page = olive.get(here).text
    assert "the quote points there now" in page
    assert "In the transcript that is shown now" not in page


def follow(visitor: Visitor, here: str) -> TestResponse:
    return visitor.post(f"{here}/follow", data={"csrf_token": token_in(visitor.get(here).text)})
