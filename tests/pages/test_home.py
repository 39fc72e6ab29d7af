"""The home page in each of its states: what is on, what comes, what was called off, and when nothing is set."""

from datetime import date, time
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests.factories import a_series, an_episode, save
from tests.organizers import a_visitor

DAY = date(2026, 3, 12)
NOON_BEFORE = "2026-03-11T16:00:00Z"


def home_at(app: Flask, moment: str) -> Any:
    with time_machine.travel(moment, tick=False):
        return " ".join(a_visitor(app).get("/").text.split())


def section(page: str, heading: str) -> str:
    """From that heading to the end of its section; empty where the page has none."""
    return page.split(heading, 1)[1].split("</section>", 1)[0] if heading in page else ""


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOON_BEFORE, "Next episode"),
        ("2026-03-12T14:50:00Z", "Starting soon"),
        ("2026-03-12T15:30:00Z", "Live now"),
        ("2026-03-12T16:31:00Z", "The next date is open"),
    ],
)
def test_the_first_thing_on_the_page_follows_the_clock(app: Flask, moment: str, said: str) -> None:
    an_episode(title="Ports", day=DAY, start_local=time(11), duration_minutes=90)
    save()
    hero = section(home_at(app, moment), 'class="hero"')
    assert said in hero
    assert ("Ports" in hero) is (said != "The next date is open")


def test_a_concluded_series_says_so_and_offers_its_archive(app: Flask) -> None:
    a_series(concluded=True)
    an_episode(title="The last one", day=date(2024, 1, 1))
    save()
    page = home_at(app, NOON_BEFORE)
    assert "The series has concluded" in page
    assert "The last one" in section(page, "Past episodes")


def test_what_was_called_off_before_its_day_stands_among_what_comes(app: Flask) -> None:
    an_episode(title="Stormy", day=DAY, status="cancelled", status_reason="A storm.")
    an_episode(title="Later", day=DAY, status="postponed")
    an_episode(title="Long ago", day=date(2024, 1, 1), status="cancelled")
    save()
    page = home_at(app, NOON_BEFORE)
    assert "The next date is open" in page
    coming, past = section(page, "Coming up"), section(page, "Past episodes")
    assert "Stormy" in coming
    assert "Cancelled" in coming
    assert "Later" in coming
    assert "Postponed" in coming
    assert "Long ago" in past
    assert "Stormy" not in past


def test_a_day_without_an_hour_comes_until_it_has_ended_everywhere(app: Flask) -> None:
    an_episode(title="Some time", day=DAY, start_local=None)
    save()
    assert "Time to be confirmed" in section(home_at(app, "2026-03-13T11:59:00Z"), 'class="hero"')
    assert "The next date is open" in home_at(app, "2026-03-13T12:00:00Z")
