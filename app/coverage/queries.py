"""What the figures are made of, read in a constant number of statements; the public's only through the gate."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import compress
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.clock import now
from app.coverage.counting import Count, gaps_of
from app.coverage.drawing import Columns, columns
from app.coverage.material import (
    Area,
    CrosswalkRow,
    EpisodeRow,
    FrameworkRow,
    Key,
    LinkRow,
    Material,
    PersonRow,
    Quotes,
    Speaker,
    VoiceRow,
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
from app.episodes.queries import public_episodes
from app.people.models import Organization, Person
from app.quotes.models import PUBLIC_STATES, Quote, QuotePillar, QuoteState, QuoteTheme
from app.quotes.queries import public_quotes
from app.strategy.models import Crosswalk, Framework, Pillar, PillarKind, Theme, Weight

LAST_ZONE = timedelta(hours=12)


def public_material() -> Material:
    """What anyone may count: public episodes and quotes."""
    return _material(public_episodes(), public_quotes())


def public_words() -> list[tuple[int, list[str], str, str, str, str | None, str | None, str | None]]:
    """Id, paragraphs, slug, language, speaker, position, organization and the source's own words of public quotes."""
    standing = (Quote.position, Quote.organization_name, Quote.attributed_as)
    statement = (
        public_quotes()
        .with_only_columns(Quote.id, Quote.paragraphs, Quote.slug, Quote.language, Person.name, *standing)
        .join(Person, Person.id == Quote.person_id)
        .order_by(Quote.id)
    )
    return [tuple(row) for row in _rows(statement)]


def public_speakers() -> dict[int, Speaker]:
    """Everybody who appears in a public episode."""
    return _speakers(public_episodes())


def speakers_with_drafts(series_ids: Collection[int]) -> dict[int, Speaker]:
    return _speakers(sa.select(Episode).where(Episode.series_id.in_(series_ids)))


def _speakers(episodes: sa.Select[Any]) -> dict[int, Speaker]:
    appearing = sa.select(Appearance.person_id).where(Appearance.episode_id.in_(episodes.with_only_columns(Episode.id)))
    statement = sa.select(Person.id, Person.name, Person.slug).where(Person.id.in_(appearing))
    return {number: Speaker(name, slug) for number, name, slug in _rows(statement)}


def public_quotes_cited(ids: Collection[int]) -> list[Quote]:
    """Public quotes with all that citing them takes."""
    loading = (joinedload(Quote.person), joinedload(Quote.source), joinedload(Quote.episode).joinedload(Episode.series))
    statement = public_quotes().where(Quote.id.in_(ids)).options(*loading, joinedload(Quote.marks))
    return list(db.session.scalars(statement.order_by(Quote.id)).unique())


def material_with_drafts(series_ids: Collection[int]) -> Material:
    """What organizers of those series may count: drafts too, and quotes that are not withdrawn."""
    episodes = sa.select(Episode).where(Episode.series_id.in_(series_ids))
    own = episodes.with_only_columns(Episode.id)
    free = sa.and_(Quote.episode_id.is_(None), Quote.state.in_(PUBLIC_STATES))
    quotes = sa.select(Quote).where(Quote.state != QuoteState.WITHDRAWN, sa.or_(Quote.episode_id.in_(own), free))
    return _material(episodes, quotes)


def evidence_choices(episode_id: int, *, whole: bool = False) -> list[tuple[int, str]]:
    """The quotes of an episode that may show a link, with speaker and first words; `whole` gives all their words."""
    statement = (
        sa.select(Quote.id, Quote.paragraphs, Person.name)
        .join(Person, Person.id == Quote.person_id)
        .where(Quote.episode_id == episode_id, Quote.state != QuoteState.WITHDRAWN)
        .order_by(Quote.id)
    )
    rows = _rows(statement)
    if whole:
        return [(number, "\n".join(paragraphs)) for number, paragraphs, _name in rows]
    return [(number, f"{name}: “{paragraphs[0][:90]}”") for number, paragraphs, name in rows]


def areas_spoken_to(episode_id: int) -> set[Key]:
    """What the quotes of an episode are linked to themselves: evidence without being named."""
    found: set[Key] = set()
    for kind, model in (("pillar", QuotePillar), ("theme", QuoteTheme)):
        column = getattr(model, f"{kind}_id")
        said = sa.select(column).join(Quote, Quote.id == model.quote_id).where(Quote.episode_id == episode_id)
        found |= {(kind, number) for (number,) in _rows(said.where(Quote.state != QuoteState.WITHDRAWN))}
    return found


def words_by_area() -> dict[Key, list[str]]:
    """The word lists that are not empty, strategies' before vocabularies'."""
    found: dict[Key, list[str]] = {}
    for kind, model in (("pillar", Pillar), ("theme", Theme)):
        statement = sa.select(model.id, model.words).join(Framework, Framework.id == model.framework_id)
        for number, words in _rows(statement.order_by(Framework.kind, model.id)):
            if words:
                found[(kind, number)] = words
    return found


@dataclass(frozen=True)
class Development:
    """How the public episodes that are linked to one pillar or theme itself came about."""

    days: list[date]
    minutes: int
    evidenced: int
    planned: int
    by_year: dict[int, Count]
    gaps: tuple[str, ...]

    @property
    def columns(self) -> Columns:
        return columns(self.by_year)


def public_development(area: Pillar | Theme, *, quotes: int) -> Development:
    """In one statement: the page of a pillar or theme has seven others. `quotes` is how many speak to it."""
    linking, said = (EpisodePillar, QuotePillar) if isinstance(area, Pillar) else (EpisodeTheme, QuoteTheme)
    column = "pillar_id" if isinstance(area, Pillar) else "theme_id"
    public = public_quotes().with_only_columns(Quote.id)
    named = linking.evidence_quote_id.in_(public)
    speaking = sa.select(Quote.episode_id).join(said, said.quote_id == Quote.id)
    speaking = speaking.where(getattr(said, column) == area.id, Quote.id.in_(public), Quote.episode_id.is_not(None))
    statement = (
        public_episodes()
        .join(linking, linking.episode_id == Episode.id)
        .where(getattr(linking, column) == area.id)
        .with_only_columns(
            *(Episode.day, Episode.duration_minutes, Episode.status, Episode.ends_at),
            sa.or_(sa.and_(linking.evidence_quote_id.is_not(None), named), Episode.id.in_(speaking)),
            maintain_column_froms=True,
        )
        .order_by(Episode.day, Episode.id)
    )
    moment = now()
    rows = [
        (day, minutes, stage_of(status, day, ends_at, moment), bool(evidenced))
        for day, minutes, status, ends_at, evidenced in _rows(statement)
    ]
    held = [row for row in rows if row[2] == "held"]
    days = [row[0] for row in held]
    evidenced = sum(row[3] for row in held)
    counted = Counter(day.year for day in days)
    return Development(
        days=days,
        minutes=sum(row[1] for row in held),
        evidenced=evidenced,
        planned=sum(row[2] == "planned" for row in rows),
        by_year={year: Count(episodes=number) for year, number in sorted(counted.items())},
        gaps=gaps_of(days, evidenced, quotes, moment.date()),
    )


def _material(episodes: sa.Select[Any], quotes: sa.Select[Any]) -> Material:
    episode_ids = episodes.with_only_columns(Episode.id)
    rows = _episodes(episodes)
    voices = _voices(episode_ids)
    frameworks, areas = _structure()
    day_of = {one.id: one.day for one in rows}
    counted = _quotes(quotes, day_of, voices)
    return Material(
        frameworks=frameworks,
        areas=areas,
        crosswalk=_crosswalk(),
        episodes=rows,
        voices=voices,
        people=_people(),
        quotes=counted,
        episode_links=_episode_links(frozenset(day_of)),
        quote_links=_quote_links(frozenset(counted.ids)),
    )


def _rows(statement: Any) -> Any:
    """Rows as the driver gives them: half the time of the session's own loading."""
    return db.session.connection().execute(statement).all()


def _joined(*columns: Any) -> tuple[Any, ...]:
    """The ids of a group as one text for each column, all in the same order: one row instead of thousands."""
    return tuple(sa.func.aggregate_strings(sa.cast(column, sa.Text), ",") for column in columns)


def _ids(text: str) -> list[int]:
    """The numbers of such a text, by the fastest reader of lists of numbers there is."""
    found: list[int] = json.loads(f"[{text}]")
    return found


def _structure() -> tuple[list[FrameworkRow], list[Area]]:
    """Frameworks, the latest first; pillars, then themes, each by framework and place. In one statement."""
    nothing = sa.null()
    shared = ("id", "slug", "title")
    frameworks = sa.select(
        sa.literal("framework").label("what"), *(getattr(Framework, name) for name in shared),
        Framework.id.label("framework_id"), sa.cast(nothing, sa.String(7)), sa.cast(nothing, sa.Integer),
        sa.cast(Framework.kind, sa.String(32)), sa.cast(nothing, sa.String(20)), Framework.valid_from,
        Framework.valid_until,
    )  # fmt: skip
    pillars, themes = (
        sa.select(
            sa.literal(what).label("what"), *(getattr(model, name) for name in shared), model.framework_id,
            model.colour, place, kind, code, sa.cast(nothing, sa.Date), sa.cast(nothing, sa.Date),
        )
        for what, model, place, kind, code in (
            ("pillar", Pillar, Pillar.number, sa.cast(Pillar.kind, sa.String(32)), sa.cast(nothing, sa.String(20))),
            ("theme", Theme, Theme.position, sa.cast(nothing, sa.String(32)), Theme.code),
        )
    )  # fmt: skip
    found: list[FrameworkRow] = []
    areas = []
    for what, number, slug, title, framework_id, colour, place, kind, code, begins, ends in _rows(
        sa.union_all(frameworks, pillars, themes)
    ):
        if what == "framework":
            found.append(FrameworkRow(number, slug, title, kind, begins, ends))
            continue
        governs = kind == PillarKind.GOVERNANCE.value
        label = code or ("G" if governs else str(place) if what == "pillar" else f"T{place}")
        areas.append(
            (what, framework_id, place, Area((what, number), framework_id, label, title, slug, colour, governs))
        )
    ordered = sorted(areas, key=lambda row: (*row[:3], row[3].key))
    return sorted(found, key=lambda one: (-one.valid_from.toordinal(), one.id)), [area for *_place, area in ordered]


def _crosswalk() -> list[CrosswalkRow]:
    columns = (Crosswalk.from_pillar_id, Crosswalk.from_theme_id, Crosswalk.to_pillar_id, Crosswalk.to_theme_id)
    statement = sa.select(*columns, Crosswalk.kind, Crosswalk.note).order_by(Crosswalk.id)
    found = []
    for from_pillar, from_theme, to_pillar, to_theme, kind, note in _rows(statement):
        beginning = _key(from_pillar, from_theme)
        if beginning is not None:
            found.append(CrosswalkRow(beginning, _key(to_pillar, to_theme), kind.value, note))
    return found


def _key(pillar_id: int | None, theme_id: int | None) -> Key | None:
    if pillar_id is not None:
        return ("pillar", pillar_id)
    return ("theme", theme_id) if theme_id is not None else None


def _episodes(episodes: sa.Select[Any]) -> list[EpisodeRow]:
    columns = (Episode.id, Episode.slug, Episode.number, Episode.title, Episode.day, Episode.duration_minutes)
    statement = episodes.with_only_columns(*columns, Episode.status, Episode.ends_at).order_by(Episode.day, Episode.id)
    moment = now()
    return [
        EpisodeRow(number, slug, shown, title, day, minutes, stage_of(status, day, ends_at, moment))
        for number, slug, shown, title, day, minutes, status, ends_at in _rows(statement)
    ]


def stage_of(status: Status, day: date, ends_at: datetime | None, moment: datetime) -> str:
    """Held when it is said to be, or was confirmed and is over; planned when it is still to come."""
    over = ends_at <= moment if ends_at is not None else day < (moment - LAST_ZONE).date()
    if status is Status.HELD or (status is Status.CONFIRMED and over):
        return "held"
    planned = status in (Status.DRAFT, Status.TENTATIVE, Status.CONFIRMED) and not over
    return "planned" if planned else ""


def _voices(episode_ids: sa.Select[Any]) -> list[VoiceRow]:
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
    groups = [(organization or "", _value(kind) or "", *texts) for organization, kind, *texts in _rows(statement)]
    return [
        VoiceRow(episode_id, person_id, organization or None, kind or None)
        for organization, kind, episodes, people in sorted(groups)
        for episode_id, person_id in zip(_ids(episodes), _ids(people), strict=True)
    ]


def _people() -> dict[int, PersonRow]:
    """Of everybody of whom something is known; who of them is counted, voices and quotes say."""
    statement = (
        sa.select(Person.country, Person.gender, *_joined(Person.id))
        .where(sa.or_(Person.country.is_not(None), Person.gender.is_not(None)))
        .group_by(Person.country, Person.gender)
    )
    found: dict[int, PersonRow] = {}
    for country, gender, ids in _rows(statement):
        found |= dict.fromkeys(_ids(ids), PersonRow(country or None, _value(gender)))
    return found


def _value(member: Any) -> str | None:
    return str(getattr(member, "value", member)) if member else None


def _quotes(quotes: sa.Select[Any], day_of: Mapping[int, date], voices: list[VoiceRow]) -> Quotes:
    """A quote is of its episode's day; one without an episode, of the day it was published or taken down.

    It is of the organization its speaker spoke for in that episode, or of the one it names. Those of episodes come in
    one row, for which the database need not sort them; the names of organizations have no line ends.
    """
    said_at = sa.func.coalesce(Quote.published_at, Quote.created_at)
    is_verified = sa.case((Quote.verified_at.is_(None), 0), else_=1)
    columns = _joined(Quote.id, sa.func.coalesce(Quote.episode_id, 0), Quote.person_id, is_verified)
    named_for = sa.func.aggregate_strings(sa.func.coalesce(Quote.organization_name, ""), "\n")
    alone = quotes.where(Quote.episode_id.is_(None)).with_only_columns(said_at, *columns, named_for).group_by(said_at)
    in_episodes = quotes.where(Quote.episode_id.is_not(None))
    together = in_episodes.with_only_columns(sa.cast(sa.null(), UTCDateTime), *columns, named_for)
    spoke_for = {(voice.episode_id, voice.person_id): voice.organization for voice in voices}
    found, verified = Quotes(), set[int]()
    for said, *numbers, names in _rows(alone.union_all(together)):
        if names is None:  # what is put together of nothing
            continue
        ids, episode_ids, person_ids, flags = map(_ids, numbers)
        found.ids.extend(ids)
        found.episode_ids.extend(episode_ids)
        found.person_ids.extend(person_ids)
        for_whom = map(spoke_for.get, zip(episode_ids, person_ids, strict=True))
        if names.isspace() or not names:
            found.organizations.extend(for_whom)
        else:
            named = zip(for_whom, names.split("\n"), strict=True)
            found.organizations.extend(one or name or None for one, name in named)
        found.days.extend(map(day_of.__getitem__, episode_ids) if said is None else [said.date()] * len(ids))
        verified.update(compress(ids, flags))
    return replace(found, verified=frozenset(verified))


def _episode_links(counted: frozenset[int]) -> list[LinkRow]:
    """What the counted episodes serve, pillars and themes in one statement; the gate has said which are counted."""
    parts = []
    for kind, model, area_id in (
        ("pillar", EpisodePillar, EpisodePillar.pillar_id),
        ("theme", EpisodeTheme, EpisodeTheme.theme_id),
    ):
        principal = (model.weight == Weight.PRINCIPAL).label("principal")
        what = (sa.literal(kind).label("kind"), area_id.label("area_id"), principal)
        columns = _joined(model.episode_id, sa.func.coalesce(model.evidence_quote_id, 0))
        parts.append(sa.select(*what, *columns).group_by(area_id, principal))
    return [
        LinkRow(episode_id, key, bool(principal), evidence or None)
        for kind, area_id, principal, ids, evidences in _rows(sa.union_all(*parts))
        for key in [(kind, area_id)]
        for episode_id, evidence in zip(_ids(ids), _ids(evidences), strict=True)
        if episode_id in counted
    ]


def _quote_links(counted: frozenset[int]) -> dict[Key, frozenset[int]]:
    """The counted quotes by what they speak to; that they may be counted, the gate has said before."""
    parts = [
        sa.select(sa.literal(kind).label("kind"), area_id.label("area_id"), *_joined(quote_id)).group_by(area_id)
        for kind, area_id, quote_id in (
            ("pillar", QuotePillar.pillar_id, QuotePillar.quote_id),
            ("theme", QuoteTheme.theme_id, QuoteTheme.quote_id),
        )
    ]
    return {(kind, area_id): counted.intersection(_ids(ids)) for kind, area_id, ids in _rows(sa.union_all(*parts))}
