"""Who owns an episode; accounts to be told beside people, and telling them as a change that is kept"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """In one statement: SQLite adds a column with its constraints, but no constraint afterwards."""
    op.execute(
        "ALTER TABLE episode ADD COLUMN owner_id INTEGER CONSTRAINT fk_episode_owner_id_account REFERENCES account (id)"
    )
    op.create_index("ix_episode_owner_id", "episode", ["owner_id"])
    rows = _rows()
    op.drop_table("to_tell")
    _create(
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_to_tell_one_is_told")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_to_tell_account_id_account"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_to_tell_account_id", "to_tell", ["account_id"])
    _fill([row | {"version": 1, "created_at": row["at"], "changed_at": row["told_at"] or row["at"]} for row in rows])


def downgrade() -> None:
    rows = [row for row in _rows() if row["person_id"] is not None]
    op.drop_table("to_tell")
    _create(sa.Column("person_id", sa.Integer(), nullable=False), sa.Column("at", INSTANT, nullable=False))
    _fill([row | {"at": row["created_at"]} for row in rows])
    op.drop_index("ix_episode_owner_id", "episode")
    op.execute("ALTER TABLE episode DROP COLUMN owner_id")


def _create(*own: Any) -> None:
    op.create_table(
        "to_tell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(300), nullable=False),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.Column("told_by", sa.String(120), nullable=True),
        *own,
        sa.CheckConstraint("length(what) <= 300", name=op.f("ck_to_tell_what_length")),
        sa.CheckConstraint("length(told_by) <= 120", name=op.f("ck_to_tell_told_by_length")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_to_tell_episode_id_episode")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_to_tell_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_to_tell")),
    )
    for column in ("episode_id", "person_id"):
        op.create_index(op.f(f"ix_to_tell_{column}"), "to_tell", [column], unique=False)


def _rows() -> list[dict[str, Any]]:
    return [dict(row) for row in op.get_bind().execute(_table().select()).mappings()]


def _fill(rows: list[dict[str, Any]]) -> None:
    """The rows again, in a table of other columns; PostgreSQL's next number goes on after them."""
    if not rows:
        return
    table, bind = _table(), op.get_bind()
    bind.execute(table.insert(), [{column.name: row.get(column.name) for column in table.columns} for row in rows])
    if bind.dialect.name == "postgresql":
        bind.execute(sa.text("SELECT setval('to_tell_id_seq', (SELECT max(id) FROM to_tell))"))


def _table() -> sa.Table:
    return sa.Table("to_tell", sa.MetaData(), autoload_with=op.get_bind())
