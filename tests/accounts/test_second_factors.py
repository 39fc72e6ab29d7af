"""Codes from a device beside the password, recovery codes, and who must have a second factor."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from passlib.totp import TOTP

from app.accounts.models import Account, Role
from app.accounts.queries import account_by_email, audit_entries
from app.accounts.throttle import limiter
from tests.conftest import application
from tests.organizers import PASSWORD, Visitor, a_visitor, an_account, eddy, sign_in, token_in


@pytest.fixture(autouse=True)
def _no_waits(app: Flask) -> None:
    limiter.reset()


@pytest.fixture
def client(app: Flask) -> Visitor:
    return a_visitor(app)


def set_up_codes(client: Visitor) -> TOTP:
    """Turn codes on for the signed-in account, as its owner does; the device that shows them."""
    token = token_in(client.get("/account/codes").text)
    page = client.post("/account/codes", data={"csrf_token": token, "setup": "authenticator"}).text
    key = re.search(r"by hand:\s*<code>([^<]+)</code>", page)
    action = re.search(r'action="(/account/codes/[^"]+)"', page)
    assert key
    assert action
    device = TOTP(key=key.group(1).replace("-", "").replace(" ", ""), format="base32")
    done = client.post(action.group(1), data={"csrf_token": token, "code": device.generate().token})
    assert done.headers["Location"] == "/organize/account"
    return device


def sign_out(client: Visitor) -> None:
    client.post("/sign-out", data={"csrf_token": token_in(client.get("/organize/account").text)})


def test_the_password_alone_no_longer_signs_in(client: Visitor) -> None:
    an_account()
    sign_in(client)
    device = set_up_codes(client)
    sign_out(client)
    half = sign_in(client, next="/organize/accounts")
    assert half.headers["Location"].startswith("/sign-in/code")
    assert client.get("/organize/account").status_code == 303
    page = client.get("/sign-in/code").text
    wrong = client.post("/sign-in/code", data={"csrf_token": token_in(page), "code": "000000"})
    assert wrong.status_code == 422
    assert "Six digits" in wrong.text
    code = _next_code(device)
    right = client.post("/sign-in/code", data={"csrf_token": token_in(page), "code": code})
    assert right.headers["Location"] == "/organize/accounts"
    assert client.get("/organize/account").status_code == 200


def _next_code(device: TOTP) -> str:
    """The code of the next half minute: the present one was used when the codes were turned on."""
    return str(device.generate(device.now() + 30).token)


def test_a_code_does_not_work_twice(client: Visitor) -> None:
    an_account()
    sign_in(client)
    device = set_up_codes(client)
    sign_out(client)
    for location in ("/organize/", None):
        sign_in(client)
        token = token_in(client.get("/sign-in/code").text)
        answer = client.post("/sign-in/code", data={"csrf_token": token, "code": _next_code(device)})
        assert answer.headers.get("Location") == location
        if location:
            sign_out(client)


def test_a_form_that_came_too_late_survives_both_steps(client: Visitor) -> None:
    an_account()
    sign_in(client)
    device = set_up_codes(client)
    sign_out(client)
    typed = {"carried.title": "Typed with care", "carried_to": "/organize/episodes/new"}
    step = sign_in(client, **typed)
    assert step.status_code == 200
    assert "Typed with care" in step.text
    code = {"csrf_token": token_in(step.text), "code": _next_code(device)}
    back = client.post("/sign-in/code", data=code | typed)
    assert 'action="/organize/episodes/new"' in back.text
    assert "Typed with care" in back.text


def test_a_recovery_code_works_once(client: Visitor) -> None:
    an_account()
    sign_in(client)
    set_up_codes(client)
    page = client.get("/account/recovery-codes").text
    data = {"csrf_token": token_in(page), "generate_new_codes": "Generate"}
    codes = re.findall(r"<code>([^<]+)</code>", client.post("/account/recovery-codes", data=data).text)
    assert len(codes) == 8
    sign_out(client)
    for expected in (303, 422):
        sign_in(client)
        token = token_in(client.get("/sign-in/recovery").text)
        answer = client.post("/sign-in/recovery", data={"csrf_token": token, "code": codes[0]})
        assert answer.status_code == expected
        if expected == 303:
            sign_out(client)


def test_guessing_codes_is_limited(client: Visitor) -> None:
    an_account()
    sign_in(client)
    set_up_codes(client)
    sign_out(client)
    sign_in(client)
    token = token_in(client.get("/sign-in/code").text)
    guesses = [client.post("/sign-in/code", data={"csrf_token": token, "code": f"{n:06}"}) for n in range(11)]
    assert guesses[-1].status_code == 429


def test_an_administrator_takes_lost_codes_away(client: Visitor, app: Flask) -> None:
    an_account()
    eddy()
    sign_in(client, "eddy@example.org")
    set_up_codes(client)
    olive = a_visitor(app)
    sign_in(olive)
    account = account_by_email("eddy@example.org")
    assert account is not None
    page = olive.get(f"/organize/accounts/{account.id}").text
    olive.post(f"/organize/accounts/{account.id}/second-factors/remove", data={"csrf_token": token_in(page)})
    assert client.get("/organize/account").status_code == 303
    assert sign_in(a_visitor(app), "eddy@example.org").headers["Location"] == "/organize/"
    assert audit_entries(event="second factors removed")[0].by_name == "olive@example.org"


@pytest.fixture
def strict_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    yield from application(database_url, tmp_path, second_factor="administrators")


def test_administrators_must_have_one_where_the_setting_says_so(strict_app: Flask) -> None:
    an_account()
    eddy()
    client = a_visitor(strict_app)
    sign_in(client)
    asked = client.get("/organize/accounts")
    assert asked.headers["Location"] == "/account/codes"
    assert "needs a second factor" in client.get("/account/codes").text
    set_up_codes(client)
    assert client.get("/organize/accounts").status_code == 200
    editor = a_visitor(strict_app)
    sign_in(editor, "eddy@example.org")
    assert editor.get("/organize/account").status_code == 200
    assert editor.get("/organize/quotes").status_code == 200


def test_the_password_is_asked_for_again_before_a_factor_changes(client: Visitor) -> None:
    an_account()
    sign_in(client)
    with client.session_transaction() as session:
        session["fs_paa"] = 0
    asked = client.get("/account/passkeys")
    assert asked.headers["Location"].startswith("/account/verify")
    page = client.get(asked.headers["Location"]).text
    again = client.post(asked.headers["Location"], data={"csrf_token": token_in(page), "password": PASSWORD})
    assert again.headers["Location"].endswith("/account/passkeys")


def test_viewers_have_no_audit_log(client: Visitor) -> None:
    an_account()
    an_account(email="vera@example.org", name="Vera", role=Role.VIEWER)
    sign_in(client, "vera@example.org")
    assert client.get("/organize/audit").status_code == 403


def test_the_audit_log_tells_who_signed_in_and_who_may_what(client: Visitor) -> None:
    an_account()
    sign_in(client, "nobody@example.org")
    sign_in(client)
    page = client.get("/organize/audit").text
    assert "signed in" in page
    assert "sign-in refused" in page
    assert "nobody@example.org" in page
    assert "account made" in page
    assert "nobody@example.org" not in client.get("/organize/audit?event=signed+in").text
    assert isinstance(account_by_email("olive@example.org"), Account)
