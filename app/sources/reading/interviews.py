"""Questions and answers: paragraphs that begin with "Q:" and "A:", and who answers."""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.sources.reading.blocks import Block, Kind
from app.sources.reading.marks import Span
from app.sources.reading.people import People, Person

_LABEL = re.compile(
    r"(?:(?P<question>Q|P|V|Question|Pregunta|Vraag)|(?P<answer>A|R|Answer|Respuesta|Réponse|Antwoord))"
    r"(?:\s?\d{1,2})?\s?(?:[:.]|[–—-])\s+(?=\S)"
)


def answers_of(blocks: Sequence[Block]) -> dict[int, int]:
    """Where the words begin in each block that is labelled an answer; empty where no question is labelled too."""
    found: dict[int, int] = {}
    asked = False
    for index, block in enumerate(blocks):
        label = _LABEL.match(block.text)
        if label and label["question"]:
            asked = True
        elif label and asked:
            found[index] = label.end()
    return found or _answers_in_marks(blocks)


def _answers_in_marks(blocks: Sequence[Block]) -> dict[int, int]:
    """Passages wholly in marks, each below a question without marks; at least two of them make an interview."""
    found = {
        at + 1: 0
        for at, (question, answer) in enumerate(pairwise(blocks))
        if question.text.rstrip().endswith("?")
        and not re.search(r"[“”\"«»„]", question.text)
        and re.fullmatch(r"[“\"«„‘][^“”\"«»„]+[”\"»“’]\.?", answer.text)
    }
    return found if len(found) > 1 else {}


def with_answers(spans: Sequence[Span], blocks: Sequence[Block], answers: dict[int, int]) -> list[Span]:
    """The spans, and the answers that stand without marks of their own, up to the next label or heading."""
    marked = {span.block for span in spans if span.opens <= answers.get(span.block, -1)}
    kept = [span for span in spans if span.block in marked or span.block not in answers]
    added: list[Span] = []
    for index, starts in answers.items():
        if index in marked:
            continue
        text = blocks[index].text
        added.append(Span(index, 0, starts, len(text), len(text), True))
        for later in range(index + 1, len(blocks)):
            below = blocks[later]
            if _LABEL.match(below.text) or below.kind is not Kind.PARAGRAPH or later == len(blocks) - 1:
                break
            if not any(_LABEL.match(one.text) for one in blocks[later + 1 :]):
                break
            kept = [span for span in kept if span.block != later]
            added.append(Span(later, 0, 0, len(below.text), len(below.text), True, follows=True))
    return sorted([*kept, *added], key=lambda span: (span.block, span.opens)) if added else list(spans)


def who_answers(blocks: Sequence[Block], people: People, answers: dict[int, int]) -> Person | None:
    """The person whom the text above the first answer names first, a heading before all."""
    if not answers:
        return None
    first = min(answers)
    above = sorted(place for place in people.at if place[0] < first)
    titled = [place for place in above if blocks[place[0]].kind is Kind.HEADING]
    return people.at[(titled or above)[0]] if above else None
