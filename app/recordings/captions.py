"""Captions: WebVTT and SRT read into one form with speakers, and written again. Pure; hostile files are refused."""

import html
import re
from collections import Counter
from dataclasses import dataclass

from flask_babel import gettext as _

from app.errors import RuleBroken
from app.text import clean_text

LARGEST_FILE = 3 * 1024 * 1024
MOST_CAPTIONS = 20_000
LONGEST_CAPTION = 4000
LONGEST_BLOCK = 10 * LONGEST_CAPTION
"""With its tags and the names of those who speak."""
LONGEST_SPEAKER = 200
LATEST_MS = 24 * 3600 * 1000

_CLOCK = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
_TIMES = re.compile(rf"^[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t].*)?$")
_VOICE = re.compile(r"^<v(?:\.[^\s>]*)?[ \t]+([^>]{1,300})>", re.IGNORECASE)
_NEXT_VOICE = re.compile(r"(?=<[vV][.\s])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<\d[\d:.]{0,20}>|\{\\?[a-z]{1,3}\d{0,3}\}")
_NAMED = re.compile(r"^(?:>>[ \t]*)?([^\W\d_][\w.'’\- ]{0,80}?(?:[ \t]\([^()]{1,60}\))?):[ \t]+(?=\S)")
_SHOUTED = re.compile(r"^(?:>>[ \t]*)?([^\W\d_a-z][^a-z:\n]{1,80}):[ \t]*\n?(?=\S)")


@dataclass(frozen=True)
class Caption:
    """Words on one line, when they are heard, and who speaks."""

    begins_ms: int
    ends_ms: int
    text: str
    speaker: str | None = None


def read_captions(content: bytes | str) -> list[Caption]:
    """The captions of a WebVTT or SRT file in order of time, speakers from voice tags or "Name:" in front.

    Raises RuleBroken with a sentence for a file that is too large, no captions, or holds times that cannot be.
    """
    text = _decoded(content)
    blocks = [block for block in re.split(r"\n[ \t]*\n+", text.strip("\n")) if block.strip()]
    is_webvtt = bool(blocks) and blocks[0].startswith("WEBVTT")
    raw = [caption for block in blocks for caption in _captions(block, is_webvtt)]
    if not raw:
        raise _refused(_("This is no WebVTT or SRT file: no line with times such as 00:00:01.000 --> 00:00:04.000."))
    if len(raw) > MOST_CAPTIONS:
        raise _refused(
            _(
                "This file has %(length)s captions; %(most_captions)s are the most that are taken.",
                length=len(raw),
                most_captions=MOST_CAPTIONS,
            )
        )
    return sorted(_with_speakers(raw), key=lambda caption: caption.begins_ms)


def _decoded(content: bytes | str) -> str:
    if isinstance(content, bytes):
        if len(content) > LARGEST_FILE:
            raise _refused(_("This file is larger than 3 MiB; a transcript of three hours has about 300 kB."))
        try:
            content = content.decode("utf-8-sig" if not content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-16")
        except UnicodeDecodeError:
            raise _refused(_("This file is not text in UTF-8; save it again as UTF-8 and send it once more.")) from None
    if "\x00" in content:
        raise _refused(_("This is not a text file: it holds bytes that no transcript has."))
    return content.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def _captions(block: str, is_webvtt: bool) -> list[tuple[Caption, bool]]:
    """One block's captions, and whether each speaker is sure; none for headers, notes, styles, blocks without words."""
    if is_webvtt and re.match(r"(WEBVTT|NOTE|STYLE|REGION)\b", block):
        return []
    lines = block.split("\n")
    for at, line in enumerate(lines[:3]):
        if "-->" in line:
            times = _TIMES.match(line)
            if times is None:
                raise _refused(
                    _(
                        "The times “%(text)s” cannot be read; write 00:00:01.000 --> 00:00:04.000.",
                        text=clean_text(line)[:60],
                    )
                )
            begins, ends = _span(times)
            words = "\n".join(lines[at + 1 :])
            if len(words) > LONGEST_BLOCK:
                raise _too_long(len(words))
            made = (_made(begins, ends, voice) for voice in _voices(words))
            return [one for one in made if one is not None]
    return []


def _span(times: re.Match[str]) -> tuple[int, int]:
    begins, ends = _milliseconds(times.groups()[:4]), _milliseconds(times.groups()[4:])
    if ends < begins or ends > LATEST_MS:
        words = clean_text(times.group())[:60]
        raise _refused(_("A caption ends before it begins, or after 24 hours: “%(text)s”.", text=words))
    return begins, ends


def _voices(words: str) -> list[str]:
    """Where several people speak within one caption, the words of each: nobody is given what another said."""
    parts: list[str] = []
    for tagged in _NEXT_VOICE.split(words):
        for number, line in enumerate(tagged.split("\n")):
            if number == 0 or _is_voice(line):
                parts.append(line)
            else:
                parts[-1] += "\n" + line
    return [part for part in parts if part.strip()]


def _is_voice(line: str) -> bool:
    """A line within a caption begins with another's name only where that is beyond doubt: "TODAY:" or "Ines Vaz:"."""
    found = _SHOUTED.match(line) or _NAMED.match(line)
    return found is not None and _is_name(found.group(1)) and (found.group(1).isupper() or " " in found.group(1))


def _made(begins: int, ends: int, words: str) -> tuple[Caption, bool] | None:
    speaker, spoken = _split_speaker(words)
    text = clean_text(html.unescape(_TAG.sub("", spoken)).replace("\n", " "))
    if not text:
        return None
    if len(text) > LONGEST_CAPTION:
        raise _too_long(len(text))
    return Caption(begins, ends, text, speaker), words.lstrip()[:2].lower() == "<v" or (speaker or "").isupper()


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _split_speaker(words: str) -> tuple[str | None, str]:
    """Voice tags, capitals with a colon, or a name with a colon as Zoom and Teams write it."""
    for form in (_VOICE, _SHOUTED, _NAMED):
        found = form.match(words.lstrip())
        if found is None:
            continue
        name = clean_text(html.unescape(found.group(1)))[:LONGEST_SPEAKER]
        if form is _VOICE or _is_name(name):
            return name or None, words.lstrip()[found.end() :]
    return None, words


def _is_name(text: str) -> bool:
    """A name has few words, each begun with a capital but for particles such as "de la"."""
    words = re.sub(r"\([^()]*\)", "", text).split()
    particles = {"de", "la", "van", "der", "den", "du", "von", "y", "da", "dos", "le", "of", "and"}
    capitals = [word for word in words if word[0].isupper()]
    return 0 < len(words) <= 7 and len(capitals) >= 1 and all(w[0].isupper() or w in particles for w in words)


def _with_speakers(read: list[tuple[Caption, bool]]) -> list[Caption]:
    """A single word with a colon that stands in front only once ("Today: rain") is words, not a speaker."""
    counts = Counter(caption.speaker for caption, _is_sure in read)
    return [
        caption
        if is_sure or not caption.speaker or counts[caption.speaker] > 1 or " " in caption.speaker
        else Caption(caption.begins_ms, caption.ends_ms, f"{caption.speaker}: {caption.text}")
        for caption, is_sure in read
    ]


def to_webvtt(captions: list[Caption], *, language: str, title: str = "") -> str:
    """WebVTT with numbered cues and voice tags (W3C WebVTT 1)."""
    head = "WEBVTT" + (f" {clean_text(title).replace('-->', '→')}" if title else "")
    lines = [head, f"Kind: captions\nLanguage: {language}", ""]
    for number, caption in enumerate(captions, start=1):
        lines += [str(number), f"{_clock(caption.begins_ms, '.')} --> {_clock(caption.ends_ms, '.')}"]
        voice = f"<v {_escaped(caption.speaker)}>" if caption.speaker else ""
        lines += [voice + _escaped(caption.text), ""]
    return "\n".join(lines)


def to_srt(captions: list[Caption]) -> str:
    """SubRip with "Name: " in front of the words."""
    lines = []
    for number, caption in enumerate(captions, start=1):
        lines += [str(number), f"{_clock(caption.begins_ms, ',')} --> {_clock(caption.ends_ms, ',')}"]
        lines += [(f"{caption.speaker}: " if caption.speaker else "") + caption.text, ""]
    return "\n".join(lines)


def _clock(ms: int, point: str) -> str:
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{thousandths:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="file")


def _too_long(length: int) -> RuleBroken:
    sentence = _(
        "One caption has %(length)s characters; %(longest_caption)s are the most that are taken.",
        length=length,
        longest_caption=LONGEST_CAPTION,
    )
    return _refused(sentence)
