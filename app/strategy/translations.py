"""Translations of frameworks, pillars and themes as people write them: one on each line, "es: Título | Definición"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from flask_babel import lazy_gettext as _
from wtforms import ValidationError

from app.text import clean_text

PARTS = ("title", "definition", "outcome")
"""As they are written, a bar between them; a bar or backslash of the text itself has a backslash before it."""
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
LONGEST = 4000


class Translated(Protocol):
    """A framework, pillar or theme, as its record or as a row of what is counted."""

    @property
    def title(self) -> str: ...

    @property
    def translations(self) -> Sequence[Mapping[str, Any]]: ...


def translated(record: Translated, part: str, language: str) -> str | None:
    """That part of it in that language, where somebody translated it."""
    return next((one.get(part) or None for one in record.translations if one["language"] == language), None)


def translations_from_lines(text: str | None) -> list[dict[str, str]]:
    found = []
    for line in filter(None, (clean_text(one) for one in (text or "").split("\n"))):
        code, _colon, rest = line.partition(":")
        parts = [re.sub(r"\\(.)", r"\1", part).strip() for part in _BAR.sub("\\1\n", rest).split("\n")]
        told = dict(zip(PARTS, [*parts[:2], " | ".join(parts[2:])], strict=False))
        one = {"language": code.strip().lower(), "title": told["title"]}
        found.append(one | {name: told[name] for name in PARTS[1:] if told.get(name)})
    return found


def translations_as_lines(translations: Iterable[Mapping[str, Any]]) -> str:
    """Line ends inside a text become spaces, as everywhere where a line is one thing."""
    lines = []
    for one in translations:
        parts = [re.sub(r"([\\|])", r"\\\1", " ".join((one.get(name) or "").split())) for name in PARTS]
        while not parts[-1] and len(parts) > 1:
            parts.pop()
        lines.append(f"{one['language']}: " + " | ".join(parts))
    return "\n".join(lines)


def check_translations(translations: list[dict[str, str]]) -> None:
    """Each language once, by its code, with a title. Raises ValidationError with a sentence for the person."""
    codes = [one["language"] for one in translations]
    right = all(len(one) in (2, 3) and one.isascii() and one.isalpha() for one in codes)
    if not right or len(codes) != len(set(codes)) or any(not one["title"] for one in translations):
        raise ValidationError(
            _(
                "On each line write: language code, colon, title; after that, if wanted, | and a definition, "
                "| and an outcome."
            )
        )
    longest = max((len(one.get(name, "")) for one in translations for name in PARTS[1:]), default=0)
    if longest > LONGEST or any(len(one["title"]) > 300 for one in translations):
        raise ValidationError(_("A title has at most 300 characters, a definition or an outcome at most 4,000."))
