"""An organizer's evening in Chromium: an episode is planned, published, found everywhere, and called off everywhere."""

import re
from datetime import timedelta
from typing import Any

from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from app.clock import now
from tests.browser.conftest import ORGANIZER, a_context
from tests.running import Running

TITLE = "Ports, People and Remittances"


def event_in_feed(site: Running, path: str = "/schedule/series.ics") -> Any:
    events = Calendar.from_ical(site.get(path)).walk("VEVENT")
    return next((event for event in events if TITLE in str(event["SUMMARY"])), None)


def type_the_episode(page: Page, day: str) -> None:
    page.goto("/organize/episodes/new")
    page.get_by_label("Title").first.fill(TITLE)
    page.locator("[name=day]").fill(day)
    page.locator("[name=start_local]").fill("11:00")
    for row, (person, role) in enumerate((("Wesley Gibbings", "moderator"), ("Kim Aikman", "panellist"))):
        page.locator(f"[name='appearances-{row}-person']").fill(person)
        page.locator(f"[name='appearances-{row}-roles'][value={role}]").check()
        page.locator(f"[name='appearances-{row}-state']").select_option("confirmed")
    for row, pillar in enumerate(("Labour mobility and human development", "Governance")):
        choices = page.locator(f"[name='pillar_links-{row}-pillar_id']")
        label = choices.locator("option").filter(has_text=re.compile(pillar)).first.inner_text()
        choices.select_option(label=label)
    page.get_by_role("button", name="Save the episode").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_planned_published_found_and_cancelled(organizer: Page, site: Running) -> None:
    day = (now() + timedelta(days=40)).date()
    type_the_episode(organizer, day.isoformat())
    assert event_in_feed(site) is None
    organizer.get_by_role("button", name=re.compile("Confirm")).first.click()
    organizer.get_by_role("button", name="Publish now").click()
    expect(organizer.get_by_role("link", name="The public page")).to_be_visible()
    organizer.goto("/")
    hero = organizer.locator(".hero")
    expect(hero).to_contain_text("Next episode")
    expect(hero.get_by_role("link", name=TITLE)).to_be_visible()
    expect(hero).to_contain_text("11:00 in Port of Spain, UTC−4")
    event = event_in_feed(site)
    assert event["DTSTART"].dt.isoformat() == f"{day}T11:00:00-04:00"
    assert event["STATUS"] == "CONFIRMED"
    assert event_in_feed(site, "/schedule/people/kim-aikman.ics")["UID"] == event["UID"]
    assert event_in_feed(site, "/schedule/pillars/governance.ics")["UID"] == event["UID"]
    cancel(organizer)
    organizer.goto("/")
    expect(organizer.locator(".hero")).not_to_contain_text(TITLE)
    card = organizer.get_by_role("article").filter(has_text=TITLE)
    expect(card).to_contain_text("Cancelled")
    card.get_by_role("link", name=TITLE).click()
    expect(organizer.get_by_role("note").first).to_contain_text("This episode was cancelled. A storm closed the ports.")
    called_off = event_in_feed(site)
    assert (called_off["STATUS"], called_off["UID"]) == ("CANCELLED", event["UID"])
    assert called_off["SEQUENCE"] > event["SEQUENCE"]


def cancel(page: Page) -> None:
    page.goto("/organize/episodes")
    page.get_by_role("link", name=TITLE).first.click()
    page.locator("#reason-cancelled").fill("A storm closed the ports.")
    page.get_by_role("button", name="Cancel the episode").click()
    page.get_by_role("button", name="Take this step").click()
    expect(page.locator(".badge.cancelled")).to_be_visible()


def test_a_session_that_ends_while_typing_loses_nothing(chromium: Browser, site: Running) -> None:
    context = a_context(chromium, site)
    page = context.new_page()
    page.goto("/sign-in")
    type_password(page, site, "Sign in")
    page.wait_for_url("**/organize/**")
    page.goto("/organize/episodes/new")
    summary = "It took an evening.\n\nAnd a second paragraph."
    page.locator("[name=title]").fill("Typed all evening")
    page.locator("[name=summary]").fill(summary)
    page.locator("[name=day]").fill("2030-05-15")
    page.locator("[name='appearances-0-person']").fill("Kim Aikman")
    page.locator("[name='appearances-0-roles'][value=panellist]").check()
    context.clear_cookies()
    page.get_by_role("button", name="Save the episode").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your text is kept")
    type_password(page, site, "Sign in and go on")
    page.get_by_role("button", name="Back to the form").click()
    expect(page.locator("[name=title]")).to_have_value("Typed all evening")
    expect(page.locator("[name=summary]")).to_have_value(summary)
    expect(page.locator("[name='appearances-0-person']")).to_have_value("Kim Aikman")
    expect(page.locator("[name='appearances-0-roles'][value=panellist]")).to_be_checked()
    page.get_by_role("button", name="Save the episode").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Typed all evening")
    context.close()


def type_password(page: Page, site: Running, button: str) -> None:
    page.locator("input[name=email]").fill(ORGANIZER)
    page.locator("input[name=password]").fill(site.password or "")
    page.get_by_role("button", name=button, exact=True).click()
