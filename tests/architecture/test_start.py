"""What a worker loads: after its first feed it holds nothing heavy that only few requests need."""

import json
import subprocess
import sys
from pathlib import Path

from flask import Flask

from config import ROOT
from tests import databases
from tests.factories import an_episode, save

FIRST_FEED = """
import json, sys
from app import create_app
from config import Settings
client = create_app(Settings.model_validate(json.loads(sys.argv[1]))).test_client()
print(json.dumps([client.get("/schedule/series.ics").status_code, client.get("/").status_code, sorted(sys.modules)]))
"""
ON_DEMAND = {
    "commands and `make run` alone": {"alembic", "flask_migrate", "mako", "app.archive.document", "app.web.preparing"},
    "the database, where it is PostgreSQL": {"psycopg"},
    "an article": {"bs4", "docx", "pypdf", "app.sources.reading.reader"},
    "a table uploaded or taken away": {"openpyxl", "recurring_ical_events"},
    "a picture": {"PIL"},
    "Atom and xCal": {"lxml"},
    "names that are near": {"rapidfuzz"},
    "public holidays": {"holidays"},
    "the report as PDF": {"weasyprint"},
}
"""By what needs them: modules that are loaded at their first use (app/on_demand.py)."""


def test_a_worker_starts_without_what_few_requests_need(app: Flask, database_url: str, tmp_path: Path) -> None:
    an_episode()
    save()
    settings = databases.settings_for(database_url, tmp_path).model_dump(mode="json")
    settings["secret_key"] = databases.SECRET
    asked = [sys.executable, "-c", FIRST_FEED, json.dumps(settings)]
    answered = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answered.returncode == 0, answered.stderr
    feed, home, loaded = json.loads(answered.stdout.splitlines()[-1])
    assert (feed, home) == (200, 200)
    for need, names in ON_DEMAND.items():
        assert not names & set(loaded), f"loaded at start, though only needed for {need}: {names & set(loaded)}"
