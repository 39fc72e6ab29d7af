"""Migrated databases for tests: a copied SQLite file each, and one PostgreSQL database per test process."""

import os
import shutil
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from app import create_app
from app.database import db, migrate_database
from config import Settings

POSTGRESQL = os.environ.get("TEST_POSTGRESQL", f"postgresql+psycopg://{os.environ.get('USER', 'root')}@127.0.0.1/")
SECRET = "a secret for tests only, long enough to pass"


def settings_for(database_url: str, folder: Path, **changes: object) -> Settings:
    return Settings.model_validate(
        {
            "environment": "test",
            "secret_key": SECRET,
            "public_url": "http://localhost",
            "database_url": database_url,
            "instance_folder": str(folder),
            "log_level": "ERROR",
            **changes,
        }
    )


def migrate(database_url: str, folder: Path) -> None:
    app = create_app(settings_for(database_url, folder))
    with app.app_context():
        migrate_database()
        db.session.remove()
        db.engine.dispose()


def fresh_sqlite(template: Path, folder: Path) -> str:
    """The address of a new migrated SQLite file, copied from the template, which is made once."""
    if not template.exists():
        making = template.with_suffix(f".{os.getpid()}")
        migrate(f"sqlite:///{making}", folder)
        making.replace(template)
    target = folder / "test.sqlite"
    shutil.copy(template, target)
    return f"sqlite:///{target}"


@cache
def why_no_postgresql() -> str | None:
    """None when PostgreSQL answers on loopback, else the reason to skip."""
    try:
        sa.create_engine(f"{POSTGRESQL}postgres", connect_args={"connect_timeout": 2}).connect().close()
    except sa.exc.OperationalError as error:
        return f"PostgreSQL does not answer on loopback: {str(error.orig).splitlines()[0]}"
    return None


def create_postgresql(name: str, tablespace: str = "pg_default", template: str = "template1") -> str:
    """The address of a new database of that name, empty or a copy of the template."""
    engine = sa.create_engine(f"{POSTGRESQL}postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE "{template}" TABLESPACE "{tablespace}"'))
    engine.dispose()
    return f"{POSTGRESQL}{name}"


def drop_postgresql(name: str) -> None:
    engine = sa.create_engine(f"{POSTGRESQL}postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()


def empty(database_url: str) -> None:
    """Remove every row of a migrated PostgreSQL database; the guards are off for that moment only."""
    engine = sa.create_engine(database_url)
    names = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
