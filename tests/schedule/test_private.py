"""Private calendars: what they hold, who may make them, and what is left after they are taken back."""

import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from app.accounts.models import Role
from app.accounts.operations import hash_token
from app.database import db
from app.episodes.models import Episode, Status
from app.episodes.operations import change_episode, move_status
from app.errors import RuleBroken
from app.merges.operations import merge_people
from app.people.operations import change_person
from app.planning.models import PlannedItem, PlannedKind, RunOfShow, ShowSegment
from app.revisions.operations import revising
from app.schedule.blocks import Blocks
from app.schedule.models import PrivateFeed
from app.schedule.operations import make_private_feed, revoke_private_feed, rotate_private_feed
from app.schedule.private_feeds import Stores, private_body
from app.schedule.queries import private_feed_by_hash
from app.series.operations import change_series
from app.series.queries import main_series
from tests.factories import BY, a_draft, a_person, a_series, an_episode, appearing, save
from tests.organizers import a_visitor, an_account, sign_in, token_in
from tests.schedule.processes import another_process


def events(client: FlaskClient, token: str) -> dict[str, Any]:
    answer = client.get(f"/schedule/private/{token}.ics")
    assert answer.status_code == 200, answer.text
    held = Calendar.from_ical(answer.data).walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in held}


def a_planned(kind: PlannedKind, title: str, **fields: Any) -> PlannedItem:
    item = PlannedItem(series_id=main_series(None).id, timezone="America/Port_of_Spain")  # type: ignore[union-attr]
    with revising(item, action="created", by=BY):
        item.assign({"kind": kind, "title": title, "day": date(2026, 3, 10), "start_local": time(9), "minutes": 60})
        item.assign({"removed": False, **fields})
    return item


def test_organizers_feed_holds_what_is_not_public(app: Flask, client: FlaskClient) -> None:
    shown = an_episode(title="Shown", join_url="https://meet.example/secret", join_policy="invited")
    a_draft(title="Idea")
    an_episode(title="Elsewhere", series=a_series(title="Another run"))
    a_planned(PlannedKind.HOLD, "Hall")
    a_planned(PlannedKind.REHEARSAL, "Sound", day=date(2026, 3, 11))
    a_planned(PlannedKind.DEADLINE, "Biographies", start_local=None)
    a_planned(PlannedKind.HOLD, "Given up", removed=True)
    a_run(shown, ("Welcome", 5), ("Talk", 20))
    _feed, token = make_private_feed(shown.series, name="Olive's phone", by=an_account())
    save()
    held = events(client, token)
    assert set(held) == {
        *("Shown", "Draft: Idea", "Hold: Hall", "Rehearsal: Sound", "Deadline: Biographies"),
        *("Welcome (Shown)", "Talk (Shown)"),
    }
    assert held["Draft: Idea"]["STATUS"] == held["Hold: Hall"]["STATUS"] == "TENTATIVE"
    assert "https://meet.example/secret" in held["Shown"]["DESCRIPTION"]
    assert held["Talk (Shown)"]["DTSTART"].dt == datetime(2026, 3, 12, 15, 5, tzinfo=UTC)
    assert held["Rehearsal: Sound"]["DTSTART"].dt.astimezone(UTC) == datetime(2026, 3, 11, 13, tzinfo=UTC)
    assert {str(event["CLASS"]) for event in held.values()} == {"PRIVATE"}
    assert all("ORGANIZER" in event and "ATTENDEE" not in event for event in held.values())


def test_a_persons_feed_holds_only_what_they_were_asked_for(app: Flask, client: FlaskClient) -> None:
    ada = a_person(name="Ada Reef")
    hers = a_draft(title="Hers", appearances=[appearing(ada, state="invited")])
    a_draft(title="Idea", appearances=[appearing(ada, state="proposed")])
    a_draft(title="Declined", appearances=[appearing(ada, state="declined")])
    an_episode(title="Not hers")
    a_planned(PlannedKind.REHEARSAL, "Sound", episode_id=hers.id)
    a_planned(PlannedKind.REHEARSAL, "Other")
    a_planned(PlannedKind.HOLD, "Hall", episode_id=hers.id)
    _feed, token = make_private_feed(hers.series, name="Ada", person=ada, by=an_account())
    save()
    assert set(events(client, token)) == {"Draft: Hers", "Rehearsal: Sound"}


def test_a_persons_feed_follows_the_merge_of_their_record(app: Flask, client: FlaskClient) -> None:
    ada, twin = a_person(name="Ada Reef"), a_person(name="A. Reef")
    hers = a_draft(title="Hers", appearances=[appearing(twin, state="invited")])
    _feed, token = make_private_feed(hers.series, name="Ada", person=twin, by=an_account())
    save()
    merge_people(ada, twin, by=BY)
    save()
    assert set(events(client, token)) == {"Draft: Hers"}


def a_run(episode: Episode, *segments: tuple[str, int]) -> RunOfShow:
    run = RunOfShow(episode_id=episode.id, episode=episode)
    with revising(run, action="created", by=BY):
        run.segments = [
            ShowSegment(position=number, title=title, minutes=minutes)
            for number, (title, minutes) in enumerate(segments, 1)
        ]
    return run


def test_segments_move_with_their_episode_and_say_so(app: Flask, client: FlaskClient) -> None:
    episode, token = prepared(app)
    before = events(client, token)["Talk (Panel)"]
    change_episode(episode, fields={"start_local": time(15)}, by=BY)
    save()
    after = events(client, token)["Talk (Panel)"]
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(hours=4)
    assert (after["UID"], after["SEQUENCE"] > before["SEQUENCE"]) == (before["UID"], True)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def prepared(app: Flask) -> tuple[Episode, str]:
    """A panel on the last of some days, with one speaker and a run of show, and a hold beside it."""
    for day in range(2, 6):
        a_draft(title=f"Idea {day}", day=date(2026, 3, day))
    episode = an_episode(title="Panel", appearances=[appearing(a_person(name="Ada Reef"))])
    a_run(episode, ("Welcome", 5), ("Talk", 20))
    a_planned(PlannedKind.HOLD, "Hall")
    _feed, token = make_private_feed(episode.series, name="Phone", by=an_account())
    save()
    return episode, token


def test_a_change_writes_one_event_and_no_public_feed_reads_them(app: Flask, client: FlaskClient) -> None:
    _episode, token = prepared(app)
    address = f"/schedule/private/{token}.ics"
    before = pieces(app, token)
    client.get("/schedule/series.ics")
    for store in app.extensions["feed blocks"].values():
        assert not any(b"CLASS:PRIVATE" in block.content for block in store._kept.values())
    change_episode(db.session.get_one(Episode, 2), fields={"title": "Other idea"}, by=BY)
    save()
    after = pieces(app, token)
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, False, *[True] * 6]
    assert b"Other idea" in client.get(address).data
    assert b"idea" not in client.get("/schedule/series.ics").data


def pieces(app: Flask, token: str) -> list[bytes]:
    """The bytes of the events, one by one."""
    with app.test_request_context():
        found = private_feed_by_hash(hash_token(token))
        assert found is not None
        return private_body(found).pieces[1:-1]


def test_a_feed_renewed_equals_one_made_afresh_to_the_tag(app_on_both: Flask, tmp_path: Path) -> None:
    """Whatever an event shows changes: the record itself, a person, the series, the run, or the clock alone."""
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        episode, token = prepared(app_on_both)
        later = an_episode(title="Soon public", publish_at=datetime(2026, 3, 1, 13, tzinfo=UTC))
        item, run = db.session.scalars(sa.select(PlannedItem)).one(), db.session.scalars(sa.select(RunOfShow)).one()
        save()
        client, address = app_on_both.test_client(), f"/schedule/private/{token}.ics"
        with another_process(app_on_both, tmp_path) as afresh:
            for change in (
                lambda: change_episode(episode, fields={"start_local": time(16)}, by=BY),
                lambda: change_person(episode.present[0].person, fields={"name": "Ada Shore"}, by=BY),
                lambda: change_series(episode.series, fields={"organizer": "Pier Office"}, by=BY),
                lambda: changed(item, "minutes", 90),
                lambda: changed(run, "segments", run.segments[1:]),
                lambda: move_status(episode, Status.CANCELLED, reason="Storm", by=BY),
                lambda: clock.shift(timedelta(hours=2)),
            ):
                before = client.get(address)
                change()
                save()
                renewed = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
                assert renewed.status_code == 200
                app_of(afresh).extensions["private feed blocks"] = Stores(Blocks(0), Blocks(0), Blocks(0))
                made = afresh.get(address)
                assert (renewed.data, dict(renewed.headers)) == (made.data, dict(made.headers))
        assert later.is_public


def changed(record: PlannedItem | RunOfShow, field: str, value: object) -> None:
    with revising(record, action="changed", by=BY):
        setattr(record, field, value)


def app_of(client: FlaskClient) -> Flask:
    assert isinstance(client.application, Flask)
    return client.application


def test_answer_is_for_its_holder_alone(app: Flask, client: FlaskClient) -> None:
    episode = an_episode()
    _feed, token = make_private_feed(episode.series, name="Phone", by=an_account())
    save()
    answer = client.get(f"/schedule/private/{token}.ics")
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Last-Modified" not in answer.headers
    assert token not in answer.text
    assert not app.extensions["kept answers"]._kept
    again = client.get(f"/schedule/private/{token}.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_only_the_hash_of_a_token_is_stored(app_on_both: Flask) -> None:
    episode = an_episode()
    feed, token = make_private_feed(episode.series, name="Phone", by=an_account())
    save()
    assert re.fullmatch(r"cal_[A-Za-z0-9_-]{43}", token)
    row = db.session.execute(sa.select(*PrivateFeed.__table__.columns)).one()
    assert not [value for value in row if token in str(value)]
    assert len(feed.token_hash) == 64


def test_rotated_address_is_unknown_and_the_new_one_opens(app: Flask, client: FlaskClient) -> None:
    episode, olive = an_episode(title="Panel"), an_account()
    feed, old = make_private_feed(episode.series, name="Phone", by=olive)
    new = rotate_private_feed(feed, by=olive)
    save()
    assert client.get(f"/schedule/private/{old}.ics").status_code == 404
    assert set(events(client, new)) == {"Panel"}


def test_revoked_feed_says_so_in_one_event(app: Flask, client: FlaskClient) -> None:
    episode, olive = an_episode(title="Panel"), an_account()
    feed, token = make_private_feed(episode.series, name="Phone", by=olive)
    save()
    etag = client.get(f"/schedule/private/{token}.ics").headers["ETag"]
    revoke_private_feed(feed, by=olive)
    save()
    answer = client.get(f"/schedule/private/{token}.ics", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert set(events(client, token)) == {"This calendar has been taken back"}
    assert "Panel" not in answer.text
    with pytest.raises(RuleBroken):
        rotate_private_feed(feed, by=olive)


@pytest.mark.parametrize("token", ["cal_" + "x" * 43, "cal_", "x", "cal_" + "y" * 500])
def test_unknown_token_is_not_found(app: Flask, client: FlaskClient, token: str) -> None:
    a_series()
    save()
    answer = client.get(f"/schedule/private/{token}.ics")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_organizer_makes_rotates_and_revokes_on_the_page(app: Flask) -> None:
    episode = an_episode(title="Panel")
    save()
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    page = visitor.get("/organize/calendars").text
    form = {"csrf_token": token_in(page), "name": "Olive's phone", "series_id": str(episode.series_id), "person_id": ""}
    assert visitor.post("/organize/calendars/private", data=form).status_code == 303
    made = visitor.get("/organize/calendars").text
    (address,) = re.findall(r"http://localhost(/schedule/private/cal_[A-Za-z0-9_-]+\.ics)", made)
    assert b"Panel" in visitor.get(address).data
    assert "cal_" not in visitor.get("/organize/calendars").text
    posted = {"csrf_token": token_in(made)}
    assert visitor.post("/organize/calendars/private/1/rotate", data=posted).status_code == 303
    rotated = visitor.get("/organize/calendars").text
    assert visitor.get(address).status_code == 404
    (address,) = re.findall(r"http://localhost(/schedule/private/cal_[A-Za-z0-9_-]+\.ics)", rotated)
    visitor.post("/organize/calendars/private/1/revoke", data=posted)
    assert b"taken back" in visitor.get(address).data
    assert "taken back on" in visitor.get("/organize/calendars").text
    again = visitor.post("/organize/calendars/private/1/revoke", data=posted)
    assert again.status_code == 422
    assert "taken back already" in again.text


def test_feed_without_a_name_is_refused_with_a_sentence(app: Flask) -> None:
    a_series()
    save()
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    form = {
        "csrf_token": token_in(visitor.get("/organize/calendars").text),
        "name": "",
        "series_id": "999",
        "person_id": "",
    }
    answer = visitor.post("/organize/calendars/private", data=form)
    assert answer.status_code == 422
    assert "Give it a name" in answer.text


def test_other_series_feeds_are_not_ones_own(app: Flask) -> None:
    mine, theirs = a_series(title="Mine"), a_series(title="Theirs")
    make_private_feed(theirs, name="Their phone", by=an_account(email="x@example.org"))
    save()
    an_account(role=Role.ORGANIZER, series_id=mine.id)
    visitor = a_visitor(app)
    sign_in(visitor)
    page = visitor.get("/organize/calendars").text
    assert "Their phone" not in page
    answer = visitor.post("/organize/calendars/private/1/revoke", data={"csrf_token": token_in(page)})
    assert answer.status_code == 403
