"""What is counted, as plain rows: frameworks, their areas, episodes, voices, quotes and links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

Key = tuple[str, int]
"""A pillar or theme: ("pillar", 3) or ("theme", 8)."""


class FrameworkRow(NamedTuple):
    id: int
    slug: str
    title: str
    kind: str
    valid_from: date
    valid_until: date | None


class Area(NamedTuple):
    """A pillar or theme; `label` is what it is called where there is little room."""

    key: Key
    framework_id: int
    label: str
    title: str
    slug: str
    colour: str | None
    is_governance: bool

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
    name: str
    slug: str
    country: str | None
    gender: str | None


class QuoteRow(NamedTuple):
    id: int
    episode_id: int | None
    person_id: int
    day: date
    organization: str | None
    is_verified: bool


class LinkRow(NamedTuple):
    """That an episode or quote serves an area; `evidence_id` is the quote that shows it."""

    of_id: int
    key: Key
    is_principal: bool
    evidence_id: int | None


class CrosswalkRow(NamedTuple):
    """`goal` is None for what was dropped."""

    beginning: Key
    goal: Key | None
    kind: str
    note: str | None


@dataclass(frozen=True)
class Material:
    """Everything the figures are made of, as read for one kind of reader."""

    frameworks: list[FrameworkRow] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    crosswalk: list[CrosswalkRow] = field(default_factory=list)
    episodes: list[EpisodeRow] = field(default_factory=list)
    voices: list[VoiceRow] = field(default_factory=list)
    people: Mapping[int, PersonRow] = field(default_factory=dict)
    quotes: list[QuoteRow] = field(default_factory=list)
    episode_links: list[LinkRow] = field(default_factory=list)
    quote_links: list[LinkRow] = field(default_factory=list)

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
    with_planned: bool = False

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def is_about_voices(self) -> bool:
        return self.country is not None or self.organization is not None
