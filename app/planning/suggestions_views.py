"""Times suggested for an episode, each with its reasons and a button that uses it."""

import re
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import now, zone_names
from app.episodes.models import Episode
from app.episodes.suggestions import Slot, Wish, suggested_slots
from app.episodes.surroundings import waiting_changes_of
from app.episodes.voices import voices_of
from app.people.finding import named, near_names
from app.people.queries import known_people
from app.planning.forms import MoveForm, WishForm
from app.planning.plans import coming_titles, day_of_episode_before, episode_with_speakers, times_taken
from app.planning.queries import series_seen
from app.planning.voices import countries_of
from app.revisions.queries import revision_number_of
from app.series.models import Series
from app.web.organizing import found
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.times import REGION

organizer = Blueprint("organize_suggestions", __name__, url_prefix="/organize/planner")

Page = str | Response | tuple[str, int]
USUAL_DAYS, USUAL_MINUTES, FROM_NOW = 60, 90, timedelta(days=21)


@organizer.get("/suggest")
@needs(Role.EDITOR)
def suggest() -> Page:
    """Asking changes nothing, so the wish stands in the address."""
    series = [one for one in series_seen(signed_in_account()) if may(Role.EDITOR, one.id)]
    if not series:
        abort(404)
    episode = _episode_asked()
    form = _wish_form(series, episode)
    is_asked = "days" in request.args
    slots = _slots(form, series, episode) if is_asked and form.validate() else []
    page = render_template(
        "organize/planning/suggest.html",
        form=form,
        episode=episode,
        slots=slots,
        is_asked=is_asked,
        base_revision=_started_from(episode) if episode else 0,
        move_form=MoveForm(formdata=None),
    )
    return page, 422 if form.problems else 200


def _started_from(episode: Episode) -> int:
    """What the move of the episode starts from: its own last change, or that of the changes that wait over it."""
    return revision_number_of(waiting_changes_of(episode) if episode.is_public else episode)


def _episode_asked() -> Episode | None:
    number = request.args.get("episode_id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    episode = found(episode_with_speakers(int(number)))
    insist(Role.EDITOR, episode.series_id)
    return episode


def _wish_form(series: list[Series], episode: Episode | None) -> WishForm:
    chosen = next((one for one in series if episode and one.id == episode.series_id), series[0])
    usual: dict[str, Any] = {
        "series_id": str(chosen.id),
        "episode_id": str(episode.id) if episode else "",
        "first_on": now().date() + FROM_NOW,
        "days": USUAL_DAYS,
        "timezone": episode.timezone if episode else chosen.default_timezone,
        "minutes": episode.duration_minutes if episode else USUAL_MINUTES,
        "audience": ", ".join(dict.fromkeys(zone for zone, _city in REGION)),
    }
    form = WishForm(formdata=request.args if "days" in request.args else None, data=usual)
    form.series_id.choices = [(str(one.id), one.title) for one in series]
    titles = coming_titles([one.id for one in series], now().date())
    own = [(str(episode.id), episode.title)] if episode and str(episode.id) not in dict(titles) else []
    form.episode_id.choices = [("", _("a new one")), *own, *titles]
    return form


def _slots(form: WishForm, series: list[Series], episode: Episode | None) -> list[Slot]:
    zones = [zone.strip() for zone in (form.audience.data or "").split(",") if zone.strip()]
    unknown = [zone for zone in zones if zone not in zone_names()]
    if unknown:
        form.refuse(_("There is no time zone of the name %(names)s.", names=", ".join(unknown)[:80]), "audience")
        return []
    speakers = _speakers(form, episode)
    if form.problems:
        return []
    chosen = next(one for one in series if str(one.id) == form.series_id.data)
    first, days = form.first_on.data or now().date(), form.days.data or USUAL_DAYS
    but = episode.id if episode else None
    wish = Wish(
        first_on=first,
        days=days,
        timezone=form.timezone.data,
        minutes=form.minutes.data or USUAL_MINUTES,
        panellists=_panellists(speakers),
        audience=tuple(zones),
        countries=countries_of([chosen]),
        taken=tuple(times_taken([chosen.id], first, first + timedelta(days=days), but)),
        last_on=day_of_episode_before(chosen.id, first, but),
    )
    return suggested_slots(wish)


def _speakers(form: WishForm, episode: Episode | None) -> dict[int, str]:
    """Who is in the episode, and who else is named: by their names, with commas or semicolons between."""
    found = {one.person_id: one.person.name for one in episode.present} if episode else {}
    typed = [name.strip() for name in re.split("[,;]", form.speakers.data or "") if name.strip()]
    people = known_people() if typed else []
    for name in typed:
        meant = named(name, people)
        near = [] if meant else near_names(name, people, limit=1)
        if len(meant) == 1:
            found[meant[0].id] = meant[0].name
        elif meant:
            slugs = ", ".join(one.slug for one in meant)
            form.refuse(_("Several are called so. Write one of: %(slugs)s.", slugs=slugs), "speakers")
        elif near:
            words = {"typed": name, "near": near[0].record.name}
            form.refuse(_("Nobody is known as “%(typed)s”. Did you mean %(near)s?", **words), "speakers")
        else:
            form.refuse(_("Nobody is known as “%(typed)s”. Add the person first.", typed=name), "speakers")
    return found


def _panellists(speakers: dict[int, str]) -> tuple[Any, ...]:
    voices = voices_of(speakers)
    return tuple((name, voices[number]) for number, name in speakers.items())
