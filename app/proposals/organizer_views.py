"""Organizers' pages of the press-release reader: an article in, proposals beside their passages, some accepted."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, flash, request, url_for
from flask_babel import gettext as _

from app.accounts.models import Role
from app.episodes.models import AppearanceRole, Episode
from app.episodes.queries import all_episodes
from app.errors import RuleBroken
from app.on_demand import OnDemand
from app.people.queries import all_people
from app.proposals.carrying import article_again, shape_of
from app.proposals.forms import ArticleForm, ReviewForm
from app.proposals.operations import NewSeries, accept_reading
from app.proposals.passages import anchor_of, marked_blocks
from app.proposals.reviewing import Known, accepted_of, filled, offer
from app.series.models import Series
from app.series.queries import all_series
from app.sources.reading.blocks import Article
from app.strategy.queries import all_frameworks, strategy_pillars, strategy_themes
from app.web.editing import Page, form_page
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.verbs import answer_verb

if TYPE_CHECKING:  # at run time the reader is loaded with the first article
    from app.sources.reading.reader import Draft

intake: Any = OnDemand("app.sources.reading.intake")
reader: Any = OnDemand("app.sources.reading.reader")
strategy: Any = OnDemand("app.sources.reading.strategy")

organizer = Blueprint("organize_reading", __name__, url_prefix="/organize/reading")


@organizer.route("", methods=["GET", "POST"])
@needs(Role.EDITOR)
def read() -> Page:
    """Read an article. Sending it stores nothing: the answer is the page of proposals."""
    form = ArticleForm()
    if request.method == "POST" and form.validate():
        try:
            return _proposals(_article(form))
        except RuleBroken as broken:
            form.refuse(broken.message, broken.field)
    return form_page("organize/proposals/read.html", form)


@organizer.post("/accept")
@needs(Role.EDITOR)
def accept() -> Page:
    form = ReviewForm()
    try:
        article = article_again(form.text.data or "", form.shape.data or "")
    except RuleBroken as broken:
        again = ArticleForm(formdata=None, data={"text": form.text.data})
        again.refuse(broken.message, None)
        return form_page("organize/proposals/read.html", again)
    known = _known()
    draft = reader.read_article(article, strategy.Titles.of(known.pillars, known.themes, known.series))
    offer(form, draft, known)
    form.leads_to = url_for("organize_sources.list_all")

    def verb() -> str:
        accepted = accepted_of(form, draft, known)
        if isinstance(accepted.series, NewSeries):
            insist(Role.ADMINISTRATOR, None)
        else:
            insist(Role.EDITOR, accepted.series.id)
        host = current_app.config["SETTINGS"].host
        source = accept_reading(accepted, host=host, by=signed_in_account())
        flash(_("Kept: the source and what you ticked. Quotes are verified drafts until they are cleared."), "done")
        return url_for("organize_sources.show", slug=source.slug)

    return answer_verb(form, verb) or _page(form, article, draft, known)


def _article(form: ArticleForm) -> Article:
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return intake.article_from_file(upload.read(), upload.filename)
    if not form.text.data:
        raise RuleBroken(_("Paste the text of an article, or choose a file."), field="text")
    return intake.article_from_text(form.text.data)


def _proposals(article: Article) -> Page:
    known = _known()
    if not (known.series or known.may_add_series):
        raise RuleBroken(_("You may not edit any series; ask its organizer."))
    article = article_again(article.text, shape_of(article))
    draft = reader.read_article(article, strategy.Titles.of(known.pillars, known.themes, known.series))
    form = filled(article, draft, known)
    return _page(form, article, draft, known)


def _known() -> Known:
    """What the account may match proposals to."""
    series: list[Series] = [one for one in all_series() if _may_edit(one.id)]
    ids = {one.id for one in series}
    episodes: list[Episode] = [one for one in all_episodes() if one.series_id in ids]
    return Known(
        series, episodes, all_people(), strategy_pillars(), strategy_themes(), all_frameworks(), may(Role.ADMINISTRATOR)
    )


def _may_edit(series_id: int) -> bool:
    held = signed_in_account().role_in(series_id)
    return held is not None and held.rank >= Role.EDITOR.rank


def _page(form: ReviewForm, article: Article, draft: "Draft", known: Known) -> Page:
    return form_page(
        "organize/proposals/review.html",
        form,
        draft=draft,
        blocks=marked_blocks(article, draft),
        notes=known.notes(draft),
        anchor_of=anchor_of,
        roles={role.value: role for role in AppearanceRole},
    )
