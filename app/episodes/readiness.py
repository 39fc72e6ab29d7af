"""Whether an episode is ready: computed from what is stored, each line with an owner and a day it is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from app.episodes.models import AppearanceRole, AppearanceState, AttributionPolicy, Episode, Status
from app.spoken import lazy_gettext as _l

PANELLISTS_NEEDED = 2
SPEAKING = (AppearanceRole.MODERATOR, AppearanceRole.KEYNOTE, AppearanceRole.PANELLIST)
SUMMARY_LENGTH = 40


@dataclass(frozen=True)
class Evidence:
    """What readiness knows beside the episode: what was recorded and said, and what was arranged by hand."""

    recordings: int = 0
    transcripts: int = 0
    quotes: int = 0
    quotes_verified: int = 0
    consents: int = 0
    arranged: frozenset[str] = frozenset()
    """Checks that a person marked as arranged, because nothing stored can tell."""


Missing = str
"""What is still missing in words; empty when nothing is."""


@dataclass(frozen=True)
class Check:
    """One thing asked of an episode. `due_days` counts from its day: −21 is three weeks before."""

    name: str
    words: Any
    due_days: int
    owner: str
    missing: Callable[[Episode, Evidence], Missing]
    fixed_by: str
    after: bool = False


@dataclass(frozen=True)
class Line:
    check: Check
    owner: str
    due_on: date
    missing: Missing
    today: date

    @property
    def done(self) -> bool:
        return not self.missing

    @property
    def late(self) -> bool:
        return not self.done and self.due_on < self.today


def _start(episode: Episode, _evidence: Evidence) -> Missing:
    return "" if episode.starts_at else _("The start is not known.")


def _moderator(episode: Episode, _evidence: Evidence) -> Missing:
    return "" if _confirmed(episode, AppearanceRole.MODERATOR) else _("No moderator has confirmed.")


def _panellists(episode: Episode, _evidence: Evidence) -> Missing:
    number = _confirmed(episode, AppearanceRole.PANELLIST, AppearanceRole.KEYNOTE)
    if number >= PANELLISTS_NEEDED:
        return ""
    return _("%(number)s of %(needed)s panellists have confirmed.", number=number, needed=PANELLISTS_NEEDED)


def _confirmed(episode: Episode, *roles: AppearanceRole) -> int:
    return sum(one.state is AppearanceState.CONFIRMED for one in episode.appearing_as(*roles))


def _biographies(episode: Episode, _evidence: Evidence) -> Missing:
    return _names_without(episode, "biography", _("No biography: %(names)s."))


def _portraits(episode: Episode, _evidence: Evidence) -> Missing:
    return _names_without(episode, "portrait_digest", _("No portrait: %(names)s."))


def _names_without(episode: Episode, attribute: str, sentence: str) -> Missing:
    speakers = episode.appearing_as(*SPEAKING)
    names = [one.person.name for one in speakers if not getattr(one.person, attribute)]
    if not speakers:
        return _("No speakers yet.")
    return sentence.replace("%(names)s", ", ".join(names)) if names else ""


def _pillar(episode: Episode, _evidence: Evidence) -> Missing:
    if not episode.pillar_links:
        return _("It serves no pillar yet.")
    return "" if any(link.reason for link in episode.pillar_links) else _("No pillar has a reason.")


def _join(episode: Episode, _evidence: Evidence) -> Missing:
    return "" if episode.join_url or episode.stream_url or episode.venue else _("No join address and no venue.")


def _announcement(episode: Episode, _evidence: Evidence) -> Missing:
    return "" if len(episode.summary or "") >= SUMMARY_LENGTH else _("The summary says too little to announce it.")


def _interpretation(episode: Episode, evidence: Evidence) -> Missing:
    if len(episode.languages) < 2 or episode.appearing_as(AppearanceRole.INTERPRETER):
        return ""
    return "" if "interpretation" in evidence.arranged else _("Several languages, and nobody interprets.")


def _captions(_episode: Episode, evidence: Evidence) -> Missing:
    return "" if "captions" in evidence.arranged else _("Nobody said that captions are arranged.")


def _consents(episode: Episode, evidence: Evidence) -> Missing:
    if episode.attribution_policy is AttributionPolicy.CHATHAM_HOUSE or "consents" in evidence.arranged:
        return ""
    speakers = len(episode.appearing_as(*SPEAKING))
    if speakers and evidence.consents >= speakers:
        return ""
    return _("%(number)s of %(all)s agreed to be quoted.", number=evidence.consents, all=speakers)


def _recording(episode: Episode, evidence: Evidence) -> Missing:
    return "" if evidence.recordings or episode.recording_url else _("No recording is linked.")


def _transcript(_episode: Episode, evidence: Evidence) -> Missing:
    return "" if evidence.transcripts else _("There is no transcript.")


def _quotes(_episode: Episode, evidence: Evidence) -> Missing:
    if not evidence.quotes:
        return _("No quote has been taken down.")
    waiting = evidence.quotes - evidence.quotes_verified
    return _("%(number)s quotes are not verified.", number=waiting) if waiting else ""


CHECKS = (
    Check("start", _l("Date, start and zone"), -42, "organizer", _start, "start_local"),
    Check("moderator", _l("Moderator confirmed"), -28, "organizer", _moderator, "appearances"),
    Check("panellists", _l("Two panellists confirmed"), -28, "organizer", _panellists, "appearances"),
    Check("pillar", _l("Pillar with a reason"), -28, "organizer", _pillar, "pillar_links"),
    Check("biographies", _l("Biographies"), -21, "editor", _biographies, "people"),
    Check("portraits", _l("Portraits"), -21, "editor", _portraits, "people"),
    Check("announcement", _l("Announcement text"), -21, "editor", _announcement, "summary"),
    Check("join", _l("Join address and policy"), -14, "organizer", _join, "join_url"),
    Check("interpretation", _l("Interpretation"), -14, "organizer", _interpretation, "arranged"),
    Check("captions", _l("Captions"), -7, "organizer", _captions, "arranged"),
    Check("consents", _l("Consent to be quoted"), -7, "organizer", _consents, "arranged"),
    Check("recording", _l("Recording"), 2, "editor", _recording, "recording_url", after=True),
    Check("transcript", _l("Transcript"), 7, "editor", _transcript, "transcript", after=True),
    Check("quotes", _l("Quotes verified"), 14, "editor", _quotes, "quotes", after=True),
)
"""Everything that may be asked, in the order it is due."""
BY_NAME = {check.name: check for check in CHECKS}
ARRANGED_BY_HAND = ("interpretation", "captions", "consents")


def readiness_of(
    episode: Episode, evidence: Evidence, *, today: date, asked: dict[str, dict[str, Any]] | None = None
) -> list[Line]:
    """The lines that count now: those before the episode until it is held or over, then those after.

    `asked` is the series' own settings by check: needed, owner, due_days. Where the series names nobody, the
    episode's owner sees to it, and where it has none, whoever holds the check's usual role.
    """
    if episode.status is Status.CANCELLED:
        return []
    is_over = episode.status is Status.HELD or episode.day < today
    lines = []
    for check in CHECKS:
        own = (asked or {}).get(check.name, {})
        if check.after is is_over and own.get("needed", True):
            due = episode.day + timedelta(days=int(own.get("due_days", check.due_days)))
            owner = own.get("owner") or (episode.owner.name if episode.owner else check.owner)
            lines.append(Line(check, owner, due, check.missing(episode, evidence), today))
    return lines


def is_ready(lines: list[Line]) -> bool:
    return all(line.done for line in lines)
