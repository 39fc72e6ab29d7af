"""The languages the site speaks: which one an address is in, the addresses of a page in the others, and its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from gettext import NullTranslations
from typing import Any
from urllib.parse import quote

from flask import Flask, abort, current_app, has_request_context, request
from flask_babel import Babel
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.spoken import OneLanguage, begin_to_speak, cease_to_speak, translations
from app.web.answers import Environ, StartResponse, is_public_view

LANGUAGES = {"en": "English", "nl": "Nederlands", "es": "Español", "fr": "Français"}
"""Languages with a complete catalogue, each by its own name. The first one is the source, at the bare addresses."""
SOURCE = next(iter(LANGUAGES))

ONE_LANGUAGE = frozenset({"episodes.preview", "quotes.embed", "quotes.oembed"})
"""Public addresses without a suffix that are no pages of the site: what others hold or put into theirs stays one."""

_LANGUAGE = "conversations.language"
"""Where in the WSGI environment stands which language the address asked for."""


class Speaking(Flask):
    """An application whose links keep the reader's language, where what they lead to is a page in several."""

    @cached_property
    def pages(self) -> frozenset[str]:
        """The endpoints that answer in every language: public pages, neither files nor what stands elsewhere."""
        rules = (rule for rule in self.url_map.iter_rules() if "GET" in (rule.methods or ()) and "." not in rule.rule)
        return frozenset(rule.endpoint for rule in rules if is_public_view(self, rule.endpoint)) - ONE_LANGUAGE

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        address = super().url_for(endpoint, **values)
        prefix = language_prefix()
        return prefix + address if prefix and endpoint in self.pages and not _is_file(address) else address


class SpokenPaths:
    """The WSGI layer that takes the language off an address: `/nl/episodes` is `/episodes`, said in Dutch.

    There are pages only under a language, so that nothing else is negotiated there.
    """

    def __init__(self, app: Any, languages: Iterable[str]) -> None:
        self._app = app
        self._prefixed = re.compile(rf"/({'|'.join(languages)})(/.*)?", re.DOTALL)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if found := self._prefixed.fullmatch(environ.get("PATH_INFO", "")):
            language, path = found.groups()
            environ = {**environ, "PATH_INFO": path or "/", _LANGUAGE: language, "HTTP_ACCEPT": "text/html"}
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer


@dataclass(frozen=True)
class Spoken:
    """A page in one language: the language's own name, and the path there with the query of this page."""

    code: str
    name: str
    path: str
    is_here: bool

    @property
    def address(self) -> str:
        """As search engines are told of it: absolute, without the query."""
        return str(current_app.config["SETTINGS"].public_url).rstrip("/") + self.path.partition("?")[0]


def start_languages(app: Flask) -> None:
    babel = Babel(app, default_locale=SOURCE, default_timezone="UTC", locale_selector=spoken_language)
    babel.domain_instance = OneLanguage()
    app.wsgi_app = SpokenPaths(app.wsgi_app, list(LANGUAGES)[1:])  # type: ignore[method-assign]
    app.before_request(begin_to_speak)
    app.before_request(_refuse_other_addresses)
    app.teardown_request(lambda _error: cease_to_speak())
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def spoken_language() -> str:
    """The language of the answer: its address says it, and nothing else."""
    return str(request.environ.get(_LANGUAGE, SOURCE)) if has_request_context() else SOURCE


def language_prefix() -> str:
    """What stands before the path of this page in its language; nothing in the source language."""
    return prefix_of(spoken_language())


def prefix_of(language: str) -> str:
    return "" if language == SOURCE else f"/{language}"


def permanent_path(endpoint: str, **values: Any) -> str:
    """The path by which something is known, whatever language it is read in."""
    return Flask.url_for(current_app._get_current_object(), endpoint, **values)  # type: ignore[attr-defined]


def spoken_here() -> list[Spoken]:
    """This page in every language; empty where it has only one."""
    if len(LANGUAGES) == 1 or not _is_page():
        return []
    query = request.query_string.decode("ascii", "replace")
    path = quote(request.path) + (f"?{query}" if query else "")
    here = spoken_language()
    return [Spoken(code, name, prefix_of(code) + path, code == here) for code, name in LANGUAGES.items()]


def _refuse_other_addresses() -> None:
    """Files, feeds and what is done on the site have one address each, so that nothing is kept or cited twice."""
    if language_prefix() and request.endpoint is not None and not _is_page():
        abort(404)


def _is_page() -> bool:
    return request.endpoint in current_app.pages and not _is_file(request.path)  # type: ignore[attr-defined]


def _is_file(address: str) -> bool:
    return "." in re.split("[?#]", address, maxsplit=1)[0]


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
