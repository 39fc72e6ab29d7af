"""Cities and countries of the world as CLDR (Babel) calls them in the four languages, and their time zones."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

from app.sources.reading.dates import LANGUAGES


def folded(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


@cache
def zones_by_place() -> dict[str, str]:
    """IANA zone by city, and by country where the whole country keeps one zone."""
    territory_of = get_global("zone_territories")
    found = {folded(zone.rpartition("/")[2]): zone for zone in territory_of if "/" in zone}
    zones_of: dict[str, list[str]] = {}
    for zone, territory in territory_of.items():
        zones_of.setdefault(territory, []).append(zone)
    for language in LANGUAGES:
        locale = Locale(language)
        for zone, names in locale.time_zones.items():
            if zone in territory_of and "city" in names:
                found.setdefault(folded(names["city"]), zone)
        for territory, name in locale.territories.items():
            if len(zones_of.get(territory, ())) == 1:
                found.setdefault(folded(name), zones_of[territory][0])
    return found


@cache
def _territories() -> frozenset[str]:
    return frozenset(folded(name) for language in LANGUAGES for name in Locale(language).territories.values())


def is_place(name: str) -> bool:
    """Whether a country, a region of the world or a city of a time zone is called so."""
    return folded(name) in zones_by_place() or folded(name) in _territories()
