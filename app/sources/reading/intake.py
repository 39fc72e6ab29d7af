"""Files to articles: .txt, .html, .docx, .pdf, bounded; what cannot be read is refused with a sentence."""

import re
from typing import Any

from flask_babel import gettext as _

from app.on_demand import OnDemand
from app.sources.reading.blocks import Article, refusal
from app.sources.reading.lines import blocks_of_text
from app.sources.reading.marks import DOUBLE

documents: Any = OnDemand("app.sources.reading.documents")
web_pages: Any = OnDemand("app.sources.reading.web_pages")

MAX_FILE = 4 * 1024 * 1024
MAX_TEXT = 400_000
MAX_MARKS = 4_000
"""Quotation marks in one article; a long interview has a few hundred."""


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
        return _bounded(web_pages.article_from_html(text))
    return _bounded(Article(tuple(blocks_of_text(text))))


def _document(kind: str, data: bytes) -> Article:
    article: Article = documents.READERS[kind](data)
    return article


def _bounded(article: Article) -> Article:
    size = sum(len(block.text) for block in article.blocks)
    if size > MAX_TEXT:
        raise refusal(_("This text is longer than 400,000 characters; read it in parts."))
    if sum(block.text.count(mark) for block in article.blocks for mark in DOUBLE) > MAX_MARKS:
        raise refusal(_("This text has more than 4,000 quotation marks; read it in parts."))
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
