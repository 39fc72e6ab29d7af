"""Signing in and out, slowed down, by mail; what a stranger sees of it."""

import re
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account, Role, SignIn
from app.accounts.throttle import limiter
from app.database import db
from tests.organizers import PASSWORD, Visitor, a_visitor, an_account, sign_in, token_in


@pytest.fixture(autouse=True)
def _no_waits(app: Flask) -> None:
    limiter.reset()


@pytest.fixture
def client(app: Flask) -> Visitor:
    return a_visitor(app)


def attempt(client: FlaskClient, email: str, password: str) -> int:
    token = token_in(client.get("/sign-in").text)
    return client.post("/sign-in", data={"email": email, "password": password, "csrf_token": token}).status_code


def test_sign_in_leads_to_the_overview(client: FlaskClient) -> None:
    an_account()
    answer = sign_in(client)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/organize/"
    assert client.get("/organize/account").status_code == 200


def test_the_password_is_stored_as_argon2id(client: FlaskClient) -> None:
    assert an_account().password.startswith("$argon2id$")


def test_sign_in_goes_only_to_our_own_addresses(client: FlaskClient) -> None:
    an_account()
    for target in ("//evil.example/", "https://evil.example", "/organize/../x", "/organize\\evil", "/organize/%0d"):
        assert sign_in(client, next=target).headers["Location"] == "/organize/"
        sign_out(client)
    assert sign_in(client, next="/organize/account").headers["Location"] == "/organize/account"


def sign_out(client: FlaskClient) -> object:
    token = token_in(client.get("/organize/account").text)
    return client.post("/sign-out", data={"csrf_token": token})


def test_sign_out_ends_the_row_so_that_a_copied_cookie_is_worth_nothing(client: FlaskClient) -> None:
    an_account()
    sign_in(client)
    copied = client.get_cookie("session")
    answer = sign_out(client)
    assert '"cookies"' in answer.headers["Clear-Site-Data"]
    assert db.session.scalar(sa.select(SignIn.ended_at)) is not None
    client.set_cookie("session", copied.value)
    assert client.get("/organize/account").status_code == 303


def test_each_sign_in_has_a_new_session(client: FlaskClient) -> None:
    an_account()
    client.get("/sign-in")
    before = client.get_cookie("session").value
    token = token_in(client.get("/sign-in").text)
    sign_in(client)
    assert client.get_cookie("session").value != before
    refused = client.post("/organize/accounts", data={"csrf_token": token})
    assert refused.status_code == 400


def test_a_device_is_signed_out_from_another(app: Flask) -> None:
    an_account()
    here, there = a_visitor(app), a_visitor(app)
    sign_in(there)
    sign_in(here)
    page = here.get("/organize/account").text
    (address,) = re.findall(r'action="(/organize/account/sign-ins/\d+/end)"', page)
    assert here.post(address, data={"csrf_token": token_in(page)}).status_code == 303
    assert there.get("/organize/account").status_code == 303
    assert here.get("/organize/account").status_code == 200


def test_nobody_ends_somebody_elses_sign_in(app: Flask) -> None:
    an_account()
    an_account(email="eddy@example.org", name="Eddy Editor", role=Role.EDITOR)
    olive, eddy = a_visitor(app), a_visitor(app)
    sign_in(olive)
    sign_in(eddy, email="eddy@example.org")
    token = token_in(eddy.get("/organize/account").text)
    assert eddy.post("/organize/account/sign-ins/1/end", data={"csrf_token": token}).status_code == 404
    assert olive.get("/organize/account").status_code == 200


def test_a_sign_in_is_one_indexed_read(client: FlaskClient, statements: list[str]) -> None:
    an_account()
    sign_in(client)
    statements.clear()
    client.get("/organize/account")
    assert len([s for s in statements if "JOIN account" in s]) == 1
    assert len(statements) == 4  # the series for the layout, the sign-in, the list, the passkeys


def test_a_closed_account_is_out_at_once(client: FlaskClient) -> None:
    account = an_account()
    sign_in(client)
    db.session.get(Account, account.id).active = False
    db.session.commit()
    assert client.get("/organize/account").status_code == 303
    assert attempt(client, "olive@example.org", PASSWORD) == 422


def test_unknown_and_known_accounts_get_the_same_answer(client: FlaskClient) -> None:
    an_account()
    texts = set()
    for email in ("olive@example.org", "stella@example.org"):
        token = token_in(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"email": email, "password": "wrong one", "csrf_token": token})
        assert answer.status_code == 422
        texts.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(texts) == 1


def test_tries_are_slowed_down_and_never_locked_out(client: FlaskClient) -> None:
    an_account()
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
        for _ in range(4):
            assert attempt(client, "olive@example.org", "wrong one") == 422
        assert attempt(client, "olive@example.org", PASSWORD) == 429
        clock.shift(5)
        assert attempt(client, "olive@example.org", "wrong one") == 422
        waits = []
        for _ in range(8):
            token = token_in(client.get("/sign-in").text)
            data = {"email": "olive@example.org", "password": "wrong one", "csrf_token": token}
            answer = client.post("/sign-in", data=data)
            waits.append(int(answer.headers["Retry-After"]))
            clock.shift(waits[-1] + 1)
            attempt(client, "olive@example.org", "wrong one")
            clock.shift(0)
        assert waits == sorted(waits)
        assert max(waits) <= 61
        clock.shift(62)
        assert attempt(client, "olive@example.org", PASSWORD) == 303


def test_the_delay_of_one_network_does_not_hold_the_owner_in_another(client: FlaskClient) -> None:
    an_account()
    for _ in range(4):
        attempt(client, "olive@example.org", "wrong one")
    token = token_in(client.get("/sign-in").text)
    data = {"email": "olive@example.org", "password": PASSWORD, "csrf_token": token}
    elsewhere = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 303


def reset_links(folder: Path) -> list[str]:
    texts = [file.read_bytes().decode().replace("=\r\n", "") for file in sorted((folder / "mail").glob("*.eml"))]
    return [found for text in texts for found in re.findall(r"/account/reset-password/[\w.=\-]+", text)]


def wait_for_mail(folder: Path, count: int) -> list[str]:
    for _ in range(100):
        if len(reset_links(folder)) >= count:
            break
        time.sleep(0.05)
    return reset_links(folder)


def test_a_password_is_reset_by_mail(client: FlaskClient, tmp_path: Path) -> None:
    an_account()
    answers = []
    for email in ("olive@example.org", "stella@example.org"):
        token = token_in(client.get("/account/reset-password").text)
        answer = client.post("/account/reset-password", data={"email": email, "csrf_token": token})
        answers.append((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text)))
    assert answers[0] == answers[1]
    (link,) = wait_for_mail(tmp_path, 1)
    page = client.get(link)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert reset(client, link, "password1234!").status_code == 422
    assert reset(client, link, "short").status_code == 422
    assert reset(client, link, "corn shovel winter moon").status_code in (302, 303)
    assert attempt(client, "olive@example.org", PASSWORD) == 422
    assert attempt(client, "olive@example.org", "corn shovel winter moon") == 303
    assert app_client(client).get(link).status_code == 302


def app_client(client: FlaskClient) -> FlaskClient:
    return a_visitor(client.application)


def reset(client: FlaskClient, link: str, password: str) -> object:
    page = client.get(link).text
    token = token_in(page) if "csrf_token" in page else ""
    return client.post(link, data={"password": password, "password_confirm": password, "csrf_token": token})


def test_public_pages_never_touch_the_session(client: FlaskClient) -> None:
    an_account()
    sign_in(client)
    for path in ("/healthz", "/schedule/series.ics", "/nothing-here"):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers, path
        assert "Cookie" not in answer.headers.get("Vary", ""), path


def test_signed_in_pages_are_kept_by_nobody(client: FlaskClient) -> None:
    an_account()
    sign_in(client)
    answer = client.get("/organize/account")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_an_endless_password_is_refused_with_a_sentence(app: Flask) -> None:
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    page = visitor.get("/account/password").text
    endless = {"password": "x" * 1_000_000, "new_password": "y" * 5000, "new_password_confirm": "y" * 5000}
    answer = visitor.post("/account/password", data=endless | {"csrf_token": token_in(page)})
    assert answer.status_code == 422
    assert "Shorten this to 200 characters" in answer.text
    visitor.post("/sign-out", data={"csrf_token": token_in(page)})
    token = token_in(visitor.get("/sign-in").text)
    data = {"email": "olive@example.org", "password": "x" * 1_000_000, "csrf_token": token}
    answer = visitor.post("/sign-in", data=data)
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
