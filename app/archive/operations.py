"""Loading of a series file: all of it, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from slugify import slugify

from app.archive.document import (
    AppearanceItem,
    ClearanceItem,
    EpisodeItem,
    Item,
    LinkItem,
    MarkItem,
    PersonItem,
    QuoteItem,
    SeriesFile,
    TranscriptItem,
    read_series_file,
)
from app.archive.frameworks import load_crosswalk, load_framework
from app.archive.yaml import FileBroken
from app.clock import now
from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import change_episode, plan_episode
from app.errors import RuleBroken
from app.people.models import Organization, Person
from app.people.operations import add_organization, add_person, change_organization, change_person, sort_name_of
from app.quotes.clearing import ask_clearance
from app.quotes.models import PUBLIC_STATES, Clearance, Quote, Verification
from app.quotes.operations import change_quote, take_down_quote
from app.recordings.captions import read_captions
from app.recordings.models import Recording, Transcript
from app.recordings.operations import (
    add_recording,
    change_recording,
    change_transcript,
    import_transcript,
    words_hash,
)
from app.revisions.operations import Author, free_slug
from app.series.models import Series
from app.series.operations import add_series, change_series
from app.sources.models import Source
from app.sources.operations import add_source, change_source, occurs_in
from app.strategy.models import FrameworkKind, Pillar, Theme

LineOf = Callable[..., int]


def load_series(text: str, *, host: str, by: Author) -> Series:
    """Make or update everything the file names; records it does not name stay as they are.

    A field the file leaves out is emptied, but for what has a life of its own (visibility, a quote's state).

    Nothing is committed here. Raises FileBroken naming each line and reason; the caller then rolls back.
    """
    file, line_of = read_series_file(text)
    return _Loading(file, line_of, host, by).run()


PLANNING_FIELDS = {"timezone", "country", "gender", "absences"}
"""Private fields of people; a file that does not state them leaves them as they are."""


@dataclass
class _Loading:
    """One load: the file, and what has been found or made so far, by the names the file uses."""

    file: SeriesFile
    line_of: LineOf
    host: str
    by: Author
    sources: dict[str, Source] = field(default_factory=dict)
    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    pillars: list[Pillar] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    episodes: dict[str, Episode] = field(default_factory=dict)
    transcripts: dict[int, list[Transcript]] = field(default_factory=dict)
    path: tuple[str | int, ...] = ()

    def run(self) -> Series:
        try:
            return self._load()
        except RuleBroken as error:
            raise self.broken(error.message) from None
        except sa.exc.IntegrityError as error:
            raise self.broken(f"the database refuses this: {str(error.orig).splitlines()[0]}") from None

    def broken(self, sentence: str, *path: str | int) -> FileBroken:
        return FileBroken([(self.line_of(*self.path, *path), sentence)])

    def _load(self) -> Series:
        self.path = ("series",)
        series = self._series()
        self.sources = _by_slug(Source)
        for source in self._each("sources", self.file.sources or []):
            self._put(self.sources, Source, source.model_dump(), add_source, change_source)
        self.organizations = _by_slug(Organization)
        for organization in self._each("organizations", self.file.organizations):
            fields = organization.model_dump()
            fields["since_year"] = fields.pop("since")
            self._put(self.organizations, Organization, fields, add_organization, change_organization)
        self._frameworks()
        self.pillars = list(db.session.scalars(sa.select(Pillar)))
        self.themes = list(db.session.scalars(sa.select(Theme)))
        self.people = _by_slug(Person)
        for person in self._each("people", self.file.people):
            self._put(self.people, Person, self._person_fields(person), add_person, change_person)
        for episode in self._each("episodes", self.file.episodes):
            self._episode(series, episode)
        for quote in self._each("quotes", self.file.quotes):
            self._quote(series, quote)
        for episode in self._each("episodes", self.file.episodes):
            self._evidence(series, episode)
        for clearance in self._each("clearances", self.file.clearances):
            self._clearance(series, clearance)
        _advance_quote_ids()
        return series

    def _each(self, name: str, items: list[Any]) -> Any:
        for index, item in enumerate(items):
            self.path = (name, index)
            yield item

    def _put(self, known: dict[str, Any], model: Any, fields: dict[str, Any], add: Any, change: Any) -> None:
        """Add the record of that slug, or change it where something differs."""
        record = known.get(fields["slug"])
        if record is None:
            fields["slug"] = fields["slug"] or free_slug(model, fields["title"])
            known[fields["slug"]] = add(fields=fields, by=self.by)
        else:
            change(record, fields=fields, by=self.by)

    def _series(self) -> Series:
        fields = self.file.series.model_dump()
        series = db.session.scalar(sa.select(Series).where(Series.slug == fields["slug"]))
        if series is None:
            return add_series(fields=fields, by=self.by)
        change_series(series, fields=fields, by=self.by)
        return series

    def _source_id(self, name: str | None) -> int | None:
        """The source of that name; where the file lists no sources at all, one is made from the name."""
        if name is None:
            return None
        if name not in self.sources:
            if self.file.sources is not None:
                raise self.broken(f"there is no source “{name}”", "source")
            self.sources[name] = add_source(fields={"slug": name, "title": name, "kind": "other"}, by=self.by)
        return self.sources[name].id

    def _organization(self, name: str | None, *path: str | int) -> Organization | None:
        if name is None:
            return None
        if name not in self.organizations:
            raise self.broken(f"there is no organization “{name}”", *path)
        return self.organizations[name]

    def _person(self, name: str, *path: str | int) -> Person:
        if name not in self.people:
            raise self.broken(f"there is no person “{name}”", *path)
        return self.people[name]

    def _frameworks(self) -> None:
        loaded = [
            load_framework(item, self._source_id, by=self.by) for item in self._each("frameworks", self.file.frameworks)
        ]
        for framework, item in zip(loaded, self._each("frameworks", self.file.frameworks), strict=True):
            load_crosswalk(framework, item.crosswalk, by=self.by)

    def _person_fields(self, item: PersonItem) -> dict[str, Any]:
        fields = item.model_dump(exclude={"affiliation", "position", "affiliations"})
        for unstated in PLANNING_FIELDS - item.model_fields_set:
            del fields[unstated]
        if "absences" in fields:
            fields["absences"] = fields["absences"] or []
        fields["sort_name"] = item.sort_name or sort_name_of(item.name)
        fields["affiliations"] = []
        for affiliation in item.affiliations or []:
            organization = self._organization(affiliation.organization, "affiliation")
            fields["affiliations"].append(
                {
                    "organization_id": organization.id if organization else None,
                    "position": affiliation.position,
                    "from_on": affiliation.from_on,
                    "until_on": affiliation.until_on,
                    "source_id": self._source_id(affiliation.source),
                }
            )
        return fields

    def _links(self, items: list[LinkItem], records: list[Any], kind: str) -> list[dict[str, Any]]:
        links = []
        for index, item in enumerate(items):
            found = [
                record
                for record in records
                if item.to in (str(getattr(record, "number", "")), record.slug, record.title)
                and item.framework in (None, record.framework.slug)
            ]
            if not found:
                raise self.broken(f"there is no {kind} “{item.to}”", f"{kind}s", index)
            latest = max(found, key=lambda record: _nearness(record, item.to))
            links.append({f"{kind}_id": latest.id, "weight": item.weight, "reason": item.reason})
        return links

    def _episode(self, series: Series, item: EpisodeItem) -> None:
        episode = self._known_episode(series, item)
        fields = self._episode_fields(item, series, episode)
        if episode is not None:
            _keep_unstated(fields, item, "visibility", "publish_at")
        if episode is None:
            stamps = item.model_dump(include={"uid", "sequence", "changed_at"}, exclude_none=True)
            episode = plan_episode(series, fields={**fields, "slug": item.slug}, host=self.host, by=self.by, **stamps)
        else:
            if item.uid and item.uid != episode.uid:
                raise self.broken(f"the UID of this episode is {episode.uid} and never changes", "uid")
            change_episode(episode, fields={**fields, "slug": item.slug}, by=self.by)
        for key in (str(item.number) if item.number else None, episode.slug, item.title):
            if key:
                self.episodes[key] = episode
        self._recordings(episode, item)
        self.transcripts[episode.id] = [
            self._transcript(episode, transcript, "transcripts", index)
            for index, transcript in enumerate(item.transcripts)
        ]

    def _evidenced(self, items: list[LinkItem], links: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The links with those quotes as evidence that are there already; `_evidence` sees to the others."""
        for item, link in zip(items, links, strict=True):
            known = item.evidence is not None and db.session.get(Quote, item.evidence) is not None
            link["evidence_quote_id"] = item.evidence if known else None
        return links

    def _evidence(self, series: Series, item: EpisodeItem) -> None:
        """Quotes come after the episodes that name them as evidence."""
        if not any(link.evidence for link in (*item.pillars, *item.themes)):
            return
        episode = self._known_episode(series, item)
        for link in (*item.pillars, *item.themes):
            if link.evidence is not None and db.session.get(Quote, link.evidence) is None:
                raise self.broken(f"there is no quote {link.evidence}")
        if episode is not None:
            pillars = self._evidenced(item.pillars, self._links(item.pillars, self.pillars, "pillar"))
            themes = self._evidenced(item.themes, self._links(item.themes, self.themes, "theme"))
            change_episode(episode, fields={"pillar_links": pillars, "theme_links": themes}, by=self.by)

    def _recordings(self, episode: Episode, item: EpisodeItem) -> None:
        known = {one.url: one for one in db.session.scalars(_of_episode(Recording, episode))}
        for recording in item.recordings:
            fields = recording.model_dump() | {"episode_id": episode.id}
            if recording.url in known:
                change_recording(known[recording.url], fields=fields, by=self.by)
            else:
                known[recording.url] = add_recording(fields=fields, by=self.by)

    def _transcript(self, episode: Episode, item: TranscriptItem, *path: str | int) -> Transcript:
        """The transcript with the same cues, or a new one: cues never change."""
        recordings = {one.url: one.id for one in db.session.scalars(_of_episode(Recording, episode))}
        if item.recording is not None and item.recording not in recordings:
            raise self.broken(f"there is no recording “{item.recording}”", *path)
        captions = read_captions(item.captions)
        fields = item.model_dump(exclude={"captions", "recording"})
        fields["recording_id"] = recordings[item.recording] if item.recording else None
        same = _of_episode(Transcript, episode).where(
            Transcript.language == item.language, Transcript.words_sha256 == words_hash(captions)
        )
        known = db.session.scalar(same)
        if known is None:
            return import_transcript(episode, captions=captions, fields=fields, by=self.by)
        change_transcript(known, fields=fields, by=self.by)
        return known

    def _clearance(self, series: Series, item: ClearanceItem) -> None:
        """A clearance is told by what, whom and when it was asked; one that is known stays as it is."""
        person = self._person(item.person, "person")
        episode = self._quoted_episode(series, item) if item.episode else None
        if item.quote is not None and db.session.get(Quote, item.quote) is None:
            raise self.broken(f"there is no quote {item.quote}", "quote")
        fields = item.model_dump(exclude={"person", "quote", "episode"})
        fields |= {"person_id": person.id, "quote_id": item.quote, "episode_id": episode.id if episode else None}
        same = ("subject", "person_id", "quote_id", "episode_id", "asked_at")
        if db.session.scalar(sa.select(Clearance.id).filter_by(**{name: fields[name] for name in same})) is None:
            ask_clearance(fields=fields, by=self.by)

    def _known_episode(self, series: Series, item: EpisodeItem) -> Episode | None:
        slug = item.slug or slugify(item.title, max_length=120, word_boundary=True)
        by_slug = sa.select(Episode).where(Episode.series_id == series.id, Episode.slug == slug)
        by_number = sa.select(Episode).where(Episode.series_id == series.id, Episode.number == item.number)
        found = db.session.scalar(by_slug)
        return found or (db.session.scalar(by_number) if item.number is not None and not item.slug else None)

    def _episode_fields(self, item: EpisodeItem, series: Series, episode: Episode | None) -> dict[str, Any]:
        fields = item.model_dump(
            exclude={"slug", "date", "start", "uid", "sequence", "changed_at", "source"}
            | {"co_organizers", "pillars", "themes", "appearances", "facts"}
        )
        return fields | {
            "day": item.date,
            "start_local": item.start,
            "timezone": item.timezone or series.default_timezone,
            "languages": item.languages or list(series.languages[:1]),
            "source_id": self._source_id(item.source),
            "pillar_links": self._evidenced(item.pillars, self._links(item.pillars, self.pillars, "pillar")),
            "theme_links": self._evidenced(item.themes, self._links(item.themes, self.themes, "theme")),
            "co_organizers": [
                {"organization_id": organization.id}
                for index, name in enumerate(item.co_organizers)
                if (organization := self._organization(name, "co_organizers", index))
            ],
            "facts": [
                fact.model_dump(exclude={"source"}) | {"source_id": self._source_id(fact.source)} for fact in item.facts
            ],
            "appearances": [
                self._appearance(appearance, index, episode) for index, appearance in enumerate(item.appearances)
            ],
        }

    def _appearance(self, item: AppearanceItem, index: int, episode: Episode | None) -> dict[str, Any]:
        person = self._person(item.person, "appearances", index)
        fields = item.model_dump(exclude={"person", "organization", "source", "precedence"})
        organization = self._organization(item.organization, "appearances", index)
        fields |= {"organization_id": organization.id if organization else None}
        if organization and not item.organization_name:
            fields["organization_name"] = organization.name
        if item.position is None and item.organization is None and item.organization_name is None:
            fields |= _frozen(episode, person)
        return fields | {
            "person_id": person.id,
            "precedence": item.precedence if item.precedence is not None else (index + 1) * 10,
            "source_id": self._source_id(item.source),
        }

    def _quote(self, series: Series, item: QuoteItem) -> None:
        person = self._person(item.person, "person")
        episode = self._quoted_episode(series, item)
        source_id = self._source_id(item.source)
        paragraphs = list(item.paragraphs)
        fields = item.model_dump(
            exclude={"id", "slug", "person", "episode", "source", "marks", "pillars", "themes"}
            | {"position", "organization_name", "verification", "verified_at", "versions", "transcript", "published_at"}
        )
        fields |= {
            "person_id": person.id,
            "episode_id": episode.id if episode else None,
            "source_id": source_id,
            "transcript_id": self._transcript_id(item, episode),
            "marks": [self._mark(mark, paragraphs, index) for index, mark in enumerate(item.marks)],
            "pillar_links": self._links(item.pillars, self.pillars, "pillar"),
            "theme_links": self._links(item.themes, self.themes, "theme"),
        }
        fields |= item.model_dump(include={"position", "organization_name", "slug"}, exclude_none=True)
        quote = self._known_quote(item, person, episode)
        fields |= self._verification(item, quote, source_id)
        if quote is not None:
            _keep_unstated(fields, item, "state", "state_reason", "embargo_until")
            change_quote(quote, fields=fields, by=self.by)
            return
        new_id = {"id": item.id} if item.id else {}
        if item.state in PUBLIC_STATES:
            fields["published_at"] = item.published_at or now()
        versions = [
            version.model_dump() | {"marks": [mark.model_dump(mode="json") for mark in version.marks]}
            for version in item.versions
        ]
        take_down_quote(fields={**fields, **new_id}, versions=versions, by=self.by)

    def _transcript_id(self, item: QuoteItem, episode: Episode | None) -> int | None:
        if item.transcript is None:
            return None
        own = self.transcripts.get(episode.id, []) if episode else []
        if item.transcript > len(own):
            raise self.broken(f"the episode has no transcript {item.transcript} in this file", "transcript")
        return own[item.transcript - 1].id

    def _quoted_episode(self, series: Series, item: QuoteItem | ClearanceItem) -> Episode | None:
        if item.episode is None:
            return None
        known = self.episodes.get(item.episode) or db.session.scalar(
            sa.select(Episode).where(Episode.series_id == series.id, Episode.slug == item.episode)
        )
        if known is None:
            raise self.broken(f"there is no episode “{item.episode}”", "episode")
        return known

    def _known_quote(self, item: QuoteItem, person: Person, episode: Episode | None) -> Quote | None:
        if item.id is not None:
            quote = db.session.get(Quote, item.id)
            if quote is not None and quote.person_id != person.id:
                raise self.broken(f"quote {item.id} is another person's", "id")
            return quote
        same_place = Quote.episode_id == episode.id if episode else Quote.episode_id.is_(None)
        candidates = db.session.scalars(sa.select(Quote).where(Quote.person_id == person.id, same_place))
        return next((quote for quote in candidates if quote.paragraphs == item.paragraphs), None)

    def _verification(self, item: QuoteItem, quote: Quote | None, source_id: int | None) -> dict[str, Any]:
        """What the file says of the check; else the words are checked now against the source's kept text."""
        if item.verification is not None:
            return {"verification": item.verification, "verified_at": item.verified_at or now()}
        known = (quote.paragraphs, quote.source_id) if quote is not None and quote.verification is not None else None
        if known == (item.paragraphs, source_id):
            return {}
        source = db.session.get(Source, source_id) if source_id else None
        if source is None or not source.kept_text:
            return {}
        if not occurs_in(source, list(item.paragraphs)):
            raise self.broken("these words do not stand in the source's kept text letter for letter", "paragraphs")
        return {"verification": Verification.SOURCE_TEXT, "verified_at": now()}

    def _mark(self, item: MarkItem, paragraphs: list[str], index: int) -> dict[str, Any]:
        if item.paragraph > len(paragraphs):
            raise self.broken(f"there is no paragraph {item.paragraph}", "marks", index)
        words = paragraphs[item.paragraph - 1]
        starts = ends = len(words)
        if item.after is not None:
            starts = -1
            for _ in range(item.occurrence):
                starts = words.find(item.after, starts + 1)
                if starts < 0:
                    raise self.broken(f"“{item.after}” does not stand in that paragraph", "marks", index)
            ends = starts + len(item.after)
        place = {"paragraph": item.paragraph - 1, "starts": starts, "ends": ends}
        return place | {"kind": item.kind, "text": item.text}


def _nearness(record: Any, to: str) -> tuple[bool, bool, Any]:
    """A slug is meant before a number or title, a strategy before a vocabulary, a later framework before an earlier."""
    framework = record.framework
    return record.slug == to, framework.kind is FrameworkKind.STRATEGY, framework.valid_from


def _frozen(episode: Episode | None, person: Person) -> dict[str, Any]:
    """What is frozen already stays, whatever the person holds by now."""
    for appearance in episode.appearances if episode else []:
        if appearance.person_id == person.id:
            return {
                "position": appearance.position,
                "organization_name": appearance.organization_name,
                "organization_id": appearance.organization_id,
            }
    return {}


def _keep_unstated(fields: dict[str, Any], item: Item, *names: str) -> None:
    """What has a life of its own here is left alone by a file that does not mention it."""
    for name in names:
        if name not in item.model_fields_set:
            fields.pop(name)


def _of_episode(model: Any, episode: Episode) -> Any:
    return sa.select(model).where(model.episode_id == episode.id).order_by(model.id)


def _by_slug(model: Any) -> dict[str, Any]:
    return {record.slug: record for record in db.session.scalars(sa.select(model))}


def _advance_quote_ids() -> None:
    """PostgreSQL's counter does not see ids that a file brings."""
    if db.session.get_bind().dialect.name == "postgresql":
        highest = sa.select(sa.func.coalesce(sa.func.max(Quote.id), 1)).scalar_subquery()
        db.session.execute(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence("quote", "id"), highest)))
