"""Reads of what waits for an organizer, each one statement and bounded, within the series an account sees."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.clock import LocalTimeUnclear, now, to_instant
from app.database import db
from app.episodes.models import Appearance, AppearanceState, Episode, EpisodeFact, FactField, Status
from app.episodes.queries import WITH_OWNER
from app.episodes.workbench import StagedChange, ToTell
from app.quotes.models import Clearance, ClearanceState, Quote, QuoteState

LONGEST_LIST = 8
"""Entries of one kind on the overview; the number of all of them stands beside."""
STALE_AFTER = timedelta(days=30)
GOING_ON = (Status.DRAFT, Status.TENTATIVE, Status.CONFIRMED)
"""Statuses of episodes that are still being prepared."""
UNANSWERED = (AppearanceState.PROPOSED, AppearanceState.INVITED, AppearanceState.TENTATIVE)
ANY_TOTAL = sa.func.count().over()
Record = TypeVar("Record")


@dataclass(frozen=True)
class Waiting(Generic[Record]):
    """The first few records of a kind, and how many there are in all."""

    first: list[Record]
    total: int


@dataclass(frozen=True)
class Disagreement:
    """A field of an episode on which sources disagree, what each says, and whether the record follows one."""

    episode: Episode
    field: FactField
    facts: list[EpisodeFact]

    @property
    def is_decided(self) -> bool:
        return any(fact.accepted for fact in self.facts)


@dataclass(frozen=True)
class ZoneChange:
    """A coming episode whose wall time means another instant by today's time-zone data than the one stored."""

    slug: str
    title: str
    day: date
    start_local: time
    timezone: str
    stored: datetime
    present: datetime | None
    """None where the wall time no longer exists that day, or exists twice."""


def unconfirmed_speakers(series: list[int], today: date) -> Waiting[Appearance]:
    """People asked or to be asked for coming episodes, soonest first."""
    statement = (
        sa.select(Appearance, ANY_TOTAL)
        .join(Appearance.episode)
        .where(
            Episode.series_id.in_(series),
            Episode.day >= today,
            Episode.status.in_(GOING_ON),
            Appearance.state.in_(UNANSWERED),
        )
        .options(contains_eager(Appearance.episode), joinedload(Appearance.person))
        .order_by(Episode.day, Episode.id, Appearance.precedence, Appearance.id)
    )
    return _first(statement)


def waiting_quotes(series: list[int]) -> Waiting[Quote]:
    """Quotes to verify or to clear, oldest first; those of no episode belong to every series."""
    statement = (
        sa.select(Quote, ANY_TOTAL)
        .outerjoin(Quote.episode)
        .where(
            Quote.state.in_((QuoteState.DRAFT, QuoteState.VERIFIED)),
            sa.or_(Quote.episode_id.is_(None), Episode.series_id.in_(series)),
        )
        .options(joinedload(Quote.person))
        .order_by(Quote.id)
    )
    return _first(statement)


def unanswered_clearances(series: list[int]) -> Waiting[Clearance]:
    """Permissions that were asked and not answered, longest waiting first."""
    quoted = sa.select(Quote.id).join(Quote.episode).where(Episode.series_id.not_in(series))
    elsewhere = sa.select(Episode.id).where(Episode.series_id.not_in(series))
    statement = (
        sa.select(Clearance, ANY_TOTAL)
        .where(
            Clearance.state == ClearanceState.ASKED,
            sa.or_(Clearance.quote_id.is_(None), Clearance.quote_id.not_in(quoted)),
            sa.or_(Clearance.episode_id.is_(None), Clearance.episode_id.not_in(elsewhere)),
        )
        .options(joinedload(Clearance.person))
        .order_by(Clearance.asked_at, Clearance.id)
    )
    return _first(statement)


def stale_drafts(series: list[int], today: date) -> Waiting[Episode]:
    """Drafts that nobody touched for a month, or whose day is over, oldest first."""
    statement = (
        sa.select(Episode, ANY_TOTAL)
        .where(
            Episode.series_id.in_(series),
            Episode.status == Status.DRAFT,
            sa.or_(Episode.changed_at < now() - STALE_AFTER, Episode.day < today),
        )
        .order_by(Episode.changed_at, Episode.id)
    )
    return _first(statement)


def waiting_changes(series: list[int]) -> Waiting[StagedChange]:
    """Changes of public episodes that wait to be published, longest waiting first."""
    statement = (
        sa.select(StagedChange, ANY_TOTAL)
        .join(StagedChange.episode)
        .where(Episode.series_id.in_(series), sa.cast(StagedChange.fields, sa.Text) != "{}")
        .options(contains_eager(StagedChange.episode))
        .order_by(StagedChange.changed_at, StagedChange.id)
    )
    return _first(statement)


def episodes_to_tell_of(series: list[int]) -> Waiting[Any]:
    """Episodes of whose changes somebody is still to be told, soonest first: id, slug, title, notes untold."""
    number = sa.func.count(ToTell.id)
    statement = (
        sa.select(Episode.id, Episode.slug, Episode.title, number.label("untold"), ANY_TOTAL)
        .join(ToTell, ToTell.episode_id == Episode.id)
        .where(Episode.series_id.in_(series), ToTell.told_at.is_(None))
        .group_by(Episode.id, Episode.slug, Episode.title, Episode.day)
        .order_by(Episode.day, Episode.id)
    )
    rows = db.session.execute(statement.limit(LONGEST_LIST)).all()
    return Waiting(list(rows), rows[0][-1] if rows else 0)


def _first(statement: sa.Select[Any, int]) -> Waiting[Any]:
    rows = db.session.execute(statement.limit(LONGEST_LIST)).all()
    return Waiting([row[0] for row in rows], rows[0][1] if rows else 0)


def source_disagreements(series: list[int]) -> list[Disagreement]:
    """Fields on which sources state different values, undecided ones first."""
    disputed = (
        sa.select(EpisodeFact.episode_id, EpisodeFact.field)
        .join(EpisodeFact.episode)
        .where(Episode.series_id.in_(series))
        .group_by(EpisodeFact.episode_id, EpisodeFact.field)
        .having(sa.func.count(sa.distinct(EpisodeFact.value)) > 1)
        .subquery()
    )
    same = sa.and_(EpisodeFact.episode_id == disputed.c.episode_id, EpisodeFact.field == disputed.c.field)
    statement = (
        sa.select(EpisodeFact)
        .join(disputed, same)
        .options(joinedload(EpisodeFact.episode), joinedload(EpisodeFact.source))
        .order_by(EpisodeFact.episode_id.desc(), EpisodeFact.id)
        .limit(200)
    )
    grouped: dict[tuple[int, FactField], list[EpisodeFact]] = defaultdict(list)
    for fact in db.session.scalars(statement):
        grouped[fact.episode_id, fact.field].append(fact)
    found = [Disagreement(facts[0].episode, field, facts) for (_episode, field), facts in grouped.items()]
    return sorted(found, key=lambda one: one.is_decided)


def zone_changes(series: list[int], today: date) -> list[ZoneChange]:
    """Coming episodes that a new time-zone database moved: their wall time was agreed, their instant follows."""
    statement = sa.select(
        *(Episode.slug, Episode.title, Episode.day, Episode.start_local, Episode.timezone),
        *(Episode.fold, Episode.starts_at),
    ).where(Episode.series_id.in_(series), Episode.day >= today, Episode.starts_at.is_not(None))
    moved = []
    for slug, title, day, start, timezone, fold, stored in db.session.execute(statement.order_by(Episode.day)):
        if start is None or stored is None:
            continue
        present = _instant(day, start, timezone, fold)
        if present != stored:
            moved.append(ZoneChange(slug, title, day, start, timezone, stored, present))
    return moved


def _instant(day: date, start: time, timezone: str, fold: int | None) -> datetime | None:
    try:
        return to_instant(day, start, timezone, fold=fold)
    except LocalTimeUnclear:
        return None


def coming_episodes(series: list[int], today: date, limit: int = 40) -> list[Episode]:
    """The next episodes with what readiness asks for, soonest first."""
    statement = (
        sa.select(Episode)
        .where(Episode.series_id.in_(series), Episode.day >= today, Episode.status != Status.CANCELLED)
        .options(
            joinedload(Episode.series),
            WITH_OWNER,
            selectinload(Episode.appearances).options(joinedload(Appearance.person), joinedload(Appearance.role_rows)),
            selectinload(Episode.pillar_links),
        )
        .order_by(Episode.day, Episode.starts_at, Episode.id)
    )
    return list(db.session.scalars(statement.limit(limit)))
