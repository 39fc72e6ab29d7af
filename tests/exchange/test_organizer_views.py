"""Import and export as an organizer meets them: columns, dry run, every row or none, out and in again unchanged."""

import csv
import io
import re
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from icalendar import Calendar
from werkzeug.test import TestResponse

from app.accounts.models import Role
from app.database import db
from app.episodes.models import Episode, Status, Visibility
from app.episodes.queries import episode_by_slug
from app.exchange.drafts import State
from app.exchange.jobs import drafts_of
from app.people.models import Organization, Person
from app.people.queries import all_people, person_by_slug
from app.revisions.queries import latest_revision
from tests.factories import (
    a_draft,
    a_framework,
    a_person,
    a_pillar,
    a_series,
    an_episode,
    an_organization,
    appearing,
    save,
)
from tests.organizers import Visitor, a_visitor, an_account, sign_in, token_in

START = "/organize/import"


@pytest.fixture
def olive(app: Flask) -> Visitor:
    an_account()
    a_series()
    save()
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


def upload(visitor: Visitor, content: bytes | str, kind: str = "people", **typed: str) -> TestResponse:
    page = visitor.get(START).text
    chosen = re.search(r'<select id="series".*?value="(\d+)"', page, re.DOTALL)
    data: dict[str, Any] = {"csrf_token": token_in(page), "kind": kind, "series": chosen.group(1) if chosen else ""}
    raw = content.encode() if isinstance(content, str) else content
    data |= {"file": (io.BytesIO(raw), "../list.csv")} | typed
    return visitor.post(START, data=data, content_type="multipart/form-data")


def columns_in(page: str) -> dict[str, str]:
    found = {}
    for name, options in re.findall(r'<select id="(column-\w+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="(\d+)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return found


def tried(visitor: Visitor, address: str, **changed: str) -> str:
    page = visitor.get(address).text
    data = columns_in(page) | {"csrf_token": token_in(page)} | changed
    assert visitor.post(f"{address}/columns", data=data).status_code == 303
    return finished(visitor, address)


def finished(visitor: Visitor, address: str) -> str:
    for _look in range(300):
        answer = visitor.get(address)
        if "Refresh" not in answer.headers:
            return answer.text
        time.sleep(0.1)
    raise AssertionError("the run does not end")


def written(visitor: Visitor, address: str) -> str:
    token = token_in(visitor.get(address).text)
    assert visitor.post(f"{address}/write", data={"csrf_token": token}).status_code == 303
    db.session.expire_all()
    return finished(visitor, address)


def imported(visitor: Visitor, content: bytes | str, kind: str = "people") -> str:
    answer = upload(visitor, content, kind)
    assert answer.status_code == 303, answer.text
    tried(visitor, answer.location)
    return written(visitor, answer.location)


PEOPLE = """Full name;Job title;Organisation;Since;E-mail
Inês Vaz;Director;Harbour Office;2024-01-31;ines@example.org
Ines Vaz;Adviser;;2025-01-01;
Otto Berg;;;;
"""


def test_people_are_tried_first_and_then_written(olive: Visitor) -> None:
    address = upload(olive, PEOPLE).location
    page = olive.get(address).text
    assert columns_in(page)["column-position"] == "1"
    assert columns_in(page)["column-contact_email"] == "4"
    before = latest_revision()
    page = tried(olive, address)
    assert "2 would be new" in page
    assert "The organization “Harbour Office” is new." in page
    assert latest_revision() == before
    assert all_people() == []
    assert "Everything is written: 2 new" in written(olive, address)
    person = person_by_slug("ines-vaz")
    assert person is not None
    assert [(held.position, str(held.from_on)) for held in person.affiliations] == [
        ("Director", "2024-01-31"),
        ("Adviser", "2025-01-01"),
    ]
    assert person.contact_email == "ines@example.org"
    assert "0 new, 0 changed, 2 as they were" in imported(olive, PEOPLE)


def test_one_wrong_row_keeps_every_row_out_and_is_named(olive: Visitor) -> None:
    head = "name,from,position,country,website\n"
    text = f"{head}Ada,2026-02-30,Clerk,,\nOtto,,Clerk,Atlantis,\nIda,,,,javascript:1\nUma,,,,\n"
    address = upload(olive, text).location
    page = tried(olive, address)
    assert "3 rows are wrong" in page
    for sentence in ("no such day: 2026-02-30", "“Atlantis” is no country", "begins with https://"):
        assert sentence in page
    assert re.search(r"<td>2</td>", page)
    assert "Write all rows" not in page
    token = token_in(page)
    assert olive.post(f"{address}/write", data={"csrf_token": token}).status_code == 303
    assert all_people() == []


def test_namesakes_are_asked_about_and_near_names_told(olive: Visitor) -> None:
    a_person(name="Ana Reef")
    a_person(name="Ana Reef")
    a_person(name="Andrew Selby")
    save()
    page = tried(olive, upload(olive, "name,position\nAna Reef,Clerk\nAndrew Selbey,Clerk\n").location)
    assert "fill in the short name of the one meant: ana-reef, ana-reef-2" in page
    assert "Is this Andrew Selby?" in page
    assert "1 row is wrong" in page
    assert "1 changed" in imported(olive, "name,slug,position\nAna Reef,ana-reef-2,Clerk\n")


def test_every_episode_goes_out_as_a_calendar_and_comes_in_unchanged(olive: Visitor) -> None:
    shown = an_episode(title="Shown")
    a_draft(title="Idea", series=shown.series)
    a_draft(title="Of others", series=a_series(title="Other talks"))
    save()
    link = f"/organize/calendars/episodes/{shown.series.slug}.ics"
    assert f'href="{link}"' in olive.get(START).text
    answer = olive.get(link)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{shown.series.slug}.ics"'
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"Shown", "Draft: Idea"}
    before = latest_revision()
    assert "0 new, 0 changed, 2 as they were" in imported(olive, answer.data, "episodes")
    assert latest_revision() == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_people_go_out_and_come_in_unchanged(olive: Visitor, form: str) -> None:
    office = an_organization(name="=cmd|' /C calc'!A0")
    held = [{"position": "+Director", "organization_id": office.id, "from_on": "2024-01-31"}, {"position": "Clerk"}]
    a_person(name="Ines Vaz", biography="-one\n@two", contact_email="i@example.org", country="SR", affiliations=held)
    a_person(name="@Otto", timezone="America/Nassau", gender="man")
    save()
    answer = olive.get(f"/organize/export/people.{form}")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))) for cell in row]
        assert "'@Otto" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert "man" not in cells
    else:
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}
    before = latest_revision()
    assert "0 new, 0 changed, 2 as they were" in imported(olive, answer.data)
    assert latest_revision() == before


def test_a_long_import_tells_how_far_it_is(olive: Visitor, app: Flask) -> None:
    text = "name,organization,position\n" + "".join(f"Person {n} Long{n},Office {n % 7},Clerk\n" for n in range(400))
    address = upload(olive, text).location
    page = olive.get(address).text
    olive.post(f"{address}/columns", data=columns_in(page) | {"csrf_token": token_in(page)})
    running = olive.get(address)
    assert running.headers.get("Refresh") == "2"
    assert "of 400 rows" in running.text
    assert "400 would be new" in finished(olive, address)
    assert "400 new" in written(olive, address)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Organization)) == 7


def test_a_run_that_ended_with_its_process_says_so(olive: Visitor, app: Flask) -> None:
    address = upload(olive, PEOPLE).location
    drafts = drafts_of(app)
    draft = drafts.found(address.rsplit("/", 1)[1], 1)
    assert draft is not None
    assert drafts.begin(draft)
    assert not drafts.begin(draft)
    folder = Path(app.config["SETTINGS"].instance_folder).resolve() / "imports"
    (folder / f"{draft.token}.done").unlink()
    assert "was interrupted" in olive.get(address).text
    again = drafts.found(draft.token, 1)
    assert again is not None
    assert again.state is State.INTERRUPTED
    assert "2 would be new" in tried(olive, address)


EPISODES = """title,number,date,start,minutes,speakers,pillars,format
Tides,7,2027-03-10,11:00,60,Ines Vaz (moderator); Otto Berg,1; wind-power (contributing),hybrid
Reefs,,2027-04-10,,,,,
"""


def test_episodes_become_private_drafts_with_people_and_pillars(olive: Visitor) -> None:
    framework = a_framework(title="Seas", valid_until=None)
    a_pillar(framework, number=1, title="Boats")
    a_pillar(framework, number=2, title="Wind power")
    a_person(name="Ines Vaz")
    a_person(name="Otto Berg")
    save()
    address = upload(olive, EPISODES, "episodes").location
    page = tried(olive, address)
    assert "2 would be new" in page
    assert "the time is to be confirmed" in page
    assert "2 new" in written(olive, address)
    episode = episode_by_slug("tides") or db.session.scalar(sa.select(Episode).where(Episode.title == "Tides"))
    assert episode is not None
    assert (episode.status, episode.visibility) == (Status.DRAFT, Visibility.PRIVATE)
    assert [(one.person.name, [role.value for role in one.roles]) for one in episode.appearances] == [
        ("Ines Vaz", ["moderator"]),
        ("Otto Berg", ["panellist"]),
    ]
    assert [(link.pillar.title, link.weight.value) for link in episode.pillar_links] == [
        ("Boats", "principal"),
        ("Wind power", "contributing"),
    ]
    assert "Tides" not in olive.get("/episodes").text
    series = re.search(r"series=([a-z-]+)", olive.get(START).text)
    assert series
    for form in ("csv", "xlsx"):
        out = olive.get(f"/organize/export/episodes.{form}?series={series.group(1)}")
        assert "0 new, 0 changed, 2 as they were" in imported(olive, out.data, "episodes")


WRONG = [
    ("title,date,speakers\nT,2027-01-01,Nobody Known\n", "Nobody called Nobody Known is known"),
    ("title,date,speakers\nT,2027-01-01,Ines Vas\n", "Did you mean Ines Vaz?"),
    ("title,date,speakers\nT,2027-01-01,Ines Vaz (king)\n", "“king” is no role"),
    ("title,date,speakers\nT,2027-01-01,Ines Vaz; Ines Vaz\n", "stands twice"),
    ("title,date,pillars\nT,2027-01-01,99\n", "No pillar “99”"),
    ("title,date,start,timezone\nT,2027-03-14,02:30,America/New_York\n", "does not exist in America/New_York"),
    ("title,date,start\nT,2027-03-14,25:30\n", "is no time"),
    ("title,date\n,2027-03-14\n", "Title: this is needed."),
    ("title,date,number\nA,2027-03-14,9\nB,2027-03-15,9\n", "has the number 9 already"),
    ("title,date,slug\nA,2027-03-14,nothing\n", "has no episode “nothing”"),
    ("title,date,venue\nPublic talk,2026-03-12,Elsewhere\n", "is public, held or cancelled"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_wrong_episodes_get_a_sentence(olive: Visitor, text: str, sentence: str) -> None:
    an_episode(title="Public talk", appearances=[appearing(a_person(name="Ines Vaz"), "moderator")])
    save()
    before = latest_revision()
    assert sentence in tried(olive, upload(olive, text, "episodes").location)
    assert latest_revision() == before


def test_a_calendar_is_imported_whatever_kind_was_chosen(olive: Visitor) -> None:
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Tides & reefs\r\n"
        "DTSTART;TZID=America/Nassau:20270310T110000\r\nDURATION:PT2H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert "1 new" in imported(olive, text, "people")
    episode = db.session.scalar(sa.select(Episode).where(Episode.title == "Tides & reefs"))
    assert episode is not None
    assert (str(episode.start_local), episode.timezone, episode.duration_minutes) == ("11:00:00", "America/Nassau", 120)
    assert "1 as they were" in imported(olive, text)


def test_the_public_calendar_goes_out_and_comes_in_unchanged(olive: Visitor) -> None:
    an_episode(title="Harbour panel", summary="Our own words.", venue="Hall 3")
    save()
    address = re.search(r'href="([^"]+\.ics)"', olive.get(START).text)
    assert address
    feed = olive.get(address.group(1))
    assert feed.mimetype == "text/calendar"
    assert "0 new, 0 changed, 1 as they were" in imported(olive, feed.data, "episodes")


def test_an_event_of_our_own_moves_its_episode_and_leaves_its_words(olive: Visitor) -> None:
    draft = a_draft(title="Harbour panel", slug="harbour", summary="Our own words.")
    save()
    event = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x\r\nBEGIN:VEVENT\r\n"
        f"UID:{draft.uid}\r\nSUMMARY:Talks: Harbour panel\r\n"
        "DTSTART;TZID=America/Port_of_Spain:20260319T140000\r\nDTEND;TZID=America/Port_of_Spain:20260319T150000\r\n"
        "DESCRIPTION:Put together\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    page = imported(olive, event, "episodes")
    assert "0 new, 1 changed" in page
    db.session.expire_all()
    assert (draft.title, draft.summary) == ("Harbour panel", "Our own words.")
    assert (draft.day.isoformat(), f"{draft.start_local:%H:%M}", draft.duration_minutes) == ("2026-03-19", "14:00", 60)
    assert "0 new, 0 changed, 1 as they were" in imported(olive, event, "episodes")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose the file|The file is empty"),
        ("name\nJosé\n".encode("latin-1"), "not in UTF-8"),
        (b"x\n" * 1_000_000, "more than 2,000 rows"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR", "within a day"),
    ],
)
def test_hostile_files_are_refused_on_the_page(olive: Visitor, content: bytes, sentence: str) -> None:
    answer = upload(olive, content)
    assert answer.status_code == 422
    assert re.search(sentence, answer.text)


def test_markup_in_cells_is_shown_as_text(olive: Visitor) -> None:
    text = "name,<img src=x>\n<script>alert(1)</script>,<b>\n"
    address = upload(olive, text).location
    assert "<img src=x>" not in olive.get(address).text
    assert "<script>alert" not in tried(olive, address)


def test_columns_must_be_chosen_once_and_the_needed_ones_at_all(olive: Visitor) -> None:
    address = upload(olive, "a,b\nAda,x\n").location
    page = olive.get(address).text
    data = columns_in(page) | {"csrf_token": token_in(page)}
    answer = olive.post(f"{address}/columns", data=data)
    assert answer.status_code == 422
    assert "Say which column holds: Name." in answer.text
    twice = olive.post(f"{address}/columns", data=data | {"column-name": "0", "column-position": "0"})
    assert "chosen for two things" in twice.text
    assert "1 would be new" in tried(olive, address, **{"column-name": "0", "column-biography": "1"})


def test_by_role_and_by_account(app: Flask, olive: Visitor) -> None:
    elsewhere = a_series(title="Other talks")
    a_draft(series=elsewhere, title="Secret draft")
    save()
    address = upload(olive, PEOPLE).location
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    an_account(email="orla@example.org", name="Orla", role=Role.EDITOR, series_id=1)
    vera, orla = a_visitor(app), a_visitor(app)
    sign_in(vera, "vera@example.org")
    sign_in(orla, "orla@example.org")
    assert vera.get(START).status_code == 403
    assert vera.get("/organize/export/people.csv").status_code == 403
    assert orla.get(address).status_code == 404
    assert orla.get(f"/organize/export/episodes.csv?series={elsewhere.slug}").status_code == 403
    assert orla.get(f"/organize/calendars/episodes/{elsewhere.slug}.ics").status_code == 403
    assert "Other talks" not in orla.get(START).text.split("<main")[1]
    refused = upload(orla, EPISODES, "episodes", series=str(elsewhere.id))
    assert refused.status_code == 422
    assert "Choose the series" in refused.text
    for wrong in ("0" * 32, "x", "..%2f..%2fetc"):
        assert olive.get(f"{START}/{wrong}").status_code == 404
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0
