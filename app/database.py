"""The database: session, column types, names of constraints, and how each engine is opened."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from app.on_demand import OnDemand
from config import ROOT

flask_migrate: Any = OnDemand("flask_migrate")
"""Alembic and its templates: a quarter of all that a worker would hold, and only commands migrate."""

FIRST_DAY = "2000-01-01"
LAST_DAY = "2099-12-31"

reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)
"""True while a safe HTTP method is answered: SQLite then opens a plain BEGIN instead of BEGIN IMMEDIATE."""

takes_turns: ContextVar[bool] = ContextVar("takes_turns", default=False)
"""True while a request that may write is answered: on PostgreSQL too its transactions wait for each other's end."""

WRITERS_LOCK = 7_305_881_142
"""One number for PostgreSQL's advisory lock of writers: revisions commit in the order of their ids."""


class Base(DeclarativeBase):
    """Base of all records, with one way to name constraints."""

    metadata = sa.MetaData(
        info={"lengths are checked": True},
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )


@event.listens_for(sa.Table, "after_parent_attach")
def _bound_texts(table: sa.Table, metadata: sa.MetaData) -> None:
    """SQLite ignores VARCHAR lengths, so each length is a CHECK as well; PostgreSQL gets the same ones."""
    if "lengths are checked" not in metadata.info:  # a table that a migration makes lists its own
        return
    for column in table.columns:
        kind = column.type
        if isinstance(kind, sa.String) and not isinstance(kind, sa.Enum) and kind.length:
            table.append_constraint(
                sa.CheckConstraint(sa.func.length(column) <= kind.length, name=f"{column.name}_length")
            )


db = SQLAlchemy(model_class=Base, session_options={"autoflush": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def start_migrations(app: Flask) -> None:
    """What `flask db …` and `migrate_database` need; a worker is started without."""
    flask_migrate.Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)


def migrate_database() -> None:
    """Bring the database of the current application to the newest schema."""
    start_migrations(current_app)
    flask_migrate.upgrade()


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: always aware and in UTC in Python; a naive value is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant must be aware; this datetime has no zone.")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[Enum], name: str, **options: Any) -> Any:
    """A column for an enum stored by its value, with a named CHECK on both databases."""
    return mapped_column(enum_type(kind, name), **options)


def enum_type(kind: type[Enum], name: str) -> sa.Enum:
    values: Callable[[type[Enum]], list[str]] = lambda members: [member.value for member in members]  # noqa: E731
    return sa.Enum(kind, name=name, values_callable=values, native_enum=False, create_constraint=True, length=32)


def day_check(column: str) -> sa.CheckConstraint:
    """Years 2000 to 2099: what a calendar of our time can hold and every client can show."""
    return sa.CheckConstraint(
        f"{column} IS NULL OR {column} BETWEEN '{FIRST_DAY}' AND '{LAST_DAY}'", name=f"{column}_in_century"
    )


@event.listens_for(Engine, "connect")
def _open_sqlite(connection: Any, _record: Any) -> None:
    if type(connection).__module__.split(".")[0] != "sqlite3":
        return
    connection.isolation_level = None  # transactions are begun by us, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL may roll back acknowledged commits after a power cut
        "busy_timeout=10000",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _let_writers_in(connection: sa.Connection) -> None:
    """Writers take their lock at BEGIN: what a rule looked at is still so when it writes.

    On SQLite no reader's snapshot has to be upgraded, and fail. On PostgreSQL two requests could otherwise both find a
    record fresh, a slug free, a form not sent yet.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if reads_only.get() else "BEGIN IMMEDIATE")
    elif takes_turns.get():
        lock_writers(connection)


def libpq_address(url: sa.URL) -> str:
    """PostgreSQL's own form of a database's address, password included, for psycopg without SQLAlchemy."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def lock_writers(connection: sa.Connection) -> None:
    """On PostgreSQL, until the transaction ends; taken twice in one it changes nothing."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})")


def begin_to_write(connection: sa.Connection) -> None:
    """Take the writers' lock in a transaction that has only read until now; what it read may have changed meanwhile.

    SQLite refuses to turn an older snapshot into a writer, so its transaction is ended and begun anew.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    lock_writers(connection)


def abandon() -> None:
    """Give up what the session has not committed; a connection that was lost meanwhile is none to complain about."""
    try:
        db.session.rollback()
    except sa.exc.DBAPIError:
        db.session().invalidate()
