"""Organizers' pages of people and organizations: found before added, changed by role, nobody overwritten."""

from datetime import date

import pytest
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.people.models import Organization, Person
from app.people.queries import all_organizations, all_people, organization_by_slug, person_by_slug
from app.revisions.queries import revisions_of
from tests.factories import a_person, a_series, an_episode, an_organization, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in, token_in
from tests.records import fields_in, fill


def the_person(slug: str) -> Person:
    db.session.expire_all()
    person = person_by_slug(slug)
    assert person is not None
    return person


def test_a_person_is_added_with_positions_and_shown(olive: Visitor) -> None:
    an_organization(name="Harbour Institute", acronym="HI")
    save()
    row = {"affiliations-0-position": "Director", "affiliations-0-organization": "hi"}
    row |= {"affiliations-0-from_on": "2024-01-31", "affiliations-1-position": "Adviser"}
    answer = fill(olive, "/organize/people/new?name=Ines+Vaz", honorific="Dr", biography="Sails.", **row)
    assert answer.status_code == 303
    assert answer.location == "/organize/people/ines-vaz"
    page = olive.get(answer.location).text
    assert "Dr Ines Vaz" in page
    assert "Harbour Institute" in page
    assert [held.position for held in the_person("ines-vaz").affiliations] == ["Director", "Adviser"]
    assert the_person("ines-vaz").sort_name == "Vaz, Ines"


def test_a_name_near_a_known_one_is_asked_about_first(olive: Visitor) -> None:
    a_person(name="Inês Müller-Vaz")
    save()
    page = olive.get("/organize/people/new?name=Ines+Muller+Vaz").text
    assert "Did you mean one of them?" in page
    assert "/organize/people/ines-muller-vaz" in page
    form = fields_in(olive.get("/organize/people/new?name=Ines+Muller+Vaz&another=yes").text)
    refused = olive.post("/organize/people/new", data={key: form[key] for key in form if key != "another"})
    assert refused.status_code == 422
    assert "No, this is another person" in refused.text
    assert len(all_people()) == 1
    assert olive.post("/organize/people/new", data=form | {"another": "yes"}).status_code == 303
    db.session.expire_all()
    assert len(all_people()) == 2


def test_a_row_that_is_emptied_goes_and_a_new_organization_is_added_only_when_meant(olive: Visitor) -> None:
    a_person(name="Ines Vaz", affiliations=[{"position": "Clerk"}, {"position": "Judge"}])
    an_organization(name="Court of the Islands")
    save()
    row = {"affiliations-0-position": "", "affiliations-1-organization": "Court of the Isles"}
    refused = fill(olive, "/organize/people/ines-vaz/edit", **row)
    assert refused.status_code == 422
    assert "Did you mean: Court of the Islands?" in refused.text
    assert "Court of the Isles" in refused.text
    assert len(the_person("ines-vaz").affiliations) == 2
    again = olive.post("/organize/people/ines-vaz/edit", data=fields_in(refused.text) | {"add_organizations": "y"})
    assert again.status_code == 303
    (held,) = the_person("ines-vaz").affiliations
    assert held.position == "Judge"
    assert held.organization is not None
    assert held.organization.name == "Court of the Isles"


def test_a_stale_form_overwrites_nobody(olive: Visitor) -> None:
    a_person(name="Ines Vaz")
    save()
    first = fields_in(olive.get("/organize/people/ines-vaz/edit").text)
    assert fill(olive, "/organize/people/ines-vaz/edit", biography="First.").status_code == 303
    late = olive.post("/organize/people/ines-vaz/edit", data=first | {"biography": "Second."})
    assert late.status_code in (409, 422)
    assert "Second." in late.text
    assert the_person("ines-vaz").biography == "First."


def test_a_changed_address_leads_on_and_a_taken_one_is_refused(olive: Visitor) -> None:
    a_person(name="Ines Vaz")
    a_person(name="Otto Berg")
    save()
    taken = fill(olive, "/organize/people/ines-vaz/edit", slug="otto-berg")
    assert taken.status_code == 422
    assert "belongs, or once belonged, to another record" in taken.text
    assert fill(olive, "/organize/people/ines-vaz/edit", slug="ines").location == "/organize/people/ines"
    assert olive.get("/organize/people/ines-vaz").location == "/organize/people/ines"


BAD = [
    ({"affiliations-0-position": "Clerk", "affiliations-0-until_on": "2024-02-30"}, "There is no such day"),
    (
        {
            "affiliations-0-position": "Clerk",
            "affiliations-0-from_on": "2025-01-01",
            "affiliations-0-until_on": "2024-01-01",
        },
        "lies before the first",
    ),
    ({"affiliations-0-organization": "Court"}, "Write the position"),
    ({"affiliations-0-position": "Clerk", "affiliations-0-source_id": "77"}, "Choose one of the list"),
    ({"name": ""}, "A person needs a name."),
    ({"name": "x" * 201}, "Shorten this to 200"),
    ({"website": "javascript:alert(1)"}, "Write a whole address"),
    ({"contact_email": "a@b.org\r\nBcc: c@d.org"}, "Write one mail address"),
    ({"slug": "../etc"}, "Use small letters"),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD)
def test_bad_input_gets_a_sentence_and_changes_nothing(olive: Visitor, typed: dict[str, str], sentence: str) -> None:
    a_person(name="Ines Vaz")
    save()
    answer = fill(olive, "/organize/people/ines-vaz/edit", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(revisions_of(the_person("ines-vaz"))) == 1


def test_markup_is_shown_as_text(olive: Visitor) -> None:
    hostile = "<script>alert(1)</script>"
    a_person(name="Ines Vaz")
    save()
    typed = {"honorific": hostile, "biography": hostile, "affiliations-0-position": hostile}
    assert fill(olive, "/organize/people/ines-vaz/edit", **typed).status_code == 303
    for address in ("/organize/people/ines-vaz", "/organize/people/ines-vaz/edit", "/organize/people"):
        assert hostile not in olive.get(address).text


def test_one_more_row_shows_the_form_again_and_saves_nothing(olive: Visitor) -> None:
    a_person(name="Ines Vaz")
    save()
    answer = fill(olive, "/organize/people/ines-vaz/edit", resume="rows", biography="Half a sentence")
    assert answer.status_code == 200
    assert "affiliations-2-position" in answer.text
    assert "Half a sentence" in answer.text
    assert the_person("ines-vaz").biography is None


def test_the_list_finds_by_accent_folded_beginnings_in_few_statements(olive: Visitor, statements: list[str]) -> None:
    counts = []
    for names in (["Inês Vaz"], [f"Otto Berg {number}" for number in range(120)]):
        for name in names:
            a_person(name=name)
        save()
        statements.clear()
        assert olive.get("/organize/people").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in olive.get("/organize/people").text
    assert "Otto Berg 119" in olive.get("/organize/people?q=berg&page=2").text
    found = olive.get("/organize/people?q=ines").text
    assert "Inês Vaz" in found
    assert "Otto Berg 1" not in found


def test_what_lies_in_a_series_one_may_not_see_is_not_shown(app: Flask) -> None:
    person = a_person(name="Ines Vaz", contact_email="ines@example.org")
    an_episode(title="Secret talk", appearances=[appearing(person)])
    elsewhere = a_series(title="Other talks")
    save()
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER, series_id=elsewhere.id)
    vera = a_visitor(app)
    sign_in(vera, "vera@example.org")
    page = vera.get("/organize/people/ines-vaz").text
    assert "Secret talk" not in page
    assert "ines@example.org" not in page


@pytest.mark.parametrize("part", ["people", "organizations"])
def test_roles(app: Flask, part: str) -> None:
    a_person(name="Ines Vaz")
    an_organization(name="Ines Vaz")
    save()
    here = f"/organize/{part}/ines-vaz"
    stranger = a_visitor(app)
    assert stranger.get(here).status_code == 303
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    vera = a_visitor(app)
    sign_in(vera, "vera@example.org")
    assert vera.get(here).status_code == 200
    assert f"{here}/edit" not in vera.get(here).text
    assert vera.get(f"{here}/edit").status_code == 403
    token = token_in(vera.get(here).text)
    assert vera.post(f"{here}/edit", data={"csrf_token": token, "name": "X"}).status_code == 403
    eddy()
    editor = a_visitor(app)
    sign_in(editor, "eddy@example.org")
    assert fill(editor, f"{here}/edit", name="Ines de Vaz").status_code == 303


def test_an_organization_is_found_added_and_changed(olive: Visitor) -> None:
    an_organization(name="International Harbour Office")
    save()
    assert "Did you mean" in olive.get("/organize/organizations/new?name=IHO").text
    made = fill(olive, "/organize/organizations/new?name=School+of+the+Isles", acronym="SOTI", since_year="1962")
    assert made.location == "/organize/organizations/school-of-the-isles"
    assert "1962" in olive.get(made.location).text
    wrong = fill(olive, f"{made.location}/edit", since_year="62", member_states="many")
    assert wrong.status_code == 422
    assert "from 1000 to 2099" in wrong.text
    assert fill(olive, f"{made.location}/edit", since_year="").status_code == 303
    db.session.expire_all()
    organization: Organization | None = organization_by_slug("school-of-the-isles")
    assert organization is not None
    assert organization.since_year is None
    assert len(all_organizations()) == 2
    assert "SOTI" in olive.get("/organize/organizations?q=soti").text


def test_an_unknown_record_is_404(olive: Visitor) -> None:
    for part in ("people", "organizations"):
        assert olive.get(f"/organize/{part}/nobody").status_code == 404
        assert olive.get(f"/organize/{part}/nobody/edit").status_code == 404


def test_absences_and_what_people_say_of_themselves_are_kept_and_never_public(olive: Visitor) -> None:
    person = a_person(name="Ines Vaz")
    an_episode(title="Talk", appearances=[appearing(person)])
    save()
    typed = {"timezone": "America/Paramaribo", "country": "SR", "gender": "woman"}
    typed |= {"absences-0-from_on": "2026-08-01", "absences-0-until_on": "2026-08-14", "absences-0-note": "On a boat"}
    assert fill(olive, "/organize/people/ines-vaz/edit", **typed, **{"absences-1-from_on": "2026-09-01"}).location
    person = the_person("ines-vaz")
    days = [(str(away.from_on), str(away.until_on), away.timezone) for away in person.absences]
    assert days == [
        ("2026-08-01", "2026-08-14", "America/Paramaribo"),
        ("2026-09-01", "2026-09-01", "America/Paramaribo"),
    ]
    assert "On a boat" in olive.get("/organize/people/ines-vaz").text
    for address in ("/people/ines-vaz", "/people/ines-vaz.jsonld", "/people", "/schedule/people/ines-vaz.ics"):
        text = olive.get(address).text
        for private in ("On a boat", "Suriname", '"SR"', "woman", "2026-08-01", "20260801"):
            assert private not in text, (address, private)


WRONG_ABSENCES = [
    ({"absences-0-until_on": "2026-08-14"}, "Say the first day away"),
    ({"absences-0-from_on": "2026-08-14"}, "in which time zone"),
    ({"timezone": "America/Nassau", "absences-0-from_on": "2026-08-14", "absences-0-until_on": "2026-08-01"}, "before"),
    ({"timezone": "Paramaribo"}, "Did you mean America/Paramaribo?"),
    ({"country": "XX"}, "Choose one of the list."),
    ({"gender": "<b>"}, "Choose one of the list."),
]


@pytest.mark.parametrize(("typed", "sentence"), WRONG_ABSENCES)
def test_wrong_absences_get_a_sentence(olive: Visitor, typed: dict[str, str], sentence: str) -> None:
    a_person(name="Ines Vaz")
    save()
    answer = fill(olive, "/organize/people/ines-vaz/edit", **typed)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_who_held_what_on_that_day(olive: Visitor) -> None:
    office = an_organization(name="Harbour Office")
    held = {"organization_id": office.id, "position": "Director", "from_on": date(2020, 1, 1)}
    a_person(name="Ines Vaz", affiliations=[held | {"until_on": date(2024, 6, 30)}])
    a_person(name="Otto Berg", affiliations=[held | {"from_on": date(2024, 7, 1)}])
    save()
    then, later = (olive.get(f"/organize/people/held?day={day}").text for day in ("2024-06-30", "2024-07-01"))
    assert "Ines Vaz" in then
    assert "Otto Berg" not in then
    assert "Otto Berg" in later
    assert "Ines Vaz" not in later
    wrong = olive.get("/organize/people/held?day=2024-02-31")
    assert wrong.status_code == 422
    assert "There is no such day" in wrong.text
    assert olive.get("/organize/people/held").status_code == 200
