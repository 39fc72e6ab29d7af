"""Words matched letter for letter: white space, marks and NFC folded, nothing else; differences word by word."""

import pytest

from app.sources.matching import Stretch, difference, in_sentence, passage_of

TEXT = "He rose. “We must plan for\npeople, not  for numbers,” said Vaz. „Ja,” he added. It’s a café."


@pytest.mark.parametrize(
    "words", ["We must plan for people", '"We must plan', "It's a cafe\u0301.", "not for numbers,'"[:-1]]
)
def test_folded_words_stand(words: str) -> None:
    assert passage_of([words], TEXT)


@pytest.mark.parametrize(
    "words", ["we must plan", "We must plan for people not for", "lan for people", "its a café", ""]
)
def test_anything_else_differs(words: str) -> None:
    assert passage_of([words], TEXT) is None


def test_paragraphs_stand_in_their_order() -> None:
    assert passage_of(["He rose.", "It’s a café."], TEXT)
    assert passage_of(["It’s a café.", "He rose."], TEXT) is None


def test_difference_word_by_word_with_what_stands_around() -> None:
    found = difference(["We should plan for people, not numbers,"], TEXT)
    assert found is not None
    assert found.stretches == (
        Stretch("same", "We"),
        Stretch("quote", "should"),
        Stretch("text", "must"),
        Stretch("same", "plan for people, not"),
        Stretch("text", "for"),
        Stretch("same", "numbers,"),
    )
    assert (found.before, found.after) == ("He rose.", "said Vaz.")
    assert difference(["Entirely other matters here"], TEXT) is None


def test_sentences_around() -> None:
    assert in_sentence(["We must plan for people, not for numbers,"], TEXT) == ("He rose.", "said Vaz.")
