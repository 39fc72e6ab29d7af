"""Forms that make many episodes, or change many at once."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.episodes.models import Format, Status
from app.planning.forms import Fold
from app.web.forms import BooleanField, Clock, Day, Form, Line, OneOf, Whole, Zone

STATUSES = {
    Status.DRAFT: _("draft"),
    Status.TENTATIVE: _("tentative"),
    Status.CONFIRMED: _("confirmed"),
    Status.HELD: _("held"),
    Status.POSTPONED: _("postponed"),
    Status.CANCELLED: _("cancelled"),
}
FORMATS = {Format.VIRTUAL: _("virtual"), Format.HYBRID: _("hybrid"), Format.IN_PERSON: _("in person")}
ORDINALS = {
    "1": _("first of the month"),
    "2": _("second of the month"),
    "3": _("third of the month"),
    "4": _("fourth of the month"),
    "-1": _("last of the month"),
    "0": _("every week"),
}
WEEKDAYS = {
    "0": _("Monday"),
    "1": _("Tuesday"),
    "2": _("Wednesday"),
    "3": _("Thursday"),
    "4": _("Friday"),
    "5": _("Saturday"),
    "6": _("Sunday"),
}
PATTERN_NEEDED = _("Write the title; {number}, {month} and {year} are filled in.")


class CloneForm(Form):
    pattern = Line(_("Title"), 200, needed=PATTERN_NEEDED)
    number = Whole(_("Number"), 1, 9999)
    day = Day(_("Day"), needed=_("Choose a day."))
    start_local = Clock(_("Start"))
    timezone = Zone(_("Time zone"))
    fold = Fold(_("Where clocks go back"))
    with_speakers = BooleanField(_("Take the people along, as proposed"), default=True)
    with_items = BooleanField(_("Take rehearsals and deadlines along, shifted by as many days"), default=True)


class RunForm(Form):
    series_id = OneOf(_("Series"), {})
    like = OneOf(_("Like the episode"), {}, empty=_("no other"))
    pattern = Line(_("Title"), 200, needed=PATTERN_NEEDED)
    first_number = Whole(_("Number of the first"), 1, 9999)
    first_on = Day(_("From"), needed=_("Choose the first day."))
    count = Whole(_("How many"), 1, 60, needed=_("Say how many episodes."))
    nth = OneOf(_("Which"), ORDINALS)
    weekday = OneOf(_("Day of the week"), WEEKDAYS)
    every = Whole(_("Every so many months or weeks"), 1, 12, needed=_("Write 1 for each month or week."))
    start_local = Clock(_("Start"))
    timezone = Zone(_("Time zone"))
    minutes = Whole(_("Minutes"), 1, 1440, needed=_("Say how many minutes it lasts."))
    skip_holidays = BooleanField(_("Skip public holidays of the series' countries"), default=True)
    preview = Line("", 64)


class ChangeForm(Form):
    status = OneOf(_("Status"), STATUSES, empty=_("as it is"))
    reason = Line(_("Reason, where one is published"), 500)
    series_id = OneOf(_("Series"), {}, empty=_("as it is"))
    format = OneOf(_("Format"), FORMATS, empty=_("as it is"))
    minutes = Whole(_("Minutes"), 1, 1440)
    owner_id = OneOf(_("Owner"), {}, empty=_("as it is"))

    def wanted(self, series: dict[str, Any], owners: dict[str, Any]) -> dict[str, Any]:
        """The fields of a change; series and owner are looked up among those the account organizes."""
        return {
            "status": Status(self.status.data) if self.status.data else None,
            "reason": self.reason.data or None,
            "series": series.get(self.series_id.data or ""),
            "format": Format(self.format.data) if self.format.data else None,
            "minutes": self.minutes.data,
            "owner": owners.get(self.owner_id.data or ""),
        }
