"""Reads of accounts and their sign-ins."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Account, AuditEntry, Membership, Role, SignIn
from app.clock import now
from app.database import db

LASTS = timedelta(days=14)
"""How long a sign-in holds without signing in again."""


def any_account() -> bool:
    return db.session.scalar(sa.select(Account.id).limit(1)) is not None


def all_accounts() -> list[Account]:
    """Every account with its roles, by name."""
    statement = sa.select(Account).options(selectinload(Account.memberships)).order_by(Account.name, Account.id)
    return list(db.session.scalars(statement))


def accounts_in(series_ids: Collection[int], least: Role) -> list[Account]:
    """Open accounts that hold at least this role in one of these series, or in all there are, by name."""
    if not series_ids:
        return []
    roles = [role for role in Role if role.rank >= least.rank]
    held = sa.select(Membership.account_id).where(
        Membership.role.in_(roles), sa.or_(Membership.series_id.is_(None), Membership.series_id.in_(series_ids))
    )
    statement = sa.select(Account).where(Account.id.in_(held), Account.active.is_(True))
    return list(db.session.scalars(statement.order_by(Account.name, Account.id)))


def organizers_of(series_id: int) -> list[Account]:
    """Who organizes this very series; administrators of everything only where nobody else does."""
    own = sa.select(Membership.account_id).where(
        Membership.series_id == series_id, Membership.role.in_((Role.ORGANIZER, Role.ADMINISTRATOR))
    )
    statement = sa.select(Account).where(Account.id.in_(own), Account.active.is_(True))
    return list(db.session.scalars(statement.order_by(Account.id))) or accounts_in([series_id], Role.ORGANIZER)


def account_by_id(account_id: int) -> Account | None:
    return db.session.get(Account, account_id)


def account_by_email(email: str) -> Account | None:
    return db.session.scalar(sa.select(Account).where(sa.func.lower(Account.email) == email.strip().lower()))


def sign_in_by_hash(token_hash: str) -> SignIn | None:
    """A sign-in that still holds, with its account and roles, in one indexed read."""
    statement = (
        sa.select(SignIn)
        .options(joinedload(SignIn.account).joinedload(Account.memberships))
        .where(SignIn.token_hash == token_hash, SignIn.ended_at.is_(None), SignIn.started_at > now() - LASTS)
    )
    return db.session.scalars(statement).unique().one_or_none()


def sign_ins_of(account: Account) -> list[SignIn]:
    """The account's sign-ins that still hold, newest first."""
    statement = (
        sa.select(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None), SignIn.started_at > now() - LASTS)
        .order_by(SignIn.id.desc())
    )
    return list(db.session.scalars(statement))


def audit_entries(*, event: str = "", name: str = "", before: int | None = None, limit: int = 100) -> list[AuditEntry]:
    """Lines of the audit log, newest first: of one event, by or about a name, older than a line's number."""
    statement = sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if event:
        statement = statement.where(AuditEntry.event == event)
    if name:
        near = f"%{name.lower()}%"
        statement = statement.where(
            sa.or_(sa.func.lower(AuditEntry.by_name).like(near), sa.func.lower(AuditEntry.account_name).like(near))
        )
    if before:
        statement = statement.where(AuditEntry.id < before)
    return list(db.session.scalars(statement))


def audit_events() -> list[str]:
    """The kinds of events that stand in the log, by name."""
    return list(db.session.scalars(sa.select(AuditEntry.event).distinct().order_by(AuditEntry.event)))
