"""Structured logs without personal data: what was asked, how it was answered, how long it took."""

import contextlib
import logging
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("conversations")


class SteadfastLogger(structlog.PrintLogger):
    """A line that cannot be written, as on a full disk, is lost; the answer it tells of is not."""

    def msg(self, message: str) -> None:
        with contextlib.suppress(OSError):
            super().msg(message)

    log = debug = info = warning = error = critical = msg


def start_logs(app: Flask, level: str) -> None:
    """JSON lines on standard error; an address, an account or a query string is never in them."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: SteadfastLogger(sys.stderr),
    )
    app.before_request(_note_start)
    app.after_request(_log_answer)


def _note_start() -> None:
    g.started = time.perf_counter()


def _log_answer(response: Response) -> Response:
    rule = request.url_rule
    fields: dict[str, Any] = {"method": request.method, "route": rule.rule if rule else None}
    milliseconds = (time.perf_counter() - g.get("started", time.perf_counter())) * 1000
    log.info("answered", status=response.status_code, ms=round(milliseconds, 1), **fields)
    return response
