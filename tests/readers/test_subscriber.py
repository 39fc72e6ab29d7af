"""A real subscriber: vdirsyncer fetches, khal shows, while episodes move, are called off and renamed."""

import re
import subprocess
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.database import db
from app.episodes.models import Episode, Status
from app.episodes.operations import change_episode, move_status
from tests import databases
from tests.factories import BY, a_pillar, an_episode, save
from tests.readers.programs import subscriber_programs
from tests.running import Running, running

VDIRSYNCER = """
[general]
status_path = "{folder}/status"

[pair all]
a = "all_here"
b = "all_there"
collections = null
conflict_resolution = "b wins"

[storage all_here]
type = "filesystem"
path = "{folder}/all"
fileext = ".ics"

[storage all_there]
type = "http"
url = "{address}/schedule/series.ics"

[pair pillar]
a = "pillar_here"
b = "pillar_there"
collections = null
conflict_resolution = "b wins"

[storage pillar_here]
type = "filesystem"
path = "{folder}/pillar"
fileext = ".ics"

[storage pillar_there]
type = "http"
url = "{address}/schedule/pillars/{pillar}.ics"
"""

KHAL = """
[calendars]
[[all]]
path = {folder}/all
readonly = True

[locale]
local_timezone = America/Port_of_Spain
default_timezone = America/Port_of_Spain
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {folder}/khal.db
"""


class Subscriber:
    """Somebody's computer: a folder of entries that vdirsyncer fills, and khal over it."""

    def __init__(self, programs: Path, folder: Path, address: str, pillar: str) -> None:
        self._programs, self._folder = programs, folder
        for name in ("all", "pillar"):
            (folder / name).mkdir(parents=True)
        (folder / "vdirsyncer").write_text(VDIRSYNCER.format(folder=folder, address=address, pillar=pillar))
        (folder / "khal").write_text(KHAL.format(folder=folder))
        self._run("vdirsyncer", "-c", str(folder / "vdirsyncer"), "discover")

    def sync(self) -> str:
        return self._run("vdirsyncer", "-c", str(self._folder / "vdirsyncer"), "sync")

    def shown(self) -> list[str]:
        """khal's list of the year: "2026-03-12 11:00 Title"."""
        form = "{start-date} {start-time} {title}"
        said = self._run(
            *(
                "khal",
                "-c",
                str(self._folder / "khal"),
                "list",
                "--day-format",
                "",
                "--format",
                form,
                "2026-01-01",
                "2026-12-31",
            )
        )
        return [line for line in said.splitlines() if line.strip()]

    def entries(self, name: str = "all") -> dict[str, str]:
        """UID → content of every entry; vdirsyncer takes the hash of a web calendar's event for its UID."""
        found = {}
        for file in (self._folder / name).glob("*.ics"):
            text = file.read_text(encoding="utf-8")
            for uid in re.findall(r"^UID:(.+?)\r?$", text, re.MULTILINE):
                assert uid not in found, "the same event twice"
                found[uid] = text
        return found

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(self._programs / program), *arguments]
        environment = {"HOME": str(self._folder), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, input="y\ny\n")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def series(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    application = create_app(databases.settings_for(database_url, tmp_path))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    application.extensions["kept answers"].close()


@pytest.fixture
def server(series: Flask, tmp_path: Path) -> Iterator[Running]:
    pillar = a_pillar(title="Mobility", slug="mobility")
    for number in range(1, 4):
        an_episode(title=f"Panel {number}", start_local=time(8 + number), pillar_links=[{"pillar_id": pillar.id}])
    save()
    with running(tmp_path / "server", database_url=series.config["SETTINGS"].database_url) as one:
        yield one


def test_subscriber_follows_every_change_without_duplicates(server: Running, tmp_path: Path) -> None:
    programs = subscriber_programs()
    if programs is None:
        pytest.skip("vdirsyncer and khal could not be installed: no answer from the package index")
    subscriber = Subscriber(programs, tmp_path / "subscriber", server.address, "mobility")
    subscriber.sync()
    assert subscriber.shown() == [f"2026-03-12 {8 + number:02d}:00 Panel {number}" for number in (1, 2, 3)]
    first = subscriber.entries()
    assert len(first) == len(subscriber.entries("pillar")) == 3
    feeds = [server.get(path) for path in ("/schedule/series.ics", "/schedule/pillars/mobility.ics")]
    assert re.findall(r"^UID:.*$", feeds[0], re.MULTILINE) == re.findall(r"^UID:.*$", feeds[1], re.MULTILINE)

    subscriber.sync()
    assert subscriber.entries() == first, "a second sync changes nothing"

    _follows(subscriber, "2026-03-12 15:00 Panel 1", lambda one: _change(one, start_local=time(15)))
    _follows(subscriber, "2026-03-12 15:00 Cancelled: Panel 1", _cancel)
    _follows(subscriber, "2026-03-12 10:00 Renamed", lambda one: _change(one, title="Renamed"), episode_id=2)


def test_subscriber_follows_an_older_backup(server: Running, series: Flask, tmp_path: Path) -> None:
    """Restored under a running server: what was moved since is back, what was added is gone, nothing is there twice."""
    programs = subscriber_programs()
    if programs is None:
        pytest.skip("vdirsyncer and khal could not be installed: no answer from the package index")
    subscriber = Subscriber(programs, tmp_path / "subscriber", server.address, "mobility")
    subscriber.sync()
    first, file = subscriber.shown(), tmp_path / "backup.zip"
    assert _backup(series, "make", str(file)) == 0
    for hour in (14, 15):
        _change(db.session.get_one(Episode, 1), start_local=time(hour))
        save()
    an_episode(title="Panel 4", start_local=time(20))
    save()
    subscriber.sync()
    assert "2026-03-12 15:00 Panel 1" in subscriber.shown()
    assert len(subscriber.shown()) == 4
    seen = _sequences(subscriber)
    assert _backup(series, "restore", str(file), "--yes") == 0
    subscriber.sync()
    assert subscriber.shown() == first
    after = subscriber.entries()
    assert len(after) == 3
    raised = {title: number - seen[title] for title, number in _sequences(subscriber).items()}
    assert raised == {"Panel 1": 1, "Panel 2": 0, "Panel 3": 0}
    subscriber.sync()
    assert subscriber.entries() == after


def _backup(series: Flask, *arguments: str) -> int:
    db.session.rollback()
    return series.test_cli_runner().invoke(args=["backup", *arguments]).exit_code


def _sequences(subscriber: Subscriber) -> dict[str, int]:
    """By title."""
    read = [
        re.findall(r"^(?:SEQUENCE|SUMMARY):(.+?)\r?$", text, re.MULTILINE) for text in subscriber.entries().values()
    ]
    return {max(pair): int(min(pair)) for pair in read}


def _follows(
    subscriber: Subscriber,
    line: str,
    change: Callable[[Episode], None],
    *,
    episode_id: int = 1,
) -> None:
    change(db.session.get_one(Episode, episode_id))
    save()
    subscriber.sync()
    assert line in subscriber.shown()
    assert len(subscriber.shown()) == 3
    assert len(subscriber.entries()) == len(subscriber.entries("pillar")) == 3
    after = subscriber.entries()
    subscriber.sync()
    assert subscriber.entries() == after


def _change(episode: Episode, **fields: object) -> None:
    change_episode(episode, fields=dict(fields), by=BY)


def _cancel(episode: Episode) -> None:
    move_status(episode, Status.CANCELLED, reason="The storm.", by=BY)
