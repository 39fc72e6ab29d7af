"""Episodes, appearances with frozen positions, links to the strategy, and facts by source."""

from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.clock import now, to_instant
from app.database import Model, UTCDateTime, day_check, enum_column, enum_type
from app.people.models import Organization, Person
from app.revisions.models import RevisedChild, Revisioned
from app.series.models import Series
from app.sources.models import Source
from app.strategy.models import Pillar, Theme, Weight


class Status(Enum):
    """The life of an episode; live and starting soon are computed from the clock."""

    DRAFT = "draft"
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    HELD = "held"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Visibility(Enum):
    PRIVATE = "private"
    PREVIEW = "preview"
    PUBLIC = "public"


class Format(Enum):
    VIRTUAL = "virtual"
    HYBRID = "hybrid"
    IN_PERSON = "in_person"


class JoinPolicy(Enum):
    """Who may see the join address: anyone, those who registered, those invited."""

    PUBLIC = "public"
    REGISTRATION = "registration"
    INVITED = "invited"


class AttributionPolicy(Enum):
    """Whether what is said may be attributed; under the Chatham House Rule it may not."""

    ON_THE_RECORD = "on_the_record"
    CHATHAM_HOUSE = "chatham_house"


class AppearanceRole(Enum):
    MODERATOR = "moderator"
    KEYNOTE = "keynote"
    INTRODUCER = "introducer"
    PANELLIST = "panellist"
    GUEST = "guest"
    HOST = "host"
    INTERPRETER = "interpreter"


class AppearanceState(Enum):
    PROPOSED = "proposed"
    INVITED = "invited"
    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


ABSENT = (AppearanceState.DECLINED, AppearanceState.WITHDRAWN)
"""States of people who are not in the episode (any more)."""


class Episode(Model, Revisioned):
    """One panel.

    `day`, `start_local`, `timezone` and `fold` are what was agreed on the wall; `starts_at` and `ends_at` are
    the instants that follow; `fold` says which of two equal wall times is meant where clocks go back. Without
    `start_local` only the day is known ("time to be confirmed").
    `uid` and `sequence` are iCalendar's (RFC 5545 3.8.4.7, 3.8.7.4): stored, never derived again, never falling.
    `changed_at` is the last change of anything that shows in the calendar event (DTSTAMP, LAST-MODIFIED).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    number: Mapped[int | None]
    title: Mapped[str] = mapped_column(sa.String(200))
    topic: Mapped[str | None] = mapped_column(sa.String(4000))
    summary: Mapped[str | None] = mapped_column(sa.String(8000))
    day: Mapped[date] = mapped_column(index=True)
    start_local: Mapped[time | None]
    fold: Mapped[int | None] = mapped_column(sa.SmallInteger)
    duration_minutes: Mapped[int] = mapped_column(default=90)
    timezone: Mapped[str] = mapped_column(sa.String(64))
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    languages: Mapped[list[str]] = mapped_column(sa.JSON)
    format: Mapped[Format] = enum_column(Format, "episode_format", default=Format.VIRTUAL)
    venue: Mapped[str | None] = mapped_column(sa.String(300))
    join_policy: Mapped[JoinPolicy] = enum_column(JoinPolicy, "join_policy", default=JoinPolicy.INVITED)
    join_url: Mapped[str | None] = mapped_column(sa.String(1000))
    stream_url: Mapped[str | None] = mapped_column(sa.String(1000))
    recording_url: Mapped[str | None] = mapped_column(sa.String(1000))
    attribution_policy: Mapped[AttributionPolicy] = enum_column(
        AttributionPolicy, "attribution_policy", default=AttributionPolicy.ON_THE_RECORD
    )
    status: Mapped[Status] = enum_column(Status, "episode_status", default=Status.DRAFT)
    status_reason: Mapped[str | None] = mapped_column(sa.String(500))
    visibility: Mapped[Visibility] = enum_column(Visibility, "visibility", default=Visibility.PRIVATE)
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    uid: Mapped[str] = mapped_column(sa.String(255), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)

    series: Mapped[Series] = relationship()
    source: Mapped[Source | None] = relationship()
    owner: Mapped[Account | None] = relationship()
    appearances: Mapped[list["Appearance"]] = relationship(
        back_populates="episode",
        cascade="all, delete-orphan",
        order_by="Appearance.precedence, Appearance.id",
    )
    pillar_links: Mapped[list["EpisodePillar"]] = relationship(
        back_populates="episode", cascade="all, delete-orphan", order_by="EpisodePillar.id"
    )
    theme_links: Mapped[list["EpisodeTheme"]] = relationship(
        back_populates="episode", cascade="all, delete-orphan", order_by="EpisodeTheme.id"
    )
    co_organizers: Mapped[list["CoOrganizer"]] = relationship(
        back_populates="episode", cascade="all, delete-orphan", order_by="CoOrganizer.id"
    )
    facts: Mapped[list["EpisodeFact"]] = relationship(
        back_populates="episode", cascade="all, delete-orphan", order_by="EpisodeFact.id"
    )

    unrevised = frozenset({"starts_at", "ends_at", "uid", "sequence", "published_at"})
    unstamped = frozenset({"facts", "source_id", "attribution_policy", "summary", "owner_id"})
    unstaged = frozenset({"status", "status_reason", "visibility", "publish_at", "owner_id"})
    """Fields that change at once on a public episode: steps of its life, and what nobody outside sees."""
    sequenced = frozenset(
        {"day", "start_local", "fold", "duration_minutes", "timezone", "status", "title"}
        | {"format", "venue", "join_policy", "join_url", "stream_url"}
    )
    revised_children = {
        "appearances": ("person_id",),
        "pillar_links": ("pillar_id",),
        "theme_links": ("theme_id",),
        "co_organizers": ("organization_id",),
        "facts": ("field", "source_id"),
    }
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        day_check("day"),
        sa.Index("ix_episode_feed", "visibility", "series_id", "status", "publish_at", "version"),
        sa.UniqueConstraint("series_id", "number"),
        sa.CheckConstraint("number IS NULL OR number BETWEEN 1 AND 9999", name="number_in_range"),
        sa.CheckConstraint("duration_minutes BETWEEN 1 AND 1440", name="duration_in_range"),
        sa.CheckConstraint("fold IS NULL OR fold IN (0, 1)", name="fold_binary"),
        sa.CheckConstraint("sequence >= 0", name="sequence_from_zero"),
        sa.CheckConstraint("(start_local IS NULL) = (starts_at IS NULL)", name="start_resolved"),
        sa.CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="end_resolved"),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_start"),
    )

    @property
    def is_public(self) -> bool:
        """Whether the public sees it now, as the gate has it (`queries.public_episodes`)."""
        has_begun = self.publish_at is None or self.publish_at <= now()
        return self.visibility is Visibility.PUBLIC and self.status is not Status.DRAFT and has_begun

    @property
    def is_scheduled(self) -> bool:
        """Whether it will be public at a moment to come."""
        return self.visibility is Visibility.PUBLIC and self.publish_at is not None and self.publish_at > now()

    def undo_refusal(self, before: dict[str, Any]) -> str | None:
        """A published episode stays public, and its status takes only legal steps, each with its reason."""
        was_seen = self.published_at is not None and self.published_at <= now()
        if was_seen and (before.get("visibility", "public") != "public" or "publish_at" in before):
            return _("A published episode stays: cancel or postpone it instead.")
        if self.visibility is Visibility.PUBLIC and before.get("status") == "draft":
            return _("A published episode cannot become a draft again; postpone or cancel it.")
        return None

    def stages_undo(self, before: dict[str, Any]) -> bool:
        """On a public episode the undoing of an edit waits to be published, as every edit does."""
        return self.is_public and not before.keys() <= self.unstaged

    def settle(self, changed: set[str]) -> None:
        """Resolve the instants and raise SEQUENCE when start, end, zone, status, title, place or link changed.

        Raises LocalTimeUnclear for a wall time that its zone skips, or shows twice without `fold` said.
        """
        if changed & {"day", "start_local", "fold", "timezone", "duration_minutes"}:
            self._resolve_instants()
        if changed & self.sequenced:
            self.sequence = 0 if self.sequence is None else self.sequence + 1
        self._settle_publication()
        super().settle(changed)

    def _settle_publication(self) -> None:
        """The moment of publication stands for ever once it has passed; before that it follows `publish_at`."""
        moment = now()
        if self.published_at is not None and self.published_at <= moment:
            return
        is_to_come = self.publish_at is not None and self.publish_at > moment
        first_seen = self.publish_at if is_to_come else moment
        self.published_at = first_seen if self.visibility is Visibility.PUBLIC else None

    def _resolve_instants(self) -> None:
        if self.start_local is None:
            self.starts_at = self.ends_at = None
            return
        self.starts_at = to_instant(self.day, self.start_local, self.timezone, fold=self.fold)
        self.ends_at = self.starts_at + self.duration

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.duration_minutes)

    @property
    def present(self) -> list["Appearance"]:
        """Appearances in order of precedence, without those who declined or withdrew."""
        return [a for a in self.appearances if a.state not in ABSENT]

    def appearing_as(self, *roles: AppearanceRole) -> list["Appearance"]:
        return [a for a in self.present if set(a.roles) & set(roles)]


class Appearance(Model, RevisedChild):
    """A person in an episode; position and organization are frozen as of that day."""

    id: Mapped[int] = mapped_column(primary_key=True)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    precedence: Mapped[int] = mapped_column(default=100)
    position: Mapped[str | None] = mapped_column(sa.String(300))
    organization_name: Mapped[str | None] = mapped_column(sa.String(200))
    organization_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organization.id"), index=True)
    state: Mapped[AppearanceState] = enum_column(AppearanceState, "appearance_state", default=AppearanceState.PROPOSED)
    role_note: Mapped[str | None] = mapped_column(sa.String(200))
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))

    episode: Mapped[Episode] = relationship(back_populates="appearances")
    person: Mapped[Person] = relationship()
    organization: Mapped[Organization | None] = relationship()
    source: Mapped[Source | None] = relationship()
    role_rows: Mapped[list["AppearanceRoleRow"]] = relationship(
        cascade="all, delete-orphan", order_by="AppearanceRoleRow.role"
    )

    parent_key = "episode_id"
    revised_as = ("roles",)
    __table_args__ = (
        sa.UniqueConstraint("episode_id", "person_id"),
        sa.CheckConstraint("precedence BETWEEN 0 AND 9999", name="precedence_in_range"),
    )

    @property
    def roles(self) -> list[AppearanceRole]:
        """The roles held in this episode, in the order of the enum; assignable from enums or their values."""
        held = {row.role for row in self.role_rows}
        return [role for role in AppearanceRole if role in held]

    @roles.setter
    def roles(self, wanted: list[AppearanceRole] | list[str]) -> None:
        roles = {AppearanceRole(role) for role in wanted}
        kept = [row for row in self.role_rows if row.role in roles]
        new = roles - {row.role for row in kept}
        self.role_rows = kept + [AppearanceRoleRow(role=role) for role in AppearanceRole if role in new]

    @property
    def standing(self) -> str:
        """Position and organization as of the day, in one line; empty when neither is known."""
        return ", ".join(part for part in (self.position, self.organization_name) if part)


class AppearanceRoleRow(Model):
    """One of the roles of an appearance."""

    __tablename__ = "appearance_role"
    appearance_id: Mapped[int] = mapped_column(sa.ForeignKey("appearance.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[AppearanceRole] = mapped_column(enum_type(AppearanceRole, "role"), primary_key=True)


class EpisodePillar(Model, RevisedChild):
    """That an episode serves a pillar: how much, why, and the quote that shows it. Without one it is a claim."""

    id: Mapped[int] = mapped_column(primary_key=True)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id", ondelete="CASCADE"))
    pillar_id: Mapped[int] = mapped_column(sa.ForeignKey("pillar.id"), index=True)
    weight: Mapped[Weight] = enum_column(Weight, "episode_pillar_weight", default=Weight.PRINCIPAL)
    reason: Mapped[str | None] = mapped_column(sa.String(1000))
    evidence_quote_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quote.id"), index=True)

    episode: Mapped[Episode] = relationship(back_populates="pillar_links")
    pillar: Mapped[Pillar] = relationship()

    parent_key = "episode_id"
    __table_args__ = (sa.UniqueConstraint("episode_id", "pillar_id"),)


class EpisodeTheme(Model, RevisedChild):
    """That an episode touches a theme: how much, why, and the quote that shows it. Without one it is a claim."""

    id: Mapped[int] = mapped_column(primary_key=True)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id", ondelete="CASCADE"))
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"), index=True)
    weight: Mapped[Weight] = enum_column(Weight, "episode_theme_weight", default=Weight.PRINCIPAL)
    reason: Mapped[str | None] = mapped_column(sa.String(1000))
    evidence_quote_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quote.id"), index=True)

    episode: Mapped[Episode] = relationship(back_populates="theme_links")
    theme: Mapped[Theme] = relationship()

    parent_key = "episode_id"
    __table_args__ = (sa.UniqueConstraint("episode_id", "theme_id"),)


class CoOrganizer(Model, RevisedChild):
    """An organization that holds the episode together with the series' organizer."""

    id: Mapped[int] = mapped_column(primary_key=True)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id", ondelete="CASCADE"))
    organization_id: Mapped[int] = mapped_column(sa.ForeignKey("organization.id"), index=True)

    episode: Mapped[Episode] = relationship(back_populates="co_organizers")
    organization: Mapped[Organization] = relationship()

    parent_key = "episode_id"
    __table_args__ = (sa.UniqueConstraint("episode_id", "organization_id"),)


class FactField(Enum):
    """The fields of an episode that sources state, and may state differently."""

    TITLE = "title"
    DAY = "day"
    START = "start_local"
    NUMBER = "number"
    TIMEZONE = "timezone"


class EpisodeFact(Model, RevisedChild):
    """What one source says of one field. `accepted` marks the source the record follows.

    `value` is as the field's ISO text: 2023-07-26, 11:00, America/Port_of_Spain, a number, a title.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id", ondelete="CASCADE"))
    field: Mapped[FactField] = enum_column(FactField, "fact_field")
    value: Mapped[str] = mapped_column(sa.String(300))
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("source.id"), index=True)
    accepted: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(sa.String(500))

    episode: Mapped[Episode] = relationship(back_populates="facts")
    source: Mapped[Source] = relationship()

    parent_key = "episode_id"
    __table_args__ = (sa.UniqueConstraint("episode_id", "field", "source_id"),)
