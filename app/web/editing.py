"""How a form over one record is answered: fresh or refused, then its verb; and how its page is shown again."""

from collections.abc import Callable

from flask import render_template, request
from werkzeug.wrappers import Response

from app.revisions.models import Revisioned
from app.revisions.operations import check_fresh
from app.revisions.queries import revision_number_of
from app.web.forms import Form, RecordForm
from app.web.verbs import answer_verb

Page = str | Response | tuple[str, int]


def answer_edit(
    form: RecordForm, record: Revisioned, *, change: Callable[[], None], address: Callable[[], str]
) -> Response | None:
    """Change the record unless somebody changed it since the form was opened; None where the page is to be shown.

    `address` is asked after the change: a new slug has a new address.
    """
    present = revision_number_of(record)
    form.leads_to = address()

    def verb() -> str:
        started_from, form.base_revision.data = form.base_revision.data, present
        check_fresh(record, started_from=started_from)
        change()
        return address()

    if request.method == "POST":
        return answer_verb(form, verb)
    form.base_revision.data = present
    return None


def answer_add(form: Form, verb: Callable[[], str], *, leads_to: str) -> Response | None:
    """Make a new record, its slug from its name; `leads_to` is where the same form sent twice goes."""
    if "slug" in form:
        del form.slug
    form.leads_to = leads_to
    return answer_verb(form, verb) if request.method == "POST" else None


def form_page(template: str, form: Form, **context: object) -> Page:
    """The page with the form: 422 when something typed is not right yet."""
    return render_template(template, form=form, **context), 422 if form.problems else 200
