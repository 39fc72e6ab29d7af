"""Episodes as iCalendar: records in, icalendar's objects out (RFC 5545, 7986; 9073 and 9253 for those who ask)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event, vCalAddress, vDuration, vText
from icalendar.prop import vDate

from app.episodes.models import Appearance, AppearanceRole, Episode, Format, Status
from app.quotes.models import Quote
from app.schedule.lines import Address, Categories, Moment, Number, Text, address, lines, one_line, parameter
from app.schedule.vtimezone import believable
from app.schedule.words import (
    CALLED_OFF,
    Site,
    as_html,
    can_be_joined,
    paragraphs,
    public_join_url,
    safe_address,
    summary,
)
from app.series.models import Series
from app.spoken import gettext as _
from app.spoken import ngettext
from app.strategy.models import Weight

REFRESH = timedelta(hours=6)
COLORS = ("teal", "darkorange", "steelblue", "seagreen", "indigo", "firebrick", "goldenrod", "slategray")
"""CSS3 names (RFC 7986 5.9), by the number of the principal pillar."""

_NOT_IN_DATA = re.compile(r"[^\w/:?@!$&'()*,;=.~%-]+", re.ASCII)
_STATUS = {Status.TENTATIVE: "TENTATIVE", Status.CONFIRMED: "CONFIRMED", Status.HELD: "CONFIRMED"}


class Timed(Protocol):
    """An episode, or a planned time: a day, perhaps a start on the wall, and the instants that follow."""

    @property
    def day(self) -> date: ...
    @property
    def start_local(self) -> time | None: ...
    @property
    def timezone(self) -> str: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class FeedHead:
    """What a feed says of itself; `source` is its own address (empty in a private one), `url` the page for people."""

    name: str
    description: str
    source: str
    url: str
    timezone: str
    language: str = "en"


@dataclass(frozen=True)
class Extras:
    """What the rich profile adds from other records: the episode before it, and its public quotes."""

    previous_uid: str | None = None
    quotes: tuple[Quote, ...] = ()


def to_vcalendar(head: FeedHead, site: Site) -> Calendar:
    """The calendar object without time zones and events."""
    calendar = Calendar()
    calendar["VERSION"] = vText("2.0")
    calendar["PRODID"] = one_line(f"-//{site.host}//Conversations//EN")
    calendar["CALSCALE"] = vText("GREGORIAN")
    calendar["METHOD"] = vText("PUBLISH")
    calendar["NAME"] = calendar["X-WR-CALNAME"] = one_line(head.name)
    calendar["DESCRIPTION"] = calendar["X-WR-CALDESC"] = lines(head.description)
    calendar["X-WR-TIMEZONE"] = one_line(head.timezone)
    calendar["REFRESH-INTERVAL"] = vDuration(REFRESH, params={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vDuration(REFRESH)
    if head.source:
        calendar["SOURCE"] = address(head.source, VALUE="URI")
    calendar["URL"] = address(head.url)
    calendar["COLOR"] = vText(COLORS[0])
    return calendar


def to_vevent(episode: Episode, site: Site, extras: Extras | None = None) -> Event:
    """One episode as VEVENT; `extras` ask for the rich profile."""
    event = Event()
    event["UID"] = one_line(episode.uid)
    event["SEQUENCE"] = Number(episode.sequence)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = Moment(stamp_of(episode, extras))
    event["CREATED"] = Moment(episode.created_at.astimezone(UTC))
    event["DTSTART"], event["DTEND"] = start_and_end(episode)
    event["SUMMARY"] = one_line(summary(episode))
    _describe(event, episode, site)
    _place(event, episode, site)
    event["IMAGE"] = address(site.badge, VALUE="URI", DISPLAY="BADGE", FMTTYPE="image/png")
    titles = categories(episode)
    if titles:
        event["CATEGORIES"] = Categories([one_line(title) for title in titles])
    event["COLOR"] = Text(color(episode))
    event["STATUS"] = Text(_STATUS.get(episode.status, "CANCELLED"))
    event["TRANSP"] = Text("TRANSPARENT" if is_free(episode) else "OPAQUE")
    event["CLASS"] = Text("PUBLIC")
    event["ORGANIZER"] = organizer(episode.series, site)
    if extras is not None:
        _enrich(event, episode, site, extras)
    return event


def to_valarm(minutes: int) -> Alarm:
    """A reminder, only for those who ask for one by `?alarm=`."""
    words = ngettext("Starts in %(num)s minute", "Starts in %(num)s minutes", minutes) if minutes else _("Starts now")
    alarm = Alarm()
    alarm["ACTION"] = Text("DISPLAY")
    alarm["DESCRIPTION"] = one_line(words)
    alarm["TRIGGER"] = vDuration(-timedelta(minutes=minutes))
    return alarm


def stamp_of(episode: Episode, extras: Extras | None = None) -> datetime:
    """The last change of anything that shows in the event."""
    shown: list[Episode | Quote] = [episode, *(extras.quotes if extras else ())]
    moments = [record.changed_at for record in shown] + [episode.series.changed_at]
    moments += [appearance.person.changed_at for appearance in episode.present]
    moments += [link.pillar.changed_at for link in episode.pillar_links]
    moments += [link.theme.changed_at for link in episode.theme_links]
    moments += [link.organization.changed_at for link in episode.co_organizers]
    return max(moments).astimezone(UTC)


def start_and_end(episode: Timed) -> tuple[vDate | Moment, vDate | Moment]:
    """Wall times in the episode's zone where every reader resolves them rightly, else UTC; the day where no time is.

    UTC also where a newer zone database would move the wall time: the stored instants hold until accepted.
    """
    if episode.starts_at is None or episode.ends_at is None:
        day: date = episode.day
        return vDate(day, params={"VALUE": "DATE"}), vDate(day + timedelta(days=1), params={"VALUE": "DATE"})
    start, end = episode.starts_at, episode.ends_at
    if not has_wall_time(episode):
        return Moment(start.astimezone(UTC)), Moment(end.astimezone(UTC))
    zone = ZoneInfo(episode.timezone)
    return Moment(start.astimezone(zone)), Moment(end.astimezone(zone))


def has_wall_time(episode: Timed) -> bool:
    """Whether the event is written with TZID: its zone's VTIMEZONE gives back the very instants stored."""
    if episode.starts_at is None or episode.ends_at is None or episode.timezone == "UTC":
        return False
    local = episode.starts_at.astimezone(ZoneInfo(episode.timezone)).replace(tzinfo=None)
    agreed = (local.date(), local.time()) == (episode.day, episode.start_local)
    return agreed and believable(episode.timezone, episode.starts_at, episode.ends_at)


def begins(episode: Timed) -> datetime:
    """The instant that orders events: a day without a time comes first on its day, by its own zone."""
    midnight = datetime.combine(episode.day, datetime.min.time(), tzinfo=ZoneInfo(episode.timezone))
    return (episode.starts_at or midnight).astimezone(UTC)


def is_free(episode: Episode) -> bool:
    """Whether it leaves its readers' time free: called off, or a day without a time."""
    return episode.status in CALLED_OFF or episode.starts_at is None


def categories(episode: Episode) -> list[str]:
    titles = [link.pillar.title for link in episode.pillar_links] + [link.theme.title for link in episode.theme_links]
    return list(dict.fromkeys(titles))


def color(episode: Episode) -> str:
    principal = [link.pillar.number for link in episode.pillar_links if link.weight is Weight.PRINCIPAL]
    return COLORS[(min(principal) - 1) % len(COLORS)] if principal else COLORS[0]


def organizer(series: Series, site: Site) -> vCalAddress:
    """The series' address, no person's (RFC 5546 3.2.1 asks for one in every published event)."""
    email = series.organizer_email or site.contact_email
    return vCalAddress(f"mailto:{quote(email, safe='@+.-_')}", params={"CN": parameter(series.organizer)})


def _describe(event: Event, episode: Episode, site: Site) -> None:
    said = paragraphs(episode, site)
    html = as_html(said)
    plain = "\n\n".join("\n".join(group) for group in said)
    # Thunderbird wants exactly this prefix; quotation marks cannot stand in a parameter, the rest is RFC 3986's.
    event["DESCRIPTION"] = lines(plain, ALTREP=f"data:text/html,{in_data(html)}")
    event["X-ALT-DESC"] = one_line(html, FMTTYPE="text/html")


def in_data(html: str) -> str:
    """HTML as the rest of a data: address (RFC 2397, 3986); what is most frequent is replaced at once."""
    begun = html.replace("%", "%25").replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")
    return _NOT_IN_DATA.sub(lambda found: quote(found.group(), safe=""), begun)


def _place(event: Event, episode: Episode, site: Site) -> None:
    page = site.episode(episode)
    join_url = public_join_url(episode)
    online = safe_address(join_url or page)
    venue = episode.venue if episode.format is not Format.VIRTUAL else None
    event["LOCATION"] = one_line(venue or online)
    event["URL"] = address(page)
    if can_be_joined(episode):
        label = _("Join the panel") if join_url else _("How to join")
        event["CONFERENCE"] = address(online, VALUE="URI", FEATURE=("AUDIO", "VIDEO"), LABEL=parameter(label))


_PARTICIPANT_TYPES = {AppearanceRole.MODERATOR: "X-MODERATOR", AppearanceRole.INTERPRETER: "X-INTERPRETER"}


def _enrich(event: Event, episode: Episode, site: Site, extras: Extras) -> None:
    event["STYLED-DESCRIPTION"] = lines(str(event["X-ALT-DESC"]), VALUE="TEXT", FMTTYPE="text/html")
    if episode.pillar_links:
        event["CONCEPT"] = [address(site.pillar(link.pillar.slug), VALUE="URI") for link in episode.pillar_links]
    links = [_link(site.quote(quoted), "https://schema.org/Quotation", quoted.words[:60]) for quoted in extras.quotes]
    if episode.recording_url:
        links.append(_link(episode.recording_url, "enclosure", _("Recording")))
    if links:
        event["LINK"] = links
    if extras.previous_uid:
        event["RELATED-TO"] = one_line(extras.previous_uid, RELTYPE="SIBLING")
    for appearance in episode.present:
        event.add_component(_participant(appearance, episode, site))


def _link(target: str, relation: str, label: str) -> Address:
    return address(target, VALUE="URI", LINKREL=relation, LABEL=parameter(label))


class _Participant(Component):
    name = "PARTICIPANT"


def _participant(appearance: Appearance, episode: Episode, site: Site) -> Component:
    """RFC 9073 7.1: who takes part, by name and page; no mail address and so no CALENDAR-ADDRESS."""
    participant = _Participant()
    kinds = [_PARTICIPANT_TYPES.get(role, "SPEAKER") for role in appearance.roles] or ["SPEAKER"]
    participant["UID"] = one_line(f"person-{appearance.person.id}-{episode.uid}")
    participant["PARTICIPANT-TYPE"] = Categories([Text(kind) for kind in dict.fromkeys(kinds)])
    participant["SUMMARY"] = one_line(appearance.person.full_name)
    if appearance.standing:
        participant["DESCRIPTION"] = one_line(appearance.standing)
    participant["URL"] = address(site.person(appearance.person.slug))
    return participant
