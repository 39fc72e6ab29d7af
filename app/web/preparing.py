"""What `make run` does before it serves: migrate, load the starter data once, make an organizer's account."""

import secrets
import sys
from pathlib import Path

from app import create_app
from app.accounts.models import Role
from app.accounts.operations import create_account
from app.accounts.queries import any_account
from app.archive.frameworks import load_vocabularies
from app.archive.operations import load_series
from app.database import db, migrate_database
from app.schedule.operations import notice_zone_release
from app.schedule.zones import zone_release
from app.series.queries import all_series
from config import ROOT

STARTER = ROOT / "app" / "archive" / "starter" / "series.yaml"
VOCABULARIES = ROOT / "app" / "archive" / "vocabularies"
ORGANIZER = "organizer@example.org"


def prepare() -> None:
    """Bring the database up to date. Each step commits as a whole, so a run broken off is taken up by the next."""
    application = create_app()
    Path(application.instance_path).mkdir(parents=True, exist_ok=True)
    with application.app_context():
        migrate_database()
        notice_clock_rules()
        settings = application.config["SETTINGS"]
        if settings.environment == "local":
            _load_starter_data(settings.host)
            _make_an_account()


def notice_clock_rules() -> None:
    """A new time-zone database changes no calendar by itself: organizers see what it moves, and take it over."""
    release = zone_release()
    for moved in notice_zone_release(release):
        sentence = f"  Time-zone database {release} moves “{moved.record.title}”: see /organize/calendars"
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201
    db.session.commit()


def _load_starter_data(host: str) -> None:
    if all_series():
        return
    load_series(STARTER.read_text(encoding="utf-8"), host=host, by="Starter data")
    for vocabulary in sorted(VOCABULARIES.glob("*.yaml")):
        load_vocabularies(vocabulary.read_text(encoding="utf-8"), by="Starter data")
    db.session.commit()


def _make_an_account() -> None:
    if any_account():
        return
    password = secrets.token_urlsafe(12)
    create_account(email=ORGANIZER, name="Organizer", password=password, role=Role.ADMINISTRATOR, by="make run")
    print(f"\n  Organizer account: {ORGANIZER}\n  Password (shown once): {password}\n", flush=True)  # noqa: T201
    db.session.commit()
