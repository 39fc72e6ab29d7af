"""Fixtures: a real application on a real, migrated database; PostgreSQL too where a test asks for both."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.database import db
from tests import databases
from tests.checking import CheckedClient
from tests.organizers import Visitor, a_visitor, an_account, sign_in


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("template") / "migrated.sqlite"


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """One migrated PostgreSQL database for this test process."""
    reason = databases.why_no_postgresql()
    if reason:
        pytest.skip(reason)
    name = f"conversations_test_{os.getpid()}"
    url = databases.create_postgresql(name)
    databases.migrate(url, Path("instance"))
    yield url
    databases.drop_postgresql(name)


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    return databases.fresh_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application with a pushed context, on a fresh SQLite database."""
    yield from application(database_url, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def app_on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on each database in turn."""
    if request.param == "sqlite":
        url = request.getfixturevalue("database_url")
    else:
        url = request.getfixturevalue("postgresql_url")
        databases.empty(url)
    yield from application(url, tmp_path)


def application(url: str, folder: Path, **changes: object) -> Iterator[Flask]:
    made = create_app(databases.settings_for(url, folder, **changes))
    made.test_client_class = CheckedClient
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()
    made.extensions["kept answers"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def olive(app: Flask) -> Visitor:
    """The browser of Olive, who organizes every series, signed in."""
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements sent since the test cleared the list, without transaction control."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)
