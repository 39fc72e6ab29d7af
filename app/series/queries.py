"""Reads of series."""

import sqlalchemy as sa

from app.database import db
from app.series.models import Series


def all_series() -> list[Series]:
    return list(db.session.scalars(sa.select(Series).order_by(Series.id)))


def series_by_slug(slug: str) -> Series | None:
    return db.session.scalar(sa.select(Series).where(Series.slug == slug))


def main_series(slug: str | None) -> Series | None:
    """The series of the home page: the one named in the settings, else the first."""
    if slug:
        return series_by_slug(slug)
    return db.session.scalar(sa.select(Series).order_by(Series.id).limit(1))
