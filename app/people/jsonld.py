"""People as schema.org Person. Pure: a record in, a dict out."""

from typing import Any

from app.people.models import Person


def to_person_jsonld(person: Person, *, address: str) -> dict[str, Any]:
    """One Person with the affiliations on record; nothing private is in it."""
    graph: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": address,
        "url": address,
        "name": person.name,
    }
    if person.honorific:
        graph["honorificPrefix"] = person.honorific
    if person.website:
        graph["sameAs"] = [person.website]
    current = [affiliation for affiliation in person.affiliations if affiliation.until_on is None]
    if current:
        graph["jobTitle"] = current[0].position
        graph["affiliation"] = [
            {"@type": "Organization", "name": affiliation.organization.name}
            for affiliation in current
            if affiliation.organization
        ]
    return graph
