"""What every HTML page owes its readers, looked for in the page itself: used by the clients that fetch pages."""

import re

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

LABELLED = ("input", "select", "textarea")
UNLABELLED_KINDS = {"hidden", "submit", "button", "reset", "image"}
FRAMED = re.compile(r"/embed$|/player$")
"""Pages that stand inside another page: their frame's title names them."""

_MAY_HOLD_SCRIPTS = re.compile(r"<style|<script(?![^>]*\ssrc\s*=)", re.IGNORECASE)


def problems_of(html: str, path: str = "") -> list[str]:
    """Sentences on what is missing; empty for a page that is well made."""
    page = BeautifulSoup(html, "html.parser")
    found = [*_heading(page, path), *_language(page), *_inline(page), *_labels(page), *_names(page), *_ids(page)]
    return [f"{path}: {problem}" for problem in found]


def scripts_inside(html: str) -> list[str]:
    """Scripts and style sheets that stand inside the page; parsed only where one may, which saves most of the time."""
    if not _MAY_HOLD_SCRIPTS.search(html):
        return []
    return [problem for problem in _inline(BeautifulSoup(html, "html.parser")) if "inside it" in problem]


class CheckedClient(FlaskClient):
    """A client that looks at each page it was answered with."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:  # type: ignore[override]
        answer = super().open(*args, **kwargs)  # type: ignore[arg-type]
        if answer.mimetype == "text/html" and answer.data and not 300 <= answer.status_code < 400:
            problems = problems_of(answer.text, answer.request.path)
            assert not problems, "\n".join(problems)
        return answer


def _heading(page: BeautifulSoup, path: str) -> list[str]:
    headings = [_words(one) for one in page.find_all("h1")]
    if FRAMED.search(path):
        return []
    if len(headings) != 1:
        return [f"it has {len(headings)} h1, it needs one"]
    title = _words(page.title) if page.title else ""
    return [] if title.startswith(headings[0]) else [f"its title “{title}” does not start with its h1 “{headings[0]}”"]


def _language(page: BeautifulSoup) -> list[str]:
    html = page.find("html")
    return [] if isinstance(html, Tag) and html.get("lang") else ["its language is not said"]


def _inline(page: BeautifulSoup) -> list[str]:
    """What the content policy would refuse, and what would tie the page to a script."""
    problems = []
    for tag in page.find_all(True):
        if tag.name == "style" or (tag.name == "script" and not tag.get("src")):
            problems.append(f"<{tag.name}> stands inside it")
        problems += [f"{name} on <{tag.name}>" for name in tag.attrs if name == "style" or name.startswith("on")]
        address = str(tag.get("href") or tag.get("src") or tag.get("action") or "")
        if address.strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
            problems.append(f"<{tag.name}> leads to {address[:40]}")
    return problems


def _labels(page: BeautifulSoup) -> list[str]:
    labelled = {str(label.get("for")) for label in page.find_all("label")}
    missing = []
    for field in page.find_all(LABELLED):
        if (
            field.get("type") in UNLABELLED_KINDS
            or field.has_attr("hidden")
            or field.get("aria-label")
            or field.get("aria-labelledby")
        ):
            continue
        if field.get("id") not in labelled and not field.find_parent("label"):
            missing.append(f"the field “{field.get('name')}” has no label")
    return missing


def _names(page: BeautifulSoup) -> list[str]:
    """Links, buttons and pictures that nobody could name to somebody who does not see them."""
    problems = [
        f"a picture without alt: {image.get('src')}" for image in page.find_all("img") if image.get("alt") is None
    ]
    for tag in page.find_all(["a", "button"]):
        named = _words(tag) or tag.get("aria-label") or tag.get("title") or tag.find("img", alt=True)
        if not named:
            problems.append(f"<{tag.name}> has no words: {tag.get('href')}")
    return problems


def _ids(page: BeautifulSoup) -> list[str]:
    ids = [str(tag["id"]) for tag in page.find_all(id=True)]
    return [f"the id “{one}” stands {ids.count(one)} times" for one in sorted(set(ids)) if ids.count(one) > 1]


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())
