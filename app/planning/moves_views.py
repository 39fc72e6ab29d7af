"""Moves in the planner, by form for keyboard and touch and after dragging, each with its undo; and planned items."""

from datetime import date, time
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import now
from app.database import db
from app.episodes.models import Episode
from app.episodes.publishing import stage_changes
from app.episodes.queries import episode_by_slug
from app.episodes.surroundings import waiting_changes_of
from app.episodes.voices import voices_of
from app.episodes.workbench import StagedChange
from app.errors import RuleBroken
from app.planning.forms import CountriesForm, ItemForm, MoveForm, when_of
from app.planning.models import PlannedItem
from app.planning.operations import (
    add_item,
    change_countries,
    change_item,
    check_movable,
    move_episode,
    remove_item,
    undo_move,
)
from app.planning.planner_views import day_asked
from app.planning.plans import coming_titles, episodes_near
from app.planning.proposals import conflicts_then
from app.planning.queries import item_by_id, items_of_episode, series_seen
from app.planning.voices import countries_of
from app.revisions.models import Revision
from app.revisions.queries import revision_by_id, revision_number_of, revisions_of
from app.series.models import Series
from app.series.queries import series_by_slug
from app.web.editing import started_from
from app.web.forms import Form
from app.web.merging import Shown, answer_edit
from app.web.organizing import found
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_moves", __name__, url_prefix="/organize/planner")

Page = str | Response | tuple[str, int]


@organizer.route("/episodes/<slug>/move", methods=["GET", "POST"])
@needs(Role.EDITOR)
def move_episode_page(slug: str) -> Page:
    """The proposal of a move: from where to where, and what would stand against it."""
    episode = found(episode_by_slug(slug))
    insist(Role.EDITOR, episode.series_id)
    record = waiting_changes_of(episode) if episode.is_public else episode
    form = _move_form(record, episode.snapshot())

    def verb() -> str:
        if episode.is_public:
            return _stage(episode, when_of(form))
        move_episode(episode, fields=when_of(form), with_items=form.with_items.data, by=signed_in_account())
        return _after_move(episode, episode.day.isoformat())

    if answer := answer_edit(form, record, shown=_when_shown(form, episode.snapshot()), verb=verb):
        return answer
    return _answer(
        "organize/planning/move.html",
        form,
        record=episode,
        is_public=episode.is_public,
        has_items=not episode.is_public and bool(items_of_episode(episode.id)),
        against=_against(episode, form),
    )


def _stage(episode: Episode, when: dict[str, Any]) -> str:
    """A public episode moves when somebody publishes the change, with its difference and whom to tell."""
    check_movable(episode)
    stage_changes(episode, fields=when, opened_at=revision_number_of(episode), by=signed_in_account())
    flash(_("The move waits until it is published."), "done")
    return url_for("organize_publishing.changes", slug=episode.slug)


@organizer.route("/items/<int:item_id>/move", methods=["GET", "POST"])
@needs(Role.EDITOR)
def move_item_page(item_id: int) -> Page:
    item = _item(item_id)
    form = _move_form(item, item.snapshot())

    def verb() -> str:
        change_item(item, fields=when_of(form), by=signed_in_account(), action="moved")
        return _after_move(item, item.day.isoformat())

    if answer := answer_edit(form, item, shown=_when_shown(form, item.snapshot()), verb=verb):
        return answer
    return _answer("organize/planning/move.html", form, record=item, is_public=False, has_items=False, against=[])


@organizer.post("/moves/<int:revision_id>/undo")
@needs(Role.EDITOR)
def undo(revision_id: int) -> Page:
    """Put a move back, with the rehearsals and deadlines that moved along."""
    revision = found(revision_by_id(revision_id))
    record: Any = found(_moved_record(revision))
    insist(Role.EDITOR, record.series_id)
    if record.stages_undo(revision.before):
        return redirect(url_for("organize_revisions.show", revision_id=revision.id), 303)
    try:
        undo_move(revision, record, by=signed_in_account())
        db.session.commit()
        flash(_("“%(title)s” is back where it was.", title=record.record_title), "done")
    except RuleBroken as broken:
        db.session.rollback()
        flash(broken.message, "error")
    return redirect(url_for("organize_planner.planner", on=record.day.isoformat()), 303)


@organizer.route("/items/new", methods=["GET", "POST"])
@needs(Role.EDITOR)
def add_item_page() -> Page:
    form = _with_choices(ItemForm(data=_wanted()))

    def verb() -> str:
        _insist_on_places(form)
        item = add_item(fields=form.fields(), by=signed_in_account())
        return url_for("organize_planner.planner", on=item.day.isoformat())

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    return _answer("organize/planning/item.html", form, item=None)


@organizer.route("/items/<int:item_id>", methods=["GET", "POST"])
@needs(Role.EDITOR)
def edit_item(item_id: int) -> Page:
    item = _item(item_id)
    form = _with_choices(ItemForm(data=started_from(item, _shown)))

    def verb() -> str:
        _insist_on_places(form)
        change_item(item, fields=form.fields(), by=signed_in_account())
        return url_for("organize_planner.planner", on=item.day.isoformat())

    if answer := answer_edit(form, item, shown=_shown, verb=verb):
        return answer
    return _answer("organize/planning/item.html", form, item=item)


@organizer.post("/items/<int:item_id>/remove")
@needs(Role.EDITOR)
def remove_item_page(item_id: int) -> Page:
    item, form = _item(item_id), Form()
    address = url_for("organize_planner.planner", on=item.day.isoformat())

    def verb() -> str:
        remove_item(item, by=signed_in_account())
        flash(_("“%(title)s” is out of the planner.", title=item.title), "done")
        return address

    return answer_verb(form, verb) or redirect(address, 303)


@organizer.route("/series/<slug>/countries", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def countries(slug: str) -> Page:
    """The countries whose public holidays the planner minds for a series."""
    series = found(series_by_slug(slug))
    insist(Role.ORGANIZER, series.id)

    def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
        return {"countries": ", ".join(snapshot["countries"] or countries_of([series]))}

    form = CountriesForm(data=started_from(series, shown))

    def verb() -> str:
        change_countries(series, codes=form.countries.data or "", by=signed_in_account())
        return url_for("organize_planner.planner", series=series.slug)

    if answer := answer_edit(form, series, shown=shown, verb=verb):
        return answer
    return _answer("organize/planning/countries.html", form, series=series)


def _moved_record(revision: Revision) -> Episode | PlannedItem | None:
    if revision.action != "moved":
        return None
    if revision.record_type == "episode":
        return db.session.get(Episode, revision.record_id)
    return item_by_id(revision.record_id) if revision.record_type == "planned_item" else None


def _item(item_id: int) -> PlannedItem:
    item = found(item_by_id(item_id))
    if item.removed:
        abort(404)
    insist(Role.EDITOR, item.series_id)
    return item


def _when_shown(form: MoveForm, own: dict[str, Any]) -> Shown:
    """When it takes place, as the form has it; whether its items move along is no part of the record.

    `own` is the snapshot of what is moved; changes that wait beside it say only some of its fields.
    """
    with_items = form.with_items.data
    return lambda snapshot: _when(own | snapshot.get("fields", snapshot)) | {"with_items": with_items}


def _when(snapshot: dict[str, Any]) -> dict[str, Any]:
    fold = snapshot["fold"]
    return {name: snapshot[name] for name in ("day", "start_local", "timezone")} | {
        "fold": "" if fold is None else str(fold)
    }


def _move_form(record: Episode | StagedChange | PlannedItem, own: dict[str, Any]) -> MoveForm:
    """Filled with the present time, or with the one that the address proposes."""
    shown = _when(own | (record.fields if isinstance(record, StagedChange) else {}))
    shown["day"] = day_asked("day") or date.fromisoformat(shown["day"])
    shown["start_local"] = time.fromisoformat(shown["start_local"]) if shown["start_local"] else None
    clock = request.args.get("start", "")
    if len(clock) == 5 and clock.replace(":", "").isdigit():
        shown["start_local"] = clock
    return MoveForm(data=shown | {"base_revision": revision_number_of(record)})


def _against(episode: Episode, form: MoveForm) -> list[Any]:
    """What would stand against the proposed time; silent while what was typed is no time yet."""
    if form.errors or form.day.data is None or isinstance(form.start_local.data, str):
        return []
    voices = voices_of(one.person_id for one in episode.present)
    others = episodes_near(form.day.data)
    return conflicts_then(episode, when_of(form), others=others, voices=voices, today=now().date())


def _after_move(record: Any, day: str) -> str:
    newest = revisions_of(record)[:1]
    return url_for("organize_planner.planner", on=day, moved=newest[0].id if newest else None)


def _wanted() -> dict[str, Any]:
    """What a new item begins with, from the address: a day, a time, an episode."""
    seen = _series_to_plan()
    wanted = next((one for one in seen if one.slug == request.args.get("series")), seen[0] if seen else None)
    return {
        "kind": request.args.get("kind", "hold"),
        "day": day_asked("day") or "",
        "start_local": request.args.get("start", "")[:5],
        "minutes": request.args.get("minutes", "60")[:4],
        "series_id": str(wanted.id) if wanted else "",
        "timezone": request.args.get("timezone", "")[:64] or (wanted.default_timezone if wanted else "UTC"),
        "episode_id": request.args.get("episode", "")[:9],
    }


def _shown(snapshot: dict[str, Any]) -> dict[str, Any]:
    same = {name: snapshot[name] for name in ("kind", "title", "minutes")}
    return (
        _when(snapshot)
        | same
        | {
            "series_id": str(snapshot["series_id"]),
            "episode_id": str(snapshot["episode_id"] or ""),
            "note": snapshot["note"] or "",
        }
    )


def _series_to_plan() -> list[Series]:
    return [one for one in series_seen(signed_in_account()) if may(Role.EDITOR, one.id)]


def _with_choices(form: ItemForm) -> ItemForm:
    series = _series_to_plan()
    form.series_id.choices = [(str(one.id), one.title) for one in series]
    titles = coming_titles([one.id for one in series], now().date())
    kept = {value for value, _words in titles}
    own = str(form.episode_id.object_data or "")
    chosen = [(own, _("the present one"))] if own and own not in kept else []
    form.episode_id.choices = [("", _("no episode")), *chosen, *titles]
    return form


def _insist_on_places(form: ItemForm) -> None:
    """The series must be the account's to plan in, and the episode one of that series."""
    insist(Role.EDITOR, int(form.series_id.data))
    if not form.episode_id.data:
        return
    episode = db.session.get(Episode, int(form.episode_id.data))
    if episode is None or episode.series_id != int(form.series_id.data):
        raise RuleBroken(_("That episode is of another series."), field="episode_id")


def _answer(template: str, form: Form, **values: Any) -> Page:
    page = render_template(template, form=form, **values)
    return page, 422 if form.problems else 200
