"""The life of quotes: verified, cleared, published, corrected, withdrawn; guarded in the database too."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.database import db
from app.episodes.operations import change_episode
from app.errors import RuleBroken
from app.people.operations import change_person
from app.quotes.models import MarkKind, QuoteState, Verification
from app.quotes.operations import (
    change_quote,
    correct_quote,
    move_quote,
    quote_from_transcript,
    take_down_quote,
)
from app.quotes.queries import public_withdrawals
from app.quotes.verifying import verify_quote
from app.revisions.operations import undo_revision
from app.revisions.queries import revisions_of
from tests.factories import BY, a_draft_quote, a_person, a_quote, a_source, a_transcript, an_episode, appearing, save

WORDS = "We must plan for people, not for numbers."


def test_publishing_keeps_the_words_as_version_one(app: Flask) -> None:
    quote = a_quote(paragraphs=[WORDS])
    assert quote.edition == 1
    assert [(version.number, version.paragraphs, version.reason) for version in quote.versions] == [(1, [WORDS], None)]


def test_correction_is_a_new_version_with_its_reason(app_on_both: Flask) -> None:
    quote = a_quote(paragraphs=[WORDS])
    save()
    correct_quote(quote, fields={"paragraphs": ["We must plan with people."]}, reason="Misheard.", by=BY)
    save()
    assert quote.state is QuoteState.CORRECTED
    assert quote.edition == 2
    assert quote.verification is None
    assert [version.words for version in quote.versions] == [WORDS, "We must plan with people."]
    assert quote.corrections[0].reason == "Misheard."


def test_correction_of_the_position_alone_keeps_the_check(app: Flask) -> None:
    source = a_source(kept_text=f"She said: “{WORDS}”")
    quote = a_draft_quote(paragraphs=[WORDS], source_id=source.id, position="Minister")
    verify_quote(quote, by=BY)
    move_quote(quote, QuoteState.CLEARED, by=BY)
    move_quote(quote, QuoteState.PUBLISHED, by=BY)
    correct_quote(quote, fields={"position": "Deputy Minister"}, reason="Promoted only later.", by=BY)
    assert quote.verification is Verification.SOURCE_TEXT
    assert [version.standing for version in quote.versions] == ["Minister", "Deputy Minister"]


@pytest.mark.parametrize(("fields", "reason"), [({"paragraphs": ["Other."]}, " "), ({"paragraphs": [WORDS]}, "Why")])
def test_correction_needs_a_reason_and_a_difference(app: Flask, fields: dict[str, object], reason: str) -> None:
    quote = a_quote(paragraphs=[WORDS])
    with pytest.raises(RuleBroken):
        correct_quote(quote, fields=fields, reason=reason, by=BY)


def test_published_words_do_not_change_silently(app_on_both: Flask) -> None:
    quote = a_quote(paragraphs=[WORDS])
    save()
    with pytest.raises(RuleBroken):
        change_quote(quote, fields={"paragraphs": ["Other."]}, by=BY)
    db.session.rollback()
    for statement in (
        "UPDATE quote SET paragraphs = '[\"Other.\"]'",
        "UPDATE quote SET state = 'draft'",
        "DELETE FROM quote",
        "UPDATE quote_version SET reason = 'none'",
        "DELETE FROM quote_version",
    ):
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(sa.text(statement))
        db.session.rollback()


RAW_CHANGES = (
    "language = 'nl'",
    "position = 'Minister'",
    "position = NULL",
    "organization_name = 'Port Office'",
    "position = NULL, organization_name = 'Clerk'",
    "attributed_as = 'the clerk', position = NULL",
    "edition = 0",
    "episode_id = {other_episode}",
    "episode_id = NULL",
    "person_id = {other_person}",
)


@pytest.mark.parametrize("change", RAW_CHANGES)
@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_the_database_keeps_who_said_it_and_where(app_on_both: Flask, change: str, state: str) -> None:
    quote = a_quote(paragraphs=[WORDS], position="Clerk", episode_id=an_episode().id)
    if state == "withdrawn":
        move_quote(quote, QuoteState.WITHDRAWN, reason="Not hers.", by=BY)
    other_episode, other_person = an_episode().id, a_person().id
    save()
    statement = "UPDATE quote SET " + change.format(other_episode=other_episode, other_person=other_person)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text(statement))


def test_the_database_keeps_the_order_of_paragraphs_and_a_withdrawal(app_on_both: Flask) -> None:
    quote = a_quote(paragraphs=["One.", "Two."])
    save()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text("""UPDATE quote SET paragraphs = '["Two.", "One."]'"""))
    db.session.rollback()
    move_quote(quote, QuoteState.WITHDRAWN, reason="Not hers.", by=BY)
    save()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text("UPDATE quote SET state = 'published'"))


def test_the_database_lets_a_draft_and_what_nobody_cites_change(app_on_both: Flask) -> None:
    quote, draft = a_quote(paragraphs=[WORDS], position="Clerk"), a_draft_quote(paragraphs=[WORDS], position="Clerk")
    other, source = a_person(), a_source()
    save()
    db.session.execute(
        sa.text(f"UPDATE quote SET person_id = {other.id}, language = 'nl', position = NULL WHERE id = {draft.id}")
    )
    db.session.execute(sa.text(f"UPDATE quote SET source_id = {source.id}, begins_ms = 5 WHERE id = {quote.id}"))


def test_a_corrected_standing_stands_in_its_turn(app_on_both: Flask) -> None:
    quote = a_quote(paragraphs=[WORDS], position="Clerk")
    save()
    correct_quote(quote, fields={"position": None, "organization_name": "Port Office"}, reason="Promoted.", by=BY)
    save()
    assert quote.standing == quote.versions[-1].standing == "Port Office"
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text("UPDATE quote SET position = 'Clerk'"))


def test_a_later_position_never_slips_into_a_public_quote(app: Flask) -> None:
    person = a_person()
    episode = an_episode()
    quote = a_quote(person_id=person.id, episode_id=episode.id, attributed_as="a fisher")
    save()
    change_person(person, fields={"affiliations": [{"position": "Minister", "from_on": None}]}, by=BY)
    save()
    change_quote(quote, fields={"begins_ms": 10, "ends_ms": 20}, by=BY)
    assert quote.standing == "a fisher"
    with pytest.raises(RuleBroken, match="public correction"):
        change_quote(quote, fields={"attributed_as": "a minister"}, by=BY)


@pytest.mark.parametrize(
    "fields",
    [
        {"position": "Minister"},
        {"language": "nl"},
        {"person_id": 0},
        {"episode_id": 0},
        {"embargo_until": datetime(2099, 1, 1, tzinfo=UTC)},
    ],
)
def test_who_said_it_and_that_it_is_shown_stands_too(app: Flask, fields: dict[str, object]) -> None:
    quote = a_quote(paragraphs=[WORDS], position="Clerk")
    save()
    with pytest.raises(RuleBroken):
        change_quote(quote, fields=fields, by=BY)


def test_marks_of_a_public_quote_are_not_edited(app: Flask) -> None:
    mark = {"paragraph": 0, "starts": 0, "ends": 2, "kind": "sic", "text": None}
    quote = a_quote(paragraphs=[WORDS], marks=[mark])
    save()
    change_quote(quote, fields={"marks": [mark | {"kind": MarkKind.SIC}]}, by=BY)
    with pytest.raises(RuleBroken, match="public correction"):
        change_quote(quote, fields={"marks": []}, by=BY)


SIC = {"paragraph": 0, "starts": 0, "ends": 2, "kind": "sic", "text": None}
NOTE = SIC | {"kind": "note", "text": "the council"}
RAW_MARK = "INSERT INTO editorial_mark (quote_id, paragraph, starts, ends, kind, text) SELECT id, {} FROM quote"
RAW_MARKS = (
    RAW_MARK.format("0, 3, 7, 'sic', NULL"),
    RAW_MARK.format("0, 0, 2, 'sic', NULL"),
    "UPDATE editorial_mark SET starts = 1",
    "UPDATE editorial_mark SET kind = 'ellipsis' WHERE kind = 'sic'",
    "UPDATE editorial_mark SET text = 'the port' WHERE kind = 'note'",
    "UPDATE editorial_mark SET text = NULL WHERE kind = 'note'",
    "DELETE FROM editorial_mark WHERE kind = 'sic'",
)


@pytest.mark.parametrize("statement", RAW_MARKS)
@pytest.mark.parametrize("state", ["published", "withdrawn"])
def test_the_database_keeps_the_marks_of_a_public_quote(app_on_both: Flask, statement: str, state: str) -> None:
    quote = a_quote(paragraphs=[WORDS], marks=[SIC, NOTE])
    if state == "withdrawn":
        move_quote(quote, QuoteState.WITHDRAWN, reason="Not hers.", by=BY)
    save()
    with pytest.raises(sa.exc.IntegrityError, match="marks on a published quote"):
        db.session.execute(sa.text(statement))


def test_a_mark_does_not_wander_between_public_quotes(app_on_both: Flask) -> None:
    quote, other = a_quote(paragraphs=[WORDS], marks=[SIC]), a_quote(paragraphs=[WORDS])
    save()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text(f"UPDATE editorial_mark SET quote_id = {other.id} WHERE quote_id = {quote.id}"))


@pytest.mark.parametrize("statement", RAW_MARKS)
def test_the_database_lets_the_marks_of_a_draft_change(app_on_both: Flask, statement: str) -> None:
    a_draft_quote(paragraphs=[WORDS], marks=[SIC, NOTE])
    save()
    assert db.session.execute(sa.text(statement)).rowcount


OTHER_NOTE = NOTE | {"text": "the port"}


@pytest.mark.parametrize(
    "marks", [[], [SIC], [NOTE, OTHER_NOTE, SIC], [SIC | {"starts": 3, "ends": 7}], [OTHER_NOTE, NOTE]]
)
def test_a_correction_changes_marks_and_they_stand_again(app_on_both: Flask, marks: list[dict[str, object]]) -> None:
    quote = a_quote(paragraphs=[WORDS], marks=[SIC, NOTE])
    save()
    correct_quote(quote, fields={"marks": marks}, reason="Marked wrongly.", by=BY)
    save()
    kept = [{name: mark[name] for name in SIC} for mark in quote.snapshot()["marks"]]
    assert sorted(map(str, kept)) == sorted(map(str, marks))
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.text(RAW_MARK.format("0, 4, 4, 'ellipsis', NULL")))


def test_marks_follow_corrected_words(app_on_both: Flask) -> None:
    """One mark comes to lie where another lay."""
    marks = [SIC | {"starts": 0, "ends": 5}, SIC | {"starts": 6, "ends": 11}]
    quote = a_quote(paragraphs=["plans plans plans"], marks=marks)
    save()
    correct_quote(quote, fields={"paragraphs": ["Cheap plans plans plans"]}, reason="Half a sentence.", by=BY)
    save()
    assert quote.marked_words == "Cheap plans [sic] plans [sic] plans"
    assert quote.versions[-1].marks == quote.snapshot()["marks"]


def test_the_same_mark_is_not_laid_twice(app: Flask) -> None:
    quote = a_draft_quote(paragraphs=[WORDS], marks=[SIC])
    with pytest.raises(RuleBroken, match="already"):
        change_quote(quote, fields={"marks": [SIC, SIC]}, by=BY)


@pytest.mark.parametrize("last", [{"paragraphs": ["Other."]}, {"marks": [SIC]}])
def test_versions_from_elsewhere_end_with_what_the_quote_says(app: Flask, last: dict[str, object]) -> None:
    version = {"number": 1, "paragraphs": [WORDS], "marks": [], "standing": "", "by_name": "Olive", "reason": None}
    version |= {"made_at": datetime(2026, 1, 1, tzinfo=UTC)} | last
    fields = {"paragraphs": [WORDS], "person_id": a_person().id, "state": "published"}
    with pytest.raises(RuleBroken, match="other words or marks"):
        take_down_quote(fields=fields, versions=[version], by=BY)


def test_a_translation_of_earlier_words_is_known_as_one(app: Flask) -> None:
    translation = {"language": "es", "paragraphs": ["Planificamos."], "translator": "Ana Ruiz", "status": "official"}
    quote = a_draft_quote(paragraphs=[WORDS], translations=[translation | {"edition": 1}])
    change_quote(quote, fields={"begins_ms": 10, "ends_ms": 20}, by=BY)
    assert quote.translations[0].edition == 1
    change_quote(quote, fields={"paragraphs": ["We plan."]}, by=BY)
    assert quote.translations[0].edition == 0


def test_an_embargo_that_hides_a_quote_can_be_moved(app: Flask) -> None:
    quote = a_quote(paragraphs=[WORDS], embargo_until=datetime(2098, 1, 1, tzinfo=UTC))
    change_quote(quote, fields={"embargo_until": datetime(2099, 1, 1, tzinfo=UTC)}, by=BY)
    assert quote.embargo_until == datetime(2099, 1, 1, tzinfo=UTC)


def test_undoing_cannot_take_a_public_quote_back(app: Flask) -> None:
    source = a_source(kept_text=WORDS)
    quote = a_draft_quote(paragraphs=[WORDS], source_id=source.id)
    verify_quote(quote, by=BY)
    move_quote(quote, QuoteState.CLEARED, by=BY)
    move_quote(quote, QuoteState.PUBLISHED, by=BY)
    save()
    with pytest.raises(RuleBroken):
        undo_revision(revisions_of(quote)[0], quote, by=BY)
    db.session.rollback()
    correct_quote(quote, fields={"paragraphs": ["Other words."]}, reason="Misheard.", by=BY)
    save()
    with pytest.raises(RuleBroken):
        undo_revision(revisions_of(quote)[0], quote, by=BY)


def test_undoing_an_early_change_cannot_change_what_is_public(app: Flask) -> None:
    quote = a_draft_quote(paragraphs=[WORDS], source_id=a_source(kept_text=WORDS).id)
    change_quote(quote, fields={"language": "nl"}, by=BY)
    early = revisions_of(quote)[0]
    verify_quote(quote, by=BY)
    move_quote(quote, QuoteState.CLEARED, by=BY)
    move_quote(quote, QuoteState.PUBLISHED, by=BY)
    save()
    with pytest.raises(RuleBroken, match="in public"):
        undo_revision(early, quote, by=BY)


def test_quote_from_transcript_knows_its_place(app: Flask) -> None:
    person = a_person(name="Ines Vaz")
    episode = an_episode(appearances=[appearing(person, position="Director")])
    save()
    transcript = a_transcript(
        episode,
        ("Ines Vaz", "Good morning."),
        ("Ines Vaz", "We must plan for people,"),
        ("Ines Vaz", "not for numbers. Yes."),
    )
    fields = {"person_id": person.id}
    quote = quote_from_transcript(transcript, first=1, last=3, words=[WORDS], fields=fields, by=BY)
    assert (quote.begins_ms, quote.ends_ms, quote.cue_number) == (4000, 12000, 2)
    assert (quote.prefix, quote.suffix, quote.position) == ("Good morning. ", " Yes.", "Director")
    verify_quote(quote, by=BY)
    assert quote.verification is Verification.TRANSCRIPT


def test_quote_from_transcript_refuses_other_words_and_two_speakers(app: Flask) -> None:
    person, episode = a_person(), an_episode()
    transcript = a_transcript(episode, ("A B", "One two three."), ("C D", "Four five six."))
    with pytest.raises(RuleBroken, match="more than one speaker"):
        quote_from_transcript(
            transcript, first=1, last=2, words=["three. Four"], fields={"person_id": person.id}, by=BY
        )
    with pytest.raises(RuleBroken, match="letter for letter"):
        quote_from_transcript(transcript, first=1, last=1, words=["One too"], fields={"person_id": person.id}, by=BY)


def test_chatham_house_is_never_attributed(app: Flask) -> None:
    episode = an_episode(attribution_policy="chatham_house")
    source = a_source(kept_text=WORDS)
    quote = a_draft_quote(paragraphs=[WORDS], episode_id=episode.id, source_id=source.id)
    verify_quote(quote, by=BY)
    move_quote(quote, QuoteState.CLEARED, by=BY)
    with pytest.raises(RuleBroken, match="Chatham House"):
        move_quote(quote, QuoteState.PUBLISHED, by=BY)


def test_a_closed_episode_withdraws_its_quotes_from_that_moment_on(app_on_both: Flask) -> None:
    episode = an_episode()
    quote, other = a_quote(episode_id=episode.id), a_quote(state_reason="Misheard.")
    a_quote(episode_id=episode.id, state="draft")
    save()
    with time_machine.travel("2098-03-01T10:00:00Z", tick=False):
        change_episode(episode, fields={"attribution_policy": "chatham_house"}, by=BY)
        move_quote(other, QuoteState.WITHDRAWN, reason="Not hers.", by=BY)
        save()
    told = [(one.quote.id, one.moment, one.is_closed, one.reason) for one in public_withdrawals()]
    moment = datetime(2098, 3, 1, 10, tzinfo=UTC)
    assert told == [(other.id, moment, False, "Not hers."), (quote.id, moment, True, "")]
