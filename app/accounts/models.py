"""Accounts, their roles in each series, their sign-ins and passkeys."""

from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from flask_security import AsaList, UserMixin, WebAuthnMixin
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Model, UTCDateTime, enum_column


class Role(Enum):
    """What an account may do in a series, from least to most."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ORGANIZER = "organizer"
    ADMINISTRATOR = "administrator"

    @property
    def rank(self) -> int:
        return list(Role).index(self)


LONGEST_PASSWORD = 200


class Account(Model, UserMixin):
    """A person who may sign in. The Flask-Security column names are the library's own."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    password: Mapped[str | None] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(sa.String(64), unique=True)  # type: ignore[assignment]
    mf_recovery_codes: Mapped[Any] = mapped_column(MutableList.as_mutable(AsaList()), nullable=True)
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(sa.String(255))
    tf_phone_number: Mapped[str | None] = mapped_column(sa.String(128))
    tf_last_counter: Mapped[int | None] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="account", cascade="all, delete-orphan", order_by="Membership.id"
    )
    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]
        back_populates="account", cascade="all, delete-orphan"
    )

    @property
    def roles(self) -> list["Membership"]:  # type: ignore[override]
        """Flask-Security asks for this name; a membership answers `name` and `get_permissions`."""
        return self.memberships

    def role_in(self, series_id: int | None) -> Role | None:
        """The highest role held in that series, counting memberships of all series; None when there is none."""
        held = [m.role for m in self.memberships if m.series_id is None or m.series_id == series_id]
        return max(held, key=lambda role: role.rank, default=None)

    def verify_and_update_password(self, password: str) -> bool:
        """Whether it is the account's; one longer than any that can be set is not, and is never hashed."""
        return len(password) <= LONGEST_PASSWORD and super().verify_and_update_password(password)

    @property
    def has_second_factor(self) -> bool:
        """Whether a password alone no longer signs in: codes are set up, or a passkey is."""
        return self.tf_primary_method is not None or bool(self.webauthn)

    @property
    def highest_role(self) -> Role | None:
        """The highest role held anywhere."""
        return max((m.role for m in self.memberships), key=lambda role: role.rank, default=None)


class Membership(Model):
    """A role in one series, or in all of them when `series_id` is empty."""

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("series.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = enum_column(Role, "membership_role")
    account: Mapped[Account] = relationship(back_populates="memberships")

    __table_args__ = (sa.UniqueConstraint("account_id", "series_id"),)

    @property
    def name(self) -> str:
        return self.role.value

    def get_permissions(self) -> set[str]:
        return set()


class SignIn(Model):
    """One sign-in on one device; ending it here signs that device out, whatever its cookie says."""

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    agent: Mapped[str] = mapped_column(sa.String(60), default="")
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    account: Mapped[Account] = relationship()


class Passkey(Model, WebAuthnMixin):
    """A WebAuthn credential; column names are Flask-Security's."""

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[Any] = mapped_column(MutableList.as_mutable(AsaList()), nullable=True)
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(sa.String(64))
    extensions: Mapped[str | None] = mapped_column(sa.String(255))
    create_datetime: Mapped[datetime] = mapped_column(sa.DateTime, server_default=sa.func.now())
    lastuse_datetime: Mapped[datetime] = mapped_column(sa.DateTime)
    name: Mapped[str] = mapped_column(sa.String(64))
    usage: Mapped[str] = mapped_column(sa.String(64))
    account: Mapped[Account] = relationship(back_populates="webauthn")

    def get_user_mapping(self) -> dict[str, Any]:
        return {"id": self.user_id}


class AuditEntry(Model):
    """One line of the audit log: a sign-in, a refusal, a permission given. The database lets nobody change it.

    Names are written out, so that the line stands when the account is gone.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    event: Mapped[str] = mapped_column(sa.String(40), index=True)
    by_name: Mapped[str] = mapped_column(sa.String(254))
    account_id: Mapped[int | None] = mapped_column(index=True)
    account_name: Mapped[str] = mapped_column(sa.String(254), default="")
    detail: Mapped[str] = mapped_column(sa.String(500), default="")
