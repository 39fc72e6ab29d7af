"""Organizers' pages that take a quote out of a transcript: words selected, or cues chosen and cut."""

from flask import Blueprint, abort, render_template, request, url_for

from app.accounts.models import Role
from app.quotes.forms import TranscriptQuoteForm, people_offered
from app.quotes.operations import quote_from_transcript
from app.quotes.verifying import verify_quote
from app.recordings.models import Cue, Transcript
from app.recordings.queries import cues_between, cues_of, transcript_by_id
from app.web.editing import Page, form_page
from app.web.organizing import found
from app.web.permissions import insist, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_taking", __name__, url_prefix="/organize")
RUN_ON = 8


@organizer.get("/transcripts/<int:transcript_id>")
@needs(Role.EDITOR)
def choose(transcript_id: int) -> Page:
    """The cues of one part, to choose the first and last of a quote; with those into which a sentence may run on."""
    transcript = _transcript(transcript_id)
    part = max(1, min(request.args.get("part", 1, int), transcript.parts))
    cues = cues_of(transcript.id, part)
    following = cues_between(transcript.id, cues[-1].number + 1, cues[-1].number + RUN_ON)
    return render_template("organize/quotes/choose.html", transcript=transcript, cues=cues + following, part=part)


@organizer.route("/transcripts/<int:transcript_id>/quote", methods=["GET", "POST"])
@needs(Role.EDITOR)
def from_transcript(transcript_id: int) -> Page:
    """The words of the chosen cues, to be cut to the quote: what is left must stand there letter for letter."""
    transcript = _transcript(transcript_id)
    form = TranscriptQuoteForm()
    if request.method == "GET":
        first, last = request.args.get("first", 1, int), request.args.get("last", 1, int)
        cues = cues_between(transcript.id, min(first, last), min(max(first, last), min(first, last) + 60))
        if not cues:
            abort(404)
        speakers = [str(cue.person_id) for cue in cues if cue.person_id]
        form = TranscriptQuoteForm(
            formdata=None,
            data={
                "words": _words_between(cues, request.args.get("starts", 0, int), request.args.get("ends", None, int)),
                "first": cues[0].number,
                "last": cues[-1].number,
                "person_id": speakers[0] if speakers else "",
            },
        )
    form.person_id.choices = people_offered()
    form.leads_to = url_for("organize_quotes.list_all")

    def verb() -> str:
        quote = quote_from_transcript(
            transcript,
            first=form.first.data or 0,
            last=form.last.data or 0,
            words=form.paragraphs,
            fields={"person_id": int(form.person_id.data)},
            by=signed_in_account(),
        )
        verify_quote(quote, by=signed_in_account())
        return url_for("organize_quotes.show", quote_id=quote.id)

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    return form_page("organize/quotes/cut.html", form, transcript=transcript)


def _words_between(cues: list[Cue], starts: int, ends: int | None) -> str:
    """The words from that character of the first cue to that of the last, as they were selected."""
    texts = [cue.text for cue in cues]
    texts[-1] = texts[-1][: max(0, ends)] if ends is not None else texts[-1]
    texts[0] = texts[0][max(0, starts) :]
    return " ".join(texts).strip()


def _transcript(transcript_id: int) -> Transcript:
    transcript = found(transcript_by_id(transcript_id))
    insist(Role.EDITOR, transcript.episode.series_id)
    return transcript
