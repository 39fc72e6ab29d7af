"""The doctor's rounds: every feed there is, fetched as a subscriber would, past Flask where answers are kept."""

from collections.abc import Iterable, Iterator
from contextvars import Context
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.clock import now
from app.schedule.doctor import Fetched, Shown, check_feed, next_events, shown_by_clients, when_in_words
from app.schedule.queries import public_feed_paths, stored_events

MAIN = "/schedule/episodes.ics"


@dataclass(frozen=True)
class Checked:
    path: str
    faults: list[str]


def check_feeds(app: Flask, paths: Iterable[str] | None = None) -> Iterator[Checked]:
    """Each of these feeds with what is wrong with it; by default all there are."""
    stored, moment = stored_events(), now()
    for path in public_feed_paths() if paths is None else paths:
        yield Checked(path, check_feed(path, Subscriber(app).fetch, stored, moment))


def next_as_shown(app: Flask) -> list[tuple[str, str, list[Shown]]]:
    """The next entries of the feed of every series, each with its title, its time, and what programs show for it."""
    answer = Subscriber(app).fetch(MAIN)
    events = next_events(answer.body, now()) if answer.status == 200 else []
    return [(str(event["SUMMARY"]), when_in_words(event), shown_by_clients(event)) for event in events]


class Subscriber:
    """Asks the application under its public host, in a context of its own; its fetches are not counted."""

    def __init__(self, app: Flask) -> None:
        self._layer = app.extensions["kept answers"]
        self._base = app.config["SETTINGS"].public_url

    def fetch(self, path: str, method: str = "GET", **headers: str) -> Fetched:
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        environ = EnvironBuilder(path=path, base_url=self._base, method=method, headers=named).get_environ()
        chunks, status, answered = Context().run(run_wsgi_app, self._layer, environ, buffered=True)
        return Fetched(int(status[:3]), {name.lower(): value for name, value in answered}, b"".join(chunks))
