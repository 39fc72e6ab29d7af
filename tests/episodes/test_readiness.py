"""Readiness is computed from what is stored."""

from datetime import date

from flask import Flask

from app.episodes.models import Status
from app.episodes.readiness import BY_NAME, Evidence, Line, is_ready, readiness_of
from tests.factories import a_person, a_pillar, an_episode, appearing
from tests.organizers import an_account

TODAY = date(2026, 3, 1)


def by_name(lines: list[Line]) -> dict[str, Line]:
    return {line.check.name: line for line in lines}


def test_a_bare_episode_misses_nearly_everything(app: Flask) -> None:
    lines = by_name(readiness_of(an_episode(), Evidence(), today=TODAY))
    assert lines["start"].done
    assert not any(lines[name].done for name in ("moderator", "panellists", "pillar", "join", "announcement"))
    assert lines["moderator"].late
    assert lines["moderator"].due_on == date(2026, 2, 12)


def test_a_full_episode_is_ready(app: Flask) -> None:
    described = {"biography": "…", "portrait_digest": "a" * 8, "portrait_alt": "A face", "portrait_credit": "Me"}
    people = [a_person(**described) for _ in range(3)]
    episode = an_episode(
        appearances=[appearing(people[0], "moderator"), *(appearing(one) for one in people[1:])],
        pillar_links=[{"pillar_id": a_pillar().id, "weight": "principal", "reason": "It is about it."}],
        join_url="https://example.org/join",
        summary="A conversation about what moves people, and what lets them stay.",
    )
    arranged = Evidence(arranged=frozenset({"captions", "consents"}))
    assert is_ready(readiness_of(episode, arranged, today=TODAY))


def test_after_the_episode_other_things_are_asked(app: Flask) -> None:
    episode = an_episode(status=Status.HELD)
    lines = by_name(readiness_of(episode, Evidence(recordings=1, quotes=3, quotes_verified=1), today=TODAY))
    assert set(lines) == {"recording", "transcript", "quotes"}
    assert lines["recording"].done
    assert "2 quotes" in lines["quotes"].missing


def test_a_series_asks_what_it_wants(app: Flask) -> None:
    asked = {"captions": {"needed": False}, "join": {"owner": "Eddy", "due_days": -3}}
    lines = by_name(readiness_of(an_episode(), Evidence(), today=TODAY, asked=asked))
    assert "captions" not in lines
    assert (lines["join"].owner, lines["join"].due_on) == ("Eddy", date(2026, 3, 9))


def test_the_owner_sees_to_what_the_series_gives_to_nobody(app: Flask) -> None:
    owned = an_episode()
    owned.owner = an_account(name="Olga Owner")
    lines = by_name(readiness_of(owned, Evidence(), today=TODAY, asked={"join": {"owner": "Eddy"}}))
    assert (lines["join"].owner, lines["captions"].owner) == ("Eddy", "Olga Owner")
    assert by_name(readiness_of(an_episode(), Evidence(), today=TODAY))["captions"].owner == "organizer"


def test_nothing_is_asked_of_a_cancelled_episode(app: Flask) -> None:
    assert readiness_of(an_episode(status=Status.CANCELLED), Evidence(), today=TODAY) == []
    assert set(BY_NAME) >= {"start", "quotes"}
