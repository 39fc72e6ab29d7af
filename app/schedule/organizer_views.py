"""Organizers' pages of calendars: private feeds, and who fetches."""

from collections.abc import Callable

from flask import Blueprint, current_app, flash, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.people.queries import people_named, person_by_id
from app.schedule.fetched import fetches_by_feed
from app.schedule.formats import CONTENT_TYPES
from app.schedule.forms import PrivateFeedForm
from app.schedule.models import PrivateFeed
from app.schedule.operations import (
    make_private_feed,
    revoke_private_feed,
    rotate_private_feed,
    take_over_zone_rules,
)
from app.schedule.private_feeds import export_body
from app.schedule.queries import (
    last_fetches,
    private_feed_by_id,
    private_feeds,
    public_feed_paths,
)
from app.schedule.rounds import check_feeds, next_as_shown
from app.schedule.zones import coming_timed, moved, zone_release
from app.series.models import Series
from app.series.queries import all_series
from app.web.addresses import public
from app.web.forms import Form
from app.web.organizing import found
from app.web.paging import Paging
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_calendars", __name__, url_prefix="/organize/calendars")

CHECKED_AT_ONCE = 25
"""Feeds checked on one page of the doctor; `flask schedule check` takes all of them."""

Page = str | Response | tuple[str, int]


@organizer.get("")
@needs(Role.ORGANIZER)
def show() -> Page:
    return _page()


@organizer.get("/check")
@needs(Role.ORGANIZER)
def check() -> Page:
    """The doctor: feeds checked now, page by page, who fetches them, and what programs show for the next entries."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    paging = Paging.of(public_feed_paths(), per_page=CHECKED_AT_ONCE)
    return render_template(
        "organize/calendars/check.html",
        checked=list(check_feeds(app, paging.items)),
        paging=paging,
        fetched=fetches_by_feed(paging.items),
        shown=next_as_shown(app) if paging.number == 1 else [],
    )


@organizer.get("/episodes/<slug>.ics")
@needs(Role.EDITOR)
def export(slug: str) -> Page:
    """The episodes of a series as one file; `app.exchange` links to it beside the spreadsheets."""
    series = found(next((one for one in all_series() if one.slug == slug), None))
    insist(Role.EDITOR, series.id)
    answer = Response(b"".join(export_body(series).pieces), content_type=CONTENT_TYPES["ics"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{series.slug}.ics"'
    return answer


@organizer.post("/clock-rules")
@needs(Role.ORGANIZER)
def take_over() -> Page:
    """Move what a new time-zone database moves, in the series the account organizes."""

    def verb() -> str:
        series_ids = {series.id for series in _series()}
        count = take_over_zone_rules(zone_release(), series_ids, by=signed_in_account())
        words = ngettext("%(num)s entry has its new moment", "%(num)s entries have their new moment", count)
        flash(words + _("; the calendars say so from now on."), "done")
        return url_for("organize_calendars.show")

    return _verb(verb)


@organizer.post("/private")
@needs(Role.ORGANIZER)
def make() -> Page:
    """The address is shown on the next page, once."""
    form = _offered(PrivateFeedForm())

    def verb() -> str:
        series = next(one for one in _series() if str(one.id) == form.series_id.data)
        person = found(person_by_id(int(form.person_id.data))) if form.person_id.data else None
        _feed, token = make_private_feed(series, name=form.name.data, person=person, by=signed_in_account())
        return _shown_once(token)

    return answer_verb(form, verb) or _page(form)


@organizer.post("/private/<int:feed_id>/rotate")
@needs(Role.ORGANIZER)
def rotate(feed_id: int) -> Page:
    feed = _feed(feed_id)
    return _verb(lambda: _shown_once(rotate_private_feed(feed, by=signed_in_account())))


@organizer.post("/private/<int:feed_id>/revoke")
@needs(Role.ORGANIZER)
def revoke(feed_id: int) -> Page:
    feed = _feed(feed_id)

    def verb() -> str:
        revoke_private_feed(feed, by=signed_in_account())
        flash(_("“%(name)s” is taken back. Its subscribers now see only that.", name=feed.name), "done")
        return url_for("organize_calendars.show")

    return _verb(verb)


def _verb(verb: Callable[[], str]) -> Page:
    form = Form()
    return answer_verb(form, verb) or _page(problem=form)


def _shown_once(token: str) -> str:
    address = public(url_for("private_schedule.feed", token=token))
    flash(_("Copy this address now; it is not shown again: %(address)s", address=address), "address")
    return url_for("organize_calendars.show")


def _feed(feed_id: int) -> PrivateFeed:
    feed = found(private_feed_by_id(feed_id))
    insist(Role.ORGANIZER, feed.series_id)
    return feed


def _series() -> list[Series]:
    return [series for series in all_series() if may(Role.ORGANIZER, series.id)]


def _offered(form: PrivateFeedForm) -> PrivateFeedForm:
    form.series_id.choices = [(str(series.id), series.title) for series in _series()]
    people = [(str(person.id), person.name) for person in people_named()]
    form.person_id.choices = [("", _("The organizers: drafts, holds, rehearsals, run of show")), *people]
    return form


def _page(form: PrivateFeedForm | None = None, problem: Form | None = None) -> Page:
    own = {series.id for series in _series()}
    page = render_template(
        "organize/calendars/show.html",
        feeds=private_feeds(own),
        moved=[one for one in moved(coming_timed()) if one.record.series_id in own],
        release=zone_release(),
        form=form or _offered(PrivateFeedForm(formdata=None)),
        problem_form=form or problem,
        button=Form(formdata=None),
        fetches=last_fetches(),
    )
    return page, 422 if form or problem else 200
