"""A real round trip on both databases: whole, proved, and never below what subscribers saw."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from icalendar import Calendar

from app.backups.files import read_backup, write_backup
from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import change_episode
from app.people.models import Person
from app.people.operations import change_person
from app.revisions.queries import latest_revision
from app.schedule.rounds import MAIN, Subscriber
from tests.factories import BY, a_draft, a_person, a_quote, an_episode, appearing, save

Seen = dict[str, tuple[int, str]]
"""By UID: SEQUENCE and DTSTAMP."""


@pytest.fixture
def app(app_on_both: Flask) -> Iterator[Flask]:
    """Two published episodes, one draft, a person and a quote."""
    ada = a_person(name="Ada Reef")
    an_episode(title="Stays")
    an_episode(title="Moves", appearances=[appearing(ada)])
    a_draft(title="Hidden")
    a_quote(person_id=ada.id)
    save()
    return app_on_both


def run(app: Flask, *arguments: str) -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["backup", *arguments])


def seen(app: Flask) -> Seen:
    db.session.rollback()
    events = Calendar.from_ical(Subscriber(app).fetch(MAIN).body).walk("VEVENT")
    return {str(event["UID"]): (int(event["SEQUENCE"]), event["DTSTAMP"].to_ical().decode()) for event in events}


def by_title(title: str) -> Episode:
    db.session.rollback()
    return db.session.scalars(sa.select(Episode).where(Episode.title == title)).one()


def restored(app: Flask, file: Path, *options: str) -> str:
    result = run(app, "restore", str(file), "--yes", *options)
    assert result.exit_code == 0, result.output
    return result.output


def test_nothing_changed_since_nothing_moves(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "one.zip"
    made = run(app, "make", str(file))
    assert made.exit_code == 0, made.output
    feed = Subscriber(app).fetch(MAIN)
    said = restored(app, file)
    assert "have the ETag they had" in said
    assert "other bytes" not in said
    assert "No episode had to be raised." in said
    again = Subscriber(app).fetch(MAIN)
    assert (again.body, again.headers["etag"]) == (feed.body, feed.headers["etag"])


def test_what_subscribers_saw_later_is_overtaken(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "one.zip"
    run(app, "make", str(file))
    for hour in (14, 15, 16):
        change_episode(by_title("Moves"), fields={"start_local": time(hour)}, by=BY)
        save()
    before, last = seen(app), latest_revision()
    said = restored(app, file)
    after = seen(app)
    stays, moves = by_title("Stays").uid, by_title("Moves").uid
    assert by_title("Moves").start_local == time(11)
    assert set(after) == set(before)
    assert after[stays] == before[stays]
    assert after[moves][0] == before[moves][0] + 1
    assert after[moves][1] >= before[moves][1]
    assert f"raised to SEQUENCE {after[moves][0]}: Moves" in said
    assert latest_revision() > last


def test_a_persons_new_name_moved_the_stamp_alone(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "one.zip"
    run(app, "make", str(file))
    person = db.session.scalars(sa.select(Person).where(Person.name == "Ada Reef")).one()
    change_person(person, fields={"name": "Ada Shore"}, by=BY)
    save()
    before = seen(app)
    restored(app, file)
    after, moves = seen(app), by_title("Moves").uid
    assert after[moves][0] > before[moves][0]
    assert after[moves][1] >= before[moves][1]
    assert b"Ada Reef" in Subscriber(app).fetch(MAIN).body


@pytest.mark.parametrize(("options", "raised"), [((), 100), (("--nothing-newer",), 0)])
def test_where_nobody_knows_what_was_seen(app: Flask, tmp_path: Path, options: tuple[str, ...], raised: int) -> None:
    file = tmp_path / "one.zip"
    run(app, "make", str(file))
    db.session.execute(sa.text("ALTER TABLE episode RENAME TO episode_lost"))
    save()
    app.extensions["kept answers"]._kept.clear()
    restored(app, file, *options)
    assert {sequence for sequence, _stamp in seen(app).values()} == {raised}


def test_a_new_change_after_a_restore_is_seen_at_once(app: Flask, tmp_path: Path) -> None:
    """Revisions go on above the last one ever given: what was kept for the lost ones is never used again."""
    file = tmp_path / "one.zip"
    run(app, "make", str(file))
    change_episode(by_title("Stays"), fields={"title": "Lost title"}, by=BY)
    save()
    client = app.test_client()
    assert "Lost title" in client.get("/schedule/series.ics").text
    restored(app, file)
    assert "Lost title" not in client.get("/schedule/series.ics").text
    change_episode(by_title("Stays"), fields={"title": "New title"}, by=BY)
    save()
    assert "New title" in client.get("/schedule/series.ics").text


def test_a_damaged_backup_changes_nothing(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "one.zip"
    run(app, "make", str(file))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))
    before = Subscriber(app).fetch(MAIN).body
    result = run(app, "restore", str(file), "--yes")
    assert result.exit_code == 1
    assert "The database is as it was." in result.output
    assert Subscriber(app).fetch(MAIN).body == before


@pytest.mark.parametrize(
    ("change", "said"),
    [({"rows": {"episode": 7}}, "as it was"), ({"migration": "9999"}, "newer release"), ({"backend": "x"}, "is of x")],
)
def test_a_backup_that_does_not_fit_changes_nothing(
    app: Flask, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    file = tmp_path / "one.zip"
    run(app, "make", str(file))
    copy, manifest = read_backup(file, tmp_path)
    write_backup(file, copy, replace(manifest, **change))
    change_episode(by_title("Stays"), fields={"title": "Newer"}, by=BY)
    save()
    result = run(app, "restore", str(file), "--yes")
    assert result.exit_code == 1
    assert said in result.output
    assert by_title("Newer")


def test_restore_asks_first(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "one.zip"
    run(app, "make", str(file))
    result = run(app, "restore", str(file))
    assert result.exit_code == 1
    assert "is replaced by the backup. Go on?" in result.output
    assert file.stat().st_mode & 0o077 == 0
