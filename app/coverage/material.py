"""What is counted: plain rows of frameworks, areas, episodes, voices and links; quotes, which are many, as columns."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple

Key = tuple[str, int]
"""A pillar or theme: ("pillar", 3) or ("theme", 8)."""


class FrameworkRow(NamedTuple):
    id: int
    slug: str
    title: str
    kind: str
    valid_from: date
    valid_until: date | None
    translations: Sequence[Mapping[str, Any]] = ()


class Area(NamedTuple):
    """A pillar or theme; `label` is what it is called where there is little room.

    `goal` is the goal a vocabulary's target belongs to: what serves the target serves the goal.
    """

    key: Key
    framework_id: int
    label: str
    title: str
    slug: str
    colour: str | None
    is_governance: bool
    goal: Key | None = None
    translations: Sequence[Mapping[str, Any]] = ()

    @property
    def is_pillar(self) -> bool:
        return self.key[0] == "pillar"


class EpisodeRow(NamedTuple):
    """`stage` is "held", "planned", or "" for what counts as neither (postponed, cancelled, forgotten)."""

    id: int
    slug: str
    number: int | None
    title: str
    day: date
    minutes: int
    stage: str


class VoiceRow(NamedTuple):
    """One person speaking in one episode, for the organization they spoke for that day."""

    episode_id: int
    person_id: int
    organization: str | None
    organization_kind: str | None


class PersonRow(NamedTuple):
    """Country and gender are told in aggregate only."""

    country: str | None
    gender: str | None
    sort_name: str = ""
    name: str = ""
    slug: str = ""


@dataclass(frozen=True)
class Quotes:
    """Ten thousand quotes as columns of one length; `episode_ids` has 0 for a quote without an episode.

    Columns are counted at the speed of C; a record for each quote would cost more than all the rest of the page.
    """

    ids: list[int] = field(default_factory=list)
    episode_ids: list[int] = field(default_factory=list)
    person_ids: list[int] = field(default_factory=list)
    organizations: list[str | None] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    verified: frozenset[int] = frozenset()
    turned_at: datetime | None = None
    """When the last of their embargoes ended."""

    @cached_property
    def places(self) -> dict[int, int]:
        """Where in the columns each quote stands."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))

    @cached_property
    def by_day(self) -> Counter[date]:
        return Counter(self.days)

    @cached_property
    def by_organization(self) -> Counter[str | None]:
        return Counter(self.organizations)

    @property
    def told(self) -> set[tuple[Any, ...]]:
        """All that is known of each."""
        are_verified = map(self.verified.__contains__, self.ids)
        columns = (self.ids, self.episode_ids, self.person_ids, self.organizations, self.days)
        return set(zip(*columns, are_verified, strict=True))

    def where(self, wanted: Iterable[bool]) -> "Quotes":
        """Those for which `wanted`, which is as long as the columns, is true."""
        chosen = list(wanted)
        return Quotes(
            ids=list(compress(self.ids, chosen)),
            episode_ids=list(compress(self.episode_ids, chosen)),
            person_ids=list(compress(self.person_ids, chosen)),
            organizations=list(compress(self.organizations, chosen)),
            days=list(compress(self.days, chosen)),
            verified=self.verified,
        )


def together(first: Quotes, second: Quotes) -> Quotes:
    return Quotes(
        ids=first.ids + second.ids,
        episode_ids=first.episode_ids + second.episode_ids,
        person_ids=first.person_ids + second.person_ids,
        organizations=first.organizations + second.organizations,
        days=first.days + second.days,
        verified=first.verified | second.verified,
    )


Links = Mapping[tuple[Key, bool], Mapping[int, int]]
"""The episodes that serve an area, as principal or not: each with the quote that shows it, 0 where none is named."""


class CrosswalkRow(NamedTuple):
    """`goal` is None for what was dropped."""

    beginning: Key
    goal: Key | None
    kind: str
    note: str | None
    share: int | None = None
    """In per cent; told beside the line, it weighs nothing."""


@dataclass(frozen=True)
class Material:
    """Everything the figures are made of, as read for one kind of reader."""

    frameworks: list[FrameworkRow] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    crosswalk: list[CrosswalkRow] = field(default_factory=list)
    episodes: list[EpisodeRow] = field(default_factory=list)
    """By day."""
    voices: list[VoiceRow] = field(default_factory=list)
    """By organization."""
    people: Mapping[int, PersonRow] = field(default_factory=dict)
    """Everybody, by family name; who of them is counted, voices and quotes say."""
    quotes: Quotes = field(default_factory=Quotes)
    episode_links: Links = field(default_factory=dict)
    quote_links: Mapping[Key, frozenset[int]] = field(default_factory=dict)
    """The quotes that speak to each area; among them some that are not counted."""
    turned_at: datetime | None = None
    """When the clock last changed what is counted: something became public, or was over."""
    is_for_organizers: bool = False
    """They know where each speaker is from; the public is told of groups only."""

    def framework(self, slug: str | None, today: date) -> FrameworkRow | None:
        """The one of that slug; without a slug the strategy of the day, else the latest one."""
        if slug is not None:
            return next((one for one in self.frameworks if one.slug == slug), None)
        strategies = [one for one in self.frameworks if one.kind == "strategy"] or self.frameworks
        present = [one for one in strategies if one.valid_from <= today <= (one.valid_until or today)]
        return max(present or strategies, key=lambda one: (one.valid_from, one.id), default=None)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a reader asks for: the framework to read in, the period, whose voices, and whether plans count."""

    framework: str | None = None
    since: date | None = None
    until: date | None = None
    country: str | None = None
    organization: str | None = None
    kind: str | None = None
    """Of organization."""
    with_planned: bool = False

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def is_about_voices(self) -> bool:
        return any(asked is not None for asked in (self.country, self.organization, self.kind))
