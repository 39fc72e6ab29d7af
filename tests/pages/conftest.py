"""The real series, with a transcript and a recording, for tests of the pages that show it."""

import pytest
from flask import Flask

from app.archive.operations import load_series
from app.database import db
from app.episodes.queries import episode_by_slug
from app.recordings.operations import add_recording
from app.web.preparing import STARTER
from tests.addresses import EPISODE
from tests.factories import BY, a_transcript, save


@pytest.fixture
def real_series(app: Flask) -> Flask:
    load_series(STARTER.read_text(encoding="utf-8"), host="localhost", by=BY)
    save()
    episode = episode_by_slug(EPISODE)
    assert episode is not None
    a_transcript(episode, ("Andrew Selee", "Thank you for the kind invitation."))
    add_recording(
        fields={"episode_id": episode.id, "title": "The whole panel", "url": "https://video.example.org/1.mp4"},
        by=BY,
    )
    save()
    db.session.expire_all()
    return app
