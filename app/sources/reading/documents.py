"""Word documents and PDF files to articles; loaded by `intake` when the first one comes."""

import io
import re
import zipfile

import docx
from docx.text.paragraph import Paragraph
from flask_babel import gettext as _
from lxml.etree import LxmlError  # type: ignore[import-untyped]
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.errors import RuleBroken
from app.sources.reading.blocks import Article, Block, Kind, refusal
from app.sources.reading.lines import block_of, blocks_of_text, decoded
from app.text import clean_text

MAX_PAGES = 80
MAX_UNPACKED = 40 * 1024 * 1024


def article_from_docx(data: bytes) -> Article:
    broken = "This file is no Word document that can be read; save it as .docx or paste its text."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise refusal(_("This document unpacks to more than 40 MB; paste the text of the article instead."))
        document = docx.Document(io.BytesIO(data))
        published = document.core_properties.created
        blocks = [block for paragraph in document.paragraphs for block in _docx_blocks(paragraph)]
    except RuleBroken:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, LxmlError, OSError, NotImplementedError, AttributeError):
        raise refusal(broken) from None
    return Article(tuple(blocks), published.date() if published and published.year > 2015 else None)


def _docx_blocks(paragraph: Paragraph) -> list[Block]:
    style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    blocks = []
    for line in filter(None, map(clean_text, decoded(paragraph.text).split("\n"))):
        block = block_of(line)
        if style.startswith(("heading", "title")):
            block = Block(Kind.HEADING, line)
        elif style.startswith("list"):
            block = Block(Kind.ITEM, block.text, block.marker or "•")
        elif "quote" in style and block.kind is not Kind.ITEM:
            block = Block(Kind.QUOTE, block.text)
        blocks.append(block)
    return blocks


def article_from_pdf(data: bytes) -> Article:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise refusal(_("This PDF is locked with a password; save it without one."))
        if len(reader.pages) > MAX_PAGES:
            raise refusal(_("This PDF has more than 80 pages; save the article alone."))
        pages = [page.extract_text() or "" for page in reader.pages]
    except RuleBroken:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError):
        raise refusal(_("This PDF cannot be read; paste the text of the article instead.")) from None
    return Article(tuple(blocks_of_text("\n".join(_without_running_lines(pages)))))


def _without_running_lines(pages: list[str]) -> list[str]:
    """Lines that stand on most pages, and page numbers, belong to the paper and not to the article."""
    sheets = [page.split("\n") for page in pages]
    often = {
        line
        for sheet in sheets
        for line in sheet
        if len(sheets) > 2 and sum(line in s for s in sheets) > len(sheets) / 2
    }
    numbers = re.compile(r"^\s*(?:page\s*)?\d{1,3}(?:\s*(?:/|of|de|van|sur)\s*\d{1,3})?\s*$", re.IGNORECASE)
    return ["\n".join(line for line in sheet if line not in often and not numbers.match(line)) for sheet in sheets]


READERS = {"docx": article_from_docx, "pdf": article_from_pdf}
"""By the ending of the file's name."""
