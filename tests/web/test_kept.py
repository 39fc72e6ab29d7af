"""Kept answers: never stale, never private, bounded, and there when the database is not."""

import gzip
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.database import db
from app.episodes.models import Status
from app.episodes.operations import change_episode, move_status
from app.web.answers import NOTE, Note
from app.web.bodies import JOINED_BELOW, Body
from app.web.freshness import Freshness, State
from app.web.kept import OVERHEAD, KeptAnswers
from tests import databases
from tests.factories import BY, an_episode, save

FEED = "/schedule/series.ics"


class Fixed:
    """A freshness that says what a test wants."""

    def __init__(self, state: State | None) -> None:
        self.now = state

    def state(self) -> State | None:
        return self.now

    def close(self) -> None: ...


STATE = State(1, datetime(2026, 1, 1, tzinfo=UTC), None)


class Counting:
    """A WSGI application that counts how often it is asked."""

    def __init__(self, *, status: str = "200 OK", headers: list[tuple[str, str]] | None = None) -> None:
        self.asked = 0
        self.status = status
        self.headers = headers or []
        self.content_type = "text/plain"
        self.caching = "public"
        self.body = b"body"
        self.in_pieces: Body | None = None
        self.valid_until: datetime | None = None

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        self.asked += 1
        note = environ[NOTE]
        assert isinstance(note, Note)
        note.is_public, note.may_be_kept = self.status[0] == "2", self.caching == "public"
        note.valid_until, note.body = self.valid_until, self.in_pieces
        start_response(self.status, [("Content-Type", self.content_type), *self.headers])
        return [bytes(bytearray(self.body))]  # bytes of its own for each answer, as pages are


def ask(layer: KeptAnswers, path: str = "/people/ada", **environ: str) -> tuple[str, bytes]:
    said: list[str] = []
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "localhost", "QUERY_STRING": "", **environ}
    body = b"".join(layer(given, lambda status, headers: said.append(status)))
    return said[0], body


def layer_over(app: Counting, freshness: Freshness | None = None, limit: int = 10**6) -> KeptAnswers:
    return KeptAnswers(app, freshness or Fixed(STATE), limit=limit)


def test_same_request_is_answered_once_by_the_application() -> None:
    app = Counting()
    layer = layer_over(app)
    for query in ("a=1&b=2", "b=2&a=1"):
        assert ask(layer, QUERY_STRING=query) == ("200 OK", b"body")
    assert app.asked == 1


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "session=abc"},
        {"HTTP_COOKIE": "remember_token=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"PATH_INFO": "/organize/episodes"},
        {"QUERY_STRING": "x" * 600},
    ],
)
def test_private_and_odd_requests_pass_by(environ: dict[str, str]) -> None:
    app = Counting()
    layer = layer_over(app)
    ask(layer)
    asked = app.asked
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": "/people/ada", "HTTP_HOST": "localhost", "QUERY_STRING": ""}
    for _ in range(2):
        list(layer({**given, **environ}, lambda status, headers: None))
    assert app.asked == asked + 2


def test_zones_have_answers_of_their_own() -> None:
    app = Counting()
    layer = layer_over(app)
    for cookie in ("tz=America/Nassau", "tz=Europe/Paris", "tz=America/Nassau"):
        ask(layer, HTTP_COOKIE=cookie)
    assert app.asked == 2


def test_languages_have_answers_of_their_own() -> None:
    app = Counting()
    layer = layer_over(app)
    for path in ("/people/ada", "/nl/people/ada", "/es/people/ada", "/nl/people/ada"):
        ask(layer, PATH_INFO=path)
    assert app.asked == 3


def test_hosts_have_answers_of_their_own() -> None:
    app = Counting()
    layer = layer_over(app)
    ask(layer), ask(layer, HTTP_HOST="other.example")
    assert app.asked == 2


@pytest.mark.parametrize("headers", [[("Set-Cookie", "session=1")], [("set-cookie", "x=1")]])
def test_answers_with_cookies_are_not_kept(headers: list[tuple[str, str]]) -> None:
    app = Counting(headers=headers)
    layer = layer_over(app)
    ask(layer), ask(layer)
    assert app.asked == 2


def test_private_answers_are_not_kept_but_have_validators() -> None:
    app = Counting()
    app.caching = "private"
    layer = layer_over(app)
    ask(layer), ask(layer)
    assert app.asked == 2


def test_new_revision_asks_again() -> None:
    app, freshness = Counting(), Fixed(STATE)
    layer = layer_over(app, freshness)
    ask(layer)
    app.body, freshness.now = b"newer", State(2, STATE.changed_at, None)
    assert ask(layer) == ("200 OK", b"newer")


def test_unknown_freshness_asks_the_application() -> None:
    app = Counting()
    layer = layer_over(app, Fixed(None))
    ask(layer), ask(layer)
    assert app.asked == 2


def test_last_good_copy_hides_a_failure() -> None:
    app, freshness = Counting(), Fixed(STATE)
    layer = layer_over(app, freshness)
    ask(layer)
    app.status, app.body, freshness.now = "503 Service Unavailable", b"sorry", None
    assert ask(layer) == ("200 OK", b"body")
    assert ask(layer, "/people/other") == ("503 Service Unavailable", b"sorry")


def test_expiry_said_by_the_view_and_by_the_clock() -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        app = Counting()
        app.valid_until = datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC)
        layer = layer_over(app)
        ask(layer, "/x.ics"), ask(layer, "/x.ics")
        assert app.asked == 1
        clock.shift(timedelta(seconds=30))
        ask(layer, "/x.ics")
        assert app.asked == 2
        app.valid_until = None
        ask(layer, "/page")
        clock.shift(timedelta(seconds=61))
        ask(layer, "/page")
        assert app.asked == 4


def test_memory_is_bounded_and_the_least_used_leaves_first() -> None:
    app = Counting()
    app.body = b"x" * 1000
    layer = layer_over(app, limit=3 * (1000 + OVERHEAD))
    for path in ("/a", "/b", "/c", "/a", "/d"):
        ask(layer, path)
    assert app.asked == 4
    ask(layer, "/a")
    assert app.asked == 4
    ask(layer, "/b")
    assert app.asked == 5
    app.body = b"x" * 10**6
    ask(layer, "/large"), ask(layer, "/large")
    assert app.asked == 7
    assert layer.size <= 3 * (1000 + OVERHEAD)


def test_pieces_that_answers_share_count_once() -> None:
    """Two hundred feeds of a large archive are made of the same events."""
    app = Counting()
    pieces = [b"%d" % number * JOINED_BELOW for number in range(3)]
    app.in_pieces = Body.of(*pieces)
    whole = sum(map(len, pieces))
    layer = layer_over(app, limit=whole + 3 * OVERHEAD)
    for path in ("/a", "/b", "/c", "/a", "/b", "/c"):
        assert ask(layer, path) == ("200 OK", b"".join(pieces))
    assert (app.asked, layer.size) == (3, whole + 3 * OVERHEAD)
    app.in_pieces = Body.of(b"short")
    for path in ("/d", "/e", "/f"):
        ask(layer, path)
    assert layer.size == 3 * OVERHEAD + len(b"short")


def test_large_feed_in_gzip_is_compressed_again_only_where_it_changed() -> None:
    app, freshness = Counting(), Fixed(STATE)
    pieces = [b"Event %d. " % number * 200 for number in range(1500)]
    app.in_pieces, app.content_type = Body.of(*pieces), "text/calendar"
    layer = layer_over(app, freshness, limit=10**8)
    _status, before = ask(layer, HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(before) == b"".join(pieces)
    (kept,) = layer._kept.values()
    pieces[700] = b"Changed. " * 200
    app.in_pieces, freshness.now = Body.of(*pieces), State(2, STATE.changed_at, None)
    _status, after = ask(layer, HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(after) == b"".join(pieces)
    (renewed,) = layer._kept.values()
    same = {id(part) for part in kept.answer.parts} & {id(part) for part in renewed.answer.parts}
    assert len(renewed.answer.parts) - 2 <= len(same) < len(renewed.answer.parts)
    assert layer.size >= len(after) + OVERHEAD


def test_who_likes_brotli_gets_a_large_calendar_in_the_parts_of_the_others() -> None:
    """A change is compressed once, in gzip, for everybody who takes it."""
    app, pieces = Counting(), [b"Event %d. " % number * 200 for number in range(1500)]
    app.in_pieces, app.content_type = Body.of(*pieces), "text/calendar"
    layer = layer_over(app, limit=10**8)
    for accepted in ("gzip", "br, gzip"):
        _status, sent = ask(layer, HTTP_ACCEPT_ENCODING=accepted)
        assert gzip.decompress(sent) == b"".join(pieces)
    first, second = (kept.answer for kept in layer._kept.values())
    assert (first.etag, len(first.parts)) == (second.etag, len(second.parts))
    assert all(one is other for one, other in zip(first.parts, second.parts, strict=True))
    assert ask(layer, HTTP_ACCEPT_ENCODING="br") == ("200 OK", b"".join(pieces))


def test_threads_agree(app: Flask) -> None:
    an_episode()
    save()
    bodies: set[bytes] = set()

    def fetch() -> None:
        for _ in range(20):
            bodies.add(app.test_client().get(FEED).data)

    threads = [threading.Thread(target=fetch) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bodies) == 1


def test_commit_of_another_process_is_seen(app_on_both: Flask, tmp_path: Path) -> None:
    """Two applications over one database stand for two processes: they share nothing but it."""
    episode = an_episode(title="Before")
    save()
    settings = app_on_both.config["SETTINGS"]
    other = create_app(databases.settings_for(settings.database_url, tmp_path))
    reader = other.test_client()
    assert b"SUMMARY:Before" in reader.get(FEED).data
    change_episode(episode, fields={"title": "After"}, by=BY)
    save()
    committed = time.monotonic()
    while b"SUMMARY:After" not in reader.get(FEED).data:
        assert time.monotonic() - committed < 1, "older than one second"
        time.sleep(0.01)
    other.extensions["kept answers"].close()
    with other.app_context():
        db.engine.dispose()


def test_kept_answer_needs_no_statement(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    an_episode()
    save()
    client.get(FEED)
    statements.clear()
    assert client.get(FEED).status_code == 200
    assert statements == []


def test_episode_appears_at_its_publish_time(app_on_both: Flask) -> None:
    client = app_on_both.test_client()
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        an_episode(title="Now")
        an_episode(title="Later", publish_at=datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC))
        save()
        assert b"Later" not in client.get(FEED).data
        clock.shift(timedelta(seconds=11))
        assert b"Later" in client.get(FEED).data


def test_if_modified_since_sees_what_the_clock_alone_published(app_on_both: Flask) -> None:
    """A client that sends no ETag back would otherwise keep the feed without the episode until somebody saves."""
    client = app_on_both.test_client()
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        an_episode(title="Later", publish_at=datetime(2026, 3, 1, 12, 10, tzinfo=UTC))
        save()
        held = {"If-Modified-Since": client.get(FEED).headers["Last-Modified"]}
        clock.shift(timedelta(minutes=9))
        assert client.get(FEED, headers=held).status_code == 304
        clock.shift(timedelta(minutes=1))
        answer = client.get(FEED, headers=held)
        assert (answer.status_code, b"Later" in answer.data) == (200, True)
        assert answer.headers["Last-Modified"] == "Sun, 01 Mar 2026 12:10:00 GMT"


@pytest.mark.parametrize(
    ("fields", "over"),
    [
        ({"start_local": time_of_day(11), "timezone": "UTC", "duration_minutes": 90}, datetime(2026, 3, 12, 12, 30)),
        ({"start_local": None}, datetime(2026, 3, 13, 12)),
    ],
)
def test_upcoming_feed_changes_to_the_minute_for_every_kind_of_client(
    app_on_both: Flask, fields: dict[str, Any], over: datetime
) -> None:
    """Over at its end; a day without a time once it has ended everywhere, which is noon of the next in UTC."""
    client, feed = app_on_both.test_client(), "/schedule/series.ics?when=upcoming"
    with time_machine.travel(datetime(2026, 3, 12, 10, 20, tzinfo=UTC), tick=False) as clock:
        an_episode(title="Panel", **fields)
        save()
        clock.move_to(over.replace(tzinfo=UTC) - timedelta(seconds=1))
        first = client.get(feed)
        assert b"SUMMARY:Panel" in first.data
        clock.shift(timedelta(seconds=1))
        for held in ({"If-Modified-Since": first.headers["Last-Modified"]}, {"If-None-Match": first.headers["ETag"]}):
            answer = client.get(feed, headers=held)
            assert (answer.status_code, b"SUMMARY:Panel" in answer.data) == (200, False)


def test_called_off_leaves_at_a_whole_hour_from_every_process(app_on_both: Flask) -> None:
    app_on_both.config["SETTINGS"].called_off_days = 1
    client = app_on_both.test_client()
    with time_machine.travel(datetime(2026, 3, 1, 12, 20, tzinfo=UTC), tick=False) as clock:
        move_status(an_episode(title="Off", day=date(2026, 4, 1)), Status.CANCELLED, reason="Storm.", by=BY)
        save()
        clock.move_to(datetime(2026, 3, 2, 12, 59, 59, tzinfo=UTC))
        first = client.get(FEED)
        assert b"Cancelled: Off" in first.data
        clock.shift(timedelta(seconds=1))
        answer = client.get(FEED, headers={"If-Modified-Since": first.headers["Last-Modified"]})
        assert (answer.status_code, b"Cancelled: Off" in answer.data) == (200, False)


def test_database_away_is_no_5xx_to_a_subscriber(app: Flask, client: FlaskClient) -> None:
    an_episode()
    save()
    good = client.get(FEED)
    db.session.execute(sa.text("ALTER TABLE episode RENAME TO gone"))
    db.session.execute(sa.text("ALTER TABLE revision RENAME TO gone_too"))
    save()
    answer = client.get(FEED)
    assert (answer.status_code, answer.data) == (200, good.data)
    assert client.get(FEED + "?year=2026").status_code >= 500


def test_bytes_are_equal_across_restarts(app_on_both: Flask, tmp_path: Path) -> None:
    an_episode()
    save()
    answers = []
    for _ in range(2):
        fresh = create_app(databases.settings_for(app_on_both.config["SETTINGS"].database_url, tmp_path))
        answers.append(fresh.test_client().get(FEED))
        fresh.extensions["kept answers"].close()
        with fresh.app_context():
            db.engine.dispose()
    assert answers[0].data == answers[1].data
    assert dict(answers[0].headers) == dict(answers[1].headers)
