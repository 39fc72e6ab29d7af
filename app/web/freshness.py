"""Whether anything public changed: the number and time of the last revision, known without asking Flask."""

import sqlite3
import threading
import time
import weakref
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import sqlalchemy as sa

from app.clock import now, seconds
from app.database import libpq_address
from app.on_demand import OnDemand
from app.web.logs import log

psycopg: Any = OnDemand("psycopg")

CHANNEL = "conversations_revision"
LOOK_EVERY = 0.9
"""Seconds; together with the answer itself this stays under the second that is promised."""

_LAST = "SELECT id, at FROM revision ORDER BY id DESC LIMIT 1"
_TURN = """
SELECT min(moment) FROM (
  SELECT min(publish_at) AS moment FROM episode WHERE publish_at > {now}
  UNION ALL SELECT min(starts_at) FROM episode WHERE starts_at > {now}
  UNION ALL SELECT min(ends_at) FROM episode WHERE ends_at > {now} AND starts_at > {yesterday}
  UNION ALL SELECT min(embargo_until) FROM quote WHERE embargo_until > {now}
) AS moments
"""
_TURNED = """
SELECT max(moment) FROM (
  SELECT max(publish_at) AS moment FROM episode WHERE publish_at <= {now}
  UNION ALL SELECT max(starts_at) FROM episode WHERE starts_at <= {now}
  UNION ALL SELECT max(ends_at) FROM (
    SELECT ends_at FROM episode WHERE starts_at <= {now} ORDER BY starts_at DESC LIMIT 100
  ) AS begun WHERE ends_at <= {now}
  UNION ALL SELECT max(embargo_until) FROM quote WHERE embargo_until <= {now}
) AS moments
"""
"""The last to end is among the last hundred to begin: none lasts longer than a day."""


@dataclass(frozen=True, slots=True)
class State:
    """The last revision (0 before the first), when what is public last changed, and when the clock next changes it.

    The last change is that revision, or a moment that came since: of publication, of an embargo's end, of a beginning.
    """

    revision: int
    changed_at: datetime | None
    next_turn: datetime | None


class Freshness(Protocol):
    def state(self) -> State | None:
        """The present state; None when the database does not say."""

    def close(self) -> None: ...


def freshness_of(database_url: str) -> Freshness:
    url = sa.make_url(database_url)
    if url.get_backend_name() == "sqlite":
        return SqliteFreshness(url.database or "")
    return PostgresqlFreshness(libpq_address(url))


class Looking(ABC):
    """Looks at most every so often, and at once after a commit of this process: between looks nothing is asked.

    A look releases the interpreter to other threads; one at every request would make them wait in turn for it.
    """

    every: float

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: State | None = None
        self._turn = 0.0
        self._looked_at = float("-inf")
        _looking.add(self)

    def state(self) -> State | None:
        if time.monotonic() - self._looked_at < self.every and seconds() < self._turn:
            return self._state
        with self._lock:
            looking_at = time.monotonic()
            self._state = self._look()
            if self._state is not None:
                turn = self._state.next_turn
                self._turn = turn.timestamp() if turn else float("inf")
                self._looked_at = looking_at
            return self._state

    def forget(self) -> None:
        """Something was committed: look at the next request."""
        self._looked_at = float("-inf")

    @abstractmethod
    def _look(self) -> State | None: ...

    @abstractmethod
    def close(self) -> None: ...


_looking: "weakref.WeakSet[Looking]" = weakref.WeakSet()


def forget_all(_session: object) -> None:
    """After a commit of this process, whichever session made it."""
    for one in list(_looking):
        one.forget()


class SqliteFreshness(Looking):
    """Asks `PRAGMA data_version`: it differs once another connection has committed."""

    every = 0.02

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._seen: tuple[int, State] | None = None

    def _look(self) -> State | None:
        try:
            return self._compared()
        except sqlite3.Error as error:
            log.warning("freshness unknown", kind=type(error).__name__)
            self.close()
            return None

    def _compared(self) -> State:
        if self._connection is None:
            self._connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        data_version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if self._seen is None or data_version != self._seen[0] or _is_over(self._seen[1]):
            self._seen = data_version, self._read(self._connection)
        return self._seen[1]

    def _read(self, connection: sqlite3.Connection) -> State:
        last = connection.execute(_LAST).fetchone()
        moment = now()
        parameters = {"now": _as_text(moment), "yesterday": _as_text(moment, days=-2)}
        turn = connection.execute(_TURN.format(now=":now", yesterday=":yesterday"), parameters).fetchone()[0]
        turned = connection.execute(_TURNED.format(now=":now"), parameters).fetchone()[0]
        changed_at = _later(_from_text(last[1]) if last else None, _from_text(turned))
        return State(last[0] if last else 0, changed_at, _from_text(turn))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._seen = None


class PostgresqlFreshness(Looking):
    """Looks at most every second, and at once after a NOTIFY, which a trigger sends with every revision.

    The listening thread only makes it look earlier: when it is down, answers are still younger than a second.
    """

    every = LOOK_EVERY

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._connection: Any | None = None
        self._listener: threading.Thread | None = None
        self._closed = threading.Event()

    def _look(self) -> State | None:
        try:
            if self._connection is None:
                self._connection = psycopg.connect(self._url, autocommit=True, connect_timeout=2)
                self._listen()
            return self._read(self._connection)
        except psycopg.Error as error:
            log.warning("freshness unknown", kind=type(error).__name__)
            self._connection = None
            return None

    def _read(self, connection: Any) -> State:
        last = connection.execute(_LAST).fetchone()
        moment = now()
        parameters = {"now": moment, "yesterday": _days_before(moment)}
        turn = connection.execute(_TURN.format(now="%(now)s", yesterday="%(yesterday)s"), parameters).fetchone()[0]
        turned = connection.execute(_TURNED.format(now="%(now)s"), parameters).fetchone()[0]
        return State(last[0] if last else 0, _later(last[1] if last else None, turned), turn)

    def _listen(self) -> None:
        if self._listener is None or not self._listener.is_alive():
            self._listener = threading.Thread(target=self._hear, name="revision listener", daemon=True)
            self._listener.start()

    def _hear(self) -> None:
        while not self._closed.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, connect_timeout=2) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self.forget()
                    while not self._closed.is_set():
                        for _ in connection.notifies(timeout=1, stop_after=1):
                            self.forget()
            except psycopg.Error:
                self._closed.wait(1)

    def close(self) -> None:
        self._closed.set()
        if self._connection is not None:
            self._connection.close()
        if self._listener is not None:
            self._listener.join(timeout=3)


def _later(*moments: datetime | None) -> datetime | None:
    return max((moment.astimezone(UTC) for moment in moments if moment is not None), default=None)


def _is_over(state: State) -> bool:
    return state.next_turn is not None and state.next_turn <= now()


def _days_before(moment: datetime, days: int = 2) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() - days * 86400, UTC)


def _as_text(moment: datetime, days: int = 0) -> str:
    """As SQLite keeps instants here: naive text in UTC, which compares like the instants."""
    return _days_before(moment, -days).replace(tzinfo=None).isoformat(" ") + ".000000"


def _from_text(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if value else None
