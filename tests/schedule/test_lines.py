"""Content lines: written as the library writes them, and never two for one."""

from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Component, Event, vDatetime, vInt, vText, vUri
from icalendar.parser import Contentline
from icalendar.prop import vUnknown

from app.schedule.ical import in_data
from app.schedule.lines import Address, Moment, Number, Text, address, folded, lines, one_line, serialized
from app.schedule.vtimezone import to_vtimezone

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300)


def by_the_library(component: Component) -> bytes:
    return b"".join(line.to_ical() + b"\r\n" for line in component.content_lines(sorted=False) if line)


@given(TEXTS, TEXTS)
def test_events_are_written_as_the_library_writes_them(text: str, other: str) -> None:
    event = Event()
    event["SUMMARY"] = one_line(text, LANGUAGE="en", ALTREP=f"data:{other}")
    event["CONFERENCE"] = [address(text, VALUE="URI", FEATURE=("AUDIO", "VIDEO"), LABEL=other) for _ in range(2)]
    event["SEQUENCE"] = Number(3)
    event["X-PLAIN"], event["X-WITH"] = vText(other), vText(text, params={"CN": other})
    event["DTSTART"] = Moment(datetime(2026, 3, 1, 9, tzinfo=ZoneInfo("America/Havana")))
    event["DTEND"] = Moment(datetime(2026, 3, 1, 14, tzinfo=UTC))
    assert serialized(event) == by_the_library(event)


def test_components_inside_are_written_too() -> None:
    for zone in ("America/Havana", "UTC"):
        assert serialized(to_vtimezone(zone)) == by_the_library(to_vtimezone(zone))


@pytest.mark.parametrize("zone", ["America/Havana", "Europe/Dublin", "Etc/UTC", "UTC"])
def test_values_are_the_librarys(zone: str) -> None:
    moment = datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo(zone))
    for ours, theirs in (
        (Moment(moment), vDatetime(moment)),
        (Text("a;b"), vText("a;b")),
        (Number(7), vInt(7)),
        (Address("https://example.org/a"), vUri("https://example.org/a")),
    ):
        assert ours.to_ical() == theirs.to_ical()
        assert ours.to_jcal("x") == theirs.to_jcal("x")


@given(st.text(alphabet=st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1, max_size=500))
def test_folding_equals_the_librarys(text: str) -> None:
    assert folded(text.encode()) == Contentline(text).to_ical() + b"\r\n"


def test_a_value_cannot_begin_another_line() -> None:
    event = Event()
    event["X-ODD"] = vUnknown("one\r\nBEGIN:VEVENT")
    with pytest.raises(ValueError, match="X-ODD"):
        serialized(event)


def test_escapes_of_a_text_come_back() -> None:
    for text in ("back\\slash \\N \\n", "a\nb", "semi; comma,"):
        assert str(Event.from_ical(serialized(_titled(text)))["SUMMARY"]) == text


def _titled(text: str) -> Event:
    event = Event()
    event["SUMMARY"] = lines(text)
    return event


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_html_in_a_data_address_is_quoted_as_the_library_quotes_it(text: str) -> None:
    assert in_data(text) == quote(text, safe="/:?@!$&'()*,;=-._~")
