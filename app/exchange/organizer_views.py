"""Organizers' pages of import and export: upload, columns, dry run with every row's errors, all or nothing."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Role
from app.clock import now
from app.errors import RuleBroken
from app.exchange import episode_rows, people_rows
from app.exchange.calendars import is_calendar, sheet_from_calendar
from app.exchange.columns import Column, guessed
from app.exchange.drafts import Draft, State
from app.exchange.forms import ColumnsForm, UploadForm
from app.exchange.jobs import drafts_of, start_run
from app.exchange.outcomes import What, is_right
from app.exchange.sheets import Sheet, refusal, sheet_from
from app.people.queries import all_people
from app.series.models import Series
from app.series.queries import all_series
from app.tables import CSV_TYPE, XLSX_TYPE, to_csv, to_xlsx
from app.web.carrying import is_resumed
from app.web.forms import Form
from app.web.organizing import found
from app.web.permissions import insist, may, needs, signed_in_account

organizer = Blueprint("organize_exchange", __name__, url_prefix="/organize")

Page = str | AnyResponse | tuple[str, int]
COLUMNS: dict[str, tuple[Column, ...]] = {"people": people_rows.COLUMNS, "episodes": episode_rows.COLUMNS}
SHOWN_OUTCOMES = 300


@organizer.route("/import", methods=["GET", "POST"])
@needs(Role.EDITOR)
def upload() -> Page:
    form = UploadForm()
    own = [series for series in all_series() if may(Role.EDITOR, series.id)]
    form.series.choices = [(str(series.id), series.title) for series in own]
    if request.method == "POST" and not is_resumed() and form.validate():
        try:
            return redirect(_address(_draft_of(form, own)), 303)
        except RuleBroken as broken:
            form.refuse(broken.message, broken.field)
    page = render_template("organize/exchange/upload.html", form=form, every_series=own)
    return page, 422 if form.problems else 200


def _draft_of(form: UploadForm, own: list[Series]) -> Draft:
    sent = form.file.data
    if not sent or not sent.filename:
        raise refusal(_("Choose the file to upload."))
    content = sent.read()
    series = next((one for one in own if str(one.id) == form.series.data), None)
    kind = "episodes" if is_calendar(content) else form.kind.data
    if kind == "episodes" and series is None:
        raise RuleBroken(_("Choose the series that the episodes belong to."), field="series")
    sheet = _sheet(content, series)
    return drafts_of(current_app).new(
        sheet,
        account_id=signed_in_account().id,
        kind=kind,
        series_id=series.id if series and kind == "episodes" else None,
        file_name=str(sent.filename)[-80:],
        chosen=guessed(sheet.header, COLUMNS[kind]),
    )


def _sheet(content: bytes, series: Series | None) -> Sheet:
    if series is not None and is_calendar(content):
        return sheet_from_calendar(content, today=now().date(), timezone=series.default_timezone)
    return sheet_from(content)


@organizer.get("/import/<token>")
@needs(Role.EDITOR)
def show(token: str) -> Page:
    draft = _own(token)
    answer = make_response(_page(draft, ColumnsForm(formdata=None)))
    if draft.state is State.RUNNING:
        answer.headers["Refresh"] = "2"
    return answer


@organizer.post("/import/<token>/columns")
@needs(Role.EDITOR)
def choose_columns(token: str) -> Page:
    """Try every row with these columns, and take it all back."""
    draft = _own(token)
    form = ColumnsForm()
    columns = COLUMNS[draft.kind]
    if is_resumed() or not form.validate() or draft.state in (State.RUNNING, State.WRITTEN):
        return redirect(_address(draft), 303)
    draft.chosen = form.chosen(request.form, [column.key for column in columns], len(draft.header))
    for column in columns:
        if column.needed and column.key not in draft.chosen:
            form.refuse(_("Say which column holds: %(words)s.", words=column.words))
    twice = len(set(draft.chosen.values())) < len(draft.chosen)
    if twice:
        form.refuse(_("One column of the file is chosen for two things. Choose another for one of them."))
    if form.problems:
        draft.state = State.READ
        return _page(draft, form), 422
    start_run(current_app._get_current_object(), draft, write=False)  # type: ignore[attr-defined]
    return redirect(_address(draft), 303)


@organizer.post("/import/<token>/write")
@needs(Role.EDITOR)
def write(token: str) -> Page:
    """Every row at once; none where one of them is wrong by now."""
    draft = _own(token)
    form = Form()
    is_tried = draft.state is State.TRIED and is_right(draft.outcomes)
    if form.validate() and is_tried and not is_resumed():
        start_run(current_app._get_current_object(), draft, write=True)  # type: ignore[attr-defined]
    return redirect(_address(draft), 303)


@organizer.get("/export/<kind>.<form>")
@needs(Role.EDITOR)
def export(kind: str, form: str) -> Page:
    if kind not in COLUMNS or form not in ("csv", "xlsx"):
        abort(404)
    if kind == "people":
        rows = [people_rows.HEADER, *people_rows.rows_of(all_people())]
    else:
        series = found(next((one for one in all_series() if one.slug == request.args.get("series")), None))
        insist(Role.EDITOR, series.id)
        rows = [episode_rows.HEADER, *episode_rows.rows_of(episode_rows.episodes_of(series.id))]
    content: Any = to_csv(rows) if form == "csv" else to_xlsx({kind: rows}, as_of=now())
    answer = Response(content, content_type=CSV_TYPE if form == "csv" else XLSX_TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.{form}"'
    return answer


def _own(token: str) -> Draft:
    """The account's own upload; its role in the series is asked again each time."""
    draft = found(drafts_of(current_app).found(token, signed_in_account().id))
    if draft.series_id is not None:
        insist(Role.EDITOR, draft.series_id)
    return draft


def _page(draft: Draft, form: Form) -> str:
    counts = {what: sum(one.what is what for one in draft.outcomes) for what in What}
    wrong_first = sorted(draft.outcomes, key=lambda one: (one.what is not What.WRONG, not one.says, one.number))
    return render_template(
        "organize/exchange/show.html",
        draft=draft,
        form=form,
        columns=COLUMNS[draft.kind],
        samples=[_sample(draft, at) for at in range(len(draft.header))],
        counts=counts,
        outcomes=wrong_first[:SHOWN_OUTCOMES],
        done=drafts_of(current_app).done(draft.token),
        may_write=draft.state is State.TRIED and is_right(draft.outcomes),
    )


def _sample(draft: Draft, at: int) -> str:
    """The first thing that stands in the column, to know it by."""
    return next((row[at][:40] for row in draft.rows[:50] if at < len(row) and row[at]), "")


def _address(draft: Draft) -> str:
    return url_for("organize_exchange.show", token=draft.token)
