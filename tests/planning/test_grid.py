"""The planner's cells: whole weeks, layers that can be left out, holidays and the season by day."""

from datetime import date

from app.planning.grid import Entry, Shown, beside, months, span, weeks

ON = date(2026, 9, 24)


def shown(**more: object) -> Shown:
    return Shown(today=date(2026, 9, 1), countries=("TT",), **more)


def test_month_shows_whole_weeks_from_monday() -> None:
    first, last = span("month", ON)
    assert (first, last) == (date(2026, 8, 31), date(2026, 10, 4))
    cells = weeks("month", ON, [], shown())
    assert [len(week) for week in cells] == [7] * 5
    assert not cells[0][0].is_inside
    assert cells[0][1].is_today


def test_week_runs_over_the_end_of_a_year() -> None:
    assert span("week", date(2026, 12, 31)) == (date(2026, 12, 28), date(2027, 1, 3))


def test_year_has_every_day_once() -> None:
    cells = months(date(2028, 2, 1), [], shown())
    assert sum(len(month) for month in cells) == 366
    assert span("year", ON) == (date(2026, 1, 1), date(2026, 12, 31))


def test_steps_stay_inside_the_century() -> None:
    assert beside("month", date(2026, 1, 31)) == (date(2025, 12, 1), date(2026, 2, 1))
    assert beside("week", date(2000, 1, 2))[0] == date(2000, 1, 1)
    assert beside("year", date(2099, 5, 1))[1] == date(2099, 12, 31)


def test_layers_left_out_show_nothing() -> None:
    entry = Entry("holds", "Kept free", ON)
    cell = next(cell for week in weeks("month", ON, [entry], shown()) for cell in week if cell.day == ON)
    assert cell.entries == (entry,)
    assert cell.holidays == ("Republic Day (TT)",)
    assert cell.is_hurricane_season
    bare = shown(layers=frozenset({"episodes"}), absent={ON: ("Ines",)})
    cell = next(cell for week in weeks("month", ON, [entry], bare) for cell in week if cell.day == ON)
    assert (cell.entries, cell.holidays, cell.is_hurricane_season, cell.absent) == ((), (), False, ())


def test_entries_of_a_day_stand_in_the_order_of_the_clock() -> None:
    entries = [Entry("holds", "Late", ON, "15:00"), Entry("holds", "Early", ON, "09:00"), Entry("holds", "All day", ON)]
    cell = next(cell for cell in weeks("week", ON, entries, shown())[0] if cell.day == ON)
    assert [one.title for one in cell.entries] == ["All day", "Early", "Late"]
