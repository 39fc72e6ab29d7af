"""Clones, runs and changes of many: previewed, written once, all or none, by role."""

import re
from collections.abc import Iterator
from datetime import date, time

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.episodes.models import AppearanceState, Episode, Status, Visibility
from app.episodes.queries import episode_by_slug
from app.episodes.surroundings import staged_change
from app.planning.models import PlannedItem
from app.planning.operations import add_item, keep_run
from app.planning.queries import run_of_episode
from tests.factories import a_draft, a_person, a_pillar, a_series, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in, token_in

HERE = "/organize/planner"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        yield


def send(visitor: Visitor, path: str, **fields: object) -> object:
    return visitor.post(path, data={"csrf_token": token_in(visitor.get(path).text), **fields})


def titles() -> list[str]:
    return list(db.session.scalars(sa.select(Episode.title).order_by(Episode.day, Episode.id)))


CLONED = {
    "pattern": "{title}, {month} {year}",
    "number": "",
    "day": "2026-04-16",
    "start_local": "10:00",
    "timezone": "America/Jamaica",
    "fold": "",
    "with_speakers": "y",
    "with_items": "y",
}


def test_a_clone_takes_all_along_shifted_and_private(olive: Visitor) -> None:
    person, pillar = a_person(), a_pillar()
    links = [{"pillar_id": pillar.id, "weight": "principal", "reason": "It matters."}]
    episode = an_episode(
        title="Panel", slug="panel", recording_url="https://example.org/r", pillar_links=links,
        appearances=[appearing(person, "moderator", position="Director")],
    )  # fmt: skip
    item = {"kind": "deadline", "title": "Press kit", "day": date(2026, 3, 5), "timezone": "America/Jamaica"}
    add_item(fields=item | {"series_id": episode.series_id, "episode_id": episode.id}, by="Olive")
    keep_run(episode, segments=[{"title": "Welcome", "minutes": 5}], note=None, by="Olive")
    save()
    assert "Another like “Panel”" in olive.get(f"{HERE}/episodes/panel/clone").text
    assert send(olive, f"{HERE}/episodes/panel/clone", **CLONED).status_code == 303
    made = episode_by_slug("panel-april-2026")
    assert (made.title, made.day, made.start_local) == ("Panel, April 2026", date(2026, 4, 16), time(10))
    assert (made.status, made.visibility, made.recording_url) == (Status.DRAFT, Visibility.PRIVATE, None)
    (appearance,) = made.appearances
    assert (appearance.state, appearance.position) == (AppearanceState.PROPOSED, None)
    assert [link.reason for link in made.pillar_links] == ["It matters."]
    shifted = db.session.scalar(sa.select(PlannedItem).where(PlannedItem.episode_id == made.id))
    assert shifted.day == date(2026, 4, 9)
    assert [segment.title for segment in run_of_episode(made.id).segments] == ["Welcome"]
    assert made.uid != episode.uid


def test_a_clone_with_a_taken_number_is_refused_and_writes_nothing(olive: Visitor) -> None:
    an_episode(title="Panel", slug="panel", number=4)
    save()
    answer = send(olive, f"{HERE}/episodes/panel/clone", **CLONED | {"number": "4"})
    assert answer.status_code == 422
    assert "There is an episode 4 already" in answer.text
    assert titles() == ["Panel"]


def rule(series_id: int, **fields: str) -> dict[str, str]:
    usual = {
        "series_id": str(series_id), "like": "", "pattern": "Panel {number}", "first_number": "3",
        "first_on": "2026-08-15", "count": "3", "nth": "4", "weekday": "3", "every": "1", "start_local": "11:00",
        "timezone": "America/Port_of_Spain", "minutes": "90", "skip_holidays": "y", "preview": "",
    }  # fmt: skip
    return usual | fields


def preview_of(page: str) -> str:
    found = re.search(r'name="preview" value="(\w+)"', page)
    assert found
    return found.group(1)


def test_a_run_is_previewed_before_anything_is_written(olive: Visitor) -> None:
    series = a_series()
    an_episode(day=date(2026, 10, 22), start_local=time(12))
    save()
    before = titles()
    fields = rule(series.id)
    page = send(olive, f"{HERE}/runs/new", **fields)
    assert page.status_code == 200
    assert titles() == before
    assert "skipped: Republic Day (TT)" in page.text
    assert "something of the series is at that time" in page.text
    assert page.text.count("a private draft") == 2
    written = send(olive, f"{HERE}/runs/new", **fields | {"preview": preview_of(page.text)})
    assert written.status_code == 303
    made = db.session.scalars(sa.select(Episode).where(Episode.number >= 3).order_by(Episode.number)).all()
    assert [(one.number, one.title, one.day) for one in made] == [
        (3, "Panel 3", date(2026, 8, 27)),
        (4, "Panel 4", date(2026, 11, 26)),
    ]
    assert {one.status for one in made} == {Status.DRAFT}


def test_a_run_changed_after_its_preview_is_shown_again(olive: Visitor) -> None:
    series = a_series()
    save()
    page = send(olive, f"{HERE}/runs/new", **rule(series.id))
    again = send(olive, f"{HERE}/runs/new", **rule(series.id, count="5", preview=preview_of(page.text)))
    assert again.status_code == 200
    assert titles() == []


def test_a_run_is_written_like_another_episode(olive: Visitor) -> None:
    episode = an_episode(title="First", appearances=[appearing(a_person())])
    save()
    fields = rule(episode.series_id, like=str(episode.id), count="2")
    page = send(olive, f"{HERE}/runs/new", **fields)
    assert send(olive, f"{HERE}/runs/new", **fields | {"preview": preview_of(page.text)}).status_code == 303
    made = db.session.scalars(sa.select(Episode).where(Episode.number >= 3)).all()
    assert [len(one.appearances) for one in made] == [1, 1]


def test_a_run_without_sense_gets_a_sentence(olive: Visitor) -> None:
    series = a_series()
    save()
    answer = send(olive, f"{HERE}/runs/new", **rule(series.id, first_on="2026-02-30", count="900"))
    assert answer.status_code == 422
    assert "There is no such day" in answer.text
    assert "from 1 to 60" in answer.text


def change(visitor: Visitor, step: str, *episodes: Episode, **fields: str) -> object:
    usual = {"status": "", "reason": "", "series_id": "", "format": "", "minutes": "", "owner_id": ""}
    chosen = [str(one.id) for one in episodes]
    return send(visitor, f"{HERE}/together", **usual | fields, step=step, episode=chosen)


def test_many_episodes_are_changed_after_a_preview(olive: Visitor) -> None:
    first, second = a_draft(title="First"), a_draft(title="Second", format="hybrid")
    save()
    shown = change(olive, "preview", first, second, status="tentative", format="hybrid")
    assert shown.status_code == 200
    assert shown.text.count('<span class="after">tentative</span>') == 2
    assert shown.text.count('<span class="after">hybrid</span>') == 1
    db.session.expire_all()
    assert {first.status, second.status} == {Status.DRAFT}
    assert change(olive, "do", first, second, status="tentative", format="hybrid").status_code == 303
    db.session.expire_all()
    assert {first.status, second.status} == {Status.TENTATIVE}


def test_one_that_cannot_change_stops_all(olive: Visitor) -> None:
    draft, held = a_draft(title="Draft panel"), an_episode(title="Held panel", status="held")
    save()
    shown = change(olive, "preview", draft, held, status="tentative")
    assert "What is held cannot become tentative." in shown.text
    assert "Change these episodes" not in shown.text
    answer = change(olive, "do", draft, held, status="tentative")
    assert answer.status_code == 422
    db.session.expire_all()
    assert draft.status is Status.DRAFT


def test_public_episodes_are_cancelled_only_with_a_reason(olive: Visitor) -> None:
    episode = an_episode(appearances=[appearing(a_person(name="Ines Vaz"))])
    save()
    assert change(olive, "do", episode, status="cancelled").status_code == 422
    shown = change(olive, "preview", episode, status="cancelled", reason="Storm.").text
    assert "its page and calendars show it at once" in shown
    assert "To be told: Ines Vaz." in shown
    assert change(olive, "do", episode, status="cancelled", reason="Storm.").status_code == 303
    db.session.expire_all()
    assert (episode.status, episode.status_reason) == (Status.CANCELLED, "Storm.")


def test_what_is_public_is_edited_among_its_waiting_changes(olive: Visitor) -> None:
    public, draft = an_episode(title="Public panel"), a_draft(title="Draft panel")
    save()
    shown = change(olive, "preview", public, draft, format="hybrid", minutes="45")
    assert shown.text.count("It is public: the edit waits to be published.") == 1
    assert change(olive, "do", public, draft, format="hybrid", minutes="45").status_code == 303
    assert "The edits of 1 public episodes wait" in olive.get("/organize/account").text
    db.session.expire_all()
    assert (public.format.value, draft.format.value) == ("virtual", "hybrid")
    waiting = staged_change(public.id)
    assert waiting is not None
    assert waiting.fields == {"format": "hybrid", "duration_minutes": 45}


def test_an_owner_is_given_to_many_at_once_where_they_may_edit(olive: Visitor) -> None:
    here, other = a_series(), a_series(title="Other Talks")
    mine, foreign = a_draft(series=here), an_episode(series=other, title="Foreign panel")
    editor = an_account(email="eddy@example.org", name="Eddy Editor", role=Role.EDITOR, series_id=here.id)
    refused = change(olive, "do", mine, foreign, owner_id=str(editor.id))
    assert refused.status_code == 422
    assert "Eddy Editor may not edit this series." in refused.text
    assert change(olive, "do", mine, owner_id=str(editor.id)).status_code == 303
    db.session.expire_all()
    assert mine.owner_id == editor.id


def test_nothing_chosen_and_nothing_said_get_sentences(olive: Visitor) -> None:
    a_series()
    save()
    answer = change(olive, "preview")
    assert answer.status_code == 422
    assert "Choose at least one episode." in answer.text
    assert "Say what is to be changed." in answer.text


def test_the_list_is_narrowed_by_status_and_words(olive: Visitor) -> None:
    a_draft(title="Reef panel")
    an_episode(title="100% labour")
    save()
    assert "Reef" not in olive.get(f"{HERE}/together?status=confirmed").text
    page = olive.get(f"{HERE}/together?words=100%25").text
    assert "100% labour" in page
    assert "Reef" not in page


def test_an_editor_plans_drafts_but_changes_no_lives(app: Flask) -> None:
    a_draft(title="Panel", slug="panel")
    save()
    eddy()
    visitor = a_visitor(app)
    sign_in(visitor, "eddy@example.org")
    assert visitor.get(f"{HERE}/together").status_code == 403
    assert send(visitor, f"{HERE}/episodes/panel/clone", **CLONED).status_code == 303
    assert len(titles()) == 2


def test_episodes_of_another_series_are_out_of_reach(app: Flask) -> None:
    own, other = a_series(), a_series(title="Other Talks")
    foreign = a_draft(series=other, title="Foreign panel", slug="foreign")
    save()
    an_account(series_id=own.id)
    visitor = a_visitor(app)
    sign_in(visitor)
    assert visitor.get(f"{HERE}/episodes/foreign/clone").status_code == 403
    assert "Foreign" not in visitor.get(f"{HERE}/together").text
    assert "Choose at least one episode." in change(visitor, "do", foreign, status="tentative").text
    db.session.expire_all()
    assert foreign.status is Status.DRAFT
