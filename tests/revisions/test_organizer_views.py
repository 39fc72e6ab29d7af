"""The history's pages: what an account may see, field by field, and undo with its refusals."""

import pytest
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.episodes.models import Episode, Status, Visibility
from app.episodes.operations import change_episode, move_status
from app.episodes.queries import episode_by_slug
from app.people.operations import change_person
from app.people.queries import person_by_slug
from app.revisions.models import Revision
from app.revisions.queries import revisions_of
from tests.factories import BY, a_draft, a_person, a_pillar, a_quote, a_series, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in, token_in


@pytest.fixture
def episode(app: Flask) -> Episode:
    made = an_episode(slug="talk", title="First title", appearances=[appearing(a_person(name="Ines Vaz"), "moderator")])
    save()
    return made


def visiting(app: Flask, email: str = "olive@example.org") -> Visitor:
    visitor = a_visitor(app)
    sign_in(visitor, email)
    return visitor


def undo(visitor: Visitor, revision: Revision) -> object:
    here = f"/organize/history/{revision.id}"
    return visitor.post(f"{here}/undo", data={"csrf_token": token_in(visitor.get("/organize/account").text)})


def test_history_says_field_by_field_with_names(app: Flask, episode: Episode) -> None:
    an_account()
    person, pillar = a_person(name="Bela Cruz"), a_pillar(title="Resilience")
    links = [{"pillar_id": pillar.id, "weight": "principal", "reason": "It is about that."}]
    appearances = [*episode.snapshot()["appearances"], appearing(person)]
    change_episode(
        episode, fields={"title": "Second title", "appearances": appearances, "pillar_links": links}, by="Eddy Editor"
    )
    save()
    page = visiting(app).get(f"/organize/history/episode/{episode.id}").text
    for said in ("First title", "Second title", "Bela Cruz; place 10", "Resilience; principal", "Eddy Editor"):
        assert said in page


def test_filters_narrow_the_history(app: Flask, episode: Episode) -> None:
    an_account()
    a_quote(paragraphs=["Something."])
    move_status(episode, Status.CANCELLED, reason="A storm.", by="Nora Nobody")
    save()
    visitor = visiting(app)
    assert "Something." in visitor.get("/organize/history?type=quote").text
    assert "Something." not in visitor.get("/organize/history?type=episode").text
    assert visitor.get("/organize/history?by=Nora+Nobody").text.count('class="entry"') == 1
    assert visitor.get("/organize/history?action=cancelled&before=junk").text.count('class="entry"') == 1


def test_another_series_stays_out_of_sight(app: Flask, episode: Episode) -> None:
    a_quote(episode_id=episode.id, paragraphs=["Said there."])
    other = a_series(title="Other series")
    mine = an_episode(series=other, title="Own talk")
    save()
    an_account(email="sam@example.org", name="Sam", role=Role.ORGANIZER, series_id=other.id)
    visitor = visiting(app, "sam@example.org")
    page = visitor.get("/organize/history").text
    assert "Own talk" in page
    for hidden in ("First title", "Said there."):
        assert hidden not in page
    assert visitor.get(f"/organize/history/episode/{episode.id}").status_code == 404
    assert visitor.get(f"/organize/history/{revisions_of(episode)[0].id}").status_code == 404
    assert undo(visitor, revisions_of(episode)[0]).status_code == 404
    assert visitor.get(f"/organize/history/episode/{mine.id}").status_code == 200


def test_undo_brings_back_what_it_was(app: Flask) -> None:
    an_account()
    episode = a_draft(title="First title")
    change_episode(episode, fields={"title": "Second title"}, by=BY)
    save()
    assert undo(visiting(app), revisions_of(episode)[0]).status_code == 303
    db.session.expire_all()
    assert episode.title == "First title"
    assert revisions_of(episode)[0].action == "undone"


def test_undo_of_what_changed_again_says_so(app: Flask) -> None:
    an_account()
    episode = a_draft(title="First title")
    change_episode(episode, fields={"title": "Second title"}, by=BY)
    change_episode(episode, fields={"title": "Third title"}, by=BY)
    save()
    answer = undo(visiting(app), revisions_of(episode)[1])
    assert answer.status_code == 422
    assert "Undo the later change first" in answer.text


def test_a_published_episode_is_not_undone_into_hiding(app: Flask, episode: Episode) -> None:
    an_account()
    hidden = an_episode(slug="hidden", visibility="private")
    change_episode(hidden, fields={"visibility": "public"}, by=BY)
    save()
    answer = undo(visiting(app), revisions_of(hidden)[0])
    assert answer.status_code == 422
    assert "cancel or postpone it instead" in answer.text
    db.session.expire_all()
    found = episode_by_slug("hidden")
    assert found is not None
    assert found.visibility is Visibility.PUBLIC


def test_editors_undo_drafts_and_viewers_nothing(app: Flask, episode: Episode) -> None:
    eddy()
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    draft = an_episode(slug="draft", status="draft", visibility="private", title="Raw")
    for one in (draft, episode):
        change_episode(one, fields={"topic": "Other"}, by=BY)
    person = a_person(slug="bela", biography="Old")
    change_person(person, fields={"biography": "New"}, by=BY)
    save()
    vera, editor = visiting(app, "vera@example.org"), visiting(app, "eddy@example.org")
    assert "Undo" not in vera.get(f"/organize/history/{revisions_of(draft)[0].id}").text
    assert undo(vera, revisions_of(draft)[0]).status_code == 403
    assert undo(editor, revisions_of(episode)[0]).status_code == 422, "what is public is prepared, not undone"
    assert undo(editor, revisions_of(draft)[0]).status_code == 303
    assert undo(editor, revisions_of(person)[0]).status_code == 303
    again = person_by_slug("bela")
    assert again is not None
    assert again.biography == "Old"


def test_as_many_statements_for_three_changes_as_for_many(app: Flask, episode: Episode, statements: list[str]) -> None:
    an_account()
    visitor = visiting(app)
    counts = []
    for number in range(40):
        if number in (3, 39):
            save()
            statements.clear()
            visitor.get("/organize/history")
            counts.append(len(statements))
        appearances = [appearing(a_person(name=f"Guest {number}"))]
        change_episode(episode, fields={"appearances": appearances}, by=BY)
    assert counts[1] <= counts[0] <= 14


def test_what_a_viewer_may_not_see_of_a_person_is_not_in_the_history_either(app: Flask) -> None:
    an_account()
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    person = a_person(slug="bela", name="Bela Vaz")
    private = {"contact_email": "bela@example.org", "gender": "woman", "country": "SR"}
    away = [{"from_on": "2030-05-01", "until_on": "2030-05-09", "timezone": "America/Paramaribo", "note": "Leave"}]
    change_person(person, fields={**private, "absences": away, "biography": "Writes."}, by=BY)
    save()
    newest = revisions_of(person)[0].id
    viewer, olive = visiting(app, "vera@example.org"), visiting(app)
    for path in ("/organize/history", f"/organize/history/person/{person.id}", f"/organize/history/{newest}"):
        page = viewer.get(path).text
        assert "Writes." in page, path
        for said in ("bela@example.org", "Gender", "2030-05-01", "Paramaribo", "Country"):
            assert said not in page, (path, said)
        assert "bela@example.org" in olive.get(path).text
