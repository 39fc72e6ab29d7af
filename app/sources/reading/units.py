"""Quoted spans that stand together, and the quotation that is made of them."""

from dataclasses import dataclass, field

from app.sources.reading.blocks import Place
from app.sources.reading.marks import Span
from app.sources.reading.people import Person


@dataclass
class Quotation:
    """One quotation: its passages in order, its speaker, and the clause that names them.

    Each passage is a paragraph, but that what follows words of attribution inside the marks goes on in the same one.
    """

    places: list[Place]
    paragraphs: list[str]
    speaker: Person | None = None
    clause: Place | None = None
    attributed_behind: bool = False
    ends_block: bool = False
    whole: bool = False
    nobody: bool = False
    attributed: bool = False
    closes: int = 0
    joint: str = ""


@dataclass
class Unit:
    """Spans that stand together: in one block, or in following ones each opened again."""

    spans: list[Span]
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)
    paragraphs: list[str] = field(default_factory=list)

    @property
    def first(self) -> Span:
        return self.spans[0]

    @property
    def last(self) -> Span:
        return self.spans[-1]
