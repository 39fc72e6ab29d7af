"""The languages the site speaks: Flask-Babel, which language an answer is in, and the words of its templates."""

from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from flask import Flask
from flask_babel import Babel
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.spoken import OneLanguage, begin_to_speak, cease_to_speak, translations

LANGUAGES = ("en",)
"""Languages with a complete catalogue; the first one is the source."""


def start_languages(app: Flask) -> None:
    babel = Babel(app, default_locale=LANGUAGES[0], default_timezone="UTC", locale_selector=_language)
    babel.domain_instance = OneLanguage()
    app.before_request(begin_to_speak)
    app.teardown_request(lambda _error: cease_to_speak())
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def _language() -> str:
    return LANGUAGES[0]


@pass_eval_context
def gettext(shown: EvalContext, text: str, /, **variables: Any) -> str:
    """As Jinja's own, which writes each word anew: a page has hundreds, most of them without variables."""
    catalogue = translations()
    if not shown.autoescape:
        return catalogue.gettext(text) % variables
    return _pattern(catalogue, text) % variables if variables else _words(catalogue, text)


@pass_eval_context
def ngettext(shown: EvalContext, singular: str, plural: str, num: int, /, **variables: Any) -> str:
    """As Jinja's own."""
    said = translations().ngettext(singular, plural, num)
    return (Markup(said) if shown.autoescape else said) % {"num": num, **variables}  # noqa: S704 (our own words)


@lru_cache(maxsize=10_000)
def _pattern(catalogue: NullTranslations, text: str) -> Markup:
    return Markup(catalogue.gettext(text))  # noqa: S704 (our own words)


@lru_cache(maxsize=10_000)
def _words(catalogue: NullTranslations, text: str) -> Markup:
    return _pattern(catalogue, text) % {}
