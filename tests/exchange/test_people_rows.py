"""People from rows, on both databases: what is wrong with one row leaves the others to be seen too."""

from flask import Flask

from app.database import db
from app.exchange.columns import guessed
from app.exchange.outcomes import Outcome, What
from app.exchange.people_rows import COLUMNS, import_people
from app.exchange.sheets import sheet_from
from app.people.queries import all_organizations, all_people
from tests.factories import BY, a_person, save


def imported(text: str) -> list[Outcome]:
    sheet = sheet_from(text.encode())
    return import_people(sheet, guessed(sheet.header, COLUMNS), by=BY, told=lambda _done: None)


def test_a_wrong_row_takes_back_only_itself(app_on_both: Flask) -> None:
    text = (
        "name,organization,position,from,until\n"
        "Ada,New Office,Clerk,2025-01-02,2024-01-01\n"
        "Otto,New Office,Clerk,,\n"
        "Ida,New Office,,,\n"
    )
    outcomes = imported(text)
    assert [(one.number, one.what) for one in outcomes] == [(2, What.WRONG), (3, What.NEW), (4, What.WRONG)]
    assert "ends before it begins" in outcomes[0].says[0]
    assert outcomes[2].says == ["An organization needs the position held there."]
    db.session.commit()
    assert [person.name for person in all_people()] == ["Otto"]
    assert [organization.name for organization in all_organizations()] == ["New Office"]


def test_an_empty_cell_leaves_what_is_known(app_on_both: Flask) -> None:
    a_person(name="Ines Vaz", biography="Sails.", website="https://vaz.example")
    save()
    (outcome,) = imported("name,biography,website\nInés Vaz,,https://ines.example\n")
    db.session.commit()
    assert outcome.what is What.CHANGED
    (person,) = all_people()
    assert (person.biography, person.website) == ("Sails.", "https://ines.example")
