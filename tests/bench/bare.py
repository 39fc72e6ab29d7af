"""The bare WSGI application to compare with: it answers from a table of bytes that it reads at its start."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.web.serve import THREADS

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def create() -> Application:
    """BENCH_ANSWERS names a JSON file: {path: {encoding: {"file": …, "headers": […], "lean": […]}}}."""
    table = json.loads(Path(os.environ["BENCH_ANSWERS"]).read_text())
    answers = {
        (path, encoding): (Path(kept["file"]).read_bytes(), _pairs(kept["headers"]), _pairs(kept["lean"]))
        for path, encodings in table.items()
        for encoding, kept in encodings.items()
    }

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = (environ["PATH_INFO"], environ.get("HTTP_ACCEPT_ENCODING", ""))
        body, headers, lean = answers[key]
        if "HTTP_IF_NONE_MATCH" in environ:
            start_response("304 Not Modified", list(lean))
            return ()
        start_response("200 OK", list(headers))
        return (body,)

    return answer


def _pairs(headers: list[list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers]


def serve(port: int) -> None:
    """With the very options of the application's own server."""
    Granian(
        "tests.bench.bare:create",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        backpressure=256,
        blocking_threads=THREADS,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(int(os.environ["BENCH_PORT"]))
