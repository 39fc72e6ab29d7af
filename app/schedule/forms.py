"""The form of a private calendar."""

from flask_babel import lazy_gettext as _

from app.web.forms import Choice, Form, Line


class PrivateFeedForm(Form):
    """`person_id` left empty makes the organizers' own."""

    name = Line(_("What to call it"), 120, needed=_("Give it a name, such as “Olive's phone”."))
    series_id = Choice(_("Of which series"))
    person_id = Choice(_("For whom"))
