"""Nobody learns of one person's country or gender by comparing what the public is told."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.coverage.balance import Balance, balance
from app.coverage.material import EpisodeRow, Material, PersonRow, VoiceRow
from tests import factories as make
from tests.coverage.conftest import MOMENT
from tests.organizers import a_visitor

TODAY = MOMENT.date()
People = list[tuple[str | None, str | None]]


def held(panels: dict[date, list[int]], people: dict[int, PersonRow]) -> Material:
    days = list(panels.items())
    episodes = [EpisodeRow(at, f"e{at}", None, "Panel", day, 90, "held") for at, (day, _who) in enumerate(days)]
    voices = [VoiceRow(at, person, None, None) for at, (_day, who) in enumerate(days) for person in who]
    return Material(episodes=episodes, voices=voices, people=people)


def everybody(*groups: tuple[int, str | None, str | None]) -> dict[int, PersonRow]:
    rows = [PersonRow(country, gender) for size, country, gender in groups for _ in range(size)]
    return dict(enumerate(rows))


def test_groups_are_told_in_fives_when_a_year_is_over() -> None:
    people = everybody((12, "JM", "woman"), (7, "SR", "man"), (3, "BB", None))
    material = held({date(2025, 5, 1): list(people)}, people)
    assert balance(material, TODAY) == Balance(date(2025, 12, 31), {"JM": 10, "SR": 5}, {"man": 5, "woman": 10})
    assert balance(material, date(2025, 12, 31)) == Balance()


@pytest.mark.parametrize(
    "groups",
    [
        [(4, "JM", "woman"), (3, "SR", "man")],
        [(9, "JM", "woman")],  # everybody is
        [(9, "JM", "woman"), (4, "SR", "man")],  # whoever is not, is one of four
    ],
)
def test_what_tells_of_few_is_left_out(groups: list[Any]) -> None:
    people = everybody(*groups)
    told = balance(held({date(2025, 5, 1): list(people)}, people), TODAY)
    assert (told.countries, told.gender) == ({}, {})


def test_a_year_with_few_new_speakers_waits_for_the_next() -> None:
    people = everybody((12, "JM", "woman"), (12, "SR", "man"))
    first, later = list(range(6)) + list(range(12, 18)), [6, 7, 8]
    panels = {date(2023, 1, 1): first, date(2024, 1, 1): [*first, *later]}
    assert balance(held(panels, people), TODAY).until == date(2023, 12, 31)
    panels[date(2025, 1, 1)] = [9, 10]
    assert balance(held(panels, people), TODAY).until == date(2025, 12, 31)


@pytest.mark.parametrize("seed", range(20))
def test_no_two_figures_differ_by_fewer_than_five_people(seed: int) -> None:
    """Whoever looks at any two times: what is told stands for the same people, or for five more at least."""
    dice = random.Random(seed)
    people = {one: PersonRow(dice.choice(["JM", "SR", None]), dice.choice(["woman", "man"])) for one in range(60)}
    days = sorted(date(2020, 1, 1) + timedelta(days=dice.randrange(2000)) for _ in range(25))
    panels = {day: dice.sample(range(60), dice.randrange(1, 5)) for day in days}
    seen: list[set[int]] = []
    for today in (date(2020, 1, 1) + timedelta(days=30 * month) for month in range(80)):
        past = {day: who for day, who in panels.items() if day < today}
        told = balance(held(past, people), today)
        spoke = {one for day, who in past.items() if told.until and day <= told.until for one in who}
        assert all(size % 5 == 0 for size in (*told.countries.values(), *told.gender.values()))
        seen.append(spoke)
    assert any(seen)
    for before, after in pairwise(seen):
        assert before <= after
        assert not after - before or len(after - before) >= 5


def panel(people: People, day: date, **fields: Any) -> None:
    made = [make.a_person(country=country, gender=gender) for country, gender in people]
    make.an_episode(status="held", day=day, appearances=[make.appearing(one) for one in made], **fields)


SECRET: People = [("CU", "another")]


def test_reports_that_differ_by_one_episode_tell_nothing_of_its_speaker(app: Flask, client: FlaskClient) -> None:
    """The attack: every choice that can be made of the address, with and without the one panel of one speaker."""
    panel([("JM", "woman")] * 11 + [("CU", "another")] * 5 + [("SR", "man")] * 9, date(2025, 2, 1))
    panel(SECRET, date(2025, 6, 1))
    make.save()
    choices = ["", "?until=2025-05-31", "?until=2025-06-01", "?from=2025-06-01", "?plans=yes", "?organization=Nobody"]
    answers = [client.get(f"/coverage.json{choice}").get_json() for choice in choices]
    told = [(one["countries"], one["gender"]) for one in answers]
    assert told == [told[0]] * len(choices)
    assert {one["name"]: one["speakers"] for one in told[0][0]} == {"CU": 5, "JM": 10, "SR": 5}
    assert all("unknown" not in key and "small" not in key for key in answers[0])
    for page in ("/coverage", "/coverage/report"):
        sentences = {client.get(page + choice).text.partition("at least:")[2][:300] for choice in choices}
        assert len(sentences) == 1


def test_waiting_for_the_next_episode_tells_nothing_of_its_speaker(app: Flask) -> None:
    panel([("JM", "woman")] * 14 + [("CU", "another")] * 9 + [("SR", "man")] * 9, date(2025, 2, 1))
    make.save()

    def told(at: datetime) -> Any:
        with time_machine.travel(at, tick=False):
            found = json.loads(a_visitor(app).get("/coverage.json").data)
        return [found[name] for name in ("countries", "gender", "countries_and_gender_until")]

    before = told(MOMENT)
    panel(SECRET, date(2026, 11, 20))
    make.a_quote(person_id=make.a_person(country="CU").id)
    make.save()
    assert told(MOMENT) == before
    assert told(datetime(2027, 2, 1, tzinfo=UTC)) == before
