"""One worker: how fast it starts, and how much memory it takes, also with everything kept."""

import sys
import time
from urllib.parse import urlsplit

from tests.bench.archive import Size
from tests.bench.load import fetch, wait_for
from tests.bench.places import Bench, resident_mib, worker_of
from tests.bench.results import Result

FEEDS = 200


def started(bench: Bench) -> list[Result]:
    url = bench.database(Size(12))
    with bench.server(url) as server:  # the first start makes the secret key and the account
        address = server.address
    began = time.perf_counter()
    with bench.server(url):
        whole = time.perf_counter() - began
    port = urlsplit(address).port
    served = [sys.executable, "-c", f"from app.web.serve import serve; serve('127.0.0.1', {port})"]
    environment = {"CONVERSATIONS_ENVIRONMENT": "local", "CONVERSATIONS_WORKERS": "1"}
    environment |= {"CONVERSATIONS_DATABASE_URL": url, "CONVERSATIONS_PUBLIC_URL": address}
    began = time.perf_counter()
    with bench.process(*served, log="started.txt", **environment) as process:
        wait_for(address + "/readyz")
        seconds = time.perf_counter() - began
        fetch(address + "/schedule/series.ics")
        memory = resident_mib(worker_of(process.pid))
    return [
        Result("cold start of one worker, until it is ready", seconds, "s", most=2),
        Result("memory of a worker after its first feed", memory, "MiB", most=120),
        Result("`make run`, prepared before, until it is ready", whole, "s"),
    ]


def filled(bench: Bench, episodes: int) -> list[Result]:
    url = bench.database(Size(episodes))
    with bench.server(url) as server:
        for path in feeds():
            assert fetch(server.address + path).status == 200
        memory = resident_mib(worker_of(server.process.pid))
        began = time.perf_counter()
        for path in feeds()[-50:]:
            fetch(server.address + path)
        again = (time.perf_counter() - began) * 1000 / 50
    name = f"{episodes} episodes, {FEEDS} feeds kept: "
    return [
        Result(name + "memory of the worker", memory, "MiB", most=400),
        Result(name + "one of them again", again, "ms"),
    ]


def feeds() -> list[str]:
    """The series whole and by year, pillars, themes, roles, and as many people as make up the number."""
    wide = ["/schedule/series.ics", "/schedule/roles/moderator.ics", "/schedule/roles/panellist.ics"]
    wide += [f"/schedule/series.ics?year={year}" for year in range(2014, 2030)]
    wide += [f"/schedule/{kind}s/{kind}-1-{number}.ics" for kind in ("pillar", "theme") for number in range(1, 6)]
    return wide + [f"/schedule/people/person-{number}.ics" for number in range(FEEDS - len(wide))]
