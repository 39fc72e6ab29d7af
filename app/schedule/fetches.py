"""Who fetches which calendar, by family of programs and day: counted in memory, written once a minute, never who."""

import atexit
import threading
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

import sqlalchemy as sa
from flask import Flask, current_app

from app.clock import now
from app.database import db
from app.schedule.models import FeedFetches, PrivateFeed
from app.web.answers import Environ, StartResponse
from app.web.logs import log

WRITE_EVERY = 60.0

FAMILIES = (
    ("Google Calendar", ("google-calendar-importer", "google-calendar", "googlebot")),
    ("Outlook and Microsoft 365", ("microsoft", "outlook", "office", "exchange", "owa")),
    ("Apple Calendar", ("dataaccessd", "calendaragent", "ios/", "macos/", "mac os x/", "accountsd", "apple")),
    ("Thunderbird", ("thunderbird", "lightning")),
    ("Android calendars", ("icsx5", "davx5", "android", "dalvik")),
    ("Evolution, GNOME and KDE", ("evolution", "gnome", "korganizer", "akonadi", "kde", "libsoup")),
    ("Nextcloud and ownCloud", ("nextcloud", "owncloud", "sabre")),
    ("Yahoo, Fastmail, Proton and other mail services", ("yahoo", "fastmail", "cyrus", "proton", "zimbra", "zoho")),
    ("Readers of news", ("feed", "rss", "miniflux", "newsblur", "inoreader", "netnewswire")),
    ("Programs and scripts", ("python", "curl", "wget", "go-http", "okhttp", "node", "ruby", "vdirsyncer", "java/")),
    ("Browsers", ("mozilla", "opera")),
)
"""Families by what their User-Agent holds, the first that fits; the string itself is kept nowhere."""

OTHER, SILENT = "Others", "Programs that do not say"
KEPT_DAYS = 400
PRIVATE = "/schedule/private"
"""What private feeds have in common: what follows in their addresses opens them, and is kept nowhere."""
PRIVATE_BELOW = f"{PRIVATE}/"
SUFFIXES = (".ics", ".jcal", ".xcal", ".jscal", ".atom", ".json")


@lru_cache(maxsize=1024)
def agent_family(agent: str) -> str:
    named = agent.lower()
    if not named.strip():
        return SILENT
    return next((family for family, marks in FAMILIES if any(mark in named for mark in marks)), OTHER)


def counted_path(path: str) -> str:
    return PRIVATE if path.startswith(PRIVATE_BELOW) else path[:300]


class CountedFetches:
    """The outermost WSGI layer: it sees answers that never reach Flask, and counts calendars' that went well."""

    def __init__(self, app: object, counts: "Fetches") -> None:
        self._app, self._counts = app, counts

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not (path.startswith("/schedule/") and path.endswith(SUFFIXES)):
            return self._app(environ, start_response)  # type: ignore[operator]

        def started(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            if status[:3] in ("200", "304"):
                self._counts.add(path, environ.get("HTTP_USER_AGENT", ""))
            return start_response(status, headers, *more)

        return self._app(environ, started)  # type: ignore[operator]


class Fetches:
    """The counts of this process. A timer that lives only while there is something to write adds them to the table.

    What is counted until the timer goes off counts for the day on which it was set.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._counted: Counter[tuple[date, str, str]] = Counter()
        self._private: dict[int, date] = {}
        self._timer: threading.Timer | None = None
        self._day = date.min
        self._forgot_on = date.min

    def add(self, path: str, agent: str) -> None:
        """Called for each answer, of which there are many thousands a second: no clock, no search."""
        with self._lock:
            if self._timer is None:
                self._set_timer()
            self._counted[self._day, counted_path(path), agent_family(agent[:200])] += 1

    def add_private(self, feed_id: int) -> None:
        with self._lock:
            if self._timer is None:
                self._set_timer()
            self._private[feed_id] = self._day

    def _set_timer(self) -> None:
        self._day = now().date()
        self._timer = threading.Timer(WRITE_EVERY, self.write)
        self._timer.daemon = True
        self._timer.start()

    def write(self) -> None:
        """Add what was counted since to the tables; where the database is away, keep it for the next time."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
            private, self._private = self._private, {}
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
        if not counted and not private:
            return
        try:
            with self._app.app_context(), db.engine.begin() as connection:
                _write(connection, counted, private)
                self._forget_old(connection)
        except sa.exc.SQLAlchemyError as error:
            log.warning("fetches not written", kind=type(error).__name__)
            with self._lock:
                self._counted.update(counted)
                self._private = private | self._private

    def _forget_old(self, connection: sa.Connection) -> None:
        """Once a day."""
        today = now().date()
        if self._forgot_on != today:
            connection.execute(sa.delete(FeedFetches).where(FeedFetches.day < today - timedelta(days=KEPT_DAYS)))
            self._forgot_on = today


def _write(connection: sa.Connection, counted: Counter[tuple[date, str, str]], private: dict[int, date]) -> None:
    for (day, path, family), fetched in sorted(counted.items()):
        connection.execute(_ADD, {"day": day, "path": path, "family": family, "fetched": fetched})
    for feed_id, day in sorted(private.items()):
        chosen = sa.update(PrivateFeed).where(PrivateFeed.id == feed_id)
        connection.execute(chosen.values(last_fetched_on=day))


_ADD = sa.text(
    "INSERT INTO feed_fetches (day, path, family, fetched) VALUES (:day, :path, :family, :fetched) "
    "ON CONFLICT (day, path, family) DO UPDATE SET fetched = feed_fetches.fetched + excluded.fetched"
).bindparams(sa.bindparam("day", type_=sa.Date))


def note_private_fetch(feed: PrivateFeed) -> None:
    """The day a private feed was last fetched; written with the counts."""
    if feed.last_fetched_on != now().date():
        counts: Fetches = current_app.extensions["feed fetches"]
        counts.add_private(feed.id)


def start_fetches(app: Flask) -> None:
    """Wrap everything, after the kept answers did."""
    counts = Fetches(app)
    app.wsgi_app = CountedFetches(app.wsgi_app, counts)  # type: ignore[method-assign]
    app.extensions["feed fetches"] = counts
    atexit.register(counts.write)
