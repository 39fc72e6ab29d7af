"""A colleague invited: an account without a password, and the mail with the link to set one."""

from email_validator import EmailNotValidError, validate_email
from flask import current_app
from flask_babel import gettext as _
from flask_security.recoverable import generate_reset_password_token

from app.accounts.models import Account, Role
from app.accounts.operations import Author, create_account
from app.errors import RuleBroken
from app.text import clean_text
from app.web.mail import send_mail

LONGEST_ADDRESS = 254


def invite_colleague(*, email: str, name: str, role: Role, series_id: int | None, by: Author) -> tuple[Account, str]:
    """The new account and its link; the link goes by mail too. Raises RuleBroken for an address that is none."""
    try:
        address = validate_email(clean_text(email)[:LONGEST_ADDRESS], check_deliverability=False).normalized
    except EmailNotValidError:
        raise RuleBroken(_("This is no e-mail address."), field="email") from None
    account = create_account(email=address, name=clean_text(name)[:120], role=role, series_id=series_id, by=by)
    return account, send_invitation(account)


def send_invitation(account: Account) -> str:
    """Mail the link with which the owner sets a password; it holds for two days and until it is used."""
    address = current_app.config["SETTINGS"].public_url.rstrip("/")
    link = f"{address}/account/reset-password/{generate_reset_password_token(account)}"
    text = _(
        "Hello %(name)s,\n\nyou are invited to work on the series at %(address)s.\n"
        "Set your password here; the link holds for two days:\n\n%(link)s\n\n"
        "Later, ask for a new link at %(address)s/account/reset-password.\n",
        name=account.name,
        address=address,
        link=link,
    )
    send_mail(account.email, _("You are invited to Conversations"), text)
    return link
