"""Answers a second: the bare application, ours, and nginx over the static edition, with the same bytes."""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.bench.archive import Size
from tests.bench.load import SECONDS, fetch, per_second
from tests.bench.places import Bench, Served, processor_seconds, worker_of
from tests.bench.results import Result

ROUNDS = 5
FEED, PAGE = "/schedule/series.ics", "/episodes/panel-3"
ENCODINGS = ("", "gzip", "br")
_NOT_IN_304 = {"content-type", "content-length", "content-encoding", "content-disposition"}


@dataclass(frozen=True)
class Ask:
    """One kind of request, with the least ratio to the bare application."""

    words: str
    path: str
    encoding: str
    conditional: bool
    least: float | None

    def headers(self, etag: str) -> dict[str, str]:
        asked = {"Accept-Encoding": self.encoding} if self.encoding else {}
        return asked | ({"If-None-Match": etag} if self.conditional else {})


ASKS = (
    Ask("feed, 304", FEED, "gzip", True, 0.7),
    Ask("feed, 200", FEED, "", False, 0.7),
    Ask("feed, 200 in gzip", FEED, "gzip", False, 0.7),
    Ask("episode page, 304", PAGE, "br", True, 0.5),
    Ask("episode page, 200", PAGE, "", False, 0.5),
    Ask("episode page, 200 in brotli", PAGE, "br", False, 0.5),
)


def measured(bench: Bench, episodes: int) -> list[Result]:
    url = bench.database(Size(episodes))
    with bench.server(url) as ours:
        cold = fetch(ours.address + FEED)
        table = answers_table(ours.address, bench.folder / f"bare-{episodes}")
        with bench.bare(table) as bare:
            served = Served(ours.address, worker_of(ours.process.pid))
            results = [_compared(ask, episodes, bare, served) for ask in ASKS]
    first = Result(f"{episodes} episodes: first feed of a cold worker", cold.first_byte * 1000, "ms")
    return [*results, first]


def _compared(ask: Ask, episodes: int, bare: Served, ours: Served) -> Result:
    """Both in turn; the best round of each, because a busy machine only ever makes slower."""
    etag = fetch(ours.address + ask.path, ask.headers("")).header("ETag")
    status = 304 if ask.conditional else 200
    rounds = [[_round(server, ask.path, ask.headers(etag), status) for server in (bare, ours)] for _ in range(ROUNDS)]
    other, own = (max(rate for rate, _ in one) for one in zip(*rounds, strict=True))
    other_cpu, own_cpu = (min(cpu for _, cpu in one) for one in zip(*rounds, strict=True))
    note = f"{own:,.0f} a second, bare {other:,.0f}; by processor time {other_cpu / own_cpu:.2f}"
    return Result(f"{episodes} episodes: {ask.words}, to bare granian", own / other, least=ask.least, note=note)


def _round(server: Served, path: str, headers: dict[str, str], status: int) -> tuple[float, float]:
    """Answers a second, and the worker's processor time for one."""
    before = processor_seconds(server.worker)
    rate = per_second(server.address + path, headers, status=status)
    spent = processor_seconds(server.worker) - before
    return rate, spent / (rate * SECONDS)


def answers_table(address: str, folder: Path) -> Path:
    """What our server answers, as the table that the bare application reads."""
    folder.mkdir(exist_ok=True)
    table: dict[str, dict[str, object]] = {}
    for number, path in enumerate((FEED, PAGE)):
        for encoding in ENCODINGS:
            got = fetch(address + path, {"Accept-Encoding": encoding} if encoding else {})
            file = folder / f"{number}-{encoding or 'identity'}"
            file.write_bytes(got.body)
            headers = [pair for pair in got.headers if pair[0].lower() not in {"server", "date", "connection"}]
            lean = [pair for pair in headers if pair[0].lower() not in _NOT_IN_304]
            table.setdefault(path, {})[encoding] = {"file": str(file), "headers": headers, "lean": lean}
    listed = folder / "answers.json"
    listed.write_text(json.dumps(table))
    return listed
