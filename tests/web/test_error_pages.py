"""Every error answers with a sentence, in the site's look, and none is a 500 that the asker caused."""

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.database import db


def test_unknown_address(client: FlaskClient) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.post("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_wrong_host_is_refused(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_odd_addresses_are_no_fault_of_ours(client: FlaskClient) -> None:
    odd = ["/%00", "/%ff%fe", "/a%0d%0ab", "/%c0%ae%c0%ae/", "/..%2f..%2fetc", "/healthz?%00=1", "/healthz?a=%ff"]
    assert {client.get(path).status_code for path in odd} <= {200, 400, 404}


def test_long_queries_are_refused(client: FlaskClient) -> None:
    assert client.get("/healthz?q=" + "x" * 10_000).status_code == 400


def test_an_unexpected_fault_is_a_page_without_details(app: Flask) -> None:
    app.add_url_rule("/fault", "fault", lambda: 1 / 0)
    app.testing = False
    answer = app.test_client().get("/fault")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_database_that_is_away_is_503(app: Flask) -> None:
    def away() -> str:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("gone"))

    app.add_url_rule("/away", "away", away)
    answer = app.test_client().get("/away")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"


def test_ready_tells_when_the_database_is_not(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    db.session.execute(sa.text("DROP TABLE alembic_version"))
    db.session.commit()
    assert client.get("/readyz").status_code == 503
