"""The real server as its users start it: `python -m app.web.serve` in a process of its own, on a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Running:
    """A server under way; `output` is what it printed so far."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")

    @property
    def password(self) -> str | None:
        """The organizer's password, where this run made the account."""
        found = re.search(r"Password \(shown once\): (\S+)", self.output)
        return found.group(1) if found else None

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return str(answer.read().decode())

    def wait_until_ready(self, seconds: float = 60) -> "Running":
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server stopped:\n{self.output}")
            try:
                self.get("/readyz")
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return self
        raise AssertionError(f"the server is not ready after {seconds} s:\n{self.output}")

    def kill(self) -> None:
        """As a power cut would: the whole process group at once. Returns when the last of it has let go of the port."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        deadline = time.monotonic() + 10
        while not self._port_is_free():
            assert time.monotonic() < deadline, "a killed server still holds its port"
            time.sleep(0.005)

    def _port_is_free(self) -> bool:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", int(self.address.rpartition(":")[2])))
            except OSError:
                return False
        return True

    def stop(self) -> int:
        os.killpg(self.process.pid, signal.SIGTERM)
        return self.process.wait(timeout=20)


def local_environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a server on one's own machine, with its database and its files in that folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CONVERSATIONS_")}
    environment |= {
        "CONVERSATIONS_ENVIRONMENT": "local",
        "CONVERSATIONS_INSTANCE_FOLDER": str(folder),
        "CONVERSATIONS_DATABASE_URL": f"sqlite:///{folder / 'conversations.sqlite'}",
        "CONVERSATIONS_LOG_LEVEL": "ERROR",
    }
    return environment | {f"CONVERSATIONS_{name.upper()}": value for name, value in settings.items()}


def start(folder: Path, *, port: int | None = None, **settings: str) -> Running:
    port = port or free_port()
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"output-{port}.txt"
    process = subprocess.Popen(
        [sys.executable, "-m", "app.web.serve", "--port", str(port)],
        cwd=ROOT,
        env=local_environment(folder, **settings),
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    return Running(process, f"http://127.0.0.1:{port}", log)


@contextmanager
def running(folder: Path, *, port: int | None = None, **settings: str) -> Iterator[Running]:
    server = start(folder, port=port, **settings)
    try:
        yield server.wait_until_ready()
    finally:
        if server.process.poll() is None:
            server.kill()
