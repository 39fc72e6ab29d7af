"""Where sentences end, abbreviations and initials known: in one pass (pysbd needs seconds for 40 kB)."""

import re
from functools import lru_cache

from app.sources.reading.dates import is_month

_END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s+(?:[\"“„‘(¿¡]|«\s?)?[A-ZÀ-ÖØ-Þ0-9]|\s*$)|\n")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«“\"])(?:[A-Z]|Dr|Dra|Drs|dr|dra|drs|prof|mr|Mr|Mrs|Ms|Prof|Hon|Rev|Sr|Sra|Lic|Ing|St|Ste|Mme"
    r"|Mlle|M|Me|No|Nr|Jr|H\.E|S\.E|E\.E"
    r"|dhr|mevr|ir|mw|art|vs|etc|e\.g|i\.e|approx|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Gen|Gov|Sen|Rep|Col|Capt|Excmo"
    r"|Excma|Mgr|Amb|Mtra|Mtro|Lcd[oa]|Licd[oa]|Arq|Dip|Gral|Cnel|Pbro|Ltd|Inc|Rt|Sgt|Lt|Maj|Insp|Supt|Engr|Eng"
    r"|Atty|Cllr|Msgr|Asst|Assoc|Mag|Econ|Mons|Lda|Ldo|Rvdo"
    r"|[ap]\.?\s?m|U\.S|U\.N)\.$"
)


@lru_cache(maxsize=4096)
def sentence_ends(text: str) -> tuple[int, ...]:
    """The offset after each sentence, the last being the text's length."""
    ends = [match.end() for match in _END.finditer(text) if not _is_abbreviated(text, match)]
    return tuple(ends) if ends and ends[-1] == len(text) else (*ends, len(text))


def _is_abbreviated(text: str, match: re.Match[str]) -> bool:
    return match.group() == "." and bool(_ABBREVIATION.search(text[max(0, match.end() - 12) : match.end()]))


_DATELINE = re.compile(r"^(?P<place>[A-ZÀ-Þ(][^!?:;“”\"«»„‘‹\n]{1,110}?)(?:\s?[–—―]+|\s-+|\s?\.-)\s?(?=\S)")
_SMALL = 3


@lru_cache(maxsize=4096)
def dateline_end(text: str) -> int:
    """The offset behind "PORT OF SPAIN, 26 July 2023 – "; 0 where the block opens otherwise."""
    found = _DATELINE.match(text)
    if not found:
        return 0
    place = found["place"]
    words = re.findall(r"[^\W\d_]+", place)
    if len(words) > 14 or any(word[0].islower() and len(word) > _SMALL and not is_month(word) for word in words):
        return 0
    told = re.search(r"[,\d(/]", place) or words[0].isupper() or (len(words) <= _SMALL and not place.endswith("."))
    return found.end() if told else 0


def sentence_around(text: str, place: int) -> tuple[int, int]:
    """The sentence that holds the offset."""
    starts = 0
    for ends in sentence_ends(text):
        if place < ends:
            return starts, ends
        starts = ends
    return starts, len(text)
