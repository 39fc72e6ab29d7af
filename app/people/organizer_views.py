"""Organizers' pages of people: found, added, changed."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import now, zone_names
from app.merges.queries import appearances_held, merge_of, merged_records, quotes_held
from app.people.finding import Known, near_names
from app.people.forms import DayForm, PersonForm, shown_person
from app.people.looking import goes_on, looked_for
from app.people.models import Person
from app.people.operations import add_organization, add_person, change_person
from app.people.queries import (
    affiliations_listed,
    affiliations_on,
    holder_of_slug,
    known_organizations,
    known_people,
    person_by_id,
    person_by_slug,
)
from app.quotes.queries import public_person_by_slug
from app.revisions.keeping import kept_reading
from app.sources.queries import source_titles
from app.web.carrying import is_resumed
from app.web.editing import Page, answer_add, answer_change, form_page, started_from
from app.web.forms import RecordForm
from app.web.organizing import found
from app.web.paging import Paging
from app.web.permissions import needs, signed_in_account

organizer = Blueprint("organize_people", __name__, url_prefix="/organize/people")


@organizer.get("")
@needs(Role.VIEWER)
def list_all() -> Page:
    typed, records = looked_for(_known())
    return render_template("organize/people/list.html", typed=typed, paging=Paging.of(records))


@organizer.route("/new", methods=["GET", "POST"])
@needs(Role.EDITOR)
def add() -> Page:
    """First the name, then whoever may be meant by it, then the form of a new person."""
    form = PersonForm(data=None if request.method == "POST" else {"name": request.args.get("name", "")[:200]})
    known = _known()
    _offer(form, known_organizations())

    def verb() -> str:
        return _address(add_person(fields=form.fields(_new_organizations(form)), by=signed_in_account()))

    near = near_names(form.name.data or "", known)
    if request.method == "GET" and not goes_on(near, form.name.data):
        return render_template("organize/people/find.html", name=form.name.data or "", near=near)
    if request.method == "POST" and near and "another" not in request.values:
        form.validate()
        context = {"form": form, "person": None, "near": near, "zones": sorted(zone_names())}
        return render_template("organize/people/form.html", **context), 422
    if answer := answer_add(form, verb, leads_to=url_for("organize_people.list_all")):
        return answer
    return form_page("organize/people/form.html", form, person=None, near=near, zones=sorted(zone_names()))


def _known() -> list[Known]:
    return kept_reading("people known", ("person", "organization"), known_people)


@organizer.get("/held")
@needs(Role.VIEWER)
def held_on() -> Page:
    """Who held what on a chosen day; today where none is chosen."""
    form = DayForm(request.args, meta={"csrf": False})
    is_right = not request.args.get("day") or form.validate()
    day = form.day.data if is_right and form.day.data else now().date()
    paging = Paging.of(affiliations_on(day) if is_right else [])
    held = affiliations_listed(paging.items)
    page = render_template("organize/people/held.html", form=form, day=day, paging=paging, affiliations=held)
    return page, 200 if is_right else 422


@organizer.get("/<slug>")
@needs(Role.VIEWER)
def show(slug: str) -> Page:
    person = person_by_slug(slug)
    if person is None:
        return _moved(person_by_id(found(holder_of_slug(Person, slug))))
    account = signed_in_account()
    return render_template(
        "organize/people/show.html",
        person=person,
        appearances=[one for one in appearances_held(person.id) if account.role_in(one.episode.series_id)],
        quotes=[one for one in quotes_held(person.id) if one.episode is None or account.role_in(one.episode.series_id)],
        merged=merged_records(Person, person.id),
        merged_into=person_by_id(person.merged_into_id) if person.merged_into_id else None,
        can_come_apart=bool(merge_of(person)),
        is_public=public_person_by_slug(slug) is not None,
        today=now().date(),
        form=RecordForm(formdata=None),
    )


@organizer.route("/<slug>/edit", methods=["GET", "POST"])
@needs(Role.EDITOR)
def edit(slug: str) -> Page:
    person = found(person_by_slug(slug))
    known = known_organizations()

    def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
        return shown_person(snapshot, known)

    def change() -> None:
        change_person(person, fields=form.fields(_new_organizations(form)), by=signed_in_account())

    form = PersonForm(data=started_from(person, shown))
    _offer(form, known)
    if answer := answer_change(form, person, shown=shown, change=change, address=lambda: _address(person)):
        return answer
    return form_page("organize/people/form.html", form, person=person, near=[], zones=sorted(zone_names()))


def _offer(form: PersonForm, organizations: list[Known]) -> None:
    form.offer(organizations, source_titles())
    if is_resumed():
        form.affiliations.append_entry()
        form.add_blank_rows()


def _new_organizations(form: PersonForm) -> dict[str, int]:
    if not form.add_organizations.data:
        return {}
    added = {
        name: add_organization(fields={"name": name}, by=signed_in_account()) for name in form.unknown_organizations
    }
    return {name: organization.id for name, organization in added.items()}


def _address(person: Person) -> str:
    return url_for("organize_people.show", slug=person.slug)


def _moved(person: Person | None) -> Response:
    return redirect(_address(found(person)), 301)
