"""Starts the real server by forking from a process that has loaded it, so that it can be killed two hundred times."""

import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.web import serve
from config import ROOT
from tests.running import Running, local_environment


class Child:
    """The server's process, as `subprocess.Popen` shows one: its launcher tells when it has ended."""

    def __init__(self, launcher: "subprocess.Popen[str]") -> None:
        assert launcher.stdin
        assert launcher.stdout
        self._told = launcher.stdout
        launcher.stdin.write("start\n")
        launcher.stdin.flush()
        self.pid = int(self._told.readline())
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
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(port), str(self._log)],
            cwd=ROOT,
            env=local_environment(folder, **settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self) -> Running:
        process: Any = Child(self._process)
        return Running(process, self._address, self._log)

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=20)


def main(port: str, log: str) -> None:
    """At each line of standard input: fork a server, print its process id, and its exit code once it has one."""
    for _ in sys.stdin:
        process = os.fork()
        if process == 0:
            os._exit(_served(port, log))
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


def _served(port: str, log: str) -> int:
    os.setsid()
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
