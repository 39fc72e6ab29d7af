"""Nothing private stands in anything public: pages, feeds, files, cards, the site map, the search."""

from datetime import UTC, date, datetime, time
from itertools import product

import pytest
from flask import Flask

from tests.addresses import public_rules
from tests.factories import a_draft, a_person, a_quote, an_episode, an_organization, appearing, save
from tests.organizers import Visitor, a_visitor

FUTURE = datetime(2098, 1, 1, tzinfo=UTC)
SECRETS = ("Zephyrdraft", "Zephyrprivate", "Zephyrembargo", "Zephyrhidden", "Zephyrperson", "Zephyrhouse")
WORDS = ("Zephyrwords", "Zephyrembargoed", "Zephyrrule", "Zephyrdrafted")
NEVER = ("zephyr@private.example", "zephyr-meeting", "Zephyrdeclined")
STEMS = ("/episodes", "/people", "/organizations", "/schedule/people", "/schedule/organizations")


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """A public episode among everything that must stay private."""
    hidden, house = a_person(name="Zephyrperson"), an_organization(name="Zephyrhouse")
    declined = a_person(name="Zephyrdeclined")
    ada = a_person(name="Ada Open", contact_email="zephyr@private.example")
    with_hidden = [appearing(hidden, organization_id=house.id), appearing(ada)]
    a_draft(title="Zephyrdraft", appearances=with_hidden)
    an_episode(title="Zephyrprivate", visibility="private", appearances=with_hidden)
    an_episode(title="Zephyrhidden", visibility="preview", appearances=with_hidden)
    an_episode(title="Zephyrembargo", publish_at=FUTURE, appearances=with_hidden)
    shown = an_episode(
        title="The open one",
        appearances=[appearing(ada), appearing(declined, state="declined", precedence=20)],
        join_policy="registration",
        join_url="https://meet.example.org/zephyr-meeting",
    )
    a_quote(person_id=ada.id, episode_id=shown.id, state="draft", paragraphs=["Zephyrwords are blue."])
    a_quote(person_id=ada.id, episode_id=shown.id, embargo_until=FUTURE, paragraphs=["Zephyrembargoed"])
    quiet = an_episode(title="A quiet one", attribution_policy="chatham_house", day=date(2026, 4, 1))
    a_quote(person_id=ada.id, episode_id=quiet.id, paragraphs=["Zephyrrule"])
    a_quote(person_id=ada.id, episode_id=a_draft().id, paragraphs=["Zephyrdrafted"])
    save()
    return app


def everything_public(app: Flask, visitor: Visitor) -> dict[str, str]:
    """The text of every public address, with the public records' own slugs in its places."""
    texts = {}
    slugs = {"/episodes": "the-open-one", "/people": "ada-open", "/schedule/people": "ada-open"}
    for rule in public_rules(app):
        stems = [stem for stem in slugs if rule.rule.startswith(f"{stem}/<")]
        path = rule.rule.replace("<slug>", slugs[max(stems, key=len)]) if stems else rule.rule
        if "<" not in path:
            texts[path] = visitor.get(path).get_data().decode("utf-8", "replace")
    return texts


def test_no_public_address_says_anything_private(guarded: Flask) -> None:
    texts = everything_public(guarded, a_visitor(guarded))
    assert "The open one" in texts["/"] + texts["/episodes"]
    assert {"/sitemap.xml", "/schedule/series.ics", "/episodes/the-open-one.jsonld", "/people/ada-open"} <= set(texts)
    found = {
        (path, secret) for path, text in texts.items() for secret in (*SECRETS, *WORDS, *NEVER) if secret in text
    } | {(path, "zephyr") for path, text in texts.items() if "zephyr" in text.casefold()}
    assert not found


def test_private_records_are_not_there(guarded: Flask) -> None:
    visitor = a_visitor(guarded)
    for stem, secret, ending in product(STEMS, (*SECRETS, "Zephyrdeclined"), ("", ".ics", ".jsonld", "/transcript")):
        answer = visitor.get(f"{stem}/{secret.lower()}{ending}")
        assert answer.status_code == 404, (stem, secret, ending)
        assert secret not in answer.text


@pytest.mark.parametrize("form", ["", "/card/1.png", "/embed", "/citation.bib", "/annotation.jsonld"])
def test_unpublished_quotes_have_no_page_no_card_no_citation(guarded: Flask, form: str) -> None:
    visitor = a_visitor(guarded)
    for number in range(1, 5):
        answer = visitor.get(f"/quotes/{number}{form}")
        assert answer.status_code == 404, number
        assert "zephyr" not in answer.text.casefold()
        assert "Ada Open" not in answer.text


@pytest.mark.parametrize("query", ["person=ada-open", "language=en", "year=2026", "words=are+blue"])
def test_filters_do_not_reach_behind_the_gate(guarded: Flask, query: str) -> None:
    visitor = a_visitor(guarded)
    for path in ("/quotes", "/quotes/feed.atom", "/quotes/feed.json", "/quotes/export.csv", "/quotes/export.bib"):
        text = visitor.get(f"{path}?{query}").text
        assert not [words for words in WORDS if words in text], path


def test_an_episode_appears_everywhere_when_its_hour_comes(app: Flask) -> None:
    an_episode(title="Soon to be told", publish_at=datetime(2020, 1, 1, tzinfo=UTC), start_local=time(9))
    save()
    texts = everything_public(app, a_visitor(app))
    for path in ("/episodes", "/schedule/series.ics"):
        assert "Soon to be told" in texts[path]
    assert "/episodes/soon-to-be-told" in texts["/sitemap.xml"]
