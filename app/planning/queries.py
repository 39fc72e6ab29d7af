"""Reads for organizers across the parts: the series an account sees, readiness in bulk, what changed lately."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Account
from app.clock import now
from app.database import db
from app.episodes.models import Episode
from app.episodes.readiness import Evidence, Line, readiness_of
from app.episodes.surroundings import arrangements_of, readiness_asked
from app.episodes.workbench import AcceptedConflict, Arrangement, PreviewLink, StagedChange, ToTell
from app.people.models import Organization, Person
from app.planning.models import PlannedItem, RunOfShow, SavedFilter
from app.quotes.models import Clearance, ClearanceOf, ClearanceState, Quote
from app.recordings.models import Recording, Transcript
from app.revisions.models import Revision, record_type_of
from app.revisions.queries import HistoryFilter, history
from app.series.models import Series
from app.series.queries import all_series
from app.sources.models import Source
from app.strategy.models import Framework, Pillar, Theme

WITH_SLUGS: tuple[type[Any], ...] = (Episode, Person, Organization, Series, Source, Framework, Pillar, Theme)
"""Records whose organizer page is found by a slug."""

OF_EPISODES: tuple[type[Any], ...] = (StagedChange, PreviewLink, AcceptedConflict, Arrangement, ToTell, RunOfShow)
"""Records that are looked at with their episode."""

LOOKED_THROUGH = 300
"""Changes among which the overview looks for the latest ones of different kinds."""


def series_seen(account: Account) -> list[Series]:
    """The series in which the account holds any role."""
    return [series for series in all_series() if account.role_in(series.id) is not None]


def evidence_of(episode_ids: list[int]) -> dict[int, Evidence]:
    """What readiness knows beside each episode, in two statements for any number of episodes."""
    granted = (Clearance.subject == ClearanceOf.RECORDING, Clearance.state == ClearanceState.GRANTED)
    counts = sa.union_all(
        _counts("recordings", Recording.episode_id, episode_ids, Recording.removed.is_(False)),
        _counts("transcripts", Transcript.episode_id, episode_ids),
        _counts("quotes", Quote.episode_id, episode_ids),
        _counts("quotes_verified", Quote.episode_id, episode_ids, Quote.verified_at.is_not(None)),
        _counts("consents", Clearance.episode_id, episode_ids, *granted),
    )
    found: dict[int, dict[str, int]] = {number: {} for number in episode_ids}
    for name, number, count in db.session.connection().execute(counts):
        found[number][name] = count
    arranged = arrangements_of(episode_ids)
    return {number: Evidence(**found[number], arranged=frozenset(arranged[number])) for number in episode_ids}


def readiness_by_episode(episodes: list[Episode], today: date) -> dict[int, list[Line]]:
    """What each episode still lacks, as its series asks it, by the episode's id; a constant number of statements."""
    evidence, asked = evidence_of([one.id for one in episodes]), readiness_asked()
    return {
        one.id: readiness_of(one, evidence[one.id], today=today, asked=asked.get(one.series_id)) for one in episodes
    }


def _counts(name: str, column: Any, wanted: list[int], *conditions: Any) -> "sa.Select[Any]":
    statement = sa.select(sa.literal(name), column, sa.func.count())
    return statement.where(column.in_(wanted), *conditions).group_by(column)


def changed_lately(series: frozenset[int] | None, most: int = 12) -> list[tuple[Revision, int]]:
    """The last changes of anything the account may see, newest first; records of other series are left out.

    What one person did to many records of a kind in a row (a file loaded, say) is one entry, with how many more.
    """
    recent = history(HistoryFilter(series_ids=series), limit=LOOKED_THROUGH)
    rows = groupby(recent, lambda one: (one.by_name, one.action, one.record_type))
    runs = [list(run) for _key, run in islice(rows, most)]
    return [(run[0], len(run) - 1) for run in runs]


def slugs_of(records: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The present slugs of records named by type and id, or of the episodes they belong to, in one statement."""
    wanted: dict[str, set[int]] = {}
    for record_type, record_id in records:
        wanted.setdefault(record_type, set()).add(record_id)
    parts = [
        _slugs(model).where(model.id.in_(sorted(wanted[record_type_of(model)])))
        for model in (*WITH_SLUGS, *OF_EPISODES)
        if record_type_of(model) in wanted
    ]
    found = db.session.execute(sa.union_all(*parts)) if parts else ()
    return {(str(kind), int(number)): str(slug) for kind, number, slug in found}


def _slugs(model: Any) -> "sa.Select[Any]":
    own = sa.literal(record_type_of(model)).label("kind"), model.id
    if model in WITH_SLUGS:
        return sa.select(*own, model.slug)
    return sa.select(*own, Episode.slug).join(Episode, Episode.id == model.episode_id)


def item_by_id(item_id: int) -> PlannedItem | None:
    return db.session.get(PlannedItem, item_id)


def items_of_episode(episode_id: int) -> list[PlannedItem]:
    """Rehearsals, deadlines and holds that belong to an episode, by day."""
    statement = (
        sa.select(PlannedItem)
        .where(PlannedItem.episode_id == episode_id, PlannedItem.removed.is_(False))
        .order_by(PlannedItem.day, PlannedItem.id)
    )
    return list(db.session.scalars(statement))


def run_of_episode(episode_id: int) -> RunOfShow | None:
    """How an episode goes, with its segments."""
    statement = sa.select(RunOfShow).where(RunOfShow.episode_id == episode_id)
    return db.session.scalar(statement.options(selectinload(RunOfShow.segments)))


def saved_filters_of(account_id: int) -> list[SavedFilter]:
    """The filters an account keeps, by name."""
    statement = sa.select(SavedFilter).where(SavedFilter.account_id == account_id).order_by(SavedFilter.name)
    return list(db.session.scalars(statement))


def coming_timed_items() -> list[PlannedItem]:
    """Holds, rehearsals and deadlines not begun yet that have a time, with their series."""
    statement = (
        sa.select(PlannedItem)
        .where(PlannedItem.starts_at > now(), PlannedItem.removed.is_(False))
        .order_by(PlannedItem.starts_at, PlannedItem.id)
        .options(joinedload(PlannedItem.series))
    )
    return list(db.session.scalars(statement))
