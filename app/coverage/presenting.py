"""What the templates of the board and the report are given. Pure but for the language."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.coverage.advice import effect_of_plans, ranked_plans, wanted_areas
from app.coverage.choices import KINDS, choice_parameters
from app.coverage.counting import AreaFigures, Figures
from app.coverage.drawing import bars, columns, matrix
from app.coverage.keeping import Kept
from app.coverage.markup import band_drawn, episode_rows, matrix_rows, speaker_rows
from app.coverage.material import Choice, Material
from app.coverage.report import Report, crosswalk_shown
from app.coverage.words import (
    country_in_words,
    gender_in_words,
    kind_in_words,
    method,
    points_in_words,
    reason_in_words,
    succession_in_words,
)
from app.quotes.models import Quote
from app.web.layout import here, of_content
from app.web.times import short_day

QUOTES_PRINTED = 5
"""How many quotes the report prints on each pillar; its files have all of them."""

WORDS = {
    "country_words": country_in_words,
    "reason_words": reason_in_words,
    "succession_words": succession_in_words,
    "gender_words": gender_in_words,
    "kind_words": kind_in_words,
}


def board_context(kept: Kept, choice: Choice, today: date, *, episode_link: Callable[[str], str]) -> dict[str, Any]:
    """The figures, the pictures and the advice. Advice is given on what was held, also while plans are counted.

    The public is not told what a single planned episode would do for the balance of countries: it has few speakers.
    """
    material = kept.material
    found = kept.figures(choice, today)
    held = kept.figures(replace(choice, with_planned=False), today) if choice.with_planned else found
    drawn = matrix(found)
    countries = {one.country for one in material.people.values() if one.country} if material.is_for_organizers else ()
    return _shared(found, material) | {
        "choice": choice,
        "parameters": choice_parameters(choice),
        "frameworks": material.frameworks,
        "countries": sorted(countries),
        "organizations": sorted({one.organization for one in material.voices if one.organization}),
        "kinds": KINDS,
        "effect": effect_of_plans(held, found) if choice.with_planned else None,
        "points": points_in_words(with_countries=material.is_for_organizers),
        "plans": ranked_plans(material, held, with_countries=material.is_for_organizers)[:10],
        "wanted": wanted_areas(held)[:8],
        "crosswalk": crosswalk_shown(found, material),
        "matrix": drawn,
        "band_drawn": band_drawn,
        "matrix_rows": matrix_rows(found, drawn, episode_link, short_day, of_content()),
        "episode_link": episode_link,
    }


def report_pages(report: Report, cited: Callable[[Collection[int]], Sequence[Quote]]) -> dict[str, Any]:
    """The report's context; `cited` loads quotes by their ids."""
    found, material = report.figures, report.material
    verified = material.quotes.verified
    chosen = {
        one.area.key: [number for number in found.quote_ids.get(one.area.key, []) if number in verified]
        for one in found.areas
    }
    printed = {key: ids[-QUOTES_PRINTED:][::-1] for key, ids in chosen.items()}
    wanted = sorted({number for ids in printed.values() for number in ids})
    by_id = {quote.id: quote for quote in cited(wanted)} if wanted else {}
    return _shared(found, material) | {
        "quotes_on": {key: [by_id[one] for one in ids if one in by_id] for key, ids in printed.items()},
        "verified_on": {key: len(ids) for key, ids in chosen.items()},
        "crosswalk": crosswalk_shown(found, material),
        "choice": found.choice,
        "episode_rows": episode_rows(report.episodes(), short_day, of_content()),
        "speaker_rows": speaker_rows(report.speakers_heard(), of_content()),
    }


def _shared(found: Figures, material: Material) -> dict[str, Any]:
    return WORDS | {
        "found": found,
        "material": material,
        "shown_pillars": shown_areas(found, found.pillars),
        "shown_themes": shown_areas(found, found.themes),
        "pillar_bars": bars(found, pillars=True, title_of=here),
        "theme_bars": bars(found, pillars=False, title_of=here),
        "years": columns(found.by_year),
        "method": method(),
        "thin": [one for one in found.areas if one.gaps and _is_ours(found)],
    }


def _is_ours(found: Figures) -> bool:
    return found.framework is not None and found.framework.kind == "strategy"


def shown_areas(found: Figures, rows: list[AreaFigures]) -> list[AreaFigures]:
    """All of a strategy; of a vocabulary, which nobody means to cover whole, what was served, planned or spoken to."""
    if _is_ours(found):
        return rows
    return [one for one in rows if one.count.episodes or one.count.quotes or one.planned]
