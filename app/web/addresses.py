"""Addresses that leave the site: calendars in the form each client wants, and one event as a copy."""

from datetime import UTC, timedelta
from urllib.parse import quote, urlencode

from flask import current_app

from app.episodes.models import Episode


def public(path: str) -> str:
    """The absolute address of a path of this site."""
    return current_app.config["SETTINGS"].public_url.rstrip("/") + path


def feed(path: str = "/schedule/series.ics") -> str:
    return public(path)


def webcal(path: str = "/schedule/series.ics") -> str:
    """One tap on Apple's systems and most desktop clients."""
    return "webcal://" + public(path).split("://", 1)[1]


def google(path: str = "/schedule/series.ics") -> str:
    """Google Calendar on a computer; the form is not documented and at times fails, so the address stands beside it."""
    return f"https://calendar.google.com/calendar/r?cid={quote(webcal(path), safe='')}"


def outlook(path: str, name: str, *, work: bool = False) -> str:
    """Outlook.com, or Microsoft 365 when `work`."""
    host = "outlook.office.com" if work else "outlook.live.com"
    return f"https://{host}/calendar/0/addfromweb/?{urlencode({'url': feed(path), 'name': name})}"


def google_event(episode: Episode, address: str) -> str:
    """A copy of one event in Google Calendar; it never updates."""
    dates = "/".join(_spans(episode))
    fields = {"action": "TEMPLATE", "text": episode.title, "dates": dates, "details": address, "ctz": episode.timezone}
    return f"https://calendar.google.com/calendar/render?{urlencode(fields)}"


def outlook_event(episode: Episode, address: str, *, work: bool = False) -> str:
    """A copy of one event in Outlook.com, or Microsoft 365 when `work`; it never updates."""
    host = "outlook.office.com" if work else "outlook.live.com"
    begins, ends = _iso_spans(episode)
    fields = {"path": "/calendar/action/compose", "rru": "addevent", "startdt": begins, "enddt": ends}
    fields |= {"subject": episode.title, "body": address}
    if episode.starts_at is None:
        fields["allday"] = "true"
    return f"https://{host}/calendar/0/deeplink/compose?{urlencode(fields)}"


def _spans(episode: Episode) -> tuple[str, str]:
    if episode.starts_at is None or episode.ends_at is None:
        return f"{episode.day:%Y%m%d}", f"{episode.day + timedelta(days=1):%Y%m%d}"
    return f"{episode.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"{episode.ends_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _iso_spans(episode: Episode) -> tuple[str, str]:
    if episode.starts_at is None or episode.ends_at is None:
        return episode.day.isoformat(), (episode.day + timedelta(days=1)).isoformat()
    begins, ends = episode.starts_at.astimezone(UTC), episode.ends_at.astimezone(UTC)
    return f"{begins:%Y-%m-%dT%H:%M:%SZ}", f"{ends:%Y-%m-%dT%H:%M:%SZ}"
