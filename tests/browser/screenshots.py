"""`make screenshots`: the README's pictures, made from the starter data by the real server and Chromium."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from config import ROOT
from tests.running import Running, running

FOLDER = ROOT / "static" / "img" / "screenshots"
WIDTHS = (1280, 360)
EPISODE = "/episodes/1-migration-for-sustainable-development-in-the-caribbean"
PUBLIC = {"home": "/", "episode": EPISODE, "quote": "/quotes/1", "subscribe": "/subscribe", "coverage": "/coverage"}
ORGANIZER = {"dashboard": "/organize", "planner": "/organize/planner", "episode-form": "/organize/episodes/new"}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width in WIDTHS:
            take(browser, server, width)
        browser.close()


def take(browser: Browser, server: Running, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, base_url=server.address)
    for name, path in PUBLIC.items():
        shoot(page, name, path, width)
    sign_in(page, server)
    for name, path in ORGANIZER.items():
        shoot(page, name, path, width)
    page.close()


def shoot(page: Page, name: str, path: str, width: int) -> None:
    answer = page.goto(path)
    if answer is not None and answer.ok:
        page.screenshot(path=FOLDER / f"{name}-{width}.png", clip={"x": 0, "y": 0, "width": width, "height": 900})
        print(f"{name} at {width} px")


def sign_in(page: Page, server: Running) -> None:
    page.goto("/sign-in")
    page.fill("input[name=email]", "organizer@example.org")
    page.fill("input[name=password]", server.password or "")
    page.click("main button[type=submit]")


if __name__ == "__main__":
    main()
