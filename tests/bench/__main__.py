"""`make bench`: one run of all measurements, or of some: `make bench ARGS="changes worker"`."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import answers, changes, edition, pages, words, worker
from tests.bench.places import Bench
from tests.bench.results import Result, told

Measurement = Callable[[Bench], list[Result]]

MEASUREMENTS: dict[str, tuple[str, Measurement]] = {
    "start": ("One worker", worker.started),
    "answers": (
        "Answers a second (wrk, 16 connections, one worker each)",
        lambda bench: [result for episodes in (120, 1200) for result in answers.measured(bench, episodes)],
    ),
    "edition": ("nginx over the static edition", edition.measured),
    "build": ("A feed built cold", words.cold_build),
    "changes": ("From one change to the new feed", lambda bench: changes.measured(bench, 120, 12_000)),
    "memory": ("Everything kept", lambda bench: worker.filled(bench, 12_000)),
    "pages": ("Organizers' pages at 500 episodes and 2,000 people, to the layout alone", pages.organizing),
    "boards": ("Coverage at 500 episodes, 2,000 people, 10,000 quotes, to the layout alone", pages.covering),
    "quotes": ("Quotes and transcripts", words.quoted),
    "article": ("The press-release reader", words.article),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("only", nargs="*", choices=[[], *MEASUREMENTS], help="measurements; all by default")
    chosen = parser.parse_args().only or list(MEASUREMENTS)
    missed = []
    with tempfile.TemporaryDirectory(prefix="conversations-bench-") as folder:
        bench = Bench(Path(folder))
        for name in chosen:
            heading, measure = MEASUREMENTS[name]
            results = measure(bench)
            told(heading, results)
            missed += [result for result in results if not result.is_met]
    print(f"\n{len(missed)} of the targets missed." if missed else "\nAll targets met.")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
