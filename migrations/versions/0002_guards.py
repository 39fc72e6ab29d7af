"""Guards in the database: revisions are append-only, UIDs fixed, SEQUENCE never falls, published words stand"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PUBLIC = "('published', 'corrected', 'withdrawn')"
REVISION_COLUMNS = "at, by_name, action, record_type, record_id, record_title, before, after, undoes_id, request_id"

GUARDS = {
    "revision_kept": ("revision", "DELETE", "", "TRUE", "a revision is never deleted"),
    "revision_fixed": ("revision", "UPDATE", REVISION_COLUMNS, "TRUE", "a revision is never changed"),
    "episode_kept": (
        "episode",
        "DELETE",
        "",
        "OLD.published_at IS NOT NULL",
        "a published episode is never deleted",
    ),
    "episode_uid_fixed": ("episode", "UPDATE", "uid", "NEW.uid <> OLD.uid", "a UID never changes"),
    "episode_sequence_rises": (
        "episode",
        "UPDATE",
        "sequence",
        "NEW.sequence < OLD.sequence",
        "a SEQUENCE never falls",
    ),
    "quote_words_stand": (
        "quote",
        "UPDATE",
        "paragraphs",
        f"OLD.state IN {PUBLIC} AND CAST(NEW.paragraphs AS TEXT) <> CAST(OLD.paragraphs AS TEXT)",
        "published words change only by a correction",
    ),
}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, guard in GUARDS.items():
        for statement in sqlite_guard(name, *guard) if is_sqlite else postgresql_guard(name, *guard):
            op.execute(statement)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, *_) in GUARDS.items():
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def sqlite_guard(name: str, table: str, event: str, columns: str, when: str, reason: str) -> list[str]:
    of = f" OF {columns}" if columns else ""
    return [
        f"CREATE TRIGGER {name} BEFORE {event}{of} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    ]


def postgresql_guard(name: str, table: str, event: str, columns: str, when: str, reason: str) -> list[str]:
    of = f" OF {columns}" if columns else ""
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {name} BEFORE {event}{of} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()",
    ]
