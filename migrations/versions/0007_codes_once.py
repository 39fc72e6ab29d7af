"""The last code of a device that signed in, so that none works twice"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("tf_last_counter", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE account DROP COLUMN tf_last_counter")
