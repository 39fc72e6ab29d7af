"""Pages for accounts: one's own sign-ins for everyone, all accounts and roles for administrators."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.forms import InviteForm, RoleForm
from app.accounts.invitations import invite_colleague, send_invitation
from app.accounts.models import Account, Role
from app.accounts.operations import (
    activate_account,
    change_role,
    deactivate_account,
    end_sign_in,
    forget_second_factors,
    note_audit,
)
from app.accounts.queries import account_by_id, all_accounts, audit_entries, audit_events, sign_ins_of
from app.database import db
from app.errors import RuleBroken
from app.series.queries import all_series
from app.web.carrying import is_resumed
from app.web.forms import Form
from app.web.organizing import found
from app.web.permissions import needs, signed_in_account

organizer = Blueprint("organize_accounts", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]


@organizer.get("/account")
@needs(Role.VIEWER)
def own() -> Page:
    sign_ins = sign_ins_of(signed_in_account())
    return render_template("organize/accounts/own.html", sign_ins=sign_ins, present=g.sign_in, form=Form())


@organizer.post("/account/sign-ins/<int:sign_in_id>/end")
@needs(Role.VIEWER)
def sign_out_there(sign_in_id: int) -> Page:
    """Only one's own sign-ins are found."""
    own_ones = {sign_in.id: sign_in for sign_in in sign_ins_of(signed_in_account())}
    end_sign_in(found(own_ones.get(sign_in_id)))
    note_audit("device signed out", by=signed_in_account(), account=signed_in_account())
    db.session.commit()
    flash(_("That device is signed out."), "done")
    return redirect(url_for("organize_accounts.own"), 303)


@organizer.route("/accounts", methods=["GET", "POST"])
@needs(Role.ADMINISTRATOR)
def list_all() -> Page:
    _insist_on_all_series()
    form = InviteForm()
    form.series.choices = _series_choices()
    if form.is_submitted() and not is_resumed() and form.validate():
        try:
            account, _link = invite_colleague(
                email=form.email.data,
                name=form.name.data,
                role=Role(form.role.data),
                series_id=int(form.series.data) if form.series.data else None,
                by=signed_in_account(),
            )
            db.session.commit()
            flash(_("%(name)s is invited; the link is on its way.", name=account.name), "done")
            return redirect(url_for("organize_accounts.list_all"), 303)
        except RuleBroken as error:
            db.session.rollback()
            form.refuse(error.message, error.field)
    page = render_template(
        "organize/accounts/list.html", accounts=all_accounts(), form=form, series_names=dict(_series_names())
    )
    return page, 422 if form.problems else 200


@organizer.get("/accounts/<int:account_id>")
@needs(Role.ADMINISTRATOR)
def show(account_id: int) -> Page:
    _insist_on_all_series()
    return _show(found(account_by_id(account_id)), _role_form())


@organizer.post("/accounts/<int:account_id>/role")
@needs(Role.ADMINISTRATOR)
def give_role(account_id: int) -> Page:
    _insist_on_all_series()
    account, form = found(account_by_id(account_id)), _role_form()
    if not form.validate():
        return _show(account, form)
    role = Role(form.role.data) if form.role.data else None
    series_id = int(form.series.data) if form.series.data else None
    return _change(account, form, lambda: change_role(account, role=role, series_id=series_id, by=signed_in_account()))


@organizer.post("/accounts/<int:account_id>/close")
@needs(Role.ADMINISTRATOR)
def close(account_id: int) -> Page:
    _insist_on_all_series()
    account = found(account_by_id(account_id))
    return _change(account, _role_form(), lambda: deactivate_account(account, by=signed_in_account()))


@organizer.post("/accounts/<int:account_id>/open")
@needs(Role.ADMINISTRATOR)
def open_again(account_id: int) -> Page:
    _insist_on_all_series()
    account = found(account_by_id(account_id))
    return _change(account, _role_form(), lambda: activate_account(account, by=signed_in_account()))


@organizer.post("/accounts/<int:account_id>/invite")
@needs(Role.ADMINISTRATOR)
def invite_again(account_id: int) -> Page:
    _insist_on_all_series()
    account = found(account_by_id(account_id))
    send_invitation(account)
    flash(_("The link is on its way to %(email)s.", email=account.email), "done")
    return redirect(url_for("organize_accounts.show", account_id=account.id), 303)


@organizer.post("/accounts/<int:account_id>/second-factors/remove")
@needs(Role.ADMINISTRATOR)
def remove_second_factors(account_id: int) -> Page:
    _insist_on_all_series()
    account = found(account_by_id(account_id))
    return _change(account, _role_form(), lambda: forget_second_factors(account, by=signed_in_account()))


AUDIT_PAGE = 100


@organizer.get("/audit")
@needs(Role.ADMINISTRATOR)
def audit() -> Page:
    """Sign-ins and permissions, newest first; the database lets nobody change a line."""
    _insist_on_all_series()
    event, name = request.args.get("event", "")[:40], request.args.get("name", "")[:254].strip()
    before = request.args.get("before", type=int)
    entries = audit_entries(event=event, name=name, before=before, limit=AUDIT_PAGE + 1)
    return render_template(
        "organize/accounts/audit.html",
        entries=entries[:AUDIT_PAGE],
        older=entries[AUDIT_PAGE - 1].id if len(entries) > AUDIT_PAGE else None,
        events=audit_events(),
        event=event,
        name=name,
    )


def _change(account: Account, form: RoleForm, change: Callable[[], None]) -> Page:
    try:
        change()
        db.session.commit()
    except RuleBroken as error:
        db.session.rollback()
        form.refuse(error.message, error.field)
        return _show(account, form)
    flash(_("Saved."), "done")
    return redirect(url_for("organize_accounts.show", account_id=account.id), 303)


def _show(account: Account, form: RoleForm) -> Page:
    page = render_template(
        "organize/accounts/show.html", account=account, form=form, series_names=dict(_series_names())
    )
    return page, 422 if form.problems else 200


def _role_form() -> RoleForm:
    form = RoleForm()
    form.series.choices = _series_choices()
    return form


def _insist_on_all_series() -> None:
    """Accounts reach across series, so only an administrator of all of them manages accounts."""
    if signed_in_account().role_in(None) is not Role.ADMINISTRATOR:
        abort(403)


def _series_names() -> list[tuple[int, str]]:
    return [(series.id, series.title) for series in all_series()]


def _series_choices() -> list[tuple[str, str]]:
    return [("", _("All series")), *((str(number), title) for number, title in _series_names())]
