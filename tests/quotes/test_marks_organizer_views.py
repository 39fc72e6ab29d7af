"""Editorial marks laid over a quote by organizers: found by the words before them, public as a correction."""

import pytest
from flask import Flask

from app.database import db
from app.quotes.models import Quote
from tests.factories import a_quote, save
from tests.organizers import Visitor, a_visitor, eddy, sign_in, token_in

WORDS = "We plan in terms of of ways, and we plan this year."


def a_draft_quote() -> Quote:
    quote = a_quote(state="draft", paragraphs=["Good morning.", WORDS])
    save()
    return quote


def post(visitor: Visitor, path: str, page: str, **fields: str) -> int:
    token = token_in(visitor.get(page).text)
    status: int = visitor.post(path, data={"csrf_token": token, **fields}).status_code
    db.session.expire_all()
    return status


def marked(visitor: Visitor, quote: Quote, **fields: str) -> int:
    here = f"/organize/quotes/{quote.id}/marks"
    return post(visitor, here, here, **{"kind": "sic", "after": "of of"} | fields)


def test_a_mark_is_laid_over_the_words_and_taken_away(olive: Visitor) -> None:
    quote = a_draft_quote()
    assert marked(olive, quote) == 303
    assert marked(olive, quote, after="this year", kind="date_note", text="2026") == 303
    assert [(mark.paragraph, mark.kind.value, mark.ends) for mark in quote.marks] == [
        (1, "sic", 22),
        (1, "date_note", 50),
    ]
    here = f"/organize/quotes/{quote.id}/marks"
    page = olive.get(here).text
    assert "[2026]" in page
    assert "a date in brackets: 2026, after" in page
    assert post(olive, f"{here}/0/remove", here) == 303
    assert [mark.kind.value for mark in quote.marks] == ["date_note"]
    assert quote.paragraphs == ["Good morning.", WORDS]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"after": "nowhere"}, "do not stand in the quote"),
        ({"after": "plan"}, "more than once"),
        ({"kind": "note"}, "Write what the note says"),
    ],
)
def test_what_cannot_be_marked_is_refused(olive: Visitor, fields: dict[str, str], sentence: str) -> None:
    quote = a_draft_quote()
    here = f"/organize/quotes/{quote.id}/marks"
    data = {"csrf_token": token_in(olive.get(here).text), "kind": "sic", "after": "of of"} | fields
    answer = olive.post(here, data=data)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_mark_on_a_public_quote_is_a_correction(olive: Visitor) -> None:
    quote = a_quote(paragraphs=[WORDS])
    save()
    assert marked(olive, quote) == 422
    assert marked(olive, quote, reason="The slip is the speaker's own.") == 303
    assert [version.reason for version in quote.versions] == [None, "The slip is the speaker's own."]
    assert [len(version.marks) for version in quote.versions] == [0, 1]
    assert quote.words == WORDS


def test_an_editor_does_not_mark_a_public_quote(app: Flask) -> None:
    quote = a_quote(paragraphs=[WORDS])
    save()
    eddy()
    visitor = a_visitor(app)
    sign_in(visitor, "eddy@example.org")
    assert visitor.get(f"/organize/quotes/{quote.id}/marks").status_code == 403
