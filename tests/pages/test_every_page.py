"""Every public address: answers, is well made, costs a constant number of statements."""

from datetime import date, timedelta

from flask import Flask

from app.series.queries import main_series
from tests.addresses import EPISODE, public_addresses
from tests.checking import problems_of
from tests.factories import (
    a_framework,
    a_person,
    a_pillar,
    a_quote,
    a_theme,
    an_episode,
    an_organization,
    appearing,
    save,
)
from tests.organizers import a_visitor

MOST_STATEMENTS = 8
ELSEWHERE = {"/oembed": "?url=http://localhost/quotes/1"}
"""What an address needs beside itself to answer."""
NOT_IN_STARTER_DATA = {"/portraits/1-1.jpg", "/portraits/1-1.webp", "/preview/1"}
"""Addresses of portraits and previews, of which the real series has none; they have tests of their own."""
MOVED = {"/favicon.ico", "/quotes/1", f"/episodes/{EPISODE}/transcript", "/quotes/1-1", "/quotes/1-1.jsonld"}
"""Addresses that lead on to others."""


def test_every_public_page_answers_and_is_well_made(real_series: Flask) -> None:
    visitor = a_visitor(real_series)
    problems = []
    for path in public_addresses(real_series):
        answer = visitor.get(path + ELSEWHERE.get(path, ""))
        if path in MOVED:
            answer = visitor.get(answer.headers["Location"])
        if path in NOT_IN_STARTER_DATA:
            assert answer.status_code == 404, path
        elif answer.status_code != 200:
            problems.append(f"{path} answers {answer.status_code}")
        elif answer.mimetype == "text/html":
            problems += problems_of(answer.text, path)
    assert not problems, "\n".join(problems)


def test_every_error_page_is_well_made(real_series: Flask) -> None:
    visitor = a_visitor(real_series)
    for path in ("/nothing", "/episodes/nothing", "/people/nothing", "/episodes?year=soon", "/quotes?year=1&year=2"):
        answer = visitor.get(path)
        assert answer.status_code in (404, 422), path
        assert not problems_of(answer.text, path)


def test_statements_stay_the_same_with_three_and_three_hundred_episodes(app: Flask, statements: list[str]) -> None:
    crowd = [a_person(name=f"Speaker {number}") for number in range(6)]
    framework = a_framework()
    pillars, themes = [a_pillar(framework) for _ in range(3)], [a_theme(framework) for _ in range(3)]
    house = an_organization(name="The House")
    first, slugs = date(2024, 1, 10), []
    visitor = a_visitor(app)

    def fill(numbers: range) -> None:
        for number in numbers:
            people = [appearing(one, organization_id=house.id, position="Director") for one in crowd[: 2 + number % 3]]
            links = [{"pillar_id": one.id, "weight": "principal"} for one in pillars]
            links_to_themes = [{"theme_id": one.id, "weight": "contributing"} for one in themes]
            episode = an_episode(
                title=f"Panel {number}",
                day=first + timedelta(days=7 * number),
                appearances=people,
                pillar_links=links,
                theme_links=links_to_themes,
                co_organizers=[{"organization_id": house.id}],
            )
            slugs.append(episode.slug)
            if number % 10 == 0:
                a_quote(person_id=crowd[0].id, episode_id=episode.id)
        save()

    def counts() -> dict[str, int]:
        counted = {}
        for path in paths():
            statements.clear()
            assert visitor.get(path).status_code == 200, path
            counted[path] = len(statements)
        return counted

    def paths() -> list[str]:
        one = {"/people": crowd[0].slug, "/organizations": house.slug}
        one |= {"/pillars": pillars[0].slug, "/themes": themes[0].slug, "/episodes": slugs[0]}
        lists = ["/", "/episodes", "/episodes?when=past", "/people", "/organizations", "/quotes", "/pillars"]
        others = ["/quotes/1-these", "/about", "/accessibility", "/subscribe", "/time-zone", "/sitemap.xml"]
        quote = visitor.get("/quotes/1").headers.get("Location", others[0])
        return [*lists, *others[1:], quote, *(f"{path}/{slug}" for path, slug in one.items())]

    fill(range(3))
    few = counts()
    fill(range(3, 300))
    many = counts()
    assert {path: count for path, count in many.items() if count > MOST_STATEMENTS} == {}
    assert {path: (few[path], count) for path, count in many.items() if count > few[path]} == {}


def test_an_empty_site_says_so_calmly(app: Flask) -> None:
    visitor = a_visitor(app)
    for path in ("/", "/episodes", "/people", "/organizations", "/quotes", "/pillars", "/subscribe", "/about"):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert not problems_of(answer.text, path)
    assert main_series(None) is None
