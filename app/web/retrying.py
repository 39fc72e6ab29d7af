"""One more try for a request that lost its connection to the database, or a race there."""

from contextvars import ContextVar
from typing import Any

from flask import Flask, request, session
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from app.database import abandon
from app.web.logs import log

LOST_RACES = frozenset({"40001", "40P01"})
"""PostgreSQL's serialization_failure and deadlock_detected: the same again may well succeed."""

_has_committed: ContextVar[bool] = ContextVar("has_committed", default=False)


class Retrying(Flask):
    """The application. A view is run once more when nothing it did can have been stored.

    Once a commit was sent, only the person can tell whether to send the form again; its request id sees to it that
    it counts once. A request with files is not run again: they have been read.
    """

    def dispatch_request(self, *arguments: Any) -> ResponseReturnValue:
        _has_committed.set(False)
        try:
            return super().dispatch_request(*arguments)
        except DBAPIError as error:
            if not _may_succeed(error) or _has_committed.get() or request.files:
                raise
            log.warning("tried again", kind=type(error.orig).__name__)
        abandon()
        if session.modified:
            session.pop("_flashes", None)  # what the first try said of its success
        return super().dispatch_request(*arguments)


def start_retrying(app: Flask) -> None:
    """What is answered stays answered where the connection is lost at the very end; called after `db.init_app`."""
    app.teardown_appcontext(lambda _error: abandon())


def _may_succeed(error: DBAPIError) -> bool:
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in LOST_RACES


@event.listens_for(Engine, "commit")
def _note_commit(_connection: Connection) -> None:
    """Sent before the database answers, so also where the answer never comes."""
    _has_committed.set(True)
