"""Feeds joined from kept events: a change costs one event, and nobody can tell it from a feed made afresh."""

from datetime import date
from pathlib import Path

from flask import Flask

from app.episodes.filters import EpisodeFilter
from app.episodes.models import Episode, Status
from app.episodes.operations import change_episode, move_status
from app.people.operations import change_person
from app.schedule.feeds import Feed, feed_body
from app.series.queries import main_series
from app.web.bodies import Body
from tests.factories import BY, a_person, an_episode, appearing, save
from tests.schedule.processes import another_process

FEED = "/schedule/series.ics"


def some_episodes() -> list[Episode]:
    ada = a_person(name="Ada Reef")
    with_ada = an_episode(title="With Ada", day=date(2026, 3, 2), appearances=[appearing(ada)])
    episodes = [with_ada, *(an_episode(title=f"Panel {day}", day=date(2026, 3, day)) for day in range(3, 7))]
    save()
    return episodes


def body_of(app: Flask, feed: Feed) -> Body:
    series = main_series(None)
    assert series is not None
    with app.test_request_context(feed.address):
        return feed_body(feed, series, {})


def test_a_change_writes_one_event_and_keeps_the_others_bytes(app: Flask) -> None:
    episodes = some_episodes()
    feed = Feed(FEED, EpisodeFilter())
    before = body_of(app, feed)
    change_episode(episodes[2], fields={"title": "Another"}, by=BY)
    save()
    after = body_of(app, feed)
    same = [one is other for one, other in zip(before.pieces[1:-1], after.pieces[1:-1], strict=True)]
    assert same == [True, True, False, True, True]
    assert b"SUMMARY:Another" in after.pieces[3]
    assert [one == other for one, other in zip(before.digests[1:-1], after.digests[1:-1], strict=True)] == same


def test_different_feeds_share_the_bytes_of_their_events(app: Flask) -> None:
    some_episodes()
    whole, of_year = body_of(app, Feed(FEED, EpisodeFilter())), body_of(app, Feed(FEED, EpisodeFilter(year=2026)))
    assert all(one is other for one, other in zip(whole.pieces[1:-1], of_year.pieces[1:-1], strict=True))
    assert whole.digests[0] != of_year.digests[0]


def test_a_reminder_is_in_the_digests(app: Flask) -> None:
    some_episodes()
    plain, with_alarm = body_of(app, Feed(FEED, EpisodeFilter())), body_of(app, Feed(FEED, EpisodeFilter(), alarm=5))
    assert not set(plain.digests[1:-1]) & set(with_alarm.digests)


def test_a_feed_renewed_equals_one_made_afresh_to_the_tag(app_on_both: Flask, tmp_path: Path) -> None:
    episodes = some_episodes()
    client = app_on_both.test_client()
    addresses = [FEED, f"{FEED}?alarm=30", f"{FEED}?profile=rich", "/schedule/people/ada-reef.ics"]
    for address in addresses:
        assert client.get(address).status_code == 200
    change_episode(episodes[1], fields={"day": date(2026, 3, 30)}, by=BY)
    move_status(episodes[3], Status.CANCELLED, reason="Storm", by=BY)
    change_person(episodes[0].present[0].person, fields={"name": "Ada Shore"}, by=BY)
    save()
    with another_process(app_on_both, tmp_path) as afresh:
        for address in addresses:
            renewed, made = client.get(address), afresh.get(address)
            assert renewed.data == made.data, address
            assert dict(renewed.headers) == dict(made.headers), address
