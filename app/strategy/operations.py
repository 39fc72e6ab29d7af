"""Changes of frameworks, pillars and themes."""

import re
from collections import Counter
from typing import Any, TypeVar

from flask_babel import gettext as _

from app.errors import RuleBroken
from app.revisions.operations import Author, change_slug, free_slug, revising
from app.strategy.models import Crosswalk, Framework, Pillar, Theme
from app.strategy.queries import framework_ids, pillar_of_number

StrategyRecord = Framework | Pillar | Theme
_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
Record = TypeVar("Record", Framework, Pillar, Theme)


def add_framework(*, fields: dict[str, Any], by: Author) -> Framework:
    return _add(Framework(), fields, by)


def add_pillar(framework: Framework, *, fields: dict[str, Any], by: Author) -> Pillar:
    return _add(Pillar(), {**fields, "framework_id": framework.id}, by)


def add_theme(framework: Framework, *, fields: dict[str, Any], by: Author) -> Theme:
    return _add(Theme(), {**fields, "framework_id": framework.id}, by)


def change_strategy_record(record: StrategyRecord, *, fields: dict[str, Any], by: Author) -> None:
    """Change a framework, pillar or theme; a changed slug leaves a redirect."""
    with revising(record, action="changed", by=by):
        slug = fields.pop("slug", None) or record.slug
        record.assign(fields)
        change_slug(record, slug)
        _check(record)


def _add(record: Record, fields: dict[str, Any], by: Author) -> Record:
    with revising(record, action="created", by=by):
        record.assign({**fields, "slug": fields.get("slug") or free_slug(type(record), fields["title"])})
        _check(record)
    return record


def _check(record: StrategyRecord) -> None:
    if isinstance(record, Framework):
        if record.valid_until and record.valid_until < record.valid_from:
            raise RuleBroken(_("The period must end after it begins."), field="valid_until")
        _check_crosswalk(record.crosswalk)
    elif record.colour and not _COLOUR.match(record.colour):
        raise RuleBroken(_("Write the colour as # and six digits or letters a to f, such as #0b4a54."), field="colour")
    if isinstance(record, Pillar):
        holder = pillar_of_number(record.framework_id, record.number)
        if holder is not None and holder.id != record.id:
            raise RuleBroken(
                _("“%(title)s” has this number already; give another one.", title=holder.title), field="number"
            )


def _check_crosswalk(rows: list[Crosswalk]) -> None:
    """No line stands twice, what was dropped leads nowhere, and nothing is given away more than whole."""
    ways = [(row.from_pillar_id, row.from_theme_id, row.to_pillar_id, row.to_theme_id) for row in rows]
    if len(set(ways)) < len(ways):
        raise RuleBroken(_("The crosswalk has this line already."))
    for beginning in {way[:2] for way in ways}:
        goals = [way[2:] for way in ways if way[:2] == beginning]
        if (None, None) in goals and len(goals) > 1:
            raise RuleBroken(_("What was dropped leads nowhere; remove that line first."), field="kind")
    _check_shares(rows)


def _check_shares(rows: list[Crosswalk]) -> None:
    """Toward each other framework; one may go whole into the next strategy and whole into a vocabulary."""
    shared = [row for row in rows if row.share is not None]
    if any((row.to_pillar_id, row.to_theme_id) == (None, None) for row in shared):
        raise RuleBroken(_("What is dropped has no share."), field="share")
    home = framework_ids(
        pillars={row.to_pillar_id for row in shared if row.to_pillar_id},
        themes={row.to_theme_id for row in shared if row.to_theme_id},
    )
    given: Counter[tuple[Any, ...]] = Counter()
    for row in shared:
        goal = ("pillar", row.to_pillar_id) if row.to_pillar_id else ("theme", row.to_theme_id)
        given[row.from_pillar_id, row.from_theme_id, home.get(goal)] += row.share or 0
    if max(given.values(), default=0) > 100:
        raise RuleBroken(
            _("The shares of one pillar or theme come to %(sum)s per cent; they can be 100 at most.",
              sum=max(given.values())), field="share"
        )  # fmt: skip
