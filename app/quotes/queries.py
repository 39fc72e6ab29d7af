"""Reads of quotes, and of the people and organizations that are public through episodes and quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.clock import now
from app.database import db
from app.episodes.models import Appearance, AttributionPolicy, CoOrganizer, Episode
from app.episodes.queries import public_appearances, public_episodes
from app.people.models import Organization, Person
from app.people.queries import WITH_AFFILIATIONS, holder_of_slug
from app.quotes.models import (
    PUBLIC_STATES,
    Clearance,
    Quote,
    QuotePillar,
    QuoteState,
    QuoteTheme,
    QuoteTranslation,
    QuoteVersion,
    TranslationStatus,
)
from app.recordings.models import PhraseOf, Transcript
from app.recordings.phrases import words_of
from app.recordings.queries import records_with_words
from app.revisions.models import Revision
from app.strategy.models import Pillar, Theme

EVERYTHING_SHOWN: tuple[ExecutableOption, ...] = (
    joinedload(Quote.person),
    joinedload(Quote.episode).joinedload(Episode.series),
    joinedload(Quote.source),
    joinedload(Quote.verified_by),
    joinedload(Quote.transcript).joinedload(Transcript.recording),
    selectinload(Quote.marks),
    selectinload(Quote.versions),
    joinedload(Quote.translations),
    selectinload(Quote.pillar_links).joinedload(QuotePillar.pillar),
    selectinload(Quote.theme_links).joinedload(QuoteTheme.theme),
)
"""Loads what a quote's page shows, in a constant number of statements."""


SHOWN_ON_WALLS: tuple[ExecutableOption, ...] = (
    joinedload(Quote.person),
    joinedload(Quote.episode),
    joinedload(Quote.source),
    joinedload(Quote.marks),
)
"""Loads what a quote in a list shows, in one statement: a quote has few marks."""


def public_quotes() -> sa.Select[Quote]:
    """The gate for quotes: published or corrected, embargo over, its episode public and on the record (or none)."""
    quotable = public_episodes().where(Episode.attribution_policy == AttributionPolicy.ON_THE_RECORD)
    return sa.select(Quote).where(
        Quote.state.in_(PUBLIC_STATES),
        sa.or_(Quote.embargo_until.is_(None), Quote.embargo_until <= now()),
        sa.or_(Quote.episode_id.is_(None), Quote.episode_id.in_(quotable.with_only_columns(Episode.id))),
    )


def public_quotes_shown(limit: int = 50, offset: int = 0, **narrow: str | int | None) -> list[Quote]:
    """Public quotes for a wall, newest first; `narrow` by pillar, theme, person (slugs), language, year, episode_id."""
    statement = public_quotes().options(*SHOWN_ON_WALLS)
    statement = _narrowed(statement, narrow).order_by(Quote.published_at.desc(), Quote.id.desc())
    return list(db.session.scalars(statement.limit(limit).offset(offset)).unique())


def public_quotes_said(slug: str, limit: int, offset: int = 0, **narrow: str | int | None) -> list[Quote]:
    """What a person said, episode by episode, the newest first, in the order it was said."""
    statement = _narrowed(public_quotes().options(*SHOWN_ON_WALLS), narrow | {"person": slug})
    statement = statement.outerjoin(Quote.episode).order_by(
        Episode.day.desc().nulls_last(), Quote.episode_id, Quote.begins_ms.nulls_last(), Quote.id
    )
    return list(db.session.scalars(statement.limit(limit).offset(offset)).unique())


def public_pillars_said(person_id: int) -> list[tuple[Pillar, int]]:
    """The pillars a person spoke to, each with how many public quotes."""
    said = public_quotes().where(Quote.person_id == person_id).with_only_columns(Quote.id)
    statement = (
        sa.select(Pillar, sa.func.count())
        .join(QuotePillar, QuotePillar.pillar_id == Pillar.id)
        .where(QuotePillar.quote_id.in_(said))
        .group_by(Pillar.id)
        .order_by(Pillar.framework_id, Pillar.number, Pillar.id)
    )
    return [(pillar, int(count)) for pillar, count in db.session.execute(statement)]


def _narrowed(statement: sa.Select[Quote], narrow: dict[str, str | int | None]) -> sa.Select[Quote]:
    if narrow.get("pillar"):
        linked = sa.select(QuotePillar.quote_id).join(QuotePillar.pillar).where(Pillar.slug == narrow["pillar"])
        statement = statement.where(Quote.id.in_(linked))
    if narrow.get("theme"):
        linked = sa.select(QuoteTheme.quote_id).join(QuoteTheme.theme).where(Theme.slug == narrow["theme"])
        statement = statement.where(Quote.id.in_(linked))
    if narrow.get("person"):
        statement = statement.where(Quote.person_id.in_(sa.select(Person.id).where(Person.slug == narrow["person"])))
    if narrow.get("organization"):
        statement = statement.where(_said_for(str(narrow["organization"])))
    if narrow.get("words"):
        words = words_of(str(narrow["words"]))
        found = records_with_words(PhraseOf.QUOTE, words) if words else sa.select(sa.null())
        statement = statement.where(Quote.id.in_(found))
    if narrow.get("language"):
        statement = statement.where(Quote.language == narrow["language"])
    if narrow.get("episode_id"):
        statement = statement.where(Quote.episode_id == narrow["episode_id"])
    if narrow.get("year"):
        year = int(narrow["year"] or 0)
        within = sa.select(Episode.id).where(Episode.day.between(date(year, 1, 1), date(year, 12, 31)))
        statement = statement.where(Quote.episode_id.in_(within))
    return statement


def _said_for(organization_slug: str) -> sa.ColumnElement[bool]:
    """Said for that organization: by the name that was frozen, or by the appearance in that episode."""
    named = sa.select(Organization.name).where(Organization.slug == organization_slug)
    appearing = (
        sa.select(Appearance.id)
        .join(Organization, Organization.id == Appearance.organization_id)
        .where(
            Organization.slug == organization_slug,
            Appearance.episode_id == Quote.episode_id,
            Appearance.person_id == Quote.person_id,
        )
        .correlate(Quote)
    )
    return sa.or_(Quote.organization_name.in_(named), sa.exists(appearing))


def public_quotes_for_feed(limit: int = 50, **narrow: str | int | None) -> list[Quote]:
    """Public quotes for feeds and exports, newest first, with everything an entry says."""
    statement = public_quotes().options(
        joinedload(Quote.person),
        joinedload(Quote.episode).joinedload(Episode.series),
        joinedload(Quote.source),
        selectinload(Quote.pillar_links).joinedload(QuotePillar.pillar),
    )
    statement = _narrowed(statement, narrow).order_by(Quote.published_at.desc(), Quote.id.desc())
    return list(db.session.scalars(statement.limit(limit)))


def public_corrections(limit: int = 50, **narrow: str | int | None) -> list[QuoteVersion]:
    """Corrections of public quotes, newest first, with the quote and all its versions."""
    shown = _narrowed(public_quotes(), narrow).with_only_columns(Quote.id)
    statement = (
        sa.select(QuoteVersion)
        .where(QuoteVersion.number > 1, QuoteVersion.quote_id.in_(shown))
        .options(
            joinedload(QuoteVersion.quote).options(
                joinedload(Quote.person), joinedload(Quote.episode), selectinload(Quote.versions)
            )
        )
        .order_by(QuoteVersion.made_at.desc(), QuoteVersion.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def public_languages_quoted() -> list[str]:
    """The languages in which public quotes were spoken."""
    return list(
        db.session.scalars(public_quotes().with_only_columns(Quote.language).distinct().order_by(Quote.language))
    )


def public_quotes_counted(**narrow: str | int | None) -> int:
    counted = _narrowed(public_quotes(), narrow).with_only_columns(sa.func.count(), maintain_column_froms=True)
    return int(db.session.scalar(counted) or 0)


def public_quotes_by_ids(ids: list[int]) -> list[Quote]:
    statement = public_quotes().where(Quote.id.in_(ids)).options(joinedload(Quote.person), joinedload(Quote.episode))
    return list(db.session.scalars(statement))


def public_translations_by_ids(ids: list[int]) -> list[QuoteTranslation]:
    """Translations of public quotes that are shown, with the quote."""
    shown = public_quotes().with_only_columns(Quote.id)
    statement = sa.select(QuoteTranslation).where(
        QuoteTranslation.id.in_(ids),
        QuoteTranslation.status != TranslationStatus.DRAFT,
        QuoteTranslation.quote_id.in_(shown),
    )
    loading = joinedload(QuoteTranslation.quote).options(joinedload(Quote.person), joinedload(Quote.episode))
    return list(db.session.scalars(statement.options(loading)))


def public_quotes_taken_from(transcript_id: int) -> dict[int, list[Quote]]:
    """The public quotes whose words begin in a cue of the transcript, by the cue's number."""
    statement = public_quotes().where(Quote.transcript_id == transcript_id, Quote.cue_number.is_not(None))
    taken: dict[int, list[Quote]] = {}
    for quote in db.session.scalars(statement.options(joinedload(Quote.person)).order_by(Quote.id)):
        taken.setdefault(quote.cue_number or 0, []).append(quote)
    return taken


def clearances_of_quote(quote_id: int) -> list[Clearance]:
    """What was asked and answered about a quote, newest first."""
    statement = sa.select(Clearance).where(Clearance.quote_id == quote_id).options(joinedload(Clearance.person))
    return list(db.session.scalars(statement.order_by(Clearance.id.desc())))


def clearance_by_id(clearance_id: int) -> Clearance | None:
    loading = (joinedload(Clearance.person), joinedload(Clearance.quote), joinedload(Clearance.episode))
    return db.session.scalar(sa.select(Clearance).where(Clearance.id == clearance_id).options(*loading))


def all_clearances() -> list[Clearance]:
    """Every clearance, those still waiting for an answer first."""
    loading = (joinedload(Clearance.person), joinedload(Clearance.quote), joinedload(Clearance.episode))
    waiting = sa.case((Clearance.answered_at.is_(None), 0), else_=1)
    return list(db.session.scalars(sa.select(Clearance).options(*loading).order_by(waiting, Clearance.id.desc())))


def public_front_quote() -> Quote | None:
    """One verified public quote for the home page: the latest."""
    statement = public_quotes().where(Quote.verified_at.is_not(None)).options(*SHOWN_ON_WALLS)
    return db.session.scalars(statement.order_by(Quote.published_at.desc(), Quote.id.desc()).limit(1)).unique().first()


@dataclass(frozen=True)
class Withdrawal:
    """That a quote may no longer be cited; `is_closed` where its episode came under the Chatham House Rule."""

    quote: Quote
    moment: datetime
    is_closed: bool

    @property
    def reason(self) -> str:
        """As it was given, but for an episode where even a reason may tell who spoke."""
        return "" if self.is_closed else self.quote.state_reason or ""


def withdrawal_of_quote(quote_id: int) -> Withdrawal | None:
    """For the notice that stays at the quote's address; its words are not shown.

    One that was withdrawn before the public could read it never had an address.
    """
    return next(iter(_withdrawals(_once_public_quotes().where(Quote.id == quote_id), 1)), None)


def public_withdrawals(limit: int = 50, **narrow: str | int | None) -> list[Withdrawal]:
    """What the public can read no longer, the latest first, for feeds that tell of it.

    A choice of quotes (by speaker, by words) names none of a closed episode: to be chosen would be to be attributed.
    """
    statement = _narrowed(_once_public_quotes(), narrow)
    if any(narrow.values()):
        statement = statement.where(sa.or_(Quote.episode_id.is_(None), sa.not_(_CLOSED)))
    return _withdrawals(statement, limit)


_CLOSED = Quote.episode_id.in_(
    sa.select(Episode.id).where(Episode.attribution_policy == AttributionPolicy.CHATHAM_HOUSE)
)


def _once_public_quotes() -> sa.Select[Quote]:
    """Withdrawn after they were public, or public in an episode that has come under the Chatham House Rule since."""
    episodes = public_episodes().with_only_columns(Episode.id)
    made = sa.select(sa.func.min(Revision.id)).where(Revision.record_type == "quote", Revision.record_id == Quote.id)
    was_open = _closing(Revision.id) > made.correlate(Quote).scalar_subquery()
    return sa.select(Quote).where(
        sa.or_(
            Quote.state == QuoteState.WITHDRAWN,
            sa.and_(Quote.state.in_(PUBLIC_STATES), _CLOSED, was_open),
        ),
        Quote.edition > 0,
        sa.or_(Quote.embargo_until.is_(None), Quote.embargo_until <= now()),
        sa.or_(Quote.episode_id.is_(None), Quote.episode_id.in_(episodes)),
    )


def _closing(told: Any) -> sa.ScalarSelect[Any]:
    """The moment or number of the last change by which the quote's episode came under the Chatham House Rule."""
    closing = sa.select(sa.func.max(told)).where(
        Revision.record_type == "episode",
        Revision.record_id == Quote.episode_id,
        Revision.after["attribution_policy"].as_string() == AttributionPolicy.CHATHAM_HOUSE.value,
    )
    return closing.correlate(Quote).scalar_subquery()


def _withdrawals(statement: sa.Select[Quote], limit: int) -> list[Withdrawal]:
    """With the moment of the withdrawal, or that from which nothing said in the episode may be attributed."""
    closed_at = sa.func.coalesce(_closing(Revision.at), Quote.changed_at)
    moment = sa.case((_CLOSED, closed_at), else_=Quote.changed_at)
    rows = statement.add_columns(moment, _CLOSED).order_by(moment.desc(), Quote.id.desc()).limit(limit)
    return [Withdrawal(quote, at, bool(is_closed)) for quote, at, is_closed in db.session.execute(rows)]


def public_pillar_quote_counts() -> dict[int, int]:
    """How many public quotes speak to each pillar, by the pillar's id."""
    statement = (
        public_quotes()
        .join(QuotePillar, QuotePillar.quote_id == Quote.id)
        .with_only_columns(QuotePillar.pillar_id, sa.func.count(), maintain_column_froms=True)
        .group_by(QuotePillar.pillar_id)
    )
    return {int(pillar_id): int(count) for pillar_id, count in db.session.execute(statement)}


def public_quote_by_id(quote_id: int) -> Quote | None:
    return db.session.scalars(public_quotes().where(Quote.id == quote_id).options(*EVERYTHING_SHOWN)).unique().first()


def quote_by_id(quote_id: int) -> Quote | None:
    """A quote in any state, for organizers and for the notice of a withdrawn one."""
    return db.session.scalars(sa.select(Quote).where(Quote.id == quote_id).options(*EVERYTHING_SHOWN)).unique().first()


def quotes_of_episode(episode_id: int) -> list[Quote]:
    """Every quote of an episode in any state, for organizers."""
    statement = sa.select(Quote).where(Quote.episode_id == episode_id).options(joinedload(Quote.person))
    return list(db.session.scalars(statement.order_by(Quote.id)))


def quote_ids_seen(series_ids: list[int], state: QuoteState | None = None) -> list[int]:
    """Numbers of the quotes of these series, or of no episode, in one state or any, newest first, for organizers."""
    seen = sa.or_(Quote.episode_id.is_(None), Episode.series_id.in_(series_ids))
    statement = sa.select(Quote.id).outerjoin(Quote.episode).where(seen).order_by(Quote.id.desc())
    return list(db.session.scalars(statement.where(Quote.state == state) if state else statement))


def quotes_by_id(numbers: Sequence[int]) -> list[Quote]:
    """These quotes with who said them where, newest first; what a list shows, in two statements."""
    shown = (joinedload(Quote.person), joinedload(Quote.episode))
    statement = sa.select(Quote).where(Quote.id.in_(numbers)).options(*shown).order_by(Quote.id.desc())
    return list(db.session.scalars(statement))


def public_people() -> sa.Select[Person]:
    """The gate for people: those who appear in a public episode, or said a public quote."""
    appearing = public_appearances().with_only_columns(Appearance.person_id)
    quoted = public_quotes().with_only_columns(Quote.person_id)
    return sa.select(Person).where(sa.or_(Person.id.in_(appearing), Person.id.in_(quoted)))


def public_person_by_slug(slug: str) -> Person | None:
    return db.session.scalar(public_people().where(Person.slug == slug).options(WITH_AFFILIATIONS))


def public_organizations() -> sa.Select[Organization]:
    """The gate for organizations: those whose people appear in public episodes, or that co-organize one."""
    speaking = public_appearances().with_only_columns(Appearance.organization_id)
    organizing = sa.select(CoOrganizer.organization_id).where(
        CoOrganizer.episode_id.in_(public_episodes().with_only_columns(Episode.id))
    )
    return sa.select(Organization).where(sa.or_(Organization.id.in_(speaking), Organization.id.in_(organizing)))


def public_names_in(title: str) -> list[str]:
    """The names of public people and organizations that stand in a title."""
    people = public_people().with_only_columns(Person.name).where(sa.func.replace(title, Person.name, "") != title)
    named = public_organizations().with_only_columns(Organization.name)
    organizations = named.where(sa.func.replace(title, Organization.name, "") != title)
    return list(db.session.scalars(sa.union_all(people, organizations)))


def public_people_shown() -> list[Person]:
    """Every public person with affiliations, by sort name."""
    return list(db.session.scalars(public_people().options(WITH_AFFILIATIONS).order_by(Person.sort_name, Person.id)))


def public_people_named() -> list[Person]:
    """Every public person as a list to choose from needs them: no affiliations."""
    return list(db.session.scalars(public_people().order_by(Person.sort_name, Person.id)))


def public_organizations_shown() -> list[Organization]:
    return list(db.session.scalars(public_organizations().order_by(Organization.name)))


def public_organization_by_slug(slug: str) -> Organization | None:
    return db.session.scalar(public_organizations().where(Organization.slug == slug))


def public_people_of_organization(organization_id: int) -> list[Appearance]:
    """The latest 200 public appearances for an organization, newest episode first, with person and episode."""
    statement = (
        public_appearances()
        .join(Appearance.episode)
        .where(Appearance.organization_id == organization_id)
        .options(joinedload(Appearance.person), joinedload(Appearance.episode))
        .order_by(Episode.day.desc(), Appearance.precedence)
        .limit(200)
    )
    return list(db.session.scalars(statement))


def public_quote_addresses() -> list[tuple[int, str, datetime]]:
    """Id, slug and last change of every public quote, for the site map."""
    statement = public_quotes().with_only_columns(Quote.id, Quote.slug, Quote.changed_at).order_by(Quote.id)
    return [(number, slug, changed) for number, slug, changed in db.session.execute(statement)]


def public_person_moved_to(slug: str) -> str | None:
    """The present slug of the public person who had this one, or whose record was merged into another."""
    found = public_people().where(Person.id == holder_of_slug(Person, slug))
    return db.session.scalar(found.with_only_columns(Person.slug))


def public_organization_moved_to(slug: str) -> str | None:
    """The present slug of the public organization that had this one, or was merged into another."""
    found = public_organizations().where(Organization.id == holder_of_slug(Organization, slug))
    return db.session.scalar(found.with_only_columns(Organization.slug))


def quotes_from_source(source_id: int) -> list[Quote]:
    """Every quote that is checked against this source, public or not: for organizers only."""
    statement = (
        sa.select(Quote)
        .options(joinedload(Quote.person), joinedload(Quote.episode))
        .where(Quote.source_id == source_id)
        .order_by(Quote.id)
    )
    return list(db.session.scalars(statement))
