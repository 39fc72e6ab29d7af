"""A series as the plain data of its file: the inverse of loading."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.database import db
from app.episodes.models import Appearance, Episode
from app.episodes.queries import EVERYTHING_SHOWN, WITH_FACTS
from app.people.models import Affiliation, Organization, Person
from app.quotes.models import Clearance, EditorialMark, Quote
from app.quotes.queries import EVERYTHING_SHOWN as EVERYTHING_OF_QUOTES
from app.recordings.captions import Caption, to_webvtt
from app.recordings.models import Recording, Transcript
from app.recordings.queries import cues_of
from app.series.models import Series
from app.sources.models import Source
from app.strategy.models import Crosswalk, Framework, Pillar, Theme

Plain = dict[str, Any]


def series_document(series: Series) -> Plain:
    """Everything the file of a series holds, private records included, in the order of FORMAT.md."""
    episodes = list(
        db.session.scalars(
            sa.select(Episode)
            .where(Episode.series_id == series.id)
            .options(*EVERYTHING_SHOWN, WITH_FACTS, selectinload(Episode.appearances).joinedload(Appearance.source))
            .order_by(Episode.day, Episode.id)
        )
    )
    return {
        "format": "1",
        "series": _fields(series, "slug title kind description organizer organizer_email default_timezone languages")
        | ({"concluded": True} if series.concluded else {})
        | ({"countries": series.countries} if series.countries else {}),
        "sources": [_source(source) for source in _all(Source, Source.id)],
        "organizations": [_organization(organization) for organization in _all(Organization, Organization.id)],
        "frameworks": [_framework(framework) for framework in _all(Framework, Framework.id)],
        "people": [_person(person) for person in _people()],
        "episodes": [_episode(episode) for episode in episodes],
        "quotes": [_quote(quote) for quote in _quotes({episode.id for episode in episodes})],
        "clearances": [_clearance(clearance) for clearance in _all(Clearance, Clearance.id)],
    }


def _all(model: Any, order: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model).order_by(order)))


def _people() -> list[Person]:
    affiliations = selectinload(Person.affiliations)
    loading = (
        affiliations.joinedload(Affiliation.organization),
        affiliations.joinedload(Affiliation.source),
        selectinload(Person.absences),
    )
    return list(db.session.scalars(sa.select(Person).options(*loading).order_by(Person.id)))


def _quotes(episode_ids: set[int]) -> list[Quote]:
    statement = (
        sa.select(Quote)
        .where(sa.or_(Quote.episode_id.in_(episode_ids), Quote.episode_id.is_(None)))
        .options(*EVERYTHING_OF_QUOTES)
        .order_by(Quote.id)
    )
    return list(db.session.scalars(statement).unique())


def _fields(record: Any, names: str) -> Plain:
    """The named attributes that hold something, in that order, enums by value and instants as text."""
    found = {}
    for name in names.split():
        value = getattr(record, name)
        if value not in (None, "", []):
            found[name] = getattr(value, "value", value)
    return found


def _source(source: Source) -> Plain:
    return _fields(source, "slug kind title publisher published_on url language note kept_text")


def _organization(organization: Organization) -> Plain:
    fields = _fields(organization, "slug name acronym kind url description")
    since = {"since": organization.since_year} if organization.since_year else {}
    return fields | since | _fields(organization, "member_states presence_countries")


def _framework(framework: Framework) -> Plain:
    fields = _fields(framework, "slug kind title goal valid_from valid_until translations")
    if framework.motto:
        fields["theme"] = framework.motto
    if framework.source:
        fields["source"] = framework.source.slug
    own = "title slug definition outcome colour words translations"
    fields["pillars"] = [
        _fields(pillar, f"number kind {own} note") | _source_of(pillar)
        for pillar in _of_framework(framework, Pillar, Pillar.number)
    ]
    fields["themes"] = [
        _fields(theme, f"{own} code") | _source_of(theme) for theme in _of_framework(framework, Theme, Theme.position)
    ]
    crosswalk = [_crosswalk(row) for row in framework.crosswalk]
    return fields | ({"crosswalk": crosswalk} if crosswalk else {})


def _of_framework(framework: Framework, model: Any, order: Any) -> list[Any]:
    statement = sa.select(model).where(model.framework_id == framework.id).options(joinedload(model.source))
    return list(db.session.scalars(statement.order_by(order)))


def _source_of(record: Any) -> Plain:
    return {"source": record.source.slug} if record.source else {}


def _crosswalk(row: Crosswalk) -> Plain:
    ends = {name: getattr(row, name) for name in ("from_pillar", "from_theme", "to_pillar", "to_theme")}
    return {name: end.slug for name, end in ends.items() if end is not None} | _fields(row, "kind share note")


def _person(person: Person) -> Plain:
    fields = _fields(person, "slug honorific name sort_name biography website contact_email timezone country gender")
    fields["absences"] = [
        {"from": away.from_on, "until": away.until_on} | _fields(away, "timezone note") for away in person.absences
    ]
    fields["affiliations"] = [
        ({"organization": held.organization.slug} if held.organization else {})
        | {"position": held.position}
        | ({"from": held.from_on} if held.from_on else {})
        | ({"until": held.until_on} if held.until_on else {})
        | ({"source": held.source.slug} if held.source else {})
        for held in person.affiliations
    ]
    return fields


def _link(link: Any, to: str, framework: Framework) -> Plain:
    evidence = getattr(link, "evidence_quote_id", None)
    shown = {"evidence": evidence} if evidence else {}
    return {"to": to, "framework": framework.slug} | _fields(link, "weight reason") | shown


def _episode(episode: Episode) -> Plain:
    fields = _fields(episode, "number slug title topic summary") | {"date": episode.day}
    if episode.start_local:
        fields["start"] = f"{episode.start_local:%H:%M}"
    fields |= _fields(episode, "fold duration_minutes timezone languages format venue join_policy join_url stream_url")
    fields |= _fields(episode, "recording_url attribution_policy status status_reason visibility")
    if episode.publish_at:
        fields["publish_at"] = episode.publish_at.isoformat()
    fields["co_organizers"] = [link.organization.slug for link in episode.co_organizers]
    fields["pillars"] = [_link(link, link.pillar.slug, link.pillar.framework) for link in episode.pillar_links]
    fields["themes"] = [_link(link, link.theme.slug, link.theme.framework) for link in episode.theme_links]
    fields["appearances"] = [_appearance(appearance) for appearance in episode.appearances]
    fields["facts"] = [
        {"field": fact.field.value, "value": fact.value, "source": fact.source.slug, "accepted": fact.accepted}
        | _fields(fact, "note")
        for fact in episode.facts
    ]
    fields["recordings"] = [
        _fields(recording, "title url kind language offset_ms") | ({"removed": True} if recording.removed else {})
        for recording in db.session.scalars(
            sa.select(Recording).where(Recording.episode_id == episode.id).order_by(Recording.id)
        )
    ]
    fields["transcripts"] = [_transcript(transcript) for transcript in _transcripts(episode.id)]
    if episode.source:
        fields["source"] = episode.source.slug
    stamps = {"uid": episode.uid, "sequence": episode.sequence, "changed_at": episode.changed_at.isoformat()}
    return {name: value for name, value in fields.items() if value != []} | stamps


def _transcripts(episode_id: int) -> list[Transcript]:
    statement = sa.select(Transcript).where(Transcript.episode_id == episode_id).order_by(Transcript.id)
    return list(db.session.scalars(statement))


def _transcript(transcript: Transcript) -> Plain:
    fields = _fields(transcript, "language kind credit")
    if transcript.recording:
        fields["recording"] = transcript.recording.url
    fields |= {"public": transcript.public, "replaced": transcript.replaced}
    captions = [Caption(cue.begins_ms, cue.ends_ms, cue.text, cue.speaker) for cue in cues_of(transcript.id)]
    return fields | {"captions": to_webvtt(captions, language=transcript.language)}


def _clearance(clearance: Clearance) -> Plain:
    fields: Plain = {"subject": clearance.subject.value, "person": clearance.person.slug}
    if clearance.quote_id:
        fields["quote"] = clearance.quote_id
    if clearance.episode:
        fields["episode"] = clearance.episode.slug
    fields |= _fields(clearance, "state asked_by asked_how answered_by answered_how note")
    return fields | _moments(clearance, "asked_at answered_at")


def _moments(record: Any, names: str) -> Plain:
    return {name: getattr(record, name).isoformat() for name in names.split() if getattr(record, name)}


def _appearance(appearance: Appearance) -> Plain:
    fields: Plain = {"person": appearance.person.slug, "roles": [role.value for role in appearance.roles]}
    fields |= _fields(appearance, "role_note precedence position")
    if appearance.organization:
        fields["organization"] = appearance.organization.slug
    fields |= _fields(appearance, "organization_name state")
    if appearance.source:
        fields["source"] = appearance.source.slug
    return fields


def _quote(quote: Quote) -> Plain:
    fields: Plain = {"id": quote.id, "slug": quote.slug, "person": quote.person.slug}
    if quote.episode:
        fields["episode"] = quote.episode.slug
    if quote.source:
        fields["source"] = quote.source.slug
    if quote.attributed_as:
        fields["as"] = quote.attributed_as
    fields |= _fields(quote, "position organization_name language paragraphs")
    fields["marks"] = [_mark(mark, quote) for mark in quote.marks]
    fields["pillars"] = [_link(link, link.pillar.slug, link.pillar.framework) for link in quote.pillar_links]
    fields["themes"] = [_link(link, link.theme.slug, link.theme.framework) for link in quote.theme_links]
    fields |= _fields(quote, "begins_ms ends_ms cue_number prefix suffix state state_reason verification")
    if quote.transcript_id:
        ids = [transcript.id for transcript in _transcripts(quote.episode_id or 0)]
        fields["transcript"] = ids.index(quote.transcript_id) + 1
    fields |= _moments(quote, "verified_at embargo_until published_at")
    fields["translations"] = [
        _fields(one, "language paragraphs translator status edition") for one in quote.translations
    ]
    fields["versions"] = [
        _fields(version, "number paragraphs marks standing reason by_name") | _moments(version, "made_at")
        for version in quote.versions
    ]
    return {name: value for name, value in fields.items() if value != []}


def _mark(mark: EditorialMark, quote: Quote) -> Plain:
    words = quote.paragraphs[mark.paragraph]
    marked = words[mark.starts : mark.ends]
    place: Plain = {"paragraph": mark.paragraph + 1}
    if marked:
        place["after"] = marked
        occurrence = _occurrence(words, marked, mark.starts)
        if occurrence > 1:
            place["occurrence"] = occurrence
    return place | _fields(mark, "kind text")


def _occurrence(words: str, marked: str, starts: int) -> int:
    """Which finding of `marked`, counted from 1 and overlapping, begins at that offset."""
    place, number = words.find(marked), 1
    while place != starts:
        place, number = words.find(marked, place + 1), number + 1
    return number
