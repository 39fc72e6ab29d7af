"""An uploaded table as header and rows of text: CSV or XLSX, bounded before anything is unpacked; pure."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _

from app.errors import RuleBroken
from app.tables import FORMULA, openpyxl
from app.text import clean_text

MOST_ROWS = 2000
MOST_COLUMNS = 60
LONGEST_CELL = 10_000
MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200


@dataclass(frozen=True)
class Sheet:
    """`numbers` are the rows' own numbers in the file, as a spreadsheet shows them."""

    header: list[str]
    rows: list[list[str]]
    numbers: list[int]


def sheet_from(content: bytes) -> Sheet:
    """The first sheet of an XLSX file, or a CSV file in UTF-8. Raises RuleBroken with what to do instead."""
    if not content.strip():
        raise refusal(_("The file is empty."))
    raw = _xlsx_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    rows = [(number, row) for number, row in raw if any(row)]
    if not rows:
        raise refusal(_("The file has no row with anything in it."))
    header = rows[0][1]
    if len(header) > MOST_COLUMNS:
        raise refusal(
            _("The file has more than %(most_columns)s columns. Keep those that are needed.", most_columns=MOST_COLUMNS)
        )
    if len(rows) < 2:
        raise refusal(_("The file has a first row with names of columns, and nothing below it."))
    return Sheet(header, [row[: len(header)] for _number, row in rows[1:]], [number for number, _row in rows[1:]])


def refusal(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="file")


def _csv_rows(content: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    found: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            _check_count(len(found))
            found.append((reader.line_num, [_cell(value) for value in row]))
    except csv.Error as error:
        raise refusal(
            _(
                "Line %(line)s is no CSV: %(error)s. Save the table again as CSV or XLSX.",
                line=reader.line_num,
                error=error,
            )
        ) from None
    return found


def _decoded(content: bytes) -> str:
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refusal(_("This is no table. Upload a CSV file, an XLSX workbook or an iCalendar file."))
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refusal(
            _(
                "Line %(line)s is not in UTF-8. Save the table as “CSV UTF-8”, or as XLSX, and upload that.",
                line=line,
            )
        ) from None


def _xlsx_rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Read row by row; what a workbook claims to unpack to is checked before any of it is unpacked."""
    _check_package(content)
    try:
        book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        found: list[tuple[int, list[str]]] = []
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            _check_count(number - 1)
            cells = [_cell(value) for value in row[: MOST_COLUMNS + 1]]
            while cells and not cells[-1]:
                cells.pop()
            found.append((number, cells))
        return _even(found)
    except RuleBroken:
        raise
    except Exception:
        raise refusal(_("The workbook is damaged. Open it, save it again as XLSX, and upload that.")) from None


def _even(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    width = max((len(row) for _number, row in rows), default=0)
    return [(number, row + [""] * (width - len(row))) for number, row in rows]


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise refusal(_("The workbook is damaged. Open it, save it again as XLSX, and upload that.")) from None
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise refusal(_("This is no XLSX workbook. Save the table as XLSX or CSV."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise refusal(_("The workbook unpacks to more than 2,000 rows need. Keep the one sheet that is meant."))


def _check_count(already: int) -> None:
    if already > MOST_ROWS:
        raise refusal(
            _("The file has more than %(most_rows)s rows. Cut it into several files.", most_rows=f"{MOST_ROWS:,}")
        )


def _cell(value: Any) -> str:
    """As it is typed; the apostrophe that our own files put before what looks like a formula goes again."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        value = value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    if len(text) > LONGEST_CELL:
        raise refusal(
            _(
                "A cell holds more than %(longest_cell)s characters: “%(text)s…”.",
                longest_cell=f"{LONGEST_CELL:,}",
                text=text[:40],
            )
        )
    clean = clean_text(text, multiline=True)
    return clean[1:] if clean.startswith("'") and clean[1:].startswith(FORMULA) else clean
