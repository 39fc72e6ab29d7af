"""Recordings' addresses: a link to a moment on each platform, and the player that asks for the least. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit, urlunsplit

from app.recordings.models import Recording

_FILES = (".mp4", ".webm", ".m4v", ".mp3", ".m4a", ".ogg", ".oga", ".opus")
_CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5})(?:[.,](\d{1,3}))?", re.ASCII)
_VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{6,20}")


@dataclass(frozen=True)
class Player:
    """What plays a recording here: a frame or a media file, from which host, named as people know it."""

    address: str
    origin: str
    name: str
    is_frame: bool


def at_moment(url: str, begins_ms: int, ends_ms: int | None = None) -> str:
    """The plain link to that moment: YouTube's and Vimeo's own form, else a media fragment (W3C Media Fragments)."""
    seconds = max(0, begins_ms // 1000)
    parts = _split(url)
    if _youtube_id(url):
        query = {name: values[0] for name, values in parse_qs(parts.query).items() if name != "t"}
        return urlunsplit(parts._replace(query=urlencode(query | {"t": f"{seconds}s"}), fragment=""))
    if _vimeo_id(url):
        return urlunsplit(parts._replace(fragment=f"t={seconds}s"))
    until = f",{-(-ends_ms // 1000)}" if ends_ms else ""
    return urlunsplit(parts._replace(fragment=f"t={seconds}{until}"))


def player_of(recording: Recording, begins_ms: int = 0) -> Player | None:
    """The player for a known platform or a media file, without cookies where the platform offers that; else None."""
    seconds = max(0, begins_ms // 1000)
    parts = _split(recording.url)
    if (video := _youtube_id(recording.url)) is not None:
        origin = "https://www.youtube-nocookie.com"
        return Player(f"{origin}/embed/{video}?start={seconds}&rel=0", origin, "YouTube", True)
    if (video := _vimeo_id(recording.url)) is not None:
        origin = "https://player.vimeo.com"
        return Player(f"{origin}/video/{video}?dnt=1#t={seconds}s", origin, "Vimeo", True)
    if parts.scheme == "https" and parts.hostname and parts.path.lower().endswith(_FILES):
        origin = f"https://{parts.netloc.rsplit('@', 1)[-1]}"
        return Player(at_moment(recording.url, begins_ms), origin, parts.hostname, False)
    return None


def _split(url: str) -> SplitResult:
    """The address in its parts; of what is no address, none."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def _youtube_id(url: str) -> str | None:
    parts = _split(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host == "youtu.be":
        return _valid(parts.path.strip("/").split("/")[0])
    if host in ("youtube.com", "youtube-nocookie.com"):
        words = parts.path.strip("/").split("/")
        if len(words) > 1 and words[0] in ("live", "embed", "shorts"):
            return _valid(words[1])
        return _valid(parse_qs(parts.query).get("v", [""])[0])
    return None


def _vimeo_id(url: str) -> str | None:
    parts = _split(url)
    number = parts.path.strip("/").split("/")[-1]
    is_vimeo = (parts.hostname or "").removeprefix("www.") in ("vimeo.com", "player.vimeo.com")
    return number if is_vimeo and number.isascii() and number.isdigit() else None


def _valid(video: str) -> str | None:
    return video if _VIDEO_ID.fullmatch(video) else None


def clock_of(ms: int) -> str:
    """A time code as people read it: 4:07, or 1:02:33."""
    seconds = ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"


def milliseconds_of(text: str) -> int | None:
    """1:02:33, 4:07 or 12.5 as milliseconds; None for what is no time."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found.group(4) or "0").ljust(3, "0"))
