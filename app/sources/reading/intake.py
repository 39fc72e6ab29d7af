"""Files to articles: .txt, .html, .docx, .pdf, bounded; what cannot be read is refused with a sentence."""

import re
from datetime import date
from importlib import import_module

from bs4 import BeautifulSoup, NavigableString, Tag
from flask_babel import gettext as _
from lxml.etree import LxmlError  # type: ignore[import-untyped]

from app.sources.reading.blocks import Article, Block, Kind, refusal
from app.sources.reading.lines import block_of, blocks_of_text, decoded
from app.text import clean_text

MAX_FILE = 4 * 1024 * 1024
MAX_TEXT = 400_000
MAX_ELEMENTS = 20_000

_DROPPED = ("script", "style", "nav", "footer", "aside", "form", "figure", "noscript", "template", "button", "svg")
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "dt", "dd", "figcaption", "pre")
_CONTAINERS = ("div", "section", "article", "main", "body", "header", "ul", "ol", "table", "tr", "tbody", "dl")


def article_from_file(data: bytes, name: str) -> Article:
    """The article in a file, by the ending of its name. Raises RuleBroken with a sentence for the person."""
    if len(data) > MAX_FILE:
        raise refusal(_("This file is larger than 4 MB; paste the text of the article instead."))
    ending = name.lower().rpartition(".")[2]
    if data.startswith(b"%PDF"):
        return _bounded(_document("pdf", data))
    if ending == "docx" or data.startswith(b"PK\x03\x04"):
        return _bounded(_document("docx", data))
    if ending == "pdf":
        raise refusal(_("This file is called .pdf but is no PDF; save the page as PDF once more."))
    if ending not in ("txt", "html", "htm", "md", "text", ""):
        raise refusal(_("Files of this kind cannot be read; use .txt, .html, .docx or .pdf."))
    return article_from_text(_characters(data))


def article_from_text(text: str) -> Article:
    """The article in typed or pasted text, or in the source of a web page."""
    if len(text) > 10 * MAX_TEXT:
        raise refusal(_("This text is too long; paste the article alone."))
    beginning = text[:2000].lower()
    if "<html" in beginning or "<!doctype" in beginning or re.search(r"<(?:p|div|h1|article)[\s>]", beginning):
        return _bounded(_from_html(text))
    return _bounded(Article(tuple(blocks_of_text(text))))


def _document(kind: str, data: bytes) -> Article:
    """By the module that reads documents, loaded when the first one comes: a worker is 35 MiB lighter without."""
    documents = import_module("app.sources.reading.documents")
    article: Article = documents.READERS[kind](data)
    return article


def _bounded(article: Article) -> Article:
    size = sum(len(block.text) for block in article.blocks)
    if size > MAX_TEXT:
        raise refusal(_("This text is longer than 400,000 characters; read it in parts."))
    if not size:
        raise refusal(_("There is no text in this file; a scanned page must be typed or recognised first."))
    return article


def _characters(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:4096]:
        raise refusal(_("This is no text file; use .txt, .html, .docx or .pdf."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _from_html(text: str) -> Article:
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
