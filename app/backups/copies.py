"""Copies of a database in use, and a copy put back in one step: SQLite's online backup, PostgreSQL's own programs."""

import os
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql

from app.database import libpq_address
from app.errors import RuleBroken

Rows = dict[str, int]
"""How many rows each table has."""

LOCKS_WAIT = "10s"
_ANEW = f"SET lock_timeout = '{LOCKS_WAIT}';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


class CannotCopy(RuleBroken):
    """A copy could not be made, or put back; nothing was changed."""


def copy_out(url: sa.URL, target: Path, tables: Iterable[str]) -> Rows:
    """Write a copy of the database, as it is at one moment, into the file; returns the rows it holds."""
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "")) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # the copy is one file, without a log beside it
        return rows_of_copy(target, tables)
    with psycopg.connect(libpq_address(url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        rows = _rows(connection, tables)
        _run(["pg_dump", "--no-owner", "--no-privileges", f"--snapshot={snapshot[0] if snapshot else ''}"], url, target)
    return rows


def rows_of_copy(copy: Path, tables: Iterable[str]) -> Rows:
    """The rows of a copied SQLite file; raises CannotCopy when it is damaged."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if said != "ok":
                raise CannotCopy(f"The copy is damaged: {said}")
            found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            names = [name for name in tables if name in found]
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
    except sqlite3.DatabaseError as error:
        raise CannotCopy(f"The copy is damaged: {error}") from None


def put_back(url: sa.URL, copy: Path, expected: Rows) -> None:
    """Replace all that the database holds by the copy: the whole of it or, where a row is missing, nothing.

    Raises CannotCopy.
    """
    if url.get_backend_name() == "sqlite":
        if rows_of_copy(copy, expected) != expected:
            raise CannotCopy("The copy has not the rows that its list names. Nothing was changed.")
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(sqlite3.connect(url.database or "", timeout=10)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=WAL")
        return
    script = copy.with_suffix(".whole.sql")
    with script.open("wb") as whole, copy.open("rb") as dumped:
        whole.write(_ANEW.encode())
        while part := dumped.read(1024 * 1024):
            whole.write(part)
        whole.write("".join(_insist(name, count) for name, count in sorted(expected.items())).encode())
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={script}"]
    _run(["psql", *options], url, None)


def _insist(table: str, count: int) -> str:
    """A statement that fails, and with it the whole, unless the table has as many rows."""
    name = sql.Identifier(table).as_string()
    return f"SELECT 1 / (count(*) = {count})::int FROM public.{name};\n"  # noqa: S608


def _rows(connection: "psycopg.Connection[tuple[int]]", tables: Iterable[str]) -> Rows:
    found = {}
    for name in tables:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        found[name] = row[0] if row else 0
    return found


def _run(command: list[str], url: sa.URL, output: Path | None) -> None:
    """One of PostgreSQL's programs; the password goes by the environment, where no list of processes shows it."""
    address = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    environment = os.environ | ({"PGPASSWORD": url.password} if url.password else {})
    file = output.open("wb") if output else subprocess.DEVNULL
    try:
        said = subprocess.run(  # noqa: S603
            [*command, f"--dbname={address.render_as_string()}"],
            env=environment,
            stdout=file,
            stderr=subprocess.PIPE,
            text=True,
        )
    except FileNotFoundError:
        raise CannotCopy(f"{command[0]} is not installed here (Debian: postgresql-client).") from None
    finally:
        if not isinstance(file, int):
            file.close()
    if said.returncode:
        raise CannotCopy(f"{command[0]} says: {said.stderr.strip()[-500:]}")
