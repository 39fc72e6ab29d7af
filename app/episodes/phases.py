"""Where an episode stands right now, from its record and the clock: one answer for pages, feeds and files."""

from datetime import datetime, timedelta
from enum import Enum

from app.clock import now
from app.episodes.models import Episode, Status

DOORS_OPEN = timedelta(minutes=15)
"""How long before the start an episode is "starting soon" and its join address is offered."""
LAST_ZONE = timedelta(hours=12)


class Phase(Enum):
    UPCOMING = "upcoming"
    SOON = "soon"
    LIVE = "live"
    OVER = "over"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


def phase_of(episode: Episode, moment: datetime | None = None) -> Phase:
    """The phase at that moment, by default now."""
    moment = moment or now()
    if episode.status is Status.CANCELLED:
        return Phase.CANCELLED
    if episode.status is Status.POSTPONED:
        return Phase.POSTPONED
    if episode.status is Status.HELD:
        return Phase.OVER
    if has_passed(episode, moment):
        return Phase.OVER
    if episode.starts_at is None:
        return Phase.UPCOMING
    if moment >= episode.starts_at:
        return Phase.LIVE
    return Phase.SOON if moment >= episode.starts_at - DOORS_OPEN else Phase.UPCOMING


def has_passed(episode: Episode, moment: datetime | None = None) -> bool:
    """Whether its time is over, held or not. A day without a time is over when it has ended everywhere (UTC−12)."""
    moment = moment or now()
    if episode.ends_at is None:
        return episode.day < (moment - LAST_ZONE).date()
    return moment >= episode.ends_at
