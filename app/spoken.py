"""Words in the reader's language where many are written: Flask-Babel's, with the language looked up once."""

from contextvars import ContextVar
from gettext import NullTranslations
from typing import Any

from flask_babel import Domain, get_translations
from flask_babel.speaklater import LazyString

_spoken: ContextVar[NullTranslations | None] = ContextVar("spoken", default=None)


class OneLanguage(Domain):
    """Flask-Babel's catalogues, with the one looked up for this context where there is one."""

    def get_translations(self) -> NullTranslations:
        return _spoken.get() or super().get_translations()


def translations() -> NullTranslations:
    """The catalogue of the reader's language."""
    return _spoken.get() or get_translations()


def begin_to_speak() -> None:
    """Look the reader's language up once for all words of a request; each look-up takes as long as ten words."""
    _spoken.set(None)
    _spoken.set(get_translations())


def cease_to_speak() -> None:
    _spoken.set(None)


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
