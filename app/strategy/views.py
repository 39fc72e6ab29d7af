"""Public pages of the strategy: frameworks, pillars and themes."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.coverage.queries import public_development
from app.episodes.queries import public_pillar_counts, public_serving, public_theme_counts
from app.quotes.queries import public_pillar_quote_counts, public_quotes_counted, public_quotes_shown
from app.revisions.queries import former_slug
from app.strategy.models import Pillar, Theme
from app.strategy.queries import all_frameworks, all_pillars, all_themes, pillar_by_slug, slug_by_id, theme_by_slug

blueprint = Blueprint("strategy", __name__)
MOST_QUOTES = 50


@blueprint.get("/pillars")
def index() -> str:
    return render_template(
        "strategy/index.html",
        frameworks=all_frameworks(),
        pillars=all_pillars(),
        themes=all_themes(),
        counts=public_pillar_counts(),
        quote_counts=public_pillar_quote_counts(),
        theme_counts=public_theme_counts(),
    )


@blueprint.get("/pillars/<slug>")
def pillar(slug: str) -> str | BaseResponse:
    found = pillar_by_slug(slug)
    if found is None:
        former = former_slug(Pillar, slug)
        present = slug_by_id(Pillar, former) if former else None
        return redirect(url_for("strategy.pillar", slug=present), 301) if present else abort(404)
    return _area_page(found, public_serving(pillar=found.slug), {"pillar": found.slug})


@blueprint.get("/themes/<slug>")
def theme(slug: str) -> str | BaseResponse:
    found = theme_by_slug(slug)
    if found is None:
        former = former_slug(Theme, slug)
        present = slug_by_id(Theme, former) if former else None
        return redirect(url_for("strategy.theme", slug=present), 301) if present else abort(404)
    return _area_page(found, public_serving(theme=found.slug), {"theme": found.slug})


def _area_page(area: Pillar | Theme, episodes: list[Any], narrow: dict[str, Any]) -> str:
    """Definition with its source, how coverage developed, what is thin, episodes, people, the newest quotes."""
    quotes = public_quotes_shown(limit=MOST_QUOTES, **narrow)
    quote_count = len(quotes) if len(quotes) < MOST_QUOTES else public_quotes_counted(**narrow)
    episodes_of: dict[Any, int] = {}
    for episode in episodes:
        for appearance in episode.present:
            episodes_of[appearance.person] = episodes_of.get(appearance.person, 0) + 1
    return render_template(
        "strategy/area.html",
        area=area,
        is_pillar=isinstance(area, Pillar),
        episodes=episodes,
        quotes=quotes,
        quote_count=quote_count,
        development=public_development(area),
        people=sorted(episodes_of.items(), key=lambda pair: (-pair[1], pair[0].sort_name)),
    )
