"""Frameworks of a file: made or updated with their pillars and themes, then tied by their crosswalks."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from app.archive.document import CrosswalkItem, FrameworkItem, StrategyItem, read_vocabulary_file
from app.archive.yaml import FileBroken
from app.database import db
from app.errors import RuleBroken
from app.revisions.operations import Author
from app.sources.models import Source
from app.sources.operations import add_source, change_source
from app.strategy.models import Framework, Pillar, Theme
from app.strategy.operations import add_framework, add_pillar, add_theme, change_strategy_record

SourceId = Callable[[str | None], int | None]


def load_vocabularies(text: str, *, by: Author) -> list[Framework]:
    """Make or update the frameworks of a file that holds nothing else. Nothing is committed here.

    Raises FileBroken naming line and reason; the caller then rolls back.
    """
    file, line_of = read_vocabulary_file(text)
    known = {source.slug: source for source in db.session.scalars(sa.select(Source))}
    path: tuple[str | int, ...] = ("frameworks",)
    try:
        for source in file.sources:
            fields = source.model_dump()
            if source.slug in known:
                change_source(known[source.slug], fields=fields, by=by)
            else:
                known[source.slug] = add_source(fields=fields, by=by)
        loaded = []
        for index, item in enumerate(file.frameworks):
            path = ("frameworks", index)
            loaded.append(load_framework(item, _source_id_of(known), by=by))
        for framework, item in zip(loaded, file.frameworks, strict=True):
            load_crosswalk(framework, item.crosswalk, by=by)
    except RuleBroken as error:
        raise FileBroken([(line_of(*path), error.message)]) from None
    return loaded


def _source_id_of(known: dict[str, Source]) -> SourceId:
    def source_id(name: str | None) -> int | None:
        if name is not None and name not in known:
            raise RuleBroken(f"there is no source “{name}”")
        return known[name].id if name else None

    return source_id


def load_framework(item: FrameworkItem, source_id: SourceId, *, by: Author) -> Framework:
    """The framework with its pillars and themes; its crosswalk comes when all frameworks are there."""
    fields = item.model_dump(exclude={"pillars", "themes", "source", "theme", "translations", "crosswalk"})
    fields |= {"motto": item.theme, "source_id": source_id(item.source), "translations": _translations(item)}
    framework = db.session.scalar(sa.select(Framework).where(Framework.slug == item.slug))
    if framework is None:
        framework = add_framework(fields=fields, by=by)
    else:
        change_strategy_record(framework, fields=fields, by=by)
    pillars = {one.number: one for one in _of(framework, Pillar)}
    themes = _of(framework, Theme)
    for pillar in item.pillars:
        _put(framework, pillars.get(pillar.number), _fields(pillar, source_id), add_pillar, by)
    for position, theme in enumerate(item.themes, start=1):
        known = next((one for one in themes if theme.slug == one.slug or theme.title == one.title), None)
        _put(framework, known, _fields(theme, source_id) | {"position": position}, add_theme, by)
    return framework


def _of(framework: Framework, model: Any) -> list[Any]:
    return list(db.session.scalars(sa.select(model).where(model.framework_id == framework.id)))


def _put(framework: Framework, known: Any, fields: dict[str, Any], add: Any, by: Author) -> None:
    if known is None:
        add(framework, fields=fields, by=by)
    else:
        change_strategy_record(known, fields=fields, by=by)


def _fields(item: StrategyItem, source_id: SourceId) -> dict[str, Any]:
    fields = item.model_dump(exclude={"source", "translations"})
    return fields | {"source_id": source_id(item.source), "translations": _translations(item)}


def _translations(item: Any) -> list[dict[str, Any]]:
    return [one.model_dump(exclude_none=True) for one in item.translations]


def load_crosswalk(framework: Framework, items: list[CrosswalkItem], *, by: Author) -> None:
    """Set where the framework's pillars and themes went. Raises RuleBroken for a slug nobody has."""
    if not items and not framework.crosswalk:
        return
    rows = [
        {
            "from_pillar_id": _id(Pillar, item.from_pillar),
            "from_theme_id": _id(Theme, item.from_theme),
            "to_pillar_id": _id(Pillar, item.to_pillar),
            "to_theme_id": _id(Theme, item.to_theme),
            "kind": item.kind,
            "share": item.share,
            "note": item.note,
        }
        for item in items
    ]
    change_strategy_record(framework, fields={"crosswalk": rows}, by=by)


def _id(model: Any, slug: str | None) -> int | None:
    if slug is None:
        return None
    found = db.session.scalar(sa.select(model.id).where(model.slug == slug))
    if found is None:
        raise RuleBroken(f"there is no pillar or theme “{slug}” for the crosswalk")
    return int(found)
