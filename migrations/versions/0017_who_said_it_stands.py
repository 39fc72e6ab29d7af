"""Guards in the database: speaker, standing, episode and language of a published quote stand; a withdrawn one stays so"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

PUBLIC = "OLD.state IN ('published', 'corrected', 'withdrawn')"
COLUMNS = "person_id, episode_id, language, position, organization_name, attributed_as, edition, state"


def standing(row: str) -> str:
    """What readers see of the speaker, as `Quote.standing` says it."""
    position, organization = f"NULLIF({row}.position, '')", f"NULLIF({row}.organization_name, '')"
    both = f"{position} || ', ' || {organization}"  # NULL where one of them is
    return f"COALESCE({both}, {position}, {organization}, {row}.attributed_as, '')"


def differ(column: str, nothing: str) -> str:
    return f"COALESCE(NEW.{column}, {nothing}) <> COALESCE(OLD.{column}, {nothing})"


LATEST = "(SELECT max(w.number) FROM quote_version w WHERE w.quote_id = NEW.id)"
CORRECTED = (
    "EXISTS (SELECT 1 FROM quote_version v WHERE v.quote_id = NEW.id AND v.reason IS NOT NULL "  # noqa: S608 (of constants)
    f"AND v.number = {LATEST} AND v.standing = {standing('NEW')})"
)
MERGED = (
    "EXISTS (SELECT 1 FROM person p WHERE (p.id = OLD.person_id AND p.merged_into_id = NEW.person_id) "
    "OR (p.id = NEW.person_id AND p.merged_into_id = OLD.person_id))"
)
STANDING_CHANGED = (
    f"({differ('position', chr(39) * 2)} OR {differ('organization_name', chr(39) * 2)} "
    f"OR {standing('NEW')} <> {standing('OLD')})"
)
GUARDS = {
    "quote_speaker_stands": (
        f"{PUBLIC} AND NEW.person_id <> OLD.person_id AND NOT {MERGED}",
        "the speaker of a published quote changes only by a merge",
    ),
    "quote_standing_said": (
        f"{PUBLIC} AND {STANDING_CHANGED} AND NOT {CORRECTED}",
        "the standing of a published quote changes only by a correction",
    ),
    "quote_place_stands": (
        f"{PUBLIC} AND ({differ('episode_id', '0')} OR NEW.language <> OLD.language)",
        "episode and language of a published quote never change",
    ),
    "quote_edition_rises": (f"{PUBLIC} AND NEW.edition < OLD.edition", "the edition of a quote never falls"),
    "quote_stays_withdrawn": (
        "OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'",
        "a withdrawn quote stays withdrawn",
    ),
}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (when, reason) in GUARDS.items():
        for statement in sqlite_guard(name, when, reason) if is_sqlite else postgresql_guard(name, when, reason):
            op.execute(statement)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in GUARDS:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON quote")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def sqlite_guard(name: str, when: str, reason: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE UPDATE OF {COLUMNS} ON quote WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    ]


def postgresql_guard(name: str, when: str, reason: str) -> list[str]:
    """The condition stands in the function, because a trigger's WHEN may not read other tables."""
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {name} BEFORE UPDATE OF {COLUMNS} ON quote FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
