"""One change made to many episodes: what it would do to each, and doing it, all or none."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Account, Role
from app.episodes.filters import format_in_words, status_in_words
from app.episodes.models import Episode, Format, Status
from app.episodes.operations import LEGAL_MOVES, change_episode, give_owner, move_status
from app.episodes.publishing import stage_changes
from app.errors import RuleBroken
from app.revisions.operations import Author
from app.revisions.queries import revision_number_of
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
    owner: Account | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.status or self.series or self.format or self.minutes or self.owner)

    @property
    def fields(self) -> dict[str, Any]:
        """What an edit of the episode would say."""
        said: dict[str, Any] = {}
        if self.series:
            said["series_id"] = self.series.id
        if self.format:
            said["format"] = self.format.value
        if self.minutes:
            said["duration_minutes"] = self.minutes
        return said


@dataclass(frozen=True)
class Effect:
    """What the change does to one episode, as (before, after) in words; `refused` is why it cannot be made.

    `waits` says that the edit of a public episode is kept until it is published from its own page.
    """

    episode: Episode
    steps: tuple[tuple[str, str], ...]
    refused: str = ""
    waits: bool = False
    is_step: bool = False

    @property
    def seen_at_once(self) -> bool:
        """Whether everybody sees it as soon as it is made: a step in the life of what is public."""
        return self.episode.is_public and self.is_step

    @property
    def told(self) -> list[str]:
        """Who would be put on the list of those to be told."""
        return [one.person.name for one in self.episode.present] if self.seen_at_once else []


def effects_of(change: Change, episodes: list[Episode]) -> list[Effect]:
    """What the change would do to each episode; nothing is changed."""
    return [
        Effect(one, tuple(_steps(change, one)), _refusal(change, one), _waits(change, one), _is_step(change, one))
        for one in episodes
    ]


def _is_step(change: Change, episode: Episode) -> bool:
    return change.status is not None and change.status is not episode.status


def _waits(change: Change, episode: Episode) -> bool:
    return episode.is_public and any(episode.snapshot()[name] != value for name, value in change.fields.items())


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
    if change.owner and change.owner.id != episode.owner_id:
        found.append((episode.owner.name if episode.owner else _("nobody"), change.owner.name))
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
    series_id = change.series.id if change.series else episode.series_id
    role = change.owner.role_in(series_id) if change.owner else None
    if change.owner and (role is None or role.rank < Role.EDITOR.rank):
        return _("%(name)s may not edit this series.", name=change.owner.name)
    return ""


def change_together(change: Change, episodes: list[Episode], *, by: Author) -> tuple[int, int]:
    """Make the change to every episode: how many it changed, and on how many of them an edit waits to be published.

    Raises RuleBroken when one of them cannot take it.
    """
    effects = effects_of(change, episodes)
    for effect in effects:
        if effect.refused:
            raise RuleBroken(f"“{effect.episode.title}”: {effect.refused}")
    told = [effect for effect in effects if effect.steps]
    for effect in told:
        _apply(change, effect, by=by)
    return len(told), sum(effect.waits for effect in told)


def _apply(change: Change, effect: Effect, *, by: Author) -> None:
    """An edit of what is public waits; a step of its life, and its owner, do not."""
    episode = effect.episode
    if effect.waits:
        stage_changes(episode, fields=change.fields, opened_at=revision_number_of(episode), by=by)
    elif change.fields:
        change_episode(episode, fields=change.fields, by=by)
    if change.status and change.status is not episode.status:
        move_status(episode, change.status, reason=change.reason, by=by)
    if change.owner:
        give_owner(episode, change.owner, by=by)
