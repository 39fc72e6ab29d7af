"""Copies of episodes: what a session would have loaded, and nothing that was not read."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm.exc import UnmappedInstanceError

from app.database import db
from app.episodes.copies import copied_episodes
from app.episodes.models import Episode, Status
from app.episodes.operations import move_status
from app.episodes.queries import EVERYTHING_SHOWN, public_episodes
from app.schedule.formats import CONTENT_TYPES, event_bytes
from app.schedule.ical import Extras
from app.schedule.words import Site
from tests.factories import (
    BY,
    a_draft,
    a_person,
    a_pillar,
    a_series,
    a_theme,
    an_episode,
    an_organization,
    appearing,
    save,
)

SITE = Site("https://panels.example.org", "panels.example.org", "hello@example.org")


def every_kind_of_episode() -> None:
    ada, ben, holder = a_person(name="Ada Reef", honorific="Dr"), a_person(), an_organization()
    pillars, theme = [a_pillar(), a_pillar()], a_theme()
    links: dict[str, Any] = {
        "pillar_links": [
            {"pillar_id": pillars[1].id},
            {"pillar_id": pillars[0].id, "weight": "contributing"},
        ],
        "theme_links": [{"theme_id": theme.id}],
        "co_organizers": [{"organization_id": holder.id}],
    }
    people = [appearing(ben, "panellist"), appearing(ada, "moderator", "host"), appearing(a_person(), state="declined")]
    an_episode(title="Everything", topic="Ports\nand people", appearances=people, format="hybrid", **links)
    an_episode(venue="Hall", format="in_person", join_policy="public", join_url="https://h/j", start_local=None)
    called_off = an_episode(series=a_series(title="Other", organizer_email="o@example.org"), day=date(2026, 5, 2))
    move_status(called_off, Status.CANCELLED, reason="Storm", by=BY)
    a_draft()
    save()


def written(episodes: list[Episode], form: str) -> dict[int, bytes]:
    extras = Extras("episode-0@h", ())
    return {episode.id: event_bytes(form, episode, SITE, extras, 15) for episode in episodes}


@pytest.mark.parametrize("form", CONTENT_TYPES)
def test_copies_are_written_as_the_records_are(app_on_both: Flask, form: str) -> None:
    every_kind_of_episode()
    with app_on_both.test_request_context():
        records = list(db.session.scalars(public_episodes().options(*EVERYTHING_SHOWN)))
        copies = copied_episodes(public_episodes())
        assert written(copies, form) == written(records, form)
    assert len(copies) == 3


def test_copies_take_five_statements_however_many(app: Flask, statements: list[str]) -> None:
    every_kind_of_episode()
    counts = []
    for number in (1, 3):
        statements.clear()
        assert len(copied_episodes(public_episodes().limit(number))) == number
        counts.append(len(statements))
    assert counts == [5, 5]


@pytest.mark.parametrize(
    "unread", [lambda episode: episode.summary, lambda episode: episode.facts, lambda episode: episode.source]
)
def test_what_was_not_read_raises(app: Flask, unread: Callable[[Episode], object]) -> None:
    every_kind_of_episode()
    with pytest.raises(UnmappedInstanceError):
        unread(copied_episodes(public_episodes())[0])


def test_people_and_pillars_are_shared_by_their_episodes(app: Flask) -> None:
    ada = a_person()
    for day in (1, 2):
        an_episode(day=date(2026, 3, day), appearances=[appearing(ada)])
    save()
    first, second = copied_episodes(public_episodes())
    assert first.present[0].person is second.present[0].person
    assert first.series is second.series
