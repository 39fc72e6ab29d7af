"""Public answers know when they are stale: indexes for what the clock changes, a NOTIFY with each revision"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_episode_publish_at", "episode", ["publish_at"])
    op.create_index("ix_quote_embargo_until", "quote", ["embargo_until"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION revision_notified() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_notify('conversations_revision', ''); RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER revision_notified AFTER INSERT ON revision "
            "FOR EACH STATEMENT EXECUTE FUNCTION revision_notified()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER revision_notified ON revision")
        op.execute("DROP FUNCTION revision_notified()")
    op.drop_index("ix_quote_embargo_until", "quote")
    op.drop_index("ix_episode_publish_at", "episode")
