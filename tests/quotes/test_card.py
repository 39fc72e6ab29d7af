"""The share card: its size, its weight, and words that are never cut inside a clause without saying so."""

import io

import pytest
from flask import Flask
from PIL import Image

from app.quotes.card import drawn_card, fitted
from app.quotes.cards import FONT, alternative_text
from config import ROOT
from tests.factories import a_person, a_quote, an_episode, save

PATH = ROOT / "static" / FONT
SENTENCE = "The islands have planned together for longer than anybody remembers. "


@pytest.mark.parametrize("words", ["Yes.", SENTENCE * 3, SENTENCE * 40, "word " * 600, "x" * 4000, "ĲǤẞ ≤ 中文 🌴"])
def test_card_fits_and_is_light(app: Flask, words: str) -> None:
    person = a_person(name="Inés de la Vaz y Montemayor", honorific="H.E. Ambassador Dr")
    quote = a_quote(
        person_id=person.id,
        episode_id=an_episode().id,
        paragraphs=[words.strip()],
        position="Director of a department whose name goes on and on " * 3,
    )
    save()
    png = drawn_card(quote, series="Harbour Talks", font=PATH)
    assert len(png) <= 40_000
    assert Image.open(io.BytesIO(png)).size == (1200, 630)


def test_short_words_stand_whole() -> None:
    _size, lines = fitted(SENTENCE * 2, PATH)
    assert " ".join(lines) == f"“{(SENTENCE * 2).strip()}”"


def test_long_words_end_at_a_sentence_with_a_mark() -> None:
    text = " ".join(fitted(SENTENCE * 40, PATH)[1])
    assert text.endswith("remembers. […]”")
    assert text.startswith("“The islands")


def test_one_long_sentence_is_cut_between_words_and_says_so() -> None:
    text = " ".join(fitted("word " * 600, PATH)[1])
    assert text.endswith("word […]”")


def test_alternative_text_says_what_the_card_says(app: Flask) -> None:
    quote = a_quote(person_id=a_person(name="Ada Vaz").id, paragraphs=["All is water."], position="Director")
    save()
    assert alternative_text(quote) == "“All is water.” — Ada Vaz, Director"
