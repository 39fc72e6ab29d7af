"""Private calendars, for whoever holds their address; no session is read."""

from flask import Blueprint, Response, abort

from app.accounts.operations import hash_token
from app.schedule.fetches import note_private_fetch
from app.schedule.formats import CONTENT_TYPES
from app.schedule.operations import PREFIX
from app.schedule.private_feeds import private_body
from app.schedule.queries import private_feed_by_hash
from app.web.answers import InPieces, give_to_holder

blueprint = Blueprint("private_schedule", __name__)

LONGEST_TOKEN = 80


@blueprint.get("/schedule/private/<token>.ics")
def feed(token: str) -> Response:
    """The feed of that token; a taken-back one says so, an unknown one is not found."""
    if not token.startswith(PREFIX) or len(token) > LONGEST_TOKEN:
        abort(404)
    found = private_feed_by_hash(hash_token(token)) or abort(404)
    note_private_fetch(found)
    return give_to_holder(InPieces(private_body(found), CONTENT_TYPES["ics"]))
