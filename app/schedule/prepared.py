"""Reads for private calendars: what each holds and what its events depend on, and the records to be written."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.database import db
from app.episodes.copies import copied_episodes
from app.episodes.models import ABSENT, Appearance, AppearanceState, Episode
from app.episodes.queries import public_episodes
from app.planning.models import PlannedItem, PlannedKind, RunOfShow, ShowSegment
from app.schedule.models import PrivateFeed, PrivateKind
from app.series.models import Series

Versions = dict[int, tuple[int, ...]]
"""By id, the versions of the records that an event shows."""


def prepared_versions(feed: PrivateFeed) -> Versions:
    """What it holds: all of the series, or those the person was asked for, public or not; and whether public now."""
    statement = _of_series(feed.series_id)
    if feed.kind is PrivateKind.PERSON:
        asked = sa.select(Appearance.episode_id).where(
            Appearance.person_id == _whose(feed), Appearance.state.not_in((*ABSENT, AppearanceState.PROPOSED))
        )
        statement = statement.where(Episode.id.in_(asked))
    return _versions(statement)


def versions_of_series(series_id: int) -> Versions:
    """Every episode of the series, public or not; and whether public now."""
    return _versions(_of_series(series_id))


def _of_series(series_id: int) -> "sa.Select[int, int, bool]":
    is_public = Episode.id.in_(public_episodes().with_only_columns(Episode.id))
    return sa.select(Episode.id, Episode.version, is_public).where(Episode.series_id == series_id)


def prepared_episodes(ids: Iterable[int]) -> Iterable[Episode]:
    """Episodes with all that an event shows (episodes/copies.py), some hundred at a time."""
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        yield from copied_episodes(sa.select(Episode).where(Episode.id.in_(wanted[start : start + 500])))


def planned_versions(feed: PrivateFeed, episodes: Iterable[int]) -> Versions:
    """Holds, rehearsals and deadlines of the series; for a person only the rehearsals of these, their own episodes."""
    statement = sa.select(PlannedItem.id, PlannedItem.version, Series.version).join(PlannedItem.series)
    statement = statement.where(PlannedItem.series_id == feed.series_id, PlannedItem.removed.is_(False))
    if feed.kind is PrivateKind.PERSON:
        own = PlannedItem.episode_id.in_(list(episodes))
        statement = statement.where(PlannedItem.kind == PlannedKind.REHEARSAL, own)
    return _versions(statement)


def planned_items(ids: Iterable[int]) -> list[PlannedItem]:
    statement = sa.select(PlannedItem).where(PlannedItem.id.in_(list(ids)))
    return list(db.session.scalars(statement.options(joinedload(PlannedItem.series))))


def segment_versions(feed: PrivateFeed) -> Versions:
    """The parts of the shows of the series; organizers' only."""
    if feed.kind is not PrivateKind.ORGANIZERS:
        return {}
    statement = (
        sa.select(ShowSegment.id, RunOfShow.version, Episode.version, Series.version)
        .join(ShowSegment.run)
        .join(RunOfShow.episode)
        .join(Episode.series)
    )
    return _versions(statement.where(Episode.series_id == feed.series_id))


def runs_of_show(segments: Iterable[int]) -> list[RunOfShow]:
    """The runs that have one of these segments, whole, with their episodes."""
    runs = sa.select(ShowSegment.run_id).where(ShowSegment.id.in_(list(segments)))
    statement = (
        sa.select(RunOfShow)
        .join(RunOfShow.episode)
        .where(RunOfShow.id.in_(runs))
        .options(
            contains_eager(RunOfShow.episode).joinedload(Episode.series),
            selectinload(RunOfShow.segments),
        )
    )
    return list(db.session.scalars(statement))


def _versions(statement: Any) -> Versions:
    return {row[0]: tuple(row[1:]) for row in db.session.connection().execute(statement)}


def _whose(feed: PrivateFeed) -> int | None:
    """The person the feed is of, or into whose record theirs was merged since."""
    person = feed.person
    return (person.merged_into_id or person.id) if person else None
