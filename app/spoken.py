"""Words in the reader's language where many are written: Flask-Babel's, with the language looked up once."""

from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations as Source
from babel.support import Translations
from flask_babel import Domain, get_locale, get_translations, refresh
from flask_babel.speaklater import LazyString

CATALOGUES = Path(__file__).with_name("translations")

_spoken: ContextVar[NullTranslations | None] = ContextVar("spoken", default=None)
_language: ContextVar[str | None] = ContextVar("language", default=None)


class OneLanguage(Domain):
    """Our catalogues, with the one looked up for this context where there is one."""

    def get_translations(self) -> NullTranslations:
        return _spoken.get() or catalogue(str(get_locale() or ""))


@cache
def catalogue(language: str) -> NullTranslations:
    """What the language has for our words, read at its first use; nothing for the source language, which needs none."""
    file = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not language or not file.exists():
        return Source()
    compiled = BytesIO()
    with file.open("rb") as written:
        write_mo(compiled, read_po(written))
    compiled.seek(0)
    return Translations(compiled)


def translations() -> NullTranslations:
    """The catalogue of the reader's language."""
    return _spoken.get() or get_translations()


def reader_language() -> str:
    """The code of the reader's language."""
    return _language.get() or str(get_locale() or "en")


def begin_to_speak() -> None:
    """Look the reader's language up once for all words of a request; each look-up takes as long as ten words."""
    refresh()
    cease_to_speak()
    _spoken.set(get_translations())
    _language.set(reader_language())


def cease_to_speak() -> None:
    _spoken.set(None)
    _language.set(None)


def gettext(text: str, **variables: Any) -> str:
    """As Flask-Babel's."""
    said = translations().gettext(text)
    return said % variables if variables else said


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """As Flask-Babel's."""
    said = translations().ngettext(singular, plural, num)
    return said % {"num": num, **variables}


def lazy_gettext(text: str) -> LazyString:
    """As Flask-Babel's, for texts of modules: said in the language of whoever reads them, by the thousand."""
    return LazyString(gettext, text)
