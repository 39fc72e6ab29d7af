"""The organizer's other journeys in Chromium: by mouse and by keyboard alone, with scripts and without.

Each writes people and drafts of its own, far ahead, so that what other tests count stays as it is.
"""

import io
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.browser.conftest import a_context
from tests.running import Running


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def either(request: pytest.FixtureRequest, chromium: Browser, site: Running, signed_in: StorageState) -> Iterator[Page]:
    """The organizer's tab, with scripts and without."""
    context = a_context(chromium, site, storage_state=signed_in, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def has_title(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def by_key(control: Locator) -> None:
    control.focus()
    control.press("Enter")


def plan(page: Page, title: str, day: str) -> str:
    """A draft at eleven with a moderator; the address of its page."""
    page.goto(f"/organize/episodes/new?day={day}&start=11:00")
    page.locator("[name=title]").fill(title)
    page.locator("[name='appearances-0-person']").fill("Wesley Gibbings")
    page.locator("[name='appearances-0-roles'][value=moderator]").check()
    page.locator("[name=title]").press("Enter")
    has_title(page, title)
    return page.url


def test_a_run_of_show_is_typed_printed_and_followed_live(either: Page) -> None:
    plan(either, "Tides of the delta", "2032-02-04")
    either.get_by_role("link", name="Run of show").click()
    either.locator("[name='segments-0-title']").fill("Drums")
    either.locator("[name='segments-0-minutes']").fill("7")
    by_key(either.get_by_role("button", name="Save the run of show"))
    expect(either.locator("[name='segments-0-title']")).to_have_value("Drums")
    address = either.url
    either.get_by_role("link", name="To print").click()
    expect(either.locator("main")).to_contain_text("11:07")
    either.goto(address)
    either.get_by_role("link", name="Live, with the clock").click()
    expect(either.locator(".live-segments li").first).to_contain_text("Drums")


def test_the_live_page_follows_the_clock_from_the_moderators_word(organizer: Page) -> None:
    plan(organizer, "Clocks of the delta", "2032-02-05")
    organizer.get_by_role("link", name="Run of show").click()
    organizer.get_by_role("button", name="Save the run of show").click()
    organizer.get_by_role("link", name="Live, with the clock").click()
    by_key(organizer.get_by_role("button", name="It begins now"))
    expect(organizer.locator(".live-segments li").first).to_have_attribute("aria-current", "step")


def test_a_run_of_episodes_is_shown_before_it_is_written(either: Page, request: pytest.FixtureRequest) -> None:
    year = "2033" if "no scripts" in request.node.name else "2034"
    either.goto("/organize/planner/runs/new")
    either.get_by_label("Title").fill("Reef talk {month} {year}")
    either.locator("[name=first_number]").fill("")
    either.locator("[name=first_on]").fill(f"{year}-01-01")
    either.locator("[name=count]").fill("3")
    either.locator("[name=start_local]").fill("11:00")
    by_key(either.get_by_role("button", name="Preview"))
    preview = either.locator("section[aria-labelledby=preview-title]")
    expect(preview.locator("tbody tr")).to_have_count(3)
    expect(preview).to_contain_text(f"Reef talk February {year}")
    by_key(either.get_by_role("button", name="Write these drafts"))
    expect(either.locator(".notice-done")).to_contain_text("3 private drafts are planned")
    expect(either.locator("main")).to_contain_text(f"Reef talk March {year}")


def add_person(page: Page, name: str) -> None:
    page.goto("/organize/people/new")
    page.get_by_label("Name, without honorific").fill(name)
    page.get_by_label("Name, without honorific").press("Enter")


def keep_person(page: Page, name: str) -> None:
    by_key(page.locator("main form button[type=submit].main"))
    has_title(page, name)


def test_a_person_is_looked_for_before_added_then_merged(either: Page, request: pytest.FixtureRequest) -> None:
    name = "Zenaida Sandbank" if "no scripts" in request.node.name else "Ottoline Tidewater"
    add_person(either, name)
    keep_person(either, name)
    add_person(either, f"{name}s")
    expect(either.locator("main")).to_contain_text("Did you mean one of them?")
    expect(either.get_by_role("link", name=name, exact=True)).to_be_visible()
    by_key(either.get_by_role("link", name=re.compile("None of them")))
    keep_person(either, f"{name}s")
    by_key(either.get_by_role("link", name="Merge with another record"))
    by_key(either.get_by_role("link", name=f"Compare {name}", exact=True))
    has_title(either, "one?")
    by_key(either.get_by_role("link", name="Keep the other record instead"))
    by_key(either.get_by_role("button", name=f"Make them one, keep {name}", exact=True))
    has_title(either, name)
    expect(either.locator("main")).to_contain_text(f"{name}s")


def test_a_portrait_is_kept_with_its_words_and_removed(either: Page, request: pytest.FixtureRequest) -> None:
    name = "Perpetua Quay" if "no scripts" in request.node.name else "Quirina Lagoon"
    add_person(either, name)
    keep_person(either, name)
    either.get_by_role("link", name="Portrait", exact=True).click()
    picture = io.BytesIO()
    Image.new("RGB", (400, 500), "teal").save(picture, "JPEG")
    either.locator("[name=file]").set_input_files(
        {"name": "face.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    either.get_by_label("Description in words").fill("She looks out to sea")
    either.get_by_label("Credit").fill("Photo: Otto Berg")
    by_key(either.get_by_role("button", name="Keep the portrait"))
    expect(either.get_by_alt_text("She looks out to sea")).to_be_visible()
    either.get_by_role("link", name="Portrait", exact=True).click()
    by_key(either.get_by_role("button", name="Remove the portrait"))
    has_title(either, name)
    expect(either.get_by_alt_text("She looks out to sea")).to_have_count(0)


def test_a_table_is_tried_and_then_written(either: Page, request: pytest.FixtureRequest) -> None:
    name = "Rosalba Inlet" if "no scripts" in request.node.name else "Sidonie Breakwater"
    either.goto("/organize/people")
    either.get_by_role("link", name="Import and export").click()
    table = f"Full name,Bio\n{name},Studies harbours\n".encode()
    either.locator("[name=file]").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": table})
    by_key(either.get_by_role("button", name="Read the file"))
    has_title(either, "Import of people.csv")
    by_key(either.get_by_role("button", name="Try every row"))
    expect(either.get_by_role("status")).to_contain_text("Nothing is written yet: 1 would be new")
    by_key(either.get_by_role("button", name="Write all rows"))
    expect(either.get_by_role("status")).to_contain_text("Everything is written: 1 new")
    either.goto(f"/organize/people?q={name.split()[0]}")
    expect(either.get_by_role("link", name=name)).to_be_visible()


def test_a_public_episode_moves_when_the_change_is_published(
    either: Page, site: Running, request: pytest.FixtureRequest
) -> None:
    month = "06" if "no scripts" in request.node.name else "07"
    address = plan(either, f"Lights of the estuary {month}", f"2032-{month}-02")
    by_key(either.get_by_role("button", name="Confirm"))
    by_key(either.get_by_role("button", name="Publish now"))
    path = address.replace("/organize", "").removeprefix(site.address)
    by_key(either.get_by_role("link", name="Move…"))
    either.locator("[name=day]").fill(f"2032-{month}-16")
    by_key(either.get_by_role("button", name="Propose the move"))
    has_title(either, "Publish changes")
    assert f"2032-{month}-16" not in site.get(path)
    either.goto("/organize/")
    waiting = either.get_by_role("region", name="Changes waiting to be published")
    by_key(waiting.get_by_role("link", name=f"Lights of the estuary {month}"))
    by_key(either.get_by_role("button", name="Publish these changes"))
    expect(either.locator(".notice-done")).to_contain_text("The changes are public.")
    assert f"2032-{month}-16" in site.get(path)
    cancel(either)


def cancel(page: Page) -> None:
    page.locator("#reason-cancelled").fill("A storm.")
    by_key(page.get_by_role("button", name="Cancel the episode"))
    expect(page.get_by_role("region", name="Who is to be told")).to_be_visible()
    by_key(page.get_by_role("button", name="Take this step"))
    expect(page.locator(".badge.cancelled").first).to_be_visible()
