"""Calendar feeds: of the series, of every record, of any filter, of one episode."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from app.episodes.filters import EpisodeFilter
from app.episodes.models import AppearanceRole
from app.schedule.feeds import Feed, episode_bytes, feed_bytes, parse_alarm, parse_profile
from app.schedule.queries import public_episode_for_feed, public_filter_names
from app.series.models import Series
from app.series.queries import main_series, series_by_slug

blueprint = Blueprint("schedule", __name__)

CALENDAR_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


@blueprint.get("/schedule/series.ics")
def series_feed() -> Response:
    """The main series, or any part of it by query."""
    return _feed(series=_main().slug)


@blueprint.get("/schedule/<slug>.ics")
def other_series_feed(slug: str) -> Response:
    return _feed(series=slug)


@blueprint.get("/schedule/pillars/<slug>.ics")
def pillar_feed(slug: str) -> Response:
    return _feed(pillar=slug)


@blueprint.get("/schedule/themes/<slug>.ics")
def theme_feed(slug: str) -> Response:
    return _feed(theme=slug)


@blueprint.get("/schedule/people/<slug>.ics")
def person_feed(slug: str) -> Response:
    return _feed(person=slug)


@blueprint.get("/schedule/organizations/<slug>.ics")
def organization_feed(slug: str) -> Response:
    return _feed(organization=slug)


@blueprint.get("/schedule/roles/<role>.ics")
def role_feed(role: str) -> Response:
    if role not in {member.value for member in AppearanceRole}:
        abort(404)
    return _feed(role=AppearanceRole(role))


@blueprint.get("/episodes/<slug>.ics")
def episode_feed(slug: str) -> Response:
    """One episode as a file to keep."""
    episode = public_episode_for_feed(slug) or abort(404)
    answer = _calendar(episode_bytes(episode, _asked()))
    answer.headers.set("Content-Disposition", "attachment", filename=f"{episode.slug}.ics")
    return answer


def _feed(**fixed: Any) -> Response:
    """The feed of an address that fixes some fields; the query sets others."""
    feed = _asked(**fixed)
    names = public_filter_names(feed.chosen)
    if names is None:
        abort(404)
    series = series_by_slug(feed.chosen.series) if feed.chosen.series else None
    return _calendar(feed_bytes(feed, series or _main(), names))


def _calendar(content: bytes) -> Response:
    """Readable from any page's script, too: everything in it is public."""
    answer = Response(content, content_type=CALENDAR_TYPE)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _asked(**fixed: Any) -> Feed:
    return Feed(
        path=request.path,
        chosen=EpisodeFilter.parse(request.args, **fixed),
        fixed=tuple(fixed),
        alarm=parse_alarm(request.args.getlist("alarm")),
        rich=parse_profile(request.args.getlist("profile")),
    )


def _main() -> Series:
    return main_series(current_app.config["SETTINGS"].series) or abort(404)
