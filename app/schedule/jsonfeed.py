"""Episodes as JSON Feed 1.1, with the programme's own facts beside the words. Pure."""

from typing import Any

from app.episodes.models import Episode
from app.schedule.atom import stamp
from app.schedule.ical import FeedHead, categories, stamp_of
from app.schedule.words import Site, as_html, paragraphs, public_join_url, readable, safe_address, summary

ABOUT = "https://jsonfeed.org/version/1.1"


def to_jsonfeed(head: FeedHead, author: str, items: list[Any]) -> dict[str, Any]:
    return {
        "version": ABOUT,
        "title": head.name,
        "description": head.description,
        "home_page_url": head.url,
        "feed_url": head.source,
        "language": head.language,
        "authors": [{"name": author}],
        "items": items,
    }


def to_feed_item(episode: Episode, site: Site) -> dict[str, Any]:
    """One item; its id is the UID, which never changes. `_episode` holds the facts for programs."""
    said = paragraphs(episode, site)
    return {
        "id": episode.uid,
        "url": site.episode(episode),
        "title": " ".join(readable(summary(episode)).split()),
        "content_html": as_html(said),
        "content_text": "\n\n".join("\n".join(group) for group in said),
        "date_published": stamp(episode.published_at or episode.created_at),
        "date_modified": stamp(stamp_of(episode)),
        "language": episode.languages[0] if episode.languages else "en",
        "tags": categories(episode),
        "_episode": _facts(episode, site),
    }


def _facts(episode: Episode, site: Site) -> dict[str, Any]:
    join_url = public_join_url(episode)
    return {
        "number": episode.number,
        "status": episode.status.value,
        "format": episode.format.value,
        "day": episode.day.isoformat(),
        "starts_at": stamp(episode.starts_at) if episode.starts_at else None,
        "ends_at": stamp(episode.ends_at) if episode.ends_at else None,
        "start_local": f"{episode.start_local:%H:%M}" if episode.start_local else None,
        "timezone": episode.timezone,
        "languages": list(episode.languages),
        "venue": episode.venue,
        "join_url": safe_address(join_url) if join_url else None,
        "sequence": episode.sequence,
        "people": [
            {
                "name": appearance.person.full_name,
                "roles": [role.value for role in appearance.roles],
                "standing": appearance.standing or None,
                "url": site.person(appearance.person.slug),
            }
            for appearance in episode.present
        ],
    }
