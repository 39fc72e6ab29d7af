"""Quotes as exact words with their versions, translations, clearances, editorial marks, links to the strategy."""

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.clock import now
from app.database import Model, UTCDateTime, enum_column
from app.episodes.models import Episode
from app.errors import RuleBroken
from app.people.models import Person
from app.recordings.models import Transcript
from app.revisions.models import RevisedChild, Revisioned
from app.sources.models import Source
from app.strategy.models import Pillar, Theme, Weight


class QuoteState(Enum):
    DRAFT = "draft"
    VERIFIED = "verified"
    CLEARED = "cleared"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


PUBLIC_STATES = (QuoteState.PUBLISHED, QuoteState.CORRECTED)


class Verification(Enum):
    """Against what the words were checked."""

    SOURCE_TEXT = "source_text"
    TRANSCRIPT = "transcript"
    RECORDING = "recording"


class TranslationStatus(Enum):
    """How far a translation can be relied on; the original is authoritative always. A draft is not shown."""

    DRAFT = "draft"
    UNOFFICIAL = "unofficial"
    OFFICIAL = "official"


class ClearanceOf(Enum):
    QUOTE = "quote"
    BIOGRAPHY = "biography"
    PORTRAIT = "portrait"
    RECORDING = "recording"


class ClearanceState(Enum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class MarkKind(Enum):
    """[sic] after a slip, an ellipsis where words are left out, a bracketed note, a note that dates a phrase."""

    SIC = "sic"
    ELLIPSIS = "ellipsis"
    NOTE = "note"
    DATE_NOTE = "date_note"


class Quote(Model, Revisioned):
    """What one person said. `paragraphs` are the exact words without outer quotation marks.

    `position` and `organization_name` are as of the day it was said; `attributed_as` is how the source names the
    speaker. `begins_ms` and `ends_ms` are the place in the recording; `transcript_id`, `cue_number`, `prefix` and
    `suffix` the place in the transcript (W3C Web Annotation's TextQuoteSelector, whose `exact` is the words).
    `edition` counts public versions: 1 when published, one more with each correction.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    slug: Mapped[str] = mapped_column(sa.String(160))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    episode_id: Mapped[int | None] = mapped_column(sa.ForeignKey("episode.id"))
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"), index=True)
    paragraphs: Mapped[list[str]] = mapped_column(sa.JSON)
    language: Mapped[str] = mapped_column(sa.String(12), default="en")
    attributed_as: Mapped[str | None] = mapped_column(sa.String(300))
    position: Mapped[str | None] = mapped_column(sa.String(300))
    organization_name: Mapped[str | None] = mapped_column(sa.String(200))
    begins_ms: Mapped[int | None]
    ends_ms: Mapped[int | None]
    transcript_id: Mapped[int | None] = mapped_column(sa.ForeignKey("transcript.id"), index=True)
    cue_number: Mapped[int | None]
    prefix: Mapped[str | None] = mapped_column(sa.String(300))
    suffix: Mapped[str | None] = mapped_column(sa.String(300))
    edition: Mapped[int] = mapped_column(default=0)
    state: Mapped[QuoteState] = enum_column(QuoteState, "quote_state", default=QuoteState.DRAFT)
    state_reason: Mapped[str | None] = mapped_column(sa.String(500))
    verification: Mapped[Verification | None] = enum_column(Verification, "verification")
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verified_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="SET NULL"))
    embargo_until: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()
    episode: Mapped[Episode | None] = relationship()
    source: Mapped[Source | None] = relationship()
    transcript: Mapped[Transcript | None] = relationship()
    verified_by: Mapped[Account | None] = relationship()
    versions: Mapped[list["QuoteVersion"]] = relationship(
        back_populates="quote", order_by="QuoteVersion.number", passive_deletes="all"
    )
    translations: Mapped[list["QuoteTranslation"]] = relationship(
        back_populates="quote", cascade="all, delete-orphan", order_by="QuoteTranslation.language"
    )
    marks: Mapped[list["EditorialMark"]] = relationship(
        back_populates="quote",
        cascade="all, delete-orphan",
        order_by="EditorialMark.paragraph, EditorialMark.ends, EditorialMark.id",
    )
    pillar_links: Mapped[list["QuotePillar"]] = relationship(
        back_populates="quote", cascade="all, delete-orphan", order_by="QuotePillar.id"
    )
    theme_links: Mapped[list["QuoteTheme"]] = relationship(
        back_populates="quote", cascade="all, delete-orphan", order_by="QuoteTheme.id"
    )

    revised_children = {
        "marks": ("paragraph", "starts", "ends", "kind", "text"),
        "pillar_links": ("pillar_id",),
        "theme_links": ("theme_id",),
        "translations": ("language",),
    }
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.Index(  # all that the figures of coverage read of a quote, without its words
            *("ix_quote_counted", "episode_id", "person_id", "state", "embargo_until", "organization_name"),
            *("verified_at", "published_at", "created_at"),
        ),
        sa.CheckConstraint("begins_ms IS NULL OR begins_ms >= 0", name="begins_from_zero"),
        sa.CheckConstraint("ends_ms IS NULL OR ends_ms > begins_ms", name="ends_after_begin"),
    )

    @property
    def words(self) -> str:
        """All paragraphs, a line feed between them."""
        return "\n".join(self.paragraphs)

    @property
    def marked_words(self) -> str:
        """All words in one line with the editorial marks in brackets: where they cannot be a layer."""
        paragraphs = list(self.paragraphs)
        for mark in sorted(self.marks, key=lambda mark: mark.ends, reverse=True):
            words = paragraphs[mark.paragraph]
            paragraphs[mark.paragraph] = f"{words[: mark.ends]} [{mark.label}]{words[mark.ends :]}"
        return " ".join(" ".join(paragraphs).split())

    @property
    def record_title(self) -> str:
        return self.words[:80]

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    @property
    def is_seen(self) -> bool:
        """Public, and not hidden by an embargo."""
        return self.is_public and (self.embargo_until is None or self.embargo_until <= now())

    def undo_refusal(self, before: dict[str, Any]) -> str | None:
        """What the public has read is corrected or withdrawn in public, never taken back in silence."""
        said = {"paragraphs", "state", "edition", "language", "marks", "embargo_until"}
        said |= {"person_id", "episode_id", "position", "organization_name", "attributed_as"}
        if (self.is_public or self.state is QuoteState.WITHDRAWN) and said & before.keys():
            return _("This quote is public: correct or withdraw it in public instead.")
        return None

    @property
    def standing(self) -> str:
        """Position and organization as of the day, or the source's own words for them."""
        parts = [part for part in (self.position, self.organization_name) if part]
        return ", ".join(parts) or (self.attributed_as or "")

    @property
    def corrections(self) -> list["QuoteVersion"]:
        """Public versions after the first, newest first."""
        return [version for version in reversed(self.versions) if version.number > 1]

    @property
    def public_translations(self) -> list["QuoteTranslation"]:
        return [one for one in self.translations if one.status is not TranslationStatus.DRAFT]

    def settle(self, changed: set[str]) -> None:
        """Refuse what no undo may do: take a public quote back, or change its words without a version that says so."""
        history = sa.inspect(self).attrs
        before = [*history.state.history.deleted, self.state][0]
        if before in (*PUBLIC_STATES, QuoteState.WITHDRAWN):
            if self.state not in (*PUBLIC_STATES, QuoteState.WITHDRAWN):
                raise RuleBroken(_("A published quote is never taken back; withdraw it with a reason."), field="state")
            words_before = [*history.paragraphs.history.deleted, self.paragraphs][0]
            if words_before != self.paragraphs and not self._says_version():
                raise RuleBroken(_("Published words change only by a public correction."), field="paragraphs")
        super().settle(changed)

    def _says_version(self) -> bool:
        latest = self.versions[-1] if self.versions else None
        return latest is not None and bool(latest.reason) and list(latest.paragraphs) == list(self.paragraphs)


class QuoteVersion(Model):
    """What a public quote said from one moment on, kept for ever; with its reason where it is a correction."""

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(sa.ForeignKey("quote.id"))
    number: Mapped[int]
    paragraphs: Mapped[list[str]] = mapped_column(sa.JSON)
    marks: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    standing: Mapped[str] = mapped_column(sa.String(520))
    reason: Mapped[str | None] = mapped_column(sa.String(1000))
    by_name: Mapped[str] = mapped_column(sa.String(120))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)

    quote: Mapped[Quote] = relationship(back_populates="versions")

    __table_args__ = (
        sa.UniqueConstraint("quote_id", "number"),
        sa.CheckConstraint("number = 1 OR reason IS NOT NULL", name="reason_given"),
    )

    @property
    def words(self) -> str:
        return "\n".join(self.paragraphs)


class QuoteTranslation(Model, RevisedChild):
    """A quote in another language; `edition` is the version of the quote that was translated."""

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(sa.ForeignKey("quote.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(sa.String(12))
    paragraphs: Mapped[list[str]] = mapped_column(sa.JSON)
    translator: Mapped[str] = mapped_column(sa.String(200))
    status: Mapped[TranslationStatus] = enum_column(
        TranslationStatus, "translation_status", default=TranslationStatus.UNOFFICIAL
    )
    edition: Mapped[int] = mapped_column(default=1)

    quote: Mapped[Quote] = relationship(back_populates="translations")

    parent_key = "quote_id"
    __table_args__ = (sa.UniqueConstraint("quote_id", "language"),)

    @property
    def words(self) -> str:
        return "\n".join(self.paragraphs)


class Clearance(Model, Revisioned):
    """Permission asked of a person: for a quote, their biography, their portrait, or a recording."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    subject: Mapped[ClearanceOf] = enum_column(ClearanceOf, "clearance_of")
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    quote_id: Mapped[int | None] = mapped_column(sa.ForeignKey("quote.id"), index=True)
    episode_id: Mapped[int | None] = mapped_column(sa.ForeignKey("episode.id"), index=True)
    state: Mapped[ClearanceState] = enum_column(ClearanceState, "clearance_state", default=ClearanceState.ASKED)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_by: Mapped[str] = mapped_column(sa.String(120))
    asked_how: Mapped[str] = mapped_column(sa.String(200))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None] = mapped_column(sa.String(200))
    answered_how: Mapped[str | None] = mapped_column(sa.String(200))
    note: Mapped[str | None] = mapped_column(sa.String(1000))

    person: Mapped[Person] = relationship()
    quote: Mapped[Quote | None] = relationship()
    episode: Mapped[Episode | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        sa.CheckConstraint("(subject = 'quote') = (quote_id IS NOT NULL)", name="quote_named"),
        sa.CheckConstraint("(subject = 'recording') = (episode_id IS NOT NULL)", name="episode_named"),
        sa.CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answer_dated"),
    )

    @property
    def record_title(self) -> str:
        return f"{self.subject.value}: {self.state.value}"


class EditorialMark(Model, RevisedChild):
    """A mark over the words `starts`..`ends` (character offsets) of one paragraph; the words stay as they are."""

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(sa.ForeignKey("quote.id", ondelete="CASCADE"), index=True)
    paragraph: Mapped[int]
    starts: Mapped[int]
    ends: Mapped[int]
    kind: Mapped[MarkKind] = enum_column(MarkKind, "mark_kind")
    text: Mapped[str | None] = mapped_column(sa.String(300))

    quote: Mapped[Quote] = relationship(back_populates="marks")

    parent_key = "quote_id"
    __table_args__ = (
        sa.CheckConstraint("paragraph BETWEEN 0 AND 999", name="paragraph_in_range"),
        sa.CheckConstraint("starts >= 0 AND ends >= starts", name="span_forward"),
    )

    @property
    def label(self) -> str:
        """What stands in the brackets."""
        return {MarkKind.SIC: "sic", MarkKind.ELLIPSIS: "…"}.get(self.kind, self.text or "")


class QuotePillar(Model, RevisedChild):
    """That a quote speaks to a pillar: how much, and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(sa.ForeignKey("quote.id", ondelete="CASCADE"))
    pillar_id: Mapped[int] = mapped_column(sa.ForeignKey("pillar.id"))
    weight: Mapped[Weight] = enum_column(Weight, "quote_pillar_weight", default=Weight.PRINCIPAL)
    reason: Mapped[str | None] = mapped_column(sa.String(1000))

    quote: Mapped[Quote] = relationship(back_populates="pillar_links")
    pillar: Mapped[Pillar] = relationship()

    parent_key = "quote_id"
    __table_args__ = (
        sa.UniqueConstraint("quote_id", "pillar_id"),
        sa.Index("ix_quote_pillar_counted", "pillar_id", "quote_id"),
    )


class QuoteTheme(Model, RevisedChild):
    """That a quote speaks to a theme: how much, and why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(sa.ForeignKey("quote.id", ondelete="CASCADE"))
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("theme.id"))
    weight: Mapped[Weight] = enum_column(Weight, "quote_theme_weight", default=Weight.PRINCIPAL)
    reason: Mapped[str | None] = mapped_column(sa.String(1000))

    quote: Mapped[Quote] = relationship(back_populates="theme_links")
    theme: Mapped[Theme] = relationship()

    parent_key = "quote_id"
    __table_args__ = (
        sa.UniqueConstraint("quote_id", "theme_id"),
        sa.Index("ix_quote_theme_counted", "theme_id", "quote_id"),
    )
