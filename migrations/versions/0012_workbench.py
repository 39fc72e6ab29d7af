"""Staged changes, preview links, accepted conflicts, arrangements, what a series asks, who is to be told"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("to_tell", "series_readiness", "arrangement", "accepted_conflict", "preview_link", "staged_change")


def upgrade() -> None:
    _create(
        "staged_change",
        {"fields": sa.JSON(), "base": sa.JSON()},
        unique=("episode_id",),
    )
    _create(
        "preview_link",
        {
            "token_hash": sa.String(64),
            "given_to": sa.String(200),
            "made_by": sa.String(120),
            "expires_at": sa.DateTime(timezone=True),
        },
        may_be_empty={"revoked_at": sa.DateTime(timezone=True)},
        index=("episode_id",),
        unique=("token_hash",),
    )
    _create(
        "accepted_conflict",
        {"key": sa.String(200), "sentence": sa.String(500)},
        may_be_empty={"reason": sa.String(500)},
        unique=("episode_id", "key"),
    )
    _create(
        "arrangement",
        {"name": sa.String(40)},
        may_be_empty={"by_name": sa.String(120), "arranged_at": sa.DateTime(timezone=True)},
        unique=("episode_id", "name"),
    )
    _create("series_readiness", {"asked": sa.JSON()}, owner="series", unique=("series_id",))
    _create_to_tell()


def _create(
    name: str,
    columns: dict[str, Any],
    *,
    owner: str = "episode",
    may_be_empty: dict[str, Any] | None = None,
    index: tuple[str, ...] = (),
    unique: tuple[str, ...] = (),
) -> None:
    """A revised record that belongs to an episode or a series."""
    empty = may_be_empty or {}
    lengths = [
        sa.CheckConstraint(f"length({column}) <= {kind.length}", name=op.f(f"ck_{name}_{column}_length"))
        for column, kind in (columns | empty).items()
        if isinstance(kind, sa.String)
    ]
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(f"{owner}_id", sa.Integer(), nullable=False),
        *(sa.Column(column, kind, nullable=False) for column, kind in columns.items()),
        *(sa.Column(column, kind, nullable=True) for column, kind in empty.items()),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *lengths,
        sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{name}_{owner}_id_{owner}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")),
    )
    for column in index:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _create_to_tell() -> None:
    op.create_table(
        "to_tell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.String(120), nullable=True),
        sa.CheckConstraint("length(what) <= 300", name=op.f("ck_to_tell_what_length")),
        sa.CheckConstraint("length(told_by) <= 120", name=op.f("ck_to_tell_told_by_length")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_to_tell_episode_id_episode")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_to_tell_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_to_tell")),
    )
    for column in ("episode_id", "person_id"):
        op.create_index(op.f(f"ix_to_tell_{column}"), "to_tell", [column], unique=False)


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
