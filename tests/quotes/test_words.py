"""Every state that organizers see has words of its own."""

import pytest
from flask import Flask

from app.quotes.models import ClearanceOf, ClearanceState, QuoteState, TranslationStatus, Verification
from app.quotes.words import in_words


@pytest.mark.parametrize("kind", [QuoteState, Verification, ClearanceState, ClearanceOf, TranslationStatus])
def test_every_member_has_words_of_its_own(app: Flask, kind: type) -> None:
    said = [in_words(member) for member in kind]
    assert len(set(said)) == len(said)
    assert not [words for words in said if not words or "_" in words]
