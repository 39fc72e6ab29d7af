"""Organizers' pages of coverage: the board with drafts, links with evidence and suggestions, crosswalks, word lists."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import now
from app.coverage.choices import check_framework, choice_parameters, parse_choice
from app.coverage.forms import (
    AreaForm,
    CrosswalkForm,
    LinkForm,
    RemoveLineForm,
    UnlinkForm,
    key_of,
    value_of,
)
from app.coverage.keeping import Kept, organizers_kept
from app.coverage.material import Choice, Key
from app.coverage.operations import (
    add_crosswalk_line,
    link_episode,
    link_quote,
    remove_crosswalk_line,
    unlink_episode,
    unlink_quote,
)
from app.coverage.presenting import board_context, report_pages
from app.coverage.queries import (
    areas_spoken_to,
    evidence_choices,
    quotes_cited,
    words_by_area,
    words_with_drafts,
)
from app.coverage.report import Report, said_of
from app.coverage.suggesting import Passage, suggestions
from app.coverage.words import succession_in_words
from app.episodes.filters import FilterUnclear
from app.episodes.models import Episode
from app.episodes.queries import episode_by_slug
from app.quotes.models import PUBLIC_STATES, Quote
from app.quotes.queries import quote_by_id
from app.revisions.operations import check_fresh
from app.revisions.queries import revision_number_of
from app.series.queries import all_series
from app.sources.queries import source_titles
from app.strategy.models import Pillar, Succession, Theme
from app.strategy.operations import change_strategy_record
from app.strategy.queries import all_pillars, all_themes, framework_by_slug, pillar_by_slug, theme_by_slug
from app.strategy.translations import translations_as_lines
from app.tables import XLSX_TYPE, to_xlsx
from app.web.organizing import found
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_coverage", __name__, url_prefix="/organize/coverage")

Page = str | Response | tuple[str, int]


@organizer.get("")
@needs(Role.VIEWER)
def board() -> Page:
    """The board with drafts and private episodes of the series the account may see."""
    kept, choice = _asked()
    beginning = _episode_page("x").removesuffix("x")
    context = board_context(kept, choice, now().date(), episode_link=beginning.__add__)
    return render_template("organize/coverage/board.html", **context)


@organizer.get("/report")
@needs(Role.VIEWER)
def report() -> Page:
    """The report of the same figures, drafts too."""
    kept, choice = _asked()
    made = _report(kept, choice)
    return render_template(
        "organize/coverage/report.html",
        **report_pages(made, quotes_cited),
        parameters=choice_parameters(choice),
        quote_address=lambda said: _address_of("quote", said.id, said.slug),
    )


@organizer.get("/report.xlsx")
@needs(Role.VIEWER)
def report_xlsx() -> Page:
    kept, choice = _asked()
    made = replace(_report(kept, choice), said=said_of(words_with_drafts(_own_series())))
    answer = Response(to_xlsx(made.tables(), as_of=kept.changed_at), content_type=XLSX_TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="coverage-with-drafts.xlsx"'
    return answer


def _report(kept: Kept, choice: Choice) -> Report:
    found = kept.figures(choice, now().date())
    return Report(found, kept.material, {}, _address_of)


def _address_of(kind: str, *names: Any) -> str:
    """Where organizers work on an episode, a person or a quote; drafts have no public page."""
    pages: dict[str, Callable[[], str]] = {
        "episode": lambda: url_for("organize_coverage.episode", slug=names[0]),
        "person": lambda: url_for("organize_people.show", slug=names[0]),
        "quote": lambda: url_for("organize_coverage.quote", quote_id=names[0]),
    }
    return pages[kind]()


def _own_series() -> frozenset[int]:
    return frozenset(series.id for series in all_series() if may(Role.VIEWER, series.id))


def _asked() -> tuple[Kept, Choice]:
    """What the account may count, drafts too, and what the address asks of it."""
    own = _own_series()
    try:
        choice = parse_choice(request.args, may_ask_country=True)
        kept = organizers_kept(own)
        check_framework(choice, kept.material)
    except FilterUnclear as error:
        abort(422, error.message)
    return kept, choice


def _episode_page(slug: str) -> str:
    return url_for("organize_coverage.episode", slug=slug)


@organizer.route("/episodes/<slug>", methods=["GET", "POST"])
@needs(Role.VIEWER)
def episode(slug: str) -> Page:
    """Its links, claimed or evidenced, what its texts suggest, and the form that adds or changes one."""
    held = _episode(slug, Role.VIEWER)
    form = LinkForm(data=_link_data(held))
    form.leads_to = _episode_page(held.slug)

    def verb() -> str:
        link_episode(held, form.key, **form.fields, evidence_id=form.evidence_id, by=signed_in_account())
        flash(_("The link is kept."), "done")
        return _episode_page(held.slug)

    if request.method == "POST":
        _insist_on_change(held.series_id, public=held.is_public)
        if answer := answer_verb(form, verb):
            return answer
    return _links_page(held, form, _passages(held), _("Links of the episode"))


@organizer.post("/episodes/<slug>/unlink")
@needs(Role.EDITOR)
def unlink(slug: str) -> Page:
    held = _episode(slug, Role.EDITOR)
    _insist_on_change(held.series_id, public=held.is_public)
    return _unlinked(_episode_page(held.slug), lambda key: unlink_episode(held, key, by=signed_in_account()))


@organizer.route("/quotes/<int:quote_id>", methods=["GET", "POST"])
@needs(Role.VIEWER)
def quote(quote_id: int) -> Page:
    said = _quote(quote_id, Role.VIEWER)
    form = LinkForm(data=_link_data(said))
    form.leads_to = url_for("organize_coverage.quote", quote_id=said.id)

    def verb() -> str:
        link_quote(said, form.key, **form.fields, by=signed_in_account())
        flash(_("The link is kept."), "done")
        return url_for("organize_coverage.quote", quote_id=said.id)

    if request.method == "POST":
        _insist_on_change(_series_of(said), public=said.state in PUBLIC_STATES)
        if answer := answer_verb(form, verb):
            return answer
    return _links_page(said, form, [Passage(_("the quote"), said.words)], _("Links of the quote"))


@organizer.post("/quotes/<int:quote_id>/unlink")
@needs(Role.EDITOR)
def unlink_one_quote(quote_id: int) -> Page:
    said = _quote(quote_id, Role.EDITOR)
    _insist_on_change(_series_of(said), public=said.state in PUBLIC_STATES)
    address = url_for("organize_coverage.quote", quote_id=said.id)
    return _unlinked(address, lambda key: unlink_quote(said, key, by=signed_in_account()))


def _unlinked(address: str, take_away: Callable[[Key], None]) -> Page:
    form = UnlinkForm()
    form.leads_to = address

    def verb() -> str:
        take_away(key_of(form.area.data) or ("pillar", 0))
        flash(_("The link is taken away; the history can bring it back."), "done")
        return address

    return answer_verb(form, verb) or abort(422, _("Choose a pillar or theme."))


def _links_page(record: Episode | Quote, form: LinkForm, passages: list[Passage], heading: str) -> Page:
    areas = {("pillar", one.id): one for one in all_pillars()} | {("theme", one.id): one for one in all_themes()}
    links: list[tuple[Key, Any]] = [(("pillar", link.pillar_id), link) for link in record.pillar_links]
    links += [(("theme", link.theme_id), link) for link in record.theme_links]
    quotes = evidence_choices(record.id) if isinstance(record, Episode) else []
    form.area.choices = [("", _("choose")), *((value_of(key), _area_words(area)) for key, area in areas.items())]
    form.evidence.choices = [("", _("none: the link is a claim")), *((str(one), said) for one, said in quotes)]
    suggested = suggestions(passages, words_by_area(), linked=[key for key, _link in links])
    page = render_template(
        "organize/coverage/links.html",
        record=record,
        is_episode=isinstance(record, Episode),
        heading=heading,
        form=form,
        links=[(key, areas[key], link) for key, link in links],
        evidence_words=dict(quotes),
        spoken_to=areas_spoken_to(record.id) if isinstance(record, Episode) else set(),
        suggested=[(one, areas[one.key], _because(one.found)) for one in suggested],
        value_of=value_of,
        accepting=[LinkForm(formdata=None) for _one in suggested],
        removing=[UnlinkForm(formdata=None) for _one in links],
        may_change=may(Role.EDITOR, _series_id(record)),
    )
    return page, 422 if form.problems else 200


def _area_words(area: Pillar | Theme) -> str:
    return f"{area.framework.title}: {area.label} {area.title}"


def _because(words: tuple[tuple[str, str], ...]) -> str:
    """The reason a suggestion gives; it becomes the reason of the link."""
    return _("Words found: %(words)s", words="; ".join(f"“{word}” ({where})" for word, where in words))[:1000]


def _passages(held: Episode) -> list[Passage]:
    texts = [(_("the title"), held.title), (_("the topic"), held.topic), (_("the summary"), held.summary)]
    texts += [(_("a quote"), said) for _number, said in evidence_choices(held.id, whole=True)]
    return [Passage(what, text) for what, text in texts if text]


def _link_data(record: Episode | Quote) -> dict[str, Any]:
    """What the form starts with: the link named in the address, where there is one."""
    key = key_of(request.args.get("area"))
    if key is None:
        return {}
    links = record.pillar_links if key[0] == "pillar" else record.theme_links
    for link in links:
        if getattr(link, f"{key[0]}_id") == key[1]:
            evidence = getattr(link, "evidence_quote_id", None)
            data = {"area": value_of(key), "weight": link.weight.value, "reason": link.reason}
            return data | {"evidence": str(evidence or "")}
    return {"area": value_of(key)}


@organizer.route("/frameworks/<slug>/crosswalk", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def crosswalk(slug: str) -> Page:
    framework = found(framework_by_slug(slug))
    address = url_for("organize_coverage.crosswalk", slug=framework.slug)
    form = CrosswalkForm()
    form.leads_to = address
    areas = {("pillar", one.id): one for one in all_pillars()} | {("theme", one.id): one for one in all_themes()}
    own = {key: area for key, area in areas.items() if area.framework_id == framework.id}
    form.beginning.choices = [(value_of(key), f"{one.label} {one.title}") for key, one in own.items()]
    others = [(value_of(key), _area_words(one)) for key, one in areas.items() if key not in own]
    form.goal.choices = [("", _("nothing: it is dropped")), *others]

    def verb() -> str:
        ends = (key_of(form.beginning.data) or ("pillar", 0), key_of(form.goal.data))
        kind, note = Succession(form.kind.data), form.note.data or None
        add_crosswalk_line(framework, *ends, kind=kind, share=form.share.data, note=note, by=signed_in_account())
        return address

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    page = render_template(
        "organize/coverage/crosswalk.html",
        framework=framework,
        form=form,
        removing=[RemoveLineForm(formdata=None, data={"place": place}) for place in range(len(framework.crosswalk))],
        succession_words=succession_in_words,
    )
    return page, 422 if form.problems else 200


@organizer.post("/frameworks/<slug>/crosswalk/remove")
@needs(Role.ORGANIZER)
def remove_line(slug: str) -> Page:
    framework = found(framework_by_slug(slug))
    form = RemoveLineForm()
    form.leads_to = url_for("organize_coverage.crosswalk", slug=framework.slug)

    def verb() -> str:
        remove_crosswalk_line(framework, form.place.data or 0, by=signed_in_account())
        return url_for("organize_coverage.crosswalk", slug=framework.slug)

    return answer_verb(form, verb) or abort(422, _("That line is gone already."))


@organizer.route("/pillars/<slug>", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def pillar(slug: str) -> Page:
    return _area_page(found(pillar_by_slug(slug)), url_for("organize_coverage.pillar", slug=slug))


@organizer.route("/themes/<slug>", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def theme(slug: str) -> Page:
    return _area_page(found(theme_by_slug(slug)), url_for("organize_coverage.theme", slug=slug))


def _area_page(area: Pillar | Theme, address: str) -> Page:
    """Colour, outcome, source, words and translations; its name and definition are edited with the framework."""
    present = revision_number_of(area)
    shown = {name: getattr(area, name) for name in ("outcome", "colour")} | {"source_id": str(area.source_id or "")}
    shown |= {"words": "\n".join(area.words), "translations": translations_as_lines(area.translations)}
    form = AreaForm(data=shown | {"base_revision": present})
    form.source_id.choices = [("", _("with the framework")), *((str(one), title) for one, title in source_titles())]
    form.leads_to = address

    def verb() -> str:
        started_from, form.base_revision.data = form.base_revision.data, present
        check_fresh(area, started_from=started_from)
        change_strategy_record(area, fields=form.fields(), by=signed_in_account())
        flash(_("Saved."), "done")
        return address

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    page = render_template("organize/coverage/area.html", area=area, form=form)
    return page, 422 if form.problems else 200


def _episode(slug: str, role: Role) -> Episode:
    held = found(episode_by_slug(slug))
    if not may(Role.VIEWER, held.series_id):
        abort(404)
    insist(role, held.series_id)
    return held


def _quote(quote_id: int, role: Role) -> Quote:
    said = found(quote_by_id(quote_id))
    series_id = _series_of(said)
    if series_id is not None and not may(Role.VIEWER, series_id):
        abort(404)
    insist(role, series_id)
    return said


def _insist_on_change(series_id: int | None, *, public: bool) -> None:
    """What is public is an organizer's to change, all else an editor's."""
    insist(Role.ORGANIZER if public else Role.EDITOR, series_id)


def _series_of(said: Quote) -> int | None:
    return said.episode.series_id if said.episode else None


def _series_id(record: Episode | Quote) -> int | None:
    return record.series_id if isinstance(record, Episode) else _series_of(record)
