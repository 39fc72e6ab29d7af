"""What a request must be before any view sees it: decodable, bounded, without control characters."""

from flask import Flask, request
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.routing import IntegerConverter

MAX_QUERY = 8192


class BoundedInteger(IntegerConverter):
    """Numbers in addresses fit the database's integers; a larger one is no address of ours (404)."""

    def __init__(self, map: object, *arguments: object, **options: object) -> None:
        options.setdefault("max", 2**31 - 1)
        super().__init__(map, *arguments, **options)  # type: ignore[arg-type]


def start_intake(app: Flask) -> None:
    app.url_map.converters["int"] = BoundedInteger
    app.before_request(_refuse_controls)


def _refuse_controls() -> None:
    """NUL and its kin reach no database, header or log; a path that holds one names nothing."""
    if any(_is_control(character) for character in request.path):
        raise NotFound
    if len(request.query_string) > MAX_QUERY:
        raise BadRequest(_("The address is too long: shorten what stands after the question mark."))
    for name, values in request.args.lists():
        if "\0" in name or any("\0" in value for value in values):
            raise BadRequest(_("The address holds a character that no text may hold (NUL)."))


def _is_control(character: str) -> bool:
    return ord(character) < 32 or 127 <= ord(character) < 160
