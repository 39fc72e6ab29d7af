"""What every template may use: names, menu, times, addresses."""

from datetime import date
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.database import db
from app.episodes.filters import format_in_words, language_name, role_in_words, status_in_words
from app.episodes.models import EpisodeFact, FactField
from app.episodes.phases import phase_of
from app.quotes.words import in_words
from app.recordings.phrases import around
from app.recordings.players import clock_of
from app.series.models import Series
from app.series.queries import main_series
from app.strategy.translations import Translated, translated
from app.web import addresses, marks, markup, times
from app.web.languages import SOURCE, language_prefix, permanent_path, spoken_here, spoken_language
from app.web.reader import reader_zone


def start_layout(app: Flask) -> None:
    app.context_processor(layout)
    app.jinja_env.globals.update(
        addresses=addresses,
        event_time=times.event_time,
        reader_time=times.reader_time,
        region_times=times.region_times,
        phase_of=phase_of,
        menu=menu,
        spoken_here=spoken_here,
        public_address=public_address,
        marked_paragraphs=marks.marked_paragraphs,
        field_words=field_words,
        fact_words=fact_words,
    )
    app.jinja_env.filters.update(
        day=times.day_in_words,
        short_day=times.short_day,
        around=lambda quote, words: around(quote.words, words),
        clock=clock_of,
        place=times.place_of,
        role=role_in_words,
        status=status_in_words,
        in_words=in_words,
        format=format_in_words,
        language_name=language_name,
        markdown=markup.render_markdown,
        safe_url=markup.safe_url,
        here=here,
        tongue=tongue,
        titled=titled,
        zip_with=lambda first, second: list(zip(first, second, strict=True)),
    )


def site_series() -> Series | None:
    """The series this site is about, read once per request, and once more where a request is tried again."""
    if "site_series" not in g or (g.site_series and g.site_series not in db.session):
        g.site_series = main_series(current_app.config["SETTINGS"].series)
    return g.site_series


def layout() -> dict[str, Any]:
    settings = current_app.config["SETTINGS"]
    series = site_series()
    language, path = spoken_language(), language_prefix() + request.path
    public_url = settings.public_url.rstrip("/")
    return {
        "site_title": series.title if series else "Conversations",
        "theme": settings.theme,
        "language": language,
        "of_content": of_content(),
        "of_source": said_in(SOURCE, language),
        "contact_email": (series.organizer_email if series else None) or settings.contact_email,
        "public_url": public_url,
        "canonical": public_url + path,
        "permanent": public_url + request.path,
        "reader_zone": reader_zone(),
        "this_path": language_prefix() + request.full_path.rstrip("?"),
    }


def of_content() -> Markup:
    """The attribute that says the language of titles and names, where the page is in another."""
    series = site_series()
    return said_in(series.languages[0] if series and series.languages else SOURCE, spoken_language())


def said_in(code: str, language: str) -> Markup:
    """The attribute, after a space, of a text in that language on a page in another; nothing on a page in it."""
    return Markup("") if code == language else Markup(' lang="{}"').format(code)


def here(record: Translated, part: str = "title") -> str:
    """The title (or another part) of a framework, pillar or theme in the language of the page, else its own."""
    return translated(record, part, spoken_language()) or getattr(record, part)


def tongue(record: Translated, part: str = "title") -> Markup:
    """The attribute that says the language of what `here` gives, where that is not the language of the page."""
    return Markup("") if translated(record, part, spoken_language()) else of_content()


def titled(record: Translated) -> Markup:
    """The title inside a sentence, with its language said where it is another."""
    attribute = tongue(record)
    return Markup("<span{}>{}</span>").format(attribute, here(record)) if attribute else escape(here(record))


def menu() -> list[tuple[str, str, str | None]]:
    """The main menu as (endpoint, words, what `aria-current` says)."""
    items = [
        ("episodes.index", _("Episodes")),
        ("people.index", _("People")),
        ("quotes.index", _("Quotes")),
        ("strategy.index", _("Strategy")),
        ("pages.subscribe", _("Subscribe")),
    ]
    return [
        (endpoint, words, _current(endpoint)) for endpoint, words in items if endpoint in current_app.view_functions
    ]


def _current(endpoint: str) -> str | None:
    """ "page" on the page itself, "true" on those below it; a transcript belongs to its episode."""
    if request.endpoint == endpoint:
        return "page"
    here = "episodes" if request.blueprint == "recordings" else request.blueprint
    return "true" if here != "pages" and endpoint.split(".")[0] == here else None


def field_words(field: FactField) -> str:
    """What a disputed field is called."""
    return {
        FactField.TITLE: _("The title"),
        FactField.DAY: _("The day"),
        FactField.START: _("The time"),
        FactField.NUMBER: _("The number"),
        FactField.TIMEZONE: _("The time zone"),
    }[field]


def fact_words(fact: EpisodeFact) -> str:
    """A fact's value as people read it."""
    if fact.field is FactField.DAY:
        try:
            return times.short_day(date.fromisoformat(fact.value))
        except ValueError:
            return fact.value
    return times.place_of(fact.value) if fact.field is FactField.TIMEZONE else fact.value


def public_address(endpoint: str, **values: Any) -> str:
    """The absolute address by which a page is known, under the one public address of the settings."""
    return current_app.config["SETTINGS"].public_url.rstrip("/") + permanent_path(endpoint, **values)


def spoken_address(endpoint: str, **values: Any) -> str:
    """The absolute address of a page in the reader's language."""
    return current_app.config["SETTINGS"].public_url.rstrip("/") + url_for(endpoint, **values)
