"""Reads of sources."""

from app.database import db
from app.sources.models import Source


def all_sources() -> list[Source]:
    """Every source, newest publication first."""
    return list(db.session.scalars(db.select(Source).order_by(Source.published_on.desc(), Source.id)))


def source_by_slug(slug: str) -> Source | None:
    return db.session.scalar(db.select(Source).where(Source.slug == slug))
