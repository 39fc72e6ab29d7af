"""Episodes as JSCalendar: a Group of Events (RFC 8984). Pure."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.episodes.models import AppearanceRole, Episode, Format, Status
from app.schedule.ical import COLORS, Extras, FeedHead, categories, color, is_free, stamp_of
from app.schedule.words import Site, can_be_joined, paragraphs, public_join_url, readable, safe_address, summary

MEDIA_TYPE = "application/jscalendar+json;type=group"

_STATUS = {Status.TENTATIVE: "tentative", Status.CONFIRMED: "confirmed", Status.HELD: "confirmed"}


def to_group(head: FeedHead, site: Site, *, updated: datetime, entries: list[Any]) -> dict[str, Any]:
    """The feed (RFC 8984 2.3 and 5.3): its UID is its own address, which never changes."""
    return {
        "@type": "Group",
        "uid": head.source,
        "updated": _stamp(updated),
        "prodId": f"-//{site.host}//Conversations//EN",
        "title": _line(head.name),
        "description": readable(head.description),
        "source": head.source,
        "color": COLORS[0],
        "links": {"page": _link(head.url, rel="describedby", title=head.name)},
        "entries": entries,
    }


def to_jsevent(episode: Episode, site: Site, extras: Extras | None = None, alarm: int | None = None) -> dict[str, Any]:
    """One episode (RFC 8984 2.1 and 5.1); `extras` add who takes part and what is related.

    It has no `method`: that is of scheduling messages alone (RFC 8984 4.1.9).
    """
    event: dict[str, Any] = {
        "@type": "Event",
        "uid": episode.uid,
        "sequence": episode.sequence,
        "created": _stamp(episode.created_at),
        "updated": _stamp(stamp_of(episode, extras)),
        "title": _line(summary(episode)),
        "description": "\n\n".join("\n".join(group) for group in paragraphs(episode, site)),
        "descriptionContentType": "text/plain",
        "status": _STATUS.get(episode.status, "cancelled"),
        "freeBusyStatus": "free" if is_free(episode) else "busy",
        "privacy": "public",
        "color": color(episode),
        **_when(episode),
        **_place(episode, site),
        "links": _links(episode, site, extras),
        "participants": _participants(episode, site, extras),
    }
    if titles := categories(episode):
        event["keywords"] = {_line(title): True for title in titles}
    if episode.pillar_links:
        event["categories"] = {site.pillar(link.pillar.slug): True for link in episode.pillar_links}
    if extras and extras.previous_uid:
        event["relatedTo"] = {extras.previous_uid: {"@type": "Relation", "relation": {}}}
    if alarm is not None and not is_free(episode):
        trigger = {"@type": "OffsetTrigger", "offset": f"-{_duration(timedelta(minutes=alarm))}" if alarm else "PT0S"}
        event["alerts"] = {"1": {"@type": "Alert", "trigger": trigger, "action": "display"}}
    return event


def _when(episode: Episode) -> dict[str, Any]:
    """Wall time and zone where they give back the stored instant, else UTC; a floating day where no time is known."""
    if episode.starts_at is None or episode.ends_at is None:
        start = datetime.combine(episode.day, datetime.min.time())
        return {"start": _local(start), "duration": "P1D", "timeZone": None, "showWithoutTime": True}
    zone = ZoneInfo(episode.timezone)
    wall = episode.starts_at.astimezone(zone).replace(tzinfo=None)
    is_agreed = (wall.date(), wall.time()) == (episode.day, episode.start_local)
    is_named = is_agreed and wall.replace(tzinfo=zone, fold=0).astimezone(UTC) == episode.starts_at
    duration = _duration(episode.ends_at - episode.starts_at)
    if is_named and episode.timezone != "UTC":
        return {"start": _local(wall), "duration": duration, "timeZone": episode.timezone}
    return {
        "start": _local(episode.starts_at.astimezone(UTC).replace(tzinfo=None)),
        "duration": duration,
        "timeZone": "Etc/UTC",
    }


def _place(episode: Episode, site: Site) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if episode.venue and episode.format is not Format.VIRTUAL:
        place["locations"] = {"venue": {"@type": "Location", "name": _line(episode.venue)}}
    if can_be_joined(episode):
        join_url = public_join_url(episode)
        place["virtualLocations"] = {
            "online": {
                "@type": "VirtualLocation",
                "name": _("Join the panel") if join_url else _("How to join"),
                "uri": safe_address(join_url or site.episode(episode)),
                "features": {"audio": True, "video": True},
            }
        }
    return place


def _links(episode: Episode, site: Site, extras: Extras | None) -> dict[str, Any]:
    links = {
        "page": _link(site.episode(episode), rel="alternate", title=episode.title, contentType="text/html"),
        "badge": _link(site.badge, rel="icon", display="badge", contentType="image/png"),
    }
    if extras:
        for quoted in extras.quotes:
            links[f"quote-{quoted.id}"] = _link(site.quote(quoted), rel="related", title=quoted.words[:60])
        if episode.recording_url:
            links["recording"] = _link(episode.recording_url, rel="enclosure", title=_("Recording"))
    return links


def _participants(episode: Episode, site: Site, extras: Extras | None) -> dict[str, Any]:
    """The series as owner, by its public address; people only for those who ask, and never with an address of mail."""
    email = episode.series.organizer_email or site.contact_email
    owner = {"@type": "Participant", "name": _line(episode.series.organizer), "kind": "group"}
    people = {"organizer": {**owner, "email": email, "roles": {"owner": True, "contact": True}}}
    for appearance in episode.present if extras else ():
        page = _link(site.person(appearance.person.slug), rel="describedby")
        is_chair = AppearanceRole.MODERATOR in appearance.roles
        person: dict[str, Any] = {
            "@type": "Participant",
            "name": _line(appearance.person.full_name),
            "kind": "individual",
        }
        person |= {"roles": {"chair" if is_chair else "attendee": True}, "links": {"page": page}}
        person |= {"description": _line(appearance.standing)} if appearance.standing else {}
        people[f"person-{appearance.person.id}"] = person
    return people


def _link(target: str, *, title: str = "", **fields: str) -> dict[str, Any]:
    named = {"title": _line(title)} if title else {}
    return {"@type": "Link", "href": safe_address(target), **fields, **named}


def _line(value: str) -> str:
    return " ".join(readable(value).split())


def _local(wall: datetime) -> str:
    return wall.strftime("%Y-%m-%dT%H:%M:%S")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _duration(length: timedelta) -> str:
    """RFC 8984 1.4.6, without weeks: PT1H30M."""
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes or not hours else "")
