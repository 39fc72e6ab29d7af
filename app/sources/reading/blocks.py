"""An article as its blocks in reading order: headings, paragraphs, list items, passages set apart as quotations."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.errors import RuleBroken


class Kind(Enum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"


def refusal(sentence: str) -> RuleBroken:
    """What cannot be read is refused with a sentence beside the file."""
    return RuleBroken(sentence, field="file")


@dataclass(frozen=True)
class Block:
    """One block; `marker` is what stood before a list item ("-", "3.")."""

    kind: Kind
    text: str
    marker: str = ""


@dataclass(frozen=True)
class Article:
    """What was read out of a file; `published_on` only where the file itself states it."""

    blocks: tuple[Block, ...]
    published_on: date | None = None

    @property
    def text(self) -> str:
        """The text to be kept, a blank line between blocks."""
        shown = (f"{block.marker} {block.text}" if block.marker else block.text for block in self.blocks)
        return "\n\n".join(shown)


@dataclass(frozen=True)
class Place:
    """A stretch of one block: the passage a proposal comes from."""

    block: int
    starts: int
    ends: int
