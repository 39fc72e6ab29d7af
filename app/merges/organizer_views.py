"""Organizers' pages of merges: records that may be one, what a merge would move, and taking it apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.merges.operations import filled_by_merge, merge_organizations, merge_people, undo_merge
from app.merges.queries import Holdings, holdings_of_organization, holdings_of_person, merge_of
from app.people.finding import Known, found_names, near_names, same_name_pairs
from app.people.models import Organization, Person
from app.people.queries import known_organizations, known_people, organization_by_slug, person_by_slug
from app.revisions.keeping import kept_reading
from app.revisions.words import label_of
from app.web.forms import Form
from app.web.organizing import found
from app.web.permissions import insist, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_merges", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]
Record = Person | Organization


@dataclass(frozen=True)
class Kind:
    """What differs between a merge of people and one of organizations."""

    endpoint: str
    by_slug: Callable[[str], Any]
    known: Callable[[], list[Known]]
    holdings: Callable[[int], Holdings]
    merge: Callable[..., None]


KINDS = {
    "people": Kind("organize_people", person_by_slug, known_people, holdings_of_person, merge_people),
    "organizations": Kind(
        "organize_organizations",
        organization_by_slug,
        known_organizations,
        holdings_of_organization,
        merge_organizations,
    ),
}


@organizer.get("/people/doubles", defaults={"kind": "people"})
@organizer.get("/organizations/doubles", defaults={"kind": "organizations"})
@needs(Role.EDITOR)
def doubles(kind: str) -> Page:
    """Pairs of records with the same or nearly the same name."""
    pairs = kept_reading(f"doubles of {kind}", ("person", "organization"), lambda: same_name_pairs(KINDS[kind].known()))
    return render_template("organize/merges/doubles.html", kind=kind, endpoint=KINDS[kind].endpoint, pairs=pairs)


@organizer.route("/people/<slug>/merge", methods=["GET", "POST"], defaults={"kind": "people"})
@organizer.route("/organizations/<slug>/merge", methods=["GET", "POST"], defaults={"kind": "organizations"})
@needs(Role.ORGANIZER)
def merge(kind: str, slug: str) -> Page:
    """The record of this address is kept; `with` names the other one, whose address leads here afterwards."""
    of_kind = KINDS[kind]
    kept = found(of_kind.by_slug(slug))
    other_slug = request.values.get("with", "")
    if not other_slug:
        return _choose(kind, kept)
    other = found(of_kind.by_slug(other_slug))
    moved = of_kind.holdings(other.id)
    _insist_on_all(moved)
    form = Form()
    form.leads_to = _address(kind, kept)

    def verb() -> str:
        of_kind.merge(kept, other, by=signed_in_account())
        flash(_("The two records are one. The merge can be taken apart on the page of the other record."), "done")
        return _address(kind, kept)

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    fills = [label_of(name) for name in filled_by_merge(kept, other)]
    context = {"kind": kind, "kept": kept, "other": other, "moved": moved, "fills": fills}
    page = render_template("organize/merges/merge.html", form=form, endpoint=of_kind.endpoint, **context)
    return page, 422 if form.problems else 200


@organizer.post("/people/<slug>/unmerge", defaults={"kind": "people"})
@organizer.post("/organizations/<slug>/unmerge", defaults={"kind": "organizations"})
@needs(Role.ORGANIZER)
def take_apart(kind: str, slug: str) -> Page:
    record = found(KINDS[kind].by_slug(slug))
    form = Form()
    form.leads_to = _address(kind, record)

    def verb() -> str:
        undo_merge(record, by=signed_in_account())
        _insist_on_all(KINDS[kind].holdings(record.id))
        flash(_("The merge is taken apart; both records are as they were."), "done")
        return _address(kind, record)

    answer = answer_verb(form, verb)
    if answer:
        return answer
    page = render_template(
        "organize/merges/refused.html", form=form, record=record, address=_address(kind, record), has=merge_of(record)
    )
    return page, 422


def _choose(kind: str, kept: Record) -> Page:
    typed = request.args.get("q", "")[:200].strip()
    every = kept_reading(f"known {kind}", ("person", "organization"), KINDS[kind].known)
    known = [one for one in every if one.id != kept.id]
    matches = found_names(typed, known) if typed else near_names(kept.name, known, limit=10)
    return render_template(
        "organize/merges/choose.html",
        kind=kind,
        endpoint=KINDS[kind].endpoint,
        kept=kept,
        typed=typed,
        matches=matches,
    )


def _insist_on_all(moved: Holdings) -> None:
    """A merge changes episodes and quotes: its maker organizes all of their series."""
    episodes = [*moved.episodes, *(quote.episode for quote in moved.quotes if quote.episode)]
    for series_id in {episode.series_id for episode in episodes}:
        insist(Role.ORGANIZER, series_id)


def _address(kind: str, record: Record) -> str:
    return url_for(f"{KINDS[kind].endpoint}.show", slug=record.slug)
