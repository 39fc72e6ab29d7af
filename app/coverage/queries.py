"""What the figures are made of, read in a constant number of statements; the public's only through the gate."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.clock import now
from app.coverage.counting import Count, gaps_of
from app.coverage.drawing import Columns, columns
from app.coverage.gathering import Changes, gathered, renewed, rows_of, stage_of
from app.coverage.material import Key, Material
from app.database import db
from app.episodes.models import Episode, EpisodePillar, EpisodeTheme
from app.episodes.queries import public_episodes
from app.people.models import Person
from app.quotes.models import PUBLIC_STATES, Quote, QuotePillar, QuoteState, QuoteTheme
from app.quotes.queries import public_quotes
from app.strategy.models import Framework, Pillar, Theme, is_target_of_goal


def public_material() -> Material:
    """What anyone may count: public episodes and quotes."""
    return gathered(public_episodes(), public_quotes())


def public_material_renewed(material: Material, changes: Changes) -> Material:
    """What anyone may count after those changes."""
    return renewed(material, changes, public_episodes(), public_quotes())


Words = list[tuple[int, list[str], str, str, str, str | None, str | None, str | None]]
"""Id, paragraphs, slug, language, speaker, position, organization and the source's own words of quotes."""


def public_words() -> Words:
    return _words(public_quotes())


def _words(quotes: sa.Select[Any]) -> Words:
    standing = (Quote.position, Quote.organization_name, Quote.attributed_as)
    statement = (
        quotes.with_only_columns(Quote.id, Quote.paragraphs, Quote.slug, Quote.language, Person.name, *standing)
        .join(Person, Person.id == Quote.person_id)
        .order_by(Quote.id)
    )
    return [tuple(row) for row in rows_of(statement)]


def public_quotes_cited(ids: Collection[int]) -> list[Quote]:
    """Public quotes with all that citing them takes."""
    return _cited(public_quotes(), ids)


def _cited(quotes: sa.Select[Any], ids: Collection[int]) -> list[Quote]:
    loading = (joinedload(Quote.person), joinedload(Quote.source), joinedload(Quote.episode).joinedload(Episode.series))
    statement = quotes.where(Quote.id.in_(ids)).options(*loading, joinedload(Quote.marks))
    return list(db.session.scalars(statement.order_by(Quote.id)).unique())


def quotes_cited(ids: Collection[int]) -> list[Quote]:
    """For organizers, who have been told the ids by their own material."""
    return _cited(sa.select(Quote), ids)


def words_with_drafts(series_ids: Collection[int]) -> Words:
    return _words(_with_drafts(series_ids)[1])


def material_with_drafts(series_ids: Collection[int]) -> Material:
    """What organizers of those series may count: drafts too, and quotes that are not withdrawn."""
    return replace(gathered(*_with_drafts(series_ids)), is_for_organizers=True)


def material_with_drafts_renewed(material: Material, changes: Changes, series_ids: Collection[int]) -> Material:
    return renewed(material, changes, *_with_drafts(series_ids))


def _with_drafts(series_ids: Collection[int]) -> tuple[sa.Select[Any], sa.Select[Any]]:
    episodes = sa.select(Episode).where(Episode.series_id.in_(series_ids))
    own = episodes.with_only_columns(Episode.id)
    free = sa.and_(Quote.episode_id.is_(None), Quote.state.in_(PUBLIC_STATES))
    quotes = sa.select(Quote).where(Quote.state != QuoteState.WITHDRAWN, sa.or_(Quote.episode_id.in_(own), free))
    return episodes, quotes


def evidence_choices(episode_id: int, *, whole: bool = False) -> list[tuple[int, str]]:
    """The quotes of an episode that may show a link, with speaker and first words; `whole` gives all their words."""
    statement = (
        sa.select(Quote.id, Quote.paragraphs, Person.name)
        .join(Person, Person.id == Quote.person_id)
        .where(Quote.episode_id == episode_id, Quote.state != QuoteState.WITHDRAWN)
        .order_by(Quote.id)
    )
    rows = rows_of(statement)
    if whole:
        return [(number, "\n".join(paragraphs)) for number, paragraphs, _name in rows]
    return [(number, f"{name}: “{paragraphs[0][:90]}”") for number, paragraphs, name in rows]


def areas_spoken_to(episode_id: int) -> set[Key]:
    """What the quotes of an episode are linked to themselves: evidence without being named."""
    found: set[Key] = set()
    for kind, model in (("pillar", QuotePillar), ("theme", QuoteTheme)):
        column = getattr(model, f"{kind}_id")
        said = sa.select(column).join(Quote, Quote.id == model.quote_id).where(Quote.episode_id == episode_id)
        found |= {(kind, number) for (number,) in rows_of(said.where(Quote.state != QuoteState.WITHDRAWN))}
    return found


def words_by_area() -> dict[Key, list[str]]:
    """The word lists that are not empty, strategies' before vocabularies'."""
    found: dict[Key, list[str]] = {}
    for kind, model in (("pillar", Pillar), ("theme", Theme)):
        statement = sa.select(model.id, model.words).join(Framework, Framework.id == model.framework_id)
        for number, words in rows_of(statement.order_by(Framework.kind, model.id)):
            if words:
                found[(kind, number)] = words
    return found


def public_evidence(episode_id: int) -> dict[Key, tuple[int, str]]:
    """Id and slug of the first public quote that shows what the episode serves, by the rule of the board.

    It is named for the link, or is the episode's own and linked to the same pillar or theme, or a target of the goal.
    """
    public = public_quotes().with_only_columns(Quote.id, Quote.slug, Quote.episode_id).subquery("public")
    own, shown = public.c.episode_id == episode_id, (public.c.id, public.c.slug)
    goals = sa.select(sa.literal("pillar"), Pillar.id, *shown).select_from(Theme).join(Pillar, is_target_of_goal())
    goals = goals.join(QuoteTheme, QuoteTheme.theme_id == Theme.id)
    parts = [goals.join(public, sa.and_(public.c.id == QuoteTheme.quote_id, own))]
    for kind, said, link in (("pillar", QuotePillar, EpisodePillar), ("theme", QuoteTheme, EpisodeTheme)):
        said_of, area_of = getattr(said, f"{kind}_id"), getattr(link, f"{kind}_id")
        speaking = sa.select(sa.literal(kind), said_of, *shown).select_from(said)
        parts.append(speaking.join(public, sa.and_(public.c.id == said.quote_id, own)))
        naming = sa.select(sa.literal(kind), area_of, *shown).select_from(link)
        naming = naming.join(public, public.c.id == link.evidence_quote_id)
        parts.append(naming.where(link.episode_id == episode_id))
    found = sorted(tuple(row) for row in rows_of(sa.union_all(*parts)))
    return {(kind, area_id): (number, slug) for kind, area_id, number, slug in reversed(found)}


@dataclass(frozen=True)
class Development:
    """How the public episodes that serve one pillar or theme came about; `through_targets` only by a goal's targets."""

    days: list[date]
    minutes: int
    shown_in: dict[int, bool]
    """The episodes held, by id: whether a quote shows it."""
    planned: int
    through_targets: int
    by_year: dict[int, Count]
    gaps: tuple[str, ...]

    @property
    def evidenced(self) -> int:
        return sum(self.shown_in.values())

    @property
    def columns(self) -> Columns:
        return columns(self.by_year)


def public_development(area: Pillar | Theme) -> Development:
    """In one statement: the page of a pillar or theme has seven others.

    A goal of a vocabulary is served by what serves its targets as well, and so do quotes speak to it, as on the board.
    """
    links, said = _links_to(area)
    public = public_quotes().with_only_columns(Quote.id)
    speaking = sa.select(Quote.episode_id).where(
        Quote.id.in_(said), Quote.id.in_(public), Quote.episode_id.is_not(None)
    )
    shown = sa.or_(sa.func.coalesce(links.c.evidence_id.in_(public), sa.false()), Episode.id.in_(speaking))
    statement = (
        public_episodes()
        .join(links, links.c.episode_id == Episode.id)
        .with_only_columns(
            *(Episode.id, Episode.day, Episode.duration_minutes, Episode.status, Episode.ends_at),
            *(sa.case((shown, 1), else_=0), links.c.is_own),
            maintain_column_froms=True,
        )
    )
    speaking_to_it = sa.select(sa.func.count()).where(Quote.id.in_(said), Quote.id.in_(public)).scalar_subquery()
    nothing = (sa.cast(sa.null(), column.type) for column in (Episode.status, Episode.ends_at))
    counting = sa.select(
        sa.literal(0), sa.cast(sa.null(), sa.Date), speaking_to_it, *nothing, sa.literal(0), sa.literal(0)
    )
    moment, quotes = now(), 0
    rows: dict[int, tuple[date, int, str, bool, bool]] = {}
    for number, day, minutes, status, ends_at, evidenced, is_own in rows_of(sa.union_all(statement, counting)):
        if not number:
            quotes = minutes
            continue
        before = rows.get(number, (day, minutes, "", False, False))
        stage = stage_of(status, day, ends_at, moment)
        rows[number] = (day, minutes, stage, before[3] or bool(evidenced), before[4] or bool(is_own))
    held = {number: row for number, row in rows.items() if row[2] == "held"}
    days = sorted(row[0] for row in held.values())
    shown_in = {number: row[3] for number, row in held.items()}
    counted = Counter(day.year for day in days)
    return Development(
        days=days,
        minutes=sum(row[1] for row in held.values()),
        shown_in=shown_in,
        planned=sum(row[2] == "planned" for row in rows.values()),
        through_targets=sum(not row[4] for row in held.values()),
        by_year={year: Count(episodes=number) for year, number in sorted(counted.items())},
        gaps=gaps_of(days, sum(shown_in.values()), quotes, moment.date()),
    )


def _links_to(area: Pillar | Theme) -> tuple[sa.Subquery, sa.SelectBase]:
    """The episodes' links to it (episode_id, evidence_id, is_own), and the ids of the quotes that speak to it."""
    wanted = sa.select(Theme.id).where(Theme.id == area.id)
    if isinstance(area, Pillar):
        wanted = sa.select(Theme.id).join(Pillar, is_target_of_goal()).where(Pillar.id == area.id)
    is_own = 0 if isinstance(area, Pillar) else 1
    parts = [
        sa.select(
            EpisodeTheme.episode_id,
            EpisodeTheme.evidence_quote_id.label("evidence_id"),
            sa.literal(is_own).label("is_own"),
        ).where(EpisodeTheme.theme_id.in_(wanted))
    ]
    said = [sa.select(QuoteTheme.quote_id).where(QuoteTheme.theme_id.in_(wanted))]
    if isinstance(area, Pillar):
        columns = (EpisodePillar.episode_id, EpisodePillar.evidence_quote_id, sa.literal(1))
        parts.append(sa.select(*columns).where(EpisodePillar.pillar_id == area.id))
        said.append(sa.select(QuotePillar.quote_id).where(QuotePillar.pillar_id == area.id))
    return sa.union_all(*parts).subquery("links"), sa.union_all(*said)
