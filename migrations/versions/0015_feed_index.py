"""An index that holds all a feed asks of the archive when one episode changed.

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = ["visibility", "series_id", "status", "publish_at", "version"]


def upgrade() -> None:
    op.create_index("ix_episode_feed", "episode", COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_episode_feed", table_name="episode")
