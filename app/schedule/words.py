"""What a calendar entry says, as plain text and as the same in HTML."""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from app.episodes.filters import role_in_words
from app.episodes.models import Appearance, AppearanceRole, Episode, Format, JoinPolicy, Status
from app.quotes.models import Quote
from app.spoken import gettext as _
from app.spoken import ngettext

CALLED_OFF = (Status.CANCELLED, Status.POSTPONED)

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Controls, Unicode's line separators, surrogates, non-characters: some clients cannot read a feed that has one."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z")


@dataclass(frozen=True)
class Site:
    """What the addresses and the sender of a feed are made of."""

    public_url: str
    host: str
    contact_email: str

    def episode(self, episode: Episode) -> str:
        return f"{self.public_url}/episodes/{episode.slug}"

    def person(self, slug: str) -> str:
        return f"{self.public_url}/people/{slug}"

    def pillar(self, slug: str) -> str:
        return f"{self.public_url}/pillars/{slug}"

    def quote(self, quoted: Quote) -> str:
        return f"{self.public_url}/quotes/{quoted.id}-{quoted.slug}"

    @property
    def badge(self) -> str:
        return f"{self.public_url}/static/img/calendar-badge.png"


def readable(value: str) -> str:
    """The text without characters that make whole feeds unreadable; stripped on input too, but one slip is enough."""
    if value.replace("\n", " ").isprintable():
        return value
    return _UNREADABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def safe_address(value: str) -> str:
    """The address in ASCII, other characters percent-encoded."""
    return quote(_UNREADABLE.sub("", value), safe=":/?#[]@!$&'()*+,;=%-._~")


def can_be_joined(episode: Episode) -> bool:
    """Whether there is, or will be, something online to take part in: not once it was held or called off."""
    return episode.format is not Format.IN_PERSON and episode.status not in (*CALLED_OFF, Status.HELD)


def public_join_url(episode: Episode) -> str | None:
    """The join address, only where anyone may have it and while it leads somewhere."""
    is_given = episode.join_policy is JoinPolicy.PUBLIC and can_be_joined(episode)
    return episode.join_url if is_given else None


def summary(episode: Episode) -> str:
    """The entry's title: a cancellation says so itself, because some clients ignore STATUS."""
    title = episode.title
    if episode.starts_at is None and episode.status not in CALLED_OFF:
        title = _("%(title)s (time to be confirmed)", title=title)
    if episode.status is Status.CANCELLED:
        return _("Cancelled: %(title)s", title=title)
    if episode.status is Status.POSTPONED:
        return _("Postponed: %(title)s", title=title)
    return title


def paragraphs(episode: Episode, site: Site) -> list[list[str]]:
    """What the entry says, as paragraphs of lines: news first, then topic, people, strategy, how to join."""
    groups = [
        _news(episode),
        readable(episode.topic or "").split("\n"),
        _people(episode),
        _strategy(episode),
        _joining(episode, site),
    ]
    kept = [[readable(line).strip() for line in group if line.strip()] for group in groups]
    return [group for group in kept if group]


def as_html(said: list[list[str]]) -> str:
    return "".join(f"<p>{'<br>'.join(_html_line(line) for line in group)}</p>" for group in said)


def _html_line(line: str) -> str:
    found = _ADDRESS.search(line)
    if found is None:
        return escape(line)
    link = escape(found.group())
    return f'{escape(line[: found.start()])}<a href="{link}">{link}</a>'


def _news(episode: Episode) -> list[str]:
    news = []
    if episode.status in CALLED_OFF:
        word = _("Cancelled.") if episode.status is Status.CANCELLED else _("Postponed; a new date will follow.")
        news.append(f"{word} {episode.status_reason or ''}")
    if episode.starts_at is None and episode.status not in CALLED_OFF:
        news.append(_("The day is known; the time is to be confirmed."))
    return news


def _strategy(episode: Episode) -> list[str]:
    words = []
    if episode.pillar_links:
        words.append(_("Pillars: %(titles)s", titles="; ".join(link.pillar.title for link in episode.pillar_links)))
    if episode.theme_links:
        words.append(_("Themes: %(titles)s", titles="; ".join(link.theme.title for link in episode.theme_links)))
    return words


def _people(episode: Episode) -> list[str]:
    words = []
    by_role: dict[AppearanceRole | None, list[Appearance]] = {}
    for appearance in episode.present:
        by_role.setdefault(next(iter(appearance.roles), None), []).append(appearance)
    for role in (*_ORDER, None):
        if role in by_role:
            words.append(_heading(role, len(by_role[role])))
            words += [f"– {_speaker(appearance)}" for appearance in by_role[role]]
    if episode.co_organizers:
        names = "; ".join(link.organization.name for link in episode.co_organizers)
        words.append(_("Together with %(names)s", names=names))
    return words


_ORDER = (
    AppearanceRole.MODERATOR,
    AppearanceRole.KEYNOTE,
    AppearanceRole.INTRODUCER,
    AppearanceRole.PANELLIST,
    AppearanceRole.GUEST,
    AppearanceRole.HOST,
    AppearanceRole.INTERPRETER,
)


def _speaker(appearance: Appearance) -> str:
    also = [role_in_words(role) for role in appearance.roles[1:]]
    name = appearance.person.full_name
    full = f"{name} ({', '.join(also)})" if also else name
    return ", ".join(part for part in (full, appearance.standing) if part)


def _heading(role: AppearanceRole | None, count: int) -> str:
    if role is AppearanceRole.MODERATOR:
        return ngettext("Moderator:", "Moderators:", count)
    if role is AppearanceRole.KEYNOTE:
        return ngettext("Keynote speaker:", "Keynote speakers:", count)
    if role is AppearanceRole.INTRODUCER:
        return _("Introduced by:")
    if role is AppearanceRole.PANELLIST:
        return ngettext("Panellist:", "Panellists:", count)
    if role is AppearanceRole.GUEST:
        return ngettext("Guest:", "Guests:", count)
    if role is AppearanceRole.HOST:
        return ngettext("Host:", "Hosts:", count)
    if role is AppearanceRole.INTERPRETER:
        return ngettext("Interpreter:", "Interpreters:", count)
    return _("Also taking part:")


def _joining(episode: Episode, site: Site) -> list[str]:
    words = []
    is_on = episode.status not in CALLED_OFF
    join_url = public_join_url(episode)
    if episode.venue and episode.format is not Format.VIRTUAL:
        words.append(_("Venue: %(venue)s", venue=episode.venue))
    if can_be_joined(episode):
        if join_url:
            words.append(_("Join: %(address)s", address=safe_address(join_url)))
        else:
            words.append(_("How to join: %(address)s", address=site.episode(episode)))
    if episode.stream_url and is_on:
        words.append(_("Stream: %(address)s", address=safe_address(episode.stream_url)))
    if episode.recording_url:
        words.append(_("Recording: %(address)s", address=safe_address(episode.recording_url)))
    words.append(_("Details: %(address)s", address=site.episode(episode)))
    return words
