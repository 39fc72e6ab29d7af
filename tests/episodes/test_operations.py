"""What happens to an episode when it is planned, moved, published, cancelled."""

from datetime import UTC, date, datetime, time

import pytest
import sqlalchemy as sa
from flask import Flask

from app.clock import LocalTimeUnclear
from app.database import db
from app.episodes.models import Status
from app.episodes.operations import change_episode, move_status, publish_episode
from app.episodes.queries import public_episodes
from app.errors import RuleBroken
from app.revisions.operations import undo_revision
from app.revisions.queries import revisions_of
from tests.factories import BY, a_draft, a_person, an_episode, an_organization, appearing, save


def test_plan_episode_resolves_the_instant(app_on_both: Flask) -> None:
    episode = an_episode()
    save()
    assert episode.starts_at == datetime(2026, 3, 12, 15, 0, tzinfo=UTC)
    assert episode.ends_at == datetime(2026, 3, 12, 16, 30, tzinfo=UTC)
    assert episode.sequence == 0


def test_move_raises_sequence_and_keeps_uid(app_on_both: Flask) -> None:
    episode = an_episode()
    uid = episode.uid
    change_episode(episode, fields={"start_local": time(14, 0)}, by=BY)
    change_episode(episode, fields={"summary": "Only words."}, by=BY)
    save()
    assert (episode.uid, episode.sequence) == (uid, 1)


def test_uid_and_sequence_are_guarded_by_the_database(app_on_both: Flask) -> None:
    episode = an_episode()
    change_episode(episode, fields={"title": "Another title"}, by=BY)
    save()
    for change in ("uid = 'other@host'", "sequence = 0"):
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(sa.text(f"UPDATE episode SET {change}"))
        db.session.rollback()


def test_skipped_and_doubled_hours_are_asked_about(app: Flask) -> None:
    with pytest.raises(LocalTimeUnclear) as skipped:
        an_episode(day=date(2026, 3, 8), start_local=time(2, 30), timezone="America/Nassau")
    assert not skipped.value.twice
    db.session.rollback()
    with pytest.raises(LocalTimeUnclear) as doubled:
        an_episode(day=date(2026, 11, 1), start_local=time(1, 30), timezone="America/Nassau")
    assert doubled.value.twice
    db.session.rollback()
    second = an_episode(day=date(2026, 11, 1), start_local=time(1, 30), timezone="America/Nassau", fold=1)
    assert second.starts_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_position_of_the_day_is_frozen(app: Flask) -> None:
    institute = an_organization(name="Reef Institute")
    held = {"organization_id": institute.id, "position": "Director", "until_on": date(2026, 6, 30)}
    later = {"organization_id": institute.id, "position": "President", "from_on": date(2026, 7, 1)}
    person = a_person(affiliations=[held, later])
    episode = an_episode(appearances=[appearing(person, "moderator")])
    save()
    assert episode.appearances[0].standing == "Director, Reef Institute"


def test_drafts_stay_behind_the_gate(app_on_both: Flask) -> None:
    a_draft()
    shown = an_episode()
    save()
    assert db.session.scalars(public_episodes()).all() == [shown]


def test_publishing_needs_a_moderator(app: Flask) -> None:
    episode = an_episode(visibility="private")
    with pytest.raises(RuleBroken, match="moderator"):
        publish_episode(episode, by=BY)
    change_episode(episode, fields={"appearances": [appearing(a_person(), "moderator")]}, by=BY)
    publish_episode(episode, by=BY)
    save()
    assert episode.is_public


def test_cancelling_a_public_episode_needs_a_reason_and_is_undone(app: Flask) -> None:
    episode = an_episode()
    with pytest.raises(RuleBroken, match="why"):
        move_status(episode, Status.CANCELLED, by=BY)
    move_status(episode, Status.CANCELLED, reason="A hurricane is near.", by=BY)
    save()
    undo_revision(revisions_of(episode)[0], episode, by=BY)
    save()
    assert (episode.status, episode.sequence) == (Status.CONFIRMED, 2)


def test_illegal_move_is_refused(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="cannot become held"):
        move_status(a_draft(), Status.HELD, by=BY)
