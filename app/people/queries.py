"""Reads of people and organizations."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import starmap
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from app.database import db
from app.people.finding import Known
from app.people.models import Affiliation, Organization, Person, PortraitFile
from app.revisions.queries import former_slug

WITH_AFFILIATIONS = selectinload(Person.affiliations).joinedload(Affiliation.organization)


def all_people() -> list[Person]:
    """Every person with affiliations and absences, by sort name: for organizers only."""
    statement = (
        sa.select(Person)
        .options(WITH_AFFILIATIONS, selectinload(Person.absences))
        .where(Person.merged_into_id.is_(None))
        .order_by(Person.sort_name, Person.id)
    )
    return list(db.session.scalars(statement))


def person_by_slug(slug: str) -> Person | None:
    """A person, public or not; public pages go through `public_people`."""
    return db.session.scalar(
        sa.select(Person).options(WITH_AFFILIATIONS, selectinload(Person.absences)).where(Person.slug == slug)
    )


def all_organizations() -> list[Organization]:
    return list(
        db.session.scalars(
            sa.select(Organization).where(Organization.merged_into_id.is_(None)).order_by(Organization.name)
        )
    )


def organization_by_slug(slug: str) -> Organization | None:
    return db.session.scalar(sa.select(Organization).where(Organization.slug == slug))


def known_people(only: Collection[int] | None = None) -> list[Known]:
    """Every person, or only those of the ids, as few columns, for finding by name: one statement, no record loaded."""
    current = (
        sa.select(Affiliation.person_id, sa.func.max(Affiliation.id).label("id"))
        .where(Affiliation.until_on.is_(None))
        .group_by(Affiliation.person_id)
        .subquery()
    )
    statement = (
        sa.select(Person.id, Person.slug, Person.name, Affiliation.position, Organization.name)
        .outerjoin(current, current.c.person_id == Person.id)
        .outerjoin(Affiliation, Affiliation.id == current.c.id)
        .outerjoin(Organization, Organization.id == Affiliation.organization_id)
        .where(Person.merged_into_id.is_(None), sa.true() if only is None else Person.id.in_(only))
        .order_by(Person.sort_name, Person.id)
    )
    return [
        Known(number, slug, name, detail=", ".join(part for part in (position, organization) if part))
        for number, slug, name, position, organization in db.session.execute(statement)
    ]


def people_named() -> list[Known]:
    """Every person by name alone, in the order of sorting: for lists to choose from."""
    statement = (
        sa.select(Person.id, Person.slug, Person.name)
        .where(Person.merged_into_id.is_(None))
        .order_by(Person.sort_name, Person.id)
    )
    return list(starmap(Known, db.session.execute(statement)))


def known_organizations() -> list[Known]:
    """Every organization as few columns, for finding by name or acronym."""
    statement = (
        sa.select(Organization.id, Organization.slug, Organization.name, Organization.acronym)
        .where(Organization.merged_into_id.is_(None))
        .order_by(Organization.name)
    )
    return [
        Known(number, slug, name, (acronym,) if acronym else (), acronym or "")
        for number, slug, name, acronym in db.session.execute(statement)
    ]


def person_by_id(person_id: int) -> Person | None:
    return db.session.scalar(sa.select(Person).options(WITH_AFFILIATIONS).where(Person.id == person_id))


def organization_by_id(organization_id: int) -> Organization | None:
    return db.session.get(Organization, organization_id)


def standing_id(model: type[Person] | type[Organization], record_id: int) -> int:
    """The id of the record that this one was merged into, through several merges; its own where it stands."""
    for _step in range(20):
        into = db.session.scalar(sa.select(model.merged_into_id).where(model.id == record_id))
        if into is None:
            break
        record_id = into
    return record_id


def holder_of_slug(model: type[Person] | type[Organization], slug: str) -> int | None:
    """The id of the record that this slug leads to now: had before, or merged into."""
    own = db.session.scalar(sa.select(model.id).where(model.slug == slug))
    found = own or former_slug(model, slug)
    return standing_id(model, found) if found else None


def affiliations_on(day: date) -> list[int]:
    """The ids of what was held on that day, by organization and name: thousands, of which a page shows some."""
    statement = (
        sa.select(Affiliation.id)
        .join(Affiliation.person)
        .outerjoin(Affiliation.organization)
        .where(
            sa.or_(Affiliation.from_on.is_(None), Affiliation.from_on <= day),
            sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= day),
        )
        .order_by(Organization.name, Person.sort_name, Affiliation.id)
    )
    return list(db.session.scalars(statement))


def affiliations_listed(ids: Collection[int]) -> Sequence[Any]:
    """Those affiliations in that order: slug and name of the person, organization, position, from_on, until_on."""
    own = (Affiliation.id, Affiliation.position, Affiliation.from_on, Affiliation.until_on)
    statement = sa.select(Person.slug, Person.name, Organization.name.label("organization"), *own)
    statement = statement.select_from(Affiliation).join(Affiliation.person)
    found = db.session.execute(statement.outerjoin(Affiliation.organization).where(Affiliation.id.in_(ids)))
    rows = {row.id: row for row in found}
    return [rows[number] for number in ids]


def people_of_organization(organization_id: int) -> list[Affiliation]:
    """Who holds or held a position there, with the person, those who hold it now first."""
    statement = (
        sa.select(Affiliation)
        .join(Affiliation.person)
        .options(contains_eager(Affiliation.person))
        .where(Affiliation.organization_id == organization_id)
        .order_by(Affiliation.until_on.is_not(None), Person.sort_name, Affiliation.id)
    )
    return list(db.session.scalars(statement))


def portrait_file(digest: str, width: int) -> bytes | None:
    """One size of a portrait, for everybody who knows its digest."""
    return db.session.scalar(
        sa.select(PortraitFile.content).where(PortraitFile.digest == digest, PortraitFile.width == width)
    )


def portrait_files(digest: str) -> list[PortraitFile]:
    return list(db.session.scalars(sa.select(PortraitFile).where(PortraitFile.digest == digest)))


def shown_by_others(digest: str, person_id: int) -> bool:
    statement = sa.select(Person.id).where(Person.portrait_digest == digest, Person.id != person_id).limit(1)
    return db.session.scalar(statement) is not None
