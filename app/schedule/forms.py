"""The form of a private calendar."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField

from app.web.forms import Form, Line


class PrivateFeedForm(Form):
    """`person_id` left empty makes the organizers' own."""

    name = Line(_("What to call it"), 120, needed=_("Give it a name, such as “Olive's phone”."))
    series_id = SelectField(_("Of which series"))
    person_id = SelectField(_("For whom"))
