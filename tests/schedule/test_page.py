"""The page "what this calendar shows": the filter in words, what comes next, and what changed, for the public."""

from datetime import UTC, date, datetime, time

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.episodes.filters import EpisodeFilter
from app.episodes.models import Status, Visibility
from app.episodes.operations import change_episode, move_status
from app.schedule.changes import recent_changes
from app.schedule.queries import public_feed_changes
from tests.factories import BY, a_draft, a_person, an_episode, appearing, save

MOST_STATEMENTS = 8
"""Of every public answer, however many records there are."""


def words(**chosen: str) -> list[str]:
    changes = recent_changes(public_feed_changes(EpisodeFilter(**chosen)), limit=10)
    return ["; ".join(change.words) for change in changes]


def test_page_says_what_it_shows(app: Flask, client: FlaskClient) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        ada = a_person(name="Ada Reef")
        an_episode(title="Coming panel", appearances=[appearing(ada)])
        an_episode(title="Past panel", day=date(2026, 1, 1), appearances=[appearing(ada)])
        an_episode(title="Without her")
        save()
        page = client.get("/schedule/people/ada-reef?alarm=30").text
    assert "All episodes, with Ada Reef." in page
    assert "It holds 2 episodes now." in page
    assert "It reminds you 30 minutes before." in page
    assert "webcal://localhost/schedule/people/ada-reef.ics?alarm=30" in page
    assert "Coming panel" in page.split("Next entries")[1].split("Last changes")[0]
    assert "Past panel" not in page.split("Next entries")[1].split("Last changes")[0]
    assert "Without her" not in page


def test_feed_leads_to_its_page(app: Flask, client: FlaskClient) -> None:
    an_episode()
    save()
    feed = client.get("/schedule/series.ics?year=2026").data
    assert b"\r\nURL:http://localhost/schedule/series?year=2026\r\n" in feed
    assert client.get("/schedule/series?year=2026").status_code == 200


def test_changes_in_words(app: Flask) -> None:
    episode = an_episode(title="First title", appearances=[appearing(a_person())])
    change_episode(episode, fields={"day": date(2026, 3, 13), "start_local": time(14)}, by=BY)
    change_episode(episode, fields={"title": "Second title"}, by=BY)
    change_episode(episode, fields={"format": "hybrid", "venue": "Hall 3"}, by=BY)
    change_episode(episode, fields={"start_local": None}, by=BY)
    change_episode(episode, fields={"appearances": []}, by=BY)
    move_status(episode, Status.CANCELLED, reason="A storm.", by=BY)
    save()
    assert words() == [
        "cancelled: A storm.",
        "the people taking part changed",
        "moved from 13 March 2026, 14:00 in Port of Spain to 13 March 2026, time to be confirmed",
        "now hybrid; now at Hall 3",
        "renamed from “First title”",
        "moved from 12 March 2026, 11:00 in Port of Spain to 13 March 2026, 14:00 in Port of Spain",
        "added to the calendar",
    ]


def test_nothing_from_before_publication_is_told(app: Flask) -> None:
    episode = a_draft(title="Secret title")
    change_episode(episode, fields={"title": "Working title", "status": Status.CONFIRMED}, by=BY)
    change_episode(episode, fields={"title": "Public title", "visibility": Visibility.PUBLIC}, by=BY)
    save()
    assert words() == ["added to the calendar"]
    change_episode(episode, fields={"title": "Better title"}, by=BY)
    save()
    assert words() == ["renamed from “Public title”", "added to the calendar"]


def test_changes_under_embargo_are_not_told(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        episode = an_episode(title="Early", publish_at=datetime(2026, 3, 2, 12, tzinfo=UTC))
        change_episode(episode, fields={"title": "Late"}, by=BY)
        save()
        assert words() == []
        clock.move_to(datetime(2026, 3, 3, 12, tzinfo=UTC))
        assert words() == ["added to the calendar"]


def test_what_shows_nowhere_is_no_change(app: Flask) -> None:
    episode = an_episode(join_url="https://meet.example/a", join_policy="invited")
    change_episode(episode, fields={"join_url": "https://meet.example/b", "summary": "Notes"}, by=BY)
    a_draft(title="Elsewhere")
    save()
    assert words() == ["added to the calendar"]


def test_page_is_read_in_a_constant_number_of_statements(
    app: Flask, client: FlaskClient, statements: list[str]
) -> None:
    counts = []
    for _ in range(3):
        for _more in range(3):
            an_episode(appearances=[appearing(a_person()), appearing(a_person())], day=date(2090, 1, 1))
        save()
        statements.clear()
        assert client.get("/schedule/series").status_code == 200
        counts.append(len(statements))
    assert counts[1] == counts[2] <= MOST_STATEMENTS


def test_a_feed_is_made_in_few_statements(client: FlaskClient, statements: list[str]) -> None:
    an_episode(appearances=[appearing(a_person())], day=date(2090, 1, 1))
    save()
    for form in ("ics", "atom", "json", "jscal"):
        statements.clear()
        assert client.get(f"/schedule/series.{form}").status_code == 200
        assert len(statements) <= MOST_STATEMENTS
