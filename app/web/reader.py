"""What is known of the reader without a session: the time zone they chose."""

from flask import request

from app.clock import zone_names

COOKIE = "tz"
YEAR = 365 * 24 * 3600


def reader_zone() -> str | None:
    """The zone asked for by `?tz=` or remembered in the cookie; None when neither names a zone that exists."""
    for value in (request.args.get("tz"), request.cookies.get(COOKIE)):
        if value and value in zone_names():
            return value
    return None


def local_path(value: str | None) -> str:
    """The value when it is a plain path of this site, else the home page; compared as text, never resolved."""
    allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/?&=%+:,"
    if not value or not value.startswith("/") or value.startswith("//") or len(value) > 2000:
        return "/"
    return value if all(character in allowed for character in value) else "/"
