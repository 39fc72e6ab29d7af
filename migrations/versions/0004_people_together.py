"""Merged records, portraits, presence, and the audit log"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PORTRAIT = {"portrait_digest": 64, "portrait_alt": 300, "portrait_credit": 200}
DESCRIBED = "portrait_digest IS NULL OR (portrait_alt IS NOT NULL AND portrait_credit IS NOT NULL)"
REFUSAL = "the audit log is never changed"


def upgrade() -> None:
    for table in ("organization", "person"):
        _add_merged_into(table)
    for column, longest in PORTRAIT.items():
        described = (
            f" CONSTRAINT ck_person_portrait_described CHECK ({DESCRIBED})" if column == "portrait_credit" else ""
        )
        op.execute(
            f"ALTER TABLE person ADD COLUMN {column} VARCHAR({longest}) "
            f"CONSTRAINT ck_person_{column}_length CHECK (length({column}) <= {longest}){described}"
        )
    op.create_index("ix_person_portrait_digest", "person", ["portrait_digest"])
    op.create_table(
        "portrait_file",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) <= 64", name=op.f("ck_portrait_file_digest_length")),
        sa.PrimaryKeyConstraint("digest", "width", name=op.f("pk_portrait_file")),
    )
    _create_presence()
    _create_audit_entry()


def _add_merged_into(table: str) -> None:
    """In one statement each: SQLite adds a column with its constraints, but no constraint afterwards."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN merged_into_id INTEGER "
        f"CONSTRAINT ck_{table}_merged_elsewhere CHECK (merged_into_id <> id) "
        f"CONSTRAINT fk_{table}_merged_into_id_{table} REFERENCES {table} (id)"
    )
    op.create_index(f"ix_{table}_merged_into_id", table, ["merged_into_id"])


def _create_presence() -> None:
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(record_type) <= 40", name=op.f("ck_presence_record_type_length")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_presence_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint(
            "record_type", "record_id", "account_id", name=op.f("uq_presence_record_type_record_id_account_id")
        ),
    )
    op.create_index("ix_presence_account_id", "presence", ["account_id"])
    op.create_index("ix_presence_seen_at", "presence", ["seen_at"])


def _create_audit_entry() -> None:
    texts = {"event": 40, "by_name": 254, "account_name": 254, "detail": 500}
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("by_name", sa.String(254), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("account_name", sa.String(254), nullable=False),
        sa.Column("detail", sa.String(500), nullable=False),
        *(
            sa.CheckConstraint(f"length({column}) <= {longest}", name=op.f(f"ck_audit_entry_{column}_length"))
            for column, longest in texts.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    for column in ("at", "event", "account_id"):
        op.create_index(f"ix_audit_entry_{column}", "audit_entry", [column])
    for event in ("UPDATE", "DELETE"):
        name = f"audit_entry_no_{event.lower()}"
        for statement in _guard(name, event):
            op.execute(statement)


def _guard(name: str, event: str) -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [f"CREATE TRIGGER {name} BEFORE {event} ON audit_entry BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON audit_entry FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def downgrade() -> None:
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_no_update()")
        op.execute("DROP FUNCTION audit_entry_no_delete()")
    op.drop_table("presence")
    op.drop_table("portrait_file")
    op.drop_index("ix_person_portrait_digest", "person")
    for column in reversed(PORTRAIT):
        op.execute(f"ALTER TABLE person DROP COLUMN {column}")
    for table in ("person", "organization"):
        op.drop_index(f"ix_{table}_merged_into_id", table)
        op.execute(f"ALTER TABLE {table} DROP COLUMN merged_into_id")
