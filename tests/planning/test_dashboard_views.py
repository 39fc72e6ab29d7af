"""The overview says what waits, to whom it may concern, in a number of statements that does not grow."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.episodes.operations import change_episode
from app.episodes.publishing import discard_changes, note_told, stage_changes
from app.episodes.surroundings import people_to_tell, staged_change
from app.quotes.clearing import ask_clearance
from app.revisions.queries import revision_number_of
from tests.factories import a_draft, a_person, a_quote, a_series, a_source, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, sign_in

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        yield


def olive(app: Flask, **more: object) -> Visitor:
    an_account(**more)
    return a_signed_in(app)


def a_signed_in(app: Flask) -> Visitor:
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


def overview(visitor: Visitor) -> str:
    answer = visitor.get("/organize/")
    assert answer.status_code == 200
    return answer.text


def test_nothing_waits_in_an_empty_house(app: Flask) -> None:
    page = overview(olive(app))
    assert "Nothing waits for you." in page
    assert "No episode is planned." in page


def test_says_who_has_not_confirmed_and_what_is_not_ready(app: Flask) -> None:
    asked, sure = a_person(name="Ines Vaz"), a_person(name="Tom Reef")
    appearances = [appearing(asked, state="invited"), appearing(sure)]
    an_episode(title="Harbour panel", status="tentative", appearances=appearances)
    an_episode(title="Far panel", day=TODAY + timedelta(days=22))
    save()
    page = overview(olive(app))
    needed = page.split("Next episodes")[0]
    assert "Ines Vaz" in needed
    assert "Tom Reef, confirmed" not in needed
    assert "No moderator has confirmed." in needed
    assert "Far panel" not in needed
    assert "Far panel" in page


def test_says_which_quotes_and_permissions_wait(app: Flask) -> None:
    waiting = a_quote(state="draft", paragraphs=["Waiting words."])
    a_quote(paragraphs=["Published words."])
    ask_clearance(
        fields={"subject": "quote", "quote_id": waiting.id, "person_id": waiting.person_id, "asked_how": "by mail"},
        by="Olive",
    )
    save()
    page = overview(olive(app)).split("Next episodes")[0]
    assert "Waiting words." in page
    assert "Published words." not in page
    assert "asked on 2 March 2026" in page


def test_says_which_drafts_lie_and_which_sources_disagree(app: Flask) -> None:
    first, second = a_source(), a_source()
    facts = [
        {"field": "day", "value": "2026-03-12", "source_id": first.id},
        {"field": "day", "value": "2026-03-13", "source_id": second.id},
    ]
    an_episode(title="Disputed panel", facts=facts)
    a_draft(title="Forgotten panel", day=TODAY - timedelta(days=1))
    a_draft(title="Fresh draft", day=TODAY + timedelta(days=90))
    save()
    page = overview(olive(app)).split("Next episodes")[0]
    assert "Forgotten panel" in page
    assert "Fresh draft" not in page
    assert "Disputed panel" in page
    assert "undecided" in page


def test_says_which_changes_wait_and_who_is_to_be_told(app: Flask) -> None:
    told, untold = an_episode(title="Quiet panel"), an_episode(title="Moved panel", appearances=[appearing(a_person())])
    stage_changes(told, fields={"venue": "Hall 3"}, opened_at=revision_number_of(told), by="Eddy")
    change_episode(untold, fields={"venue": "Hall 4"}, by="Eddy")
    save()
    page = overview(olive(app)).split("Next episodes")[0]
    staged, to_tell = page.split('id="staged"')[1].split("</section>")[0], page.split('id="to-tell"')[1]
    assert "Quiet panel" in staged
    assert "Venue" in staged
    assert "Moved panel" not in staged
    assert "Moved panel" in to_tell.split("</section>")[0]
    assert "1 is still to be told" in to_tell
    discard_changes(staged_change(told.id), by="Eddy")
    note_told(people_to_tell(untold.id)[0], by="Eddy")
    save()
    page = overview(a_signed_in(app))
    assert 'id="staged"' not in page
    assert 'id="to-tell"' not in page


def test_says_what_new_time_zone_data_moved(app: Flask) -> None:
    an_episode(title="Steady panel")
    moved = an_episode(title="Moved panel", day=date(2026, 6, 1), start_local=time(11))
    save()
    statement = "UPDATE episode SET starts_at = '2026-06-01 16:00:00', ends_at = '2026-06-01 17:00:00' WHERE id = :id"
    db.session.execute(sa.text(statement), {"id": moved.id})
    save()
    page = overview(olive(app)).split("Next episodes")[0]
    assert "Moved panel" in page
    assert "11:00 in Port of Spain on 1 June 2026 is another moment" in page
    assert "Steady panel" not in page.split("Moved by new time-zone data")[1].split("</section>")[0]


def test_shows_what_changed_and_by_whom(app: Flask) -> None:
    an_episode(title="Harbour panel")
    save()
    page = overview(olive(app)).split("Changed lately")[1]
    assert "Olive Organizer" in page
    assert "Harbour panel" in page


def test_what_waits_or_is_noted_leads_to_its_episode(app: Flask) -> None:
    quiet = an_episode(title="Quiet panel", slug="quiet", appearances=[appearing(a_person())])
    stage_changes(quiet, fields={"venue": "Hall 3"}, opened_at=revision_number_of(quiet), by="Eddy")
    change_episode(quiet, fields={"day": date(2027, 3, 1)}, by="Eddy")
    note_told(people_to_tell(quiet.id)[0], by="Eddy")
    save()
    page = overview(olive(app)).split("Changed lately")[1]
    assert 'href="/organize/episodes/quiet/changes"' in page
    assert page.count('href="/organize/episodes/quiet"') >= 2


def test_other_series_stay_unseen(app: Flask) -> None:
    own, other = a_series(), a_series(title="Other Talks")
    person = a_person(name="Ines Vaz")
    an_episode(series=own, title="Own panel")
    foreign = an_episode(series=other, title="Foreign panel", appearances=[appearing(person, state="invited")])
    stage_changes(foreign, fields={"venue": "Hall 3"}, opened_at=revision_number_of(foreign), by="Eddy")
    change_episode(foreign, fields={"title": "Foreign talk"}, by="Eddy")
    a_draft(series=other, title="Foreign draft", day=TODAY - timedelta(days=3))
    save()
    page = overview(olive(app, role=Role.VIEWER, series_id=own.id))
    assert "Own panel" in page
    assert "Foreign" not in page
    assert "Ines Vaz</a>" not in page.split("Next episodes")[0]


def test_strangers_are_asked_to_sign_in(app: Flask) -> None:
    assert a_visitor(app).get("/organize/").status_code == 303


def test_statements_do_not_grow_with_episodes(app: Flask, statements: list[str]) -> None:
    person = a_person()
    counts = []
    visitor = None
    for number in (3, 60):
        for at in range(number):
            day = TODAY + timedelta(days=1 + at % 20)
            quote_of = an_episode(day=day, status="tentative", appearances=[appearing(person, state="invited")])
            a_quote(state="draft", person_id=person.id, episode_id=quote_of.id)
        save()
        visitor = visitor or olive(app)
        overview(visitor)
        statements.clear()
        overview(visitor)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] < 30


def test_many_changes_of_a_kind_in_a_row_are_one_entry(client: Visitor) -> None:
    an_account()
    for number in range(5):
        a_person(name=f"Person Number{number}")
    save()
    sign_in(client)
    page = client.get("/organize/").text
    assert "and 4 more" in page
    assert "Person Number1" not in page
