"""Times as readers see them, around the days on which clocks change in some places and not in others."""

from datetime import date, time

import pytest
from flask import Flask

from app.archive.operations import load_series
from app.web.preparing import STARTER
from app.web.times import reader_time, region_times
from tests.addresses import EPISODE
from tests.factories import BY, an_episode, save
from tests.organizers import a_visitor

PLACES = ("America/Port_of_Spain", "America/Jamaica", "America/Nassau", "America/Paramaribo", "Europe/Amsterdam")
CLOCKS = {
    date(2023, 7, 25): ("11:00", "10:00", "11:00", "12:00", "17:00"),
    date(2024, 1, 20): ("11:00", "10:00", "10:00", "12:00", "16:00"),
    date(2026, 3, 7): ("11:00", "10:00", "10:00", "12:00", "16:00"),
    date(2026, 3, 8): ("11:00", "10:00", "11:00", "12:00", "16:00"),
    date(2026, 3, 28): ("11:00", "10:00", "11:00", "12:00", "16:00"),
    date(2026, 3, 29): ("11:00", "10:00", "11:00", "12:00", "17:00"),
    date(2026, 10, 24): ("11:00", "10:00", "11:00", "12:00", "17:00"),
    date(2026, 10, 25): ("11:00", "10:00", "11:00", "12:00", "16:00"),
    date(2026, 11, 1): ("11:00", "10:00", "10:00", "12:00", "16:00"),
}
"""11:00 in Port of Spain elsewhere: clocks change on 8 March and 1 November 2026 in Nassau, 29 March and 25 October in
Amsterdam and Geneva, never in the others."""


@pytest.mark.parametrize("day", CLOCKS, ids=str)
def test_eleven_in_port_of_spain_is_read_right_everywhere(app: Flask, day: date) -> None:
    episode = an_episode(day=day, start_local=time(11), timezone="America/Port_of_Spain")
    with app.test_request_context():
        cities = {city: shown for shown, there in region_times(episode) for city in there}
    names = ("Port of Spain", "Kingston", "Nassau", "Paramaribo", "Amsterdam")
    assert tuple(cities[name].clock for name in names) == CLOCKS[day]
    assert cities["Geneva"].clock == cities["Amsterdam"].clock
    assert cities["Port of Spain"].offset == "UTC−4"
    assert cities["Kingston"].offset == "UTC−5"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/Port_of_Spain", "11:00</strong></time> in Port of Spain, UTC−4"),
        ("America/Jamaica", "10:00</strong></time> in Kingston, UTC−5"),
        ("America/Nassau", "11:00</strong></time> in Port of Spain, UTC−4"),
        ("America/Paramaribo", "12:00</strong></time> in Paramaribo, UTC−3"),
        ("Europe/Amsterdam", "17:00</strong></time> in Amsterdam, UTC+2"),
        ("Europe/Zurich", "17:00</strong></time> in Geneva, UTC+2"),
        ("Asia/Kolkata", "20:30</strong></time> in Kolkata, UTC+5:30"),
        ("Pacific/Auckland", "03:00</strong></time> in Auckland (the day after), UTC+12"),
    ],
)
def test_the_first_episode_in_the_readers_zone(app: Flask, zone: str, said: str) -> None:
    load_series(STARTER.read_text(encoding="utf-8"), host="localhost", by=BY)
    save()
    visitor = a_visitor(app)
    visitor.set_cookie("tz", zone)
    page = " ".join(visitor.get(f"/episodes/{EPISODE}").text.split())
    assert "11:00</strong></time> in Port of Spain, UTC−4" in page
    assert said in page
    assert ("(your time)" in page) is (zone not in ("America/Port_of_Spain", "America/Nassau"))
    assert "AST" not in page


def test_a_zone_is_asked_for_in_the_address_too(app: Flask) -> None:
    an_episode(title="Elsewhere")
    save()
    assert "in Kolkata" in a_visitor(app).get("/episodes/elsewhere?tz=Asia/Kolkata").text
    assert "(your time)" not in a_visitor(app).get("/episodes/elsewhere?tz=Mars/Olympus").text


def test_an_unknown_start_is_never_given_an_hour(app: Flask) -> None:
    episode = an_episode(title="Open hour", start_local=None)
    save()
    assert reader_time(episode, "Europe/Amsterdam") is None
    assert region_times(episode) == []
    page = a_visitor(app).get("/episodes/open-hour?tz=Europe/Amsterdam").text
    assert "Time to be confirmed" in page
    assert 'class="across"' not in page


def test_the_chooser_remembers_without_script(app: Flask) -> None:
    visitor = a_visitor(app)
    answer = visitor.post("/time-zone", data={"tz": "America/Jamaica", "next": "/about"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/about")
    assert "Your times are shown for Kingston." in visitor.get("/about").text
    visitor.post("/time-zone", data={"tz": "", "next": "/about"})
    assert "Times are shown for the place of each episode." in visitor.get("/about").text


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "", "/a\nb"]
)
def test_the_chooser_leads_nowhere_else(app: Flask, target: str) -> None:
    answer = a_visitor(app).post("/time-zone", data={"tz": "Nowhere/At_All", "next": target})
    assert answer.headers["Location"] == "/"
