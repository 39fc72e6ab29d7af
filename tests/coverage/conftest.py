"""The time these tests are set in."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(MOMENT, tick=False):
        yield
