"""Hostile values at every address and every form that the map of addresses holds: a sentence each, never a 500."""

from itertools import product
from urllib.parse import quote_plus, urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from app.archive.operations import load_series
from app.web.preparing import STARTER
from tests.addresses import EPISODE, filled, public_rules
from tests.checking import scripts_inside
from tests.factories import BY, save
from tests.forms import FormFound, forms_of
from tests.organizers import Visitor, a_visitor, an_account, sign_in

IN_PATHS = [
    "%00",
    "%ff%fe",
    "%ED%A0%80",
    "..%2f..%2fetc%2fpasswd",
    "a%0d%0aX:%201",
    "%3Cscript%3E",
    "%E2%80%AE",
    "a" * 4000,
]
IN_PATHS += ["%F0%9F%8C%B4", "-", "%20", "%25", "con", "0"]
AS_NUMBERS = ["0", "-1", "2147483647", "2147483648", "9" * 40, "%D9%A1", "1e3", "1.0"]
IN_QUERIES = ["%00", "%ff", "%ED%A0%80", "%0d%0aX:1", "%3Cscript%3Ealert(1)%3C/script%3E", "%E2%80%AE", "9" * 40, "-1"]
IN_QUERIES += [
    "0001-01-01",
    "9999-12-31",
    "2025-02-29",
    "Mars/Olympus",
    "a" * 3000,
    "%27%20OR%201=1",
    "%7B%7B7*7%7D%7D",
]
PARAMETERS = ["pillar", "theme", "person", "organization", "year", "language", "format", "when", "role", "status"]
PARAMETERS += [
    "page",
    "words",
    "quote",
    "q",
    "tz",
    "next",
    "url",
    "alarm",
    "profile",
    "version",
    "series",
    "month",
    "day",
]

HOSTILE = {
    "scripts": "</textarea><script>alert(1)</script><img src=x onerror=alert(1)><style>*{display:none}</style>",
    "controls": "Title\r\nBcc: everyone@example.org\r\n\r\na\0b\x01\x1b[31m\x7f\x85 Pan\u202egnp.exe\u2066\u200b",
    "a megabyte": "x" * 1_000_000,
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "no such day": "2025-02-29",
    "an hour, or a zone that is none": "02:30 Mars/Olympus_Mons",
    "huge number": "9" * 60,
    "negative": "-1",
    "formula": '=HYPERLINK("javascript:alert(1)"){{ 7*7 }}%(x)s',
    "nothing": "",
}
UNPROCESSABLE, FORMS_WITH_RULES = 422, 20
NOT_IMPLEMENTED = 501
"""What oEmbed asks for when a form of answer is wanted that we have not."""
LEFT_ALONE = ("/sign-out", "/close", "/passkeys", "/second-step")
"""Forms that would end the session these tests work in; they have tests of their own."""


@pytest.fixture
def site(app: Flask) -> Visitor:
    """The real series, asked by Olive, who may everything."""
    load_series(STARTER.read_text(encoding="utf-8"), host="localhost", by=BY)
    save()
    an_account()
    visitor = a_visitor(app)
    assert sign_in(visitor).status_code in (302, 303)
    return visitor


def says_something(answer: TestResponse) -> bool:
    """A refusal has words for a person: an error page, or the form again with what is wrong."""
    if answer.mimetype != "text/html":
        return bool(answer.text.strip())
    page = BeautifulSoup(answer.text, "html.parser")
    return page.h1 is not None and len(page.get_text().split()) > 8


def faults(answer: TestResponse, what: str) -> list[str]:
    if answer.status_code >= 500 and answer.status_code != NOT_IMPLEMENTED:
        return [f"{what}: {answer.status_code}"]
    if answer.status_code >= 400 and not says_something(answer):
        return [f"{what}: {answer.status_code} without a sentence"]
    if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
        return [f"{what}: {problem}" for problem in scripts_inside(answer.text)]
    return []


def test_hostile_places_in_public_addresses(app: Flask, site: Visitor) -> None:
    found = []
    for rule in public_rules(app):
        for text, number in zip(IN_PATHS, AS_NUMBERS * 2, strict=False):
            names = {name: [text] for name in rule.arguments if "int:" + name not in rule.rule}
            names |= {name: [number] for name in rule.arguments if "int:" + name in rule.rule}
            for address in filled(rule, **names)[:1]:
                found += faults(site.get(address), address[:80])
    assert not found, "\n".join(found)


def test_hostile_queries_at_public_addresses(app: Flask, site: Visitor) -> None:
    """All parameters at once everywhere; one by one where lists, feeds and searches read them.

    PDF pages are set in a process of their own, which takes seconds; they read what their page and its XLSX read.
    """
    found = []
    for rule in public_rules(app):
        path = filled(rule)[0]
        for value in IN_QUERIES[::3]:
            address = f"{path}?" + "&".join(f"{name}={value}" for name in PARAMETERS)
            found += faults(site.get(address[:8000]), f"{path} with {value[:30]}")
        one_by_one = not rule.arguments and not path.endswith(".pdf")
        for name, value in zip(PARAMETERS, IN_QUERIES * 2, strict=False) if one_by_one else ():
            found += faults(site.get(f"{path}?{name}={value}"), f"{path}?{name}={value}")
        found += faults(site.get(f"{path}?year=1&year=2&page=x&person=a&person=b"), f"{path} with doubles")
    assert not found, "\n".join(found)


def organizer_pages(app: Flask) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/organize", "/account"))]
    readable = [rule for rule in rules if "GET" in (rule.methods or ()) and "<token>" not in rule.rule]
    return sorted({address for rule in readable for address in filled(rule, slug=[EPISODE])[:1]})


def every_form(app: Flask, site: Visitor) -> list[FormFound]:
    """Each form once, however many pages show it."""
    forms: dict[tuple[str, str, frozenset[str]], FormFound] = {}
    public = ["/", "/episodes", "/quotes", "/quotes/check", "/subscribe", "/time-zone", "/sign-in"]
    for path in [*organizer_pages(app), *public]:
        answer = site.get(path)
        assert answer.status_code < 500, path
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for form in forms_of(path, answer.text):
                if not any(word in form.action for word in LEFT_ALONE):
                    forms[form.action.split("?")[0], form.method, form.typed] = form
    return list(forms.values())


def send(site: Visitor, form: FormFound, fields: list[tuple[str, str]], token: str) -> TestResponse:
    pairs = [(name, token if name == "csrf_token" else value) for name, value in fields]
    if form.method == "get":
        shortened = [(name, value[:1000]) for name, value in pairs]
        return site.get(f"{form.action.split('?')[0]}?{urlencode(shortened)}")
    body = urlencode(pairs)
    return site.post(form.action, data=body, content_type="application/x-www-form-urlencoded")


def fresh_token(site: Visitor) -> str:
    page = BeautifulSoup(site.get("/organize/account").text, "html.parser")
    field = page.find("input", attrs={"name": "csrf_token"})
    return str(field["value"]) if isinstance(field, Tag) else ""


def refused_badly(site: Visitor, form: FormFound, answer: TestResponse, what: str) -> list[str]:
    found = faults(answer, what)
    if answer.status_code in (302, 303) and answer.headers["Location"].startswith("/"):
        found += faults(
            site.get(answer.headers["Location"].split("#")[0]), f"{what}, then {answer.headers['Location']}"
        )
    return found


def test_hostile_values_in_every_form(app: Flask, site: Visitor) -> None:
    found = []
    token, forms = fresh_token(site), every_form(app, site)
    for kind, form in product(HOSTILE, forms):
        pressed = form.buttons if kind == "scripts" else set()
        pairs = [
            pair for pair in form.with_everywhere(HOSTILE[kind]) if pair[0] in pressed or pair[0] not in form.buttons
        ]
        answer = send(site, form, pairs, token)
        found += refused_badly(site, form, answer, f"{form.page} → {form.method} {form.action} with {kind}")
    for form, raw in product((one for one in forms if one.method == "post"), ("%FF%FE%C0%AE", "%ED%A0%80")):
        pairs = [
            f"{quote_plus(name)}={raw if name in form.typed else quote_plus(value)}" for name, value in form.fields
        ]
        body = "&".join([*pairs, f"csrf_token={quote_plus(token)}"])
        answer = site.post(form.action, data=body, content_type="application/x-www-form-urlencoded")
        found += faults(answer, f"{form.action} with {raw}")
    assert not found, "\n".join(found)


STRANGE_BODIES = [
    ("application/json", b'{"a": "\\ud800"'),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"),
    ("text/plain", b"\xff\xfe"),
]


def test_bodies_of_another_kind(app: Flask, site: Visitor) -> None:
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            address = filled(rule, slug=[EPISODE], token=["x"], new_state=["published"])[0]
            for kind, body in STRANGE_BODIES:
                found += faults(site.post(address, data=body, content_type=kind), f"{address} with {kind}")
    assert not found, "\n".join(found)


def test_wrong_methods_everywhere(app: Flask, site: Visitor) -> None:
    found = []
    for rule in app.url_map.iter_rules():
        address = filled(rule, slug=[EPISODE], token=["x"], filename=["img/favicon.svg"], new_state=["published"])[0]
        for method in ("PUT", "DELETE", "PATCH", "POST" if "POST" not in (rule.methods or ()) else "TRACE"):
            found += faults(site.open(address, method=method), f"{method} {address}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1:99999", "[::1", "a b", "ü.example", ""]
)
def test_wrong_hosts(site: Visitor, host: str) -> None:
    answer = site.get("/", headers={"Host": host}) if host else site.get("/", base_url="http://evil.example")
    assert answer.status_code == 400
    assert says_something(answer)


def test_too_much_is_refused_with_a_sentence(site: Visitor) -> None:
    answer = site.post("/time-zone", data={"next": "x" * 5_000_000})
    assert answer.status_code == 413
    assert "larger than this page takes" in answer.text


def test_a_refused_form_keeps_what_was_typed(app: Flask, site: Visitor) -> None:
    """Words that no number, day, zone or address can be: where they are refused, all of them stand there again."""
    lost, refused = [], 0
    token, forms = fresh_token(site), every_form(app, site)
    for form in (one for one in forms if one.method == "post"):
        words = {name: f"typed {number}" for number, name in enumerate(sorted(form.typed))}
        pairs = [(name, words.get(name, given)) for name, given in form.fields if name not in form.buttons]
        answer = send(site, form, pairs, token)
        if answer.status_code == UNPROCESSABLE:
            shown = written_in(answer.text, form.action)
            refused += bool(shown)
            lost += [
                f"{form.page} → {form.action}: {name}" for name in shown if shown[name] != words.get(name, shown[name])
            ]
    assert refused > FORMS_WITH_RULES
    assert not lost, "\n".join(lost)


def written_in(html: str, action: str) -> dict[str, str]:
    """What stands in the fields of one form that are typed into, by their names; what is secret never comes back.

    Nothing where the form is not shown again, for what was sent before ended what it is for.
    """
    page = BeautifulSoup(html, "html.parser")
    form = page.find("form", action=action) or page.find("form", method="post", action=False)
    fields = form.find_all(["input", "textarea"]) if isinstance(form, Tag) else []
    closed = ("hidden", "password", "checkbox", "radio", "submit", "file")
    return {
        str(one["name"]): str(one.get("value") or one.get_text()).strip()
        for one in fields
        if one.get("name") and one.get("type") not in closed
    }
