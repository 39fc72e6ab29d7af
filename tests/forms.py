"""Forms as they stand in a page, and what a browser would send of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class FormFound:
    """A form of a page: where it is sent, and what a person would send unchanged."""

    page: str
    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    typed: frozenset[str]
    files: frozenset[str]
    buttons: frozenset[str]

    def with_everywhere(self, value: str) -> list[tuple[str, str]]:
        return [(name, value if name in self.typed else given) for name, given in self.fields]

    def filled(self, **typed: str) -> list[tuple[str, str]]:
        """As sent by its own button, with some fields typed anew."""
        assert {name for name, _ in self.fields} >= set(typed), f"{self.page} has no field for one of {set(typed)}"
        return [(name, typed.get(name, given)) for name, given in self.fields if name not in self.buttons]


def forms_of(page: str, html: str) -> Iterator[FormFound]:
    for form in BeautifulSoup(html, "html.parser").find_all("form"):
        fields, typed, files, buttons = [], set(), set(), set()
        for field in form.find_all(["input", "select", "textarea", "button"]):
            name, kind = str(field.get("name") or ""), str(field.get("type") or field.name)
            if not name or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
                continue
            if kind == "file":
                files.add(name)
                continue
            fields.append((name, _given(field)))
            if field.name == "button" or kind == "submit":
                buttons.add(name)
            elif kind not in ("hidden", "checkbox", "radio"):
                typed.add(name)
        yield FormFound(
            page,
            str(form.get("action") or page),
            str(form.get("method") or "get").lower(),
            tuple(fields),
            frozenset(typed),
            frozenset(files),
            frozenset(buttons),
        )


def _given(field: Tag) -> str:
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return str(chosen.get("value", chosen.get_text())) if chosen else ""
    return field.get_text() if field.name == "textarea" else str(field.get("value") or "")
