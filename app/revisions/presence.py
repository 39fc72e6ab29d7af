"""Who has a record open for editing, and who saved it a moment ago: a hint, never a lock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import Account
from app.clock import now
from app.database import db
from app.revisions.models import Presence, Revision

SEEN_FOR = timedelta(seconds=90)
"""The browser says every half minute that the form is still open."""
SAVED_LATELY = timedelta(minutes=10)

SAVES_TOLD = 3


@dataclass(frozen=True)
class Company:
    """Others at the same record: names of those who have it open, and (name, moment) of those who just saved it."""

    names: tuple[str, ...]
    saved: tuple[tuple[str, datetime], ...]


def note_presence(account: Account, *, record_type: str, record_id: int) -> None:
    """The account has the record open right now."""
    here = (Presence.record_type == record_type, Presence.record_id == record_id)
    row = db.session.scalar(sa.select(Presence).where(*here, Presence.account_id == account.id))
    row = row or Presence(record_type=record_type, record_id=record_id, account_id=account.id)
    row.seen_at = now()
    db.session.add(row)


def company_at(account: Account, *, record_type: str, record_id: int) -> Company:
    """Who else is there, in one statement; a command that loads files is nobody, and has no account."""
    present = (
        sa.select(sa.true().label("is_open"), Account.name, Presence.seen_at.label("at"))
        .join(Presence.account)
        .where(
            Presence.record_type == record_type,
            Presence.record_id == record_id,
            Presence.account_id != account.id,
            Presence.seen_at > now() - SEEN_FOR,
        )
    )
    saves = (
        sa.select(sa.false(), Revision.by_name, sa.func.max(Revision.at))
        .where(
            Revision.record_type == record_type,
            Revision.record_id == record_id,
            Revision.account_id != account.id,
            Revision.at > now() - SAVED_LATELY,
        )
        .group_by(Revision.by_name)
    )
    rows = db.session.execute(sa.union_all(present, saves).order_by(sa.desc("at"))).all()
    saved = [(str(name), at) for is_open, name, at in rows if not is_open]
    return Company(tuple(str(name) for is_open, name, _at in rows if is_open), tuple(saved[:SAVES_TOLD]))
