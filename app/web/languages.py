"""The languages the site speaks: Flask-Babel, and which language an answer is in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import Any

from flask import Flask
from flask_babel import Babel, get_translations

LANGUAGES = ("en",)
"""Languages with a complete catalogue; the first one is the source."""


def start_languages(app: Flask) -> None:
    Babel(app, default_locale=LANGUAGES[0], default_timezone="UTC", locale_selector=_language)


def _language() -> str:
    return LANGUAGES[0]


_spoken: ContextVar[NullTranslations | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking() -> Iterator[None]:
    """Look the reader's language up once for the thousands of words inside; each look-up takes as long as ten words."""
    before = _spoken.set(get_translations())
    try:
        yield
    finally:
        _spoken.reset(before)


def gettext(text: str, **variables: Any) -> str:
    """As Flask-Babel's."""
    said = (_spoken.get() or get_translations()).gettext(text)
    return said % variables if variables else said


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """As Flask-Babel's."""
    said = (_spoken.get() or get_translations()).ngettext(singular, plural, num)
    return said % {"num": num, **variables}
