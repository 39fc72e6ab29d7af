"""Quotes in Chromium: out of a transcript, corrected, withdrawn; and standing in a page of somebody else."""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import a_context
from tests.running import Running

EPISODE = "1-migration-for-sustainable-development-in-the-caribbean"
TRANSCRIPT = """WEBVTT

00:01.000 --> 00:04.000
<v Andrew Selee>Good morning. We plan for people,

00:04.000 --> 00:08.000
<v Andrew Selee>and never for numbers alone. Thank you.
"""


@pytest.fixture
def foreign(site: Running) -> Iterator[str]:
    """The address of a page of another origin that holds the embed code of the first quote."""
    code = re.search(r'<textarea id="embed-code"[^>]*>(.*?)</textarea>', site.get("/quotes/1"), re.DOTALL)
    assert code, "the quote page offers no code"
    frame = code.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&amp;", "&")
    frame = re.sub(r"https?://[^/\"]+(?=/quotes/1/embed)", site.address, frame)
    frame = frame.replace('loading="lazy"', "")

    class Foreign(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f"<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>{frame}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Foreign)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_quote_stands_in_a_page_of_another_origin(page: Page, foreign: str) -> None:
    page.goto(foreign)
    frame = page.frame_locator("iframe")
    expect(frame.locator("blockquote")).to_contain_text("pivotal point in our relationship")
    expect(frame.locator("body")).to_contain_text("Michele Klein-Solomon")
    assert page.locator("iframe").get_attribute("title")


def test_no_other_page_of_the_site_can_be_framed(page: Page, site: Running, foreign: str) -> None:
    page.goto(foreign)
    page.evaluate("address => { document.querySelector('iframe').src = address }", f"{site.address}/quotes/1")
    page.wait_for_timeout(500)
    expect(page.frame_locator("iframe").locator("body")).not_to_contain_text("pivotal point")


def test_from_a_transcript_to_public_corrected_and_withdrawn(organizer: Page) -> None:
    made_from_transcript(organizer)
    address = published(organizer)
    corrected(organizer, address)
    organizer.get_by_label("Reason, shown to readers").fill("The speaker asked for it.")
    organizer.get_by_role("button", name="Withdraw").click()
    answer = organizer.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(organizer.locator("main")).to_contain_text("The speaker asked for it.")
    expect(organizer.locator("main")).not_to_contain_text("never for numbers")


SELECTED = """([first, starts, last, ends]) => {
  const text = (number) => document.querySelector(`[data-words="${number}"]`).firstChild;
  document.getSelection().setBaseAndExtent(text(first), starts, text(last), ends);
}"""


def test_words_are_selected_with_the_mouse(organizer: Page) -> None:
    imported(organizer)
    box = organizer.locator("[data-words='1']").bounding_box()
    other = organizer.locator("[data-words='2']").bounding_box()
    assert box
    assert other
    organizer.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2)
    organizer.mouse.down()
    organizer.mouse.move(other["x"] + 60, other["y"] + other["height"] / 2, steps=4)
    organizer.mouse.up()
    expect(organizer.locator("[data-selected]")).to_have_text(re.compile(r"^and never"))
    expect(organizer.get_by_label("First cue: 2")).to_be_checked()


def test_selected_characters_become_the_words_of_a_quote(organizer: Page) -> None:
    imported(organizer)
    organizer.evaluate(SELECTED, [1, 14, 2, 27])
    expect(organizer.locator("[data-selected]")).to_have_text("We plan for people, and never for numbers alone")
    organizer.get_by_role("button", name="Make a quote of these words").click()
    expect(organizer.locator("[name=words]")).to_have_value("We plan for people, and never for numbers alone")
    organizer.get_by_role("button", name="Take down this quote").click()
    expect(organizer.locator(".badge").first).to_have_text("verified")


def test_words_are_selected_by_arrow_keys(organizer: Page) -> None:
    imported(organizer)
    organizer.get_by_role("region", name="Cues").focus()
    for key in ("ArrowRight",) * 3 + ("Shift+ArrowRight",) * 2:
        organizer.keyboard.press(key)
    expect(organizer.locator("[data-selected]")).to_have_text("We plan for")
    organizer.get_by_label("Last cue: 2").check()
    expect(organizer.locator(".selecting")).to_be_hidden()


WORD = """([selector, word]) => {
  const text = [...document.querySelector(selector).childNodes].find((node) => node.data?.includes(word));
  const range = document.createRange();
  range.setStart(text, text.data.indexOf(word));
  range.setEnd(text, text.data.indexOf(word) + word.length);
  text.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  const box = range.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


def pressed_long(page: Page, selector: str, word: str) -> None:
    """A finger rests on a word until the platform selects it, as its gesture recognizer sees it."""
    x, y = page.evaluate(WORD, [selector, word])
    tools = page.context.new_cdp_session(page)
    tools.send("Emulation.setEmitTouchEventsForMouse", {"enabled": True, "configuration": "mobile"})
    finger = {"x": round(x), "y": round(y), "button": "left", "clickCount": 1}
    tools.send("Input.emulateTouchFromMouseEvent", {"type": "mousePressed", **finger})
    for _moment in range(50):  # the site's own policy allows no function to be waited for
        if page.evaluate("document.getSelection().toString()"):
            break
        page.wait_for_timeout(100)
    tools.send("Input.emulateTouchFromMouseEvent", {"type": "mouseReleased", **finger})
    tools.send("Emulation.setEmitTouchEventsForMouse", {"enabled": False})


@pytest.fixture
def phone(chromium: Browser, site: Running, signed_in: StorageState) -> Iterator[Page]:
    size = {"width": 360, "height": 740}
    context = a_context(chromium, site, storage_state=signed_in, viewport=size, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_a_long_press_selects_a_word_and_a_tap_keeps_it(phone: Page) -> None:
    """The tap on the button takes the selection away and keeps the choice."""
    imported(phone)
    pressed_long(phone, "[data-words='2']", "numbers")
    expect(phone.locator("[data-selected]")).to_have_text("numbers")
    expect(phone.get_by_label("First cue: 2")).to_be_checked()
    phone.get_by_role("button", name="Make a quote of these words").tap()
    expect(phone.locator("[name=words]")).to_have_value("numbers")


def test_a_long_press_gives_a_link_to_the_word(phone: Page) -> None:
    imported(phone, public=True)
    phone.goto(f"/episodes/{EPISODE}/transcript/en")
    pressed_long(phone, "#c2", "alone")
    link = phone.get_by_role("link", name="Link to these words")
    expect(link).to_have_attribute("href", re.compile(r"\?cue=2#c2:~:text=alone$"))


def test_a_cue_plays_its_moment_and_nothing_is_loaded_before(organizer: Page, site: Running) -> None:
    organizer.goto(f"/organize/episodes/{EPISODE}/recordings")
    form = organizer.locator("form:has([name=offset_seconds])")
    form.locator("[name=title]").fill("Recording in English")
    form.locator("[name=url]").fill("https://www.youtube.com/watch?v=abcdefghijk")
    form.locator("[name=offset_seconds]").fill("60")
    form.get_by_role("button", name="Add the recording").click()
    form = organizer.locator("form[action$='/transcripts']")
    form.locator("[name=text]").fill(TRANSCRIPT)
    form.locator("[name=language]").fill("en")
    form.locator("[name=recording_id]").select_option(label="Recording in English")
    form.locator("[name=public]").check()
    form.get_by_role("button", name="Import the transcript").click()
    elsewhere: list[str] = []
    organizer.context.route(lambda address: not address.startswith(site.address), lambda route: route.abort())
    organizer.on("request", lambda sent: None if sent.url.startswith(site.address) else elsewhere.append(sent.url))
    organizer.goto(f"/episodes/{EPISODE}/transcript/en?cue=2#c2")
    expect(organizer.locator("#c2")).to_be_in_viewport()
    assert elsewhere == []
    organizer.get_by_role("link", name="0:04", exact=True).click()
    player = organizer.frame_locator("#player iframe").locator("iframe")
    expect(player).to_have_attribute("src", re.compile(r"youtube-nocookie\.com/embed/abcdefghijk\?start=64"))
    assert {address.split("/")[2] for address in elsewhere} <= {"www.youtube-nocookie.com"}


SELECTED_IN_PUBLIC = """([first, starts, last, ends]) => {
  const text = (number) => [...document.getElementById(`c${number}`).childNodes]
    .find((node) => node.nodeType === 3 && node.data.trim());
  document.getSelection().setBaseAndExtent(text(first), starts, text(last), ends);
}"""


def test_a_reader_gets_a_link_to_the_words_selected(organizer: Page, site: Running, page: Page) -> None:
    imported(organizer, public=True)
    page.goto(f"/episodes/{EPISODE}/transcript/en")
    expect(page.locator("[data-linking]")).to_be_hidden()
    page.evaluate(SELECTED_IN_PUBLIC, [1, 16, 2, 9])
    link = page.get_by_role("link", name="Link to these words")
    expect(page.locator("[data-linking] q")).to_have_text(re.compile("^We plan for people, and never$"))
    address = f"/episodes/{EPISODE}/transcript/en?cue=1#c1:~:text=We%20plan%20for%20people%2C,and%20never"
    expect(link).to_have_attribute("href", re.compile(re.escape(address)))
    page.evaluate(SELECTED_IN_PUBLIC, [2, 1, 2, 4])
    expect(link).to_have_attribute("href", re.compile(r"\?cue=2#c2:~:text=and$"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copy the link ✓")).to_be_disabled()
    assert page.evaluate("navigator.clipboard.readText()").endswith("?cue=2#c2:~:text=and")
    page.evaluate(SELECTED_IN_PUBLIC, [1, 1, 1, 4])
    expect(page.get_by_role("button", name="Copy the link", exact=True)).to_be_enabled()


def imported(page: Page, public: bool = False) -> None:
    """The page on which a quote is chosen from a transcript just imported."""
    page.goto(f"/organize/episodes/{EPISODE}/recordings")
    form = page.locator("form[action$='/transcripts']")
    form.locator("[name=text]").fill(TRANSCRIPT)
    form.locator("[name=language]").fill("en")
    form.locator("[name=public]").set_checked(public)
    form.get_by_role("button", name="Import the transcript").click()
    page.get_by_role("link", name="Make a quote from it").first.click()
    expect(page.get_by_text("Or select the words themselves")).to_be_visible()


def made_from_transcript(page: Page) -> None:
    imported(page)
    page.get_by_label("Last cue: 2").check()
    page.get_by_role("button", name="Make a quote from these cues").first.click()
    page.locator("[name=words]").fill("We plan for people, and never for numbers alone.")
    page.get_by_role("button", name="Take down this quote").click()
    expect(page.locator(".badge").first).to_have_text("verified")


def published(page: Page) -> str:
    """Asked, granted, cleared, published; the public address."""
    page.locator("[name=asked_how]").fill("by e-mail")
    page.get_by_role("button", name="Note that the speaker was asked").click()
    page.locator("[name=answered_by]").fill("Andrew Selee")
    page.locator("[name=answered_how]").fill("by e-mail")
    granted = page.locator("[name=granted]")
    if granted.first.evaluate("field => field.tagName") == "SELECT":
        granted.select_option("yes")
    else:
        page.locator("[name=granted][value=yes]").check()
    page.get_by_role("button", name="Note the answer").click()
    if page.get_by_role("button", name="Mark as cleared").count():
        page.get_by_role("button", name="Mark as cleared").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    address = page.get_by_role("link", name="The public page").get_attribute("href")
    assert address
    return address


def corrected(page: Page, address: str) -> None:
    """Readers see the new words with the reason, and the earlier ones where they lead."""
    organizers_page = page.url
    page.get_by_role("link", name="Correct in public").click()
    page.locator("[name=words]").fill("We plan for people, and never for numbers.")
    page.locator("[name=reason]").fill("The transcript had one word too many.")
    page.get_by_role("button", name="Publish the correction").click()
    page.goto(address)
    expect(page.locator("main")).to_contain_text("We plan for people, and never for numbers.")
    expect(page.locator("main")).to_contain_text("The transcript had one word too many.")
    page.goto(organizers_page)
