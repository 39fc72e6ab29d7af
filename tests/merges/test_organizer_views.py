"""Organizers' pages of merges: doubles found, a preview before anything moves, apart again, within one's own series."""

from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.people.models import Person
from app.people.queries import organization_by_slug, person_by_slug
from app.revisions.queries import latest_revision
from tests.factories import a_person, a_quote, a_series, an_episode, an_organization, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in, token_in
from tests.records import fields_in


def the_person(slug: str) -> Person:
    db.session.expire_all()
    person = person_by_slug(slug)
    assert person is not None
    return person


def two_of_one() -> None:
    office = an_organization(name="Harbour Office")
    a_person(name="Ana Reef")
    held = {"position": "Fellow", "organization_id": office.id}
    other = a_person(name="Ana Maria Reef", biography="Works on the sea.", affiliations=[held])
    an_episode(title="Tides", appearances=[appearing(other)])
    a_quote(person_id=other.id, paragraphs=["The tide turns."])
    save()


def post(visitor: Visitor, page: str, address: str, **typed: str) -> object:
    return visitor.post(address, data={"csrf_token": token_in(visitor.get(page).text), **typed})


def test_doubles_are_listed_compared_merged_and_taken_apart(olive: Visitor) -> None:
    two_of_one()
    listed = olive.get("/organize/people/doubles").text
    assert "Ana Maria Reef" in listed
    assert "merge?with=" in listed
    preview = "/organize/people/ana-reef/merge?with=ana-maria-reef"
    before = latest_revision()
    page = olive.get(preview).text
    for words in ("Episode: Tides", "The tide turns.", "1 position", "Biography", "Keep the other record instead"):
        assert words in page
    assert latest_revision() == before
    done = post(olive, preview, "/organize/people/ana-reef/merge", **{"with": "ana-maria-reef"})
    assert done.location == "/organize/people/ana-reef"
    kept = the_person("ana-reef")
    assert kept.biography == "Works on the sea."
    assert olive.get("/people/ana-maria-reef").location == "/people/ana-reef"
    emptied = olive.get("/organize/people/ana-maria-reef").text
    assert "Take the merge apart" in emptied
    assert "Ana Maria Reef" in olive.get("/organize/people/ana-reef").text
    here = "/organize/people/ana-maria-reef"
    assert post(olive, here, f"{here}/unmerge").status_code == 303
    assert the_person("ana-reef").biography is None
    assert the_person("ana-maria-reef").merged_into_id is None
    assert olive.get("/people/ana-maria-reef").status_code == 200


def test_a_later_change_keeps_the_merge_together_and_says_which(olive: Visitor) -> None:
    two_of_one()
    post(olive, "/organize/people", "/organize/people/ana-reef/merge", **{"with": "ana-maria-reef"})
    page = olive.get("/organize/people/ana-reef/edit").text
    olive.post("/organize/people/ana-reef/edit", data=fields_in(page) | {"biography": "Another."})
    answer = post(olive, "/organize/people/ana-maria-reef", "/organize/people/ana-maria-reef/unmerge")
    assert answer.status_code == 422
    assert "Changed again since" in answer.text
    assert the_person("ana-reef").biography == "Another."


def test_the_other_record_is_searched_for(olive: Visitor) -> None:
    two_of_one()
    a_person(name="Otto Berg")
    save()
    page = olive.get("/organize/people/ana-reef/merge").text
    assert "Ana Maria Reef" in page
    assert "Otto Berg" not in page
    assert "Otto Berg" in olive.get("/organize/people/ana-reef/merge?q=berg").text


def test_one_record_is_not_merged_with_itself(olive: Visitor) -> None:
    two_of_one()
    answer = post(olive, "/organize/people", "/organize/people/ana-reef/merge", **{"with": "ana-reef"})
    assert answer.status_code == 422
    assert "Choose two different records." in answer.text
    assert olive.get("/organize/people/ana-reef/merge?with=nobody").status_code == 404


def test_organizations_merge_too(olive: Visitor) -> None:
    two_of_one()
    an_organization(name="The Harbor Office", url="https://h.example")
    save()
    preview = "/organize/organizations/the-harbor-office/merge?with=harbour-office"
    assert "Positions of Ana Maria Reef" in olive.get(preview).text
    assert post(olive, preview, preview.split("?")[0], **{"with": "harbour-office"}).status_code == 303
    db.session.expire_all()
    emptied = organization_by_slug("harbour-office")
    assert emptied is not None
    assert emptied.merged_into_id is not None
    here = "/organize/organizations/harbour-office"
    assert post(olive, here, f"{here}/unmerge").status_code == 303
    assert "Harbour Office" in olive.get("/organize/organizations").text


def test_only_who_organizes_every_series_it_touches_merges(app: Flask) -> None:
    two_of_one()
    elsewhere = a_series(title="Other talks")
    save()
    eddy()
    an_account(email="orla@example.org", name="Orla", role=Role.ORGANIZER, series_id=elsewhere.id)
    for email in ("eddy@example.org", "orla@example.org"):
        visitor = a_visitor(app)
        sign_in(visitor, email)
        answer = post(visitor, "/organize/people", "/organize/people/ana-reef/merge", **{"with": "ana-maria-reef"})
        assert answer.status_code == 403
    assert the_person("ana-maria-reef").merged_into_id is None
