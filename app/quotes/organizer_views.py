"""Organizers' pages of quotes: taken down, verified, cleared, published, corrected."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.episodes.queries import episode_by_id, episodes_titled
from app.errors import RuleBroken
from app.planning.queries import series_seen
from app.quotes.clearing import answer_clearance, ask_clearance
from app.quotes.following import follow_transcript, successor_of
from app.quotes.forms import (
    AnswerForm,
    AskForm,
    CorrectionForm,
    EmbargoForm,
    MoveForm,
    QuoteForm,
    TranslationForm,
    people_offered,
)
from app.quotes.models import PUBLIC_STATES, ClearanceOf, Quote, QuoteState
from app.quotes.operations import LEGAL_MOVES, change_quote, correct_quote, move_quote, take_down_quote
from app.quotes.queries import (
    all_clearances,
    clearance_by_id,
    clearances_of_quote,
    quote_by_id,
    quote_ids_seen,
    quotes_by_id,
)
from app.quotes.verifying import text_to_check, verify_by_ear, verify_quote
from app.recordings.players import clock_of
from app.revisions.queries import revision_number_of
from app.sources.matching import Difference, difference, passage_of
from app.sources.queries import source_titles
from app.web.forms import Form
from app.web.merging import answer_edit
from app.web.organizing import found
from app.web.paging import Paging
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_quotes", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]


@organizer.get("/quotes")
@needs(Role.VIEWER)
def list_all() -> Page:
    state = next((state for state in QuoteState if state.value == request.args.get("state")), None)
    series = [one.id for one in series_seen(signed_in_account())]
    paging = Paging.of(quote_ids_seen(series, state))
    return render_template(
        "organize/quotes/list.html",
        quotes=quotes_by_id(paging.items),
        paging=paging,
        state=state,
        states=list(QuoteState),
    )


@organizer.get("/clearances")
@needs(Role.VIEWER)
def clearances() -> Page:
    return render_template(
        "organize/quotes/clearances.html", clearances=all_clearances(), form=AnswerForm(formdata=None)
    )


@organizer.route("/quotes/new", methods=["GET", "POST"])
@needs(Role.EDITOR)
def add() -> Page:
    form = _with_choices(QuoteForm())
    form.leads_to = url_for("organize_quotes.list_all")

    def verb() -> str:
        _insist_on_episode(form.episode_id.data)
        return _address(take_down_quote(fields=form.fields(), by=signed_in_account()))

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    return _form_page("organize/quotes/form.html", form)


@organizer.get("/quotes/<int:quote_id>")
@needs(Role.VIEWER)
def show(quote_id: int) -> Page:
    return _show(quote_seen(quote_id, Role.VIEWER))


@organizer.route("/quotes/<int:quote_id>/edit", methods=["GET", "POST"])
@needs(Role.EDITOR)
def edit(quote_id: int) -> Page:
    """Published words are not edited but corrected; all else of a public quote is an organizer's."""
    quote = quote_to_edit(quote_id)
    form = _with_choices(QuoteForm(data=_shown(quote.snapshot()) | {"base_revision": revision_number_of(quote)}))
    form.leads_to = _address(quote)

    def verb() -> str:
        _insist_on_episode(form.episode_id.data)
        change_quote(quote, fields=form.fields(), by=signed_in_account())
        return _address(quote)

    if answer := answer_edit(form, quote, shown=_shown, verb=verb):
        return answer
    return _form_page("organize/quotes/form.html", form, quote=quote)


@organizer.post("/quotes/<int:quote_id>/verify")
@needs(Role.EDITOR)
def verify(quote_id: int) -> Page:
    return _do(quote_id, Role.EDITOR, Form(), lambda quote: verify_quote(quote, by=signed_in_account()))


@organizer.post("/quotes/<int:quote_id>/heard")
@needs(Role.EDITOR)
def heard(quote_id: int) -> Page:
    return _do(quote_id, Role.EDITOR, Form(), lambda quote: verify_by_ear(quote, by=signed_in_account()))


@organizer.post("/quotes/<int:quote_id>/follow")
@needs(Role.EDITOR)
def follow(quote_id: int) -> Page:
    """Point it at the transcript that replaced its own, if the words stand in it."""
    quote_to_edit(quote_id)

    def verb(quote: Quote) -> None:
        follow_transcript(quote, by=signed_in_account())
        flash(_("The words stand in the present transcript letter for letter; the quote points there now."), "done")

    return _do(quote_id, Role.EDITOR, Form(), verb)


@organizer.post("/quotes/<int:quote_id>/state/<new_state>")
@needs(Role.ORGANIZER)
def move(quote_id: int, new_state: str) -> Page:
    state = next((state for state in QuoteState if state.value == new_state), None)
    if state is None:
        abort(404)
    form = MoveForm()
    return _do(
        quote_id,
        Role.ORGANIZER,
        form,
        lambda quote: move_quote(quote, state, reason=form.reason.data or None, by=signed_in_account()),
    )


@organizer.post("/quotes/<int:quote_id>/embargo")
@needs(Role.ORGANIZER)
def embargo(quote_id: int) -> Page:
    form = EmbargoForm()

    def verb(quote: Quote) -> None:
        change_quote(quote, fields={"embargo_until": _moment(form.day.data)}, by=signed_in_account())

    return _do(quote_id, Role.ORGANIZER, form, verb)


def _on_day(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text.replace("T", " "), "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        raise RuleBroken(_("Write the moment as 2026-03-12 15:00, in UTC."), field="day") from None


@organizer.route("/quotes/<int:quote_id>/correct", methods=["GET", "POST"])
@needs(Role.ORGANIZER)
def correct(quote_id: int) -> Page:
    """A new public version with its reason; what others published meanwhile is never overwritten."""
    quote = quote_seen(quote_id, Role.ORGANIZER)
    shown = {"words": "\n\n".join(quote.paragraphs), "edition": str(quote.edition)}
    form = CorrectionForm(data=shown | {"position": quote.position, "organization_name": quote.organization_name})
    form.leads_to = _address(quote)

    def verb() -> str:
        if form.edition.data != str(quote.edition):
            raise RuleBroken(_("Somebody corrected this quote meanwhile; look at their version first."))
        fields = {"paragraphs": form.paragraphs, "position": form.position.data or None}
        fields |= {"organization_name": form.organization_name.data or None}
        correct_quote(quote, fields=fields, reason=form.reason.data, by=signed_in_account())
        flash(_("The correction is public, with its reason and the earlier version."), "done")
        return _address(quote)

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    return _form_page("organize/quotes/correct.html", form, quote=quote)


@organizer.route("/quotes/<int:quote_id>/translations", methods=["GET", "POST"])
@needs(Role.EDITOR)
def translate(quote_id: int) -> Page:
    """Add a translation, or replace the one of that language; of a draft's words, as they will be published."""
    quote = quote_to_edit(quote_id)
    form = TranslationForm()
    form.leads_to = _address(quote)

    def verb() -> str:
        others = [one for one in quote.snapshot()["translations"] if one["language"] != form.language.data]
        new = {"language": form.language.data, "paragraphs": form.paragraphs, "translator": form.translator.data}
        new |= {"status": form.status.data, "edition": max(quote.edition, 1)}
        change_quote(quote, fields={"translations": [*others, new]}, by=signed_in_account())
        return _address(quote)

    if request.method == "POST" and (answer := answer_verb(form, verb)):
        return answer
    return _form_page("organize/quotes/translate.html", form, quote=quote)


@organizer.post("/quotes/<int:quote_id>/clearances")
@needs(Role.EDITOR)
def ask(quote_id: int) -> Page:
    form = AskForm()

    def verb(quote: Quote) -> None:
        fields = {"subject": ClearanceOf.QUOTE, "person_id": quote.person_id, "quote_id": quote.id}
        fields |= {"asked_how": form.asked_how.data}
        fields |= {"asked_at": _on_day(form.asked_on.data)} if form.asked_on.data else {}
        ask_clearance(fields=fields, by=signed_in_account())

    return _do(quote_id, Role.EDITOR, form, verb)


@organizer.post("/clearances/<int:clearance_id>/answer")
@needs(Role.ORGANIZER)
def answer(clearance_id: int) -> Page:
    clearance = found(clearance_by_id(clearance_id))
    form = AnswerForm()

    def verb(_quote: Quote) -> None:
        answer_clearance(
            clearance,
            granted=form.granted.data == "yes",
            answered_by=form.answered_by.data,
            answered_how=form.answered_how.data,
            answered_at=_on_day(form.answered_on.data) if form.answered_on.data else None,
            note=form.note.data or None,
            by=signed_in_account(),
        )

    return _do(clearance.quote_id or 0, Role.ORGANIZER, form, verb)


def _do(quote_id: int, role: Role, form: Form, verb: Callable[[Quote], None]) -> Page:
    """One step in the life of a quote by a button or a small form on its page."""
    quote = quote_seen(quote_id, role)
    form.leads_to = _address(quote)

    def whole() -> str:
        verb(quote)
        return _address(quote)

    return answer_verb(form, whole) or _show(quote_seen(quote_id, role), form)


def quote_seen(quote_id: int, role: Role) -> Quote:
    quote = found(quote_by_id(quote_id))
    if not _is_seen(quote):
        abort(404)
    insist(role, _series_of(quote))
    return quote


def quote_to_edit(quote_id: int) -> Quote:
    """A quote an editor may change; a public one is an organizer's."""
    quote = quote_seen(quote_id, Role.EDITOR)
    if quote.state in PUBLIC_STATES:
        insist(Role.ORGANIZER, _series_of(quote))
    return quote


def _is_seen(quote: Quote) -> bool:
    series_id = _series_of(quote)
    return series_id is None or signed_in_account().role_in(series_id) is not None


def _series_of(quote: Quote) -> int | None:
    return quote.episode.series_id if quote.episode else None


def _insist_on_episode(episode_id: str | None) -> None:
    episode = episode_by_id(int(episode_id)) if episode_id else None
    if episode is not None:
        insist(Role.EDITOR, episode.series_id)


def _address(quote: Quote) -> str:
    return url_for("organize_quotes.show", quote_id=quote.id)


def _show(quote: Quote, refused: Form | None = None) -> Page:
    _kind, text = text_to_check(quote)
    moves = [state for state in LEGAL_MOVES[quote.state] if may(Role.ORGANIZER, _series_of(quote))]
    page = render_template(
        "organize/quotes/show.html",
        quote=quote,
        form=refused or MoveForm(formdata=None),
        moves=moves,
        clearances=clearances_of_quote(quote.id),
        ask_form=refused if isinstance(refused, AskForm) else AskForm(formdata=None),
        answer_form=refused if isinstance(refused, AnswerForm) else AnswerForm(formdata=None),
        embargo_form=refused if isinstance(refused, EmbargoForm) else EmbargoForm(formdata=None),
        may_correct=quote.state in PUBLIC_STATES and may(Role.ORGANIZER, _series_of(quote)),
        stands=text is not None and passage_of(quote.paragraphs, text) is not None,
        difference=_difference(quote, text),
        has_text=text is not None,
        successor=successor_of(quote),
    )
    return page, 422 if refused is not None else 200


def _difference(quote: Quote, text: str | None) -> Difference | None:
    if not text or passage_of(quote.paragraphs, text) is not None:
        return None
    return difference(quote.paragraphs, text)


def _shown(snapshot: dict[str, Any]) -> dict[str, object]:
    """The form's data, from a snapshot of the quote."""
    begins, ends = snapshot["begins_ms"], snapshot["ends_ms"]
    return {
        "words": "\n\n".join(snapshot["paragraphs"]),
        "person_id": str(snapshot["person_id"]),
        "episode_id": str(snapshot["episode_id"] or ""),
        "source_id": str(snapshot["source_id"] or ""),
        "begins": clock_of(begins) if begins is not None else "",
        "ends": clock_of(ends) if ends is not None else "",
    } | {name: snapshot[name] for name in ("language", "attributed_as", "position", "organization_name")}


def _with_choices(form: QuoteForm) -> QuoteForm:
    none = ("", _("none"))
    form.person_id.choices = people_offered()
    form.episode_id.choices = [none, *((str(number), f"{day} {title}") for number, day, title in episodes_titled())]
    form.source_id.choices = [none, *((str(number), title) for number, title in source_titles())]
    return form


def _form_page(template: str, form: Form, **context: object) -> Page:
    page = render_template(template, form=form, **({"quote": None} | context))
    return page, 422 if form.problems else 200
