"""Organizers' pages of episodes: typed on one page, saved by two at once, moved through life, by role."""

import re
from datetime import date, time, timedelta

import pytest
from flask import Flask

from app.accounts.models import Role
from app.clock import now
from app.database import db
from app.episodes.models import Status
from app.episodes.operations import change_episode
from app.episodes.queries import all_episodes, episode_by_slug
from app.episodes.surroundings import staged_change
from app.people.models import Person
from app.revisions.queries import latest_revision
from app.series.queries import all_series
from tests.episodes.pages import Fields, merged, press, typed
from tests.factories import (
    BY,
    a_draft,
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
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in


@pytest.fixture
def people(app: Flask) -> list[Person]:
    a_series()
    institute = an_organization(name="Port Institute")
    affiliations = [{"organization_id": institute.id, "position": "Director", "from_on": "2020-01-01"}]
    made = [a_person(name="Ines Vaz", affiliations=affiliations), a_person(name="Béla Cruz"), a_person(name="Tom Ward")]
    save()
    return made


@pytest.fixture
def olive(app: Flask, people: list[Person]) -> Visitor:
    an_account()
    return visiting(app, "olive@example.org")


def visiting(app: Flask, email: str) -> Visitor:
    visitor = a_visitor(app)
    sign_in(visitor, email)
    return visitor


def test_a_complete_episode_on_one_page(olive: Visitor, people: list[Person]) -> None:
    pillar, theme, source = a_pillar(title="Resilience"), a_theme(title="Rights"), a_source(title="Release")
    save()
    form = typed(olive.get("/organize/episodes/new").text) | {
        "title": "Ports and people",
        "day": "2027-03-10",
        "start_local": "11:00",
        "languages": ["en", "es"],
        "appearances-0-person": "Ines Vaz",
        "appearances-0-roles": ["moderator", "host"],
        "appearances-0-state": "confirmed",
        "appearances-1-person": "bela cruz",
        "appearances-1-roles": "panellist",
        "appearances-1-position": "Mayor",
        "pillar_links-0-pillar_id": str(pillar.id),
        "pillar_links-0-reason": "It asks how ports cope.",
        "theme_links-0-theme_id": str(theme.id),
        "theme_links-0-weight": "contributing",
        "co_organizers-0-organization": "Port Institute",
        "facts-0-field": "day",
        "facts-0-value": "2027-03-11",
        "facts-0-source_id": str(source.id),
    }
    answer = olive.post("/organize/episodes/new", data=form)
    assert answer.status_code == 303
    episode = episode_by_slug("ports-and-people")
    assert episode is not None
    assert (episode.status, episode.is_public, episode.languages) == (Status.DRAFT, False, ["en", "es"])
    moderator, panellist = episode.appearances
    assert (moderator.person.name, moderator.position, moderator.organization_name) == (
        "Ines Vaz",
        "Director",
        "Port Institute",
    )
    assert (panellist.person.name, panellist.position, panellist.precedence) == ("Béla Cruz", "Mayor", 20)
    assert episode.pillar_links[0].reason == "It asks how ports cope."
    assert episode.facts[0].value == "2027-03-11"
    page = olive.get(answer.headers["Location"]).text
    for said in ("Resilience", "Rights", "Port Institute", "11:00", "Ines Vaz, Director, Port Institute"):
        assert said in page


def test_saving_the_form_unchanged_changes_nothing(olive: Visitor, people: list[Person]) -> None:
    episode = a_draft(
        slug="still",
        topic="Two\n\nparagraphs",
        languages=["en", "pap"],
        appearances=[appearing(people[0], "moderator"), appearing(people[1], role_note="online", precedence=5)],
        pillar_links=[{"pillar_id": a_pillar().id, "weight": "principal", "reason": "Yes & no"}],
        facts=[{"field": "day", "value": "2026-03-13", "source_id": a_source().id, "accepted": True}],
    )
    save()
    before = episode.snapshot()
    page = olive.get("/organize/episodes/still/edit").text
    assert olive.post("/organize/episodes/still/edit", data=typed(page)).status_code == 303
    db.session.expire_all()
    assert episode.snapshot() == before


def test_add_a_row_loses_nothing_and_stores_nothing(olive: Visitor) -> None:
    form = typed(olive.get("/organize/episodes/new").text)
    rows = len({name for name in form if re.fullmatch(r"appearances-\d+-person", name)})
    form |= {"title": "Half typed", "day": "soon", "appearances-3-person": "Ines Vaz", "add": "appearances"}
    answer = olive.post("/organize/episodes/new", data=form)
    assert answer.status_code == 200
    for said in ("Half typed", "soon", 'value="Ines Vaz"', f'name="appearances-{rows}-person"'):
        assert said in answer.text
    assert all_episodes() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"appearances-0-person": "Ines Vas", "appearances-0-roles": "panellist"}, "Did you mean Ines Vaz?"),
        ({"appearances-0-person": "Ines Vaz"}, "Choose at least one role."),
        ({"title": ""}, "Give the episode a title."),
        ({"day": "2026-02-29"}, "There is no such day"),
        ({"pillar_links-0-pillar_id": "999"}, "Choose one of the list."),
        ({"facts-0-value": "yesterday", "facts-0-source_id": "1"}, "Write a day as 2026-03-12"),
        ({"co_organizers-0-organization": "Nowhere Ltd"}, "Nothing is known as"),
        ({"join_url": "javascript:alert(1)"}, "https://"),
        ({"timezone": "AST"}, "no time zone of that name"),
        ({"duration_minutes": "0"}, "whole number"),
    ],
)
def test_bad_input_gets_a_sentence(olive: Visitor, fields: Fields, sentence: str) -> None:
    form = typed(olive.get("/organize/episodes/new").text) | {"title": "Talk", "day": "2027-03-10"} | fields
    answer = olive.post("/organize/episodes/new", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert all_episodes() == []


def test_somebody_twice_in_the_list_is_told(olive: Visitor) -> None:
    form = typed(olive.get("/organize/episodes/new").text) | {"title": "Talk", "day": "2027-03-10"}
    for row in range(2):
        form |= {f"appearances-{row}-person": "Ines Vaz", f"appearances-{row}-roles": "panellist"}
    answer = olive.post("/organize/episodes/new", data=form)
    assert answer.status_code == 422
    assert "stands in the list already" in answer.text


def test_an_hour_that_comes_twice_is_asked_about(olive: Visitor) -> None:
    form = typed(olive.get("/organize/episodes/new").text)
    form |= {"title": "Night talk", "day": "2026-11-01", "start_local": "01:30", "timezone": "America/Nassau"}
    asked = olive.post("/organize/episodes/new", data=form)
    assert asked.status_code == 422
    assert "happens twice" in asked.text
    assert re.search(r'<select[^>]*id="fold"', asked.text)
    assert olive.post("/organize/episodes/new", data=form | {"fold": "1"}).status_code == 303
    (episode,) = all_episodes()
    assert episode.starts_at is not None
    assert f"{episode.starts_at:%H:%M}" == "06:30"


def test_an_hour_that_never_comes_is_refused(olive: Visitor) -> None:
    form = typed(olive.get("/organize/episodes/new").text)
    form |= {"title": "Night talk", "day": "2026-03-08", "start_local": "02:30", "timezone": "America/Nassau"}
    answer = olive.post("/organize/episodes/new", data=form)
    assert answer.status_code == 422
    assert "does not exist" in answer.text


def test_two_editors_of_one_draft_lose_nothing(olive: Visitor, people: list[Person]) -> None:
    episode = a_draft(slug="both", title="As it was", appearances=[appearing(people[0], "moderator")])
    save()
    form = typed(olive.get("/organize/episodes/both/edit").text)
    appearances = [*episode.snapshot()["appearances"], appearing(people[1], position="Mayor")]
    change_episode(episode, fields={"title": "Theirs", "appearances": appearances}, by="Eddy Editor")
    save()
    answer = olive.post("/organize/episodes/both/edit", data=form | {"topic": "My topic"})
    assert answer.status_code == 409
    for said in ("As it was", "Theirs", "My topic", "People: Béla Cruz", "Position that day: Mayor", "Eddy Editor"):
        assert said in answer.text
    ticked = dict(re.findall(r'name="choice\.(\w+?)(?:_[0-9a-f]{12})?" value="(\w+)" required checked', answer.text))
    assert ticked == {"title": "theirs", "topic": "mine", "appearances": "theirs"}
    assert olive.post("/organize/episodes/both/edit", data=merged(answer.text)).status_code == 303
    db.session.expire_all()
    assert (episode.title, episode.topic) == ("Theirs", "My topic")
    assert [one.person.name for one in episode.appearances] == ["Ines Vaz", "Béla Cruz"]


def test_two_fields_of_one_person_are_merged_each_for_itself(olive: Visitor, people: list[Person]) -> None:
    rows = [appearing(people[0], "moderator"), appearing(people[1], precedence=20)]
    episode = a_draft(slug="both", appearances=rows)
    save()
    form = typed(olive.get("/organize/episodes/both/edit").text)
    told = episode.snapshot()["appearances"]
    theirs = [told[1], told[0] | {"state": "tentative", "role_note": "By video", "precedence": 30}]
    change_episode(episode, fields={"appearances": theirs}, by="Eddy Editor")
    save()
    mine: Fields = {"appearances-0-position": "Clerk", "appearances-0-roles": ["moderator", "host"]}
    answer = olive.post("/organize/episodes/both/edit", data=form | mine | {"appearances-0-role_note": "In the hall"})
    labels = re.findall(r"<legend>People: ([^<]+)</legend>", answer.text)
    fields = ("Roles", "Answer", "Order", "Position that day", "Note")
    assert labels == [f"{people[0].name}, {field}" for field in fields]
    chosen = merged(answer.text)
    open_ones = set(re.findall(r'name="(choice\.\w+)" value="mine"', answer.text)) - set(chosen)
    assert [one.endswith("_role_note") for one in open_ones] == [True], "only the note was touched by both"
    sent = chosen | dict.fromkeys(open_ones, "theirs")
    assert olive.post("/organize/episodes/both/edit", data=sent).status_code == 303
    db.session.expire_all()
    first = next(one for one in episode.appearances if one.person_id == people[0].id)
    assert (first.state.value, first.position, first.role_note) == ("tentative", "Clerk", "By video")
    assert {role.value for role in first.roles} == {"moderator", "host"}
    assert first.precedence == 30


def test_people_are_merged_one_by_one(olive: Visitor, people: list[Person]) -> None:
    first, second, third = people
    rows = [appearing(first, "moderator"), appearing(second, precedence=20), appearing(third, precedence=30)]
    episode = a_draft(slug="both", appearances=rows)
    save()
    form = typed(olive.get("/organize/episodes/both/edit").text)
    new = a_person(name="Nora Nimbus")
    told = episode.snapshot()["appearances"]
    theirs = [told[0] | {"state": "declined"}, told[2] | {"position": "Mayor"}, appearing(new, precedence=40)]
    change_episode(episode, fields={"appearances": theirs}, by="Eddy Editor")
    save()
    mine = {
        "appearances-1-position": "Clerk",
        "appearances-2-gone": "y",
        "appearances-3-person": "Otto Own",
        "appearances-3-roles": "guest",
        "appearances-3-state": "invited",
    }
    a_person(name="Otto Own")
    save()
    answer = olive.post("/organize/episodes/both/edit", data=form | mine)
    assert answer.status_code == 409
    assert "not in the list" in answer.text
    labels = re.findall(r"<legend>People: ([^<]+)</legend>", answer.text)
    whole = [second.name, third.name, "Nora Nimbus", "Otto Own"]
    assert sorted(labels) == sorted([f"{first.name}, Answer", *whole])
    open_rows = set(re.findall(r'name="choice\.(\w+)" value="mine"', answer.text))
    ticked = dict(re.findall(r'name="choice\.(\w+)" value="(\w+)" required checked', answer.text))
    undecided = sorted(open_rows - set(ticked), key=lambda name: answer.text.index(name))
    assert len(undecided) == 2, "both touched the second person and the third"
    by_name = {name: ("mine" if second.name in answer.text.split(name)[0][-400:] else "theirs") for name in undecided}
    assert olive.post("/organize/episodes/both/edit", data=merged(answer.text, **by_name)).status_code == 303
    db.session.expire_all()
    assert {one.person.name: (one.state.value, one.position) for one in episode.appearances} == {
        first.name: ("declined", "Director"),
        second.name: ("confirmed", "Clerk"),
        third.name: ("confirmed", "Mayor"),
        "Nora Nimbus": ("confirmed", None),
        "Otto Own": ("invited", None),
    }


def test_only_legal_moves_are_offered_and_made(olive: Visitor, people: list[Person]) -> None:
    a_draft(slug="talk", appearances=[appearing(people[0], "moderator")])
    save()
    page = olive.get("/organize/episodes/talk").text
    assert "Make tentative" in page
    assert "Mark as held" not in page
    assert press(olive, "/organize/episodes/talk/status/held").status_code == 422
    assert press(olive, "/organize/episodes/talk/status/nonsense").status_code == 404
    refused = press(olive, "/organize/episodes/talk/publish")
    assert refused.status_code == 422
    assert "A draft cannot be published" in refused.text
    assert press(olive, "/organize/episodes/talk/status/confirmed").status_code == 303
    assert press(olive, "/organize/episodes/talk/publish").status_code == 303
    assert olive.get("/episodes/talk").status_code == 200
    assert press(olive, "/organize/episodes/talk/status/cancelled").status_code == 422
    assert press(olive, "/organize/episodes/talk/status/cancelled", reason="A storm.", sure="1").status_code == 422
    assert "A storm." not in olive.get("/episodes/talk").text


def test_a_step_of_a_public_episode_is_shown_before_it_is_taken(app: Flask, people: list[Person]) -> None:
    episode = an_episode(slug="talk", appearances=[appearing(people[0], "moderator")])
    save()
    an_account()
    an_account(email="eddy@example.org", name="Eddy")
    olive = visiting(app, "olive@example.org")
    before = latest_revision()
    shown = press(olive, "/organize/episodes/talk/status/cancelled", reason="A storm.")
    assert shown.status_code == 200
    said = ("confirmed", "cancelled", "A storm.", "/episodes/talk.ics", "/schedule/series.ics", people[0].name, "Eddy")
    for words in said:
        assert words in shown.text.split("<main")[1]
    assert latest_revision() == before
    change_episode(episode, fields={"topic": "Meanwhile"}, by="Eddy")
    save()
    late = olive.post("/organize/episodes/talk/status/cancelled", data=typed(shown.text) | {"sure": "1"})
    assert late.status_code == 422
    assert "Look at the difference once more" in late.text
    again = press(olive, "/organize/episodes/talk/status/cancelled", reason="A storm.")
    taken = olive.post("/organize/episodes/talk/status/cancelled", data=typed(again.text) | {"sure": "1"})
    assert taken.status_code == 303
    assert "A storm." in olive.get("/episodes/talk").text


def test_an_editor_drafts_but_does_not_publish(app: Flask, people: list[Person]) -> None:
    a_draft(slug="talk", appearances=[appearing(people[0], "moderator")])
    an_episode(slug="public")
    save()
    eddy()
    editor = visiting(app, "eddy@example.org")
    assert press(editor, "/organize/episodes/talk/status/tentative").status_code == 303
    assert press(editor, "/organize/episodes/talk/publish").status_code == 403
    assert press(editor, "/organize/episodes/talk/status/cancelled").status_code == 403
    assert "Publish now" not in editor.get("/organize/episodes/talk").text


def test_a_held_episode_goes_back_only_as_a_slip_mended(app: Flask, people: list[Person]) -> None:
    an_account()
    an_episode(slug="talk", status="held")
    save()
    page = visiting(app, "olive@example.org").get("/organize/episodes/talk").text
    assert "It was not held: back to confirmed" in page
    assert "Next step" not in page


def test_an_editor_says_who_sees_to_an_episode(app: Flask, people: list[Person]) -> None:
    owner = eddy()
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    public = an_episode(slug="talk")
    save()
    editor = visiting(app, "eddy@example.org")
    assert 'value="1">Eddy Editor' in editor.get("/organize/episodes/talk").text
    assert "Vera Viewer</option>" not in editor.get("/organize/episodes/talk").text
    assert press(editor, "/organize/episodes/talk/owner", owner_id=str(owner.id)).status_code == 303
    db.session.expire_all()
    assert public.owner is not None
    assert public.owner.name == "Eddy Editor"
    assert "Eddy Editor" in visiting(app, "vera@example.org").get("/organize/episodes/talk").text
    refused = press(editor, "/organize/episodes/talk/owner", owner_id="2")
    assert refused.status_code == 422
    assert press(editor, "/organize/episodes/talk/owner", owner_id="").status_code == 303
    db.session.expire_all()
    assert public.owner_id is None
    assert staged_change(public.id) is None


def test_a_viewer_sees_and_changes_nothing(app: Flask, people: list[Person]) -> None:
    a_draft(slug="talk", title="Raw plan")
    save()
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    viewer = visiting(app, "vera@example.org")
    assert "Raw plan" in viewer.get("/organize/episodes").text
    page = viewer.get("/organize/episodes/talk").text
    assert "/edit" not in page
    assert "Make tentative" not in page
    for path in ("/organize/episodes/new", "/organize/episodes/talk/edit"):
        assert viewer.get(path).status_code == 403
    assert press(viewer, "/organize/episodes/talk/status/tentative").status_code == 403


def test_a_role_in_one_series_reaches_no_other(app: Flask, people: list[Person]) -> None:
    other = a_series(title="Other series")
    an_episode(slug="theirs", series=all_series()[0], title="Not mine")
    an_episode(slug="mine", series=other, title="My own")
    save()
    an_account(email="sam@example.org", name="Sam", role=Role.ORGANIZER, series_id=other.id)
    sam = visiting(app, "sam@example.org")
    page = sam.get("/organize/episodes").text
    assert "My own" in page
    assert "Not mine" not in page
    assert sam.get("/organize/episodes/theirs").status_code == 404
    assert press(sam, "/organize/episodes/theirs/status/cancelled", reason="No").status_code == 404
    form = typed(sam.get("/organize/episodes/new").text) | {"title": "Slipped in", "day": "2027-03-10"}
    answer = sam.post("/organize/episodes/new", data=form | {"series_id": str(all_series()[0].id)})
    assert answer.status_code == 422


def test_list_filters(olive: Visitor, people: list[Person]) -> None:
    soon = now().date() + timedelta(days=40)
    a_draft(title="Coming draft", day=soon, appearances=[appearing(people[1])])
    an_episode(title="Long gone", day=date(2024, 5, 1), start_local=time(9), status="held")
    save()

    def listed(query: str) -> set[str]:
        page = olive.get(f"/organize/episodes?{query}").text
        return {title for title in ("Coming draft", "Long gone") if title in page}

    assert listed("") == {"Coming draft", "Long gone"}
    assert listed("when=upcoming") == {"Coming draft"}
    assert listed("when=past") == {"Long gone"}
    assert listed("when=drafts") == {"Coming draft"}
    assert listed("status=held") == {"Long gone"}
    assert listed("text=cruz") == {"Coming draft"}
    assert listed("text=100%25") == set()
    assert listed("series=none&status=none&page=-1&when=none") == {"Coming draft", "Long gone"}


def test_as_many_statements_for_three_as_for_three_hundred(olive: Visitor, statements: list[str]) -> None:
    paths = ("/organize/episodes", "/organize/episodes/first/edit", "/organize/episodes/first")
    counts: dict[str, list[int]] = {path: [] for path in paths}
    pillar = a_pillar()
    for number in range(300):
        if number in (3, 299):
            save()
            for path, found in counts.items():
                statements.clear()
                assert olive.get(path).status_code == 200
                found.append(len(statements))
        links = [{"pillar_id": pillar.id, "weight": "principal"}]
        slug = "first" if not number else f"talk-{number}"
        person = a_person()
        a_draft(slug=slug, day=date(2027, 1, 1), appearances=[appearing(person)], pillar_links=links)
    for few, many in counts.values():
        assert few == many <= 30


def test_conflicts_name_what_mends_them(olive: Visitor, people: list[Person]) -> None:
    day = now().date() + timedelta(days=60)
    an_episode(slug="one", title="The other", day=day, appearances=[appearing(people[0], "moderator")])
    a_draft(slug="two", day=day, start_local=time(11, 30), appearances=[appearing(people[0])])
    save()
    page = olive.get("/organize/episodes/two").text
    assert "Nobody moderates it." in page
    assert "Ines Vaz is in “The other” at the same time." in page
    assert 'href="/organize/episodes/two/edit#appearances"' in page
    assert "Moderator confirmed" in page


def test_a_former_slug_leads_to_the_episode(olive: Visitor) -> None:
    episode = a_draft(slug="old-name")
    change_episode(episode, fields={"slug": "new-name"}, by=BY)
    save()
    assert olive.get("/organize/episodes/old-name").status_code == 200


def test_the_form_survives_a_hostile_title(olive: Visitor) -> None:
    form = typed(olive.get("/organize/episodes/new").text)
    form |= {"title": "<script>alert(1)</script>\r\nX-Header: 1", "day": "2027-03-10"}
    assert olive.post("/organize/episodes/new", data=form).status_code == 303
    (episode,) = all_episodes()
    page = olive.get(f"/organize/episodes/{episode.slug}").text
    assert "<script>alert" not in page
    assert "\n" not in episode.title


def test_strangers_are_sent_to_sign_in(app: Flask) -> None:
    stranger = a_visitor(app)
    for path in ("/organize/episodes", "/organize/episodes/x", "/organize/episodes/x/edit", "/organize/history"):
        assert stranger.get(path).status_code == 303
