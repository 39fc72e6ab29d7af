"""What was typed is kept when a form comes back too late: carried through sign-in, shown again, never saved unasked."""

import re

from flask import Response, make_response, render_template, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

NOT_CARRIED = {"csrf_token", "password", "carried_to", "next", "resume"}
CARRIED = "carried."
ADDRESS = re.compile(r"/organize(?:/[A-Za-z0-9_\-]+)*/?")


def is_own_address(address: str) -> bool:
    """Whether a redirect may go there: an organizer's address, compared as a string and never parsed."""
    return ADDRESS.fullmatch(address) is not None


def expired_page(status: int) -> Response:
    """The page that asks to sign in again, or only to go on, with everything typed along in hidden fields.

    A form sent from another site is not carried: its fields were never typed here.
    """
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED]
    kept = fields if from_here and is_own_address(request.path) else []
    return make_response(
        render_template(
            "organize/expired.html",
            fields=kept,
            carried_to=request.path,
            signed_in=current_user.is_authenticated,
            prefix=CARRIED,
        ),
        status,
    )


def carried_fields(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The fields of the other form that a sign-in brought along."""
    return [(name[len(CARRIED) :], value) for name, value in form.items(multi=True) if name.startswith(CARRIED)]


def is_resumed() -> bool:
    """Whether this submission only shows the form again as it was typed."""
    return "resume" in request.form
