"""Frameworks' kinds, crosswalks, outcomes, colours, word lists, translations; quotes as evidence of links"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = {"outcome": 4000, "colour": 7}
KINDS = ("same", "split", "merged", "dropped")
ENDS = {"from_pillar_id": "pillar", "from_theme_id": "theme", "to_pillar_id": "pillar", "to_theme_id": "theme"}


def upgrade() -> None:
    """In one statement each: SQLite adds a column with its constraints, but no constraint afterwards."""
    op.execute(
        "ALTER TABLE framework ADD COLUMN kind VARCHAR(32) NOT NULL DEFAULT 'strategy' "
        "CONSTRAINT ck_framework_framework_kind CHECK (kind IN ('strategy', 'vocabulary'))"
    )
    _forget_default("framework", "kind")
    _add_list("framework", "translations")
    for table in ("pillar", "theme"):
        for column, longest in TEXTS.items():
            _add_text(table, column, longest)
        _add_list(table, "words")
        _add_list(table, "translations")
        _add_reference(table, "source_id", "source")
    _add_text("theme", "code", 20)
    for table in ("episode_pillar", "episode_theme"):
        _add_reference(table, "evidence_quote_id", "quote")
        op.create_index(f"ix_{table}_evidence_quote_id", table, ["evidence_quote_id"])
    _create_crosswalk()


def _add_text(table: str, column: str, longest: int) -> None:
    written = f" CONSTRAINT ck_{table}_colour_written CHECK (colour LIKE '#______')" if column == "colour" else ""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR({longest}) "
        f"CONSTRAINT ck_{table}_{column}_length CHECK (length({column}) <= {longest}){written}"
    )


def _add_list(table: str, column: str) -> None:
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} JSON NOT NULL DEFAULT '[]'")
    _forget_default(table, column)


def _forget_default(table: str, column: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")


def _add_reference(table: str, column: str, other: str) -> None:
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column}_{other} "
        f"REFERENCES {other} (id)"
    )


def _create_crosswalk() -> None:
    kind = sa.Enum(*KINDS, name="succession", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "crosswalk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in ENDS),
        sa.Column("kind", kind, nullable=False),
        sa.Column("note", sa.String(1000), nullable=True),
        sa.CheckConstraint("length(note) <= 1000", name=op.f("ck_crosswalk_note_length")),
        sa.CheckConstraint("(from_pillar_id IS NULL) <> (from_theme_id IS NULL)", name=op.f("ck_crosswalk_from_one")),
        sa.CheckConstraint("to_pillar_id IS NULL OR to_theme_id IS NULL", name=op.f("ck_crosswalk_to_one")),
        sa.CheckConstraint(
            "(kind = 'dropped') = (to_pillar_id IS NULL AND to_theme_id IS NULL)",
            name=op.f("ck_crosswalk_dropped_to_nothing"),
        ),
        sa.ForeignKeyConstraint(
            ["framework_id"], ["framework.id"], name=op.f("fk_crosswalk_framework_id_framework"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_crosswalk_{column}_{table}"))
            for column, table in ENDS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crosswalk")),
    )
    for column in ("framework_id", *ENDS):
        op.create_index(f"ix_crosswalk_{column}", "crosswalk", [column])


def downgrade() -> None:
    op.drop_table("crosswalk")
    for table in ("episode_theme", "episode_pillar"):
        op.drop_index(f"ix_{table}_evidence_quote_id", table)
        op.execute(f"ALTER TABLE {table} DROP COLUMN evidence_quote_id")
    op.execute("ALTER TABLE theme DROP COLUMN code")
    for table in ("theme", "pillar"):
        for column in ("source_id", "translations", "words", *TEXTS):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.execute("ALTER TABLE framework DROP COLUMN translations")
    op.execute("ALTER TABLE framework DROP COLUMN kind")
