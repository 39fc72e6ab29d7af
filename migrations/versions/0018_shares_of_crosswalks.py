"""How large a part of a pillar or theme went each way, in per cent"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE crosswalk ADD COLUMN share INTEGER CONSTRAINT ck_crosswalk_share_in_range "
        "CHECK (share BETWEEN 1 AND 100)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE crosswalk DROP COLUMN share")
