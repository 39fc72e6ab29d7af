"""Reads for feeds: the titles a filter names, the episodes a feed holds, what recent changes touch."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.clock import now, this_hour
from app.database import db
from app.episodes.copies import copied_episodes
from app.episodes.filters import RECORDS, EpisodeFilter, ids_by_slug
from app.episodes.models import (
    ABSENT,
    Appearance,
    AppearanceRoleRow,
    CoOrganizer,
    Episode,
    EpisodePillar,
    EpisodeTheme,
    Status,
)
from app.episodes.queries import EVERYTHING_SHOWN, public_episodes
from app.people.models import Organization, Person
from app.quotes.models import Quote
from app.quotes.queries import public_organizations, public_people, public_quotes
from app.revisions.models import Revision
from app.schedule.doctor import Stored
from app.schedule.models import FeedFetches, PrivateFeed
from app.series.models import Series
from app.strategy.models import Pillar, Theme


def public_filter_names(chosen: EpisodeFilter, known: Series | None = None) -> dict[str, str] | None:
    """The titles of the records a filter names, by field, in one statement; None when the public knows one of them not.

    Slugs may be former ones. The title of the series that is `known` already is not asked for again.
    """
    slugs = {name: slug for name, slug in chosen.parameters().items() if name in RECORDS}
    names = {"series": known.title} if known and slugs.get("series") == known.slug else {}
    if len(names) == len(slugs):
        return names
    gates: dict[str, sa.Select[Any]] = {"person": public_people()} if "person" in slugs else {}
    if "organization" in slugs:
        gates["organization"] = public_organizations()
    titles = [_titles(name, slug, gates.get(name)) for name, slug in slugs.items() if name not in names]
    names |= {str(row[0]): str(row[1]) for row in db.session.execute(sa.union_all(*titles))}
    return names if len(names) == len(slugs) else None


def _titles(name: str, slug: str, gate: sa.Select[Any] | None) -> sa.Select[Any]:
    """Frameworks' records and series are always public; people and organizations only through what is."""
    model = RECORDS[name]
    statement = sa.select(model) if gate is None else gate
    title = model.title if hasattr(model, "title") else model.name
    return statement.where(model.id.in_(ids_by_slug(model, slug))).with_only_columns(sa.literal(name), title)


def public_feed_versions(chosen: EpisodeFilter, *, called_off_days: int | None) -> dict[int, int]:
    """The ids and versions of the episodes a feed holds; called-off ones only for so many days, None for ever.

    Read by an index that holds all of it, and as plain rows: this is what a change costs in a large archive.
    """
    statement = chosen.apply(public_episodes()).with_only_columns(Episode.id, Episode.version)
    if called_off_days is not None:
        since = this_hour() - timedelta(days=called_off_days)
        is_on = Episode.status.not_in((Status.CANCELLED, Status.POSTPONED))
        statement = statement.where(sa.or_(is_on, Episode.changed_at > since))
    return {row[0]: row[1] for row in db.session.connection().execute(statement).all()}


def public_feed_episodes(ids: Iterable[int]) -> Iterable[Episode]:
    """Episodes with all that an event shows and nothing else (episodes/copies.py), some hundred at a time."""
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        chosen = Episode.id.in_(wanted[start : start + 500])
        yield from copied_episodes(public_episodes().where(chosen))


def public_episode_for_feed(slug: str) -> Episode | None:
    """One episode by its slug, present or former."""
    chosen = Episode.id.in_(ids_by_slug(Episode, slug))
    return db.session.scalar(public_episodes().where(chosen).options(*EVERYTHING_SHOWN))


def public_quotes_by_episode(ids: Iterable[int]) -> dict[int, tuple[Quote, ...]]:
    """The public quotes of these episodes."""
    wanted = list(ids)
    found: dict[int, tuple[Quote, ...]] = {}
    for start in range(0, len(wanted), 500):
        chosen = Quote.episode_id.in_(wanted[start : start + 500])
        for quoted in db.session.scalars(public_quotes().where(chosen).order_by(Quote.id)):
            episode_id = quoted.episode_id or 0
            found[episode_id] = (*found.get(episode_id, ()), quoted)
    return found


def public_previous_uids() -> dict[int, str]:
    """For each public episode but the first of its series, the UID of the one before it."""
    statement = public_episodes().with_only_columns(Episode.id, Episode.series_id, Episode.uid)
    before: dict[int, str] = {}
    last: dict[int, str] = {}
    for episode_id, series_id, uid in db.session.execute(statement.order_by(Episode.day, Episode.id)):
        if series_id in last:
            before[episode_id] = last[series_id]
        last[series_id] = uid
    return before


MANY_CHANGES = 500
_TOUCHING: dict[str, tuple[Any, Any]] = {
    "person": (Appearance.episode_id, Appearance.person_id),
    "pillar": (EpisodePillar.episode_id, EpisodePillar.pillar_id),
    "theme": (EpisodeTheme.episode_id, EpisodeTheme.theme_id),
    "organization": (CoOrganizer.episode_id, CoOrganizer.organization_id),
    "series": (Episode.id, Episode.series_id),
    "quote": (Quote.episode_id, Quote.id),
}


def episodes_touched(after: int, until: int) -> set[int] | None:
    """The episodes whose events may read otherwise after these changes; None when those are too many to follow."""
    changes = sa.select(Revision.record_type, Revision.record_id).where(Revision.id > after, Revision.id <= until)
    rows = db.session.execute(changes.limit(MANY_CHANGES + 1)).all()
    if len(rows) > MANY_CHANGES:
        return None
    touched = {record_id for record_type, record_id in rows if record_type == "episode"}
    for record_type, (episode_id, key) in _TOUCHING.items():
        ids = {record_id for changed_type, record_id in rows if changed_type == record_type}
        if ids:
            touched.update(db.session.scalars(sa.select(episode_id).where(key.in_(ids))))
    return touched


def public_feed_changes(chosen: EpisodeFilter, *, limit: int = 200) -> list[tuple[Episode, Revision]]:
    """The latest revisions of the public episodes a feed holds, newest first, each with its episode and people."""
    held = chosen.apply(public_episodes()).with_only_columns(Episode.id)
    statement = (
        sa.select(Episode, Revision)
        .join(Revision, sa.and_(Revision.record_type == "episode", Revision.record_id == Episode.id))
        .where(Episode.id.in_(held))
        .order_by(Revision.id.desc())
        .limit(limit)
        .options(selectinload(Episode.appearances).joinedload(Appearance.role_rows))
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def private_feed_by_hash(token_hash: str) -> PrivateFeed | None:
    return db.session.scalar(sa.select(PrivateFeed).where(PrivateFeed.token_hash == token_hash))


def private_feed_by_id(feed_id: int) -> PrivateFeed | None:
    return db.session.get(PrivateFeed, feed_id)


def private_feeds(series_ids: Iterable[int]) -> list[PrivateFeed]:
    """The private feeds of these series, those in use first, with whose they are."""
    statement = (
        sa.select(PrivateFeed)
        .where(PrivateFeed.series_id.in_(list(series_ids)))
        .order_by(PrivateFeed.revoked_at.is_not(None), PrivateFeed.name, PrivateFeed.id)
        .options(joinedload(PrivateFeed.series), joinedload(PrivateFeed.person), joinedload(PrivateFeed.made_by))
    )
    return list(db.session.scalars(statement))


def last_fetches() -> list[tuple[str, date, int, int]]:
    """Each family of programs with the last day it fetched, how often that day, and in the last 30 days."""
    since = now().date() - timedelta(days=30)
    last = sa.select(FeedFetches.family, sa.func.max(FeedFetches.day).label("day")).group_by(FeedFetches.family)
    last_day = last.subquery()
    lately = sa.func.coalesce(sa.func.sum(FeedFetches.fetched).filter(FeedFetches.day > since), 0)
    on_last_day = sa.func.sum(FeedFetches.fetched).filter(FeedFetches.day == last_day.c.day)
    statement = (
        sa.select(FeedFetches.family, last_day.c.day, on_last_day, lately)
        .join(last_day, last_day.c.family == FeedFetches.family)
        .group_by(FeedFetches.family, last_day.c.day)
        .order_by(last_day.c.day.desc(), FeedFetches.family)
    )
    return [(row[0], row[1], int(row[2]), int(row[3])) for row in db.session.execute(statement)]


def public_feed_paths() -> list[str]:
    """Every feed with an address of its own: all episodes, each series, and each record that a public episode names."""
    shown = public_episodes().with_only_columns(Episode.id)
    people = public_people().with_only_columns(Person.slug).order_by(Person.slug)
    organizations = public_organizations().with_only_columns(Organization.slug).order_by(Organization.slug)
    appearances = sa.select(Appearance.id).where(Appearance.episode_id.in_(shown), Appearance.state.not_in(ABSENT))
    roles = sa.select(AppearanceRoleRow.role).where(AppearanceRoleRow.appearance_id.in_(appearances)).distinct()
    found = [
        ("", sa.select(Series.slug).order_by(Series.id)),
        ("people/", people),
        ("organizations/", organizations),
        ("pillars/", sa.select(Pillar.slug).order_by(Pillar.id)),
        ("themes/", sa.select(Theme.slug).order_by(Theme.id)),
    ]
    paths = ["/schedule/episodes.ics", "/schedule/series.ics"]
    for folder, statement in found:
        paths += [f"/schedule/{folder}{slug}.ics" for slug in dict.fromkeys(db.session.scalars(statement))]
    return paths + sorted(f"/schedule/roles/{role.value}.ics" for role in db.session.scalars(roles))


def stored_events() -> dict[str, Stored]:
    """By UID, what each public episode's event must agree with."""
    of_episodes = (Revision.record_type == "episode", Revision.action != "created")
    seen = sa.select(Revision.record_id, Revision.after).where(*of_episodes)
    changes: Counter[int] = Counter()
    for record_id, after in db.session.execute(seen):
        changes[record_id] += bool(Episode.sequenced & set(after))
    columns = (Episode.id, Episode.uid, Episode.sequence, Episode.starts_at, Episode.ends_at)
    rows = db.session.execute(public_episodes().with_only_columns(*columns))
    return {row.uid: Stored(row.sequence, changes[row.id], row.starts_at, row.ends_at) for row in rows}


def coming_timed_episodes() -> list[Episode]:
    """Every episode not begun yet that has a time, public or not, called off or not."""
    coming = sa.select(Episode).where(Episode.starts_at > now()).order_by(Episode.starts_at, Episode.id)
    return list(db.session.scalars(coming.options(joinedload(Episode.series))))


def published_episodes() -> list[Episode]:
    """Every episode that was ever published, and so may stand in somebody's calendar."""
    return list(db.session.scalars(sa.select(Episode).where(Episode.published_at.is_not(None)).order_by(Episode.id)))
