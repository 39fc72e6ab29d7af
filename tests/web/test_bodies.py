"""Bodies in pieces: the same bytes however they are cut for sending, and memory counted once."""

from app.web.bodies import SENT_AT_ONCE, Body, PiecesHeld, sent


def test_pieces_are_sent_some_at_once_and_whole() -> None:
    pieces = [b"%d" % number * 1000 for number in range(1000)]
    chunks = list(sent(pieces))
    assert b"".join(chunks) == b"".join(pieces)
    assert all(len(chunk) >= SENT_AT_ONCE for chunk in chunks[:-1])
    assert list(sent([])) == []


def test_equal_pieces_have_equal_digests() -> None:
    one, same, other = Body.of(b"a", b"b"), Body.of(b"a", b"b"), Body.of(b"ab")
    assert one.digests == same.digests != other.digests
    assert (one.joined(), one.size) == (other.joined(), other.size) == (b"ab", 2)


def test_what_is_shared_is_held_until_the_last_one_lets_go() -> None:
    held = PiecesHeld()
    shared, own, later = b"shared" * 10, b"own" * 10, b"later" * 10
    held.exchange((), (shared, own))
    held.exchange((), (shared,))
    assert held.size == len(shared) + len(own)
    held.exchange((shared, own), (shared, later))
    assert held.size == len(shared) + len(later)
    held.exchange((shared,), ())
    assert held.size == len(shared) + len(later)
    held.exchange((shared, later), ())
    assert held.size == 0
