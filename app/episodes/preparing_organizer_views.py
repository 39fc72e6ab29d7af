"""Organizers' pages beside the episode: warnings accepted, things arranged, what a series asks of its episodes."""

from typing import Any

from flask import Blueprint, abort, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.episodes.forms import AcceptForm, MoveForm, ReadinessForm
from app.episodes.organizer_views import do_step, seen_episode
from app.episodes.preparing import accept_conflict, arrange, ask_of_series, heed_conflict
from app.episodes.readiness import ARRANGED_BY_HAND, CHECKS
from app.episodes.surroundings import series_readiness
from app.episodes.workbench import SeriesReadiness
from app.revisions.queries import revision_number_of
from app.series.queries import series_by_slug
from app.web.merging import answer_edit
from app.web.organizing import found
from app.web.permissions import insist, may, needs, signed_in_account

organizer = Blueprint("organize_preparing", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]


@organizer.post("/episodes/<slug>/conflicts/accept")
@needs(Role.EDITOR)
def accept(slug: str) -> Page:
    episode = seen_episode(slug, Role.EDITOR)
    form = AcceptForm()

    def verb() -> None:
        accept_conflict(episode, form.key.data or "", reason=form.reason.data or "", by=signed_in_account())

    return do_step(episode, form, verb)


@organizer.post("/episodes/<slug>/conflicts/heed")
@needs(Role.EDITOR)
def heed(slug: str) -> Page:
    episode = seen_episode(slug, Role.EDITOR)
    form = AcceptForm()
    return do_step(episode, form, lambda: heed_conflict(episode, form.key.data or "", by=signed_in_account()))


@organizer.post("/episodes/<slug>/arranged/<name>/<any(yes,no):answer>")
@needs(Role.EDITOR)
def tick(slug: str, name: str, answer: str) -> Page:
    if name not in ARRANGED_BY_HAND:
        abort(404)
    episode = seen_episode(slug, Role.EDITOR)
    return do_step(
        episode, MoveForm(), lambda: arrange(episode, name, arranged=answer == "yes", by=signed_in_account())
    )


@organizer.route("/series/<slug>/readiness", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def configure(slug: str) -> Page:
    """Which checks the series asks, who sees to each, and by when."""
    series = found(series_by_slug(slug))
    if not may(Role.VIEWER, series.id):
        abort(404)
    insist(Role.ORGANIZER, series.id)
    record = series_readiness(series.id) or SeriesReadiness(series_id=series.id, asked={})
    form = ReadinessForm(data=_shown(record.snapshot()) | {"base_revision": revision_number_of(record)})
    form.leads_to = url_for("organize_preparing.configure", slug=slug)

    def verb() -> str:
        ask_of_series(series, _asked(form), by=signed_in_account())
        flash(_("Saved. Every episode of the series is measured by it from now on."), "done")
        return form.leads_to

    if answer := answer_edit(form, record, shown=_shown, verb=verb):
        return answer
    page = render_template("organize/episodes/readiness.html", series=series, form=form, checks=CHECKS)
    return page, 422 if form.problems else 200


def _shown(snapshot: dict[str, Any]) -> dict[str, Any]:
    own = snapshot["asked"]
    return {
        "checks": [
            {
                "needed": own.get(check.name, {}).get("needed", True),
                "owner": own.get(check.name, {}).get("owner", check.owner),
                "due_days": own.get(check.name, {}).get("due_days", check.due_days),
            }
            for check in CHECKS
        ]
    }


def _asked(form: ReadinessForm) -> dict[str, dict[str, Any]]:
    """Only what differs from the common measure is kept, so that a later measure reaches the rest."""
    asked: dict[str, dict[str, Any]] = {}
    for check, row in zip(CHECKS, form.checks, strict=False):
        own = {"needed": row.form.needed.data, "owner": row.form.owner.data, "due_days": row.form.due_days.data}
        common = {"needed": True, "owner": check.owner, "due_days": check.due_days}
        told = {name: value for name, value in own.items() if value not in (None, "") and value != common[name]}
        if told:
            asked[check.name] = told
    return asked
