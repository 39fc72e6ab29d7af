"""Organizers' pages of the history: everything the account may see, one record, one change, and undo."""

from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.revisions.forms import UndoForm
from app.revisions.models import Revision
from app.revisions.operations import undo_revision
from app.revisions.queries import (
    HistoryFilter,
    history,
    history_actions,
    history_people,
    record_of,
    revision_by_id,
    revisioned_models,
    series_id_of,
    titles_of,
)
from app.revisions.words import RECORD_TYPES, changes_of, pointed_to
from app.web.forms import Form
from app.web.organizing import found
from app.web.permissions import insist, may, needs, series_in_reach, signed_in_account
from app.web.places import address_of
from app.web.verbs import answer_verb

organizer = Blueprint("organize_revisions", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]
PAGE = 30
MOVES = {"status", "visibility", "publish_at", "state", "embargo_until"}
"""Fields whose undoing is a step in a record's life, and so an organizer's."""


@organizer.get("/history")
@needs(Role.VIEWER)
def list_all() -> Page:
    """Every change in the account's series and of what all series share, newest first."""
    chosen = HistoryFilter(
        record_type=_one_of(request.args.get("type"), RECORD_TYPES),
        by_name=request.args.get("by", "")[:120],
        action=request.args.get("action", "")[:40],
        before_id=_number(request.args.get("before")),
        series_ids=series_in_reach(),
    )
    return _history("organize/revisions/list.html", chosen, people=history_people(), actions=history_actions())


@organizer.get("/history/<record_type>/<int:record_id>")
@needs(Role.VIEWER)
def of_record(record_type: str, record_id: int) -> Page:
    record = found(record_of(record_type, record_id))
    if not may(Role.VIEWER, series_id_of(record)):
        abort(404)
    before = _number(request.args.get("before"))
    chosen = HistoryFilter(record_type=record_type, record_id=record_id, before_id=before)
    return _history("organize/revisions/record.html", chosen, record=record, address=address_of(record))


@organizer.get("/history/<int:revision_id>")
@needs(Role.VIEWER)
def show(revision_id: int) -> Page:
    revision, record = _seen(revision_id)
    return _show(revision, record, UndoForm(formdata=None))


@organizer.post("/history/<int:revision_id>/undo")
@needs(Role.EDITOR)
def undo(revision_id: int) -> Page:
    revision, record = _seen(revision_id)
    insist(_role_to_undo(revision, record), series_id_of(record))
    form = UndoForm()
    form.leads_to = url_for("organize_revisions.of_record", record_type=revision.record_type, record_id=record.id)

    def verb() -> str:
        undo_revision(revision, record, by=signed_in_account())
        flash(_("Undone. The change and its undoing both stay in the history."), "done")
        return form.leads_to

    return answer_verb(form, verb) or _show(*_seen(revision_id), form)


def _seen(revision_id: int) -> tuple[Revision, Any]:
    """The change and its record, or 404 where the record is in a series out of reach."""
    revision = found(revision_by_id(revision_id))
    record = found(record_of(revision.record_type, revision.record_id))
    if not may(Role.VIEWER, series_id_of(record)):
        abort(404)
    return revision, record


def _show(revision: Revision, record: Any, form: Form) -> Page:
    page = render_template(
        "organize/revisions/show.html",
        revision=revision,
        changes=changes_of(revision, titles_of(pointed_to([revision])), _unseen(revision)),
        form=form,
        record=record,
        is_staged=record.stages_undo(revision.before),
        may_undo=revision.action != "created" and may(_role_to_undo(revision, record), series_id_of(record)),
        address=address_of(record),
    )
    return page, 422 if form.problems else 200


def _role_to_undo(revision: Revision, record: Any) -> Role:
    """An editor undoes what an editor may do: changes of records that are not public, and no step in their life."""
    if record.stages_undo(revision.before):
        return Role.EDITOR
    is_step = bool(MOVES & revision.after.keys())
    return Role.ORGANIZER if record.is_public or is_step else Role.EDITOR


def _history(template: str, chosen: HistoryFilter, **context: Any) -> Page:
    revisions = history(chosen, limit=PAGE + 1)
    shown = revisions[:PAGE]
    names = titles_of(pointed_to(shown))
    return render_template(
        template,
        chosen=chosen,
        entries=[(revision, changes_of(revision, names, _unseen(revision))) for revision in shown],
        older=shown[-1].id if len(revisions) > PAGE else None,
        record_types=RECORD_TYPES,
        **context,
    )


def _unseen(revision: Revision) -> frozenset[str]:
    """Fields of the record that the account may not see: the guarded ones, for whoever only views."""
    model = revisioned_models().get(revision.record_type)
    return frozenset() if model is None or may(Role.EDITOR) else frozenset(model.guarded)


def _one_of(text: str | None, known: dict[str, Any]) -> str:
    return text if text in known else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
