"""What is known of the people of episodes beside their records: zone, country, gender where said, absences."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.database import db
from app.episodes.conflicts import Voice
from app.people.models import Absence, Person


def voices_of(person_ids: Iterable[int]) -> dict[int, Voice]:
    """A Voice for each of these people, by id, in two statements."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    away: dict[int, list[tuple[datetime, datetime]]] = {}
    for absence in db.session.scalars(sa.select(Absence).where(Absence.person_id.in_(wanted)).order_by(Absence.id)):
        away.setdefault(absence.person_id, []).append(instants_of(absence))
    columns = (Person.id, Person.timezone, Person.country, Person.gender)
    return {
        number: Voice(timezone, country, gender.value if gender else None, tuple(away.get(number, ())))
        for number, timezone, country, gender in db.session.execute(sa.select(*columns).where(Person.id.in_(wanted)))
    }


def instants_of(absence: Absence) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last, in the absence's own zone."""
    zone = ZoneInfo(absence.timezone)
    first = datetime.combine(absence.from_on, time(), tzinfo=zone)
    return first, datetime.combine(absence.until_on + timedelta(days=1), time(), tzinfo=zone)
