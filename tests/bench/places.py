"""Where a run works: prepared databases of each size, made once, and the servers over them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app import create_app
from app.database import db
from config import ROOT
from tests import databases
from tests.bench.archive import Size, fill
from tests.bench.load import wait_for
from tests.running import Running, free_port, running


@dataclass(frozen=True)
class Served:
    """A server's address, and the process that answers."""

    address: str
    worker: int


class Bench:
    """One run's folder; everything in it is removed with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[Size, str] = {}

    def database(self, size: Size) -> str:
        """The address of a database that holds an archive of that size."""
        if size not in self._made:
            file = self.folder / f"{size.episodes}-{size.people}-{size.quotes}.sqlite"
            url = f"sqlite:///{file}"
            databases.migrate(url, self.folder)
            with self.inside(url):
                fill(size)
            self._made[size] = url
        return self._made[size]

    @contextmanager
    def inside(self, url: str) -> Iterator[Flask]:
        """The application in this process, in its context."""
        app = create_app(databases.settings_for(url, self.folder))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
        app.extensions["kept answers"].close()

    @contextmanager
    def server(self, url: str, **settings: str) -> Iterator[Running]:
        """Our server as `make run` starts it, with one worker."""
        given = {"workers": "1", "database_url": url} | settings
        with running(self.folder / "server", **given) as server:
            yield server

    @contextmanager
    def process(self, *arguments: str, log: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        with (self.folder / log).open("w") as output:
            # In a session of its own like our server: the system shares processor time out by session.
            process = subprocess.Popen(
                arguments,
                cwd=ROOT,
                env=os.environ | environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)

    @contextmanager
    def bare(self, answers: Path) -> Iterator["Served"]:
        """The bare application."""
        port = free_port()
        environment = {"BENCH_ANSWERS": str(answers), "BENCH_PORT": str(port)}
        with self.process(sys.executable, "-m", "tests.bench.bare", log="bare.txt", **environment) as process:
            wait_for(f"http://127.0.0.1:{port}/schedule/series.ics")
            yield Served(f"http://127.0.0.1:{port}", worker_of(process.pid))


def resident_mib(pid: int) -> float:
    """The memory a process holds at this moment."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def children(pid: int) -> list[int]:
    """The direct children of a process."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def worker_of(server: int) -> int:
    """The process that answers, among those the server's own one has started."""
    return max(children(server), key=resident_mib)


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
