"""The form of a review: filled from a draft, its choices offered, what was ticked read out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.episodes.models import Episode
from app.errors import RuleBroken
from app.people.finding import Known as KnownName
from app.people.finding import near_names
from app.people.models import Person
from app.proposals.carrying import shape_of
from app.proposals.comparing import (
    Disagreement,
    episode_disagreements,
    likely_episode,
    likely_item,
    likely_person,
    person_disagreement,
)
from app.proposals.forms import ReviewForm
from app.proposals.operations import Accepted, AcceptedEpisode, AcceptedPerson, AcceptedQuote
from app.series.models import Series
from app.sources.models import SourceKind
from app.sources.reading.blocks import Article, Kind
from app.sources.reading.language import language_of
from app.strategy.models import Framework, Pillar, Theme

if TYPE_CHECKING:  # at run time the reader is loaded with the first article
    from app.sources.reading.reader import Draft

MOST = 100
"""Proposals of one kind that are offered at once."""
NEW = "new"


@dataclass(frozen=True)
class Notes:
    """What is shown beside the proposals, in their order."""

    episodes: list[list[Disagreement]]
    people: list[Disagreement | None]
    pillars: list[Pillar | Theme | None]
    themes: list[Pillar | Theme | None]
    periods: list[tuple[str, int, int, Framework | None]]


@dataclass
class Known:
    """The records that proposals may mean."""

    series: list[Series]
    episodes: list[Episode]
    people: list[Person]
    pillars: list[Pillar]
    themes: list[Theme]
    frameworks: Sequence[Framework]

    def names(self) -> list[KnownName]:
        return [KnownName(one.id, one.slug, one.name) for one in self.people]

    def person(self, person_id: str) -> Person | None:
        return next((one for one in self.people if str(one.id) == person_id), None)

    def episode(self, episode_id: str) -> Episode | None:
        return next((one for one in self.episodes if str(one.id) == episode_id), None)

    def notes(self, draft: "Draft") -> Notes:
        meant = [_likely_episode(facts, self) for facts in draft.episodes]
        names = self.names()
        people = [(one, likely_person(one.name, names)) for one in draft.people]
        day = next((episode.day for episode in meant if episode), None)
        return Notes(
            [episode_disagreements(f, e) if e else [] for f, e in zip(draft.episodes, meant, strict=True)],
            [_position(one.position, self.person(str(name.id)), day) if name else None for one, name in people],
            [likely_item(one.title, self.pillars) for one in draft.pillars],
            [likely_item(one.title, self.themes) for one in draft.themes],
            [(one.title, one.begins, one.ends, self._framework(one.begins, one.ends)) for one in draft.periods],
        )

    def _framework(self, begins: int, ends: int) -> Framework | None:
        for framework in self.frameworks:
            until = framework.valid_until.year if framework.valid_until else 0
            if framework.valid_from.year == begins and until == ends:
                return framework
        return None


def _position(position: str, person: Person | None, day: Any) -> Disagreement | None:
    return person_disagreement(position, person, day) if person else None


def _likely_episode(facts: Any, known: Known) -> Episode | None:
    found = (likely_episode(facts, known.episodes, one.id) for one in known.series)
    return next((one for one in found if one), None)


def filled(article: Article, draft: "Draft", known: Known) -> ReviewForm:
    """The form as it is first shown: likely records chosen, likely proposals ticked."""
    names = known.names()
    people = [(one, likely_person(one.name, names)) for one in draft.people[:MOST]]
    episodes = [_likely_episode(one, known) for one in draft.episodes[:MOST]]
    series_id = next((one.series_id for one in episodes if one), known.series[0].id)
    heading = next((block.text for block in article.blocks if block.kind is Kind.HEADING and len(block.text) > 20), "")
    data: dict[str, Any] = {
        "title": (heading or article.blocks[0].text)[:300],
        "kind": SourceKind.PRESS_RELEASE,
        "published_on": article.published_on,
        "series_id": str(series_id),
        "episodes": [{"take": at == 0, "record_id": str(one.id) if one else NEW} for at, one in enumerate(episodes)],
        "people": [
            {
                "take": True,
                "record_id": str(name.id) if name else NEW,
                "name": one.name[:200],
                "position": one.position[:300],
                "organization": one.organization[:200],
            }
            for one, name in people
        ],
        "quotations": [
            {"take": one.speaker is not None, "speaker": str(draft.people.index(one.speaker)) if one.speaker else ""}
            for one in draft.quotations[:MOST]
        ],
        "pillars": [{"take": likely_item(one.title, known.pillars) is not None} for one in draft.pillars[:MOST]],
        "themes": [{"take": likely_item(one.title, known.themes) is not None} for one in draft.themes[:MOST]],
    }
    form = ReviewForm(formdata=None, data=data)
    form.text.data, form.shape.data = article.text, shape_of(article)
    offer(form, draft, known)
    return form


def offer(form: ReviewForm, draft: "Draft", known: Known) -> None:
    """The choices of every select, near names first."""
    form.series_id.choices = [(str(one.id), one.title) for one in known.series]
    names = known.names()
    plan = [(NEW, _("a new draft episode"))]
    episodes = plan + [(str(one.id), f"{one.day} {one.title}") for one in known.episodes]
    for row in form.episodes:
        row.form.record_id.choices = episodes
    for row, one in zip(form.people, draft.people, strict=False):
        near = near_names(one.name, names)
        row.form.record_id.choices = [(str(match.record.id), match.record.name) for match in near]
        row.form.record_id.choices.append((NEW, _("a new person")))
    said_by = [("", _("nobody who is named"))]
    said_by += [(str(at), one.name) for at, one in enumerate(draft.people[:MOST])]
    for row in form.quotations:
        row.form.speaker.choices = said_by


def accepted_of(form: ReviewForm, draft: "Draft", known: Known) -> Accepted:
    """What was ticked; the words of quotes come from the reading, never from the form."""
    series = next(one for one in known.series if str(one.id) == form.series_id.data)
    accepted = Accepted(_source(form), series)
    for row, facts in zip(form.episodes, draft.episodes, strict=False):
        if row.form.take.data:
            accepted.episodes.append(AcceptedEpisode(facts, known.episode(row.form.record_id.data)))
    chosen = [one.known for one in accepted.episodes if one.known]
    if len({episode.id for episode in chosen}) < len(chosen):
        raise RuleBroken(_("Two of the episodes that are ticked are one and the same; untick one of them."))
    if chosen:
        accepted.series = next(one for one in known.series if one.id == chosen[0].series_id)
    for at, (row, one) in enumerate(zip(form.people, draft.people, strict=False)):
        if row.form.take.data:
            accepted.people[at] = _accepted_person(row.form, list(one.roles), known)
    for row, quotation in zip(form.quotations, draft.quotations, strict=False):
        if row.form.take.data:
            if not row.form.speaker.data:
                raise RuleBroken(_("A quote needs its speaker: choose who said it, or untick it."))
            language = language_of(" ".join(quotation.paragraphs), draft.language)
            accepted.quotes.append(AcceptedQuote(quotation.paragraphs, language, int(row.form.speaker.data)))
    accepted.pillar_ids = _ids(form.pillars, [likely_item(one.title, known.pillars) for one in draft.pillars])
    accepted.theme_ids = _ids(form.themes, [likely_item(one.title, known.themes) for one in draft.themes])
    return accepted


def _source(form: ReviewForm) -> dict[str, Any]:
    texts = {name: form[name].data or None for name in ("publisher", "url")}
    text = form.text.data or ""
    return texts | {
        "title": form.title.data,
        "kind": SourceKind(form.kind.data),
        "published_on": form.published_on.data,
        "language": language_of(text),
        "kept_text": text,
    }


def _accepted_person(row: Any, roles: list[str], known: Known) -> AcceptedPerson:
    if not row.name.data:
        raise RuleBroken(_("A person needs a name."))
    return AcceptedPerson(
        row.name.data,
        row.position.data or "",
        row.organization.data or "",
        roles,
        known.person(row.record_id.data),
    )


def _ids(rows: Any, items: list[Pillar | Theme | None]) -> list[int]:
    return [item.id for row, item in zip(rows, items, strict=False) if row.form.take.data and item is not None]
