"""Organizers' pages of sources: listed, added with their kept text, changed."""

from flask import Blueprint, render_template, url_for

from app.accounts.models import Role
from app.quotes.queries import quotes_from_source
from app.sources.forms import KIND_WORDS, SourceForm, shown_source
from app.sources.models import Source
from app.sources.operations import add_source, change_source
from app.sources.queries import source_by_slug, sources_listed
from app.web.editing import Page, answer_add, answer_change, form_page, started_from
from app.web.organizing import found
from app.web.paging import Paging
from app.web.permissions import needs, signed_in_account

organizer = Blueprint("organize_sources", __name__, url_prefix="/organize/sources")


@organizer.get("")
@needs(Role.VIEWER)
def list_all() -> Page:
    return render_template("organize/sources/list.html", paging=Paging.of(sources_listed()), kinds=KIND_WORDS)


@organizer.route("/new", methods=["GET", "POST"])
@needs(Role.EDITOR)
def add() -> Page:
    form = SourceForm()

    def verb() -> str:
        return _address(add_source(fields=form.fields(), by=signed_in_account()))

    if answer := answer_add(form, verb, leads_to=url_for("organize_sources.list_all")):
        return answer
    return form_page("organize/sources/form.html", form, source=None)


@organizer.get("/<slug>")
@needs(Role.VIEWER)
def show(slug: str) -> Page:
    source = found(source_by_slug(slug))
    account = signed_in_account()
    quotes = [
        quote
        for quote in quotes_from_source(source.id)
        if quote.episode is None or account.role_in(quote.episode.series_id)
    ]
    return render_template("organize/sources/show.html", source=source, quotes=quotes, kinds=KIND_WORDS)


@organizer.route("/<slug>/edit", methods=["GET", "POST"])
@needs(Role.EDITOR)
def edit(slug: str) -> Page:
    source = found(source_by_slug(slug))
    form = SourceForm(data=started_from(source, shown_source))

    def change() -> None:
        change_source(source, fields=form.fields(), by=signed_in_account())

    if answer := answer_change(form, source, shown=shown_source, change=change, address=lambda: _address(source)):
        return answer
    return form_page("organize/sources/form.html", form, source=source)


def _address(source: Source) -> str:
    return url_for("organize_sources.show", slug=source.slug)
