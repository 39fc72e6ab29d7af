"""What private calendars hold: unpublished episodes, planned times, the run of a show, word of being taken back."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from flask_babel import gettext as _
from icalendar import Event, vDatetime, vInt, vText
from icalendar.prop import vDate

from app.episodes.models import Episode, Format, Status
from app.planning.models import PlannedItem, PlannedKind, RunOfShow, ShowSegment
from app.schedule.ical import organizer, start_and_end, to_vevent
from app.schedule.lines import address, lines, one_line
from app.schedule.models import PrivateFeed
from app.schedule.words import CALLED_OFF, Site, safe_address, summary


class Changing(Protocol):
    """A record whose version rises with every change."""

    @property
    def version(self) -> int: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def created_at(self) -> datetime: ...


def to_private_vevent(episode: Episode, site: Site) -> Event:
    """An episode for those who prepare it: with the join address whatever the policy, and what is not public yet."""
    event = to_vevent(episode, site)
    event["CLASS"] = vText("PRIVATE")
    notes = []
    if episode.status is Status.DRAFT:
        event["STATUS"] = vText("TENTATIVE")
        event["SUMMARY"] = one_line(_("Draft: %(title)s", title=summary(episode)))
    if not episode.is_public:
        notes.append(_("Not public yet; do not pass on."))
        event["URL"] = address(f"{site.public_url}/organize/episodes/{episode.slug}")
    if episode.join_url and episode.format is not Format.IN_PERSON and episode.status not in CALLED_OFF:
        notes.append(_("Join: %(address)s", address=safe_address(episode.join_url)))
    if notes:
        event["DESCRIPTION"] = lines("\n".join([*notes, "", str(event["DESCRIPTION"])]))
        del event["X-ALT-DESC"]
    return event


def to_planned_vevent(item: PlannedItem, site: Site) -> Event:
    """A time kept free, a rehearsal, a deadline."""
    words = {
        PlannedKind.HOLD: _("Hold: %(title)s", title=item.title),
        PlannedKind.REHEARSAL: _("Rehearsal: %(title)s", title=item.title),
        PlannedKind.DEADLINE: _("Deadline: %(title)s", title=item.title),
    }
    event = _event(f"planned-{item.id}@{site.host}", item)
    event["ORGANIZER"] = organizer(item.series, site)
    event["DTSTART"], event["DTEND"] = start_and_end(item)
    event["SUMMARY"] = one_line(words[item.kind])
    if item.note:
        event["DESCRIPTION"] = lines(item.note)
    event["STATUS"] = vText("TENTATIVE" if item.kind is PlannedKind.HOLD else "CONFIRMED")
    event["TRANSP"] = vText("TRANSPARENT" if item.kind is PlannedKind.DEADLINE else "OPAQUE")
    return event


def to_segment_vevents(run: RunOfShow, site: Site) -> list[tuple[ShowSegment, datetime, Event]]:
    """The show part by part, from the episode's start on; none while the start is unknown or the episode is off.

    A part moves with its episode and names it: SEQUENCE and stamp rise with both.
    """
    episode = run.episode
    if episode.starts_at is None or episode.status in CALLED_OFF:
        return []
    events, begins = [], episode.starts_at.astimezone(UTC)
    for segment in run.segments:
        ends = begins + timedelta(minutes=segment.minutes)
        event = _event(f"segment-{run.id}-{segment.position}@{site.host}", run)
        event["SEQUENCE"] = vInt(run.version - 1 + episode.version - 1)
        event["DTSTAMP"] = event["LAST-MODIFIED"] = vDatetime(max(run.changed_at, episode.changed_at).astimezone(UTC))
        event["DTSTART"], event["DTEND"] = vDatetime(begins), vDatetime(ends)
        event["SUMMARY"] = one_line(_("%(title)s (%(episode)s)", title=segment.title, episode=episode.title))
        said = [part for part in (segment.speakers, segment.cues) if part]
        if said:
            event["DESCRIPTION"] = lines("\n".join(said))
        event["STATUS"], event["TRANSP"] = vText("CONFIRMED"), vText("TRANSPARENT")
        event["ORGANIZER"] = organizer(episode.series, site)
        events.append((segment, begins, event))
        begins = ends
    return events


def to_revoked_vevent(feed: PrivateFeed, site: Site) -> Event:
    """The one event of a feed taken back: on the day that happened, so that its bytes stay equal."""
    revoked = feed.revoked_at or feed.made_at
    event = Event()
    event["UID"] = one_line(f"revoked-{feed.id}@{site.host}")
    event["SEQUENCE"] = vInt(0)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = vDatetime(revoked.astimezone(UTC))
    event["CREATED"] = vDatetime(feed.made_at.astimezone(UTC))
    day = revoked.date()
    event["DTSTART"] = vDate(day, params={"VALUE": "DATE"})
    event["DTEND"] = vDate(day + timedelta(days=1), params={"VALUE": "DATE"})
    event["SUMMARY"] = one_line(_("This calendar has been taken back"))
    event["DESCRIPTION"] = lines(
        _("Its address no longer shows anything. Remove it, and ask %(email)s for a new one.", email=site.contact_email)
    )
    event["STATUS"], event["TRANSP"], event["CLASS"] = vText("CONFIRMED"), vText("TRANSPARENT"), vText("PRIVATE")
    event["ORGANIZER"] = organizer(feed.series, site)
    return event


def _event(uid: str, record: Changing) -> Event:
    event = Event()
    event["UID"] = one_line(uid)
    event["SEQUENCE"] = vInt(record.version - 1)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = vDatetime(record.changed_at.astimezone(UTC))
    event["CREATED"] = vDatetime(record.created_at.astimezone(UTC))
    event["CLASS"] = vText("PRIVATE")
    return event
