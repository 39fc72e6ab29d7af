"""Home, subscribe, about, the time zone, and the files machines look for."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.clock import now, zone_names
from app.episodes.models import Episode
from app.episodes.phases import Phase, has_passed, phase_of
from app.episodes.queries import public_front, public_pillar_counts, public_site_map
from app.quotes.queries import public_front_quote, public_people_named, public_quote_addresses
from app.strategy.queries import all_pillars, strategy_pillars
from app.web import addresses
from app.web.codes import qr_code
from app.web.languages import LANGUAGES, prefix_of
from app.web.layout import site_series
from app.web.reader import COOKIE, YEAR, local_path, reader_zone
from app.web.times import REGION, place_of

blueprint = Blueprint("pages", __name__)

HERO_ORDER = (Phase.LIVE, Phase.SOON, Phase.UPCOMING)


@blueprint.get("/")
def home() -> str:
    series = site_series()
    shown = [(episode, phase_of(episode)) for episode in (public_front(series.id) if series else [])]
    heroes = [episode for wanted in HERO_ORDER for episode, phase in shown if phase is wanted]
    hero = heroes[0] if heroes else None
    coming = [episode for episode, phase in shown if episode is not hero and is_ahead(episode, phase)]
    past = [episode for episode, _phase in reversed(shown) if episode is not hero and episode not in coming]
    return render_template(
        "pages/home.html",
        series=series,
        hero=hero,
        coming=coming,
        past=past,
        quote=public_front_quote(),
        pillars=strategy_pillars(),
        counts=public_pillar_counts(),
    )


def is_ahead(episode: Episode, phase: Phase) -> bool:
    """Still to come, or called off before its day: a reader who planned for it must see that."""
    return phase is not Phase.OVER and not has_passed(episode)


@blueprint.get("/subscribe")
def subscribe() -> str:
    """Scope first, then the client; every address is made here, no script needed."""
    pillars, people = strategy_pillars(), public_people_named()
    path, name = "/schedule/series.ics", _("All episodes")
    for pillar in pillars:
        if request.args.get("pillar") == pillar.slug:
            path, name = f"/schedule/pillars/{pillar.slug}.ics", pillar.title
    for person in people:
        if request.args.get("person") == person.slug:
            path, name = f"/schedule/people/{person.slug}.ics", person.name
    return render_template(
        "pages/subscribe.html",
        pillars=pillars,
        people=people,
        path=path,
        name=name,
        address=addresses.feed(path),
        qr=qr_code(addresses.webcal(path)),
    )


@blueprint.get("/about")
def about() -> str:
    return render_template("pages/about.html", series=site_series())


@blueprint.get("/accessibility")
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@blueprint.get("/time-zone")
def time_zone() -> str:
    """The chooser: the region first, then every zone of the IANA database."""
    every = [(zone, zone.replace("_", " ").replace("/", " / ")) for zone in sorted(zone_names())]
    chosen = reader_zone()
    return render_template(
        "pages/time_zone.html",
        choices=[(_("The region and its partners"), list(REGION)), (_("Every time zone"), every)],
        chosen_place=place_of(chosen) if chosen else None,
        back=local_path(request.args.get("next")),
    )


@blueprint.post("/time-zone")
def set_time_zone() -> BaseResponse:
    """Remember the reader's zone in a cookie of its own; nothing on the server changes, so no token is needed."""
    response = redirect(local_path(request.form.get("next")), 303)
    zone = request.form.get("tz", "")
    if zone in zone_names():
        secure = current_app.config["SETTINGS"].is_https
        response.set_cookie(COOKIE, zone, max_age=YEAR, secure=secure, samesite="Lax")
    else:
        response.delete_cookie(COOKIE)
    return response


@blueprint.get("/manifest.webmanifest")
def manifest() -> Response:
    series = site_series()
    name = series.title if series else "Conversations"
    icon = {"src": url_for("static", filename="img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    fields: dict[str, Any] = {"name": name, "short_name": name[:30], "start_url": "/", "display": "browser"}
    response = make_response(fields | {"background_color": "#fbf9f4", "theme_color": "#0b4a54", "icons": [icon]})
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/favicon.ico")
def favicon() -> BaseResponse:
    return redirect(url_for("static", filename="img/favicon.svg"), 301)


@blueprint.get("/robots.txt")
def robots() -> Response:
    lines = ["User-agent: *", "Disallow: /organize", f"Sitemap: {addresses.public('/sitemap.xml')}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every public page with the day it last changed and its languages; at most the 50,000 that the protocol allows."""
    endpoints = ("pages.home", "episodes.index", "people.index", "quotes.index", "strategy.index", "pages.about")
    pages: list[tuple[str, Any]] = [(url_for(endpoint), None) for endpoint in endpoints]
    pages += [(url_for("episodes.show", slug=slug), changed) for slug, changed in public_site_map()]
    pages += [(url_for("people.show", slug=person.slug), person.changed_at) for person in public_people_named()]
    pages += [(url_for("strategy.pillar", slug=pillar.slug), pillar.changed_at) for pillar in all_pillars()]
    pages += [
        (url_for("quotes.show", quote_id=number, slug=slug), changed)
        for number, slug, changed in public_quote_addresses()
    ]
    prefixes = {code: prefix_of(code) for code in LANGUAGES}
    text = render_template("pages/sitemap.xml", pages=pages[:50_000], prefixes=prefixes)
    return Response(text, mimetype="application/xml")


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    settings = current_app.config["SETTINGS"]
    expires = (now() + timedelta(days=180)).replace(hour=0, minute=0, second=0)
    lines = [f"Contact: mailto:{settings.contact_email}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}"]
    lines += ["Preferred-Languages: en, nl, es, fr", f"Canonical: {addresses.public('/.well-known/security.txt')}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
