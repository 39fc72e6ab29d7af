"""The planner: month, week and year with their layers, drawn by the server and complete without scripts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import get_day_names
from flask import Blueprint, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import now
from app.episodes.conflicts import Voice
from app.episodes.filters import status_in_words
from app.episodes.models import Episode, Status
from app.episodes.voices import voices_of
from app.planning.grid import LAYERS, Entry, Shown, beside, months, span, weeks
from app.planning.models import PlannedItem
from app.planning.plans import episodes_between, items_between
from app.planning.queries import series_seen
from app.planning.voices import countries_of, days_away, people_in
from app.revisions.models import Revision
from app.revisions.queries import revision_by_id
from app.series.models import Series
from app.spoken import reader_language
from app.web.permissions import may, needs, signed_in_account
from app.web.places import organizer_address

organizer = Blueprint("organize_planner", __name__, url_prefix="/organize/planner")

Page = str | Response | tuple[str, int]
VIEWS = ("month", "week", "year")


@dataclass(frozen=True)
class Asked:
    """What the address asks of the planner; what it does not understand it leaves at the usual."""

    view: str
    on: date
    layers: frozenset[str]
    series: str

    def address(self, **changes: Any) -> str:
        """The planner's address with some of these changed."""
        values = {"view": self.view, "on": self.on.isoformat(), "series": self.series or None} | changes
        if self.layers != frozenset(LAYERS):
            values |= {"chosen": "1", "layer": sorted(self.layers)}
        return url_for("organize_planner.planner", **values)


@organizer.get("")
@needs(Role.VIEWER)
def planner() -> Page:
    asked = _asked()
    seen = series_seen(signed_in_account())
    chosen = [one for one in seen if asked.series in ("", one.slug)]
    first, last = span(asked.view, asked.on)
    numbers = [one.id for one in chosen]
    episodes = episodes_between(numbers, first, last)
    names = people_in(episodes)
    away = _away(voices_of(names), chosen, first, last)
    entries = [_episode_entry(one, away) for one in episodes]
    entries += [_item_entry(one) for one in items_between(numbers, first, last)]
    shown = Shown(now().date(), asked.layers, countries_of(chosen), _absent(names, away))
    draw = months if asked.view == "year" else lambda *given: weeks(asked.view, *given)
    return render_template(
        "organize/planning/planner.html",
        asked=asked,
        heading=_heading(asked, first, last),
        cells=draw(asked.on, entries, shown),
        beside=beside(asked.view, asked.on),
        today=shown.today,
        series=seen,
        chosen=chosen,
        views={"month": _("Month"), "week": _("Week"), "year": _("Year")},
        layers=layer_words(),
        day_names=[words for _number, words in sorted(get_day_names("abbreviated", locale=reader_language()).items())],
        month_names=[format_date(date(asked.on.year, month, 1), "LLL") for month in range(1, 13)],
        move=moved_lately(),
        may_plan=any(may(Role.EDITOR, one.id) for one in chosen),
    )


def layer_words() -> dict[str, str]:
    return {
        "episodes": _("Episodes"),
        "holds": _("Holds"),
        "rehearsals": _("Rehearsals"),
        "deadlines": _("Deadlines"),
        "holidays": _("Public holidays"),
        "hurricanes": _("Hurricane season"),
        "absences": _("Speakers away"),
    }


def _asked() -> Asked:
    view = request.args.get("view", "month")
    wanted = frozenset(request.args.getlist("layer")) & set(LAYERS)
    layers = wanted if "chosen" in request.args else frozenset(LAYERS)
    return Asked(
        view if view in VIEWS else "month",
        day_asked("on") or now().date(),
        layers,
        request.args.get("series", "")[:160],
    )


def day_asked(name: str) -> date | None:
    """A day of the address, from 2000 to 2099; None when it names none."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2099 else None


def _heading(asked: Asked, first: date, last: date) -> str:
    if asked.view == "year":
        return str(asked.on.year)
    if asked.view == "week":
        return f"{format_date(first, 'd MMMM')} – {format_date(last, 'd MMMM y')}"
    return str(format_date(asked.on, "LLLL y")).capitalize()


def _away(voices: dict[int, Voice], series: list[Series], first: date, last: date) -> dict[int, list[date]]:
    zone = series[0].default_timezone if series else "UTC"
    return {number: days_away(voice, voice.timezone or zone, first, last) for number, voice in voices.items()}


def _absent(names: dict[int, str], away: dict[int, list[date]]) -> dict[date, tuple[str, ...]]:
    found: dict[date, tuple[str, ...]] = {}
    for number, days in away.items():
        for day in days:
            found[day] = (*found.get(day, ()), names[number])
    return found


def _episode_entry(episode: Episode, away: dict[int, list[date]]) -> Entry:
    can_move = episode.status not in (Status.HELD, Status.CANCELLED) and may(Role.EDITOR, episode.series_id)
    return Entry(
        layer="episodes",
        title=episode.title,
        day=episode.day,
        clock=f"{episode.start_local:%H:%M}" if episode.start_local else "",
        detail=", ".join(one.person.name for one in episode.present),
        status=episode.status.value,
        status_words="" if episode.status is Status.CONFIRMED else status_in_words(episode.status),
        address=organizer_address("episode", episode.id, episode.slug),
        move_address=url_for("organize_moves.move_episode_page", slug=episode.slug) if can_move else None,
        away=tuple(sorted({day for one in episode.present for day in away.get(one.person_id, ())})),
    )


def _item_entry(item: PlannedItem) -> Entry:
    can_change = may(Role.EDITOR, item.series_id)
    return Entry(
        layer=f"{item.kind.value}s",
        title=item.title,
        day=item.day,
        clock=f"{item.start_local:%H:%M}" if item.start_local else "",
        detail=item.episode.title if item.episode else "",
        address=url_for("organize_moves.edit_item", item_id=item.id) if can_change else None,
        move_address=url_for("organize_moves.move_item_page", item_id=item.id) if can_change else None,
    )


def moved_lately() -> Revision | None:
    """The move that the address tells of, so that it can be undone at once."""
    number = request.args.get("moved", "")
    revision = revision_by_id(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if revision is None or revision.action != "moved" or revision.account_id != signed_in_account().id:
        return None
    return revision
