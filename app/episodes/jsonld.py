"""Episodes as schema.org Event. Pure: a record in, a dict out."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.episodes.models import Appearance, AppearanceRole, Episode, Format, JoinPolicy, Status

STATUSES = {Status.CANCELLED: "EventCancelled", Status.POSTPONED: "EventPostponed"}
MODES = {Format.VIRTUAL: "Online", Format.HYBRID: "Mixed", Format.IN_PERSON: "Offline"}


def to_event_jsonld(episode: Episode, *, address: str) -> dict[str, Any]:
    """One Event; times carry the offset of the episode's zone, a day alone where the start is unknown."""
    site = address.rsplit("/episodes/", 1)[0]
    event: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": episode.title,
        "startDate": _moment(episode.starts_at, episode) or episode.day.isoformat(),
        "eventStatus": f"https://schema.org/{STATUSES.get(episode.status, 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{MODES[episode.format]}EventAttendanceMode",
        "location": _locations(episode, address),
        "organizer": {"@type": "Organization", "name": episode.series.organizer},
        "superEvent": {"@type": "EventSeries", "name": episode.series.title, "url": f"{site}/"},
        "inLanguage": episode.languages,
        "performer": [_performer(appearance, site) for appearance in episode.present],
    }
    if episode.ends_at:
        event["endDate"] = _moment(episode.ends_at, episode)
    if episode.topic:
        event["description"] = episode.topic
    if episode.recording_url:
        event["recordedIn"] = {"@type": "VideoObject", "name": episode.title, "url": episode.recording_url}
    return event


def _moment(instant: datetime | None, episode: Episode) -> str | None:
    return instant.astimezone(ZoneInfo(episode.timezone)).isoformat() if instant else None


def _locations(episode: Episode, address: str) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if episode.format is not Format.IN_PERSON:
        is_open = episode.join_policy is JoinPolicy.PUBLIC and episode.join_url
        places.append({"@type": "VirtualLocation", "url": episode.join_url if is_open else address})
    if episode.venue:
        places.append({"@type": "Place", "name": episode.venue})
    return places


def _performer(appearance: Appearance, site: str) -> dict[str, Any]:
    person: dict[str, Any] = {
        "@type": "Person",
        "@id": f"{site}/people/{appearance.person.slug}",
        "name": appearance.person.name,
    }
    if appearance.position:
        person["jobTitle"] = appearance.position
    if appearance.organization_name:
        person["affiliation"] = {"@type": "Organization", "name": appearance.organization_name}
    role = "moderator" if AppearanceRole.MODERATOR in appearance.roles else None
    return {"@type": "PerformanceRole", "roleName": role, "performer": person} if role else person
