"""Forms for frameworks, pillars and themes."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _

from app.strategy.models import PillarKind
from app.strategy.translations import check_translations, translations_as_lines, translations_from_lines
from app.web.forms import Choice, Day, Line, OneOf, Paragraphs, RecordForm, Slug, Whole


class FrameworkForm(RecordForm):
    title = Line(_("Title"), 300, needed=_("A framework needs a title."))
    motto = Line(_("Motto"), 300)
    goal = Paragraphs(_("Goal"), 2000)
    valid_from = Day(_("Valid from"), needed=_("Say on which day it begins to hold."))
    valid_until = Day(_("Valid until"))
    source_id = Choice(_("Where it is published"))
    translations = Paragraphs(
        _("Translations"),
        16_000,
        description=_("One on each line: language code, colon, title, as “es: Estrategia”; if wanted, | and the goal."),
    )
    slug = Slug(_("Short name in addresses"))

    def validate_translations(self, field: Paragraphs) -> None:
        check_translations(translations_from_lines(field.data))

    def fields(self) -> dict[str, Any]:
        """As `add_framework` and `change_strategy_record` take them."""
        days = {name: self[name].data for name in ("valid_from", "valid_until")}
        source = {"source_id": int(self.source_id.data) if self.source_id.data else None}
        translations = {"translations": translations_from_lines(self.translations.data)}
        return _texts(self, "motto", "goal") | days | source | translations


class PillarForm(RecordForm):
    number = Whole(_("Number"), 1, 999, needed=_("Give it its number in the framework."))
    kind = OneOf(
        _("Kind"),
        {
            PillarKind.PRIORITY_AREA: _("priority area"),
            PillarKind.GOVERNANCE: _("governance, which cuts across the others"),
        },
    )
    title = Line(_("Title"), 300, needed=_("A pillar needs a title."))
    definition = Paragraphs(_("Definition"), 4000)
    note = Paragraphs(_("Note"), 1000)
    slug = Slug(_("Address of the public page"), description=_("An earlier address goes on leading here."))

    def fields(self) -> dict[str, Any]:
        kind = PillarKind(self.kind.data)
        return _texts(self, "definition", "note") | {"number": self.number.data, "kind": kind}


class ThemeForm(RecordForm):
    position = Whole(_("Place in the list"), 1, 999, needed=_("Give it its place in the list."))
    title = Line(_("Title"), 300, needed=_("A theme needs a title."))
    definition = Paragraphs(_("Definition"), 4000)
    slug = Slug(_("Address of the public page"), description=_("An earlier address goes on leading here."))

    def fields(self) -> dict[str, Any]:
        return _texts(self, "definition") | {"position": self.position.data}


def _texts(form: Any, *names: str) -> dict[str, Any]:
    slug = {"slug": form.slug.data} if form.slug and form.slug.data else {}
    return {"title": form.title.data} | {name: form[name].data or None for name in names} | slug


NAMES: dict[type[RecordForm], tuple[str, ...]] = {
    FrameworkForm: ("title", "motto", "goal", "valid_from", "valid_until", "slug"),
    PillarForm: ("number", "kind", "title", "definition", "note", "slug"),
    ThemeForm: ("position", "title", "definition", "slug"),
}


def shown_in(form: type[RecordForm]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """From a record's snapshot to the data of this form."""

    def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
        source = {"source_id": str(snapshot.get("source_id") or "")}
        translations = {"translations": translations_as_lines(snapshot.get("translations") or [])}
        return {name: snapshot[name] for name in NAMES[form]} | source | translations

    return shown
