"""The choice of figures as an address says it: read from query arguments, written back in one order."""

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.coverage.material import Choice, Material
from app.episodes.filters import Arguments, FilterUnclear
from app.people.models import OrganizationKind

NAMES = ("framework", "from", "until", "country", "organization", "kind", "plans")
KINDS = tuple(kind.value for kind in OrganizationKind)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def parse_choice(arguments: Arguments, *, may_ask_country: bool = False) -> Choice:
    """Other parameters are left alone, empty ones mean nothing. Raises FilterUnclear.

    Only organizers may narrow by country: a list of speakers from one country would tell where each of them is from.
    """
    given = {name: _single(arguments, name) for name in NAMES}
    if given["country"] and not may_ask_country:
        raise FilterUnclear(_("Countries are told for all speakers together, not chosen."), field="country")
    framework = given["framework"]
    if framework and not (_SLUG.match(framework) and len(framework) <= 160):
        raise FilterUnclear(_("“framework” is the last part of a framework's address."), field="framework")
    if given["kind"] not in (None, *KINDS):
        raise FilterUnclear(_("“kind” can be one of: %(names)s.", names=", ".join(KINDS)), field="kind")
    if given["plans"] not in (None, "yes"):
        raise FilterUnclear(_("“plans” can only be yes."), field="plans")
    choice = Choice(
        framework=framework,
        since=_day("from", given["from"]),
        until=_day("until", given["until"]),
        country=given["country"],
        organization=given["organization"],
        kind=given["kind"],
        with_planned=given["plans"] == "yes",
    )
    if choice.since and choice.until and choice.until < choice.since:
        raise FilterUnclear(_("The period must end after it begins."), field="until")
    return choice


def check_framework(choice: Choice, material: Material) -> None:
    """Raises FilterUnclear for a framework that does not exist."""
    if choice.framework and choice.framework not in {one.slug for one in material.frameworks}:
        raise FilterUnclear(_("There is no framework of that name; leave it out, or choose one."), field="framework")


def choice_parameters(choice: Choice, **changes: Any) -> dict[str, str]:
    """The choice as query parameters, those that are set; `changes` replace some, None leaves one out."""
    held: dict[str, Any] = {
        "framework": choice.framework,
        "from": choice.since,
        "until": choice.until,
        "country": choice.country,
        "organization": choice.organization,
        "kind": choice.kind,
        "plans": "yes" if choice.with_planned else None,
    }
    return {name: str(value) for name, value in (held | changes).items() if value is not None}


def _single(arguments: Arguments, name: str) -> str | None:
    values = arguments.getlist(name)
    if len(values) > 1:
        raise FilterUnclear(
            _("“%(name)s” is given %(count)s times; give it once.", name=name, count=len(values)), field=name
        )
    value = values[0].strip() if values else ""
    if len(value) > 200:
        raise FilterUnclear(_("“%(name)s” is too long.", name=name), field=name)
    return value or None


def _day(name: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text if len(text) == 10 else "")
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2099:
        raise FilterUnclear(_("Write “%(name)s” as year-month-day, for example 2026-03-12.", name=name), field=name)
    return day
