"""Reads of sources."""

from sqlalchemy.orm import defer

from app.database import db
from app.sources.models import Source


def source_titles() -> list[tuple[int, str]]:
    """(id, title) of every source, newest publication first, without their kept texts: for choosing one."""
    statement = db.select(Source.id, Source.title).order_by(Source.published_on.desc(), Source.id)
    return [(number, title) for number, title in db.session.execute(statement)]


def sources_listed() -> list[Source]:
    """Every source without its kept text, newest publication first."""
    without_text = defer(Source.kept_text, raiseload=True)
    return list(
        db.session.scalars(db.select(Source).options(without_text).order_by(Source.published_on.desc(), Source.id))
    )


def source_by_slug(slug: str) -> Source | None:
    return db.session.scalar(db.select(Source).where(Source.slug == slug))
