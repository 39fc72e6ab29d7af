"""What stands against an episode, in four levels; pure rules over records that the caller has read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import cache
from importlib.resources import files
from itertools import combinations
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.episodes.models import Appearance, AppearanceRole, Episode, Status
from app.episodes.recurrence import holidays_on

NOTICE_DAYS = 21
EARLIEST, LATEST = time(5, 0), time(22, 0)
OVER = (Status.HELD, Status.CANCELLED, Status.POSTPONED)
SPEAKING = (AppearanceRole.MODERATOR, AppearanceRole.KEYNOTE, AppearanceRole.PANELLIST)
_CODES = "AG AI AN AW BB BL BM BQ BS BZ CU CW DM DO GD GF GP GY HT JM KN KY LC MF MQ MS PR SR SX TC TT VC VG VI"
REGION = frozenset(_CODES.split())
"""Countries and territories of the Caribbean, by ISO 3166-1 alpha-2."""


class Level(IntEnum):
    """How far a conflict reaches: it is only noted, warns, stops publication, or stops the change itself."""

    IGNORE = 0
    WARN = 1
    BLOCK_PUBLISHING = 2
    BLOCK = 3


@dataclass(frozen=True)
class Conflict:
    """One thing that stands against the episode.

    `key` stays the same while the facts do, so that an accepted warning stays accepted, and a new one shows.
    `fixed_by` names what mends it: a field of the episode's form, "person:<slug>", or "episode:<slug>".
    """

    code: str
    level: Level
    key: str
    sentence: str
    fixed_by: str
    accepted_because: str | None = None

    @property
    def is_open(self) -> bool:
        return self.level > Level.IGNORE and self.accepted_because is None


@dataclass(frozen=True)
class Voice:
    """What the rules know of a person beside the record: zone, country, gender where said, and absences."""

    timezone: str | None = None
    country: str | None = None
    gender: str | None = None
    absences: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What an episode is judged against: other episodes near it, voices by person id, accepted keys with reasons."""

    today: date
    others: tuple[Episode, ...] = ()
    voices: dict[int, Voice] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)

    def voice(self, person_id: int) -> Voice:
        return self.voices.get(person_id, _UNKNOWN)


_UNKNOWN = Voice()


def conflicts_of(episode: Episode, around: Surroundings) -> list[Conflict]:
    """Everything that stands against the episode, gravest first; accepted warnings carry their reason."""
    found = [*_own(episode), *_with_others(episode, around)]
    if episode.status not in OVER:
        found += [*_times(episode, around), *_people(episode, around), *_balance(episode, around)]
    marked = [_as_accepted(one, around.accepted) for one in found]
    return sorted(marked, key=lambda one: (-one.level, one.accepted_because is not None, one.key))


def blocks(conflicts: Iterable[Conflict], level: Level = Level.BLOCK_PUBLISHING) -> list[Conflict]:
    """Those at or above a level; what stops publication unless another level is named."""
    return [one for one in conflicts if one.level >= level]


def _as_accepted(one: Conflict, accepted: dict[str, str]) -> Conflict:
    if one.level is not Level.WARN or one.key not in accepted:
        return one
    return Conflict(one.code, one.level, one.key, one.sentence, one.fixed_by, accepted[one.key])


def _own(episode: Episode) -> Iterable[Conflict]:
    if episode.starts_at and episode.ends_at and episode.ends_at <= episode.starts_at:
        yield Conflict("ends_early", Level.BLOCK, "ends_early", _("It ends before it starts."), "duration_minutes")
    seen: set[int] = set()
    for appearance in episode.appearances:
        if appearance.person_id in seen:
            sentence = _("%(name)s stands twice in this episode.", name=appearance.person.name)
            yield Conflict("twice", Level.BLOCK, f"twice:{appearance.person_id}", sentence, "appearances")
        seen.add(appearance.person_id)
    if not episode.appearing_as(AppearanceRole.MODERATOR):
        sentence = _("Nobody moderates it.")
        yield Conflict("no_moderator", Level.BLOCK_PUBLISHING, "no_moderator", sentence, "appearances")


def _with_others(episode: Episode, around: Surroundings) -> Iterable[Conflict]:
    """Two episodes at once: the same person in both stops publication when both are, or would be, public."""
    for other in around.others:
        if other.id == episode.id or other.status is Status.CANCELLED or not overlap(episode, other):
            continue
        theirs = {appearance.person_id for appearance in other.present}
        for appearance in episode.present:
            if appearance.person_id in theirs:
                level = Level.BLOCK_PUBLISHING if other.is_public else Level.WARN
                sentence = _(
                    "%(name)s is in “%(title)s” at the same time.", name=appearance.person.name, title=other.title
                )
                yield Conflict(
                    "person_overlap", level, f"person_overlap:{appearance.person_id}:{other.id}", sentence, "day"
                )
        sentence = _("“%(title)s” is at the same time.", title=other.title)
        yield Conflict("clash", Level.WARN, f"clash:{other.id}:{episode.starts_at}", sentence, f"episode:{other.slug}")


def overlap(first: Episode, second: Episode) -> bool:
    """Whether two episodes share a minute; a day-only one shares none, because its time may still be chosen."""
    if not (first.starts_at and first.ends_at and second.starts_at and second.ends_at):
        return False
    return first.starts_at < second.ends_at and second.starts_at < first.ends_at


def _times(episode: Episode, around: Surroundings) -> Iterable[Conflict]:
    days = (episode.day - around.today).days
    if 0 <= days < NOTICE_DAYS and not episode.is_public:
        sentence = _("Fewer than %(days)s days are left, and it is not public.", days=NOTICE_DAYS)
        yield Conflict("short_notice", Level.WARN, f"short_notice:{episode.day}", sentence, "day")
    if days < 0:
        sentence = _("Its day is over: mark it as held, or move it.")
        yield Conflict("over", Level.IGNORE, f"over:{episode.day}", sentence, "day")


def _people(episode: Episode, around: Surroundings) -> Iterable[Conflict]:
    for appearance in episode.present:
        voice = around.voice(appearance.person_id)
        yield from _absent(episode, appearance, voice)
        yield from _unsocial(episode, appearance, voice)
        yield from _on_holiday(episode, appearance, voice)


def _absent(episode: Episode, appearance: Appearance, voice: Voice) -> Iterable[Conflict]:
    start, end = stretch(episode)
    if any(start < until and since < end for since, until in voice.absences):
        sentence = _("%(name)s is not available then.", name=appearance.person.name)
        key = f"absent:{appearance.person_id}:{start:%Y%m%d%H%M}"
        yield Conflict("absent", Level.WARN, key, sentence, f"person:{appearance.person.slug}")


def _unsocial(episode: Episode, appearance: Appearance, voice: Voice) -> Iterable[Conflict]:
    if voice.timezone is None or episode.starts_at is None or episode.ends_at is None:
        return
    if is_unsocial(episode.starts_at, episode.ends_at, voice.timezone):
        local = episode.starts_at.astimezone(ZoneInfo(voice.timezone))
        sentence = _(
            "For %(name)s it starts at %(clock)s, outside 05:00 to 22:00.",
            name=appearance.person.name,
            clock=f"{local:%H:%M}",
        )
        key = f"unsocial:{appearance.person_id}:{episode.starts_at:%Y%m%d%H%M}"
        yield Conflict("unsocial", Level.WARN, key, sentence, "start_local")


def is_unsocial(start: datetime, end: datetime, timezone: str) -> bool:
    """Whether any of it lies outside 05:00 to 22:00 there."""
    first, last = start.astimezone(ZoneInfo(timezone)), end.astimezone(ZoneInfo(timezone))
    return first.time() < EARLIEST or last.time() > LATEST or last.date() > first.date()


def _on_holiday(episode: Episode, appearance: Appearance, voice: Voice) -> Iterable[Conflict]:
    country = voice.country or (country_of_zone(voice.timezone) if voice.timezone else None)
    for holiday in holidays_on(episode.day, (country,) if country else ()):
        sentence = _("%(holiday)s: a public holiday for %(name)s.", holiday=holiday, name=appearance.person.name)
        yield Conflict("holiday", Level.WARN, f"holiday:{appearance.person_id}:{episode.day}", sentence, "day")


def _balance(episode: Episode, around: Surroundings) -> Iterable[Conflict]:
    """Said only where every speaker's gender, or country, was given; silence is no answer."""
    speakers = episode.appearing_as(*SPEAKING)
    voices = [around.voice(appearance.person_id) for appearance in speakers]
    people = ",".join(sorted(str(appearance.person_id) for appearance in speakers))
    if len(voices) > 1 and all(voice.gender for voice in voices) and len({voice.gender for voice in voices}) == 1:
        sentence = _("All speakers are of one gender.")
        yield Conflict("single_sex", Level.WARN, f"single_sex:{people}"[:200], sentence, "appearances")
    if len(voices) > 1 and all(voice.country for voice in voices) and not REGION & {v.country for v in voices}:
        sentence = _("No speaker is a national of the region.")
        yield Conflict("no_national", Level.WARN, f"no_national:{people}"[:200], sentence, "appearances")


def stretch(episode: Episode) -> tuple[datetime, datetime]:
    """Start and end; of a day-only episode, the whole day in its zone."""
    if episode.starts_at and episode.ends_at:
        return episode.starts_at, episode.ends_at
    start = datetime.combine(episode.day, time(), tzinfo=ZoneInfo(episode.timezone)).astimezone(UTC)
    return start, start + timedelta(days=1)


def pairs_at_once(episodes: Iterable[Episode]) -> list[tuple[Episode, Episode]]:
    """Every two of them that share a minute."""
    return [(first, second) for first, second in combinations(episodes, 2) if overlap(first, second)]


@cache
def _countries_by_zone() -> dict[str, str]:
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


def country_of_zone(timezone: str) -> str | None:
    """The country a zone is in, by the tz database's own table (zone.tab)."""
    return _countries_by_zone().get(timezone)
