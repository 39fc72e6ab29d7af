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
    likely_series,
    person_disagreement,
)
from app.proposals.forms import ReviewForm
from app.proposals.operations import Accepted, AcceptedEpisode, AcceptedPerson, AcceptedQuote, NewSeries
from app.series.models import Series
from app.sources.models import SourceKind
from app.sources.reading.blocks import Article, Kind
from app.sources.reading.language import language_of
from app.strategy.models import Framework, Pillar, Theme

if TYPE_CHECKING:  # at run time the reader is loaded with the first article
    from app.sources.reading.episodes import EpisodeFacts
    from app.sources.reading.reader import Draft
    from app.sources.reading.strategy import Named

MOST = 100
"""Proposals of one kind that are offered at once."""
OFFERED = 20
"""Episodes on record that are offered beside the article's own, in each row."""
NEW = "new"
ON_RECORD = "record-"


@dataclass(frozen=True)
class Notes:
    """What is shown beside the proposals, in their order."""

    episodes: list[list[Disagreement]]
    people: list[Disagreement | None]
    pillars: list[Pillar | Theme | None]
    themes: list[Pillar | Theme | None]
    periods: list[tuple[str, int, int, Framework | None]]
    series: Series | None


@dataclass
class Known:
    """The records that proposals may mean."""

    series: list[Series]
    episodes: list[Episode]
    people: list[Person]
    pillars: list[Pillar]
    themes: list[Theme]
    frameworks: Sequence[Framework]
    may_add_series: bool = False

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
            self.series_named(draft),
        )

    def series_named(self, draft: "Draft") -> Series | None:
        return likely_series(draft.series.title, self.series) if draft.series else None

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
    belonging = draft.belonging
    of_people = [belonging.of_person(one) for one in draft.people[:MOST]]
    of_quotations = [belonging.of_quotation(one) for one in draft.quotations[:MOST]]
    heading = next((block.text for block in article.blocks if block.kind is Kind.HEADING and len(block.text) > 20), "")
    data: dict[str, Any] = {
        "title": (heading or article.blocks[0].text)[:300],
        "kind": SourceKind.PRESS_RELEASE,
        "published_on": article.published_on,
        "series_id": _likely_series_id(draft, episodes, known),
        "new_series_organizer": known.series[0].organizer if known.series else "",
        "new_series": draft.series.title[:200] if draft.series else "",
        "episodes": [
            {"take": at in {0, *of_people, *of_quotations}, "record_id": str(one.id) if one else NEW}
            for at, one in enumerate(episodes)
        ],
        "people": [
            {
                "take": True,
                "record_id": str(name.id) if name else NEW,
                "name": one.name[:200],
                "position": one.position[:300],
                "organization": one.organization[:200],
                "episode": str(at),
            }
            for (one, name), at in zip(people, of_people, strict=True)
        ],
        "quotations": [
            {
                "take": one.speaker is not None,
                "speaker": str(draft.people.index(one.speaker)) if one.speaker else "",
                "episode": str(at),
            }
            for one, at in zip(draft.quotations[:MOST], of_quotations, strict=True)
        ],
        "pillars": [_ticked(one, likely_item(one.title, known.pillars), draft) for one in draft.pillars[:MOST]],
        "themes": [_ticked(one, likely_item(one.title, known.themes), draft) for one in draft.themes[:MOST]],
    }
    form = ReviewForm(formdata=None, data=data)
    form.text.data, form.shape.data = article.text, shape_of(article)
    offer(form, draft, known)
    return form


def _ticked(one: "Named", item: Pillar | Theme | None, draft: "Draft") -> dict[str, Any]:
    return {"take": item is not None, "episode": str(draft.belonging.of_place(one.place))}


def _likely_series_id(draft: "Draft", episodes: Sequence[Episode | None], known: Known) -> str:
    """The series named, else that of an episode that is known; else the named one as a new one, else the first."""
    named = known.series_named(draft)
    found = named.id if named else next((one.series_id for one in episodes if one), None)
    if found is None and known.series and not (draft.series and known.may_add_series):
        found = known.series[0].id
    return str(found) if found is not None else NEW


def offer(form: ReviewForm, draft: "Draft", known: Known) -> None:
    """The choices of every select, near names first."""
    form.series_id.choices = [(str(one.id), one.title) for one in known.series]
    if known.may_add_series:
        form.series_id.choices.append((NEW, _("a new series")))
    names = known.names()
    plan = [(NEW, _("a new draft episode"))]
    episodes = plan + [(str(one.id), f"{one.day} {one.title}") for one in known.episodes]
    for row in form.episodes:
        row.form.record_id.choices = episodes
    belongs = [(str(at), _episode_words(one, at)) for at, one in enumerate(draft.episodes[:MOST])]
    belongs = (belongs or [("0", _("no episode"))]) + _on_record(draft, known)
    for row in (*form.people, *form.quotations, *form.pillars, *form.themes):
        row.form.episode.choices = belongs
        row.form.episode.data = row.form.episode.data or belongs[0][0]
    for row, one in zip(form.people, draft.people, strict=False):
        near = near_names(one.name, names)
        row.form.record_id.choices = [(str(match.record.id), match.record.name) for match in near]
        row.form.record_id.choices.append((NEW, _("a new person")))
    said_by = [("", _("nobody who is named"))]
    said_by += [(str(at), one.name) for at, one in enumerate(draft.people[:MOST])]
    for row in form.quotations:
        row.form.speaker.choices = said_by


def _on_record(draft: "Draft", known: Known) -> list[tuple[str, str]]:
    """Those the article's own may be first, then the latest."""
    matched = [one for facts in draft.episodes[:MOST] if (one := _likely_episode(facts, known))]
    latest = sorted(known.episodes, key=lambda one: one.day, reverse=True)
    offered = list(dict.fromkeys([*matched, *latest]))[:OFFERED]
    return [
        (f"{ON_RECORD}{one.id}", _("On record: %(day)s %(title)s", day=one.day, title=one.title)) for one in offered
    ]


def _episode_words(facts: "EpisodeFacts", at: int) -> str:
    named = _("Number %(number)s", number=facts.number) if facts.number else _("Episode %(number)s here", number=at + 1)
    return f"{named}: {facts.title or facts.day or ''}".rstrip(": ")


def accepted_of(form: ReviewForm, draft: "Draft", known: Known) -> Accepted:
    """What was ticked; the words of quotes come from the reading, never from the form."""
    accepted = Accepted(_source(form), _series(form, draft, known))
    for at, (row, facts) in enumerate(zip(form.episodes, draft.episodes, strict=False)):
        if row.form.take.data:
            accepted.episodes[at] = AcceptedEpisode(facts, known.episode(row.form.record_id.data))
    chosen = [one.known for one in accepted.episodes.values() if one.known]
    if len({episode.id for episode in chosen}) < len(chosen):
        raise RuleBroken(_("Two of the episodes that are ticked are one and the same; untick one of them."))
    if chosen:
        accepted.series = _series_of(chosen[0], known)
    for at, (row, one) in enumerate(zip(form.people, draft.people, strict=False)):
        if row.form.take.data:
            episode = _given_to(row.form, accepted, known)
            accepted.people[at] = _accepted_person(row.form, list(one.roles), known, episode)
    for row, quotation in zip(form.quotations, draft.quotations, strict=False):
        if row.form.take.data:
            if not row.form.speaker.data:
                raise RuleBroken(_("A quote needs its speaker: choose who said it, or untick it."))
            language = language_of(" ".join(quotation.paragraphs), draft.language)
            speaker, episode = int(row.form.speaker.data), _given_to(row.form, accepted, known)
            accepted.quotes.append(AcceptedQuote(quotation.paragraphs, language, speaker, episode))
    pillars = [likely_item(one.title, known.pillars) for one in draft.pillars]
    accepted.pillar_ids = _ids(form.pillars, pillars, accepted, known)
    accepted.theme_ids = _ids(
        form.themes, [likely_item(one.title, known.themes) for one in draft.themes], accepted, known
    )
    meant = [one.known for one in accepted.episodes.values()]
    if meant and meant[0] and None not in meant:
        accepted.series = _series_of(meant[0], known)
    return accepted


def _series_of(episode: Episode, known: Known) -> Series:
    return next(one for one in known.series if one.id == episode.series_id)


def _given_to(row: Any, accepted: Accepted, known: Known) -> int | Episode:
    """The article's episode, by its place; or one on record, which then changes too, if it is none of those ticked."""
    chosen: str = row.episode.data
    if not chosen.startswith(ON_RECORD):
        return int(chosen)
    episode = known.episode(chosen.removeprefix(ON_RECORD))
    if episode is None:
        raise RuleBroken(_("That episode is gone; choose another."))
    for at, one in accepted.episodes.items():
        if one.known is episode:
            return at
    accepted.episodes[episode] = AcceptedEpisode(None, episode)
    return episode


def _series(form: ReviewForm, draft: "Draft", known: Known) -> Series | NewSeries:
    if form.series_id.data != NEW:
        return next(one for one in known.series if str(one.id) == form.series_id.data)
    if not form.new_series.data:
        raise RuleBroken(_("A new series needs a title."), field="new_series")
    if not form.new_series_organizer.data:
        raise RuleBroken(_("Say who organizes the new series."), field="new_series_organizer")
    zones = [one.timezone for one in draft.episodes if one.timezone]
    zones += [one.default_timezone for one in known.series]
    zone = zones[0] if zones else "UTC"
    return NewSeries(form.new_series.data, form.new_series_organizer.data, zone, [draft.language])


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


def _accepted_person(row: Any, roles: list[str], known: Known, episode: int | Episode) -> AcceptedPerson:
    if not row.name.data:
        raise RuleBroken(_("A person needs a name."))
    return AcceptedPerson(
        row.name.data,
        row.position.data or "",
        row.organization.data or "",
        roles,
        known.person(row.record_id.data),
        episode,
    )


def _ids(
    rows: Any, items: list[Pillar | Theme | None], accepted: Accepted, known: Known
) -> list[tuple[int | Episode, int]]:
    """(episode, id) of what was ticked."""
    ticked = [(row.form, item) for row, item in zip(rows, items, strict=False) if row.form.take.data]
    return [(_given_to(form, accepted, known), item.id) for form, item in ticked if item is not None]
