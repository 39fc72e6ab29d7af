"""The figures: episodes, minutes, speakers and quotes by pillar, theme, year, country and organization. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.coverage.crosswalk import Reading
from app.coverage.material import Area, Choice, EpisodeRow, FrameworkRow, Key, Material, QuoteRow, VoiceRow

HIDDEN_BELOW = 5
"""Gender is told in groups of at least so many people."""
LONG_AGO = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Count:
    """Whole episodes with their planned minutes, different people, and quotes."""

    episodes: int = 0
    minutes: int = 0
    speakers: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
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
    today: date
    totals: Count = Count()
    unlinked: int = 0
    areas: list[AreaFigures] = field(default_factory=list)
    by_year: Mapping[int, Count] = field(default_factory=dict)
    by_country: Mapping[str, Count] | None = None
    by_organization: Mapping[str, Count] = field(default_factory=dict)
    by_organization_kind: Mapping[str, Count] = field(default_factory=dict)
    by_gender: Mapping[str, int] | None = None
    unknown_country: int = 0
    episodes: list[EpisodeRow] = field(default_factory=list)
    matrix: Mapping[int, Mapping[Key, Cell]] = field(default_factory=dict)
    planned: list[EpisodeRow] = field(default_factory=list)
    planned_matrix: Mapping[int, frozenset[Key]] = field(default_factory=dict)
    quote_ids: Mapping[Key, list[int]] = field(default_factory=dict)
    people_in: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """The speakers asked for, by episode."""

    @property
    def speaker_ids(self) -> set[int]:
        return {person_id for people in self.people_in.values() for person_id in people}

    @property
    def pillars(self) -> list[AreaFigures]:
        return [one for one in self.areas if one.area.is_pillar]

    @property
    def themes(self) -> list[AreaFigures]:
        return [one for one in self.areas if not one.area.is_pillar]

    def of(self, key: Key) -> AreaFigures | None:
        return next((one for one in self.areas if one.area.key == key), None)


def figures(material: Material, choice: Choice, today: date) -> Figures:
    """Count the material as the choice asks; an unknown framework gives figures without areas."""
    return _Counting(material, choice, today).run()


class _Counting:
    """One count; each step leaves what the next ones need."""

    def __init__(self, material: Material, choice: Choice, today: date) -> None:
        self.material, self.choice, self.today = material, choice, today
        self.framework = material.framework(choice.framework, today)
        framework_of = {area.key: area.framework_id for area in material.areas}
        own = self.framework.id if self.framework else 0
        self.reading = Reading(own, framework_of, material.crosswalk)
        self.own_areas = [area for area in material.areas if area.framework_id == own]
        stages = ("held", "planned") if choice.with_planned else ("held",)
        self.voices = [voice for voice in material.voices if self._is_asked(voice.person_id, voice.organization)]
        heard = {voice.episode_id for voice in self.voices}
        asked = [
            one
            for one in material.episodes
            if choice.covers(one.day) and (not choice.is_about_voices or one.id in heard)
        ]
        self.episodes = {one.id: one for one in asked if one.stage in stages}
        self.planned = [one for one in asked if one.stage == "planned"]
        self.voices = [voice for voice in self.voices if voice.episode_id in self.episodes]
        self.people_in: dict[int, set[int]] = defaultdict(set)
        for voice in self.voices:
            self.people_in[voice.episode_id].add(voice.person_id)
        self.quotes = self._asked_quotes()

    def _is_asked(self, person_id: int, organization: str | None) -> bool:
        choice = self.choice
        if choice.organization is not None and organization != choice.organization:
            return False
        person = self.material.people.get(person_id)
        return choice.country is None or (person is not None and person.country == choice.country)

    def _asked_quotes(self) -> dict[int, QuoteRow]:
        choice = self.choice
        if choice == Choice(framework=choice.framework, with_planned=choice.with_planned):
            return {quote.id: quote for quote in self.material.quotes}
        return {
            quote.id: quote
            for quote in self.material.quotes
            if choice.covers(quote.day) and self._is_asked(quote.person_id, quote.organization)
        }

    def run(self) -> Figures:
        matrix = self._matrix()
        quotes_of = self._quotes_of()
        planned = self._planned_matrix()
        rows = [self._area(area, matrix, quotes_of.get(area.key, []), planned) for area in self.own_areas]
        by_country, by_organization, by_kind = self._by_voice()
        speakers = {voice.person_id for voice in self.voices}
        return Figures(
            choice=self.choice,
            framework=self.framework,
            today=self.today,
            totals=self._count(self.episodes, self.quotes.values()),
            unlinked=sum(1 for one in self.episodes if not matrix.get(one)),
            areas=rows,
            by_year=self._by_year(self.episodes, self.quotes.values()),
            by_country=None if self.choice.is_about_voices else by_country,
            by_organization=by_organization,
            by_organization_kind=by_kind,
            by_gender=None if self.choice.is_about_voices else self._by_gender(speakers),
            unknown_country=sum(1 for one in speakers if not self._country(one)),
            episodes=sorted(self.episodes.values(), key=lambda one: (one.day, one.id), reverse=True),
            matrix=matrix,
            planned=sorted(self.planned, key=lambda one: (one.day, one.id)),
            planned_matrix=planned,
            quote_ids=quotes_of,
            people_in={one: frozenset(people) for one, people in self.people_in.items()},
        )

    def _matrix(self) -> dict[int, dict[Key, Cell]]:
        """Episode to area to cell; a link through several ways counts once, with the best that any of them says."""
        episode_of = {quote.id: quote.episode_id for quote in self.material.quotes}
        shown_by_quote = {
            (episode_of[link.of_id], goal)
            for link in self.material.quote_links
            if link.of_id in episode_of
            for goal in self.reading.of(link.key)
        }
        matrix: dict[int, dict[Key, Cell]] = defaultdict(dict)
        for link in self.material.episode_links:
            if link.of_id not in self.episodes:
                continue
            for goal in self.reading.of(link.key):
                is_evidenced = link.evidence_id in episode_of or (link.of_id, goal) in shown_by_quote
                before = matrix[link.of_id].get(goal, Cell(False, False))
                matrix[link.of_id][goal] = Cell(
                    before.is_principal or link.is_principal, before.is_evidenced or is_evidenced
                )
        return dict(matrix)

    def _planned_matrix(self) -> dict[int, frozenset[Key]]:
        planned = {one.id for one in self.planned}
        found: dict[int, set[Key]] = defaultdict(set)
        for link in self.material.episode_links:
            if link.of_id in planned:
                found[link.of_id] |= self.reading.of(link.key)
        return {episode_id: frozenset(keys) for episode_id, keys in found.items()}

    def _quotes_of(self) -> dict[Key, list[int]]:
        found: dict[Key, set[int]] = defaultdict(set)
        quotes, reading = self.quotes, self.reading.of
        for of_id, key, _is_principal, _evidence in self.material.quote_links:
            if of_id in quotes:
                for goal in reading(key):
                    found[goal].add(of_id)
        return {key: sorted(ids) for key, ids in found.items()}

    def _area(
        self,
        area: Area,
        matrix: Mapping[int, Mapping[Key, Cell]],
        quote_ids: list[int],
        planned: Mapping[int, frozenset[Key]],
    ) -> AreaFigures:
        cells = {episode_id: row[area.key] for episode_id, row in matrix.items() if area.key in row}
        quotes = [self.quotes[one] for one in quote_ids]
        days = sorted(self.episodes[episode_id].day for episode_id in cells)
        evidenced = sum(cell.is_evidenced for cell in cells.values())
        count = self._count(cells, quotes)
        return AreaFigures(
            area=area,
            count=count,
            principal=sum(cell.is_principal for cell in cells.values()),
            evidenced=evidenced,
            claimed=len(cells) - evidenced,
            planned=sum(area.key in keys for keys in planned.values()),
            first_on=days[0] if days else None,
            last_on=days[-1] if days else None,
            by_year=self._by_year(cells, quotes),
            gaps=gaps_of(days, evidenced, count.quotes, min(self.choice.until or self.today, self.today)),
        )

    def _count(self, episode_ids: Iterable[int], quotes: Iterable[QuoteRow]) -> Count:
        ids = set(episode_ids)
        return Count(
            episodes=len(ids),
            minutes=sum(self.episodes[one].minutes for one in ids),
            speakers=len({person_id for one in ids for person_id in self.people_in.get(one, ())}),
            quotes=sum(1 for _ in quotes),
        )

    def _by_year(self, episode_ids: Iterable[int], quotes: Iterable[QuoteRow]) -> dict[int, Count]:
        ids: dict[int, list[int]] = defaultdict(list)
        said: dict[int, list[QuoteRow]] = defaultdict(list)
        for episode_id in episode_ids:
            ids[self.episodes[episode_id].day.year].append(episode_id)
        for quote in quotes:
            said[quote.day.year].append(quote)
        return {year: self._count(ids[year], said[year]) for year in sorted({*ids, *said})}

    def _by_voice(self) -> tuple[dict[str, Count], dict[str, Count], dict[str, Count]]:
        """By country, by organization, by kind of organization: whose voices were heard."""
        kinds = {one.organization: one.organization_kind for one in self.material.voices if one.organization}
        said = [(self._country(quote.person_id), quote.organization) for quote in self.quotes.values()]
        return (
            self._grouped(((self._country(one.person_id), one) for one in self.voices), (one for one, _ in said)),
            self._grouped(((one.organization, one) for one in self.voices), (one for _, one in said)),
            self._grouped(
                ((one.organization_kind, one) for one in self.voices),
                (kinds.get(organization or "") for _, organization in said),
            ),
        )

    def _grouped(self, voices: Iterable[tuple[str | None, VoiceRow]], said: Iterable[str | None]) -> dict[str, Count]:
        episodes: dict[str, set[int]] = defaultdict(set)
        people: dict[str, set[int]] = defaultdict(set)
        quotes = Counter(name for name in said if name)
        for name, voice in voices:
            if name:
                episodes[name].add(voice.episode_id)
                people[name].add(voice.person_id)
        return {
            name: Count(
                len(episodes[name]),
                sum(self.episodes[one].minutes for one in episodes[name]),
                len(people[name]),
                quotes[name],
            )
            for name in sorted({*episodes, *quotes})
        }

    def _country(self, person_id: int) -> str | None:
        person = self.material.people.get(person_id)
        return person.country if person else None

    def _by_gender(self, speakers: set[int]) -> dict[str, int] | None:
        people = [self.material.people[one] for one in speakers if one in self.material.people]
        return hide_small(Counter(person.gender or "not_stated" for person in people))


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
    small = [name for name, size in groups.items() if 0 < size < HIDDEN_BELOW]
    if len(small) == 1:
        others = sorted((size, name) for name, size in groups.items() if size >= HIDDEN_BELOW)
        small += [name for _size, name in others[:1]]
    shown = {name: size for name, size in sorted(groups.items()) if size and name not in small}
    return shown if set(shown) - {"not_stated"} else None
