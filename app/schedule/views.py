"""Calendar feeds: of every episode, a series, a record, any filter, one episode; each in every form, with its page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.episodes.filters import EpisodeFilter, When
from app.episodes.models import AppearanceRole
from app.episodes.queries import public_programme
from app.schedule.changes import recent_changes
from app.schedule.feeds import Feed, episode_body, feed_body, head_of, parse_alarm, parse_profile, site_of
from app.schedule.formats import CONTENT_TYPES
from app.schedule.queries import (
    public_episode_for_feed,
    public_feed_changes,
    public_feed_versions,
    public_filter_names,
)
from app.series.models import Series
from app.series.queries import series_by_slug
from app.web.answers import FEED_CACHING, InPieces, changes_by_the_hour
from app.web.bodies import Body
from app.web.layout import site_series
from app.web.negotiation import form_accepted

blueprint = Blueprint("schedule", __name__)

View = Callable[..., BaseResponse]
OTHER_FORMS = "<any(jcal,xcal,jscal,atom,json):form>"


def feed_at(path: str) -> Callable[[View], View]:
    """The address as page (or in the form asked for), as calendar, and in each other form."""

    def register(view: View) -> View:
        for address in (path, f"{path}.ics", f"{path}.{OTHER_FORMS}"):
            blueprint.add_url_rule(address, endpoint=view.__name__, view_func=view)
        return view

    return register


@feed_at("/schedule/episodes")
def every_feed(form: str = "") -> BaseResponse:  # noqa: ARG001
    """Every series, or any part by query: the very list of the programme's page."""
    return _feed()


@feed_at("/schedule/series")
def series_feed(form: str = "") -> BaseResponse:  # noqa: ARG001
    """The main series, or any part of it by query."""
    return _feed(series=_main().slug)


@feed_at("/schedule/<slug>")
def other_series_feed(slug: str, form: str = "") -> BaseResponse:  # noqa: ARG001
    return _feed(series=slug)


@feed_at("/schedule/pillars/<slug>")
def pillar_feed(slug: str, form: str = "") -> BaseResponse:  # noqa: ARG001
    return _feed(pillar=slug)


@feed_at("/schedule/themes/<slug>")
def theme_feed(slug: str, form: str = "") -> BaseResponse:  # noqa: ARG001
    return _feed(theme=slug)


@feed_at("/schedule/people/<slug>")
def person_feed(slug: str, form: str = "") -> BaseResponse:  # noqa: ARG001
    return _feed(person=slug)


@feed_at("/schedule/organizations/<slug>")
def organization_feed(slug: str, form: str = "") -> BaseResponse:  # noqa: ARG001
    return _feed(organization=slug)


@feed_at("/schedule/roles/<role>")
def role_feed(role: str, form: str = "") -> BaseResponse:  # noqa: ARG001
    if role not in {member.value for member in AppearanceRole}:
        abort(404)
    return _feed(role=AppearanceRole(role))


@blueprint.get("/episodes/<slug>.ics")
@blueprint.get("/episodes/<slug>.<any(jcal,xcal,jscal):form>")
def episode_feed(slug: str, form: str = "ics") -> BaseResponse:
    """One episode as a file to keep."""
    episode = public_episode_for_feed(slug) or abort(404)
    answer = _calendar(episode_body(episode, _asked(), form), form)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{episode.slug}.{form}")
    return answer


def _feed(**fixed: Any) -> BaseResponse:
    """The feed of an address that fixes some fields; the query sets others."""
    feed = _asked(**fixed)
    series = _main()
    names = public_filter_names(feed.chosen, series)
    if names is None:
        abort(404)
    if feed.chosen.series not in (None, series.slug):
        series = series_by_slug(feed.chosen.series) or series
    if feed.chosen.when is not When.ALL or current_app.config["SETTINGS"].called_off_days is not None:
        changes_by_the_hour()  # a day without a time is over at noon (UTC), what was called off long ago leaves
    form = _form()
    if form == "html":
        return _page(replace(feed, path=f"{feed.path}.ics"), series, names)
    return _calendar(feed_body(replace(feed, path=f"{feed.bare}.{form}"), series, names, form), form)


def _form() -> str:
    """By suffix, else by the Accept header."""
    suffix = request.path.rpartition(".")[2]
    return suffix if suffix in CONTENT_TYPES else form_accepted(request.headers.get("Accept", ""))


def _page(feed: Feed, series: Series, names: dict[str, str]) -> Response:
    """What this calendar shows."""
    settings = current_app.config["SETTINGS"]
    chosen = feed.chosen if feed.chosen.when is When.PAST else replace(feed.chosen, when=When.UPCOMING)
    return make_response(
        render_template(
            "schedule/show.html",
            feed=feed,
            head=head_of(feed, series, names, site_of(settings)),
            series=series,
            words=feed.chosen.in_words(names),
            count=len(public_feed_versions(feed.chosen, called_off_days=settings.called_off_days)),
            entries=public_programme(chosen, limit=6),
            is_past=feed.chosen.when is When.PAST,
            changes=recent_changes(public_feed_changes(feed.chosen), limit=10),
            called_off_days=settings.called_off_days,
            forms=[form for form in CONTENT_TYPES if form != "ics"],
        )
    )


def _calendar(content: Body, form: str) -> Response:
    """Readable from any page's script, too: everything in it is public."""
    answer = InPieces(content, CONTENT_TYPES[form])
    answer.headers["Cache-Control"] = FEED_CACHING
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
    return site_series() or abort(404)
