"""Flask-Security wired in: sign-in at /sign-in, sign-out, reset by mail, and a row on the server for each sign-in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Response, flash, g, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_login.utils import _user_context_processor
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore, password_changed, password_reset
from flask_security.signals import user_authenticated
from flask_security.utils import set_request_attr
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.forms import ChangedPasswordForm, ForgottenPasswordForm, NewPasswordForm, SignInForm
from app.accounts.models import Account, Membership, Passkey
from app.accounts.operations import end_sign_in, end_sign_ins, hash_token, note_audit, start_sign_in
from app.accounts.passwords import SHORTEST, Passwords
from app.accounts.queries import sign_in_by_hash
from app.accounts.second_factors import CodesOnce, second_factor_settings, start_second_factors
from app.accounts.throttle import limiter
from app.database import db
from app.text import clean_text
from app.web.carrying import CARRIED, carried_fields, is_own_address
from app.web.mail import send_mail_in_background
from app.web.permissions import reads_session
from config import Settings

KEPT_AT_SIGN_IN = {"_user_id", "_fresh", "_id", "fs_paa"}


class Mail(MailUtil):
    """Flask-Security's mails leave by our one place, behind the answer's back: the same time for unknown accounts."""

    def send_mail(
        self,
        template: str,  # noqa: ARG002
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],  # noqa: ARG002
        body: str | None,
        html: str | None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        send_mail_in_background(str(recipient), str(subject), body or "")


def start_accounts(app: Flask, settings: Settings) -> None:
    app.config.from_mapping(security_settings(settings) | second_factor_settings(settings))
    limiter.init_app(app)
    security = Security(password_util_cls=Passwords, mail_util_cls=Mail, totp_cls=CodesOnce)
    datastore = SQLAlchemyUserDatastore(db, Account, Membership, Passkey)  # type: ignore[arg-type]
    security.init_app(
        app,
        datastore,
        login_form=SignInForm,
        forgot_password_form=ForgottenPasswordForm,
        reset_password_form=NewPasswordForm,
        change_password_form=ChangedPasswordForm,
    )
    _leave_public_pages_alone(app, security)
    security.login_manager.user_loader(_signed_in_account)
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    user_authenticated.connect(_begin, app)
    password_reset.connect(_end_everywhere, app)
    password_changed.connect(_end_elsewhere, app)
    _wrap_views(app)
    start_second_factors(app, settings)


def security_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_RESET_URL": "/account/reset-password",
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=2),
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_STATIC_FOLDER_URL": None,
        "SECURITY_POST_LOGIN_VIEW": "/organize/",
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_POST_RESET_VIEW": "/sign-in",
        "SECURITY_POST_CHANGE_VIEW": "/organize/account",
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_CACHE_CONTROL": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_STRATEGY": "fixed-window",
        "REMEMBER_COOKIE_DURATION": 0,
    }


def _leave_public_pages_alone(app: Flask, security: Security) -> None:
    """The libraries look at the session on every request; only signed-in addresses may (no cookie, no Vary)."""
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)
    app.template_context_processors[None].remove(_user_context_processor)
    app.jinja_env.globals["current_user"] = current_user
    asked_always = security.principal._on_before_request
    app.before_request_funcs[None].remove(asked_always)
    app.before_request(lambda: asked_always() if reads_session() else None)


def _signed_in_account(user_id: str) -> Account | None:
    """The account whose sign-in row still holds; Flask-Login calls this once a request."""
    token = session.get("sign_in")
    sign_in = sign_in_by_hash(hash_token(token)) if token else None
    if sign_in is None or not sign_in.account.active or sign_in.account.fs_uniquifier != user_id:
        return None
    g.sign_in = sign_in
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return sign_in.account


def _begin(_app: Flask, user: Account, **_more: Any) -> None:
    """A new session in all but the cookie's name: what an earlier visitor of the browser left is gone."""
    earlier = g.get("sign_in")
    if earlier is not None:
        end_sign_in(earlier)
    for name in set(session) - KEPT_AT_SIGN_IN:
        session.pop(name)
    g.pop("csrf_token", None)
    session["sign_in"] = start_sign_in(user, agent=_agent_family())
    note_audit("signed in", by=user, account=user, detail=_agent_family())
    db.session.commit()


def _agent_family() -> str:
    """Browser and system in two words, enough to recognise one's own device."""
    agent = request.user_agent.string
    browsers = ("Edg", "Firefox", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    found = (next((name for name in names if name in agent), "") for names in (browsers, systems))
    return " ".join(part for part in found if part).replace("Edg", "Edge")


def _end_everywhere(_app: Flask, user: Account, **_more: Any) -> None:
    end_sign_ins(user)
    note_audit("password set by mail", by=user, account=user)
    flash(_("Your password is set. Sign in with it."), "done")


def _end_elsewhere(_app: Flask, user: Account, **_more: Any) -> None:
    note_audit("password changed", by=user, account=user)
    flash(_("Your password is changed."), "done")
    end_sign_ins(user, but=hash_token(session.get("sign_in", "")))


def _wrap_views(app: Flask) -> None:
    views = app.view_functions
    views["security.login"] = limiter.limit("60 per minute", methods=["POST"])(_signing_in(views["security.login"]))
    views["security.logout"] = _signing_out(views["security.logout"])
    for name in ("forgot_password", "reset_password"):
        limited = limiter.limit("10 per minute", methods=["POST"])(_with_status(views[f"security.{name}"]))
        views[f"security.{name}"] = _without_referrer(limited)
    views["security.change_password"] = _with_status(views["security.change_password"])
    for name in ("two_factor_token_validation", "mf_recovery", "wan_signin_response", "tf_select"):
        views[f"security.{name}"] = _second_step(views[f"security.{name}"])
    for name in ("verify", "two_factor_setup", "wan_register", "wan_delete"):
        views[f"security.{name}"] = _with_status(views[f"security.{name}"])


def _with_status(view: Callable[..., Any]) -> Callable[..., Any]:
    """A form that comes back with errors is 422, not 200."""

    def answer(**arguments: Any) -> Response:
        response = make_response(view(**arguments))
        if request.method == "POST" and response.status_code == 200 and request.endpoint != "security.forgot_password":
            response.status_code = g.get("answer_status", 422)
            if "retry_after" in g:
                response.headers["Retry-After"] = str(g.retry_after)
        return response

    answer.__name__ = view.__name__
    return answer


def _signing_in(view: Callable[..., Any]) -> Callable[..., Any]:
    def sign_in() -> AnyResponse:
        response = _with_status(view)()
        if response.status_code in (422, 429):
            _note_refusal(response.status_code)
        if response.status_code not in (302, 303):
            return response
        if not current_user.is_authenticated:
            return _one_more_step(response)
        if request.method == "POST" and is_own_address(request.form.get("carried_to", "")):
            return make_response(_resumed_page())
        return redirect(_target(), 303)

    return sign_in


def _one_more_step(response: AnyResponse) -> AnyResponse:
    """Between password and code: where to go afterwards is remembered, and a form that came too late goes along."""
    session["after_code"] = _target()
    if not is_own_address(request.form.get("carried_to", "")):
        return response
    step = response.location.split("?")[0].rsplit("/", 1)[-1]
    return make_response(
        render_template("organize/accounts/second_step.html", step=step, carried_to=request.form["carried_to"])
    )


def _target() -> str:
    target = request.values.get("next", "")
    return target if is_own_address(target) else "/organize/"


def _second_step(view: Callable[..., Any]) -> Callable[..., Any]:
    """After the code: to where the sign-in began, the carried form first."""

    def answer(**arguments: Any) -> AnyResponse:
        was_signed_in = current_user.is_authenticated
        target = session.get("after_code", "/organize/")
        response = _with_status(view)(**arguments)
        is_redirect = response.status_code in (302, 303)
        if was_signed_in or not is_redirect:
            return response
        if not current_user.is_authenticated:
            return _one_more_step(response) if request.endpoint == "security.tf_select" else response
        if is_own_address(request.form.get("carried_to", "")):
            return make_response(_resumed_page())
        return redirect(target, 303)

    answer.__name__ = view.__name__
    return answer


def _note_refusal(status: int) -> None:
    """Under the address as typed, whether there is such an account or not."""
    reason = "asked to wait" if status == 429 else "address and password do not fit"
    note_audit("sign-in refused", by=clean_text(request.form.get("email", ""))[:254] or "nobody", detail=reason)
    db.session.commit()


def _resumed_page() -> str:
    return render_template(
        "organize/expired.html",
        fields=carried_fields(request.form),
        carried_to=request.form["carried_to"],
        signed_in=True,
        prefix=CARRIED,
    )


def _signing_out(view: Callable[..., Any]) -> Callable[..., Any]:
    """The row ends first: a copied cookie is worth nothing afterwards."""

    def sign_out() -> AnyResponse:
        if current_user.is_authenticated and "sign_in" in g:
            end_sign_in(g.sign_in)
            note_audit("signed out", by=g.sign_in.account, account=g.sign_in.account)
            db.session.commit()
        view()
        session.clear()
        response = redirect(url_for("security.login"), 303)
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

    return sign_out


def _without_referrer(view: Callable[..., Any]) -> Callable[..., Any]:
    """The address holds a secret; it goes into no other site's logs."""

    def answer(**arguments: Any) -> Response:
        response = make_response(view(**arguments))
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer
