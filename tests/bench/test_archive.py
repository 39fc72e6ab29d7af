"""The archive that measurements run over: as large as asked for, whole, and the same each time."""

from flask import Flask
from flask.testing import FlaskClient

from app.database import db
from app.episodes.models import Episode
from tests.bench.archive import TOPIC_LENGTH, Size, fill
from tests.bench.results import Result


def test_archive_is_whole_and_public(app: Flask, client: FlaskClient) -> None:
    fill(Size(12, quotes=5))
    feed = client.get("/schedule/series.ics").text
    assert feed.count("BEGIN:VEVENT") == 12
    assert "\r\nSTATUS:CONFIRMED" in feed
    episode = db.session.get_one(Episode, 3)
    assert len(episode.topic or "") == TOPIC_LENGTH
    assert 2 <= len(episode.present) <= 4
    assert len(episode.pillar_links) == len(episode.theme_links) == 2
    assert client.get(f"/episodes/{episode.slug}").status_code == 200


def test_result_says_whether_its_target_is_met() -> None:
    assert "MISSED" in str(Result("memory", 500, "MiB", most=400))
    assert "met" in str(Result("feed", 0.8, least=0.7))
    assert Result("told only", 3).is_met
