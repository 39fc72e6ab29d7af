"""A request whose connection is cut before its commit is run once more; nothing is stored or said twice."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask, request_finished
from werkzeug.test import TestResponse

from app.database import db
from app.planning.models import PlannedItem
from tests import databases
from tests.conftest import application
from tests.factories import a_series
from tests.forms import forms_of
from tests.organizers import Visitor, a_visitor, an_account, sign_in, token_in

NEW = "/organize/planner/items/new"


@pytest.fixture
def postgresql_app(postgresql_url: str, tmp_path: Path) -> Iterator[Flask]:
    databases.empty(postgresql_url)
    yield from application(postgresql_url, tmp_path)


@pytest.fixture
def visitor(postgresql_app: Flask) -> Visitor:
    a_series()
    an_account()
    visitor = a_visitor(postgresql_app)
    sign_in(visitor)
    return visitor


class Cutting:
    """Ends the connection's backend when a statement that begins so is about to be sent, so many times."""

    def __init__(self, beginning: str, times: int) -> None:
        self.beginning, self.left, self.cut = beginning, times, 0
        self._url = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def __call__(self, connection: sa.Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(self.beginning) and self.cut < self.left:
            self.cut += 1
            process = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
            with psycopg.connect(self._url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def add_hold(visitor: Visitor, title: str, cutting: Cutting) -> TestResponse:
    form = next(one for one in forms_of(NEW, visitor.get(NEW).text) if one.action == NEW)
    sa.event.listen(db.engine, "before_cursor_execute", cutting)
    try:
        return visitor.post(NEW, data=dict(form.filled(title=title, day="2031-05-06")))
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", cutting)


def stored_titles() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(PlannedItem.title)))


@pytest.mark.parametrize("statement", ["INSERT INTO planned_item", "INSERT INTO revision"])
def test_a_cut_before_the_commit_is_mended(visitor: Visitor, statement: str) -> None:
    cutting = Cutting(statement, 1)
    answer = add_hold(visitor, "Hall", cutting)
    assert (answer.status_code, cutting.cut) == (303, 1)
    assert stored_titles() == ["Hall"]


def test_a_second_cut_is_said(visitor: Visitor) -> None:
    answer = add_hold(visitor, "Hall", Cutting("INSERT INTO planned_item", 2))
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Nothing was half stored" in answer.text
    assert stored_titles() == []


def test_what_was_said_of_the_first_try_is_not_said_twice(visitor: Visitor, postgresql_app: Flask) -> None:
    add_hold(visitor, "Hall", Cutting("", 0))
    path = "/organize/planner/items/1"
    data = {"csrf_token": token_in(visitor.get(path).text)}
    cutting = Cutting("UPDATE planned_item", 1)
    sa.event.listen(db.engine, "before_cursor_execute", cutting)
    try:
        assert visitor.post(f"{path}/remove", data=data).status_code == 303
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", cutting)
    assert cutting.cut == 1
    assert visitor.get("/organize/planner").text.count("is out of the planner") == 1


def test_a_lost_answer_to_a_commit_is_not_tried_again(visitor: Visitor) -> None:
    """Nobody knows then whether it was stored; the same form sent once more counts once."""
    cutting = Cutting("", 0)

    def cut(connection: sa.Connection) -> None:
        cutting.left = 1
        cutting(connection, None, "")

    sa.event.listen(db.engine, "commit", cut)
    try:
        answer = add_hold(visitor, "Hall", cutting)
    finally:
        sa.event.remove(db.engine, "commit", cut)
    assert (answer.status_code, cutting.cut) == (503, 1)
    assert stored_titles() == []


def test_a_connection_lost_at_the_very_end_takes_no_answer_back(visitor: Visitor, postgresql_app: Flask) -> None:
    cutting = Cutting("", 1)

    def cut(_app: Flask, **_more: object) -> None:
        cutting(db.session.connection(), None, "")

    with request_finished.connected_to(cut, postgresql_app):
        assert visitor.get(NEW).status_code == 200
    assert cutting.cut == 1
    assert visitor.get(NEW).status_code == 200
