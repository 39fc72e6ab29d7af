"""The doctor finds nothing in our feeds, and finds each fault that is put into one."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask, request_finished
from icalendar import Calendar, Event

from app.archive.operations import load_series
from app.clock import now
from app.database import db
from app.episodes.models import Episode, Status
from app.episodes.operations import change_episode, move_status
from app.schedule.doctor import (
    Fetched,
    Stored,
    check_feed,
    history_faults,
    line_faults,
    shown_by_clients,
    when_in_words,
)
from app.schedule.organizer_views import CHECKED_AT_ONCE
from app.schedule.queries import public_feed_paths, stored_events
from app.schedule.rounds import Subscriber, check_feeds
from config import ROOT
from tests.factories import BY, a_draft, a_person, an_episode, appearing, save
from tests.organizers import a_visitor, an_account, sign_in

FEED = "/schedule/series.ics"


def faults(app: Flask, *changes: tuple[bytes, bytes]) -> list[str]:
    """What the doctor says of the series feed with these changes of its bytes."""
    subscriber = Subscriber(app)

    def fetch(path: str, method: str = "GET", **headers: str) -> Fetched:
        answer = subscriber.fetch(path, method, **headers)
        body = answer.body
        for before, after in changes:
            assert before in body or not body.startswith(b"BEGIN")
            body = body.replace(before, after)
        return Fetched(answer.status, answer.headers, body)

    return check_feed(FEED, fetch, stored_events(), now())


@pytest.fixture
def episode(app: Flask) -> Episode:
    episode = an_episode(title="Panel é" + "ü" * 80, timezone="America/New_York", appearances=[appearing(a_person())])
    change_episode(episode, fields={"start_local": time(15)}, by=BY)
    save()
    return episode


def test_all_kinds_of_episodes_are_well(app_on_both: Flask) -> None:
    load_series((ROOT / "app/archive/starter/series.yaml").read_text(), host="localhost", by=BY)
    an_episode(title="Day", start_local=None)
    an_episode(title="Twice", day=date(2026, 11, 1), start_local=time(1, 30), fold=1, timezone="America/Nassau")
    an_episode(title="Cairo", timezone="Africa/Cairo")
    move_status(an_episode(title="Off"), Status.CANCELLED, reason="Storm.", by=BY)
    a_draft(appearances=[appearing(a_person(name="Unseen Guest"))])
    save()
    checked = list(check_feeds(app_on_both))
    assert [(one.path, one.faults) for one in checked if one.faults] == []
    assert "/schedule/people/andrew-selee.ics" in [one.path for one in checked]
    assert "/schedule/roles/moderator.ics" in public_feed_paths()
    assert "/schedule/people/unseen-guest.ics" not in public_feed_paths()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"METHOD:PUBLISH\r\n", b"", "no METHOD"),
        (b"CLASS:PUBLIC", b"ATTENDEE:mailto:a@b.example\r\nCLASS:PUBLIC", "ATTENDEE"),
        (b"STATUS:CONFIRMED\r\n", b"", "no STATUS"),
        (b"BYDAY=2SU", b"BYDAY=-1SU", "another moment"),
        (b"TZID:America/New_York", b"TZID:America/Elsewhere", "not described"),
        (b"SEQUENCE:1", b"SEQUENCE:0", "it fell"),
        (b"UID:episode-", b"UID:other-", "belongs to no episode"),
        (b"CLASS:PUBLIC", b"COMMENT:" + b"x" * 80 + b"\r\nCLASS:PUBLIC", "longer than 75"),
        (b"CLASS:PUBLIC", b"COMMENT:\xe2\x80\xa8\r\nCLASS:PUBLIC", "control character"),
        (b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\n", "CR LF"),
        (b"\r\nDTSTAMP:20", b"\r\nDTSTAMP:21", "out of order"),
    ],
)
def test_each_fault_is_found(app: Flask, episode: Episode, before: bytes, after: bytes, said: str) -> None:
    assert faults(app) == []
    assert any(said in fault for fault in faults(app, (before, after)))


def test_a_character_cut_by_folding_is_found() -> None:
    assert list(line_faults("SUMMARY:é\r\n".encode())) == []
    assert list(line_faults(b"SUMMARY:\xc3\r\n \xa9\r\n")) == ["A line is cut inside a character."]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Fetched(503, {}, b""), "answers 503"),
        (Fetched(200, {"content-type": "text/html"}, b"<html>"), "Content-Type"),
        (Fetched(200, {"set-cookie": "a=b"}, b""), "sets a cookie"),
        (Fetched(200, {}, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), "not 304"),
    ],
)
def test_bad_answers_are_found(app: Flask, answer: Fetched, said: str) -> None:
    assert any(said in fault for fault in check_feed(FEED, lambda *_, **__: answer, {}, now()))


def test_a_fallen_sequence_is_known_from_the_history(app: Flask, episode: Episode) -> None:
    """As after a restore by hand, where record and feed agree on too low a number."""
    calendar = Calendar.from_ical(Subscriber(app).fetch(FEED).body)
    stored = {episode.uid: Stored(1, 2, episode.starts_at, episode.ends_at)}
    assert any("it fell" in fault for fault in history_faults(calendar, stored, now() + timedelta(days=1)))


def test_what_programs_show(app: Flask, episode: Episode) -> None:
    def shown() -> dict[str, str]:
        (event,) = Calendar.from_ical(Subscriber(app).fetch(FEED).body).walk("VEVENT")
        return {client: one.words for one in shown_by_clients(event) for client in one.clients.split(", ")}

    assert len(shown_by_clients(an_event("DTSTART:20260312T150000Z"))) == 1, "what is alike is said once"
    assert all("in the reader's own time zone" in words for words in shown().values())
    move_status(episode, Status.CANCELLED, reason="Storm.", by=BY)
    save()
    words = shown()
    assert words["Google"] == "nothing: a cancelled event is removed"
    assert "Cancelled: Panel" in words["Outlook"]
    assert "struck through" not in words["Outlook"]
    assert "struck through" in words["Apple"]
    assert "struck through" in words["Thunderbird"]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("DTSTART;TZID=America/Port_of_Spain:20261209T140000", "9 December 2026, 14:00 in Port of Spain, 18:00 UTC"),
        ("DTSTART:20261209T180000Z", "9 December 2026, 18:00 UTC"),
        ("DTSTART;VALUE=DATE:20261209", "9 December 2026, the whole day"),
    ],
)
def test_time_of_an_event_as_the_feed_tells_it(app: Flask, start: str, words: str) -> None:
    with app.test_request_context():
        assert when_in_words(an_event(start)) == words


def an_event(start: str) -> Any:
    return Event.from_ical(f"BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Panel\r\n{start}\r\nEND:VEVENT\r\n")


def test_page_of_the_doctor(app: Flask, episode: Episode) -> None:
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    page = visitor.get("/organize/calendars/check").text
    assert "all are well." in page
    assert "Thunderbird" in page
    assert FEED in page
    assert app.extensions["feed fetches"]._counted == {}


def test_the_doctor_takes_all_calendars_page_by_page(app: Flask) -> None:
    load_series((ROOT / "app/archive/starter/series.yaml").read_text(), host="localhost", by=BY)
    save()
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    visitor.get(FEED, headers={"User-Agent": "Thunderbird/128"})
    app.extensions["feed fetches"].write()
    paths, seen = public_feed_paths(), []
    pages = -(-len(paths) // CHECKED_AT_ONCE)
    assert pages > 1
    for number in range(1, pages + 1):
        page = visitor.get(f"/organize/calendars/check?page={number}").text
        assert "all are well." in page
        assert f"page {number} of {pages}" in page
        seen += [path for path in paths if f'href="{path}"' in page]
        assert ("Thunderbird: " in page) == (number == 1)
    assert sorted(seen) == sorted(paths)


def test_a_round_in_the_terminal_keeps_nobody_from_saving(app: Flask, episode: Episode) -> None:
    """It reads for long: on SQLite it must not hold the lock of writers meanwhile."""
    found = []

    def save_meanwhile(_app: Flask, **_more: object) -> None:
        with closing(sqlite3.connect(db.engine.url.database or "", timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        found.append(True)

    runner = app.test_cli_runner()
    db.session.rollback()
    with request_finished.connected_to(save_meanwhile, app):
        assert runner.invoke(args=["schedule", "check"]).exit_code == 0
    assert found


def test_command_says_and_ends_with_1_when_a_feed_is_not_well(app: Flask, episode: Episode) -> None:
    runner = app.test_cli_runner()
    well = runner.invoke(args=["schedule", "check"])
    assert well.exit_code == 0, well.output
    assert "0 not well." in well.output
    assert "  Google, Apple, Outlook, Thunderbird: “" in well.output
    db.session.execute(db.text("UPDATE episode SET changed_at = '2090-01-01 00:00:00.000000'"))
    save()
    app.extensions["feed blocks"]["ics", False].renew(10**6, lambda *_: None)
    app.extensions["kept answers"]._kept.clear()
    ill = runner.invoke(args=["schedule", "check", "--quiet"])
    assert ill.exit_code == 1
    assert "FAULT  /schedule/series.ics" in ill.output
    assert "out of order" in ill.output
    assert datetime(2090, 1, 1, tzinfo=UTC) > now()
