"""Reads of episodes; `public_episodes` is the one gate for what is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.accounts.models import Account
from app.clock import now
from app.database import db
from app.episodes.copies import listed_episodes
from app.episodes.filters import EpisodeFilter, When, is_upcoming
from app.episodes.models import (
    ABSENT,
    Appearance,
    AppearanceRole,
    AppearanceRoleRow,
    CoOrganizer,
    Episode,
    EpisodeFact,
    EpisodePillar,
    EpisodeTheme,
    Status,
    Visibility,
)
from app.episodes.workbench import PreviewLink, StagedChange
from app.people.models import Organization, Person
from app.series.models import Series
from app.strategy.models import Pillar, Theme

_ALWAYS_SHOWN: tuple[ExecutableOption, ...] = (
    joinedload(Episode.series),
    joinedload(Episode.source),
    selectinload(Episode.appearances).options(
        joinedload(Appearance.person), joinedload(Appearance.role_rows), joinedload(Appearance.organization)
    ),
    selectinload(Episode.pillar_links).joinedload(EpisodePillar.pillar),
)

EVERYTHING_SHOWN: tuple[ExecutableOption, ...] = (
    *_ALWAYS_SHOWN,
    selectinload(Episode.theme_links).joinedload(EpisodeTheme.theme),
    selectinload(Episode.co_organizers).joinedload(CoOrganizer.organization),
)
"""Loads what an episode's page and calendar event show, in a constant number of statements."""

SHOWN_ON_PAGE: tuple[ExecutableOption, ...] = (
    *_ALWAYS_SHOWN,
    selectinload(Episode.pillar_links).joinedload(EpisodePillar.pillar).joinedload(Pillar.framework),
    joinedload(Episode.theme_links).joinedload(EpisodeTheme.theme).joinedload(Theme.framework),
    joinedload(Episode.co_organizers).joinedload(CoOrganizer.organization),
)
"""Loads the same for one episode alone, in fewer statements."""

SHOWN_IN_LISTS: tuple[ExecutableOption, ...] = (
    joinedload(Episode.series),
    selectinload(Episode.appearances).options(joinedload(Appearance.person), joinedload(Appearance.role_rows)),
    selectinload(Episode.pillar_links).joinedload(EpisodePillar.pillar),
)
"""Loads what a card in a list shows, in three statements."""

WITH_OWNER = joinedload(Episode.owner).load_only(Account.name)
"""Who sees to the episode: for organizers' pages."""
WITH_FACTS = selectinload(Episode.facts).joinedload(EpisodeFact.source)


def public_episodes() -> sa.Select[Episode]:
    """The gate: every page, feed, file and search for the public starts from this statement."""
    return sa.select(Episode).where(
        Episode.visibility == Visibility.PUBLIC,
        Episode.status != Status.DRAFT,
        sa.or_(Episode.publish_at.is_(None), Episode.publish_at <= now()),
    )


def public_episode_by_slug(slug: str) -> Episode | None:
    """One episode with all that its page shows; its few themes and co-organizers come with its own row."""
    facts = joinedload(Episode.facts).joinedload(EpisodeFact.source)
    statement = public_episodes().where(Episode.slug == slug).options(*SHOWN_ON_PAGE, facts)
    return db.session.scalars(statement).unique().one_or_none()


def public_programme(chosen: EpisodeFilter, *, limit: int, offset: int = 0) -> list[Episode]:
    """Public episodes of a filter for a list: upcoming ones soonest first, otherwise newest first."""
    statement = chosen.apply(public_episodes()).options(*SHOWN_IN_LISTS).limit(limit).offset(offset)
    if chosen.when is When.UPCOMING:
        order = (Episode.day.asc(), Episode.starts_at.asc(), Episode.id.asc())
    else:
        order = (Episode.day.desc(), Episode.starts_at.desc(), Episode.id.desc())
    return list(db.session.scalars(statement.order_by(*order)))


def public_serving(*, pillar: str | None = None, theme: str | None = None) -> list[Episode]:
    """The latest 200 public episodes that serve a pillar or theme, newest first."""
    return public_programme(EpisodeFilter(pillar=pillar, theme=theme), limit=200)


def public_front(series_id: int) -> list[Episode]:
    """The next four public episodes of a series and its last six, soonest first, in one go."""
    in_series = public_episodes().where(Episode.series_id == series_id).with_only_columns(Episode.id)
    coming = in_series.where(is_upcoming()).order_by(Episode.day, Episode.starts_at).limit(4)
    past = in_series.where(sa.not_(is_upcoming())).order_by(Episode.day.desc(), Episode.starts_at.desc()).limit(6)
    wanted = sa.union_all(
        sa.select(coming.subquery().c.id),
        sa.select(past.subquery().c.id),
    )
    statement = public_episodes().where(Episode.id.in_(wanted)).options(*SHOWN_IN_LISTS)
    return list(db.session.scalars(statement.order_by(Episode.day, Episode.starts_at, Episode.id)))


def public_neighbours(episode: Episode) -> tuple[Episode | None, Episode | None]:
    """The public episodes of the series before and after this one, by day."""
    place = sa.tuple_(Episode.day, Episode.id)
    here = sa.tuple_(sa.literal(episode.day), sa.literal(episode.id))
    same = public_episodes().where(Episode.series_id == episode.series_id).with_only_columns(Episode.id)
    before = same.where(place < here).order_by(Episode.day.desc(), Episode.id.desc()).limit(1).subquery()
    after = same.where(place > here).order_by(Episode.day, Episode.id).limit(1).subquery()
    wanted = sa.union_all(sa.select(before.c.id), sa.select(after.c.id))
    found = db.session.scalars(public_episodes().where(Episode.id.in_(wanted)).order_by(Episode.day, Episode.id)).all()
    earlier = [one for one in found if (one.day, one.id) < (episode.day, episode.id)]
    later = [one for one in found if (one.day, one.id) > (episode.day, episode.id)]
    return (earlier[0] if earlier else None), (later[0] if later else None)


def public_years() -> list[int]:
    """The years in which public episodes lie, newest first."""
    year = sa.extract("year", Episode.day)
    statement = public_episodes().with_only_columns(year).distinct().order_by(year.desc())
    return [int(found) for found in db.session.scalars(statement)]


def public_episodes_of_person(person_id: int) -> list[Appearance]:
    """A person's appearances in public episodes, newest first, with the episode."""
    statement = (
        public_appearances()
        .join(Appearance.episode)
        .where(Appearance.person_id == person_id)
        .options(joinedload(Appearance.episode).joinedload(Episode.series), selectinload(Appearance.role_rows))
        .order_by(Episode.day.desc(), Episode.id.desc())
    )
    return list(db.session.scalars(statement))


def public_site_map() -> list[tuple[str, datetime]]:
    """Slug and last change of every public episode, for the site map."""
    statement = public_episodes().with_only_columns(Episode.slug, Episode.changed_at).order_by(Episode.id)
    return [(slug, changed) for slug, changed in db.session.execute(statement)]


def public_slug_of(episode_id: int) -> str | None:
    """The present slug of a public episode, for redirects from former ones."""
    return db.session.scalar(public_episodes().where(Episode.id == episode_id).with_only_columns(Episode.slug))


def public_pillar_counts() -> dict[int, int]:
    """How many public episodes serve each pillar, by the pillar's id."""
    statement = (
        public_episodes()
        .join(EpisodePillar, EpisodePillar.episode_id == Episode.id)
        .with_only_columns(EpisodePillar.pillar_id, sa.func.count(), maintain_column_froms=True)
        .group_by(EpisodePillar.pillar_id)
    )
    return {int(pillar_id): int(count) for pillar_id, count in db.session.execute(statement)}


def public_appearances() -> sa.Select[Appearance]:
    """Appearances in public episodes of people who neither declined nor withdrew."""
    shown = public_episodes().with_only_columns(Episode.id)
    return sa.select(Appearance).where(Appearance.state.not_in(ABSENT), Appearance.episode_id.in_(shown))


def public_roles_of(episode_id: int, person_id: int) -> list[AppearanceRole]:
    """The roles in which a person appears in a public episode; none where they only are quoted."""
    appearing = public_appearances().where(Appearance.episode_id == episode_id, Appearance.person_id == person_id)
    rows = sa.select(AppearanceRoleRow.role).where(
        AppearanceRoleRow.appearance_id.in_(appearing.with_only_columns(Appearance.id))
    )
    held = set(db.session.scalars(rows))
    return [role for role in AppearanceRole if role in held]


def episode_by_slug(slug: str) -> Episode | None:
    """An episode in any state, for organizers."""
    return _for_organizers(Episode.slug == slug)


def episode_by_id(episode_id: int) -> Episode | None:
    """An episode in any state, for organizers."""
    return _for_organizers(Episode.id == episode_id)


_WHOLE = sa.select(Episode).options(*SHOWN_ON_PAGE, WITH_FACTS, WITH_OWNER)
"""Made once: putting the options together takes a fifth of reading."""


def _for_organizers(condition: sa.ColumnElement[bool]) -> Episode | None:
    return db.session.scalars(_WHOLE.where(condition)).unique().one_or_none()


def all_episodes() -> list[Episode]:
    """Every episode in any state, newest day first, for organizers."""
    statement = sa.select(Episode).options(*EVERYTHING_SHOWN).order_by(Episode.day.desc(), Episode.id.desc())
    return list(db.session.scalars(statement))


def episodes_titled() -> list[tuple[int, date, str]]:
    """(id, day, title) of every episode in any state, newest day first: for lists to choose from."""
    statement = sa.select(Episode.id, Episode.day, Episode.title).order_by(Episode.day.desc(), Episode.id.desc())
    return [(number, day, title) for number, day, title in db.session.execute(statement)]


def public_theme_counts() -> dict[int, int]:
    """How many public episodes touch each theme, by the theme's id."""
    statement = (
        public_episodes()
        .join(EpisodeTheme, EpisodeTheme.episode_id == Episode.id)
        .with_only_columns(EpisodeTheme.theme_id, sa.func.count(), maintain_column_froms=True)
        .group_by(EpisodeTheme.theme_id)
    )
    return {int(theme_id): int(count) for theme_id, count in db.session.execute(statement)}


@dataclass(frozen=True)
class Wanted:
    """Which episodes an organizer's list shows; `series_ids` are those the account may see."""

    series_ids: tuple[int, ...]
    when: str = ""
    status: Status | None = None
    text: str = ""


def organizer_episodes(wanted: Wanted, *, limit: int, offset: int = 0) -> list[Episode]:
    """Episodes in any state as copies: upcoming ones soonest first, otherwise the newest first."""
    statement = sa.select(Episode).where(Episode.series_id.in_(wanted.series_ids))
    if wanted.status is not None:
        statement = statement.where(Episode.status == wanted.status)
    if wanted.when == "drafts":
        statement = statement.where(sa.or_(Episode.status == Status.DRAFT, Episode.visibility != Visibility.PUBLIC))
    if wanted.when in ("upcoming", "past"):
        is_coming = is_upcoming()
        statement = statement.where(is_coming if wanted.when == "upcoming" else sa.not_(is_coming))
    if wanted.text:
        statement = statement.where(_says(wanted.text))
    ascending = (Episode.day, Episode.starts_at, Episode.id)
    order = ascending if wanted.when == "upcoming" else tuple(column.desc() for column in ascending)
    return listed_episodes(statement.order_by(*order).limit(limit).offset(offset))


def _says(text: str) -> sa.ColumnElement[bool]:
    """Every word stands in the title, the topic, or the name of somebody in it."""
    words = []
    for word in text.split()[:8]:
        named = sa.select(Appearance.episode_id).join(Appearance.person).where(_holds(Person.name, word))
        words.append(sa.or_(_holds(Episode.title, word), _holds(Episode.topic, word), Episode.id.in_(named)))
    return sa.and_(*words)


def _holds(column: Any, word: str) -> sa.ColumnElement[bool]:
    found: sa.ColumnElement[bool] = column.icontains(word, autoescape=True)
    return found


def episodes_near(episode: Episode) -> list[Episode]:
    """Other episodes of any series within a day of this one, with their people: what it may clash with."""
    statement = (
        sa.select(Episode)
        .where(
            Episode.id != episode.id,
            Episode.day.between(episode.day - timedelta(days=1), episode.day + timedelta(days=1)),
        )
        .options(selectinload(Episode.appearances))
        .order_by(Episode.id)
        .limit(200)
    )
    return list(db.session.scalars(statement))


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def previewed_episode(token: str) -> tuple[Episode, Episode | None] | None:
    """The episode behind a link that was neither revoked nor has expired; the one read past the gate.

    Beside it, for a link that was made when the episode was public already, a copy with the changes that wait; None
    where none do. A link made before has had its use, and one of the same second counts as made before.
    """
    link = db.session.scalar(sa.select(PreviewLink).where(PreviewLink.token_hash == hash_of(token)))
    if link is None or not link.opens_at(now()):
        return None
    shown = sa.select(Episode).where(Episode.id == link.episode_id).options(*EVERYTHING_SHOWN, WITH_FACTS)
    episode = db.session.scalars(shown).one()
    if not episode.is_public or episode.published_at is None or link.created_at <= episode.published_at:
        return episode, None
    fields = db.session.scalar(sa.select(StagedChange.fields).where(StagedChange.episode_id == episode.id))
    return episode, _as_changed(episode, fields) if fields else None


def _as_changed(episode: Episode, fields: dict[str, Any]) -> Episode:
    """A copy of the episode as the staged fields have it, with everything its page shows."""
    copy = Episode(id=episode.id, series=db.session.get(Series, fields.get("series_id", episode.series_id)))
    copy.assign(episode.snapshot() | fields)
    copy.settle({"day"})
    people, organizations, pillars, themes = (
        _by_id(model, (getattr(child, key) for child in children))
        for model, key, children in (
            (Person, "person_id", copy.appearances),
            (Organization, "organization_id", [*copy.appearances, *copy.co_organizers]),
            (Pillar, "pillar_id", copy.pillar_links),
            (Theme, "theme_id", copy.theme_links),
        )
    )
    for appearance in copy.appearances:
        appearance.person = people[appearance.person_id]
    for pillar_link in copy.pillar_links:
        pillar_link.pillar = pillars[pillar_link.pillar_id]
    for theme_link in copy.theme_links:
        theme_link.theme = themes[theme_link.theme_id]
    for co_organizer in copy.co_organizers:
        co_organizer.organization = organizations[co_organizer.organization_id]
    return copy


def _by_id(model: Any, numbers: Iterable[int | None]) -> dict[int, Any]:
    wanted = {number for number in numbers if number is not None}
    return {one.id: one for one in db.session.scalars(sa.select(model).where(model.id.in_(wanted)))}
