"""A server of its own for each test, on each database in turn, and its records read past it."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
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

    @property
    def running(self) -> Running:
        assert self._running is not None, "no server was started here"
        return self._running

    def start(self) -> Running:
        self._running = self._launcher.start()
        return self._running.wait_until_ready()

    def processes(self) -> list[int]:
        """The server and its workers."""
        group = self.running.process.pid
        found = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]
        return [process for process in found if _group_of(process) == group]

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


def _group_of(process: int) -> int | None:
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return None


_numbers = count(1)


@cache
def prepared(database: str) -> tuple[Path, str]:
    """A place once started and stopped again, of which others are copies: its folder, and its database's address."""
    folder = Path(tempfile.mkdtemp(prefix="conversations-prepared-"))
    atexit.register(shutil.rmtree, folder)
    url = f"sqlite:///{folder / 'conversations.sqlite'}"
    if database == "postgresql":
        name = f"conversations_prepared_{os.getpid()}"
        url = databases.create_postgresql(name)
        atexit.register(databases.drop_postgresql, name)
    place = Place(folder, url, workers="1")
    place.start()
    assert place.running.stop() == 0, place.running.output
    place.close()
    return folder, url


@contextmanager
def a_place(database: str, folder: Path, *, tablespace: str = "pg_default", **settings: str) -> Iterator[Place]:
    """On a database of its own, of that kind; skipped where PostgreSQL does not answer."""
    reason = databases.why_no_postgresql() if database == "postgresql" else None
    if reason:
        pytest.skip(reason)
    template, template_url = prepared(database)
    shutil.copytree(template, folder, dirs_exist_ok=True)
    name = f"conversations_faults_{os.getpid()}_{next(_numbers)}"
    if database == "sqlite":
        url = f"sqlite:///{folder / 'conversations.sqlite'}"
    else:
        url = databases.create_postgresql(name, tablespace, template=template_url.rpartition("/")[2])
    place = Place(folder, url, **settings)
    try:
        yield place
    finally:
        place.close()
        if database == "postgresql":
            databases.drop_postgresql(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with a_place(request.param, tmp_path) as made:
        yield made


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Two worker processes with threads, shared by the tests of a module."""
    with a_place(request.param, tmp_path_factory.mktemp("served"), workers="2") as made:
        made.start()
        yield made
