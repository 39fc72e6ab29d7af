"""Files become articles; hostile and broken ones are refused with a sentence."""

import io
import json
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

import docx
import pytest
from flask import Flask
from weasyprint import HTML

from app.errors import RuleBroken
from app.sources.reading.blocks import Kind
from app.sources.reading.intake import MAX_FILE, article_from_file, article_from_text
from app.sources.reading.lines import blocks_of_text
from app.sources.reading.reader import read_article

ARTICLES = Path(__file__).parent / "articles"
WORDS = "We train nurses and then we wave them goodbye at the airport."
PAGE = f"""<html><body><nav>“Buy our book now, dear reader,” said Ad Vert.</nav><article><h1>Talks at the harbour</h1>
<p>“{WORDS.rstrip(".")},” said Ann Lee, Director of the Harbour Institute.</p>
<p>Caf&eacute; &amp; bar. {"More words of this long article. " * 20}</p></article></body></html>"""


def read(data: bytes, name: str) -> list[tuple[str | None, list[str]]]:
    draft = read_article(article_from_file(data, name))
    return [(one.speaker.name if one.speaker else None, one.paragraphs) for one in draft.quotations]


def a_word_document() -> bytes:
    document = docx.Document()
    document.add_heading("Talks at the harbour", 1)
    document.add_paragraph(f"“{WORDS.rstrip('.')},” said Ann Lee, Director of the Harbour Institute.")
    document.add_paragraph("Safe pathways", style="List Bullet")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_every_kind_of_file_gives_the_same_quotation() -> None:
    said = [("Ann Lee", [f"{WORDS.rstrip('.')},"])]
    plain = f"Talks at the harbour\n\n“{WORDS.rstrip('.')},” said Ann Lee, Director of the Harbour Institute.\n"
    assert read(PAGE.encode(), "page.html") == said
    assert read(plain.encode(), "release.txt") == said
    assert read(plain.encode("utf-16"), "release.txt") == said
    assert read(a_word_document(), "release.docx") == said
    assert read(HTML(string=PAGE.replace("<nav>", "<nav hidden>")).write_pdf(), "page.pdf") == said


def test_word_documents_keep_headings_and_lists() -> None:
    kinds = [block.kind for block in article_from_file(a_word_document(), "release.docx").blocks]
    assert kinds == [Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.txt"),
        (b"\x00\x01\x02" * 50, "noise.txt"),
        (b"x" * (MAX_FILE + 1), "large.txt"),
        (b"<p>" * 90_000, "deep.html"),
        (b"%PDF-1.7\nnot really", "broken.pdf"),
        (b"plain words", "lie.pdf"),
        (b"PK\x03\x04 broken", "broken.docx"),
        (b"MZ\x90\x00", "program.exe"),
        (("“a” " * 2001).encode(), "marks.txt"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        article_from_file(data, name)
    assert str(refused.value.message).endswith(".")


def test_a_document_that_unpacks_to_much_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"0" * (50 * 1024 * 1024))
    with pytest.raises(RuleBroken, match="40 MB"):
        article_from_file(bomb.getvalue(), "bomb.docx")


def test_a_document_with_entities_of_its_own_reads_no_file() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_word_document())) as before, zipfile.ZipFile(kept, "w") as after:
        for part in before.namelist():
            body = before.read(part)
            if part == "word/document.xml":
                declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                body = body.replace(b"<w:document", declared + b"<w:document", 1).replace(b"Talks at", b"&e;")
            after.writestr(part, body)
    try:
        text = article_from_file(kept.getvalue(), "entities.docx").text
    except RuleBroken:
        return
    assert "root:" not in text


def test_wrapped_lines_are_joined_and_hyphenated_words_made_whole() -> None:
    wrapped = (
        "The people of the village told their story to a regional pan-\n"
        "el on Monday, and the chair of the panel, a well-known fish-\n"
        "er, listened to every one of them until the sun went down.\n\n"
        "Ruth Adebayo-\nLindqvist spoke."
    )
    texts = [block.text for block in blocks_of_text(wrapped)]
    assert "regional panel on Monday" in texts[0]
    assert "well-known fisher, listened" in texts[0]


def test_entities_are_decoded_and_controls_dropped() -> None:
    text = article_from_text("“Caf&eacute; &amp; bar are open to all of us,”\u202e said Ann Lee.\x07").text
    assert text == "“Café & bar are open to all of us,” said Ann Lee."


def as_word_document(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_pdf(paragraphs: list[str]) -> bytes:
    printed = HTML(string="".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)).write_pdf()
    assert printed is not None
    return printed


@pytest.mark.parametrize(("ending", "saved"), [("docx", as_word_document), ("pdf", as_pdf)])
@pytest.mark.parametrize("name", ["en-310-ferry", "nl-310-haven", "es-321-ministerio", "fr-310-hopital"])
def test_an_article_saved_as_a_file_gives_what_its_text_gives(
    app: Flask, tmp_path: Path, name: str, ending: str, saved: Callable[[list[str]], bytes]
) -> None:
    article = ARTICLES / f"{name}.txt"
    kept = tmp_path / f"{name}.{ending}"
    kept.write_bytes(saved([line for line in article.read_text(encoding="utf-8").splitlines() if line]))
    results = [app.test_cli_runner().invoke(args=["sources", "read", str(path)]).output for path in (article, kept)]
    assert json.loads(results[1]) == json.loads(results[0])
    assert json.loads(results[1])["quotations"]
