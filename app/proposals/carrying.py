"""A reading carried through a form: the kept text, and what each of its blocks is. Pure."""

from datetime import date

from flask_babel import gettext as _

from app.errors import RuleBroken
from app.sources.reading.blocks import Article, Block, Kind
from app.sources.reading.lines import block_of

_LETTERS = {Kind.HEADING: "h", Kind.PARAGRAPH: "p", Kind.ITEM: "i", Kind.QUOTE: "q"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}


def shape_of(article: Article) -> str:
    """The day the article states, and one letter for each block: what its text alone does not tell."""
    letters = "".join(_LETTERS[block.kind] for block in article.blocks)
    return f"{article.published_on or ''}|{letters}"


def article_again(text: str, shape: str) -> Article:
    """The same article as `shape_of` saw it. Raises RuleBroken where the two do not fit."""
    day, _bar, letters = shape.partition("|")
    texts = text.split("\n\n")
    if len(letters) != len(texts) or set(letters) - set(_KINDS):
        raise RuleBroken(_("The text and its reading do not fit any more; read the article once more."))
    try:
        published = date.fromisoformat(day) if day else None
    except ValueError:
        published = None
    return Article(tuple(_block(one, _KINDS[letter]) for one, letter in zip(texts, letters, strict=True)), published)


def _block(text: str, kind: Kind) -> Block:
    if kind is Kind.ITEM:
        item = block_of(text)
        return item if item.kind is Kind.ITEM else Block(kind, text, "•")
    return Block(kind, text)
