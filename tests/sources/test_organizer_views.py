"""Organizers' pages of sources."""

from hashlib import sha256

from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.sources.queries import source_by_slug
from tests.factories import a_quote, a_source, save
from tests.organizers import Visitor, a_visitor, an_account, sign_in
from tests.records import fields_in, fill


def test_a_source_is_added_with_its_text_and_hash(olive: Visitor) -> None:
    text = "First line.\n\nSecond <b>line</b>."
    answer = fill(olive, "/organize/sources/new", title="A release", kind="interview", kept_text=text, language="en")
    assert answer.location == "/organize/sources/a-release"
    page = olive.get(answer.location).text
    assert sha256(text.encode()).hexdigest() in page
    assert "Second &lt;b&gt;line" in page
    assert "interview" in page


def test_an_edit_shows_what_stands_and_a_stale_one_is_refused(olive: Visitor) -> None:
    source = a_source(title="A release", kept_text="Words.")
    a_quote(source_id=source.id, paragraphs=["Words."])
    save()
    assert "Words." in olive.get("/organize/sources/a-release").text
    first = fields_in(olive.get("/organize/sources/a-release/edit").text)
    assert first["kept_text"] == "Words."
    assert fill(olive, "/organize/sources/a-release/edit", publisher="Harbour").status_code == 303
    late = olive.post("/organize/sources/a-release/edit", data=first | {"publisher": "Other"})
    assert late.status_code in (409, 422)
    db.session.expire_all()
    kept = source_by_slug("a-release")
    assert kept is not None
    assert kept.publisher == "Harbour"


def test_the_list_reads_no_kept_text(olive: Visitor, statements: list[str]) -> None:
    a_source(title="A release", kept_text="Words.")
    save()
    statements.clear()
    assert "text kept" in olive.get("/organize/sources").text
    assert not [one for one in statements if "source.kept_text," in one or "source.kept_text \n" in one]


def test_a_viewer_changes_nothing(app: Flask) -> None:
    a_source(title="A release")
    save()
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    vera = a_visitor(app)
    sign_in(vera, "vera@example.org")
    assert vera.get("/organize/sources/a-release").status_code == 200
    assert vera.get("/organize/sources/new").status_code == 403
    assert vera.get("/organize/sources/a-release/edit").status_code == 403


def test_bad_input_gets_a_sentence(olive: Visitor) -> None:
    answer = fill(olive, "/organize/sources/new", title="", kind="gossip", published_on="1999-01-01", url="ftp://x")
    assert answer.status_code == 422
    for sentence in ("A source needs a title.", "Choose one of the list.", "between 2000 and 2099", "whole address"):
        assert sentence in answer.text
