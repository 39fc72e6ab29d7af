"""Transcripts: imported whole with speakers, replaced whole, fast."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import downgrade, upgrade

from app.database import db, start_migrations
from app.recordings.captions import Caption, read_captions, to_webvtt
from app.recordings.models import Cue, Phrase, PhraseOf, Transcript
from app.recordings.operations import import_transcript
from app.recordings.phrases import pair_hashes, words_of
from app.recordings.queries import cues_of, places_of_pairs, places_of_phrases, public_transcript, records_sharing_words
from tests.factories import BY, a_person, a_quote, a_transcript, an_episode, appearing, save


def long_captions(count: int) -> list[Caption]:
    return [
        Caption(n * 2700, n * 2700 + 2600, f"Sentence {n} of the long panel, said slowly.", "Ada") for n in range(count)
    ]


def test_import_knows_the_people_of_the_episode(app_on_both: Flask) -> None:
    person = a_person(name="Ines Vaz", honorific="Dr")
    episode = an_episode(appearances=[appearing(person)])
    save()
    transcript = a_transcript(episode, ("VAZ", "Good."), ("Dr Ines Vaz", "Morning."), ("Someone", "Hello."))
    assert [cue.person_id for cue in cues_of(transcript.id)] == [person.id, person.id, None]
    assert [cue.first_word for cue in cues_of(transcript.id)] == [0, 1, 2]


def test_a_new_transcript_replaces_the_former_one(app: Flask) -> None:
    episode = an_episode()
    first = a_transcript(episode, (None, "First."))
    other = a_transcript(episode, (None, "Eerste."), language="nl")
    second = a_transcript(episode, (None, "Second."))
    save()
    assert (first.replaced, other.replaced, second.replaced) == (True, False, False)
    assert public_transcript(episode.slug, "en") is second


def test_a_transcript_is_public_only_through_its_episode(app: Flask) -> None:
    a_transcript(an_episode(visibility="private", slug="hidden"))
    a_transcript(an_episode(attribution_policy="chatham_house", slug="house"))
    a_transcript(an_episode(slug="open"), public=False)
    save()
    assert [public_transcript(slug, "en") for slug in ("hidden", "house", "open")] == [None, None, None]


def test_three_hours_import_as_one_transcript(app_on_both: Flask) -> None:
    episode = an_episode()
    save()
    captions = read_captions(to_webvtt(long_captions(4000), language="en"))
    transcript = import_transcript(episode, captions=captions, fields={"language": "en"}, by=BY)
    db.session.commit()
    assert (transcript.cue_count, transcript.word_count) == (4000, 32000)
    assert transcript.parts > 5


def test_cues_never_change(app_on_both: Flask) -> None:
    a_transcript(an_episode())
    save()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text("UPDATE cue SET text = 'Other'"))


def test_phrases_are_found_where_they_stand(app_on_both: Flask) -> None:
    transcript = a_transcript(an_episode(), (None, "One two three four five"), (None, "six seven eight nine ten."))
    a_transcript(an_episode(), (None, "Nothing of the kind was ever said here."))
    save()
    best = places_of_phrases(words_of("Four FIVE six, seven eight"))[0]
    assert best == (PhraseOf.TRANSCRIPT, transcript.id, 3, 2)
    assert places_of_phrases(words_of("never heard of anything")) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Cue)) == 3
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Transcript)) == 2


def test_single_words_find_what_shares_most_of_them(app_on_both: Flask) -> None:
    near = a_quote(paragraphs=["We plan for people everywhere and always."])
    a_quote(paragraphs=["We plan nothing of the kind, and never did."])
    a_transcript(an_episode(), (None, "We plan for numbers everywhere and always."))
    save()
    found = records_sharing_words((PhraseOf.QUOTE,), words_of("we plan for numbers everywhere and always"))
    assert found == [(PhraseOf.QUOTE, near.id)]


def test_pairs_find_few_words_with_one_wrong(app_on_both: Flask) -> None:
    transcript = a_transcript(an_episode(), (None, "One two three four five"), (None, "six, Séven eight nine ten."))
    a_transcript(an_episode(), (None, "One two of nothing else."))
    save()
    assert places_of_pairs(words_of("five six other eight nine"))[0] == (transcript.id, 4)
    assert places_of_pairs(words_of("never heard of anything")) == []


def test_pairs_of_former_transcripts_are_made_by_the_migration(app_on_both: Flask) -> None:
    a_transcript(an_episode(), ("Ines Vaz", "Où l’été s’en va, the_tide 12 turns"), ("Ines Vaz", "again."))
    save()
    pairs = sa.select(Phrase.hash, Phrase.record_id, Phrase.place).order_by(Phrase.hash, Phrase.place)
    kept = db.session.execute(pairs).all()
    wanted = pair_hashes(words_of("Où l’été s’en va, the_tide 12 turns again."))
    db.session.execute(sa.delete(Phrase).where(Phrase.hash.in_(wanted)))
    db.session.commit()
    start_migrations(app_on_both)
    downgrade(revision="0018")
    upgrade()
    assert db.session.execute(pairs).all() == kept
