"""What an event holds, for each kind of episode."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from app.episodes.models import Episode, Status
from app.episodes.operations import change_episode, move_status
from app.people.operations import change_person
from app.quotes.models import Quote
from app.revisions.operations import undo_revision
from app.revisions.queries import revisions_of
from app.schedule.ical import Extras, stamp_of, to_vevent
from app.schedule.lines import serialized
from app.schedule.words import Site
from app.series.models import Series
from tests.factories import (
    BY,
    a_person,
    a_pillar,
    a_series,
    a_source,
    a_theme,
    an_episode,
    an_organization,
    appearing,
    save,
)

SITE = Site("https://panels.example.org", "panels.example.org", "hello@example.org")


def lines_of(episode: Episode, extras: Extras | None = None) -> list[str]:
    """The event's content lines, unfolded."""
    return serialized(to_vevent(episode, SITE, extras)).decode().replace("\r\n ", "").split("\r\n")


def line(episode: Episode, name: str, extras: Extras | None = None) -> str:
    found = [text for text in lines_of(episode, extras) if text.partition(":")[0].partition(";")[0] == name]
    assert len(found) == 1, (name, found)
    return found[0]


def test_every_property_of_a_confirmed_panel(app: Flask) -> None:
    ada = a_person(name="Ada Reef", honorific="Dr.")
    institute = an_organization(name="Reef, Institute")
    pillar, theme = a_pillar(title="Labour; mobility"), a_theme(title="Youth, gender")
    episode = an_episode(
        title="Panel, one",
        topic="What now?\nAnd then?",
        appearances=[appearing(ada, "moderator", position="Director", organization_name=institute.name)],
        pillar_links=[{"pillar_id": pillar.id}],
        theme_links=[{"theme_id": theme.id}],
    )
    save()
    assert lines_of(episode)[0] == "BEGIN:VEVENT"
    assert line(episode, "UID") == f"UID:{episode.uid}"
    assert line(episode, "SEQUENCE") == "SEQUENCE:0"
    stamp = f"{stamp_of(episode):%Y%m%dT%H%M%SZ}"
    assert line(episode, "DTSTAMP") == f"DTSTAMP:{stamp}"
    assert line(episode, "LAST-MODIFIED") == f"LAST-MODIFIED:{stamp}"
    assert line(episode, "DTSTART") == "DTSTART;TZID=America/Port_of_Spain:20260312T110000"
    assert line(episode, "DTEND") == "DTEND;TZID=America/Port_of_Spain:20260312T123000"
    assert line(episode, "SUMMARY") == "SUMMARY:Panel\\, one"
    description = line(episode, "DESCRIPTION")
    assert description.startswith('DESCRIPTION;ALTREP="data:text/html,%3Cp%3EWhat%20now?')
    assert "Moderator:\\n– Dr. Ada Reef\\, Director\\, Reef\\, Institute" in description
    assert line(episode, "X-ALT-DESC").startswith("X-ALT-DESC;FMTTYPE=text/html:<p>What now?<br>And then?</p>")
    page = f"https://panels.example.org/episodes/{episode.slug}"
    assert line(episode, "URL") == f"URL:{page}"
    assert line(episode, "LOCATION") == f"LOCATION:{page}"
    assert line(episode, "CONFERENCE") == f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=How to join:{page}"
    assert line(episode, "IMAGE").startswith("IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:https://")
    assert line(episode, "CATEGORIES") == "CATEGORIES:Labour\\; mobility,Youth\\, gender"
    assert line(episode, "STATUS") == "STATUS:CONFIRMED"
    assert line(episode, "TRANSP") == "TRANSP:OPAQUE"
    assert line(episode, "CLASS") == "CLASS:PUBLIC"
    assert line(episode, "ORGANIZER") == 'ORGANIZER;CN="Harbour Office":mailto:hello@example.org'
    names = {text.partition(":")[0].partition(";")[0] for text in lines_of(episode)}
    assert not names & {"ATTENDEE", "RRULE", "BEGIN:VALARM", "PARTICIPANT", "CONCEPT", "LINK"}


def test_day_without_time_is_a_whole_day_that_says_so(app: Flask) -> None:
    episode = an_episode(title="Panel", day=date(2026, 2, 28), start_local=None)
    assert line(episode, "DTSTART") == "DTSTART;VALUE=DATE:20260228"
    assert line(episode, "DTEND") == "DTEND;VALUE=DATE:20260301"
    assert line(episode, "SUMMARY") == "SUMMARY:Panel (time to be confirmed)"
    assert "time is to be confirmed" in line(episode, "DESCRIPTION")
    assert line(episode, "TRANSP") == "TRANSP:TRANSPARENT"


@pytest.mark.parametrize(
    ("status", "shown", "prefix"),
    [
        ("tentative", "TENTATIVE", ""),
        ("confirmed", "CONFIRMED", ""),
        ("held", "CONFIRMED", ""),
        ("cancelled", "CANCELLED", "Cancelled: "),
        ("postponed", "CANCELLED", "Postponed: "),
    ],
)
def test_status(app: Flask, status: str, shown: str, prefix: str) -> None:
    episode = an_episode(title="Panel", status=status)
    assert line(episode, "STATUS") == f"STATUS:{shown}"
    assert line(episode, "SUMMARY") == f"SUMMARY:{prefix}Panel"
    assert line(episode, "TRANSP") == ("TRANSP:TRANSPARENT" if prefix else "TRANSP:OPAQUE")


def test_join_address_only_where_it_is_public(app: Flask) -> None:
    secret = an_episode(join_url="https://meet.example/secret", join_policy="registration")
    public = an_episode(join_url="https://meet.example/open?a=1,2", join_policy="public")
    assert not [text for text in lines_of(secret) if "secret" in text]
    assert line(public, "LOCATION") == "LOCATION:https://meet.example/open?a=1\\,2"
    assert line(public, "CONFERENCE").endswith("LABEL=Join the panel:https://meet.example/open?a=1,2")
    assert "Join: https://meet.example/open?a=1\\,2" in line(public, "DESCRIPTION")


@pytest.mark.parametrize("status", ["held", "cancelled", "postponed"])
def test_what_is_over_or_called_off_offers_no_way_to_join(app: Flask, status: str) -> None:
    where = {"join_url": "https://meet.example/open", "join_policy": "public"}
    episode = an_episode(status=status, recording_url="https://media.example.org/talk", **where)
    written = lines_of(episode)
    assert not [text for text in written if text.startswith("CONFERENCE") or "meet.example" in text]
    assert line(episode, "LOCATION") == f"LOCATION:https://panels.example.org/episodes/{episode.slug}"
    assert "Recording: https://media.example.org/talk" in line(episode, "DESCRIPTION")


def test_hybrid_is_at_its_venue_and_online(app: Flask) -> None:
    episode = an_episode(format="hybrid", venue="Hall 3, Harbour", join_url="https://m.example/x", join_policy="public")
    assert line(episode, "LOCATION") == "LOCATION:Hall 3\\, Harbour"
    assert line(episode, "CONFERENCE").endswith(":https://m.example/x")
    in_person = an_episode(format="in_person", venue="Hall 3")
    assert not [text for text in lines_of(in_person) if text.startswith("CONFERENCE")]


@pytest.mark.parametrize(
    ("fields", "start"),
    [
        ({"timezone": "America/Nassau", "day": date(2026, 11, 1), "start_local": time(1, 30), "fold": 0}, "053000Z"),
        ({"timezone": "America/Nassau", "day": date(2026, 11, 1), "start_local": time(1, 30), "fold": 1}, "063000Z"),
        ({"timezone": "America/Nassau", "day": date(2026, 11, 1), "start_local": time(0, 15)}, "041500Z"),
        ({"timezone": "Africa/Cairo"}, "090000Z"),
        ({"timezone": "UTC"}, "110000Z"),
    ],
    ids=["first of two", "second of two", "ends in a doubled hour", "rule at 24:00", "UTC"],
)
def test_utc_where_a_wall_time_would_not_do(app: Flask, fields: dict[str, Any], start: str) -> None:
    written = line(an_episode(**fields), "DTSTART")
    assert written.startswith("DTSTART:2026")
    assert written.endswith(start)


def test_instants_hold_when_the_zone_database_moves(app: Flask) -> None:
    """As if the zone had had another offset when the episode was planned."""
    episode = an_episode()
    episode.starts_at, episode.ends_at = datetime(2026, 3, 12, 14, tzinfo=UTC), datetime(2026, 3, 12, 15, tzinfo=UTC)
    assert line(episode, "DTSTART") == "DTSTART:20260312T140000Z"


def test_stamp_is_the_last_change_of_anything_shown(app: Flask) -> None:
    ada = a_person(name="Ada Reef")
    episode = an_episode(appearances=[appearing(ada)])
    save()
    before = stamp_of(episode)
    ada.changed_at = datetime(2050, 1, 1, tzinfo=UTC)
    assert stamp_of(episode) == datetime(2050, 1, 1, tzinfo=UTC) > before


def test_what_shows_nowhere_moves_no_stamp(app: Flask) -> None:
    ada = a_person(name="Ada Reef")
    an_episode(appearances=[appearing(ada)])
    save()
    ada.changed_at = datetime(2020, 1, 1, tzinfo=UTC)
    change_person(ada, fields={"biography": "A life.", "contact_email": "ada@example.org"}, by=BY)
    assert ada.changed_at == datetime(2020, 1, 1, tzinfo=UTC)


def test_sequence_and_uid_survive_move_cancel_plan_again_and_undo(app: Flask) -> None:
    episode = an_episode()
    uid = episode.uid
    change_episode(episode, fields={"start_local": time(15)}, by=BY)
    move_status(episode, Status.CANCELLED, reason="Storm.", by=BY)
    move_status(episode, Status.TENTATIVE, by=BY)
    save()
    undo_revision(revisions_of(episode)[0], episode, by=BY)
    save()
    assert (line(episode, "UID"), line(episode, "SEQUENCE")) == (f"UID:{uid}", "SEQUENCE:4")


def test_rich_profile(app: Flask) -> None:
    ada, pillar = a_person(name="Ada Reef"), a_pillar(title="Resilience")
    episode = an_episode(
        appearances=[appearing(ada, "moderator", "panellist")],
        pillar_links=[{"pillar_id": pillar.id}],
        recording_url="https://video.example/1",
    )
    quote = Quote(id=7, slug="words", paragraphs=['He said "no"'], changed_at=stamp_of(episode))
    extras = Extras("episode-before@host", (quote,))
    assert line(episode, "CONCEPT", extras) == "CONCEPT;VALUE=URI:https://panels.example.org/pillars/resilience"
    assert line(episode, "RELATED-TO", extras) == "RELATED-TO;RELTYPE=SIBLING:episode-before@host"
    links = [text for text in lines_of(episode, extras) if text.startswith("LINK")]
    assert links[0] == (
        "LINK;VALUE=URI;LINKREL=\"https://schema.org/Quotation\";LABEL=He said 'no':"
        "https://panels.example.org/quotes/7-words"
    )
    assert links[1].endswith(":https://video.example/1")
    assert line(episode, "STYLED-DESCRIPTION", extras).startswith("STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html:<p>")
    event = Event.from_ical(serialized(to_vevent(episode, SITE, extras)))
    (participant,) = event.subcomponents
    assert participant.name == "PARTICIPANT"
    assert str(participant["SUMMARY"]) == "Ada Reef"
    assert b"PARTICIPANT-TYPE:X-MODERATOR,SPEAKER" in participant.to_ical()
    assert "CALENDAR-ADDRESS" not in participant


def test_contact_address_of_a_person_is_in_no_feed(app: Flask) -> None:
    ada = a_person(name="Ada Reef", contact_email="private@example.org")
    episode = an_episode(appearances=[appearing(ada)], source_id=a_source().id)
    assert b"private@" not in serialized(to_vevent(episode, SITE, Extras()))


HOSTILE = [
    "Line\r\nBEGIN:VEVENT\r\nUID:evil",
    "BEGIN:VEVENT",
    "nul\x00bell\x07del\x7fnel\x85ls\u2028ps\u2029",
    "\ud800 lone",
    "x" * 10_000,
    "é" * 74 + "👩‍👩‍👧‍👦" * 40,
    "semi; comma, back\\slash \\n \\N \\; \\,",
    "quote \" ^n ^^ ' caret",
    "\u202eright to left\u202c",
    "😀" * 80,
    "<script>alert(1)</script>",
    "%0d%0aX-EVIL:1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_changes_no_structure(app: Flask, text: str) -> None:
    """As if it had passed the door: set on the record itself."""
    plain = an_episode(join_policy="public", venue="Hall", format="hybrid", appearances=[appearing(a_person())])
    structure = shape(plain)
    for name in ("title", "topic", "venue", "join_url", "stream_url", "recording_url", "status_reason"):
        setattr(plain, name, text)
    plain.series.organizer = text
    plain.appearances[0].position = text
    plain.appearances[0].person.name = text
    assert shape(plain) == structure


def shape(episode: Episode) -> list[str]:
    return [part.partition(":")[0].partition(";")[0] for part in lines_of(episode)]


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_reads_back(app: Flask, title: str, topic: str) -> None:
    episode = _in_memory(title=title, topic=topic)
    content = serialized(to_vevent(episode, SITE))
    assert all(len(physical) <= 75 for physical in content.split(b"\r\n"))
    event = Event.from_ical(content)
    assert str(event["SUMMARY"]).split() == f"{_readable(title)} (time to be confirmed)".split()
    said = str(event["DESCRIPTION"])
    for part in _readable(topic).split("\n"):
        assert part.strip() in said
    whole = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + content + b"END:VCALENDAR\r\n")
    assert [part["UID"] for part in whole.walk("VEVENT")] == [episode.uid]


UNREADABLE = {*map(chr, [*range(9), 11, 12, *range(14, 32), *range(127, 160)]), "\u2028", "\u2029", "\ufffe", "\uffff"}


def _readable(text: str) -> str:
    kept = "".join(c for c in text if c not in UNREADABLE and not 0xFDD0 <= ord(c) <= 0xFDEF)
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def _in_memory(**fields: Any) -> Episode:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    series = Series(slug="s", title="S", organizer="O", default_timezone="UTC", languages=["en"], changed_at=moment)
    episode = Episode(uid="episode-1@h", slug="e", sequence=0, day=date(2026, 1, 2), start_local=None, timezone="UTC")
    episode.assign(
        {"format": "virtual", "join_policy": "invited", "status": "confirmed", "languages": ["en"], **fields}
    )
    episode.series, episode.changed_at, episode.created_at = series, moment, moment
    return episode


def test_a_series_address_is_the_organizer(app: Flask) -> None:
    episode = an_episode(series=a_series(title="Own", organizer='The "Office"; Ltd', organizer_email="o+x@example.org"))
    assert line(episode, "ORGANIZER") == "ORGANIZER;CN=\"The 'Office'; Ltd\":mailto:o+x@example.org"
