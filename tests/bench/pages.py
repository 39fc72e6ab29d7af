"""Time per page at 500 episodes and 2,000 people, relative to a page that only renders the layout."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.clock import now
from app.coverage.warming import warm
from app.database import db
from app.episodes.models import Episode
from app.revisions.models import Revision
from app.web.permissions import needs
from tests.bench.archive import Size
from tests.bench.places import Bench
from tests.bench.results import Result
from tests.organizers import an_account, sign_in

ORGANIZING = Size(500, people=2000, quotes=500)
COVERING = Size(500, people=2000, quotes=10_000, frameworks=5)
ROUNDS = 15
LAYOUT = "/organize/bench-layout"


@dataclass(frozen=True)
class Page:
    """An address, and how many times the layout's time it may take."""

    path: str
    most: float = 10


SUGGESTED = (
    "/organize/planner/suggest?series_id=1&episode_id=&first_on=2027-01-01&days=60"
    "&timezone=America/Port_of_Spain&minutes=90&audience=America/Jamaica"
)

PAGES = (
    Page("/organize/"),
    Page("/organize/episodes"),
    Page("/organize/episodes/new"),
    Page("/organize/episodes/panel-7"),
    Page("/organize/episodes/panel-7/edit"),
    Page("/organize/planner"),
    Page("/organize/planner?view=year"),
    Page("/organize/planner/together"),
    Page("/organize/planner/runs/new"),
    Page("/organize/planner/suggest"),
    Page(SUGGESTED),
    Page("/organize/planner/episodes/panel-7/move?day=2027-03-01"),
    Page("/organize/planner/episodes/panel-7/show"),
    Page("/organize/episodes/panel-7/changes"),
    Page("/organize/series/series/readiness"),
    Page("/organize/import"),
    Page("/organize/audit"),
    Page("/organize/people"),
    Page("/organize/people/person-7"),
    Page("/organize/people/person-7/edit"),
    Page("/organize/people/doubles"),
    Page("/organize/people/held"),
    Page("/organize/people/new?name=Bava"),
    Page("/organize/people/person-7/portrait"),
    Page("/organize/people/person-7/merge"),
    Page("/organize/organizations"),
    Page("/organize/quotes"),
    Page("/organize/quotes/new"),
    Page("/organize/quotes/7"),
    Page("/organize/quotes/7/marks"),
    Page("/organize/history"),
    Page("/organize/search?q=harbour"),
    Page("/organize/calendars"),
    Page("/organize/sources"),
    Page("/organize/strategy"),
    Page("/organize/series"),
)
"""Add a line for every new organizer page."""

BOARDS = (
    Page("/organize/coverage", most=20),
    Page("/coverage", most=20),
    Page("/coverage/report", most=20),
    Page("/coverage?organization=Institute%207", most=20),
    Page("/coverage?from=2020-01-01&until=2024-12-31", most=20),
    Page("/coverage/report?from=2020-01-01&until=2024-12-31", most=20),
)


def organizing(bench: Bench) -> list[Result]:
    """Each page after a change of an episode, and once more."""
    return _measured(bench, ORGANIZING, PAGES, {"after a change": _change, "": _nothing})


def covering(bench: Bench) -> list[Result]:
    """Each page first of all in a worker that has made itself ready, after a change of an episode, and once more.

    What it costs who asks in a worker's first second, or an organizer who asks first, is told too.
    """
    ways = {COLD: _forget, "first": _made_ready, "after a change": _change, "": _nothing}
    return _measured(bench, COVERING, BOARDS, ways)


Before = Callable[[Flask], None]
COLD = "of which nothing was read before"


def _nothing(_app: Flask) -> None:
    """Ask again."""


def _forget(app: Flask) -> None:
    app.extensions.pop("coverage material", None)


def _made_ready(app: Flask) -> None:
    _forget(app)
    warm(app)


def _change(_app: Flask) -> None:
    """As if somebody had just saved an episode at another length: everything that was made of it is made again."""
    other = sa.update(Episode).where(Episode.id == 7).values(duration_minutes=135 - Episode.duration_minutes)
    db.session.execute(other)
    row = {"record_type": "episode", "record_id": 7, "record_title": "Panel", "before": {}, "after": {}}
    db.session.execute(sa.insert(Revision), row | {"at": now(), "by_name": "Bench", "action": "changed"})
    db.session.commit()


def _measured(bench: Bench, size: Size, pages: tuple[Page, ...], ways: dict[str, Before] | None = None) -> list[Result]:
    url = bench.database(size)
    with bench.inside(url) as app:
        _add_layout(app)
        app.config["WTF_CSRF_TIME_LIMIT"] = None
        an_account()
        client = app.test_client()
        sign_in(client)
        gc.collect()
        gc.freeze()  # as a worker does
        base = min(milliseconds(client, LAYOUT) for _ in range(3))
        results = [Result("a page that only renders the layout", base, "ms")]
        for page in pages:
            for words, before in (ways or {"": _nothing}).items():
                took = milliseconds(client, page.path, before)
                name = f"{page.path} {words}".rstrip()
                most = None if words == COLD else page.most
                results.append(Result(name, took / base, most=most, note=f"{took:,.0f} ms"))
    return results


def milliseconds(client: FlaskClient, path: str, before: Before = _nothing) -> float:
    """Of processor time, in the best of several requests. The session passes kept answers by.

    By the clock a busy machine makes long pages slower than in proportion: it is they that are interrupted.
    """

    def ask() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path} answers {answer.status_code}"

    took = []
    for _ in range(ROUNDS):
        before(client.application)
        took.append(processor_time(ask))
    return min(took) * 1000


def processor_time(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _add_layout(app: Flask) -> None:
    @needs(Role.VIEWER)
    def layout() -> str:
        return render_template_string('{% extends "organize.html" %}{% block title %}Layout{% endblock %}')

    app.add_url_rule(LAYOUT, "bench_layout", layout)
