"""What organizer pages share: navigation, fetching or 404, and where a record is edited."""

from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request, url_for
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from wtforms import Field

from app.revisions.words import action_words, label_of, type_words
from app.web.carrying import carried_fields
from app.web.forms import datalist
from app.web.permissions import minimum_role, reads_session

NAVIGATION: tuple[tuple[str, Any], ...] = (
    ("organize_dashboard.dashboard", _("Overview")),
    ("organize_planner.planner", _("Planner")),
    ("organize_episodes.list_all", _("Episodes")),
    ("organize_people.list_all", _("People")),
    ("organize_organizations.list_all", _("Organizations")),
    ("organize_quotes.list_all", _("Quotes")),
    ("organize_sources.list_all", _("Sources")),
    ("organize_strategy.list_all", _("Strategy")),
    ("organize_coverage.board", _("Coverage")),
    ("organize_series.list_all", _("Series")),
    ("organize_calendars.show", _("Calendars")),
    ("organize_revisions.list_all", _("History")),
    ("organize_accounts.list_all", _("Accounts")),
)

ABOUT = {"organize_taking": "organize_quotes"}
"""Whose pages belong to another part of the bar than their address says: quotes are taken out of transcripts."""

Record = TypeVar("Record")


@dataclass(frozen=True)
class NavigationItem:
    """One link of the organizers' bar."""

    address: str
    words: str
    current: str | None
    """What `aria-current` says: "page" on the page itself, "true" on those below it."""


def found(record: Record | None) -> Record:
    """The record, or 404."""
    if record is None:
        abort(404)
    return record


def start_organizing(app: Flask) -> None:
    app.context_processor(_for_templates)
    app.jinja_env.globals |= {"control": control, "csrf_input": csrf_input, "datalist": datalist, "field": whole_field}
    app.jinja_env.filters.update(action_words=action_words, label_of=label_of, type_words=type_words)


def csrf_input() -> Markup:
    """What every form that writes carries, whichever form it is."""
    return Markup('<input type="hidden" name="csrf_token" value="%s">') % generate_csrf()


def control(field: Field, hint: str = "", **attributes: Any) -> Markup:
    """The field's own input, tied to its hint and its error for those who hear the page."""
    ids = [f"{field.id}-hint"] if hint else []
    if field.errors:
        ids.append(f"{field.id}-error")
        attributes["aria-invalid"] = "true"
    if ids:
        attributes["aria-describedby"] = " ".join(ids)
    return Markup(field(**attributes))  # noqa: S704 (WTForms escapes what it renders)


_FIELD = """<div class="field%s">
<label for="%s">%s%s</label>
%s%s%s
</div>
"""


def whole_field(field: Field, hint: str = "", optional: bool = False, **attributes: Any) -> Markup:
    """A field with its label, its hint and what is wrong with it; by hand, because forms have a hundred of them."""
    name = escape(field.id)
    mark = f' <span class="optional">{escape(_("optional"))}</span>' if optional else ""
    told = f'<p class="hint" id="{name}-hint">{escape(hint)}</p>\n' if hint else ""
    wrong = (
        f'<p class="error" id="{name}-error">{escape(" ".join(map(str, field.errors)))}</p>\n' if field.errors else ""
    )
    inside = (" field-wrong" if wrong else "", name, escape(field.label.text), mark, told, wrong)
    return Markup(_FIELD % (*inside, control(field, hint, **attributes)))  # noqa: S704 (escaped piece by piece)


def _for_templates() -> dict[str, Any]:
    """Nothing here for public pages, which must not look at the session."""
    if not reads_session():
        return {}
    return {
        "organizer_nav": navigation() if current_user.is_authenticated else [],
        "signed_in_name": current_user.name if current_user.is_authenticated else "",
        "organizer_home": "/organize/",
        "carried_fields": lambda: carried_fields(request.form),
    }


def navigation() -> list[NavigationItem]:
    """The parts the account may open at all."""
    held = current_user.highest_role
    if held is None:
        return []
    items = []
    here = section_of(request.path, request.blueprint)
    for endpoint, words in NAVIGATION:
        role = minimum_role(current_app, endpoint)
        if role is not None and held.rank >= role.rank:
            within = "page" if request.endpoint == endpoint else "true"
            items.append(NavigationItem(url_for(endpoint), str(words), within if endpoint == here else None))
    return items


def section_of(path: str, blueprint: str | None) -> str | None:
    """The endpoint in the bar to which a page belongs: by its address, else by who answers it."""
    starts = {endpoint: url_for(endpoint).rstrip("/") for endpoint, _words in NAVIGATION[1:]}
    below = (endpoint for endpoint, start in starts.items() if f"{path}/".startswith(f"{start}/"))
    answering = ABOUT.get(blueprint or "", blueprint)
    return next(below, None) or next((one for one, _words in NAVIGATION if one.split(".")[0] == answering), None)
