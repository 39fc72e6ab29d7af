"""Addresses for machines that watch the service: alive, and ready to answer."""

import sqlalchemy as sa
from flask import Blueprint

from app.database import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> dict[str, str]:
    """The process answers; says nothing of the database."""
    return {"status": "alive"}


@blueprint.get("/readyz")
def ready() -> tuple[dict[str, str], int]:
    """The database answers too, and has been migrated."""
    try:
        db.session.execute(sa.text("SELECT version_num FROM alembic_version"))
    except sa.exc.SQLAlchemyError:
        return {"status": "the database does not answer, or is not migrated"}, 503
    return {"status": "ready"}, 200
