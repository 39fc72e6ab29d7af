"""Recorded changes as people read them: which field, what it said before, what it says after; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.revisions.models import Revision

Names = dict[tuple[str, int], str]
"""Titles of records that changes point to, by record type and id."""

RECORD_TYPES = {
    "episode": _l("Episode"),
    "person": _l("Person"),
    "organization": _l("Organization"),
    "quote": _l("Quote"),
    "clearance": _l("Clearance"),
    "recording": _l("Recording"),
    "transcript": _l("Transcript"),
    "source": _l("Source"),
    "framework": _l("Framework"),
    "pillar": _l("Pillar"),
    "theme": _l("Theme"),
    "series": _l("Series"),
    "staged_change": _l("Waiting changes"),
    "preview_link": _l("Preview link"),
    "accepted_conflict": _l("Accepted warning"),
    "arrangement": _l("Arrangement"),
    "series_readiness": _l("What a series asks"),
    "to_tell": _l("To be told"),
}

LABELS = {
    "appearances": _l("People"),
    "pillar_links": _l("Pillars"),
    "theme_links": _l("Themes"),
    "co_organizers": _l("Co-organizers"),
    "facts": _l("Facts by source"),
    "start_local": _l("Start"),
    "duration_minutes": _l("Minutes"),
    "timezone": _l("Time zone"),
    "status_reason": _l("Reason for the status"),
    "state_reason": _l("Reason for the state"),
    "publish_at": _l("Public from"),
    "merged_into_id": _l("Merged into"),
    "paragraphs": _l("Words"),
    "begins_ms": _l("From, in the recording"),
    "ends_ms": _l("Until, in the recording"),
    "kept_text_sha256": _l("Hash of the kept text"),
}

ACTIONS = {
    "created": _l("created"),
    "changed": _l("changed"),
    "published": _l("published"),
    "unpublished": _l("taken back"),
    "staged": _l("changes prepared"),
    "scheduled": _l("set to be published"),
    "discarded": _l("changes dropped"),
    "revoked": _l("revoked"),
    "accepted": _l("accepted"),
    "arranged": _l("arranged"),
    "moved": _l("moved"),
    "undone": _l("undone"),
    "merged": _l("merged"),
    "told": _l("told"),
    "erased": _l("erased"),
    "draft": _l("made a draft"),
    "tentative": _l("made tentative"),
    "confirmed": _l("confirmed"),
    "held": _l("marked as held"),
    "postponed": _l("postponed"),
    "cancelled": _l("cancelled"),
    "imported": _l("imported"),
    "replaced": _l("replaced"),
    "verified": _l("verified"),
    "followed": _l("pointed at the transcript that replaced its own"),
    "cleared": _l("cleared"),
    "corrected": _l("corrected"),
    "withdrawn": _l("withdrawn"),
    "asked": _l("asked"),
    "granted": _l("granted"),
    "refused": _l("refused"),
}


@dataclass(frozen=True)
class Change:
    """One field of a revision; for a list, only the lines that went and the lines that came."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def action_words(action: str) -> str:
    return str(ACTIONS.get(action, action.replace("_", " ")))


def type_words(record_type: str) -> str:
    return str(RECORD_TYPES.get(record_type, record_type.replace("_", " ").capitalize()))


def label_of(field: str) -> str:
    return str(LABELS.get(field) or field.removesuffix("_id").replace("_", " ").capitalize())


def changes_of(revision: Revision, names: Names, unseen: frozenset[str] = frozenset()) -> list[Change]:
    """The fields of the revision that say something, before and after; without the unseen ones."""
    changes = []
    for field in sorted(revision.after.keys() - unseen):
        before = list(_lines(field, revision.before.get(field), names, revision.record_type))
        after = list(_lines(field, revision.after[field], names, revision.record_type))
        if isinstance(revision.after[field], list | dict):
            gone = tuple(line for line in before if line not in after)
            come = tuple(line for line in after if line not in before)
            before, after = list(gone), list(come) or ([] if gone else after)
        if before or after:
            changes.append(Change(label_of(field), tuple(before), tuple(after)))
    return changes


def pointed_to(revisions: Iterable[Revision]) -> dict[str, set[int]]:
    """Every record the changes point to, as ids by record type."""
    wanted: dict[str, set[int]] = {}
    for revision in revisions:
        for values in (revision.before, revision.after):
            for field, value in _flat(values):
                if field.endswith("_id") and isinstance(value, int):
                    wanted.setdefault(_type_of(field, revision.record_type), set()).add(value)
    return wanted


def _flat(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for field, value in values.items():
        yield field, value
        if isinstance(value, dict):
            yield from _flat(value)
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                yield from item.items()


def _type_of(field: str, own: str) -> str:
    if field == "merged_into_id":
        return own
    return "account" if field in ("verified_by_id", "owner_id") else field.removesuffix("_id")


def _lines(field: str, value: Any, names: Names, own: str) -> Iterator[str]:
    if value in (None, "", [], {}):
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{label_of(name)}: {'; '.join(_lines(name, inner, names, own))}"
    elif isinstance(value, list):
        for item in value:
            yield _line(item, names, own) if isinstance(item, dict) else str(item)
    else:
        yield from _said(field, value, names, own).splitlines()


def _line(child: dict[str, Any], names: Names, own: str) -> str:
    said = [_said(field, value, names, own) for field, value in child.items() if value not in (None, "", [], False)]
    return "; ".join(part for part in said if part)


def _said(field: str, value: Any, names: Names, own: str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.endswith("_id") and isinstance(value, int):
        return names.get((_type_of(field, own), value), f"{value}")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if field == "precedence":
        return _("place %(number)s", number=value)
    text = str(value)
    return text.replace("_", " ") if text.islower() else text
