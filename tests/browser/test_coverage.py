"""Coverage in Chromium: by a reader with scripts and without, and by an organizer who accepts a suggestion."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.addresses import EPISODE
from tests.browser.conftest import a_context
from tests.running import Running


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [1280, 320])
def test_board_is_read_and_filtered(chromium: Browser, site: Running, scripts: bool, width: int) -> None:
    context = a_context(chromium, site, java_script_enabled=scripts, viewport={"width": width, "height": 800})
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto("/pillars")
    page.get_by_role("link", name="What the series did for it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Coverage")
    expect(page.get_by_role("img", name="Episodes: Pillars")).to_be_visible()
    page.get_by_label("Until (day)").fill("2023-12-31")
    page.get_by_role("button", name="Show").click()
    assert "until=2023-12-31" in page.url
    expect(page.locator(".totals dd").first).to_have_text("2")
    page.get_by_role("link", name="Report of the same figures").click()
    expect(page.locator(".totals dd").first).to_have_text("2")
    assert refused == []
    context.close()


@pytest.mark.parametrize("address", ["/coverage", "/coverage/report"])
def test_every_figure_is_in_sight_on_a_phone(chromium: Browser, site: Running, address: str) -> None:
    """Only the picture of the matrix is scrolled, in a region the keyboard reaches."""
    context = a_context(chromium, site, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address)
    tables = page.locator("table.figures")
    assert tables.count() >= 4
    for table in tables.all():
        assert table.evaluate("one => one.scrollWidth <= one.parentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for region in page.locator("main .scrolls").all():
        assert (region.get_attribute("tabindex"), region.get_attribute("role")) == ("0", "region")
        assert region.get_attribute("aria-label")
    context.close()


def test_board_prints_within_a4(page: Page) -> None:
    page.goto("/coverage")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 1000})  # A4 without its margins, at 96 pixels an inch
    assert page.evaluate("document.documentElement.scrollWidth") <= 672
    expect(page.get_by_role("form", name="Choose what is counted")).to_be_hidden()


def test_organizer_accepts_one_suggestion(organizer: Page) -> None:
    organizer.goto(f"/organize/coverage/episodes/{EPISODE}")
    accept = organizer.get_by_role("button", name="Accept as contributing")
    before = accept.count()
    assert before >= 1
    accept.first.click()
    expect(organizer.get_by_text("The link is kept.")).to_be_visible()
    expect(organizer.get_by_role("button", name="Accept as contributing")).to_have_count(before - 1)


def test_what_is_dark_on_screen_is_light_on_paper(page: Page) -> None:
    ink = "getComputedStyle(document.querySelector('.picture .ink')).fill"
    page.emulate_media(color_scheme="light")
    page.goto("/coverage")
    on_light = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ink) != on_light
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(ink) == on_light
