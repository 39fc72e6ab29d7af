"""`make screenshots`: the README's pictures, made from the starter data by the real server and Chromium."""

import io
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from app.clock import now
from config import ROOT
from tests.addresses import EPISODE
from tests.browser.conftest import CHROMIUM, ORGANIZER
from tests.browser.test_organizer_journey import type_the_episode
from tests.running import Running, running

FOLDER = ROOT / "docs" / "screenshots"
HEIGHTS = {1280: 860, 360: 720}
PUBLIC = {
    "home": "/",
    "episode": f"/episodes/{EPISODE}",
    "quote": "/quotes/1",
    "subscribe": "/subscribe",
    "coverage": "/coverage",
}
ORGANIZERS = {
    "overview": "/organize/",
    "episode-form": f"/organize/episodes/{EPISODE}/edit",
}


def main() -> None:
    if CHROMIUM is None:
        sys.exit("Chromium is missing: `make parts` installs it on Debian.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        day = plan_the_next_episode(browser, server)
        tabs = {width: a_tab(browser, server, width) for width in HEIGHTS}
        for width, page in tabs.items():
            take(page, server, width, day)
        for width, page in tabs.items():
            edit_at_once(page, width)
        browser.close()


def a_tab(browser: Browser, server: Running, width: int) -> Page:
    viewport: ViewportSize = {"width": width, "height": HEIGHTS[width]}
    page = browser.new_context(viewport=viewport, base_url=server.address).new_page()
    page.set_default_timeout(30_000)
    return page


def plan_the_next_episode(browser: Browser, server: Running) -> date:
    """So that the pictures show a series that goes on: a Wednesday in about six weeks."""
    page = a_tab(browser, server, 1280)
    sign_in(page, server)
    day = now().date() + timedelta(days=42 - (now().weekday() - 2) % 7)
    type_the_episode(page, day.isoformat())
    page.get_by_role("button", name="Confirm").first.click()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="The public page").wait_for()
    page.close()
    return day


def take(page: Page, server: Running, width: int, day: date) -> None:
    page.goto("/")  # the first visit of a reader is drawn before the font has come
    for name, path in PUBLIC.items():
        shoot(page, name, path, width)
    sign_in(page, server)
    for name, path in ORGANIZERS.items():
        shoot(page, name, path, width)
    page.goto(f"/organize/planner?on={day}")
    page.locator("main table").first.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('main h2').scrollIntoView()")
    keep(page, "planner", width)


def shoot(page: Page, name: str, path: str, width: int) -> None:
    answer = page.goto(path)
    if answer is None or not answer.ok:
        sys.exit(f"{path} answers {answer.status if answer else 'nothing'}: no picture of it.")
    keep(page, name, width)


def edit_at_once(page: Page, width: int) -> None:
    """Two tabs edit the same person; the slower one gets the merge page."""
    other = page.context.new_page()
    saved = f"A biography approved by the speaker follows. ({width})"
    for tab, words in ((page, "A biography follows."), (other, saved)):
        tab.goto("/organize/people/andrew-selee/edit")
        tab.locator("[name=biography]").fill(words)
    for tab in (other, page):
        tab.locator("main form button.main[type=submit]").last.click()
        tab.wait_for_load_state()
    page.get_by_role("heading", name="Changed meanwhile").wait_for()
    keep(page, "merge", width)
    other.close()


def keep(page: Page, name: str, width: int) -> None:
    picture = Image.open(io.BytesIO(page.screenshot()))
    file = FOLDER / f"{name}-{width}.webp"
    picture.convert("RGB").save(file, "WEBP", quality=78, method=6)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB")


def sign_in(page: Page, server: Running) -> None:
    page.goto("/sign-in")
    page.fill("input[name=email]", ORGANIZER)
    page.fill("input[name=password]", server.password or "")
    page.click("main button[type=submit]")
    page.wait_for_url("**/organize/**")


if __name__ == "__main__":
    main()
