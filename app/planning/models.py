"""What is planned beside episodes: holds, rehearsals, deadlines; the run of a show; filters an account keeps."""

from datetime import date, datetime, time, timedelta
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.clock import to_instant
from app.database import Model, UTCDateTime, day_check, enum_column
from app.episodes.models import Episode
from app.revisions.models import RevisedChild, Revisioned
from app.series.models import Series


class PlannedKind(Enum):
    """A time kept free, a meeting before the panel, a day by which something is due."""

    HOLD = "hold"
    REHEARSAL = "rehearsal"
    DEADLINE = "deadline"


class PlannedItem(Model, Revisioned):
    """Something in the planner that is no episode. Without `start_local` it is about the whole day.

    `fold` says which of two equal wall times is meant where clocks go back, as in an episode.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[PlannedKind] = enum_column(PlannedKind, "planned_kind")
    title: Mapped[str] = mapped_column(sa.String(200))
    note: Mapped[str | None] = mapped_column(sa.String(1000))
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"), index=True)
    episode_id: Mapped[int | None] = mapped_column(sa.ForeignKey("episode.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    start_local: Mapped[time | None]
    fold: Mapped[int | None] = mapped_column(sa.SmallInteger)
    timezone: Mapped[str] = mapped_column(sa.String(64))
    minutes: Mapped[int] = mapped_column(default=60)
    starts_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    removed: Mapped[bool] = mapped_column(default=False)

    series: Mapped[Series] = relationship()
    episode: Mapped[Episode | None] = relationship()

    unrevised = frozenset({"starts_at", "ends_at"})
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        day_check("day"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_in_range"),
        sa.CheckConstraint("fold IS NULL OR fold IN (0, 1)", name="fold_binary"),
        sa.CheckConstraint("(start_local IS NULL) = (starts_at IS NULL)", name="start_resolved"),
    )

    def settle(self, changed: set[str]) -> None:
        """Resolve the instants. Raises LocalTimeUnclear for a wall time its zone skips, or shows twice."""
        if self.start_local is None:
            self.starts_at = self.ends_at = None
        else:
            self.starts_at = to_instant(self.day, self.start_local, self.timezone, fold=self.fold)
            self.ends_at = self.starts_at + timedelta(minutes=self.minutes)
        super().settle(changed)


class RunOfShow(Model, Revisioned):
    """How an episode goes, segment by segment; times follow from the start and the minutes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id"), unique=True)
    note: Mapped[str | None] = mapped_column(sa.String(2000))

    episode: Mapped[Episode] = relationship()
    segments: Mapped[list["ShowSegment"]] = relationship(
        back_populates="run", cascade="all, delete-orphan", order_by="ShowSegment.position"
    )

    revised_children = {"segments": ("position",)}
    __mapper_args__ = {"version_id_col": version}

    @property
    def record_title(self) -> str:
        return self.episode.title if self.episode else str(self.episode_id)

    @property
    def minutes(self) -> int:
        return sum(segment.minutes for segment in self.segments)


class ShowSegment(Model, RevisedChild):
    """One part of the show: how long, who speaks, and what has to happen (cues)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("run_of_show.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    minutes: Mapped[int]
    speakers: Mapped[str | None] = mapped_column(sa.String(300))
    cues: Mapped[str | None] = mapped_column(sa.String(1000))

    run: Mapped[RunOfShow] = relationship(back_populates="segments")

    parent_key = "run_id"
    __table_args__ = (
        sa.UniqueConstraint("run_id", "position"),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name="minutes_in_range"),
    )


class SavedFilter(Model):
    """An organizer page with its filters, kept by an account under a name of its own."""

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    address: Mapped[str] = mapped_column(sa.String(1000))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)

    account: Mapped[Account] = relationship()

    __table_args__ = (sa.UniqueConstraint("account_id", "name"),)
