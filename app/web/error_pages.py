"""Error pages in the site's look, each with a sentence and a way on."""

import errno

from flask import Flask, Response, make_response, render_template, request
from flask_babel import lazy_gettext as _
from markupsafe import escape
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable, UnprocessableEntity

from app.database import abandon
from app.errors import RuleBroken
from app.web.answers import is_for_machines
from app.web.languages import spoken_language
from app.web.logs import log
from app.web.negotiation import form_accepted, negotiates

TITLES = {
    400: _("This request cannot be understood"),
    401: _("Please sign in"),
    403: _("This is not yours to open"),
    404: _("There is no such page"),
    405: _("This address does not take that"),
    409: _("Somebody else was faster"),
    410: _("This has been withdrawn"),
    413: _("That is too large"),
    415: _("That kind of file is not taken"),
    422: _("Something in it is not right"),
    429: _("Too many tries"),
    500: _("Something went wrong here"),
    503: _("Not now, please"),
}
SENTENCES = {
    400: _("The address or what was sent with it is damaged. Go back and try again."),
    401: _("Sign in to go on."),
    403: _("Your account may not do this here. Ask an administrator of the series if it should."),
    404: _("The address may be mistyped, or the page is not public yet. Published pages never disappear."),
    405: _("Pages here are read; changes are made with the buttons on them."),
    409: _("The record changed meanwhile. Open it again to see its present state."),
    410: _("It was public once and has been withdrawn."),
    413: _("What you sent is larger than this page takes. Shorten it, or send it in parts; nothing was stored."),
    415: _("Choose one of the kinds of file that the page names."),
    422: _("Look at what you sent and correct it; nothing was stored."),
    429: _("Wait a little, then try again."),
    500: _("It has been noted. Nothing was half stored; try again in a moment."),
    503: _("The service cannot store or read just now. Nothing was half stored; try again in a minute."),
}


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""How a system says that a file cannot grow: no room, a quota, a limit."""


def start_error_pages(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(RuleBroken, show_broken_rule)
    app.register_error_handler(DBAPIError, show_database_error)
    app.register_error_handler(StaleDataError, show_stale)
    app.register_error_handler(OSError, show_no_room)
    app.register_error_handler(Exception, show_unexpected)


def show_http_error(error: HTTPException) -> Response:
    """The page for a status; a sentence given to `abort` is shown instead of the general one."""
    if error.response is not None:
        return make_response(error.response)
    code = error.code or 500
    own_words = "description" in vars(error) and error.description != type(error).description
    sentence = error.description if own_words else SENTENCES.get(code, error.description or "")
    response = _answer(code, str(sentence))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def show_broken_rule(error: RuleBroken) -> Response:
    """A rule that no form caught, such as a filter given twice: its own sentence."""
    abandon()
    return show_http_error(UnprocessableEntity(error.message))


def show_database_error(error: DBAPIError) -> Response:
    """A lost connection, a full disk or a lock held too long is answered with 503; anything else is our fault."""
    abandon()
    log.error("database", kind=type(error).__name__, reason=type(error.orig).__name__)
    if isinstance(error, StatementError) and type(error).__name__ in {
        "DataError",
        "IntegrityError",
        "ProgrammingError",
    }:
        return show_http_error(InternalServerError())
    return show_http_error(ServiceUnavailable(retry_after=30))


def show_stale(_error: StaleDataError) -> Response:
    abandon()
    return make_response(_render(409, str(SENTENCES[409])), 409)


def show_no_room(error: OSError) -> Response:
    """A file that cannot be written for want of room is answered as a full database is."""
    if error.errno not in NO_ROOM:
        return show_unexpected(error)
    abandon()
    log.error("no room", reason=errno.errorcode[error.errno])
    return show_http_error(ServiceUnavailable(retry_after=30))


def show_unexpected(error: Exception) -> Response:
    abandon()
    log.error("unexpected", kind=type(error).__name__, exc_info=error)
    return show_http_error(InternalServerError())


def _answer(code: int, sentence: str) -> Response:
    """A page for people; for calendars and other programs, which read no HTML, the sentence alone."""
    if is_for_machines(request.path) or (negotiates(request.path) and _asked_form() != "html"):
        return Response(f"{sentence}\n", status=code, content_type="text/plain; charset=utf-8")
    return make_response(_render(code, sentence), code)


def _asked_form() -> str:
    return form_accepted(request.headers.get("Accept", ""))


def _render(code: int, sentence: str) -> str:
    """The page, or its bare words where even the layout cannot be made (a wrong host, a database that is away)."""
    title = str(TITLES.get(code, code))
    try:
        return render_template("errors/error.html", code=code, title=title, sentence=sentence)
    except Exception as error:
        log.warning("error page without layout", kind=type(error).__name__)
        words = f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p>"
        return f'<!doctype html><html lang="{spoken_language()}"><title>{escape(title)}</title>{words}</html>'
