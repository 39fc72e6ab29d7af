"""Holds, rehearsals and deadlines; runs of show; saved filters; the countries of a series"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("series", sa.Column("countries", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "planned_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hold",
                "rehearsal",
                "deadline",
                name="planned_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start_local", sa.Time(), nullable=True),
        sa.Column("fold", sa.SmallInteger(), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "day IS NULL OR day BETWEEN '2000-01-01' AND '2099-12-31'", name=op.f("ck_planned_item_day_in_century")
        ),
        sa.CheckConstraint("fold IS NULL OR fold IN (0, 1)", name=op.f("ck_planned_item_fold_binary")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_planned_item_minutes_in_range")),
        sa.CheckConstraint("(start_local IS NULL) = (starts_at IS NULL)", name=op.f("ck_planned_item_start_resolved")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_planned_item_title_length")),
        sa.CheckConstraint("length(note) <= 1000", name=op.f("ck_planned_item_note_length")),
        sa.CheckConstraint("length(timezone) <= 64", name=op.f("ck_planned_item_timezone_length")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_planned_item_series_id_series")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_planned_item_episode_id_episode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_item")),
    )
    for column in ("series_id", "episode_id", "day"):
        op.create_index(op.f(f"ix_planned_item_{column}"), "planned_item", [column], unique=False)
    op.create_table(
        "run_of_show",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(note) <= 2000", name=op.f("ck_run_of_show_note_length")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_run_of_show_episode_id_episode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_of_show")),
        sa.UniqueConstraint("episode_id", name=op.f("uq_run_of_show_episode_id")),
    )
    op.create_table(
        "show_segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("speakers", sa.String(length=300), nullable=True),
        sa.Column("cues", sa.String(length=1000), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 600", name=op.f("ck_show_segment_minutes_in_range")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_show_segment_title_length")),
        sa.CheckConstraint("length(speakers) <= 300", name=op.f("ck_show_segment_speakers_length")),
        sa.CheckConstraint("length(cues) <= 1000", name=op.f("ck_show_segment_cues_length")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run_of_show.id"], name=op.f("fk_show_segment_run_id_run_of_show"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_show_segment")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_show_segment_run_id_position")),
    )
    op.create_index(op.f("ix_show_segment_run_id"), "show_segment", ["run_id"], unique=False)
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_saved_filter_name_length")),
        sa.CheckConstraint("length(address) <= 1000", name=op.f("ck_saved_filter_address_length")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_filter_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_filter_account_id_name")),
    )
    op.create_index(op.f("ix_saved_filter_account_id"), "saved_filter", ["account_id"], unique=False)


def downgrade() -> None:
    op.drop_table("saved_filter")
    op.drop_table("show_segment")
    op.drop_table("run_of_show")
    op.drop_table("planned_item")
    op.drop_column("series", "countries")
