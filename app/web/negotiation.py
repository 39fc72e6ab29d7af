"""In which form an address without suffix answers: from the Accept header, before and inside Flask alike."""

from functools import lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

FORMS = {
    "html": "text/html",
    "ics": "text/calendar",
    "jcal": "application/calendar+json",
    "xcal": "application/calendar+xml",
    "jscal": "application/jscalendar+json",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}
"""Each suffix with its media type; for people the page, which is also what a client gets that takes anything."""

NEGOTIATED = "/schedule/"
"""Addresses that begin so and have no suffix answer in the form asked for."""

_ALSO = {"application/json": "json", "application/xhtml+xml": "html"}
_OFFERED = {media_type: form for form, media_type in FORMS.items()} | _ALSO


def negotiates(path: str) -> bool:
    return path.startswith(NEGOTIATED) and "." not in path


@lru_cache(maxsize=512)
def form_accepted(accepted: str) -> str:
    """The form whose media type is liked best (RFC 9110 12.5.1); the page where nothing on offer is."""
    best = parse_accept_header(accepted[:1000], MIMEAccept).best_match(_OFFERED, default="text/html")
    return _OFFERED[best]
