"""People from rows and into rows: several rows of one person are several positions."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.errors import RuleBroken
from app.exchange import columns as c
from app.exchange.outcomes import Outcome, Told, What
from app.exchange.sheets import Sheet
from app.merges.operations import joined_affiliations
from app.people.finding import Known, folded, near_names
from app.people.models import Affiliation, Organization, Person
from app.people.operations import add_organization, add_person, change_person
from app.people.queries import all_people, known_organizations, known_people, person_by_id
from app.revisions.operations import Author

COLUMNS = (
    c.Column("name", "Name", c.line(200), ("full name", "speaker", "person", "naam", "nombre", "nom"), needed=True),
    c.Column("slug", "Short name", c.slug),
    c.Column("honorific", "Honorific", c.line(40), ("title", "prefix", "salutation")),
    c.Column("sort_name", "Name for sorting", c.line(200), ("sorted as",)),
    c.Column("position", "Position", c.line(300), ("role", "job title", "function", "functie", "cargo", "fonction")),
    c.Column("organization", "Organization", c.line(200), ("organisation", "company", "employer", "affiliation")),
    c.Column("from", "From", c.day(1950), ("since", "start date", "from on")),
    c.Column("until", "Until", c.day(), ("to", "end date", "until on")),
    c.Column("biography", "Biography", c.paragraphs(8000), ("bio", "about")),
    c.Column("website", "Website", c.web, ("url", "homepage", "web")),
    c.Column("contact_email", "Mail for contact", c.mail, ("e-mail", "email", "mail", "email address")),
    c.Column("timezone", "Time zone", c.zone, ("time zone", "tz")),
    c.Column("country", "Country", c.country, ("country code", "land", "pais", "pays")),
)
MADE_OF = ("person", "organization")
"""Types of the records that an import looks at."""
OWN = ("honorific", "sort_name", "biography", "website", "contact_email", "timezone", "country")
HEADER = [column.key for column in COLUMNS]


def rows_of(people: list[Person]) -> list[list[str]]:
    """One row for each position of a person, one for a person without any; as `import_people` reads them."""
    return [_row(person, held) for person in people for held in _positions(person)]


def _positions(person: Person) -> list[Affiliation | None]:
    return [*person.affiliations] or [None]


def _row(person: Person, held: Affiliation | None) -> list[str]:
    own = {name: getattr(person, name) for name in ("name", "slug", *OWN)}
    if held is not None:
        organization = held.organization.name if held.organization else None
        own |= {"position": held.position, "organization": organization, "from": held.from_on, "until": held.until_on}
    return [str(own.get(key) or "") for key in HEADER]


def import_people(sheet: Sheet, chosen: Mapping[str, int], *, by: Author, told: Told) -> list[Outcome]:
    """Add or change a person for each group of rows; what is wrong with one leaves the others to be seen too.

    Called inside `preparing`: nothing is sent to the database. An empty cell leaves what the record says.
    """
    work = _Work(by)
    outcomes: list[Outcome] = []
    groups: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        values, wrong = c.read_row(row, chosen, COLUMNS)
        if wrong:
            outcomes.append(Outcome(number, What.WRONG, values.get("name", ""), wrong))
        else:
            groups.setdefault(values.get("slug") or folded(values["name"]), []).append((number, values))
    done = len(outcomes)
    for rows in groups.values():
        outcomes.append(work.take(rows))
        done += len(rows)
        told(done)
    return sorted(outcomes, key=lambda outcome: outcome.number)


class Index:
    """Known records by their names, and by the beginnings of their words: a search among thousands stays short."""

    def __init__(self, known: list[Known]) -> None:
        self.by_name: dict[str, list[Known]] = {}
        self.by_beginning: dict[str, list[Known]] = {}
        self.by_slug: dict[str, Known] = {}
        for one in known:
            self.add(one)

    def add(self, one: Known) -> None:
        self.by_slug[one.slug] = one
        for name in {folded(name) for name in (one.name, *one.other_names)}:
            self.by_name.setdefault(name, []).append(one)
            for beginning in {word[:3] for word in name.split()}:
                self.by_beginning.setdefault(beginning, []).append(one)

    def named(self, name: str) -> list[Known]:
        """Records of exactly this name, or of this short name."""
        found = self.by_name.get(folded(name), [])
        return found or ([self.by_slug[name]] if name in self.by_slug else [])

    def near(self, name: str, limit: int) -> list[Known]:
        beginnings = {word[:3] for word in folded(name).split()}
        candidates = {one.id: one for beginning in beginnings for one in self.by_beginning.get(beginning, [])[:300]}
        return [match.record for match in near_names(name, candidates.values(), limit=limit)]

    def forget(self, added: list[Known]) -> None:
        """What was added and then taken back with the rest of its row."""
        for one in added:
            self.by_slug.pop(one.slug, None)
            for index in (self.by_name, self.by_beginning):
                for held in index.values():
                    if one in held:
                        held.remove(one)


class _Work:
    """What is known so far, with the records that this import itself adds."""

    def __init__(self, by: Author) -> None:
        self.by = by
        self.records = {person.id: person for person in all_people()}
        """Read at once: one statement for each person would take longer than all else."""
        self.people = Index(known_people())
        self.organizations = Index(known_organizations())
        self.added_organizations: list[Known] = []
        self.new_organizations: dict[int, Organization] = {}
        """By numbers below zero, which stand for the ids that they get when they are stored."""

    def take(self, rows: list[tuple[int, dict[str, Any]]]) -> Outcome:
        number, first = rows[0]
        says: list[str] = []
        self.added_organizations = []
        try:
            what = self._write([values for _number, values in rows], says)
        except RuleBroken as broken:
            self.organizations.forget(self.added_organizations)
            return Outcome(number, What.WRONG, first["name"], [broken.message])
        return Outcome(number, what, first["name"], says)

    def _write(self, rows: list[dict[str, Any]], says: list[str]) -> What:
        known = self._known(rows[0], says)
        merged: dict[str, Any] = {}
        for values in rows:
            merged = values | merged
        fields = {name: merged[name] for name in ("name", *OWN) if name in merged}
        held = [self._affiliation(values, says) for values in rows if "position" in values or "organization" in values]
        if known is None:
            person = add_person(fields=fields | {"affiliations": joined_affiliations([], held)}, by=self.by)
            self._name_new_organizations(person)
            number = -len(self.records) - 1
            self.records[number] = person
            self.people.add(Known(number, person.slug, person.name))
            return What.NEW
        return self._change(known.id, fields, held)

    def _change(self, person_id: int, fields: dict[str, Any], held: list[dict[str, Any]]) -> What:
        person = self.records.get(person_id) or person_by_id(person_id)
        if person is None:
            raise RuleBroken(_("This person is no longer there; upload the file again."))
        before = person.snapshot()
        joined = joined_affiliations(before["affiliations"], held)
        if fields | {"affiliations": joined} == {name: before[name] for name in [*fields, "affiliations"]}:
            return What.SAME
        change_person(person, fields=fields | {"affiliations": joined}, by=self.by)
        if person.snapshot() == before:
            return What.SAME
        self._name_new_organizations(person)
        return What.CHANGED

    def _name_new_organizations(self, person: Person) -> None:
        """The positions point to the records, of which the ids follow."""
        for affiliation in person.affiliations:
            if affiliation.organization_id is not None and affiliation.organization_id < 0:
                affiliation.organization = self.new_organizations[affiliation.organization_id]

    def _known(self, values: dict[str, Any], says: list[str]) -> Known | None:
        """The record that is meant: by its short name, else by exactly its name; a near name is only told."""
        if "slug" in values:
            found = self.people.by_slug.get(values["slug"])
            if found is None:
                raise RuleBroken(
                    _(
                        "Nobody has the short name “%(slug)s”. Empty that cell to add a new person.",
                        slug=values["slug"],
                    )
                )
            return found
        same = self.people.named(values["name"])
        if len(same) > 1:
            slugs = ", ".join(one.slug for one in same)
            raise RuleBroken(
                _("Several people are called so: fill in the short name of the one meant: %(slugs)s.", slugs=slugs)
            )
        near = [] if same else self.people.near(values["name"], limit=2)
        says += [_("Is this %(name)s? If so, write that name.", name=one.name) for one in near]
        return same[0] if same else None

    def _affiliation(self, values: dict[str, Any], says: list[str]) -> dict[str, Any]:
        if "position" not in values:
            raise RuleBroken(_("An organization needs the position held there."))
        first, last = values.get("from"), values.get("until")
        return {
            "position": values["position"],
            "organization_id": self._organization(values["organization"], says) if "organization" in values else None,
            "from_on": first.isoformat() if first else None,
            "until_on": last.isoformat() if last else None,
            "source_id": None,
        }

    def _organization(self, name: str, says: list[str]) -> int:
        found = self.organizations.named(name)
        if len(found) > 1:
            slugs = ", ".join(one.slug for one in found)
            raise RuleBroken(_("Several organizations are called so: write one of %(slugs)s.", slugs=slugs))
        if found:
            return found[0].id
        near = self.organizations.near(name, limit=1)
        hint = _("Is it %(name)s? If so, write that name.", name=near[0].name) if near else ""
        says.append(_("The organization “%(name)s” is new. %(hint)s", name=name, hint=hint).strip())
        added = add_organization(fields={"name": name}, by=self.by)
        number = -len(self.new_organizations) - 1
        self.new_organizations[number] = added
        self.added_organizations.append(Known(number, added.slug, added.name))
        self.organizations.add(self.added_organizations[-1])
        return number
