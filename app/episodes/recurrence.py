"""Runs of days from a rule (the second Wednesday of each month), holidays skipped; pure, nothing is stored."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from dateutil.rrule import MONTHLY, WEEKLY, rrule

from app.on_demand import OnDemand

holidays: Any = OnDemand("holidays")

LONGEST_RUN = 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Rule:
    """Every so many months on the nth weekday (`nth` −1: the last), or every so many weeks when `nth` is 0."""

    first_on: date
    count: int
    weekday: int
    nth: int
    every: int = 1


@dataclass(frozen=True)
class RunDay:
    """One day of a run; `skipped` is why no episode is made of it, empty when one is."""

    day: date
    skipped: str = ""


def days_of(rule: Rule, countries: tuple[str, ...] = ()) -> list[RunDay]:
    """The days the rule names until `count` of them are usable; holidays are listed, with why they are skipped."""
    count = min(max(rule.count, 1), LONGEST_RUN)
    kept, days = 0, []
    for moment in _dates(rule, count * 2):
        found = holidays_on(moment.date(), countries)
        days.append(RunDay(moment.date(), "; ".join(found)))
        kept += not found
        if kept == count:
            break
    return days


def _dates(rule: Rule, most: int) -> rrule:
    start = datetime.combine(rule.first_on, time())
    if rule.nth == 0:
        return rrule(WEEKLY, dtstart=start, interval=rule.every, byweekday=rule.weekday, count=most)
    return rrule(MONTHLY, dtstart=start, interval=rule.every, byweekday=rule.weekday, bysetpos=rule.nth, count=most)


def holidays_on(day: date, countries: tuple[str, ...]) -> list[str]:
    """The public holidays of that day as "Republic Day (TT)"; a country the library does not know has none."""
    return [
        f"{name} ({country})" for country in countries if (name := holidays_of(country, day.year).get(day)) is not None
    ]


@lru_cache(maxsize=400)
def holidays_of(country: str, year: int) -> dict[date, str]:
    """Public holidays of a country (ISO 3166-1 alpha-2) in a year, named in English where the library can."""
    try:
        return dict(holidays.country_holidays(country, years=year, language="en_US").items())
    except NotImplementedError:
        return {}


def is_hurricane_season(day: date) -> bool:
    """The Atlantic season, as the US National Hurricane Center counts it: 1 June to 30 November."""
    return 6 <= day.month <= 11
