"""Private feeds, counts of fetches, and the time-zone databases seen."""

from datetime import date, datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.database import Model, UTCDateTime, enum_column
from app.people.models import Person
from app.series.models import Series


class PrivateKind(Enum):
    """Whose feed it is: the organizers' of one series, or one person's own."""

    ORGANIZERS = "organizers"
    PERSON = "person"


class PrivateFeed(Model):
    """A calendar that only who knows its address can read. The address's token is kept as its SHA-256 alone."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PrivateKind] = enum_column(PrivateKind, "private_feed_kind")
    name: Mapped[str] = mapped_column(sa.String(120))
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"), index=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    rotated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_fetched_on: Mapped[date | None]

    series: Mapped[Series] = relationship()
    person: Mapped[Person | None] = relationship()
    made_by: Mapped[Account | None] = relationship()

    __table_args__ = (sa.CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name="person_named"),)


class FeedFetches(Model):
    """How often programs of one family fetched a calendar that day: a number, nothing about who.

    `path` is the feed's address without query; of private feeds only what they have in common, so no token; empty for
    what was counted before feeds were told apart.
    """

    day: Mapped[date] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(300), primary_key=True)
    family: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    fetched: Mapped[int]


class ZoneDatabase(Model):
    """A release of the time-zone database this installation ran with, and when organizers took over what it moves."""

    release: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_by: Mapped[str] = mapped_column(sa.String(254), default="")
