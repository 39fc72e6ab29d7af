"""How every public answer is given: validators, compression, conditional requests (RFC 9110), who may keep it."""

import gzip
import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Any

import brotli
from flask import Flask, Response, current_app, request

from app.clock import this_hour
from app.web.bodies import JOINED_BELOW, Body, sent
from app.web.deflated import Part, deflated, gzipped
from app.web.negotiation import negotiates

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]

NOTE = "conversations.answer"
"""Where in the WSGI environment the application notes that an answer is public."""

FEED_CACHING = "public, max-age=300"
PAGE_CACHING = "public, no-cache"
SIGNED_IN_CACHING = "private, no-cache"

VARYING_COOKIES = frozenset({"tz"})
"""The only cookie a public page may read; a request with any other one is a signed-in or unknown reader's."""

FILE_SUFFIXES = (".ics", ".jcal", ".xcal", ".jscal", ".json", ".xml", ".atom")
"""Addresses for machines: the same for everybody, whatever their cookies, and without HTML even in an error."""

SERIALIZER = "1"
"""Another value when a release writes other bytes for the same records; part of every ETag."""

_COMPRESSIBLE = (
    *("text/", "application/json", "application/xml", "image/svg+xml"),
    *("application/calendar+", "application/jscalendar+json", "application/atom+xml", "application/feed+json"),
)
_SMALL, LARGE = 400, 1024 * 1024
_NOT_IN_304 = {"content-type", "content-length", "content-encoding", "content-disposition"}
_OURS = {"content-length", "etag", "last-modified", "vary", "content-encoding"}


@dataclass
class Note:
    """What the application says of the answer it just made."""

    is_public: bool = False
    may_be_kept: bool = False
    valid_until: datetime | None = None
    changed_at: datetime | None = None
    vary: list[str] = field(default_factory=list)
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A public 200 in one encoding, ready to be sent whole, without its body, or as "not modified"."""

    pieces: tuple[bytes, ...]
    parts: tuple[Part, ...]
    length: int
    etag: str
    last_modified: str
    headers: Headers
    headers_304: Headers

    @property
    def held(self) -> tuple[bytes, ...]:
        """All bytes it keeps in memory."""
        return (*self.pieces, *(part.deflated for part in self.parts))

    def send(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if is_held(environ, self.etag, self.last_modified):
            start_response("304 Not Modified", list(self.headers_304))
            return ()
        start_response("200 OK", list(self.headers))
        if environ["REQUEST_METHOD"] == "HEAD":
            return ()
        return self.pieces if len(self.pieces) == 1 else sent(self.pieces)


def is_held(environ: Environ, etag: str, last_modified: str) -> bool:
    """Whether who asks has it already. RFC 9110 13.2.2: If-None-Match decides alone where it is sent."""
    held = environ.get("HTTP_IF_NONE_MATCH")
    if held is not None:
        return bool(held == etag) or etag in _etags(held) or held.strip() == "*"
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None or not last_modified:
        return False
    return bool(since == last_modified) or _seconds(since) >= _seconds(last_modified)


def made_answer(
    body: Body,
    headers: Headers,
    *,
    encoding: str,
    vary: Iterable[str],
    changed_at: datetime | None,
    former: Iterable[Part] = (),
    asked: Environ | None = None,
) -> Answer:
    """The answer in that encoding, where its kind and size make it worth while; `former` are parts compressed before.

    One that is not kept is made for a single request, `asked`: nothing is compressed for who holds it already.
    """
    given = [(name, value) for name, value in headers if name.lower() not in _OURS]
    kind = next((value for name, value in given if name.lower() == "content-type"), "")
    hashed = hashlib.sha256(f"{SERIALIZER} {kind}\n".encode() + b"".join(body.digests))
    digest = urlsafe_b64encode(hashed.digest()[:18]).decode()
    if not is_compressible(kind, body.size):
        encoding = ""
    etag = f'"{digest}-{encoding}"' if encoding else f'"{digest}"'
    last_modified = format_datetime(changed_at.astimezone(UTC), usegmt=True) if changed_at else ""
    parts: list[Part] = []
    pieces: list[bytes] = []
    if asked is None or not is_held(asked, etag, last_modified):
        parts = deflated(body, former) if encoding == "gzip" and is_in_parts(body) else []
        pieces = _encoded(body, encoding, parts)
    length = sum(map(len, pieces))
    given += [("ETag", etag), ("Vary", ", ".join(["Accept-Encoding", *vary]))]
    given += [("Last-Modified", last_modified)] if last_modified else []
    given += [("Content-Encoding", encoding)] if encoding else []
    given.append(("Content-Length", str(length)))
    lean = [(name, value) for name, value in given if name.lower() not in _NOT_IN_304]
    return Answer(tuple(pieces), tuple(parts), length, etag, last_modified, given, lean)


def is_in_parts(body: Body) -> bool:
    """Whether its gzip form is made part by part: a large feed, of which a change touches one event."""
    return len(body.pieces) > 1 and body.size >= LARGE


def _encoded(body: Body, encoding: str, parts: list[Part]) -> list[bytes]:
    pieces = gzipped(parts) if parts else [compressed(body.joined(), encoding)] if encoding else body.pieces
    return [b"".join(pieces)] if len(pieces) > 1 and sum(map(len, pieces)) < JOINED_BELOW else pieces


def is_compressible(kind: str, size: int) -> bool:
    """Whether compressing is worth while, by its Content-Type and size."""
    return size >= _SMALL and kind.startswith(_COMPRESSIBLE)


def compressed(body: bytes, encoding: str) -> bytes:
    """The same bytes for the same body, always: no time stamp in gzip's header."""
    if encoding == "br":
        quality = 5 if len(body) < LARGE else 2 if len(body) < JOINED_BELOW else 1
        return bytes(brotli.compress(body, quality=quality))
    if encoding == "gzip":
        return gzip.compress(body, 6 if len(body) < LARGE else 1, mtime=0)
    return body


def has_brotli(kind: str, size: int) -> bool:
    """A large calendar has no such form: whole after each change it would take ten times as long as gzip in parts.

    At a quality that is quick enough it is no smaller either.
    """
    return not (kind.startswith("text/calendar") and size >= LARGE)


@lru_cache(maxsize=512)
def chosen_encodings(accepted: str) -> tuple[str, str]:
    """From Accept-Encoding what is liked best, and what is where there is no brotli form."""
    return chosen_encoding(accepted, ("br", "gzip")), chosen_encoding(accepted, ("gzip",))


def chosen_encoding(accepted: str, offered: Iterable[str]) -> str:
    """The best of those offered, "" for identity (RFC 9110 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    asked = {name: weights.get(name, weights.get("*", 0.0)) for name in offered}
    best = max(asked, key=lambda name: asked[name])
    return best if asked[best] > 0 and asked[best] >= weights.get("identity", 0.0) else ""


def _weight(parameters: str) -> float:
    value = parameters.strip().removeprefix("q=")
    try:
        return float(value) if value else 1.0
    except ValueError:
        return 0.0


def _etags(header: str) -> set[str]:
    """The tags of a list, without the W/ that a compressing proxy puts in front."""
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


@lru_cache(maxsize=512)
def _seconds(http_date: str) -> float:
    """0 for what is no date: it never counts as newer."""
    try:
        return parsedate_to_datetime(http_date).timestamp()
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0.0


def is_for_machines(path: str) -> bool:
    return path.endswith(FILE_SUFFIXES)


def changes_by_the_hour() -> None:
    """Say in a view that the clock alone may change its answer, at a whole hour: it is kept until the next one.

    Nor is it older than the last: who asks by If-Modified-Since alone would otherwise never see the change.
    """
    note: Note | None = request.environ.get(NOTE)
    if note is not None:
        note.changed_at = this_hour()
        note.valid_until = note.changed_at + timedelta(hours=1)


class InPieces(Response):
    """An answer made of pieces that are kept already, such as the events of a feed: nobody joins or hashes them."""

    def __init__(self, body: Body, content_type: str) -> None:
        super().__init__(body.pieces, content_type=content_type)
        self.content_length = body.size
        self.body = body


def start_answers(app: Flask) -> None:
    app.after_request(note_public)
    app.after_request(answer_options)


def note_public(response: Response) -> Response:
    """Mark what the public may have: a GET's 200 from a part's `views`.

    A view that sets Cache-Control itself, to private or no-store, keeps its answer out of everybody's hands.
    """
    note: Note | None = request.environ.get(NOTE)
    if (
        note is None
        or request.method != "GET"
        or not is_public_view(current_app, request.endpoint)
        or response.status_code != 200
        or response.is_streamed
    ):
        return response
    negotiated = negotiates(request.path)
    for_machines = is_for_machines(request.path) or (negotiated and response.mimetype != "text/html")
    response.headers.setdefault("Cache-Control", _caching(for_machines))
    caching = response.headers["Cache-Control"]
    note.is_public = "no-store" not in caching
    note.may_be_kept = caching.startswith("public")
    note.body = response.body if isinstance(response, InPieces) else None
    note.vary = (["Accept"] if negotiated else []) + (["Cookie"] if negotiated or not for_machines else [])
    return response


def answer_options(response: Response) -> Response:
    """OPTIONS: no content, and what the address takes (RFC 9110 9.3.7); for a feed also what scripts may ask of it."""
    if request.method != "OPTIONS" or response.status_code != 200 or response.get_data():
        return response
    response.status_code = 204
    del response.headers["Content-Type"], response.headers["Content-Length"]
    if is_for_machines(request.path) and is_public_view(current_app, request.endpoint):
        response.headers["Cache-Control"] = FEED_CACHING
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = response.headers["Allow"]
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


def give_to_holder(response: InPieces) -> Response:
    """Validators and compression for an answer that only who holds its address may have; nobody else keeps it."""
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Referrer-Policy"] = "no-referrer"
    note: Note | None = request.environ.get(NOTE)
    if note is not None:
        note.is_public, note.body = True, response.body
    return response


def _caching(for_machines: bool) -> str:
    if for_machines:
        return FEED_CACHING
    return PAGE_CACHING if set(request.cookies) <= VARYING_COOKIES else SIGNED_IN_CACHING


def is_public_view(app: Flask, endpoint: str | None) -> bool:
    """HOUSE: a part's `views` are its public pages; writes and signed-in pages are in `organizer_views`."""
    view = app.view_functions.get(endpoint or "")
    module = view.__module__ if view else ""
    return module.startswith("app.") and module.endswith(".views")
