"""The report: the figures with what was held, who spoke and what was said, as tables and as JSON. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.coverage.choices import choice_parameters
from app.coverage.counting import AreaFigures, Count, Figures
from app.coverage.material import Area, CrosswalkRow, Material
from app.coverage.words import gaps_in_words, method

Cell = str | int | None
Table = list[list[Cell]]
AddressOf = Callable[..., str]
"""The public address of a page: its kind ("episode", "quote", "pillar" …) and what names it."""

VERSION = "1"


class Said(NamedTuple):
    """The words of one quote and how it is attributed."""

    words: str
    slug: str
    language: str
    speaker: str
    standing: str


def said_of(rows: Iterable[tuple[Any, ...]]) -> dict[int, Said]:
    """From rows as `public_words` gives them: the position with the organization, or the source's own words."""
    return {
        number: Said("\n".join(paragraphs), slug, language, speaker, ", ".join(filter(None, held)) or named or "")
        for number, paragraphs, slug, language, speaker, *held, named in rows
    }


@dataclass(frozen=True)
class Report:
    figures: Figures
    material: Material
    said: Mapping[int, Said]
    address_of: AddressOf

    def to_json(self) -> dict[str, Any]:
        """The figures as `/coverage.json` has them, with episodes, speakers and quotes."""
        tables = self.tables()
        lists = {name: _as_items(tables[name]) for name in ("episodes", "speakers", "quotes", "crosswalk")}
        return to_figures_json(self.figures, self.address_of) | lists

    def tables(self) -> dict[str, Table]:
        """Every table of the report, by name; the first row of each has the names of the columns."""
        return figure_tables(self.figures) | {
            "episodes": self.episodes(),
            "speakers": self.speakers_heard(),
            "quotes": self._quotes(),
            "crosswalk": self._crosswalk(),
        }

    def episodes(self) -> Table:
        labels = {one.area.key: one.area.label for one in self.figures.areas}
        speakers = Counter(voice.episode_id for voice in self.figures.voices)
        rows: Table = [["number", "title", "day", "minutes", "speakers", "served", "evidenced", "address"]]
        for one in self.figures.episodes:
            cells = self.figures.matrix.get(one.id, {})
            rows.append(
                [
                    *(one.number, one.title, one.day.isoformat(), one.minutes, speakers[one.id]),
                    ", ".join([labels[key] for key in cells]),
                    ", ".join([labels[key] for key, cell in cells.items() if cell.is_evidenced]),
                    self.address_of("episode", one.slug),
                ]
            )
        return rows

    def speakers_heard(self) -> Table:
        """Everybody who spoke, by family name, with whom they spoke for."""
        spoke_for: dict[int, list[str | None]] = defaultdict(list)
        for _episode_id, person_id, organization, _kind in self.figures.voices:
            spoke_for[person_id].append(organization)
        rows: Table = [["name", "spoke_for", "episodes", "address"]]
        for person_id, person in self.material.people.items():
            if organizations := spoke_for.get(person_id):
                named = "; ".join(filter(None, dict.fromkeys(organizations)))
                rows.append([person.name, named, len(organizations), self.address_of("person", person.slug)])
        return rows

    def _quotes(self) -> Table:
        """The counted quotes that are linked to the framework, with their words."""
        labels: dict[int, list[str]] = defaultdict(list)
        for one in self.figures.areas:
            for quote_id in self.figures.quote_ids.get(one.area.key, []):
                labels[quote_id].append(one.area.label)
        rows: Table = [["id", "words", "language", "speaker", "standing", "day", "verified", "speaks_to", "address"]]
        quotes = self.material.quotes
        for quote_id, day in sorted(zip(quotes.ids, quotes.days, strict=True)):
            if quote_id in labels and quote_id in self.said:
                said = self.said[quote_id]
                rows.append(
                    [
                        *(quote_id, said.words, said.language, said.speaker, said.standing, day.isoformat()),
                        "yes" if quote_id in quotes.verified else "no",
                        ", ".join(labels[quote_id]),
                        self.address_of("quote", quote_id, said.slug),
                    ]
                )
        return rows

    def _crosswalk(self) -> Table:
        """The lines from and to the framework; `share` in per cent, where one is given."""
        lines = crosswalk_shown(self.figures, self.material)
        rows: Table = [
            [beginning.title, row.kind, goal.title if goal else None, row.share, row.note]
            for beginning, row, goal in lines
        ]
        return [["from", "became", "to", "share", "note"], *rows]


def crosswalk_shown(found: Figures, material: Material) -> list[tuple[Area, CrosswalkRow, Area | None]]:
    """The lines that lead to or from the framework, with what stands at both ends."""
    areas = {area.key: area for area in material.areas}
    own = {one.area.key for one in found.areas}
    return [
        (areas[row.beginning], row, areas.get(row.goal) if row.goal else None)
        for row in material.crosswalk
        if row.beginning in own or row.goal in own
    ]


def _as_items(table: Table) -> list[dict[str, Cell]]:
    names = [str(name) for name in table[0]]
    return [dict(zip(names, row, strict=True)) for row in table[1:]]


COUNTED = ("episodes", "minutes", "speakers", "quotes")


def _counted(count: Count) -> list[Cell]:
    return [count.episodes, count.minutes, count.speakers, count.quotes]


def figure_tables(found: Figures) -> dict[str, Table]:
    """The figures alone: by pillar and theme, by year, by voice, the whole, and how they were made."""
    tables: dict[str, Table] = {
        "about": _about(found),
        "totals": [list(COUNTED), _counted(found.totals)],
        "pillars": _areas(found.pillars),
        "themes": _areas(found.themes),
        "years": [["year", *COUNTED], *([year, *_counted(count)] for year, count in found.by_year.items())],
    }
    by_voice = {
        "organizations": found.by_organization,
        "organization_kinds": found.by_organization_kind,
    }
    for name, groups in by_voice.items():
        rows: Table = [[group, *_counted(count)] for group, count in groups.items()]
        tables[name] = [["name", *COUNTED], *rows]
    sentences: Table = [[sentence] for sentence in method()]
    return tables | _balance(found) | {"method": [["sentence"], *sentences]}


def _about(found: Figures) -> Table:
    """Which framework is counted, as of which day, and what was chosen: a file alone would not say it."""
    named: Table = [["framework", found.framework.title if found.framework else None]]
    named += [["as_of", found.as_of.isoformat()]]
    chosen: Table = [[name, value] for name, value in choice_parameters(found.choice, framework=None).items()]
    return [["what", "value"], *named, *chosen]


def _balance(found: Figures) -> dict[str, Table]:
    """Countries and gender: exact counts for organizers, for the public what it is told of them."""
    countries = _sizes("name", found.balance.countries)
    if found.by_country is not None:
        exact: Table = [[name, *_counted(count)] for name, count in found.by_country.items()]
        countries = [["name", *COUNTED], *exact]
    gender = found.by_gender or found.balance.gender
    return {"countries": countries, "gender": _sizes("group", gender)}


def _sizes(head: str, sizes: Mapping[str, int]) -> Table:
    rows: Table = [[name, size] for name, size in sizes.items()]
    return [[head, "speakers"], *rows]


AREA_COLUMNS = ("principal", "contributing", "evidenced", "claimed", "planned")


def _areas(areas: list[AreaFigures]) -> Table:
    head: list[Cell] = ["label", "title", *COUNTED, *AREA_COLUMNS, "first_on", "last_on", "gaps"]
    return [head, *(_area_row(one) for one in areas)]


def _area_row(one: AreaFigures) -> list[Cell]:
    contributing = one.count.episodes - one.principal
    days = [day.isoformat() if day else None for day in (one.first_on, one.last_on)]
    gaps = gaps_in_words(one.gaps, one.last_on)
    links = (one.principal, contributing, one.evidenced, one.claimed, one.planned)
    return [one.area.label, one.area.title, *_counted(one.count), *links, *days, gaps]


def to_figures_json(found: Figures, address_of: AddressOf) -> dict[str, Any]:
    """The figures for other tools; coverage.schema.json describes them."""
    framework = found.framework
    tables = figure_tables(found)
    return {
        "$schema": address_of("schema"),
        "version": VERSION,
        "as_of": found.as_of.isoformat(),
        "framework": framework
        and {
            "slug": framework.slug,
            "title": framework.title,
            "kind": framework.kind,
            "valid_from": framework.valid_from.isoformat(),
            "valid_until": framework.valid_until.isoformat() if framework.valid_until else None,
        },
        "filter": choice_parameters(found.choice),
        "totals": _as_items(tables["totals"])[0],
        "unlinked_episodes": found.unlinked,
        "pillars": [_area_json(one, address_of) for one in found.pillars],
        "themes": [_area_json(one, address_of) for one in found.themes],
        **{name: _as_items(tables[name]) for name in ("years", "countries", "organizations", "organization_kinds")},
        "gender": dict(found.balance.gender),
        "countries_and_gender_until": found.balance.until and found.balance.until.isoformat(),
        "method": method(),
    }


def _area_json(one: AreaFigures, address_of: AddressOf) -> dict[str, Any]:
    row = dict(zip([str(name) for name in _areas([])[0]], _area_row(one), strict=True))
    kind = "pillar" if one.area.is_pillar else "theme"
    years = [{"year": year, **dict(zip(COUNTED, _counted(count), strict=True))} for year, count in one.by_year.items()]
    return row | {
        "slug": one.area.slug,
        "address": address_of(kind, one.area.slug),
        "gaps": list(one.gaps),
        "years": years,
    }
