"""Search over everything the account may see, the pages it opens most, and the filters it keeps; also the palette."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.database import db
from app.people.finding import folded
from app.planning.looking import LONGEST, everything_found, recent_records, titles_of_records
from app.planning.operations import forget_filter, save_filter
from app.planning.queries import saved_filters_of, series_seen
from app.planning.search_forms import KeepForm
from app.web.forms import Form
from app.web.organizing import found, navigation
from app.web.permissions import may, needs, signed_in_account
from app.web.places import organizer_address
from app.web.verbs import answer_verb

organizer = Blueprint("organize_search", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Command:
    """A page to go to, by what one does there."""

    words: str
    address: str


@organizer.get("/search")
@needs(Role.VIEWER)
def search() -> Page:
    """Without words: what was opened last and what is kept. The palette shows the same answer in a dialog."""
    typed = request.args.get("q", "").strip()[:LONGEST]
    account = signed_in_account()
    series = [one.id for one in series_seen(account)]
    hits = everything_found(typed, series)
    recent = [] if typed else titles_of_records(recent_records(account.id), series)
    kept = saved_filters_of(account.id)
    return render_template(
        "organize/planning/search.html",
        typed=typed,
        hits=hits,
        kinds=kind_words(),
        commands=[one for one in commands() if not typed or _is_meant(typed, one.words)],
        kept=[one for one in kept if not typed or _is_meant(typed, one.name)],
        recent=recent,
        address_of=organizer_address,
        form=Form(formdata=None),
    )


@organizer.route("/filters", methods=["GET", "POST"])
@needs(Role.VIEWER)
def filters() -> Page:
    """The filters the account keeps, and keeping one more."""
    account = signed_in_account()
    form = KeepForm(data={"address": request.args.get("address", "")})

    def verb() -> str:
        kept = save_filter(account, name=form.name.data or "", address=form.address.data or "")
        flash(_("Kept as “%(name)s”.", name=kept.name), "done")
        return url_for("organize_search.filters")

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    page = render_template("organize/planning/filters.html", form=form, kept=saved_filters_of(account.id))
    return page, 422 if form.problems else 200


@organizer.post("/filters/<int:filter_id>/forget")
@needs(Role.VIEWER)
def forget(filter_id: int) -> Page:
    """Only one's own filters are found."""
    own = {one.id: one for one in saved_filters_of(signed_in_account().id)}
    forget_filter(found(own.get(filter_id)))
    db.session.commit()
    return redirect(url_for("organize_search.filters"), 303)


def commands() -> list[Command]:
    """The pages the account may open, and what it may begin."""
    items = [Command(item.words, item.address) for item in navigation()]
    if may(Role.EDITOR):
        items += [
            Command(_("Take down a quote"), url_for("organize_quotes.add")),
            Command(_("Add a hold, rehearsal or deadline"), url_for("organize_moves.add_item_page")),
            Command(_("Suggest times"), url_for("organize_suggestions.suggest")),
            Command(_("Make a run of episodes"), url_for("organize_speed.make_run")),
        ]
    if may(Role.ORGANIZER):
        items.append(Command(_("Change several episodes"), url_for("organize_speed.together")))
    return [*items, Command(_("Kept filters"), url_for("organize_search.filters"))]


def kind_words() -> dict[str, str]:
    return {
        "episode": _("Episodes"),
        "person": _("People"),
        "organization": _("Organizations"),
        "quote": _("Quotes"),
        "source": _("Sources"),
    }


def _is_meant(typed: str, words: str) -> bool:
    parts = folded(words).split()
    return all(any(part.startswith(word) for part in parts) for word in folded(typed).split())
