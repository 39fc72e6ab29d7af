"""Templates say their words as Jinja does, in the language of the request's catalogue."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, Response, render_template_string
from jinja2 import Environment

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


def test_words_are_of_the_catalogue(app: Flask, tmp_path: Path) -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("Series", "Row of talks")
    catalogue.add(("One talk", "%(num)s talks"), ("A <talk>", "%(num)s <talks>"))
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    app.extensions["babel"].translation_directories = [str(tmp_path)]

    def words() -> Response:
        said = render_template_string("{{ _('Series') }}: {{ ngettext('One talk', '%(num)s talks', 2) }}")
        return Response(said, mimetype="text/plain")

    app.add_url_rule("/words", "words", words)
    assert app.test_client().get("/words").text == "Row of talks: 2 <talks>"
