"""Fetches are counted for each feed; those counted before, for all of them together, keep an empty path"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.rename_table("feed_fetches", "feed_fetches_before")
    _create(
        sa.Column("path", sa.String(300), nullable=False),
        sa.CheckConstraint("length(path) <= 300", name=op.f("ck_feed_fetches_path_length")),
        key=("day", "path", "family"),
    )
    op.execute(
        "INSERT INTO feed_fetches (day, path, family, fetched) SELECT day, '', family, fetched FROM feed_fetches_before"
    )
    op.drop_table("feed_fetches_before")


def downgrade() -> None:
    op.rename_table("feed_fetches", "feed_fetches_before")
    _create(key=("day", "family"))
    op.execute(
        "INSERT INTO feed_fetches (day, family, fetched)"
        " SELECT day, family, sum(fetched) FROM feed_fetches_before GROUP BY day, family"
    )
    op.drop_table("feed_fetches_before")


def _create(*more: sa.Column[str] | sa.CheckConstraint, key: tuple[str, ...]) -> None:
    """On PostgreSQL a renamed table keeps the name of its key, which the new one needs."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_feed_fetches", "feed_fetches_before")
    op.create_table(
        "feed_fetches",
        sa.Column("day", sa.Date(), nullable=False),
        *(one for one in more if isinstance(one, sa.Column)),
        sa.Column("family", sa.String(40), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        *(one for one in more if isinstance(one, sa.CheckConstraint)),
        sa.CheckConstraint("length(family) <= 40", name=op.f("ck_feed_fetches_family_length")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_feed_fetches")),
    )
