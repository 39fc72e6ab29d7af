"""The run of show: rows kept in order, printed with its times, live with the present segment marked."""

import re

import pytest
import time_machine
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.episodes.models import Episode
from app.planning.operations import keep_run
from app.planning.queries import run_of_episode
from tests.episodes.pages import merged, typed
from tests.factories import a_person, a_series, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, sign_in, token_in

HERE = "/organize/planner/episodes/harbour/show"


@pytest.fixture
def episode(app: Flask) -> Episode:
    made = an_episode(title="Harbour panel", slug="harbour", appearances=[appearing(a_person(name="Ines Vaz"))])
    save()
    return made


@pytest.fixture
def olive(app: Flask, episode: Episode) -> Visitor:
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


def keep(visitor: Visitor, *rows: tuple[object, ...], **fields: str) -> object:
    page = visitor.get(HERE).text
    base = re.search(r'name="base_revision"[^>]*value="(\d+)"', page)
    data = {"csrf_token": token_in(page), "base_revision": base.group(1), "note": ""} | fields
    for at, row in enumerate(rows):
        names = ("place", "title", "minutes", "speakers", "cues")
        data |= {f"segments-{at}-{name}": str(value) for name, value in zip(names, row, strict=True)}
    return visitor.post(HERE, data=data)


ROWS = (
    (20, "Discussion", 60, "Ines Vaz", "Slides up"),
    (10, "Welcome", 5, "", ""),
    (30, "", "", "", ""),
)


def test_the_first_time_the_usual_segments_are_offered_and_not_stored(olive: Visitor, episode: Episode) -> None:
    page = olive.get(HERE).text
    assert 'value="Questions"' in page
    assert '<option value="Ines Vaz">' in page
    assert run_of_episode(episode.id) is None


def test_segments_are_kept_in_the_order_of_their_numbers(olive: Visitor, episode: Episode) -> None:
    assert keep(olive, *ROWS).status_code == 303
    run = run_of_episode(episode.id)
    assert [(one.title, one.minutes) for one in run.segments] == [("Welcome", 5), ("Discussion", 60)]
    assert keep(olive, ROWS[0]).status_code == 303
    db.session.expire_all()
    assert [one.title for one in run_of_episode(episode.id).segments] == ["Discussion"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((10, "", 5, "", ""), "Say what happens"),
        ((10, "Welcome", "", "", ""), "Say how many minutes"),
        ((10, "Welcome", 601, "", ""), "from 1 to 600"),
    ],
)
def test_half_a_segment_is_refused_with_a_sentence(
    olive: Visitor, episode: Episode, row: tuple[object, ...], sentence: str
) -> None:
    answer = keep(olive, row)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert run_of_episode(episode.id) is None


def test_a_show_of_more_than_a_day_is_refused(olive: Visitor, episode: Episode) -> None:
    answer = keep(olive, *((at, "Talk", 600, "", "") for at in range(3)))
    assert answer.status_code == 422
    assert "longer than a day" in answer.text
    db.session.expire_all()
    assert run_of_episode(episode.id) is None


def test_a_stale_run_is_merged_segment_by_segment(olive: Visitor, episode: Episode) -> None:
    keep(olive, *ROWS)
    form = typed(olive.get(HERE).text)
    segments = run_of_episode(episode.id).snapshot()["segments"]
    theirs = [segments[0] | {"minutes": 7}, segments[1], {"title": "Music", "minutes": 3}]
    keep_run(episode, segments=theirs, note=None, by="Eddy Editor")
    save()
    stale = olive.post(HERE, data=form | {"segments-1-minutes": "50", "note": "Be there early."})
    assert stale.status_code == 409
    assert "Segments: Welcome" in stale.text
    assert "Segments: Music" in stale.text
    assert olive.post(HERE, data=merged(stale.text)).status_code == 303
    db.session.expire_all()
    run = run_of_episode(episode.id)
    assert [(one.title, one.minutes) for one in run.segments] == [("Welcome", 7), ("Discussion", 50), ("Music", 3)]
    assert run.note == "Be there early."


def test_two_first_runs_at_once_meet_on_the_merge_page(olive: Visitor, episode: Episode) -> None:
    form = typed(olive.get(HERE).text)
    keep_run(episode, segments=[{"title": "Theirs", "minutes": 3}], note=None, by="Eddy Editor")
    save()
    stale = olive.post(HERE, data=form)
    assert stale.status_code == 409
    assert "Segments: Theirs" in stale.text


def test_the_printed_page_has_the_clock_of_the_place(olive: Visitor, episode: Episode) -> None:
    keep(olive, *ROWS, note="Be there early.")
    page = olive.get(f"{HERE}/print").text
    assert page.index("11:00</td>") < page.index("11:05</td>")
    assert "Be there early." in page
    assert "65 of 90 minutes are planned." in page


def test_without_a_start_times_count_from_it(app: Flask) -> None:
    unknown = an_episode(slug="unknown", start_local=None, duration_minutes=60)
    keep_run(unknown, segments=[{"title": "A", "minutes": 65}, {"title": "B", "minutes": 5}], note=None, by="Olive")
    save()
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    page = visitor.get("/organize/planner/episodes/unknown/show/print").text
    assert "+1:05" in page
    assert "10 minutes too long" in page


def test_the_live_page_marks_the_present_segment(olive: Visitor, episode: Episode) -> None:
    keep(olive, *ROWS)
    with time_machine.travel("2026-03-12T15:06:00Z", tick=False):
        sign_in(olive)
        page = olive.get(f"{HERE}/live").text
    assert page.count('aria-current="step"') == 1
    assert "Discussion" in page.split('aria-current="step"')[1].split("</h2>")[0]
    assert "<span data-clock>11:06</span>" in page
    assert "59 minutes left" in page
    assert "Bring the clock up to date" in page.split("<noscript>")[1].split("</noscript>")[0]


def test_viewers_read_and_do_not_write(app: Flask) -> None:
    own, other = a_series(), a_series(title="Other Talks")
    an_episode(series=own, slug="harbour")
    an_episode(series=other, slug="foreign")
    save()
    an_account(role=Role.VIEWER, series_id=own.id)
    visitor = a_visitor(app)
    sign_in(visitor)
    assert visitor.get(f"{HERE}/print").status_code == 200
    assert visitor.get(HERE).status_code == 403
    assert visitor.get("/organize/planner/episodes/foreign/show/live").status_code == 403
