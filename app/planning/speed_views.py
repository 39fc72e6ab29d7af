"""What makes planning quick: an episode cloned, a run made from a rule, many episodes changed at once."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.accounts.queries import accounts_in
from app.clock import now
from app.episodes.filters import status_in_words
from app.episodes.models import Episode, Status
from app.episodes.queries import episode_by_slug
from app.episodes.recurrence import Rule as RunRule
from app.episodes.recurrence import days_of
from app.errors import RuleBroken
from app.planning.copying import Planned, Run, clone_episode, planned_run, title_from, write_run
from app.planning.plans import (
    episode_with_speakers,
    episodes_chosen,
    episodes_listed,
    next_number,
    recent_titles,
    times_taken,
)
from app.planning.queries import series_seen
from app.planning.speed_forms import STATUSES, ChangeForm, CloneForm, RunForm
from app.planning.together import MOST, Change, change_together, effects_of
from app.planning.voices import countries_of
from app.series.models import Series
from app.web.forms import Form
from app.web.organizing import found
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.places import organizer_address
from app.web.verbs import answer_verb

organizer = Blueprint("organize_speed", __name__, url_prefix="/organize/planner")

Page = str | Response | tuple[str, int]
MONTH = timedelta(days=28)


@organizer.route("/episodes/<slug>/clone", methods=["GET", "POST"])
@needs(Role.EDITOR)
def clone(slug: str) -> Page:
    episode = found(episode_by_slug(slug))
    insist(Role.EDITOR, episode.series_id)
    form = CloneForm(data=_like(episode))

    def verb() -> str:
        made = clone_episode(
            episode,
            fields=_clone_fields(form, episode),
            with_speakers=form.with_speakers.data,
            with_items=form.with_items.data,
            host=current_app.config["SETTINGS"].host,
            by=signed_in_account(),
        )
        flash(_("“%(title)s” is planned as a private draft.", title=made.title), "done")
        return _page_of(made)

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    page = render_template("organize/planning/clone.html", form=form, episode=episode)
    return page, 422 if form.problems else 200


def _like(episode: Episode) -> dict[str, Any]:
    return {
        "pattern": episode.title,
        "number": next_number(episode.series_id),
        "day": max(episode.day + MONTH, now().date()),
        "start_local": episode.start_local,
        "timezone": episode.timezone,
    }


def _clone_fields(form: CloneForm, episode: Episode) -> dict[str, Any]:
    number, day = form.number.data, form.day.data or episode.day
    return {
        "title": title_from(form.pattern.data or "", title=episode.title, number=number, day=day)[:200],
        "number": number,
        "day": day,
        "start_local": form.start_local.data,
        "timezone": form.timezone.data,
        "fold": int(form.fold.data) if form.fold.data else None,
    }


def _page_of(episode: Episode) -> str:
    shown = organizer_address("episode", episode.id, episode.slug)
    return shown or url_for("organize_planner.planner", on=episode.day.isoformat())


@organizer.route("/runs/new", methods=["GET", "POST"])
@needs(Role.EDITOR)
def make_run() -> Page:
    """First a preview of every day, then the same form once more writes what the preview showed."""
    series = {str(one.id): one for one in series_seen(signed_in_account()) if may(Role.EDITOR, one.id)}
    form = _run_form(series)
    planned: list[Planned] = []
    if request.method == "POST" and form.validate():
        planned, shown_before = _planned(form, series), form.preview.data
        form.preview.data = _fingerprint(form, planned)
        if shown_before == form.preview.data and (answer := answer_verb(form, lambda: _write(form, series, planned))):
            return answer
    page = render_template("organize/planning/run.html", form=form, planned=planned)
    return page, 422 if form.problems else 200


def _run_form(series: dict[str, Series]) -> RunForm:
    first = found(next(iter(series.values()), None))
    usual = {
        "series_id": str(first.id),
        "pattern": "{title} {number}",
        "first_number": next_number(first.id),
        "first_on": now().date() + MONTH,
        "count": 6,
        "nth": "2",
        "weekday": "2",
        "every": 1,
        "timezone": first.default_timezone,
        "minutes": 90,
    }
    form = RunForm(data=usual)
    form.series_id.choices = [(number, one.title) for number, one in series.items()]
    form.like.choices = [("", _("no other")), *recent_titles([one.id for one in series.values()])]
    return form


def _planned(form: RunForm, series: dict[str, Series]) -> list[Planned]:
    chosen = series[form.series_id.data]
    first = form.first_on.data or now().date()
    rule = RunRule(
        first_on=first,
        count=form.count.data or 1,
        weekday=int(form.weekday.data),
        nth=int(form.nth.data),
        every=form.every.data or 1,
    )
    days = days_of(rule, countries_of([chosen]) if form.skip_holidays.data else ())
    minutes = form.minutes.data or 90
    run = Run(form.pattern.data or "", chosen.title, form.first_number.data, form.start_local.data, form.timezone.data)
    taken = times_taken([chosen.id], first, days[-1].day if days else first)
    return planned_run([one for one in days if one.day.year < 2100], run, taken=taken, minutes=minutes)


def _fingerprint(form: RunForm, planned: list[Planned]) -> str:
    """What the preview showed: another rule, or another state of the plan, has to be shown again first."""
    told = repr((form.series_id.data, form.like.data, form.start_local.data, form.timezone.data, form.minutes.data))
    return sha256(f"{told}{planned!r}".encode()).hexdigest()


def _write(form: RunForm, series: dict[str, Series], planned: list[Planned]) -> str:
    chosen = series[form.series_id.data]
    like = found(episode_with_speakers(int(form.like.data))) if form.like.data else None
    if like is not None and like.series_id != chosen.id:
        raise RuleBroken(_("That episode is of another series."), field="like")
    fields = {
        "start_local": form.start_local.data,
        "timezone": form.timezone.data,
        "duration_minutes": form.minutes.data,
    }
    host = current_app.config["SETTINGS"].host
    made = write_run(chosen, planned, fields=fields, pattern=like, host=host, by=signed_in_account())
    flash(_("%(count)s private drafts are planned.", count=len(made)), "done")
    return url_for("organize_planner.planner", view="year", on=made[0].day.isoformat())


@organizer.route("/together", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def together() -> Page:
    """Choose episodes, see what the change does to each, then do it; nothing is changed before."""
    series = {str(one.id): one for one in series_seen(signed_in_account()) if may(Role.ORGANIZER, one.id)}
    form = ChangeForm()
    form.series_id.choices = [("", _("as it is")), *((number, one.title) for number, one in series.items())]
    numbers = [one.id for one in series.values()]
    owners = {str(one.id): one for one in accounts_in(numbers, Role.EDITOR)}
    form.owner_id.choices = [("", _("as it is")), *((number, one.name) for number, one in owners.items())]
    chosen = episodes_chosen(numbers, request.form.getlist("episode")[:MOST])
    effects = []
    if request.method == "POST" and form.validate():
        change = Change(**form.wanted(series, owners))
        _refuse_nothing(form, change, chosen)
        if not form.problems:
            effects = effects_of(change, chosen)
        if effects and request.form.get("step") == "do" and (answer := _do(form, change, chosen)):
            return answer
    return _together_page(form, numbers, chosen, effects)


def _refuse_nothing(form: ChangeForm, change: Change, chosen: list[Episode]) -> None:
    if not chosen:
        form.refuse(_("Choose at least one episode."))
    if change.is_empty:
        form.refuse(_("Say what is to be changed."), "status")


def _do(form: Form, change: Change, chosen: list[Episode]) -> Response | None:
    def verb() -> str:
        count, waiting = change_together(change, chosen, by=signed_in_account())
        flash(_("%(count)s episodes are changed.", count=count), "done")
        if waiting:
            flash(_("The edits of %(count)s public episodes wait to be published from their own pages.", count=waiting))
        return url_for("organize_speed.together")

    return answer_verb(form, verb)


def _together_page(form: ChangeForm, series: list[int], chosen: list[Episode], effects: list[Any]) -> Page:
    status = next((one for one in Status if one.value == request.args.get("status")), None)
    page = render_template(
        "organize/planning/together.html",
        form=form,
        episodes=episodes_listed(series, status, request.args.get("words", "")[:100]),
        chosen={one.id for one in chosen},
        effects=effects,
        statuses=STATUSES,
        status_words={one: status_in_words(one) for one in Status},
        status=status,
        words=request.args.get("words", "")[:100],
    )
    return page, 422 if form.problems else 200
