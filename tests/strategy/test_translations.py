"""Translations written line by line come back as they were stored, with all their parts."""

from typing import Any

import pytest

from app.strategy.models import Pillar
from app.strategy.queries import pillar_by_slug
from app.strategy.translations import translations_as_lines, translations_from_lines
from tests import factories as make
from tests.organizers import Visitor
from tests.records import fill

WHOLE = {"language": "es", "title": "Mar", "definition": "El mar.", "outcome": "Costas seguras."}


@pytest.mark.parametrize(
    "stored",
    [
        WHOLE,
        {"language": "nl", "title": "Zee"},
        {"language": "nl", "title": "Zee", "definition": "De zee: nat."},
        {"language": "fr", "title": "Mer", "outcome": "Des côtes sûres."},
        {"language": "fr", "title": "Mer | Terre", "definition": "a\\", "outcome": "\\|"},
        {"language": "fr", "title": "Mer", "definition": "a\\ | b", "outcome": "|"},
    ],
)
def test_what_is_stored_survives_the_form(stored: dict[str, str]) -> None:
    assert translations_from_lines(translations_as_lines([stored])) == [stored]


def stored(slug: str) -> list[dict[str, Any]]:
    found: Pillar | None = pillar_by_slug(slug)
    assert found is not None
    return found.translations


def test_saving_a_pillar_keeps_its_translated_outcome(olive: Visitor) -> None:
    make.a_pillar(make.a_framework(), slug="sea", title="Sea", translations=[WHOLE])
    make.save()
    assert fill(olive, "/organize/coverage/pillars/sea", colour="#0b4a54").status_code == 303
    assert stored("sea") == [WHOLE]
    assert "Costas seguras." in olive.get("/pillars/sea").text


def test_saving_a_framework_keeps_its_translated_outcome(olive: Visitor) -> None:
    framework = make.a_framework(slug="tides", title="Tides", translations=[WHOLE])
    make.save()
    assert fill(olive, "/organize/strategy/tides/edit", title="New tides").status_code == 303
    assert framework.title == "New tides"
    assert framework.translations == [WHOLE]
