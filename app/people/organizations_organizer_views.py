"""Organizers' pages of organizations: found, added, changed."""

from flask import Blueprint, redirect, render_template, request, url_for

from app.accounts.models import Role
from app.merges.queries import merge_of, merged_records
from app.people.finding import near_names
from app.people.forms import OrganizationForm, shown_organization
from app.people.looking import goes_on, looked_for
from app.people.models import Organization
from app.people.operations import add_organization, change_organization
from app.people.queries import (
    holder_of_slug,
    known_organizations,
    organization_by_id,
    organization_by_slug,
    people_of_organization,
)
from app.quotes.queries import public_organization_by_slug
from app.web.editing import Page, answer_add, answer_change, form_page, started_from
from app.web.forms import RecordForm
from app.web.organizing import found
from app.web.paging import Paging
from app.web.permissions import needs, signed_in_account

organizer = Blueprint("organize_organizations", __name__, url_prefix="/organize/organizations")


@organizer.get("")
@needs(Role.VIEWER)
def list_all() -> Page:
    typed, records = looked_for(known_organizations())
    return render_template("organize/organizations/list.html", typed=typed, paging=Paging.of(records))


@organizer.route("/new", methods=["GET", "POST"])
@needs(Role.EDITOR)
def add() -> Page:
    form = OrganizationForm(data=None if request.method == "POST" else {"name": request.args.get("name", "")[:200]})

    def verb() -> str:
        return _address(add_organization(fields=form.fields(), by=signed_in_account()))

    near = near_names(form.name.data or "", known_organizations())
    if request.method == "GET" and not goes_on(near, form.name.data):
        return render_template("organize/organizations/find.html", name=form.name.data or "", near=near)
    if request.method == "POST" and near and "another" not in request.values:
        form.validate()
        return render_template("organize/organizations/form.html", form=form, organization=None, near=near), 422
    if answer := answer_add(form, verb, leads_to=url_for("organize_organizations.list_all")):
        return answer
    return form_page("organize/organizations/form.html", form, organization=None, near=near)


@organizer.get("/<slug>")
@needs(Role.VIEWER)
def show(slug: str) -> Page:
    organization = organization_by_slug(slug)
    if organization is None:
        present = organization_by_id(found(holder_of_slug(Organization, slug)))
        return redirect(_address(found(present)), 301)
    into = organization.merged_into_id
    return render_template(
        "organize/organizations/show.html",
        organization=organization,
        held=people_of_organization(organization.id),
        merged=merged_records(Organization, organization.id),
        merged_into=organization_by_id(into) if into else None,
        can_come_apart=bool(merge_of(organization)),
        is_public=public_organization_by_slug(slug) is not None,
        form=RecordForm(formdata=None),
    )


@organizer.route("/<slug>/edit", methods=["GET", "POST"])
@needs(Role.EDITOR)
def edit(slug: str) -> Page:
    organization = found(organization_by_slug(slug))
    form = OrganizationForm(data=started_from(organization, shown_organization))

    def change() -> None:
        change_organization(organization, fields=form.fields(), by=signed_in_account())

    if answer := answer_change(
        form, organization, shown=shown_organization, change=change, address=lambda: _address(organization)
    ):
        return answer
    return form_page("organize/organizations/form.html", form, organization=organization, near=[])


def _address(organization: Organization) -> str:
    return url_for("organize_organizations.show", slug=organization.slug)
