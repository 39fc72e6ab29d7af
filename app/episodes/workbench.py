"""What organizers keep beside an episode: staged changes, preview links, accepted conflicts, arrangements."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.database import Model, UTCDateTime
from app.episodes.models import Episode
from app.people.models import Person
from app.revisions.models import Revisioned
from app.series.models import Series


class StagedChange(Model, Revisioned):
    """Changes to a public episode that wait to be published: `fields` as a snapshot has them; {} when none wait.

    `base` holds what the episode said in these fields when they were staged. Nothing public reads this table.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id"), unique=True)
    fields: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    base: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    episode: Mapped[Episode] = relationship()

    unrevised = frozenset({"base"})
    __mapper_args__ = {"version_id_col": version}

    @property
    def record_title(self) -> str:
        return self.episode.title if self.episode else str(self.episode_id)


class PreviewLink(Model, Revisioned):
    """A link for somebody outside to see an episode before it is public; only the hash of its token is kept."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    given_to: Mapped[str] = mapped_column(sa.String(200))
    made_by: Mapped[str] = mapped_column(sa.String(120))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    episode: Mapped[Episode] = relationship()

    unrevised = frozenset({"token_hash"})
    __mapper_args__ = {"version_id_col": version}

    def undo_refusal(self, before: dict[str, Any]) -> str | None:
        """A revoked link stays revoked: whoever has it must not find it open again."""
        return _("A revoked link stays revoked; make a new one.") if "revoked_at" in before else None

    @property
    def record_title(self) -> str:
        return self.given_to

    def opens_at(self, moment: datetime) -> bool:
        return self.revoked_at is None and moment < self.expires_at


class AcceptedConflict(Model, Revisioned):
    """A warning somebody accepted, with the reason; `key` is the conflict's own. Without a reason it counts again."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id"))
    key: Mapped[str] = mapped_column(sa.String(200))
    sentence: Mapped[str] = mapped_column(sa.String(500))
    reason: Mapped[str | None] = mapped_column(sa.String(500))

    episode: Mapped[Episode] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.UniqueConstraint("episode_id", "key"),)

    @property
    def record_title(self) -> str:
        return self.sentence


class Arrangement(Model, Revisioned):
    """A check of readiness that a person ticked, because nothing stored can tell; by whom and when."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id"))
    name: Mapped[str] = mapped_column(sa.String(40))
    by_name: Mapped[str | None] = mapped_column(sa.String(120))
    arranged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    episode: Mapped[Episode] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.UniqueConstraint("episode_id", "name"),)

    @property
    def record_title(self) -> str:
        return self.name


class SeriesReadiness(Model, Revisioned):
    """What a series asks of its episodes, by check: `{"join": {"needed": true, "owner": "Ana", "due_days": -7}}`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("series.id"), unique=True)
    asked: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)

    series: Mapped[Series] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def record_title(self) -> str:
        return self.series.title if self.series else str(self.series_id)


class ToTell(Model, Revisioned):
    """Somebody to be told of a change that went public: a person in the episode, or the account that sees to it.

    Written with the change and following from its revision; that it was told is a change of its own.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    episode_id: Mapped[int] = mapped_column(sa.ForeignKey("episode.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(sa.String(300))
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    told_by: Mapped[str | None] = mapped_column(sa.String(120))

    episode: Mapped[Episode] = relationship()
    person: Mapped[Person | None] = relationship()
    account: Mapped[Account | None] = relationship()

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (sa.CheckConstraint("(person_id IS NULL) <> (account_id IS NULL)", name="one_is_told"),)

    @property
    def record_title(self) -> str:
        """Who it is."""
        told = self.person or self.account
        return told.name if told else ""
