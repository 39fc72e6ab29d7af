"""Fetches counted by family of programs: those Flask never sees too, and never a write in a request."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.clock import now
from app.database import db
from app.schedule.fetched import fetches_by_feed
from app.schedule.fetches import OTHER, SILENT, agent_family
from app.schedule.models import FeedFetches, PrivateFeed
from app.schedule.operations import make_private_feed
from app.schedule.queries import last_fetches
from tests.factories import an_episode, save
from tests.organizers import an_account

FEED = "/schedule/series.ics"


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Microsoft Exchange Server 15", "Outlook and Microsoft 365"),
        ("iOS/17.5 (21F79) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/14.5 (23F79) CalendarAgent/995", "Apple Calendar"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0", "Thunderbird"),
        ("ICSx5/2.2 (ical4j)", "Android calendars"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko Firefox/128.0", "Browsers"),
        ("vdirsyncer/0.19", "Programs and scripts"),
        ("Something/1", OTHER),
        ("  ", SILENT),
    ],
)
def test_family_of_an_agent(agent: str, family: str) -> None:
    assert agent_family(agent) == family


def test_kept_answers_and_304_are_counted_and_written_once(app_on_both: Flask) -> None:
    client = app_on_both.test_client()
    an_episode()
    save()
    thunderbird = {"User-Agent": "Thunderbird/128"}
    etag = client.get(FEED, headers=thunderbird).headers["ETag"]
    client.get(FEED, headers=thunderbird)
    client.get(FEED, headers={**thunderbird, "If-None-Match": etag})
    client.get("/schedule/people/nobody.ics", headers=thunderbird)
    client.get("/episodes", headers=thunderbird)
    assert last_fetches() == []
    for expected in (3, 4):
        app_on_both.extensions["feed fetches"].write()
        db.session.rollback()
        ((family, _day, that_day, lately),) = last_fetches()
        assert (family, that_day, lately) == ("Thunderbird", expected, expected)
        client.get(FEED, headers=thunderbird)


def test_each_feed_has_counts_of_its_own(app_on_both: Flask) -> None:
    client = app_on_both.test_client()
    _feed, token = make_private_feed(an_episode().series, name="Phone", by=an_account())
    save()
    client.get(FEED, headers={"User-Agent": "Thunderbird/128"})
    client.get(f"{FEED}?alarm=30", headers={"User-Agent": "Thunderbird/128"})
    client.get(FEED, headers={"User-Agent": "dataaccessd/1.0"})
    client.get("/schedule/episodes.ics", headers={"User-Agent": "dataaccessd/1.0"})
    client.get(f"/schedule/private/{token}.ics", headers={"User-Agent": "dataaccessd/1.0"})
    app_on_both.extensions["feed fetches"].write()
    db.session.rollback()
    found = fetches_by_feed([FEED, "/schedule/episodes.ics", "/schedule/roles/host.ics"])
    assert {path: [(one.family, one.lately) for one in by] for path, by in found.items()} == {
        FEED: [("Apple Calendar", 1), ("Thunderbird", 2)],
        "/schedule/episodes.ics": [("Apple Calendar", 1)],
    }
    stored = set(db.session.scalars(sa.select(FeedFetches.path)))
    assert stored == {FEED, "/schedule/episodes.ics", "/schedule/private"}


def test_counts_are_kept_for_a_year_and_some(app: Flask, client: FlaskClient) -> None:
    an_episode()
    save()
    for days in (100, 500):
        old = now().date() - timedelta(days=days)
        db.session.add(FeedFetches(day=old, path=FEED, family="Thunderbird", fetched=3))
    save()
    client.get(FEED)
    app.extensions["feed fetches"].write()
    db.session.rollback()
    assert sorted(db.session.scalars(sa.select(FeedFetches.fetched))) == [1, 3]


def test_old_counts_are_looked_for_once_a_day(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    an_episode()
    save()
    counts = app.extensions["feed fetches"]
    with time_machine.travel(datetime(2026, 3, 1, 23, 59, 30, tzinfo=UTC), tick=False) as clock:
        for expected in (1, 1, 0):
            client.get(FEED)
            clock.shift(timedelta(seconds=15))
            client.get(FEED)
            statements.clear()
            counts.write()
            assert sum("DELETE" in statement for statement in statements) == expected
    db.session.rollback()
    rows = db.session.execute(sa.select(FeedFetches.day, FeedFetches.fetched).order_by(FeedFetches.day)).all()
    assert [tuple(row) for row in rows] == [(date(2026, 3, 1), 4), (date(2026, 3, 2), 2)]


def test_counts_survive_a_database_that_is_away(app: Flask, client: FlaskClient) -> None:
    an_episode()
    save()
    client.get(FEED)
    counts = app.extensions["feed fetches"]
    db.session.execute(db.text("ALTER TABLE feed_fetches RENAME TO away"))
    save()
    counts.write()
    db.session.execute(db.text("ALTER TABLE away RENAME TO feed_fetches"))
    save()
    counts.write()
    assert sum(row[3] for row in last_fetches()) == 1


def test_private_feed_knows_the_day_it_was_last_fetched(app: Flask, client: FlaskClient) -> None:
    feed, token = make_private_feed(an_episode().series, name="Phone", by=an_account())
    save()
    client.get(f"/schedule/private/{token}.ics")
    assert feed.last_fetched_on is None
    app.extensions["feed fetches"].write()
    db.session.rollback()
    fetched = db.session.get(PrivateFeed, feed.id)
    assert fetched is not None
    assert isinstance(fetched.last_fetched_on, date)
