"""Public pages of quotes: the wall with its filters, each quote in every form, the checker, feeds, embeds."""

import json as json_text
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.episodes.filters import language_name
from app.episodes.models import Episode
from app.episodes.queries import public_roles_of, public_years
from app.quotes.annotation import to_annotation
from app.quotes.atom import FeedHead, notices, to_corrections_atom, to_quotes_atom
from app.quotes.cards import FONT, alternative_text, kept_card
from app.quotes.checker import FEWEST_WORDS, LONGEST, check_words
from app.quotes.citations import STYLES, Cited, cited
from app.quotes.exports import TYPES, exported
from app.quotes.jsonfeed import to_corrections_jsonfeed, to_quotes_jsonfeed
from app.quotes.jsonld import to_quotation_jsonld
from app.quotes.models import Quote
from app.quotes.places import TranscriptPlace, transcript_place
from app.quotes.queries import (
    public_corrections,
    public_languages_quoted,
    public_names_in,
    public_organizations_shown,
    public_people_named,
    public_quote_by_id,
    public_quotes_for_feed,
    public_quotes_shown,
    public_withdrawals,
    withdrawal_of_quote,
)
from app.quotes.sentence_case import is_told
from app.quotes.surroundings import Surroundings, in_source, in_transcript
from app.recordings.models import Recording, Transcript
from app.recordings.phrases import words_of
from app.recordings.players import at_moment
from app.recordings.queries import public_recordings_of
from app.sources.cutting import text_as_quoted
from app.strategy.queries import strategy_pillars, strategy_themes
from app.web.codes import qr_code
from app.web.headers import policy
from app.web.jsonld import jsonld_answer
from app.web.layout import public_address, site_series
from app.web.markup import safe_url
from app.web.paging import page_asked

blueprint = Blueprint("quotes", __name__)
PAGE = 30
FILTERS = ("pillar", "theme", "person", "organization", "language", "year", "words")
MOST_EXPORTED = 2000
EMBED_HEIGHT = 320
FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/quotes")
def index() -> str:
    narrow = _chosen()
    page = page_asked()
    found = public_quotes_shown(limit=PAGE + 1, offset=(page - 1) * PAGE, **narrow)
    return render_template(
        "quotes/index.html",
        narrow=narrow,
        quotes=found[:PAGE],
        page=page,
        more=len(found) > PAGE,
        pillars=strategy_pillars(),
        themes=strategy_themes(),
        people=public_people_named(),
        organizations=public_organizations_shown(),
        years=public_years(),
        languages=[(code, language_name(code)) for code in public_languages_quoted()],
    )


def _chosen() -> dict[str, Any]:
    """The filters of the address, the same for wall, feeds and exports."""
    narrow: dict[str, Any] = {name: request.args.get(name, "").strip()[:160] or None for name in FILTERS}
    if any(len(request.args.getlist(name)) > 1 for name in FILTERS):
        abort(422, _("A filter is given twice; give it once."))
    if narrow["year"] and not re.fullmatch(r"20\d\d", str(narrow["year"]), re.ASCII):
        abort(422, _("Use a year from 2000 to 2099."))
    return narrow


@blueprint.get("/quotes/<int:quote_id>")
@blueprint.get("/quotes/<int:quote_id>-<slug>")
def show(quote_id: int, slug: str = "") -> str | BaseResponse:
    """The id decides; another slug redirects, a withdrawn quote answers 410 with its notice."""
    quote = public_quote_by_id(quote_id)
    if quote is None:
        return _withdrawn(quote_id)
    number = request.args.get("version", type=int)
    if slug != quote.slug:
        return redirect(url_for("quotes.show", quote_id=quote.id, slug=quote.slug, version=number or None), 301)
    earlier = None
    if number is not None:
        earlier = next((one for one in quote.versions if one.number == number), None) or abort(404)
    it = _cited(quote)
    place = transcript_place(quote)
    around = _surroundings(quote, place)
    return render_template(
        "quotes/show.html",
        quote=quote,
        earlier=earlier if earlier is not None and earlier.number != quote.edition else None,
        citations=[(name, style(it)) for name, style in STYLES],
        with_attribution=_with_attribution(quote),
        around=around,
        place=place,
        roles=public_roles_of(quote.episode_id, quote.person_id) if quote.episode_id else [],
        in_context=_in_context(quote, place, around),
        heard=_heard(quote, _recording(quote)),
        qr=qr_code(_address(quote)),
        card_words=alternative_text(quote),
        embed_code=_embed_code(quote),
    )


def _cited(quote: Quote) -> Cited:
    """With the names in the title, where a style needs them to know which capitals stay."""
    it = cited(quote, _address(quote))
    return it if is_told(it.title, it.names) else replace(it, names=(*it.names, *public_names_in(it.title)))


def _withdrawn(quote_id: int) -> Response:
    withdrawn = withdrawal_of_quote(quote_id)
    if withdrawn is None:
        abort(404)
    return make_response(render_template("quotes/withdrawn.html", withdrawn=withdrawn), 410)


def _one(quote_id: int) -> Quote:
    """The quote for a file or an embed; 410 for a withdrawn one."""
    quote = public_quote_by_id(quote_id)
    if quote is None:
        abort(410 if withdrawal_of_quote(quote_id) else 404)
    return quote


def _address(quote: Quote) -> str:
    return public_address("quotes.show", quote_id=quote.id, slug=quote.slug)


def _with_attribution(quote: Quote) -> str:
    episode = f"{quote.episode.title}, {quote.episode.day.isoformat()}" if quote.episode else ""
    by = ", ".join(part for part in (quote.person.full_name, quote.standing, episode) if part)
    return f"“{quote.words}”\n— {by}\n{_address(quote)}"


def _surroundings(quote: Quote, place: TranscriptPlace | None) -> Surroundings:
    """In the transcript the words came from, or its successor; else in the source's kept text."""
    if place is not None and place.cue_number is not None:
        return in_transcript(quote, place)
    text = quote.source.kept_text if quote.source else None
    return in_source(quote, text_as_quoted(quote.paragraphs, text) if text else None)


def _in_context(quote: Quote, place: TranscriptPlace | None, around: Surroundings) -> str:
    """Where the words stand among the others: the transcript's cue, else the source's own page."""
    if place is not None and place.cue_number is not None and quote.episode is not None:
        return _cue_address(quote.episode, place.transcript, place.cue_number) + around.fragment
    address = safe_url(quote.source.url) if quote.source else ""
    return f"{address.partition('#')[0]}#{around.fragment}" if address.startswith("http") else ""


def _cue_address(episode: Episode, transcript: Transcript, cue: int) -> str:
    page = url_for("recordings.transcript", slug=episode.slug, language=transcript.language, cue=cue)
    return f"{page}#c{cue}"


def _recording(quote: Quote) -> Recording | None:
    """The recording in which the words are heard: the transcript's own, else the first of the episode."""
    transcript = quote.transcript
    if quote.begins_ms is None or quote.episode_id is None:
        return None
    if transcript is not None and transcript.recording is not None and not transcript.recording.removed:
        return transcript.recording
    return next(iter(public_recordings_of(quote.episode_id)), None)


def _heard(quote: Quote, recording: Recording | None) -> str:
    """The recording at the moment of the quote: in our player, which loads nothing by itself, or where it is kept."""
    if quote.begins_ms is None:
        return ""
    if recording is not None:
        return url_for("recordings.player", recording_id=recording.id, t=quote.begins_ms // 1000)
    address = safe_url(quote.episode.recording_url) if quote.episode else ""
    return at_moment(address, quote.begins_ms, quote.ends_ms) if address else ""


@blueprint.get("/quotes/<int:quote_id>-<slug>.jsonld")
def jsonld(quote_id: int, slug: str) -> Response | BaseResponse:
    quote = _one(quote_id)
    if quote.slug != slug:
        return redirect(url_for("quotes.jsonld", quote_id=quote.id, slug=quote.slug), 301)
    return jsonld_answer(to_quotation_jsonld(quote, address=_address(quote)))


@blueprint.get("/quotes/<int:quote_id>/annotation.jsonld")
def annotation(quote_id: int) -> Response:
    quote = _one(quote_id)
    target = _in_context(quote, transcript_place(quote), Surroundings()).split("#")[0] or _address(quote)
    if target.startswith("/"):
        target = current_app.config["SETTINGS"].public_url.rstrip("/") + target
    recording = _recording(quote)
    heard = recording.url if recording else quote.episode.recording_url if quote.episode else None
    offset_ms = recording.offset_ms if recording else 0
    graph = to_annotation(quote, address=_address(quote), target=target, recording=heard, offset_ms=offset_ms)
    kind = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    return Response(json_text.dumps(graph, ensure_ascii=False, indent=1), content_type=kind)


@blueprint.get("/quotes/<int:quote_id>/citation.<any(bib,ris,json):form>")
def citation(quote_id: int, form: str) -> Response:
    quote = _one(quote_id)
    return _download(exported([quote], form, _address), form, f"quote-{quote.id}")


@blueprint.get("/quotes/export.<any(csv,bib,ris,json):form>")
def export(form: str) -> Response:
    """Every public quote of the filters in one file, at most 2,000."""
    quotes = public_quotes_for_feed(limit=MOST_EXPORTED, **_chosen())
    return _download(exported(quotes, form, _address), form, "quotes")


def _download(text: str, form: str, name: str) -> Response:
    answer = Response(text, content_type=TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


@blueprint.get("/quotes/<int:quote_id>/card/<int:version>.png")
def card(quote_id: int, version: int) -> Response:
    """The share card, drawn when it is first asked for; only the present version has one."""
    quote = _one(quote_id)
    if version != quote.edition:
        abort(404)
    series = site_series()
    folder = Path(current_app.config["SETTINGS"].instance_folder).resolve() / "cards"
    font = Path(current_app.static_folder or "") / FONT
    png = kept_card(quote, series=series.title if series else "", font=font, folder=folder)
    answer = Response(png, content_type="image/png")
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.get("/quotes/<int:quote_id>/embed")
def embed(quote_id: int) -> Response:
    """Text in a frame of any site: no script, no cookie, its own policy; a withdrawn quote shows its notice."""
    quote = public_quote_by_id(quote_id)
    withdrawn = withdrawal_of_quote(quote_id) if quote is None else None
    if quote is None and withdrawn is None:
        abort(404)
    page = make_response(
        render_template("quotes/embed.html", quote=quote, withdrawn=withdrawn), 200 if quote is not None else 410
    )
    page.headers["Content-Security-Policy"] = policy(
        script_src="'none'", connect_src="'none'", frame_src="'none'", form_action="'none'", frame_ancestors="*"
    )
    page.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return page


def _embed_code(quote: Quote) -> str:
    """Plain words with their link, then the frame: what is left of it where frames are dropped is a quotation."""
    return render_template("quotes/_embed_code.html", quote=quote, address=_address(quote), height=EMBED_HEIGHT)


@blueprint.get("/oembed")
def oembed() -> Response:
    """oEmbed 1.0 for quote addresses, in whatever language: type rich, JSON only, and the quote by its own address."""
    if request.args.get("format", "json") != "json":
        abort(501)
    site = re.escape(urlsplit(current_app.config["SETTINGS"].public_url).netloc)
    shape = rf"https?://{site}(?:/[a-z]{{2}})?/quotes/(\d{{1,9}})(?:-[a-z0-9-]*)?(?:[?#].*)?"
    found = re.fullmatch(shape, request.args.get("url", "")[:2000], re.ASCII)
    if found is None:
        abort(404)
    quote = _one(int(found.group(1)))
    series = site_series()
    width = max(240, min(request.args.get("maxwidth", 600, int), 600))
    graph: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": f"{quote.person.name}: {' '.join(quote.words.split()[:12])}",
        "author_name": quote.person.full_name,
        "author_url": public_address("people.show", slug=quote.person.slug),
        "provider_name": series.title if series else "Conversations",
        "provider_url": public_address("pages.home"),
        "cache_age": 3600,
        "html": _embed_code(quote),
        "width": width,
        "height": max(120, min(request.args.get("maxheight", EMBED_HEIGHT, int), EMBED_HEIGHT)),
        "thumbnail_url": public_address("quotes.card", quote_id=quote.id, version=quote.edition),
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    answer = Response(json_text.dumps(graph, ensure_ascii=False), content_type="application/json; charset=utf-8")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@blueprint.get("/quotes/check")
def check() -> tuple[str, int] | str:
    """Whether the pasted words were said, word for word, and where."""
    text = request.args.get("words", "")[: LONGEST + 1]
    problem = ""
    if len(text) > LONGEST:
        problem = _("Paste at most %(most)s characters; a sentence or two is enough.", most=LONGEST)
    elif text.strip() and len(words_of(text)) < FEWEST_WORDS:
        problem = _("Paste at least %(fewest)s words: fewer stand nearly everywhere.", fewest=FEWEST_WORDS)
    found = check_words(text) if text.strip() and not problem else None
    page = render_template("quotes/check.html", text=text[:LONGEST], found=found, problem=problem)
    return (page, 422) if problem else page


@blueprint.get("/quotes/corrections")
def corrections() -> str:
    versions, withdrawn = public_corrections(limit=200), public_withdrawals(limit=200)
    return render_template("quotes/corrections.html", versions=versions, withdrawn=withdrawn)


@blueprint.get("/quotes/feed.<any(atom,json):form>")
def feed(form: str) -> Response:
    """The newest quotes of the same filters as on the wall: ?person=…&pillar=…"""
    narrow = _chosen()
    quotes = public_quotes_for_feed(**narrow)
    head = _head(_("Quotes"), url_for("quotes.index", **_given(narrow)))
    if form == "atom":
        return _atom(to_quotes_atom(quotes, head, _address))
    return _json_feed(to_quotes_jsonfeed(quotes, head, _address))


@blueprint.get("/quotes/corrections.<any(atom,json):form>")
def corrections_feed(form: str) -> Response:
    narrow = _chosen()
    told = notices(public_corrections(**narrow), public_withdrawals(**narrow), _address)
    head = _head(_("Corrections of quotes"), url_for("quotes.corrections"))
    if form == "atom":
        return _atom(to_corrections_atom(told, head))
    return _json_feed(to_corrections_jsonfeed(told, head))


def _given(narrow: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in narrow.items() if value}


def _head(words: str, page: str) -> FeedHead:
    series = site_series()
    site = current_app.config["SETTINGS"].public_url.rstrip("/")
    title = series.title if series else "Conversations"
    chosen = ", ".join(str(value) for value in _given(_chosen()).values())
    return FeedHead(
        title=f"{title}: {words}" + (f" ({chosen})" if chosen else ""),
        address=site + request.full_path.rstrip("?"),
        page=site + page,
        author=series.organizer if series else title,
        language="en",
    )


def _atom(content: bytes) -> Response:
    return Response(content, content_type="application/atom+xml; charset=utf-8")


def _json_feed(graph: dict[str, Any]) -> Response:
    return Response(json_text.dumps(graph, ensure_ascii=False), content_type="application/feed+json; charset=utf-8")
