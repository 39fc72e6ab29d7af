"""Forms for people with their affiliations, and for organizations."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import ValidationError

from app.people.countries import country_names
from app.people.finding import Known, named, near_names
from app.people.models import Gender, OrganizationKind
from app.web.forms import (
    MAX_ROWS,
    BooleanField,
    Choice,
    Day,
    Form,
    Line,
    Mail,
    OneOf,
    Paragraphs,
    PlainForm,
    RecordForm,
    Slug,
    Web,
    Whole,
    check_zone,
    rows,
)

GENDER_WORDS = {Gender.WOMAN: _("woman"), Gender.MAN: _("man"), Gender.ANOTHER: _("another")}
BLANK_ROWS = 2
"""Empty rows offered below those that are filled."""


class AffiliationForm(PlainForm):
    """One row; an empty row says nothing, and a row that is emptied is removed."""

    told_apart_by = ("organization",)
    position = Line(_("Position"), 300)
    organization = Line(_("Organization"), 200)
    from_on = Day(_("From"), years=(1950, 2099))
    until_on = Day(_("Until"))
    source_id = Choice(_("Where that is said"), validate_choice=False)

    @property
    def is_blank(self) -> bool:
        return not (self.position.data or self.organization.data)


class AbsenceForm(PlainForm):
    """Days away, both included; an empty row says nothing."""

    told_apart_by = ("from_on",)
    from_on = Day(_("First day away"))
    until_on = Day(_("Last day away"))
    timezone = Line(_("Days as counted in"), 64)
    note = Line(_("Note"), 300)

    @property
    def is_blank(self) -> bool:
        return not (self.from_on.data or self.until_on.data or self.note.data)


class PersonForm(RecordForm):
    name = Line(_("Name"), 200, needed=_("A person needs a name."))
    sort_name = Line(_("Name for sorting"), 200)
    honorific = Line(_("Honorific"), 40)
    biography = Paragraphs(_("Biography"), 8000)
    website = Web(_("Website"))
    contact_email = Mail(_("Mail for contact, never public"))
    slug = Slug(_("Address of the public page"))
    affiliations = rows(AffiliationForm, _("Positions"))
    timezone = Line(_("Time zone they live in"), 64)
    country = OneOf(_("Country, as they say themselves"), dict(country_names()), empty=_("not said"))
    gender = OneOf(_("Gender, as they say themselves"), GENDER_WORDS, empty=_("not said"))
    absences = rows(AbsenceForm, _("Days away"))
    add_organizations = BooleanField(_("Add the organizations that are not known yet as new ones"))
    known: tuple[Known, ...] = ()
    """Every organization; set by the view before validating."""
    sources: tuple[tuple[int, str], ...] = ()

    def offer(self, organizations: Iterable[Known], sources: Iterable[tuple[int, str]]) -> None:
        """The lists to choose from, and blank rows to go on typing."""
        self.known, self.sources = tuple(organizations), tuple(sources)
        self.add_blank_rows()

    def process(self, *arguments: Any, **more: Any) -> None:
        super().process(*arguments, **more)
        self._offer_sources()

    def add_blank_rows(self) -> None:
        for field in (self.affiliations, self.absences):
            filled = len([entry for entry in field if not entry.form.is_blank])
            while len(field) < min(filled + BLANK_ROWS, MAX_ROWS):
                field.append_entry()
        self._offer_sources()

    def _offer_sources(self) -> None:
        choices = [("", gettext("no source")), *((str(number), title) for number, title in self.sources)]
        for entry in self.affiliations:
            entry.form.source_id.choices = choices

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = bool(super().validate(extra_validators))
        for entry in self.affiliations:
            is_right = self._check_row(entry.form) and is_right
        for entry in self.absences:
            is_right = self._check_absence(entry.form) and is_right
        return self._check_zone(self.timezone) and is_right

    def _check_absence(self, row: Any) -> bool:
        if row.is_blank:
            return True
        if not row.from_on.data:
            return _wrong(row.from_on, gettext("Say the first day away, or empty the whole row."))
        if row.until_on.data and row.until_on.data < row.from_on.data:
            return _wrong(row.until_on, gettext("The last day lies before the first one."))
        if not (row.timezone.data or self.timezone.data):
            return _wrong(row.timezone, gettext("Say in which time zone the days are counted."))
        return self._check_zone(row.timezone)

    @staticmethod
    def _check_zone(field: Line) -> bool:
        try:
            if field.data:
                check_zone(field.data)
        except ValidationError as error:
            return _wrong(field, str(error))
        return True

    def _check_row(self, row: Any) -> bool:
        if row.is_blank:
            return True
        if not row.position.data:
            return _wrong(row.position, gettext("Write the position, or empty the whole row."))
        if row.from_on.data and row.until_on.data and row.until_on.data < row.from_on.data:
            return _wrong(row.until_on, gettext("The last day lies before the first one."))
        if row.source_id.data and row.source_id.data not in {value for value, _words in row.source_id.choices}:
            return _wrong(row.source_id, gettext("Choose one of the list."))
        return self._check_organization(row.organization)

    def _check_organization(self, field: Line) -> bool:
        """Exactly one organization of that name, or a new one that is meant to be added."""
        found = named(field.data, self.known) if field.data else []
        if len(found) > 1:
            slugs = ", ".join(one.slug for one in found)
            return _wrong(field, gettext("Several are called so. Write one of: %(slugs)s.", slugs=slugs))
        if found or not field.data or self.add_organizations.data:
            return True
        near = near_names(field.data, self.known, limit=3)
        sentence = gettext("No organization of that name is known.")
        if near:
            names = ", ".join(match.record.name for match in near)
            sentence += " " + gettext("Did you mean: %(names)s?", names=names)
        return _wrong(field, sentence + " " + gettext("Tick below to add it as a new one."))

    @property
    def unknown_organizations(self) -> list[str]:
        """Names that are not known yet, each once, in the order of the rows."""
        typed = [entry.form.organization.data for entry in self.affiliations if not entry.form.is_blank]
        return list(dict.fromkeys(name for name in typed if name and not named(name, self.known)))

    def fields(self, added: dict[str, int]) -> dict[str, Any]:
        """As `add_person` and `change_person` take them; `added` holds the ids of new organizations by name."""
        said = {name: self[name].data or None for name in ("honorific", "biography", "website", "contact_email")}
        said |= {name: self[name].data for name in ("sort_name", "slug") if name in self and self[name].data}
        said |= {name: self[name].data or None for name in ("timezone", "country", "gender")}
        filled = [entry.form for entry in self.affiliations if not entry.form.is_blank]
        away = [entry.form for entry in self.absences if not entry.form.is_blank]
        return said | {
            "name": self.name.data,
            "affiliations": [self._row_fields(row, added) for row in filled],
            "absences": [self._absence_fields(row) for row in away],
        }

    def _absence_fields(self, row: Any) -> dict[str, Any]:
        """A single day needs no last one; the person's own zone is meant where none is named."""
        return {
            "from_on": row.from_on.data,
            "until_on": row.until_on.data or row.from_on.data,
            "timezone": row.timezone.data or self.timezone.data,
            "note": row.note.data or None,
        }

    def _row_fields(self, row: Any, added: dict[str, int]) -> dict[str, Any]:
        name = row.organization.data
        found = named(name, self.known) if name else []
        return {
            "position": row.position.data,
            "organization_id": found[0].id if found else added.get(name),
            "from_on": row.from_on.data,
            "until_on": row.until_on.data,
            "source_id": int(row.source_id.data) if row.source_id.data else None,
        }


def _wrong(field: Any, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False


PERSON_TEXTS = (
    *("name", "sort_name", "honorific", "biography", "website", "contact_email", "slug"),
    *("timezone", "country", "gender"),
)


def shown_person(snapshot: dict[str, Any], known: Iterable[Known]) -> dict[str, Any]:
    """What the form of a person starts with, from a snapshot and the organizations by id."""
    names = {one.id: one.name for one in known}
    rows_shown = [
        {name: held[name] for name in ("position", "from_on", "until_on")}
        | {"organization": names.get(held["organization_id"], ""), "source_id": str(held["source_id"] or "")}
        for held in snapshot["affiliations"]
    ]
    return {name: snapshot[name] for name in PERSON_TEXTS} | {
        "affiliations": rows_shown,
        "absences": [dict(away) for away in snapshot["absences"]],
    }


ORGANIZATION_KINDS = {
    OrganizationKind.INTERGOVERNMENTAL: _("intergovernmental"),
    OrganizationKind.GOVERNMENT: _("government"),
    OrganizationKind.CIVIL_SOCIETY: _("civil society"),
    OrganizationKind.ACADEMIA: _("academia"),
    OrganizationKind.PRIVATE_SECTOR: _("private sector"),
    OrganizationKind.MEDIA: _("media"),
    OrganizationKind.OTHER: _("other"),
}


class OrganizationForm(RecordForm):
    name = Line(_("Name"), 200, needed=_("An organization needs a name."))
    acronym = Line(_("Acronym"), 40)
    kind = OneOf(_("Kind"), ORGANIZATION_KINDS, empty=_("not known"), default="")
    url = Web(_("Website"))
    description = Paragraphs(_("What it is"), 4000)
    since_year = Whole(_("Founded in the year"), 1000, 2099)
    member_states = Whole(_("Member States"), 0, 9999)
    presence_countries = Whole(_("Countries it is present in"), 0, 9999)
    slug = Slug(_("Address of the public page"), description=_("An earlier address goes on leading here."))

    def fields(self) -> dict[str, Any]:
        """As `add_organization` and `change_organization` take them."""
        texts = {name: self[name].data or None for name in ("acronym", "kind", "url", "description")}
        numbers = {name: self[name].data for name in ("since_year", "member_states", "presence_countries")}
        slug = {"slug": self.slug.data} if self.slug and self.slug.data else {}
        return {"name": self.name.data} | texts | numbers | slug


ORGANIZATION_FIELDS = (
    *("name", "acronym", "kind", "url", "description"),
    *("since_year", "member_states", "presence_countries", "slug"),
)


def shown_organization(snapshot: dict[str, Any]) -> dict[str, Any]:
    return {name: snapshot[name] for name in ORGANIZATION_FIELDS}


class PortraitForm(Form):
    file = FileField(_("Picture"))
    across = Whole(_("Face from the left, in per cent"), 0, 100, default=50)
    down = Whole(_("Face from the top, in per cent"), 0, 100, default=50)
    alt = Line(_("Description in words"), 300, needed=_("Describe the picture for those who cannot see it."))
    credit = Line(_("Credit"), 200, needed=_("Say who took the picture, or who allows its use."))

    @property
    def focus(self) -> tuple[int, int]:
        """The middle where a number was left out."""
        across, down = (50 if one.data is None else one.data for one in (self.across, self.down))
        return across, down


class RemovalForm(Form):
    erase = BooleanField(_("Erase the picture for good"))


class DayForm(Form):
    day = Day(_("Day"), years=(1950, 2099))
