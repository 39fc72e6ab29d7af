"""One search over everything an account may see, and what it looked at or changed last; constant in statements."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from app.database import db
from app.episodes.models import Episode
from app.people.finding import Known, folded, found_names
from app.people.models import Organization, Person
from app.people.queries import known_organizations, known_people, people_named
from app.quotes.models import Quote
from app.revisions.keeping import kept_reading
from app.revisions.models import Presence, Revision
from app.series.models import Series
from app.sources.models import Source

MOST = 8
LONGEST = 100
_TITLED: dict[str, tuple[Any, Any]] = {
    "episode": (Episode, Episode.title),
    "person": (Person, Person.name),
    "organization": (Organization, Organization.name),
    "source": (Source, Source.title),
    "series": (Series, Series.title),
}


@dataclass(frozen=True)
class Hit:
    """One record found: its type and id, the slug of its page where it has one, what it is called, and more."""

    record_type: str
    record_id: int
    slug: str | None
    words: str
    detail: str = ""


def everything_found(typed: str, series: list[int]) -> dict[str, list[Hit]]:
    """The nearest records of each kind, by the kind's name; accents and slips are forgiven in names and titles."""
    if not folded(typed):
        return {}
    return {
        "episode": _named("episode", typed, _known_episodes(series)),
        "person": _people(typed),
        "organization": _named(
            "organization", typed, kept_reading("organizations named", ("organization",), known_organizations)
        ),
        "quote": _quotes(typed, series),
        "source": _named("source", typed, kept_reading("sources named", ("source",), _known_sources)),
    }


def _named(record_type: str, typed: str, known: Iterable[Known]) -> list[Hit]:
    found = (match.record for match in found_names(typed, known, limit=MOST))
    return [Hit(record_type, one.id, one.slug, one.name, one.detail) for one in found]


def _people(typed: str) -> list[Hit]:
    """Found by name alone; what tells them from their namesakes is read for those few that are shown."""
    found = _named("person", typed, kept_reading("people named", ("person",), people_named))
    details = {one.id: one.detail for one in known_people([hit.record_id for hit in found])}
    return [replace(hit, detail=details[hit.record_id]) for hit in found]


def _known_episodes(series: list[int]) -> list[Known]:
    every = kept_reading("episodes named", ("episode",), _every_known_episode)
    return [known for its_series, known in every if its_series in series]


def _every_known_episode() -> list[tuple[int, Known]]:
    """Each with the id of its series."""
    columns = (Episode.series_id, Episode.id, Episode.slug, Episode.title, Episode.number, Episode.day)
    statement = sa.select(*columns).order_by(Episode.day.desc(), Episode.id.desc())
    return [
        (its, Known(number, slug, title, (f"episode {place}", str(place)) if place else (), day.isoformat()))
        for its, number, slug, title, place, day in db.session.execute(statement)
    ]


def _known_sources() -> list[Known]:
    statement = sa.select(Source.id, Source.slug, Source.title, Source.publisher).order_by(Source.id.desc())
    return [Known(number, slug, title, (), by or "") for number, slug, title, by in db.session.execute(statement)]


def _quotes(typed: str, series: list[int]) -> list[Hit]:
    """Quotes in which every typed word begins a word, newest first; those of no episode belong to every series."""
    statement = (
        sa.select(Quote.id, Quote.paragraphs, Person.name)
        .join(Person, Person.id == Quote.person_id)
        .outerjoin(Episode, Episode.id == Quote.episode_id)
        .where(sa.or_(Quote.episode_id.is_(None), Episode.series_id.in_(series)))
        .order_by(Quote.id.desc())
    )
    wanted, found = [f" {word}" for word in folded(typed).split()], []
    for number, paragraphs, name in db.session.execute(statement):
        words = " ".join(paragraphs)
        said = f" {folded(words)}"
        if all(word in said for word in wanted):
            found.append(Hit("quote", number, None, f"{name}: “{words[:120]}”"))
            if len(found) == MOST:
                break
    return found


def recent_records(account_id: int, limit: int = MOST) -> list[tuple[str, int]]:
    """What the account opened for editing or changed last, newest first, in two statements."""
    opened = sa.select(Presence.record_type, Presence.record_id, Presence.seen_at).where(
        Presence.account_id == account_id
    )
    last = sa.func.max(Revision.at)
    changed = (
        sa.select(Revision.record_type, Revision.record_id, last)
        .where(Revision.account_id == account_id)
        .group_by(Revision.record_type, Revision.record_id)
        .order_by(last.desc())
        .limit(4 * limit)
    )
    rows = [
        *db.session.execute(opened.order_by(Presence.seen_at.desc()).limit(4 * limit)),
        *db.session.execute(changed),
    ]
    ordered = sorted(rows, key=lambda row: row[2], reverse=True)
    return list(dict.fromkeys((str(kind), int(number)) for kind, number, _at in ordered))[:limit]


def titles_of_records(records: list[tuple[str, int]], series: list[int]) -> list[Hit]:
    """The records as hits with their present titles, in one statement; those of other series are left out."""
    wanted = {kind: [number for one, number in records if one == kind] for kind in _TITLED}
    parts = []
    for kind, (model, title) in _TITLED.items():
        part = sa.select(sa.literal(kind).label("kind"), model.id, model.slug, title.label("title"))
        part = part.where(model.id.in_(wanted[kind]))
        parts.append(part.where(model.series_id.in_(series)) if kind == "episode" else part)
    rows = {(kind, number): (slug, words) for kind, number, slug, words in db.session.execute(sa.union_all(*parts))}
    return [Hit(kind, number, *rows[kind, number]) for kind, number in records if (kind, number) in rows]
