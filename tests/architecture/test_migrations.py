"""Migrations go up, down and up again with data, on both databases, and equal the models."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from app import create_app
from app.archive.operations import load_series
from app.database import db, start_migrations
from app.episodes.models import Episode
from config import ROOT
from tests import databases

STARTER = ROOT / "app" / "archive" / "starter" / "series.yaml"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite'}"
        return
    reason = databases.why_no_postgresql()
    if reason:
        pytest.skip(reason)
    name = f"conversations_migrations_{os.getpid()}"
    yield databases.create_postgresql(name)
    databases.drop_postgresql(name)


def test_migrations_go_up_down_and_up_with_data(empty_url: str, tmp_path: Path) -> None:
    app = create_app(databases.settings_for(empty_url, tmp_path))
    start_migrations(app)
    with app.app_context():
        upgrade()
        load_series(STARTER.read_text(encoding="utf-8"), host="localhost", by="test")
        db.session.commit()
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Episode)) == 3
        db.session.remove()
        downgrade(revision="base")
        assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgrade()
        db.engine.dispose()


def test_migrated_schema_equals_the_models(empty_url: str, tmp_path: Path) -> None:
    app = create_app(databases.settings_for(empty_url, tmp_path))
    start_migrations(app)
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, db.metadata) == []
            assert _checks(connection) == _checks_of_models()
        db.engine.dispose()


def _checks(connection: sa.Connection) -> set[str]:
    inspector = sa.inspect(connection)
    return {str(check["name"]) for table in db.metadata.tables for check in inspector.get_check_constraints(table)}


def _checks_of_models() -> set[str]:
    checks = (
        c for table in db.metadata.tables.values() for c in table.constraints if isinstance(c, sa.CheckConstraint)
    )
    return {str(check.name) for check in checks}
