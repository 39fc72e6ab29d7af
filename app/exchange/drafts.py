"""Uploaded tables between two pages: files of their own under the instance folder, gone after a day."""

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.clock import seconds
from app.exchange.outcomes import Outcome, What
from app.exchange.sheets import Sheet

KEPT_SECONDS = 24 * 3600
SILENT_SECONDS = 60
"""A run that says nothing for so long has ended with its process."""


class State(StrEnum):
    """READ: columns are to be chosen; TRIED: the dry run is over; the others say themselves."""

    READ = "read"
    RUNNING = "running"
    TRIED = "tried"
    WRITTEN = "written"
    INTERRUPTED = "interrupted"


@dataclass
class Draft:
    """One upload: whose, of what, its table, which columns are meant, and what a run did with each row."""

    token: str
    account_id: int
    kind: str
    series_id: int | None
    file_name: str
    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    chosen: dict[str, int] = field(default_factory=dict)
    state: State = State.READ
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        return Sheet(self.header, self.rows, self.numbers)


class Drafts:
    """The folder of all uploads; names are tokens that nobody can guess, never names of uploaded files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def new(self, sheet: Sheet, **facts: Any) -> Draft:
        self._sweep()
        draft = Draft(secrets.token_hex(16), header=sheet.header, rows=sheet.rows, numbers=sheet.numbers, **facts)
        self.save(draft)
        return draft

    def save(self, draft: Draft) -> None:
        """Whole or not at all: written beside, then put in its place."""
        self._put(self._path(draft.token), json.dumps(asdict(draft)))

    def found(self, token: str, account_id: int) -> Draft | None:
        """The account's own upload; one whose run ended with its process is marked so."""
        if not re.fullmatch(r"[0-9a-f]{32}", token):
            return None
        try:
            facts = json.loads(self._path(token).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        facts["state"] = State(facts["state"])
        facts["outcomes"] = [Outcome(**one | {"what": What(one["what"])}) for one in facts["outcomes"]]
        draft = Draft(**facts)
        if draft.state is State.RUNNING and self._silent_for(token) > SILENT_SECONDS:
            draft.state = State.INTERRUPTED
        return draft if draft.account_id == account_id else None

    def begin(self, draft: Draft) -> bool:
        """Whether this run is the only one; a second click finds the first one running."""
        lock = self._path(draft.token, "lock")
        if draft.state is State.INTERRUPTED:
            lock.unlink(missing_ok=True)
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        try:
            self.tell(draft.token, 0)
            draft.state = State.RUNNING
            self.save(draft)
        except OSError:
            lock.unlink()
            raise
        return True

    def end(self, draft: Draft, state: State, outcomes: list[Outcome]) -> None:
        draft.state, draft.outcomes = state, outcomes
        self.save(draft)
        self._path(draft.token, "lock").unlink(missing_ok=True)

    def tell(self, token: str, done: int) -> None:
        self._put(self._path(token, "done"), str(done))

    def done(self, token: str) -> int:
        try:
            return int(self._path(token, "done").read_text())
        except (FileNotFoundError, ValueError):
            return 0

    def _silent_for(self, token: str) -> float:
        try:
            return seconds() - self._path(token, "done").stat().st_mtime
        except FileNotFoundError:
            return SILENT_SECONDS + 1

    def _path(self, token: str, suffix: str = "json") -> Path:
        return self._folder / f"{token}.{suffix}"

    def _put(self, path: Path, text: str) -> None:
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)
        except OSError:
            beside.unlink(missing_ok=True)
            raise

    def _sweep(self) -> None:
        for path in self._folder.iterdir():
            if seconds() - path.stat().st_mtime > KEPT_SECONDS:
                path.unlink(missing_ok=True)
