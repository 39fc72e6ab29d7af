"""Verbs beside the episode itself: a warning accepted, a thing arranged, what a series asks of its episodes."""

from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Account
from app.clock import now
from app.episodes.conflicts import Level, conflicts_of
from app.episodes.models import Episode
from app.episodes.readiness import ARRANGED_BY_HAND, BY_NAME
from app.episodes.surroundings import accepted_conflicts, arrangement_of, series_readiness, surroundings_of
from app.episodes.workbench import AcceptedConflict, Arrangement, SeriesReadiness
from app.errors import RuleBroken
from app.revisions.operations import Author, revising
from app.series.models import Series


def accept_conflict(episode: Episode, key: str, *, reason: str, by: Author) -> None:
    """Accept a warning with a reason; what blocks is mended, never accepted."""
    standing = {one.key: one for one in conflicts_of(episode, surroundings_of(episode))}
    conflict = standing.get(key)
    if conflict is None:
        raise RuleBroken(_("This does not stand against the episode any more."))
    if conflict.level is not Level.WARN:
        raise RuleBroken(_("This cannot be accepted; it has to be mended."))
    if not reason:
        raise RuleBroken(_("Say in a sentence why it is accepted."), field="reason")
    one = next((one for one in accepted_conflicts(episode.id) if one.key == key), None)
    one = one or AcceptedConflict(episode_id=episode.id, key=key, sentence=conflict.sentence[:500])
    with revising(one, action="accepted", by=by):
        one.reason = reason


def heed_conflict(episode: Episode, key: str, *, by: Author) -> None:
    """Let an accepted warning count again."""
    one = next((one for one in accepted_conflicts(episode.id) if one.key == key), None)
    if one is None:
        raise RuleBroken(_("This was not accepted."))
    with revising(one, action="changed", by=by):
        one.reason = None


def arrange(episode: Episode, name: str, *, arranged: bool, by: Author) -> None:
    """Tick, or untick, what nothing stored can tell."""
    if name not in ARRANGED_BY_HAND:
        raise RuleBroken(_("This is computed from the record and cannot be ticked."))
    one = arrangement_of(episode.id, name) or Arrangement(episode_id=episode.id, name=name)
    with revising(one, action="arranged" if arranged else "changed", by=by):
        one.by_name = (by.name if isinstance(by, Account) else by) if arranged else None
        one.arranged_at = now() if arranged else None


def ask_of_series(series: Series, asked: dict[str, dict[str, Any]], *, by: Author) -> None:
    """Keep what a series asks of its episodes, for known checks only."""
    found = series_readiness(series.id) or SeriesReadiness(series_id=series.id, asked={})
    with revising(found, action="changed", by=by):
        found.series = series
        found.asked = {name: own for name, own in asked.items() if name in BY_NAME}
