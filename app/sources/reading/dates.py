"""Days and hours as articles write them, in four languages; month and day names from CLDR (Babel)."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache, lru_cache

from babel.dates import get_day_names, get_month_names

LANGUAGES = ("en", "nl", "es", "fr")


@dataclass(frozen=True)
class Day:
    """A day in a text; `year_stated` is False where the year had to come from elsewhere."""

    day: date
    starts: int
    ends: int
    year_stated: bool = True


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {"sept": 9, "setiembre": 9}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names.setdefault(name.lower().rstrip("."), number)
    return names


def is_month(word: str) -> bool:
    return word.lower().rstrip(".") in _months()


@cache
def _weekdays() -> dict[str, int]:
    """As they are written inside a sentence: English ones with a capital, so that "Santo Domingo" is no Sunday."""
    return {name: number for language in LANGUAGES for number, name in get_day_names("wide", locale=language).items()}


def is_day_or_month(word: str) -> bool:
    return word in _weekdays() or is_month(word)


@cache
def _pattern() -> "re.Pattern[str]":
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w-])(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º)?(?:\s(?:of|de))?\s(?P<m1>{month})\b\.?(?:(?:,?\s"
        rf"|\sde(?:l)?\s)(?P<y1>20\d\d))?"
        rf"|(?P<m2>{month})\b\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s(?P<y2>20\d\d))?"
        r"|(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)|(?P<d4>\d{1,2})[/.-](?P<m4>\d{1,2})[/.-](?P<y4>20\d\d))(?!\w)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1024)
def days_in(text: str, year: int | None) -> tuple[Day, ...]:
    """Every full day of the text; a day without a year is of the year given, or left out."""
    found = []
    for match in _pattern().finditer(text):
        parts = {name[0]: value for name, value in match.groupdict().items() if value is not None}
        month = int(parts["m"]) if parts["m"].isdigit() else _months()[parts["m"].lower().rstrip(".")]
        stated = "y" in parts
        if not stated and year is None:
            continue
        try:
            day = date(int(parts["y"]) if stated else year or 0, month, int(parts["d"]))
        except ValueError:
            continue
        found.append(Day(day, match.start(), match.end(), stated))
    return tuple(found)


def year_of(text: str) -> int | None:
    """The year most days of the text are stated in, else a year that stands alone near its beginning."""
    stated = [day.day.year for day in days_in(text, None)]
    if stated:
        return max(sorted(set(stated)), key=stated.count)
    alone = re.search(r"(?<![\d-])(20[12]\d)(?![\d-])", text[:3000])
    return int(alone.group(1)) if alone else None


def weekday_near(text: str, written: date, *, ahead: bool) -> Day | None:
    """ "on Tuesday", "yesterday", seen from the day the article was written."""
    close = {
        "today": 0,
        "vandaag": 0,
        "hoy": 0,
        "aujourd’hui": 0,
        "aujourd'hui": 0,
        "yesterday": -1,
        "gisteren": -1,
        "ayer": -1,
        "hier": -1,
    }
    for match in re.finditer(r"[^\W\d_]+(?:[’'][^\W\d_]+)?", text):
        word = re.sub(r"[’']s$", "", match.group()).lower()
        if word in close:
            return Day(written + timedelta(days=close[word]), match.start(), match.end(), False)
        weekday = _weekdays().get(re.sub(r"(?<=dag)(?:avond|ochtend|middag|nacht)$|[’']s$", "", match.group()))
        if weekday is not None:
            days = (weekday - written.weekday()) % 7
            shift = (days or 7) if ahead else (days - 7 if days else 0)
            return Day(written + timedelta(days=shift), match.start(), match.end(), False)
    return None


_HOUR = re.compile(
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3])(?:(?P<colon>[:.h])(?P<minute>[0-5]\d)|\s?h\s?(?P<french>[0-5]\d)?(?!\w))?"
    r"(?:\s?(?:(?P<half>[ap])\.?\s?m\b\.?|(?P<suffix>uur|hours|hrs|horas|heures|h\b|de la mañana"
    r"|de la tarde)))?(?![\d%])",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\s?(?:-|–|—|to|tot|until|till|hasta(?: las)?|a(?: las)?|à|en|y|and)\s?(?P<hour>\d{1,2})(?:[:.h][0-5]\d)?"
    r"\s?(?:(?P<half>[ap])\.?\s?m\b|(?P<suffix>uur|hours|hrs|horas|heures))",
    re.IGNORECASE,
)
"""The end of a time span, whose unit is the beginning's too: "09.30 tot 11.00 uur"."""
_NOON = re.compile(r"(?<![\w-])(?:at |à )?(?:12 )?(?:noon|midday|mediodía|midi)\b", re.IGNORECASE)


@lru_cache(maxsize=1024)
def hours_in(text: str) -> tuple[tuple[time, int, int], ...]:
    """(hour, starts, ends) of each hour of the day that is written as one."""
    found = [(time(12), match.start(), match.end()) for match in _NOON.finditer(text)]
    for match in _HOUR.finditer(text):
        half, suffix = (match["half"] or "").lower(), (match["suffix"] or "").lower()
        until = _UNTIL.match(text, match.end())
        if until and not (half or suffix):
            half, suffix = (until["half"] or "").lower(), (until["suffix"] or "").lower()
            half = "a" if half == "p" and int(match["hour"]) % 12 > int(until["hour"]) % 12 else half
        french = bool(re.match(r"\d{1,2}\s?h", match.group(), re.IGNORECASE))
        at_hour = match["colon"] == "." and re.search(
            r"\b(?:a las|om|at|à|vanaf)\s$", text[max(0, match.start() - 8) : match.start()]
        )
        if not (half or suffix or french or match["colon"] == ":" or at_hour):
            continue
        hour = int(match["hour"])
        if half == "p" or suffix == "de la tarde":
            hour = hour % 12 + 12
        elif half == "a":
            hour %= 12
        found.append((time(hour, int(match["minute"] or match["french"] or 0)), match.start(), match.end()))
    return tuple(sorted(found, key=lambda one: one[1]))
