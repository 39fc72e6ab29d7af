"""Material and figures kept in memory from one request to the next, as long as nothing they are made of changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from flask import current_app

from app.clock import now
from app.coverage.counting import Figures, figures
from app.coverage.gathering import Changes, changes_since
from app.coverage.material import Choice, Material
from app.coverage.queries import (
    material_with_drafts,
    material_with_drafts_renewed,
    public_material,
    public_material_renewed,
)
from app.revisions.queries import last_change

BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
"""What files say of when they were made where nothing was ever changed."""
MOST_FIGURES = 16
"""Choices whose figures are kept with their material."""
MOST_READERS = 8
"""Kinds of reader whose material is kept: the public, and organizers of different series."""


@dataclass(frozen=True)
class Kept:
    """Material as it was after that revision and at that moment, with what was counted of it."""

    material: Material
    revision: int
    revised_at: datetime
    moment: datetime
    counted: dict[tuple[Choice, date], Figures] = field(default_factory=dict)

    @property
    def changed_at(self) -> datetime:
        """When what is counted changed last, by people or by the clock."""
        return max(self.revised_at, self.material.turned_at or BEFORE_ALL)

    def figures(self, choice: Choice, today: date) -> Figures:
        """Counted once for all their forms: pages, pictures and files share them."""
        if (choice, today) not in self.counted:
            if len(self.counted) >= MOST_FIGURES:
                self.counted.clear()
            self.counted[choice, today] = figures(self.material, choice, today, changed_on=self.changed_at.date())
        return self.counted[choice, today]


class KeptMaterial:
    """One for each kind of reader. Two threads may read the same at once; the later one is kept, and both are right."""

    def __init__(self) -> None:
        self._kept: dict[frozenset[int] | None, Kept] = {}

    def present(
        self,
        reader: frozenset[int] | None,
        read: Callable[[], Material],
        renew: Callable[[Material, Changes], Material],
    ) -> Kept:
        """For the public, None, or for organizers of those series: read at first, later renewed by what changed."""
        before = self._kept.get(reader)
        if before is None or before.moment > now():
            (revision, revised_at), moment = last_change(), now()
            made = Kept(read(), revision, revised_at or BEFORE_ALL, moment)
        else:
            changes = changes_since(before.revision, before.moment)
            material = renew(before.material, changes) if changes.ids else before.material
            same = material is before.material
            revised_at = changes.changed_at or before.revised_at
            made = Kept(material, changes.revision, revised_at, changes.moment, before.counted if same else {})
        if reader not in self._kept and len(self._kept) >= MOST_READERS:
            self._kept.clear()
        self._kept[reader] = made
        return made


def kept_material() -> KeptMaterial:
    """This process's."""
    kept: KeptMaterial = current_app.extensions.setdefault("coverage material", KeptMaterial())
    return kept


def public_kept() -> Kept:
    """What anyone may count."""
    return kept_material().present(None, public_material, public_material_renewed)


def organizers_kept(series_ids: frozenset[int]) -> Kept:
    """What organizers of those series may count, drafts too."""
    return kept_material().present(
        series_ids,
        lambda: material_with_drafts(series_ids),
        lambda material, changes: material_with_drafts_renewed(material, changes, series_ids),
    )
