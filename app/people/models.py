"""People, organizations, and dated affiliations between them."""

from datetime import date, datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, UTCDateTime, day_check, enum_column
from app.revisions.models import RevisedChild, Revisioned
from app.sources.models import Source


class Gender(Enum):
    """As the person says it of themselves, or not at all; only for aggregates and the rules on balance."""

    WOMAN = "woman"
    MAN = "man"
    ANOTHER = "another"


class OrganizationKind(Enum):
    """What sort of voice it is; for the balance of voices."""

    INTERGOVERNMENTAL = "intergovernmental"
    GOVERNMENT = "government"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIA = "academia"
    PRIVATE_SECTOR = "private_sector"
    MEDIA = "media"
    OTHER = "other"


class Organization(Model, Revisioned):
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    acronym: Mapped[str | None] = mapped_column(sa.String(40))
    kind: Mapped[OrganizationKind | None] = enum_column(OrganizationKind, "organization_kind")
    url: Mapped[str | None] = mapped_column(sa.String(1000))
    description: Mapped[str | None] = mapped_column(sa.String(4000))
    since_year: Mapped[int | None]
    member_states: Mapped[int | None]
    presence_countries: Mapped[int | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organization.id"), index=True)

    unstamped = frozenset(
        {"acronym", "kind", "url", "description", "since_year", "member_states", "presence_countries", "slug"}
        | {"merged_into_id"}
    )
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("since_year IS NULL OR since_year BETWEEN 1000 AND 2099", name="since_year_plausible"),
        sa.CheckConstraint("member_states IS NULL OR member_states BETWEEN 0 AND 9999", name="member_states_range"),
        sa.CheckConstraint(
            "presence_countries IS NULL OR presence_countries BETWEEN 0 AND 9999", name="presence_range"
        ),
        sa.CheckConstraint("merged_into_id <> id", name="merged_elsewhere"),
    )

    @property
    def short_name(self) -> str:
        return self.acronym or self.name


class Person(Model, Revisioned):
    """One record across all series. `name` is how the person writes it, without honorific.

    A record that was merged into another stays, empty, and points to it: its address redirects, and the merge
    can be undone. `portrait_digest` names the files of the portrait (PortraitFile). Zone, country (ISO 3166-1 alpha-2),
    gender and absences serve planning and aggregates; no public page, feed or export of the programme shows them.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    sort_name: Mapped[str] = mapped_column(sa.String(200), index=True)
    honorific: Mapped[str | None] = mapped_column(sa.String(40))
    biography: Mapped[str | None] = mapped_column(sa.String(8000))
    website: Mapped[str | None] = mapped_column(sa.String(1000))
    contact_email: Mapped[str | None] = mapped_column(sa.String(254))
    portrait_digest: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    portrait_alt: Mapped[str | None] = mapped_column(sa.String(300))
    portrait_credit: Mapped[str | None] = mapped_column(sa.String(200))
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    timezone: Mapped[str | None] = mapped_column(sa.String(64))
    country: Mapped[str | None] = mapped_column(sa.String(2))
    gender: Mapped[Gender | None] = enum_column(Gender, "gender")

    affiliations: Mapped[list["Affiliation"]] = relationship(
        back_populates="person",
        cascade="all, delete-orphan",
        order_by="Affiliation.id",
    )
    absences: Mapped[list["Absence"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="Absence.from_on, Absence.id"
    )

    unstamped = frozenset(
        {"sort_name", "biography", "website", "contact_email", "affiliations", "merged_into_id"}
        | {"portrait_digest", "portrait_alt", "portrait_credit"}
        | {"timezone", "country", "gender", "absences"}
    )
    guarded = frozenset({"contact_email", "timezone", "country", "gender", "absences"})
    revised_children = {
        "affiliations": ("organization_id", "position", "from_on"),
        "absences": ("from_on", "until_on"),
    }
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("merged_into_id <> id", name="merged_elsewhere"),
        sa.CheckConstraint(
            "portrait_digest IS NULL OR (portrait_alt IS NOT NULL AND portrait_credit IS NOT NULL)",
            name="portrait_described",
        ),
    )

    @property
    def full_name(self) -> str:
        return f"{self.honorific} {self.name}" if self.honorific else self.name

    @property
    def initials(self) -> str:
        words = self.name.replace("-", " ").split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    def affiliation_on(self, day: date) -> "Affiliation | None":
        """What the person held that day: the latest started one whose period covers it."""
        held = [a for a in self.affiliations if a.covers(day)]
        return max(held, key=lambda a: (a.from_on or date.min, a.id or 0), default=None)


class Affiliation(Model, RevisedChild):
    """A position a person holds or held in an organization; unknown ends are empty."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organization.id"), index=True)
    position: Mapped[str] = mapped_column(sa.String(300))
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))

    person: Mapped[Person] = relationship(back_populates="affiliations")
    organization: Mapped[Organization | None] = relationship()
    source: Mapped[Source | None] = relationship()

    parent_key = "person_id"
    __table_args__ = (
        day_check("until_on"),
        sa.CheckConstraint("from_on IS NULL OR from_on BETWEEN '1950-01-01' AND '2099-12-31'", name="from_on_range"),
        sa.CheckConstraint("from_on IS NULL OR until_on IS NULL OR until_on >= from_on", name="period_forward"),
    )

    def covers(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)


class Absence(Model, RevisedChild):
    """Whole days, as counted in a zone, on which the person cannot take part; both ends included."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id", ondelete="CASCADE"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    timezone: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str | None] = mapped_column(sa.String(300))

    person: Mapped[Person] = relationship(back_populates="absences")

    parent_key = "person_id"
    __table_args__ = (
        day_check("from_on"),
        day_check("until_on"),
        sa.CheckConstraint("until_on >= from_on", name="period_forward"),
    )


class PortraitFile(Model):
    """One size of a portrait, re-encoded by us; `digest` is of the largest one, so that an address never changes."""

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
