"""The languages the site speaks: Flask-Babel, and which language an answer is in."""

from flask import Flask
from flask_babel import Babel

LANGUAGES = ("en",)
"""Languages with a complete catalogue; the first one is the source."""


def start_languages(app: Flask) -> None:
    Babel(app, default_locale=LANGUAGES[0], default_timezone="UTC", locale_selector=_language)


def _language() -> str:
    return LANGUAGES[0]
