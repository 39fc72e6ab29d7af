"""Changes of people and organizations."""

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.clock import now, zone_names
from app.database import db
from app.errors import RuleBroken
from app.people.countries import country_codes
from app.people.models import Organization, Person, PortraitFile
from app.people.queries import portrait_files, shown_by_others
from app.revisions.operations import Author, change_slug, free_slug, record_revision, revising

if TYPE_CHECKING:  # at run time the picture library is loaded with the first upload
    from app.people.portraits import Portrait


def sort_name_of(name: str) -> str:
    """A first guess for sorting, "Klein-Solomon, Michele": the last word first. People may state another."""
    words = name.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else name


def add_person(*, fields: dict[str, Any], by: Author) -> Person:
    """A new person; `affiliations` is a list of dicts with Affiliation's columns."""
    person = Person()
    with revising(person, action="created", by=by):
        fields = {"sort_name": sort_name_of(fields["name"]), **fields}
        person.assign({**fields, "slug": fields.get("slug") or free_slug(Person, fields["name"])})
        _check_person(person)
    return person


def change_person(person: Person, *, fields: dict[str, Any], by: Author) -> None:
    """Change a person; positions frozen on past appearances stay as they were."""
    with revising(person, action="changed", by=by):
        slug = fields.pop("slug", None) or person.slug
        person.assign(fields)
        change_slug(person, slug)
        _check_person(person)


def set_portrait(person: Person, portrait: "Portrait", *, alt: str, credit: str, by: Author) -> None:
    """Keep the files under their digest, and show them with their words; earlier files stay where they were."""
    kept = {file.width for file in portrait_files(portrait.digest)}
    for width, content in portrait.files.items():
        if width not in kept:
            db.session.add(PortraitFile(digest=portrait.digest, width=width, content=content, made_at=now()))
    with revising(person, action="changed", by=by):
        person.assign({"portrait_digest": portrait.digest, "portrait_alt": alt, "portrait_credit": credit})


def describe_portrait(person: Person, *, alt: str, credit: str, by: Author) -> None:
    with revising(person, action="changed", by=by):
        person.assign({"portrait_alt": alt, "portrait_credit": credit})


def remove_portrait(person: Person, *, erase: bool, by: Author) -> None:
    """Show no portrait any more; `erase` deletes its files too, unless another person shows the same ones.

    What is erased is not kept in the history either, so that no undo can bring back a picture that is gone.
    """
    digest = person.portrait_digest
    if digest is None:
        raise RuleBroken(_("There is no portrait to remove."))
    nothing = dict.fromkeys(("portrait_digest", "portrait_alt", "portrait_credit"))
    if not erase:
        with revising(person, action="changed", by=by):
            person.assign(nothing)
        return
    person.assign(nothing)
    person.settle(set(nothing))
    if not shown_by_others(digest, person.id):
        for file in portrait_files(digest):
            db.session.delete(file)
    record_revision(person, action="erased", by=by, before={}, after=nothing)


def add_organization(*, fields: dict[str, Any], by: Author) -> Organization:
    organization = Organization()
    with revising(organization, action="created", by=by):
        slug = fields.get("slug") or free_slug(Organization, fields["name"])
        organization.assign({**fields, "slug": slug})
    return organization


def change_organization(organization: Organization, *, fields: dict[str, Any], by: Author) -> None:
    with revising(organization, action="changed", by=by):
        slug = fields.pop("slug", None) or organization.slug
        organization.assign(fields)
        change_slug(organization, slug)


def _check_person(person: Person) -> None:
    if not person.name:
        raise RuleBroken(_("A person needs a name."), field="name")
    for affiliation in person.affiliations:
        if affiliation.from_on and affiliation.until_on and affiliation.until_on < affiliation.from_on:
            raise RuleBroken(
                _("“%(position)s” ends before it begins; check the two dates.", position=affiliation.position),
                field="affiliations",
            )
    for absence in person.absences:
        if absence.until_on < absence.from_on:
            raise RuleBroken(_("An absence ends before it begins; check the two dates."), field="absences")
    zones = {absence.timezone for absence in person.absences} | ({person.timezone} if person.timezone else set())
    for zone in sorted(zones - zone_names()):
        raise RuleBroken(_("“%(zone)s” is not a time zone of the IANA database.", zone=zone), field="timezone")
    if person.country and person.country not in country_codes():
        raise RuleBroken(
            _("“%(country)s” is no country code of ISO 3166-1, such as SR.", country=person.country), field="country"
        )
