"""The planner: what lies when, moves with their undo, items, countries and suggested times, by role."""

import re
from collections.abc import Iterator
from datetime import date, time

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.episodes.models import Episode
from app.episodes.queries import episode_by_slug
from app.episodes.surroundings import staged_change
from app.planning.models import PlannedItem
from app.planning.operations import add_item, change_countries, change_item, move_episode
from app.revisions.models import Revision
from app.revisions.queries import revision_number_of
from app.series.queries import all_series
from tests.episodes.pages import merged, typed
from tests.factories import a_draft, a_person, a_series, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in, token_in

HERE = "/organize/planner"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        yield


def signed_in_eddy(app: Flask) -> Visitor:
    eddy()
    visitor = a_visitor(app)
    sign_in(visitor, "eddy@example.org")
    return visitor


def an_item(episode: Episode | None = None, **fields: object) -> PlannedItem:
    series_id = fields.pop("series_id", None) or (episode.series_id if episode else a_series().id)
    defaults = {"kind": "rehearsal", "title": "Sound check", "day": date(2026, 3, 10), "timezone": "America/Jamaica"}
    more = {"series_id": series_id, "episode_id": episode.id if episode else None}
    return add_item(fields=defaults | more | fields, by="Olive")


def hidden_in(page: str) -> dict[str, str]:
    revision = re.search(r'name="base_revision"[^>]*value="(\d+)"', page)
    return {"csrf_token": token_in(page), "base_revision": revision.group(1) if revision else "0"}


def move(visitor: Visitor, path: str, **fields: str) -> object:
    when = {"day": "2026-03-19", "start_local": "11:00", "timezone": "America/Port_of_Spain", "fold": ""}
    return visitor.post(path, data=hidden_in(visitor.get(path).text) | when | fields)


def cell(page: str, day: str) -> str:
    return page.split(f'data-day="{day}"')[1].split("</td>")[0]


def test_month_shows_episodes_items_and_holidays(olive: Visitor) -> None:
    episode = an_episode(title="Harbour panel", slug="harbour")
    an_item(episode)
    save()
    page = olive.get(f"{HERE}?on=2026-03-01").text
    assert "Harbour panel" in cell(page, "2026-03-12")
    assert "11:00" in cell(page, "2026-03-12")
    assert f"{HERE}/episodes/harbour/move" in cell(page, "2026-03-12")
    assert "Sound check" in cell(page, "2026-03-10")
    assert page.index(">Mon<") < page.index(">Tue<") < page.index(">Sun<")
    assert "Spiritual Baptist" in cell(page, "2026-03-30")


def test_layers_are_chosen_in_the_address(olive: Visitor) -> None:
    an_item(an_episode(title="Harbour panel"))
    save()
    page = olive.get(f"{HERE}?on=2026-03-01&chosen=1&layer=rehearsals").text
    assert "Harbour panel" not in page
    assert "Sound check" in page
    assert "Baptist" not in page
    assert "layer=rehearsals" in page.split('rel="next"')[1].split(">")[0]


@pytest.mark.parametrize("view", ["week", "year"])
def test_week_and_year_show_it_too(olive: Visitor, view: str) -> None:
    an_episode(title="Harbour panel")
    save()
    assert "Harbour panel" in olive.get(f"{HERE}?view={view}&on=2026-03-12").text
    assert "Harbour panel" not in olive.get(f"{HERE}?view={view}&on=2027-04-12").text


@pytest.mark.parametrize(
    "query", ["on=soon", "on=1999-01-01", "view=decade", "layer=x&chosen=1", "moved=x", "moved=99"]
)
def test_an_address_that_makes_no_sense_shows_the_usual(olive: Visitor, query: str) -> None:
    a_series()
    save()
    assert olive.get(f"{HERE}?{query}").status_code == 200


def test_a_move_is_proposed_done_and_undone(olive: Visitor) -> None:
    episode = a_draft(title="Harbour panel", slug="harbour")
    an_item(episode)
    save()
    proposal = olive.get(f"{HERE}/episodes/harbour/move?day=2026-03-19").text
    assert 'value="2026-03-19"' in proposal
    assert "12 March 2026" in proposal
    assert "Thursday 19 March 2026, 11:00 in Port of Spain" in " ".join(proposal.split())
    assert "Keep these filters" not in proposal
    answer = move(olive, f"{HERE}/episodes/harbour/move", with_items="y")
    assert answer.status_code == 303
    db.session.expire_all()
    assert episode_by_slug("harbour").day == date(2026, 3, 19)
    assert db.session.scalar(sa.select(PlannedItem.day)) == date(2026, 3, 17)
    page = olive.get(answer.location).text
    assert "Undo the move" in page
    undo = re.search(rf'action="({HERE}/moves/\d+/undo)"', page)
    assert undo
    assert olive.post(undo.group(1), data={"csrf_token": token_in(page)}).status_code == 303
    db.session.expire_all()
    assert episode_by_slug("harbour").day == date(2026, 3, 12)
    assert db.session.scalar(sa.select(PlannedItem.day)) == date(2026, 3, 10)


def test_a_proposal_says_what_stands_against_it(olive: Visitor) -> None:
    person = a_person(name="Ines Vaz")
    an_episode(slug="first", appearances=[appearing(person)])
    an_episode(title="Second panel", day=date(2026, 3, 19), appearances=[appearing(person)])
    save()
    page = olive.get(f"{HERE}/episodes/first/move?day=2026-03-19").text
    assert "Ines Vaz is in “Second panel” at the same time." in page
    assert "same time" not in olive.get(f"{HERE}/episodes/first/move?day=2026-03-20").text
    db.session.expire_all()
    assert episode_by_slug("first").day == date(2026, 3, 12)
    assert db.session.scalar(sa.select(sa.func.count()).where(Revision.action == "moved")) == 0


def test_a_stale_move_is_merged_field_by_field(olive: Visitor) -> None:
    episode = a_draft(slug="harbour")
    an_item(episode)
    save()
    path = f"{HERE}/episodes/harbour/move"
    opened = revision_number_of(episode)
    move_episode(episode, fields={"day": date(2026, 3, 20), "start_local": time(9)}, by="Eddy Editor")
    save()
    stale = move(olive, path, base_revision=str(opened), start_local="11:00")
    assert stale.status_code == 409
    assert "2026-03-20" in stale.text
    assert "2026-03-19" in stale.text
    assert "rehearsals" not in stale.text
    chosen = merged(stale.text, day="mine")
    assert chosen["choice.start_local"] == "theirs"
    assert olive.post(path, data=chosen).status_code == 303
    db.session.expire_all()
    assert (episode.day, episode.start_local) == (date(2026, 3, 19), time(9))


def test_stale_items_and_countries_are_merged(olive: Visitor) -> None:
    item = an_item(a_draft(slug="harbour"))
    save()
    path = f"{HERE}/items/{item.id}"
    form = typed(olive.get(path).text)
    change_item(item, fields={"title": "Theirs", "minutes": 15}, by="Eddy Editor")
    save()
    stale = olive.post(path, data=form | {"title": "Mine", "note": "Bring slides."})
    assert stale.status_code == 409
    assert olive.post(path, data=merged(stale.text, title="mine")).status_code == 303
    db.session.expire_all()
    assert (item.title, item.minutes, item.note) == ("Mine", 15, "Bring slides.")
    series = all_series()[0]
    path = f"{HERE}/series/{series.slug}/countries"
    form = typed(olive.get(path).text)
    change_countries(series, codes="SR", by="Eddy Editor")
    save()
    stale = olive.post(path, data=form | {"countries": "TT, JM"})
    assert stale.status_code == 409
    assert olive.post(path, data=merged(stale.text, countries="mine")).status_code == 303
    db.session.expire_all()
    assert series.countries == ["TT", "JM"]


def test_the_move_of_a_public_episode_begins_from_the_one_that_waits(olive: Visitor) -> None:
    episode = an_episode(slug="public")
    save()
    path = f"{HERE}/episodes/public/move"
    assert move(olive, path, day="2026-03-19", start_local="11:00").status_code == 303
    assert 'value="2026-03-19"' in olive.get(path).text
    stale = move(olive, path, base_revision="0", day="2026-03-26", start_local="11:00")
    assert stale.status_code == 409
    assert olive.post(path, data=merged(stale.text, day="theirs")).status_code == 303
    waiting = staged_change(episode.id)
    assert waiting is not None
    assert waiting.fields == {"day": "2026-03-19"}


def test_unclear_and_impossible_moves_are_refused_with_a_sentence(olive: Visitor) -> None:
    a_draft(slug="harbour")
    an_episode(slug="over", status="held")
    save()
    path = f"{HERE}/episodes/harbour/move"
    unclear = move(olive, path, day="2026-11-01", start_local="01:30", timezone="America/New_York")
    assert unclear.status_code == 422
    assert "happens twice" in unclear.text
    assert (
        move(olive, path, day="2026-11-01", start_local="01:30", timezone="America/New_York", fold="1").status_code
        == 303
    )
    assert "There is no such day" in move(olive, path, day="2026-02-30").text
    assert "is not moved" in move(olive, f"{HERE}/episodes/over/move").text


def test_the_move_of_a_public_episode_waits_to_be_published(app: Flask, olive: Visitor) -> None:
    episode = an_episode(slug="public", title="Harbour panel")
    an_item(episode)
    save()
    visitor = signed_in_eddy(app)
    assert f"{HERE}/episodes/public/move" in visitor.get(f"{HERE}?on=2026-03-12").text
    assert "is public" in visitor.get(f"{HERE}/episodes/public/move").text
    answer = move(visitor, f"{HERE}/episodes/public/move")
    assert answer.location == "/organize/episodes/public/changes"
    db.session.expire_all()
    assert episode_by_slug("public").day == date(2026, 3, 12)
    assert db.session.scalar(sa.select(PlannedItem.day)) == date(2026, 3, 10)
    assert "19 March 2026" in olive.get(answer.location).text or "2026-03-19" in olive.get(answer.location).text


def test_a_viewer_sees_and_moves_nothing(app: Flask) -> None:
    own, other = a_series(), a_series(title="Other Talks")
    an_episode(series=own, title="Own panel", slug="own")
    an_episode(series=other, title="Foreign panel")
    an_item(series_id=other.id, title="Foreign hold")
    save()
    an_account(role=Role.VIEWER, series_id=own.id)
    visitor = a_visitor(app)
    sign_in(visitor)
    page = visitor.get(f"{HERE}?on=2026-03-12").text
    assert "Own panel" in page
    assert "Foreign" not in page
    assert "/move" not in page
    assert visitor.get(f"{HERE}/episodes/own/move").status_code == 403
    assert visitor.get(f"{HERE}/items/new").status_code == 403


def test_items_are_added_changed_moved_and_removed(olive: Visitor) -> None:
    series = a_series()
    save()
    page = olive.get(f"{HERE}/items/new?day=2026-03-20").text
    fields = {
        "kind": "deadline", "title": "Press kit", "series_id": str(series.id), "episode_id": "", "day": "2026-03-20",
        "start_local": "", "timezone": "America/Jamaica", "fold": "", "minutes": "30", "note": "",
    }  # fmt: skip
    assert olive.post(f"{HERE}/items/new", data=hidden_in(page) | fields).status_code == 303
    item = db.session.scalar(sa.select(PlannedItem))
    path = f"{HERE}/items/{item.id}"
    assert move(olive, f"{path}/move", start_local="09:00").status_code == 303
    db.session.expire_all()
    assert (item.day, item.start_local) == (date(2026, 3, 19), time(9))
    assert item.starts_at is not None
    changed = hidden_in(olive.get(path).text) | fields | {"title": "Press pack"}
    assert olive.post(path, data=changed).status_code == 303
    assert "Press pack" in olive.get(f"{HERE}?on=2026-03-20").text
    assert olive.post(path, data=hidden_in(page) | fields | {"minutes": "0"}).status_code == 422
    assert olive.post(f"{path}/remove", data=hidden_in(page)).status_code == 303
    assert "Press pack" not in olive.get(f"{HERE}?on=2026-03-20&a=1").text.split("shown")[1]
    assert olive.get(path).status_code == 404


def test_items_of_another_series_are_refused(app: Flask) -> None:
    own, other = a_series(), a_series(title="Other Talks")
    item = an_item(series_id=other.id)
    save()
    an_account(role=Role.EDITOR, series_id=own.id)
    visitor = a_visitor(app)
    sign_in(visitor)
    assert visitor.get(f"{HERE}/items/{item.id}").status_code == 403
    assert visitor.post(f"{HERE}/items/{item.id}/remove", data=hidden_in(visitor.get(HERE).text)).status_code == 403


def test_countries_are_said_by_code(olive: Visitor) -> None:
    series = a_series()
    save()
    path = f"{HERE}/series/{series.slug}/countries"
    page = olive.get(path).text
    assert 'value="TT"' in page
    refused = olive.post(path, data=hidden_in(page) | {"countries": "JM, XQ"})
    assert refused.status_code == 422
    assert "no country with the code XQ" in refused.text
    assert olive.post(path, data=hidden_in(olive.get(path).text) | {"countries": "jm"}).status_code == 303
    page = olive.get(f"{HERE}?on=2026-08-06").text
    assert "Independence Day (JM)" in page
    assert "(TT)" not in page


def test_times_are_suggested_with_reasons_and_used(olive: Visitor) -> None:
    episode = a_draft(slug="harbour", day=date(2026, 3, 30))
    save()
    form = olive.get(f"{HERE}/suggest?episode_id={episode.id}").text
    assert "Look for times" in form
    query = f"series_id={episode.series_id}&episode_id={episode.id}&first_on=2026-04-01&days=20"
    query += "&timezone=America/Port_of_Spain&minutes=90&audience=Europe/Amsterdam"
    page = olive.get(f"{HERE}/suggest?{query}").text
    assert "the whole audience is awake" in page
    slot = page.split('<li class="panel">')[1]
    fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', slot))
    assert fields["day"] >= "2026-04-01"
    assert olive.post(f"{HERE}/episodes/harbour/move", data=fields).status_code == 303
    db.session.expire_all()
    assert episode_by_slug("harbour").day.isoformat() == fields["day"]


def test_a_wish_that_makes_no_sense_gets_a_sentence(olive: Visitor) -> None:
    series = a_series()
    save()
    query = f"series_id={series.id}&first_on=2026-04-01&days=20&timezone=America/Jamaica&minutes=90"
    wrong = olive.get(f"{HERE}/suggest?{query}&audience=Atlantis")
    assert wrong.status_code == 422
    assert "no time zone of the name Atlantis" in wrong.text
    page = olive.get(f"{HERE}/suggest?{query}").text
    assert "Keep it free" in page
    address = re.search(r'href="(/organize/episodes/new[?][^"]+)"', page).group(1).replace("&amp;", "&")
    planned = olive.get(address).text
    assert 'value="America/Jamaica"' in planned
    assert re.search(r'name="day"[^>]*value="2026-04-', planned)
    assert olive.get(f"{HERE}/suggest?{query.replace('20', 'x')}").status_code == 422


def test_statements_do_not_grow_with_episodes(olive: Visitor, statements: list[str]) -> None:
    counts = []
    for number in (3, 40):
        for _at in range(number):
            an_item(an_episode(appearances=[appearing(a_person())]))
        save()
        olive.get(f"{HERE}?on=2026-03-12")
        statements.clear()
        olive.get(f"{HERE}?on=2026-03-12")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] < 15


def test_days_on_which_a_speaker_is_away_are_shown_and_said(olive: Visitor) -> None:
    absences = [{"from_on": "2026-03-19", "until_on": "2026-03-20", "timezone": "America/Port_of_Spain"}]
    person = a_person(name="Ines Vaz", absences=absences)
    an_episode(slug="harbour", appearances=[appearing(person)])
    save()
    page = olive.get(f"{HERE}?on=2026-03-01").text
    assert "Away: Ines Vaz" in cell(page, "2026-03-19")
    assert "Away" not in cell(page, "2026-03-21")
    assert 'data-away="2026-03-19 2026-03-20"' in cell(page, "2026-03-12")
    assert "Away" not in olive.get(f"{HERE}?on=2026-03-01&chosen=1&layer=episodes").text.split("shown")[1]
    assert "Ines Vaz is not available then." in olive.get(f"{HERE}/episodes/harbour/move?day=2026-03-19").text
    assert "not available" not in olive.get(f"{HERE}/episodes/harbour/move?day=2026-03-24").text


def test_times_for_an_episode_that_is_not_there_yet_mind_who_is_to_speak(olive: Visitor) -> None:
    series = a_series()
    a_person(name="Kana Mori", timezone="Asia/Tokyo")
    save()
    query = f"series_id={series.id}&first_on=2026-04-01&days=20&timezone=Asia/Tokyo&minutes=60&audience="
    page = olive.get(f"{HERE}/suggest?{query}&speakers=kana+mori").text
    assert "Kana Mori" in page.split('id="slots"')[1]
    for name, said in (("Kana Morri", "Did you mean Kana Mori?"), ("Nobody Atall", "Add the person first")):
        wrong = olive.get(f"{HERE}/suggest?{query}&speakers={name}")
        assert wrong.status_code == 422
        assert said in wrong.text


def test_suggested_times_mind_the_speakers(olive: Visitor) -> None:
    absences = [{"from_on": "2026-04-01", "until_on": "2026-04-09", "timezone": "UTC"}]
    person = a_person(name="Ines Vaz", timezone="Asia/Tokyo", absences=absences)
    episode = an_episode(appearances=[appearing(person)])
    save()
    query = f"series_id={episode.series_id}&episode_id={episode.id}&first_on=2026-04-01&days=20"
    page = olive.get(f"{HERE}/suggest?{query}&timezone=Asia/Tokyo&minutes=60").text
    slots = page.split('<li class="panel">')[1:]
    assert "for Ines Vaz, in working hours" in slots[0]
    assert "Ines Vaz is not available" in slots[-1]
    assert "Ines Vaz is not available" not in slots[0]
