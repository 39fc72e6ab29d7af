"""Kept bytes of single events: a change costs one event, whatever the archive holds."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

OVERHEAD = 600
"""What a block takes beside its bytes."""


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
        """The blocks of the episodes with these tokens, in the order of a feed; `write` makes the missing ones."""
        with self._lock:
            found = {
                episode_id: block
                for episode_id, token in tokens.items()
                if (block := self._kept.get(episode_id)) is not None and block.token == token
            }
        missing = [episode_id for episode_id in tokens if episode_id not in found]
        if missing:
            written = dict(write(missing))
            found |= written
            self._keep(written, revision)
        return sorted((block for block in found.values() if block.content), key=attrgetter("order"))

    def _keep(self, written: dict[int, Block], revision: int) -> None:
        with self._lock:
            if revision < self.revision:
                return
            for episode_id, block in written.items():
                self._drop(episode_id)
                self._kept[episode_id] = block
                self._size += block.size
            while self._size > self._limit and self._kept:
                self._drop(next(iter(self._kept)))

    def _drop(self, episode_id: int) -> None:
        dropped = self._kept.pop(episode_id, None)
        if dropped is not None:
            self._size -= dropped.size
