"""Alembic's environment: migrates the application's own database, with batch mode for SQLite."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from flask_security import AsaList

from app.database import UTCDateTime, db

config = context.config


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | Literal[False]:
    """Migrations hold plain types only, so that they stand when our own column types change."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AsaList):
        return "sa.UnicodeText()"
    return False


def run_migrations() -> None:
    engine = db.engine
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
