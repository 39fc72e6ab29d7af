"""The press-release reader on articles of our own writing, each with what must be read out of it kept beside it."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from app.sources.reading.intake import article_from_file, article_from_text
from app.sources.reading.reader import read_article, to_json

ARTICLES = Path(__file__).parent / "articles"
EXPECTED = sorted(ARTICLES.glob("*.json"))


def article_beside(expected: Path) -> Path:
    return next(path for path in ARTICLES.glob(f"{expected.stem}.*") if path.suffix != ".json")


@cache
def readings() -> dict[str, tuple[Any, Any]]:
    """By name of the article: (what must be read, what is read)."""
    found = {}
    for expected in EXPECTED:
        article = article_beside(expected)
        read = to_json(read_article(article_from_file(article.read_bytes(), article.name)))
        found[expected.stem] = (json.loads(expected.read_text(encoding="utf-8")), read)
    return found


def said(reading: Any) -> set[tuple[Any, ...]]:
    return {(quotation["speaker"], *quotation["paragraphs"]) for quotation in reading["quotations"]}


def people(reading: Any) -> set[tuple[Any, ...]]:
    return {(one["name"], one["position"], one["organization"], *sorted(one["roles"])) for one in reading["people"]}


def facts(reading: Any) -> set[tuple[Any, ...]]:
    of_episodes = {(key, value) for episode in reading["episodes"] for key, value in episode.items() if value}
    of_episodes |= {("series", reading["series"])} if reading["series"] else set()
    return of_episodes | {(kind, title) for kind in ("pillars", "themes") for title in reading[kind]}


@pytest.mark.parametrize(
    ("kind", "least"), [(said, 0.95), (people, 0.9), (facts, 0.9)], ids=lambda one: getattr(one, "__name__", str(one))
)
def test_precision_and_recall(kind: Callable[[Any], set[tuple[Any, ...]]], least: float) -> None:
    right = wanted = given = 0
    misses = []
    for name, (expected, read) in readings().items():
        want, got = kind(expected), kind(read)
        right, wanted, given = right + len(want & got), wanted + len(want), given + len(got)
        misses += [f"{name}: {'not read' if one in want else 'too much'}: {one}" for one in sorted(want ^ got, key=str)]
    precision, recall = right / given, right / wanted
    print(f"\n{kind.__name__}: precision {precision:.3f}, recall {recall:.3f} ({right} of {wanted}, {given} read)")
    print("\n".join(misses))
    assert precision >= least
    assert recall >= least


def test_no_quotation_is_invented() -> None:
    """What is read is what its passages say, letter for letter; each passage but one attribution cut out is whole."""
    for expected in EXPECTED:
        path = article_beside(expected)
        article = article_from_file(path.read_bytes(), path.name)
        text = " ".join(article.text.split())
        for quotation in read_article(article).quotations:
            passages = [article.blocks[place.block].text[place.starts : place.ends] for place in quotation.places]
            assert letters(quotation.paragraphs) == letters(passages)
            if len(passages) == len(quotation.paragraphs):
                assert all(" ".join(paragraph.split()) in text for paragraph in quotation.paragraphs)


def letters(texts: list[str]) -> str:
    return "".join(character for text in texts for character in text if character.isalnum())


def test_articles_in_four_languages() -> None:
    counts = {code: sum(path.name.startswith(code) for path in EXPECTED) for code in ("en", "nl", "es", "fr")}
    assert counts["en"] >= 9
    assert min(counts["nl"], counts["es"], counts["fr"]) >= 5


def test_200_kilobytes_are_read_whole() -> None:
    one = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt")))
    text = one * (200_000 // len(one) + 1)
    assert len(read_article(article_from_text(text[:200_000])).people) > 20


def test_the_article_that_the_series_starts_from_is_read_completely_right() -> None:
    expected, read = readings()["en-00-launch-of-the-strategy"]
    assert read == expected
    assert [len(quotation["paragraphs"]) for quotation in read["quotations"]] == [3, 1]
    assert "in terms of of ways" in read["quotations"][1]["paragraphs"][0]
    assert read["pillars"][4] == "Governance"
    assert len(read["themes"]) == 7
