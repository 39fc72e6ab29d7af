"""Recording of changes, undo, and slugs that never die."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from slugify import slugify

from app.accounts.models import Account
from app.clock import now
from app.database import begin_to_write, db, lock_writers
from app.errors import RuleBroken, StaleEdit
from app.revisions.models import FormerSlug, Revision, Revisioned, record_type_of
from app.revisions.queries import latest_revision, revision_number_of

Author = Account | str
"""Who makes a change: an account, or the name of a command."""

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The form's unique id while a submission is handled; its first revision carries it."""

_prepared: ContextVar["Prepared | None"] = ContextVar("prepared", default=None)
"""What `preparing` gathers while its block runs."""

RESERVED = frozenset({"new", "find", "doubles", "held", "import", "export", "merge"})
"""Words that stand in organizers' addresses where a slug may stand too."""


@dataclass
class Change:
    """One record as it is to be recorded: its fields before, and the names of those that change."""

    record: Revisioned
    action: str
    by: Author
    before: dict[str, Any]
    names: set[str]


@dataclass
class Prepared:
    """Changes made in the session and not sent to the database yet, by the identity of their records.

    `after` is the last recorded change they are made upon.
    """

    after: int
    changes: dict[int, Change] = field(default_factory=dict)
    slugs: set[tuple[type, str]] = field(default_factory=set)

    def note(self, change: Change) -> None:
        """A record that changes twice is recorded once."""
        first = self.changes.setdefault(id(change.record), change)
        first.names |= change.names
        first.before = change.before | first.before


@contextmanager
def preparing() -> Iterator[Prepared]:
    """Let verbs change records in the session alone, so that many changes hold up nobody; `store` writes them.

    A record that is new has no id inside this block.
    """
    prepared = Prepared(latest_revision())
    token = _prepared.set(prepared)
    try:
        yield prepared
    finally:
        _prepared.reset(token)


def store(prepared: Prepared, *, made_of: Collection[str]) -> None:
    """Write all that was prepared, under the writers' lock and in as few statements as there are kinds of rows.

    Raises Overtaken when a record of one of the types in `made_of` was changed meanwhile: what the rules looked at is
    no longer so. Does not commit.
    """
    begin_to_write(db.session.connection())
    meanwhile = sa.select(Revision.id).where(Revision.id > prepared.after, Revision.record_type.in_(made_of)).limit(1)
    if db.session.scalar(meanwhile) is not None:
        raise Overtaken
    db.session.flush()
    for one in prepared.changes.values():
        after = one.record.snapshot()
        if one.names:
            before = {name: value for name, value in one.before.items() if name in one.names}
            _add_revision(one.record, one.action, one.by, before, {name: after[name] for name in one.names})
    db.session.flush()


class Overtaken(Exception):
    """Somebody else changed meanwhile what a preparation was made of: it is to be made again."""


def send_now() -> None:
    """Flush what a verb changed, but while changes are only prepared."""
    if _prepared.get() is None:
        db.session.flush()


@contextmanager
def revising(record: Revisioned, *, action: str, by: Author, undoes: Revision | None = None) -> Iterator[None]:
    """Change a record inside this block; what differs afterwards is settled and recorded as one revision.

    Nothing is recorded when nothing changed. Does not commit.
    """
    is_new = sa.inspect(record).transient or sa.inspect(record).pending
    before = {} if is_new else record.snapshot()
    yield
    after = record.snapshot()
    changed = {name for name, value in after.items() if is_new or before.get(name) != value}
    if not changed:
        return
    if is_new:
        record.created_at = now()
        db.session.add(record)
    record.settle(changed)
    prepared = _prepared.get()
    if prepared is not None:
        for name in record.revised_children if is_new else ():  # else each empty list is asked for once it is stored
            setattr(record, name, list(getattr(record, name)))
        prepared.note(Change(record, action, by, {name: before[name] for name in changed if name in before}, changed))
        return
    _lock_order()
    db.session.flush()
    after = record.snapshot()
    record_revision(
        record,
        action=action,
        by=by,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed},
        undoes=undoes,
    )


def record_revision(
    record: Revisioned,
    *,
    action: str,
    by: Author,
    before: dict[str, Any],
    after: dict[str, Any],
    undoes: Revision | None = None,
) -> None:
    """Store one revision; called by itself only for what no snapshot holds, such as instants."""
    _lock_order()
    db.session.flush()
    _add_revision(record, action, by, before, after, undoes)
    db.session.flush()


def _add_revision(
    record: Revisioned,
    action: str,
    by: Author,
    before: dict[str, Any],
    after: dict[str, Any],
    undoes: Revision | None = None,
) -> None:
    db.session.add(
        Revision(
            at=now(),
            account_id=by.id if isinstance(by, Account) else None,
            by_name=by.name if isinstance(by, Account) else by,
            action=action,
            record_type=record.record_type,
            record_id=record.id,
            record_title=record.record_title[:300],
            before=before,
            after=after,
            undoes_id=undoes.id if undoes else None,
            request_id=_take_request_id(),
        )
    )


def _take_request_id() -> str | None:
    taken = request_id.get()
    request_id.set(None)
    return taken


def _lock_order() -> None:
    """Without this a later id could commit before an earlier one, and "latest" would hide the earlier change."""
    lock_writers(db.session.connection())


def check_fresh(record: Revisioned, *, started_from: int) -> None:
    """Raise StaleEdit when the record changed after the revision an edit form started from."""
    if revision_number_of(record) != started_from:
        raise StaleEdit(_("Somebody else changed this while you were editing. Compare both and choose."))


def undo_revision(revision: Revision, record: Revisioned, *, by: Author, with_its_merge: bool = False) -> None:
    """Set the fields of one change back to what they were before it.

    Raises RuleBroken for a creation, for a merge, for what the record refuses (`Revisioned.undo_refusal`) or stages
    (`Revisioned.stages_undo`), and when one of the fields changed again since.
    """
    if record.stages_undo(revision.before) and not with_its_merge:
        raise RuleBroken(_("This is public: prepare the undoing, look at the difference, and publish it."))
    check_undoable(revision, record, with_its_merge=with_its_merge)
    with revising(record, action="undone", by=by, undoes=revision):
        record.assign(revision.before)


def check_undoable(revision: Revision, record: Revisioned, *, with_its_merge: bool = False) -> None:
    """Raise RuleBroken for what cannot be undone, or not by itself, and for a field that changed again since."""
    if revision.action == "created":
        raise RuleBroken(_("The first entry cannot be undone; cancel or withdraw the record instead."))
    if revision.action == "merged" and not with_its_merge:
        raise RuleBroken(_("A merge comes apart as a whole, on the page of the record that was merged."))
    if not revision.before:
        raise RuleBroken(_("What this change erased is gone, and cannot be brought back."))
    refusal = None if with_its_merge else record.undo_refusal(revision.before)
    if refusal:
        raise RuleBroken(refusal)
    current = record.snapshot()
    changed_since = [name for name, value in revision.after.items() if current.get(name) != value]
    if changed_since:
        raise RuleBroken(
            _("Changed again since: %(fields)s. Undo the later change first.", fields=", ".join(sorted(changed_since)))
        )


def free_slug(model: Any, text: str, *, record: Any = None) -> str:
    """A slug from the text that no record of the model has or had; a number is added where it is taken."""
    base = slugify(text, max_length=120, word_boundary=True) or "untitled"
    slug, number = base, 1
    while _slug_taken(model, slug, record):
        number += 1
        slug = f"{base}-{number}"
    prepared = _prepared.get()
    if prepared is not None:
        prepared.slugs.add((model, slug))
    return slug


def _slug_taken(model: Any, slug: str, record: Any) -> bool:
    prepared = _prepared.get()
    if slug in RESERVED or (prepared is not None and (model, slug) in prepared.slugs):
        return True
    own_id = record.id if record is not None else None
    current = db.session.scalar(sa.select(model.id).where(model.slug == slug))
    former = db.session.scalar(
        sa.select(FormerSlug.record_id).where(FormerSlug.record_type == record_type_of(model), FormerSlug.slug == slug)
    )
    return any(found is not None and found != own_id for found in (current, former))


def change_slug(record: Any, slug: str) -> None:
    """Give the record another slug and keep the former one as a redirect. Call inside `revising`.

    Raises RuleBroken when another record has or had that slug.
    """
    if slug == record.slug:
        return
    if _slug_taken(type(record), slug, record):
        raise RuleBroken(
            _("The address “%(slug)s” belongs, or once belonged, to another record.", slug=slug), field="slug"
        )
    former = FormerSlug(record_type=record.record_type, slug=record.slug, record_id=record.id, until=now())
    returning = db.session.scalar(
        sa.select(FormerSlug).where(FormerSlug.record_type == record.record_type, FormerSlug.slug == slug)
    )
    if returning is not None:
        db.session.delete(returning)
    db.session.add(former)
    record.slug = slug
