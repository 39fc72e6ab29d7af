"""Bodies in pieces: each known by its digest, joined only as far as sending them is faster so."""

import hashlib
from collections.abc import Iterator, Sequence
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

    def exchange(self, held: Sequence[bytes], wanted: Sequence[bytes]) -> None:
        """One answer gives up its pieces for those of another; what stays in its place costs nothing."""
        if len(held) == len(wanted):
            others = [pair for pair in zip(held, wanted, strict=True) if pair[0] is not pair[1]]
            held, wanted = [pair[0] for pair in others], [pair[1] for pair in others]
        holders = self._holders
        for piece in wanted:
            number = holders.get(id(piece), 0)
            holders[id(piece)] = number + 1
            self.size += 0 if number else len(piece)
        for piece in held:
            holders[id(piece)] -= 1
            if not holders[id(piece)]:
                del holders[id(piece)]
                self.size -= len(piece)
