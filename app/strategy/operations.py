"""Changes of frameworks, pillars and themes."""

from typing import Any, TypeVar

from app.errors import RuleBroken
from app.revisions.operations import Author, change_slug, free_slug, revising
from app.strategy.models import Framework, Pillar, Theme

StrategyRecord = Framework | Pillar | Theme
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
    if isinstance(record, Framework) and record.valid_until and record.valid_until < record.valid_from:
        raise RuleBroken("The period must end after it begins.", field="valid_until")
