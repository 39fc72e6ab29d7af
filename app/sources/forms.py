"""Form for a source with its kept text."""

from typing import Any

from flask_babel import lazy_gettext as _

from app.sources.models import SourceKind
from app.web.forms import Day, Line, OneOf, Paragraphs, RecordForm, Web

LONGEST_TEXT = 500_000

KIND_WORDS = {
    SourceKind.PRESS_RELEASE: _("press release"),
    SourceKind.ANNOUNCEMENT: _("announcement"),
    SourceKind.NEWS_REPORT: _("news report"),
    SourceKind.RECORDING: _("recording"),
    SourceKind.TRANSCRIPT: _("transcript"),
    SourceKind.INTERVIEW: _("interview"),
    SourceKind.OTHER: _("other"),
}


class SourceForm(RecordForm):
    title = Line(_("Title"), 300, needed=_("A source needs a title."))
    kind = OneOf(_("What it is"), KIND_WORDS)
    publisher = Line(_("Publisher"), 200)
    published_on = Day(_("Day of publication"))
    url = Web(_("Web address"))
    language = Line(_("Language code"), 12, description=_("As en, nl, es or fr."))
    note = Paragraphs(_("Note"), 1000)
    kept_text = Paragraphs(
        _("Kept text"), LONGEST_TEXT, description=_("The whole text as published: quotes are checked against it.")
    )

    def fields(self) -> dict[str, Any]:
        """As `add_source` and `change_source` take them."""
        names = ("publisher", "url", "language", "note", "kept_text")
        texts = {name: self[name].data or None for name in names}
        return texts | {
            "title": self.title.data,
            "kind": SourceKind(self.kind.data),
            "published_on": self.published_on.data,
        }


def shown_source(snapshot: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "kind", "publisher", "published_on", "url", "language", "note", "kept_text")
    return {name: snapshot[name] for name in names}
