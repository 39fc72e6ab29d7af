"""What a process keeps of the database from one request to the next, until a record it is made of is changed."""

from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app, request

from app.database import db
from app.revisions.models import Revision

Read = TypeVar("Read")


def kept_reading(name: str, record_types: tuple[str, ...], read: Callable[[], Read]) -> Read:
    """What `read` gave last under that name, read anew after a change of such records; nobody may alter it.

    A request that may write reads for itself: what it sees may be taken back, and its number given to another change.
    """
    if request.method not in ("GET", "HEAD"):
        return read()
    store: dict[str, tuple[int, Any]] = current_app.extensions.setdefault("kept readings", {})
    number, kept = store.get(name, (0, None))
    latest, changed = _changes_since(number, record_types)
    if name not in store or changed:
        kept = read()
    store[name] = latest or number, kept
    return kept


def _changes_since(number: int, record_types: tuple[str, ...]) -> tuple[int | None, int | None]:
    """The last change after that one, and the last of such records: along the primary key, so over few rows."""
    of_these = sa.case((Revision.record_type.in_(record_types), Revision.id))
    found = db.session.execute(
        sa.select(sa.func.max(Revision.id), sa.func.max(of_these)).where(Revision.id > number)
    ).one()
    return found[0], found[1]
