"""Reads of the planner: what lies between two days, and the surroundings an episode is judged against."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.episodes.conflicts import OVER
from app.episodes.models import Appearance, Episode, Status
from app.episodes.queries import WITH_OWNER
from app.planning.models import PlannedItem
from app.revisions.models import Revision

WITH_SPEAKERS = selectinload(Episode.appearances).options(
    joinedload(Appearance.person), selectinload(Appearance.role_rows)
)


def episodes_between(series: list[int], first: date, last: date) -> list[Episode]:
    """Episodes in any state whose day lies in these, with their people."""
    statement = (
        sa.select(Episode)
        .where(Episode.series_id.in_(series), Episode.day.between(first, last))
        .options(WITH_SPEAKERS, joinedload(Episode.series))
        .order_by(Episode.day, Episode.starts_at, Episode.id)
    )
    return list(db.session.scalars(statement))


def items_between(series: list[int], first: date, last: date) -> list[PlannedItem]:
    """Holds, rehearsals and deadlines whose day lies in these, with their episode."""
    statement = (
        sa.select(PlannedItem)
        .where(PlannedItem.series_id.in_(series), PlannedItem.removed.is_(False), PlannedItem.day.between(first, last))
        .options(joinedload(PlannedItem.episode))
        .order_by(PlannedItem.day, PlannedItem.starts_at, PlannedItem.id)
    )
    return list(db.session.scalars(statement))


def episodes_near(day: date) -> list[Episode]:
    """Episodes of every series within two days, cancelled ones too, with their people: for conflicts."""
    around = timedelta(days=2)
    statement = sa.select(Episode).where(Episode.day.between(day - around, day + around)).options(WITH_SPEAKERS)
    return list(db.session.scalars(statement))


def episode_with_speakers(episode_id: int) -> Episode | None:
    return db.session.scalar(sa.select(Episode).where(Episode.id == episode_id).options(WITH_SPEAKERS))


def times_taken(series: list[int], first: date, last: date, but: int | None = None) -> list[tuple[datetime, datetime]]:
    """Stretches of episodes and holds between two days, to keep clear of; `but` is an episode left out."""
    begins = datetime.combine(first, time(), UTC) - timedelta(days=1)
    ends = datetime.combine(last, time(), UTC) + timedelta(days=2)
    episodes = sa.select(Episode.starts_at, Episode.ends_at).where(
        Episode.series_id.in_(series),
        Episode.starts_at.between(begins, ends),
        Episode.status.not_in((Status.CANCELLED, Status.POSTPONED)),
        Episode.id != (but or 0),
    )
    items = sa.select(PlannedItem.starts_at, PlannedItem.ends_at).where(
        PlannedItem.series_id.in_(series),
        PlannedItem.removed.is_(False),
        PlannedItem.starts_at.between(begins, ends),
        sa.or_(PlannedItem.episode_id.is_(None), PlannedItem.episode_id != (but or 0)),
    )
    return [(begin, end) for begin, end in db.session.execute(sa.union_all(episodes, items)) if begin and end]


def day_of_episode_before(series_id: int, day: date, but: int | None = None) -> date | None:
    """The day of the last episode of the series on or before a day."""
    going = [status for status in Status if status not in OVER or status is Status.HELD]
    return db.session.scalar(
        sa.select(sa.func.max(Episode.day)).where(
            Episode.series_id == series_id,
            Episode.day <= day,
            Episode.status.in_(going),
            Episode.id != (but or 0),
        )
    )


def moved_along(revision: Revision) -> list[tuple[Revision, PlannedItem]]:
    """The moves of an episode's items that one person made in the same moment as the episode's own."""
    statement = (
        sa.select(Revision, PlannedItem)
        .join(PlannedItem, sa.and_(Revision.record_type == "planned_item", Revision.record_id == PlannedItem.id))
        .where(
            PlannedItem.episode_id == revision.record_id,
            Revision.id > revision.id,
            Revision.at == revision.at,
            Revision.action == "moved",
            Revision.account_id == revision.account_id,
        )
    )
    return [(move, item) for move, item in db.session.execute(statement)]


def coming_titles(series: list[int], today: date) -> list[tuple[str, str]]:
    """Coming episodes as choices of a form: id and title with day, soonest first."""
    statement = (
        sa.select(Episode.id, Episode.title, Episode.day)
        .where(Episode.series_id.in_(series), Episode.day >= today)
        .order_by(Episode.day, Episode.id)
        .limit(500)
    )
    return [(str(number), f"{title} ({day.isoformat()})") for number, title, day in db.session.execute(statement)]


def recent_titles(series: list[int]) -> list[tuple[str, str]]:
    """The last hundred episodes as choices of a form, newest day first."""
    statement = (
        sa.select(Episode.id, Episode.title, Episode.day)
        .where(Episode.series_id.in_(series))
        .order_by(Episode.day.desc(), Episode.id.desc())
        .limit(100)
    )
    return [(str(number), f"{title} ({day.isoformat()})") for number, title, day in db.session.execute(statement)]


def next_number(series_id: int) -> int:
    """One more than the highest number in the series."""
    highest = db.session.scalar(sa.select(sa.func.max(Episode.number)).where(Episode.series_id == series_id))
    return min((highest or 0) + 1, 9999)


def episodes_listed(series: list[int], status: Status | None, words: str) -> list[Any]:
    """(id, title, day, status) of up to five hundred episodes, newest day first, narrowed by status and title."""
    columns = (Episode.id, Episode.title, Episode.day, Episode.status)
    statement = sa.select(*columns).where(Episode.series_id.in_(series))
    if status is not None:
        statement = statement.where(Episode.status == status)
    if words:
        statement = statement.where(Episode.title.icontains(words, autoescape=True))
    return list(db.session.execute(statement.order_by(Episode.day.desc(), Episode.id.desc()).limit(500)))


def episodes_chosen(series: list[int], numbers: list[str]) -> list[Episode]:
    """The episodes of these ids within the series, with what a change of them touches."""
    wanted = [int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 10]
    statement = (
        sa.select(Episode)
        .where(Episode.id.in_(wanted), Episode.series_id.in_(series))
        .options(
            joinedload(Episode.series),
            WITH_SPEAKERS,
            WITH_OWNER,
            *map(selectinload, (Episode.pillar_links, Episode.theme_links, Episode.co_organizers, Episode.facts)),
        )
        .order_by(Episode.day, Episode.id)
    )
    return list(db.session.scalars(statement))
