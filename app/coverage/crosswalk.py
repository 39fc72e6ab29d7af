"""Reading links of one framework in another, through the crosswalks between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from app.coverage.material import CrosswalkRow, Key


class Reading:
    """Which areas of one framework a pillar or theme of any framework counts for.

    What belongs to the framework counts for itself. All else is followed forward through the crosswalks, or backward
    where the framework is the earlier one, over several frameworks if need be, but never forth and back again: two
    pillars that were merged do not become each other. What was dropped, or is nowhere mapped, counts for nothing.
    What counts for a target counts for its goal as well (`goal_of`).
    """

    def __init__(
        self,
        framework_id: int,
        framework_of: Mapping[Key, int],
        rows: Iterable[CrosswalkRow],
        goal_of: Mapping[Key, Key],
    ) -> None:
        self._framework_id = framework_id
        self._framework_of = framework_of
        self._goal_of = goal_of
        self._forward: dict[Key, list[Key]] = defaultdict(list)
        self._backward: dict[Key, list[Key]] = defaultdict(list)
        for row in rows:
            if row.goal is not None:
                self._forward[row.beginning].append(row.goal)
                self._backward[row.goal].append(row.beginning)
        self._known: dict[Key, frozenset[Key]] = {}

    def of(self, key: Key) -> frozenset[Key]:
        known = self._known.get(key)
        if known is None:
            found = self._find(key)
            goals = (self._goal_of[one] for one in found if one in self._goal_of)
            known = self._known[key] = found.union(goals)
        return known

    def _find(self, key: Key) -> frozenset[Key]:
        if self._framework_of.get(key) == self._framework_id:
            return frozenset({key})
        return frozenset(self._reached(key, self._forward) | self._reached(key, self._backward))

    def _reached(self, key: Key, ways: Mapping[Key, list[Key]]) -> set[Key]:
        found: set[Key] = set()
        seen = {key}
        waiting = [key]
        while waiting:
            for goal in ways.get(waiting.pop(), ()):
                if goal in seen:
                    continue
                seen.add(goal)
                if self._framework_of.get(goal) == self._framework_id:
                    found.add(goal)
                else:
                    waiting.append(goal)
        return found
