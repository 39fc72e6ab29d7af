"""Templates say their words as Jinja does, in the language of the request's catalogue."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask, render_template_string
from jinja2 import Environment

from app.spoken import begin_to_speak, cease_to_speak
from app.web.times import place_of

TEMPLATES = (
    "{{ _('Series') }}",
    "{{ _('100 %% of <b>') }}",
    "{{ _('Edit: %(title)s', title='Fish & <chips>') }}",
    "{{ _('Edit: %(title)s', title='<i>'|safe) }}",
    "{{ ngettext('One thing', '%(num)s things', 1) }}",
    "{{ ngettext('One thing', '%(num)s things of %(of)s', 3, of='<all>') }}",
    "{{ _('Series') ~ '<br>' }}",
    "{% autoescape false %}{{ _('Dear %(name)s', name='<you>') }}{{ _('100 %%') }}{% endautoescape %}",
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_words_are_jinjas(app: Flask, template: str) -> None:
    jinja = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    jinja.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    with app.test_request_context():
        assert render_template_string(template) == jinja.from_string(template).render()


@contextmanager
def reading(app: Flask, language: str) -> Iterator[None]:
    with app.test_request_context("/", environ_overrides={"conversations.language": language}):
        begin_to_speak()
        yield
        cease_to_speak()


def test_words_are_of_the_catalogue(app: Flask) -> None:
    template = "{{ _('Episodes') }}: {{ ngettext('%(num)s quote', '%(num)s quotes', 2) }}, {{ _('in no catalogue') }}"
    said = {"en": "Episodes: 2 quotes", "nl": "Afleveringen: 2 citaten", "fr": "Épisodes: 2 citations"}
    for language, words in said.items():
        with reading(app, language):
            assert render_template_string(template) == f"{words}, in no catalogue"


def test_french_counts_nothing_in_the_singular(app: Flask) -> None:
    template = "{{ ngettext('%(num)s quote', '%(num)s quotes', 0) }}"
    for language, words in {"en": "0 quotes", "es": "0 citas", "fr": "0 citation"}.items():
        with reading(app, language):
            assert render_template_string(template) == words


def test_days_are_written_as_the_language_writes_them(app: Flask) -> None:
    said = {
        "en": "Saturday 1 July 2023, 1 July 2023, 2 July 2023",
        "nl": "zaterdag 1 juli 2023, 1 juli 2023, 2 juli 2023",
        "es": "sábado 1 de julio de 2023, 1 de julio de 2023, 2 de julio de 2023",
        "fr": "samedi 1er juillet 2023, 1er juillet 2023, 2 juillet 2023",
    }
    first, second = date(2023, 7, 1), date(2023, 7, 2)
    for language, words in said.items():
        with reading(app, language):
            shown = "{{ one | day }}, {{ one | short_day }}, {{ two | short_day }}"
            assert render_template_string(shown, one=first, two=second) == words


def test_places_go_by_their_names_in_the_language(app: Flask) -> None:
    said = {"en": "Havana, Seoul", "nl": "Havana, Seoul", "es": "La Habana, Seúl", "fr": "La Havane, Séoul"}
    for language, words in said.items():
        with reading(app, language):
            assert f"{place_of('America/Havana')}, {place_of('Asia/Seoul')}" == words
