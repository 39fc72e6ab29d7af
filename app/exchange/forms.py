"""Forms for an upload, and for which of its columns are meant."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField

from app.web.forms import Choice, Form, OneOf


class UploadForm(Form):
    file = FileField(_("File"))
    kind = OneOf(_("What is in it"), {"people": _("people"), "episodes": _("episodes")})
    series = Choice(_("Series of the episodes"), validate_choice=False)


class ColumnsForm(Form):
    """Which column of the file is which of ours; fields are named column-<key> and read by `chosen`."""

    def chosen(self, sent: Any, keys: list[str], columns: int) -> dict[str, int]:
        found = {}
        for key in keys:
            text = str(sent.get(f"column-{key}", ""))
            if text.isascii() and text.isdigit() and len(text) < 4 and int(text) < columns:
                found[key] = int(text)
        return found
