"""The organizers' first page: what needs attention now, what comes next, what changed lately and by whom."""

from datetime import date, timedelta

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import now
from app.episodes.models import Episode
from app.episodes.readiness import Line
from app.planning.attention import (
    GOING_ON,
    coming_episodes,
    episodes_to_tell_of,
    source_disagreements,
    stale_drafts,
    unanswered_clearances,
    unconfirmed_speakers,
    waiting_changes,
    waiting_quotes,
    zone_changes,
)
from app.planning.queries import changed_lately, readiness_by_episode, series_seen, slugs_of
from app.web.permissions import needs, series_in_reach, signed_in_account
from app.web.places import organizer_address

organizer = Blueprint("organize_dashboard", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]
SOON = timedelta(days=21)
NEXT = 8


@organizer.get("/")
@needs(Role.VIEWER)
def dashboard() -> Page:
    """Everything here is computed when it is read; nothing has to be ticked off."""
    series = [one.id for one in series_seen(signed_in_account())]
    today = now().date()
    coming = coming_episodes(series, today)
    lines = readiness_by_episode(coming, today)
    recent = changed_lately(series_in_reach())
    return render_template(
        "organize/planning/dashboard.html",
        unconfirmed=unconfirmed_speakers(series, today),
        unready=[one for one in coming if _is_pressing(one, lines, today)],
        staged=waiting_changes(series),
        to_tell=episodes_to_tell_of(series),
        quotes=waiting_quotes(series),
        clearances=unanswered_clearances(series),
        stale=stale_drafts(series, today),
        disagreements=source_disagreements(series),
        moved=zone_changes(series, today),
        coming=coming[:NEXT],
        lines=lines,
        today=today,
        recent=recent,
        slugs=slugs_of((one.record_type, one.record_id) for one, _more in recent),
        address_of=organizer_address,
    )


def _is_pressing(episode: Episode, lines: dict[int, list[Line]], today: date) -> bool:
    if episode.day > today + SOON or episode.status not in GOING_ON:
        return False
    return any(not line.done for line in lines[episode.id])
