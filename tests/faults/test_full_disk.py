"""A disk with no room left: writes are refused in a sentence, reads go on, nothing is half written or lost."""

import os
import pwd
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests import databases
from tests.faults.conftest import Place, a_place
from tests.faults.organizer import NEW_ITEM, Answered, Organizer, a_hold, signed_in

SIZE = 64 * 1024 * 1024

POSTGRES = next((one.pw_uid for one in pwd.getpwall() if one.pw_name == "postgres"), 0)
"""The user under whom PostgreSQL runs here; 0 where there is none."""

Full = Callable[[Place], AbstractContextManager[None]]


@contextmanager
def a_small_disk(folder: Path) -> Iterator[None]:
    """A file system of its own in memory; only root may have one."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(place: Place) -> Iterator[None]:
    """Every byte that is left on the disk is taken."""
    with filled_up(place.folder):
        yield


@contextmanager
def filled_up(folder: Path) -> Iterator[None]:
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                continue
    yield
    filler.unlink()


@contextmanager
def limited(place: Place) -> Iterator[None]:
    """No process of the server may write past the first bytes of any file."""
    before = {}
    for process in place.processes():
        before[process] = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (100, before[process][1]))
    yield
    for process, limits in before.items():
        resource.prlimit(process, resource.RLIMIT_FSIZE, limits)


@pytest.fixture(params=["disk", "limit"])
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Place, Full]]:
    """A served place, and what makes its disk full for a while."""
    if request.param == "disk":
        with a_small_disk(tmp_path), a_place("sqlite", tmp_path, log_level="INFO") as made:
            yield made, filled
    else:
        with a_place("sqlite", tmp_path) as made:
            yield made, limited


@pytest.fixture
def small_tablespace() -> Iterator[Path]:
    """A file system of its own under PostgreSQL, as the tablespace `conversations_small`; its log stays elsewhere."""
    reason = databases.why_no_postgresql() or ("" if POSTGRES else "PostgreSQL's own user is not on this machine")
    if reason:
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="conversations-"))
    folder.chmod(0o755)
    server = sa.create_engine(f"{databases.POSTGRESQL}postgres", isolation_level="AUTOCOMMIT")
    with a_small_disk(folder), server.connect() as connection:
        held = folder / "tablespace"
        held.mkdir()
        os.chown(held, POSTGRES, -1)
        try:
            connection.exec_driver_sql(f"CREATE TABLESPACE conversations_small LOCATION '{held}'")
        except sa.exc.DBAPIError as error:
            pytest.skip(f"PostgreSQL cannot have a tablespace of its own here: {error.orig}")
        try:
            yield folder
        finally:
            connection.exec_driver_sql("DROP TABLESPACE conversations_small")
    server.dispose()
    folder.rmdir()


def insist_on_a_sentence(answer: Answered) -> None:
    assert answer.status == 503, answer.text
    assert answer.headers["retry-after"] == "30"
    assert "Nothing was half stored; try again in a minute." in answer.text


def an_upload(organizer: Organizer) -> Answered:
    """A table of people, which waits in a file of its own between two pages."""
    form = organizer.form("/organize/import")
    return organizer.upload(form, file=("people.csv", b"name\n" + b"Ada Reef\n" * 500))


def test_writes_wait_and_reads_go_on(full: tuple[Place, Full]) -> None:
    place, made_full = full
    organizer = signed_in(place.start())
    form = organizer.form(NEW_ITEM)
    assert organizer.post(NEW_ITEM, a_hold(form, "before")).status == 303
    feed = organizer.get("/schedule/series.ics").text
    with made_full(place):
        for _ in range(3):
            insist_on_a_sentence(organizer.post(NEW_ITEM, a_hold(form, "meanwhile")))
        insist_on_a_sentence(an_upload(organizer))
        assert organizer.get("/schedule/series.ics").text == feed
        for path in ("/", "/episodes", "/schedule/people/andrew-selee.ics", "/organize/planner", "/readyz"):
            assert organizer.get(path).status == 200, path
    assert organizer.post(NEW_ITEM, a_hold(form, "meanwhile")).status == 303
    assert an_upload(organizer).status == 303
    assert place.titles("before") + place.titles("meanwhile") == ["before", "meanwhile"]
    with place.engine.connect() as connection:
        assert connection.scalars(sa.text("PRAGMA integrity_check")).all() == ["ok"]
    assert [file.suffix for file in (place.folder / "imports").iterdir()] == [".json"]


def test_a_full_disk_under_postgresql(small_tablespace: Path, tmp_path: Path) -> None:
    """Pages that have room left still take rows; from the first that has none on, writes wait. No one is lost."""
    with a_place("postgresql", tmp_path, tablespace="conversations_small") as place:
        organizer = signed_in(place.start())
        form = organizer.form(NEW_ITEM)
        feed = organizer.get("/schedule/series.ics").text
        stored: list[str] = []
        with filled_up(small_tablespace):
            for number in range(1000):
                answer = organizer.post(NEW_ITEM, a_hold(form, f"hold-{number}"))
                if answer.status != 303:
                    break
                stored.append(f"hold-{number}")
            insist_on_a_sentence(answer)
            assert organizer.get("/schedule/series.ics").text == feed
            for path in ("/", "/episodes", "/schedule/people/andrew-selee.ics", "/organize/planner", "/readyz"):
                assert organizer.get(path).status == 200, path
        waiting = f"hold-{len(stored)}"
        assert organizer.post(NEW_ITEM, a_hold(form, waiting)).status == 303
        assert place.titles("hold-") == sorted([*stored, waiting])
