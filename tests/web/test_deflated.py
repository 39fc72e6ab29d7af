"""Gzip made of parts: what any reader takes, and a change compresses one part."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.bodies import Body
from app.web.deflated import deflated, gzipped


def some_pieces(count: int, *, changed: int | None = None) -> list[bytes]:
    return [b"Event %d%s. " % (number, b" changed" if number == changed else b"") * 20 for number in range(count)]


@given(st.lists(st.binary(max_size=200), max_size=300))
def test_any_pieces_come_back_from_one_member(pieces: list[bytes]) -> None:
    body = Body.of(*pieces)
    stream = b"".join(gzipped(deflated(body, ())))
    assert gzip.decompress(stream) == body.joined()
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert reader.decompress(stream) == body.joined()
    assert (reader.eof, reader.unused_data) == (True, b"")


def test_a_change_compresses_one_part() -> None:
    before = deflated(Body.of(*some_pieces(1000)), ())
    after = deflated(Body.of(*some_pieces(1000, changed=500)), before)
    kept = [part for part in after if any(part is one for one in before)]
    assert len(before) > 5
    assert len(after) - len(kept) <= 2  # two where the changed piece begins or ends a part


@pytest.mark.parametrize("at", [0, 500, 1000])
def test_a_piece_put_in_moves_no_other_part(at: int) -> None:
    pieces = some_pieces(1000)
    before = deflated(Body.of(*pieces), ())
    after = deflated(Body.of(*pieces[:at], b"new" * 30, *pieces[at:]), before)
    kept = [part for part in after if any(part is one for one in before)]
    assert len(after) - len(kept) <= 2


def test_what_grew_by_changes_equals_what_is_made_afresh() -> None:
    grown = deflated(Body.of(*some_pieces(300)), ())
    grown = deflated(Body.of(*some_pieces(300, changed=7)), grown)
    assert gzipped(grown) == gzipped(deflated(Body.of(*some_pieces(300, changed=7)), ()))
