"""The form of a run of show: segments in rows, put in order by number."""

from typing import Any

from flask_babel import lazy_gettext as _

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
    told_apart_by = ("title",)
    place = Whole(_("Order"), 0, 9999)
    title = Line(_("Segment"), 200)
    minutes = Whole(_("Minutes"), 1, 600)
    speakers = Line(_("Who speaks"), 300)
    cues = Paragraphs(_("Cues"), 1000)

    @property
    def is_blank(self) -> bool:
        return not (self.title.data or self.minutes.data or self.speakers.data or self.cues.data)


class ShowForm(RecordForm):
    segments = rows(SegmentRow, _("Segments"))
    note = Paragraphs(_("Note for everybody"), 2000)

    def validate(self, extra_validators: Any = None) -> bool:
        """A row that says something needs a title and minutes; an empty row is no segment."""
        is_valid = bool(super().validate(extra_validators))
        for row in self.segments:
            if row.form.is_blank:
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
        filled = [row.form for row in self.segments if not row.form.is_blank]
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


def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
    """The form's data: what is stored, else the usual segments; and a few empty rows to write into."""
    names = ("title", "minutes", "speakers", "cues")
    filled: list[dict[str, Any]] = [{name: one[name] for name in names} for one in snapshot["segments"]]
    placed = [row | {"place": 10 * number} for number, row in enumerate(filled, 1)]
    spare = [{"place": 10 * (len(filled) + number)} for number in range(1, SPARE_ROWS + 1)]
    return {"segments": placed + spare, "note": snapshot["note"] or ""}


def usual(snapshot: dict[str, Any]) -> dict[str, Any]:
    """A first run of show begins with the usual segments."""
    segments = [{"title": str(title), "minutes": minutes, "speakers": None, "cues": None} for title, minutes in USUAL]
    return shown(snapshot | {"segments": segments})
