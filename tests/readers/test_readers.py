"""Every reader understands the same of a feed as was recorded: instants, days, titles, texts."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.clock import LocalTimeUnclear, to_instant, zone_names
from app.episodes.models import Episode
from app.schedule.feeds import Writing
from app.schedule.formats import Whole, whole_body
from app.schedule.ical import FeedHead
from app.schedule.words import Site
from app.series.models import Series
from tests.factories import a_person, a_pillar, an_episode, appearing, save
from tests.readers.programs import (
    Entry,
    has_libical,
    node_readers,
    read_by_icalendar,
    read_by_libical,
    read_by_node,
    read_by_vobject,
)

SITE = Site("https://panels.example.org", "panels.example.org", "hello@example.org")
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
HOSTILE = (
    "Line\r\nBEGIN:VEVENT\r\nUID:evil\r\nEND:VEVENT",
    "END:VCALENDAR",
    "nul\x00bell\x07del\x7fnel\x85ls\u2028ps\u2029",
    "x" * 10_000,
    "é" * 74 + "👩‍👩‍👧‍👦" * 40,
    "semi; comma, back\\slash \\n \\N \\; \\,",
    "quote \" ^n ^^ ' caret",
    "😀" * 80,
    "<b>&amp;</b>",
)
_numbers = count(1)

Reader = Callable[[bytes], list[Entry]]


def by_node(name: str) -> Reader:
    def read(content: bytes) -> list[Entry]:
        folder = node_readers()
        if folder is None:
            pytest.skip("ical.js and node-ical could not be installed: no Node, or no answer from npm")
        return read_by_node(content, folder)[name]

    return read


def by_libical(content: bytes) -> list[Entry]:
    if not has_libical():
        pytest.skip("libical's bindings are not installed (make parts)")
    return read_by_libical(content)


READERS: dict[str, Reader] = {
    "icalendar": read_by_icalendar,
    "libical": by_libical,
    "ical.js": by_node("ical.js"),
    "node-ical": by_node("node-ical"),
    "vobject": read_by_vobject,
}
each_reader = pytest.mark.parametrize("reader", READERS)


def an_entry(title: str, topic: str, timezone: str, day: date, start: time | None, minutes: int) -> Episode:
    """An episode that only memory holds. A wall time that does not exist becomes a day without a time."""
    number = next(_numbers)
    series = Series(slug="s", title="S", organizer="O", default_timezone="UTC", languages=["en"], changed_at=MADE_AT)
    episode = Episode(id=number, uid=f"episode-{number}@host", slug=f"e{number}", sequence=0, day=day, version=1)
    episode.assign({"title": title, "topic": topic, "timezone": timezone, "duration_minutes": minutes})
    episode.assign({"format": "virtual", "join_policy": "invited", "status": "confirmed", "languages": ["en"]})
    episode.series, episode.changed_at, episode.created_at = series, MADE_AT, MADE_AT
    try:
        episode.starts_at = to_instant(day, start, timezone, fold=0) if start else None
    except LocalTimeUnclear:
        start = None
    episode.start_local = start
    episode.ends_at = episode.starts_at + timedelta(minutes=minutes) if episode.starts_at else None
    return episode


def feed_of(episodes: list[Episode]) -> bytes:
    writing = Writing("ics", SITE, None)
    head = FeedHead("Panels", "All of them", "https://h/x.ics", "https://h/x", "America/Port_of_Spain")
    blocks = [writing.block(episode, None, 0) for episode in episodes]
    assert all(block.content for block in blocks)
    return whole_body("ics", Whole(head, SITE, "O", MADE_AT, None, blocks)).joined()


def expected(episode: Episode) -> tuple[str, int | str, int | str]:
    if episode.starts_at and episode.ends_at:
        return episode.uid, int(episode.starts_at.timestamp()), int(episode.ends_at.timestamp())
    return episode.uid, episode.day.isoformat(), (episode.day + timedelta(days=1)).isoformat()


def times(entries: list[Entry]) -> list[tuple[str, int | str, int | str]]:
    return [(entry["uid"], entry["start"], entry["end"]) for entry in entries]


episodes = st.builds(
    an_entry,
    st.one_of(st.text(min_size=1, max_size=120), st.sampled_from(HOSTILE)),
    st.one_of(st.text(max_size=300), st.sampled_from(HOSTILE)),
    st.sampled_from(sorted(zone_names())),
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.one_of(st.none(), st.builds(time, st.integers(0, 23), st.sampled_from([0, 5, 30]))),
    st.integers(15, 600),
)


@given(some=st.lists(episodes, min_size=20, max_size=40))
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],  # making a failing list smaller would take minutes: each try starts every program
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_text_zone_and_date_is_understood(app: Flask, some: list[Episode]) -> None:
    content = feed_of(some)
    plain = read_by_icalendar(content)
    for name in present():
        entries = READERS[name](content)
        assert times(entries) == [expected(episode) for episode in some], name
        for entry, own in zip(entries, plain, strict=True):
            assert [comparable(name, entry[field]) for field in ("title", "text")] == [
                comparable(name, own[field]) for field in ("title", "text")
            ], name


def present() -> list[str]:
    missing = [] if has_libical() else ["libical"]
    missing += [] if node_readers() else ["ical.js", "node-ical"]
    return [name for name in READERS if name not in missing]


def comparable(reader: str, text: str | None) -> str:
    """Without blanks around it, which some take off. node-ical takes a backslash before an n for a line break."""
    text = (text or "").strip()
    return re.sub(r"\\+|\s+", "", text.replace("\\n", "").replace("\\N", "")) if reader == "node-ical" else text


@each_reader
def test_every_zone_in_winter_and_summer(app: Flask, reader: str) -> None:
    """One event in each zone in both halves of a year: who believes VTIMEZONEs and who knows zones agree."""
    some, content = zones_feed()
    assert times(READERS[reader](content)) == [expected(episode) for episode in some]


@cache
def zones_feed() -> tuple[list[Episode], bytes]:
    some = [
        an_entry("Panel", "", zone, date(2026 + number % 5, month, 12), time(11), 90)
        for number, zone in enumerate(sorted(zone_names()))
        for month in (1 + number % 3, 7 + number % 3)
    ]
    return some, feed_of(some)


@each_reader
def test_the_feed_of_a_series_is_understood(app: Flask, client: FlaskClient, reader: str) -> None:
    ada, pillar = a_person(name="Ada Reef"), a_pillar(title="Work, and learning")
    confirmed = an_episode(title="First; panel", appearances=[appearing(ada)], pillar_links=[{"pillar_id": pillar.id}])
    an_episode(title="Second", start_local=None)
    an_episode(title="Third", status="cancelled", timezone="Europe/Paris")
    save()
    entries = READERS[reader](client.get("/schedule/series.ics?profile=rich").data)
    titles = {entry["title"] for entry in entries}
    assert titles == {"First; panel", "Second (time to be confirmed)", "Cancelled: Third"}
    first = next(entry for entry in entries if entry["title"] == "First; panel")
    assert first["uid"] == confirmed.uid
    assert "– Ada Reef" in first["text"]
    assert "Pillars: Work, and learning" in first["text"]


def test_feed_says_the_same_to_itself(app: Flask) -> None:
    """The expectation itself: titles and texts as icalendar reads them are the record's words."""
    episode: Any = an_entry("A, b; c\\n", "Line one\nLine two", "Europe/Paris", date(2026, 7, 1), time(9), 60)
    entry = read_by_icalendar(feed_of([episode]))[0]
    assert entry["title"] == "A, b; c\\n"
    assert entry["text"].startswith("Line one\nLine two\n\n")
