"""Indexes that hold all that the figures of coverage read of quotes and of what they speak to"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STANDING = ("person_id", "state", "embargo_until", "organization_name", "verified_at", "published_at", "created_at")
INSTEAD = {
    ("quote", "ix_quote_episode_id"): ("ix_quote_counted", ("episode_id", *STANDING)),
    ("quote_pillar", "ix_quote_pillar_pillar_id"): ("ix_quote_pillar_counted", ("pillar_id", "quote_id")),
    ("quote_theme", "ix_quote_theme_theme_id"): ("ix_quote_theme_counted", ("theme_id", "quote_id")),
}
"""Each new one begins with the column of the one it stands for."""


def upgrade() -> None:
    for (table, before), (name, columns) in INSTEAD.items():
        op.create_index(name, table, list(columns))
        op.drop_index(before, table)


def downgrade() -> None:
    for (table, before), (name, columns) in INSTEAD.items():
        op.create_index(before, table, [columns[0]])
        op.drop_index(name, table)
