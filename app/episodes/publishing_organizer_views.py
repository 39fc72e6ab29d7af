"""Organizers' pages of publication: now or at a moment, changes waiting, preview links, who is to be told."""

from datetime import date, datetime, time

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import to_instant
from app.episodes.forms import ChangesForm, MoveForm, PreviewForm, PublishForm, StepForm
from app.episodes.models import Episode, Status
from app.episodes.operations import GONE, TOLD, check_step, is_heard_of, move_status, publish_episode, watching
from app.episodes.organizer_views import do_step, episode_address, role_to_move, seen_episode, show_episode
from app.episodes.publishing import (
    changed_meanwhile,
    discard_changes,
    note_told,
    open_preview,
    publish_changes,
    revoke_preview,
    schedule_publication,
    stage_undo,
    take_back,
)
from app.episodes.reach import feeds_moved, pages_moved, pointed_at
from app.episodes.surroundings import preview_link_by_id, staged_change, to_tell_by_id, waiting_changes_of
from app.episodes.workbench import StagedChange
from app.errors import RuleBroken
from app.planning.queries import slugs_of
from app.revisions.models import Revision
from app.revisions.queries import revision_by_id, revision_number_of, titles_of
from app.revisions.words import changes_of, label_of, pointed_to
from app.web.layout import public_address
from app.web.organizing import found
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_publishing", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]


@organizer.post("/episodes/<slug>/publish")
@needs(Role.ORGANIZER)
def publish(slug: str) -> Page:
    """Now, or at a day and time in the episode's zone."""
    episode = seen_episode(slug, Role.ORGANIZER)
    form = PublishForm()

    def verb() -> None:
        moment = _moment(form.day.data, form.at.data, episode.timezone)
        if moment is None:
            publish_episode(episode, by=signed_in_account())
        else:
            schedule_publication(episode, moment, by=signed_in_account())

    return do_step(episode, form, verb)


def _moment(day: date | None, at: time | None, timezone: str) -> datetime | None:
    if day is None and at is None:
        return None
    if day is None or at is None:
        raise RuleBroken(_("Give both day and time, or neither to publish now."), field="day" if at else "at")
    return to_instant(day, at, timezone, fold=0)


@organizer.post("/episodes/<slug>/take-back")
@needs(Role.ORGANIZER)
def unpublish(slug: str) -> Page:
    episode = seen_episode(slug, Role.ORGANIZER)
    return do_step(episode, MoveForm(), lambda: take_back(episode, by=signed_in_account()))


@organizer.post("/episodes/<slug>/status/<new_status>")
@needs(Role.EDITOR)
def move(slug: str, new_status: str) -> Page:
    """A step in the episode's life. Everybody sees that of a public one at once, so it is shown before it is taken."""
    episode = seen_episode(slug, Role.EDITOR)
    status = next((one for one in Status if one.value == new_status), None) or abort(404)
    insist(role_to_move(episode, status), episode.series_id)
    form = StepForm()

    def verb() -> None:
        if episode.is_public and form.base_revision.data != revision_number_of(episode):
            raise RuleBroken(_("Something changed after this page was shown. Look at the difference once more."))
        move_status(episode, status, reason=form.reason.data or None, by=signed_in_account())

    if not episode.is_public or "sure" in request.form:
        return do_step(episode, form, verb)
    return _step_page(episode, status, form)


def _step_page(episode: Episode, status: Status, form: StepForm) -> Page:
    try:
        form.validate()
        check_step(episode, status, reason=form.reason.data or None)
    except RuleBroken as broken:
        form.refuse(broken.message, broken.field)
    if form.problems:
        return show_episode(episode, form)
    now_said = {"status": episode.status.value, "status_reason": episode.status_reason}
    step = Revision(
        record_type="episode",
        before=now_said,
        after={"status": status.value, "status_reason": form.reason.data or None},
    )
    slugs = _slugs(pointed_at(episode.snapshot()))
    form.base_revision.data = revision_number_of(episode)
    return render_template(
        "organize/episodes/step.html",
        episode=episode,
        status=status,
        form=form,
        differences=[one for one in changes_of(step, {}) if one.before != one.after],
        pages=pages_moved(episode, slugs),
        feeds=feeds_moved(episode, slugs, ("status",)),
        told=sorted(one.person.name for one in episode.present)
        + [one.name for one in watching(episode, by=signed_in_account())],
    )


@organizer.route("/episodes/<slug>/changes", methods=["GET", "POST"])
@needs(Role.VIEWER)
def changes(slug: str) -> Page:
    """What waits to be published: the difference, what it moves, who is to be told; and the button."""
    episode = seen_episode(slug, Role.VIEWER)
    staged = waiting_changes_of(episode)
    form = ChangesForm(data={"base_revision": _numbers(staged, episode)})
    form.leads_to = episode_address(episode)
    if request.method == "POST":
        insist(Role.ORGANIZER, episode.series_id)

        def verb() -> str:
            started_from, present = form.base_revision.data, _numbers(staged, episode)
            form.base_revision.data = present
            if started_from != present:
                raise RuleBroken(_("Something changed after this page was shown. Look at the difference once more."))
            publish_changes(staged, started_from=revision_number_of(staged), by=signed_in_account())
            flash(_("The changes are public."), "done")
            return form.leads_to

        if answer := answer_verb(form, verb):
            return answer
    return _changes_page(episode, staged, form)


def _numbers(staged: StagedChange, episode: Episode) -> int:
    """The last change of either record: what the page was shown from."""
    return max(revision_number_of(staged), revision_number_of(episode))


def _changes_page(episode: Episode, staged: StagedChange, form: ChangesForm) -> Page:
    before = {name: value for name, value in episode.snapshot().items() if name in staged.fields}
    difference = Revision(record_type="episode", before=before, after=dict(staged.fields))
    pages, feeds = [], []
    if staged.fields:
        records = pointed_at(before, staged.fields, episode.snapshot())
        slugs = _slugs(records)
        pages, feeds = pages_moved(episode, slugs), feeds_moved(episode, slugs, staged.fields.keys())
    page = render_template(
        "organize/episodes/changes.html",
        episode=episode,
        staged=staged,
        form=form,
        differences=changes_of(difference, titles_of(pointed_to([difference]))),
        meanwhile=sorted(label_of(name) for name in changed_meanwhile(staged)) if staged.fields else [],
        pages=pages,
        feeds=feeds,
        told=_told(episode, staged),
        may_publish=may(Role.ORGANIZER, episode.series_id),
        may_edit=may(Role.EDITOR, episode.series_id),
    )
    return page, 422 if form.problems else 200


def _told(episode: Episode, staged: StagedChange) -> list[str]:
    """Names of those who would be put on the list: who is in it before or after, and who sees to it."""
    if not is_heard_of(episode) or not TOLD & staged.fields.keys():
        return []
    after = staged.fields.get("appearances", episode.snapshot()["appearances"])
    ids = {one.person_id for one in episode.present} | {one["person_id"] for one in after if one["state"] not in GONE}
    people = titles_of({"person": ids})
    return sorted(people.values()) + [one.name for one in watching(episode, by=signed_in_account())]


def _slugs(records: set[tuple[str, int]]) -> dict[str, list[str]]:
    slugs: dict[str, list[str]] = {}
    for (record_type, _id), slug in sorted(slugs_of(records).items()) if records else ():
        slugs.setdefault(record_type, []).append(slug)
    return slugs


@organizer.post("/episodes/<slug>/changes/discard")
@needs(Role.EDITOR)
def discard(slug: str) -> Page:
    episode = seen_episode(slug, Role.EDITOR)
    staged = found(staged_change(episode.id))
    return do_step(episode, MoveForm(), lambda: discard_changes(staged, by=signed_in_account()))


@organizer.post("/episodes/<slug>/changes/undo/<int:revision_id>")
@needs(Role.EDITOR)
def prepare_undo(slug: str, revision_id: int) -> Page:
    """The undoing of an edit that is public waits with the other changes."""
    episode = seen_episode(slug, Role.EDITOR)
    revision = found(revision_by_id(revision_id))
    if (revision.record_type, revision.record_id) != ("episode", episode.id):
        abort(404)
    form = MoveForm()
    form.leads_to = url_for("organize_publishing.changes", slug=slug)

    def verb() -> str:
        stage_undo(revision, episode, by=signed_in_account())
        return form.leads_to

    return answer_verb(form, verb) or show_episode(seen_episode(slug, Role.VIEWER), form)


@organizer.post("/episodes/<slug>/previews")
@needs(Role.ORGANIZER)
def preview(slug: str) -> Page:
    """The link is shown once: only the hash of its token is kept."""
    episode = seen_episode(slug, Role.ORGANIZER)
    form = PreviewForm()

    def verb() -> None:
        _link, token = open_preview(
            episode, given_to=form.given_to.data, days=form.days.data or 0, by=signed_in_account()
        )
        address = public_address("episodes.preview", token=token)
        flash(_("Copy this link now; it is shown only once: %(address)s", address=address), "done")

    return do_step(episode, form, verb)


@organizer.post("/previews/<int:link_id>/revoke")
@needs(Role.ORGANIZER)
def revoke(link_id: int) -> Page:
    link = found(preview_link_by_id(link_id))
    episode = seen_episode(link.episode.slug, Role.ORGANIZER)
    return do_step(episode, MoveForm(), lambda: revoke_preview(link, by=signed_in_account()))


@organizer.post("/told/<int:number>")
@needs(Role.EDITOR)
def told(number: int) -> Page:
    row = found(to_tell_by_id(number))
    episode = seen_episode(row.episode.slug, Role.EDITOR)
    return do_step(episode, MoveForm(), lambda: note_told(row, by=signed_in_account()))
