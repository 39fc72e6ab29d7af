"""Editorial marks laid over the exact words of a quote, for pages."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.quotes.models import EditorialMark, MarkKind, Quote, QuoteVersion


@dataclass(frozen=True)
class Piece:
    """A stretch of words, or a mark that stands after them: `label` in brackets, `title` says what it means."""

    text: str = ""
    mark: bool = False
    label: str = ""
    title: str = ""


def marked_paragraphs(quote: Quote | QuoteVersion) -> list[list[Piece]]:
    """Each paragraph as its words, cut only where marks stand; the texts of the pieces join to the exact words."""
    marks = quote.marks if isinstance(quote, Quote) else [_kept_mark(mark) for mark in quote.marks]
    return [
        _pieces(words, [mark for mark in marks if mark.paragraph == index])
        for index, words in enumerate(quote.paragraphs)
    ]


def _kept_mark(kept: dict[str, Any]) -> EditorialMark:
    """A mark as a version of the quote keeps it."""
    return EditorialMark(**{**kept, "kind": MarkKind(kept["kind"])})


def _pieces(words: str, marks: list[EditorialMark]) -> list[Piece]:
    pieces, done = [], 0
    for mark in sorted(marks, key=lambda mark: mark.ends):
        pieces.append(Piece(text=words[done : mark.ends]))
        pieces.append(_mark_piece(mark))
        done = mark.ends
    return [*pieces, Piece(text=words[done:])]


def _mark_piece(mark: EditorialMark) -> Piece:
    title = {
        MarkKind.SIC: _("as spoken: the slip stands in the source"),
        MarkKind.ELLIPSIS: _("words left out here"),
        MarkKind.NOTE: _("note of the editors"),
        MarkKind.DATE_NOTE: _("date, added by the editors"),
    }[mark.kind]
    return Piece(mark=True, label=mark.label, title=title)
