"""Reads of frameworks, pillars and themes; all of them are public."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.database import db
from app.strategy.models import Framework, FrameworkKind, Pillar, Theme


def all_frameworks() -> list[Framework]:
    """Every framework, the latest first."""
    return list(db.session.scalars(sa.select(Framework).order_by(Framework.valid_from.desc())))


def framework_by_slug(slug: str) -> Framework | None:
    return db.session.scalar(sa.select(Framework).where(Framework.slug == slug))


def all_pillars(kind: FrameworkKind | None = None) -> list[Pillar]:
    """Every pillar (of that kind of framework) with its framework, the latest framework first, then by number."""
    statement = (
        sa.select(Pillar)
        .join(Pillar.framework)
        .options(joinedload(Pillar.framework))
        .order_by(Framework.valid_from.desc(), Pillar.number)
    )
    return list(db.session.scalars(_of_kind(statement, kind)))


def all_themes(kind: FrameworkKind | None = None) -> list[Theme]:
    """Every theme (of that kind of framework) with its framework, in the order of the framework."""
    statement = (
        sa.select(Theme)
        .join(Theme.framework)
        .options(joinedload(Theme.framework))
        .order_by(Framework.valid_from.desc(), Theme.position)
    )
    return list(db.session.scalars(_of_kind(statement, kind)))


def strategy_pillars() -> list[Pillar]:
    """The pillars of strategies, without the goals of vocabularies: what lists and menus offer."""
    return all_pillars(FrameworkKind.STRATEGY)


def strategy_themes() -> list[Theme]:
    return all_themes(FrameworkKind.STRATEGY)


def _of_kind(statement: sa.Select[Any], kind: FrameworkKind | None) -> sa.Select[Any]:
    return statement if kind is None else statement.where(Framework.kind == kind)


def pillar_by_slug(slug: str) -> Pillar | None:
    statement = sa.select(Pillar).options(*_with_sources(Pillar)).where(Pillar.slug == slug)
    return db.session.scalar(statement)


def theme_by_slug(slug: str) -> Theme | None:
    statement = sa.select(Theme).options(*_with_sources(Theme)).where(Theme.slug == slug)
    return db.session.scalar(statement)


def _with_sources(model: type[Pillar] | type[Theme]) -> tuple[ExecutableOption, ...]:
    """With the framework, and where each definition stands."""
    return joinedload(model.source), joinedload(model.framework).joinedload(Framework.source)


def framework_ids(*, pillars: Collection[int], themes: Collection[int]) -> dict[tuple[str, int | None], int]:
    """Which framework each of these pillars and themes belongs to, by ("pillar", id) and ("theme", id)."""
    wanted = (("pillar", Pillar, pillars), ("theme", Theme, themes))
    parts = [
        sa.select(sa.literal(kind), model.id, model.framework_id).where(model.id.in_(ids))
        for kind, model, ids in wanted
        if ids
    ]
    if not parts:
        return {}
    return {(kind, number): home for kind, number, home in db.session.execute(sa.union_all(*parts))}


def slug_by_id(model: type[Pillar] | type[Theme], record_id: int) -> str | None:
    return db.session.scalar(sa.select(model.slug).where(model.id == record_id))


def pillar_of_number(framework_id: int, number: int) -> Pillar | None:
    return db.session.scalar(sa.select(Pillar).where(Pillar.framework_id == framework_id, Pillar.number == number))
