"""Public pages of people and organizations."""

from itertools import groupby

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.episodes.queries import public_episodes_of_person
from app.people.jsonld import to_person_jsonld
from app.people.queries import portrait_file
from app.quotes.queries import (
    public_organization_by_slug,
    public_organization_moved_to,
    public_organizations_shown,
    public_people_of_organization,
    public_people_shown,
    public_person_by_slug,
    public_person_moved_to,
    public_pillars_said,
    public_quotes_said,
)
from app.web.jsonld import jsonld_answer
from app.web.layout import public_address
from app.web.paging import page_asked

blueprint = Blueprint("people", __name__)
PAGE = 50


@blueprint.get("/people")
def index() -> str:
    return render_template("people/index.html", people=public_people_shown())


@blueprint.get("/people/<slug>")
def show(slug: str) -> str | BaseResponse:
    person = public_person_by_slug(slug)
    if person is None:
        present = public_person_moved_to(slug)
        return redirect(url_for("people.show", slug=present), 301) if present else abort(404)
    narrow = {name: request.args.get(name, "").strip()[:160] or None for name in ("pillar", "words")}
    page = page_asked()
    found = public_quotes_said(person.slug, limit=PAGE + 1, offset=(page - 1) * PAGE, **narrow)
    return render_template(
        "people/show.html",
        person=person,
        appearances=public_episodes_of_person(person.id),
        narrow={name: value for name, value in narrow.items() if value},
        quotes=[(episode, list(said)) for episode, said in groupby(found[:PAGE], key=lambda quote: quote.episode)],
        pillars=[(pillar.slug, f"{pillar.title} ({count})") for pillar, count in public_pillars_said(person.id)],
        page=page,
        more=len(found) > PAGE,
    )


@blueprint.get("/people/<slug>.jsonld")
def jsonld(slug: str) -> Response:
    person = public_person_by_slug(slug)
    if person is None:
        abort(404)
    return jsonld_answer(to_person_jsonld(person, address=public_address("people.show", slug=slug)))


@blueprint.get("/portraits/<digest>-<int:width>.jpg")
def portrait(digest: str, width: int) -> Response:
    """A portrait's bytes never change under their digest."""
    content = portrait_file(digest, width)
    if content is None:
        abort(404)
    answer = Response(content, content_type="image/jpeg")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.get("/organizations")
def organizations() -> str:
    return render_template("people/organizations.html", organizations=public_organizations_shown())


@blueprint.get("/organizations/<slug>")
def organization(slug: str) -> str | BaseResponse:
    found = public_organization_by_slug(slug)
    if found is None:
        present = public_organization_moved_to(slug)
        return redirect(url_for("people.organization", slug=present), 301) if present else abort(404)
    return render_template(
        "people/organization.html", organization=found, appearances=public_people_of_organization(found.id)
    )
