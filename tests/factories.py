"""Plain functions that make records with sensible defaults. All people and organizations here are invented."""

from datetime import date, time
from itertools import count
from typing import Any

from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import plan_episode
from app.people.models import Organization, Person
from app.people.operations import add_organization, add_person
from app.quotes.models import Quote
from app.quotes.operations import take_down_quote
from app.recordings.captions import Caption
from app.recordings.models import Transcript
from app.recordings.operations import import_transcript
from app.series.models import Series
from app.series.operations import add_series
from app.series.queries import main_series
from app.sources.models import Source
from app.sources.operations import add_source
from app.strategy.models import Framework, Pillar, Theme
from app.strategy.operations import add_framework, add_pillar, add_theme

BY = "Olive Organizer"
_numbers = count(1)


def a_series(**fields: Any) -> Series:
    defaults = {
        "title": "Harbour Talks",
        "organizer": "Harbour Office",
        "default_timezone": "America/Port_of_Spain",
        "languages": ["en"],
    }
    return add_series(fields=defaults | fields, by=BY)


def an_organization(**fields: Any) -> Organization:
    return add_organization(fields={"name": f"Institute {next(_numbers)}"} | fields, by=BY)


def a_person(**fields: Any) -> Person:
    return add_person(fields={"name": f"Ada Person{next(_numbers)}"} | fields, by=BY)


def a_source(**fields: Any) -> Source:
    return add_source(fields={"title": f"Release {next(_numbers)}", "kind": "press_release"} | fields, by=BY)


def a_framework(**fields: Any) -> Framework:
    defaults = {
        "title": f"Strategy {next(_numbers)}",
        "valid_from": date(2023, 1, 1),
        "valid_until": date(2026, 12, 31),
    }
    return add_framework(fields=defaults | fields, by=BY)


def a_pillar(framework: Framework | None = None, **fields: Any) -> Pillar:
    number = next(_numbers) % 999 + 1
    defaults = {"number": number, "kind": "priority_area", "title": f"Pillar {number}"}
    return add_pillar(framework or a_framework(), fields=defaults | fields, by=BY)


def a_theme(framework: Framework | None = None, **fields: Any) -> Theme:
    number = next(_numbers) % 999 + 1
    return add_theme(
        framework or a_framework(), fields={"position": number, "title": f"Theme {number}"} | fields, by=BY
    )


def an_episode(*, series: Series | None = None, **fields: Any) -> Episode:
    """A public, confirmed episode on 12 March 2026 at 11:00 in Port of Spain, unless told otherwise."""
    defaults: dict[str, Any] = {
        "title": f"Panel {next(_numbers)}",
        "day": date(2026, 3, 12),
        "start_local": time(11, 0),
        "status": "confirmed",
        "visibility": "public",
    }
    series = series or main_series(None) or a_series()
    return plan_episode(series, fields=defaults | fields, host="localhost", by=BY)


def a_draft(**fields: Any) -> Episode:
    return an_episode(**{"status": "draft", "visibility": "private"} | fields)


def appearing(person: Person, *roles: str, **fields: Any) -> dict[str, Any]:
    """One item of an episode's `appearances`."""
    return {
        "person_id": person.id,
        "roles": list(roles) or ["panellist"],
        "state": "confirmed",
        "precedence": 10,
    } | fields


def a_quote(**fields: Any) -> Quote:
    """A published quote, unless told otherwise."""
    person_id = fields.pop("person_id", None) or a_person().id
    defaults = {"person_id": person_id, "paragraphs": [f"These are the words, number {next(_numbers)}."]}
    return take_down_quote(fields=defaults | {"state": "published"} | fields, by=BY)


def a_draft_quote(**fields: Any) -> Quote:
    return a_quote(**{"state": "draft"} | fields)


def a_transcript(episode: Episode, *said: tuple[str | None, str], **fields: Any) -> Transcript:
    """A public transcript: (speaker, words) each four seconds long."""
    captions = [
        Caption(at * 4000, at * 4000 + 4000, words, speaker)
        for at, (speaker, words) in enumerate(said or ((None, "Good morning, and welcome to this panel."),))
    ]
    return import_transcript(episode, captions=captions, fields={"language": "en", "public": True} | fields, by=BY)


def save() -> None:
    db.session.commit()
