"""Changes of the plan: items added, moved and removed; episodes moved; the run of a show; kept filters."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from app.accounts.models import Account
from app.clock import now, zone_names
from app.database import db
from app.episodes.models import Episode, Status
from app.episodes.operations import change_episode
from app.errors import RuleBroken
from app.people.countries import country_codes
from app.planning.models import PlannedItem, RunOfShow, SavedFilter
from app.planning.plans import moved_along
from app.planning.queries import items_of_episode, run_of_episode, saved_filters_of
from app.revisions.models import Revision
from app.revisions.operations import Author, revising, undo_revision
from app.series.models import Series
from app.series.operations import change_series

LONGEST_SHOW = 24 * 60
MOST_FILTERS = 50


def add_item(*, fields: dict[str, Any], by: Author) -> PlannedItem:
    """A new hold, rehearsal or deadline. Raises RuleBroken, and LocalTimeUnclear for an unclear wall time."""
    item = PlannedItem()
    with revising(item, action="created", by=by):
        item.assign({"removed": False, "minutes": 60} | fields)
        _check(item)
    return item


def change_item(item: PlannedItem, *, fields: dict[str, Any], by: Author, action: str = "changed") -> None:
    with revising(item, action=action, by=by):
        item.assign(fields)
        _check(item)


def remove_item(item: PlannedItem, *, by: Author) -> None:
    """Take an item out of the planner; its history stays, and the change can be undone."""
    with revising(item, action="removed", by=by):
        item.removed = True


def check_movable(episode: Episode) -> None:
    """Raise RuleBroken for an episode whose time is no question any more."""
    if episode.status in (Status.HELD, Status.CANCELLED):
        raise RuleBroken(_("An episode that is %(status)s is not moved.", status=episode.status.value), field="day")


def move_episode(episode: Episode, *, fields: dict[str, Any], with_items: bool = False, by: Author) -> None:
    """Give an episode another day, time or zone; with its rehearsals and deadlines, shifted by as many days.

    Raises RuleBroken for an episode that is over, and LocalTimeUnclear for an unclear wall time.
    """
    check_movable(episode)
    shift = fields["day"] - episode.day
    change_episode(episode, fields=fields, by=by, action="moved")
    for item in items_of_episode(episode.id) if with_items else []:
        change_item(item, fields={"day": item.day + shift}, by=by, action="moved")


def undo_move(revision: Revision, record: Episode | PlannedItem, *, by: Author) -> None:
    """Put a move back, and those of the episode's items that were made with it."""
    undo_revision(revision, record, by=by)
    for move, item in moved_along(revision) if isinstance(record, Episode) else []:
        undo_revision(move, item, by=by)


def change_countries(series: Series, *, codes: str, by: Author) -> None:
    """Say whose public holidays count, as two-letter codes between commas; none leaves it to the series' zone."""
    wanted = [code.strip().upper() for code in codes.split(",") if code.strip()]
    unknown = [code for code in wanted if code not in country_codes()]
    if unknown:
        raise RuleBroken(
            _("There is no country with the code %(unknown)s.", unknown=", ".join(unknown)[:60]), field="countries"
        )
    change_series(series, fields={"countries": list(dict.fromkeys(wanted))}, by=by)


def keep_run(episode: Episode, *, segments: list[dict[str, Any]], note: str | None, by: Author) -> RunOfShow:
    """Write how an episode goes; the segments stand in the order they are given."""
    if sum(segment["minutes"] for segment in segments) > LONGEST_SHOW:
        raise RuleBroken(_("The segments last longer than a day; check their minutes."), field="segments")
    run = run_of_episode(episode.id)
    is_new = run is None
    run = run or RunOfShow(episode_id=episode.id, episode=episode)
    with revising(run, action="created" if is_new else "changed", by=by):
        placed = [{**segment, "position": position} for position, segment in enumerate(segments, 1)]
        run.assign({"segments": placed, "note": note or None})
    return run


def save_filter(account: Account, *, name: str, address: str) -> SavedFilter:
    """Keep a page with its filters under a name; the same name takes the new address."""
    kept = saved_filters_of(account.id)
    found = next((one for one in kept if one.name == name), None)
    if found is None and len(kept) >= MOST_FILTERS:
        raise RuleBroken(
            _("You keep %(most_filters)s filters already; remove one first.", most_filters=MOST_FILTERS), field="name"
        )
    found = found or SavedFilter(account_id=account.id, name=name)
    found.address, found.saved_at = address, now()
    db.session.add(found)
    return found


def forget_filter(kept: SavedFilter) -> None:
    db.session.delete(kept)


def _check(item: PlannedItem) -> None:
    if not item.title:
        raise RuleBroken(_("Say in a few words what it is."), field="title")
    if item.timezone not in zone_names():
        raise RuleBroken(
            _("“%(timezone)s” is not a time zone of the IANA database.", timezone=item.timezone), field="timezone"
        )
    if not 2000 <= item.day.year <= 2099:
        raise RuleBroken(_("The day must lie between the years 2000 and 2099."), field="day")
    ends = timedelta(minutes=item.minutes)
    if not timedelta(0) < ends <= timedelta(days=1):
        raise RuleBroken(_("It lasts from one minute to a day."), field="minutes")
