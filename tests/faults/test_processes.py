"""Two processes with threads: nothing older than a second, nothing private, the same bytes whoever answers."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from tests.faults.conftest import Place
from tests.faults.organizer import Answered, Organizer, signed_in
from tests.forms import FormFound

SERIES = "/schedule/series.ics"
PUBLIC = (SERIES, "/schedule/episodes.jcal", "/schedule/episodes.json", "/schedule/episodes.atom", "/episodes", "/")
PROMISED = 1.0
CHANGES = 8
EDIT = "/organize/series/conversations-on-migration-in-the-caribbean/edit"


@pytest.fixture(scope="module")
def organizer(served: Place) -> Organizer:
    return signed_in(served.running)


@dataclass
class Read:
    """One answer: when it was asked for, and what it said."""

    path: str
    asked_at: float
    status: int
    text: str


@dataclass
class Readers:
    """Strangers, and the organizer at public addresses, who read as fast as they are answered."""

    answers: list[Read] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def read(self, reader: Organizer) -> None:
        while not self.stopped.is_set():
            for path in PUBLIC:
                asked_at = time.monotonic()
                answer = reader.get(path)
                self.answers.append(Read(path, asked_at, answer.status, answer.text))


@contextmanager
def reading(organizer: Organizer) -> Iterator[list[Read]]:
    readers = Readers()
    strangers = [Organizer(organizer.address) for _ in range(4)]
    threads = [threading.Thread(target=readers.read, args=(one,)) for one in (*strangers, organizer.beside())]
    for one in threads:
        one.start()
    try:
        yield readers.answers
    finally:
        readers.stopped.set()
        for one in threads:
            one.join()


def saved(organizer: Organizer, form: FormFound, **typed: str) -> str:
    answer = organizer.post(form.action, form.filled(**typed))
    assert answer.status == 303, answer.text
    return answer.headers["location"].removeprefix(organizer.address)


def test_no_answer_is_older_than_a_second(organizer: Organizer) -> None:
    """Each change is made by whichever process; each answer asked for a second after its commit shows it."""
    committed: list[float] = []
    with reading(organizer) as answers:
        for number in range(1, CHANGES + 1):
            saved(organizer, organizer.form(EDIT), title=f"Talks, change {number}.")
            committed.append(time.monotonic())
            time.sleep(0.3)
        time.sleep(PROMISED)
    feeds = [one for one in answers if one.path == SERIES]
    assert len(feeds) > CHANGES
    late = [(one.asked_at, number) for one in feeds for number in _missing(one, committed)]
    assert late == []
    assert {one.status for one in answers} == {200}


def _missing(answer: Read, committed: list[float]) -> list[int]:
    """The changes that it should show or be beyond, and is not."""
    due = [number for number, moment in enumerate(committed, 1) if answer.asked_at >= moment + PROMISED]
    shown = [number for number in range(1, CHANGES + 1) if f"change {number}." in answer.text.replace("\r\n ", "")]
    return [number for number in due[-1:] if not shown or shown[0] < number]


def test_private_words_never_reach_the_public(organizer: Organizer, served: Place) -> None:
    """Drafts are made and changed, and the organizer reads public addresses, while strangers read them too."""
    with reading(organizer) as answers:
        for number in range(CHANGES):
            new = organizer.form("/organize/episodes/new")
            page = saved(organizer, new, title=f"Unseen panel {number}", topic="Whispered words", day="2031-05-06")
            saved(organizer, organizer.form(page + "/edit"), title=f"Unseen panel {number}, renamed")
    assert len(answers) > len(PUBLIC)
    for one in answers:
        assert one.status == 200
        assert "Unseen panel" not in one.text, one.path
        assert "Whispered" not in one.text, one.path
        assert "csrf_token" not in one.text, one.path
    with served.engine.connect() as connection:
        drafts = connection.scalar(sa.text("SELECT count(*) FROM episode WHERE title LIKE 'Unseen panel%renamed'"))
    assert drafts == CHANGES


def test_bytes_are_the_same_from_every_process_and_after_a_restart(organizer: Organizer, served: Place) -> None:
    stranger = Organizer(organizer.address)
    feeds = [path for path in PUBLIC if path.startswith("/schedule/")]
    before = {path: {(one.headers["etag"], one.text) for one in _many(stranger, path)} for path in feeds}
    assert {path: len(seen) for path, seen in before.items()} == dict.fromkeys(feeds, 1)
    served.running.kill()
    served.start()
    assert {path: {(one.headers["etag"], one.text) for one in _many(stranger, path)} for path in feeds} == before


def _many(reader: Organizer, path: str, times: int = 20) -> list[Answered]:
    """So many that both processes answer."""
    return [reader.get(path) for _ in range(times)]
