"""Time zones as the region's articles name them, to IANA names; abbreviations only where the region makes them sure."""

import re
from functools import lru_cache

from app.sources.reading.places import folded, zones_by_place

ZONES: tuple[tuple[str, str], ...] = (
    (
        r"AST|Atlantic Standard Time|Eastern Caribbean(?: Standard)? Time|Eastern Caribbean|ECT"
        r"|hora del Caribe Oriental"
        r"|heure des Caraïbes(?: orientales)?|Oost-Caribische tijd|hora estándar del Atlántico"
        r"|heure normale de l[’']Atlantique"
        r"|Trinidad(?: and Tobago)? time|Port of Spain(?: time)?|Atlantische standaardtijd",
        "America/Port_of_Spain",
    ),
    (r"Barbados time|Bridgetown time|hora de Barbados", "America/Barbados"),
    (
        r"Jamaican? time|Kingston time|hora de Jamaica|heure de (?:Kingston|la Jamaïque)|Jamaicaanse tijd",
        "America/Jamaica",
    ),
    (r"Guyana time|Georgetown time|hora de (?:Guyana|Georgetown)", "America/Guyana"),
    (
        r"Suriname(?:se)? time|Surinaamse tijd|Paramaribo time|(?:tijd in|tijd van) (?:Paramaribo|Suriname)"
        r"|hora de Paramaribo",
        "America/Paramaribo",
    ),
    (
        r"Curaçao time|Curaçaose tijd|(?:tijd in|tijd van|tijd op) (?:Curaçao|Willemstad)|Willemstad time",
        "America/Curacao",
    ),
    (r"Aruba(?:anse)? (?:time|tijd)|tijd (?:op|van) Aruba", "America/Aruba"),
    (r"Belize time|hora de Belice", "America/Belize"),
    (r"Nassau time|Bahamas time", "America/Nassau"),
    (r"Haiti time|heure d[’']Haïti|heure de Port-au-Prince|hora de Puerto Príncipe", "America/Port-au-Prince"),
    (r"hora de (?:Santo Domingo|la República Dominicana)|Santo Domingo time|hora dominicana", "America/Santo_Domingo"),
    (r"hora de (?:Cuba|La Habana)|Havana time", "America/Havana"),
    (r"hora de (?:Panamá|Ciudad de Panamá)|Panama(?: City)? time", "America/Panama"),
    (r"hora de Costa Rica|Costa Rica time|San José time", "America/Costa_Rica"),
    (r"hora de Puerto Rico|hora de San Juan|San Juan time", "America/Puerto_Rico"),
    (r"heure de (?:la )?Guadeloupe|heure de Pointe-à-Pitre", "America/Guadeloupe"),
    (r"heure de (?:la )?Martinique|heure de Fort-de-France", "America/Martinique"),
    (r"heure de (?:la )?Guyane|heure de Cayenne", "America/Cayenne"),
    (r"heure de Paris|Paris time", "Europe/Paris"),
    (r"heure de Genève|Geneva time|hora de Ginebra", "Europe/Zurich"),
    (r"Nederlandse tijd|tijd in (?:Nederland|Den Haag|Amsterdam)|Amsterdam time", "Europe/Amsterdam"),
    (r"hora de Madrid|hora peninsular", "Europe/Madrid"),
    (r"London time|British Summer Time", "Europe/London"),
    (r"hora de Bogotá|hora de Colombia", "America/Bogota"),
    (r"hora de México|hora de Ciudad de México", "America/Mexico_City"),
    (
        r"New York time|heure de New York|hora de Nueva York|Eastern Daylight Time|EDT|EST|ET"
        r"|Eastern(?: Standard)? Time",
        "America/New_York",
    ),
    (r"UTC|GMT|TUC", "UTC"),
)
_ZONES = [
    (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", 0 if pattern.isupper() else re.IGNORECASE), zone)
    for pattern, zone in ZONES
]
_CAPITALS = re.compile(r"[A-Z]{2,4}")


_PLACE = r"(?P<{0}>[A-ZÀ-Þ][\w’'-]+(?:[ -](?:(?:of|and|de|du|des|la|le|los|y|et|en|van) )?[A-ZÀ-Þ][\w’'-]+){{0,3}})"
_OF_PLACE = re.compile(
    r"(?i:\b(?:heure|hora|tijd)(?:\s(?:locale?|legale?|oficial|officielle|estándar|plaatselijke))?\s"
    r"(?:de|d[’']|du|des|à|en|in|op|van|te)\s?(?:(?:la|el|las|los|les|het|de)\s|l[’'])?)"
    + _PLACE.format("behind")
    + "|"
    + _PLACE.format("before")
    + r"(?:[’']s)?\s(?:local\s)?time\b"
)
""" "heure de Port-d’Espagne", "Castries time": whatever place CLDR knows."""


def _zone_of_place(text: str) -> tuple[int, int, str] | None:
    for match in _OF_PLACE.finditer(text):
        name = folded(match["behind"] or match["before"])
        while name:
            if name in zones_by_place():
                return match.start(), match.end(), zones_by_place()[name]
            name = name.rpartition(" ")[0] if match["behind"] else name.partition(" ")[2]
    return None


@lru_cache(maxsize=1024)
def zone_in(text: str) -> tuple[str, int, int] | None:
    """(IANA name, starts, ends) of the zone that is named first."""
    found = []
    for pattern, zone in _ZONES:
        for match in pattern.finditer(text):
            if len(match.group()) > 4 or _CAPITALS.fullmatch(match.group()):
                found.append((match.start(), match.end(), zone))
                break
    told = None if found else _zone_of_place(text)
    found += [told] if told else []
    if not found:
        return None
    starts, ends, zone = min(found)
    return zone, starts, ends
