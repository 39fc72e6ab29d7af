"""Kinds of organization, for the balance of voices"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = "'intergovernmental', 'government', 'civil_society', 'academia', 'private_sector', 'media', 'other'"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE organization ADD COLUMN kind VARCHAR(32) "
        f"CONSTRAINT ck_organization_organization_kind CHECK (kind IN ({KINDS}))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE organization DROP COLUMN kind")
