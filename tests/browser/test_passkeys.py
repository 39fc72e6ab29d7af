"""A passkey beside the password, in real Chromium with the browser's own virtual authenticator."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.running import Running, free_port, running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    port = free_port()  # WebAuthn knows no IP addresses, so the site goes by a name here
    with running(tmp_path, port=port, public_url=f"http://localhost:{port}", trusted_hosts='["127.0.0.1"]') as made:
        yield made


@pytest.fixture
def page(chromium: Browser, server: Running) -> Iterator[Page]:
    context = chromium.new_context(base_url=server.address.replace("127.0.0.1", "localhost"))
    yield context.new_page()
    context.close()


def test_a_passkey_is_asked_for_after_the_password(page: Page, server: Running) -> None:
    authenticator = page.context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, server.password)
    page.wait_for_url("**/organize/")
    page.goto("/account/passkeys")
    assert page.get_by_role("heading", level=1).inner_text() == "Passkeys", page.content()
    page.get_by_label("Nickname").fill("The blue key")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("The blue key").first.wait_for()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, server.password)
    page.get_by_role("button", name="Use the passkey").click()
    page.wait_for_url("**/organize/")
    page.goto("/organize/audit")
    assert page.get_by_role("cell", name="passkey added").count() == 1


def sign_in(page: Page, password: str | None) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("organizer@example.org")
    page.get_by_label("Password").fill(password or "")
    page.get_by_role("button", name="Sign in").click()
