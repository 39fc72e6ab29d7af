"""Many quotes in one file: CSV, BibTeX, RIS, CSL-JSON. Pure."""

import json
from collections.abc import Callable

from app.quotes.bibtex import to_bibtex
from app.quotes.citations import cited
from app.quotes.csl import to_csl
from app.quotes.models import Quote
from app.quotes.ris import to_ris
from app.tables import to_csv

AddressOf = Callable[[Quote], str]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
_COLUMNS = ("id", "address", "words", "speaker", "position", "episode", "day", "language", "source", "version")


def exported(quotes: list[Quote], form: str, address_of: AddressOf) -> str:
    facts = [cited(quote, address_of(quote)) for quote in quotes]
    if form == "csv":
        return to_csv(_rows(quotes, address_of))
    if form == "json":
        return json.dumps([to_csl(it) for it in facts], ensure_ascii=False, indent=1)
    return "".join((to_bibtex if form == "bib" else to_ris)(it) for it in facts)


def _rows(quotes: list[Quote], address_of: AddressOf) -> list[list[object]]:
    rows: list[list[object]] = [list(_COLUMNS)]
    for quote in quotes:
        episode, source = quote.episode, quote.source
        rows.append(
            [
                *(quote.id, address_of(quote), quote.words, quote.person.full_name, quote.standing),
                *((episode.title, episode.day.isoformat()) if episode else ("", "")),
                *(quote.language, source.title if source else "", max(quote.edition, 1)),
            ]
        )
    return rows
