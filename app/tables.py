"""Tables as CSV and as XLSX, the one way they leave the house: no cell can be taken for a formula."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from app.on_demand import OnDemand

openpyxl: Any = OnDemand("openpyxl")

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How what a spreadsheet calculates begins (OWASP, CSV injection)."""
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
NARROWEST, WIDEST = 8, 60

Row = Sequence[Any]


def harmless(cell: Any) -> Any:
    """Numbers as they are, nothing as an empty cell; text that begins like a formula gets an apostrophe in front."""
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        text = str(cell)
        return f"'{text}" if text.startswith(FORMULA) else text
    return cell


def to_csv(rows: Iterable[Row]) -> str:
    """With a byte order mark, so that spreadsheets read UTF-8."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        table.writerow([harmless(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def to_xlsx(sheets: Mapping[str, Iterable[Row]], *, as_of: datetime) -> bytes:
    """One sheet for each table, its head in bold and held in place; text is always stored as text.

    The same tables as of the same moment give the same bytes.
    """
    bold = openpyxl.styles.Font(bold=True)
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        written = list(rows)
        for place, width in enumerate(_widths(written), start=1):
            sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width = width
        for place, row in enumerate(written):
            cells = [openpyxl.cell.WriteOnlyCell(sheet, _cell(cell)) for cell in row]
            for cell in cells:
                cell.data_type = "n" if isinstance(cell.value, int | float) else "s"
                if place == 0:
                    cell.font = bold
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    moment = as_of.astimezone(UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = moment
    properties = openpyxl.xml.functions.tostring(book.properties.to_tree())
    return _dated(out, moment, {"docProps/core.xml": properties})


def _widths(rows: Sequence[Row]) -> list[int]:
    """Of each column, in characters: as its longest cell, between what a head needs and what a screen shows."""
    longest: list[int] = []
    for row in rows:
        sizes = (0 if cell is None else len(str(cell)) for cell in row)
        longest = [max(pair) for pair in zip_longest(longest, sizes, fillvalue=0)]
    return [min(max(size + 2, NARROWEST), WIDEST) for size in longest]


def _dated(archive: io.BytesIO, moment: datetime, instead: Mapping[str, bytes]) -> bytes:
    """The archive with every file dated to the moment, and some replaced: the library writes the present one."""
    out = io.BytesIO()
    with zipfile.ZipFile(archive) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dated:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            dated.writestr(entry, instead.get(name) or made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _cell(cell: Any) -> Any:
    value = harmless(cell)
    return value[:LONGEST_CELL] if isinstance(value, str) else value
