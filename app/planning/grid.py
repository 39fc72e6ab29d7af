"""The planner's days as weeks and years, with what lies on each; pure."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.episodes.recurrence import holidays_on, is_hurricane_season

LAYERS = ("episodes", "holds", "rehearsals", "deadlines", "holidays", "hurricanes", "absences")
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
_CALENDAR = Calendar()


@dataclass(frozen=True)
class Entry:
    """One thing on a day, with where it is shown and where it is moved."""

    layer: str
    title: str
    day: date
    clock: str = ""
    detail: str = ""
    status: str = ""
    status_words: str = ""
    address: str | None = None
    move_address: str | None = None
    away: tuple[date, ...] = ()
    """Days on which one of its speakers is not available."""


@dataclass(frozen=True)
class Cell:
    """One day of the planner."""

    day: date
    is_inside: bool
    is_today: bool
    is_hurricane_season: bool
    holidays: tuple[str, ...]
    absent: tuple[str, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Shown:
    """What the planner shows beside entries: chosen layers, countries whose holidays count, who is away when."""

    today: date
    layers: frozenset[str] = frozenset(LAYERS)
    countries: tuple[str, ...] = ()
    absent: dict[date, tuple[str, ...]] = field(default_factory=dict)


def span(view: str, on: date) -> tuple[date, date]:
    """The first and last day that a view around this day shows, whole weeks from Monday; a year as it is."""
    if view == "year":
        return date(on.year, 1, 1), date(on.year, 12, 31)
    if view == "week":
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    days = list(_CALENDAR.itermonthdates(on.year, on.month))
    return days[0], days[-1]


def beside(view: str, on: date) -> tuple[date, date]:
    """A day in the period before and one in the period after."""
    if view == "week":
        steps = on - timedelta(days=7), on + timedelta(days=7)
    elif view == "year":
        steps = date(on.year - 1, on.month, 1), date(on.year + 1, on.month, 1)
    else:
        first = on.replace(day=1)
        steps = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
    return max(FIRST, steps[0]), min(LAST, steps[1])


def weeks(view: str, on: date, entries: Iterable[Entry], shown: Shown) -> list[list[Cell]]:
    """The cells of a month or a week, one list per week."""
    first, last = span(view, on)
    by_day = _by_day(entries, shown)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    cells = [_cell(day, view == "week" or day.month == on.month, by_day, shown) for day in days]
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def months(on: date, entries: Iterable[Entry], shown: Shown) -> list[list[Cell]]:
    """The cells of a year, one list per month."""
    by_day = _by_day(entries, shown)
    first, last = span("year", on)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return [[_cell(day, True, by_day, shown) for day in days if day.month == month] for month in range(1, 13)]


def _by_day(entries: Iterable[Entry], shown: Shown) -> dict[date, list[Entry]]:
    found: dict[date, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: (one.clock, one.title)):
        if entry.layer in shown.layers:
            found.setdefault(entry.day, []).append(entry)
    return found


def _cell(day: date, is_inside: bool, by_day: dict[date, list[Entry]], shown: Shown) -> Cell:
    return Cell(
        day=day,
        is_inside=is_inside,
        is_today=day == shown.today,
        is_hurricane_season="hurricanes" in shown.layers and is_hurricane_season(day),
        holidays=tuple(holidays_on(day, shown.countries)) if "holidays" in shown.layers else (),
        absent=shown.absent.get(day, ()) if "absences" in shown.layers else (),
        entries=tuple(by_day.get(day, ())),
    )
