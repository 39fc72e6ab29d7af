"""The life of a quote: taken down, marked, cleared, published, corrected, withdrawn."""

import re
from datetime import datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from slugify import slugify

from app.accounts.models import Account
from app.clock import now
from app.database import db
from app.episodes.models import AttributionPolicy, Episode
from app.errors import RuleBroken
from app.people.models import Person
from app.quotes.clearing import check_cleared
from app.quotes.models import (
    PUBLIC_STATES,
    MarkKind,
    Quote,
    QuoteState,
    QuoteVersion,
)
from app.quotes.verifying import forget_check, forget_check_of_text
from app.quotes.words import in_words
from app.recordings.models import Cue, PhraseOf, Transcript
from app.recordings.operations import keep_phrases
from app.recordings.phrases import words_of
from app.recordings.places import cues_heard
from app.revisions.models import child_snapshot
from app.revisions.operations import Author, revising
from app.sources.matching import passage_of

LEGAL_MOVES: dict[QuoteState, tuple[QuoteState, ...]] = {
    QuoteState.DRAFT: (QuoteState.WITHDRAWN,),
    QuoteState.VERIFIED: (QuoteState.CLEARED, QuoteState.DRAFT),
    QuoteState.CLEARED: (QuoteState.PUBLISHED, QuoteState.DRAFT),
    QuoteState.PUBLISHED: (QuoteState.WITHDRAWN,),
    QuoteState.CORRECTED: (QuoteState.WITHDRAWN,),
    QuoteState.WITHDRAWN: (),
}
"""From each state, the moves an organizer is offered beside `verify_quote` and `correct_quote`."""

STANDING = ("position", "organization_name", "attributed_as")
"""What `Quote.standing` is made of, the last where there is nothing else."""


def take_down_quote(*, fields: dict[str, Any], by: Author, versions: list[dict[str, Any]] | None = None) -> Quote:
    """A new draft quote; the position held that day is frozen from the appearance or the affiliation.

    `versions` are those of a quote that was public elsewhere before (from a series file).
    """
    quote = Quote()
    with revising(quote, action="created", by=by):
        quote.versions = [QuoteVersion(**version) for version in versions or []]
        quote.edition = len(quote.versions)
        quote.assign({"state": "draft", "language": "en", **fields})
        _check(quote)
        quote.slug = fields.get("slug") or slug_of(quote)
        _freeze_standing(quote)
        _check_last_version(quote)
        _keep_first_version(quote, by=by)
    _index(quote)
    return quote


def _check_last_version(quote: Quote) -> None:
    """Versions from a file end with what the quote says; the guards in the database hold it to them."""
    last = quote.versions[-1] if quote.versions else None
    if last is None:
        return
    if list(last.paragraphs) != list(quote.paragraphs) or _as_laid(last.marks) != _as_laid(_mark_snapshots(quote)):
        raise RuleBroken(_("The last of the versions says other words or marks than the quote."), field="versions")


def change_quote(quote: Quote, *, fields: dict[str, Any], by: Author) -> None:
    """Change a quote. What the public has read cannot be changed here: it needs a public correction."""
    if quote.state in (*PUBLIC_STATES, QuoteState.WITHDRAWN):
        _check_still_said(quote, fields)
    with revising(quote, action="changed", by=by):
        words_before, text_before = list(quote.paragraphs), (quote.source_id, quote.transcript_id)
        quote.assign(fields)
        _check(quote)
        if quote.paragraphs != words_before:
            quote.slug, quote.state = slug_of(quote), QuoteState.DRAFT
            forget_check(quote)
            if "translations" not in fields:
                _outdate_translations(quote)
        elif (quote.source_id, quote.transcript_id) != text_before and "verification" not in fields:
            forget_check_of_text(quote)
        if not quote.edition:
            _freeze_standing(quote)
        _keep_first_version(quote, by=by)
    _index(quote)


def _outdate_translations(quote: Quote) -> None:
    """They are of words before the first version, and their readers are told so."""
    for translation in quote.translations:
        translation.edition = 0


def _check_still_said(quote: Quote, fields: dict[str, Any]) -> None:
    """Words, speaker, standing, episode and language of a public quote stand, and it is not hidden again."""
    if fields.get("paragraphs", quote.paragraphs) != quote.paragraphs:
        raise RuleBroken(_("Published words change only by a public correction."), field="paragraphs")
    seen = ("position", "organization_name") if quote.position or quote.organization_name else STANDING
    for name in seen:
        if fields.get(name, getattr(quote, name)) != getattr(quote, name):
            raise RuleBroken(
                _("What readers have seen of the speaker changes only by a public correction."), field=name
            )
    for name in ("person_id", "episode_id", "language"):
        if fields.get(name, getattr(quote, name)) != getattr(quote, name):
            raise RuleBroken(
                _("Readers have cited this quote as it is: withdraw it with a reason, and take it down anew."),
                field=name,
            )
    if _as_laid(fields.get("marks", _mark_snapshots(quote))) != _as_laid(_mark_snapshots(quote)):
        raise RuleBroken(_("Marks on a public quote change only by a public correction."), field="marks")
    embargo = fields.get("embargo_until")
    if quote.is_seen and isinstance(embargo, datetime) and embargo > now():
        raise RuleBroken(_("Readers have seen this quote already; withdraw it with a reason instead."), field="day")


def _as_laid(marks: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """Marks as a file or a form gives them and as the record keeps them, comparable."""
    laid = [
        (mark["paragraph"], mark["starts"], mark["ends"], MarkKind(mark["kind"]), mark.get("text")) for mark in marks
    ]
    return sorted(laid, key=str)


def mark_quote(
    quote: Quote, *, after: str, kind: MarkKind, text: str | None, reason: str | None = None, by: Author
) -> None:
    """Lay an editorial mark over the words `after`; on a public quote as a correction with its reason.

    Raises RuleBroken where those words stand nowhere in the quote, or more than once.
    """
    places = [
        (paragraph, found.start())
        for paragraph, words in enumerate(quote.paragraphs)
        for found in re.finditer(re.escape(after), words)
    ]
    if not places:
        raise RuleBroken(_("These words do not stand in the quote letter for letter."), field="after")
    if len(places) > 1:
        raise RuleBroken(_("These words stand there more than once; give some more of them."), field="after")
    if kind in (MarkKind.NOTE, MarkKind.DATE_NOTE) and not text:
        raise RuleBroken(_("Write what the note says."), field="text")
    paragraph, starts = places[0]
    mark = {"paragraph": paragraph, "starts": starts, "ends": starts + len(after), "kind": kind.value, "text": text}
    _change_marks(quote, [*_mark_snapshots(quote), mark], reason, by=by)


def unmark_quote(quote: Quote, place: int, *, reason: str | None = None, by: Author) -> None:
    """Take away the mark at that place, counted from 0 in the order they stand."""
    marks = _mark_snapshots(quote)
    if not 0 <= place < len(marks):
        raise RuleBroken(_("That mark is gone already."))
    _change_marks(quote, marks[:place] + marks[place + 1 :], reason, by=by)


def _change_marks(quote: Quote, marks: list[dict[str, Any]], reason: str | None, *, by: Author) -> None:
    if quote.state in PUBLIC_STATES:
        correct_quote(quote, fields={"marks": marks}, reason=reason or "", by=by)
    else:
        change_quote(quote, fields={"marks": marks}, by=by)


def quote_from_transcript(
    transcript: Transcript, *, first: int, last: int, words: list[str], fields: dict[str, Any], by: Author
) -> Quote:
    """A draft quote of words that stand in the cues `first` to `last`; its place in time and text is kept.

    Raises RuleBroken when the words do not stand there letter for letter, or the cues are two people's.
    """
    within = Cue.transcript_id == transcript.id, Cue.number.between(first, last)
    cues = list(db.session.scalars(sa.select(Cue).where(*within).order_by(Cue.number)))
    if not cues:
        raise RuleBroken(_("Choose the cues in which the words are heard."), field="first")
    if len({cue.speaker for cue in cues if cue.speaker}) > 1:
        raise RuleBroken(_("These cues are of more than one speaker; a quote is what one person said."), field="last")
    passage = passage_of(words, " ".join(cue.text for cue in cues))
    if passage is None:
        raise RuleBroken(_("These words do not stand in the chosen cues letter for letter."), field="paragraphs")
    heard = [cue for cue, _place in cues_heard(cues, passage.starts, passage.ends)]
    whole = {
        "paragraphs": words,
        "language": transcript.language,
        "episode_id": transcript.episode_id,
        "transcript_id": transcript.id,
        "cue_number": heard[0].number,
        "begins_ms": heard[0].begins_ms,
        "ends_ms": max(heard[-1].ends_ms, heard[0].begins_ms + 1),
        "prefix": passage.prefix,
        "suffix": passage.suffix,
    }
    return take_down_quote(fields=whole | fields, by=by)


def correct_quote(quote: Quote, *, fields: dict[str, Any], reason: str, by: Author) -> None:
    """Change a public quote in public: a new version with its reason; the old one stays at its own address.

    The words count as unverified until they are checked again.
    """
    if quote.state not in PUBLIC_STATES:
        raise RuleBroken(_("Only a published quote is corrected; change this one."), field="state")
    if not reason.strip():
        raise RuleBroken(_("Say in a sentence what was wrong; readers see it."), field="reason")
    with revising(quote, action="corrected", by=by):
        before = _as_read(quote)
        if "marks" not in fields:
            fields = fields | {"marks": _marks_moved(quote, list(fields.get("paragraphs", quote.paragraphs)))}
        quote.assign(fields)
        _check(quote)
        if _as_read(quote) == before:
            raise RuleBroken(_("Nothing differs from what is published."), field="paragraphs")
        quote.edition, quote.state, quote.state_reason = quote.edition + 1, QuoteState.CORRECTED, reason.strip()[:500]
        _write_correction(quote, reason.strip(), by)
        if quote.paragraphs != before[0]:
            forget_check(quote)
    _index(quote)


def _as_read(quote: Quote) -> tuple[list[str], list[dict[str, Any]], str]:
    return list(quote.paragraphs), _mark_snapshots(quote), quote.standing


def _write_correction(quote: Quote, reason: str, by: Author) -> None:
    """Written at once: the guard in the database lets the quote change only after the version that says so stands."""
    fields = _version_fields(quote, by) | {"quote_id": quote.id, "number": quote.edition, "reason": reason}
    db.session.execute(sa.insert(QuoteVersion).values(fields))
    db.session.expire(quote, ["versions"])


def _keep_first_version(quote: Quote, *, by: Author) -> None:
    """With its first publication a quote's words are kept as version 1."""
    if quote.state in PUBLIC_STATES and not quote.edition:
        quote.versions.append(QuoteVersion(number=1, reason=None, **_version_fields(quote, by)))
        quote.edition = 1


def _version_fields(quote: Quote, by: Author) -> dict[str, Any]:
    return {
        "paragraphs": list(quote.paragraphs),
        "marks": _mark_snapshots(quote),
        "standing": quote.standing,
        "by_name": by.name if isinstance(by, Account) else by,
        "made_at": now(),
    }


def _mark_snapshots(quote: Quote) -> list[dict[str, Any]]:
    return [child_snapshot(mark) for mark in quote.marks]


def _marks_moved(quote: Quote, wanted: list[str]) -> list[dict[str, Any]]:
    """The marks over the same words in the new paragraphs; a mark whose words are gone goes with them."""
    moved: list[dict[str, Any]] = []
    for mark in _mark_snapshots(quote):
        words = wanted[mark["paragraph"]] if mark["paragraph"] < len(wanted) else ""
        starts = _starts_now(quote.paragraphs[mark["paragraph"]], words, mark["starts"], mark["ends"])
        now_laid = mark | {"starts": starts, "ends": starts + mark["ends"] - mark["starts"]}
        if starts >= 0 and now_laid not in moved:
            moved.append(now_laid)
    return moved


def _starts_now(before: str, after: str, starts: int, ends: int) -> int:
    """Where the marked words begin after a change: as far from the unchanged beginning or end as before, else where
    they are found; -1 where they are gone.
    """
    if not after:
        return -1
    if after[:ends] == before[:ends]:
        return starts
    shift = len(after) - len(before)
    if starts + shift >= 0 and after[starts + shift :] == before[starts:]:
        return starts + shift
    marked = before[starts:ends]
    return max(after.find(marked, max(0, starts - 20)), after.find(marked)) if marked else len(after)


def _index(quote: Quote) -> None:
    """Let the quote checker find the words and their translations."""
    keep_phrases(PhraseOf.QUOTE, quote.id, words_of(quote.words))
    for translation in quote.translations:
        keep_phrases(PhraseOf.TRANSLATION, translation.id, words_of(translation.words))


def move_quote(quote: Quote, state: QuoteState, *, reason: str | None = None, by: Author) -> None:
    """Clear, publish, withdraw, or send back to draft, where that step is legal."""
    if state not in LEGAL_MOVES[quote.state]:
        raise RuleBroken(
            _(
                "A quote that is %(state)s cannot become %(wanted)s.",
                state=in_words(quote.state),
                wanted=in_words(state),
            ),
            field="state",
        )
    if state is QuoteState.WITHDRAWN and quote.state in PUBLIC_STATES and not reason:
        raise RuleBroken(_("Say in a sentence why; the notice stays at the quote's address."), field="state_reason")
    if state is QuoteState.CLEARED:
        check_cleared(quote)
    if state is QuoteState.PUBLISHED:
        _check_publishable(quote)
    with revising(quote, action=state.value, by=by):
        quote.state = state
        quote.state_reason = reason
        if state is QuoteState.PUBLISHED:
            quote.published_at = quote.published_at or now()
            _keep_first_version(quote, by=by)


def slug_of(quote: Quote) -> str:
    """The first words of the quote; the address is the id, the slug is for the eye."""
    return slugify(quote.paragraphs[0], max_length=60, word_boundary=True, save_order=True) or "quote"


def _check(quote: Quote) -> None:
    if not quote.paragraphs or not all(paragraph.strip() for paragraph in quote.paragraphs):
        raise RuleBroken(_("A quote needs the words that were said."), field="paragraphs")
    for mark in quote.marks:
        if mark.paragraph >= len(quote.paragraphs) or mark.ends > len(quote.paragraphs[mark.paragraph]):
            raise RuleBroken(_("An editorial mark points outside the words."), field="marks")
    laid = _as_laid(_mark_snapshots(quote))
    if any(one == next_one for one, next_one in pairwise(laid)):
        raise RuleBroken(_("The same mark stands there already."), field="marks")


def _check_publishable(quote: Quote) -> None:
    episode = quote.episode
    if episode is None and quote.episode_id is not None:
        episode = db.session.get(Episode, quote.episode_id)
    if episode is not None and episode.attribution_policy is AttributionPolicy.CHATHAM_HOUSE:
        raise RuleBroken(
            _("The episode was held under the Chatham House Rule: nothing may be attributed."), field="state"
        )
    if quote.source_id is None and quote.transcript_id is None:
        raise RuleBroken(_("A quote is not published without a source where it can be checked."), field="source_id")


def _freeze_standing(quote: Quote) -> None:
    if quote.position or quote.organization_name or quote.episode_id is None:
        return
    episode = quote.episode or db.session.get(Episode, quote.episode_id)
    if episode is None:
        return
    for appearance in episode.appearances:
        if appearance.person_id == quote.person_id:
            quote.position, quote.organization_name = appearance.position, appearance.organization_name
            return
    person = quote.person or db.session.get(Person, quote.person_id)
    held = person.affiliation_on(episode.day) if person else None
    if held is not None:
        quote.position = held.position
        quote.organization_name = held.organization.name if held.organization else None
