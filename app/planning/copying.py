"""Episodes made from others: one cloned with its deadlines shifted, a run made from a rule; all are private drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.clock import LocalTimeUnclear, to_instant
from app.episodes.models import Episode
from app.episodes.operations import plan_episode
from app.episodes.recurrence import RunDay
from app.errors import RuleBroken
from app.planning.operations import add_item, keep_run
from app.planning.queries import items_of_episode, run_of_episode
from app.revisions.models import child_snapshot
from app.revisions.operations import Author
from app.series.models import Series

TAKEN_ALONG = ("topic", "languages", "format", "venue", "join_policy", "attribution_policy", "duration_minutes")
PLACEHOLDERS = ("title", "number", "month", "year", "day")


@dataclass(frozen=True)
class Planned:
    """One episode of a run before it is written; `refused` is why it cannot be, empty when it can."""

    day: date
    title: str
    number: int | None
    starts_at: datetime | None
    skipped: str = ""
    refused: str = ""

    @property
    def is_made(self) -> bool:
        return not self.skipped and not self.refused


@dataclass(frozen=True)
class Run:
    """What every episode of a run shares."""

    pattern: str
    title: str
    first_number: int | None
    start_local: time | None
    timezone: str


def title_from(pattern: str, *, title: str, number: int | None, day: date) -> str:
    """The pattern with {title}, {number}, {month}, {year} and {day} filled in; other braces stay as they are."""
    values = {
        "title": title,
        "number": "" if number is None else str(number),
        "month": str(format_date(day, "LLLL")),
        "year": str(day.year),
        "day": str(format_date(day, "d MMMM y")),
    }
    text = pattern
    for name in PLACEHOLDERS:
        text = text.replace("{" + name + "}", values[name])
    return " ".join(text.split())


def clone_episode(
    episode: Episode,
    *,
    fields: dict[str, Any],
    with_speakers: bool,
    with_items: bool,
    host: str,
    by: Author,
) -> Episode:
    """A private draft like the episode on another day: strategy, organizers, run of show; people as proposed.

    Positions are frozen anew for the new day; rehearsals and deadlines keep their distance to the episode.
    """
    copied = {name: getattr(episode, name) for name in TAKEN_ALONG}
    for name in ("pillar_links", "theme_links", "co_organizers"):
        copied[name] = [child_snapshot(child) for child in getattr(episode, name)]
    copied["appearances"] = list(_people(episode)) if with_speakers else []
    made = plan_episode(episode.series, fields=copied | fields, host=host, by=by)
    if with_items:
        _copy_items(episode, made, by=by)
    run = run_of_episode(episode.id)
    if run is not None and run.segments:
        segments = [child_snapshot(segment) for segment in run.segments]
        keep_run(made, segments=segments, note=run.note, by=by)
    return made


def _people(episode: Episode) -> Iterator[dict[str, Any]]:
    for appearance in episode.present:
        yield {
            "person_id": appearance.person_id,
            "roles": [role.value for role in appearance.roles],
            "precedence": appearance.precedence,
            "state": "proposed",
        }


def _copy_items(episode: Episode, made: Episode, *, by: Author) -> None:
    shift = made.day - episode.day
    for item in items_of_episode(episode.id):
        fields = {
            "kind": item.kind,
            "title": item.title,
            "note": item.note,
            "series_id": made.series_id,
            "episode_id": made.id,
            "day": item.day + shift,
            "start_local": item.start_local,
            "timezone": item.timezone,
            "minutes": item.minutes,
        }
        add_item(fields=fields, by=by)


def planned_run(days: list[RunDay], run: Run, *, taken: list[tuple[datetime, datetime]], minutes: int) -> list[Planned]:
    """What a run would make, day by day, with what is skipped and what cannot be; nothing is written."""
    planned, number = [], run.first_number
    for one in days:
        title = title_from(run.pattern, title=run.title, number=number, day=one.day)
        starts_at, refused = _start(one.day, run)
        if starts_at is not None and not one.skipped:
            ends_at = starts_at + timedelta(minutes=minutes)
            busy = any(starts_at < until and since < ends_at for since, until in taken)
            refused = "busy" if busy else refused
        found = Planned(one.day, title, number, starts_at, one.skipped, refused)
        planned.append(found)
        if number is not None and found.is_made:
            number += 1
    return planned


def _start(day: date, run: Run) -> tuple[datetime | None, str]:
    if run.start_local is None:
        return None, ""
    try:
        return to_instant(day, run.start_local, run.timezone), ""
    except LocalTimeUnclear as unclear:
        return None, unclear.message


def write_run(
    series: Series, planned: list[Planned], *, fields: dict[str, Any], pattern: Episode | None, host: str, by: Author
) -> list[Episode]:
    """Write the episodes of a run as drafts, all or none. Raises RuleBroken where nothing is left to write."""
    wanted = [one for one in planned if one.is_made]
    if not wanted:
        raise RuleBroken(_("No day of this run can be used; change the rule."), field="first_on")
    made = []
    for one in wanted:
        own = fields | {"day": one.day, "title": one.title[:200], "number": one.number}
        if pattern is None:
            made.append(plan_episode(series, fields=own, host=host, by=by))
        else:
            made.append(clone_episode(pattern, fields=own, with_speakers=True, with_items=True, host=host, by=by))
    return made
