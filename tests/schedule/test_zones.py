"""A new time-zone database: wall times stay, nothing moves before a person says so, then instant and ETag move."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from app.database import db
from app.episodes.models import Episode
from app.planning.models import PlannedItem
from app.planning.operations import add_item, remove_item
from app.revisions.queries import revisions_of
from app.schedule.models import ZoneDatabase
from app.schedule.operations import make_private_feed, notice_zone_release, take_over_zone_rules
from app.schedule.zones import zone_release
from app.web.preparing import notice_clock_rules
from tests.factories import BY, a_series, an_episode, save
from tests.organizers import a_visitor, an_account, sign_in, token_in

FEED = "/schedule/series.ics"


def planned_under_other_rules(**fields: object) -> Episode:
    """As if the zone had been an hour apart when the episode was planned."""
    episode = an_episode(title="Moved panel", day=date(2090, 3, 12), start_local=time(11), **fields)
    save()
    hour = timedelta(hours=1)
    starts_at, ends_at = episode.starts_at + hour, episode.ends_at + hour  # type: ignore[operator]
    db.session.execute(sa.update(Episode).where(Episode.id == episode.id).values(starts_at=starts_at, ends_at=ends_at))
    save()
    db.session.expire_all()
    return episode


def began(client: FlaskClient) -> datetime:
    (event,) = Calendar.from_ical(client.get(FEED).data).walk("VEVENT")
    return event["DTSTART"].dt.astimezone(UTC)  # type: ignore[no-any-return]


def test_release_is_named(app: Flask) -> None:
    assert zone_release()[:2] == "20"


def test_feeds_hold_until_the_rules_are_taken_over(app_on_both: Flask) -> None:
    client = app_on_both.test_client()
    episode = planned_under_other_rules()
    assert [one.record.id for one in notice_zone_release("2090a")] == [episode.id]
    save()
    stored = db.session.get(ZoneDatabase, "2090a")
    assert stored is not None
    assert stored.accepted_at is None
    before = client.get(FEED)
    assert b"\r\nDTSTART:20900312T160000Z\r\n" in before.data
    olive = an_account()
    assert take_over_zone_rules("2090a", {episode.series_id}, by=olive) == 1
    save()
    after = client.get(FEED)
    assert b"\r\nDTSTART;TZID=America/Port_of_Spain:20900312T110000\r\n" in after.data
    assert b"\r\nSEQUENCE:1\r\n" in after.data
    assert after.headers["ETag"] != before.headers["ETag"]
    assert (episode.day, episode.start_local) == (date(2090, 3, 12), time(11))
    assert revisions_of(episode)[0].after == {"starts_at": "2090-03-12T15:00:00+00:00"}
    assert stored.accepted_by == olive.email
    assert notice_zone_release("2090a") == []


def test_release_that_moves_nothing_needs_nobody(app: Flask) -> None:
    an_episode(day=date(2090, 3, 12))
    notice_clock_rules()
    stored = db.session.get(ZoneDatabase, zone_release())
    assert stored is not None
    assert stored.accepted_by == "moves nothing"


def test_a_past_episode_is_history(app: Flask) -> None:
    episode = an_episode(day=date(2020, 3, 12))
    save()
    values = {"starts_at": datetime(2020, 1, 1, tzinfo=UTC), "ends_at": datetime(2020, 1, 2, tzinfo=UTC)}
    db.session.execute(sa.update(Episode).where(Episode.id == episode.id).values(values))
    save()
    assert notice_zone_release("2090a") == []


def test_start_says_which_episodes_move(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    planned_under_other_rules()
    notice_clock_rules()
    assert "moves “Moved panel”: see /organize/calendars" in capsys.readouterr().err


def test_another_series_is_left_to_its_own_organizers(app: Flask) -> None:
    episode = planned_under_other_rules()
    assert take_over_zone_rules("2090a", {a_series(title="Other").id}, by=an_account()) == 0
    assert len(notice_zone_release("2090a")) == 1
    assert episode.sequence == 0


def test_holds_and_rehearsals_are_taken_over_too(app_on_both: Flask) -> None:
    episode = an_episode(day=date(2090, 3, 12))
    fields = {"kind": "rehearsal", "title": "Sound check", "series_id": episode.series_id, "episode_id": episode.id}
    when = {"day": date(2090, 3, 11), "start_local": time(15), "timezone": "America/Port_of_Spain"}
    item = add_item(fields=fields | when, by=BY)
    gone = add_item(fields=fields | when, by=BY)
    remove_item(gone, by=BY)
    _feed, token = make_private_feed(episode.series, name="Phone", by=an_account())
    save()
    later = {"starts_at": datetime(2090, 3, 11, 20, tzinfo=UTC), "ends_at": datetime(2090, 3, 11, 21, tzinfo=UTC)}
    db.session.execute(sa.update(PlannedItem).values(later))
    save()
    db.session.expire_all()
    client = app_on_both.test_client()
    assert b"\r\nDTSTART:20900311T200000Z\r\n" in client.get(f"/schedule/private/{token}.ics").data
    assert [one.record for one in notice_zone_release("2090a")] == [item]
    assert take_over_zone_rules("2090a", {episode.series_id}, by=an_account(email="eve@example.org")) == 1
    save()
    assert item.starts_at == datetime(2090, 3, 11, 19, tzinfo=UTC)
    assert item.ends_at == datetime(2090, 3, 11, 20, tzinfo=UTC)
    assert revisions_of(item)[0].action == "clock rules taken over"
    after = client.get(f"/schedule/private/{token}.ics").data
    assert b"\r\nDTSTART;TZID=America/Port_of_Spain:20900311T150000\r\n" in after
    assert notice_zone_release("2090a") == []


def test_organizer_sees_and_takes_over(app: Flask, client: FlaskClient) -> None:
    episode = planned_under_other_rules()
    number = episode.id
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    page = visitor.get("/organize/calendars").text
    assert "Moved panel" in page
    assert "in calendars 16:00 UTC, by the new rules 15:00 UTC" in page
    posted = visitor.post("/organize/calendars/clock-rules", data={"csrf_token": token_in(page)})
    assert posted.status_code == 303
    page = visitor.get("/organize/calendars").text
    assert "1 entry has its new moment; the calendars say so" in page
    assert "The clock rules changed" not in page
    assert began(client) == datetime(2090, 3, 12, 15, tzinfo=UTC)
    assert "its zone&#39;s rules changed" in visitor.get("/schedule/series").text
    assert "2090-03-12T15:00:00" in visitor.get(f"/organize/history/episode/{number}").text
