"""The form of an episode with everything in it: people, pillars, themes, co-organizers, facts by source."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any

from flask_babel import gettext
from markupsafe import Markup
from wtforms import Field, ValidationError

from app.accounts.models import Account
from app.clock import LocalTimeUnclear, to_instant, zone_names
from app.episodes.models import (
    AppearanceRole,
    AppearanceState,
    AttributionPolicy,
    FactField,
    Format,
    JoinPolicy,
)
from app.people.finding import Known, folded, near_names
from app.spoken import lazy_gettext as _
from app.strategy.models import Weight
from app.web.forms import (
    MAX_ROWS,
    BooleanField,
    Choice,
    Clock,
    Day,
    Form,
    HiddenField,
    Line,
    OneOf,
    Paragraphs,
    PlainForm,
    RecordForm,
    SomeOf,
    Web,
    Whole,
    Zone,
    datalist,
    rows,
)

ROLES = {
    AppearanceRole.MODERATOR: _("moderator"),
    AppearanceRole.KEYNOTE: _("keynote speaker"),
    AppearanceRole.INTRODUCER: _("introducer"),
    AppearanceRole.PANELLIST: _("panellist"),
    AppearanceRole.GUEST: _("guest"),
    AppearanceRole.HOST: _("host"),
    AppearanceRole.INTERPRETER: _("interpreter"),
}
STATES = {
    AppearanceState.PROPOSED: _("proposed"),
    AppearanceState.INVITED: _("invited"),
    AppearanceState.TENTATIVE: _("tentative"),
    AppearanceState.CONFIRMED: _("confirmed"),
    AppearanceState.DECLINED: _("declined"),
    AppearanceState.WITHDRAWN: _("withdrawn"),
}
WEIGHTS = {Weight.PRINCIPAL: _("principal"), Weight.CONTRIBUTING: _("contributing")}
FACTS = {
    FactField.DAY: _("day"),
    FactField.START: _("start"),
    FactField.TIMEZONE: _("time zone"),
    FactField.NUMBER: _("number"),
    FactField.TITLE: _("title"),
}
LANGUAGES = ("en", "es", "fr", "nl", "ht", "pap", "pt", "srn")
ROWS_OFFERED = {"appearances": 4, "pillar_links": 3, "theme_links": 2, "co_organizers": 1, "facts": 1}
"""Rows a form offers at least in each list, one of them empty at least; more come with "Add a row"."""

Choices = list[tuple[str, str]]


class Directory:
    """People or organizations as a form names them: by name, with the slug behind it where two share one.

    `list_id` is the page's list of suggestions.
    """

    def __init__(self, known: list[Known], list_id: str) -> None:
        self.known = known
        self.list_id = list_id
        names = [folded(one.name) for one in known]
        counts = Counter(names)
        self.labels = {
            one.id: f"{one.name} ({one.slug})" if counts[name] > 1 else one.name
            for one, name in zip(known, names, strict=True)
        }

    def label(self, number: int | None) -> str:
        return self.labels.get(number or 0, "")

    def id_of(self, typed: str) -> int | None:
        return self._ids.get(folded(typed)) if typed else None

    @cached_property
    def suggestions(self) -> Markup:
        return datalist(self.list_id, self.labels.values())

    @cached_property
    def _ids(self) -> dict[str, int]:
        """Asked for when a form is sent."""
        return {folded(label): number for number, label in self.labels.items()}

    def near(self, typed: str) -> str | None:
        match = next(iter(near_names(typed, self.known, limit=1)), None)
        return self.labels[match.record.id] if match else None


@dataclass(frozen=True)
class Offered:
    """What the form's lists offer: read by the page in a constant number of statements."""

    people: Directory
    organizations: Directory
    series: Choices = field(default_factory=list)
    pillars: Choices = field(default_factory=list)
    themes: Choices = field(default_factory=list)
    sources: Choices = field(default_factory=list)
    languages: Choices = field(default_factory=list)


class AppearanceRow(PlainForm):
    told_apart_by = ("person",)
    person = Line(_("Person"), 300)
    roles = SomeOf(_("Roles"), ROLES)
    state = OneOf(_("Answer"), STATES, default=AppearanceState.PROPOSED.value)
    precedence = Whole(_("Order"), 0, 9999)
    position = Line(_("Position that day"), 300)
    organization_name = Line(_("Organization that day"), 200)
    role_note = Line(_("Note"), 200)
    gone = BooleanField(_("Take out"))

    @property
    def is_blank(self) -> bool:
        return self.gone.data or not (self.person.data or self.roles.data or self.position.data)


class LinkRow(PlainForm):
    weight = OneOf(_("Weight"), WEIGHTS, default=Weight.PRINCIPAL.value)
    reason = Line(_("Why"), 1000)
    gone = BooleanField(_("Take out"))


class PillarRow(LinkRow):
    told_apart_by = ("pillar_id",)
    pillar_id = Choice(_("Pillar"), validate_choice=False, default="")

    @property
    def is_blank(self) -> bool:
        return self.gone.data or not (self.pillar_id.data or self.reason.data)


class ThemeRow(LinkRow):
    told_apart_by = ("theme_id",)
    theme_id = Choice(_("Theme"), validate_choice=False, default="")

    @property
    def is_blank(self) -> bool:
        return self.gone.data or not (self.theme_id.data or self.reason.data)


class CoOrganizerRow(PlainForm):
    told_apart_by = ("organization",)
    organization = Line(_("Organization"), 300)
    gone = BooleanField(_("Take out"))

    @property
    def is_blank(self) -> bool:
        return self.gone.data or not self.organization.data


class FactRow(PlainForm):
    told_apart_by = ("field", "source_id")
    field = OneOf(_("Fact"), FACTS, default=FactField.DAY.value)
    value = Line(_("As the source has it"), 300)
    source_id = Choice(_("Source"), validate_choice=False, default="")
    accepted = BooleanField(_("The record follows it"))
    note = Line(_("Note"), 500)
    gone = BooleanField(_("Take out"))

    @property
    def is_blank(self) -> bool:
        return self.gone.data or not (self.value.data or self.source_id.data)

    def validate_value(self, field: Field) -> None:
        """The value is as the field's ISO text, so that two sources can be compared."""
        if self.is_blank:
            return
        try:
            _check_fact(FactField(self.field.data), field.data or "")
        except ValueError:
            raise ValidationError(
                gettext("Write a day as 2026-03-12, a start as 11:00, a zone by its name, a number in digits.")
            ) from None


def _check_fact(kind: FactField, value: str) -> None:
    if kind is FactField.DAY:
        date.fromisoformat(value)
    elif kind is FactField.START:
        time.fromisoformat(value)
    elif kind is FactField.NUMBER:
        int(value)
    elif not value:
        raise ValueError


class EpisodeForm(RecordForm):
    """Shape of an episode; `offer` gives its lists their choices before it is shown or validated."""

    episode_revision = HiddenField()
    """The public episode's last change when the form was opened; `base_revision` is that of the staged one."""
    series_id = Choice(_("Series"), validate_choice=False)
    number = Whole(_("Number"), 1, 9999)
    title = Line(_("Title"), 200, needed=_("Give the episode a title."))
    topic = Paragraphs(_("Topic"), 4000)
    summary = Paragraphs(_("Summary"), 8000)
    day = Day(_("Day"), needed=_("Say on which day it is."))
    start_local = Clock(_("Start"))
    timezone = Zone(_("Time zone"))
    fold = OneOf(_("Which of the two"), {"0": _("the first"), "1": _("the second")}, empty=_("only once"))
    duration_minutes = Whole(_("Minutes"), 1, 1440, needed=_("Say how many minutes it lasts."))
    languages = SomeOf(_("Languages"), {})
    format = OneOf(
        _("Format"), {Format.VIRTUAL: _("virtual"), Format.HYBRID: _("hybrid"), Format.IN_PERSON: _("in person")}
    )
    venue = Line(_("Venue"), 300)
    join_policy = OneOf(
        _("Who sees the join address"),
        {
            JoinPolicy.PUBLIC: _("everybody"),
            JoinPolicy.REGISTRATION: _("who registered"),
            JoinPolicy.INVITED: _("who was invited"),
        },
    )
    join_url = Web(_("Join address"))
    stream_url = Web(_("Stream"))
    recording_url = Web(_("Recording"))
    attribution_policy = OneOf(
        _("Quoting"),
        {
            AttributionPolicy.ON_THE_RECORD: _("on the record"),
            AttributionPolicy.CHATHAM_HOUSE: _("Chatham House Rule: nothing is attributed"),
        },
    )
    source_id = Choice(_("Main source"), validate_choice=False)
    appearances = rows(AppearanceRow, _("People"))
    pillar_links = rows(PillarRow, _("Pillars"))
    theme_links = rows(ThemeRow, _("Themes"))
    co_organizers = rows(CoOrganizerRow, _("Co-organizers"))
    facts = rows(FactRow, _("Facts by source"))

    offered: Offered

    def offer(self, offered: Offered) -> None:
        self.offered = offered
        self.series_id.choices = offered.series
        self.languages.choices = offered.languages
        self.source_id.choices = [("", gettext("none")), *offered.sources]
        self.give_choices()

    def give_choices(self) -> None:
        """Rows made after `offer` get their choices as well; called again after every change of the rows."""
        pillars, themes, sources = (
            [("", ""), *some] for some in (self.offered.pillars, self.offered.themes, self.offered.sources)
        )
        for row in self.pillar_links:
            row.form.pillar_id.choices = pillars
        for row in self.theme_links:
            row.form.theme_id.choices = themes
        for row in self.facts:
            row.form.source_id.choices = sources

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if hasattr(self, "offered"):
            self.give_choices()

    def add_empty_rows(self) -> None:
        for name, number in ROWS_OFFERED.items():
            for _row in range(max(1, number - len(self[name].entries))):
                self._append(name)
        self.give_choices()

    def add_row(self, name: str) -> None:
        """One more empty row in the named list."""
        if name in ROWS_OFFERED:
            self._append(name)
            self.give_choices()

    def _append(self, name: str) -> None:
        found = self[name]
        if len(found.entries) < MAX_ROWS:
            found.append_entry()

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        checks = [
            self._check_time(),
            self._check_choices(),
            self._check_people(),
            self._check_organizations(),
            self._check_twice(),
        ]
        return all(checks) and is_valid

    @property
    def asks_fold(self) -> bool:
        """Whether the zone shows this wall time twice that day, so that the page asks which one is meant."""
        unclear = self._unclear(None)
        return unclear is not None and unclear.twice

    def _unclear(self, fold: int | None) -> LocalTimeUnclear | None:
        day, start, timezone = self.day.data, self.start_local.data, self.timezone.data
        if not isinstance(day, date) or not isinstance(start, time) or timezone not in zone_names():
            return None
        try:
            to_instant(day, start, timezone, fold=fold)
        except LocalTimeUnclear as unclear:
            return unclear
        return None

    def _check_time(self) -> bool:
        """A wall time that does not exist, or exists twice, is asked about beside its field; a needless answer goes."""
        unclear = self._unclear(int(self.fold.data) if self.fold.data in ("0", "1") else None)
        if unclear is not None:
            at = self.fold if unclear.twice else self.start_local
            at.errors = [*at.errors, unclear.message]
        elif not self.asks_fold:
            self.fold.data = ""
        return unclear is None

    def _check_choices(self) -> bool:
        offered = self.offered
        lists = [(self.series_id, offered.series), (self.source_id, [("", ""), *offered.sources])]
        lists += [(row.pillar_id, offered.pillars) for row in self.kept("pillar_links")]
        lists += [(row.theme_id, offered.themes) for row in self.kept("theme_links")]
        lists += [(row.source_id, offered.sources) for row in self.kept("facts")]
        wrong = [one for one, choices in lists if one.data not in {value for value, _label in choices}]
        for one in wrong:
            one.errors = [*one.errors, gettext("Choose one of the list.")]
        return not wrong

    def _check_people(self) -> bool:
        wrong = False
        for row in self.kept("appearances"):
            if self.offered.people.id_of(row.person.data) is None:
                row.person.errors = [*row.person.errors, _unknown(row.person.data, self.offered.people)]
                wrong = True
            if not row.roles.data:
                row.roles.errors = [*row.roles.errors, gettext("Choose at least one role.")]
                wrong = True
        return not wrong

    def _check_organizations(self) -> bool:
        wrong = [
            row for row in self.kept("co_organizers") if not self.offered.organizations.id_of(row.organization.data)
        ]
        for row in wrong:
            said = _unknown(row.organization.data, self.offered.organizations)
            row.organization.errors = [*row.organization.errors, said]
        return not wrong

    def _check_twice(self) -> bool:
        """Nothing stands twice in a list: the database would refuse it without saying where."""
        directories = self.offered.people, self.offered.organizations
        keys = {
            "appearances": lambda row: (row.person, directories[0].id_of(row.person.data)),
            "pillar_links": lambda row: (row.pillar_id, row.pillar_id.data),
            "theme_links": lambda row: (row.theme_id, row.theme_id.data),
            "co_organizers": lambda row: (row.organization, directories[1].id_of(row.organization.data)),
            "facts": lambda row: (row.source_id, (row.field.data, row.source_id.data)),
        }
        right = True
        for name, key in keys.items():
            seen: set[Any] = set()
            for row in self.kept(name):
                at, value = key(row)
                if value and value in seen:
                    at.errors = [*at.errors, gettext("This stands in the list already: keep one of the two rows.")]
                    right = False
                seen.add(value)
        return right

    def kept(self, name: str) -> list[Any]:
        """The rows of a list that say something and were not taken out."""
        return [entry.form for entry in self[name] if not entry.form.is_blank]


def _unknown(typed: str, directory: Directory) -> str:
    near = directory.near(typed or "")
    if near:
        return gettext("Nobody is known as “%(typed)s”. Did you mean %(near)s?", typed=typed, near=near)
    return gettext("Nothing is known as “%(typed)s”. Add the record first, then choose it here.", typed=typed)


class MoveForm(Form):
    """A step in the life of an episode."""

    reason = Line(_("Reason"), 500)


class StepForm(RecordForm):
    """A step in the life of an episode; of a public one, from the page that shows what it does."""

    reason = Line(_("Reason"), 500)


class OwnerForm(Form):
    """Who sees to the episode."""

    owner_id = Choice(_("Owner"), validate_choice=False)

    def offer(self, accounts: list[Account]) -> None:
        self.owner_id.choices = [("", gettext("nobody")), *((str(one.id), one.name) for one in accounts)]


class PublishForm(Form):
    """A day and a time in the episode's zone; without both it is published now."""

    day = Day(_("Day"))
    at = Clock(_("Time"))


class ChangesForm(RecordForm):
    """Under "Publish these changes": what the page showed is what is published."""


class PreviewForm(Form):
    given_to = Line(_("For whom"), 200, needed=_("Say for whom the link is, so that it can be revoked."))
    days = Whole(_("Days it lasts"), 1, 90, needed=_("Say how many days it lasts."))


class AcceptForm(Form):
    key = HiddenField()
    reason = Line(_("Why it is accepted"), 500)


class CheckRow(PlainForm):
    """What a series asks of its episodes in one check of readiness."""

    needed = BooleanField(_("asked"))
    owner = Line(_("Who sees to it"), 120)
    due_days = Whole(_("Days from the episode"), -365, 365)


class ReadinessForm(RecordForm):
    checks = rows(CheckRow)
