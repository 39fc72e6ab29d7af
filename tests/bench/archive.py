"""An archive as large as asked for, always the same for the same size. Everybody in it is invented."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app.clock import to_instant
from app.database import db
from app.episodes.models import Appearance, AppearanceRoleRow, Episode, EpisodePillar, EpisodeTheme
from app.people.models import Affiliation, Organization, Person
from app.quotes.models import Quote, QuotePillar
from app.revisions.models import Revision
from app.series.models import Series
from app.strategy.models import Framework, Pillar, Theme

AT_ONCE = 2000
MADE_AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
STAMPS = {"created_at": MADE_AT, "changed_at": MADE_AT, "version": 1}
ZONES = (*("America/Port_of_Spain",) * 6, "America/Nassau", "America/Paramaribo", "America/Havana", "Europe/Paris")
TOPIC_LENGTH = 600

_SYLLABLES = (
    "ba",
    "cor",
    "dela",
    "fen",
    "gri",
    "hul",
    "ira",
    "jo",
    "kes",
    "lum",
    "mar",
    "nol",
    "pe",
    "ros",
    "tam",
    "vel",
)
_WORDS = """
coastal regional skills passports remittances ports islands data households return labour climate storms safe mobility
families municipal evidence neighbours schools border health partners finance diaspora growth policy community early
warning harbour youth shared practice across between toward because together while within
"""
_VOCABULARY = _WORDS.split()


@dataclass(frozen=True)
class Size:
    """How much: people are drawn upon by episodes, quotes spread over both."""

    episodes: int
    people: int = 0
    quotes: int = 0
    frameworks: int = 1

    @property
    def enough_people(self) -> int:
        return self.people or max(40, self.episodes // 2)


def fill(size: Size) -> None:
    """Write the whole archive by bulk inserts into an empty, migrated database, and commit."""
    chance = random.Random(size.episodes)
    series_id = _insert_one(Series, _series())
    pillars, themes = _strategy(size.frameworks)
    organizations = _ids(Organization, (_organization(number) for number in range(40)))
    people = _ids(Person, (_person(number) for number in range(size.enough_people)))
    _insert(Affiliation, (_affiliation(person, chance.choice(organizations)) for person in people))
    episodes = _ids(Episode, (_episode(series_id, number, chance) for number in range(size.episodes)))
    _people_on_panels(episodes, people, organizations, chance)
    _insert(EpisodePillar, _links(episodes, "pillar_id", pillars, chance))
    _insert(EpisodeTheme, _links(episodes, "theme_id", themes, chance))
    quotes = _ids(Quote, (_quote(number, episodes, people, chance) for number in range(size.quotes)))
    _insert(QuotePillar, ({"quote_id": quote, "pillar_id": chance.choice(pillars)} for quote in quotes))
    _insert_one(Revision, _first_revision(series_id))
    db.session.commit()


def words(count: int, chance: random.Random) -> str:
    return " ".join(chance.choice(_VOCABULARY) for _ in range(count))


def name_of(number: int) -> str:
    """A name nobody has: syllables by number."""
    first, rest = divmod(number, 256)
    given = (_SYLLABLES[rest % 16] + _SYLLABLES[rest // 16]).capitalize()
    family = (_SYLLABLES[first % 16] + _SYLLABLES[(first // 16 + 3) % 16] + "en").capitalize()
    return f"{given} {family}"


def _insert(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    every = iter(rows)
    while some := list(islice(every, AT_ONCE)):
        db.session.execute(sa.insert(model), some)


def _ids(model: Any, rows: Iterable[dict[str, Any]]) -> list[int]:
    _insert(model, rows)
    return list(db.session.scalars(sa.select(model.id).order_by(model.id)))


def _insert_one(model: Any, row: dict[str, Any]) -> int:
    return _ids(model, [row])[-1]


def _series() -> dict[str, Any]:
    described = {"slug": "series", "title": "Harbour Talks", "organizer": "Harbour Office", "languages": ["en"]}
    return STAMPS | described | {"default_timezone": "America/Port_of_Spain", "concluded": False}


def _strategy(frameworks: int) -> tuple[list[int], list[int]]:
    for number in range(frameworks):
        begins, ends = 2026 - 4 * number, 2029 - 4 * number
        named = {"slug": f"strategy-{begins}", "title": f"Strategy {begins}–{ends}"}
        period = {"valid_from": date(begins, 1, 1), "valid_until": date(ends, 12, 31)}
        framework_id = _insert_one(Framework, STAMPS | named | period)
        _insert(
            Pillar, (_part(framework_id, "pillar", at) | {"number": at, "kind": "priority_area"} for at in range(1, 6))
        )
        _insert(Theme, (_part(framework_id, "theme", at) | {"position": at} for at in range(1, 6)))
    return _ids(Pillar, []), _ids(Theme, [])


def _part(framework_id: int, kind: str, number: int) -> dict[str, Any]:
    named = {"slug": f"{kind}-{framework_id}-{number}", "title": f"Invented {kind} {framework_id}.{number}"}
    return STAMPS | {"framework_id": framework_id} | named


def _organization(number: int) -> dict[str, Any]:
    kind = ("academia", "government", "civil_society", "intergovernmental")[number % 4]
    return STAMPS | {"slug": f"institute-{number}", "name": f"Institute {number}", "kind": kind}


def _person(number: int) -> dict[str, Any]:
    name = f"{name_of(number)} {number}"
    told = {"country": ("BB", "HT", "JM", "SR", "TT", None)[number % 6], "gender": ("woman", "man", None)[number % 3]}
    named = {"slug": f"person-{number}", "name": name, "sort_name": " ".join(reversed(name.split(" ", 1)))}
    return STAMPS | told | named


def _affiliation(person_id: int, organization_id: int) -> dict[str, Any]:
    return {"person_id": person_id, "organization_id": organization_id, "position": "Director of Studies"}


def _episode(series_id: int, number: int, chance: random.Random) -> dict[str, Any]:
    day = date(2014, 1, 8) + timedelta(days=(number * 5) % 8000)
    timezone, start = chance.choice(ZONES), time(chance.randrange(8, 20))
    starts_at = to_instant(day, start, timezone)
    when = {"day": day, "start_local": start, "timezone": timezone, "duration_minutes": 90}
    when |= {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90)}
    said = {
        "title": words(6, chance).capitalize(),
        "topic": (words(100, chance) + ".")[:TOPIC_LENGTH].ljust(TOPIC_LENGTH, "."),
    }
    status = "cancelled" if number % 40 == 39 else "confirmed"
    kept = {"series_id": series_id, "slug": f"panel-{number}", "uid": f"episode-{number}@localhost", "sequence": 0}
    state = {"status": status, "visibility": "public", "published_at": MADE_AT, "languages": ["en"]}
    rest = {"format": "virtual", "join_policy": "invited", "attribution_policy": "on_the_record"}
    return STAMPS | kept | when | said | state | rest


def _people_on_panels(episodes: list[int], people: list[int], organizations: list[int], chance: random.Random) -> None:
    def seats() -> Iterator[dict[str, Any]]:
        for episode_id in episodes:
            for at, person_id in enumerate(chance.sample(people, chance.randint(2, 4))):
                held = {"position": "Director of Studies", "organization_name": "Institute of the Harbour"}
                held |= {"organization_id": chance.choice(organizations), "state": "confirmed"}
                yield held | {"episode_id": episode_id, "person_id": person_id, "precedence": at}

    _insert(Appearance, seats())
    rows = db.session.execute(sa.select(Appearance.id, Appearance.precedence)).all()
    _insert(
        AppearanceRoleRow,
        ({"appearance_id": row[0], "role": "moderator" if row[1] == 0 else "panellist"} for row in rows),
    )


def _links(episodes: list[int], key: str, ids: list[int], chance: random.Random) -> Iterator[dict[str, Any]]:
    for episode_id in episodes:
        for at, linked in enumerate(chance.sample(ids, min(2, len(ids)))):
            yield {"episode_id": episode_id, key: linked, "weight": "contributing" if at else "principal"}


def _quote(number: int, episodes: list[int], people: list[int], chance: random.Random) -> dict[str, Any]:
    said = {"slug": f"words-{number}", "paragraphs": [words(25, chance).capitalize() + "."], "language": "en"}
    state = {"state": "published", "published_at": MADE_AT, "edition": 1}
    state |= (
        {"verification": "recording", "verified_at": MADE_AT}
        if number % 3
        else {"verification": None, "verified_at": None}
    )
    return STAMPS | said | state | {"person_id": chance.choice(people), "episode_id": chance.choice(episodes)}


def _first_revision(series_id: int) -> dict[str, Any]:
    what = {"record_type": "series", "record_id": series_id, "record_title": "Harbour Talks", "before": {}, "after": {}}
    return what | {"at": MADE_AT, "by_name": "Bench", "action": "made"}
