"""Kept bytes of single events: a change costs one event, whatever the archive holds."""

import threading
from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

OVERHEAD = 600
"""What a block takes beside its bytes."""

FEW = 50
"""As many find their place one by one faster than all are sorted again."""

LAST = "~"
"""Begins the order of events that failed: after all others, which begin with a date."""

Placed = TypeVar("Placed")
_ORDER = attrgetter("order")


@dataclass(frozen=True, slots=True)
class Block:
    """One event as written, with what the feed around it must know; `content` is empty for one that failed.

    A block is good only for the same token: the episode's version, and what else its event depends on.
    """

    token: Hashable
    order: str
    stamp: datetime
    timezone: str | None
    content: bytes
    digest: bytes

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.content)


class Blocks:
    """The blocks of one process and one profile, bounded by their size, the longest unused leaving first.

    They are good up to `revision`. A reader with an older snapshot of the database may use them, not add to them.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[int, Block] = OrderedDict()
        self._ranked: list[int] = []
        self._lock = threading.Lock()
        self.revision = 0

    def renew(self, revision: int, touched: Callable[[int, int], set[int] | None]) -> None:
        """Drop what changed between the revision they are good for and this one; all, where that is unknown."""
        with self._lock:
            if revision <= self.revision:
                return
            stale = touched(self.revision, revision) if self._kept else set()
            for episode_id in list(self._kept) if stale is None else stale & self._kept.keys():
                self._drop(episode_id)
            self.revision = revision

    def of(
        self,
        tokens: dict[int, Any],
        revision: int,
        write: Callable[[list[int]], Iterable[tuple[int, Block]]],
    ) -> list[Block]:
        """The blocks of the episodes with these tokens, in the order of a feed; `write` makes the missing ones.

        The kept ones stand in order already: thousands of them are neither looked into nor sorted for one change.
        """
        with self._lock:
            kept = self._kept
            missing = [
                number for number, token in tokens.items() if (one := kept.get(number)) is None or one.token != token
            ]
            wanted = tokens.keys() - missing if missing else tokens.keys()
            found = [kept[number] for number in self._ranked if number in wanted]
        if missing:
            written = dict(write(missing))
            _insert(found, written.values(), _ORDER)
            self._keep(written, revision)
        while found and not found[-1].content:
            found.pop()
        return found

    def _keep(self, written: dict[int, Block], revision: int) -> None:
        with self._lock:
            if revision < self.revision or not self._limit:
                return
            for episode_id, block in written.items():
                self._drop(episode_id)
                self._kept[episode_id] = block
                self._size += block.size
            _insert(self._ranked, written.keys(), self._order)
            while self._size > self._limit and self._kept:
                self._drop(next(iter(self._kept)))

    def _drop(self, episode_id: int) -> None:
        if episode_id in self._kept:
            del self._ranked[bisect_left(self._ranked, self._order(episode_id), key=self._order)]
            self._size -= self._kept.pop(episode_id).size

    def _order(self, episode_id: int) -> str:
        return self._kept[episode_id].order


def _insert(ranked: list[Placed], new: Collection[Placed], order: Callable[[Placed], str]) -> None:
    if len(new) > FEW:
        ranked.extend(new)
        ranked.sort(key=order)
    else:
        for one in new:
            insort(ranked, one, key=order)
