"""People from rows, on both databases: what is wrong with one row leaves the others to be seen too."""

from flask import Flask

from app.database import db
from app.exchange.columns import guessed
from app.exchange.outcomes import Outcome, What, is_right
from app.exchange.people_rows import COLUMNS, MADE_OF, import_people
from app.exchange.sheets import sheet_from
from app.people.queries import all_organizations, all_people
from app.revisions.operations import preparing, store
from app.revisions.queries import revisions_of
from tests.factories import BY, a_person, save


def imported(text: str) -> list[Outcome]:
    """What becomes of each row; all are written where all are right."""
    sheet = sheet_from(text.encode())
    with preparing() as prepared:
        outcomes = import_people(sheet, guessed(sheet.header, COLUMNS), by=BY, told=lambda _done: None)
    if is_right(outcomes):
        store(prepared, made_of=MADE_OF)
        db.session.commit()
    db.session.rollback()
    return outcomes


def test_a_wrong_row_says_so_alone_and_keeps_every_row_out(app_on_both: Flask) -> None:
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
    assert (all_people(), all_organizations()) == ([], [])


def test_people_of_an_organization_that_is_new_itself(app_on_both: Flask) -> None:
    text = (
        "name,organization,position\nOtto Berg,New Office,Clerk\nIda Reef,New Office,Head\nOtto Berg,Old Office,Aide\n"
    )
    assert {one.what for one in imported(text)} == {What.NEW}
    otto, ida = all_people()
    assert [held.organization.slug for held in otto.affiliations if held.organization] == ["new-office", "old-office"]
    assert ida.affiliations[0].organization_id == otto.affiliations[0].organization_id
    (made,) = revisions_of(ida)
    assert made.action == "created"
    assert made.after == ida.snapshot()
    assert {one.what for one in imported(text)} == {What.SAME}


def test_a_short_name_that_the_same_file_makes_is_known(app_on_both: Flask) -> None:
    assert imported("name,slug,website\nOtto Berg,,\nOtto Berg,otto-berg,https://otto.example\n")[0].what is What.NEW
    (otto,) = all_people()
    assert otto.website == "https://otto.example"
    assert len(revisions_of(otto)) == 1


def test_an_empty_cell_leaves_what_is_known(app_on_both: Flask) -> None:
    a_person(name="Ines Vaz", biography="Sails.", website="https://vaz.example")
    save()
    (outcome,) = imported("name,biography,website\nInés Vaz,,https://ines.example\n")
    assert outcome.what is What.CHANGED
    (person,) = all_people()
    assert (person.biography, person.website) == ("Sails.", "https://ines.example")
