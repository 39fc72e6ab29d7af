"""Edit pages say who else is at the record; only a POST writes it, and nobody hears of series out of reach."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.people.models import Person
from app.people.operations import change_person
from app.planning.looking import recent_records
from app.revisions.models import Presence
from app.web.permissions import minimum_role
from app.web.presence import EDITED
from tests.factories import a_draft, a_person, a_series, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in, token_in

PAGE = "/organize/people/ines/edit"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(app: Flask, clock: object) -> Person:
    a_series()
    made = a_person(name="Ines Vaz", slug="ines")
    save()
    return made


def signed_in(app: Flask, email: str) -> Visitor:
    visitor = a_visitor(app)
    sign_in(visitor, email)
    return visitor


def say(visitor: Visitor, record_type: str, record_id: object) -> object:
    token = token_in(visitor.get("/organize/planner/items/new").text)
    data = {"csrf_token": token, "record_type": record_type, "record_id": str(record_id)}
    return visitor.post("/organize/presence", data=data)


def hint(visitor: Visitor, page: str = PAGE) -> str:
    return visitor.get(page).text.split('class="presence"')[1].split("</div>")[0]


def test_says_who_else_is_editing_and_forgets_it(app: Flask, person: Person, clock: time_machine.Traveller) -> None:
    an_account()
    eddy()
    clock.shift(3600)
    eds, olive = signed_in(app, "eddy@example.org"), signed_in(app, "olive@example.org")
    assert "is editing" not in hint(olive)
    assert say(eds, "person", person.id).json == {"sentences": []}
    assert say(eds, "person", person.id).status_code == 200
    assert "Eddy Editor is editing this." in hint(olive)
    assert "is editing" not in hint(eds)
    assert say(olive, "person", person.id).json == {"sentences": ["Eddy Editor is editing this."]}
    clock.shift(91)
    assert "is editing" not in hint(olive)


def test_says_who_saved_it_a_moment_ago_without_scripts(
    app: Flask, person: Person, clock: time_machine.Traveller
) -> None:
    an_account()
    clock.shift(3600)
    change_person(person, fields={"biography": "Writes."}, by=eddy())
    change_person(person, fields={"biography": "Writes and reads."}, by="Starter data")
    save()
    clock.shift(240)
    olive = signed_in(app, "olive@example.org")
    assert "Eddy Editor saved this 4 minutes ago." in hint(olive)
    assert "Starter data" not in hint(olive)
    clock.shift(600)
    assert "saved this" not in hint(olive)


def test_reading_a_page_writes_nothing(app: Flask, person: Person) -> None:
    an_account()
    signed_in(app, "olive@example.org").get(PAGE)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Presence)) == 0


def test_other_pages_say_nothing(app: Flask, person: Person) -> None:
    an_account()
    assert 'class="presence"' not in signed_in(app, "olive@example.org").get("/organize/planner").text


def test_what_was_opened_is_among_the_recent(app: Flask, person: Person) -> None:
    account = an_account()
    say(signed_in(app, "olive@example.org"), "person", person.id)
    assert recent_records(account.id) == [("person", person.id)]


@pytest.mark.parametrize(("kind", "number"), [("person", 999), ("account", 1), ("", "x"), ("person", "-1")])
def test_what_is_no_record_is_not_found(app: Flask, person: Person, kind: str, number: object) -> None:
    an_account()
    assert say(signed_in(app, "olive@example.org"), kind, number).status_code == 404


def test_roles_and_series_hold(app: Flask, person: Person) -> None:
    other = a_series(title="Other Talks")
    foreign = a_draft(series=other)
    save()
    an_account(role=Role.EDITOR, series_id=1)
    visitor = signed_in(app, "olive@example.org")
    assert say(visitor, "episode", foreign.id).status_code == 403
    an_account(email="vera@example.org", role=Role.VIEWER)
    vera = signed_in(app, "vera@example.org")
    token = token_in(vera.get("/organize/planner").text)
    data = {"csrf_token": token, "record_type": "person", "record_id": "1"}
    assert vera.post("/organize/presence", data=data).status_code == 403


def test_every_page_that_edits_one_record_is_known(app: Flask) -> None:
    editing = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/organize") and rule.rule.endswith("/edit") and minimum_role(app, rule.endpoint)
    }
    assert editing <= set(EDITED)
    assert set(EDITED) <= set(app.view_functions)
