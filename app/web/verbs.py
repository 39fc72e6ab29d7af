"""How one verb of an organizer's page is answered: once, checked for freshness, committed, 303; or its sentence."""

from collections.abc import Callable

from flask import redirect
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.database import db
from app.errors import RuleBroken, StaleEdit
from app.revisions.operations import request_id
from app.revisions.queries import revision_by_request
from app.web.carrying import is_resumed
from app.web.forms import Form


def answer_verb(form: Form, verb: Callable[[], str]) -> Response | None:
    """Run the verb, which returns the address to go to; None where the page must be shown again with the problems.

    A form that was sent twice changes nothing the second time and leads to `form.leads_to`, the address of its page.
    """
    if is_resumed() or not form.validate():
        return None
    repeated = form.request_id.data and revision_by_request(form.request_id.data)
    if repeated:
        return redirect(getattr(form, "leads_to", "") or "/organize/", 303)
    given = request_id.set(form.request_id.data or None)
    try:
        address = verb()
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        form.is_stale = isinstance(broken, StaleEdit)
        form.refuse(broken.message, broken.field)
        return None
    except (IntegrityError, StaleDataError) as clash:
        db.session.rollback()
        form.is_stale = isinstance(clash, StaleDataError)
        form.refuse(_("Somebody changed this meanwhile. Look at it once more, then send it again."))
        return None
    finally:
        request_id.reset(given)
    return redirect(address, 303)
