"""A reader's way through the site, in Chromium: with scripts and without, on a desk and on a small phone."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.addresses import EPISODE
from tests.browser.conftest import a_context
from tests.browser.pages import html_pages
from tests.running import Running, running

MOST_BYTES, MOST_REQUESTS = 120_000, 14
TITLE = "Migration for Sustainable Development in the Caribbean"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The series as it ships: what organizers write in other tests would change what a reader counts here."""
    with running(tmp_path_factory.mktemp("readers"), workers="1") as server:
        yield server


def test_from_home_by_an_episode_to_the_calendar(page: Page, site: Running) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Conversations on Migration in the Caribbean")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("section.when")).to_contain_text("11:00 in Port of Spain, UTC−4")
    expect(page.locator(".across")).to_contain_text("Kingston")
    expect(page.locator(".disagreement")).to_contain_text("26 July 2023")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Subscribe").click()
    expect(page.get_by_label("Calendar address", exact=True)).to_have_value(f"{site.address}/schedule/series.ics")
    host = urlsplit(site.address).netloc
    assert page.get_by_role("link", name="Subscribe on this device").get_attribute("href") == (
        f"webcal://{host}/schedule/series.ics"
    )
    assert site.get("/schedule/series.ics").startswith("BEGIN:VCALENDAR")


def test_the_whole_way_with_scripts_off(chromium: Browser, site: Running) -> None:
    context = a_context(chromium, site, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"/episodes/{EPISODE}")
    page.get_by_role("link", name="Change time zone").first.click()
    page.get_by_label("Time zone").select_option("America/Paramaribo")
    page.get_by_role("button", name="Show times in this zone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("section.when")).to_contain_text("12:00 in Paramaribo, UTC−3 (your time)")
    page.goto("/episodes")
    page.get_by_label("Pillar").select_option(label="Labour mobility and human development")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("article", has_text="Engaging the Private Sector")).to_have_count(1)
    expect(page.locator("article", has_text="Our Caribbean Story")).to_have_count(0)
    page.get_by_label("Speaker").select_option(label="Kim Aikman")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("article")).to_have_count(1)
    page.goto("/subscribe")
    page.get_by_label("Only one speaker").select_option(label="Andrew Selee")
    page.get_by_role("button", name="Show addresses").click()
    shown = page.get_by_label("Calendar address", exact=True)
    expect(shown).to_have_value(f"{site.address}/schedule/people/andrew-selee.ics")
    context.close()


def test_home_is_light_and_asks_nobody_else(chromium: Browser, site: Running) -> None:
    context = a_context(chromium, site)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    asked: list[str] = []
    sizes: list[float] = []
    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    hosts = {urlsplit(address).netloc for address in asked if not address.startswith("data:")}
    context.close()
    assert hosts == {urlsplit(site.address).netloc}
    assert len(asked) <= MOST_REQUESTS, asked
    assert sum(sizes) <= MOST_BYTES, f"{sum(sizes):.0f} bytes"


def test_no_public_page_asks_another_host_or_breaks_the_content_policy(page: Page, site: Running) -> None:
    foreign: list[str] = []
    refused: list[str] = []
    host = urlsplit(site.address).netloc
    page.on("request", lambda request: foreign.append(request.url) if urlsplit(request.url).netloc != host else None)
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    for path in html_pages(site):
        page.goto(path)
    assert not [address for address in foreign if not address.startswith("data:")]
    assert not refused


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_public_page_scrolls_sideways(chromium: Browser, site: Running, width: int) -> None:
    context = a_context(chromium, site, viewport={"width": width, "height": 640})
    page = context.new_page()
    wide = []
    for path in html_pages(site):
        page.goto(path)
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wide.append(f"{path} needs {needed} px")
    context.close()
    assert not wide, "\n".join(wide)


def test_the_keyboard_alone_leads_from_home_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_print_leaves_out_what_only_screens_need(page: Page) -> None:
    page.goto(f"/episodes/{EPISODE}")
    page.emulate_media(media="print")
    for gone in (".masthead", ".footer", ".neighbours"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".printed-address")).to_contain_text(f"/episodes/{EPISODE}")
