"""Changes of series."""

from typing import Any

from flask_babel import gettext as _

from app.clock import zone_names
from app.errors import RuleBroken
from app.revisions.operations import Author, change_slug, free_slug, revising
from app.series.models import Series


def add_series(*, fields: dict[str, Any], by: Author) -> Series:
    series = Series()
    with revising(series, action="created", by=by):
        series.assign({**fields, "slug": fields.get("slug") or free_slug(Series, fields["title"])})
        _check(series)
    return series


def change_series(series: Series, *, fields: dict[str, Any], by: Author) -> None:
    with revising(series, action="changed", by=by):
        slug = fields.pop("slug", None) or series.slug
        series.assign(fields)
        change_slug(series, slug)
        _check(series)


def _check(series: Series) -> None:
    if series.default_timezone not in zone_names():
        raise RuleBroken(
            _(
                "“%(default_timezone)s” is not a time zone of the IANA database.",
                default_timezone=series.default_timezone,
            ),
            field="default_timezone",
        )
    if not series.languages:
        raise RuleBroken(_("A series needs at least one language."), field="languages")
