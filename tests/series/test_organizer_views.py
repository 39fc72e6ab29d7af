"""Organizers' pages of series, each within the series an account holds a role in."""

from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.series.queries import series_by_slug
from tests.factories import a_series, save
from tests.organizers import Visitor, a_visitor, an_account, sign_in
from tests.records import fill


def test_a_series_is_added_and_concluded(olive: Visitor) -> None:
    typed = {"title": "Reef Talks", "organizer": "Reef Office", "default_timezone": "America/Nassau"}
    made = fill(olive, "/organize/series/new", languages="en, es", countries="jm, SR", **typed)
    assert made.location == "/organize/series/reef-talks"
    assert fill(olive, f"{made.location}/edit", concluded="y").status_code == 303
    series = series_by_slug("reef-talks")
    assert series is not None
    assert series.concluded
    assert series.languages == ["en", "es"]
    assert series.countries == ["JM", "SR"]
    assert "concluded" in olive.get("/organize/series").text


def test_bad_input_gets_a_sentence(olive: Visitor) -> None:
    typed = {"title": "Reef", "organizer": "", "default_timezone": "Nassau", "languages": "english!", "countries": "XQ"}
    answer = fill(olive, "/organize/series/new", **typed)
    assert answer.status_code == 422
    for sentence in ("Did you mean America/Nassau?", "is no language code", "which office", "“XQ” is no country code"):
        assert sentence in answer.text
    db.session.expire_all()
    assert series_by_slug("reef") is None


def test_an_organizer_of_one_series_neither_sees_nor_changes_another(app: Flask) -> None:
    own, _other = a_series(title="Reef Talks"), a_series(title="Harbour Talks")
    save()
    an_account(email="orla@example.org", name="Orla", role=Role.ORGANIZER, series_id=own.id)
    orla = a_visitor(app)
    sign_in(orla, "orla@example.org")
    listed = orla.get("/organize/series").text
    assert "Reef Talks</a>" in listed
    assert "Harbour Talks</a>" not in listed.split("<main")[1]
    assert orla.get("/organize/series/harbour-talks").status_code == 404
    assert orla.get("/organize/series/harbour-talks/edit").status_code == 404
    assert orla.get("/organize/series/new").status_code == 403
    assert fill(orla, "/organize/series/reef-talks/edit", kind="talks").status_code == 303
