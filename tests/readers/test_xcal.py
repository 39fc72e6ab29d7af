"""xCal documents obey the grammar of RFC 6321 (tests/readers/xcal.rng says of which sections), and it can refuse."""

from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from app.archive.operations import load_series
from app.episodes.models import Status
from app.episodes.operations import move_status
from app.schedule.queries import public_feed_paths
from app.web.preparing import STARTER
from config import ROOT
from tests.factories import BY, an_episode, save

FEED = "/schedule/episodes.xcal?profile=rich&alarm=30"


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(ROOT / "tests" / "readers" / "xcal.rng"))


@pytest.fixture
def programme(app: Flask) -> None:
    """The real series, and one episode of each kind that the form may get wrong."""
    load_series(STARTER.read_text(encoding="utf-8"), host="localhost", by=BY)
    an_episode(title='Day "<only>"', start_local=None, topic="a < b && ]]>\nc")
    an_episode(title="Doubled hour", day=date(2026, 11, 1), start_local=time(1, 30), fold=1, timezone="America/Nassau")
    for zone in ("Europe/Dublin", "Africa/Casablanca", "Asia/Jerusalem", "Australia/Lord_Howe", "Asia/Kathmandu"):
        an_episode(title=zone, timezone=zone)
    an_episode(title="Hall", format="hybrid", venue="Hall 3, Harbour")
    move_status(an_episode(title="Off"), Status.CANCELLED, reason="Storm.", by=BY)
    save()


def insist(grammar: etree.RelaxNG, content: bytes, path: str) -> None:
    document = etree.fromstring(content)
    assert grammar.validate(document), f"{path}: {list(grammar.error_log)[:5]}"


@pytest.mark.parametrize("query", ["", "?alarm=30", "?profile=rich", "?profile=rich&alarm=30"])
def test_the_feed_of_all(programme: None, client: FlaskClient, grammar: etree.RelaxNG, query: str) -> None:
    insist(grammar, client.get(f"/schedule/episodes.xcal{query}").data, query)


def test_every_feed_and_an_empty_one(programme: None, client: FlaskClient, grammar: etree.RelaxNG) -> None:
    paths = [path.removesuffix(".ics") + ".xcal" for path in public_feed_paths()]
    for path in [*paths, "/schedule/episodes.xcal?year=2001"]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        insist(grammar, answer.data, path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<date-time>2026", b"<date-time>20260"),
        (b"<sequence><integer>0", b"<sequence><integer>none"),
        (b"<status><text>CONFIRMED", b"<status><text>HELD"),
        (b"<utc-offset>-04:00", b"<utc-offset>-0400"),
        (b"<trigger><duration>-PT30M", b"<trigger><duration>-30M"),
        (b"<method><text>PUBLISH</text></method>", b""),
        (b"<class><text>PUBLIC</text></class>", b"<class><text>PUBLIC</text></class><attendee/>"),
        (b"</icalendar>", b"<vevent/></icalendar>"),
        (b'xmlns="urn:ietf:params:xml:ns:icalendar-2.0"', b'xmlns="urn:other"'),
    ],
)
def test_the_grammar_refuses(
    programme: None, client: FlaskClient, grammar: etree.RelaxNG, before: bytes, after: bytes
) -> None:
    content = client.get(FEED).data
    assert before in content
    assert not grammar.validate(etree.fromstring(content.replace(before, after)))
