"""How tests fill and send the forms of organizers' pages."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.organizers import token_in


def fields_in(page: str) -> dict[str, str]:
    """Every hidden, text and chosen value of the page's main form, as a browser would send it."""
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", page, re.DOTALL)
    form = max(forms, key=len)
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and (kind is None or kind.group(1) not in ("checkbox", "radio", "file") or " checked" in tag):
            found[name.group(1)] = unescape(value.group(1)) if value else ""
    for name_, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(?:\r?\n)?(.*?)</textarea>', form, re.DOTALL):
        found[name_] = unescape(text)
    for name_, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(r'value="([^"]*)"', options)
        found[name_] = unescape(chosen.group(1)) if chosen else ""
    return found


def fill(visitor: FlaskClient, address: str, **typed: Any) -> TestResponse:
    """Open the form, type over what it shows, send it."""
    page = visitor.get(address)
    assert page.status_code == 200, page.text[:500]
    return visitor.post(address, data=fields_in(page.text) | typed)


def press(visitor: FlaskClient, page: str, address: str, **typed: Any) -> TestResponse:
    """Press a button of a page: only its token and what is typed along are sent."""
    return visitor.post(address, data={"csrf_token": token_in(visitor.get(page).text), **typed})
