"""Reads of the counts of fetches, feed by feed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from app.clock import now
from app.database import db
from app.schedule.models import FeedFetches


@dataclass(frozen=True)
class Fetched:
    """A family of programs, the last day it fetched a feed, and how often in the last 30 days."""

    family: str
    day: date
    lately: int


def fetches_by_feed(paths: Iterable[str]) -> dict[str, list[Fetched]]:
    """Who fetched each of these feeds, who did last first; feeds nobody fetched are left out."""
    since = now().date() - timedelta(days=30)
    day = sa.func.max(FeedFetches.day)
    lately = sa.func.coalesce(sa.func.sum(FeedFetches.fetched).filter(FeedFetches.day > since), 0)
    statement = (
        sa.select(FeedFetches.path, FeedFetches.family, day, lately)
        .where(FeedFetches.path.in_(list(paths)))
        .group_by(FeedFetches.path, FeedFetches.family)
        .order_by(day.desc(), FeedFetches.family)
    )
    found: dict[str, list[Fetched]] = {}
    for path, family, last, count in db.session.execute(statement):
        found.setdefault(path, []).append(Fetched(family, last, int(count)))
    return found
