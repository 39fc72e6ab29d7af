"""Forms for recordings and transcripts."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField

from app.recordings.models import RecordingKind, TranscriptKind
from app.web.forms import BooleanField, Choice, Form, Line, OneOf, Paragraphs, Web, Whole


class RecordingForm(Form):
    title = Line(_("Title"), 200, needed=_("Give the recording a title, for example “Recording in English”."))
    url = Web(_("Address"), needed=_("Paste the address of the recording."))
    kind = OneOf(_("Kind"), {RecordingKind.VIDEO: _("video"), RecordingKind.AUDIO: _("audio")})
    language = Line(_("Language code"), 12)
    offset_seconds = Whole(_("Seconds before the transcript's zero"), -86_400, 86_400)


class TranscriptForm(Form):
    file = FileField(_("File (WebVTT or SRT)"))
    text = Paragraphs(_("or its text"), 2_000_000)
    language = Line(_("Language code"), 12, needed=_("Say the language, for example en."), id="transcript-language")
    kind = OneOf(
        _("Made by"),
        {
            TranscriptKind.HUMAN: _("people"),
            TranscriptKind.CHECKED: _("a machine, checked by people"),
            TranscriptKind.MACHINE: _("a machine alone"),
        },
        id="transcript-kind",
    )
    credit = Line(_("Credit"), 200)
    recording_id = Choice(_("Goes with the recording"))
    public = BooleanField(_("Public at once"))


class ReleaseForm(Form):
    """A button alone."""
