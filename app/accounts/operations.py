"""Changes of accounts: made, given a role, closed; sign-ins begun and ended."""

import secrets
from hashlib import sha256

from flask_babel import gettext as _
from flask_security import hash_password

from app.accounts.models import Account, AuditEntry, Membership, Role, SignIn
from app.accounts.queries import account_by_email, all_accounts, sign_ins_of
from app.clock import now
from app.database import db
from app.errors import RuleBroken

Author = Account | str


def create_account(
    *,
    email: str,
    name: str,
    role: Role,
    by: Author,
    password: str | None = None,
    series_id: int | None = None,
) -> Account:
    """A new account with one role, in one series or in all; without a password until its owner sets one by mail.

    Raises RuleBroken when an account has that address already. `password` is hashed with argon2id and never kept.
    """
    email = email.strip().lower()
    if account_by_email(email) is not None:
        raise RuleBroken(_("There is an account with this address already."), field="email")
    account = Account(
        email=email,
        name=name or email,
        password=hash_password(password) if password else None,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        created_at=now(),
        memberships=[Membership(series_id=series_id, role=role)],
    )
    db.session.add(account)
    db.session.flush()
    note_audit("account made", by=by, account=account, detail=_role_words(role, series_id))
    return account


def change_role(account: Account, *, role: Role | None, series_id: int | None = None, by: Author) -> None:
    """Give, change or (with None) take away the account's role in one series, or in all of them.

    Raises RuleBroken when nobody would be left who manages accounts.
    """
    held = next((m for m in account.memberships if m.series_id == series_id), None)
    if role is None and held is not None:
        account.memberships.remove(held)
    elif role is not None and held is None:
        account.memberships.append(Membership(series_id=series_id, role=role))
    elif role is not None and held is not None:
        held.role = role
    _check_an_administrator_stays()
    db.session.flush()
    note_audit("role changed", by=by, account=account, detail=_role_words(role, series_id))


def deactivate_account(account: Account, *, by: Author) -> None:
    """Close an account: it signs in no more, and is signed out everywhere. What it did keeps its name."""
    account.active = False
    _check_an_administrator_stays()
    end_sign_ins(account)
    db.session.flush()
    note_audit("account closed", by=by, account=account)


def activate_account(account: Account, *, by: Author) -> None:
    account.active = True
    db.session.flush()
    note_audit("account opened again", by=by, account=account)


def forget_second_factors(account: Account, *, by: Author) -> None:
    """Take away codes, recovery codes and passkeys of somebody who lost the device; they set up new ones."""
    account.tf_primary_method = account.tf_totp_secret = None
    account.mf_recovery_codes = None
    account.webauthn.clear()
    end_sign_ins(account)
    db.session.flush()
    note_audit("second factors removed", by=by, account=account)


def note_audit(event: str, *, by: Author, account: Account | None = None, detail: str = "") -> None:
    """Add a line to the audit log, which the database lets nobody change; committed with what it tells of."""
    name = by.email if isinstance(by, Account) else by
    db.session.add(
        AuditEntry(
            at=now(),
            event=event,
            by_name=name[:254],
            account_id=account.id if account else None,
            account_name=account.email if account else "",
            detail=detail[:500],
        )
    )
    db.session.flush()


def _role_words(role: Role | None, series_id: int | None) -> str:
    return f"{role.value if role else 'no role'}, {f'series {series_id}' if series_id else 'all series'}"


def hash_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def start_sign_in(account: Account, *, agent: str) -> str:
    """Record a sign-in and return its token, 256 random bits of which only the hash is stored."""
    token = secrets.token_urlsafe(32)
    db.session.add(SignIn(account_id=account.id, token_hash=hash_token(token), agent=agent[:60], started_at=now()))
    db.session.flush()
    return token


def end_sign_in(sign_in: SignIn) -> None:
    sign_in.ended_at = sign_in.ended_at or now()
    db.session.flush()


def end_sign_ins(account: Account, *, but: str | None = None) -> None:
    """Sign the account out everywhere, except on the device whose token hash is given."""
    for sign_in in sign_ins_of(account):
        if sign_in.token_hash != but:
            end_sign_in(sign_in)


def _check_an_administrator_stays() -> None:
    db.session.flush()
    for account in all_accounts():
        if account.active and account.role_in(None) is Role.ADMINISTRATOR:
            return
    raise RuleBroken(_("At least one active account must stay administrator of all series."), field="role")
