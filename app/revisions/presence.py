"""Who has a record open for editing, and who saved it a moment ago: a hint, never a lock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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


def _statement() -> "sa.CompoundSelect[bool, str, datetime]":
    def others(model: Any) -> list[sa.ColumnElement[bool]]:
        record = model.record_type == sa.bindparam("record_type"), model.record_id == sa.bindparam("record_id")
        return [*record, model.account_id != sa.bindparam("account_id")]

    present = sa.select(sa.true().label("is_open"), Account.name, Presence.seen_at.label("at")).join(Presence.account)
    saves = sa.select(sa.false(), Revision.by_name, sa.func.max(Revision.at)).group_by(Revision.by_name)
    return sa.union_all(
        present.where(*others(Presence), Presence.seen_at > sa.bindparam("seen_since")),
        saves.where(*others(Revision), Revision.at > sa.bindparam("saved_since")),
    ).order_by(sa.desc("at"))


_COMPANY = _statement()
"""Made once: it takes longer than asking."""


def company_at(account: Account, *, record_type: str, record_id: int) -> Company:
    """Who else is there, in one statement; a command that loads files is nobody, and has no account."""
    given = {"record_type": record_type, "record_id": record_id, "account_id": account.id}
    since = {"seen_since": now() - SEEN_FOR, "saved_since": now() - SAVED_LATELY}
    rows = db.session.execute(_COMPANY, given | since).all()
    saved = [(str(name), at) for is_open, name, at in rows if not is_open]
    return Company(tuple(str(name) for is_open, name, _at in rows if is_open), tuple(saved[:SAVES_TOLD]))
