"""The bar and the menu say where a page belongs, on the pages below their entries too."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import a_quote, a_transcript, an_episode, save
from tests.organizers import Visitor


def current(page: str, which: str) -> list[tuple[str, str]]:
    bar = page[page.index(f'aria-label="{which}"') :].split("</nav>")[0]
    return [(how, words) for how, words in re.findall(r'aria-current="(\w+)">([^<]+)', bar)]


@pytest.mark.parametrize(
    ("path", "words", "how"),
    [
        ("/organize/quotes", "Quotes", "page"),
        ("/organize/quotes/1", "Quotes", "true"),
        ("/organize/quotes/1/marks", "Quotes", "true"),
        ("/organize/transcripts/1", "Quotes", "true"),
        ("/organize/transcripts/1/quote?first=1&last=1", "Quotes", "true"),
        ("/organize/clearances", "Quotes", "true"),
        ("/organize/episodes/{slug}/recordings", "Episodes", "true"),
        ("/organize/", "Overview", "page"),
    ],
)
def test_the_organizers_bar_says_where_one_is(olive: Visitor, path: str, words: str, how: str) -> None:
    episode = an_episode()
    a_quote(episode_id=episode.id)
    a_transcript(episode)
    save()
    assert current(olive.get(path.format(slug=episode.slug)).text, "Organizer pages") == [(how, words)]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/quotes", [("page", "Quotes")]),
        ("/quotes/1-words", [("true", "Quotes")]),
        ("/quotes/check", [("true", "Quotes")]),
        ("/episodes/talk/transcript/en", [("true", "Episodes")]),
        ("/about", []),
        ("/subscribe", [("page", "Subscribe")]),
    ],
)
def test_the_menu_says_where_one_is(app: Flask, client: FlaskClient, path: str, found: list[tuple[str, str]]) -> None:
    episode = an_episode(slug="talk")
    a_quote(episode_id=episode.id, slug="words")
    a_transcript(episode)
    save()
    assert current(client.get(path).text, "Main") == found
