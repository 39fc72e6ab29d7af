"""Documents that facts and quotes come from, with their kept text."""

from datetime import date
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model, day_check, enum_column
from app.revisions.models import Revisioned


class SourceKind(Enum):
    PRESS_RELEASE = "press_release"
    ANNOUNCEMENT = "announcement"
    NEWS_REPORT = "news_report"
    RECORDING = "recording"
    TRANSCRIPT = "transcript"
    INTERVIEW = "interview"
    OTHER = "other"


class Source(Model, Revisioned):
    """Where a fact or a quote comes from; `kept_text` is what quotes are checked against."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    kind: Mapped[SourceKind] = enum_column(SourceKind, "source_kind")
    title: Mapped[str] = mapped_column(sa.String(300))
    publisher: Mapped[str | None] = mapped_column(sa.String(200))
    published_on: Mapped[date | None]
    url: Mapped[str | None] = mapped_column(sa.String(1000))
    language: Mapped[str | None] = mapped_column(sa.String(12))
    note: Mapped[str | None] = mapped_column(sa.String(1000))
    kept_text: Mapped[str | None] = mapped_column(sa.Text)
    kept_text_sha256: Mapped[str | None] = mapped_column(sa.String(64))

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        day_check("published_on"),
        sa.CheckConstraint("(kept_text IS NULL) = (kept_text_sha256 IS NULL)", name="kept_text_hashed"),
    )
