"""Who may open which organizer page: every route declares the least role, and none is left out."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Account, Role
from app.web.carrying import expired_page

SIGNED_IN = ("/organize", "/sign-", "/account")
"""Beginnings of the addresses that read the session; no other page may."""
SAFE = {"GET", "HEAD", "OPTIONS"}

View = TypeVar("View", bound=Callable[..., Any])
csrf = CSRFProtect()


def needs(role: Role) -> Callable[[View], View]:
    """Declare the least role for an organizer view; written under the route."""

    def declare(view: View) -> View:
        view.minimum_role = role  # type: ignore[attr-defined]
        return view

    return declare


def takes(megabytes: int) -> Callable[[View], View]:
    """Declare that an organizer view takes a larger body than others do; strangers are refused before it is read."""

    def declare(view: View) -> View:
        view.largest_body = megabytes * 1024 * 1024  # type: ignore[attr-defined]
        return view

    return declare


def signed_in_account() -> Account:
    """The account that asks; only inside organizer views, where the guard has seen it."""
    account = current_user._get_current_object()
    if not isinstance(account, Account):
        abort(401)
    return account


def may(role: Role, series_id: int | None = None) -> bool:
    """Whether the account holds at least this role: in that series, or anywhere when none is named."""
    account = signed_in_account()
    held = account.highest_role if series_id is None else account.role_in(series_id)
    return held is not None and held.rank >= role.rank


def series_in_reach() -> frozenset[int] | None:
    """The series the account holds a role in; None for all of them."""
    memberships = signed_in_account().memberships
    if any(held.series_id is None for held in memberships):
        return None
    return frozenset(held.series_id for held in memberships if held.series_id is not None)


def insist(role: Role, series_id: int | None) -> None:
    """403 unless the account holds the role in that series."""
    if not may(role, series_id):
        abort(403)


def start_permissions(app: Flask) -> None:
    csrf.init_app(app)
    app.register_error_handler(CSRFError, lambda _error: expired_page(400))
    app.before_request(_guard)
    app.after_request(_keep_private)
    app.jinja_env.globals.update(may=may, Role=Role)


def check_declared(app: Flask) -> None:
    """Stop the start when an organizer route says nothing of who may open it."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/organize") and minimum_role(app, rule.endpoint) is None:
            raise RuntimeError(f"{rule.rule} declares no role: write @needs(Role.…) under its route.")


def minimum_role(app: Flask, endpoint: str | None) -> Role | None:
    return getattr(app.view_functions.get(endpoint or ""), "minimum_role", None)


def reads_session() -> bool:
    return request.path.startswith(SIGNED_IN)


def _guard() -> AnyResponse | None:
    """Permission first, so that a stranger learns nothing; then the form's own token (CSRF)."""
    if not reads_session():
        return None
    role = minimum_role(current_app, request.endpoint)
    if role is not None:
        if not current_user.is_authenticated:
            return _ask_to_sign_in()
        held = signed_in_account().highest_role
        if held is None or held.rank < role.rank:
            abort(403)
    largest = getattr(current_app.view_functions.get(request.endpoint or ""), "largest_body", None)
    if largest is not None:
        request.max_content_length = largest
    if request.method not in SAFE and request.endpoint is not None:
        csrf.protect()
    return None


def _ask_to_sign_in() -> AnyResponse:
    if request.method in SAFE:
        return redirect(url_for("security.login", next=request.path), 303)
    return expired_page(401)


def _keep_private(response: Response) -> Response:
    if reads_session():
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response
