"""How the readers are found or set up, once a machine, and asked. What a registry must answer for lies outside git."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import vobject
from icalendar import Calendar

HERE = Path(__file__).parent
NODE = HERE / "node"
SYSTEM_PYTHON = "/usr/bin/python3"
SUBSCRIBERS = ("vdirsyncer==0.21.0", "khal==0.14.1")

Entry = dict[str, Any]
"""uid, title, text, start and end: seconds since 1970, or a day as ISO text."""


def cache_folder(name: str, *contents: bytes) -> Path:
    """A folder whose name changes with what is installed in it."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "conversations-tests" / f"{name}-{sha256(b''.join(contents)).hexdigest()[:12]}"


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """One test process at a time installs into the folder; False where another has done so."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not (folder / "installed").exists()


@cache
def node_readers() -> Path | None:
    """The folder with ical.js and node-ical; None where they cannot be installed."""
    files = [NODE / "package.json", NODE / "package-lock.json"]
    folder = cache_folder("npm", *(file.read_bytes() for file in files))
    with alone(folder) as is_first:
        if is_first:
            if not shutil.which("node") or not shutil.which("npm"):
                return None
            folder.mkdir(exist_ok=True)
            for file in files:
                shutil.copy(file, folder)
            if not _succeeds(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"], folder):
                return None
            (folder / "installed").touch()
    return folder


@cache
def subscriber_programs() -> Path | None:
    """The `bin` of an environment with vdirsyncer and khal; None where they cannot be installed."""
    folder = cache_folder("subscriber", *(name.encode() for name in SUBSCRIBERS), sys.version.encode())
    with alone(folder) as is_first:
        if is_first:
            venv.create(folder, with_pip=True, clear=True)
            if not _succeeds([str(folder / "bin" / "pip"), "install", "--quiet", *SUBSCRIBERS], folder):
                return None
            (folder / "installed").touch()
    return folder / "bin"


@cache
def has_libical() -> bool:
    return _succeeds([SYSTEM_PYTHON, "-c", "import gi; gi.require_version('ICalGLib', '3.0')"], HERE)


def _succeeds(command: list[str], folder: Path) -> bool:
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=240).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def read_by_libical(content: bytes) -> list[Entry]:
    answer = subprocess.run([SYSTEM_PYTHON, str(HERE / "libical.py")], input=content, capture_output=True, timeout=60)
    assert answer.returncode == 0, answer.stderr.decode()
    return list(json.loads(answer.stdout))


@lru_cache(maxsize=4)
def read_by_node(content: bytes, folder: Path) -> dict[str, list[Entry]]:
    """By "ical.js" and by "node-ical"."""
    command = ["node", str(NODE / "read.cjs")]
    environment = os.environ | {"READERS": str(folder)}
    answer = subprocess.run(command, input=content, capture_output=True, timeout=60, env=environment)
    assert answer.returncode == 0, answer.stderr.decode()
    return dict(json.loads(answer.stdout))


def read_by_vobject(content: bytes) -> list[Entry]:
    events = vobject.readOne(content.decode()).vevent_list
    return [
        {
            "uid": event.uid.value,
            "title": event.summary.value,
            "text": event.description.value,
            "start": moment(event.dtstart.value),
            "end": moment(event.dtend.value),
        }
        for event in events
    ]


def read_by_icalendar(content: bytes) -> list[Entry]:
    return [
        {
            "uid": str(event["UID"]),
            "title": str(event["SUMMARY"]),
            "text": str(event["DESCRIPTION"]),
            "start": moment(event["DTSTART"].dt),
            "end": moment(event["DTEND"].dt),
        }
        for event in Calendar.from_ical(content).walk("VEVENT")
    ]


def moment(value: Any) -> int | str:
    return int(value.timestamp()) if hasattr(value, "hour") else str(value.isoformat())
