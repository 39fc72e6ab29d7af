"""Real Chromium against the real server: one of each per test process, on a folder of their own."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests.running import Running, running

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ORGANIZER = "organizer@example.org"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = pytest.mark.skip(reason="Chromium is missing: `make parts` installs it on Debian.")
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The real series, served as `make run` serves it."""
    with running(tmp_path_factory.mktemp("site"), workers="1") as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def a_context(chromium: Browser, site: Running, **options: object) -> BrowserContext:
    context = chromium.new_context(base_url=site.address, **options)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def page(chromium: Browser, site: Running) -> Iterator[Page]:
    """A reader's tab on a desk, in Port of Spain."""
    options = {"viewport": {"width": 1280, "height": 900}, "timezone_id": "America/Port_of_Spain"}
    context = a_context(chromium, site, **options)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, site: Running) -> StorageState:
    """What the browser of the organizer remembers after signing in once."""
    context = a_context(chromium, site)
    tab = context.new_page()
    tab.goto("/sign-in")
    tab.get_by_label("E-mail").fill(ORGANIZER)
    tab.locator("input[name=password]").fill(site.password or "")
    tab.locator("main button[type=submit]").click()
    tab.wait_for_url("**/organize/**")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def organizer(chromium: Browser, site: Running, signed_in: StorageState) -> Iterator[Page]:
    context = a_context(chromium, site, storage_state=signed_in, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
