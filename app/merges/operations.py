"""The merge of two people or two organizations: one revision for each record it touches, undone as a whole."""

from typing import Any, TypeVar

from flask_babel import gettext as _

from app.database import db
from app.episodes.models import ABSENT, Appearance, Episode
from app.errors import RuleBroken
from app.merges.queries import MERGED, holdings_of_organization, holdings_of_person, merge_of
from app.people.models import Organization, Person
from app.quotes.models import Clearance, Quote
from app.revisions.models import Revision, Revisioned
from app.revisions.operations import Author, revising, undo_revision

Kept = TypeVar("Kept", Person, Organization)

RECORDS: dict[str, type[Any]] = {
    "episode": Episode,
    "quote": Quote,
    "clearance": Clearance,
    "person": Person,
    "organization": Organization,
}
"""What a merge may touch."""

PERSON_FIELDS = (
    *("honorific", "biography", "website", "contact_email"),
    *("portrait_digest", "portrait_alt", "portrait_credit"),
    *("timezone", "country", "gender"),
)
ORGANIZATION_FIELDS = ("acronym", "url", "description", "since_year", "member_states", "presence_countries")


def merge_people(kept: Person, other: Person, *, by: Author) -> None:
    """Move appearances, quotes, clearances and affiliations of `other` to `kept`, and leave `other` as a redirect.

    The other record stays, empty: its address leads to the kept one, and a merge undone finds it again.
    A transcript's cues still name `other`, whose address leads to `kept`: cues never change.
    What `kept` does not say (biography, portrait, website…) it takes from `other`; what it says stays.
    Raises RuleBroken when one of them was merged before, or both are the same.
    """
    _check_two(kept, other)
    moved = holdings_of_person(other.id)
    with revising(other, action=MERGED, by=by):
        other.merged_into_id = kept.id
        db.session.flush()  # the guard in the database lets a public quote change its speaker only by a merge
        for episode in moved.episodes:
            with revising(episode, action=MERGED, by=by):
                _move_appearance(episode, kept, other)
        for quote in moved.quotes:
            with revising(quote, action=MERGED, by=by):
                quote.person, quote.person_id = kept, kept.id
        for clearance in moved.clearances:
            with revising(clearance, action=MERGED, by=by):
                clearance.person, clearance.person_id = kept, kept.id
        affiliations, absences = other.snapshot()["affiliations"], other.snapshot()["absences"]
        with revising(kept, action=MERGED, by=by):
            _fill(kept, other)
            kept.assign({"affiliations": joined_affiliations(kept.snapshot()["affiliations"], affiliations)})
            kept.assign({"absences": joined_absences(kept.snapshot()["absences"], absences)})
        other.assign({"affiliations": [], "absences": []})


def merge_organizations(kept: Organization, other: Organization, *, by: Author) -> None:
    """Move affiliations, appearances and co-organized episodes to `kept`, and leave `other` as a redirect.

    The name under which an organization stood on the day of a past episode stays as it was.
    """
    _check_two(kept, other)
    moved = holdings_of_organization(other.id)
    for episode in moved.episodes:
        with revising(episode, action=MERGED, by=by):
            _move_organization(episode, kept, other)
    for person in moved.people:
        held = person.snapshot()["affiliations"]
        for affiliation in held:
            if affiliation["organization_id"] == other.id:
                affiliation["organization_id"] = kept.id
        with revising(person, action=MERGED, by=by):
            person.assign({"affiliations": joined_affiliations([], held)})
    with revising(kept, action=MERGED, by=by):
        _fill(kept, other)
    with revising(other, action=MERGED, by=by):
        other.merged_into_id = kept.id


def undo_merge(record: Person | Organization, *, by: Author) -> None:
    """Take the merge apart that emptied the record: every record it touched is as it was before.

    Raises RuleBroken when one of the fields it changed has changed again since.
    """
    revisions = merge_of(record)
    if not revisions:
        raise RuleBroken(_("This record was not merged into another."))
    for revision in (*reversed(revisions[:-1]), revisions[-1]):  # a quote goes back only while the merge stands
        touched = db.session.get(RECORDS[revision.record_type], revision.record_id)
        if touched is None:
            raise RuleBroken(
                _("“%(record_title)s” is no longer there; mend this by hand.", record_title=revision.record_title)
            )
        _undo_one(revision, touched, by=by)


def _undo_one(revision: Revision, touched: Revisioned, *, by: Author) -> None:
    try:
        undo_revision(revision, touched, by=by, with_its_merge=True)
    except RuleBroken as error:
        raise RuleBroken(f"“{revision.record_title}”: {error.message}") from None
    db.session.flush()


def _check_two(kept: Kept, other: Kept) -> None:
    if kept.id == other.id:
        raise RuleBroken(_("Choose two different records."), field="other")
    for record in (kept, other):
        if record.merged_into_id is not None:
            raise RuleBroken(_("“%(name)s” was merged into another record already.", name=record.name), field="other")


def _move_appearance(episode: Episode, kept: Person, other: Person) -> None:
    """In an episode where both appear, one appearance stays: the roles of both, and what it lacks from the other."""
    of_other = next(a for a in episode.appearances if a.person_id == other.id)
    of_kept = next((a for a in episode.appearances if a.person_id == kept.id), None)
    if of_kept is None:
        of_other.person = kept
        of_other.person_id = kept.id
        return
    if of_kept.state in ABSENT and of_other.state not in ABSENT:
        of_kept.state = of_other.state
    of_kept.roles = [*of_kept.roles, *of_other.roles]
    for name in ("position", "organization_name", "organization_id", "role_note", "source_id"):
        if getattr(of_kept, name) is None:
            setattr(of_kept, name, getattr(of_other, name))
    episode.appearances.remove(of_other)


def _move_organization(episode: Episode, kept: Organization, other: Organization) -> None:
    for appearance in episode.appearances:
        _take_organization(appearance, kept, other)
    is_there = any(link.organization_id == kept.id for link in episode.co_organizers)
    for link in list(episode.co_organizers):
        if link.organization_id != other.id:
            continue
        if is_there:
            episode.co_organizers.remove(link)
        else:
            link.organization = kept
            link.organization_id = kept.id


def _take_organization(appearance: Appearance, kept: Organization, other: Organization) -> None:
    if appearance.organization_id == other.id:
        appearance.organization = kept
        appearance.organization_id = kept.id


def joined_affiliations(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Both lists; the same position in the same organization from the same day stands once, with the end it knows."""
    joined: dict[tuple[Any, ...], dict[str, Any]] = {}
    for fields in [*first, *second]:
        key = (fields["organization_id"], fields["position"].casefold(), fields["from_on"])
        if key in joined:
            known = joined[key]
            joined[key] = known | {name: value for name, value in fields.items() if known.get(name) is None}
        else:
            joined[key] = dict(fields)
    return list(joined.values())


def joined_absences(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Both lists; the same days away stand once."""
    by_days = {(away["from_on"], away["until_on"]): away for away in [*second, *first]}
    return list(by_days.values())


def filled_by_merge(kept: Kept, other: Kept) -> list[str]:
    """The fields that the kept record leaves empty and takes from the other; a portrait only with its words."""
    has_portrait = getattr(kept, "portrait_digest", None)
    names = PERSON_FIELDS if isinstance(kept, Person) else ORGANIZATION_FIELDS
    wanted = [name for name in names if not (has_portrait and name.startswith("portrait_"))]
    return [name for name in wanted if getattr(kept, name) is None and getattr(other, name) is not None]


def _fill(kept: Kept, other: Kept) -> None:
    for name in filled_by_merge(kept, other):
        setattr(kept, name, getattr(other, name))
