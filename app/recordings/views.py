"""Public pages of recordings and transcripts: the player that is asked for, the transcript in parts, its files."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from app.quotes.queries import public_quotes_taken_from
from app.recordings.captions import Caption, to_srt, to_webvtt
from app.recordings.models import Transcript
from app.recordings.players import at_moment, clock_of, milliseconds_of, player_of
from app.recordings.queries import (
    public_cue_at,
    public_cues_of,
    public_part_of_cue,
    public_recording_by_id,
    public_transcript,
    public_transcripts_of,
)
from app.web.headers import policy
from app.web.languages import SOURCE, spoken_language

blueprint = Blueprint("recordings", __name__)
LAST_SECOND = 86_400


@blueprint.get("/recordings/<int:recording_id>/player")
def player(recording_id: int) -> Response:
    """The one page that loads something from another host, and only the host its policy names."""
    recording = public_recording_by_id(recording_id)
    if recording is None:
        abort(404)
    seconds = max(0, min(request.args.get("t", 0, int), LAST_SECOND))
    begins_ms = max(0, seconds * 1000 + recording.offset_ms)
    found = player_of(recording, begins_ms)
    page = make_response(
        render_template(
            "recordings/player.html",
            recording=recording,
            player=found,
            plain=at_moment(recording.url, begins_ms),
            moment=clock_of(seconds * 1000),
        )
    )
    sources = {"frame_src" if found.is_frame else "media_src": found.origin} if found else {}
    page.headers["Content-Security-Policy"] = policy(frame_ancestors="'self'", **sources)
    return page


@blueprint.get("/episodes/<slug>/transcript/<language>")
def transcript(slug: str, language: str) -> str | BaseResponse:
    """One part of a transcript; `?cue=` finds the part in which a cue stands, `?t=` the cue of a moment."""
    found = _found(slug, language)
    if moment := request.args.get("t", ""):
        heard = public_cue_at(found.id, _moment(moment))
        page = url_for("recordings.transcript", slug=slug, language=language, cue=heard)
        return redirect(f"{page}#c{heard}", 302)
    part = max(1, request.args.get("part", 1, int))
    cue = request.args.get("cue", type=int)
    if cue is not None and 0 < cue <= found.cue_count:
        part = public_part_of_cue(found.id, cue) or part
    if part > found.parts:
        abort(404)
    return render_template(
        "recordings/transcript.html",
        transcript=found,
        cues=public_cues_of(found.id, part),
        quoted=public_quotes_taken_from(found.id),
        part=part,
        others=[one for one in public_transcripts_of(found.episode_id) if one.language != language],
    )


def _moment(text: str) -> int:
    found = milliseconds_of(text)
    if found is None:
        abort(422, _("Write a time in the recording as 4:07 or 1:02:33."))
    return found


@blueprint.get("/episodes/<slug>/transcript/<language>.<any(vtt,srt):form>")
def transcript_file(slug: str, language: str, form: str) -> Response:
    found = _found(slug, language)
    captions = [Caption(cue.begins_ms, cue.ends_ms, cue.text, cue.speaker) for cue in public_cues_of(found.id)]
    if form == "srt":
        return Response(to_srt(captions), content_type="application/x-subrip; charset=utf-8")
    text = to_webvtt(captions, language=language, title=found.episode.title)
    return Response(text, content_type="text/vtt; charset=utf-8")


@blueprint.get("/episodes/<slug>/transcript")
def any_transcript(slug: str) -> BaseResponse:
    """The way to a transcript for who does not know its language: the reader's, where there is one."""
    found = public_transcript(slug, spoken_language()) or public_transcript(slug, SOURCE) or public_transcript(slug)
    if found is None:
        abort(404)
    return redirect(url_for("recordings.transcript", slug=slug, language=found.language), 302)


def _found(slug: str, language: str) -> Transcript:
    found = public_transcript(slug, language) if len(language) <= 12 else None
    if found is None:
        abort(404)
    return found
