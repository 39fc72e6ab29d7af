"""Which next episode would help most, and why: points by rules that can be read. Pure."""

from collections import defaultdict
from dataclasses import dataclass

from app.coverage.counting import AreaFigures, Figures
from app.coverage.material import Area, EpisodeRow, Material

POINTS = {
    "pillar_first": 4,
    "theme_first": 2,
    "pillar_again": 2,
    "theme_again": 1,
    "pillar_unshown": 1,
    "new_country": 1,
}
"""What each reason is worth: first an area no episode has served, then one not served for a year, then the rest."""


@dataclass(frozen=True)
class Reason:
    """Why an episode would help; `about` is the pillar, theme or country."""

    code: str
    about: Area | str

    @property
    def points(self) -> int:
        return POINTS[self.code]


@dataclass(frozen=True)
class Advice:
    """A planned episode and what it would change."""

    episode: EpisodeRow
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True)
class Effect:
    """What planned episodes would add if they were held, and which areas would be thin in fewer ways: those ways."""

    episodes: int
    minutes: int
    speakers: int
    mended: list[tuple[AreaFigures, tuple[str, ...]]]


def effect_of_plans(held: Figures, with_plans: Figures) -> Effect:
    """Both of one choice but for the plans. Each mended area as it is without them."""
    before = {one.area.key: one for one in held.areas}
    mended = []
    for one in with_plans.areas:
        now = before[one.area.key]
        if gone := tuple(gap for gap in now.gaps if gap not in one.gaps):
            mended.append((now, gone))
    more, fewer = with_plans.totals, held.totals
    return Effect(
        episodes=more.episodes - fewer.episodes,
        minutes=more.minutes - fewer.minutes,
        speakers=more.speakers - fewer.speakers,
        mended=mended,
    )


def ranked_plans(material: Material, found: Figures, *, with_countries: bool = False) -> list[Advice]:
    """The planned episodes, the most helpful first; the sooner one where two help alike."""
    by_key = {one.area.key: one for one in found.areas}
    new = _new_countries(material, found) if with_countries else {}
    advice = []
    for episode in found.planned:
        keys = sorted(found.planned_matrix.get(episode.id, frozenset()))
        reasons = [reason for key in keys if (reason := reason_for(by_key[key])) is not None]
        reasons += [Reason("new_country", country) for country in sorted(new.get(episode.id, ()))]
        advice.append(Advice(episode, tuple(reasons)))
    return sorted(advice, key=lambda one: (-one.points, one.episode.day, one.episode.id))


def _new_countries(material: Material, found: Figures) -> dict[int, set[str]]:
    """By planned episode: where its speakers are from and nobody was yet."""
    planned = {episode.id for episode in found.planned}
    heard = {material.people[one].country for one in found.speaker_ids if one in material.people}
    new: dict[int, set[str]] = defaultdict(set)
    for voice in material.voices:
        if voice.episode_id in planned and (person := material.people.get(voice.person_id)):
            new[voice.episode_id] |= {person.country} - heard if person.country else set()
    return new


def reason_for(figure: AreaFigures) -> Reason | None:
    """Why one more episode on it would help; None where it is well served."""
    kind = "pillar" if figure.area.is_pillar else "theme"
    if not figure.count.episodes:
        return Reason(f"{kind}_first", figure.area)
    if "long_ago" in figure.gaps:
        return Reason(f"{kind}_again", figure.area)
    if kind == "pillar" and "no_evidence" in figure.gaps:
        return Reason("pillar_unshown", figure.area)
    return None


def wanted_areas(found: Figures) -> list[tuple[Area, Reason]]:
    """Pillars and themes that no plan serves yet and that need an episode most, the most pressing first."""
    wanted = [(one.area, reason) for one in found.areas if not one.planned and (reason := reason_for(one)) is not None]
    order = {one.area.key: place for place, one in enumerate(found.areas)}
    return sorted(wanted, key=lambda pair: (-pair[1].points, order[pair[0].key]))
