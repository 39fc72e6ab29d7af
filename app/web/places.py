"""Where organizers look at a record: the address of its page, known by the record's type."""

from typing import Any

from flask import current_app, url_for

BY_SLUG = {
    "episode": "organize_episodes.show",
    "person": "organize_people.show",
    "organization": "organize_organizations.show",
    "source": "organize_sources.show",
    "series": "organize_series.show",
    "framework": "organize_strategy.show",
    "pillar": "strategy.pillar",
    "theme": "strategy.theme",
    "staged_change": "organize_publishing.changes",
    "preview_link": "organize_episodes.show",
    "accepted_conflict": "organize_episodes.show",
    "arrangement": "organize_episodes.show",
    "to_tell": "organize_episodes.show",
    "run_of_show": "organize_episodes.show",
}
"""Record type to the endpoint that takes its slug, or that of its episode."""
BY_NUMBER = {"quote": ("organize_quotes.show", "quote_id")}
"""Record type to the endpoint that takes its id, and what the id is called there."""


def organizer_address(record_type: str, record_id: int, slug: str | None = None) -> str | None:
    """The page on which organizers see the record; None for what has no page of its own."""
    if record_type in BY_NUMBER:
        endpoint, argument = BY_NUMBER[record_type]
        values: dict[str, Any] = {argument: record_id}
        return url_for(endpoint, **values) if endpoint in current_app.view_functions else None
    endpoint = BY_SLUG.get(record_type, "")
    if slug is None or endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, slug=slug)


def address_of(record: Any) -> str | None:
    """The organizers' page of a record at hand."""
    of_slug = record if hasattr(record, "slug") else getattr(record, "episode", None)
    return organizer_address(record.record_type, record.id, getattr(of_slug, "slug", None))
