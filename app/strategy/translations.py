"""Translations of frameworks, pillars and themes as people write them: one on each line, "es: Título | Definición"."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import ValidationError

from app.text import clean_text


def translations_from_lines(text: str | None) -> list[dict[str, str]]:
    found = []
    for line in filter(None, (clean_text(one) for one in (text or "").split("\n"))):
        code, _colon, rest = line.partition(":")
        title, _bar, definition = rest.partition("|")
        one = {"language": code.strip().lower(), "title": title.strip()}
        found.append(one | ({"definition": definition.strip()} if definition.strip() else {}))
    return found


def translations_as_lines(translations: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(
        f"{one['language']}: {one['title']}" + (f" | {one['definition']}" if one.get("definition") else "")
        for one in translations
    )


def check_translations(translations: list[dict[str, str]]) -> None:
    """Each language once, by its code, with a title. Raises ValidationError with a sentence for the person."""
    codes = [one["language"] for one in translations]
    right = all(len(one) in (2, 3) and one.isascii() and one.isalpha() for one in codes)
    if not right or len(codes) != len(set(codes)) or any(not one["title"] for one in translations):
        raise ValidationError(
            _("On each line write: language code, colon, title; after that, if wanted, | and a definition.")
        )
    if any(len(one["title"]) > 300 or len(one.get("definition", "")) > 4000 for one in translations):
        raise ValidationError(_("A title has at most 300 characters, a definition at most 4,000."))
