"""Kept blocks: in order, bounded, and only those whose token still holds."""

from collections.abc import Iterable
from datetime import UTC, datetime

from app.schedule.blocks import FEW, LAST, OVERHEAD, Block, Blocks
from app.web.bodies import digest_of


def a_block(number: int, token: int = 1, *, fails: bool = False) -> Block:
    """Orders fall as numbers rise, so that no list is in order by accident."""
    content = b"" if fails else b"%04d.%d" % (number, token)
    order = f"{LAST}{number}" if fails else f"{9999 - number}"
    return Block(token, order, datetime(2026, 1, 1, tzinfo=UTC), None, content, digest_of(content))


class Writer:
    """Writes blocks, and remembers which."""

    def __init__(self, *failing: int) -> None:
        self.written: list[int] = []
        self.failing = failing
        self.token = 1

    def __call__(self, numbers: list[int]) -> Iterable[tuple[int, Block]]:
        self.written += numbers
        return [(number, a_block(number, self.token, fails=number in self.failing)) for number in numbers]


def contents(blocks: list[Block]) -> list[bytes]:
    return [block.content for block in blocks]


def test_blocks_come_in_order_however_many_are_new() -> None:
    for many in (3, FEW + 10):
        kept, write = Blocks(10**6), Writer()
        first = kept.of(dict.fromkeys(range(0, many, 2), 1), 1, write)
        whole = kept.of(dict.fromkeys(range(many), 1), 1, write)
        assert contents(whole) == sorted((b"%04d.1" % number for number in range(many)), reverse=True)
        assert contents(first) == [content for content in contents(whole) if int(content[:4]) % 2 == 0]
        assert sorted(write.written) == list(range(many))


def test_another_token_is_written_again_and_takes_its_place() -> None:
    kept, write = Blocks(10**6), Writer()
    kept.of({1: 1, 2: 1, 3: 1}, 1, write)
    write.token = 2
    assert contents(kept.of({1: 1, 2: 2, 3: 1}, 1, write)) == [b"0003.1", b"0002.2", b"0001.1"]
    assert write.written == [1, 2, 3, 2]


def test_one_that_failed_is_left_out_and_tried_no_more_until_it_changes() -> None:
    kept, write = Blocks(10**6), Writer(2, 3)
    for _ in range(2):
        assert contents(kept.of({1: 1, 2: 1, 3: 1, 4: 1}, 1, write)) == [b"0004.1", b"0001.1"]
    assert write.written == [1, 2, 3, 4]
    write.failing, write.token = (), 2
    assert contents(kept.of({2: 2, 3: 2}, 1, write)) == [b"0003.2", b"0002.2"]


def test_what_a_change_touches_is_dropped_and_all_where_that_is_unknown() -> None:
    kept, write = Blocks(10**6), Writer()
    kept.renew(1, lambda _after, _until: set())
    tokens = {1: 1, 2: 1, 3: 1}
    kept.of(tokens, 1, write)
    kept.renew(2, lambda _after, _until: {2, 99})
    kept.of(tokens, 2, write)
    assert write.written == [1, 2, 3, 2]
    kept.renew(3, lambda _after, _until: None)
    kept.of(tokens, 3, write)
    assert sorted(write.written[4:]) == [1, 2, 3]


def test_a_reader_behind_adds_nothing() -> None:
    kept, write = Blocks(10**6), Writer()
    kept.renew(5, lambda _after, _until: set())
    for _ in range(2):
        assert contents(kept.of({1: 1}, 4, write)) == [b"0001.1"]
    assert write.written == [1, 1]


def test_memory_is_bounded_and_what_does_not_fit_is_written_each_time() -> None:
    kept, write = Blocks(2 * (OVERHEAD + 10)), Writer()
    for _ in range(2):
        assert len(kept.of({1: 1, 2: 1, 3: 1}, 1, write)) == 3
    assert len(write.written) > 3
    write.written.clear()
    kept.of({3: 1}, 1, write), kept.of({3: 1}, 1, write)
    assert len(write.written) <= 1
