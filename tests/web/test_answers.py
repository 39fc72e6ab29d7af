"""Validators, compression and conditional requests of public answers, on a real feed."""

import gzip
from datetime import UTC, datetime

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.answers import chosen_encodings, made_answer
from app.web.bodies import Body
from tests.factories import an_episode, save

FEED = "/schedule/series.ics"


@pytest.fixture
def feed(app: Flask) -> str:
    an_episode(topic="Work and movement. " * 30)
    save()
    return FEED


def test_200_carries_validators_and_lets_everybody_read(client: FlaskClient, feed: str) -> None:
    answer = client.get(feed)
    headers = answer.headers
    assert headers["ETag"].startswith('"')
    assert "Last-Modified" in headers
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in headers
    assert "Content-Disposition" not in headers
    assert int(headers["Content-Length"]) == len(answer.data)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_304_without_body(client: FlaskClient, feed: str, method: str) -> None:
    etag = client.get(feed).headers["ETag"]
    for held in (etag, f'W/{etag}, "other"', f'"other", {etag}', "*"):
        answer = client.open(feed, method=method, headers={"If-None-Match": held})
        assert (answer.status_code, answer.data) == (304, b""), held
        assert answer.headers["ETag"] == etag
        assert "Content-Type" not in answer.headers
    assert client.open(feed, method=method, headers={"If-None-Match": '"other"'}).status_code == 200


def test_if_none_match_comes_before_if_modified_since(client: FlaskClient, feed: str) -> None:
    first = client.get(feed)
    since = first.headers["Last-Modified"]
    assert client.get(feed, headers={"If-Modified-Since": since}).status_code == 304
    assert client.get(feed, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status_code == 200
    assert client.get(feed, headers={"If-Modified-Since": "rubbish"}).status_code == 200
    both = {"If-Modified-Since": since, "If-None-Match": '"other"'}
    assert client.get(feed, headers=both).status_code == 200


def test_head_has_the_headers_of_get(client: FlaskClient, feed: str) -> None:
    head, got = client.head(feed), client.get(feed)
    assert head.data == b""
    assert dict(head.headers) == dict(got.headers)


def test_each_encoding_has_its_own_etag_and_the_same_content(client: FlaskClient, feed: str) -> None:
    plain = client.get(feed)
    zipped = client.get(feed, headers={"Accept-Encoding": "gzip"})
    brotlied = client.get(feed, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert gzip.decompress(zipped.data) == brotli.decompress(brotlied.data) == plain.data
    assert (zipped.headers["Content-Encoding"], brotlied.headers["Content-Encoding"]) == ("gzip", "br")
    assert len({plain.headers["ETag"], zipped.headers["ETag"], brotlied.headers["ETag"]}) == 3
    assert len(zipped.data) < len(plain.data) / 2
    again = client.get(feed, headers={"Accept-Encoding": "gzip", "If-None-Match": plain.headers["ETag"]})
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("accepted", "best", "without_brotli"),
    [
        ("", "", ""),
        ("gzip", "gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br", "gzip"),
        ("br", "br", ""),
        ("br;q=0.5, gzip", "gzip", "gzip"),
        ("gzip;q=0", "", ""),
        ("*", "br", "gzip"),
        ("identity, gzip;q=0.5", "", ""),
        ("gzip;q=x", "", ""),
        ("br;q=0, *", "gzip", "gzip"),
    ],
)
def test_chosen_encodings(accepted: str, best: str, without_brotli: str) -> None:
    assert chosen_encodings(accepted) == (best, without_brotli)


def test_other_methods_are_refused_with_allow_and_without_html(client: FlaskClient, feed: str) -> None:
    answer = client.post(feed)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert answer.mimetype == "text/plain"
    assert client.get("/schedule/people/nobody.ics").mimetype == "text/plain"


def test_options_says_what_a_feed_takes(client: FlaskClient, feed: str) -> None:
    """Scripts of other sites ask this before a conditional request."""
    answer = client.options(feed)
    assert (answer.status_code, answer.data) == (204, b"")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert answer.headers["Access-Control-Allow-Methods"] == answer.headers["Allow"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Cache-Control"] == client.get(feed).headers["Cache-Control"]
    assert not {"Content-Type", "Content-Length", "Set-Cookie"} & set(answer.headers.keys())


def test_options_of_a_page_tells_other_sites_nothing(client: FlaskClient, feed: str) -> None:
    answer = client.options("/about")
    assert answer.status_code == 204
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_nothing_is_compressed_for_who_holds_it_already() -> None:
    """Where the answer is not kept: a private calendar, which is polled like any other."""
    body, headers = Body.of(b"Event. " * 1000), [("Content-Type", "text/calendar")]
    for encoding in ("gzip", "br"):
        whole = made_answer(body, headers, encoding=encoding, vary=(), changed_at=None, asked={})
        held = {"HTTP_IF_NONE_MATCH": whole.etag}
        answer = made_answer(body, headers, encoding=encoding, vary=(), changed_at=None, asked=held)
        assert (len(whole.pieces), answer.pieces, answer.etag) == (1, (), whole.etag)
        assert answer.headers_304 == whole.headers_304


def test_last_modified_is_the_last_revision(app: Flask, client: FlaskClient, feed: str) -> None:
    said = datetime.strptime(client.get(feed).headers["Last-Modified"], "%a, %d %b %Y %H:%M:%S GMT")
    assert abs((datetime.now(UTC) - said.replace(tzinfo=UTC)).total_seconds()) < 60
