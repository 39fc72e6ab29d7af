"""The shape of a series file, item by item; FORMAT.md explains it for people."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from app.archive.yaml import FileBroken, read_yaml
from app.episodes.models import (
    AppearanceRole,
    AppearanceState,
    AttributionPolicy,
    FactField,
    Format,
    JoinPolicy,
    Status,
    Visibility,
)
from app.people.models import Gender, OrganizationKind
from app.quotes.models import ClearanceOf, ClearanceState, MarkKind, QuoteState, TranslationStatus, Verification
from app.recordings.models import RecordingKind, TranscriptKind
from app.sources.models import SourceKind
from app.strategy.models import FrameworkKind, PillarKind, Succession, Weight
from app.text import clean_text

Line = Annotated[str, BeforeValidator(lambda value: clean_text(value) if isinstance(value, str) else value)]
Text = Annotated[
    str, BeforeValidator(lambda value: clean_text(value, multiline=True) if isinstance(value, str) else value)
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=160)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
Moment = Annotated[datetime, Field(json_schema_extra={"format": "ISO 8601 with offset"})]


Line12 = Annotated[Line, Field(max_length=12)]
Line40 = Annotated[Line, Field(max_length=40)]
Line64 = Annotated[Line, Field(max_length=64)]
Line200 = Annotated[Line, Field(max_length=200)]
Line254 = Annotated[Line, Field(max_length=254)]
Line255 = Annotated[Line, Field(max_length=255)]
Line300 = Annotated[Line, Field(max_length=300)]
Line500 = Annotated[Line, Field(max_length=500)]
Line1000 = Annotated[Line, Field(max_length=1000)]
Line2000 = Annotated[Line, Field(max_length=2000)]


class Item(BaseModel):
    """One entry of the file; a key the format does not know is an error."""

    model_config = ConfigDict(extra="forbid")


class SeriesItem(Item):
    slug: Slug
    title: Line200
    kind: Line200 | None = None
    description: Annotated[Text, Field(max_length=4000)] | None = None
    organizer: Line200
    organizer_email: Line254 | None = None
    default_timezone: Line64
    languages: list[Line12] = Field(min_length=1, max_length=20)
    concluded: bool = False
    countries: list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = Field(default_factory=list, max_length=60)


class SourceItem(Item):
    slug: Slug
    kind: SourceKind = SourceKind.OTHER
    title: Line300
    publisher: Line200 | None = None
    published_on: Day | None = None
    url: Line1000 | None = None
    language: Line12 | None = None
    note: Line1000 | None = None
    kept_text: Annotated[Text, Field(max_length=2_000_000)] | None = None


class OrganizationItem(Item):
    slug: Slug
    name: Line200
    acronym: Line40 | None = None
    kind: OrganizationKind | None = None
    url: Line1000 | None = None
    description: Annotated[Text, Field(max_length=4000)] | None = None
    since: Annotated[int, Field(ge=1000, le=2099)] | None = None
    member_states: Annotated[int, Field(ge=0, le=9999)] | None = None
    presence_countries: Annotated[int, Field(ge=0, le=9999)] | None = None


class StrategyTranslationItem(Item):
    """`definition` and `outcome` are kept only where they are given."""

    language: Line12
    title: Line300
    definition: Annotated[Text, Field(max_length=4000)] | None = None
    outcome: Annotated[Text, Field(max_length=4000)] | None = None


class StrategyItem(Item):
    """What pillars and themes have in common."""

    title: Line300
    slug: Slug | None = None
    definition: Annotated[Text, Field(max_length=4000)] | None = None
    outcome: Annotated[Text, Field(max_length=4000)] | None = None
    colour: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")] | None = None
    words: list[Annotated[Line, Field(min_length=2, max_length=80)]] = Field(default_factory=list, max_length=200)
    translations: list[StrategyTranslationItem] = Field(default_factory=list, max_length=50)
    source: Slug | None = None


class PillarItem(StrategyItem):
    number: Annotated[int, Field(ge=1, le=999)]
    kind: PillarKind = PillarKind.PRIORITY_AREA
    note: Line1000 | None = None


class ThemeItem(StrategyItem):
    code: Annotated[Line, Field(max_length=20)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_title(cls, value: Any) -> Any:
        return {"title": value} if isinstance(value, str) else value


class CrosswalkItem(Item):
    """From a pillar or theme of the framework to one of another, by slug; to nothing where it was dropped."""

    from_pillar: Slug | None = None
    from_theme: Slug | None = None
    to_pillar: Slug | None = None
    to_theme: Slug | None = None
    kind: Succession = Succession.SAME
    share: int | None = Field(None, ge=1, le=100)
    note: Line1000 | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "CrosswalkItem":
        if (self.from_pillar is None) == (self.from_theme is None):
            raise ValueError("give from_pillar or from_theme")
        if self.to_pillar and self.to_theme:
            raise ValueError("give to_pillar or to_theme, not both")
        if (self.kind is Succession.DROPPED) != (self.to_pillar is None and self.to_theme is None):
            raise ValueError("what is dropped leads to nothing, and everything else to something")
        return self


class FrameworkItem(Item):
    slug: Slug
    kind: FrameworkKind = FrameworkKind.STRATEGY
    title: Line300
    theme: Line300 | None = None
    goal: Line2000 | None = None
    valid_from: Day
    valid_until: Day | None = None
    source: Slug | None = None
    translations: list[StrategyTranslationItem] = Field(default_factory=list, max_length=50)
    pillars: list[PillarItem] = Field(default_factory=list, max_length=999)
    themes: list[ThemeItem] = Field(default_factory=list, max_length=999)
    crosswalk: list[CrosswalkItem] = Field(default_factory=list, max_length=2000)


class AffiliationItem(Item):
    organization: Slug | None = None
    position: Line300
    from_on: date | None = Field(None, alias="from")
    until_on: Day | None = Field(None, alias="until")
    source: Slug | None = None


class AbsenceItem(Item):
    from_on: Day = Field(alias="from")
    until_on: Day = Field(alias="until")
    timezone: Annotated[Line, Field(max_length=64)]
    note: Line300 | None = None


class PersonItem(Item):
    """`affiliation` with `position` is the short form of one affiliation without dates."""

    slug: Slug
    name: Line200
    honorific: Line40 | None = None
    sort_name: Line200 | None = None
    biography: Annotated[Text, Field(max_length=8000)] | None = None
    website: Line1000 | None = None
    contact_email: Line254 | None = None
    timezone: Annotated[Line, Field(max_length=64)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    gender: Gender | None = None
    absences: list[AbsenceItem] | None = None
    affiliation: Slug | None = None
    position: Line300 | None = None
    affiliations: list[AffiliationItem] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "PersonItem":
        if self.affiliations is not None and (self.affiliation or self.position):
            raise ValueError("give either affiliation and position, or affiliations")
        if self.affiliation and not self.position:
            raise ValueError("an affiliation needs a position")
        if self.affiliations is None:
            short = {"organization": self.affiliation, "position": self.position}
            self.affiliations = [AffiliationItem.model_validate(short)] if self.position else []
        return self


class LinkItem(Item):
    """A link to a pillar by its number or slug, or to a theme by its title or slug.

    `evidence`, on episodes only, is the id of the quote that shows it.
    """

    to: str
    framework: Slug | None = None
    weight: Weight = Weight.PRINCIPAL
    reason: Line1000 | None = None
    evidence: Annotated[int, Field(ge=1, lt=2**31)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return {"to": value} if isinstance(value, str) else value


ROLE_WORDS = {"introduced the strategy": AppearanceRole.INTRODUCER}
"""Roles as sources word them; the wording is kept as the role's note."""


class AppearanceItem(Item):
    person: Slug
    roles: list[AppearanceRole] = Field(min_length=1, max_length=len(AppearanceRole))
    role_note: Line200 | None = None
    precedence: Annotated[int, Field(ge=0, le=9999)] | None = None
    position: Line300 | None = None
    organization: Slug | None = None
    organization_name: Line200 | None = None
    state: AppearanceState = AppearanceState.CONFIRMED
    source: Slug | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_role(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "role" not in value:
            return value
        role = value["role"]
        rest = {key: item for key, item in value.items() if key != "role"}
        if role in ROLE_WORDS:
            return {"role_note": role, **rest, "roles": [ROLE_WORDS[role].value]}
        return {**rest, "roles": [role]}


class FactItem(Item):
    field: FactField
    value: Line300
    source: Slug
    accepted: bool = False
    note: Line500 | None = None


class RecordingItem(Item):
    title: Line200
    url: Line1000
    kind: RecordingKind = RecordingKind.VIDEO
    language: Line12 | None = None
    offset_ms: Annotated[int, Field(ge=-86_400_000, le=86_400_000)] = 0
    removed: bool = False


class TranscriptItem(Item):
    """`captions` is the whole transcript as WebVTT; `recording` the address of the recording it goes with."""

    language: Line12
    kind: TranscriptKind = TranscriptKind.HUMAN
    credit: Line200 | None = None
    recording: Line1000 | None = None
    public: bool = False
    replaced: bool = False
    captions: Annotated[str, Field(max_length=3_000_000)]


class EpisodeItem(Item):
    number: Annotated[int, Field(ge=1, le=9999)] | None = None
    slug: Slug | None = None
    title: Line200
    topic: Annotated[Text, Field(max_length=4000)] | None = None
    summary: Annotated[Text, Field(max_length=8000)] | None = None
    date: Day
    start: time | None = None
    fold: Annotated[int, Field(ge=0, le=1)] | None = None
    duration_minutes: Annotated[int, Field(ge=1, le=1440)] = 90
    timezone: Line64 | None = None
    languages: list[Line12] | None = None
    format: Format = Format.VIRTUAL
    venue: Line300 | None = None
    join_policy: JoinPolicy = JoinPolicy.INVITED
    join_url: Line1000 | None = None
    stream_url: Line1000 | None = None
    recording_url: Line1000 | None = None
    attribution_policy: AttributionPolicy = AttributionPolicy.ON_THE_RECORD
    status: Status
    status_reason: Line500 | None = None
    visibility: Visibility = Visibility.PUBLIC
    publish_at: Moment | None = None
    co_organizers: list[Slug] = Field(default_factory=list)
    pillars: list[LinkItem] = Field(default_factory=list)
    themes: list[LinkItem] = Field(default_factory=list)
    appearances: list[AppearanceItem] = Field(default_factory=list, max_length=200)
    facts: list[FactItem] = Field(default_factory=list)
    recordings: list[RecordingItem] = Field(default_factory=list, max_length=50)
    transcripts: list[TranscriptItem] = Field(default_factory=list, max_length=50)
    source: Slug | None = None
    uid: Line255 | None = None
    sequence: Annotated[int, Field(ge=0)] | None = None
    changed_at: Moment | None = None


class MarkItem(Item):
    """An editorial mark after the given words of a paragraph (counted from 1); without words, at its end."""

    paragraph: Annotated[int, Field(ge=1, le=1000)] = 1
    after: str | None = None
    occurrence: Annotated[int, Field(ge=1, le=999)] = 1
    kind: MarkKind
    text: Line300 | None = None


Words = list[Annotated[Line, Field(min_length=1, max_length=20_000)]]


class TranslationItem(Item):
    language: Line12
    paragraphs: Words = Field(min_length=1, max_length=200)
    translator: Line200
    status: TranslationStatus = TranslationStatus.UNOFFICIAL
    edition: Annotated[int, Field(ge=0, le=9999)] = 1


class StoredMarkItem(Item):
    """A mark of an earlier version, as it is stored: paragraph from 0 and character offsets."""

    paragraph: Annotated[int, Field(ge=0, le=999)]
    starts: Annotated[int, Field(ge=0)]
    ends: Annotated[int, Field(ge=0)]
    kind: MarkKind
    text: Line300 | None = None


class VersionItem(Item):
    """What a quote said when it was public."""

    number: Annotated[int, Field(ge=1, le=9999)]
    paragraphs: Words = Field(min_length=1, max_length=200)
    marks: list[StoredMarkItem] = Field(default_factory=list, max_length=500)
    standing: Annotated[Line, Field(max_length=520)] = ""
    reason: Line1000 | None = None
    by_name: Annotated[Line, Field(max_length=120)]
    made_at: Moment


class ClearanceItem(Item):
    """`quote` is the quote's id; `episode` the slug of the episode whose recording is meant."""

    subject: ClearanceOf
    person: Slug
    quote: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    episode: str | None = None
    state: ClearanceState
    asked_at: Moment
    asked_by: Annotated[Line, Field(max_length=120)]
    asked_how: Line200
    answered_at: Moment | None = None
    answered_by: Line200 | None = None
    answered_how: Line200 | None = None
    note: Line1000 | None = None


class QuoteItem(Item):
    id: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    slug: Slug | None = None
    person: Slug
    episode: str | None = None
    source: Slug | None = None
    attributed_as: Line300 | None = Field(None, alias="as")
    position: Line300 | None = None
    organization_name: Line200 | None = None
    language: Line12 = "en"
    paragraphs: list[Annotated[Line, Field(min_length=1, max_length=20_000)]] = Field(min_length=1, max_length=200)
    marks: list[MarkItem] = Field(default_factory=list)
    pillars: list[LinkItem] = Field(default_factory=list)
    themes: list[LinkItem] = Field(default_factory=list)
    begins_ms: Annotated[int, Field(ge=0)] | None = None
    ends_ms: Annotated[int, Field(ge=0)] | None = None
    transcript: Annotated[int, Field(ge=1, le=50)] | None = None
    cue_number: Annotated[int, Field(ge=1)] | None = None
    prefix: Annotated[str, Field(max_length=300)] | None = None
    suffix: Annotated[str, Field(max_length=300)] | None = None
    translations: list[TranslationItem] = Field(default_factory=list, max_length=50)
    versions: list[VersionItem] = Field(default_factory=list, max_length=999)
    published_at: Moment | None = None
    state: QuoteState = QuoteState.PUBLISHED
    state_reason: Line500 | None = None
    verification: Verification | None = None
    verified_at: Moment | None = None
    embargo_until: Moment | None = None


class VocabularyFile(Item):
    """A file of frameworks alone, with the sources they name."""

    format: Literal["1"] = "1"
    sources: list[SourceItem] = Field(default_factory=list)
    frameworks: list[FrameworkItem] = Field(default_factory=list)


class SeriesFile(Item):
    """A whole file. Without `sources`, every source that is named is made, with its name as title."""

    format: Literal["1"] = "1"
    series: SeriesItem
    sources: list[SourceItem] | None = None
    organizations: list[OrganizationItem] = Field(default_factory=list)
    frameworks: list[FrameworkItem] = Field(default_factory=list)
    people: list[PersonItem] = Field(default_factory=list)
    episodes: list[EpisodeItem] = Field(default_factory=list)
    quotes: list[QuoteItem] = Field(default_factory=list)
    clearances: list[ClearanceItem] = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _one_framework(cls, value: Any) -> Any:
        if not isinstance(value, dict) or "framework" not in value:
            return value
        rest = {key: item for key, item in value.items() if key != "framework"}
        return {**rest, "frameworks": [value["framework"], *(value.get("frameworks") or [])]}


def read_series_file(text: str) -> tuple[SeriesFile, Any]:
    """The file's items, and a function that gives the line of a path; raises FileBroken naming line and reason."""
    document = read_yaml(text)

    def line_of(*path: str | int) -> int:
        if path[:2] == ("frameworks", 0) and "framework" in (document.data or {}):
            path = ("framework", *path[2:])
        return document.line_of(path)

    try:
        return SeriesFile.model_validate(document.data), line_of
    except ValidationError as error:
        raise FileBroken([_problem(line_of, one) for one in error.errors()]) from None


def read_vocabulary_file(text: str) -> tuple[VocabularyFile, Any]:
    """The same for a file of frameworks alone."""
    document = read_yaml(text)
    line_of = lambda *path: document.line_of(path)  # noqa: E731
    try:
        return VocabularyFile.model_validate(document.data), line_of
    except ValidationError as error:
        raise FileBroken([_problem(line_of, one) for one in error.errors()]) from None


def _problem(line_of: Any, error: Any) -> tuple[int, str]:
    path = tuple(part for part in error["loc"] if not (isinstance(part, str) and part.startswith("function-")))
    name = ".".join(str(part) for part in path) or "the file"
    given = error.get("input")
    if error["type"] == "extra_forbidden":
        hint = "; if it belongs to the text before its comma, put quotes around the whole text" if given is None else ""
        return line_of(*path), f"“{path[-1]}” is no key of the format here{hint}"
    shown = f" (it says “{str(given)[:60]}”)" if isinstance(given, str | int) else ""
    return line_of(*path), f"{name}: {error['msg'].removeprefix('Value error, ')}{shown}"
