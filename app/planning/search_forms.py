"""The form that keeps a page with its filters under a name."""

from flask_babel import lazy_gettext as _
from wtforms import ValidationError

from app.web.forms import Form, HiddenField, Line

LONGEST_ADDRESS = 1000


class KeepForm(Form):
    name = Line(_("Name"), 80, needed=_("Give it a name."))
    address = HiddenField()

    def validate_address(self, field: HiddenField) -> None:
        """Only a page of the organizers' own, as plain text."""
        address = str(field.data or "")
        is_own = address.startswith("/organize/") and len(address) <= LONGEST_ADDRESS
        if not is_own or any(character in address for character in "\\\r\n\t <>\"'"):
            raise ValidationError(_("Only pages of the organizers can be kept."))
