"""A server of its own for each test, on each database in turn, and its records read past it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests import databases
from tests.faults.forking import Launcher
from tests.running import Running, free_port

KILLS = int(os.environ.get("FAULT_ROUNDS", "4"))
"""How often each server is killed; `make faults` takes the number that is promised, 200."""
STOPS = max(1, KILLS // 10)


class Place:
    """A folder and a database, on which servers are started one after the other at one address."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        given = {"database_url": database_url, "workers": "1"} | settings
        self.folder = folder
        self.engine = sa.create_engine(database_url, poolclass=sa.NullPool)
        self._launcher = Launcher(folder, free_port(), **given)
        self._running: Running | None = None

    def start(self) -> Running:
        self._running = self._launcher.start()
        return self._running.wait_until_ready()

    def titles(self, beginning: str) -> list[str]:
        """The titles of the planned items that begin so, as they are stored."""
        statement = sa.text("SELECT title FROM planned_item WHERE title LIKE :title")
        with self.engine.connect() as connection:
            return sorted(connection.scalars(statement, {"title": f"{beginning}%"}))

    def close(self) -> None:
        if self._running is not None and self._running.process.poll() is None:
            self._running.kill()
        self._launcher.close()
        self.engine.dispose()


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path, f"sqlite:///{tmp_path / 'conversations.sqlite'}")
    yield place
    place.close()


@pytest.fixture
def postgresql_place(tmp_path: Path) -> Iterator[Place]:
    reason = databases.why_no_postgresql()
    if reason:
        pytest.skip(reason)
    name = f"conversations_faults_{os.getpid()}"
    place = Place(tmp_path, databases.create_postgresql(name))
    yield place
    place.close()
    databases.drop_postgresql(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    made: Callable[[str], Place] = request.getfixturevalue
    return made(f"{request.param}_place")
