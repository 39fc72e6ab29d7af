"""Forms of signing in and of passwords, in the site's words; the checks are Flask-Security's."""

from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_security.forms import ChangePasswordForm, ForgotPasswordForm, LoginForm, ResetPasswordForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, Email

from app.accounts.models import LONGEST_PASSWORD, Role
from app.accounts.throttle import forget_failures, note_failure, seconds_to_wait
from app.web.carrying import is_own_address
from app.web.forms import Choice, Form, cleaned, length

ROLE_WORDS = {
    Role.VIEWER: _("Viewer: sees everything, changes nothing"),
    Role.EDITOR: _("Editor: prepares drafts, people, sources"),
    Role.ORGANIZER: _("Organizer: publishes, moves, cancels"),
    Role.ADMINISTRATOR: _("Administrator: manages accounts too"),
}


class SignInForm(LoginForm):
    """Address and password, with the growing delay in front of them."""

    password = PasswordField(_("Password"), validators=[DataRequired(_("Type your password."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = _("E-mail address")
        if not is_own_address(self.next.data or ""):
            self.next.data = ""

    def validate(self, **kwargs: Any) -> bool:
        email = (self.email.data or "")[:254]
        wait = seconds_to_wait(email)
        if wait:
            g.answer_status, g.retry_after = 429, wait
            sentence = gettext(
                "Too many tries for this address. Wait %(seconds)s seconds, then try again.", seconds=wait
            )
            self.form_errors = [sentence]
            return False
        if super().validate(**kwargs):
            forget_failures(email)
            return True
        if email and self.password.data:
            note_failure(email)
        return False


class ForgottenPasswordForm(ForgotPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = _("E-mail address")


class NewPasswordForm(ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = _("New password")
        self.password_confirm.label.text = _("The same again")


class ChangedPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = _("Present password")
        self.password.validators = [*self.password.validators, length(LONGEST_PASSWORD)]
        self.new_password.label.text = _("New password")
        self.new_password_confirm.label.text = _("The same again")


class InviteForm(Form):
    """A colleague invited: the link to set a password goes to the address."""

    email = EmailField(
        _("E-mail address"),
        filters=[cleaned],
        validators=[
            DataRequired(_("Type the colleague's address.")),
            length(254),
            Email(_("This is no e-mail address.")),
        ],
    )
    name = StringField(
        _("Name"), filters=[cleaned], validators=[DataRequired(_("Type the colleague's name.")), length(120)]
    )
    role = Choice(_("Role"), choices=[(role.value, words) for role, words in ROLE_WORDS.items()])
    series = Choice(_("Series"), coerce=str)


class RoleForm(Form):
    """Another role for an account, or none, in one series or in all."""

    role = Choice(_("Role"), choices=[("", _("No role")), *((role.value, words) for role, words in ROLE_WORDS.items())])
    series = Choice(_("Series"), coerce=str)
