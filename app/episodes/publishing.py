"""Verbs of publication: changes staged and published, a moment set or taken back, preview links, who is to be told."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Account
from app.clock import now
from app.episodes.conflicts import OVER
from app.episodes.models import Episode, Visibility
from app.episodes.operations import (
    change_episode,
    check_conflicts,
    check_publishable,
    proposed_snapshot,
    tell,
    what_blocks,
)
from app.episodes.queries import hash_of
from app.episodes.surroundings import staged_change
from app.episodes.workbench import PreviewLink, StagedChange, ToTell
from app.errors import RuleBroken
from app.revisions.models import Revision
from app.revisions.operations import Author, check_fresh, check_undoable, revising
from app.revisions.queries import revision_number_of, revisions_since, snapshot_before

LONGEST_PREVIEW = 90


def stage_changes(episode: Episode, *, fields: dict[str, Any], opened_at: int, by: Author) -> StagedChange | None:
    """Keep changes of a public episode until somebody publishes them.

    None when nothing differs. Only what differs from the episode as the editor saw it (its revision `opened_at`, with
    what was staged) counts as changed, so that a change made public meanwhile is not turned back in silence.
    """
    current = episode.snapshot()
    seen = snapshot_before(episode, revisions_since(episode, opened_at))[0]
    wanted = proposed_snapshot(episode, fields)
    staged = staged_change(episode.id)
    shown = seen | (staged.fields if staged else {})
    typed = {name: value for name, value in wanted.items() if name in fields and value != shown[name]}
    if not typed:
        return staged
    staged = staged or _none_staged(episode, by)
    standing = {name: value for name, value in (staged.fields | typed).items() if value != current[name]}
    with revising(staged, action="staged", by=by):
        staged.fields = standing
        staged.base = {name: staged.base.get(name, current[name]) for name in standing}
    return staged


def stage_undo(revision: Revision, episode: Episode, *, by: Author) -> StagedChange | None:
    """Prepare the undoing of an edit that is public; it waits with the other changes."""
    check_undoable(revision, episode)
    if revision.before.keys() & episode.unstaged:
        raise RuleBroken(_("This was a step in the episode's life: take the next step on its own page."))
    return stage_changes(episode, fields=dict(revision.before), opened_at=revision_number_of(episode), by=by)


def _none_staged(episode: Episode, by: Author) -> StagedChange:
    """The row is made empty first, so that what was there before the first staged change can be told."""
    staged = StagedChange(episode_id=episode.id, episode=episode, fields={}, base={})
    with revising(staged, action="created", by=by):
        staged.fields = {}
    return staged


def publish_changes(staged: StagedChange, *, started_from: int, by: Author) -> None:
    """Put the staged changes into the public episode, and keep who is to be told.

    They may bring nothing that would keep an episode from being published.
    """
    check_fresh(staged, started_from=started_from)
    if not staged.fields:
        raise RuleBroken(_("No changes are waiting."))
    episode, fields = staged.episode, dict(staged.fields)
    known = what_blocks(episode)
    change_episode(episode, fields=dict(fields), by=by)
    if episode.status not in OVER:
        check_conflicts(episode, known=known)
    with revising(staged, action="published", by=by):
        staged.fields, staged.base = {}, {}


def discard_changes(staged: StagedChange, *, by: Author) -> None:
    with revising(staged, action="discarded", by=by):
        staged.fields, staged.base = {}, {}


def changed_meanwhile(staged: StagedChange) -> set[str]:
    """Staged fields in which the public episode was changed since by other ways."""
    current = staged.episode.snapshot()
    return {name for name, value in staged.base.items() if current.get(name) != value}


def schedule_publication(episode: Episode, moment: datetime, *, by: Author) -> None:
    """Publish at a moment to come; until then it may be taken back."""
    if episode.is_public:
        raise RuleBroken(_("The episode is public already."))
    if moment <= now():
        raise RuleBroken(_("That moment is past: publish now, or choose a later one."), field="day")
    check_publishable(episode)
    with revising(episode, action="scheduled", by=by):
        episode.visibility = Visibility.PUBLIC
        episode.publish_at = moment
    tell(episode, f"To be published on {moment:%Y-%m-%d %H:%M} UTC", by=by)


def take_back(episode: Episode, *, by: Author) -> None:
    """Take a publication back that has not happened yet; what was public stays."""
    if episode.is_public:
        raise RuleBroken(_("A published episode stays: cancel or postpone it instead."))
    if episode.visibility is not Visibility.PUBLIC:
        raise RuleBroken(_("No publication is set."))
    with revising(episode, action="unpublished", by=by):
        episode.visibility = Visibility.PRIVATE
        episode.publish_at = None


def open_preview(episode: Episode, *, given_to: str, days: int, by: Author) -> tuple[PreviewLink, str]:
    """A link that expires, to what is not public yet: the episode, or the changes of one that is.

    The token is returned once and never stored.
    """
    staged = staged_change(episode.id)
    if episode.is_public and not (staged and staged.fields):
        raise RuleBroken(_("The episode is public and no changes wait: give its own address."))
    if not 1 <= days <= LONGEST_PREVIEW:
        raise RuleBroken(
            _("A preview lasts 1 to %(longest_preview)s days.", longest_preview=LONGEST_PREVIEW), field="days"
        )
    token = secrets.token_urlsafe(32)
    link = PreviewLink(
        episode_id=episode.id,
        token_hash=hash_of(token),
        given_to=given_to,
        made_by=by.name if isinstance(by, Account) else by,
        expires_at=now() + timedelta(days=days),
    )
    with revising(link, action="created", by=by):
        link.episode = episode
    if episode.visibility is Visibility.PRIVATE:
        with revising(episode, action="changed", by=by):
            episode.visibility = Visibility.PREVIEW
    return link, token


def revoke_preview(link: PreviewLink, *, by: Author) -> None:
    if link.revoked_at is None:
        with revising(link, action="revoked", by=by):
            link.revoked_at = now()


def note_told(row: ToTell, *, by: Author) -> None:
    """That somebody was told is kept in the history, and can be undone; a second tick changes nothing."""
    if row.told_at is None:
        with revising(row, action="told", by=by):
            row.told_at = now()
            row.told_by = by.name if isinstance(by, Account) else by
