"""Publication: at a moment, by a link, in staged changes; what is not public leaks nowhere."""

import re
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.accounts.models import Role
from app.clock import now
from app.database import db
from app.episodes import models as episode_models
from app.episodes import queries as episode_queries
from app.episodes.models import Episode, Status, Visibility
from app.episodes.operations import change_episode, give_owner, move_status
from app.episodes.publishing import note_told
from app.episodes.queries import all_episodes
from app.episodes.surroundings import people_to_tell, preview_links, staged_change
from app.episodes.workbench import PreviewLink
from app.people.models import Person
from app.revisions.queries import revisions_of
from tests.episodes.pages import merged, press, typed
from tests.factories import BY, a_draft, a_person, a_pillar, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in

SOON = now().date() + timedelta(days=60)


@pytest.fixture
def person(app: Flask) -> Person:
    return a_person(name="Ines Vaz", slug="ines-vaz")


@pytest.fixture
def public(app: Flask, person: Person) -> Episode:
    made = an_episode(slug="talk", title="First title", day=SOON, appearances=[appearing(person, "moderator")])
    save()
    return made


@pytest.fixture
def olive(app: Flask) -> Visitor:
    an_account()
    return visiting(app)


def visiting(app: Flask, email: str = "olive@example.org") -> Visitor:
    visitor = a_visitor(app)
    sign_in(visitor, email)
    return visitor


def edit(visitor: Visitor, **fields: object) -> object:
    form = typed(visitor.get("/organize/episodes/talk/edit").text)
    return visitor.post("/organize/episodes/talk/edit", data=form | fields)


def publish_waiting(visitor: Visitor, page: str | None = None) -> object:
    page = page or visitor.get("/organize/episodes/talk/changes").text
    base = re.search(r'name="base_revision"[^>]*value="(\d+)"', page)
    return press(visitor, "/organize/episodes/talk/changes", base_revision=base.group(1) if base else "")


def test_an_edit_of_a_public_episode_waits_and_leaks_nowhere(olive: Visitor, public: Episode, client: object) -> None:
    answer = edit(olive, title="Second title", topic="Hidden topic")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/organize/episodes/talk/changes"
    stranger = a_visitor(olive.application)
    paths = ["/", "/episodes", "/episodes/talk", "/episodes/talk.jsonld", "/episodes/talk.ics", "/schedule/series.ics"]
    paths += ["/people/ines-vaz", "/sitemap.xml"]
    for path in paths:
        text = stranger.get(path).text
        assert "Second title" not in text, path
        assert "Hidden topic" not in text, path
    page = olive.get("/organize/episodes/talk/changes").text
    for said in ("First title", "Second title", "Hidden topic", "/episodes/talk.ics", "/people/ines-vaz", "Ines Vaz"):
        assert said in page
    assert "2 changes wait" in olive.get("/organize/episodes/talk").text
    assert 'value="Second title"' in olive.get("/organize/episodes/talk/edit").text


def test_published_changes_are_public_and_people_are_to_be_told(olive: Visitor, public: Episode) -> None:
    edit(olive, title="Second title")
    assert publish_waiting(olive).status_code == 303
    assert "Second title" in a_visitor(olive.application).get("/episodes/talk").text
    db.session.expire_all()
    (row,) = people_to_tell(public.id)
    assert (row.record_title, row.what, row.told_at) == ("Ines Vaz", "Changed: title", None)
    assert press(olive, f"/organize/told/{row.id}").status_code == 303
    assert press(olive, f"/organize/told/{row.id}").status_code == 303
    db.session.expire_all()
    assert people_to_tell(public.id)[0].told_by == "Olive Organizer"
    (told,) = revisions_of(people_to_tell(public.id)[0])
    assert (told.action, told.by_name) == ("told", "Olive Organizer")
    undo = press(olive, f"/organize/history/{told.id}/undo")
    assert undo.status_code == 303
    db.session.expire_all()
    assert people_to_tell(public.id)[0].told_at is None
    assert "No changes are waiting." in olive.get("/organize/episodes/talk/changes").text


def test_who_is_taken_out_and_who_sees_to_it_are_told_too(olive: Visitor, public: Episode) -> None:
    other = a_person(name="Béla Cruz")
    both = [*public.snapshot()["appearances"], appearing(other, state="invited")]
    change_episode(public, fields={"appearances": both}, by=BY)
    owner = eddy()
    give_owner(public, owner, by=BY)
    for row in people_to_tell(public.id):
        note_told(row, by=BY)
    save()
    assert edit(olive, **{"appearances-1-gone": "y"}).status_code == 303
    page = olive.get("/organize/episodes/talk/changes").text.split('id="told"')[1]
    for name in ("Ines Vaz", "Béla Cruz", "Eddy Editor"):
        assert name in page
    publish_waiting(olive)
    db.session.expire_all()
    untold = {row.record_title for row in people_to_tell(public.id) if row.told_at is None}
    assert untold == {"Ines Vaz", "Béla Cruz", "Eddy Editor"}


def test_the_organizers_are_told_where_nobody_owns_it_but_not_of_their_own_doing(public: Episode) -> None:
    series = public.series_id
    first = an_account(email="olga@example.org", name="Olga", role=Role.ORGANIZER, series_id=series)
    an_account(email="omar@example.org", name="Omar", role=Role.ORGANIZER, series_id=series)
    an_account(email="anna@example.org", name="Anna", role=Role.ADMINISTRATOR)
    change_episode(public, fields={"venue": "Hall 3"}, by=first)
    assert {row.record_title for row in people_to_tell(public.id)} == {"Ines Vaz", "Omar"}


def test_an_edit_that_is_public_is_undone_among_the_changes(olive: Visitor, public: Episode) -> None:
    change_episode(public, fields={"title": "Second title"}, by=BY)
    save()
    revision = revisions_of(public)[0]
    page = olive.get(f"/organize/history/{revision.id}").text
    assert "Prepare to undo this change" in page
    at_once = press(olive, f"/organize/history/{revision.id}/undo")
    assert at_once.status_code == 422
    assert "This is public: prepare the undoing" in at_once.text
    answer = press(olive, f"/organize/episodes/talk/changes/undo/{revision.id}")
    assert answer.headers["Location"] == "/organize/episodes/talk/changes"
    assert "Second title" in a_visitor(olive.application).get("/episodes/talk").text
    publish_waiting(olive)
    assert "First title" in a_visitor(olive.application).get("/episodes/talk").text


def test_a_step_of_its_life_is_not_undone_among_the_changes(olive: Visitor, public: Episode) -> None:
    move_status(public, Status.TENTATIVE, by=BY)
    save()
    revision = revisions_of(public)[0]
    answer = press(olive, f"/organize/episodes/talk/changes/undo/{revision.id}")
    assert answer.status_code == 422
    assert "take the next step" in answer.text
    other = an_episode(slug="other")
    save()
    foreign = revisions_of(other)[0]
    assert press(olive, f"/organize/episodes/talk/changes/undo/{foreign.id}").status_code == 404
    assert press(olive, f"/organize/history/{revision.id}/undo").status_code == 303


def test_a_change_nobody_has_to_hear_of_tells_nobody(olive: Visitor, public: Episode) -> None:
    edit(olive, summary="A longer summary of it.")
    page = olive.get("/organize/episodes/talk/changes").text
    assert "Nobody: no time" in page
    assert "No calendar changes." in page
    publish_waiting(olive)
    assert people_to_tell(public.id) == []


def test_changes_can_be_discarded(olive: Visitor, public: Episode) -> None:
    edit(olive, title="Second title")
    assert press(olive, "/organize/episodes/talk/changes/discard").status_code == 303
    assert 'value="First title"' in olive.get("/organize/episodes/talk/edit").text


def test_changes_bring_nothing_that_keeps_from_publishing(olive: Visitor, public: Episode, person: Person) -> None:
    an_episode(slug="other", title="Other talk", day=SOON + timedelta(days=1), appearances=[appearing(person)])
    save()
    edit(olive, day=str(SOON + timedelta(days=1)))
    refused = publish_waiting(olive)
    assert refused.status_code == 422
    assert "Ines Vaz is in “Other talk” at the same time." in refused.text
    db.session.expire_all()
    assert public.day == SOON
    edit(olive, day=str(SOON + timedelta(days=2)))
    assert publish_waiting(olive).status_code == 303
    edit(olive, **{"appearances-0-roles": "guest"})
    assert "Nobody moderates it." in publish_waiting(olive).text


def test_what_comes_back_is_held_to_the_same(olive: Visitor, public: Episode, person: Person) -> None:
    move_status(public, Status.CANCELLED, reason="A storm.", by="Olive")
    an_episode(slug="other", title="Other talk", day=SOON, appearances=[appearing(person)])
    save()
    shown = press(olive, "/organize/episodes/talk/status/confirmed")
    taken = olive.post("/organize/episodes/talk/status/confirmed", data=typed(shown.text) | {"sure": "1"})
    assert taken.status_code == 422
    assert "Ines Vaz is in “Other talk” at the same time." in taken.text
    db.session.expire_all()
    assert public.status is Status.CANCELLED


def test_an_editor_stages_and_only_an_organizer_publishes(app: Flask, public: Episode) -> None:
    eddy()
    editor = visiting(app, "eddy@example.org")
    assert edit(editor, title="Second title").status_code == 303
    page = editor.get("/organize/episodes/talk/changes").text
    assert "Publish these changes" not in page
    assert publish_waiting(editor, page).status_code == 403
    an_account(email="vera@example.org", name="Vera", role=Role.VIEWER)
    viewer = visiting(app, "vera@example.org")
    assert viewer.get("/organize/episodes/talk/changes").status_code == 200
    assert press(viewer, "/organize/episodes/talk/changes/discard").status_code == 403


def test_two_editors_staging_at_once_merge(olive: Visitor, public: Episode) -> None:
    form = typed(olive.get("/organize/episodes/talk/edit").text)
    edit(olive, title="Theirs", venue="Hall 3")
    answer = olive.post("/organize/episodes/talk/edit", data=form | {"title": "Mine", "topic": "My topic"})
    assert answer.status_code == 409
    for said in ("First title", "Theirs", "Mine", "Hall 3", "My topic"):
        assert said in answer.text
    assert olive.post("/organize/episodes/talk/edit", data=merged(answer.text, title="mine")).status_code == 303
    staged = staged_change(public.id)
    assert staged is not None
    assert staged.fields == {"title": "Mine", "venue": "Hall 3", "topic": "My topic"}


def test_what_was_changed_in_public_meanwhile_is_not_turned_back(olive: Visitor, public: Episode) -> None:
    form = typed(olive.get("/organize/episodes/talk/edit").text)
    change_episode(public, fields={"start_local": time(15)}, by="Eddy Editor", action="moved")
    save()
    assert olive.post("/organize/episodes/talk/edit", data=form | {"topic": "My topic"}).status_code == 303
    staged = staged_change(public.id)
    assert staged is not None
    assert staged.fields == {"topic": "My topic"}


def test_a_staged_field_changed_in_public_meanwhile_is_said(olive: Visitor, public: Episode) -> None:
    edit(olive, title="Second title")
    page = olive.get("/organize/episodes/talk/changes").text
    change_episode(public, fields={"title": "Third title"}, by="Eddy Editor")
    save()
    assert publish_waiting(olive, page).status_code == 422
    again = olive.get("/organize/episodes/talk/changes").text
    assert "Changed in public since" in again
    assert "Third title" in again
    assert publish_waiting(olive, again).status_code == 303


def test_staged_people_and_pillars_arrive_whole(olive: Visitor, public: Episode) -> None:
    a_person(name="Béla Cruz")
    pillar = a_pillar(title="Resilience")
    save()
    rows = {"appearances-1-person": "Béla Cruz", "appearances-1-roles": "panellist", "appearances-1-state": "invited"}
    links = {"pillar_links-0-pillar_id": str(pillar.id), "pillar_links-0-reason": "It asks."}
    assert edit(olive, **rows, **links).status_code == 303
    db.session.expire_all()
    assert len(public.appearances) == 1
    assert publish_waiting(olive).status_code == 303
    db.session.expire_all()
    assert [one.person.name for one in public.appearances] == ["Ines Vaz", "Béla Cruz"]
    assert public.pillar_links[0].pillar.title == "Resilience"


def test_the_difference_takes_as_many_statements_for_two_people_as_for_twenty(
    olive: Visitor, public: Episode, statements: list[str]
) -> None:
    counts = []
    for number in (2, 20):
        people = [a_person(name=f"Guest {number} {one}") for one in range(number)]
        save()
        names = {f"appearances-{place}-person": person.name for place, person in enumerate(people, 1)}
        roles = {f"appearances-{place}-roles": "guest" for place, _person in enumerate(people, 1)}
        states = {f"appearances-{place}-state": "invited" for place, _person in enumerate(people, 1)}
        assert edit(olive, **names, **roles, **states).status_code == 303
        statements.clear()
        page = olive.get("/organize/episodes/talk/changes").text
        counts.append(len(statements))
        assert page.count(f"Guest {number} ") >= number
    assert counts[0] == counts[1] <= 30


def test_a_staged_change_that_breaks_a_rule_gets_a_sentence(olive: Visitor, public: Episode) -> None:
    an_episode(number=7, day=SOON + timedelta(days=9))
    save()
    answer = edit(olive, number="7")
    assert answer.status_code == 422
    assert "There is an episode 7 already" in answer.text
    assert staged_change(public.id) is None


@pytest.fixture
def draft(app: Flask, person: Person) -> Episode:
    fields = {"slug": "talk", "title": "Coming talk", "day": SOON, "status": "confirmed"}
    made = a_draft(**fields, appearances=[appearing(person, "moderator")])
    save()
    return made


def test_publication_at_a_moment(
    olive: Visitor, draft: Episode, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = (now() + timedelta(days=2)).date().isoformat()
    assert press(olive, "/organize/episodes/talk/publish", day=day, at="09:00").status_code == 303
    assert client.get("/episodes/talk").status_code == 404
    assert "It will be public on" in olive.get("/organize/episodes/talk").text
    later = now() + timedelta(days=4)
    for module in (clock, episode_models, episode_queries):
        monkeypatch.setattr(module, "now", lambda: later)
    assert client.get("/episodes/talk").status_code == 200


def test_a_scheduled_publication_can_be_taken_back_a_past_one_not(olive: Visitor, draft: Episode) -> None:
    day = (now() + timedelta(days=2)).date().isoformat()
    press(olive, "/organize/episodes/talk/publish", day=day, at="09:00")
    assert press(olive, "/organize/episodes/talk/take-back").status_code == 303
    db.session.expire_all()
    assert (draft.visibility, draft.published_at, draft.publish_at) == (Visibility.PRIVATE, None, None)
    assert press(olive, "/organize/episodes/talk/publish").status_code == 303
    refused = press(olive, "/organize/episodes/talk/take-back")
    assert refused.status_code == 422
    assert "cancel or postpone it instead" in refused.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "2020-01-01", "at": "09:00"}, "That moment is past"),
        ({"day": "2030-01-01"}, "Give both day and time"),
        ({"day": "soon", "at": "09:00"}, "year-month-day"),
    ],
)
def test_an_unclear_moment_gets_a_sentence(
    olive: Visitor, draft: Episode, fields: dict[str, object], sentence: str
) -> None:
    answer = press(olive, "/organize/episodes/talk/publish", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text


def link_in(page: str) -> str:
    found = re.search(r"/preview/([\w-]+)", page)
    assert found
    return found.group(0)


def test_a_preview_link_shows_the_draft_privately(olive: Visitor, draft: Episode, client: FlaskClient) -> None:
    answer = press(olive, "/organize/episodes/talk/previews", given_to="The Minister's office", days="7")
    assert answer.status_code == 303
    page = olive.get("/organize/episodes/talk").text
    link = link_in(page)
    assert "/preview/" not in olive.get("/organize/episodes/talk").text, "the link is shown only once"
    assert len(link.rsplit("/", 1)[1]) >= 43
    (kept,) = preview_links(draft.id)
    assert link.rsplit("/", 1)[1] not in (kept.token_hash, str(kept.snapshot()))
    seen = client.get(link)
    assert seen.status_code == 200
    assert "Coming talk" in seen.text
    assert seen.headers["Cache-Control"] == "no-store"
    assert seen.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in seen.headers["X-Robots-Tag"]
    assert client.get("/episodes/talk").status_code == 404
    assert client.get("/preview/" + "a" * 43).status_code == 404
    assert press(olive, f"/organize/previews/{kept.id}/revoke").status_code == 303
    assert client.get(link).status_code == 404


def test_a_preview_link_expires_and_leads_to_the_public_page(
    olive: Visitor, draft: Episode, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(olive, "/organize/episodes/talk/previews", given_to="Press", days="1")
    link = link_in(olive.get("/organize/episodes/talk").text)
    press(olive, "/organize/episodes/talk/publish")
    assert client.get(link).headers["Location"] == "/episodes/talk"
    later = now() + timedelta(days=2)
    monkeypatch.setattr(episode_queries, "now", lambda: later)
    assert client.get(link).status_code == 404


def test_a_link_shows_the_changes_that_wait(
    olive: Visitor, public: Episode, client: FlaskClient, statements: list[str]
) -> None:
    refused = press(olive, "/organize/episodes/talk/previews", given_to="Press", days="1")
    assert "no changes wait" in refused.text
    guest, pillar = a_person(name="Béla Cruz", biography="Speaks."), a_pillar(title="Resilience")
    save()
    rows = {"appearances-1-person": guest.name, "appearances-1-roles": "panellist", "appearances-1-state": "invited"}
    links = {"pillar_links-0-pillar_id": str(pillar.id), "pillar_links-0-reason": "It asks."}
    edit(olive, title="Second title", start_local="15:30", **rows, **links)
    assert press(olive, "/organize/episodes/talk/previews", given_to="Press", days="1").status_code == 303
    link = link_in(olive.get("/organize/episodes/talk").text)
    later = public.published_at + timedelta(seconds=1)  # what is made in the very second counts as made before
    db.session.execute(sa.update(PreviewLink).values(created_at=later))
    save()
    revisions = len(revisions_of(public))
    statements.clear()
    seen = client.get(link)
    assert len(statements) <= 20
    assert not [one for one in statements if not one.startswith("SELECT")]
    assert seen.status_code == 200
    for said in ("Second title", "15:30", "Béla Cruz", "Resilience", "Ines Vaz", "These changes are a preview"):
        assert said in seen.text
    assert seen.headers["Cache-Control"] == "no-store"
    assert "Second title" not in client.get("/episodes/talk").text
    db.session.expire_all()
    assert (public.title, len(public.appearances), len(revisions_of(public))) == ("First title", 1, revisions)
    press(olive, "/organize/episodes/talk/changes/discard")
    assert client.get(link).headers["Location"] == "/episodes/talk"


def test_a_link_to_a_draft_shows_no_later_changes(olive: Visitor, draft: Episode, client: FlaskClient) -> None:
    press(olive, "/organize/episodes/talk/previews", given_to="Press", days="9")
    link = link_in(olive.get("/organize/episodes/talk").text)
    press(olive, "/organize/episodes/talk/publish")
    edit(olive, title="Hidden title")
    assert client.get(link).headers["Location"] == "/episodes/talk"


def test_only_organizers_make_links(app: Flask, draft: Episode) -> None:
    eddy()
    editor = visiting(app, "eddy@example.org")
    for path in ("previews", "publish", "take-back"):
        assert press(editor, f"/organize/episodes/talk/{path}", given_to="X", days="1").status_code == 403


def test_whoever_is_in_twice_at_once_stops_publication(olive: Visitor, draft: Episode, person: Person) -> None:
    an_episode(title="The other", day=SOON, start_local=time(11), appearances=[appearing(person, "moderator")])
    change_episode(draft, fields={"start_local": time(11, 30)}, by=BY)
    save()
    answer = press(olive, "/organize/episodes/talk/publish")
    assert answer.status_code == 422
    assert "Ines Vaz is in “The other” at the same time." in answer.text


def test_cancelling_puts_people_on_the_list(public: Episode) -> None:
    move_status(public, episode_models.Status.CANCELLED, reason="A storm.", by=BY)
    assert [row.what for row in people_to_tell(public.id)] == ["Now cancelled: A storm."]
    assert [one.slug for one in all_episodes()] == ["talk"]
    assert public.day != date(2026, 3, 12)
