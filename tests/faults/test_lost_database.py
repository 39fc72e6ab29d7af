"""PostgreSQL cuts connections while people write and read, and is away for a while: nothing acknowledged is lost."""

import threading
import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tests.databases import POSTGRESQL
from tests.faults.conftest import KILLS, Place, a_place
from tests.faults.organizer import NEW_ITEM, Answered, Organizer, a_hold, signed_in, wait_for_writes, writers

CUTS = KILLS * 5
PUBLIC = ("/schedule/series.ics", "/schedule/people/andrew-selee.ics", "/", "/episodes")


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place("postgresql", tmp_path_factory.mktemp("cut-off"), workers="2") as made:
        made.start()
        yield made


@pytest.fixture(scope="module")
def organizer(cut_off: Place) -> Organizer:
    return signed_in(cut_off.running)


@pytest.fixture(scope="module")
def server() -> Iterator[sa.Engine]:
    """PostgreSQL itself, past the application's database."""
    engine = sa.create_engine(f"{POSTGRESQL}postgres", isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def cut(server: sa.Engine, place: Place) -> int:
    """End every connection to the application's database; how many there were."""
    ending = sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
    with server.connect() as connection:
        return len(connection.execute(ending, {"name": place.engine.url.database}).all())


def kept_by_every_worker(reader: Organizer) -> dict[str, Answered]:
    """Asked so often that no worker is left without a copy."""
    return {path: reader.get(path) for path in PUBLIC for _ in range(20)}


def test_connections_cut_again_and_again(cut_off: Place, organizer: Organizer, server: sa.Engine) -> None:
    reader = Organizer(organizer.address)
    read = list(kept_by_every_worker(reader).values())
    stopped = threading.Event()

    def go_on_reading() -> None:
        while not stopped.is_set():
            read.extend(reader.get(path) for path in PUBLIC)

    reading = threading.Thread(target=go_on_reading, daemon=True)
    reading.start()
    writing = writers(organizer)
    ended = 0
    for _ in range(CUTS):
        wait_for_writes(writing, 1)
        ended += cut(server, cut_off)
        time.sleep(0.05)
    wait_for_writes(writing, 3)
    stopped.set()
    for one in writing:
        one.stop()
    reading.join()
    acknowledged = sorted(title for one in writing for title in one.acknowledged)
    assert cut_off.titles("hold-") == acknowledged
    refused = [answer.status for one in writing for answer in one.refused]
    assert set(refused) <= {503}, cut_off.running.output
    assert {answer.status for answer in read} == {200}
    print(
        f"{ended} connections cut under {len(acknowledged)} writes and {len(read)} reads, {len(refused)} asked to wait"
    )


def test_a_database_that_is_away_for_a_while(cut_off: Place, organizer: Organizer, server: sa.Engine) -> None:
    form = organizer.form(NEW_ITEM)
    reader = Organizer(organizer.address)
    before = kept_by_every_worker(reader)
    name = cut_off.engine.url.database
    with server.connect() as connection:
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    try:
        cut(server, cut_off)
        assert organizer.get("/readyz").status == 503
        assert organizer.get("/healthz").status == 200
        for path in PUBLIC:
            answer = reader.get(path)
            assert (answer.status, answer.text) == (200, before[path].text)
        for answer in (organizer.get("/organize/planner"), organizer.post(NEW_ITEM, a_hold(form, "away"))):
            assert (answer.status, answer.headers["retry-after"]) == (503, "30")
            assert "try again in a minute" in answer.text
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    assert organizer.get("/readyz").status == 200
    assert organizer.post(NEW_ITEM, a_hold(form, "away")).status == 303
    assert cut_off.titles("away") == ["away"]
