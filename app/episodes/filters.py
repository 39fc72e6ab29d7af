"""The one filter of episodes that HTML lists, calendars, Atom and JSON share."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlencode

import sqlalchemy as sa
from babel import Locale, UnknownLocaleError
from flask_babel import gettext as _

from app.clock import now
from app.episodes.models import (
    ABSENT,
    Appearance,
    AppearanceRole,
    AppearanceRoleRow,
    CoOrganizer,
    Episode,
    EpisodePillar,
    EpisodeTheme,
    Format,
    Status,
)
from app.errors import RuleBroken
from app.people.models import Organization, Person
from app.revisions.models import FormerSlug, record_type_of
from app.series.models import Series
from app.spoken import lazy_gettext as _l
from app.spoken import reader_language
from app.strategy.models import Pillar, Theme


class FilterUnclear(RuleBroken):
    """A parameter of a filter is given twice, or has a value it cannot have; answered with 422."""


class When(Enum):
    """Which part of the programme: episodes not over yet, those over, or all."""

    ALL = "all"
    UPCOMING = "upcoming"
    PAST = "past"


class Arguments(Protocol):
    """Query arguments: werkzeug's MultiDict."""

    def getlist(self, key: str) -> list[str]: ...


RECORDS: dict[str, type[Any]] = {
    "series": Series,
    "pillar": Pillar,
    "theme": Theme,
    "person": Person,
    "organization": Organization,
}
"""Parameters whose value is the slug, present or former, of a record."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}\Z")
_LONGEST = 160


@dataclass(frozen=True, kw_only=True)
class EpisodeFilter:
    """Which public episodes a list or feed shows; every field narrows, None leaves open.

    Person, role and organization together mean one appearance: that person, in that role, for that organization.
    """

    series: str | None = None
    pillar: str | None = None
    theme: str | None = None
    person: str | None = None
    role: AppearanceRole | None = None
    organization: str | None = None
    language: str | None = None
    format: Format | None = None
    year: int | None = None
    status: Status | None = None
    when: When = When.ALL

    @classmethod
    def parse(cls, arguments: Arguments, **fixed: Any) -> "EpisodeFilter":
        """The filter that query arguments ask for; `fixed` are fields the address itself sets.

        Other parameters are left alone, empty ones mean nothing. Raises FilterUnclear.
        """
        asked = {name: _single(arguments, name) for name in _PARSERS if name not in fixed}
        return cls(**fixed, **{name: _PARSERS[name](value) for name, value in asked.items() if value})

    def query(self) -> str:
        """The canonical query string, sorted by name; empty for the filter that shows everything."""
        return urlencode(sorted(self.parameters().items()))

    def parameters(self) -> dict[str, str]:
        """The fields that narrow, as query parameters."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        named = {name: value.value if isinstance(value, Enum) else value for name, value in held.items()}
        return {name: str(value) for name, value in named.items() if value is not None and value != "all"}

    def apply(self, statement: "sa.Select[Any]") -> "sa.Select[Any]":
        """Narrow a statement over Episode, such as `public_episodes()`."""
        return statement.where(*self._conditions())

    def _conditions(self) -> list[Any]:
        conditions: list[Any] = []
        if self.series:
            conditions.append(Episode.series_id.in_(ids_by_slug(Series, self.series)))
        if self.pillar:
            linked = sa.select(EpisodePillar.episode_id)
            conditions.append(
                Episode.id.in_(linked.where(EpisodePillar.pillar_id.in_(ids_by_slug(Pillar, self.pillar))))
            )
        if self.theme:
            linked = sa.select(EpisodeTheme.episode_id)
            conditions.append(Episode.id.in_(linked.where(EpisodeTheme.theme_id.in_(ids_by_slug(Theme, self.theme)))))
        if self.person or self.role or self.organization:
            conditions.append(self._appears())
        if self.language:
            conditions.append(sa.cast(Episode.languages, sa.Text).like(f'%"{self.language}"%'))
        if self.format:
            conditions.append(Episode.format == self.format)
        if self.year:
            conditions.append(Episode.day.between(date(self.year, 1, 1), date(self.year, 12, 31)))
        if self.status:
            conditions.append(Episode.status == self.status)
        if self.when is not When.ALL:
            conditions.append(is_upcoming() if self.when is When.UPCOMING else sa.not_(is_upcoming()))
        return conditions

    def _appears(self) -> Any:
        appearances = sa.select(Appearance.episode_id).where(Appearance.state.not_in(ABSENT))
        if self.person:
            appearances = appearances.where(Appearance.person_id.in_(ids_by_slug(Person, self.person)))
        if self.role:
            held = sa.select(AppearanceRoleRow.appearance_id).where(AppearanceRoleRow.role == self.role)
            appearances = appearances.where(Appearance.id.in_(held))
        if not self.organization:
            return Episode.id.in_(appearances)
        organizations = ids_by_slug(Organization, self.organization)
        speaking = Episode.id.in_(appearances.where(Appearance.organization_id.in_(organizations)))
        if self.person or self.role:
            return speaking
        holding = sa.select(CoOrganizer.episode_id).where(CoOrganizer.organization_id.in_(organizations))
        return sa.or_(speaking, Episode.id.in_(holding))

    def in_words(self, names: dict[str, str]) -> str:
        """What it shows, as one sentence without full stop; `names` are the records' titles by field."""
        subject, phrases = self._subject(), self._phrases(names)
        if self.series:
            subject = f"{subject} {phrases.pop(0)}"
        return ", ".join([subject, *phrases])

    def narrowing_in_words(self, names: dict[str, str]) -> str:
        """What it narrows to within its series, for a title; empty for the whole series."""
        subject = [] if self.when is When.ALL else [self._subject()]
        return ", ".join([*subject, *replace(self, series=None)._phrases(names)])

    def _subject(self) -> str:
        return {
            When.ALL: _("All episodes"),
            When.UPCOMING: _("Upcoming episodes"),
            When.PAST: _("Past episodes"),
        }[self.when]

    def _phrases(self, names: dict[str, str]) -> list[str]:
        said = {name: names.get(name, slug) for name, slug in self.parameters().items()}
        phrases = []
        if self.series:
            phrases.append(_("of the series “%(title)s”", title=said["series"]))
        if self.pillar:
            phrases.append(_("on the pillar “%(title)s”", title=said["pillar"]))
        if self.theme:
            phrases.append(_("on the theme “%(title)s”", title=said["theme"]))
        phrases += self._people_phrases(said)
        if self.language:
            phrases.append(_("in %(language)s", language=language_name(self.language)))
        if self.format:
            phrases.append(format_in_words(self.format))
        if self.year:
            phrases.append(_("in the year %(year)s", year=self.year))
        if self.status:
            phrases.append(status_in_words(self.status))
        return phrases

    def _people_phrases(self, said: dict[str, str]) -> list[str]:
        phrases = []
        if self.person and self.role:
            phrases.append(_("with %(name)s as %(role)s", name=said["person"], role=role_in_words(self.role)))
        elif self.person:
            phrases.append(_("with %(name)s", name=said["person"]))
        elif self.role:
            phrases.append(_("that have a person in the role: %(role)s", role=role_in_words(self.role)))
        if self.organization:
            phrases.append(_("with the organization %(name)s", name=said["organization"]))
        return phrases


def ids_by_slug(model: type[Any], slug: str) -> Any:
    """The id of the record with that slug, now or formerly, as a subquery: links and feeds never die."""
    former = sa.select(FormerSlug.record_id).where(
        FormerSlug.record_type == record_type_of(model), FormerSlug.slug == slug
    )
    return sa.union_all(sa.select(model.id).where(model.slug == slug), former)


def is_upcoming() -> Any:
    """Not over yet. A day without a time is over when it has ended everywhere on Earth (UTC−12)."""
    moment: datetime = now()
    last_day = (moment - timedelta(hours=12)).date()
    timed = sa.and_(Episode.ends_at.is_not(None), Episode.ends_at > moment)  # never NULL, so that it can be negated
    return sa.or_(timed, sa.and_(Episode.ends_at.is_(None), Episode.day >= last_day))


_ROLES = {
    AppearanceRole.MODERATOR: _l("moderator"),
    AppearanceRole.KEYNOTE: _l("keynote speaker"),
    AppearanceRole.INTRODUCER: _l("introducer"),
    AppearanceRole.PANELLIST: _l("panellist"),
    AppearanceRole.GUEST: _l("guest"),
    AppearanceRole.HOST: _l("host"),
    AppearanceRole.INTERPRETER: _l("interpreter"),
}
_STATUSES = {
    Status.DRAFT: _l("draft"),
    Status.TENTATIVE: _l("tentative"),
    Status.CONFIRMED: _l("confirmed"),
    Status.HELD: _l("held"),
    Status.POSTPONED: _l("postponed"),
    Status.CANCELLED: _l("cancelled"),
}
_FORMATS = {
    Format.VIRTUAL: _l("virtual"),
    Format.HYBRID: _l("hybrid"),
    Format.IN_PERSON: _l("in person"),
}


def role_in_words(role: AppearanceRole) -> str:
    return str(_ROLES[role])


def status_in_words(status: Status) -> str:
    return str(_STATUSES[status])


def format_in_words(form: Format) -> str:
    return str(_FORMATS[form])


def language_name(code: str) -> str:
    """The language's name in the reader's language; the code itself where nobody knows it."""
    return _language_name(code, reader_language())


@lru_cache(maxsize=512)
def _language_name(code: str, language: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code


def _single(arguments: Arguments, name: str) -> str | None:
    values = arguments.getlist(name)
    if len(values) > 1:
        raise FilterUnclear(
            _("“%(name)s” is given %(count)s times; give it once.", name=name, count=len(values)), field=name
        )
    value = values[0].strip() if values else ""
    if len(value) > _LONGEST:
        raise FilterUnclear(_("The value of “%(name)s” is too long.", name=name), field=name)
    return value or None


def _slug(name: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if not _SLUG.match(value):
            raise _unknown(name, _("Use the last part of its address, such as “labour-mobility”."))
        return value

    return parse


def _choice(name: str, kind: type[Enum], left_out: tuple[Enum, ...] = ()) -> Callable[[str], Enum]:
    choices = {member.value: member for member in kind if member not in left_out}

    def parse(value: str) -> Enum:
        if value not in choices:
            raise _unknown(name, _("It can be: %(values)s.", values=", ".join(choices)))
        return choices[value]

    return parse


def _year(value: str) -> int:
    if not re.fullmatch(r"20\d\d", value, re.ASCII):
        raise _unknown("year", _("Use a year from 2000 to 2099."))
    return int(value)


def _language_code(value: str) -> str:
    if not _LANGUAGE.match(value):
        raise _unknown("language", _("Use a language code such as “en” or “nl”."))
    return value


def _unknown(name: str, help_text: str) -> FilterUnclear:
    return FilterUnclear(_("“%(name)s” has a value it cannot have.", name=name) + " " + help_text, field=name)


_PARSERS: dict[str, Callable[[str], Any]] = {name: _slug(name) for name in RECORDS} | {
    "role": _choice("role", AppearanceRole),
    "language": _language_code,
    "format": _choice("format", Format),
    "year": _year,
    "status": _choice("status", Status, (Status.DRAFT,)),
    "when": _choice("when", When),
}
