"""Organizers' pages of quotes: from transcript to publication, by role, with every refusal as a sentence."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.database import db
from app.episodes.models import Episode
from app.quotes.models import ClearanceState, Quote, QuoteState
from app.quotes.queries import clearances_of_quote, quote_by_id
from app.recordings.captions import Caption
from app.recordings.operations import import_transcript
from app.recordings.queries import cues_of, transcripts_of
from tests.factories import a_person, a_quote, a_series, a_source, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in, token_in

VTT = b"""WEBVTT

00:01.000 --> 00:04.000
<v Ines Vaz>Good morning. We must plan for people,

00:04.000 --> 00:07.000
<v Ines Vaz>not for numbers. Thank you.
"""
WORDS = "We must plan for people, not for numbers."


@pytest.fixture
def episode(app: Flask) -> Episode:
    person = a_person(name="Ines Vaz")
    made = an_episode(slug="talk", appearances=[appearing(person, position="Director")])
    save()
    return made


@pytest.fixture
def olive(app: Flask, episode: Episode) -> Visitor:
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


def post(visitor: FlaskClient, path: str, page: str | None = None, **fields: object) -> object:
    token = token_in(visitor.get(page or path).text)
    return visitor.post(path, data={"csrf_token": token, **fields}, content_type="multipart/form-data")


def imported(visitor: FlaskClient, content: bytes = VTT, **fields: object) -> object:
    data = {"file": (io.BytesIO(content), "talk.vtt"), "language": "en", "kind": "human", "recording_id": ""} | fields
    return post(visitor, "/organize/episodes/talk/transcripts", "/organize/episodes/talk/recordings", **data)


def test_from_transcript_to_a_published_quote(olive: Visitor, episode: Episode) -> None:
    assert imported(olive, public="y").status_code == 303
    (transcript,) = transcripts_of(episode.id)
    page = olive.get(f"/organize/transcripts/{transcript.id}").text
    assert "We must plan for people," in page
    address = f"/organize/transcripts/{transcript.id}/quote?first=1&last=2"
    form = olive.get(address).text
    assert "Good morning. We must plan for people, not for numbers. Thank you." in form
    person = re.search(r'<option selected value="(\d+)">Ines Vaz', form)
    assert person
    fields = {"words": WORDS, "first": "1", "last": "2", "person_id": person.group(1)}
    made = post(olive, address, **fields)
    assert made.status_code == 303
    number = int(made.location.rsplit("/", 1)[1])
    page = olive.get(f"/organize/quotes/{number}").text
    assert "letter for letter" in page
    here = f"/organize/quotes/{number}"
    refused = post(olive, f"{here}/state/cleared", here)
    assert refused.status_code == 422
    assert "Ask the speaker first" in refused.text
    assert post(olive, f"{here}/clearances", here, asked_how="by letter").status_code == 303
    clearance = clearances_of_quote(number)[0].id
    answer = {"granted": "yes", "answered_by": "Her office", "answered_how": "by mail"}
    assert post(olive, f"/organize/clearances/{clearance}/answer", here, **answer).status_code == 303
    assert clearances_of_quote(number)[0].state is ClearanceState.GRANTED
    for state in ("cleared", "published"):
        assert post(olive, f"{here}/state/{state}", here).status_code == 303
    db.session.expire_all()
    quote = quote_by_id(number)
    assert quote is not None
    assert quote.state is QuoteState.PUBLISHED
    public = olive.get(f"/quotes/{number}-{quote.slug}").text
    assert "Stands in the transcript letter for letter" in public
    assert "by Olive Organizer" in public
    assert "Good morning." in public
    assert "/episodes/talk/transcript/en?cue=1#c1:~:text=" in public


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"PK\x03\x04\x00", "not a text file"), (b"hello", "no WebVTT or SRT"), (b"\x93abc", "not text in UTF-8")],
)
def test_hostile_files_are_refused_with_a_sentence(
    olive: Visitor, episode: Episode, content: bytes, sentence: str
) -> None:
    answer = imported(olive, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert transcripts_of(episode.id) == []


def test_words_that_do_not_stand_are_refused_and_kept_in_the_form(olive: Visitor, episode: Episode) -> None:
    imported(olive)
    (transcript,) = transcripts_of(episode.id)
    address = f"/organize/transcripts/{transcript.id}/quote?first=1&last=2"
    person = re.search(r'<option selected value="(\d+)">Ines Vaz', olive.get(address).text)
    assert person
    fields = {"words": "We should plan.", "first": "1", "last": "2", "person_id": person.group(1)}
    answer = post(olive, address, **fields)
    assert answer.status_code == 422
    assert "letter for letter" in answer.text
    assert "We should plan." in answer.text


def a_public_quote(episode: Episode) -> Quote:
    quote = a_quote(episode_id=episode.id, paragraphs=[WORDS], source_id=a_source(kept_text=WORDS).id)
    save()
    return quote


def test_correction_is_public_once_even_when_sent_twice(olive: Visitor, episode: Episode) -> None:
    quote = a_public_quote(episode)
    here = f"/organize/quotes/{quote.id}/correct"
    page = olive.get(here).text
    request_id = re.search(r'name="request_id"[^>]*value="([^"]+)"', page)
    assert request_id
    fields = {"words": "We plan for people.", "reason": "Misheard.", "edition": "1", "request_id": request_id.group(1)}
    for _ in range(2):
        assert post(olive, here, **fields).status_code == 303
    db.session.expire_all()
    assert [version.reason for version in quote.versions] == [None, "Misheard."]
    stale = post(olive, here, **fields | {"request_id": "", "words": "Other."})
    assert stale.status_code == 422
    assert "meanwhile" in stale.text


def test_published_words_cannot_be_edited(olive: Visitor, episode: Episode) -> None:
    quote = a_public_quote(episode)
    here = f"/organize/quotes/{quote.id}/edit"
    base = re.search(r'name="base_revision"[^>]*value="(\d+)"', olive.get(here).text)
    assert base
    fields = {"words": "Other.", "person_id": str(quote.person_id), "episode_id": "", "source_id": "", "language": "en"}
    answer = post(olive, here, **fields, base_revision=base.group(1))
    assert answer.status_code == 422
    assert "only by a public correction" in answer.text


def test_withdrawal_needs_a_reason(olive: Visitor, episode: Episode) -> None:
    quote = a_public_quote(episode)
    here, path = f"/organize/quotes/{quote.id}", f"/quotes/{quote.id}-{quote.slug}"
    assert post(olive, f"{here}/state/withdrawn", here).status_code == 422
    assert post(olive, f"{here}/state/withdrawn", here, reason="Not hers.").status_code == 303
    answer = olive.get(path)
    assert (answer.status_code, "Not hers." in answer.text) == (410, True)


def test_difference_is_shown_word_by_word(olive: Visitor, episode: Episode) -> None:
    source = a_source(kept_text="She said: We must plan for people, not for numbers.")
    quote = a_quote(state="draft", paragraphs=["We should plan for people, not for numbers."], source_id=source.id)
    save()
    page = olive.get(f"/organize/quotes/{quote.id}").text
    assert "<del>should</del>" in page
    assert "<ins>must</ins>" in page


def test_translation_and_embargo(olive: Visitor, episode: Episode) -> None:
    quote = a_public_quote(episode)
    here, path = f"/organize/quotes/{quote.id}", f"/quotes/{quote.id}-{quote.slug}"
    fields = {"language": "es", "words": "Hay que planificar.", "translator": "Ana", "status": "official"}
    assert post(olive, f"{here}/translations", **fields).status_code == 303
    assert "Official translation by Ana" in olive.get(path).text
    draft = a_quote(state="draft", paragraphs=[WORDS])
    save()
    there = f"/organize/quotes/{draft.id}"
    assert post(olive, f"{there}/translations", **fields).status_code == 303
    assert [one.edition for one in draft.translations] == [1], "of the words that will be version 1"
    assert post(olive, f"{there}/embargo", there, day="tomorrow").status_code == 422
    assert post(olive, f"{there}/embargo", there, day="2099-01-01 12:00").status_code == 303
    assert post(olive, f"{there}/embargo", there, day="2099-01-02T12:00").status_code == 303
    assert "2099-01-02 12:00" in olive.get(there).text


def test_editors_prepare_but_do_not_publish(app: Flask, episode: Episode) -> None:
    quote = a_public_quote(episode)
    eddy()
    visitor = a_visitor(app)
    sign_in(visitor, "eddy@example.org")
    here = f"/organize/quotes/{quote.id}"
    assert visitor.get(here).status_code == 200
    assert visitor.get(f"{here}/correct").status_code == 403
    token = token_in(visitor.get("/organize/quotes/new").text)
    assert visitor.post(f"{here}/state/withdrawn", data={"csrf_token": token}).status_code == 403


def test_another_series_is_not_seen(app: Flask, episode: Episode) -> None:
    quote = a_public_quote(episode)
    other = a_series(title="Other series")
    save()
    an_account(email="sam@example.org", name="Sam", role=Role.ORGANIZER, series_id=other.id)
    visitor = a_visitor(app)
    sign_in(visitor, "sam@example.org")
    assert visitor.get(f"/organize/quotes/{quote.id}").status_code == 404
    assert visitor.get("/organize/episodes/talk/recordings").status_code == 403


def test_strangers_are_sent_to_sign_in(app: Flask, client: FlaskClient, episode: Episode) -> None:
    for path in ("/organize/quotes", "/organize/quotes/1", "/organize/transcripts/1", "/organize/clearances"):
        assert client.get(path).status_code == 303


def test_a_long_list_comes_in_pages(client: Visitor, statements: list[str]) -> None:
    an_account()
    for _number in range(105):
        a_quote(state="draft")
    save()
    sign_in(client)
    first = client.get("/organize/quotes").text
    assert first.count('class="badge"') == 100
    statements.clear()
    rest = client.get("/organize/quotes?page=2&state=draft").text
    assert rest.count('class="badge"') == 5
    assert len(statements) <= 8


def test_a_sentence_may_run_on_into_the_next_part(olive: Visitor, episode: Episode) -> None:
    captions = [Caption(at * 1000, at * 1000 + 900, f"Cue {at}, said slowly.", "Ines Vaz") for at in range(1, 501)]
    transcript = import_transcript(episode, captions=captions, fields={"language": "en"}, by="Olive")
    save()
    assert transcript.parts > 1
    last = cues_of(transcript.id, 1)[-1].number
    page = olive.get(f"/organize/transcripts/{transcript.id}").text
    assert f'data-words="{last + 1}"' in page
    form = olive.get(f"/organize/transcripts/{transcript.id}/quote?first={last}&last={last + 1}&starts=4&ends=3").text
    assert f">\r\n{last}, said slowly. Cue</textarea>" in form
    assert olive.get(f"/organize/transcripts/{transcript.id}?part=99").status_code == 200


@pytest.mark.parametrize("chosen", ["starts=-5&ends=-5", "starts=x&ends=99999999999999999999", "starts=900&ends=2"])
def test_selections_that_cannot_be_are_no_error(olive: Visitor, episode: Episode, chosen: str) -> None:
    imported(olive)
    (transcript,) = transcripts_of(episode.id)
    assert olive.get(f"/organize/transcripts/{transcript.id}/quote?first=1&last=1&{chosen}").status_code == 200


def test_no_embargo_is_offered_once_readers_have_seen_the_quote(olive: Visitor, episode: Episode) -> None:
    seen, hidden = a_quote(), a_quote(embargo_until="2099-01-01T00:00:00+00:00")
    save()
    assert "Set the embargo" not in olive.get(f"/organize/quotes/{seen.id}").text
    assert "Set the embargo" in olive.get(f"/organize/quotes/{hidden.id}").text
