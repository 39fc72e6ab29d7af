"""Organizers' pages of an episode's recordings and transcripts."""

from flask import Blueprint, flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.episodes.models import Episode
from app.episodes.queries import episode_by_slug
from app.recordings.captions import read_captions
from app.recordings.forms import RecordingForm, ReleaseForm, TranscriptForm
from app.recordings.operations import add_recording, change_recording, change_transcript, import_transcript
from app.recordings.queries import recording_by_id, recordings_of, transcript_by_id, transcripts_of
from app.web.organizing import found
from app.web.permissions import insist, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_recordings", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]


@organizer.get("/episodes/<slug>/recordings")
@needs(Role.VIEWER)
def show(slug: str) -> Page:
    return _page(_episode(slug, Role.VIEWER))


@organizer.post("/episodes/<slug>/recordings")
@needs(Role.EDITOR)
def add(slug: str) -> Page:
    episode, form = _episode(slug, Role.EDITOR), RecordingForm()
    form.leads_to = _address(episode)

    def verb() -> str:
        fields = {"episode_id": episode.id, "title": form.title.data, "url": form.url.data, "kind": form.kind.data}
        fields |= {"language": form.language.data or None, "offset_ms": 1000 * (form.offset_seconds.data or 0)}
        add_recording(fields=fields, by=signed_in_account())
        return _address(episode)

    return answer_verb(form, verb) or _page(episode, recording=form)


@organizer.post("/recordings/<int:recording_id>/remove")
@needs(Role.ORGANIZER)
def remove(recording_id: int) -> Page:
    recording = found(recording_by_id(recording_id))
    insist(Role.ORGANIZER, recording.episode.series_id)
    episode = recording.episode

    def verb() -> str:
        change_recording(recording, fields={"removed": not recording.removed}, by=signed_in_account())
        return _address(episode)

    return answer_verb(ReleaseForm(), verb) or _page(episode)


@organizer.post("/episodes/<slug>/transcripts")
@needs(Role.EDITOR)
def import_file(slug: str) -> Page:
    """A file or pasted text; what cannot be read is refused with its sentence, nothing is stored."""
    episode = _episode(slug, Role.EDITOR)
    form = _transcript_form(episode)
    form.leads_to = _address(episode)

    def verb() -> str:
        if form.public.data:
            insist(Role.ORGANIZER, episode.series_id)
        upload = form.file.data
        content = upload.read() if upload and upload.filename else (form.text.data or "")
        captions = read_captions(content)
        fields = {"language": form.language.data, "kind": form.kind.data, "credit": form.credit.data or None}
        fields |= {"public": bool(form.public.data)}
        fields |= {"recording_id": int(form.recording_id.data) if form.recording_id.data else None}
        transcript = import_transcript(episode, captions=captions, fields=fields, by=signed_in_account())
        flash(_("%(count)s cues are stored.", count=transcript.cue_count), "done")
        return _address(episode)

    return answer_verb(form, verb) or _page(episode, transcript=form)


@organizer.post("/transcripts/<int:transcript_id>/public")
@needs(Role.ORGANIZER)
def release(transcript_id: int) -> Page:
    """Show the transcript to the public, or take it out of their sight again."""
    transcript = found(transcript_by_id(transcript_id))
    insist(Role.ORGANIZER, transcript.episode.series_id)
    episode = transcript.episode

    def verb() -> str:
        change_transcript(transcript, fields={"public": not transcript.public}, by=signed_in_account())
        return _address(episode)

    return answer_verb(ReleaseForm(), verb) or _page(episode)


def _episode(slug: str, role: Role) -> Episode:
    episode = found(episode_by_slug(slug))
    insist(role, episode.series_id)
    return episode


def _address(episode: Episode) -> str:
    return url_for("organize_recordings.show", slug=episode.slug)


def _transcript_form(episode: Episode) -> TranscriptForm:
    form = TranscriptForm()
    choices = [(str(one.id), one.title) for one in recordings_of(episode.id) if not one.removed]
    form.recording_id.choices = [("", _("none")), *choices]
    return form


def _page(episode: Episode, recording: RecordingForm | None = None, transcript: TranscriptForm | None = None) -> Page:
    shown = [one for one in (recording, transcript) if one is not None]
    page = render_template(
        "organize/recordings/show.html",
        episode=episode,
        recordings=recordings_of(episode.id),
        transcripts=transcripts_of(episode.id),
        recording_form=recording or RecordingForm(formdata=None),
        transcript_form=transcript or _fresh(episode),
        button=ReleaseForm(formdata=None),
        problem_form=shown[0] if shown else None,
    )
    return page, 422 if shown else 200


def _fresh(episode: Episode) -> TranscriptForm:
    form = TranscriptForm(formdata=None, data={"language": episode.languages[0]})
    choices = [(str(one.id), one.title) for one in recordings_of(episode.id) if not one.removed]
    form.recording_id.choices = [("", _("none")), *choices]
    return form
