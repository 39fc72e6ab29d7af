"""Feeds as subscribers fetch them."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from werkzeug.test import TestResponse

from app.episodes.models import Status
from app.episodes.operations import change_episode, move_status
from app.people.operations import change_person
from tests.factories import BY, a_draft, a_person, a_pillar, a_series, an_episode, appearing, save


def titles(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.data).walk("VEVENT")]


def test_series_feed_holds_every_public_episode_by_start(app: Flask, client: FlaskClient) -> None:
    an_episode(title="Second", day=date(2026, 5, 1))
    an_episode(title="First", day=date(2026, 4, 1))
    a_draft()
    an_episode(title="Elsewhere", series=a_series(title="Another run"))
    save()
    assert titles(client.get("/schedule/series.ics")) == ["First", "Second"]
    assert titles(client.get("/schedule/another-run.ics")) == ["Elsewhere"]


def test_feeds_of_records_and_filters(app: Flask, client: FlaskClient) -> None:
    ada, pillar = a_person(name="Ada Reef"), a_pillar(title="Resilience")
    an_episode(title="With both", appearances=[appearing(ada, "guest")], pillar_links=[{"pillar_id": pillar.id}])
    an_episode(title="With none")
    save()
    for address in (
        "/schedule/people/ada-reef.ics",
        "/schedule/pillars/resilience.ics",
        "/schedule/roles/guest.ics",
        "/schedule/series.ics?pillar=resilience&role=guest",
    ):
        assert titles(client.get(address)) == ["With both"], address
    assert titles(client.get("/schedule/people/ada-reef.ics?year=2020")) == []


def test_former_slug_is_served_without_redirect(app: Flask, client: FlaskClient) -> None:
    ada = a_person(name="Ada Reef")
    episode = an_episode(title="Panel", appearances=[appearing(ada)])
    change_person(ada, fields={"slug": "ada-shore"}, by=BY)
    change_episode(episode, fields={"slug": "renamed"}, by=BY)
    save()
    assert titles(client.get("/schedule/people/ada-reef.ics")) == ["Panel"]
    assert titles(client.get("/episodes/panel.ics")) == ["Panel"]


def test_episode_file_is_an_attachment(app: Flask, client: FlaskClient) -> None:
    an_episode(title="Panel")
    save()
    answer = client.get("/episodes/panel.ics")
    assert titles(answer) == ["Panel"]
    assert answer.headers["Content-Disposition"] == "attachment; filename=panel.ics"


@pytest.mark.parametrize(
    "address",
    ["/schedule/people/nobody.ics", "/schedule/nothing.ics", "/schedule/roles/king.ics", "/episodes/none.ics"],
)
def test_unknown_feed_is_not_found(app: Flask, client: FlaskClient, address: str) -> None:
    a_series()
    save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["alarm=x", "alarm=99999", "alarm=1&alarm=2", "profile=poor", "year=1", "role=king"])
def test_unclear_query_gets_a_sentence(app: Flask, client: FlaskClient, query: str) -> None:
    a_series()
    save()
    answer = client.get(f"/schedule/series.ics?{query}")
    assert answer.status_code == 422
    assert query.split("=")[0] in answer.text


def test_alarm_only_for_those_who_ask_and_only_where_time_is_taken(app: Flask, client: FlaskClient) -> None:
    an_episode(title="On")
    cancelled = an_episode(title="Off")
    move_status(cancelled, Status.CANCELLED, reason="Storm.", by=BY)
    save()
    assert b"VALARM" not in client.get("/schedule/series.ics").data
    events = Calendar.from_ical(client.get("/schedule/series.ics?alarm=30").data).walk("VEVENT")
    alarms = {str(event["SUMMARY"]): [part.name for part in event.subcomponents] for event in events}
    assert alarms == {"On": ["VALARM"], "Cancelled: Off": []}


def test_a_change_of_a_speakers_name_reaches_the_feed(app: Flask, client: FlaskClient) -> None:
    ada = a_person(name="Ada Reef")
    an_episode(appearances=[appearing(ada)])
    save()
    assert b"Ada Reef" in client.get("/schedule/series.ics").data
    change_person(ada, fields={"name": "Ada Shore"}, by=BY)
    save()
    assert b"Ada Shore" in client.get("/schedule/series.ics").data
