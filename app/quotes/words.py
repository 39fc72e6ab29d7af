"""States of quotes, their checks, permissions and translations, as people read them."""

from enum import Enum

from flask_babel import lazy_gettext as _

from app.quotes.models import ClearanceOf, ClearanceState, QuoteState, TranslationStatus, Verification

_WORDS: dict[Enum, object] = {
    QuoteState.DRAFT: _("draft"),
    QuoteState.VERIFIED: _("verified"),
    QuoteState.CLEARED: _("cleared"),
    QuoteState.PUBLISHED: _("published"),
    QuoteState.CORRECTED: _("corrected"),
    QuoteState.WITHDRAWN: _("withdrawn"),
    Verification.SOURCE_TEXT: _("against the source's kept text"),
    Verification.TRANSCRIPT: _("against the transcript"),
    Verification.RECORDING: _("by ear, against the recording"),
    ClearanceState.ASKED: _("asked"),
    ClearanceState.GRANTED: _("granted"),
    ClearanceState.REFUSED: _("refused"),
    ClearanceOf.QUOTE: _("quote"),
    ClearanceOf.BIOGRAPHY: _("biography"),
    ClearanceOf.PORTRAIT: _("portrait"),
    ClearanceOf.RECORDING: _("recording"),
    TranslationStatus.DRAFT: _("draft"),
    TranslationStatus.UNOFFICIAL: _("unofficial"),
    TranslationStatus.OFFICIAL: _("official"),
}


def in_words(member: Enum) -> str:
    return str(_WORDS[member])
