"""`flask sources read` prints the proposals and stores nothing."""

import json
from pathlib import Path

from flask import Flask

from app.database import db
from app.sources.models import Source
from config import ROOT
from tests.factories import a_framework, a_pillar, a_theme

ARTICLES = Path(__file__).parent / "articles"


def test_read_prints_the_proposals_and_stores_nothing(app: Flask) -> None:
    article = ARTICLES / "en-00-launch-of-the-strategy.txt"
    result = app.test_cli_runner().invoke(args=["sources", "read", str(article)])
    assert json.loads(result.output) == json.loads(article.with_suffix(".json").read_text(encoding="utf-8"))
    assert db.session.scalars(db.select(Source)).all() == []


def shape_of(value: object) -> object:
    """The keys of what is read, all the way down; of a list, those of its first item."""
    if isinstance(value, dict):
        return {key: shape_of(one) for key, one in value.items()}
    return [shape_of(value[0])] if isinstance(value, list) and value else type(value) is list


def test_the_document_shows_every_key_that_is_printed(app: Flask) -> None:
    document = (ROOT / "app" / "sources" / "JSON.md").read_text(encoding="utf-8")
    example = document.partition("```json\n")[2].partition("```")[0]
    article = ARTICLES / "en-00-launch-of-the-strategy.txt"
    printed = json.loads(app.test_cli_runner().invoke(args=["sources", "read", str(article)]).output)
    assert shape_of(json.loads(example)) == shape_of(printed)
    for key in (*printed, *printed["episodes"][0], *printed["people"][0], *printed["quotations"][0]):
        assert f"{key}`" in document.partition("```\n")[2]


def test_pillars_and_themes_on_record_are_found_in_running_text(app: Flask, tmp_path: Path) -> None:
    framework = a_framework()
    a_pillar(framework, title="Labour mobility and human development")
    a_pillar(framework, title="Resilience to drought")
    a_theme(framework, title="Youth and gender")
    a_theme(framework, title="Security")
    db.session.commit()
    article = tmp_path / "article.txt"
    article.write_text(
        "The panel spoke of labour mobility and human development, and of food security.\n\n"
        "Themes raised included youth and gender, and data.\n"
    )
    read = json.loads(app.test_cli_runner().invoke(args=["sources", "read", str(article)]).output)
    assert read["pillars"] == ["Labour mobility and human development"]
    assert read["themes"] == ["Youth and gender", "Data"]


def test_an_article_is_read_before_the_database_is_made(app: Flask) -> None:
    db.drop_all()
    article = ARTICLES / "en-00-launch-of-the-strategy.txt"
    result = app.test_cli_runner().invoke(args=["sources", "read", str(article)])
    assert json.loads(result.output) == json.loads(article.with_suffix(".json").read_text(encoding="utf-8"))


def test_a_file_that_cannot_be_read_gets_a_sentence(app: Flask, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"no pdf")
    result = app.test_cli_runner().invoke(args=["sources", "read", str(broken)])
    assert result.exit_code == 1
    assert "is no PDF" in result.output
