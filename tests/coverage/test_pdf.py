"""The report as PDF: opened, its text and its tags read; the fonts are its own, and nothing is fetched."""

import io
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
import time_machine
from flask import Flask

from app.archive.operations import load_series
from app.coverage import pdf
from app.database import db
from app.web.preparing import STARTER
from tests.coverage.conftest import MOMENT
from tests.organizers import a_visitor


def why_no_pango() -> str | None:
    done = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    return None if done.returncode == 0 else "Pango is not installed"


needs_pango = pytest.mark.skipif(why_no_pango() is not None, reason=why_no_pango() or "")


@pytest.fixture
def report(app: Flask) -> bytes:
    load_series(STARTER.read_text(encoding="utf-8"), host="localhost", by="test")
    db.session.commit()
    answer = a_visitor(app).get("/coverage/report.pdf")
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    return answer.data


@needs_pango
def test_report_is_tagged_and_says_what_the_page_says(report: bytes, tmp_path: Path) -> None:
    read = pypdf.PdfReader(io.BytesIO(report))
    text = " ".join(" ".join(page.extract_text().split()) for page in read.pages)
    for words in (
        "Coverage report",
        "IOM Strategy for the Caribbean (2023-2026)",
        "in terms of of",
        "[sic]",
        "Michele Klein-Solomon",
        "Labour mobility and human development",
        "How this is counted",
    ):
        assert words in text
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    tags = tags_of(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure", "/Link"} <= set(tags)
    assert read.metadata is not None
    assert str(read.metadata.title).startswith("Coverage report")
    fonts = {
        str(font.get_object()["/BaseFont"]) for page in read.pages for font in page["/Resources"]["/Font"].values()
    }
    assert all("Source" in name for name in fonts), fonts
    pages_can_be_drawn(report, tmp_path, len(read.pages))


@needs_pango
def test_the_same_data_gives_the_same_bytes(report: bytes, app: Flask) -> None:
    read = pypdf.PdfReader(io.BytesIO(report))
    assert read.metadata is not None
    assert read.metadata.creation_date == read.metadata.modification_date == MOMENT
    with time_machine.travel(MOMENT + timedelta(days=3), tick=False):
        visitor = a_visitor(app)
        assert visitor.get("/coverage/report.pdf").data == report
        book = visitor.get("/coverage/report.xlsx").data
    with time_machine.travel(MOMENT + timedelta(days=6), tick=False):
        assert visitor.get("/coverage/report.xlsx").data == book


def tags_of(node: pypdf.generic.DictionaryObject) -> list[str]:
    found, waiting = [], [node]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, pypdf.generic.ArrayObject):
            waiting += one
        elif isinstance(one, pypdf.generic.DictionaryObject):
            found += [str(one["/S"])] if "/S" in one else []
            if one.get("/S") == "/Figure":
                assert one.get("/Alt"), "a figure without words"
            waiting += [one["/K"]] if "/K" in one else []
    return found


def pages_can_be_drawn(report: bytes, folder: Path, pages: int) -> None:
    if shutil.which("pdftoppm") is None:
        return
    (folder / "report.pdf").write_bytes(report)
    command = ["pdftoppm", "-r", "30", "-png", str(folder / "report.pdf"), str(folder / "page")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    assert len(list(folder.glob("page*.png"))) == pages


@needs_pango
def test_nothing_is_read_but_our_own_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>geheim</text></svg>')
    page = f'<html lang="en"><title>x</title><p>Words</p><img alt="x" src="{secret.as_uri()}"><img alt="y" src="http://127.0.0.1:9/">'
    read = pypdf.PdfReader(io.BytesIO(pdf.made_pdf(page, as_of=MOMENT)))
    text = "".join(page.extract_text() for page in read.pages)
    assert "Words" in text
    assert "geheim" not in text


def test_missing_library_and_failure_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for code, words in ((f"sys.exit({pdf.NO_LIBRARY})", "Pango is not installed"), ("1 / 0", "could not be made")):
        script = tmp_path / "script.py"
        script.write_text(f"import sys\n{code}\n")
        monkeypatch.setattr(pdf, "SCRIPT", script)
        with pytest.raises(pdf.CannotMakePdf, match=words):
            pdf.made_pdf("<p>x</p>", as_of=MOMENT)


def test_the_site_does_not_load_what_sets_pages() -> None:
    code = "import sys, app; print([name for name in ('weasyprint', 'pydyf') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
