"""The share card: its size, its weight, and words that are never cut inside a clause without saying so."""

import io
from itertools import groupby

import pytest
from flask import Flask
from PIL import Image

from app.quotes.card import HEIGHT, WIDTH, drawn_card, fitted
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


@pytest.mark.parametrize("count", [1, 3, 6, 9, 12, 40])
def test_words_end_above_the_name(app: Flask, count: int) -> None:
    """Between the last line of the words and the name one row of pixels at least, and a gap, is empty."""
    person = a_person(name="Inés de la Vaz")
    quote = a_quote(person_id=person.id, paragraphs=[(SENTENCE * count).strip()], position="Director " * 12)
    save()
    drawn = Image.open(io.BytesIO(drawn_card(quote, series="Harbour Talks", font=PATH))).convert("L")
    box = drawn.crop((40, 0, WIDTH, HEIGHT))
    ground = box.getpixel((1, 1))
    inked = [any(box.getpixel((x, y)) != ground for x in range(0, box.width, 2)) for y in range(HEIGHT)]
    runs = [len(list(run)) for is_inked, run in groupby(inked) if not is_inked]
    assert runs[0] > 40
    assert runs[-1] > 40
    assert max(runs[1:-1]) >= 20, runs


def test_marks_stand_on_the_card_and_in_its_words(app: Flask) -> None:
    marks = [{"paragraph": 0, "starts": 0, "ends": 11, "kind": "sic", "text": None}]
    marks += [{"paragraph": 1, "starts": 3, "ends": 13, "kind": "date_note", "text": "July 2023"}]
    quote = a_quote(paragraphs=["In terms of of ways.", "So this month."], marks=marks)
    plain = a_quote(paragraphs=["In terms of of ways.", "So this month."], person_id=quote.person_id)
    save()
    assert alternative_text(quote).startswith("“In terms of [sic] of ways. So this month [July 2023].”")
    cards = [drawn_card(one, series="Harbour Talks", font=PATH) for one in (quote, plain)]
    assert cards[0] != cards[1]


def test_short_words_stand_whole() -> None:
    _size, lines = fitted(SENTENCE * 2, PATH, 360)
    assert " ".join(lines) == f"“{(SENTENCE * 2).strip()}”"


def test_long_words_end_at_a_sentence_with_a_mark() -> None:
    text = " ".join(fitted(SENTENCE * 40, PATH, 360)[1])
    assert text.endswith("remembers. […]”")
    assert text.startswith("“The islands")


def test_one_long_sentence_is_cut_between_words_and_says_so() -> None:
    text = " ".join(fitted("word " * 600, PATH, 360)[1])
    assert text.endswith("word […]”")


def test_alternative_text_says_what_the_card_says(app: Flask) -> None:
    quote = a_quote(person_id=a_person(name="Ada Vaz").id, paragraphs=["All is water."], position="Director")
    save()
    assert alternative_text(quote) == "“All is water.” — Ada Vaz, Director"
