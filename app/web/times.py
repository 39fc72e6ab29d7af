"""Times as people read them: a place, an offset in words, never an abbreviation. Pure but for the language."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from app.clock import offset_in_words
from app.episodes.models import Episode
from app.spoken import lazy_gettext as _l
from app.spoken import reader_language

REGION = (
    ("America/Belize", _l("Belmopan")),
    ("America/Jamaica", _l("Kingston")),
    ("America/Nassau", _l("Nassau")),
    ("America/Port-au-Prince", _l("Port-au-Prince")),
    ("America/Havana", _l("Havana")),
    ("America/Santo_Domingo", _l("Santo Domingo")),
    ("America/Port_of_Spain", _l("Port of Spain")),
    ("America/Barbados", _l("Bridgetown")),
    ("America/St_Lucia", _l("Castries")),
    ("America/Guyana", _l("Georgetown")),
    ("America/Curacao", _l("Willemstad")),
    ("Atlantic/Bermuda", _l("Hamilton")),
    ("America/Paramaribo", _l("Paramaribo")),
    ("America/New_York", _l("New York")),
    ("Europe/Amsterdam", _l("Amsterdam")),
    ("Europe/Zurich", _l("Geneva")),
)
"""Capitals of the region, and the cities its partners sit in: zone and the name people know it by."""

_PLACES = dict(REGION)


@dataclass(frozen=True)
class ShownTime:
    """One instant as read in one place: day and clock there, the place's name, the offset in words."""

    instant: datetime
    timezone: str
    event_day: date

    @property
    def local(self) -> datetime:
        return self.instant.astimezone(ZoneInfo(self.timezone))

    @property
    def clock(self) -> str:
        return f"{self.local:%H:%M}"

    @property
    def place(self) -> str:
        return place_of(self.timezone)

    @property
    def offset(self) -> str:
        return offset_in_words(self.instant, self.timezone)

    @property
    def shift(self) -> str:
        """How the day there differs from the event's own day; empty when it does not."""
        days = (self.local.date() - self.event_day).days
        return {0: "", 1: _("the day after"), -1: _("the day before")}.get(days, f"{days:+d}")

    @property
    def words(self) -> str:
        """ "11:00 in Port of Spain, UTC−4"."""
        shift = f" ({self.shift})" if self.shift else ""
        return _("%(clock)s in %(place)s", clock=self.clock, place=self.place) + f"{shift}, {self.offset}"


def place_of(timezone: str) -> str:
    """The city that names a zone; the region's zones go by the capitals people know."""
    if timezone in _PLACES:
        return str(_PLACES[timezone])
    locale = get_locale()
    in_language = locale.time_zones.get(timezone, {}) if locale and locale.language != "en" else {}
    return in_language.get("city") or timezone.rsplit("/", 1)[-1].replace("_", " ")


def event_time(episode: Episode) -> ShownTime | None:
    """The start as agreed, or None while it is to be confirmed."""
    return ShownTime(episode.starts_at, episode.timezone, episode.day) if episode.starts_at else None


def reader_time(episode: Episode, timezone: str | None) -> ShownTime | None:
    """The start in the reader's zone; None where unknown, or where it reads exactly like the event's."""
    if episode.starts_at is None or timezone is None or timezone == episode.timezone:
        return None
    theirs = ShownTime(episode.starts_at, timezone, episode.day)
    own = ShownTime(episode.starts_at, episode.timezone, episode.day)
    return None if theirs.local.replace(tzinfo=None) == own.local.replace(tzinfo=None) else theirs


def region_times(episode: Episode) -> list[tuple[ShownTime, list[str]]]:
    """The start across the region: each clock that is read there with its cities, earliest first."""
    groups: dict[datetime, tuple[ShownTime, list[str]]] = {}
    if episode.starts_at is None:
        return []
    for timezone, city in REGION:
        shown = ShownTime(episode.starts_at, timezone, episode.day)
        groups.setdefault(shown.local.replace(tzinfo=None), (shown, []))[1].append(str(city))
    return [groups[wall] for wall in sorted(groups)]


def day_in_words(day: date) -> str:
    """ "Tuesday 25 July 2023", in the reader's language."""
    return format_date(day, f"EEEE {_pattern(day, reader_language())}")


def short_day(day: date) -> str:
    """ "25 July 2023"."""
    return _short_day(day, reader_language())


@lru_cache(maxsize=4096)
def _short_day(day: date, language: str) -> str:
    """Tables have hundreds of days; the language is the one `format_date` asks for itself."""
    return format_date(day, _pattern(day, language))


def _pattern(day: date, language: str) -> str:
    """Day, month and year in the order and with the small words of the language (LDML)."""
    if language == "es":
        return "d 'de' MMMM 'de' y"
    return "d'er' MMMM y" if language == "fr" and day.day == 1 else "d MMMM y"
