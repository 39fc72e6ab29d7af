"""Changes of people and organizations."""

from typing import Any

from app.clock import zone_names
from app.errors import RuleBroken
from app.people.countries import country_codes
from app.people.models import Organization, Person
from app.revisions.operations import Author, change_slug, free_slug, revising


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
        raise RuleBroken("A person needs a name.", field="name")
    for affiliation in person.affiliations:
        if affiliation.from_on and affiliation.until_on and affiliation.until_on < affiliation.from_on:
            raise RuleBroken(
                f"“{affiliation.position}” ends before it begins; check the two dates.", field="affiliations"
            )
    for absence in person.absences:
        if absence.until_on < absence.from_on:
            raise RuleBroken("An absence ends before it begins; check the two dates.", field="absences")
    zones = {absence.timezone for absence in person.absences} | ({person.timezone} if person.timezone else set())
    for zone in sorted(zones - zone_names()):
        raise RuleBroken(f"“{zone}” is not a time zone of the IANA database.", field="timezone")
    if person.country and person.country not in country_codes():
        raise RuleBroken(f"“{person.country}” is no country code of ISO 3166-1, such as SR.", field="country")
