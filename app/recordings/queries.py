"""Reads of recordings, transcripts, cues, and of where phrases stand."""

from collections import Counter
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from app.database import db
from app.episodes.models import AttributionPolicy, Episode
from app.episodes.queries import public_episodes
from app.recordings.models import Cue, Phrase, PhraseOf, Recording, Transcript
from app.recordings.phrases import pair_hashes, phrase_hashes, spread_hashes, word_hashes

MOST_PHRASES = 60
MOST_PLACES = 4000
MOST_PAIRS = 400


def public_recordings() -> sa.Select[Recording]:
    """The gate for recordings: those of public episodes that are not taken away."""
    shown = public_episodes().with_only_columns(Episode.id)
    return sa.select(Recording).where(Recording.removed.is_(False), Recording.episode_id.in_(shown))


def public_transcripts() -> sa.Select[Transcript]:
    """The gate for transcripts: released, not replaced, of a public episode on the record."""
    quotable = public_episodes().where(Episode.attribution_policy == AttributionPolicy.ON_THE_RECORD)
    return sa.select(Transcript).where(
        Transcript.public.is_(True),
        Transcript.replaced.is_(False),
        Transcript.episode_id.in_(quotable.with_only_columns(Episode.id)),
    )


def public_media_of(episode_id: int) -> tuple[list[Recording], list[Transcript]]:
    """An episode's public recordings and transcripts, in one statement: an episode has few of either."""
    recordings = public_recordings().with_only_columns(Recording.id)
    transcripts = public_transcripts().with_only_columns(Transcript.id)
    statement = (
        sa.select(Recording, Transcript)
        .select_from(Episode)
        .outerjoin(Recording, sa.and_(Recording.episode_id == Episode.id, Recording.id.in_(recordings)))
        .outerjoin(Transcript, sa.and_(Transcript.episode_id == Episode.id, Transcript.id.in_(transcripts)))
        .where(Episode.id == episode_id)
        .order_by(Recording.id, Transcript.language)
    )
    rows = db.session.execute(statement).all()
    return [one for one in dict.fromkeys(row[0] for row in rows) if one], [
        one for one in dict.fromkeys(row[1] for row in rows) if one
    ]


def public_recordings_of(episode_id: int) -> list[Recording]:
    return list(
        db.session.scalars(public_recordings().where(Recording.episode_id == episode_id).order_by(Recording.id))
    )


def public_recording_by_id(recording_id: int) -> Recording | None:
    statement = public_recordings().where(Recording.id == recording_id).options(joinedload(Recording.episode))
    return db.session.scalar(statement)


def public_transcripts_of(episode_id: int) -> list[Transcript]:
    statement = public_transcripts().where(Transcript.episode_id == episode_id)
    return list(db.session.scalars(statement.order_by(Transcript.language)))


def public_transcript(episode_slug: str, language: str | None = None) -> Transcript | None:
    """The transcript of an episode in a language, or the newest in any, with episode and recording."""
    statement = (
        public_transcripts()
        .join(Transcript.episode)
        .where(Episode.slug == episode_slug, Transcript.language == language if language else sa.true())
        .options(joinedload(Transcript.episode).joinedload(Episode.series), joinedload(Transcript.recording))
        .order_by(Transcript.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def public_transcript_of(episode_id: int, language: str) -> Transcript | None:
    """The transcript of an episode that is shown in a language."""
    statement = public_transcripts().where(Transcript.episode_id == episode_id, Transcript.language == language)
    return db.session.scalar(statement.order_by(Transcript.id.desc()).limit(1))


def cues_of(transcript_id: int, part: int | None = None) -> list[Cue]:
    """A transcript's cues in order, with who speaks; only those of one page where it is named."""
    statement = sa.select(Cue).where(Cue.transcript_id == transcript_id).options(joinedload(Cue.person))
    if part is not None:
        statement = statement.where(Cue.part == part)
    return list(db.session.scalars(statement.order_by(Cue.number)))


def public_cues_of(transcript_id: int, part: int | None = None) -> list[Cue]:
    """The cues of a public transcript in order; only those of one page where it is named."""
    shown = public_transcripts().where(Transcript.id == transcript_id).with_only_columns(Transcript.id)
    statement = sa.select(Cue).where(Cue.transcript_id.in_(shown)).options(joinedload(Cue.person))
    if part is not None:
        statement = statement.where(Cue.part == part)
    return list(db.session.scalars(statement.order_by(Cue.number)))


def public_part_of_cue(transcript_id: int, number: int) -> int | None:
    """The page of a public transcript on which a cue stands."""
    cues = sa.select(Cue.part).where(Cue.transcript_id == transcript_id, Cue.number == number)
    return db.session.scalar(cues.where(Cue.transcript_id.in_(public_transcripts().with_only_columns(Transcript.id))))


def public_cue_at(transcript_id: int, moment_ms: int) -> int:
    """The number of the cue that is heard at that moment, or was last before it; the first before all."""
    shown = public_transcripts().where(Transcript.id == transcript_id).with_only_columns(Transcript.id)
    begun = sa.select(sa.func.max(Cue.number)).where(Cue.transcript_id.in_(shown), Cue.begins_ms <= moment_ms)
    return db.session.scalar(begun) or 1


def cues_between(transcript_id: int, first: int, last: int) -> list[Cue]:
    """The cues numbered from `first` to `last`, with who speaks."""
    within = Cue.number.between(first, last)
    statement = sa.select(Cue).where(Cue.transcript_id == transcript_id, within).options(joinedload(Cue.person))
    return list(db.session.scalars(statement.order_by(Cue.number)))


def public_cues_at_words(transcript_id: int, first_word: int, last_word: int) -> list[Cue]:
    """The cues of a public transcript that hold those words, and the one in front; with transcript and episode."""
    start = (
        sa.select(sa.func.max(Cue.number))
        .where(Cue.transcript_id == transcript_id, Cue.first_word <= first_word)
        .scalar_subquery()
    )
    shown = public_transcripts().where(Transcript.id == transcript_id).with_only_columns(Transcript.id)
    statement = (
        sa.select(Cue)
        .where(Cue.transcript_id.in_(shown), Cue.number >= start - 1, Cue.first_word <= last_word)
        .options(joinedload(Cue.transcript).joinedload(Transcript.episode))
        .order_by(Cue.number)
        .limit(60)
    )
    return list(db.session.scalars(statement))


def recordings_of(episode_id: int) -> list[Recording]:
    """Every recording of an episode, for organizers."""
    return list(
        db.session.scalars(sa.select(Recording).where(Recording.episode_id == episode_id).order_by(Recording.id))
    )


def recording_by_id(recording_id: int) -> Recording | None:
    return db.session.get(Recording, recording_id)


def transcripts_of(episode_id: int) -> list[Transcript]:
    """Every transcript of an episode, the newest first, for organizers."""
    statement = sa.select(Transcript).where(Transcript.episode_id == episode_id).order_by(Transcript.id.desc())
    return list(db.session.scalars(statement))


def transcript_by_id(transcript_id: int) -> Transcript | None:
    loading = (joinedload(Transcript.episode), joinedload(Transcript.recording))
    return db.session.scalar(sa.select(Transcript).where(Transcript.id == transcript_id).options(*loading))


def transcript_in_place_of(replaced: Transcript) -> Transcript | None:
    """The transcript of the same episode and language that is released now, in whatever state the episode is."""
    statement = sa.select(Transcript).where(
        Transcript.episode_id == replaced.episode_id,
        Transcript.language == replaced.language,
        Transcript.id != replaced.id,
        Transcript.public.is_(True),
        Transcript.replaced.is_(False),
    )
    return db.session.scalar(statement.order_by(Transcript.id.desc()).limit(1))


def places_of_phrases(words: list[str], transcript_id: int | None = None) -> list[tuple[PhraseOf, int, int, int]]:
    """(whose words, record, first word, phrases in common) where these words, or most of them, may stand; best first.

    Looks up at most 60 phrases, spread over the words, in one statement; only in one transcript where it is named.
    """
    hashes = phrase_hashes(words)
    step = max(1, -(-len(hashes) // MOST_PHRASES))
    wanted = {value: at for at, value in reversed(list(enumerate(hashes))[::step])}
    if not wanted:
        return []
    statement = sa.select(Phrase.hash, Phrase.kind, Phrase.record_id, Phrase.place).where(Phrase.hash.in_(wanted))
    if transcript_id is not None:
        statement = statement.where(Phrase.kind == PhraseOf.TRANSCRIPT, Phrase.record_id == transcript_id)
    found = db.session.execute(statement.limit(MOST_PLACES)).all()
    nearby = max(8, len(words) // 3)
    common: Counter[tuple[PhraseOf, int, int]] = Counter()
    for value, kind, record_id, place in found:
        begins = max(0, place - wanted[value])
        common[kind, record_id, begins // nearby] += 1
    firsts: dict[tuple[PhraseOf, int, int], int] = {}
    for value, kind, record_id, place in found:
        begins = max(0, place - wanted[value])
        key = (kind, record_id, begins // nearby)
        firsts[key] = min(begins, firsts.get(key, begins))
    return [(kind, record, firsts[kind, record, slot], count) for (kind, record, slot), count in common.most_common(40)]


def places_of_pairs(words: list[str], most: int = 4) -> list[tuple[int, int]]:
    """(transcript, first word) where most pairs of these words stand in their order, a rare pair before common ones.

    Of each pair at most 400 places are read, in one statement; one that stands more often tells next to nothing.
    """
    wanted: dict[int, int] = {}
    for at, value in enumerate(pair_hashes(words)):
        wanted.setdefault(value, at)
    columns = (Phrase.hash, Phrase.record_id, Phrase.place)
    standing = [sa.select(*columns).where(Phrase.hash == value).limit(MOST_PAIRS).subquery() for value in wanted]
    if not standing:
        return []
    found = db.session.execute(sa.union_all(*(sa.select(one) for one in standing))).all()
    often = Counter(value for value, _record, _place in found)
    weights: dict[tuple[int, int], float] = {}
    for value, record_id, place in found:
        begins = place - wanted[value]
        for by, share in ((-1, 0.9), (0, 1), (1, 0.9)):  # a word more or less moves what follows it by one
            place_near = (record_id, begins + by)
            weights[place_near] = weights.get(place_near, 0) + share / often[value]
    return _apart(sorted(weights, key=lambda place: (-weights[place], place)), most, len(words))


def _apart(places: list[tuple[int, int]], most: int, length: int) -> list[tuple[int, int]]:
    """The first of them, none within the length of the words of another."""
    kept: list[tuple[int, int]] = []
    for record_id, first in places:
        if all(record_id != other or abs(first - begins) > length for other, begins in kept):
            kept.append((record_id, max(0, first)))
            if len(kept) == most:
                break
    return kept


def records_sharing_words(kinds: Collection[PhraseOf], words: list[str], most: int = 5) -> list[tuple[PhraseOf, int]]:
    """The records that share most single words with these, at least six in ten: for words too few for a phrase."""
    wanted = set(word_hashes(words))
    standing = sa.select(Phrase.hash, Phrase.kind, Phrase.record_id).where(Phrase.hash.in_(wanted))
    found = standing.cte("found").prefix_with("MATERIALIZED")  # by the hash first: few rows have one of these words
    shared = sa.func.count(found.c.hash.distinct())
    statement = (
        sa.select(found.c.kind, found.c.record_id)
        .where(found.c.kind.in_(kinds))
        .group_by(found.c.kind, found.c.record_id)
        .having(shared >= -(-len(wanted) * 6 // 10))
        .order_by(shared.desc(), found.c.kind, found.c.record_id)
        .limit(most)
    )
    return [(kind, record) for kind, record in db.session.execute(statement)]


def records_with_words(kind: PhraseOf, words: list[str]) -> sa.Select[int]:
    """The records in which these words stand one after the other (all phrases that are looked at, at their places)."""
    places = spread_hashes(words)
    first = aliased(Phrase)
    statement = sa.select(first.record_id).where(first.kind == kind, first.hash == places[0][0])
    for value, place in places[1:]:
        other = aliased(Phrase)
        statement = statement.where(
            sa.exists().where(
                other.hash == value,
                other.kind == kind,
                other.record_id == first.record_id,
                other.place == first.place + place,
            )
        )
    return statement


def public_cues_around(transcript_id: int, first: int, last: int) -> list[Cue]:
    """The cues numbered from `first` to `last` of a transcript, if the public may read it."""
    shown = public_transcripts().where(Transcript.id == transcript_id).with_only_columns(Transcript.id)
    statement = sa.select(Cue).where(Cue.transcript_id.in_(shown), Cue.number.between(first, last))
    return list(db.session.scalars(statement.order_by(Cue.number)))
