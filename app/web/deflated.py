"""A gzip stream made of parts that are compressed apart, so that a change compresses one of them only.

One member and one deflate stream, as every reader takes it (RFC 1951, 1952): each part ends on a byte by a full flush
and looks back at none before it. The checksum of the whole follows from those of the parts.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.web.bodies import Body, digest_of

LEVEL = 4
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Deflate, without name and time (RFC 1952 2.3)."""

_LAST_BLOCK = b"\x03\x00"
_POLYNOMIAL = 0xEDB88320
_ONE = 1 << 31
"""The polynomial 1 as CRC-32 writes it: the lowest power in the highest bit."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some pieces of a body: compressed, their checksum, and what their length does to a checksum before them."""

    key: bytes
    deflated: bytes
    checksum: int
    length: int
    shift: int


def deflated(body: Body, former: Iterable[Part]) -> list[Part]:
    """The parts of the body; those that a former body had too are not compressed again."""
    known = {part.key: part for part in former}
    return [known.get(key) or _compressed(key, b"".join(pieces)) for key, pieces in _parts(body)]


def gzipped(parts: Sequence[Part]) -> list[bytes]:
    """The whole stream."""
    checksum, length = 0, 0
    for part in parts:
        checksum = _product(part.shift, checksum) ^ part.checksum
        length += part.length
    ending = _LAST_BLOCK + struct.pack("<II", checksum, length & 0xFFFFFFFF)
    return [_HEAD, *(part.deflated for part in parts), ending]


def _parts(body: Body) -> Iterator[tuple[bytes, list[bytes]]]:
    """About sixty pieces each. A part ends where a digest says so: a piece put in or taken out moves no other part."""
    begun = 0
    for at, digest in enumerate(body.digests, 1):
        if digest[0] < 4 or at == len(body.digests):
            yield digest_of(b"".join(body.digests[begun:at])), body.pieces[begun:at]
            begun = at


def _compressed(key: bytes, octets: bytes) -> Part:
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    content = compressor.compress(octets) + compressor.flush(zlib.Z_FULL_FLUSH)
    return Part(key, content, zlib.crc32(octets), len(octets), _power(8 * len(octets)))


def _product(one: int, other: int) -> int:
    """Of two polynomials modulo CRC-32's."""
    product, at = 0, _ONE
    while at:
        if one & at:
            product ^= other
        other = (other >> 1) ^ _POLYNOMIAL if other & 1 else other >> 1
        at >>= 1
    return product


@lru_cache(maxsize=64)
def _doubled(times: int) -> int:
    """x to the power of 2 ** times."""
    return _ONE >> 1 if times == 0 else _product(_doubled(times - 1), _doubled(times - 1))


def _power(number: int) -> int:
    """x to that power."""
    product = _ONE
    for at in range(number.bit_length()):
        if number >> at & 1:
            product = _product(_doubled(at), product)
    return product
