"""Organizers' pages of series: those the account may see, added, changed."""

from flask import Blueprint, abort, render_template, url_for

from app.accounts.models import Role
from app.series.forms import SeriesForm, shown_series
from app.series.models import Series
from app.series.operations import add_series, change_series
from app.series.queries import all_series, series_by_slug
from app.web.editing import Page, answer_add, answer_change, form_page, started_from
from app.web.organizing import found
from app.web.permissions import insist, needs, signed_in_account

organizer = Blueprint("organize_series", __name__, url_prefix="/organize/series")


@organizer.get("")
@needs(Role.VIEWER)
def list_all() -> Page:
    account = signed_in_account()
    seen = [series for series in all_series() if account.role_in(series.id)]
    return render_template("organize/series/list.html", every_series=seen, may_add=_may_add())


@organizer.route("/new", methods=["GET", "POST"])
@needs(Role.ADMINISTRATOR)
def add() -> Page:
    """Only who administers every series adds one."""
    if not _may_add():
        abort(403)
    form = SeriesForm()

    def verb() -> str:
        return _address(add_series(fields=form.fields(), by=signed_in_account()))

    if answer := answer_add(form, verb, leads_to=url_for("organize_series.list_all")):
        return answer
    return form_page("organize/series/form.html", form, series=None)


@organizer.get("/<slug>")
@needs(Role.VIEWER)
def show(slug: str) -> Page:
    return render_template("organize/series/show.html", series=_seen(slug, Role.VIEWER))


@organizer.route("/<slug>/edit", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def edit(slug: str) -> Page:
    series = _seen(slug, Role.ORGANIZER)
    form = SeriesForm(data=started_from(series, shown_series))

    def change() -> None:
        change_series(series, fields=form.fields(), by=signed_in_account())

    if answer := answer_change(form, series, shown=shown_series, change=change, address=lambda: _address(series)):
        return answer
    return form_page("organize/series/form.html", form, series=series)


def _seen(slug: str, role: Role) -> Series:
    series = found(series_by_slug(slug))
    found(signed_in_account().role_in(series.id))
    insist(role, series.id)
    return series


def _may_add() -> bool:
    return any(one.series_id is None and one.role is Role.ADMINISTRATOR for one in signed_in_account().memberships)


def _address(series: Series) -> str:
    return url_for("organize_series.show", slug=series.slug)
