"""What all forms share: the base with its request id, and fields that clean, bound and explain."""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import Enum
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

import wtforms
from flask_babel import get_locale, gettext
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PlainForm
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Optional, StopValidation
from wtforms.widgets import CheckboxInput, Input, ListWidget, NumberInput, TextInput
from wtforms.widgets.core import clean_key

from app.clock import zone_names
from app.text import clean_text

MAX_ROWS = 100
"""Rows a list in a form may have; more is no form a person fills."""


def cleaned(value: str | None) -> str:
    return clean_text(value or "")


def cleaned_paragraphs(value: str | None) -> str:
    return clean_text(value or "", multiline=True)


def length(longest: int) -> Callable[[PlainForm, Field], None]:
    """At most so many characters, as the database's CHECK has it; says how many there are."""

    def check(_form: PlainForm, field: Field) -> None:
        size = len(field.data or "")
        if size > longest:
            raise StopValidation(
                gettext("Shorten this to %(longest)s characters; it has %(size)s.", longest=longest, size=size)
            )

    return check


class _Meta(FlaskForm.Meta):
    """The library's own words in the reader's language; Flask-WTF reads their file anew in each request."""

    @property
    def locales(self) -> list[str]:
        return [str(get_locale())]

    def get_translations(self, form: PlainForm) -> Any:
        return DefaultMeta.get_translations(self, form)


class Form(FlaskForm):
    """Base of all forms. `request_id` makes a repeated submission return the first result."""

    Meta = _Meta
    form_errors: list[str]
    is_stale = False
    """Whether the record changed after this form was opened."""
    request_id = HiddenField(filters=[lambda value: _token(value)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request_id.data:
            self.request_id.data = secrets.token_urlsafe(24)

    def refuse(self, message: str, name: str | None = None) -> None:
        """Put a broken rule's sentence beside its field, or above the form where it has none."""
        field = self._fields.get(name or "")
        if field is None or isinstance(field, FieldList | FormField | HiddenField):
            self.form_errors = [*self.form_errors, message]
        else:
            field.errors = [*field.errors, message]

    @property
    def problems(self) -> list["Problem"]:
        """Every error with the id of the field to jump to, in the order of the page."""
        own = [Problem("", str(message)) for message in self.form_errors]
        return own + [problem for field in self for problem in _problems(field)]


class RecordForm(Form):
    """A form over one record; `base_revision` is the record's last change when the form was opened."""

    base_revision = HiddenField(filters=[lambda value: _number(value)])


@dataclass(frozen=True)
class Problem:
    """One line of the error summary."""

    field_id: str
    message: str


def _problems(field: Field) -> Iterator[Problem]:
    if isinstance(field, FieldList):
        for error in field.errors:
            if isinstance(error, str):
                yield Problem(field.id, error)
        for entry in field:
            yield from _problems(entry)
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from _problems(inner)
    else:
        for error in field.errors:
            yield Problem(field.id, str(error))


def _token(value: Any) -> str:
    text = str(value or "")
    return text if text.isascii() and len(text) <= 64 and text.replace("-", "").replace("_", "").isalnum() else ""


def _number(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


_key = cache(clean_key)
"""Attributes are named in the code alone."""


def attributes_of(**given: Any) -> Markup:
    """What WTForms' `html_params` writes, in a fifth of its time: forms have hundreds of inputs."""
    said = []
    for name, value in sorted(given.items()):
        if value is True:
            said.append(_key(name))
        elif value is not False:
            said.append(f'{_key(name)}="{str(escape(value)).replace(chr(34), "&quot;")}"')
    return Markup(" ".join(said))  # noqa: S704 (escaped value by value)


class QuickInput(Input):
    """The library's input in a third of its time."""

    def __call__(self, field: Field, **attributes: Any) -> Markup:
        flags = {name: said for name, said in vars(field.flags).items() if name in self.validation_attrs}
        attributes = {"id": field.id, "name": field.name, "type": self.input_type} | flags | attributes
        if "value" not in attributes:
            attributes["value"] = field._value()
        return Markup(f"<input {attributes_of(**attributes)}>")  # noqa: S704 (escaped value by value)


class TextBox(TextInput, QuickInput):
    """One line of text."""


class NumberBox(NumberInput, QuickInput):
    """A number."""


class TickBox(CheckboxInput, QuickInput):
    """Ticked or not."""


class BooleanField(wtforms.BooleanField):
    """One box to tick."""

    widget = TickBox()


class Line(StringField):
    """One line of text, cleaned and bounded; `needed` is the sentence when it is empty."""

    widget = TextBox()

    def __init__(self, label: Any, longest: int, *, needed: Any = None, validators: Any = (), **kwargs: Any) -> None:
        checks = [_needed(needed) if needed else Optional(), length(longest), *validators]
        kwargs.setdefault("render_kw", {})
        super().__init__(label, checks, filters=[cleaned], **kwargs)
        self.longest = longest


class Paragraphs(TextAreaField):
    """Several lines of text, cleaned and bounded."""

    def __init__(self, label: Any, longest: int, *, needed: Any = None, validators: Any = (), **kwargs: Any) -> None:
        checks = [_needed(needed) if needed else Optional(), length(longest), *validators]
        super().__init__(label, checks, filters=[cleaned_paragraphs], **kwargs)
        self.longest = longest


def _needed(sentence: Any) -> Callable[[PlainForm, Field], None]:
    def check(_form: PlainForm, field: Field) -> None:
        if not field.data:
            raise StopValidation(str(sentence))

    return check


class Whole(IntegerField):
    """A whole number between two bounds, empty allowed unless `needed`."""

    widget = NumberBox()

    def __init__(self, label: Any, least: int, most: int, *, needed: Any = None, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, [InputRequired(needed) if needed else Optional()], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = cleaned(valuelist[0]) if valuelist else ""
        self.raw_data = [text]
        self.data = None
        if not text:
            return
        is_number = text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10
        if not is_number or not self.least <= int(text) <= self.most:
            raise ValueError(
                gettext("Type a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )
        self.data = int(text)


class Day(StringField):
    """A day as 2026-03-12, from a date picker or typed."""

    widget = TextBox()

    def __init__(self, label: Any, *, needed: Any = None, years: tuple[int, int] = (2000, 2099), **kwargs: Any) -> None:
        self.years = years
        super().__init__(label, [_needed(needed) if needed else Optional()], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = cleaned(valuelist[0]) if valuelist else ""
        self.raw_data = [text]
        self.data = _day(text, self.years) if text else None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else str(self.data or "")


def _day(text: str, years: tuple[int, int]) -> date:
    numbers = text.split("-")
    shape = gettext("Write the day as year-month-day, for example 2026-03-12.")
    if len(numbers) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in numbers):
        raise ValueError(shape)
    year, month, number = (int(part) for part in numbers)
    if not years[0] <= year <= years[1]:
        raise ValueError(gettext("The year must lie between %(first)s and %(last)s.", first=years[0], last=years[1]))
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError(gettext("There is no such day: %(text)s. Check day and month.", text=text)) from None


class Clock(StringField):
    """A time of day as 11:00 on the 24-hour clock; empty means it is not known."""

    widget = TextBox()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, [Optional()], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = cleaned(valuelist[0]) if valuelist else ""
        self.raw_data = [text]
        self.data = _clock(text) if text else None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else str(self.data or "")[:5]


def _clock(text: str) -> time:
    numbers = text.replace(".", ":").split(":")[:2]
    if len(numbers) == 2 and all(part.isascii() and part.isdigit() and len(part) <= 2 for part in numbers):
        hour, minute = int(numbers[0]), int(numbers[1])
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise ValueError(gettext("Write the time on the 24-hour clock, for example 09:30 or 14:00."))


class Zone(StringField):
    """An IANA time zone by its name; membership is the only check, a near miss is suggested."""

    widget = TextBox()

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, [self._check], filters=[cleaned], **kwargs)

    @staticmethod
    def _check(_form: PlainForm, field: Field) -> None:
        check_zone(field.data)


def check_zone(text: str | None) -> None:
    """Raises ValidationError, with the nearest name, for what is no IANA time zone."""
    if text in zone_names():
        return
    typed = (text or "").replace(" ", "_")[:64]
    by_city = {name.split("/")[-1].casefold(): name for name in sorted(zone_names(), reverse=True)}
    near = by_city.get(typed.casefold()) or next(iter(get_close_matches(typed, zone_names(), 1, 0.5)), None)
    if near:
        raise ValidationError(gettext("There is no time zone of that name. Did you mean %(near)s?", near=near))
    raise ValidationError(gettext("There is no time zone of that name. Choose one, such as America/Port_of_Spain."))


class Web(Line):
    """A web address; only http and https, so that no link can run a script."""

    def __init__(self, label: Any, longest: int = 1000, **kwargs: Any) -> None:
        kwargs.setdefault("validators", [self._check])
        super().__init__(label, longest, **kwargs)

    @staticmethod
    def _check(_form: PlainForm, field: Field) -> None:
        if field.data and not is_web_address(field.data):
            raise ValidationError(gettext("Write a whole address that begins with https:// (or http://)."))


def is_web_address(text: str) -> bool:
    """http or https, a host, no white space, no user name in front of the host."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and " " not in text
        )
    except ValueError:
        return False


class Mail(Line):
    """A mail address of the usual shape; whether it exists is not asked."""

    def __init__(self, label: Any, longest: int = 254, **kwargs: Any) -> None:
        super().__init__(label, longest, validators=[self._check], **kwargs)

    @staticmethod
    def _check(_form: PlainForm, field: Field) -> None:
        if field.data and not re.fullmatch(r"[^@\s<>\"(),;:]{1,64}@[^@\s<>\"(),;:]+\.[^@\s<>\"(),;:.]+", field.data):
            raise ValidationError(gettext("Write one mail address, such as name@example.org."))


class Slug(Line):
    """The last part of an address: small letters, digits and hyphens."""

    def __init__(self, label: Any, longest: int = 120, **kwargs: Any) -> None:
        super().__init__(label, longest, validators=[self._check], **kwargs)

    @staticmethod
    def _check(_form: PlainForm, field: Field) -> None:
        if field.data and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", field.data):
            raise ValidationError(gettext("Use small letters a to z, digits and single hyphens, such as ines-vaz."))


def options(choices: Iterable[tuple[Any, Any]], chosen: str | None = None) -> Markup:
    """Option elements in one go, each of a value and its words: pages offer thousands of people."""
    said = (
        f"<option {'selected ' if str(value) == chosen else ''}{_option(str(value), str(words))}"
        for value, words in choices
    )
    return Markup("".join(said))  # noqa: S704 (escaped word by word)


@lru_cache(maxsize=4096)
def _option(value: str, words: str) -> str:
    """The rows of a form offer the same again and again."""
    return f'value="{escape(value)}">{escape(words)}</option>'


@lru_cache(maxsize=4096)
def _box(field_id: str, name: str, number: int, value: str, words: str, checked: bool) -> str:
    """One box with its words: every form has the same rows."""
    said = attributes_of(checked=checked, id=f"{field_id}-{number}", name=name, type="checkbox", value=value)
    return f'<label class="choice"><input {said}> <span>{escape(words)}</span></label>\n'


def datalist(element_id: str, names: Iterable[str]) -> Markup:
    """What an input with that list suggests: names of one line each, escaped all at once."""
    names = list(names)
    said = escape("\n".join(names)).replace("\n", Markup('"></option><option value="'))
    inside = Markup('<option value="%s"></option>') % said if names else ""
    return Markup('<datalist id="%s">%s</datalist>') % (element_id, inside)


class Choice(SelectField):
    """One of a list of (value, words). The library's own element takes 30 µs for each option, this one 1."""

    @staticmethod
    def widget(field: "Choice", **attributes: Any) -> Markup:
        attributes = {"id": field.id, "name": field.name, "required": bool(field.flags.required)} | attributes
        chosen = None if field.data is None else str(field.data)
        return Markup("<select %s>%s</select>") % (
            attributes_of(**attributes),
            options(field.choices or (), chosen),
        )


class OneOf(Choice):
    """A choice among an enum's members with their words; data is the member's value."""

    def __init__(self, label: Any, words: dict[Any, Any], *, empty: Any = None, **kwargs: Any) -> None:
        choices = [(member.value if isinstance(member, Enum) else str(member), said) for member, said in words.items()]
        super().__init__(label, coerce=_text, **kwargs)
        self.choices = ([("", empty)] if empty is not None else []) + choices

    def pre_validate(self, _form: PlainForm) -> None:
        if self.choices is not None and self.data not in {value for value, *_ in self.choices}:
            raise ValidationError(gettext("Choose one of the list."))


class SomeOf(SelectMultipleField):
    """Several of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = TickBox()

    @property
    def boxes(self) -> Markup:
        """Each box with its words, written in one go: the library makes a field of each."""
        chosen = {self.coerce(one) for one in self.data or ()}
        said = (
            _box(self.id, self.name, number, value, str(words), value in chosen)
            for number, (value, words) in enumerate(self.choices or ())
        )
        return Markup("".join(said))  # noqa: S704 (escaped box by box)

    def __init__(self, label: Any, words: dict[Any, Any], **kwargs: Any) -> None:
        choices = [(member.value if isinstance(member, Enum) else str(member), said) for member, said in words.items()]
        super().__init__(label, coerce=_text, **kwargs)
        self.choices = choices


def _text(value: Any) -> str:
    return "" if value is None else str(value.value if isinstance(value, Enum) else value)


def rows(form: type[PlainForm], label: Any = "") -> FieldList:
    return FieldList(FormField(form), label=label, max_entries=MAX_ROWS)


__all__ = [
    "BooleanField",
    "Choice",
    "Clock",
    "Day",
    "Form",
    "HiddenField",
    "Line",
    "Mail",
    "OneOf",
    "Paragraphs",
    "PlainForm",
    "Problem",
    "RecordForm",
    "Slug",
    "SomeOf",
    "Web",
    "Whole",
    "Zone",
    "check_zone",
    "cleaned",
    "cleaned_paragraphs",
    "datalist",
    "is_web_address",
    "length",
    "options",
    "rows",
]
