"""What the rules know of people: zone, country, gender where said, absences as instants of their own zone."""

from datetime import UTC, date, datetime

from flask import Flask

from app.episodes.conflicts import Surroundings, Voice, conflicts_of
from app.episodes.voices import voices_of
from tests.factories import a_person, an_episode, appearing, save

AWAY = {"from_on": date(2026, 3, 11), "until_on": date(2026, 3, 12), "timezone": "America/Paramaribo"}


def test_a_voice_says_what_the_person_said(app_on_both: Flask) -> None:
    said = a_person(timezone="America/Paramaribo", country="SR", gender="woman", absences=[AWAY])
    silent = a_person()
    save()
    voices = voices_of([said.id, silent.id, silent.id + 100])
    away = (datetime(2026, 3, 11, 3, tzinfo=UTC), datetime(2026, 3, 13, 3, tzinfo=UTC))
    assert voices == {said.id: Voice("America/Paramaribo", "SR", "woman", (away,)), silent.id: Voice()}
    assert voices_of([]) == {}


def test_voices_take_two_statements_whatever_their_number(app: Flask, statements: list[str]) -> None:
    people = [a_person(absences=[AWAY]) for _number in range(5)]
    save()
    ids = [person.id for person in people]
    for wanted in (ids[:1], ids):
        statements.clear()
        voices_of(wanted)
        assert len(statements) == 2


def test_a_speaker_who_is_away_is_warned_of(app: Flask) -> None:
    person = a_person(name="Ines Vaz", absences=[AWAY])
    episode = an_episode(day=date(2026, 3, 12), appearances=[appearing(person)])
    save()
    around = Surroundings(today=date(2026, 1, 1), voices=voices_of([person.id]))
    assert "absent" in " ".join(one.code for one in conflicts_of(episode, around))
