"""A run over an uploaded table: tried and taken back, or written as a whole; small ones at once, large ones beside."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

from flask import Flask, current_app
from flask_babel import gettext as _

from app.accounts.queries import account_by_id
from app.clock import seconds
from app.database import db, reads_only
from app.errors import RuleBroken
from app.exchange import episode_rows, people_rows
from app.exchange.drafts import Draft, Drafts, State
from app.exchange.episode_rows import import_episodes
from app.exchange.outcomes import Outcome, What, is_right
from app.exchange.people_rows import import_people
from app.revisions.operations import Author, Overtaken, preparing, store
from app.series.queries import all_series

MADE_OF = {"people": people_rows.MADE_OF, "episodes": episode_rows.MADE_OF}
AT_ONCE = 100
"""Rows that are done within the request; more of them run beside, and the page tells how far they are."""


def drafts_of(app: Flask) -> Drafts:
    return Drafts(Path(app.config["SETTINGS"].instance_folder).resolve() / "imports")


def start_run(app: Flask, draft: Draft, *, write: bool) -> None:
    """Nothing where the same draft runs already."""
    drafts = drafts_of(app)
    if not drafts.begin(draft):
        return
    if len(draft.rows) <= AT_ONCE:
        _run(drafts, draft, write=write)
    else:
        Thread(target=_run_beside, args=(app, draft, write), name=f"import {draft.token[:8]}", daemon=True).start()


def _run_beside(app: Flask, draft: Draft, write: bool) -> None:
    with app.app_context():
        try:
            _run(drafts_of(app), draft, write=write)
        finally:
            db.session.remove()


def _run(drafts: Drafts, draft: Draft, *, write: bool) -> None:
    """All rows or none: one that is wrong, or a dry run, leaves everything as it was."""
    state, outcomes = State.INTERRUPTED, draft.outcomes
    try:
        outcomes, is_written = _tried(draft, _telling(drafts, draft.token), write=write)
        state = State.WRITTEN if is_written else State.TRIED
    except RuleBroken as broken:
        outcomes, state = [Outcome(0, What.WRONG, draft.file_name, [broken.message])], State.TRIED
    finally:
        if state is not State.WRITTEN:
            db.session.rollback()
        drafts.end(draft, state, outcomes)


def _tried(draft: Draft, told: Callable[[int], None], *, write: bool) -> tuple[list[Outcome], bool]:
    """What becomes of each row, and whether it was written.

    Rows are prepared while others go on saving; only what is right is written, in one short transaction. Where a record
    that was looked at changed meanwhile it is prepared anew, the last time with everybody else waiting.
    """
    for is_last in (False, False, True):
        token = reads_only.set(not is_last)
        try:
            db.session.rollback()
            with preparing() as prepared:
                outcomes = _outcomes(draft, told)
            if not write or not is_right(outcomes):
                return outcomes, False
            store(prepared, made_of=MADE_OF[draft.kind])
            db.session.commit()
        except Overtaken:
            continue
        finally:
            reads_only.reset(token)
        return outcomes, True
    raise RuleBroken(_("Others are changing the same records all the time. Try again in a minute."))


def _telling(drafts: Drafts, token: str) -> Callable[[int], None]:
    """Tell how many rows are done, at most three times a second."""
    last = seconds()

    def told(done: int) -> None:
        nonlocal last
        if seconds() - last > 0.3:
            drafts.tell(token, done)
            last = seconds()

    return told


def _outcomes(draft: Draft, told: Callable[[int], None]) -> list[Outcome]:
    account = account_by_id(draft.account_id)
    if account is None or not account.active:
        raise RuleBroken(_("The account that uploaded this is closed."))
    by: Author = account
    if draft.kind == "people":
        return import_people(draft.sheet, draft.chosen, by=by, told=told)
    series = next((one for one in all_series() if one.id == draft.series_id), None)
    if series is None:
        raise RuleBroken(_("The series is no longer there."))
    host = current_app.config["SETTINGS"].host
    return import_episodes(draft.sheet, draft.chosen, series=series, host=host, by=by, told=told)
