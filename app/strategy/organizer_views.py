"""Organizers' pages of frameworks with their pillars and themes; all of them are public as they are."""

from collections.abc import Callable

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from app.accounts.models import Role
from app.sources.queries import source_titles
from app.strategy.forms import FrameworkForm, PillarForm, ThemeForm, shown_in
from app.strategy.models import Framework, Pillar, Theme
from app.strategy.operations import add_framework, add_pillar, add_theme, change_strategy_record
from app.strategy.queries import (
    all_frameworks,
    all_pillars,
    all_themes,
    framework_by_slug,
    pillar_by_slug,
    theme_by_slug,
)
from app.web.editing import Page, answer_add, answer_change, form_page, started_from
from app.web.forms import RecordForm
from app.web.organizing import found
from app.web.permissions import needs, signed_in_account

organizer = Blueprint("organize_strategy", __name__, url_prefix="/organize/strategy")


@organizer.get("")
@needs(Role.VIEWER)
def list_all() -> Page:
    return render_template(
        "organize/strategy/list.html", frameworks=all_frameworks(), pillars=all_pillars(), themes=all_themes()
    )


@organizer.route("/new", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def add() -> Page:
    form = _with_sources(FrameworkForm())
    return _added(form, _("Add a framework"), lambda: add_framework(fields=form.fields(), by=signed_in_account()))


@organizer.get("/<slug>")
@needs(Role.VIEWER)
def show(slug: str) -> Page:
    framework = found(framework_by_slug(slug))
    return render_template(
        "organize/strategy/show.html",
        framework=framework,
        pillars=[pillar for pillar in all_pillars() if pillar.framework_id == framework.id],
        themes=[theme for theme in all_themes() if theme.framework_id == framework.id],
    )


@organizer.route("/<slug>/edit", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def edit(slug: str) -> Page:
    framework = found(framework_by_slug(slug))
    form = _with_sources(FrameworkForm(data=started_from(framework, shown_in(FrameworkForm))))
    return _edited(form, framework)


@organizer.route("/<slug>/pillars/new", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def add_one_pillar(slug: str) -> Page:
    framework = found(framework_by_slug(slug))
    form = PillarForm()
    words = _("Add a pillar to %(title)s", title=framework.title)
    return _added(form, words, lambda: add_pillar(framework, fields=form.fields(), by=signed_in_account()))


@organizer.route("/pillars/<slug>/edit", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def edit_pillar(slug: str) -> Page:
    pillar = found(pillar_by_slug(slug))
    return _edited(PillarForm(data=started_from(pillar, shown_in(PillarForm))), pillar)


@organizer.route("/<slug>/themes/new", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def add_one_theme(slug: str) -> Page:
    framework = found(framework_by_slug(slug))
    form = ThemeForm()
    words = _("Add a theme to %(title)s", title=framework.title)
    return _added(form, words, lambda: add_theme(framework, fields=form.fields(), by=signed_in_account()))


@organizer.route("/themes/<slug>/edit", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def edit_theme(slug: str) -> Page:
    theme = found(theme_by_slug(slug))
    return _edited(ThemeForm(data=started_from(theme, shown_in(ThemeForm))), theme)


def _added(form: RecordForm, words: str, verb: Callable[[], Framework | Pillar | Theme]) -> Page:
    answer = answer_add(form, lambda: _address(verb()), leads_to=url_for("organize_strategy.list_all"))
    return answer or form_page("organize/strategy/form.html", form, words=words)


def _edited(form: FrameworkForm | PillarForm | ThemeForm, record: Framework | Pillar | Theme) -> Page:
    def change() -> None:
        change_strategy_record(record, fields=form.fields(), by=signed_in_account())

    answer = answer_change(form, record, shown=shown_in(type(form)), change=change, address=lambda: _address(record))
    return answer or form_page("organize/strategy/form.html", form, words=_("Edit %(name)s", name=record.title))


def _with_sources(form: FrameworkForm) -> FrameworkForm:
    form.source_id.choices = [("", _("none")), *((str(number), title) for number, title in source_titles())]
    return form


def _address(record: Framework | Pillar | Theme) -> str:
    if isinstance(record, Framework):
        return url_for("organize_strategy.show", slug=record.slug)
    return url_for("organize_strategy.show", slug=record.framework.slug)
