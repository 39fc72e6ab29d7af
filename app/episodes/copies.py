"""Episodes read by the thousand: instances of the mapped classes that no session knows, made from plain rows.

A session's own loading takes longer than writing the events. What is not read here raises when it is asked for.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.accounts.models import Account
from app.database import Model, db
from app.episodes.models import (
    Appearance,
    AppearanceRole,
    AppearanceRoleRow,
    CoOrganizer,
    Episode,
    EpisodePillar,
    EpisodeTheme,
)
from app.people.models import Organization, Person
from app.series.models import Series
from app.strategy.models import Pillar, Theme

Record = TypeVar("Record", bound=Model)


class Copied(Generic[Record]):
    """Some columns of a mapped class, and instances with nothing but these."""

    def __init__(self, model: type[Record], *names: str) -> None:
        self._model = model
        self._names = names
        self.columns = [getattr(model, name) for name in names]

    def of(self, values: Sequence[Any]) -> Record:
        made: Record = object.__new__(self._model)
        made.__dict__.update(zip(self._names, values, strict=True))
        return made

    def once(self, known: dict[int, Record], values: Sequence[Any]) -> Record:
        """The one instance of that id, which is the first column: many episodes share their people and pillars."""
        if values[0] not in known:
            known[values[0]] = self.of(values)
        return known[values[0]]


_UNSHOWN = {"summary", "source_id", "attribution_policy"}
EPISODES = Copied(Episode, *(one.key for one in sa.inspect(Episode).column_attrs if one.key not in _UNSHOWN))
SERIES = Copied(Series, "id", "slug", "title", "organizer", "organizer_email", "changed_at")
APPEARANCES = Copied(Appearance, "id", "episode_id", "position", "organization_name", "state")
PEOPLE = Copied(Person, "id", "slug", "name", "honorific", "changed_at")
ROLES = Copied(AppearanceRoleRow, "role")
PILLAR_LINKS = Copied(EpisodePillar, "episode_id", "weight")
PILLARS = Copied(Pillar, "id", "slug", "title", "number", "changed_at")
THEME_LINKS = Copied(EpisodeTheme, "episode_id", "weight")
THEMES = Copied(Theme, "id", "slug", "title", "changed_at")
CO_ORGANIZERS = Copied(CoOrganizer, "episode_id")
ORGANIZATIONS = Copied(Organization, "id", "slug", "name", "changed_at")


_IN_LISTS = ("day", "start_local", "starts_at", "title", "status", "visibility", "publish_at", "summary", "series_id")
_ARRANGED = ("join_url", "stream_url", "recording_url", "venue", "languages", "attribution_policy")
LISTED_EPISODES = Copied(Episode, "id", "slug", *_IN_LISTS, *_ARRANGED)
LISTED_SERIES = Copied(Series, "id", "slug", "title")
LISTED_PEOPLE = Copied(Person, "id", "name", "biography", "portrait_digest")
LISTED_LINKS = Copied(EpisodePillar, "episode_id", "reason")
OWNERS = Copied(Account, "id", "name")


def copied_episodes(statement: "sa.Select[Any]") -> list[Episode]:
    """The episodes of the statement with all that a calendar event shows, in five statements."""
    joined = statement.join(Series, Series.id == Episode.series_id)
    episodes: dict[int, Episode] = {}
    known: dict[int, Series] = {}
    for row in _rows(joined.with_only_columns(*EPISODES.columns, *SERIES.columns)):
        episode = EPISODES.of(row[: len(EPISODES.columns)])
        episode.__dict__["series"] = SERIES.once(known, row[len(EPISODES.columns) :])
        episode.__dict__.update(appearances=[], pillar_links=[], theme_links=[], co_organizers=[])
        episodes[episode.id] = episode
    _add_appearances(episodes, PEOPLE)
    _add_links(episodes, "pillar_links", PILLAR_LINKS, EpisodePillar.pillar, PILLARS)
    _add_links(episodes, "theme_links", THEME_LINKS, EpisodeTheme.theme, THEMES)
    _add_links(episodes, "co_organizers", CO_ORGANIZERS, CoOrganizer.organization, ORGANIZATIONS)
    return list(episodes.values())


def listed_episodes(statement: "sa.Select[Any]") -> list[Episode]:
    """The episodes of the statement with what organizers' lists and readiness look at, in three statements."""
    joined = statement.join(Series, Series.id == Episode.series_id).outerjoin(Account, Account.id == Episode.owner_id)
    episodes: dict[int, Episode] = {}
    series: dict[int, Series] = {}
    owners: dict[int, Account] = {}
    own = len(LISTED_EPISODES.columns)
    theirs = own + len(LISTED_SERIES.columns)
    columns = (*LISTED_EPISODES.columns, *LISTED_SERIES.columns, *OWNERS.columns)
    for row in _rows(joined.with_only_columns(*columns)):
        episode = LISTED_EPISODES.of(row[:own])
        owner = OWNERS.once(owners, row[theirs:]) if row[theirs] is not None else None
        of_series = LISTED_SERIES.once(series, row[own:theirs])
        episode.__dict__.update(series=of_series, owner=owner, appearances=[], pillar_links=[])
        episodes[episode.id] = episode
    _add_appearances(episodes, LISTED_PEOPLE)
    linked = sa.select(*LISTED_LINKS.columns).where(EpisodePillar.episode_id.in_(episodes)).order_by(EpisodePillar.id)
    for row in _rows(linked):
        episodes[row[0]].pillar_links.append(LISTED_LINKS.of(row))
    return list(episodes.values())


def _rows(statement: "sa.Select[Any]") -> "Iterable[sa.Row[Any]]":
    """Past the session: nothing of what a request changed and did not store is in them."""
    return db.session.connection().execute(statement)


def _add_appearances(episodes: dict[int, Episode], people: Copied[Person]) -> None:
    """Those of one person in several roles come as several rows, one after the other."""
    own = len(APPEARANCES.columns)
    statement = (
        sa.select(*APPEARANCES.columns, AppearanceRoleRow.role, *people.columns)
        .join(Appearance.person)
        .outerjoin(Appearance.role_rows)
        .where(Appearance.episode_id.in_(episodes))
        .order_by(Appearance.precedence, Appearance.id)
    )
    known: dict[int, Person] = {}
    roles = {role: ROLES.of([role]) for role in AppearanceRole}
    appearance = None
    for row in _rows(statement):
        if appearance is None or appearance.id != row[0]:
            appearance = APPEARANCES.of(row[:own])
            appearance.__dict__.update(person=people.once(known, row[own + 1 :]), role_rows=[])
            episodes[appearance.episode_id].appearances.append(appearance)
        if row[own] is not None:
            appearance.role_rows.append(roles[row[own]])


def _add_links(
    episodes: dict[int, Episode], name: str, links: Copied[Any], relationship: Any, records: Copied[Record]
) -> None:
    """To each episode under that name its links, each with its record."""
    own = len(links.columns)
    model = relationship.class_
    statement = sa.select(*links.columns, *records.columns).join(relationship)
    known: dict[int, Record] = {}
    for row in _rows(statement.where(model.episode_id.in_(episodes)).order_by(model.id)):
        link = links.of(row[:own])
        link.__dict__[relationship.key] = records.once(known, row[own:])
        getattr(episodes[link.episode_id], name).append(link)
