"""How tests use the episode's form: what a browser would send of a page, and buttons pressed."""

import html
import re

from werkzeug.test import TestResponse

from tests.organizers import Visitor, token_in

Fields = dict[str, object]


def typed(page: str) -> Fields:
    """What a browser would send of the form on the page, unchanged."""
    form = page[page.index('-form"' if '-form"' in page else "<main") :]
    fields: Fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or ('type="checkbox"' in tag and "checked" not in tag):
            continue
        said = html.unescape(value.group(1)) if value else ""
        if 'type="checkbox"' in tag and name.group(1) in fields:
            fields[name.group(1)] = [*_listed(fields[name.group(1)]), said]
        else:
            fields[name.group(1)] = said
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected[^>]*value="([^"]*)"', inner)
        first = re.search(r'<option[^>]*value="([^"]*)"', inner)
        fields[name] = (chosen or first).group(1) if chosen or first else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL):
        fields[name] = html.unescape(text)
    return fields


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def merged(page: str, **choices: str) -> Fields:
    """What a browser sends of the merge page: everything it carries, with the ticked and the chosen versions."""
    fields: Fields = {}
    for name, text in re.findall(
        r'<textarea class="carried" name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL
    ):
        said = html.unescape(text)
        fields[name] = [*_listed(fields[name]), said] if name in fields else said
    for name in ("csrf_token", "request_id", "base_revision", "began_from"):
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page[page.index("<main") :])
        assert found, f"no {name}"
        fields[name] = found.group(1)
    ticked = re.findall(r'name="(choice\.\w+)" value="(\w+)" required checked', page)
    return fields | dict(ticked) | {f"choice.{name}": value for name, value in choices.items()}


def press(visitor: Visitor, path: str, **fields: object) -> TestResponse:
    """Send a small form, with the page's token."""
    token = token_in(visitor.get("/organize/account").text)
    return visitor.post(path, data={"csrf_token": token, **fields})
