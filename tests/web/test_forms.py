"""Long lists in forms: written in one go, escaped, with the chosen one marked."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import force_locale
from markupsafe import Markup, escape
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, NumberInput, TextInput, html_params

from app.web.forms import BooleanField, Choice, Form, Line, SomeOf, Whole, attributes_of, datalist

REQUIRED = {"en": "This field is required.", "fr": "Ce champ est requis."}
HOSTILE = '"><script>alert(1)</script>'


class Chosen(Form):
    person = Choice("Who", [InputRequired()])


def rendered(app: Flask, chosen: object, **attributes: object) -> BeautifulSoup:
    with app.test_request_context():
        form = Chosen(data={"person": chosen})
        form.person.choices = [("", "nobody"), ("1", "Inés Vaz"), (2, HOSTILE)]
        return BeautifulSoup(str(form.person(**attributes)), "lxml")


def test_a_choice_marks_what_is_chosen(app: Flask) -> None:
    page = rendered(app, "1")
    assert [one["value"] for one in page.select("option[selected]")] == ["1"]
    assert page.select_one("select[required]#person")["name"] == "person"
    assert [one["value"] for one in rendered(app, 2).select("option[selected]")] == ["2"]
    assert not rendered(app, None).select("option[selected]")


def test_a_choice_carries_what_the_page_adds(app: Flask) -> None:
    select = rendered(app, "1", aria_describedby='a"b').select_one("select")
    assert select["aria-describedby"] == 'a"b'


def test_words_of_a_list_are_escaped(app: Flask) -> None:
    page = rendered(app, "1")
    assert not page.find("script")
    assert page.find_all("option")[2].text == HOSTILE
    suggested = BeautifulSoup(str(datalist("people", [HOSTILE, "Inés Vaz"])), "lxml")
    assert [one["value"] for one in suggested.select("#people option")] == [HOSTILE, "Inés Vaz"]
    assert not suggested.find("script")
    assert str(datalist("people", [])) == '<datalist id="people"></datalist>'


def test_attributes_are_those_the_library_writes() -> None:
    given = {"value": HOSTILE, "id": 3, "required": True, "disabled": False, "aria_label": "Ü", "class_": Markup('a"b')}
    assert attributes_of(**given) == html_params(**given)


class Filled(Form):
    """One of each input that is written without the library's own code."""

    roles = SomeOf("Roles", {"host": "host & guide", HOSTILE: HOSTILE})
    taken = BooleanField("Taken")
    name = Line("Name", 100, needed="Name it.")
    number = Whole("Number", 0, 9)


@pytest.mark.parametrize("chosen", [None, [], ["host"], [HOSTILE, "host"]])
def test_boxes_are_the_librarys(app: Flask, chosen: list[str] | None) -> None:
    with app.test_request_context():
        field = Filled(data={"roles": chosen}).roles
        alone = [f'<label class="choice">{one()} <span>{escape(one.label.text)}</span></label>' for one in field]
        assert field.boxes.splitlines() == alone


@pytest.mark.parametrize("given", [{}, {"taken": True, "name": HOSTILE, "number": 3}])
def test_inputs_are_the_librarys(app: Flask, given: dict[str, Any]) -> None:
    with app.test_request_context():
        form = Filled(data=given)
        for field, plain in ((form.taken, CheckboxInput()), (form.name, TextInput()), (form.number, NumberInput())):
            assert field(class_="wide", aria_label="Ü") == plain(field, class_="wide", aria_label="Ü")


def test_the_librarys_words_are_read_once_for_each_language(app: Flask) -> None:
    read = []
    for language in ("en", "fr", "en"):
        with app.test_request_context(), force_locale(language):
            read.append(Filled().meta.get_translations(Filled()))
            assert Filled().name.gettext("This field is required.") == REQUIRED[language]
    assert read[0] is read[2] is not read[1]
