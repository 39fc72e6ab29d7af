"""From one change to the new feed, in a process that does not make the change."""

import time
from dataclasses import dataclass
from statistics import median

from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import change_episode
from tests.bench.answers import FEED
from tests.bench.archive import Size
from tests.bench.load import fetch
from tests.bench.pages import timed
from tests.bench.places import Bench, processor_seconds, worker_of
from tests.bench.results import Result

ROUNDS = 7
MOST_MS = 60


@dataclass(frozen=True)
class First:
    """Milliseconds: of the first feed after a change until its first byte and its last, and of the server's processor
    time for it, sending included; and what joining such bytes takes."""

    first_byte: float
    last_byte: float
    processor: float
    joining: float


def first_feed(bench: Bench, episodes: int, encoding: str = "") -> First:
    """The middle one of several changes, each made by this process and asked of the server's."""
    url = bench.database(Size(episodes))
    headers = {"Accept-Encoding": encoding} if encoding else {}
    took, whole = [], []
    with bench.server(url) as server, bench.inside(url):
        before = fetch(server.address + FEED, headers).header("ETag")
        worker = worker_of(server.process.pid)
        spent = processor_seconds(worker)
        for number in range(ROUNDS):
            episode = db.session.get_one(Episode, 5)
            change_episode(episode, fields={"title": f"Changed {number} {before}"}, by="Bench")
            db.session.commit()
            began = time.perf_counter()
            got = fetch(server.address + FEED, headers)
            whole.append((time.perf_counter() - began) * 1000)
            assert got.header("ETag") != before, "the feed is the one before the change"
            before = got.header("ETag")
            took.append(got.first_byte * 1000)
        spent = (processor_seconds(worker) - spent) * 1000 / ROUNDS
    return First(median(took), median(whole), spent, _joining_ms(got.body))


def _joining_ms(body: bytes) -> float:
    events = [event + b"END:VEVENT" for event in body.split(b"END:VEVENT")]
    return min(timed(lambda: b"".join(events)) for _ in range(5)) * 1000


def measured(bench: Bench, small: int, large: int) -> list[Result]:
    at_small, at_large, in_gzip = first_feed(bench, small), first_feed(bench, large), first_feed(bench, large, "gzip")
    allowed = 3 * at_small.first_byte + at_large.joining
    name = "episodes: first feed after one change"
    notes = [f"{one.processor:.0f} ms of processor time with sending" for one in (at_small, at_large)]
    joining = f"joining such bytes takes {at_large.joining:.0f} ms"
    return [
        Result(f"{small} {name}", at_small.first_byte, "ms", note=notes[0]),
        Result(f"{large} {name}", at_large.first_byte, "ms", most=MOST_MS, note=notes[1]),
        Result(
            f"{large} episodes, to three times {small} and joining", at_large.first_byte / allowed, most=1, note=joining
        ),
        Result(f"{large} episodes: until the last byte has come", at_large.last_byte, "ms"),
        Result(f"{large} episodes: the same in gzip, first byte", in_gzip.first_byte, "ms"),
    ]
