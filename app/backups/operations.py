"""After a restore: every event that subscribers saw otherwise is raised above what they saw."""

import sqlalchemy as sa

from app.backups.events import Events
from app.clock import now
from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import overtake_sequence
from app.revisions.models import Revision
from app.schedule.queries import published_episodes
from app.series.queries import all_series

BY = "flask backup restore"


def overtake(seen: Events | None, restored: Events, *, assume_unchanged: bool) -> list[Episode]:
    """Raise the published episodes whose event differs from the one subscribers saw before; returns them.

    `seen` is None, or lacks an event, where nobody knows any more what they saw: then it is raised by far, unless the
    caller knows that nothing changed since the backup.
    """
    raised = []
    for episode in published_episodes():
        before, after = (seen or {}).get(episode.uid), restored.get(episode.uid)
        if before is None and assume_unchanged:
            continue
        if before is not None and before == after:
            continue
        overtake_sequence(episode, above=before.sequence if before else None, by=BY)
        raised.append(episode)
    return raised


def continue_revisions(last_seen: int | None) -> None:
    """The next revision is one that no kept answer was made for: one of each series, above the last one ever given.

    So running servers make every answer and every event anew.
    """
    number = max(last_seen or 0, db.session.scalar(sa.select(sa.func.max(Revision.id))) or 0)
    for series in all_series():
        number += 1
        db.session.add(
            Revision(
                id=number,
                at=now(),
                by_name=BY,
                action="restored",
                record_type=series.record_type,
                record_id=series.id,
                record_title=series.title,
                before={},
                after={},
            )
        )
    db.session.flush()
    if db.session.get_bind().dialect.name == "postgresql" and number:
        position = sa.func.setval(sa.func.pg_get_serial_sequence("revision", "id"), number)
        db.session.execute(sa.select(position))
