"""Texts as spoken: the words of attribution that an article puts inside a speaker's marks, cut out as its quotes do."""

from typing import Any

from app.errors import RuleBroken
from app.on_demand import OnDemand
from app.sources.matching import passage_of

incises: Any = OnDemand("app.sources.reading.incises")
intake: Any = OnDemand("app.sources.reading.intake")


def text_as_quoted(paragraphs: list[str], text: str) -> str:
    """The text itself; where the paragraphs stand in it only once attributions inside the marks are cut out, that one.

    « Nous partons, dit-elle, demain » holds "Nous partons demain": what is cut is none of the speaker's words, and
    nothing else is (PRODUCT rule 4). A text that the reader would refuse is taken as it is.
    """
    if passage_of(paragraphs, text) is not None:
        return text
    try:
        spoken: str = incises.as_spoken(intake.article_from_text(text))
    except RuleBroken:
        return text
    return spoken if passage_of(paragraphs, spoken) is not None else text
