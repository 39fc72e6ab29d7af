"""Forms for quotes, their translations, clearances and corrections."""

import re

from flask_babel import lazy_gettext as _
from wtforms import ValidationError

from app.people.queries import people_named
from app.quotes.models import MarkKind, TranslationStatus
from app.recordings.players import milliseconds_of
from app.text import clean_text
from app.web.forms import Choice, Day, Form, HiddenField, Line, OneOf, Paragraphs, RecordForm, Whole

LONGEST = 20_000


def paragraphs_of(text: str) -> list[str]:
    """What was typed, cut where lines are empty."""
    return [clean_text(part) for part in re.split(r"\n[ \t]*\n", text or "") if clean_text(part)]


class WordsForm(RecordForm):
    """The exact words; an empty line begins a new paragraph."""

    words = Paragraphs(_("The exact words"), LONGEST, needed=_("Write the words that were said."))

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs_of(self.words.data)


class QuoteForm(WordsForm):
    person_id = Choice(_("Who said it"))
    episode_id = Choice(_("In which episode"))
    source_id = Choice(_("Where it can be checked"))
    language = Line(_("Language code"), 12, needed=_("Say the language of speech, for example en."))
    attributed_as = Line(_("How the source names the speaker"), 300)
    position = Line(_("Position that day"), 300)
    organization_name = Line(_("Organization that day"), 200)
    begins = Line(_("From, in the recording"), 12)
    ends = Line(_("Until"), 12)

    def validate_begins(self, field: Line) -> None:
        _milliseconds(field.data)

    def validate_ends(self, field: Line) -> None:
        begins, ends = _milliseconds(self.begins.data), _milliseconds(field.data)
        if ends is not None and (begins is None or ends <= begins):
            raise ValidationError(_("The end lies after the beginning."))

    def fields(self) -> dict[str, object]:
        """As `take_down_quote` and `change_quote` take them."""
        return {
            "paragraphs": self.paragraphs,
            "person_id": int(self.person_id.data),
            "episode_id": int(self.episode_id.data) if self.episode_id.data else None,
            "source_id": int(self.source_id.data) if self.source_id.data else None,
            "language": self.language.data,
            "attributed_as": self.attributed_as.data or None,
            "position": self.position.data or None,
            "organization_name": self.organization_name.data or None,
            "begins_ms": _milliseconds(self.begins.data),
            "ends_ms": _milliseconds(self.ends.data),
        }


def _milliseconds(text: str | None) -> int | None:
    """Raises ValidationError for what is no time."""
    found = milliseconds_of(text) if text else None
    if text and found is None:
        raise ValidationError(_("Write a time in the recording as 4:07 or 1:02:33."))
    return found


class TranscriptQuoteForm(WordsForm):
    first = Whole(_("First cue"), 1, 20_000)
    last = Whole(_("Last cue"), 1, 20_000)
    person_id = Choice(_("Who said it"))


class CorrectionForm(WordsForm):
    position = Line(_("Position that day"), 300)
    organization_name = Line(_("Organization that day"), 200)
    reason = Line(_("What was wrong"), 500, needed=_("Say in a sentence what was wrong; readers see it."))
    edition = HiddenField()


class TranslationForm(WordsForm):
    words = Paragraphs(_("The words in translation"), LONGEST, needed=_("Write the translation."))
    language = Line(_("Language code"), 12, needed=_("Say the language of the translation, for example es."))
    translator = Line(_("Translated by"), 200, needed=_("Name who translated it; a machine is named too."))
    status = OneOf(
        _("Status"),
        {
            TranslationStatus.DRAFT: _("draft, not shown"),
            TranslationStatus.UNOFFICIAL: _("unofficial"),
            TranslationStatus.OFFICIAL: _("official"),
        },
    )


class MoveForm(Form):
    reason = Line(_("Reason"), 500)


MARKS = {
    MarkKind.SIC: _("[sic]: the slip stands in the source"),
    MarkKind.ELLIPSIS: _("[…]: words are left out"),
    MarkKind.NOTE: _("a note in brackets"),
    MarkKind.DATE_NOTE: _("a date in brackets"),
}


class MarkForm(Form):
    """One mark over the words; a public quote asks for the reason of the correction."""

    after = Line(_("It stands after these words"), 300, needed=_("Copy the words after which the mark stands."))
    kind = OneOf(_("Mark"), MARKS)
    text = Line(_("What the note says"), 300)
    reason = Line(_("Why it is added now; readers see it"), 500)


class UnmarkForm(Form):
    reason = Line(_("Why it is taken away; readers see it"), 500)


class AskForm(Form):
    asked_on = Day(_("Day, if not today"))
    asked_how = Line(_("How was it asked"), 200, needed=_("Say how: by letter, by mail to her office, in person."))


class AnswerForm(Form):
    answered_on = Day(_("Day, if not today"))
    answered_by = Line(_("Who answered"), 200, needed=_("Name who answered."))
    answered_how = Line(_("How"), 200, needed=_("Say how: by letter, by mail, in person."))
    note = Line(_("Note"), 1000)
    granted = OneOf(_("The answer"), {"yes": _("granted"), "no": _("refused")})


class EmbargoForm(Form):
    day = Line(_("Not shown before (day and hour in UTC)"), 20)


def people_offered() -> list[tuple[str, str]]:
    """Everybody who may have said a quote, to choose from."""
    return [(str(person.id), person.name) for person in people_named()]
