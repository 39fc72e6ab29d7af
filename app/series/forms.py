"""Form for a series."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import ValidationError

from app.people.countries import country_codes
from app.web.forms import BooleanField, Line, Mail, Paragraphs, RecordForm, Slug, Zone


class SeriesForm(RecordForm):
    title = Line(_("Title"), 200, needed=_("A series needs a title."))
    kind = Line(_("What it is"), 200, description=_("As “panel series”, shown below the title."))
    description = Paragraphs(_("Description"), 4000, description=_("Markdown, shown to readers."))
    organizer = Line(_("Organizer"), 200, needed=_("Say which office organizes it."))
    organizer_email = Mail(
        _("Mail of the office"), description=_("Shown in feeds: the office's address, never a person's.")
    )
    default_timezone = Zone(_("Time zone of new episodes"), description=_("As America/Port_of_Spain."))
    languages = Line(
        _("Languages"),
        200,
        needed=_("Name at least one language, as en."),
        description=_("Codes with commas between, as en, es, fr."),
    )
    countries = Line(
        _("Countries whose holidays count"),
        240,
        description=_("Two-letter codes with commas between, as JM, SR; empty: the time zone's own country."),
    )
    slug = Slug(_("Short name in addresses"))
    concluded = BooleanField(
        _("The series is concluded"), description=_("Readers are told that no further episode is planned.")
    )

    def validate_languages(self, field: Line) -> None:
        wrong = [code for code in _codes(field.data) if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", code)]
        if wrong:
            raise ValidationError(gettext("“%(code)s” is no language code; write en, nl, es or fr.", code=wrong[0]))

    def validate_countries(self, field: Line) -> None:
        wrong = [code for code in _codes(field.data) if code.upper() not in country_codes()]
        if wrong:
            raise ValidationError(gettext("“%(code)s” is no country code; write two letters, as SR.", code=wrong[0]))

    def fields(self) -> dict[str, Any]:
        """As `add_series` and `change_series` take them."""
        texts = {name: self[name].data or None for name in ("kind", "description", "organizer_email")}
        needed = {name: self[name].data for name in ("title", "organizer", "default_timezone", "concluded")}
        countries = [code.upper() for code in _codes(self.countries.data)]
        slug = {"slug": self.slug.data} if self.slug and self.slug.data else {}
        return texts | needed | {"languages": _codes(self.languages.data), "countries": countries} | slug


def _codes(text: str | None) -> list[str]:
    return list(dict.fromkeys(code for code in re.split(r"[,\s]+", text or "") if code))


def shown_series(snapshot: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "kind", "description", "organizer", "organizer_email", "default_timezone", "slug", "concluded")
    lists = {name: ", ".join(snapshot[name]) for name in ("languages", "countries")}
    return {name: snapshot[name] for name in names} | lists
