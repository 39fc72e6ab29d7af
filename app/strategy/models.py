"""Frameworks with a period of validity, their pillars and cross-cutting themes, and what follows which."""

from datetime import date
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, day_check, enum_column
from app.revisions.models import RevisedChild, Revisioned
from app.sources.models import Source


class FrameworkKind(Enum):
    """A strategy of our own, or a vocabulary of others that episodes and quotes are linked to as well."""

    STRATEGY = "strategy"
    VOCABULARY = "vocabulary"


class PillarKind(Enum):
    """A priority area is one field of work; the governance pillar cuts across all of them."""

    PRIORITY_AREA = "priority_area"
    GOVERNANCE = "governance"


class Weight(Enum):
    """How much an episode or quote serves a pillar or theme."""

    PRINCIPAL = "principal"
    CONTRIBUTING = "contributing"


class Succession(Enum):
    """What became of a pillar or theme in the framework that follows."""

    SAME = "same"
    SPLIT = "split"
    MERGED = "merged"
    DROPPED = "dropped"


class Framework(Model, Revisioned):
    """A strategy and its period; episodes keep the framework of their time.

    `translations` here, on pillars and on themes are `{"language", "title", "definition"?, "outcome"?}`;
    `crosswalk` says where its own pillars and themes went.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[FrameworkKind] = enum_column(FrameworkKind, "framework_kind", default=FrameworkKind.STRATEGY)
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    translations: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    motto: Mapped[str | None] = mapped_column(sa.String(300))
    goal: Mapped[str | None] = mapped_column(sa.String(2000))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))

    source: Mapped[Source | None] = relationship()
    crosswalk: Mapped[list["Crosswalk"]] = relationship(
        back_populates="framework", cascade="all, delete-orphan", order_by="Crosswalk.id"
    )

    revised_children = {"crosswalk": ("from_pillar_id", "from_theme_id", "to_pillar_id", "to_theme_id")}
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


UNSTAMPED = {"outcome", "colour", "words", "translations", "source_id"}
"""Fields of pillars and themes that no calendar shows."""


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
    outcome: Mapped[str | None] = mapped_column(sa.String(4000))
    colour: Mapped[str | None] = mapped_column(sa.String(7))
    words: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    translations: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))

    unstamped = frozenset({"kind", "definition", "note"} | UNSTAMPED)

    framework: Mapped[Framework] = relationship()
    source: Mapped[Source | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.UniqueConstraint("framework_id", "number"),
        sa.CheckConstraint("number BETWEEN 1 AND 999", name="number_in_range"),
        sa.CheckConstraint("colour LIKE '#______'", name="colour_written"),
    )

    @property
    def label(self) -> str:
        """What it is called where there is little room: its number, or G for the governance pillar."""
        return "G" if self.kind is PillarKind.GOVERNANCE else str(self.number)


class Theme(Model, Revisioned):
    """A cross-cutting theme of a framework, or a target of a vocabulary; `code` is a target's own number, "10.7"."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    framework_id: Mapped[int] = mapped_column(sa.ForeignKey("framework.id"), index=True)
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    code: Mapped[str | None] = mapped_column(sa.String(20))
    definition: Mapped[str | None] = mapped_column(sa.String(4000))
    outcome: Mapped[str | None] = mapped_column(sa.String(4000))
    colour: Mapped[str | None] = mapped_column(sa.String(7))
    words: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    translations: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"))

    unstamped = frozenset({"position", "slug", "definition", "code"} | UNSTAMPED)

    framework: Mapped[Framework] = relationship()
    source: Mapped[Source | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("position BETWEEN 1 AND 999", name="position_in_range"),
        sa.CheckConstraint("colour LIKE '#______'", name="colour_written"),
    )

    @property
    def label(self) -> str:
        return self.code or f"T{self.position}"


def is_target_of_goal() -> sa.ColumnElement[bool]:
    """Whether a `Theme` is a target of a `Pillar`: 10.7 is one of goal 10 of the same vocabulary."""
    under = sa.cast(Pillar.number, sa.String(3)) + ".%"
    return sa.and_(Theme.framework_id == Pillar.framework_id, Theme.code.like(under))


class Crosswalk(Model, RevisedChild):
    """Where one pillar or theme of a framework went in another one; without a goal, it was dropped."""

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(sa.ForeignKey("framework.id", ondelete="CASCADE"), index=True)
    from_pillar_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pillar.id"), index=True)
    from_theme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("theme.id"), index=True)
    to_pillar_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pillar.id"), index=True)
    to_theme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("theme.id"), index=True)
    kind: Mapped[Succession] = enum_column(Succession, "succession", default=Succession.SAME)
    share: Mapped[int | None]
    """In per cent, how large a part of it went this way; where nobody says, none."""
    note: Mapped[str | None] = mapped_column(sa.String(1000))

    framework: Mapped[Framework] = relationship(back_populates="crosswalk")
    from_pillar: Mapped[Pillar | None] = relationship(foreign_keys=[from_pillar_id])
    from_theme: Mapped[Theme | None] = relationship(foreign_keys=[from_theme_id])
    to_pillar: Mapped[Pillar | None] = relationship(foreign_keys=[to_pillar_id])
    to_theme: Mapped[Theme | None] = relationship(foreign_keys=[to_theme_id])

    parent_key = "framework_id"
    __table_args__ = (
        sa.CheckConstraint("(from_pillar_id IS NULL) <> (from_theme_id IS NULL)", name="from_one"),
        sa.CheckConstraint("to_pillar_id IS NULL OR to_theme_id IS NULL", name="to_one"),
        sa.CheckConstraint("share BETWEEN 1 AND 100", name="share_in_range"),
        sa.CheckConstraint(
            "(kind = 'dropped') = (to_pillar_id IS NULL AND to_theme_id IS NULL)", name="dropped_to_nothing"
        ),
    )
