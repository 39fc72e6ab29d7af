"""`make run`: migrate, load the starter data once, make an organizer's account, serve."""

import argparse
import gc
import os
import secrets
import socket
import sys
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app import create_app
from app.accounts.models import Role
from app.accounts.operations import create_account
from app.accounts.queries import any_account
from app.archive.frameworks import load_vocabularies
from app.archive.operations import load_series
from app.database import db
from app.schedule.operations import notice_zone_release
from app.schedule.zones import zone_release
from app.series.queries import all_series
from config import ROOT, load_settings

STARTER = ROOT / "app" / "archive" / "starter" / "series.yaml"
VOCABULARIES = ROOT / "app" / "archive" / "vocabularies"
ORGANIZER = "organizer@example.org"
THREADS = 8
"""In each worker: as many as the database's pool serves; more of them only wait for each other."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    check_port(options.host, options.port)
    set_local_defaults(options.host, options.port)
    application = create_app()
    with application.app_context():
        prepare(application)
        db.session.remove()
        db.engine.dispose()  # workers are forked, and no connection, with its locks, may be shared by two processes
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


def prepare(application: Flask) -> None:
    """Bring the database up to date. Each step commits as a whole, so a run broken off is taken up by the next."""
    Path(application.instance_path).mkdir(parents=True, exist_ok=True)
    upgrade()
    notice_clock_rules()
    settings = application.config["SETTINGS"]
    if settings.environment != "local":
        return
    if not all_series():
        load_series(STARTER.read_text(encoding="utf-8"), host=settings.host, by="Starter data")
        for vocabulary in sorted(VOCABULARIES.glob("*.yaml")):
            load_vocabularies(vocabulary.read_text(encoding="utf-8"), by="Starter data")
        db.session.commit()
    if not any_account():
        password = secrets.token_urlsafe(12)
        create_account(email=ORGANIZER, name="Organizer", password=password, role=Role.ADMINISTRATOR, by="make run")
        print(f"\n  Organizer account: {ORGANIZER}\n  Password (shown once): {password}\n", flush=True)  # noqa: T201
        db.session.commit()


def notice_clock_rules() -> None:
    """A new time-zone database changes no calendar by itself: organizers see what it moves, and take it over."""
    release = zone_release()
    for moved in notice_zone_release(release):
        sentence = f"  Time-zone database {release} moves “{moved.record.title}”: see /organize/calendars"
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201
    db.session.commit()


def worker() -> Flask:
    """The application of one server process.

    What it was made of stays for ever. Python would look through it for garbage now and then, and hold an answer up
    by a fifth of a second.
    """
    application = create_app()
    gc.collect()
    gc.freeze()
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
