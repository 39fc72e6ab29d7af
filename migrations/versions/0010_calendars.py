"""Private feeds, fetches counted by family and day, and releases of the time-zone database"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_private_feed()
    op.create_table(
        "feed_fetches",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(family) <= 40", name=op.f("ck_feed_fetches_family_length")),
        sa.PrimaryKeyConstraint("day", "family", name=op.f("pk_feed_fetches")),
    )
    op.create_table(
        "zone_database",
        sa.Column("release", sa.String(40), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True)),
        sa.Column("accepted_by", sa.String(254), nullable=False),
        sa.CheckConstraint("length(release) <= 40", name=op.f("ck_zone_database_release_length")),
        sa.CheckConstraint("length(accepted_by) <= 254", name=op.f("ck_zone_database_accepted_by_length")),
        sa.PrimaryKeyConstraint("release", name=op.f("pk_zone_database")),
    )


def _create_private_feed() -> None:
    kinds = "kind IN ('organizers', 'person')"
    op.create_table(
        "private_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer()),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("made_by_id", sa.Integer()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("last_fetched_on", sa.Date()),
        sa.CheckConstraint(kinds, name=op.f("ck_private_feed_private_feed_kind")),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_private_feed_name_length")),
        sa.CheckConstraint("length(token_hash) <= 64", name=op.f("ck_private_feed_token_hash_length")),
        sa.CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name=op.f("ck_private_feed_person_named")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_private_feed_series_id_series")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_private_feed_person_id_person")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_private_feed_made_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_private_feed_token_hash")),
    )
    for column in ("series_id", "person_id", "made_by_id"):
        op.create_index(f"ix_private_feed_{column}", "private_feed", [column])


def downgrade() -> None:
    for table in ("zone_database", "feed_fetches", "private_feed"):
        op.drop_table(table)
