"""Kept public answers in front of Flask: most requests of the public are answered from here, in microseconds."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.http import parse_cookie
from werkzeug.wsgi import ClosingIterator

from app.clock import now, seconds
from app.database import db
from app.web.answers import (
    NOTE,
    VARYING_COOKIES,
    Answer,
    Environ,
    Headers,
    Note,
    StartResponse,
    chosen_encodings,
    has_brotli,
    is_for_machines,
    made_answer,
)
from app.web.bodies import Body, PiecesHeld
from app.web.deflated import Part
from app.web.freshness import Freshness, State, forget_all, freshness_of
from app.web.negotiation import form_accepted, negotiates

PAGE_LIFE = timedelta(minutes=1)
"""Pages say "today" and "in two days": one is made again after this even when nothing changed."""

NEVER_KEPT = ("/organize", "/preview/", "/static/", "/healthz", "/readyz")
LONGEST_QUERY = 500
OVERHEAD = 2000

Key = tuple[str, ...]
ENCODING, IN_GZIP = 4, ("gzip gzip", "br gzip")
"""Where in a key the encodings stand, and who gets a large calendar in gzip."""


@dataclass(frozen=True, slots=True)
class Kept:
    answer: Answer
    revision: int
    until: float


class KeptAnswers:
    """The WSGI layer. An answer is used again only for the revision it was made for, and until it says.

    Only what the application marked public is kept (`answers.note_public`), never an answer with a cookie, and
    never one to a request that carried a session or any other cookie but the one that pages may read.
    """

    def __init__(self, app: Any, freshness: Freshness, *, limit: int) -> None:
        self._app = app
        self._freshness = freshness
        self._limit = limit
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._held = PiecesHeld()
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start_response)
        key = self._key(environ)
        if key is None:
            return self._made(environ, start_response, None, None)
        state = self._freshness.state()
        kept = self._kept.get(key)
        if kept is not None and state is not None and kept.revision == state.revision and seconds() < kept.until:
            self._touch(key)
            return kept.answer.send(environ, start_response)
        return self._made(environ, start_response, key, state)

    @property
    def size(self) -> int:
        """The bytes that the kept answers hold; what several of them share counts once."""
        return self._held.size + len(self._kept) * OVERHEAD

    def keep_nothing(self) -> None:
        """For a process that asks for each address once: kept answers would only take memory."""
        with self._lock:
            self._limit = 0
            for key in list(self._kept):
                self._drop(key)

    def close(self) -> None:
        self._freshness.close()

    def _key(self, environ: Environ) -> Key | None:
        """What an answer depends on; None for requests that pass by."""
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if path.startswith(NEVER_KEPT) or len(query) > LONGEST_QUERY or "HTTP_AUTHORIZATION" in environ:
            return None
        if "&" in query:
            query = "&".join(sorted(query.split("&")))
        form = form_accepted(environ.get("HTTP_ACCEPT", "")) if negotiates(path) else "html"
        address = (environ.get("HTTP_HOST", ""), path, query, form)
        encoding = " ".join(chosen_encodings(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if is_for_machines(path) or form != "html" or "HTTP_COOKIE" not in environ:
            return (*address, encoding)
        cookies = parse_cookie(environ)
        if not VARYING_COOKIES.issuperset(cookies):
            return None
        return (*address, encoding, *(f"{name}={cookies[name][:80]}" for name in sorted(cookies)))

    def _made(
        self, environ: Environ, start_response: StartResponse, key: Key | None, state: State | None
    ) -> Iterable[bytes]:
        """Ask Flask; give a public answer its validators and keep it; pass anything else on as it is."""
        note = Note()
        asked = {**environ, NOTE: note, "REQUEST_METHOD": "GET"}
        caught: list[Any] = []
        chunks = self._app(asked, lambda *said: caught.append(said))
        status, headers = caught[-1][:2]
        if status[:1] == "5" and key is not None and (last_good := self._kept.get(key)) is not None:
            _close(chunks)
            return last_good.answer.send(environ, start_response)
        if not note.is_public or any(name.lower() == "set-cookie" for name, _ in headers):
            start_response(status, headers)
            return ClosingIterator((), lambda: _close(chunks)) if environ["REQUEST_METHOD"] == "HEAD" else chunks
        body = note.body or Body.of(b"".join(chunks))
        answer = self._answer(body, headers, environ, note, state, key)
        _close(chunks)
        if key is not None and state is not None and note.may_be_kept:
            self._keep(key, Kept(answer, state.revision, _expiry(note, state, key)))
        return answer.send(environ, start_response)

    def _answer(
        self, body: Body, headers: Headers, environ: Environ, note: Note, state: State | None, key: Key | None
    ) -> Answer:
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        best, without_brotli = chosen_encodings(environ.get("HTTP_ACCEPT_ENCODING", ""))
        encoding = best if has_brotli(kind, body.size) else without_brotli
        is_kept = key is not None and state is not None and note.may_be_kept
        # Who opens a private answer may lose it without any record changing: such a one is known by its ETag alone.
        changed_at = state.changed_at if state and note.may_be_kept else None
        if changed_at and note.changed_at:
            changed_at = max(changed_at, note.changed_at)
        return made_answer(
            body,
            headers,
            encoding=encoding,
            vary=note.vary,
            changed_at=changed_at,
            former=self._parts(key) if encoding == "gzip" and key else (),
            asked=None if is_kept else environ,
        )

    def _parts(self, key: Key) -> list[Part]:
        """The parts of the answer before, also of the one for those who would like brotli better and get the same."""
        kept = (self._kept.get((*key[:ENCODING], name, *key[ENCODING + 1 :])) for name in IN_GZIP)
        return [part for one in kept if one is not None for part in one.answer.parts]

    def _touch(self, key: Key) -> None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)

    def _keep(self, key: Key, kept: Kept) -> None:
        with self._lock:
            if kept.answer.length + OVERHEAD > self._limit:
                self._drop(key)
                return
            former = self._kept.pop(key, None)
            self._kept[key] = kept
            self._held.exchange(former.answer.held if former else (), kept.answer.held)
            while self._kept and self.size > self._limit:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        dropped = self._kept.pop(key, None)
        if dropped is not None:
            self._held.exchange(dropped.answer.held, ())


def start_kept_answers(app: Flask) -> None:
    """Wrap the application; the limit is a setting, and 0 keeps nothing."""
    settings = app.config["SETTINGS"]
    layer = KeptAnswers(
        app.wsgi_app,
        freshness_of(settings.database_url),
        limit=settings.kept_answers_mib * 1024 * 1024,
    )
    event.listen(db.session, "after_commit", forget_all)
    app.wsgi_app = layer  # type: ignore[method-assign]
    app.extensions["kept answers"] = layer


def _expiry(note: Note, state: State, key: Key) -> float:
    """In seconds since 1970."""
    page = None if is_for_machines(key[1]) else now() + PAGE_LIFE
    moments = [moment for moment in (note.valid_until, state.next_turn, page) if moment is not None]
    return min((moment.timestamp() for moment in moments), default=float("inf"))


def _close(chunks: Any) -> None:
    close = getattr(chunks, "close", None)
    if close is not None:
        close()
