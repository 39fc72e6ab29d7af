"""Each announced language has every word of the public pages, whole, with the same places for what is put in."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from app.spoken import CATALOGUES
from app.web.languages import LANGUAGES, SOURCE
from config import ROOT

TRANSLATED = [code for code in LANGUAGES if code != SOURCE]
PLACE = re.compile(r"%\(\w+\)s|%(?!\()")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What public pages say, as `make messages` collects it."""
    file = tmp_path_factory.mktemp("messages") / "messages.pot"
    asked = ["extract", "--mapping-file", str(ROOT / "pyproject.toml"), "--keyword", "_l", "--output-file", str(file)]
    CommandLineInterface().run(["pybabel", "--quiet", *asked, str(ROOT)])
    return read(file)


def read(file: Path) -> Catalog:
    with file.open("rb") as written:
        return read_po(written)


def catalogue_of(language: str) -> Catalog:
    return read(CATALOGUES / language / "LC_MESSAGES" / "messages.po")


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def words(catalogue: Catalog) -> dict[str, Message]:
    return {forms(message.id)[0]: message for message in catalogue if message.id}


def test_the_announced_languages_are_those_with_a_catalogue() -> None:
    assert sorted(folder.name for folder in CATALOGUES.iterdir()) == sorted(TRANSLATED)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_word_and_none_that_is_gone(language: str, said: Catalog) -> None:
    held = catalogue_of(language)
    assert set(words(held)) == set(words(said)), "`make messages` brings the catalogues up to date"
    assert not [message.id for message in held if message.fuzzy]
    assert not [name for name, message in words(held).items() if not all(forms(message.string))]
    assert not held.obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_source_in_every_form(language: str) -> None:
    wrong = []
    for name, message in words(catalogue_of(language)).items():
        places = sorted(PLACE.findall(forms(message.id)[-1]))
        wrong += [name for form in forms(message.string) if sorted(PLACE.findall(form)) != places]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_the_plural_forms_of_its_language(language: str) -> None:
    held, right = catalogue_of(language), get_plural(language)
    assert (held.num_plurals, held.plural_expr) == (right.num_plurals, right.plural_expr)
    assert str(held.locale) == language
    several = [message for message in held if isinstance(message.id, tuple)]
    assert several
    assert {len(message.string) for message in several} == {right.num_plurals}
