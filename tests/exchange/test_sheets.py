"""Uploaded tables: read as they are meant, and what is hostile refused with a sentence."""

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from app.errors import RuleBroken
from app.exchange.sheets import sheet_from
from app.tables import to_csv, to_xlsx

TABLE = [["name", "note"], ["Inês Vaz", "=1+1"], ["Otto", "+31"], ["'quoted", "two\nlines"], ["Ada", "-"]]

MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def a_zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def a_workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet says whatever is given."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook([["name"], ["Ada"]]))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, xml if part.filename.endswith("sheet1.xml") else old.read(part.filename))
    return out.getvalue()


@pytest.mark.parametrize("made", [lambda: to_csv(TABLE).encode(), lambda: to_xlsx({"people": TABLE}, as_of=MOMENT)])
def test_our_own_files_come_back_as_they_were_and_hold_no_formula(made: object) -> None:
    content = made()  # type: ignore[operator]
    sheet = sheet_from(content)
    assert [sheet.header, *sheet.rows] == TABLE
    if content.startswith(b"PK"):
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} == {"s"}
    else:
        assert b"'=1+1" in content


def test_delimiters_days_and_empty_rows() -> None:
    assert sheet_from("name;from\nAda;2026-01-02\n;\n".encode("utf-16")).rows == [["Ada", "2026-01-02"]]
    sheet = sheet_from(a_workbook([["name", "from"], [], ["Ada", date(2026, 1, 2)], ["Otto", 3.0]]))
    assert sheet.rows == [["Ada", "2026-01-02"], ["Otto", "3"]]
    assert sheet.numbers == [3, 4]


HUGE_ROWS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + (
    b'<row r="1"><c t="inlineStr"><is><t>name</t></is></c></row>'
    b'<row r="1000000"><c><v>1</v></c></row></sheetData></worksheet>'
)
LAUGHS = (
    b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]><worksheet>&i;</worksheet>"
)

HOSTILE = [
    (b"", "empty"),
    (b"   \n", "empty"),
    (b"name\n", "nothing below it"),
    (b"name\n" + b"x\n" * 1_000_000, "more than 2,000 rows"),
    ("name\nJosé\n".encode("cp1252"), "Line 2 is not in UTF-8"),
    (b"\x00\x01\x02\x03", "no table"),
    (b'name\n"Ada\n', "is no CSV"),
    (b"name\n" + b"x" * 200_000, "is no CSV|more than 10,000"),
    (b"name\n" + b"x" * 20_000, "more than 10,000 characters"),
    (",".join(["x"] * 61).encode() + b"\n" + b"1,2", "more than 60 columns"),
    (b"PK\x03\x04rubbish", "damaged"),
    (a_zip(**{"word/document.xml": b"x"}), "no XLSX workbook"),
    (a_zip(**{"xl/workbook.xml": b"", "xl/bomb.xml": b"\0" * 30_000_000}), "unpacks to more"),
    (a_zip(**{"xl/workbook.xml": b""} | {f"xl/{n}": b"" for n in range(300)}), "unpacks to more"),
    (a_zip(**{"xl/workbook.xml": b"<broken"}), "damaged"),
    (with_sheet(HUGE_ROWS), "more than 2,000 rows"),
    (with_sheet(LAUGHS), "damaged"),
]


@pytest.mark.parametrize(("content", "sentence"), HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_hostile_tables_are_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence) as broken:
        sheet_from(content)
    assert broken.value.field == "file"
