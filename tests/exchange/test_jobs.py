"""A long import and everybody else: who saves meanwhile does not wait, and what they saved is not written over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from app.database import db
from app.exchange import jobs
from app.exchange.columns import guessed
from app.exchange.drafts import Draft, State
from app.exchange.outcomes import Outcome
from app.exchange.people_rows import COLUMNS
from app.people.operations import change_person
from app.people.queries import all_people, person_by_slug
from tests.factories import BY, a_person, a_series, save
from tests.organizers import an_account

Meanwhile = Callable[[], None]


def imported(app: Flask, meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """A file of one known and 120 new people, as a thread of its own would import it.

    `meanwhile` happens after the first time its rows were read.
    """
    header, rows = (
        ["name", "website"],
        [["Ada Reef", "https://ada.example"], *([f"Person {n}", ""] for n in range(120))],
    )
    facts: dict[str, Any] = {
        "account_id": an_account().id,
        "kind": "people",
        "series_id": None,
        "file_name": "list.csv",
    }
    save()
    drafts = jobs.drafts_of(app)
    draft = Draft("a" * 32, header=header, rows=rows, numbers=[*range(2, 123)], **facts)
    draft.chosen = guessed(header, COLUMNS)
    read: Callable[..., list[Outcome]] = jobs._outcomes
    left = [meanwhile]

    def reading(*given: Any) -> list[Outcome]:
        outcomes = read(*given)
        if left:
            left.pop()()
        return outcomes

    monkeypatch.setattr(jobs, "_outcomes", reading)
    jobs._run(drafts, draft, write=True)
    return draft


def elsewhere(app: Flask, change: Meanwhile) -> None:
    """In a thread of its own, whose patience for the lock is a tenth of a second."""
    url = app.config["SETTINGS"].database_url
    statement = "PRAGMA busy_timeout=100" if url.startswith("sqlite") else "SET lock_timeout=100"

    def work() -> None:
        with app.app_context():
            db.session.connection().exec_driver_sql(statement)
            change()
            db.session.commit()
            db.session.remove()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()


def a_new_series() -> None:
    a_series(title="Meanwhile")


def test_others_save_while_rows_are_read(app_on_both: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    a_person(name="Ada Reef")
    save()
    draft = imported(
        app_on_both, lambda: elsewhere(app_on_both, lambda: a_series(title="Meanwhile") and None), monkeypatch
    )
    assert draft.state is State.WRITTEN
    assert len(all_people()) == 121


def test_what_changed_meanwhile_is_read_again(app_on_both: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    a_person(name="Ada Reef")
    save()

    def rename() -> None:
        ada = person_by_slug("ada-reef")
        assert ada is not None
        change_person(ada, fields={"name": "Ada Reef-Vaz"}, by=BY)

    draft = imported(app_on_both, lambda: elsewhere(app_on_both, rename), monkeypatch)
    assert draft.state is State.WRITTEN
    names = {person.name: person.website for person in all_people()}
    assert names["Ada Reef-Vaz"] is None
    assert names["Ada Reef"] == "https://ada.example"
