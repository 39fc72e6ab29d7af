"""Material read from the database: whole in nine statements, or only what changed since it was read."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import repeat
from operator import not_, or_
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from app.clock import now
from app.coverage.material import (
    Area,
    CrosswalkRow,
    EpisodeRow,
    FrameworkRow,
    Key,
    Links,
    Material,
    PersonRow,
    Quotes,
    VoiceRow,
    together,
)
from app.database import UTCDateTime, db
from app.episodes.models import (
    ABSENT,
    Appearance,
    AppearanceRole,
    AppearanceRoleRow,
    Episode,
    EpisodePillar,
    EpisodeTheme,
    Status,
)
from app.people.models import Organization, Person
from app.quotes.models import Quote, QuotePillar, QuoteTheme
from app.revisions.models import Revision
from app.strategy.models import Crosswalk, Framework, Pillar, PillarKind, Theme, Weight, is_target_of_goal

LAST_ZONE = timedelta(hours=12)
STRATEGY = {"framework", "pillar", "theme"}
MOST_RENEWED = 200
"""Beyond so many changed records everything is read again."""


@dataclass(frozen=True)
class Changes:
    """What was changed since, by people (revisions) or by the clock: the records by their type."""

    revision: int
    changed_at: datetime | None
    moment: datetime
    ids: Mapping[str, frozenset[int]]

    def of(self, *kinds: str) -> list[int]:
        return sorted(number for kind in kinds for number in self.ids.get(kind, ()))

    @property
    def is_wide(self) -> bool:
        """An organization's name stands in many episodes."""
        return bool(self.ids.get("organization")) or sum(map(len, self.ids.values())) > MOST_RENEWED


def changes_since(revision: int, then: datetime) -> Changes:
    """In one statement. The clock makes episodes public and held, and ends embargoes."""
    moment = now()
    past = sa.and_(Episode.ends_at.is_(None), Episode.day >= last_day(then), Episode.day < last_day(moment))
    turned = sa.or_(Episode.publish_at.between(then, moment), Episode.ends_at.between(then, moment), past)
    recorded = (Revision.id, Revision.at, Revision.record_type, Revision.record_id)
    by_people = sa.select(*recorded).where(Revision.id > revision)
    never = (sa.literal(0), sa.cast(sa.null(), UTCDateTime))
    episodes = sa.select(*never, sa.literal("episode"), Episode.id).where(turned)
    quotes = sa.select(*never, sa.literal("quote"), Quote.id).where(Quote.embargo_until.between(then, moment))
    found: dict[str, set[int]] = {}
    changed_at = None
    for number, at, kind, record_id in rows_of(sa.union_all(by_people, episodes, quotes)):
        if number > revision:
            revision, changed_at = number, at
        found.setdefault(kind, set()).add(record_id)
    return Changes(revision, changed_at, moment, {kind: frozenset(ids) for kind, ids in found.items()})


def gathered(episodes: sa.Select[Any], quotes: sa.Select[Any]) -> Material:
    """All that those episodes and quotes have to be counted."""
    frameworks, areas = _structure()
    rows, turned_at = _episodes(episodes)
    voices = _voices(episodes.with_only_columns(Episode.id))
    day_of = {one.id: one.day for one in rows}
    counted = _quotes((_alone(quotes), _in_episodes(quotes)), day_of, voices)
    return Material(
        frameworks=frameworks,
        areas=areas,
        crosswalk=_crosswalk(),
        episodes=rows,
        voices=voices,
        people=_people(),
        quotes=counted,
        episode_links=_episode_links(),
        quote_links=_quote_links(),
        turned_at=_later(turned_at, counted.turned_at),
    )


def renewed(material: Material, changes: Changes, episodes: sa.Select[Any], quotes: sa.Select[Any]) -> Material:
    """The same as `gathered` would read now; only what changed is asked for, and the very same where nothing did."""
    if changes.is_wide:
        return replace(gathered(episodes, quotes), is_for_organizers=material.is_for_organizers)
    if any(changes.ids.get(kind) for kind in STRATEGY):
        frameworks, areas = _structure()
        material = replace(material, frameworks=frameworks, areas=areas, crosswalk=_crosswalk())
    if changed := changes.of("person"):
        others = {number: person for number, person in material.people.items() if number not in changed}
        material = replace(material, people=_by_name(others | _people(changed)))
    if touched := changes.of("episode"):
        material = _with_episodes(material, frozenset(touched), episodes.where(Episode.id.in_(touched)))
    if changes.of("episode", "quote"):
        material = _with_quotes(material, changes, quotes)
    return material


def _with_episodes(material: Material, touched: frozenset[int], episodes: sa.Select[Any]) -> Material:
    new, turned_at = _episodes(episodes)
    rows = [one for one in material.episodes if one.id not in touched] + new
    return replace(
        material,
        episodes=sorted(rows, key=lambda one: (one.day, one.id)),
        voices=_with_voices(material.voices, touched, _voices([one.id for one in new])),
        episode_links=_relinked(material.episode_links, touched),
        turned_at=_later(material.turned_at, turned_at),
    )


def _with_voices(before: list[VoiceRow], touched: frozenset[int], new: list[VoiceRow]) -> list[VoiceRow]:
    """Those of the touched episodes replaced; the very same where nobody else speaks."""
    if {voice for voice in before if voice.episode_id in touched} == set(new):
        return before
    voices = [voice for voice in before if voice.episode_id not in touched] + new
    return sorted(voices, key=lambda one: (one.organization or "", one.organization_kind or ""))


def _with_quotes(material: Material, changes: Changes, quotes: sa.Select[Any]) -> Material:
    """Quotes of changed episodes too: their day, their speakers and whether they are public may differ."""
    touched, own = changes.of("episode"), changes.of("quote")
    parts = []  # each by its own index
    if touched:
        parts.append(_in_episodes(quotes.where(Quote.episode_id.in_(touched))))
    if own:
        asked = quotes.where(Quote.id.in_(own))
        parts += [_alone(asked), _in_episodes(asked.where(Quote.episode_id.not_in(touched)))]
    day_of = {one.id: one.day for one in material.episodes}
    new = _quotes(parts, day_of, material.voices)
    before = material.quotes
    is_touched = map(frozenset(touched).__contains__, before.episode_ids)
    gone = list(map(or_, is_touched, map(frozenset(own).__contains__, before.ids)))
    counted = before
    if before.where(gone).told != new.told:
        kept = before.where(map(not_, gone))
        counted = replace(together(kept, new), verified=kept.verified.difference(own) | new.verified)
    turned_at = _later(material.turned_at, new.turned_at)
    links = _relinked_quotes(material.quote_links, frozenset(own)) if own else material.quote_links
    return replace(material, quotes=counted, quote_links=links, turned_at=turned_at)


def rows_of(statement: Any) -> Any:
    """Rows as the driver gives them: half the time of the session's own loading."""
    return db.session.connection().execute(statement).all()


class _Joined(GenericFunction[str]):
    """The ids of a group as one text; SQLite is spared the cast, which would cost it a third of the time."""

    inherit_cache = True
    type = sa.Text()


@compiles(_Joined, "sqlite")
def _joined_on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)})"


@compiles(_Joined, "postgresql")
def _joined_on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"string_agg(CAST({compiler.process(element.clauses, **options)} AS TEXT), ',')"


def _joined(*columns: Any) -> tuple[Any, ...]:
    """One text for each column, all in the same order: one row instead of thousands."""
    return tuple(_Joined(column) for column in columns)


def _ids(text: str | None) -> list[int]:
    """The numbers of such a text, None where there are none, by the fastest reader of lists of numbers there is."""
    found: list[int] = json.loads(f"[{text or ''}]")
    return found


def _structure() -> tuple[list[FrameworkRow], list[Area]]:
    """Frameworks, the latest first; pillars, then themes, each by framework and place. In one statement."""
    nothing = sa.null()
    shared = ("id", "slug", "title", "translations")
    frameworks = sa.select(
        sa.literal("framework").label("what"), *(getattr(Framework, name) for name in shared),
        Framework.id.label("framework_id"), sa.cast(nothing, sa.String(7)), sa.cast(nothing, sa.Integer),
        sa.cast(Framework.kind, sa.String(32)), sa.cast(nothing, sa.String(20)), sa.cast(nothing, sa.Integer),
        Framework.valid_from, Framework.valid_until,
    )  # fmt: skip
    pillars, themes = (
        sa.select(
            sa.literal(what).label("what"), *(getattr(model, name) for name in shared), model.framework_id,
            model.colour, place, kind, code, goal, sa.cast(nothing, sa.Date), sa.cast(nothing, sa.Date),
        )
        for what, model, place, kind, code, goal in (
            ("pillar", Pillar, Pillar.number, sa.cast(Pillar.kind, sa.String(32)), sa.cast(nothing, sa.String(20)),
             sa.cast(nothing, sa.Integer)),
            ("theme", Theme, Theme.position, sa.cast(nothing, sa.String(32)), Theme.code,
             sa.select(Pillar.id).where(is_target_of_goal()).correlate(Theme).scalar_subquery()),
        )
    )  # fmt: skip
    found: list[FrameworkRow] = []
    areas = []
    for what, number, slug, title, translations, framework_id, colour, place, kind, code, goal, begins, ends in rows_of(
        sa.union_all(frameworks, pillars, themes)
    ):
        if what == "framework":
            found.append(FrameworkRow(number, slug, title, kind, begins, ends, translations))
            continue
        governs = kind == PillarKind.GOVERNANCE.value
        label = code or ("G" if governs else str(place) if what == "pillar" else f"T{place}")
        under = None if goal is None else ("pillar", goal)
        area = Area((what, number), framework_id, label, title, slug, colour, governs, under, translations)
        areas.append((what, framework_id, place, area))
    ordered = sorted(areas, key=lambda row: (*row[:3], row[3].key))
    latest = sorted(found, key=lambda one: (-one.valid_from.toordinal(), one.id))
    return latest, [area for *_place, area in ordered]


def _crosswalk() -> list[CrosswalkRow]:
    columns = (Crosswalk.from_pillar_id, Crosswalk.from_theme_id, Crosswalk.to_pillar_id, Crosswalk.to_theme_id)
    statement = sa.select(*columns, Crosswalk.kind, Crosswalk.note, Crosswalk.share).order_by(Crosswalk.id)
    found = []
    for from_pillar, from_theme, to_pillar, to_theme, kind, note, share in rows_of(statement):
        beginning = _key(from_pillar, from_theme)
        if beginning is not None:
            found.append(CrosswalkRow(beginning, _key(to_pillar, to_theme), kind.value, note, share))
    return found


def _key(pillar_id: int | None, theme_id: int | None) -> Key | None:
    if pillar_id is not None:
        return ("pillar", pillar_id)
    return ("theme", theme_id) if theme_id is not None else None


def _episodes(episodes: sa.Select[Any]) -> tuple[list[EpisodeRow], datetime | None]:
    """With the moment at which the clock last made one of them public or over."""
    columns = (Episode.id, Episode.slug, Episode.number, Episode.title, Episode.day, Episode.duration_minutes)
    clock = (Episode.status, Episode.ends_at, Episode.publish_at)
    statement = episodes.with_only_columns(*columns, *clock).order_by(Episode.day, Episode.id)
    moment, turned_at = now(), None
    rows = []
    for number, slug, shown, title, day, minutes, status, ends_at, publish_at in rows_of(statement):
        rows.append(EpisodeRow(number, slug, shown, title, day, minutes, stage_of(status, day, ends_at, moment)))
        turned_at = max(
            (at for at in (turned_at, publish_at, ends_at or over_everywhere(day)) if at and at <= moment), default=None
        )
    return rows, turned_at


def _later(first: datetime | None, second: datetime | None) -> datetime | None:
    return max(filter(None, (first, second)), default=None)


def last_day(moment: datetime) -> date:
    """The day that is not over yet anywhere on Earth."""
    return (moment - LAST_ZONE).date()


def over_everywhere(day: date) -> datetime:
    """When `last_day` has passed that day."""
    return datetime.combine(day + timedelta(days=1), time(), UTC) + LAST_ZONE


def stage_of(status: Status, day: date, ends_at: datetime | None, moment: datetime) -> str:
    """Held when it is said to be, or was confirmed and is over; planned when it is still to come."""
    over = ends_at <= moment if ends_at is not None else day < last_day(moment)
    if status is Status.HELD or (status is Status.CONFIRMED and over):
        return "held"
    planned = status in (Status.DRAFT, Status.TENTATIVE, Status.CONFIRMED) and not over
    return "planned" if planned else ""


def _voices(episode_ids: sa.Select[Any] | list[int]) -> list[VoiceRow]:
    """Who speaks: everybody present but those who only interpret; the voices of an organization together."""
    speaks = sa.exists().where(
        AppearanceRoleRow.appearance_id == Appearance.id, AppearanceRoleRow.role != AppearanceRole.INTERPRETER
    )
    name = sa.func.coalesce(Organization.name, Appearance.organization_name)
    statement = (
        sa.select(name, Organization.kind, *_joined(Appearance.episode_id, Appearance.person_id))
        .select_from(Appearance)
        .outerjoin(Organization, Organization.id == Appearance.organization_id)
        .where(Appearance.state.not_in(ABSENT), Appearance.episode_id.in_(episode_ids), speaks)
        .group_by(name, Organization.kind)
    )
    groups = [(organization or "", _value(kind) or "", *texts) for organization, kind, *texts in rows_of(statement)]
    return [
        VoiceRow(episode_id, person_id, organization or None, kind or None)
        for organization, kind, episodes, people in sorted(groups)
        for episode_id, person_id in zip(_ids(episodes), _ids(people), strict=True)
    ]


def _people(only: Collection[int] | None = None) -> dict[int, PersonRow]:
    told = (Person.country, sa.cast(Person.gender, sa.String(32)), Person.sort_name, Person.name, Person.slug)
    statement = sa.select(Person.id, *told)
    rows = rows_of(statement if only is None else statement.where(Person.id.in_(only)))
    return _by_name(
        {number: PersonRow(country or None, gender or None, *names) for number, country, gender, *names in rows}
    )


def _by_name(people: Mapping[int, PersonRow]) -> dict[int, PersonRow]:
    return dict(sorted(people.items(), key=lambda one: (one[1].sort_name, one[1].name, one[0])))


def _value(member: Any) -> str | None:
    return str(getattr(member, "value", member)) if member else None


def _in_episodes(quotes: sa.Select[Any]) -> sa.Select[Any]:
    """Those of episodes in one row, for which the database need not sort them."""
    nothing = sa.cast(sa.null(), UTCDateTime)
    return quotes.where(Quote.episode_id.is_not(None)).with_only_columns(nothing, *_told_of_quotes())


def _alone(quotes: sa.Select[Any]) -> sa.Select[Any]:
    """Those without an episode, by when they were published or taken down."""
    said_at = sa.func.coalesce(Quote.published_at, Quote.created_at)
    return quotes.where(Quote.episode_id.is_(None)).with_only_columns(said_at, *_told_of_quotes()).group_by(said_at)


def _told_of_quotes() -> tuple[Any, ...]:
    """The names of organizations have no line ends."""
    verified = sa.case((Quote.verified_at.is_not(None), Quote.id))
    naming = sa.case((Quote.organization_name.is_not(None), Quote.id))
    columns = _joined(Quote.id, sa.func.coalesce(Quote.episode_id, 0), Quote.person_id, verified, naming)
    return (*columns, sa.func.aggregate_strings(Quote.organization_name, "\n"), sa.func.max(Quote.embargo_until))


def _quotes(parts: Iterable[sa.Select[Any]], day_of: Mapping[int, date], voices: list[VoiceRow]) -> Quotes:
    """A quote is of its episode's day; one without an episode, of the day it was published or taken down.

    It is of the organization its speaker spoke for in that episode, or of the one it names.
    """
    spoke_for = {(episode_id, person_id): organization for episode_id, person_id, organization, _kind in voices}
    found, named = Quotes(), dict[int, str]()
    verified_ids, turned_at = set[int](), None
    for said, *texts, named_for, ended_at in rows_of(sa.union_all(*parts)):
        ids, episode_ids, person_ids, shown, naming_ids = map(_ids, texts)
        found.ids.extend(ids)
        found.episode_ids.extend(episode_ids)
        found.person_ids.extend(person_ids)
        found.organizations.extend(map(spoke_for.get, zip(episode_ids, person_ids, strict=True)))
        found.days.extend(map(day_of.get, episode_ids, repeat(date.min)) if said is None else [said.date()] * len(ids))
        verified_ids.update(shown)
        turned_at = _later(turned_at, ended_at)
        named |= zip(naming_ids, (named_for or "").split("\n"), strict=False)
    if named:
        both = zip(found.organizations, map(named.get, found.ids), strict=True)
        found.organizations[:] = [spoken or name or None for spoken, name in both]
    unknown = set(found.episode_ids) - day_of.keys() - {0}  # made public between two statements: the next request's
    known = found.where(one not in unknown for one in found.episode_ids) if unknown else found
    return replace(known, verified=frozenset(verified_ids), turned_at=turned_at)


def _episode_links(only: Collection[int] | None = None) -> Links:
    """What episodes serve, pillars and themes in one statement. The counted ones are told apart where it is counted."""
    parts = []
    for kind, model, area_id in (
        ("pillar", EpisodePillar, EpisodePillar.pillar_id),
        ("theme", EpisodeTheme, EpisodeTheme.theme_id),
    ):
        principal = (model.weight == Weight.PRINCIPAL).label("principal")
        what = (sa.literal(kind).label("kind"), area_id.label("area_id"), principal)
        columns = _joined(model.episode_id, sa.func.coalesce(model.evidence_quote_id, 0))
        statement = sa.select(*what, *columns).group_by(area_id, principal)
        parts.append(statement if only is None else statement.where(model.episode_id.in_(only)))
    return {
        ((kind, area_id), bool(principal)): dict(zip(_ids(episodes), _ids(evidence), strict=True))
        for kind, area_id, principal, episodes, evidence in rows_of(sa.union_all(*parts))
    }


def _relinked(before: Links, touched: frozenset[int]) -> Links:
    """Those links with the ones of the touched episodes as they are now."""
    new = _episode_links(touched)
    kept = {
        group: links
        if touched.isdisjoint(links)
        else {episode_id: evidence for episode_id, evidence in links.items() if episode_id not in touched}
        for group, links in before.items()
    }
    return kept | {group: {**kept.get(group, {}), **links} for group, links in new.items()}


def _quote_links(only: Collection[int] | None = None) -> dict[Key, frozenset[int]]:
    """The quotes by what they speak to. The counted ones are told apart where it is counted."""
    parts = []
    for kind, area_id, quote_id in (
        ("pillar", QuotePillar.pillar_id, QuotePillar.quote_id),
        ("theme", QuoteTheme.theme_id, QuoteTheme.quote_id),
    ):
        what = (sa.literal(kind).label("kind"), area_id.label("area_id"))
        statement = sa.select(*what, *_joined(quote_id)).group_by(area_id)
        parts.append(statement if only is None else statement.where(quote_id.in_(only)))
    return {(kind, area_id): frozenset(_ids(ids)) for kind, area_id, ids in rows_of(sa.union_all(*parts))}


def _relinked_quotes(before: Mapping[Key, frozenset[int]], changed: frozenset[int]) -> Mapping[Key, frozenset[int]]:
    """Those links with the ones of the changed quotes as they are now."""
    new = _quote_links(changed)
    return {key: before.get(key, frozenset()) - changed | new.get(key, frozenset()) for key in {*before, *new}}
