"""Times for an episode, scored with the reasons for each; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.clock import LocalTimeUnclear, to_instant
from app.episodes.conflicts import Voice, country_of_zone, is_unsocial
from app.episodes.recurrence import holidays_on

HOURS = (time(9), time(10), time(11), time(13), time(14), time(15), time(16))
BEST_GAP, LEAST_GAP = 28, 14
WORKING = (time(9), time(17))


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for or against a slot, with what it counts."""

    points: int
    words: str


@dataclass(frozen=True)
class Slot:
    day: date
    start_local: time
    timezone: str
    starts_at: datetime
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True)
class Wish:
    """What is looked for: from when on, where, how long, with whom, for which audience, clear of what."""

    first_on: date
    days: int
    timezone: str
    minutes: int
    panellists: tuple[tuple[str, Voice], ...] = ()
    audience: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    taken: tuple[tuple[datetime, datetime], ...] = ()
    last_on: date | None = None
    """The day of the episode before."""


def suggested_slots(wish: Wish, *, most: int = 8) -> list[Slot]:
    """The best slots, at most one a day, best first; slots of weekends and those already taken are left out."""
    best: list[Slot] = []
    for offset in range(min(wish.days, 180)):
        day = wish.first_on + timedelta(days=offset)
        if day.weekday() < 5:
            slots = [slot for hour in HOURS if (slot := _slot(wish, day, hour)) is not None]
            best += sorted(slots, key=lambda slot: (-slot.score, slot.start_local))[:1]
    return sorted(best, key=lambda slot: (-slot.score, slot.starts_at))[:most]


def _slot(wish: Wish, day: date, start: time) -> Slot | None:
    try:
        begins = to_instant(day, start, wish.timezone)
    except LocalTimeUnclear:
        return None
    ends = begins + timedelta(minutes=wish.minutes)
    if any(begins < until and since < ends for since, until in wish.taken):
        return None
    reasons = (*_for_panellists(wish, day, begins, ends), *_for_audience(wish, begins, ends), *_for_day(wish, day))
    return Slot(day, start, wish.timezone, begins, reasons)


def _for_panellists(wish: Wish, day: date, begins: datetime, ends: datetime) -> Iterable[Reason]:
    for name, voice in wish.panellists:
        if any(begins < until and since < ends for since, until in voice.absences):
            yield Reason(-40, _("%(name)s is not available", name=name))
        if voice.timezone is None:
            continue
        clock = f"{begins.astimezone(ZoneInfo(voice.timezone)):%H:%M}"
        if is_unsocial(begins, ends, voice.timezone):
            yield Reason(-25, _("%(clock)s for %(name)s, outside waking hours", clock=clock, name=name))
        elif is_working(begins, ends, voice.timezone):
            yield Reason(6, _("%(clock)s for %(name)s, in working hours", clock=clock, name=name))
        country = voice.country or country_of_zone(voice.timezone)
        for holiday in holidays_on(day, (country,) if country else ()):
            yield Reason(-15, _("%(holiday)s, where %(name)s lives", holiday=holiday, name=name))


def is_working(begins: datetime, ends: datetime, timezone: str) -> bool:
    first, last = begins.astimezone(ZoneInfo(timezone)), ends.astimezone(ZoneInfo(timezone))
    return WORKING[0] <= first.time() and last.time() <= WORKING[1] and first.date() == last.date()


def _for_audience(wish: Wish, begins: datetime, ends: datetime) -> Iterable[Reason]:
    asleep = [zone for zone in wish.audience if is_unsocial(begins, ends, zone)]
    if wish.audience and not asleep:
        yield Reason(5, _("the whole audience is awake"))
    if asleep:
        places = ", ".join(zone.rsplit("/", 1)[-1].replace("_", " ") for zone in asleep)
        yield Reason(-4 * len(asleep), _("night for the audience in %(places)s", places=places))


def _for_day(wish: Wish, day: date) -> Iterable[Reason]:
    for holiday in holidays_on(day, wish.countries):
        yield Reason(-20, _("%(holiday)s, a public holiday", holiday=holiday))
    if day.weekday() in (1, 2, 3):
        yield Reason(3, _("in the middle of the week"))
    if wish.last_on is None:
        return
    gap = (day - wish.last_on).days
    if 0 <= gap < LEAST_GAP:
        yield Reason(-12, _("only %(days)s days after the last episode", days=gap))
    elif gap >= BEST_GAP:
        yield Reason(max(0, 8 - (gap - BEST_GAP) // 7), _("%(days)s days after the last episode", days=gap))
