"""One change made to many episodes: what it would do to each, and doing it, all or none."""

from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from app.episodes.filters import format_in_words, status_in_words
from app.episodes.models import Episode, Format, Status
from app.episodes.operations import LEGAL_MOVES, change_episode, move_status
from app.errors import RuleBroken
from app.revisions.operations import Author
from app.series.models import Series

MOST = 500


@dataclass(frozen=True)
class Change:
    """What is to be changed; an empty field is left as it is."""

    status: Status | None = None
    reason: str | None = None
    series: Series | None = None
    format: Format | None = None
    minutes: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.status or self.series or self.format or self.minutes)


@dataclass(frozen=True)
class Effect:
    """What the change does to one episode, as (before, after) in words; `refused` is why it cannot be made."""

    episode: Episode
    steps: tuple[tuple[str, str], ...]
    refused: str = ""


def effects_of(change: Change, episodes: list[Episode]) -> list[Effect]:
    """What the change would do to each episode; nothing is changed."""
    return [Effect(one, tuple(_steps(change, one)), _refusal(change, one)) for one in episodes]


def _steps(change: Change, episode: Episode) -> list[tuple[str, str]]:
    found = []
    if change.status and change.status is not episode.status:
        found.append((status_in_words(episode.status), status_in_words(change.status)))
    if change.series and change.series.id != episode.series_id:
        found.append((episode.series.title, change.series.title))
    if change.format and change.format is not episode.format:
        found.append((format_in_words(episode.format), format_in_words(change.format)))
    if change.minutes and change.minutes != episode.duration_minutes:
        before, after = episode.duration_minutes, change.minutes
        found.append((_("%(minutes)s minutes", minutes=before), _("%(minutes)s minutes", minutes=after)))
    return found


def _refusal(change: Change, episode: Episode) -> str:
    status = change.status
    if status and status is not episode.status:
        if status not in LEGAL_MOVES[episode.status]:
            before, after = status_in_words(episode.status), status_in_words(status)
            return _("What is %(before)s cannot become %(after)s.", before=before, after=after)
        if episode.is_public and status is Status.DRAFT:
            return _("It is published and cannot become a draft again.")
        if episode.is_public and status in (Status.CANCELLED, Status.POSTPONED) and not change.reason:
            return _("It is public: say in a sentence why.")
    if episode.is_public and any(before != after for before, after in _steps(replace(change, status=None), episode)):
        return _("It is public: such changes are proposed on its own page and published from there.")
    return ""


def change_together(change: Change, episodes: list[Episode], *, by: Author) -> int:
    """Make the change to every episode; how many it changed. Raises RuleBroken when one of them cannot take it."""
    changed = 0
    for effect in effects_of(change, episodes):
        if effect.refused:
            raise RuleBroken(f"“{effect.episode.title}”: {effect.refused}")
        if effect.steps:
            _apply(change, effect.episode, by=by)
            changed += 1
    return changed


def _apply(change: Change, episode: Episode, *, by: Author) -> None:
    fields: dict[str, Any] = {}
    if change.series:
        fields["series_id"] = change.series.id
    if change.format:
        fields["format"] = change.format
    if change.minutes:
        fields["duration_minutes"] = change.minutes
    if fields:
        change_episode(episode, fields=fields, by=by)
    if change.status and change.status is not episode.status:
        move_status(episode, change.status, reason=change.reason, by=by)
