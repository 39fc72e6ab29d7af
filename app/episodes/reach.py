"""Which public pages and feeds a change of an episode moves; pure."""

from collections.abc import Iterable
from typing import Any

from app.episodes.models import Episode

CHILDREN = {
    "appearances": ("person", "organization"),
    "pillar_links": ("pillar",),
    "theme_links": ("theme",),
    "co_organizers": ("organization",),
}
FOLDERS = {"person": "people", "organization": "organizations", "pillar": "pillars", "theme": "themes"}

Slugs = dict[str, list[str]]
"""Slugs of the records an episode points to, by record type."""


def pointed_at(*snapshots: dict[str, Any]) -> set[tuple[str, int]]:
    """The people, organizations, pillars and themes that any of these snapshots names, by type and id."""
    found = set()
    for snapshot in snapshots:
        for name, kinds in CHILDREN.items():
            for child in snapshot.get(name, ()):
                found |= {(kind, child[f"{kind}_id"]) for kind in kinds if child.get(f"{kind}_id")}
    return found


def pages_moved(episode: Episode, slugs: Slugs) -> list[str]:
    own = ["/", "/episodes", f"/episodes/{episode.slug}"]
    return own + [f"/{FOLDERS[kind]}/{slug}" for kind in FOLDERS for slug in slugs.get(kind, ())]


def feeds_moved(episode: Episode, slugs: Slugs, fields: Iterable[str]) -> list[str]:
    """None when the changed fields show nowhere in a calendar."""
    if not set(fields) - Episode.unstamped:
        return []
    own = ["/schedule/series.ics", f"/episodes/{episode.slug}.ics"]
    return own + [f"/schedule/{FOLDERS[kind]}/{slug}.ics" for kind in FOLDERS for slug in slugs.get(kind, ())]
