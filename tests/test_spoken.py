"""Words looked up once for many are the words looked up one by one."""

import flask_babel
from flask import Flask

from app.spoken import begin_to_speak, cease_to_speak, gettext, ngettext, reader_language


def words() -> list[str]:
    return [
        gettext("Venue: %(venue)s", venue="Hall 100 %"),
        gettext("100 % sure"),
        ngettext("Panellist:", "Panellists:", 1),
        ngettext("Starts in %(num)s minute", "Starts in %(num)s minutes", 5),
    ]


def test_words_are_flask_babels(app: Flask) -> None:
    with app.test_request_context():
        alone = words()
        begin_to_speak()
        assert words() == alone
        cease_to_speak()
        assert words() == alone
        assert alone == [
            flask_babel.gettext("Venue: %(venue)s", venue="Hall 100 %"),
            flask_babel.gettext("100 % sure"),
            flask_babel.ngettext("Panellist:", "Panellists:", 1),
            flask_babel.ngettext("Starts in %(num)s minute", "Starts in %(num)s minutes", 5),
        ]


def test_the_language_is_looked_up_once_in_a_request(app: Flask) -> None:
    with app.test_request_context():
        begin_to_speak()
        with flask_babel.force_locale("es"):
            assert reader_language() == "en"
            cease_to_speak()
            assert reader_language() == "es"
