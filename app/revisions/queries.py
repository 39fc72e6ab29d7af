"""Reads of revisions and former slugs."""

from typing import Any

import sqlalchemy as sa

from app.database import db
from app.revisions.models import FormerSlug, Revision, record_type_of


def latest_revision() -> int:
    """The number of the last recorded change, 0 before the first: the validator of every public answer."""
    return db.session.scalar(sa.select(sa.func.max(Revision.id))) or 0


def revision_by_id(revision_id: int) -> Revision | None:
    return db.session.get(Revision, revision_id)


def revision_by_request(request_id: str) -> Revision | None:
    """The change an earlier submission of the same form made, if it did."""
    return db.session.scalar(sa.select(Revision).where(Revision.request_id == request_id))


def revisions_of(record: Any) -> list[Revision]:
    """All changes of one record, newest first."""
    statement = (
        sa.select(Revision)
        .where(Revision.record_type == record.record_type, Revision.record_id == record.id)
        .order_by(Revision.id.desc())
    )
    return list(db.session.scalars(statement))


def revision_number_of(record: Any) -> int:
    """The number of the record's own last change: what an edit form starts from."""
    statement = sa.select(sa.func.max(Revision.id)).where(
        Revision.record_type == record.record_type, Revision.record_id == record.id
    )
    return db.session.scalar(statement) or 0


def revisions_since(record: Any, number: int) -> list[Revision]:
    """The record's changes after that one, oldest first."""
    return [revision for revision in reversed(revisions_of(record)) if revision.id > number]


def former_slug(model: type, slug: str) -> int | None:
    """The id of the record that had this slug before."""
    return db.session.scalar(
        sa.select(FormerSlug.record_id).where(FormerSlug.record_type == record_type_of(model), FormerSlug.slug == slug)
    )
