"""Organizers' pages of frameworks, pillars and themes."""

from flask import Flask

from app.database import db
from app.strategy.models import PillarKind
from app.strategy.queries import all_themes, pillar_by_slug
from tests.factories import a_framework, a_pillar, save
from tests.organizers import Visitor, a_visitor, eddy, sign_in
from tests.records import fill


def test_a_framework_with_pillar_and_theme(olive: Visitor) -> None:
    made = fill(olive, "/organize/strategy/new", title="Tides", valid_from="2027-01-01", valid_until="2030-12-31")
    assert made.location == "/organize/strategy/tides"
    pillar = fill(olive, "/organize/strategy/tides/pillars/new", number="1", title="Boats", kind="governance")
    assert pillar.location == "/organize/strategy/tides"
    assert fill(olive, "/organize/strategy/tides/themes/new", position="1", title="Wind").status_code == 303
    page = olive.get("/organize/strategy/tides").text
    assert "Boats" in page
    assert "Wind" in page
    assert "2027–2030" in olive.get("/organize/strategy").text
    assert fill(olive, "/organize/strategy/pillars/boats/edit", title="Ships", slug="ships").status_code == 303
    db.session.expire_all()
    found = pillar_by_slug("ships")
    assert found is not None
    assert found.kind is PillarKind.GOVERNANCE
    assert olive.get("/pillars/boats").location == "/pillars/ships"
    assert fill(olive, "/organize/strategy/themes/wind/edit", definition="It blows.").status_code == 303
    db.session.expire_all()
    assert all_themes()[0].definition == "It blows."


def test_a_number_twice_and_a_period_backwards_are_refused(olive: Visitor) -> None:
    framework = a_framework(title="Tides")
    a_pillar(framework, number=1, title="Boats")
    save()
    twice = fill(olive, "/organize/strategy/tides/pillars/new", number="1", title="Sails")
    assert twice.status_code == 422
    assert "“Boats” has this number already" in twice.text
    back = fill(olive, "/organize/strategy/tides/edit", valid_until="2022-01-01")
    assert back.status_code == 422
    assert "must end after it begins" in back.text


def test_an_editor_reads_only(app: Flask) -> None:
    a_framework(title="Tides")
    save()
    eddy()
    visitor = a_visitor(app)
    sign_in(visitor, "eddy@example.org")
    assert visitor.get("/organize/strategy/tides").status_code == 200
    for address in ("new", "tides/edit", "tides/pillars/new", "tides/themes/new"):
        assert visitor.get(f"/organize/strategy/{address}").status_code == 403


def test_a_framework_is_translated_line_by_line(olive: Visitor) -> None:
    framework = a_framework(title="Tides", slug="tides")
    save()
    address = "/organize/strategy/tides/edit"
    lines = "es: Mareas | Un mar para todos\nnl: Getijden"
    assert fill(olive, address, translations=lines).status_code == 303
    db.session.refresh(framework)
    assert framework.translations == [
        {"language": "es", "title": "Mareas", "definition": "Un mar para todos"},
        {"language": "nl", "title": "Getijden"},
    ]
    assert "nl: Getijden" in olive.get(address).text
    assert '<p lang="es">Mareas: Un mar para todos</p>' in olive.get("/pillars").text
    refused = fill(olive, address, translations="Mareas")
    assert refused.status_code == 422
    assert "language code, colon, title" in refused.text
