"""Changes of sources."""

from hashlib import sha256
from typing import Any

from flask_babel import gettext as _

from app.errors import RuleBroken
from app.revisions.operations import Author, free_slug, revising
from app.sources.cutting import text_as_quoted
from app.sources.matching import passage_of
from app.sources.models import Source


def add_source(*, fields: dict[str, Any], by: Author) -> Source:
    """A new source; `fields` as Source's columns, the slug made from the title where none is given."""
    source = Source()
    with revising(source, action="created", by=by):
        source.assign({**fields, "slug": fields.get("slug") or free_slug(Source, fields["title"])})
        _keep_hash(source)
    return source


def change_source(source: Source, *, fields: dict[str, Any], by: Author) -> None:
    with revising(source, action="changed", by=by):
        source.assign(fields)
        _keep_hash(source)


def _keep_hash(source: Source) -> None:
    if not source.title:
        raise RuleBroken(_("A source needs a title."), field="title")
    text = source.kept_text
    source.kept_text_sha256 = sha256(text.encode()).hexdigest() if text else None
    source.kept_text = text or None


def occurs_in(source: Source, paragraphs: list[str]) -> bool:
    """Whether the paragraphs stand in the kept text letter for letter (PRODUCT rule 4), attributions cut out."""
    text = source.kept_text or ""
    return bool(text) and passage_of(paragraphs, text_as_quoted(paragraphs, text)) is not None
