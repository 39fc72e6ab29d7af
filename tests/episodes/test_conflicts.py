"""Each rule of conflicts, with records that only touch it."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Flask

from app.episodes.conflicts import Conflict, Level, Surroundings, Voice, conflicts_of
from app.episodes.models import Appearance, AppearanceState, Episode, Status, Visibility
from app.people.models import Person

TODAY = date(2026, 1, 5)
START = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)


def a_panel(number: int = 1, *people: int, **fields: object) -> Episode:
    defaults: dict[str, object] = {
        "id": number,
        "slug": f"panel-{number}",
        "title": f"Panel {number}",
        "day": date(2026, 3, 12),
        "start_local": time(11),
        "timezone": "America/Port_of_Spain",
        "starts_at": START,
        "ends_at": START + timedelta(minutes=90),
        "status": Status.CONFIRMED,
        "visibility": Visibility.PRIVATE,
    }
    episode = Episode(**(defaults | fields))
    for place, person_id in enumerate(people):
        person = Person(id=person_id, name=f"Person {person_id}", slug=f"person-{person_id}")
        one = Appearance(person_id=person_id, person=person, state=AppearanceState.CONFIRMED)
        one.roles = ["moderator"] if place == 0 else ["panellist"]
        episode.appearances.append(one)
    return episode


def codes(episode: Episode, around: Surroundings | None = None) -> dict[str, Conflict]:
    return {one.code: one for one in conflicts_of(episode, around or Surroundings(TODAY))}


def test_nothing_stands_against_a_plain_panel() -> None:
    assert codes(a_panel(1, 1, 2)) == {}


def test_an_end_before_the_start_blocks() -> None:
    assert codes(a_panel(1, 1, ends_at=START))["ends_early"].level is Level.BLOCK


def test_a_person_twice_blocks() -> None:
    assert codes(a_panel(1, 1, 2, 2))["twice"].level is Level.BLOCK


def test_no_moderator_blocks_publishing() -> None:
    assert codes(a_panel(1))["no_moderator"].level is Level.BLOCK_PUBLISHING


def test_the_same_person_in_two_public_episodes_blocks_publishing() -> None:
    other = a_panel(2, 9, 2, visibility=Visibility.PUBLIC)
    found = codes(a_panel(1, 1, 2), Surroundings(TODAY, (other,)))
    assert found["person_overlap"].level is Level.BLOCK_PUBLISHING
    assert "Person 2" in found["person_overlap"].sentence


def test_the_same_person_in_a_draft_at_once_warns() -> None:
    found = codes(a_panel(1, 1, 2), Surroundings(TODAY, (a_panel(2, 9, 2),)))
    assert found["person_overlap"].level is Level.WARN


def test_a_clash_warns_and_leads_to_the_other_episode() -> None:
    found = codes(a_panel(1, 1), Surroundings(TODAY, (a_panel(2, 9),)))
    assert (found["clash"].level, found["clash"].fixed_by) == (Level.WARN, "episode:panel-2")


def test_back_to_back_episodes_do_not_clash() -> None:
    later = a_panel(2, 1, starts_at=START + timedelta(minutes=90), ends_at=START + timedelta(minutes=180))
    assert codes(a_panel(1, 1), Surroundings(TODAY, (later,))) == {}


def test_cancelled_episodes_do_not_clash() -> None:
    assert codes(a_panel(1, 1), Surroundings(TODAY, (a_panel(2, 1, status=Status.CANCELLED),))) == {}


def test_absence_warns_and_leads_to_the_person() -> None:
    voice = Voice(absences=((START + timedelta(hours=1), START + timedelta(hours=5)),))
    found = codes(a_panel(1, 1), Surroundings(TODAY, voices={1: voice}))
    assert (found["absent"].level, found["absent"].fixed_by) == (Level.WARN, "person:person-1")


def test_a_day_only_episode_meets_absences_of_that_day() -> None:
    voice = Voice(absences=((START, START + timedelta(hours=1)),))
    episode = a_panel(1, 1, start_local=None, starts_at=None, ends_at=None)
    assert "absent" in codes(episode, Surroundings(TODAY, voices={1: voice}))


def test_night_in_a_panellists_zone_warns() -> None:
    found = codes(a_panel(1, 1), Surroundings(TODAY, voices={1: Voice("Asia/Tokyo")}))
    assert "00:00" in found["unsocial"].sentence
    assert "unsocial" not in codes(a_panel(1, 1), Surroundings(TODAY, voices={1: Voice("Europe/Amsterdam")}))


def test_ending_at_ten_in_the_evening_is_still_waking_time() -> None:
    episode = a_panel(1, 1, ends_at=START + timedelta(hours=6))
    assert "unsocial" not in codes(episode, Surroundings(TODAY, voices={1: Voice("Europe/Amsterdam")}))
    longer = a_panel(1, 1, ends_at=START + timedelta(hours=6, minutes=1))
    assert "unsocial" in codes(longer, Surroundings(TODAY, voices={1: Voice("Europe/Amsterdam")}))


def test_a_holiday_where_the_speaker_lives_warns() -> None:
    episode = a_panel(1, 1, day=date(2026, 8, 31))
    found = codes(episode, Surroundings(TODAY, voices={1: Voice("America/Port_of_Spain")}))
    assert "Independence Day (TT)" in found["holiday"].sentence


def test_short_notice_warns_only_while_private() -> None:
    around = Surroundings(date(2026, 2, 25))
    assert "short_notice" in codes(a_panel(1, 1), around)
    assert "short_notice" not in codes(a_panel(1, 1, visibility=Visibility.PUBLIC), around)
    assert "short_notice" not in codes(a_panel(1, 1), Surroundings(date(2026, 2, 19)))


def test_balance_is_judged_only_where_everybody_said() -> None:
    said = {1: Voice(gender="male", country="US"), 2: Voice(gender="male", country="NL")}
    found = codes(a_panel(1, 1, 2), Surroundings(TODAY, voices=said))
    assert {"single_sex", "no_national"} <= set(found)
    assert codes(a_panel(1, 1, 2), Surroundings(TODAY, voices={1: said[1]})) == {}
    mixed = {1: Voice(gender="male", country="US"), 2: Voice(gender="female", country="SR")}
    assert codes(a_panel(1, 1, 2), Surroundings(TODAY, voices=mixed)) == {}


def test_an_accepted_warning_keeps_its_reason_until_the_facts_change() -> None:
    voices = {1: Voice("Asia/Tokyo")}
    key = codes(a_panel(1, 1), Surroundings(TODAY, voices=voices))["unsocial"].key
    around = Surroundings(TODAY, voices=voices, accepted={key: "They asked for it."})
    assert codes(a_panel(1, 1), around)["unsocial"].accepted_because == "They asked for it."
    moved = a_panel(1, 1, starts_at=START + timedelta(hours=1), ends_at=START + timedelta(hours=2))
    assert codes(moved, around)["unsocial"].is_open


def test_what_blocks_is_never_accepted() -> None:
    around = Surroundings(TODAY, accepted={"no_moderator": "No."})
    assert codes(a_panel(1), around)["no_moderator"].accepted_because is None


def test_sentences_need_no_request(app: Flask) -> None:
    assert app
    assert codes(a_panel(1))["no_moderator"].sentence == "Nobody moderates it."
