"""`make run`: prepare the database in a process of its own, then serve."""

import argparse
import gc
import os
import socket
import sys
from multiprocessing import Process
from typing import Any

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app import create_app
from app.coverage.warming import start_warming
from app.on_demand import OnDemand
from config import load_settings

preparing: Any = OnDemand("app.web.preparing")

THREADS = 8
"""In each worker: as many as the database's pool serves; more of them only wait for each other."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    check_port(options.host, options.port)
    set_local_defaults(options.host, options.port)
    prepare_apart()
    serve(options.host, options.port)


def check_port(host: str, port: int) -> None:
    """Stop with a sentence when something else answers on that port already."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            sys.exit(f"Port {port} on {host} is taken. Choose another: make run PORT={port + 1}")


def set_local_defaults(host: str, port: int) -> None:
    """What a run on one's own machine needs and production must say itself."""
    os.environ.setdefault("CONVERSATIONS_ENVIRONMENT", "local")
    if os.environ["CONVERSATIONS_ENVIRONMENT"] == "local":
        os.environ.setdefault("CONVERSATIONS_PUBLIC_URL", f"http://{host}:{port}")


def prepare_apart() -> None:
    """What preparing needs is gone with its process: workers inherit neither Alembic nor a connection and its locks."""
    process = Process(target=_prepare)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def _prepare() -> None:
    preparing.prepare()


def worker() -> Flask:
    """The application of one server process.

    What it was made of stays for ever. Python would look through it for garbage now and then, and hold an answer up
    by a fifth of a second.
    """
    application = create_app()
    gc.freeze()
    start_warming(application)
    return application


def serve(host: str, port: int) -> None:
    """Serve with granian until SIGTERM; a worker that dies is started again."""
    settings = load_settings()
    print(f"  Serving {settings.public_url} (Ctrl+C stops)", file=sys.stderr, flush=True)  # noqa: T201
    Granian(
        "app.web.serve:worker",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        backpressure=256,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
