"""Changes of recordings and transcripts, and the upkeep of the index of phrases."""

from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.database import db
from app.episodes.models import Episode
from app.errors import RuleBroken
from app.recordings.captions import Caption
from app.recordings.models import Cue, Phrase, PhraseOf, Recording, Transcript
from app.recordings.phrases import pair_hashes, phrase_hashes, word_hashes, words_of
from app.revisions.operations import Author, revising

PART_BYTES = 60_000
"""Words and names on one page of a transcript; with its markup the page stays under 150 kB."""
CUE_MARKUP = 260
"""What one cue's markup weighs, roughly."""


def add_recording(*, fields: dict[str, Any], by: Author) -> Recording:
    recording = Recording()
    with revising(recording, action="created", by=by):
        recording.assign({"kind": "video", "offset_ms": 0, "removed": False, **fields})
    return recording


def change_recording(recording: Recording, *, fields: dict[str, Any], by: Author) -> None:
    with revising(recording, action="changed", by=by):
        recording.assign(fields)


def import_transcript(episode: Episode, *, captions: list[Caption], fields: dict[str, Any], by: Author) -> Transcript:
    """A new transcript from captions; an earlier one of the language is kept as replaced once this is released.

    `fields` as Transcript's columns: language, and where known kind, credit, recording_id, public.
    """
    if not captions:
        raise RuleBroken(_("There is no caption in this transcript."), field="file")
    transcript = Transcript(
        episode_id=episode.id,
        cue_count=len(captions),
        words_sha256=words_hash(captions),
        word_count=0,
        parts=1,
    )
    rows, words = _cue_rows(captions, _people_by_name(episode))
    with revising(transcript, action="imported", by=by):
        transcript.assign({"kind": "human", "public": False, "replaced": False, **fields})
        transcript.parts, transcript.word_count = rows[-1]["part"], len(words)
    cues = [{**row, "transcript_id": transcript.id} for row in rows]
    db.session.execute(sa.insert(Cue.__table__), cues)  # type: ignore[arg-type]
    keep_phrases(PhraseOf.TRANSCRIPT, transcript.id, words)
    if transcript.public:
        _replace_others(transcript, by=by)
    return transcript


def words_hash(captions: list[Caption]) -> str:
    """What tells one transcript from another: times, speakers and words."""
    text = "\n".join(f"{one.begins_ms} {one.ends_ms} {one.speaker or ''}: {one.text}" for one in captions)
    return sha256(text.encode()).hexdigest()


def change_transcript(transcript: Transcript, *, fields: dict[str, Any], by: Author) -> None:
    """Change what is said about a transcript; its cues stay as they were imported."""
    with revising(transcript, action="changed", by=by):
        transcript.assign(fields)
    if transcript.public and not transcript.replaced:
        _replace_others(transcript, by=by)


def _replace_others(transcript: Transcript, *, by: Author) -> None:
    """One transcript per episode and language is shown."""
    others = sa.select(Transcript).where(
        Transcript.episode_id == transcript.episode_id,
        Transcript.language == transcript.language,
        Transcript.id != transcript.id,
        Transcript.public.is_(True),
        Transcript.replaced.is_(False),
    )
    for other in db.session.scalars(others):
        with revising(other, action="replaced", by=by):
            other.replaced = True


def _people_by_name(episode: Episode) -> dict[str, int]:
    """The episode's people by the forms of their names that transcripts use; an ambiguous form names nobody."""
    names: dict[str, int | None] = {}
    for appearance in episode.appearances:
        person = appearance.person
        for name in {person.name, person.full_name, person.name.split()[-1]}:
            key = " ".join(words_of(name))
            names[key] = None if names.get(key, person.id) != person.id else person.id
    return {name: person_id for name, person_id in names.items() if person_id is not None}


def _cue_rows(captions: list[Caption], people: dict[str, int]) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    words: list[str] = []
    part, weight = 1, 0
    for number, caption in enumerate(captions, start=1):
        own = len(caption.text.encode()) + CUE_MARKUP
        if weight and weight + own > PART_BYTES:
            part, weight = part + 1, 0
        weight += own
        rows.append(
            {
                "number": number,
                "part": part,
                "begins_ms": caption.begins_ms,
                "ends_ms": caption.ends_ms,
                "first_word": len(words),
                "speaker": caption.speaker,
                "person_id": people.get(" ".join(words_of(caption.speaker or ""))),
                "text": caption.text,
            }
        )
        words += words_of(caption.text)
    return rows, words


def keep_phrases(kind: PhraseOf, record_id: int, words: list[str]) -> None:
    """Make the index of one record anew from its words: phrases, and what finds words too few for an intact phrase.

    That is single words for what is short, pairs for a transcript, in which single words stand too often.
    """
    former = sa.select(Phrase).where(Phrase.kind == kind, Phrase.record_id == record_id)
    if db.session.scalar(former.limit(1)) is not None:
        db.session.execute(sa.delete(Phrase).where(Phrase.kind == kind, Phrase.record_id == record_id))
    hashes = [*enumerate(phrase_hashes(words))]
    hashes += [*enumerate(pair_hashes(words) if kind is PhraseOf.TRANSCRIPT else word_hashes(words))]
    rows = [{"hash": value, "kind": kind, "record_id": record_id, "place": place} for place, value in hashes]
    if rows:  # by the table: forty thousand rows need nothing of what a mapped class does for one
        db.session.execute(sa.insert(Phrase.__table__), rows)  # type: ignore[arg-type]
