"""Time per page at 500 episodes and 2,000 people, relative to a page that only renders the layout."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, render_template_string
from flask.testing import FlaskClient

from app.accounts.models import Role
from app.web.permissions import needs
from tests.bench.archive import Size
from tests.bench.places import Bench
from tests.bench.results import Result
from tests.organizers import an_account, sign_in

ORGANIZING = Size(500, people=2000, quotes=500)
COVERING = Size(500, people=2000, quotes=10_000, frameworks=5)
ROUNDS = 7
LAYOUT = "/organize/bench-layout"


@dataclass(frozen=True)
class Page:
    """An address, and how many times the layout's time it may take."""

    path: str
    most: float = 10


PAGES = (
    Page("/organize/"),
    Page("/organize/episodes"),
    Page("/organize/episodes/new"),
    Page("/organize/episodes/panel-7"),
    Page("/organize/planner"),
    Page("/organize/people"),
    Page("/organize/people/person-7"),
    Page("/organize/organizations"),
    Page("/organize/quotes"),
    Page("/organize/quotes/7"),
    Page("/organize/history"),
    Page("/organize/search?q=harbour"),
    Page("/organize/calendars"),
    Page("/organize/sources"),
    Page("/organize/strategy"),
    Page("/organize/series"),
)
"""Add a line for every new organizer page."""

BOARDS = (Page("/organize/coverage", most=20), Page("/coverage", most=20), Page("/coverage/report", most=20))


def organizing(bench: Bench) -> list[Result]:
    return _measured(bench, ORGANIZING, PAGES)


def covering(bench: Bench) -> list[Result]:
    return _measured(bench, COVERING, BOARDS)


def _measured(bench: Bench, size: Size, pages: tuple[Page, ...]) -> list[Result]:
    url = bench.database(size)
    with bench.inside(url) as app:
        _add_layout(app)
        app.config["WTF_CSRF_TIME_LIMIT"] = None
        an_account()
        client = app.test_client()
        sign_in(client)
        base = min(milliseconds(client, LAYOUT) for _ in range(3))
        results = [Result("a page that only renders the layout", base, "ms")]
        for page in pages:
            took = milliseconds(client, page.path)
            results.append(Result(page.path, took / base, most=page.most, note=f"{took:,.0f} ms"))
    return results


def milliseconds(client: FlaskClient, path: str) -> float:
    """The fastest of several requests: a busy machine only ever makes slower. The session passes kept answers by."""

    def ask() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path} answers {answer.status_code}"

    return min(timed(ask) for _ in range(ROUNDS)) * 1000


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _add_layout(app: Flask) -> None:
    @needs(Role.VIEWER)
    def layout() -> str:
        return render_template_string('{% extends "organize.html" %}{% block title %}Layout{% endblock %}')

    app.add_url_rule(LAYOUT, "bench_layout", layout)
