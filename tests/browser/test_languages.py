"""Every language in Chromium: no rule of axe is broken, nothing is wider than the window, no page grows heavy."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from app.web.languages import LANGUAGES, SOURCE
from tests.addresses import EPISODE
from tests.browser.conftest import a_context
from tests.browser.test_axe import broken_rules
from tests.browser.test_public import MOST_BYTES, MOST_REQUESTS
from tests.running import Running

TRANSLATED = [code for code in LANGUAGES if code != SOURCE]
MAIN = (
    *("/", "/episodes", f"/episodes/{EPISODE}", "/quotes", "/quotes/1", "/quotes/check?words=two+words+too"),
    *("/people/andrew-selee", "/pillars/governance", "/coverage", "/coverage/report", "/subscribe", "/schedule/series"),
    "/quotes/check?words=far+too+much+attention+on+migration",
)


def in_language(path: str, language: str) -> str:
    return f"/{language}{path}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_main_pages(chromium: Browser, site: Running, language: str) -> None:
    """In one sight: colours are the same in every language, and `test_axe` looks at them all. Words are longer."""
    width = 320
    context = a_context(chromium, site, viewport={"width": width, "height": 640})
    page, paths = context.new_page(), [in_language(path, language) for path in MAIN]
    found = broken_rules(page, paths)
    for path in paths:
        page.goto(path)
        needed = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path} needs {needed} px"] if needed > width else []
    context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("path", ["/", f"/episodes/{EPISODE}"])
def test_a_page_is_as_light_as_in_english(chromium: Browser, site: Running, language: str, path: str) -> None:
    context = a_context(chromium, site)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(in_language(path, language), wait_until="networkidle")
    context.close()
    assert 0 < len(sizes) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES, f"{sum(sizes):.0f} bytes"


def test_a_reader_changes_the_language_and_stays_there(chromium: Browser, site: Running) -> None:
    context = a_context(chromium, site, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto("/episodes?when=past")
    choose(page, "Español")
    assert urlsplit(page.url).path == "/es/episodes"
    expect(page.get_by_role("heading", level=1)).to_have_text("Episodios")
    expect(page.get_by_label("Cuándo")).to_have_value("past")
    page.get_by_role("link", name="Migration for Sustainable Development").first.click()
    assert urlsplit(page.url).path == f"/es/episodes/{EPISODE}"
    expect(page.locator("section.when")).to_contain_text("11:00 en Puerto España, UTC−4")
    page.get_by_role("link", name="Cambiar la zona horaria").first.click()
    page.get_by_label("Zona horaria").select_option("America/Paramaribo")
    page.get_by_role("button", name="Mostrar las horas de esta zona").click()
    assert urlsplit(page.url).path == f"/es/episodes/{EPISODE}"
    expect(page.locator("section.when")).to_contain_text("12:00 en Paramaribo, UTC−3 (su hora)")
    choose(page, "English")
    assert urlsplit(page.url).path == f"/episodes/{EPISODE}"
    context.close()


def choose(page: Page, name: str) -> None:
    page.locator(".languages").get_by_role("link", name=name).click()
