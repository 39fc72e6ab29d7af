"""The figures: episodes, minutes, speakers and quotes by pillar, theme, year, country and organization. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from app.coverage.balance import FEWEST, NOBODY, Balance, balance
from app.coverage.crosswalk import Reading
from app.coverage.material import Area, Choice, EpisodeRow, FrameworkRow, Key, Material, Quotes, VoiceRow

LONG_AGO = timedelta(days=365)


class Count(NamedTuple):
    """Whole episodes with their planned minutes, different people, and quotes."""

    episodes: int = 0
    minutes: int = 0
    speakers: int = 0
    quotes: int = 0


NOTHING = Count()


class Cell(NamedTuple):
    """How one episode serves one area."""

    is_principal: bool
    is_evidenced: bool


@dataclass(frozen=True)
class AreaFigures:
    """What was done for one pillar or theme. `claimed` and `evidenced` count the episodes' links."""

    area: Area
    count: Count
    principal: int
    evidenced: int
    claimed: int
    planned: int
    first_on: date | None
    last_on: date | None
    by_year: Mapping[int, Count]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """Everything the board, the report and the files show; all of them read it from here."""

    choice: Choice
    framework: FrameworkRow | None
    as_of: date
    """Since that day nothing told here has changed: what is counted, and what is thin."""
    totals: Count = NOTHING
    unlinked: int = 0
    areas: list[AreaFigures] = field(default_factory=list)
    by_year: Mapping[int, Count] = field(default_factory=dict)
    balance: Balance = field(default_factory=Balance)
    """What the public is told of countries and gender; organizers have the exact figures of their choice below."""
    by_country: Mapping[str, Count] | None = None
    by_organization: Mapping[str, Count] = field(default_factory=dict)
    by_organization_kind: Mapping[str, Count] = field(default_factory=dict)
    by_gender: Mapping[str, int] | None = None
    unknown_country: int = 0
    episodes: list[EpisodeRow] = field(default_factory=list)
    matrix: Mapping[int, Mapping[Key, Cell]] = field(default_factory=dict)
    """By episode, each in the order of the areas."""
    planned: list[EpisodeRow] = field(default_factory=list)
    planned_matrix: Mapping[int, frozenset[Key]] = field(default_factory=dict)
    quote_ids: Mapping[Key, list[int]] = field(default_factory=dict)
    voices: list[VoiceRow] = field(default_factory=list)
    """Those asked for, in the counted episodes."""

    @property
    def speaker_ids(self) -> set[int]:
        return {voice.person_id for voice in self.voices}

    @property
    def pillars(self) -> list[AreaFigures]:
        return [one for one in self.areas if one.area.is_pillar]

    @property
    def themes(self) -> list[AreaFigures]:
        return [one for one in self.areas if not one.area.is_pillar]

    def of(self, key: Key) -> AreaFigures | None:
        return next((one for one in self.areas if one.area.key == key), None)


def figures(material: Material, choice: Choice, today: date, *, changed_on: date = date.min) -> Figures:
    """Count the material, which last changed on that day, as the choice asks; an unknown framework gives no areas."""
    return _Counting(material, choice, today, changed_on).run()


@dataclass
class _Heard:
    """The voices of one group."""

    episodes: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)

    def add(self, episodes: Iterable[int], people: Iterable[int]) -> None:
        self.episodes.update(episodes)
        self.people.update(people)


class _Counting:
    """One count; each step leaves what the next ones need."""

    def __init__(self, material: Material, choice: Choice, today: date, changed_on: date) -> None:
        self.material, self.choice, self.today, self.changed_on = material, choice, today, changed_on
        self.framework = material.framework(choice.framework, today)
        framework_of = {area.key: area.framework_id for area in material.areas}
        own = self.framework.id if self.framework else 0
        goal_of = {area.key: area.goal for area in material.areas if area.goal is not None}
        self.reading = Reading(own, framework_of, material.crosswalk, goal_of)
        self.balance = Balance() if material.is_for_organizers else balance(material, today)
        self.own_areas = [area for area in material.areas if area.framework_id == own]
        self.kind_of = {organization: kind for _episode, _person, organization, kind in material.voices}
        stages = ("held", "planned") if choice.with_planned else ("held",)
        self.voices = self._asked_voices()
        asked = [one for one in material.episodes if choice.covers(one.day)]
        if choice.is_about_voices:
            heard = {voice.episode_id for voice in self.voices}
            asked = [one for one in asked if one.id in heard]
        self.episodes = {one.id: one for one in asked if one.stage in stages}
        self.planned = [one for one in asked if one.stage == "planned"]
        self.minutes = {one.id: one.minutes for one in self.episodes.values()}
        self.voices = [voice for voice in self.voices if voice.episode_id in self.episodes]
        self.people_in: dict[int, list[int]] = {one: [] for one in self.episodes}
        for voice in self.voices:
            self.people_in[voice.episode_id].append(voice.person_id)
        self.quotes = self._asked_quotes()

    def _days_of(self, quote_ids: Iterable[int]) -> Iterable[date]:
        return map(self.quotes.days.__getitem__, map(self.quotes.places.__getitem__, quote_ids))

    def _country_of(self, person_id: int) -> str | None:
        return self.material.people.get(person_id, NOBODY).country

    def _asked_voices(self) -> list[VoiceRow]:
        voices, choice = self.material.voices, self.choice
        if choice.organization is not None:
            voices = [voice for voice in voices if voice.organization == choice.organization]
        if choice.kind is not None:
            voices = [voice for voice in voices if voice.organization_kind == choice.kind]
        if choice.country is not None:
            voices = [voice for voice in voices if self._country_of(voice.person_id) == choice.country]
        return voices

    def _asked_quotes(self) -> Quotes:
        quotes, choice = self.material.quotes, self.choice
        if choice.since is not None or choice.until is not None:
            covered = {day for day in set(quotes.days) if choice.covers(day)}
            quotes = quotes.where(map(covered.__contains__, quotes.days))
        if choice.organization is not None:
            quotes = quotes.where(organization == choice.organization for organization in quotes.organizations)
        if choice.kind is not None:
            of_kind = {name for name, kind in self.kind_of.items() if kind == choice.kind}
            quotes = quotes.where(map(of_kind.__contains__, quotes.organizations))
        if choice.country is not None:
            quotes = quotes.where(self._country_of(person_id) == choice.country for person_id in quotes.person_ids)
        return quotes

    def run(self) -> Figures:
        cells_of = self._cells()
        matrix: dict[int, dict[Key, Cell]] = defaultdict(dict)
        for area in self.own_areas:
            for episode_id, cell in cells_of.get(area.key, {}).items():
                matrix[episode_id][area.key] = cell
        quotes_of = self._quotes_of()
        planned = self._planned_matrix()
        plans = Counter(key for keys in planned.values() for key in keys)
        rows = [
            self._area(area, cells_of.get(area.key, {}), quotes_of.get(area.key, []), plans[area.key])
            for area in self.own_areas
        ]
        by_organization, by_kind = self._by_voice()
        speakers = {voice.person_id for voice in self.voices}
        are_told_exactly = self.material.is_for_organizers and not self.choice.is_about_voices
        return Figures(
            choice=self.choice,
            framework=self.framework,
            as_of=self._as_of(rows),
            totals=self._count(self.episodes, len(self.quotes.ids)),
            unlinked=sum(1 for one in self.episodes if not matrix.get(one)),
            areas=rows,
            by_year=self._by_year(self.episodes, self.quotes.by_day),
            balance=self.balance,
            by_country=self._by_country() if are_told_exactly else None,
            by_organization=by_organization,
            by_organization_kind=by_kind,
            by_gender=self._by_gender(speakers) if are_told_exactly else None,
            unknown_country=sum(not self._country_of(one) for one in speakers) if are_told_exactly else 0,
            episodes=sorted(self.episodes.values(), key=lambda one: (one.day, one.id), reverse=True),
            matrix=dict(matrix),
            planned=sorted(self.planned, key=lambda one: (one.day, one.id)),
            planned_matrix=planned,
            quote_ids=quotes_of,
            voices=self.voices,
        )

    def _as_of(self, rows: Iterable[AreaFigures]) -> date:
        """The day of the last change, or a later one on which the calendar made something thin or a strategy valid."""
        turned = [one.last_on + LONG_AGO + timedelta(days=1) for one in rows if one.last_on and "long_ago" in one.gaps]
        begun = [one.valid_from for one in self.material.frameworks if one.valid_from <= self.today]
        over = [one.valid_until + timedelta(days=1) for one in self.material.frameworks if one.valid_until]
        told = [self.balance.until + timedelta(days=1)] if self.balance.until else []
        return max((self.changed_on, *told, *turned, *begun, *(day for day in over if day <= self.today)))

    def _cells(self) -> dict[Key, dict[int, Cell]]:
        """Area to episode to cell; a link through several ways counts once, with the best that any of them says."""
        said = self.material.quotes
        serving: dict[Key, set[int]] = defaultdict(set)
        principal: dict[Key, set[int]] = defaultdict(set)
        evidenced: dict[Key, set[int]] = defaultdict(set)
        for (key, is_principal), links in self.material.episode_links.items():
            for goal in self.reading.of(key):
                counted = links.keys() & self.episodes.keys()
                serving[goal] |= counted
                evidenced[goal].update(one for one in counted if links[one] in said.places)
                if is_principal:
                    principal[goal] |= counted
        for key, ids in self.material.quote_links.items():
            for goal in self.reading.of(key):
                places = map(said.places.__getitem__, ids & said.places.keys())
                evidenced[goal].update(map(said.episode_ids.__getitem__, places))
        return {
            key: {one: Cell(one in principal[key], one in evidenced[key]) for one in sorted(episodes)}
            for key, episodes in serving.items()
        }

    def _planned_matrix(self) -> dict[int, frozenset[Key]]:
        planned = {one.id for one in self.planned}
        found: dict[int, set[Key]] = defaultdict(set)
        for (key, _principal), links in self.material.episode_links.items():
            if goals := self.reading.of(key):
                for episode_id in links.keys() & planned:
                    found[episode_id] |= goals
        return {episode_id: frozenset(keys) for episode_id, keys in found.items()}

    def _quotes_of(self) -> dict[Key, list[int]]:
        found: dict[Key, set[int]] = defaultdict(set)
        for key, ids in self.material.quote_links.items():
            for goal in self.reading.of(key):
                found[goal] |= ids & self.quotes.places.keys()
        return {key: sorted(ids) for key, ids in found.items()}

    def _area(self, area: Area, cells: Mapping[int, Cell], quote_ids: list[int], planned: int) -> AreaFigures:
        days = sorted(self.episodes[episode_id].day for episode_id in cells)
        evidenced = sum(cell.is_evidenced for cell in cells.values())
        count = self._count(cells, len(quote_ids))
        return AreaFigures(
            area=area,
            count=count,
            principal=sum(cell.is_principal for cell in cells.values()),
            evidenced=evidenced,
            claimed=len(cells) - evidenced,
            planned=planned,
            first_on=days[0] if days else None,
            last_on=days[-1] if days else None,
            by_year=self._by_year(cells, Counter(self._days_of(quote_ids))),
            gaps=gaps_of(days, evidenced, count.quotes, min(self.choice.until or self.today, self.today)),
        )

    def _count(self, episode_ids: Collection[int], quotes: int) -> Count:
        return Count(
            episodes=len(episode_ids),
            minutes=sum(map(self.minutes.__getitem__, episode_ids)),
            speakers=len(set().union(*map(self.people_in.__getitem__, episode_ids))),
            quotes=quotes,
        )

    def _by_year(self, episode_ids: Iterable[int], said_on: Mapping[date, int]) -> dict[int, Count]:
        ids: dict[int, list[int]] = defaultdict(list)
        for episode_id in episode_ids:
            ids[self.episodes[episode_id].day.year].append(episode_id)
        said: Counter[int] = Counter()
        for day, number in said_on.items():
            said[day.year] += number
        return {year: self._count(ids[year], said[year]) for year in sorted({*ids, *said})}

    def _by_voice(self) -> tuple[dict[str, Count], dict[str, Count]]:
        """By organization and by kind of organization: whose voices were heard."""
        by_organization: dict[str | None, _Heard] = defaultdict(_Heard)
        by_kind: dict[str | None, _Heard] = defaultdict(_Heard)
        for (organization, kind), voices in groupby(self.voices, itemgetter(2, 3)):
            episodes, people, *_names = zip(*voices, strict=True)
            by_organization[organization].add(episodes, people)
            by_kind[kind].add(episodes, people)
        said_for = self.quotes.by_organization
        said_by_kind: Counter[str | None] = Counter()
        for organization, number in said_for.items():
            said_by_kind[self.kind_of.get(organization)] += number
        return self._grouped(by_organization, said_for), self._grouped(by_kind, said_by_kind)

    def _by_country(self) -> dict[str, Count]:
        heard: dict[str | None, _Heard] = defaultdict(_Heard)
        for voice in self.voices:
            heard[self._country_of(voice.person_id)].add([voice.episode_id], [voice.person_id])
        said: Counter[str | None] = Counter()
        for person_id, number in Counter(self.quotes.person_ids).items():
            said[self._country_of(person_id)] += number
        return self._grouped(heard, said)

    def _grouped(self, heard: Mapping[str | None, "_Heard"], said: Mapping[str | None, int]) -> dict[str, Count]:
        """Those with a name; the nameless stand in the totals only."""
        counted = {}
        for name in sorted(filter(None, {*heard, *said})):
            own = heard.get(name, _Heard())
            minutes = sum(map(self.minutes.__getitem__, own.episodes))
            counted[name] = Count(len(own.episodes), minutes, len(own.people), said.get(name, 0))
        return counted

    def _by_gender(self, speakers: set[int]) -> dict[str, int] | None:
        told = (self.material.people.get(one, NOBODY).gender for one in speakers)
        return hide_small(Counter(gender or "not_stated" for gender in told))


def gaps_of(days: list[date], evidenced: int, quotes: int, until: date) -> tuple[str, ...]:
    """What is thin about a pillar or theme; `days` are those of its episodes, in order."""
    if not days:
        return ("no_episode",) if quotes else ("no_episode", "no_quote")
    gaps = [("long_ago", until - days[-1] > LONG_AGO), ("no_evidence", not evidenced), ("no_quote", not quotes)]
    return tuple(name for name, is_so in gaps if is_so)


def hide_small(groups: Mapping[str, int]) -> dict[str, int] | None:
    """Groups of at least five; never only one of them missing, for then it could be worked out. None when none is left.

    A group hides no one when nobody said anything: "not_stated" alone is no figure of gender.
    """
    small = [name for name, size in groups.items() if 0 < size < FEWEST]
    if len(small) == 1:
        others = sorted((size, name) for name, size in groups.items() if size >= FEWEST)
        small += [name for _size, name in others[:1]]
    shown = {name: size for name, size in sorted(groups.items()) if size and name not in small}
    return shown if set(shown) - {"not_stated"} else None
