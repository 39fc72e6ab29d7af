"""The workbench in Chromium: dragged by mouse, moved by keyboard alone, without scripts, and the palette."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import a_context
from tests.running import Running


@pytest.fixture
def scriptless(chromium: Browser, site: Running, signed_in: StorageState) -> Iterator[Page]:
    context = a_context(chromium, site, storage_state=signed_in, java_script_enabled=False)
    yield context.new_page()
    context.close()


def add(page: Page, title: str, day: str) -> None:
    page.goto(f"/organize/planner/items/new?day={day}")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Save").click()


def on(page: Page, day: str, title: str) -> None:
    expect(page.locator(f"[data-day='{day}']")).to_contain_text(title)


def test_dragging_proposes_a_move_that_is_undone(organizer: Page) -> None:
    add(organizer, "Dragged hold", "2031-05-06")
    organizer.set_viewport_size({"width": 1280, "height": 1500})
    organizer.locator(".entry", has_text="Dragged hold").drag_to(organizer.locator("[data-day='2031-05-15']"))
    expect(organizer.get_by_role("heading", level=1)).to_have_text("Move “Dragged hold”")
    expect(organizer.locator(".after")).to_contain_text("15 May 2031")
    organizer.get_by_role("button", name="Move it").click()
    on(organizer, "2031-05-15", "Dragged hold")
    organizer.get_by_role("button", name="Undo the move").click()
    on(organizer, "2031-05-06", "Dragged hold")


def test_moved_by_keyboard_alone(organizer: Page) -> None:
    add(organizer, "Typed hold", "2031-06-03")
    organizer.get_by_role("link", name="Move… Typed hold").focus()
    organizer.keyboard.press("Enter")
    organizer.get_by_label("Day").focus()
    organizer.keyboard.type("06122031")
    organizer.keyboard.press("Enter")
    on(organizer, "2031-06-12", "Typed hold")


def test_complete_without_scripts(scriptless: Page) -> None:
    add(scriptless, "Plain hold", "2031-07-01")
    scriptless.get_by_role("link", name="Move… Plain hold").click()
    scriptless.get_by_label("Day").fill("2031-07-09")
    scriptless.get_by_role("button", name="Move it").click()
    on(scriptless, "2031-07-09", "Plain hold")
    scriptless.get_by_label("Search everything").fill("migration policy")
    scriptless.get_by_label("Search everything").press("Enter")
    expect(scriptless.locator("#results")).to_contain_text("Migration Policy Institute")


def test_the_palette_finds_and_goes_by_keyboard(organizer: Page) -> None:
    organizer.goto("/organize/planner")
    organizer.keyboard.press("Control+k")
    dialog = organizer.get_by_role("dialog")
    dialog.get_by_role("searchbox").fill("run epis")
    expect(dialog.get_by_role("link", name="Make a run of episodes")).to_be_visible()
    organizer.keyboard.press("Enter")
    expect(organizer.get_by_role("heading", level=1)).to_have_text("A run of episodes")


def test_an_open_form_says_so_and_is_among_the_recent(organizer: Page) -> None:
    organizer.goto("/organize/people/andrew-selee/edit")
    with organizer.expect_response("**/organize/presence") as answer:
        organizer.reload()
    assert answer.value.status == 200
    organizer.goto("/organize/search")
    expect(organizer.locator("#results")).to_contain_text("Andrew Selee")
