"""What a person accepted of a reading, stored as one change: source, people, episodes, quotes, links, facts."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.database import db
from app.episodes.models import AppearanceState, Episode
from app.episodes.operations import change_episode, plan_episode
from app.errors import RuleBroken
from app.people.models import Organization, Person
from app.people.operations import add_organization, add_person
from app.proposals.comparing import stated_facts
from app.quotes.operations import take_down_quote
from app.quotes.verifying import verify_quote
from app.revisions.operations import Author
from app.series.models import Series
from app.series.operations import add_series
from app.sources.models import Source
from app.sources.operations import add_source

if TYPE_CHECKING:  # at run time the reader is loaded with the first article
    from app.sources.reading.episodes import EpisodeFacts


@dataclass
class AcceptedPerson:
    """A person who was ticked: the record it is (`known`), or what a new record is made of."""

    name: str
    position: str = ""
    organization: str = ""
    roles: list[str] = field(default_factory=list)
    known: Person | None = None
    episode: int | Episode = 0
    """The place of the episode among those of the article, or one on record that the article does not name."""


@dataclass
class AcceptedQuote:
    paragraphs: list[str]
    language: str
    speaker: int | Person
    """A place in the list of accepted people, or a person who is known."""
    episode: int | Episode = 0


@dataclass
class AcceptedEpisode:
    """An episode that was ticked: the record it is (`known`), or a draft made of what the source says of it.

    Without facts: one on record that something was given to.
    """

    facts: "EpisodeFacts | None"
    known: Episode | None = None


@dataclass
class NewSeries:
    """A series that is not on record, as the article calls it."""

    title: str
    organizer: str
    default_timezone: str
    languages: list[str]


@dataclass
class Accepted:
    """Everything that was ticked, by the place among the article's proposals (an episode on record by itself).

    What belongs to an episode that was not ticked is kept without an episode.
    """

    source: dict[str, Any]
    series: Series | NewSeries
    episodes: dict[int | Episode, AcceptedEpisode] = field(default_factory=dict)
    people: dict[int, AcceptedPerson] = field(default_factory=dict)
    quotes: list[AcceptedQuote] = field(default_factory=list)
    pillar_ids: list[tuple[int | Episode, int]] = field(default_factory=list)
    theme_ids: list[tuple[int | Episode, int]] = field(default_factory=list)
    """(episode as above, id of the pillar or theme)."""


def accept_reading(accepted: Accepted, *, host: str, by: Author) -> Source:
    """Store what was ticked. A quote whose words do not stand in the kept text is refused, and all with it."""
    source = add_source(fields=accepted.source, by=by)
    db.session.flush()
    people = {place: _person(one, source, by=by) for place, one in accepted.people.items()}
    db.session.flush()
    series = _series(accepted.series, by=by) if accepted.episodes else None
    episodes = {at: _episode(at, accepted, series, people, source, host=host, by=by) for at in accepted.episodes}
    for quote in accepted.quotes:
        speaker = quote.speaker if isinstance(quote.speaker, Person) else people.get(quote.speaker)
        if speaker is None:
            raise RuleBroken(_("A quote needs its speaker: tick the person too, or choose somebody known."))
        _take_down(quote, speaker, _stated(accepted, quote, speaker), episodes.get(quote.episode), source, by=by)
    return source


def _person(one: AcceptedPerson, source: Source, *, by: Author) -> Person:
    if one.known is not None:
        return one.known
    affiliations = []
    if one.position or one.organization:
        organization = _organization(one.organization, by=by) if one.organization else None
        held = {"position": one.position or "", "organization_id": organization.id if organization else None}
        affiliations.append(held | {"source_id": source.id})
    return add_person(fields={"name": one.name, "affiliations": affiliations}, by=by)


def _organization(name: str, *, by: Author) -> Organization:
    """The organization of that name or acronym, or a new one."""
    wanted = name.casefold()
    statement = db.select(Organization).where(
        Organization.merged_into_id.is_(None),
        db.or_(db.func.lower(Organization.name) == wanted, db.func.lower(Organization.acronym) == wanted),
    )
    known = db.session.scalars(statement.order_by(Organization.id)).first()
    if known is not None:
        return known
    organization = add_organization(fields={"name": name}, by=by)
    db.session.flush()
    return organization


def _series(series: Series | NewSeries, *, by: Author) -> Series:
    if isinstance(series, Series):
        return series
    added = add_series(fields=vars(series), by=by)
    db.session.flush()
    return added


def _episode(
    at: int | Episode,
    accepted: Accepted,
    series: Series | None,
    people: dict[int, Person],
    source: Source,
    *,
    host: str,
    by: Author,
) -> Episode:
    """The episode with what this source says of it, its people and its links."""
    one = accepted.episodes[at]
    episode = one.known or _new_episode(series, one.facts, source, host=host, by=by)
    kept = episode.snapshot()
    stated = stated_facts(one.facts) if one.facts else {}
    said = [{"field": name, "value": value, "source_id": source.id} for name, value in stated.items()]
    here = {place: person for place, person in people.items() if accepted.people[place].episode == at}
    pillars, themes = _of(at, accepted.pillar_ids), _of(at, accepted.theme_ids)
    fields: dict[str, Any] = {
        "facts": kept["facts"] + said,
        "appearances": kept["appearances"] + _new_appearances(accepted, here, kept["appearances"], source),
        "pillar_links": kept["pillar_links"] + _links("pillar_id", pillars, kept["pillar_links"]),
        "theme_links": kept["theme_links"] + _links("theme_id", themes, kept["theme_links"]),
    }
    change_episode(episode, fields=fields, by=by)
    return episode


def _of(episode: int | Episode, ids: list[tuple[int | Episode, int]]) -> list[int]:
    return [one for at, one in ids if at == episode]


def _new_episode(
    series: Series | None, facts: "EpisodeFacts | None", source: Source, *, host: str, by: Author
) -> Episode:
    if series is None or facts is None or facts.day is None:
        raise RuleBroken(_("This source names no day for an episode; plan that episode first, then choose it here."))
    fields: dict[str, Any] = {
        "title": facts.title or source.title[:200],
        "number": facts.number,
        "day": facts.day,
        "start_local": facts.start,
        "timezone": facts.timezone or series.default_timezone,
    }
    return plan_episode(series, fields=fields, host=host, by=by)


def _new_appearances(
    accepted: Accepted, people: dict[int, Person], kept: list[dict[str, Any]], source: Source
) -> list[dict[str, Any]]:
    """Those who had a part and are not in the episode yet, as the source names them."""
    present = {one["person_id"] for one in kept}
    precedence = max((one["precedence"] for one in kept), default=0)
    found = []
    for place, person in people.items():
        stated = accepted.people[place]
        if person.id in present or not stated.roles:
            continue
        precedence = min(precedence + 10, 9999)
        new = {"person_id": person.id, "roles": stated.roles, "state": AppearanceState.CONFIRMED.value}
        standing = {"position": stated.position or None, "organization_name": stated.organization or None}
        found.append(new | standing | {"precedence": precedence, "source_id": source.id})
        present.add(person.id)
    return found


def _links(name: str, ids: list[int], kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    present = {one[name] for one in kept}
    return [{name: one} for one in dict.fromkeys(ids) if one not in present]


def _stated(accepted: Accepted, quote: AcceptedQuote, speaker: Person) -> AcceptedPerson | None:
    if isinstance(quote.speaker, int):
        return accepted.people[quote.speaker]
    return next((one for one in accepted.people.values() if one.known is speaker), None)


def _take_down(
    quote: AcceptedQuote,
    speaker: Person,
    stated: AcceptedPerson | None,
    episode: Episode | None,
    source: Source,
    *,
    by: Author,
) -> None:
    """The quote as a draft, then verified against the kept text it was read from."""
    fields: dict[str, Any] = {
        "person_id": speaker.id,
        "episode_id": episode.id if episode else None,
        "source_id": source.id,
        "paragraphs": quote.paragraphs,
        "language": quote.language,
    }
    if stated and stated.position:
        fields |= {"position": stated.position, "organization_name": stated.organization or None}
    verify_quote(take_down_quote(fields=fields, by=by), by=by)
