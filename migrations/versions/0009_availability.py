"""Zone, country, gender of people where they say so, and when they are away"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COLUMNS = {
    "timezone": "VARCHAR(64) CONSTRAINT ck_person_timezone_length CHECK (length(timezone) <= 64)",
    "country": "VARCHAR(2) CONSTRAINT ck_person_country_length CHECK (length(country) <= 2)",
    "gender": "VARCHAR(32) CONSTRAINT ck_person_gender CHECK (gender IN ('woman', 'man', 'another'))",
}


def upgrade() -> None:
    """In one statement each: SQLite adds a column with its constraints, but no constraint afterwards."""
    for column, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE person ADD COLUMN {column} {kind}")
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("note", sa.String(300), nullable=True),
        sa.CheckConstraint(
            "from_on IS NULL OR from_on BETWEEN '2000-01-01' AND '2099-12-31'",
            name=op.f("ck_absence_from_on_in_century"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on BETWEEN '2000-01-01' AND '2099-12-31'",
            name=op.f("ck_absence_until_on_in_century"),
        ),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_absence_period_forward")),
        sa.CheckConstraint("length(timezone) <= 64", name=op.f("ck_absence_timezone_length")),
        sa.CheckConstraint("length(note) <= 300", name=op.f("ck_absence_note_length")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])


def downgrade() -> None:
    op.drop_table("absence")
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE person DROP COLUMN {column}")
