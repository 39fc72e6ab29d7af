"""Guards in the database: the editorial marks of a published quote are those its latest version says"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PLACE = ("paragraph", "starts", "ends", "kind")
REASON = "marks on a published quote change only by a correction"


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for event, when in guards(is_sqlite).items():
        for statement in sqlite_guard(event, when) if is_sqlite else postgresql_guard(event, when):
            op.execute(statement)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for event in guards(is_sqlite):
        op.execute(f"DROP TRIGGER {name_of(event)}" + ("" if is_sqlite else " ON editorial_mark"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name_of(event)}()")


def guards(is_sqlite: bool) -> dict[str, str]:
    """When each event is refused: a mark is added, or goes, against what the latest version says.

    A quote that has no version yet is being taken down, and its first version is written with it.
    """
    added = f"({published('NEW')} AND {laid('NEW', is_sqlite)} >= {said('NEW', is_sqlite)})"
    gone = f"({published('OLD')} AND {laid('OLD', is_sqlite)} <= {said('OLD', is_sqlite)})"
    same = " AND ".join(
        [f"NEW.{column} = OLD.{column}" for column in ("quote_id", *PLACE)] + [alike("NEW.text", "OLD.text", is_sqlite)]
    )
    return {"INSERT": added, "DELETE": gone, "UPDATE": f"NOT ({same}) AND ({added} OR {gone})"}


def published(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM quote q JOIN quote_version v ON v.quote_id = q.id WHERE q.id = {row}.quote_id "  # noqa: S608 (of constants)
        "AND q.state IN ('published', 'corrected', 'withdrawn'))"
    )


def laid(row: str, is_sqlite: bool) -> str:
    """How many marks like this one lie over the quote."""
    place = " AND ".join(f"e.{column} = {row}.{column}" for column in PLACE)
    return (
        f"(SELECT count(*) FROM editorial_mark e WHERE e.quote_id = {row}.quote_id AND {place} "  # noqa: S608
        f"AND {alike('e.text', f'{row}.text', is_sqlite)})"
    )


def said(row: str, is_sqlite: bool) -> str:
    """How many marks like this one the latest version has."""
    marks = "json_each(v.marks) m" if is_sqlite else "json_array_elements(v.marks) AS m(value)"
    place = " AND ".join(f"{field(column, is_sqlite)} = {row}.{column}" for column in PLACE)
    return (
        f"(SELECT count(*) FROM quote_version v, {marks} WHERE v.quote_id = {row}.quote_id "  # noqa: S608
        f"AND v.number = (SELECT max(w.number) FROM quote_version w WHERE w.quote_id = {row}.quote_id) "
        f"AND {place} AND {alike(field('text', is_sqlite), f'{row}.text', is_sqlite)})"
    )


def field(name: str, is_sqlite: bool) -> str:
    """On SQLite by `json_each`: with trusted_schema off a trigger may not call `json_extract`."""
    if is_sqlite:
        return f"(SELECT f.value FROM json_each(m.value) f WHERE f.key = '{name}')"  # noqa: S608
    return f"(m.value ->> '{name}')" + ("" if name in ("kind", "text") else "::integer")


def alike(one: str, other: str, is_sqlite: bool) -> str:
    """Equal, or both nothing."""
    return f"{one} IS {'' if is_sqlite else 'NOT DISTINCT FROM '}{other}"


def name_of(event: str) -> str:
    return f"mark_stands_{event.lower()}"


def sqlite_guard(event: str, when: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name_of(event)} BEFORE {event} ON editorial_mark WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
    ]


def postgresql_guard(event: str, when: str) -> list[str]:
    """The condition stands in the function, because a trigger's WHEN may not read other tables."""
    result = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE FUNCTION {name_of(event)}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {result}; END $$",
        f"CREATE TRIGGER {name_of(event)} BEFORE {event} ON editorial_mark "
        f"FOR EACH ROW EXECUTE FUNCTION {name_of(event)}()",
    ]
