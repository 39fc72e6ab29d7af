"""A person's public page: all they said, episode by episode, by pillar, by words; taken along as feed and file."""

import re

from flask import Flask
from flask.testing import FlaskClient

from app.database import db
from app.people.models import Person
from tests.factories import a_person, a_pillar, a_quote, an_episode, appearing, save


def a_speaker() -> Person:
    person = a_person(name="Ines Vaz")
    pillar = a_pillar(title="Ports", slug="ports")
    first = an_episode(title="First panel", day="2025-03-01", appearances=[appearing(person, position="Clerk")])
    second = an_episode(title="Second panel", day="2026-03-01", appearances=[appearing(person, position="Director")])
    linked = [{"pillar_id": pillar.id, "weight": "principal"}]
    a_quote(person_id=person.id, episode_id=first.id, paragraphs=["The early harbour."], pillar_links=linked)
    a_quote(person_id=person.id, episode_id=second.id, paragraphs=["Later on."], begins_ms=9000)
    a_quote(person_id=person.id, episode_id=second.id, paragraphs=["Sooner in it."], begins_ms=1000)
    a_quote(person_id=person.id, paragraphs=["Nowhere in an episode."])
    a_quote(person_id=person.id, episode_id=second.id, paragraphs=["A draft."], state="draft")
    a_quote(paragraphs=["Of somebody else."])
    save()
    return person


def words_shown(page: str) -> list[str]:
    return re.findall(
        r"(The early harbour|Later on|Sooner in it|Nowhere in an episode|A draft|somebody else)\.\s*<", page
    )


def test_all_that_was_said_stands_by_episode_in_its_order(app_on_both: Flask) -> None:
    a_speaker()
    page = app_on_both.test_client().get("/people/ines-vaz").text
    assert words_shown(page) == ["Sooner in it", "Later on", "The early harbour", "Nowhere in an episode"]
    assert re.findall(r'<h3 class="said-in">\s*<a [^>]*>([^<]+)', page) == ["Second panel", "First panel"]
    assert re.findall(r'"attribution">([^<]+)', page) == ["Director", "Director", "Clerk"]


def test_the_page_is_searched_by_pillar_and_words(client: FlaskClient) -> None:
    a_speaker()
    assert "Ports (1)" in client.get("/people/ines-vaz").text
    assert words_shown(client.get("/people/ines-vaz?pillar=ports").text) == ["The early harbour"]
    page = client.get("/people/ines-vaz?words=sooner in").text
    assert words_shown(page) == ["Sooner in it"]
    assert "<mark>Sooner in</mark>" in page
    assert "No quote fits" in client.get("/people/ines-vaz?words=sooner+or+later").text


def test_what_was_said_is_taken_along(client: FlaskClient) -> None:
    a_speaker()
    page = client.get("/people/ines-vaz").text
    for address in ("/quotes/feed.atom", "/quotes/feed.json", "/quotes/export.csv", "/quotes/corrections.atom"):
        assert f'href="{address}?person=ines-vaz"' in page
    rows = client.get("/quotes/export.csv?person=ines-vaz").text
    assert "The early harbour." in rows
    assert "somebody else" not in rows


def test_statements_do_not_grow(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    person = a_speaker()
    counts = []
    for _ in range(2):
        db.session.expire_all()
        statements.clear()
        client.get("/people/ines-vaz", query_string={"words": ""} if counts else {})
        counts.append(len(statements))
        for _number in range(60):
            a_quote(person_id=person.id)
        save()
    assert counts[1] <= counts[0] <= 9
    assert 'rel="next"' in client.get("/people/ines-vaz").text
