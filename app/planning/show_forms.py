"""The form of a run of show: segments in rows, put in order by number."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.planning.models import RunOfShow
from app.web.forms import Line, Paragraphs, PlainForm, RecordForm, Whole, rows

SPARE_ROWS = 3
USUAL = (
    (_("Welcome"), 5),
    (_("Introductions"), 10),
    (_("Discussion"), 50),
    (_("Questions"), 20),
    (_("Closing words"), 5),
)
"""What a first run of show is filled with; nothing of it is stored before it is saved."""


class SegmentRow(PlainForm):
    place = Whole(_("Order"), 0, 9999)
    title = Line(_("Segment"), 200)
    minutes = Whole(_("Minutes"), 1, 600)
    speakers = Line(_("Who speaks"), 300)
    cues = Paragraphs(_("Cues"), 1000)


class ShowForm(RecordForm):
    segments = rows(SegmentRow, _("Segments"))
    note = Paragraphs(_("Note for everybody"), 2000)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that says something needs a title and minutes; an empty row is no segment."""
        is_valid = bool(super().validate(extra_validators))
        for row in self.segments:
            if not _says_something(row.form):
                continue
            if not row.form.title.data:
                row.form.title.errors = [_("Say what happens in this segment.")]
                is_valid = False
            if not row.form.minutes.data and not row.form.minutes.errors:
                row.form.minutes.errors = [_("Say how many minutes it lasts.")]
                is_valid = False
        return is_valid

    def wanted(self) -> list[dict[str, Any]]:
        """The segments in the order of their numbers; rows of one number as they stand."""
        filled = [row.form for row in self.segments if _says_something(row.form)]
        ordered = sorted(filled, key=lambda row: row.place.data or 0)
        return [
            {
                "title": row.title.data,
                "minutes": row.minutes.data,
                "speakers": row.speakers.data or None,
                "cues": row.cues.data or None,
            }
            for row in ordered
        ]


def _says_something(row: Any) -> bool:
    return bool(row.title.data or row.minutes.data or row.speakers.data or row.cues.data)


def shown(run: RunOfShow | None) -> dict[str, Any]:
    """The form's data: what is stored, else the usual segments; and a few empty rows to write into."""
    if run is None:
        filled: list[dict[str, Any]] = [{"title": str(title), "minutes": minutes} for title, minutes in USUAL]
    else:
        names = ("title", "minutes", "speakers", "cues")
        filled = [{name: getattr(segment, name) for name in names} for segment in run.segments]
    placed = [row | {"place": 10 * number} for number, row in enumerate(filled, 1)]
    spare = [{"place": 10 * (len(filled) + number)} for number in range(1, SPARE_ROWS + 1)]
    return {"segments": placed + spare, "note": run.note if run else ""}
