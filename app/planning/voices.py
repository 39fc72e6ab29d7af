"""What the rules know of speakers beside their records, and the days on which they are away."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from app.episodes.conflicts import Voice, country_of_zone
from app.episodes.models import Episode
from app.series.models import Series


def people_in(episodes: Iterable[Episode]) -> dict[int, str]:
    """The names of everybody present in some of the episodes, by id."""
    return {one.person_id: one.person.name for episode in episodes for one in episode.present}


def days_away(voice: Voice, timezone: str, first: date, last: date) -> list[date]:
    """The days between two on which somebody is away for any part, as days are counted in that zone."""
    zone = ZoneInfo(timezone)
    days: set[date] = set()
    for since, until in voice.absences:
        day = max(first, since.astimezone(zone).date())
        end = min(last, (until - timedelta(microseconds=1)).astimezone(zone).date())
        days |= {day + timedelta(days=offset) for offset in range((end - day).days + 1)}
    return sorted(days)


def countries_of(series: Iterable[Series]) -> tuple[str, ...]:
    """The countries whose holidays count: those named by the series, else the one its default zone lies in."""
    found: list[str] = []
    for one in series:
        own = country_of_zone(one.default_timezone)
        found += one.countries or ([own] if own else [])
    return tuple(dict.fromkeys(found))
