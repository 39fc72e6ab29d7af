"""`flask sources read` prints the proposals and stores nothing."""

import json
from pathlib import Path

from flask import Flask

from app.database import db
from app.sources.models import Source

ARTICLES = Path(__file__).parent / "articles"


def test_read_prints_the_proposals_and_stores_nothing(app: Flask) -> None:
    article = ARTICLES / "en-00-launch-of-the-strategy.txt"
    result = app.test_cli_runner().invoke(args=["sources", "read", str(article)])
    assert json.loads(result.output) == json.loads(article.with_suffix(".json").read_text(encoding="utf-8"))
    assert db.session.scalars(db.select(Source)).all() == []


def test_a_file_that_cannot_be_read_gets_a_sentence(app: Flask, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no pdf")
    result = app.test_cli_runner().invoke(args=["sources", "read", str(broken)])
    assert result.exit_code == 1
    assert "is no PDF" in result.output
