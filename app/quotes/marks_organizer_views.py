"""Organizers' page of a quote's editorial marks: laid over the words, taken away again; the words stay as they are."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.quotes.forms import MARKS, MarkForm, UnmarkForm
from app.quotes.models import MarkKind, Quote
from app.quotes.operations import mark_quote, unmark_quote
from app.quotes.organizer_views import quote_to_edit
from app.web.editing import Page, form_page
from app.web.permissions import needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_marks", __name__, url_prefix="/organize")


@organizer.route("/quotes/<int:quote_id>/marks", methods=["GET", "POST"])
@needs(Role.EDITOR)
def show(quote_id: int) -> Page:
    quote = quote_to_edit(quote_id)
    form = MarkForm()
    form.leads_to = _address(quote)

    def verb() -> str:
        mark_quote(
            quote,
            after=form.after.data,
            kind=MarkKind(form.kind.data),
            text=form.text.data or None,
            reason=form.reason.data,
            by=signed_in_account(),
        )
        return _address(quote)

    return (answer_verb(form, verb) if request.method == "POST" else None) or _page(quote, form)


@organizer.post("/quotes/<int:quote_id>/marks/<int:place>/remove")
@needs(Role.EDITOR)
def remove(quote_id: int, place: int) -> Page | Response:
    quote = quote_to_edit(quote_id)
    form = UnmarkForm()
    form.leads_to = _address(quote)

    def verb() -> str:
        unmark_quote(quote, place, reason=form.reason.data, by=signed_in_account())
        return _address(quote)

    return answer_verb(form, verb) or _page(quote_to_edit(quote_id), form, place)


def _page(quote: Quote, form: MarkForm | UnmarkForm, place: int | None = None) -> Page:
    """`place` is the mark that was to be taken away, whose reason was typed already."""
    own = form if isinstance(form, MarkForm) else MarkForm(formdata=None)
    away = form if isinstance(form, UnmarkForm) else UnmarkForm(formdata=None)
    return form_page(
        "organize/quotes/marks.html", form, quote=quote, mark_form=own, unmark_form=away, place=place, kinds=MARKS
    )


def _address(quote: Quote) -> str:
    return url_for("organize_marks.show", quote_id=quote.id)
