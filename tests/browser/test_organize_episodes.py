"""Two organizers at one episode in two browsers: by mouse, by keyboard, with scripts and without; nothing is lost."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, StorageState, expect

from app.clock import now
from tests.browser.conftest import a_context
from tests.running import Running

DAY = (now() + timedelta(days=70)).date().isoformat()


def plan(page: Page, title: str) -> str:
    """A draft with a moderator; the address of its page."""
    page.goto("/organize/episodes/new")
    page.locator("[name=title]").fill(title)
    page.locator("[name=day]").fill(DAY)
    page.locator("[name='appearances-0-person']").fill("Wesley Gibbings")
    page.locator("[name='appearances-0-roles'][value=moderator]").check()
    page.get_by_role("button", name="Save the episode").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_two_browsers_edit_the_same_episode(
    chromium: Browser, site: Running, signed_in: StorageState, organizer: Page, scripts: bool
) -> None:
    address = plan(organizer, f"Shared waters {scripts}")
    context = a_context(chromium, site, storage_state=signed_in, java_script_enabled=scripts)
    other = context.new_page()
    for page in (organizer, other):
        page.goto(f"{address}/edit")
    organizer.locator("[name=title]").fill("Waters they share")
    organizer.locator("[name=venue]").fill("Hall 3")
    organizer.get_by_role("button", name="Save the episode").click()
    expect(organizer.get_by_role("heading", level=1)).to_have_text("Waters they share")
    other.locator("[name=title]").fill("Waters I share")
    other.locator("[name=topic]").fill("Who owns the sea?")
    other.get_by_role("button", name="Save the episode").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Changed meanwhile")
    expect(other.get_by_role("group", name="Venue").get_by_role("radio").first).to_be_checked()
    other.get_by_role("group", name="Title").get_by_role("radio", name=re.compile("As you typed it")).check()
    other.get_by_role("button", name="Save with these choices").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Waters I share")
    expect(other.locator("main")).to_contain_text("Hall 3")
    context.close()


def test_the_merge_page_by_keyboard_alone(organizer: Page) -> None:
    address = plan(organizer, "Keys of the harbour")
    second = organizer.context.new_page()
    second.goto(f"{address}/edit")
    organizer.goto(f"{address}/edit")
    organizer.locator("[name=title]").fill("Theirs")
    organizer.locator("[name=title]").press("Enter")
    expect(organizer.get_by_role("heading", level=1)).to_have_text("Theirs")
    second.locator("[name=title]").fill("Mine")
    second.locator("[name=title]").press("Enter")
    expect(second.get_by_role("heading", level=1)).to_contain_text("Changed meanwhile")
    assert Axe().run(second).response["violations"] == []
    second.get_by_role("radio").first.focus()
    second.keyboard.press("ArrowRight")
    second.keyboard.press("Enter")
    expect(second.get_by_role("heading", level=1)).to_have_text("Mine")


def test_a_row_more_with_the_script(organizer: Page) -> None:
    organizer.goto("/organize/episodes/new")
    rows = organizer.locator("[data-rows=appearances] [data-row]")
    before = rows.count()
    organizer.get_by_role("button", name="Add a person").click()
    expect(rows).to_have_count(before + 1)
    expect(organizer.locator(f"[name='appearances-{before}-person']")).to_be_focused()
    assert organizer.url.endswith("/organize/episodes/new")


def test_changes_waiting_and_a_preview_link(organizer: Page, site: Running) -> None:
    address = plan(organizer, "Lanterns on the quay")
    organizer.get_by_label("For whom").fill("The harbour master")
    organizer.get_by_role("button", name="Make a link").click()
    link = re.search(r"/preview/[\w-]+", organizer.locator(".notice-done").inner_text())
    assert link
    assert "Lanterns on the quay" in site.get(link.group(0))
    assert Axe().run(organizer).response["violations"] == []
    organizer.get_by_role("button", name="Confirm").click()
    organizer.get_by_role("button", name="Publish now").click()
    organizer.goto(f"{address}/edit")
    organizer.locator("[name=title]").fill("Lanterns at sea")
    organizer.get_by_role("button", name="Keep the changes").click()
    expect(organizer.get_by_role("heading", level=1)).to_contain_text("Publish changes")
    assert Axe().run(organizer).response["violations"] == []
    path = address.replace("/organize", "").removeprefix(site.address)
    assert "Lanterns on the quay" in site.get(path)
    organizer.get_by_role("button", name="Publish these changes").click()
    expect(organizer.get_by_role("heading", level=1)).to_have_text("Lanterns at sea")
    assert "Lanterns at sea" in site.get(path)
