"""From one change to the new feed, in a process that does not make the change."""

from statistics import median

from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import change_episode
from tests.bench.answers import FEED
from tests.bench.archive import Size
from tests.bench.load import fetch
from tests.bench.places import Bench
from tests.bench.results import Result

ROUNDS = 7
MOST_MS = 60


def first_feed_ms(bench: Bench, episodes: int, encoding: str = "") -> float:
    """Milliseconds from asking to the first byte of the changed feed; the middle one of several changes."""
    url = bench.database(Size(episodes))
    headers = {"Accept-Encoding": encoding} if encoding else {}
    took = []
    with bench.server(url) as server, bench.inside(url):
        before = fetch(server.address + FEED, headers).header("ETag")
        for number in range(ROUNDS):
            episode = db.session.get_one(Episode, 5)
            change_episode(episode, fields={"title": f"Changed {number} {before}"}, by="Bench")
            db.session.commit()
            got = fetch(server.address + FEED, headers)
            assert got.header("ETag") != before, "the feed is the one before the change"
            before = got.header("ETag")
            took.append(got.first_byte * 1000)
    return median(took)


def measured(bench: Bench, small: int, large: int) -> list[Result]:
    at_small, at_large = first_feed_ms(bench, small), first_feed_ms(bench, large)
    in_gzip = first_feed_ms(bench, large, "gzip")
    return [
        Result(f"{small} episodes: first feed after one change", at_small, "ms"),
        Result(f"{large} episodes: first feed after one change", at_large, "ms", most=MOST_MS),
        Result(f"{large} episodes, to {small}", at_large / at_small, most=3),
        Result(f"{large} episodes: the same in gzip", in_gzip, "ms"),
    ]
