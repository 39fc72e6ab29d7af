"""Words in the reader's language where thousands are written: Flask-Babel's, with the language looked up once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import Any

from flask_babel import get_translations

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
