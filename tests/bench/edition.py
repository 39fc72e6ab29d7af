"""nginx over the static edition, beside the bare application that returns the same bytes."""

from app.schedule.edition import Place, publish
from tests.bench.answers import ASKS, Ask, answers_table
from tests.bench.archive import Size
from tests.bench.load import fetch, per_second
from tests.bench.pages import timed
from tests.bench.places import Bench
from tests.bench.results import Result
from tests.nginx import NGINX, serving
from tests.running import free_port

EPISODES = 120


def measured(bench: Bench) -> list[Result]:
    if not NGINX:
        return [Result("nginx is not installed (make parts)", 0, "")]
    url, folder, port = bench.database(Size(EPISODES)), bench.folder / "edition", free_port()
    with bench.inside(url) as app:
        whole = timed(lambda: publish(app, Place(folder, str(port), "127.0.0.1:1")))
        again = timed(lambda: publish(app, Place(folder, str(port), "127.0.0.1:1")))
    results = [
        Result(f"{EPISODES} episodes: writing the edition", whole, "s"),
        Result(f"{EPISODES} episodes: writing it again, nothing changed", again, "s"),
    ]
    aside = bench.folder / "bare-edition"
    with serving(folder / "nginx.conf", bench.folder / "nginx", port) as nginx:
        table = answers_table(nginx, aside)
        with bench.bare(table) as bare:
            results += [_compared(ask, nginx, bare.address) for ask in ASKS]
    return results


def _compared(ask: Ask, nginx: str, bare: str) -> Result:
    etag = fetch(nginx + ask.path, ask.headers("")).header("ETag").removeprefix("W/")
    status = 304 if ask.conditional else 200
    pairs = [[per_second(one + ask.path, ask.headers(etag), status=status) for one in (bare, nginx)] for _ in range(2)]
    other, own = (max(rates) for rates in zip(*pairs, strict=True))
    note = f"{own:,.0f} a second, bare {other:,.0f}"
    return Result(f"{EPISODES} episodes: {ask.words}, to bare granian", own / other, note=note)
