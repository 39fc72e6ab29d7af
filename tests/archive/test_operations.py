"""Loading a series file: all of it or nothing, twice without change, and back without loss."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.archive.operations import load_series
from app.archive.queries import series_document
from app.archive.yaml import FileBroken, write_yaml
from app.database import db
from app.episodes.models import AppearanceRole, Episode, Status
from app.people.models import Person
from app.quotes.models import Quote, QuoteState, Verification
from app.revisions.models import Revision
from app.revisions.queries import latest_revision, revisions_of
from app.series.queries import main_series
from config import ROOT

STARTER = (ROOT / "app" / "archive" / "starter" / "series.yaml").read_text(encoding="utf-8")
SHARED_FORM = """\
series: {slug: talks, title: Talks, organizer: Harbour Office, default_timezone: America/Port_of_Spain, languages: [en]}
people:
  - {slug: ada, name: Ada Reef}
episodes:
  - {number: 1, title: "Sea: levels", date: 2026-03-12, start: 11:00, status: held, source: launch,
     appearances: [{person: ada, role: introduced the strategy}]}
"""


def load(text: str = STARTER) -> None:
    load_series(text, host="localhost", by="flask series load")
    db.session.commit()


def dumped() -> str:
    series = main_series(None)
    assert series is not None
    return write_yaml(series_document(series))


def test_starter_data_has_the_real_series(app_on_both: Flask) -> None:
    load()
    episodes = db.session.scalars(sa.select(Episode).order_by(Episode.day)).all()
    assert [episode.number for episode in episodes] == [1, 2, None]
    assert [episode.start_local is None for episode in episodes] == [False, True, True]
    assert all(episode.status is Status.HELD for episode in episodes)
    assert episodes[0].starts_at is not None
    assert episodes[0].starts_at.isoformat() == "2023-07-25T15:00:00+00:00"
    assert [fact.value for fact in episodes[0].facts if fact.field.value == "day"] == ["2023-07-25", "2023-07-26"]
    assert len(db.session.scalars(sa.select(Person)).all()) == 14


def test_starter_quotes_are_verbatim_and_verified(app: Flask) -> None:
    load()
    klein, selee = db.session.scalars(sa.select(Quote).order_by(Quote.id))
    assert len(klein.paragraphs) == 3
    assert "in terms of of ways" in selee.paragraphs[0]
    assert [mark.kind.value for mark in selee.marks] == ["sic"]
    assert {klein.verification, selee.verification} == {Verification.SOURCE_TEXT}
    assert selee.standing == "President, Migration Policy Institute"


def test_loading_twice_changes_nothing(app_on_both: Flask) -> None:
    load()
    before = latest_revision()
    load()
    assert latest_revision() == before


def test_round_trip_loses_nothing(app_on_both: Flask) -> None:
    load()
    first = dumped()
    before = latest_revision()
    load(first)
    assert latest_revision() == before
    assert dumped() == first


def test_dump_loads_into_an_empty_database_equal(app: Flask, sqlite_template: Path, tmp_path: Path) -> None:
    load()
    first = dumped()
    for trigger in db.session.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        db.session.execute(sa.text(f"DROP TRIGGER {trigger}"))
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(sa.delete(table))
    db.session.commit()
    load(first)
    assert dumped() == first


def test_changed_file_updates_and_records_revisions(app_on_both: Flask) -> None:
    load()
    before = latest_revision()
    load(STARTER.replace("position: Head of Private Sector Partnerships", "position: Head of Partnerships"))
    changed = db.session.scalars(sa.select(Revision).where(Revision.id > before)).all()
    assert [(one.record_type, one.action) for one in changed] == [("person", "changed")]
    assert "affiliations" in changed[0].after


def test_frozen_positions_stay_when_the_file_gives_a_new_one(app: Flask) -> None:
    load()
    load(STARTER.replace("position: Head of Private Sector Partnerships", "position: Head of Partnerships"))
    episode = db.session.scalar(sa.select(Episode).where(Episode.number == 2))
    assert episode is not None
    assert episode.appearing_as(AppearanceRole.MODERATOR)[0].position == "Head of Private Sector Partnerships"


def test_a_withdrawn_quote_stays_withdrawn(app: Flask) -> None:
    load()
    quote = db.session.scalars(sa.select(Quote)).first()
    assert quote is not None
    quote.state = QuoteState.WITHDRAWN
    db.session.commit()
    load(STARTER.replace("    state: published\n", ""))
    assert quote.state is QuoteState.WITHDRAWN


def test_short_form_makes_sources_and_keeps_the_wording_of_roles(app: Flask) -> None:
    load(SHARED_FORM)
    episode = db.session.scalar(sa.select(Episode))
    assert episode is not None
    assert episode.source is not None
    assert episode.source.title == "launch"
    assert episode.appearances[0].roles == [AppearanceRole.INTRODUCER]
    assert episode.appearances[0].role_note == "introduced the strategy"
    assert revisions_of(episode)[0].by_name == "flask series load"


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("number: 1, title", "number: 1.5, title", 5, "number"),
        ("status: held", "status: helt", 5, "status"),
        ("date: 2026-03-12", "date: 0001-03-12", 5, "date"),
        ("date: 2026-03-12", "date: 2027-02-29", 5, "date"),
        ("person: ada, role", "person: adam, role", 6, "no person “adam”"),
        ("role: introduced the strategy", "role: clown", 6, "roles"),
        ("America/Port_of_Spain", "AST", 1, "not a time zone"),
        ("slug: ada,", "slug: ada, shoe: 44,", 3, "“shoe” is no key"),
        ("slug: ada,", "slug: ada, slug: ida,", 3, "twice"),
        ("people:", "people: [", 3, "not valid YAML"),
        ("name: Ada Reef", f"name: {'x' * 201}", 3, "name"),
    ],
)
def test_broken_file_changes_nothing_and_names_line_and_reason(
    app: Flask, old: str, new: str, line: int, sentence: str
) -> None:
    with pytest.raises(FileBroken) as broken:
        load_series(SHARED_FORM.replace(old, new), host="localhost", by="test")
    db.session.rollback()
    assert broken.value.problems[0][0] == line
    assert sentence in broken.value.problems[0][1]
    assert latest_revision() == 0


def test_words_that_do_not_stand_in_the_source_are_refused(app: Flask) -> None:
    with pytest.raises(FileBroken, match="letter for letter"):
        load(
            STARTER.replace(
                "      - I think the Caribbean just receives far", "      - I think the Caribbean receives far"
            )
        )


def test_command_says_what_it_did(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "series.yaml"
    file.write_text(SHARED_FORM)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["series", "load", str(file)]).output == "Talks: 4 changes.\n"
    assert runner.invoke(args=["series", "load", str(file)]).output == "Talks: no changes.\n"
    file.write_text(SHARED_FORM.replace("status: held", "status: helt"))
    refused = runner.invoke(args=["series", "load", str(file)])
    assert refused.exit_code == 1
    assert "series.yaml:5:" in refused.output
    output = tmp_path / "dumped.yaml"
    assert runner.invoke(args=["series", "dump", "--output", str(output)]).exit_code == 0
    assert "Ada Reef" in output.read_text()
