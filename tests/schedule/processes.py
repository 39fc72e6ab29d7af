"""An application that shares nothing with the one under test but the database, as another process does."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.database import db
from tests import databases


@contextmanager
def another_process(app: Flask, folder: Path) -> Iterator[FlaskClient]:
    other = create_app(databases.settings_for(app.config["SETTINGS"].database_url, folder))
    yield other.test_client()
    other.extensions["kept answers"].close()
    with other.app_context():
        db.engine.dispose()
