"""Between an episode's snapshot and the data of its form, in both directions; pure."""

from typing import Any

from app.episodes.forms import EpisodeForm, Offered

PLAIN = (
    *("title", "topic", "summary", "timezone", "format", "venue", "join_policy"),
    *("join_url", "stream_url", "recording_url", "attribution_policy"),
)


def form_data(snapshot: dict[str, Any], offered: Offered) -> dict[str, Any]:
    """The form's data, from a snapshot of the episode."""
    fold = snapshot["fold"]
    return {name: snapshot[name] for name in PLAIN} | {
        "number": snapshot["number"],
        "series_id": str(snapshot["series_id"]),
        "source_id": str(snapshot["source_id"] or ""),
        "day": snapshot["day"],
        "start_local": (snapshot["start_local"] or "")[:5],
        "fold": "" if fold is None else str(fold),
        "duration_minutes": snapshot["duration_minutes"],
        "languages": snapshot["languages"],
        "appearances": [_appearance_data(child, offered) for child in snapshot["appearances"]],
        "pillar_links": [_link_data(child, "pillar_id") for child in snapshot["pillar_links"]],
        "theme_links": [_link_data(child, "theme_id") for child in snapshot["theme_links"]],
        "co_organizers": [
            {"organization": offered.organizations.label(child["organization_id"])}
            for child in snapshot["co_organizers"]
        ],
        "facts": [_fact_data(child) for child in snapshot["facts"]],
    }


def _appearance_data(child: dict[str, Any], offered: Offered) -> dict[str, Any]:
    names = ("roles", "state", "precedence", "position", "organization_name", "role_note")
    return {"person": offered.people.label(child["person_id"])} | {name: child[name] for name in names}


def _link_data(child: dict[str, Any], key: str) -> dict[str, Any]:
    return {key: str(child[key]), "weight": child["weight"], "reason": child["reason"]}


def _fact_data(child: dict[str, Any]) -> dict[str, Any]:
    names = ("field", "value", "accepted", "note")
    return {name: child[name] for name in names} | {"source_id": str(child["source_id"])}


def episode_fields(form: EpisodeForm) -> dict[str, Any]:
    """What a valid form says, as `plan_episode` and `change_episode` take it."""
    start = form.start_local.data
    return {name: form[name].data or None for name in PLAIN} | {
        "number": form.number.data,
        "source_id": _number(form.source_id.data),
        "day": form.day.data,
        "start_local": start,
        "fold": _number(form.fold.data) if start else None,
        "duration_minutes": form.duration_minutes.data,
        "languages": form.languages.data,
        "appearances": [_appearance(row, form.offered, place) for place, row in enumerate(form.kept("appearances"), 1)],
        "pillar_links": [_link(row, "pillar_id") for row in form.kept("pillar_links")],
        "theme_links": [_link(row, "theme_id") for row in form.kept("theme_links")],
        "co_organizers": [
            {"organization_id": form.offered.organizations.id_of(row.organization.data)}
            for row in form.kept("co_organizers")
        ],
        "facts": [_fact(row) for row in form.kept("facts")],
    }


def _appearance(row: Any, offered: Offered, place: int) -> dict[str, Any]:
    """An order left empty is the row's place; the organization is linked where it is known by that name."""
    precedence = row.precedence.data
    return {
        "person_id": offered.people.id_of(row.person.data),
        "roles": row.roles.data,
        "state": row.state.data,
        "precedence": place * 10 if precedence is None else precedence,
        "position": row.position.data or None,
        "organization_name": row.organization_name.data or None,
        "organization_id": offered.organizations.id_of(row.organization_name.data),
        "role_note": row.role_note.data or None,
    }


def _link(row: Any, key: str) -> dict[str, Any]:
    return {key: int(row[key].data), "weight": row.weight.data, "reason": row.reason.data or None}


def _fact(row: Any) -> dict[str, Any]:
    return {
        "field": row.field.data,
        "value": row.value.data,
        "source_id": int(row.source_id.data),
        "accepted": bool(row.accepted.data),
        "note": row.note.data or None,
    }


def _number(text: str | None) -> int | None:
    return int(text) if text else None
