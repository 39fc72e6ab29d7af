"""The run of a show: edited as rows, printed on one page, and live with a clock for the moderator."""

from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import now
from app.episodes.models import Episode
from app.episodes.queries import episode_by_slug
from app.planning.models import RunOfShow
from app.planning.operations import keep_run
from app.planning.queries import run_of_episode
from app.planning.show_forms import ShowForm, shown, usual
from app.planning.shows import timed
from app.web.editing import started_from
from app.web.merging import answer_edit
from app.web.organizing import found
from app.web.permissions import insist, needs, signed_in_account

organizer = Blueprint("organize_shows", __name__, url_prefix="/organize/planner/episodes")

Page = str | Response | tuple[str, int]


@organizer.route("/<slug>/show", methods=["GET", "POST"])
@needs(Role.EDITOR)
def edit(slug: str) -> Page:
    episode = _seen(slug, Role.EDITOR)
    run = run_of_episode(episode.id)
    record = run or RunOfShow(episode_id=episode.id, segments=[])
    form = ShowForm(data=started_from(record, shown if run else usual))
    form.leads_to = url_for("organize_shows.edit", slug=slug)

    def verb() -> str:
        keep_run(episode, segments=form.wanted(), note=form.note.data, by=signed_in_account())
        flash(_("The run of show is kept."), "done")
        return form.leads_to

    if answer := answer_edit(form, record, shown=shown, verb=verb):
        return answer
    page = render_template("organize/planning/show.html", form=form, **_shown(episode))
    return page, 422 if form.problems else 200


@organizer.get("/<slug>/show/print")
@needs(Role.VIEWER)
def printed(slug: str) -> Page:
    return render_template("organize/planning/show_print.html", **_shown(_seen(slug, Role.VIEWER)))


@organizer.get("/<slug>/show/live")
@needs(Role.VIEWER)
def live(slug: str) -> Page:
    """Clock and present segment are the server's as it is read; a script keeps them by the second."""
    shown, moment = _shown(_seen(slug, Role.VIEWER)), now()
    ends = [one.ends_at for one in shown["segments"] if one.begins_at and one.begins_at <= moment < one.ends_at]
    return render_template(
        "organize/planning/show_live.html",
        moment=moment,
        local=moment.astimezone(ZoneInfo(shown["episode"].timezone)),
        minutes_left=ceil((ends[0] - moment).total_seconds() / 60) if ends else 0,
        **shown,
    )


def _seen(slug: str, role: Role) -> Episode:
    episode = found(episode_by_slug(slug))
    insist(role, episode.series_id)
    return episode


def _shown(episode: Episode) -> dict[str, Any]:
    run = run_of_episode(episode.id)
    segments = run.segments if run else []
    return {
        "episode": episode,
        "run": run,
        "segments": timed(segments, episode.starts_at, episode.timezone),
        "minutes": sum(segment.minutes for segment in segments),
    }
