"""Warnings accepted with a reason, things arranged by hand, and what a series asks of its episodes."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.accounts.models import Role
from app.clock import now
from app.database import db
from app.episodes.models import Episode
from app.people.operations import change_person
from app.revisions.models import Revision
from tests.episodes.pages import press, typed
from tests.factories import BY, a_draft, a_person, a_series, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in

SOON = now().date() + timedelta(days=10)


@pytest.fixture
def draft(app: Flask) -> Episode:
    a_series(slug="talks")
    moderator = appearing(a_person(name="Ines Vaz"), "moderator")
    made = a_draft(slug="talk", day=SOON, status="confirmed", appearances=[moderator])
    save()
    return made


@pytest.fixture
def editor(app: Flask, draft: Episode) -> Visitor:
    eddy()
    return visiting(app, "eddy@example.org")


def visiting(app: Flask, email: str) -> Visitor:
    visitor = a_visitor(app)
    sign_in(visitor, email)
    return visitor


def test_a_warning_is_accepted_with_a_reason_and_can_count_again(editor: Visitor, draft: Episode) -> None:
    here, key = "/organize/episodes/talk", f"short_notice:{SOON}"
    assert "Fewer than 21 days are left" in editor.get(here).text
    refused = press(editor, f"{here}/conflicts/accept", key=key)
    assert refused.status_code == 422
    assert "Say in a sentence why" in refused.text
    assert press(editor, f"{here}/conflicts/accept", key=key, reason="The minister asked.").status_code == 303
    assert "Accepted: The minister asked." in editor.get(here).text
    action = db.session.scalars(db.select(Revision).where(Revision.record_type == "accepted_conflict")).one()
    assert (action.action, action.by_name) == ("accepted", "Eddy Editor")
    assert press(editor, f"{here}/conflicts/heed", key=key).status_code == 303
    assert "Accepted: The minister asked." not in editor.get(here).text


def test_an_accepted_warning_returns_when_the_facts_change(editor: Visitor, draft: Episode) -> None:
    here = "/organize/episodes/talk"
    press(editor, f"{here}/conflicts/accept", key=f"short_notice:{SOON}", reason="The minister asked.")
    form = typed(editor.get(f"{here}/edit").text) | {"day": (SOON + timedelta(days=1)).isoformat()}
    assert editor.post(f"{here}/edit", data=form).status_code == 303
    assert "Accepted:" not in editor.get(here).text


def test_what_blocks_is_not_accepted(app: Flask, editor: Visitor) -> None:
    a_draft(slug="bare", day=SOON)
    save()
    answer = press(editor, "/organize/episodes/bare/conflicts/accept", key="no_moderator", reason="No need.")
    assert answer.status_code == 422
    assert "has to be mended" in answer.text


def test_the_zone_of_a_speaker_is_warned_of(editor: Visitor, draft: Episode) -> None:
    change_person(draft.appearances[0].person, fields={"timezone": "Asia/Tokyo"}, by=BY)
    save()
    assert "For Ines Vaz it starts at" in editor.get("/organize/episodes/talk").text


def test_arranged_by_hand_with_name_and_time(editor: Visitor) -> None:
    here = "/organize/episodes/talk"
    assert "Nobody said that captions are arranged." in editor.get(here).text
    assert press(editor, f"{here}/arranged/captions/yes").status_code == 303
    page = editor.get(here).text
    assert "Nobody said that captions are arranged." not in page
    assert "ticked by Eddy Editor" in page
    assert press(editor, f"{here}/arranged/captions/no").status_code == 303
    assert "Nobody said that captions are arranged." in editor.get(here).text
    assert press(editor, f"{here}/arranged/moderator/yes").status_code == 404


def test_a_series_asks_its_own(app: Flask, draft: Episode) -> None:
    an_account()
    olive = visiting(app, "olive@example.org")
    here = "/organize/series/talks/readiness"
    form = typed(olive.get(here).text)
    names = [name for name in form if name.endswith("-due_days")]
    assert len(names) == 14
    form.pop("checks-5-needed")
    form |= {"checks-0-owner": "Ana Office", "checks-0-due_days": "-3"}
    assert olive.post(here, data=form).status_code == 303
    page = olive.get("/organize/episodes/talk").text
    assert "Ana Office, by" in page
    assert "Portraits" not in page
    assert "Biographies" in page
    again = typed(olive.get(here).text)
    assert (again["checks-0-owner"], "checks-5-needed" in again) == ("Ana Office", False)
    assert olive.post(here, data=again | {"checks-0-due_days": "often"}).status_code == 422


def test_the_list_counts_as_the_series_asks(app: Flask, draft: Episode) -> None:
    an_account()
    olive = visiting(app, "olive@example.org")
    before = re.search(r"(\d+) of (\d+)", olive.get("/organize/episodes").text)
    form = typed(olive.get("/organize/series/talks/readiness").text)
    form.pop("checks-5-needed")
    olive.post("/organize/series/talks/readiness", data=form)
    after = re.search(r"(\d+) of (\d+)", olive.get("/organize/episodes").text)
    assert before
    assert after
    assert int(after.group(2)) == int(before.group(2)) - 1


def test_viewers_and_strangers_to_the_series_change_nothing(app: Flask, draft: Episode) -> None:
    an_account(email="vera@example.org", name="Vera", role=Role.VIEWER)
    viewer = visiting(app, "vera@example.org")
    for path in ("conflicts/accept", "conflicts/heed", "arranged/captions/yes"):
        assert press(viewer, f"/organize/episodes/talk/{path}", key="x", reason="y").status_code == 403
    assert viewer.get("/organize/series/talks/readiness").status_code == 403
    other = a_series(title="Other")
    save()
    an_account(email="sam@example.org", name="Sam", role=Role.ORGANIZER, series_id=other.id)
    assert visiting(app, "sam@example.org").get("/organize/series/talks/readiness").status_code == 404
