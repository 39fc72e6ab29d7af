"""The source of a web page to an article; loaded by `intake` when the first one comes."""

import re
from datetime import date

from bs4 import BeautifulSoup, NavigableString, Tag
from flask_babel import gettext as _
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from app.sources.reading.blocks import Article, Block, Kind, refusal
from app.sources.reading.lines import block_of, decoded
from app.text import clean_text

MAX_ELEMENTS = 20_000

_DROPPED = ("script", "style", "nav", "footer", "aside", "form", "figure", "noscript", "template", "button", "svg")
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "dt", "dd", "figcaption", "pre")
_CONTAINERS = ("div", "section", "article", "main", "body", "header", "ul", "ol", "table", "tr", "tbody", "dl")


def article_from_html(text: str) -> Article:
    if text.count("<") > 4 * MAX_ELEMENTS:
        raise refusal(_("This page has too many elements; paste the text of the article instead."))
    try:
        soup = BeautifulSoup(text, "lxml")
    except (LxmlError, RecursionError, ValueError):
        raise refusal(_("This page cannot be read; paste the text of the article instead.")) from None
    published = _published_on(soup)
    _keep_set_apart(soup)
    for tag in soup(_DROPPED):
        tag.decompose()
    _spell_out_marks(soup)
    whole = [one for one in (soup.find("article"), soup.find("main")) if isinstance(one, Tag)]
    root: Tag = next((one for one in whole if len(one.get_text()) > 400), soup)
    blocks = [block for tag in _innermost(root) for block in _html_blocks(tag)]
    return Article(tuple(blocks), published)


def _published_on(soup: BeautifulSoup) -> date | None:
    meta = soup.find("meta", attrs={"property": "article:published_time"}) or soup.find(
        "time", attrs={"datetime": True}
    )
    stated = str(meta.get("content") or meta.get("datetime") or "") if isinstance(meta, Tag) else ""
    try:
        return date.fromisoformat(stated[:10])
    except ValueError:
        return None


def _keep_set_apart(soup: BeautifulSoup) -> None:
    """A quotation set apart keeps who said it, in its footer or in the caption of its figure."""
    for quoted in soup("blockquote"):
        for footer in quoted("footer"):
            footer.name = "cite"
        figure = quoted.find_parent("figure")
        if isinstance(figure, Tag):
            for caption in figure("figcaption"):
                caption.name = "cite"
                quoted.append(caption.extract())
            figure.unwrap()


def _spell_out_marks(soup: BeautifulSoup) -> None:
    """What the page shows by its form is written out: <q> as marks, an attribution in <cite> as a dash."""
    for tag in soup("q"):
        tag.insert(0, "“")
        tag.append("”")
    for tag in soup("br"):
        tag.replace_with("\n")
    for tag in soup("cite"):
        if tag.find_parent("blockquote") and not re.match(r"\s*[-–—]", tag.get_text()):
            tag.insert(0, "\n— ")


def _innermost(root: Tag) -> list[Tag | NavigableString]:
    """Block elements that hold no other block, and loose text between blocks, in reading order."""
    found: list[Tag | NavigableString] = []
    waiting: list[Tag | NavigableString] = [root]
    while waiting and len(found) < MAX_ELEMENTS:
        node = waiting.pop()
        if isinstance(node, NavigableString):
            if type(node) is NavigableString and node.strip():
                found.append(node)
        elif node.name == "head":
            continue
        elif node.find([*_BLOCKS, *_CONTAINERS]):
            waiting.extend(reversed([child for child in node.children if isinstance(child, Tag | NavigableString)]))
        else:
            found.append(node)
    return found


def _html_blocks(node: Tag | NavigableString) -> list[Block]:
    if isinstance(node, NavigableString):
        lines = [clean_text(str(node))]
        apart, name = False, ""
    else:
        apart, name = node.name == "blockquote" or node.find_parent("blockquote") is not None, node.name
        lines = _lines_of(node.get_text())
    blocks = []
    for line in filter(None, lines):
        block = block_of(decoded(line))
        if name.startswith("h") and name[1:].isdigit():
            block = Block(Kind.HEADING, line)
        elif name == "li":
            block = Block(Kind.ITEM, block.text, block.marker or "•")
        elif apart and block.kind is not Kind.ITEM:
            block = Block(Kind.QUOTE, block.text)
        elif name == "p" and block.kind is Kind.HEADING and len(block.text) > 60:
            block = Block(Kind.PARAGRAPH, block.text)
        blocks.append(block)
    return blocks


def _lines_of(text: str) -> list[str]:
    """White space in a page means nothing but at a break that begins a new passage."""
    lines: list[str] = []
    for line in map(clean_text, text.split("\n")):
        if lines and line and lines[-1] and not re.match(r"[\"“”„«»‘•–—-]|\d+[.)]\s", line):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines
