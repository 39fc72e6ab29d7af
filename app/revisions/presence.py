"""Who has a record open for editing, and who saved it a moment ago: a hint, never a lock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.clock import now
from app.database import db
from app.revisions.models import Presence, Revision

SEEN_FOR = timedelta(seconds=90)
"""The browser says every half minute that the form is still open."""
SAVED_LATELY = timedelta(minutes=10)


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
    """Who else is there, in two statements; a command that loads files is nobody, and has no account."""
    present = (
        sa.select(Presence)
        .where(
            Presence.record_type == record_type,
            Presence.record_id == record_id,
            Presence.account_id != account.id,
            Presence.seen_at > now() - SEEN_FOR,
        )
        .options(joinedload(Presence.account))
        .order_by(Presence.id)
    )
    saves = (
        sa.select(Revision.by_name, sa.func.max(Revision.at))
        .where(
            Revision.record_type == record_type,
            Revision.record_id == record_id,
            Revision.account_id != account.id,
            Revision.at > now() - SAVED_LATELY,
        )
        .group_by(Revision.by_name)
        .order_by(sa.func.max(Revision.at).desc())
        .limit(3)
    )
    names = tuple(one.account.name for one in db.session.scalars(present))
    return Company(names, tuple((str(name), at) for name, at in db.session.execute(saves)))
