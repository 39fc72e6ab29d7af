"""Recordings and transcripts; versions, translations and clearances of quotes, guarded"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PUBLIC_STATES = ("published", "corrected", "withdrawn")
PUBLIC = "('published', 'corrected', 'withdrawn')"
CHANGED = f"OLD.state IN {PUBLIC} AND CAST(NEW.paragraphs AS TEXT) <> CAST(OLD.paragraphs AS TEXT)"
SAID = (
    "EXISTS (SELECT 1 FROM quote_version v WHERE v.quote_id = NEW.id AND v.reason IS NOT NULL "
    "AND CAST(v.paragraphs AS TEXT) = CAST(NEW.paragraphs AS TEXT) "
    "AND v.number = (SELECT max(w.number) FROM quote_version w WHERE w.quote_id = NEW.id))"
)
GUARDS = {
    "quote_words_said": (
        "quote",
        "UPDATE",
        f"{CHANGED} AND NOT {SAID}",
        "published words change only by a correction",
    ),
    "quote_stays": (
        "quote",
        "UPDATE",
        f"OLD.state IN {PUBLIC} AND NEW.state NOT IN {PUBLIC}",
        "a published quote is never taken back",
    ),
    "quote_kept": ("quote", "DELETE", f"OLD.state IN {PUBLIC}", "a published quote is never deleted"),
    "quote_version_fixed": ("quote_version", "UPDATE", "TRUE", "a version of a quote is never changed"),
    "quote_version_kept": ("quote_version", "DELETE", "TRUE", "a version of a quote is never deleted"),
    "cue_fixed": ("cue", "UPDATE", "OLD.text <> NEW.text OR OLD.number <> NEW.number", "a cue is never changed"),
}
FORMER_SQLITE = [
    f"CREATE TRIGGER quote_words_stand BEFORE UPDATE OF paragraphs ON quote WHEN {CHANGED} "
    "BEGIN SELECT RAISE(ABORT, 'published words change only by a correction'); END"
]
FORMER_POSTGRESQL = [
    "CREATE FUNCTION quote_words_stand() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
    "'published words change only by a correction' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER quote_words_stand BEFORE UPDATE OF paragraphs ON quote FOR EACH ROW WHEN ({CHANGED}) "
    "EXECUTE FUNCTION quote_words_stand()",
]


def upgrade() -> None:
    op.create_table(
        "phrase",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "quote",
                "translation",
                "transcript",
                name="phrase_of",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("record_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash", "kind", "record_id", "place", name=op.f("pk_phrase")),
    )
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.create_index("ix_phrase_record", ["kind", "record_id"], unique=False)

    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("video", "audio", name="recording_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("offset_ms", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(language) <= 12", name=op.f("ck_recording_language_length")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_recording_title_length")),
        sa.CheckConstraint("length(url) <= 1000", name=op.f("ck_recording_url_length")),
        sa.CheckConstraint("offset_ms BETWEEN -86400000 AND 86400000", name=op.f("ck_recording_offset_in_a_day")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_recording_episode_id_episode")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_episode_id"), ["episode_id"], unique=False)

    op.create_table(
        "transcript",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("episode_id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "human",
                "checked",
                "machine",
                name="transcript_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("credit", sa.String(length=200), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("replaced", sa.Boolean(), nullable=False),
        sa.Column("cue_count", sa.Integer(), nullable=False),
        sa.Column("word_count", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("words_sha256", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(credit) <= 200", name=op.f("ck_transcript_credit_length")),
        sa.CheckConstraint("length(language) <= 12", name=op.f("ck_transcript_language_length")),
        sa.CheckConstraint("length(words_sha256) <= 64", name=op.f("ck_transcript_words_sha256_length")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_transcript_episode_id_episode")),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_transcript_recording_id_recording")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
    )
    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transcript_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_transcript_recording_id"), ["recording_id"], unique=False)

    op.create_table(
        "cue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("begins_ms", sa.Integer(), nullable=False),
        sa.Column("ends_ms", sa.Integer(), nullable=False),
        sa.Column("first_word", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(length=200), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.CheckConstraint("begins_ms >= 0 AND ends_ms >= begins_ms", name=op.f("ck_cue_span_forward")),
        sa.CheckConstraint("length(speaker) <= 200", name=op.f("ck_cue_speaker_length")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_cue_text_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cue_person_id_person")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_cue_transcript_id_transcript"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cue")),
        sa.UniqueConstraint("transcript_id", "number", name=op.f("uq_cue_transcript_id_number")),
    )
    with op.batch_alter_table("cue", schema=None) as batch_op:
        batch_op.create_index("ix_cue_first_word", ["transcript_id", "first_word"], unique=False)
        batch_op.create_index("ix_cue_part", ["transcript_id", "part"], unique=False)
        batch_op.create_index(batch_op.f("ix_cue_person_id"), ["person_id"], unique=False)

    op.create_table(
        "clearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "quote",
                "biography",
                "portrait",
                "recording",
                name="clearance_of",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=True),
        sa.Column("episode_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "granted",
                "refused",
                name="clearance_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_how", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("answered_how", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name=op.f("ck_clearance_answer_dated")),
        sa.CheckConstraint("(subject = 'quote') = (quote_id IS NOT NULL)", name=op.f("ck_clearance_quote_named")),
        sa.CheckConstraint(
            "(subject = 'recording') = (episode_id IS NOT NULL)", name=op.f("ck_clearance_episode_named")
        ),
        sa.CheckConstraint("length(answered_by) <= 200", name=op.f("ck_clearance_answered_by_length")),
        sa.CheckConstraint("length(answered_how) <= 200", name=op.f("ck_clearance_answered_how_length")),
        sa.CheckConstraint("length(asked_by) <= 120", name=op.f("ck_clearance_asked_by_length")),
        sa.CheckConstraint("length(asked_how) <= 200", name=op.f("ck_clearance_asked_how_length")),
        sa.CheckConstraint("length(note) <= 1000", name=op.f("ck_clearance_note_length")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_clearance_episode_id_episode")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clearance_person_id_person")),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_clearance_quote_id_quote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearance")),
    )
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clearance_episode_id"), ["episode_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clearance_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_clearance_quote_id"), ["quote_id"], unique=False)

    op.create_table(
        "quote_translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("translator", sa.String(length=200), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "unofficial",
                "official",
                name="translation_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(language) <= 12", name=op.f("ck_quote_translation_language_length")),
        sa.CheckConstraint("length(translator) <= 200", name=op.f("ck_quote_translation_translator_length")),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quote.id"], name=op.f("fk_quote_translation_quote_id_quote"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_translation")),
        sa.UniqueConstraint("quote_id", "language", name=op.f("uq_quote_translation_quote_id_language")),
    )
    op.create_table(
        "quote_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("standing", sa.String(length=520), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(by_name) <= 120", name=op.f("ck_quote_version_by_name_length")),
        sa.CheckConstraint("length(reason) <= 1000", name=op.f("ck_quote_version_reason_length")),
        sa.CheckConstraint("length(standing) <= 520", name=op.f("ck_quote_version_standing_length")),
        sa.CheckConstraint("number = 1 OR reason IS NOT NULL", name=op.f("ck_quote_version_reason_given")),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_version_quote_id_quote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_version")),
        sa.UniqueConstraint("quote_id", "number", name=op.f("uq_quote_version_quote_id_number")),
    )
    with op.batch_alter_table("quote_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_version_made_at"), ["made_at"], unique=False)

    _extend_quotes()
    _keep_present_words()
    _guard()


def _extend_quotes() -> None:
    """In one statement each: SQLite adds a column with its constraints, but no constraint afterwards."""
    op.execute(
        "ALTER TABLE quote ADD COLUMN transcript_id INTEGER "
        "CONSTRAINT fk_quote_transcript_id_transcript REFERENCES transcript (id)"
    )
    op.create_index("ix_quote_transcript_id", "quote", ["transcript_id"])
    op.execute("ALTER TABLE quote ADD COLUMN cue_number INTEGER")
    for column in ("prefix", "suffix"):
        op.execute(
            f"ALTER TABLE quote ADD COLUMN {column} VARCHAR(300) "
            f"CONSTRAINT ck_quote_{column}_length CHECK (length({column}) <= 300)"
        )
    op.execute("ALTER TABLE quote ADD COLUMN edition INTEGER NOT NULL DEFAULT 0")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE quote ALTER COLUMN edition DROP DEFAULT")


def _keep_present_words() -> None:
    """Words that are public now become version 1 of their quotes."""
    connection = op.get_bind()
    marks = sa.table("editorial_mark", *map(sa.column, ("quote_id", "paragraph", "starts", "ends", "kind", "text")))
    quotes = sa.table(
        "quote",
        *map(sa.column, ("id", "position", "organization_name", "attributed_as", "state", "published_at")),
        sa.column("changed_at", sa.DateTime(timezone=True)),
        sa.column("paragraphs", sa.JSON),
        sa.column("edition", sa.Integer),
    )
    versions = sa.table(
        "quote_version",
        *map(sa.column, ("quote_id", "number", "standing", "by_name")),
        sa.column("paragraphs", sa.JSON),
        sa.column("marks", sa.JSON),
        sa.column("made_at", sa.DateTime(timezone=True)),
    )
    for quote in connection.execute(sa.select(quotes).where(quotes.c.state.in_(PUBLIC_STATES))).all():
        own = connection.execute(sa.select(marks).where(marks.c.quote_id == quote.id)).mappings()
        standing = ", ".join(filter(None, (quote.position, quote.organization_name))) or quote.attributed_as or ""
        connection.execute(
            versions.insert().values(
                quote_id=quote.id,
                number=1,
                standing=standing,
                by_name="migration",
                paragraphs=quote.paragraphs,
                marks=[{name: value for name, value in mark.items() if name != "quote_id"} for mark in own],
                made_at=quote.changed_at,
            )
        )
        connection.execute(quotes.update().where(quotes.c.id == quote.id).values(edition=1))


def _guard() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER quote_words_stand" if is_sqlite else "DROP TRIGGER quote_words_stand ON quote")
    if not is_sqlite:
        op.execute("DROP FUNCTION quote_words_stand()")
    for name, guard in GUARDS.items():
        for statement in sqlite_guard(name, *guard) if is_sqlite else postgresql_guard(name, *guard):
            op.execute(statement)


def sqlite_guard(name: str, table: str, event: str, when: str, reason: str) -> list[str]:
    return [f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{reason}'); END"]


def postgresql_guard(name: str, table: str, event: str, when: str, reason: str) -> list[str]:
    """The condition stands in the function, because a trigger's WHEN may not read other tables."""
    result = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {result}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (table, *_) in GUARDS.items():
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    for statement in FORMER_SQLITE if is_sqlite else FORMER_POSTGRESQL:
        op.execute(statement)
    op.drop_index("ix_quote_transcript_id", "quote")
    for column in ("edition", "suffix", "prefix", "cue_number", "transcript_id"):
        op.execute(f"ALTER TABLE quote DROP COLUMN {column}")
    with op.batch_alter_table("quote_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quote_version_made_at"))

    op.drop_table("quote_version")
    op.drop_table("quote_translation")
    with op.batch_alter_table("clearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clearance_quote_id"))
        batch_op.drop_index(batch_op.f("ix_clearance_person_id"))
        batch_op.drop_index(batch_op.f("ix_clearance_episode_id"))

    op.drop_table("clearance")
    with op.batch_alter_table("cue", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cue_person_id"))
        batch_op.drop_index("ix_cue_part")
        batch_op.drop_index("ix_cue_first_word")

    op.drop_table("cue")
    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transcript_recording_id"))
        batch_op.drop_index(batch_op.f("ix_transcript_episode_id"))

    op.drop_table("transcript")
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_episode_id"))

    op.drop_table("recording")
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.drop_index("ix_phrase_record")

    op.drop_table("phrase")
