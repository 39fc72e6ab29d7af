"""Merging two records of one person or organization, and taking the merge apart."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.database import db
from app.episodes.models import Episode
from app.errors import RuleBroken
from app.merges.operations import RECORDS, merge_organizations, merge_people, undo_merge
from app.people.models import Organization, Person
from app.people.operations import change_person
from app.people.queries import all_people, known_people
from app.quotes.models import Quote
from app.revisions.models import Revision
from tests.factories import BY, a_person, a_quote, an_episode, an_organization, appearing, save

MOVED = {
    "appearance.person_id",
    "affiliation.person_id",
    "absence.person_id",
    "quote.person_id",
    "clearance.person_id",
    "cue.person_id",
}
FOLLOWED = {"private_feed.person_id", "to_tell.person_id"}
"""What goes on naming the other record, and is read by way of it: it comes apart with the merge."""
MOVED_OF_ORGANIZATION = {
    *("appearance.organization_id", "affiliation.organization_id", "co_organizer.organization_id"),
}


def reloaded() -> None:
    save()
    db.session.expire_all()


def two_of_one() -> tuple[Person, Person]:
    office = an_organization(name="Harbour Office")
    kept = a_person(name="Ana Reef", affiliations=[{"organization_id": office.id, "position": "Director"}])
    other = a_person(
        name="Ana Maria Reef",
        biography="Works on the sea.",
        affiliations=[
            {"organization_id": office.id, "position": "director", "until_on": date(2025, 1, 1)},
            {"organization_id": office.id, "position": "Fellow", "from_on": date(2025, 1, 2)},
        ],
    )
    return kept, other


def everything() -> dict[str, Any]:
    return {
        f"{name} {record.id}": record.snapshot()
        for name, model in RECORDS.items()
        for record in db.session.scalars(sa.select(model).order_by(model.id))
    }


def test_a_merge_moves_what_belongs_to_the_person(app_on_both: Flask) -> None:
    kept, other = two_of_one()
    alone = an_episode(appearances=[appearing(other, position="Fellow")])
    both = an_episode(appearances=[appearing(kept, "moderator"), appearing(other, "panellist", position="Fellow")])
    quote = a_quote(person_id=other.id)
    merge_people(kept, other, by=BY)
    reloaded()
    assert [a.person_id for a in alone.appearances] == [kept.id]
    assert [[role.value for role in a.roles] for a in both.appearances] == [["moderator", "panellist"]]
    assert both.appearances[0].position == "Director"
    assert quote.person_id == kept.id
    assert [(a.position, a.until_on) for a in kept.affiliations] == [
        ("Director", date(2025, 1, 1)),
        ("Fellow", None),
    ]
    assert kept.biography == "Works on the sea."
    assert other.affiliations == []
    assert [person.id for person in all_people()] == [kept.id]
    assert [known.id for known in known_people()] == [kept.id]


def test_a_merge_is_one_revision_for_each_record_and_comes_apart_as_a_whole(app_on_both: Flask) -> None:
    kept, other = two_of_one()
    an_episode(appearances=[appearing(other, position="Fellow")])
    an_episode(appearances=[appearing(kept, "moderator"), appearing(other, "panellist", position="Fellow")])
    a_quote(person_id=other.id)
    a_person(name="Dion Strand")
    reloaded()
    before = everything()
    merge_people(kept, other, by=BY)
    reloaded()
    merged = db.session.scalars(sa.select(Revision).where(Revision.action == "merged")).all()
    assert sorted(revision.record_type for revision in merged) == ["episode", "episode", "person", "person", "quote"]
    undo_merge(other, by=BY)
    reloaded()
    assert everything() == before


def test_two_merges_in_a_row_come_apart_one_by_one(app: Flask) -> None:
    kept, first, second = a_person(name="Ana"), a_person(name="Anna"), a_person(name="Anne")
    quotes = [a_quote(person_id=first.id), a_quote(person_id=second.id)]
    merge_people(kept, first, by=BY)
    merge_people(kept, second, by=BY)
    reloaded()
    undo_merge(first, by=BY)
    reloaded()
    assert [quote.person_id for quote in quotes] == [first.id, kept.id]
    assert second.merged_into_id == kept.id


def test_a_merge_is_not_taken_apart_over_a_later_change(app: Flask) -> None:
    kept, other = two_of_one()
    merge_people(kept, other, by=BY)
    change_person(kept, fields={"biography": "Another life."}, by=BY)
    reloaded()
    with pytest.raises(RuleBroken, match=r"Ana Reef.*biography"):
        undo_merge(other, by=BY)


def test_a_record_is_merged_once_and_not_with_itself(app: Flask) -> None:
    kept, other = two_of_one()
    with pytest.raises(RuleBroken, match="two different"):
        merge_people(kept, kept, by=BY)
    merge_people(kept, other, by=BY)
    with pytest.raises(RuleBroken, match="merged into another"):
        merge_people(other, a_person(), by=BY)
    with pytest.raises(RuleBroken, match="was not merged"):
        undo_merge(kept, by=BY)


def test_the_address_of_the_merged_person_leads_to_the_kept_one(app: Flask, client: FlaskClient) -> None:
    first, second, third = a_person(name="Ana"), a_person(name="Anna"), a_person(name="Anne")
    an_episode(appearances=[appearing(first)])
    merge_people(second, first, by=BY)
    merge_people(third, second, by=BY)
    save()
    for slug in ("ana", "anna"):
        answer = client.get(f"/people/{slug}")
        assert (answer.status_code, answer.location) == (301, "/people/anne")
    assert client.get("/people/anne").status_code == 200


def test_organizations_merge_with_their_people_and_episodes(app_on_both: Flask, client: FlaskClient) -> None:
    kept, other = (
        an_organization(name="Harbour Office"),
        an_organization(name="The Harbor Office", url="https://h.test"),
    )
    person = a_person(affiliations=[{"organization_id": other.id, "position": "Director"}])
    episode = an_episode(appearances=[appearing(person)], co_organizers=[{"organization_id": other.id}])
    reloaded()
    before = everything()
    merge_organizations(kept, other, by=BY)
    reloaded()
    assert person.affiliations[0].organization_id == kept.id
    assert episode.co_organizers[0].organization_id == kept.id
    assert episode.appearances[0].organization_id == kept.id
    assert episode.appearances[0].organization_name == "The Harbor Office"
    assert kept.url == "https://h.test"
    assert client.get("/organizations/the-harbor-office").location == "/organizations/harbour-office"
    undo_merge(other, by=BY)
    reloaded()
    assert everything() == before


def test_whatever_points_to_a_person_or_an_organization_is_moved(app: Flask) -> None:
    """A new table that points to people or organizations must be moved by the merge, and named here."""
    pointing = {
        f"{table.name}.{key.parent.name}": key.column.table.name
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.parent.name != "merged_into_id"
    }
    assert {name for name, target in pointing.items() if target == Person.__table__.name} == MOVED | FOLLOWED
    assert {name for name, target in pointing.items() if target == Organization.__table__.name} == MOVED_OF_ORGANIZATION
    assert {Episode, Quote} <= set(RECORDS.values())


def test_days_away_move_and_stand_once(app: Flask) -> None:
    away = {"from_on": date(2026, 8, 1), "until_on": date(2026, 8, 2), "timezone": "America/Nassau"}
    later = away | {"until_on": date(2026, 8, 9)}
    kept, other = a_person(absences=[away]), a_person(absences=[away, later], country="BS", timezone="America/Nassau")
    reloaded()
    merge_people(kept, other, by=BY)
    reloaded()
    assert [held.until_on.day for held in kept.absences] == [2, 9]
    assert (kept.country, kept.timezone) == ("BS", "America/Nassau")
    assert other.absences == []
    undo_merge(other, by=BY)
    reloaded()
    assert len(other.absences) == 2
    assert kept.country is None
