"""Bodies in pieces: each known by its digest, joined only as far as sending them is faster so."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

JOINED_BELOW = 8 * 1024 * 1024
"""A body smaller than this is one piece of bytes when it is sent; a larger one shares its pieces with other answers."""

SENT_AT_ONCE = 256 * 1024


@dataclass(frozen=True)
class Body:
    """What an answer says, with a digest for each piece: equal digests, equal bytes."""

    pieces: list[bytes]
    digests: list[bytes]

    @classmethod
    def of(cls, *pieces: bytes) -> "Body":
        return cls(list(pieces), [digest_of(piece) for piece in pieces])

    @cached_property
    def size(self) -> int:
        return sum(map(len, self.pieces))

    def joined(self) -> bytes:
        return self.pieces[0] if len(self.pieces) == 1 else b"".join(self.pieces)


def digest_of(piece: bytes) -> bytes:
    return hashlib.sha256(piece).digest()


def sent(pieces: Sequence[bytes]) -> Iterator[bytes]:
    """The pieces as a server sends them: some at once, because each costs it the same whatever its size."""
    some, size = [], 0
    for piece in pieces:
        some.append(piece)
        size += len(piece)
        if size >= SENT_AT_ONCE:
            yield b"".join(some)
            some, size = [], 0
    if some:
        yield b"".join(some)


class PiecesHeld:
    """The memory of pieces that several answers share: each counts once, however many hold it."""

    def __init__(self) -> None:
        self.size = 0
        self._holders: dict[int, int] = {}

    def exchange(self, held: Iterable[bytes], wanted: Iterable[bytes]) -> None:
        """One answer gives up its pieces for those of another; what both have costs nothing."""
        before = {id(piece): piece for piece in held}
        after = {id(piece): piece for piece in wanted}
        for key in after.keys() - before.keys():
            holders = self._holders.get(key, 0)
            self._holders[key] = holders + 1
            self.size += 0 if holders else len(after[key])
        for key in before.keys() - after.keys():
            self._holders[key] -= 1
            if not self._holders[key]:
                del self._holders[key]
                self.size -= len(before[key])
