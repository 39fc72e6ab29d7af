"""No page, public or organizers', breaks a rule of axe: in light and in dark, on a desk and on a phone."""

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState

from tests.addresses import EPISODE
from tests.browser.conftest import a_context
from tests.browser.pages import html_pages, organizer_addresses
from tests.running import Running

SIGHTS = {
    "desk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone in the dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
}
STRAYS = [
    "/sign-in",
    "/account/reset-password",
    "/no-such-page",
    "/episodes?pillar=governance",
    "/episodes?when=upcoming",
]
SERIES = "conversations-on-migration-in-the-caribbean"
OF_EACH_PART = [EPISODE, SERIES, "andrew-selee", "caricom", "launch", "iom-caribbean-strategy-2023-2026", "governance"]
IN_ORGANIZER_ADDRESSES = {"slug": OF_EACH_PART}


def broken_rules(page: Page, paths: Iterable[str]) -> list[str]:
    found = []
    for path in paths:
        answer = page.goto(path)
        if answer is None or (answer.status in (404, 410) and path not in STRAYS):
            continue
        for violation in Axe().run(page).response["violations"]:
            places = "; ".join(node["target"][0] for node in violation["nodes"][:3])
            found.append(f"{path}: {violation['id']} at {places}")
    return found


@pytest.mark.parametrize("sight", SIGHTS)
def test_public_pages(chromium: Browser, site: Running, sight: str) -> None:
    context = a_context(chromium, site, **SIGHTS[sight])
    found = broken_rules(context.new_page(), [*html_pages(site), *STRAYS])
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("sight", SIGHTS)
def test_organizers_pages(chromium: Browser, site: Running, signed_in: StorageState, sight: str) -> None:
    context = a_context(chromium, site, storage_state=signed_in, **SIGHTS[sight])
    found = broken_rules(context.new_page(), organizer_addresses(**IN_ORGANIZER_ADDRESSES))
    context.close()
    assert not found, "\n".join(found)
