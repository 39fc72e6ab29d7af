"""The forms beside iCalendar, each against its own specification and against iCalendar."""

import json
import re
from datetime import UTC, date, datetime, time
from typing import Any

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from lxml import etree

from app.episodes.models import Status
from app.episodes.operations import change_episode, move_status
from app.web.negotiation import form_accepted
from tests.factories import (
    BY,
    a_draft,
    a_person,
    a_pillar,
    a_quote,
    a_series,
    a_theme,
    an_episode,
    appearing,
    save,
)

XCAL = "{urn:ietf:params:xml:ns:icalendar-2.0}"
VALUE_TYPES = {
    "text",
    "uri",
    "date",
    "date-time",
    "duration",
    "integer",
    "cal-address",
    "utc-offset",
    "recur",
    "unknown",
}


@pytest.fixture
def programme(app: Flask) -> None:
    """One episode of each kind that a form may get wrong, under hostile words."""
    series = a_series(title='Talks "<&>" (here)', default_timezone="America/New_York")
    moderator, pillar = a_person(name="Ada Reef"), a_pillar(title="Labour; mobility")
    plain = an_episode(
        series=series,
        title='One "(here)" <b>, two & three',
        topic='What?\n"(here)" ]]> \\n end',
        appearances=[appearing(moderator, "moderator", position="Director")],
        pillar_links=[{"pillar_id": pillar.id}],
        theme_links=[{"theme_id": a_theme(title="Youth, gender").id}],
        join_url="https://meet.example/a?b=1&c=2",
        join_policy="public",
    )
    an_episode(series=series, title="Day only", day=date(2026, 4, 1), start_local=None)
    an_episode(series=series, title="Hall", format="hybrid", venue="Hall 3, Harbour", day=date(2026, 5, 1))
    an_episode(
        series=series, title="Twice", day=date(2026, 11, 1), start_local=time(1, 30), fold=1, timezone="America/Nassau"
    )
    move_status(an_episode(series=series, title="Off", day=date(2026, 6, 1)), Status.CANCELLED, reason="Storm.", by=BY)
    a_draft(series=series, title="Secret draft")
    a_quote(episode_id=plain.id, person_id=moderator.id)
    save()


def calendar(client: FlaskClient, query: str = "") -> Calendar:
    return Calendar.from_ical(client.get(f"/schedule/series.ics{query}").data)


def get_json(client: FlaskClient, address: str, content_type: str) -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, content_type)
    return json.loads(answer.data)


@pytest.mark.parametrize("query", ["", "?profile=rich&alarm=30"])
def test_jcal_reads_back_as_the_same_calendar(programme: None, client: FlaskClient, query: str) -> None:
    """RFC 7265: the same components, properties, parameters and values."""
    jcal = get_json(client, f"/schedule/series.jcal{query}", "application/calendar+json; method=PUBLISH")
    _check_jcal(jcal)
    back, original = Calendar.from_jcal(jcal), calendar(client, query)
    assert [part.name for part in back.walk()] == [part.name for part in original.walk()]
    for mine, theirs in zip(back.walk(), original.walk(), strict=True):
        assert set(mine) == set(theirs)
        for name in set(mine) - {"SOURCE"}:
            assert _told(mine[name]) == _told(theirs[name]), name


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return [_told(one) for one in value]
    parameters = {key: held for key, held in value.params.items() if key != "VALUE"}
    return value.to_ical(), parameters


def _check_jcal(component: list[Any]) -> None:
    """RFC 7265 3.3 and 3.4: three parts; a property has a lower-case name, parameters without VALUE, a type, values."""
    name, properties, components = component
    assert name == name.lower()
    for label, parameters, kind, *values in properties:
        assert label == label.lower()
        assert kind in VALUE_TYPES, label
        assert values, label
        assert "value" not in parameters
        assert all(key == key.lower() for key in parameters)
    for inner in components:
        _check_jcal(inner)


@pytest.mark.parametrize("query", ["", "?profile=rich&alarm=30"])
def test_xcal_is_built_as_rfc_6321_says_and_equals_jcal(programme: None, client: FlaskClient, query: str) -> None:
    answer = client.get(f"/schedule/series.xcal{query}")
    assert answer.content_type == "application/calendar+xml; charset=utf-8; method=PUBLISH"
    root = etree.fromstring(answer.data)
    assert root.tag == f"{XCAL}icalendar"
    assert [child.tag for child in root] == [f"{XCAL}vcalendar"]
    jcal = json.loads(client.get(f"/schedule/series.jcal{query}").data)
    assert _as_jcal(root[0]) == _plain(jcal)


def _as_jcal(element: etree._Element) -> list[Any]:
    """Properties come before components, and nothing else stands in a component (RFC 6321 3.3)."""
    names = [child.tag.removeprefix(XCAL) for child in element]
    assert names in (["properties"], ["properties", "components"], ["components"])
    parts = dict(zip(names, element, strict=True))
    properties = [_property(child) for child in parts.get("properties", ())]
    components = [_as_jcal(child) for child in parts.get("components", ())]
    return [element.tag.removeprefix(XCAL), [one for one in properties if one[0] != "source"], components]


def _property(element: etree._Element) -> list[Any]:
    children = list(element)
    parameters: dict[str, Any] = {}
    if children[0].tag == f"{XCAL}parameters":
        for parameter in children.pop(0):
            assert all(held.tag.removeprefix(XCAL) in {"text", "uri", "cal-address"} for held in parameter)
            parameters[parameter.tag.removeprefix(XCAL)] = [held.text for held in parameter]
    kinds = {child.tag.removeprefix(XCAL) for child in children}
    assert len(kinds) == 1, element.tag
    assert kinds <= VALUE_TYPES, element.tag
    values = [{part.tag.removeprefix(XCAL): part.text for part in c} if len(c) else c.text or "" for c in children]
    return [element.tag.removeprefix(XCAL), parameters, kinds.pop(), *values]


def _plain(component: list[Any]) -> list[Any]:
    """jCal with values as text and parameters as lists, to compare with XML."""
    name, properties, components = component
    told = [
        [label, {key: held if isinstance(held, list) else [held] for key, held in parameters.items()}, kind]
        + [_recur(value) if isinstance(value, dict) else str(value) for value in values]
        for label, parameters, kind, *values in properties
        if label != "source"
    ]
    return [name, told, [_plain(inner) for inner in components]]


def _recur(rule: dict[str, Any]) -> dict[str, str]:
    return {key: str(value[0] if isinstance(value, list) else value) for key, value in rule.items()}


def test_xcal_parts_of_a_rule_come_in_the_order_of_the_schema(programme: None, client: FlaskClient) -> None:
    rule = etree.fromstring(client.get("/schedule/series.xcal").data).find(f".//{XCAL}recur")
    assert [part.tag.removeprefix(XCAL) for part in rule] == ["freq", "byday", "bymonth"]


UTC_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\Z")
DURATION = re.compile(r"P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?\Z")


def test_jscalendar_has_what_rfc_8984_requires(programme: None, client: FlaskClient) -> None:
    group = get_json(client, "/schedule/series.jscal", "application/jscalendar+json;type=group")
    assert group["@type"] == "Group"
    assert group["uid"] == group["source"] == "http://localhost/schedule/series.jscal"
    assert UTC_STAMP.match(group["updated"])
    assert [event["title"] for event in group["entries"]] == [
        'One "(here)" <b>, two & three',
        "Day only (time to be confirmed)",
        "Hall",
        "Cancelled: Off",
        "Twice",
    ]
    for event in group["entries"]:
        _check_jsevent(event)


def _check_jsevent(event: dict[str, Any]) -> None:
    """RFC 8984 4.1, 4.2.5, 4.2.6, 4.4, 5.1: mandatory properties, types, values of closed lists."""
    assert event["@type"] == "Event"
    assert "method" not in event, "of scheduling messages alone: RFC 8984 4.1.9"
    assert isinstance(event["uid"], str)
    assert isinstance(event["sequence"], int)
    assert UTC_STAMP.match(event["updated"])
    assert UTC_STAMP.match(event["created"])
    assert LOCAL.match(event["start"])
    assert DURATION.match(event["duration"])
    assert event["timeZone"] is None or isinstance(event["timeZone"], str)
    assert event["status"] in {"confirmed", "cancelled", "tentative"}
    assert event["freeBusyStatus"] in {"free", "busy"}
    assert event["privacy"] == "public"
    for name in ("keywords", "categories"):
        assert all(value is True for value in event.get(name, {}).values())
    assert all(re.match(r"https?://", address) for address in event.get("categories", {}))
    for kind, held in (("Link", "links"), ("Location", "locations"), ("VirtualLocation", "virtualLocations")):
        assert all(one["@type"] == kind for one in event.get(held, {}).values())
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,255}", key) for key in event.get(held, {}))
    assert all(one["href"] for one in event["links"].values())
    assert all(one["uri"] for one in event.get("virtualLocations", {}).values())
    for one in event["participants"].values():
        assert one["@type"] == "Participant"
        assert one["roles"]
        assert set(one["roles"].values()) == {True}


def test_jscalendar_tells_the_same_instants(programme: None, client: FlaskClient) -> None:
    events = json.loads(client.get("/schedule/series.jscal").data)["entries"]
    told = {event["uid"]: (event["start"], event["timeZone"], event.get("showWithoutTime", False)) for event in events}
    for event in calendar(client).walk("VEVENT"):
        start, zone, is_day = told[str(event["UID"])]
        began = event["DTSTART"].dt
        if is_day:
            assert (start[:10], zone) == (began.isoformat(), None)
        elif zone == "Etc/UTC":
            assert datetime.fromisoformat(start).replace(tzinfo=UTC) == began.astimezone(UTC)
        else:
            assert (start, zone) == (began.replace(tzinfo=None).isoformat(), str(began.tzinfo))
    assert [zone for _start, zone, is_day in told.values() if is_day] == [None]
    assert sum(zone == "Etc/UTC" for _start, zone, _is_day in told.values()) == 1


def test_jscalendar_names_people_only_when_asked_and_never_their_mail(programme: None, client: FlaskClient) -> None:
    plain, rich = (
        json.loads(client.get(f"/schedule/series.jscal{query}").data)["entries"][0]
        for query in ("", "?profile=rich&alarm=30")
    )
    assert set(plain["participants"]) == {"organizer"}
    assert "alerts" not in plain
    chairs = [one for one in rich["participants"].values() if "chair" in one["roles"]]
    assert [one["name"] for one in chairs] == ["Ada Reef"]
    assert "email" not in chairs[0]
    assert rich["alerts"]["1"]["trigger"] == {"@type": "OffsetTrigger", "offset": "-PT30M"}
    assert any(key.startswith("quote-") for key in rich["links"])


def test_atom_is_well_formed_and_complete(programme: None, client: FlaskClient) -> None:
    """RFC 4287 4.1: id, title and updated in the feed and in each entry; an author; a link to itself."""
    answer = client.get("/schedule/series.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    root = etree.fromstring(answer.data)
    entries = root.findall(f"{atom}entry")
    for element in (root, *entries):
        assert all(len(element.findall(f"{atom}{name}")) == 1 for name in ("id", "title", "updated"))
    assert root.find(f"{atom}author/{atom}name").text == "Harbour Office"
    assert [link.get("rel") for link in root.findall(f"{atom}link")] == ["self", "alternate"]
    read = feedparser.parse(answer.data)
    assert not read.bozo
    assert next(entry.title for entry in read.entries) == "Twice"
    assert "11:00 in Port of Spain" not in read.entries[-1].content[0].value
    assert "Thursday 12 March 2026, 11:00 in New York" in read.entries[-1].content[0].value


def test_json_feed_has_words_and_facts(programme: None, client: FlaskClient) -> None:
    feed = get_json(client, "/schedule/series.json", "application/feed+json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost/schedule/series.json"
    first = feed["items"][0]
    assert first["_episode"]["start_local"] == "11:00"
    assert first["_episode"]["join_url"] == "https://meet.example/a?b=1&c=2"
    assert [one["name"] for one in first["_episode"]["people"]] == ["Ada Reef"]
    assert first["content_html"].count("&lt;") == 0
    assert len({item["id"] for item in feed["items"]}) == 5


@pytest.mark.parametrize("form", ["jcal", "xcal", "jscal", "atom", "json"])
def test_no_draft_and_no_private_address_in_any_form(app: Flask, client: FlaskClient, form: str) -> None:
    an_episode(
        join_url="https://meet.example/secret",
        join_policy="invited",
        appearances=[appearing(a_person(contact_email="a@b.example"))],
    )
    a_draft(title="Unseen draft")
    save()
    text = client.get(f"/schedule/series.{form}?profile=rich").text
    assert "Panel" in text
    assert not [word for word in ("secret", "Unseen", "a@b.example") if word in text]


@pytest.mark.parametrize("form", ["ics", "jcal", "xcal", "jscal", "atom", "json"])
def test_accept_chooses_the_form_on_the_address_without_suffix(app: Flask, client: FlaskClient, form: str) -> None:
    """Kept answers too: each form under its own key."""
    an_episode(title="Panel")
    save()
    by_suffix = client.get(f"/schedule/series.{form}")
    assert client.get("/schedule/series", headers={"Accept": "text/html"}).mimetype == "text/html"
    for _ in range(2):
        asked = client.get("/schedule/series", headers={"Accept": f"{by_suffix.mimetype}, */*;q=0.1"})
        assert (asked.content_type, asked.data) == (by_suffix.content_type, by_suffix.data)
        assert asked.headers["Vary"] == "Accept-Encoding, Accept, Cookie"
    assert by_suffix.headers["Vary"] == "Accept-Encoding"
    assert client.get("/schedule/series").mimetype == "text/html"


@pytest.mark.parametrize(
    ("accepted", "form"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("text/calendar", "ics"),
        ("text/calendar;q=0.5, application/calendar+json", "jcal"),
        ("application/json", "json"),
        ("image/png", "html"),
        ("text/calendar;q=x;;,,,", "html"),
        ("\xff" * 5000, "html"),
    ],
)
def test_form_accepted(accepted: str, form: str) -> None:
    assert form_accepted(accepted) == form


def test_error_to_a_program_is_no_page(app: Flask, client: FlaskClient) -> None:
    a_series()
    save()
    answer = client.get("/schedule/people/nobody", headers={"Accept": "text/calendar"})
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert client.get("/schedule/people/nobody").mimetype == "text/html"


def test_a_change_reaches_every_form(app: Flask, client: FlaskClient) -> None:
    episode = an_episode(title="Before")
    save()
    forms = ("ics", "jcal", "xcal", "jscal", "atom", "json")
    assert all("Before" in client.get(f"/schedule/series.{form}").text for form in forms)
    change_episode(episode, fields={"title": "After"}, by=BY)
    save()
    assert all("After" in client.get(f"/schedule/series.{form}").text for form in forms)


@pytest.mark.parametrize("form", ["jcal", "xcal", "jscal"])
def test_one_episode_as_a_file(app: Flask, client: FlaskClient, form: str) -> None:
    an_episode(title="Panel")
    save()
    answer = client.get(f"/episodes/panel.{form}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=panel.{form}"
    assert "Panel" in answer.text


def test_programme_offers_the_calendar_of_the_very_list(app: Flask, client: FlaskClient) -> None:
    an_episode(title="Here")
    an_episode(title="There", series=a_series(title="Another run"))
    save()
    page = client.get("/episodes?year=2026&format=virtual").text
    assert "webcal://localhost/schedule/episodes.ics?format=virtual&amp;year=2026" in page
    assert 'href="/schedule/episodes?format=virtual&amp;year=2026"' in page
    held = Calendar.from_ical(client.get("/schedule/episodes.ics?format=virtual&year=2026").data)
    assert {str(event["SUMMARY"]) for event in held.walk("VEVENT")} == {"Here", "There"}
