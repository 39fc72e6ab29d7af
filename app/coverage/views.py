"""Public pages of what the series did for the strategy: the board, the figures for other tools, the report."""

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _

from app.clock import now
from app.coverage import pdf
from app.coverage.choices import check_framework, choice_parameters, parse_choice
from app.coverage.counting import Figures
from app.coverage.keeping import Kept, public_kept
from app.coverage.material import Choice, Material
from app.coverage.presenting import board_context, report_pages
from app.coverage.queries import public_quotes_cited, public_words
from app.coverage.report import AddressOf, Report, said_of, to_figures_json
from app.coverage.words import country_in_words, gaps_in_words, number_in_words
from app.episodes.filters import FilterUnclear
from app.quotes.citations import cited, un_style
from app.tables import CSV_TYPE, XLSX_TYPE, to_csv, to_xlsx
from app.web.answers import changes_by_the_hour
from app.web.layout import public_address, spoken_address

blueprint = Blueprint("coverage", __name__)
blueprint.add_app_template_filter(gaps_in_words, "gaps_in_words")
blueprint.add_app_template_filter(country_in_words, "country")
blueprint.add_app_template_filter(number_in_words, "number")
blueprint.add_app_template_filter(lambda quote, address: un_style(cited(quote, address)), "un_citation")

SCHEMA = Path(__file__).with_name("coverage.schema.json")


@blueprint.get("/coverage")
def board() -> str:
    kept, choice = _asked()
    beginning = url_for("episodes.show", slug="x").removesuffix("x")
    context = board_context(kept, choice, today(), episode_link=beginning.__add__)
    return render_template("coverage/board.html", **context, files=files(choice))


@blueprint.get("/coverage.json")
def figures_json() -> Response:
    """The figures at an address that stays, for results-reporting tools; coverage.schema.json describes them."""
    return _json(to_figures_json(_figures(*_asked())[0], addresses()))


@blueprint.get("/coverage.schema.json")
def schema() -> Response:
    return Response(_schema_text(), mimetype="application/schema+json")


@cache
def _schema_text() -> str:
    return SCHEMA.read_text(encoding="utf-8")


@blueprint.get("/coverage/report")
def report() -> str:
    return render_template("coverage/report.html", **_report_context(*_asked()))


@blueprint.get("/coverage/report.pdf")
def report_pdf() -> Response:
    """The same pages as a tagged PDF; 503 with a sentence where this machine cannot set them."""
    kept, choice = _asked()
    text = render_template("coverage/report_pdf.html", **_report_context(kept, choice), changed_at=kept.changed_at)
    try:
        content = pdf.made_pdf(text, as_of=kept.changed_at)
    except pdf.CannotMakePdf as error:
        answer = Response(f"{error}\n", 503, mimetype="text/plain")
        answer.headers["Retry-After"] = "3600"
        answer.headers["Cache-Control"] = "no-store"
        return answer
    return _file(content, "application/pdf", "pdf")


@blueprint.get("/coverage/report.json")
def report_json() -> Response:
    return _json(_report(*_asked()).to_json())


@blueprint.get("/coverage/report.xlsx")
def report_xlsx() -> Response:
    kept, choice = _asked()
    return _file(to_xlsx(_report(kept, choice).tables(), as_of=kept.changed_at), XLSX_TYPE, "xlsx")


@blueprint.get("/coverage/report.csv")
def report_csv() -> Response:
    """One table of the report, by `table`; the pillars unless another is named."""
    tables = _report(*_asked()).tables()
    name = request.args.get("table", "pillars")
    if name not in tables:
        abort(422, _("“table” can be one of: %(names)s.", names=", ".join(tables)))
    return _file(to_csv(tables[name]).encode(), CSV_TYPE, "csv", name)


def today() -> date:
    return now().date()


def _asked() -> tuple[Kept, Choice]:
    """What the public may count, and what the address asks of it; days end, and things grow thin, at whole hours."""
    changes_by_the_hour()
    try:
        choice = parse_choice(request.args)
        kept = public_kept()
        check_framework(choice, kept.material)
    except FilterUnclear as error:
        abort(422, error.message)
    return kept, choice


def _figures(kept: Kept, choice: Choice) -> tuple[Figures, Material]:
    return kept.figures(choice, today()), kept.material


def _report(kept: Kept, choice: Choice) -> Report:
    return Report(*_figures(kept, choice), said_of(public_words()), addresses())


def _report_context(kept: Kept, choice: Choice) -> dict[str, Any]:
    report_of = Report(*_figures(kept, choice), {}, addresses(spoken_address))
    pages, permanent = report_pages(report_of, public_quotes_cited), addresses()
    return pages | {
        "files": files(report_of.figures.choice),
        "quote_address": lambda quote: permanent("quote", quote.id, quote.slug),
    }


def files(choice: Choice) -> list[tuple[str, str]]:
    """Name and address of each file of the same figures."""
    parameters = choice_parameters(choice)
    query = f"?{urlencode(parameters)}" if parameters else ""
    endpoints = (
        (_("PDF"), "coverage.report_pdf"),
        (_("Workbook (XLSX)"), "coverage.report_xlsx"),
        (_("Table of pillars (CSV)"), "coverage.report_csv"),
        (_("Data of the report (JSON)"), "coverage.report_json"),
        (_("Figures for other tools (JSON)"), "coverage.figures_json"),
    )
    return [(words, f"{url_for(endpoint)}{query}") for words, endpoint in endpoints]


def addresses(whole: Callable[..., str] = public_address) -> AddressOf:
    """The address of an episode, a person, a quote, a pillar, a theme, or the schema: the permanent one, as files
    have it, or with `spoken_address` the page in the reader's language.

    A report asks for thousands: the map of addresses is asked once for each kind, and slugs need no quoting.
    """
    known: dict[str, str] = {}

    def address_of(kind: str, *names: Any) -> str:
        if kind not in known:
            known[kind] = BEGINNINGS[kind](whole)
        return known[kind] + "-".join(map(str, names))

    return address_of


BEGINNINGS: dict[str, Callable[[Callable[..., str]], str]] = {
    "episode": lambda whole: whole("episodes.show", slug="x").removesuffix("x"),
    "person": lambda whole: whole("people.show", slug="x").removesuffix("x"),
    "pillar": lambda whole: whole("strategy.pillar", slug="x").removesuffix("x"),
    "theme": lambda whole: whole("strategy.theme", slug="x").removesuffix("x"),
    "quote": lambda whole: whole("quotes.show", quote_id=0, slug="x").removesuffix("0-x"),
    "schema": lambda whole: whole("coverage.schema"),
}


def _json(data: dict[str, Any]) -> Response:
    return Response(json.dumps(data, ensure_ascii=False), mimetype="application/json")


def _file(content: bytes, kind: str, suffix: str, name: str = "") -> Response:
    answer = Response(content, content_type=kind)
    whole = f"coverage-{name}.{suffix}" if name else f"coverage.{suffix}"
    disposition = "inline" if suffix == "pdf" else "attachment"
    answer.headers["Content-Disposition"] = f'{disposition}; filename="{whole}"'
    return answer
