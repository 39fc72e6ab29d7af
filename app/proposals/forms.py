"""Forms of the reader: the article, and what of its reading is accepted."""

from flask_babel import lazy_gettext as _
from wtforms import FileField
from wtforms import Form as PlainForm

from app.sources.models import SourceKind
from app.web.forms import BooleanField, Choice, Day, Form, HiddenField, Line, OneOf, Paragraphs, Web, rows

LONGEST_TEXT = 500_000
KIND_WORDS = {
    SourceKind.PRESS_RELEASE: _("press release"),
    SourceKind.ANNOUNCEMENT: _("announcement"),
    SourceKind.NEWS_REPORT: _("news report"),
    SourceKind.INTERVIEW: _("interview"),
    SourceKind.OTHER: _("other"),
}
"""What an article can be."""


class ArticleForm(Form):
    """Text pasted, or a file; nothing is stored."""

    text = Paragraphs(_("Text of the article"), LONGEST_TEXT, description=_("Paste the text, or the page’s source."))
    file = FileField(_("or a file"), description=_("A .txt, .html, .docx or .pdf file of at most 4 MB."))


class TickRow(PlainForm):
    """`here` is always sent, so that the rows keep their order where boxes are unticked."""

    take = BooleanField(_("Accept"))
    here = HiddenField(default="1")


class BelongingRow(TickRow):
    """What belongs to one of the article's episodes; offered where it speaks of several."""

    episode = Choice(_("Episode"), choices=[], validate_choice=True)


class EpisodeRow(TickRow):
    record_id = Choice(_("This is"), choices=[], validate_choice=True)


class PersonRow(BelongingRow):
    record_id = Choice(_("This is"), choices=[], validate_choice=True)
    name = Line(_("Name"), 200)
    position = Line(_("Position as this source says"), 300)
    organization = Line(_("Organization"), 200)


class QuotationRow(BelongingRow):
    speaker = Choice(_("Said by"), choices=[], validate_choice=True)


class ReviewForm(Form):
    """The source as it will be kept, and one row for each proposal, in the order they were read."""

    text = Paragraphs(_("Text that will be kept"), LONGEST_TEXT)
    shape = HiddenField()
    title = Line(_("Title of the source"), 300, needed=_("A source needs a title."))
    kind = OneOf(_("What it is"), KIND_WORDS)
    publisher = Line(_("Publisher"), 200)
    published_on = Day(_("Day of publication"))
    url = Web(_("Web address"))
    series_id = Choice(_("Series"), choices=[], validate_choice=True)
    new_series = Line(_("Title of the new series"), 200)
    new_series_organizer = Line(_("Who organizes the new series"), 200)
    episodes = rows(EpisodeRow, _("Episodes"))
    people = rows(PersonRow, _("People"))
    quotations = rows(QuotationRow, _("Quotations"))
    pillars = rows(BelongingRow, _("Pillars"))
    themes = rows(BelongingRow, _("Themes"))
