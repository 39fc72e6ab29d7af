"""Second factors by Flask-Security: codes from a device (TOTP), passkeys (WebAuthn), recovery codes."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask import Flask, Response, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import Totp
from flask_security.signals import tf_disabled, tf_profile_changed, wan_deleted, wan_registered
from passlib.totp import TotpMatch
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.models import Account, Role
from app.accounts.operations import note_audit
from app.accounts.throttle import limiter
from app.database import db
from config import Settings

CODE_PAGES = ("two_factor_token_validation", "mf_recovery", "wan_signin", "wan_signin_response")
"""Where somebody who is half signed in tries codes: limited, so that six digits cannot be guessed."""

OWN_PAGE = re.compile(r"/organize/account(?:/.*)?")
"""What stays open of the organizer pages to an account that must set up a second factor first."""


class CodesOnce(Totp):
    """Codes that work once (RFC 6238 5.2): the counter of the last one is kept with the account."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.tf_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        user.tf_last_counter = tmatch.counter
        db.session.commit()


def second_factor_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_RESCUE_MAIL": settings.contact_email,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/account/codes",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/sign-in/rescue",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/sign-in/factor",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/organize/account",
        "SECURITY_TWO_FACTOR_ERROR_VIEW": "/sign-in",
        "SECURITY_TOTP_SECRETS": {"1": _derived(settings, "codes")},
        "SECURITY_TOTP_ISSUER": settings.host,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [_derived(settings, "recovery")],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery",
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": settings.host,
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": False,
        "SECURITY_WAN_ALLOW_AS_VERIFY": ["secondary"],
        "SECURITY_WAN_REGISTER_URL": "/account/passkeys",
        "SECURITY_WAN_DELETE_URL": "/account/passkeys/remove",
        "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
        "SECURITY_WAN_VERIFY_URL": "/account/verify/passkey",
        "SECURITY_WAN_POST_REGISTER_VIEW": "/account/passkeys",
        "SECURITY_VERIFY_URL": "/account/verify",
        "SECURITY_POST_VERIFY_VIEW": "/organize/account",
        "SECURITY_FRESHNESS": timedelta(minutes=30),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
    }


def _derived(settings: Settings, purpose: str) -> str:
    """A key of its own for each purpose, from the one secret; changing the secret voids codes set up before."""
    secret = settings.secret_key.get_secret_value()
    return urlsafe_b64encode(sha256(f"{purpose}:{secret}".encode()).digest()).decode()


def start_second_factors(app: Flask, settings: Settings) -> None:
    views: dict[str, Any] = app.view_functions
    for name in CODE_PAGES:
        views[f"security.{name}"] = limiter.limit("10 per minute", methods=["POST"])(views[f"security.{name}"])
    views["security.two_factor_rescue"] = _no_rescue_by_mail
    for signal, words in (
        (tf_profile_changed, "codes set up"),
        (tf_disabled, "codes turned off"),
        (wan_registered, "passkey added"),
        (wan_deleted, "passkey removed"),
    ):
        signal.connect(_noting(words), app, weak=False)
    if settings.second_factor != "optional":
        app.before_request(lambda: _ask_for_second_factor(settings.second_factor))


def _no_rescue_by_mail(**_arguments: Any) -> Response:
    """The library would write to the site's address; an administrator is asked in person instead."""
    return make_response(redirect(url_for("security.mf_recovery"), 303))


def _noting(words: str) -> Callable[..., None]:
    def note(_app: Flask, user: Account, **_more: Any) -> None:
        note_audit(words, by=user, account=user)
        db.session.commit()

    return note


def must_have_second_factor(account: Account, asked_of: str) -> bool:
    """Whether the setting asks this account for one."""
    return asked_of == "everyone" or (asked_of == "administrators" and account.highest_role is Role.ADMINISTRATOR)


def _ask_for_second_factor(asked_of: str) -> AnyResponse | None:
    """Organizer pages open once a second factor is set up; what was to be saved is refused before that."""
    if not request.path.startswith("/organize") or OWN_PAGE.fullmatch(request.path):
        return None
    if not current_user.is_authenticated or current_user.has_second_factor:
        return None
    if not must_have_second_factor(current_user, asked_of):
        return None
    flash(_("Your account needs a second factor: set up codes from a device, or a passkey."), "problem")
    return redirect(url_for("security.two_factor_setup"), 303)
