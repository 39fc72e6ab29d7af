"""A crosswalk read forward, backward and over two frameworks."""

from app.coverage.crosswalk import Reading
from app.coverage.material import CrosswalkRow, Key


def pillar(number: int) -> Key:
    return ("pillar", number)


FRAMEWORK_OF = {pillar(number): number // 10 for number in (11, 12, 13, 14, 21, 22, 31)}
ROWS = [
    CrosswalkRow(pillar(11), pillar(21), "same", None),
    CrosswalkRow(pillar(12), pillar(21), "merged", None),
    CrosswalkRow(pillar(13), pillar(21), "split", None),
    CrosswalkRow(pillar(13), pillar(22), "split", None),
    CrosswalkRow(pillar(14), None, "dropped", None),
    CrosswalkRow(pillar(22), pillar(31), "same", None),
]


def reading(framework_id: int) -> Reading:
    return Reading(framework_id, FRAMEWORK_OF, ROWS, {})


def test_what_belongs_to_the_framework_stays() -> None:
    assert reading(1).of(pillar(12)) == {pillar(12)}


def test_splits_and_merges_are_followed_and_the_dropped_counts_for_nothing() -> None:
    assert reading(2).of(pillar(13)) == {pillar(21), pillar(22)}
    assert reading(2).of(pillar(12)) == {pillar(21)}
    assert reading(2).of(pillar(14)) == frozenset()


def test_the_later_is_read_in_the_earlier() -> None:
    assert reading(1).of(pillar(21)) == {pillar(11), pillar(12), pillar(13)}


def test_two_crosswalks_are_followed_in_a_row() -> None:
    assert reading(3).of(pillar(13)) == {pillar(31)}
    assert reading(1).of(pillar(31)) == {pillar(13)}
    assert reading(3).of(pillar(11)) == frozenset()


def test_there_and_back_finds_where_it_began() -> None:
    for key, framework_id in FRAMEWORK_OF.items():
        for goal in reading(framework_id + 1).of(key):
            assert key in reading(framework_id).of(goal)


def test_merged_pillars_do_not_become_each_other() -> None:
    """12 goes forward to 21, which also came from 11; but 12 is not 11."""
    assert pillar(11) not in reading(1).of(pillar(12))


def test_a_circle_ends() -> None:
    rows = [CrosswalkRow(pillar(11), pillar(21), "same", None), CrosswalkRow(pillar(21), pillar(11), "same", None)]
    assert Reading(3, FRAMEWORK_OF, rows, {}).of(pillar(11)) == frozenset()


def test_what_serves_a_target_serves_its_goal() -> None:
    """Pillar 13 became 21, which is a target of goal 22 here."""
    rows = [CrosswalkRow(pillar(13), pillar(21), "same", None)]
    goals = Reading(2, FRAMEWORK_OF, rows, {pillar(21): pillar(22)})
    assert goals.of(pillar(13)) == {pillar(21), pillar(22)}
    assert goals.of(pillar(21)) == {pillar(21), pillar(22)}
    assert goals.of(pillar(22)) == {pillar(22)}
