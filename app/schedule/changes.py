"""What changed in a calendar lately, in words: revisions in, only what the public could see out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _

from app.episodes.filters import format_in_words, status_in_words
from app.episodes.models import ABSENT, Episode, Format, Status
from app.revisions.models import Revision
from app.web.times import place_of, short_day


@dataclass(frozen=True)
class Change:
    """One change of one episode; `words` has a phrase for each thing that changed."""

    at: datetime
    episode: Episode
    words: list[str]


def recent_changes(rows: Iterable[tuple[Episode, Revision]], *, limit: int) -> list[Change]:
    """The latest changes first; `rows` come newest first.

    A revision holds what changed alone, so each episode's state is walked back from its present one. Nothing older
    than the moment an episode came into public sight is said, and of that moment only that it came.
    """
    states: dict[int, dict[str, Any]] = {}
    hidden: set[int] = set()
    changes: list[Change] = []
    for episode, revision in rows:
        if episode.id in hidden or len(changes) >= limit:
            continue
        after = states.get(episode.id) or episode.snapshot(children=("appearances",))
        before = states[episode.id] = after | revision.before
        if _came_into_sight(revision, episode):
            hidden.add(episode.id)
            words = [_("added to the calendar")]
        else:
            words = _in_words(before, after, set(revision.after))
        if words:
            changes.append(Change(revision.at, episode, words))
    return changes


def _came_into_sight(revision: Revision, episode: Episode) -> bool:
    since = max(filter(None, (episode.published_at, episode.publish_at)), default=revision.at)
    is_first = revision.action == "created" or "visibility" in revision.after or "publish_at" in revision.after
    return is_first or revision.before.get("status") == "draft" or revision.at < since


def _in_words(before: dict[str, Any], after: dict[str, Any], changed: set[str]) -> list[str]:
    words = []
    if changed & {"day", "start_local", "timezone", "fold"}:
        words += _moved(_when(before), _when(after))
    if "starts_at" in changed:
        words.append(_("same time on the clock there, but another moment: its zone's rules changed"))
    if "status" in changed:
        words.append(_status(Status(after["status"]), after.get("status_reason")))
    if "title" in changed:
        words.append(_("renamed from “%(title)s”", title=before["title"]))
    if "duration_minutes" in changed:
        words.append(_("now lasts %(minutes)s minutes", minutes=after["duration_minutes"]))
    if "format" in changed:
        words.append(_("now %(format)s", format=format_in_words(Format(after["format"]))))
    if "venue" in changed and after["venue"]:
        words.append(_("now at %(venue)s", venue=after["venue"]))
    if "appearances" in changed and _people(before) != _people(after):
        words.append(_("the people taking part changed"))
    return words


def _moved(before: str, after: str) -> list[str]:
    return [_("moved from %(before)s to %(after)s", before=before, after=after)] if before != after else []


def _when(state: dict[str, Any]) -> str:
    day = short_day(date.fromisoformat(state["day"]))
    if not state["start_local"]:
        return _("%(day)s, time to be confirmed", day=day)
    clock = f"{time.fromisoformat(state['start_local']):%H:%M}"
    return _("%(day)s, %(clock)s in %(place)s", day=day, clock=clock, place=place_of(state["timezone"]))


def _status(status: Status, reason: str | None) -> str:
    word = status_in_words(status)
    return f"{word}: {reason}" if reason and status in (Status.CANCELLED, Status.POSTPONED) else word


def _people(state: dict[str, Any]) -> set[tuple[int, str]]:
    absent = {state.value for state in ABSENT}
    present = [one for one in state["appearances"] if one["state"] not in absent]
    return {(one["person_id"], role) for one in present for role in one["roles"] or [""]}
