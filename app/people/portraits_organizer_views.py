"""Organizers' page of one person's portrait: uploaded, described, replaced, removed."""

from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.models import Role
from app.errors import RuleBroken
from app.on_demand import OnDemand
from app.people.forms import PortraitForm, RemovalForm
from app.people.models import Person
from app.people.operations import describe_portrait, remove_portrait, set_portrait
from app.people.queries import person_by_slug
from app.web.editing import Page
from app.web.organizing import found
from app.web.permissions import needs, signed_in_account, takes
from app.web.verbs import answer_verb

portraits: Any = OnDemand("app.people.portraits")

organizer = Blueprint("organize_portraits", __name__, url_prefix="/organize/people")

MOST_MEGABYTES = 13
"""A picture of 12 MB, as telephones take them, and its words."""


@organizer.route("/<slug>/portrait", methods=["GET", "POST"])
@needs(Role.EDITOR)
@takes(megabytes=MOST_MEGABYTES)
def edit(slug: str) -> Page:
    """A new picture, or only other words for the one that is there."""
    person = found(person_by_slug(slug))
    form = PortraitForm(data={"alt": person.portrait_alt, "credit": person.portrait_credit})
    form.leads_to = _address(person)

    def verb() -> str:
        upload = form.file.data
        words = {"alt": form.alt.data, "credit": form.credit.data}
        if upload and upload.filename:
            portrait = portraits.portrait_from(upload.read(), focus=form.focus)
            set_portrait(person, portrait, **words, by=signed_in_account())
        elif person.portrait_digest:
            describe_portrait(person, **words, by=signed_in_account())
        else:
            raise RuleBroken(_("Choose the picture to upload."), field="file")
        flash(_("The portrait is kept."), "done")
        return _address(person)

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    return _page(person, form, 422 if form.problems else 200)


@organizer.post("/<slug>/portrait/remove")
@needs(Role.EDITOR)
def remove(slug: str) -> Page:
    person = found(person_by_slug(slug))
    form = RemovalForm()
    form.leads_to = _address(person)

    def verb() -> str:
        remove_portrait(person, erase=form.erase.data, by=signed_in_account())
        return _address(person)

    return answer_verb(form, verb) or _page(person, PortraitForm(formdata=None), 422)


def _page(person: Person, form: PortraitForm, status: int) -> Page:
    removal = RemovalForm(formdata=None)
    return render_template("organize/people/portrait.html", person=person, form=form, removal=removal), status


def _address(person: Person) -> str:
    return url_for("organize_people.show", slug=person.slug)
