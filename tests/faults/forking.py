"""Starts the real server by forking from a process that has loaded it, so that it can be killed two hundred times."""

import atexit
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from socketserver import ForkingMixIn, StreamRequestHandler, UnixStreamServer
from subprocess import PIPE
from typing import IO, Any

from app.web import serve
from config import ROOT
from tests.running import Running, local_environment


class Child:
    """The server's process, as `subprocess.Popen` shows one: its launcher tells when it has ended."""

    def __init__(self, told: IO[str]) -> None:
        self._told = told
        self.pid = int(told.readline())
        self.returncode: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("the server", timeout or 0)
            self.returncode = int(self._told.readline())
        return self.returncode

    def poll(self) -> int | None:
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None


class Launcher:
    """Starts the server in a folder, on a port, again and again; one at a time."""

    def __init__(self, folder: Path, port: int, **settings: str) -> None:
        self._log, self._address = folder / "output.txt", f"http://127.0.0.1:{port}"
        asked = {"port": str(port), "log": str(self._log), "environment": local_environment(folder, **settings)}
        self._line = json.dumps(asked) + "\n"
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(loaded()))
        self._told = self._socket.makefile("r", encoding="utf-8")

    def start(self) -> Running:
        self._socket.sendall(self._line.encode())
        process: Any = Child(self._told)
        return Running(process, self._address, self._log)

    def close(self) -> None:
        self._told.close()
        self._socket.close()


@cache
def loaded() -> Path:
    """The socket of the one process that has loaded the server for all launchers of this test process."""
    folder = Path(tempfile.mkdtemp(prefix="conversations-faults-"))
    process = subprocess.Popen([sys.executable, "-m", __name__, str(folder / "socket")], cwd=ROOT, stdout=PIPE)
    atexit.register(shutil.rmtree, folder)
    atexit.register(process.wait)
    atexit.register(process.terminate)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    return folder / "socket"


class Minder(StreamRequestHandler):
    """A process of its own for each launcher. At each line: fork a server, tell its process id, and its exit code."""

    def handle(self) -> None:
        for line in self.rfile:
            process = os.fork()
            if process == 0:
                os._exit(_served(**json.loads(line)))
            self.wfile.write(b"%d\n" % process)
            self.wfile.write(b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))


class Forking(ForkingMixIn, UnixStreamServer):
    """A minder for each launcher."""


def main(path: str) -> None:
    with Forking(path, Minder) as launchers:
        print("ready", flush=True)
        launchers.serve_forever()


def _served(port: str, log: str, environment: dict[str, str]) -> int:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in (1, 2):
        os.dup2(output, number)
    try:
        serve.main(["--port", port])
    except SystemExit as stopped:
        if isinstance(stopped.code, str):
            print(stopped.code)
        return stopped.code if isinstance(stopped.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    main(*sys.argv[1:])
