"""Reads around an episode for organizers: what it may clash with, what was accepted, staged, arranged, asked."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.clock import now
from app.database import db
from app.episodes.conflicts import Surroundings
from app.episodes.models import Episode
from app.episodes.queries import episodes_near
from app.episodes.voices import voices_of
from app.episodes.workbench import (
    AcceptedConflict,
    Arrangement,
    PreviewLink,
    SeriesReadiness,
    StagedChange,
    ToTell,
)


def surroundings_of(episode: Episode, *, today: date | None = None) -> Surroundings:
    return Surroundings(
        today=today or now().date(),
        others=tuple(episodes_near(episode)),
        voices=voices_of({one.person_id for one in episode.appearances}),
        accepted={one.key: one.reason for one in accepted_conflicts(episode.id) if one.reason},
    )


def accepted_conflicts(episode_id: int) -> list[AcceptedConflict]:
    return list(db.session.scalars(sa.select(AcceptedConflict).where(AcceptedConflict.episode_id == episode_id)))


def staged_change(episode_id: int) -> StagedChange | None:
    statement = sa.select(StagedChange).where(StagedChange.episode_id == episode_id)
    return db.session.scalar(statement.options(joinedload(StagedChange.episode)))


def waiting_changes_of(episode: Episode) -> StagedChange:
    """What waits to be published over a public episode; an empty record, not stored, where nothing ever did."""
    return staged_change(episode.id) or StagedChange(episode_id=episode.id, fields={}, base={})


def preview_links(episode_id: int) -> list[PreviewLink]:
    statement = sa.select(PreviewLink).where(PreviewLink.episode_id == episode_id).order_by(PreviewLink.id.desc())
    return list(db.session.scalars(statement))


def preview_link_by_id(link_id: int) -> PreviewLink | None:
    return db.session.get(PreviewLink, link_id)


def arrangements_of(episode_ids: list[int]) -> dict[int, dict[str, Arrangement]]:
    """What was ticked by hand, by episode and check."""
    statement = sa.select(Arrangement).where(
        Arrangement.episode_id.in_(episode_ids), Arrangement.arranged_at.is_not(None)
    )
    found: dict[int, dict[str, Arrangement]] = {number: {} for number in episode_ids}
    for one in db.session.scalars(statement):
        found[one.episode_id][one.name] = one
    return found


def arrangement_of(episode_id: int, name: str) -> Arrangement | None:
    return db.session.scalar(
        sa.select(Arrangement).where(Arrangement.episode_id == episode_id, Arrangement.name == name)
    )


def readiness_asked() -> dict[int, dict[str, dict[str, Any]]]:
    """What each series asks, by its id."""
    rows = db.session.execute(sa.select(SeriesReadiness.series_id, SeriesReadiness.asked))
    return {int(series_id): asked for series_id, asked in rows}


def series_readiness(series_id: int) -> SeriesReadiness | None:
    return db.session.scalar(sa.select(SeriesReadiness).where(SeriesReadiness.series_id == series_id))


def people_to_tell(episode_id: int) -> list[ToTell]:
    """Who is still to be told, and who was, the latest change first."""
    statement = (
        sa.select(ToTell)
        .where(ToTell.episode_id == episode_id)
        .options(joinedload(ToTell.person), joinedload(ToTell.account))
    )
    return list(db.session.scalars(statement.order_by(ToTell.told_at.is_not(None), ToTell.id.desc()).limit(200)))


def to_tell_by_id(number: int) -> ToTell | None:
    return db.session.get(ToTell, number)
