"""UID, SEQUENCE and DTSTAMP: fixed or rising, whatever is changed, restored or written past the application."""

from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from app.archive.operations import load_series
from app.archive.queries import series_document
from app.archive.yaml import write_yaml
from app.database import db
from app.episodes import operations as episodes
from app.episodes.models import Episode, Status
from app.episodes.operations import change_episode, move_status
from app.people.operations import change_person
from app.planning.models import PlannedKind
from app.planning.operations import add_item, keep_run
from app.revisions.queries import revisions_of
from config import ROOT
from tests.factories import BY, a_draft, a_person, an_episode, appearing, save

GOLDEN = Path(__file__).parent / "golden"
STARTER = ROOT / "app/archive/starter/series.yaml"
FEED = "/schedule/series.ics"


def numbers(client: FlaskClient) -> dict[str, tuple[int, datetime]]:
    events = Calendar.from_ical(client.get(FEED).data).walk("VEVENT")
    return {str(event["UID"]): (int(event["SEQUENCE"]), event["DTSTAMP"].dt) for event in events}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE episode SET sequence = sequence - 1",
        "UPDATE episode SET sequence = -1",
        "UPDATE episode SET uid = 'other@localhost'",
        "DELETE FROM episode",
    ],
)
def test_database_refuses_what_would_lie_to_subscribers(app_on_both: Flask, change: str) -> None:
    episode = an_episode()
    change_episode(episode, fields={"start_local": time(15)}, by=BY)
    save()
    with pytest.raises(sa.exc.DatabaseError):
        db.session.execute(sa.text(change))
    db.session.rollback()
    assert db.session.scalar(sa.select(Episode.sequence)) == 1


def test_numbers_only_rise_through_everything_that_happens(app_on_both: Flask) -> None:
    client = app_on_both.test_client()
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        ada = a_person(name="Ada Reef")
        episode = an_episode(appearances=[appearing(ada)])
        save()
        seen = [numbers(client)[episode.uid]]
        steps = [
            lambda: change_episode(episode, fields={"start_local": time(15)}, by=BY),
            lambda: change_person(ada, fields={"name": "Ada Shore"}, by=BY),
            lambda: change_episode(episode, fields={"appearances": []}, by=BY),
            lambda: move_status(episode, Status.CANCELLED, reason="Storm.", by=BY),
            lambda: move_status(episode, Status.CONFIRMED, by=BY),
        ]
        for step in steps:
            clock.shift(timedelta(minutes=1))
            step()
            save()
            seen.append(numbers(client)[episode.uid])
        clock.shift(timedelta(days=-1))
        change_episode(episode, fields={"title": "Under a clock that went back"}, by=BY)
        save()
        seen.append(numbers(client)[episode.uid])
    assert [sequence for sequence, _stamp in seen] == [0, 1, 1, 1, 2, 3, 4]
    stamps = [stamp for _sequence, stamp in seen]
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == len(stamps) - 1


def test_an_archive_brings_back_the_same_numbers(app_on_both: Flask) -> None:
    client = app_on_both.test_client()
    series = load_series(STARTER.read_text(), host="localhost", by=BY)
    first = db.session.scalars(sa.select(Episode).order_by(Episode.id)).first()
    assert first is not None
    change_episode(first, fields={"title": "Renamed"}, by=BY)
    save()
    written, before = write_yaml(series_document(series)), numbers(client)
    change_episode(first, fields={"title": "Renamed again"}, by=BY)
    save()
    later = numbers(client)
    load_series(written, host="localhost", by=BY)
    save()
    after = numbers(client)
    assert before.keys() == later.keys() == after.keys()
    assert after[first.uid][0] > later[first.uid][0] > before[first.uid][0]
    assert all(after[uid] >= later[uid] for uid in after)


def test_command_after_a_restore_overtakes_what_private_calendars_held(app_on_both: Flask) -> None:
    draft = a_draft()
    fields = {"kind": PlannedKind.HOLD, "title": "Held", "series_id": draft.series_id, "day": draft.day}
    item = add_item(fields=fields | {"timezone": "America/Port_of_Spain"}, by=BY)
    run = keep_run(draft, segments=[{"minutes": 5, "title": "Welcome"}], note=None, by=BY)
    save()
    before = draft.sequence, item.version, run.version
    said = app_on_both.test_cli_runner().invoke(args=["schedule", "restored"])
    assert said.exit_code == 0, said.output
    for one in (draft, item, run):
        db.session.refresh(one)
    assert (draft.sequence, item.version, run.version) == tuple(number + 100 for number in before)


def test_command_after_a_restore_overtakes_what_subscribers_have_seen(app_on_both: Flask) -> None:
    client = app_on_both.test_client()
    episode = an_episode()
    save()
    before = numbers(client)[episode.uid]
    said = app_on_both.test_cli_runner().invoke(args=["schedule", "restored"])
    assert said.exit_code == 0, said.output
    assert "1 published episodes raised" in said.output
    db.session.rollback()
    sequence, stamp = numbers(client)[episode.uid]
    assert sequence == before[0] + 100
    assert stamp >= before[1]
    assert revisions_of(episode)[0].action == "restored"


@pytest.mark.parametrize(
    "address",
    [
        "series.ics",
        "series.ics?profile=rich&alarm=30",
        "series.jcal",
        "series.xcal",
        "series.jscal",
        "series.atom",
        "series.json",
        "episodes.ics?when=past&year=2023",
    ],
)
def test_starter_data_gives_the_feeds_of_record(app: Flask, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """A changed file under golden/ is a change that every subscriber will see: look at it before keeping it."""
    made = count(1)
    monkeypatch.setattr(episodes.secrets, "token_hex", lambda _size: f"{next(made):016x}")
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        load_series(STARTER.read_text(), host="localhost", by=BY)
        save()
        answer = app.test_client().get(f"/schedule/{address}")
    assert answer.status_code == 200
    file = GOLDEN / address.replace("?", "-").replace("&", "-").replace("=", "-")
    assert answer.data == file.read_bytes(), f"{file.name} differs"
