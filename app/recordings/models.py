"""Recordings of episodes, transcripts as fixed cues with speakers, and the index of their phrases."""

from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, enum_column
from app.episodes.models import Episode
from app.people.models import Person
from app.revisions.models import Revisioned


class RecordingKind(Enum):
    VIDEO = "video"
    AUDIO = "audio"


class TranscriptKind(Enum):
    """How a transcript came about: made by people, by a machine and checked, by a machine alone."""

    HUMAN = "human"
    CHECKED = "checked"
    MACHINE = "machine"


class PhraseOf(Enum):
    """Whose words a phrase stands in."""

    QUOTE = "quote"
    TRANSLATION = "translation"
    TRANSCRIPT = "transcript"


class Recording(Model, Revisioned):
    """An address at which an episode can be watched or heard; `offset_ms` is where the transcript's zero lies in it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id"), index=True)
    kind: Mapped[RecordingKind] = enum_column(RecordingKind, "recording_kind", default=RecordingKind.VIDEO)
    title: Mapped[str] = mapped_column(sa.String(200))
    url: Mapped[str] = mapped_column(sa.String(1000))
    language: Mapped[str | None] = mapped_column(sa.String(12))
    offset_ms: Mapped[int] = mapped_column(default=0)
    removed: Mapped[bool] = mapped_column(default=False)

    episode: Mapped[Episode] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("offset_ms BETWEEN -86400000 AND 86400000", name="offset_in_a_day"),)


class Transcript(Model, Revisioned):
    """What was said in an episode, in one language. Its cues never change: a better transcript replaces it whole.

    `replaced` keeps an earlier one for the quotes that point into it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id"), index=True)
    recording_id: Mapped[int | None] = mapped_column(sa.ForeignKey("recording.id"), index=True)
    language: Mapped[str] = mapped_column(sa.String(12))
    kind: Mapped[TranscriptKind] = enum_column(TranscriptKind, "transcript_kind", default=TranscriptKind.HUMAN)
    credit: Mapped[str | None] = mapped_column(sa.String(200))
    public: Mapped[bool] = mapped_column(default=False)
    replaced: Mapped[bool] = mapped_column(default=False)
    cue_count: Mapped[int]
    word_count: Mapped[int]
    parts: Mapped[int]
    words_sha256: Mapped[str] = mapped_column(sa.String(64))

    episode: Mapped[Episode] = relationship()
    recording: Mapped[Recording | None] = relationship()

    unrevised = frozenset({"word_count", "parts"})
    __mapper_args__ = {"version_id_col": version}

    @property
    def record_title(self) -> str:
        return f"{self.language}, {self.cue_count} cues"

    @property
    def is_shown(self) -> bool:
        """Released, and not replaced by a better one."""
        return self.public and not self.replaced


class Cue(Model):
    """A stretch of a transcript: when it is heard, who speaks, and the words.

    `number` counts from 1 and is its anchor for ever; `part` is the page it stands on; `first_word` counts the
    words of the transcript before it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    transcript_id: Mapped[int] = mapped_column(sa.ForeignKey("transcript.id", ondelete="CASCADE"))
    number: Mapped[int]
    part: Mapped[int]
    begins_ms: Mapped[int]
    ends_ms: Mapped[int]
    first_word: Mapped[int]
    speaker: Mapped[str | None] = mapped_column(sa.String(200))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(4000))

    transcript: Mapped[Transcript] = relationship()
    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("transcript_id", "number"),
        sa.Index("ix_cue_part", "transcript_id", "part"),
        sa.Index("ix_cue_first_word", "transcript_id", "first_word"),
        sa.CheckConstraint("begins_ms >= 0 AND ends_ms >= begins_ms", name="span_forward"),
    )


class Phrase(Model):
    """Four following words, or two, or one, folded and hashed, and where they stand: what the quote checker looks up.

    Follows from the words of quotes, translations and transcripts; never revised, made anew with them.
    """

    hash: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[PhraseOf] = enum_column(PhraseOf, "phrase_of", primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (sa.Index("ix_phrase_record", "kind", "record_id"),)
