"""Public pages of episodes: the programme with its filters, and each episode."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.coverage.queries import public_evidence
from app.episodes.filters import EpisodeFilter, FilterUnclear, When, language_name
from app.episodes.jsonld import to_event_jsonld
from app.episodes.models import Episode, EpisodeFact, FactField, Format
from app.episodes.phases import Phase, phase_of
from app.episodes.queries import (
    previewed_episode,
    public_episode_by_slug,
    public_neighbours,
    public_programme,
    public_slug_of,
    public_years,
)
from app.quotes.queries import public_people_named, public_quotes_shown
from app.recordings.queries import public_media_of
from app.revisions.queries import former_slug
from app.strategy.queries import strategy_pillars, strategy_themes
from app.web.jsonld import jsonld_answer
from app.web.layout import public_address, site_series
from app.web.paging import page_asked

blueprint = Blueprint("episodes", __name__)
PAGE = 24


@blueprint.get("/episodes")
def index() -> tuple[str, int] | str:
    """The programme; every filter is in the address and in the calendar offered for it."""
    try:
        chosen = EpisodeFilter.parse(request.args)
    except FilterUnclear as error:
        abort(422, error.message)
    page = page_asked()
    found = public_programme(chosen, limit=PAGE + 1, offset=(page - 1) * PAGE)
    series, pillars, themes, people = site_series(), strategy_pillars(), strategy_themes(), public_people_named()
    names = {pillar.slug: pillar.title for pillar in pillars} | {theme.slug: theme.title for theme in themes}
    names |= {person.slug: person.name for person in people}
    said = {name: names.get(value, value) for name, value in chosen.parameters().items()}
    return render_template(
        "episodes/index.html",
        chosen=chosen,
        words=chosen.in_words(said),
        episodes=found[:PAGE],
        page=page,
        more=len(found) > PAGE,
        pillars=pillars,
        themes=themes,
        people=people,
        years=public_years(),
        languages=[(code, language_name(code)) for code in (series.languages if series else [])],
        formats=list(Format),
        whens=[(When.ALL.value, _("all")), (When.UPCOMING.value, _("upcoming")), (When.PAST.value, _("past"))],
    )


@blueprint.get("/episodes/<slug>")
def show(slug: str) -> str | BaseResponse:
    episode = public_episode_by_slug(slug)
    if episode is None:
        return _moved(slug, "episodes.show")
    phase = phase_of(episode)
    before, after = public_neighbours(episode)
    recordings, transcripts = public_media_of(episode.id)
    return render_template(
        "episodes/show.html",
        episode=episode,
        phase=phase,
        disagreements=disagreements(episode),
        quotes=public_quotes_shown(episode_id=episode.id),
        evidence=public_evidence(episode.id) if episode.pillar_links or episode.theme_links else {},
        recordings=recordings,
        transcripts=transcripts,
        before=before,
        after=after,
        joinable=phase in (Phase.SOON, Phase.LIVE) and episode.join_policy.value == "public",
    )


@blueprint.get("/preview/<token>")
def preview(token: str) -> Response | BaseResponse:
    """What is not public yet, for who has the link: never kept, never indexed, never in a referrer."""
    found = previewed_episode(token)
    if found is None:
        abort(404)
    episode, changed = found
    present = url_for("episodes.show", slug=episode.slug) if episode.is_public else None
    if present and changed is None:
        return redirect(present, 303)
    shown = changed or episode
    page = render_template("episodes/preview.html", episode=shown, present=present, phase=phase_of(shown))
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


@blueprint.get("/episodes/<slug>.jsonld")
def jsonld(slug: str) -> Response | BaseResponse:
    episode = public_episode_by_slug(slug)
    if episode is None:
        return _moved(slug, "episodes.jsonld")
    return jsonld_answer(to_event_jsonld(episode, address=public_address("episodes.show", slug=slug)))


def _moved(slug: str, endpoint: str) -> BaseResponse:
    """The episode that had this slug before, or 404."""
    former = former_slug(Episode, slug)
    present = public_slug_of(former) if former else None
    if present is None:
        abort(404)
    return redirect(url_for(endpoint, slug=present), 301)


def disagreements(episode: Episode) -> list[tuple[FactField, list[EpisodeFact]]]:
    """Fields that sources state differently, each with what every source says."""
    by_field: dict[FactField, list[EpisodeFact]] = {}
    for fact in episode.facts:
        by_field.setdefault(fact.field, []).append(fact)
    return [(field, facts) for field, facts in by_field.items() if len({fact.value for fact in facts}) > 1]
