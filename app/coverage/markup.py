"""Rows by the hundred and the dots of the matrix as ready markup; a template takes five times as long for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from markupsafe import Markup

from app.coverage.counting import Figures
from app.coverage.drawing import Band, Dot, Matrix
from app.coverage.material import Key
from app.coverage.report import Table

NONE = "–"


def band_drawn(band: Band, width: float) -> Markup:
    """The inside of one picture of the matrix: its rows and their dots."""
    rows = (
        f'<path class="hair" d="M0 {row.y - 17:g}H{width:g}" stroke="#d9d2c0"/>'
        f'<text class="soft" y="{row.y:g}" font-size="12" fill="#43605e">{row.day}</text>'
        f'<text class="ink" x="74" y="{row.y:g}" font-size="13" fill="#10302f">{escape(row.label)}</text>'
        for row in band.rows
    )
    return Markup("\n".join((*rows, *map(_dot, band.dots))))  # noqa: S704 (texts are escaped, the rest is numbers)


def _dot(dot: Dot) -> str:
    filled, fill = ("dot", dot.colour) if dot.is_evidenced else ("dot hollow", "#ffffff")
    look = f'class="{filled}" fill="{fill}" stroke="{dot.colour}" stroke-width="2"'
    if dot.is_principal:
        return f'<circle {look} cx="{dot.x:g}" cy="{dot.y:g}" r="7.5"/>'
    return f'<rect {look} x="{dot.x - 5:g}" y="{dot.y - 5:g}" width="10" height="10"/>'


def matrix_rows(
    found: Figures, matrix: Matrix, address: Callable[[str], str], day_words: Callable[[date], str], of_content: Markup
) -> Markup:
    """The same in words: each episode with what it serves as principal and contributing, and what quotes show.

    `of_content` is the attribute that says the language of titles and names, here and below.
    """
    labels = {one.area.key: escape(one.area.label) for one in found.areas}

    def named(keys: Iterable[Key]) -> str:
        return f"<td>{' '.join([labels[key] for key in keys]) or NONE}</td>"

    def row(slug: str, title: str, day: date, cells: Mapping[Key, tuple[bool, bool]]) -> str:
        principal = named(key for key, (is_principal, _shown) in cells.items() if is_principal)
        contributing = named(key for key, (is_principal, _shown) in cells.items() if not is_principal)
        shown = named(key for key, (_principal, is_evidenced) in cells.items() if is_evidenced)
        linked = f'<a href="{escape(address(slug))}">{escape(title)}</a>'
        served = f"{principal}{contributing}{shown}"
        return f'<tr><th scope="row"{of_content}>{linked}</th><td class="day">{day_words(day)}</td>{served}</tr>'

    rows = (row(one.slug, one.title, one.day, found.matrix.get(one.id, {})) for one in matrix.episodes)
    return Markup("\n".join(rows))  # noqa: S704 (every text is escaped)


def episode_rows(table: Table, day_words: Callable[[date], str], of_content: Markup) -> Markup:
    """Of the report's table of episodes: title, day, minutes, speakers, what was served."""
    columns = _columns(table, "title", "day", "minutes", "speakers", "served", "address")
    return _rows(
        f'<tr><th scope="row"{of_content}><a href="{address}">{title}</a></th>'
        f'<td class="day">{day_words(date.fromisoformat(day))}</td><td class="number">{minutes}</td>'
        f'<td class="number">{speakers}</td><td class="wide"{of_content}>{served or NONE}</td></tr>'
        for title, day, minutes, speakers, served, address in columns
    )


def speaker_rows(table: Table, of_content: Markup) -> Markup:
    """Of the report's table of speakers: name, whom they spoke for, in how many episodes."""
    return _rows(
        f'<tr><th scope="row"><a href="{address}">{name}</a></th><td class="wider"{of_content}>{spoke_for or NONE}</td>'
        f'<td class="number">{episodes}</td></tr>'
        for name, spoke_for, episodes, address in _columns(table, "name", "spoke_for", "episodes", "address")
    )


def _columns(table: Table, *names: str) -> Iterable[tuple[Any, ...]]:
    """Rows of those columns, texts escaped. All of a column at once: a call for each cell takes longer than the rest.

    Stored text has no NUL (app/text.py), so that nothing in a cell can end it.
    """
    head, *rows = table
    columns = dict(zip(head, zip(*rows, strict=True), strict=False))
    return zip(*(_escaped(columns[name]) for name in names), strict=True) if rows else ()


def _escaped(column: Sequence[Any]) -> Sequence[Any]:
    """Numbers as they are."""
    return column if isinstance(column[0], int) else escape("\0".join(column)).split("\0")


def _rows(rows: Iterable[str]) -> Markup:
    return Markup("\n".join(rows))  # noqa: S704 (every text is escaped)
