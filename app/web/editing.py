"""How the form of one record is answered: added, or changed where nobody else did; and its page shown again."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from app.revisions.models import Revisioned
from app.revisions.queries import revision_number_of
from app.web.forms import Form, RecordForm
from app.web.merging import Shown, answer_edit
from app.web.verbs import answer_verb

Page = str | Response | tuple[str, int]


def started_from(record: Revisioned, shown: Shown) -> dict[str, Any]:
    """What the form of an existing record starts with, and from which revision."""
    return shown(record.snapshot()) | {"base_revision": revision_number_of(record)}


def answer_change(
    form: RecordForm, record: Revisioned, *, shown: Shown, change: Callable[[], None], address: Callable[[], str]
) -> Response | tuple[str, int] | None:
    """Change the record, or show the merge page; None where the form is to be shown again.

    `address` is asked after the change: a new slug has a new address.
    """
    form.leads_to = address()

    def verb() -> str:
        change()
        return address()

    return answer_edit(form, record, shown=shown, verb=verb)


def answer_add(form: Form, verb: Callable[[], str], *, leads_to: str) -> Response | None:
    """Make a new record, its slug from its name; `leads_to` is where the same form sent twice goes."""
    if "slug" in form:
        del form.slug
    form.leads_to = leads_to
    return answer_verb(form, verb) if request.method == "POST" else None


def form_page(template: str, form: Form, **context: object) -> Page:
    """The page with the form: 422 when something typed is not right yet."""
    return render_template(template, form=form, **context), 422 if form.problems else 200
