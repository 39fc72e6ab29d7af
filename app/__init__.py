"""Conversations: the manager for a panel series. `create_app` and the one list of parts, the map of all addresses."""
# ruff: noqa: E402

import gc

gc.disable()  # what is imported stays: to look through it for garbage time and again took a tenth of a worker's start

from pathlib import Path

from flask import Blueprint, Flask, request
from jinja2 import StrictUndefined

from app.accounts import organizer_views as organize_accounts
from app.accounts.security import start_accounts
from app.commands import Commands, is_command_given
from app.coverage import organizer_views as organize_coverage
from app.coverage import views as coverage
from app.database import db, reads_only, start_migrations, takes_turns
from app.episodes import organizer_views as organize_episodes
from app.episodes import preparing_organizer_views as organize_preparing
from app.episodes import publishing_organizer_views as organize_publishing
from app.episodes import views as episodes
from app.exchange import organizer_views as organize_exchange
from app.merges import organizer_views as organize_merges
from app.pages import views as pages
from app.people import organizations_organizer_views as organize_organizations
from app.people import organizer_views as organize_people
from app.people import portraits_organizer_views as organize_portraits
from app.people import views as people
from app.planning import (
    dashboard_views,
    moves_views,
    planner_views,
    search_views,
    show_views,
    speed_views,
    suggestions_views,
)
from app.proposals import organizer_views as organize_reading
from app.quotes import marks_organizer_views as organize_marks
from app.quotes import organizer_views as organize_quotes
from app.quotes import taking_organizer_views as organize_taking
from app.quotes import views as quotes
from app.recordings import organizer_views as organize_recordings
from app.recordings import views as recordings
from app.revisions import organizer_views as organize_revisions
from app.schedule import organizer_views as organize_calendars
from app.schedule import private_views as private_schedule
from app.schedule import views as schedule
from app.schedule.feeds import start_feeds
from app.schedule.fetches import start_fetches
from app.schedule.private_feeds import start_private_feeds
from app.series import organizer_views as organize_series
from app.sources import organizer_views as organize_sources
from app.strategy import organizer_views as organize_strategy
from app.strategy import views as strategy
from app.web import (
    answers,
    assets,
    error_pages,
    headers,
    health,
    intake,
    kept,
    languages,
    layout,
    logs,
    organizing,
    permissions,
    presence,
)
from app.web.languages import Speaking
from app.web.retrying import Retrying, start_retrying
from config import ROOT, Settings, load_settings

gc.freeze()
gc.enable()

PARTS: tuple[Blueprint, ...] = (
    organize_accounts.organizer,
    organize_revisions.organizer,
    organize_sources.organizer,
    organize_strategy.organizer,
    strategy.blueprint,
    organize_people.organizer,
    organize_portraits.organizer,
    organize_merges.organizer,
    organize_exchange.organizer,
    organize_organizations.organizer,
    people.blueprint,
    organize_series.organizer,
    organize_episodes.organizer,
    organize_publishing.organizer,
    organize_preparing.organizer,
    episodes.blueprint,
    organize_recordings.organizer,
    recordings.blueprint,
    organize_quotes.organizer,
    organize_taking.organizer,
    organize_marks.organizer,
    quotes.blueprint,
    organize_reading.organizer,
    dashboard_views.organizer,
    planner_views.organizer,
    moves_views.organizer,
    suggestions_views.organizer,
    speed_views.organizer,
    show_views.organizer,
    search_views.organizer,
    organize_calendars.organizer,
    private_schedule.blueprint,
    schedule.blueprint,
    organize_coverage.organizer,
    coverage.blueprint,
    pages.blueprint,
    assets.blueprint,
    health.blueprint,
)
"""Every blueprint, in the order of the parts: all addresses of the site come from here."""

MAX_BODY = 4 * 1024 * 1024


class Conversations(Retrying, Speaking):
    """The application: what others bring to Flask, put together."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application; settings come from the environment unless given. Raises SettingsError naming wrong ones."""
    settings = settings or load_settings()
    application = Conversations(
        "conversations",
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static",
        instance_path=str(Path(settings.instance_folder).resolve()),
    )
    application.config.from_mapping(flask_settings(settings))
    application.jinja_env.undefined = StrictUndefined
    application.jinja_env.trim_blocks = application.jinja_env.lstrip_blocks = True
    db.init_app(application)
    application.cli = Commands()
    if is_command_given():
        start_migrations(application)
    start_retrying(application)
    logs.start_logs(application, settings.log_level)
    intake.start_intake(application)
    error_pages.start_error_pages(application)
    headers.start_headers(application)
    answers.start_answers(application)
    languages.start_languages(application)
    start_feeds(application)
    start_private_feeds(application)
    layout.start_layout(application)
    assets.start_assets(application)
    application.before_request(_say_whether_reading)
    permissions.start_permissions(application)
    start_accounts(application, settings)
    organizing.start_organizing(application)
    presence.start_presence(application)
    for part in PARTS:
        application.register_blueprint(part)
    permissions.check_declared(application)
    kept.start_kept_answers(application)
    start_fetches(application)
    return application


def flask_settings(settings: Settings) -> dict[str, object]:
    """Flask's and its extensions' configuration, as it follows from our settings."""
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "TESTING": settings.environment == "test",
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.database_url),
        "TRUSTED_HOSTS": [settings.host, *settings.trusted_hosts],
        "MAX_CONTENT_LENGTH": MAX_BODY,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.is_https else "session",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }


def _engine_options(url: str) -> dict[str, object]:
    if url.startswith("sqlite"):
        return {}
    timeouts = "-c statement_timeout=30000 -c lock_timeout=10000"
    return {"pool_pre_ping": True, "pool_size": 4, "max_overflow": 8, "connect_args": {"options": timeouts}}


def _say_whether_reading() -> None:
    is_reading = request.method in ("GET", "HEAD", "OPTIONS")
    reads_only.set(is_reading)
    takes_turns.set(not is_reading)
