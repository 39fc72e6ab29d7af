"""What a process keeps is read anew after a change of such a record, and by every request that may write."""

from flask import Flask

from app.revisions.keeping import kept_reading
from tests.factories import a_person, an_episode, save


def readings(app: Flask, method: str = "GET", times: int = 2) -> int:
    """How often is read when asked so many times."""
    read: list[int] = []
    with app.test_request_context(method=method):
        for _time in range(times):
            kept_reading("names", ("person",), lambda: read.append(1))
    return len(read)


def test_what_was_read_is_kept_until_something_changes(app: Flask) -> None:
    assert readings(app) == 1
    assert readings(app) == 0
    an_episode()
    save()
    assert readings(app) == 0
    a_person()
    save()
    assert readings(app) == 1


def test_a_request_that_may_write_reads_for_itself_and_leaves_nothing(app: Flask) -> None:
    assert readings(app, "POST") == 2
    assert readings(app) == 1
