"""Reads of revisions and former slugs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.database import Model, db
from app.revisions.models import FormerSlug, Revision, Revisioned, record_type_of


def latest_revision() -> int:
    """The number of the last recorded change, 0 before the first: the validator of every public answer."""
    return last_change()[0]


def last_change() -> tuple[int, datetime | None]:
    """The number of the last recorded change and its moment; 0 and None before the first."""
    last = db.session.execute(sa.select(Revision.id, Revision.at).order_by(Revision.id.desc()).limit(1)).one_or_none()
    return (last[0], last[1]) if last else (0, None)


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


def snapshot_before(record: Any, changes: list[Revision]) -> list[dict[str, Any]]:
    """The record as it was before each of its last changes (oldest first), and as it is now at the end."""
    states = [record.snapshot()]
    for change in reversed(changes):
        states.insert(0, states[0] | change.before)
    return states


def former_slug(model: type, slug: str) -> int | None:
    """The id of the record that had this slug before."""
    return db.session.scalar(
        sa.select(FormerSlug.record_id).where(FormerSlug.record_type == record_type_of(model), FormerSlug.slug == slug)
    )


@dataclass(frozen=True)
class HistoryFilter:
    """What part of the history is asked for; empty means all. `series_ids` is None where every series is seen."""

    record_type: str = ""
    record_id: int | None = None
    by_name: str = ""
    action: str = ""
    before_id: int | None = None
    series_ids: frozenset[int] | None = None


def history(chosen: HistoryFilter, *, limit: int) -> list[Revision]:
    """Changes of a filter, newest first, without those of records in series that are out of reach."""
    statement = sa.select(Revision).order_by(Revision.id.desc()).limit(limit)
    narrowing = {
        Revision.record_type: chosen.record_type or None,
        Revision.record_id: chosen.record_id,
        Revision.by_name: chosen.by_name or None,
        Revision.action: chosen.action or None,
    }
    for column, value in narrowing.items():
        if value is not None:
            statement = statement.where(column == value)
    if chosen.before_id is not None:
        statement = statement.where(Revision.id < chosen.before_id)
    if chosen.series_ids is not None:
        statement = statement.where(*_within(chosen.series_ids))
    return list(db.session.scalars(statement))


def _within(series_ids: frozenset[int]) -> Iterable[sa.ColumnElement[bool]]:
    for table in (sa.inspect(model).local_table for model in revisioned_models().values()):
        far = _out_of_reach(table, series_ids)
        if far is not None:
            yield sa.not_(sa.and_(Revision.record_type == table.name, Revision.record_id.in_(far)))


def _out_of_reach(table: Any, series_ids: frozenset[int]) -> sa.Select[Any] | None:
    """Ids of the table's records that belong to other series: by themselves, by their episode, or by their quote."""
    if table.name == "series":
        return sa.select(table.c.id).where(table.c.id.not_in(series_ids))
    ways = []
    for column, owner in (("series_id", "series"), ("episode_id", "episode"), ("quote_id", "quote")):
        if column in table.c:
            far = _out_of_reach(table.metadata.tables[owner], series_ids)
            ways.append(table.c[column].in_(far))
    return sa.select(table.c.id).where(sa.or_(*ways)) if ways else None


def history_people() -> list[str]:
    """The names of all who ever changed something."""
    return list(db.session.scalars(sa.select(Revision.by_name).distinct().order_by(Revision.by_name)))


def history_actions() -> list[str]:
    return list(db.session.scalars(sa.select(Revision.action).distinct().order_by(Revision.action)))


def revisioned_models() -> dict[str, Any]:
    """Every kind of record that has a history, by its record type."""
    mappers = Model.registry.mappers
    return {record_type_of(mapper.class_): mapper.class_ for mapper in mappers if issubclass(mapper.class_, Revisioned)}


def record_of(record_type: str, record_id: int) -> Any:
    """The record a revision is about, or None."""
    model = revisioned_models().get(record_type)
    return db.session.get(model, record_id) if model else None


def titles_of(wanted: dict[str, set[int]]) -> dict[tuple[str, int], str]:
    """What records are called, by type and id: one statement for each type, whatever their number."""
    tables = Model.metadata.tables
    names: dict[tuple[str, int], str] = {}
    for record_type, ids in wanted.items():
        table = tables.get(record_type)
        column = next(
            (name for name in ("title", "name", "slug", "language") if table is not None and name in table.c), ""
        )
        if table is not None and column:
            rows = db.session.execute(sa.select(table.c.id, table.c[column]).where(table.c.id.in_(ids)))
            names |= {(record_type, number): str(title) for number, title in rows}
    return names


def series_id_of(record: Any) -> int | None:
    """The series a record belongs to: by itself, by its episode, or by its quote; None for what all series share."""
    if record.record_type == "series":
        return int(record.id)
    for name in ("episode", "quote"):
        owner = getattr(record, name, None)
        if owner is not None:
            return series_id_of(owner)
    return getattr(record, "series_id", None)
