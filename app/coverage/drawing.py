"""Where things stand in the pictures: bars, columns by year, the matrix. Pure geometry; templates draw it as SVG."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from app.coverage.counting import Cell, Count, Figures
from app.coverage.material import Area, EpisodeRow, Key

PLAIN = "#0b4a54"
"""The colour of areas that have none of their own."""
LINE = 46
"""Characters of a bar's words that fit in one line."""
MOST_ROWS = 100
MOST_COLUMNS = 30
BAND_ROWS = 10
LABEL = 26
"""Characters of an episode's title in the matrix, and how wide days and titles are together."""
LABELS = 250


@dataclass(frozen=True)
class Bar:
    """One bar with its words above it, in one line or two; `evidenced_width` is the part that quotes show."""

    area: Area
    top: float
    y: float
    width: float
    evidenced_width: float
    lines: list[str]
    value: int
    colour: str


@dataclass(frozen=True)
class Bars:
    height: float
    bars: list[Bar]
    width: float = 328


def bars(found: Figures, *, pillars: bool, title_of: Callable[[Area], str]) -> Bars:
    """Episodes by pillar or theme. Vocabularies have many: then only those that were served are drawn."""
    rows = found.pillars if pillars else found.themes
    if len(rows) > MOST_COLUMNS or (found.framework and found.framework.kind == "vocabulary"):
        rows = [one for one in rows if one.count.episodes]
    longest = max((one.count.episodes for one in rows), default=0) or 1
    scale = 280 / longest
    drawn = []
    top = 0.0
    for one in rows:
        lines = wrap(f"{one.area.label} {title_of(one.area)}", LINE, max_lines=2, placeholder="…")
        bar = Bar(
            area=one.area,
            top=top,
            y=top + 16 * (len(lines) - 1),
            width=one.count.episodes * scale,
            evidenced_width=one.evidenced * scale,
            lines=lines,
            value=one.count.episodes,
            colour=one.area.colour or PLAIN,
        )
        drawn.append(bar)
        top = bar.y + 44
    return Bars(height=max(top, 1), bars=drawn)


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class Column:
    x: float
    y: float
    height: float
    label: str
    value: int


@dataclass(frozen=True)
class Columns:
    width: float
    columns: list[Column]
    height: float = 160


def columns(by_year: Mapping[int, Count]) -> Columns:
    """Episodes by year, without a gap: a year in which nothing was held has its place."""
    years = range(min(by_year), max(by_year) + 1) if by_year else range(0)
    counts = [by_year[year].episodes if year in by_year else 0 for year in years]
    scale = 100 / (max(counts, default=0) or 1)
    drawn = [
        Column(x=place * 56 + 10, y=124 - count * scale, height=count * scale, label=str(year), value=count)
        for place, (year, count) in enumerate(zip(years, counts, strict=True))
    ]
    return Columns(width=max(len(drawn) * 56 + 10, 66), columns=drawn)


@dataclass(frozen=True)
class Dot:
    """One link: round for principal, square for contributing; full when evidenced, hollow when claimed."""

    x: float
    y: float
    is_principal: bool
    is_evidenced: bool
    colour: str


@dataclass(frozen=True)
class MatrixRow:
    y: float
    label: str
    day: str


@dataclass(frozen=True)
class Band:
    """Some rows of the matrix, a picture of its own under the heads: paper is turned between two of them."""

    height: float
    rows: list[MatrixRow]
    dots: list[Dot]


@dataclass(frozen=True)
class Matrix:
    width: float
    heads: list[tuple[float, Area]]
    bands: list[Band]
    episodes: list[EpisodeRow]
    left_out: int


def matrix(found: Figures) -> Matrix:
    """The latest episodes against the areas that fit; where the framework has many, those that are served."""
    areas = [one.area for one in found.areas]
    if len(areas) > MOST_COLUMNS:
        areas = [one.area for one in found.areas if one.count.episodes][:MOST_COLUMNS]
    episodes = found.episodes[:MOST_ROWS]
    heads = [(LABELS + place * 30 + 15.0, area) for place, area in enumerate(areas)]
    return Matrix(
        width=LABELS + len(areas) * 30 + 6.0,
        heads=heads,
        bands=[
            _band(found.matrix, heads, episodes[begin : begin + BAND_ROWS])
            for begin in range(0, len(episodes), BAND_ROWS)
        ],
        episodes=episodes,
        left_out=len(found.episodes) - len(episodes),
    )


def _band(
    cells: Mapping[int, Mapping[Key, Cell]], heads: Sequence[tuple[float, Area]], episodes: Sequence[EpisodeRow]
) -> Band:
    rows = [
        MatrixRow(34 + place * 26 + 17, shortened(one.title, LABEL), one.day.isoformat())
        for place, one in enumerate(episodes)
    ]
    return Band(height=34 + len(episodes) * 26 + 6, rows=rows, dots=_dots(cells, heads, episodes))


def _dots(
    cells: Mapping[int, Mapping[Key, Cell]], heads: Sequence[tuple[float, Area]], episodes: Sequence[EpisodeRow]
) -> list[Dot]:
    dots = []
    for place, episode in enumerate(episodes):
        own = cells.get(episode.id, {})
        for x, area in heads:
            if area.key in own:
                cell = own[area.key]
                y = 34 + place * 26 + 12
                dots.append(Dot(x, y, cell.is_principal, cell.is_evidenced, area.colour or PLAIN))
    return dots
