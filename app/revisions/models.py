"""Revisions of records, their former slugs, and snapshots that revisions compare."""

from collections.abc import Collection
from datetime import date, datetime, time
from enum import Enum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import Account
from app.clock import now
from app.database import Model, UTCDateTime


class Revision(Model):
    """One recorded change of one record: who, when, what, the changed fields before and after.

    Ids rise with time; the last one is the validator of every public page and feed.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"), index=True)
    by_name: Mapped[str] = mapped_column(sa.String(120))
    action: Mapped[str] = mapped_column(sa.String(40))
    record_type: Mapped[str] = mapped_column(sa.String(40))
    record_id: Mapped[int]
    record_title: Mapped[str] = mapped_column(sa.String(300))
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    undoes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("revision.id"))
    request_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)

    account: Mapped[Account | None] = relationship()

    __table_args__ = (sa.Index("ix_revision_record", "record_type", "record_id", "id"),)


class FormerSlug(Model):
    """A slug a record had before; its address redirects for ever and is never given to another record."""

    id: Mapped[int] = mapped_column(primary_key=True)
    record_type: Mapped[str] = mapped_column(sa.String(40))
    slug: Mapped[str] = mapped_column(sa.String(160))
    record_id: Mapped[int]
    until: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (sa.UniqueConstraint("record_type", "slug"),)


class Presence(Model):
    """Who has a record open for editing; the row says so for a minute or two after it was last seen."""

    id: Mapped[int] = mapped_column(primary_key=True)
    record_type: Mapped[str] = mapped_column(sa.String(40))
    record_id: Mapped[int]
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)

    account: Mapped[Account] = relationship()

    __table_args__ = (sa.UniqueConstraint("record_type", "record_id", "account_id"),)


class Revisioned:
    """A record whose changes are kept: it can tell its fields as JSON values and take them back.

    A snapshot is `{field: value}` with dates, times and enums as text, and each relationship named in
    `revised_children` as a list of the children's own snapshots, in their order.
    """

    unrevised: ClassVar[frozenset[str]] = frozenset()
    """Columns that follow from others or from the change itself."""
    unstamped: ClassVar[frozenset[str]] = frozenset()
    """Fields that show nowhere in a calendar, so that their change leaves `changed_at` alone."""
    guarded: ClassVar[frozenset[str]] = frozenset()
    """Fields that a viewer does not see, neither on the record's page nor in its history."""
    revised_children: ClassVar[dict[str, tuple[str, ...]]] = {}
    """Relationship name to the child's attributes that identify it among its siblings."""

    id: Any
    version: Any
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def record_type(self) -> str:
        return record_type_of(type(self))

    @property
    def record_title(self) -> str:
        return str(getattr(self, "title", None) or getattr(self, "name", None) or self.id)

    @property
    def is_public(self) -> bool:
        """Whether the public reads it; records without a gate of their own are private to organizers here."""
        return False

    def undo_refusal(self, before: dict[str, Any]) -> str | None:  # noqa: ARG002
        """Why the record may not go back to these values, in a sentence; None where it may."""
        return None

    def stages_undo(self, before: dict[str, Any]) -> bool:  # noqa: ARG002
        """Whether these values come back only among changes that wait to be published."""
        return False

    def snapshot(self, children: Collection[str] | None = None) -> dict[str, Any]:
        """The record as revisions keep it; with `children` named, of its lists only these."""
        fields = columns_snapshot(self, {"id", "version", "created_at", "changed_at", *self.unrevised})
        for name in self.revised_children if children is None else children:
            fields[name] = [child_snapshot(child) for child in getattr(self, name)]
        return fields

    def assign(self, fields: dict[str, Any]) -> None:
        """Set the named fields, from Python or from snapshot values.

        A children's list replaces the whole list; a child with the same identifying attribute is kept and changed.
        """
        for name, value in fields.items():
            if name in self.revised_children:
                _assign_children(self, name, self.revised_children[name], value)
            else:
                setattr(self, name, _from_json(self, name, value))

    def settle(self, changed: set[str]) -> None:
        """Bring what follows from the changed fields in line; called once after every change and undo.

        The version rises with each, also where only children changed and in the very second of the change before.
        """
        known = self.changed_at
        if changed - self.unstamped:
            moment = now()
            self.changed_at = max(moment, known or moment)
        flag_modified(self, "changed_at")


def record_type_of(model: type) -> str:
    """The name under which revisions, former slugs and addresses know a record: its table."""
    return str(inspect(model).local_table.name)


class RevisedChild:
    """A record that is revised as part of its parent; `parent_key` is the column that points to it."""

    parent_key: ClassVar[str]
    revised_as: ClassVar[tuple[str, ...]] = ()
    """Plain attributes, beside columns, that belong in the snapshot (lists of enums, say)."""


def columns_snapshot(record: Any, left_out: set[str]) -> dict[str, Any]:
    """The record's column values as JSON values, without the named columns."""
    names = [attribute.key for attribute in inspect(type(record)).column_attrs]
    return {name: _to_json(getattr(record, name)) for name in names if name not in left_out}


def child_snapshot(child: Any) -> dict[str, Any]:
    fields = columns_snapshot(child, {"id", child.parent_key})
    for name in child.revised_as:
        fields[name] = _to_json(getattr(child, name))
    return fields


def _to_json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_to_json(item) for item in value]
    return value


def _from_json(record: Any, name: str, value: Any) -> Any:
    columns = inspect(type(record)).columns
    if value is None or name not in columns:
        return value
    kind = columns[name].type
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    python_type = _ISO_TYPES.get(type(kind))
    return python_type.fromisoformat(value) if python_type and isinstance(value, str) else value


_ISO_TYPES: dict[type, Any] = {UTCDateTime: datetime, sa.Date: date, sa.Time: time}


def _assign_children(record: Any, relation: str, keys: tuple[str, ...], wanted: list[dict[str, Any]]) -> None:
    child_class = inspect(type(record)).relationships[relation].mapper.class_
    present = {tuple(_to_json(getattr(child, key)) for key in keys): child for child in getattr(record, relation)}
    children = []
    for fields in wanted:
        child = present.pop(tuple(_to_json(fields.get(key)) for key in keys), None) or child_class()
        for name, value in fields.items():
            setattr(child, name, _from_json(child, name, value))
        children.append(child)
    setattr(record, relation, children)
