"""Killed and stopped while people write: nothing acknowledged is lost, nothing is stored twice."""

import random
import time

from tests.faults.conftest import KILLS, STOPS, Place
from tests.faults.organizer import signed_in, wait_for_writes, writers


def test_kill_9_loses_and_doubles_no_write(place: Place) -> None:
    server = place.start()
    writing = writers(signed_in(server))
    slowest = 0.0
    for _ in range(KILLS):
        wait_for_writes(writing, 3)
        time.sleep(random.uniform(0, 0.1))
        server.kill()
        began = time.monotonic()
        server = place.start()
        slowest = max(slowest, time.monotonic() - began)
    wait_for_writes(writing, 3)
    for one in writing:
        one.stop()
    acknowledged = sorted(title for one in writing for title in one.acknowledged)
    assert [answer.status for one in writing for answer in one.refused] == []
    assert place.titles("hold-") == acknowledged
    print(f"{KILLS} kills under {len(acknowledged)} writes; ready again after at most {slowest:.1f} s")


def test_sigterm_answers_every_write_it_stores(place: Place) -> None:
    organizer, stored = None, 0
    for number in range(STOPS):
        server = place.start()
        organizer = organizer or signed_in(server)
        writing = writers(organizer, name=f"round-{number}", repeats=False)
        wait_for_writes(writing, 5)
        assert server.stop() == 0, server.output
        for one in writing:
            one.stop()
        acknowledged = sorted(title for one in writing for title in one.acknowledged)
        assert place.titles(f"round-{number}-") == acknowledged
        stored += len(acknowledged)
    print(f"{STOPS} stops under {stored} writes, each answered")
