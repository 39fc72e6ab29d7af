"""`make run`: everything set up by one command, quick the second time, whole after any interruption."""

import os
import time
import urllib.error
from pathlib import Path

import pytest

from tests.running import free_port, running, start


def test_first_run_sets_everything_up_and_prints_the_password_once(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert server.password
        assert "Migration for Sustainable Development" in server.get("/")
        assert "BEGIN:VEVENT" in server.get("/schedule/series.ics")
        assert server.stop() == 0
    with running(tmp_path) as again:
        assert again.password is None
        assert "Migration for Sustainable Development" in again.get("/episodes")


@pytest.mark.parametrize("seconds", [0.4, 1.0, 1.6, 2.4])
def test_a_run_broken_off_is_taken_up_by_the_next(tmp_path: Path, seconds: float) -> None:
    broken_off = start(tmp_path)
    time.sleep(seconds)
    broken_off.kill()
    with running(tmp_path) as server:
        assert "Migration for Sustainable Development" in server.get("/")
        assert broken_off.password or server.password


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path / "first", port=port):
        second = start(tmp_path / "second", port=port)
        assert second.process.wait(timeout=30) == 1
        assert f"Port {port} on 127.0.0.1 is taken" in second.output


def test_bytes_are_equal_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        before = server.get("/schedule/series.ics")
        address = server.address
        server.kill()
    with running(tmp_path, public_url=address) as server:
        assert server.get("/schedule/series.ics") == before
        with pytest.raises(urllib.error.HTTPError):
            server.get("/no-such-page")


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are looked up in /proc")
def test_workers_inherit_no_connection(tmp_path: Path) -> None:
    """A connection open at the fork would be one for two processes: SQLite's locks would then guard nothing."""
    with running(tmp_path, workers="1") as server:
        opened = [os.readlink(link) for link in Path(f"/proc/{server.process.pid}/fd").iterdir()]
    assert [file for file in opened if ".sqlite" in file] == []
