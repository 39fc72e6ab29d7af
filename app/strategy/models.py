"""Frameworks with a period of validity, their pillars and cross-cutting themes."""

from datetime import date
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, day_check, enum_column
from app.revisions.models import Revisioned
from app.sources.models import Source


class PillarKind(Enum):
    """A priority area is one field of work; the governance pillar cuts across all of them."""

    PRIORITY_AREA = "priority_area"
    GOVERNANCE = "governance"


class Weight(Enum):
    """How much an episode or quote serves a pillar or theme."""

    PRINCIPAL = "principal"
    CONTRIBUTING = "contributing"


class Framework(Model, Revisioned):
    """A strategy and its period; episodes keep the framework of their time."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    motto: Mapped[str | None] = mapped_column(sa.String(300))
    goal: Mapped[str | None] = mapped_column(sa.String(2000))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))

    source: Mapped[Source | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        day_check("valid_from"),
        day_check("valid_until"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period_forward"),
    )

    @property
    def period(self) -> str:
        """The years of validity, "2023–2026"; open when no end is known."""
        return f"{self.valid_from.year}–{self.valid_until.year if self.valid_until else ''}"


class Pillar(Model, Revisioned):
    """A priority area or the governance pillar of a framework."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    framework_id: Mapped[int] = mapped_column(sa.ForeignKey("framework.id"), index=True)
    number: Mapped[int]
    kind: Mapped[PillarKind] = enum_column(PillarKind, "pillar_kind")
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    definition: Mapped[str | None] = mapped_column(sa.String(4000))
    note: Mapped[str | None] = mapped_column(sa.String(1000))

    unstamped = frozenset({"kind", "definition", "note"})

    framework: Mapped[Framework] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("framework_id", "number"),
        sa.CheckConstraint("number BETWEEN 1 AND 999", name="number_in_range"),
    )


class Theme(Model, Revisioned):
    """A cross-cutting theme of a framework."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    framework_id: Mapped[int] = mapped_column(sa.ForeignKey("framework.id"), index=True)
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    definition: Mapped[str | None] = mapped_column(sa.String(4000))

    unstamped = frozenset({"position", "slug", "definition"})

    framework: Mapped[Framework] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),)
