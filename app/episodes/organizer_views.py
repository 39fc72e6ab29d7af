"""Organizers' pages of episodes: the list, the form with everything in it, and one episode with its next steps."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, abort, current_app, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.accounts.queries import accounts_in
from app.clock import now, zone_names
from app.episodes.conflicts import Level, conflicts_of
from app.episodes.editing import episode_fields, form_data
from app.episodes.filters import language_name
from app.episodes.forms import (
    LANGUAGES,
    AcceptForm,
    Directory,
    EpisodeForm,
    MoveForm,
    Offered,
    OwnerForm,
    PreviewForm,
    PublishForm,
    StepForm,
)
from app.episodes.models import Episode, Status
from app.episodes.operations import (
    LEGAL_MOVES,
    change_episode,
    give_owner,
    plan_episode,
)
from app.episodes.publishing import stage_changes
from app.episodes.queries import Wanted, episode_by_id, episode_by_slug, organizer_episodes
from app.episodes.readiness import ARRANGED_BY_HAND, Line
from app.episodes.surroundings import (
    arrangements_of,
    people_to_tell,
    preview_links,
    staged_change,
    surroundings_of,
    waiting_changes_of,
)
from app.errors import RuleBroken
from app.people.queries import known_organizations, people_named
from app.planning.queries import readiness_by_episode
from app.quotes.queries import quotes_of_episode
from app.recordings.queries import recordings_of, transcripts_of
from app.revisions.keeping import kept_reading
from app.revisions.queries import former_slug, revision_number_of
from app.series.models import Series
from app.series.queries import all_series
from app.sources.queries import source_titles
from app.strategy.queries import strategy_pillars, strategy_themes
from app.web.carrying import is_resumed
from app.web.forms import Form
from app.web.merging import answer_edit
from app.web.organizing import found
from app.web.paging import page_asked
from app.web.permissions import insist, may, needs, signed_in_account
from app.web.verbs import answer_verb

organizer = Blueprint("organize_episodes", __name__, url_prefix="/organize")

Page = str | Response | tuple[str, int]
PAGE = 40
OFFERED_TYPES = ("person", "organization", "framework", "pillar", "theme", "source")
"""Records of which the lists of the form are made."""
DRAFTING = (Status.DRAFT, Status.TENTATIVE)
"""Statuses between which an editor may move an episode that is not public."""


@organizer.get("/episodes")
@needs(Role.VIEWER)
def list_all() -> Page:
    series = [one for one in all_series() if may(Role.VIEWER, one.id)]
    chosen_series = next((one for one in series if one.slug == request.args.get("series")), None)
    wanted = Wanted(
        series_ids=tuple(one.id for one in ([chosen_series] if chosen_series else series)),
        when=request.args.get("when", ""),
        status=next((one for one in Status if one.value == request.args.get("status")), None),
        text=request.args.get("text", "").strip()[:100],
    )
    page = page_asked()
    episodes = organizer_episodes(wanted, limit=PAGE + 1, offset=(page - 1) * PAGE)
    shown = episodes[:PAGE]
    lines = readiness_by_episode(shown, now().date())
    return render_template(
        "organize/episodes/list.html",
        rows=[_listed(episode, lines[episode.id]) for episode in shown],
        wanted=wanted,
        series=series,
        chosen_series=chosen_series,
        statuses=list(Status),
        page=page,
        has_more=len(episodes) > PAGE,
    )


def _listed(episode: Episode, lines: list[Line]) -> tuple[Episode, str, int, int, bool]:
    """The episode, who is in it, how many things it still lacks of how many, and whether one of them is late."""
    missing = [line for line in lines if line.missing]
    names = ", ".join(one.person.name for one in episode.present)
    return episode, names, len(missing), len(lines), any(line.late for line in missing)


@organizer.route("/episodes/new", methods=["GET", "POST"])
@needs(Role.EDITOR)
def add() -> Page:
    series = [one for one in all_series() if may(Role.EDITOR, one.id)]
    if not series:
        abort(403)
    wanted = next((one for one in series if one.slug == request.args.get("series")), series[0])
    form = EpisodeForm(data=_fresh(wanted) | _time_asked())
    form.offer(_offered(series))
    form.leads_to = url_for("organize_episodes.list_all")

    def verb() -> str:
        chosen = next(one for one in series if str(one.id) == form.series_id.data)
        host = current_app.config["SETTINGS"].host
        episode = plan_episode(chosen, fields=episode_fields(form), host=host, by=signed_in_account())
        flash(_("The episode is kept as a private draft."), "done")
        return episode_address(episode)

    if _is_submitted(form) and (answer := answer_verb(form, verb)):
        return answer
    return _form_page(form, series_choice=len(series) > 1)


@organizer.route("/episodes/<slug>/edit", methods=["GET", "POST"])
@needs(Role.EDITOR)
def edit(slug: str) -> Page:
    episode = seen_episode(slug, Role.EDITOR)
    if episode.is_public:
        return _edit_staged(episode)
    offered = _offered([episode.series], episode)

    def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
        return form_data(snapshot, offered)

    form = EpisodeForm(data=shown(episode.snapshot()) | {"base_revision": revision_number_of(episode)})
    form.offer(offered)
    form.leads_to = episode_address(episode)

    def verb() -> str:
        change_episode(episode, fields=episode_fields(form), by=signed_in_account())
        flash(_("Saved."), "done")
        return episode_address(episode)

    if _is_submitted(form) and (answer := answer_edit(form, episode, shown=shown, verb=verb)):
        return answer
    return _form_page(form, episode=episode)


def _edit_staged(episode: Episode) -> Page:
    """What is typed over a public episode waits beside it until somebody publishes the changes."""
    offered = _offered([episode.series], episode)
    staged = waiting_changes_of(episode)
    public = episode.snapshot()

    def shown(snapshot: dict[str, Any]) -> dict[str, Any]:
        return form_data(public | snapshot["fields"], offered)

    opened = {"base_revision": revision_number_of(staged), "episode_revision": revision_number_of(episode)}
    form = EpisodeForm(data=shown(staged.snapshot()) | opened)
    form.offer(offered)
    form.leads_to = url_for("organize_publishing.changes", slug=episode.slug)

    def verb() -> str:
        opened_at = form.episode_revision.data or ""
        number = int(opened_at) if opened_at.isascii() and opened_at.isdigit() and len(opened_at) < 10 else 0
        stage_changes(episode, fields=episode_fields(form), opened_at=number, by=signed_in_account())
        return form.leads_to

    if _is_submitted(form) and (answer := answer_edit(form, staged, shown=shown, verb=verb)):
        return answer
    return _form_page(form, episode=episode, is_staging=True)


@organizer.get("/episodes/<slug>")
@needs(Role.VIEWER)
def show(slug: str) -> Page:
    return show_episode(seen_episode(slug, Role.VIEWER))


@organizer.post("/episodes/<slug>/owner")
@needs(Role.EDITOR)
def own(slug: str) -> Page:
    """Say who sees to the episode; at once, because nobody outside sees it."""
    episode = seen_episode(slug, Role.EDITOR)
    form = OwnerForm()
    accounts = {str(one.id): one for one in accounts_in([episode.series_id], Role.EDITOR)}
    form.offer(list(accounts.values()))

    def verb() -> None:
        chosen = accounts.get(form.owner_id.data or "")
        if form.owner_id.data and chosen is None:
            raise RuleBroken(_("Choose one of the list."), field="owner_id")
        give_owner(episode, chosen, by=signed_in_account())

    return do_step(episode, form, verb)


def do_step(episode: Episode, form: Form, verb: Any) -> Page:
    """One step by a button on the episode's page."""
    slug = episode.slug
    form.leads_to = episode_address(episode)

    def whole() -> str:
        verb()
        return episode_address(episode)

    return answer_verb(form, whole) or show_episode(seen_episode(slug, Role.VIEWER), form)


def seen_episode(slug: str, role: Role) -> Episode:
    """The episode; one of a series without any role for the account is not found, and a former slug leads on."""
    episode = episode_by_slug(slug)
    if episode is None:
        moved = former_slug(Episode, slug)
        episode = episode_by_id(moved) if moved else None
    episode = found(episode)
    if not may(Role.VIEWER, episode.series_id):
        abort(404)
    insist(role, episode.series_id)
    return episode


def role_to_move(episode: Episode, status: Status) -> Role:
    """Who may take that step of the episode's life."""
    is_drafting = not episode.is_public and episode.status in DRAFTING and status in DRAFTING
    return Role.EDITOR if is_drafting else Role.ORGANIZER


def episode_address(episode: Episode) -> str:
    return url_for("organize_episodes.show", slug=episode.slug)


def show_episode(episode: Episode, refused: Form | None = None) -> Page:
    conflicts = conflicts_of(episode, surroundings_of(episode))
    staged = staged_change(episode.id)
    moves = [status for status in LEGAL_MOVES[episode.status] if may(role_to_move(episode, status), episode.series_id)]
    page = render_template(
        "organize/episodes/show.html",
        episode=episode,
        form=refused or MoveForm(formdata=None),
        moves=moves,
        may_edit=may(Role.EDITOR, episode.series_id),
        may_organize=may(Role.ORGANIZER, episode.series_id),
        conflicts=conflicts,
        fixes={one.key: _fix(episode, one.fixed_by) for one in conflicts},
        Level=Level,
        readiness=readiness_by_episode([episode], now().date())[episode.id],
        ticked=arrangements_of([episode.id])[episode.id],
        by_hand=ARRANGED_BY_HAND,
        waiting=staged if staged is not None and staged.fields else None,
        links=preview_links(episode.id),
        moment=now(),
        people_to_tell=people_to_tell(episode.id),
        move_form=refused if isinstance(refused, StepForm) else StepForm(formdata=None),
        publish_form=refused if isinstance(refused, PublishForm) else PublishForm(formdata=None),
        preview_form=refused if isinstance(refused, PreviewForm) else PreviewForm(formdata=None, data={"days": 14}),
        accept_form=refused if isinstance(refused, AcceptForm) else AcceptForm(formdata=None),
        owner_form=_owner_form(episode, refused),
        recordings=recordings_of(episode.id),
        transcripts=transcripts_of(episode.id),
        quotes=quotes_of_episode(episode.id),
    )
    return page, 422 if refused is not None else 200


def _owner_form(episode: Episode, refused: Form | None) -> OwnerForm:
    form = (
        refused
        if isinstance(refused, OwnerForm)
        else OwnerForm(formdata=None, data={"owner_id": episode.owner_id or ""})
    )
    form.offer(accounts_in([episode.series_id], Role.EDITOR))
    return form


def _fix(episode: Episode, fixed_by: str) -> str | None:
    """The page that mends a conflict: the field of the form, the person, or the other episode."""
    kind, _colon, slug = fixed_by.partition(":")
    if kind == "episode":
        return url_for("organize_episodes.show", slug=slug)
    if kind == "person":
        known = "organize_people.show" in current_app.view_functions
        return url_for("organize_people.show", slug=slug) if known else None
    return url_for("organize_episodes.edit", slug=episode.slug, _anchor=fixed_by)


def _is_submitted(form: EpisodeForm) -> bool:
    """Whether the form was sent to be saved; "Add a row" only shows it again, with a row more and nothing lost."""
    if request.method != "POST":
        form.add_empty_rows()
        return False
    if "add" in request.form:
        form.add_row(request.form["add"])
        return False
    return not is_resumed()


def _form_page(form: EpisodeForm, **context: Any) -> Page:
    shown = {"episode": None, "is_staging": False, "series_choice": False, "zones": sorted(zone_names())} | context
    page = render_template("organize/episodes/form.html", form=form, **shown)
    return page, 422 if form.problems else 200


def _fresh(series: Series) -> dict[str, Any]:
    return {
        "series_id": str(series.id),
        "timezone": series.default_timezone,
        "languages": series.languages[:1],
        "duration_minutes": 90,
        "format": "virtual",
        "join_policy": "invited",
        "attribution_policy": "on_the_record",
        "fold": "",
        "source_id": "",
    }


def _time_asked() -> dict[str, Any]:
    """The time that the planner suggested, from the address; what makes no sense there is left out."""
    day = _day(request.args.get("day", ""))
    clock = request.args.get("start", "")
    asked: dict[str, Any] = {"day": day} if day else {}
    if len(clock) == 5 and clock.replace(":", "").isdigit():
        asked["start_local"] = clock
    if request.args.get("timezone") in zone_names():
        asked["timezone"] = request.args["timezone"]
    minutes = request.args.get("minutes", 0, int)
    return asked | ({"duration_minutes": minutes} if 0 < minutes <= 1440 else {})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _offered(series: list[Series], episode: Episode | None = None) -> Offered:
    """The lists of the form, with what the episode already points to."""
    known = kept_reading("lists of the episode form", OFFERED_TYPES, _known)
    pillars, themes = dict(known.pillars), dict(known.themes)
    if episode is not None:
        pillars |= {str(link.pillar_id): link.pillar.title for link in episode.pillar_links}
        themes |= {str(link.theme_id): link.theme.title for link in episode.theme_links}
    held = {code for one in series for code in one.languages} | set(episode.languages if episode else ())
    codes = [*LANGUAGES, *sorted(held - set(LANGUAGES))]
    return replace(
        known,
        series=[(str(one.id), one.title) for one in series],
        pillars=list(pillars.items()),
        themes=list(themes.items()),
        languages=[(code, language_name(code)) for code in codes],
    )


def _known() -> Offered:
    """What the form offers for every episode."""
    return Offered(
        people=Directory(people_named(), "people"),
        organizations=Directory(known_organizations(), "organizations"),
        pillars=[(str(one.id), one.title) for one in strategy_pillars()],
        themes=[(str(one.id), one.title) for one in strategy_themes()],
        sources=[(str(number), title) for number, title in source_titles()],
    )
