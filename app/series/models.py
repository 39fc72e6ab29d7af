"""Series of episodes."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Model
from app.revisions.models import Revisioned


class Series(Model, Revisioned):
    """A named run of episodes. `organizer_email` is the series' address in feeds, never a person's.

    `countries` (ISO 3166-1 alpha-2) are those whose public holidays the planner minds; empty: the default zone's.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    slug: Mapped[str] = mapped_column(sa.String(160), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[str | None] = mapped_column(sa.String(200))
    description: Mapped[str | None] = mapped_column(sa.String(4000))
    organizer: Mapped[str] = mapped_column(sa.String(200))
    organizer_email: Mapped[str | None] = mapped_column(sa.String(254))
    default_timezone: Mapped[str] = mapped_column(sa.String(64))
    languages: Mapped[list[str]] = mapped_column(sa.JSON)
    concluded: Mapped[bool] = mapped_column(default=False)
    countries: Mapped[list[str]] = mapped_column(sa.JSON, default=list)

    unstamped = frozenset(
        {"slug", "title", "kind", "description", "default_timezone", "languages", "concluded"} | {"countries"}
    )
    __mapper_args__ = {"version_id_col": version}
