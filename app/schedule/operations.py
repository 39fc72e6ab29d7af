"""Private feeds made, given another address, taken back; rules of a new time-zone database noticed and taken over."""

import secrets

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts.models import Account
from app.accounts.operations import hash_token, note_audit
from app.clock import now
from app.database import db
from app.episodes.operations import AFTER_RESTORE, overtake_sequence
from app.episodes.queries import all_episodes
from app.errors import RuleBroken
from app.people.models import Person
from app.planning.models import PlannedItem, RunOfShow
from app.revisions.operations import Author, record_revision
from app.schedule.models import PrivateFeed, PrivateKind, ZoneDatabase
from app.schedule.queries import published_episodes
from app.schedule.zones import Moved, Planned, coming_timed, moved
from app.series.models import Series

PREFIX = "cal_"
"""In front of every token, so that one found somewhere is known for what it opens."""


def make_private_feed(
    series: Series, *, name: str, person: Person | None = None, by: Account
) -> tuple[PrivateFeed, str]:
    """The feed and its token, which is shown once and kept nowhere: 256 random bits."""
    token = _token()
    feed = PrivateFeed(
        kind=PrivateKind.PERSON if person else PrivateKind.ORGANIZERS,
        name=name,
        series_id=series.id,
        person_id=person.id if person else None,
        token_hash=hash_token(token),
        made_by_id=by.id,
        made_at=now(),
    )
    db.session.add(feed)
    db.session.flush()
    note_audit("calendar made", by=by, detail=f"{feed.id}: {name}")
    return feed, token


def rotate_private_feed(feed: PrivateFeed, *, by: Account) -> str:
    """Another address; the former one is unknown from now on."""
    _insist_on_use(feed)
    token = _token()
    feed.token_hash, feed.rotated_at, feed.last_fetched_on = hash_token(token), now(), None
    note_audit("calendar rotated", by=by, detail=f"{feed.id}: {feed.name}")
    return token


def revoke_private_feed(feed: PrivateFeed, *, by: Account) -> None:
    """From now on the address says only that it was taken back; nothing opens it again."""
    _insist_on_use(feed)
    feed.revoked_at = now()
    note_audit("calendar revoked", by=by, detail=f"{feed.id}: {feed.name}")


def notice_zone_release(release: str) -> list[Moved]:
    """Keep which release this installation runs with; returns what is to come and it moves.

    Feeds keep to the stored instants until an organizer takes the new ones over. A release that moves nothing
    needs nobody.
    """
    found = moved(coming_timed())
    known = db.session.get(ZoneDatabase, release)
    if known is None:
        known = ZoneDatabase(release=release, seen_at=now(), accepted_by="")
        db.session.add(known)
    if not found and known.accepted_at is None:
        known.accepted_at, known.accepted_by = now(), "moves nothing"
    db.session.flush()
    return found


def take_over_zone_rules(release: str, series_ids: set[int], *, by: Account) -> int:
    """Give the coming episodes, holds and rehearsals of these series the instants of their wall times; how many moved.

    Wall times stay. Those whose wall time has become unclear are left for a person to settle.
    """
    found = [one for one in moved(coming_timed()) if one.starts_at and one.record.series_id in series_ids]
    for one in found:
        _resolve_again(one.record, by=by)
    known = db.session.get(ZoneDatabase, release)
    if known is not None and not moved(coming_timed()):
        known.accepted_at, known.accepted_by = now(), by.email
    note_audit("clock rules taken over", by=by, detail=f"{release}: {len(found)} moved")
    return len(found)


def _resolve_again(record: Planned, *, by: Account) -> None:
    """The instants that the wall time has by the present rules of its zone, which have changed since it was planned.

    Raises LocalTimeUnclear where the wall time no longer exists, or exists twice.
    """
    before = record.starts_at
    record.settle({"timezone"})
    if record.starts_at != before:
        told = [{"starts_at": moment.isoformat() if moment else None} for moment in (before, record.starts_at)]
        record_revision(record, action="clock rules taken over", by=by, before=told[0], after=told[1])


def _insist_on_use(feed: PrivateFeed) -> None:
    if feed.revoked_at is not None:
        raise RuleBroken(_("This calendar has been taken back already. Make a new one."))


def _token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def overtake_private(*, by: Author) -> None:
    """Put drafts, planned items and runs of show above what private calendars saw before a restore.

    The SEQUENCE of the last two is their version (`private_ical`).
    """
    published = {one.id for one in published_episodes()}
    for episode in all_episodes():
        if episode.id not in published:
            overtake_sequence(episode, by=by)
    for kind in (PlannedItem, RunOfShow):
        db.session.execute(sa.update(kind).values(version=kind.version + AFTER_RESTORE, changed_at=now()))
    for record in (*db.session.scalars(sa.select(PlannedItem)), *db.session.scalars(sa.select(RunOfShow))):
        record_revision(record, action="restored", by=by, before={}, after={})
