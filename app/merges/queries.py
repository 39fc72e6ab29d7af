"""Reads of what a merge moves, and of merges that can be undone."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.database import db
from app.episodes.models import Appearance, CoOrganizer, Episode
from app.people.models import Affiliation, Organization, Person
from app.quotes.models import Clearance, Quote
from app.revisions.models import Revision

MERGED = "merged"
"""The action of every revision of a merge."""


@dataclass(frozen=True)
class Holdings:
    """What points to a person or an organization, and would move with it."""

    episodes: list[Episode]
    quotes: list[Quote]
    people: list[Person]
    clearances: list[Clearance]


def holdings_of_person(person_id: int) -> Holdings:
    appearing = sa.select(Appearance.episode_id).where(Appearance.person_id == person_id)
    quotes = sa.select(Quote).where(Quote.person_id == person_id).order_by(Quote.id)
    clearances = sa.select(Clearance).where(Clearance.person_id == person_id).order_by(Clearance.id)
    return Holdings(_episodes(appearing), list(db.session.scalars(quotes)), [], list(db.session.scalars(clearances)))


def holdings_of_organization(organization_id: int) -> Holdings:
    speaking = sa.select(Appearance.episode_id).where(Appearance.organization_id == organization_id)
    organizing = sa.select(CoOrganizer.episode_id).where(CoOrganizer.organization_id == organization_id)
    affiliated = sa.select(Affiliation.person_id).where(Affiliation.organization_id == organization_id)
    people = (
        sa.select(Person)
        .where(Person.id.in_(affiliated))
        .options(selectinload(Person.affiliations))
        .order_by(Person.sort_name)
    )
    return Holdings(_episodes(speaking.union(organizing)), [], list(db.session.scalars(people)), [])


def _episodes(ids: Any) -> list[Episode]:
    statement = (
        sa.select(Episode)
        .where(Episode.id.in_(ids))
        .options(
            selectinload(Episode.appearances).selectinload(Appearance.role_rows),
            selectinload(Episode.appearances).joinedload(Appearance.person),
            selectinload(Episode.pillar_links),
            selectinload(Episode.theme_links),
            selectinload(Episode.co_organizers),
            selectinload(Episode.facts),
        )
        .order_by(Episode.day.desc(), Episode.id)
    )
    return list(db.session.scalars(statement))


def merge_of(record: Person | Organization) -> list[Revision]:
    """The revisions of the merge that emptied the record, oldest first: its own is the last; [] when there is none.

    They were committed together, so they follow each other, and the one before them ended another merge or none.
    """
    of_record = sa.select(sa.func.max(Revision.id)).where(
        Revision.action == MERGED, Revision.record_type == record.record_type, Revision.record_id == record.id
    )
    last = db.session.scalar(of_record)
    if last is None or record.merged_into_id is None:
        return []
    earlier = sa.select(Revision).where(Revision.id <= last).order_by(Revision.id.desc()).limit(2000)
    together: list[Revision] = []
    for revision in db.session.scalars(earlier):
        ends_another = revision.id != last and revision.after.get("merged_into_id") is not None
        if revision.action != MERGED or ends_another:
            break
        together.append(revision)
    return together[::-1]


def merged_records(model: type[Person] | type[Organization], into_id: int) -> list[Any]:
    """The records that were merged into this one."""
    return list(db.session.scalars(sa.select(model).where(model.merged_into_id == into_id).order_by(model.id)))


def appearances_held(person_id: int) -> list[Appearance]:
    """Every appearance of the person, public or not, with its episode, newest first: for organizers only."""
    statement = (
        sa.select(Appearance)
        .join(Appearance.episode)
        .options(contains_eager(Appearance.episode), selectinload(Appearance.role_rows))
        .where(Appearance.person_id == person_id)
        .order_by(Episode.day.desc(), Episode.id)
    )
    return list(db.session.scalars(statement))


def quotes_held(person_id: int) -> list[Quote]:
    """Every quote of the person, public or not, with its episode, newest first: for organizers only."""
    statement = (
        sa.select(Quote)
        .options(joinedload(Quote.episode))
        .where(Quote.person_id == person_id)
        .order_by(Quote.id.desc())
    )
    return list(db.session.scalars(statement))
