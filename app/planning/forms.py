"""Forms of the planner: items, moves, wishes for a time, the countries whose holidays count."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.planning.models import PlannedKind
from app.web.forms import BooleanField, Clock, Day, Form, Line, OneOf, Paragraphs, RecordForm, Whole, Zone

KINDS = {
    PlannedKind.HOLD: _("hold (a time kept free)"),
    PlannedKind.REHEARSAL: _("rehearsal"),
    PlannedKind.DEADLINE: _("deadline"),
}
FOLDS = {"0": _("the first of the two"), "1": _("the second of the two")}


class Fold(OneOf):
    """Which of two equal wall times is meant; only asked where clocks go back."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, FOLDS, empty=_("it happens once"), **kwargs)


class ItemForm(RecordForm):
    kind = OneOf(_("What it is"), KINDS)
    title = Line(_("Title"), 200, needed=_("Say in a few words what it is."))
    series_id = OneOf(_("Series"), {})
    episode_id = OneOf(_("For the episode"), {}, empty=_("no episode"))
    day = Day(_("Day"), needed=_("Choose a day."))
    start_local = Clock(_("Start"))
    timezone = Zone(_("Time zone"))
    fold = Fold(_("Where clocks go back"))
    minutes = Whole(_("Minutes"), 1, 1440, needed=_("Say how many minutes it lasts."))
    note = Paragraphs(_("Note"), 1000)

    def fields(self) -> dict[str, Any]:
        return when_of(self) | {
            "kind": self.kind.data,
            "title": self.title.data,
            "series_id": int(self.series_id.data),
            "episode_id": int(self.episode_id.data) if self.episode_id.data else None,
            "minutes": self.minutes.data,
            "note": self.note.data or None,
        }


class MoveForm(RecordForm):
    day = Day(_("Day"), needed=_("Choose a day."))
    start_local = Clock(_("Start"))
    timezone = Zone(_("Time zone"))
    fold = Fold(_("Where clocks go back"))
    with_items = BooleanField(_("Move its rehearsals and deadlines by as many days"), default=True)


def when_of(form: Form) -> dict[str, Any]:
    """Day, time, zone and fold as a record holds them."""
    return {
        "day": form.day.data,
        "start_local": form.start_local.data,
        "timezone": form.timezone.data,
        "fold": int(form.fold.data) if form.fold.data else None,
    }


class CountriesForm(RecordForm):
    countries = Line(_("Countries whose public holidays count"), 200)


class WishForm(Form):
    """What is looked for; read from the address, because asking changes nothing."""

    class Meta:
        csrf = False

    series_id = OneOf(_("Series"), {})
    episode_id = OneOf(_("For the episode"), {}, empty=_("a new one"))
    speakers = Line(_("Who is to speak"), 2000)
    first_on = Day(_("From"), needed=_("Choose the first day."))
    days = Whole(_("Days to look at"), 1, 180, needed=_("Say how many days to look at."))
    timezone = Zone(_("Time zone"))
    minutes = Whole(_("Minutes"), 1, 1440, needed=_("Say how many minutes it lasts."))
    audience = Line(_("Where the audience is"), 400)
