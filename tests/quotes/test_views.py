"""The quote's page and what goes with it: complete, light, through the gate."""

import io
import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import jsonschema
import pytest
import rispy
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree  # type: ignore[import-untyped]
from PIL import Image

from app.database import db
from app.episodes.operations import change_episode
from app.quotes.models import Quote, QuoteState
from app.quotes.operations import correct_quote, move_quote, quote_from_transcript
from app.quotes.verifying import verify_quote
from app.recordings.operations import add_recording, change_transcript
from tests.factories import (
    BY,
    a_person,
    a_pillar,
    a_quote,
    a_source,
    a_transcript,
    an_episode,
    an_organization,
    appearing,
    save,
)

WORDS = "We must plan for people, in terms of of ways, not for numbers."
TEXT = f"He rose slowly. “{WORDS}” Then he sat down. It rained."


def a_full_quote(**fields: object) -> Quote:
    person = a_person(name="Ines Vaz", honorific="Dr")
    episode = an_episode(
        title="Who Plans?", appearances=[appearing(person, "panellist", "moderator", position="Director")]
    )
    source = a_source(title="The release", kept_text=TEXT, url="https://news.example.org/a#top")
    marks = [{"paragraph": 0, "starts": 34, "ends": 39, "kind": "sic", "text": None}]
    translations = [
        {
            "language": "es",
            "paragraphs": ["Hay que planificar para la gente."],
            "translator": "Ana Ruiz",
            "status": "unofficial",
        },
        {"language": "nl", "paragraphs": ["Dit is nog niet af."], "translator": "Jan", "status": "draft"},
    ]
    quote = a_quote(
        **{"person_id": person.id, "episode_id": episode.id, "source_id": source.id, "paragraphs": [WORDS]}
        | {"marks": marks, "translations": translations, "begins_ms": 754_000, "ends_ms": 782_000}
        | fields
    )
    verify_quote(quote, by=BY)
    save()
    return quote


def path_of(quote: Quote) -> str:
    return f"/quotes/{quote.id}-{quote.slug}"


def test_page_says_everything_within_its_figures(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    quote = a_full_quote()
    path = path_of(quote)
    db.session.expire_all()
    statements.clear()
    answer = client.get(path)
    assert len(statements) <= 8
    assert len(answer.data) < 60_000
    page = answer.text
    for words in (
        "Dr Ines Vaz",
        "Director",
        "12:34",
        "He rose slowly.",
        "Then he sat down.",
        "checked letter for letter",
    ):
        assert words in page
    for words in (
        "Unofficial translation by Ana Ruiz",
        "authoritative",
        "[sic]",
        "statement at the panel discussion entitled “Who Plans?”",
        "(2026, March 12)",
    ):
        assert words in page
    assert "nog niet af" not in page
    assert re.search(r"Role in the episode</dt>\s*<dd>moderator, panellist</dd>", page)
    assert re.search(r'<blockquote class="quote short" lang="es">', page)
    assert "https://news.example.org/a#:~:text=" in page
    loaded = re.findall(r'<(?:script|img)[^>]* src="|<link rel="(?:stylesheet|icon|preload)"', page)
    assert len(loaded) + 1 <= 6


def test_statements_do_not_grow_with_rows(app: Flask, client: FlaskClient, statements: list[str]) -> None:
    client.get(path_of(a_full_quote()))
    counts = []
    for _ in range(2):
        path = path_of(a_full_quote())
        db.session.expire_all()
        statements.clear()
        client.get(path)
        counts.append(len(statements))
        statements.clear()
        client.get("/quotes")
        counts.append(len(statements))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8


def test_wrong_slug_redirects_and_keeps_the_version(client: FlaskClient) -> None:
    quote = a_full_quote()
    assert client.get(f"/quotes/{quote.id}-other?version=1").location == f"{path_of(quote)}?version=1"


def test_corrected_quote_keeps_the_earlier_version_reachable(client: FlaskClient) -> None:
    quote = a_full_quote()
    correct_quote(quote, fields={"paragraphs": ["We plan for people."], "marks": []}, reason="Misheard.", by=BY)
    save()
    page = client.get(path_of(quote)).text
    assert "Misheard." in page
    assert "Not yet verified" in page
    earlier = client.get(f"{path_of(quote)}?version=1").text
    assert "We must plan for people, in terms of of" in earlier
    assert "[sic]" in earlier
    assert "corrected since" in earlier
    assert client.get(f"{path_of(quote)}?version=3").status_code == 404
    assert "Misheard." in client.get("/quotes/corrections").text


def test_withdrawn_quote_is_gone_everywhere_with_a_notice(client: FlaskClient) -> None:
    quote = a_full_quote()
    path, number = path_of(quote), quote.id
    move_quote(quote, QuoteState.WITHDRAWN, reason="She was not there.", by=BY)
    save()
    answer = client.get(path)
    assert answer.status_code == 410
    assert "She was not there." in answer.text
    assert WORDS not in answer.text
    for other in ("annotation.jsonld", "citation.bib", "card/1.png", "embed"):
        assert client.get(f"/quotes/{number}/{other}").status_code == 410
    assert client.get(f"/oembed?url=http://localhost{path}").status_code == 410
    for other in ("/quotes", "/quotes/feed.json", "/quotes/export.csv", f"/quotes/check?words={WORDS}"):
        assert "plan for people, in" not in client.get(other).text.split("</form>")[-1]


@pytest.mark.parametrize(
    "fields",
    [{"state": "draft"}, {"embargo_until": "2099-01-01T00:00:00+00:00"}, {"state": "cleared"}],
)
def test_nothing_of_a_hidden_quote_leaks(client: FlaskClient, fields: dict[str, object]) -> None:
    quote = a_quote(paragraphs=["Secret words that nobody may read yet."], **fields)
    save()
    for tail in ("annotation.jsonld", "citation.ris", "card/1.png", "card/0.png", "embed"):
        assert client.get(f"/quotes/{quote.id}/{tail}").status_code == 404
    for path in (
        "/quotes",
        "/quotes/feed.atom",
        "/quotes/export.bib",
        "/quotes?words=secret",
        "/quotes/corrections.atom",
    ):
        assert "Secret words" not in client.get(path).text
    assert "Not found" in client.get("/quotes/check?words=Secret words that nobody may read yet").text


def test_embed_may_stand_anywhere_and_is_small(client: FlaskClient) -> None:
    quote = a_full_quote()
    answer = client.get(f"/quotes/{quote.id}/embed")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert len(answer.data) < 15_000
    assert "<script" not in answer.text
    assert "frame-ancestors 'none'" in client.get(path_of(quote)).headers["Content-Security-Policy"]


def test_oembed_answers_for_its_own_addresses_alone(client: FlaskClient) -> None:
    quote = a_full_quote()
    page = client.get(path_of(quote)).text
    found = re.search(r'type="application/json\+oembed" href="http://localhost([^"]+)"', page)
    assert found
    graph = client.get(found.group(1).replace("&amp;", "&")).json
    assert graph["type"] == "rich"
    assert graph["version"] == "1.0"
    assert graph["html"].startswith("<blockquote")
    assert "in terms of of [sic] ways" in graph["html"]
    assert f"/quotes/{quote.id}/embed" in graph["html"]
    address = f"http://localhost{path_of(quote)}"
    assert client.get(f"/oembed?url={address}&maxwidth=300&maxheight=200").json["width"] == 300
    in_dutch = client.get("/oembed", query_string={"url": f"http://localhost/nl{path_of(quote)}"}).json
    assert in_dutch["html"] == graph["html"]
    assert client.get(f"/oembed?url={address}&format=xml").status_code == 501
    for other in (
        "https://evil.example.org/quotes/1",
        "http://localhost/people/x",
        "http://localhost/quotes/99999",
        "//[",
    ):
        assert client.get("/oembed", query_string={"url": other}).status_code in (404, 400)


def test_card_is_drawn_once_per_version(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    quote = a_full_quote()
    first = client.get(f"/quotes/{quote.id}/card/1.png")
    assert first.mimetype == "image/png"
    assert len(first.data) <= 40_000
    assert Image.open(io.BytesIO(first.data)).size == (1200, 630)
    kept = list((tmp_path / "cards").iterdir())
    assert len(kept) == 1
    stamp = kept[0].stat().st_mtime_ns
    assert client.get(f"/quotes/{quote.id}/card/1.png").data == first.data
    assert kept[0].stat().st_mtime_ns == stamp
    correct_quote(quote, fields={"paragraphs": ["Other words."]}, reason="Misheard.", by=BY)
    save()
    assert client.get(f"/quotes/{quote.id}/card/1.png").status_code == 404
    assert client.get(f"/quotes/{quote.id}/card/2.png").data != first.data


def test_files_and_annotation(client: FlaskClient) -> None:
    quote = a_full_quote()
    assert rispy.loads(client.get(f"/quotes/{quote.id}/citation.ris").text)[0]["abstract"] == WORDS
    annotation = json.loads(client.get(f"/quotes/{quote.id}/annotation.jsonld").text)
    assert annotation["target"]["source"] == "https://news.example.org/a"
    assert annotation["target"]["selector"]["prefix"].endswith('slowly. "')


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=plan+for+PEOPLE", True),
        ("words=people", True),
        ("words=for+people+in+terms+of+of+ways", True),
        ("words=people+plan", False),
        ("words=%3F%3F", False),
        ("organization=port-office", True),
        ("organization=other-office", False),
        ("person=ines-vaz&year=2026&language=en", True),
        ("year=2025", False),
    ],
)
def test_wall_filters(client: FlaskClient, query: str, found: bool) -> None:
    an_organization(name="Port Office", slug="port-office")
    a_full_quote(organization_name="Port Office", position="Director")
    a_quote(paragraphs=["Entirely other matters, of no weight."], episode_id=an_episode(day="2024-05-01").id)
    save()
    page = client.get(f"/quotes?{query}").text
    assert ("Quote page" in page and "in terms of of ways" in page) is found


def test_wall_offers_the_languages_that_were_spoken(client: FlaskClient) -> None:
    a_quote(language="es", paragraphs=["Hay que planificar."])
    a_quote(language="nl", paragraphs=["Nog geheim."], state="draft")
    save()
    page = client.get("/quotes").text
    assert '<option value="es"' in page
    assert '<option value="nl"' not in page


def test_wall_shows_the_phrase_in_context(client: FlaskClient) -> None:
    a_full_quote()
    assert "<mark>terms of of ways</mark>" in client.get("/quotes?words=terms of of ways").text


ATOM = "{http://www.w3.org/2005/Atom}"
FEED_ITEM = {"required": ["id", "content_text", "date_published", "url"]}
JSON_FEED = {
    "required": ["version", "title", "items", "feed_url", "home_page_url"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "items": {"type": "array", "items": FEED_ITEM},
        "authors": {"type": "array", "items": {"required": ["name"]}},
    },
}


def assert_atom(content: bytes) -> None:
    """What RFC 4287 (4.1.1, 4.1.2) asks of a feed and of each entry."""
    feed = etree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert element.find(f"{ATOM}author/{ATOM}name").text
        assert urlsplit(element.find(f"{ATOM}id").text).scheme == "http"
        for stamp in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
            assert datetime.fromisoformat(stamp.text).tzinfo is not None
        alternates = element.findall(f"{ATOM}link[@rel='alternate']")
        assert len({(link.get("type"), link.get("hreflang")) for link in alternates}) == len(alternates) == 1
    for entry in feed.findall(f"{ATOM}entry"):
        assert [content.get("type") for content in entry.findall(f"{ATOM}content")] == ["text"]
    assert len(feed.findall(f"{ATOM}link[@rel='self']")) == 1


@pytest.mark.parametrize("kind", ["feed", "corrections"])
def test_feeds_are_valid_and_filtered(client: FlaskClient, kind: str) -> None:
    pillar = a_pillar()
    wanted = a_full_quote(pillar_links=[{"pillar_id": pillar.id, "weight": "principal"}])
    other = a_quote(paragraphs=["Other & <words>."])
    for quote in (wanted, other):
        correct_quote(quote, fields={"paragraphs": ["Right <b> & proper."], "marks": []}, reason="Misheard.", by=BY)
    save()
    assert_atom(client.get(f"/quotes/{kind}.atom").data)
    everything = feedparser.parse(client.get(f"/quotes/{kind}.atom").data)
    assert not everything.bozo
    assert len(everything.entries) == 2
    assert everything.feed.updated_parsed
    assert len({entry.id for entry in everything.entries}) == 2
    assert "Right <b> & proper." in everything.entries[0].content[0].value
    for narrow in (f"pillar={pillar.slug}", f"person={wanted.person.slug}"):
        some = feedparser.parse(client.get(f"/quotes/{kind}.atom?{narrow}").data)
        assert [entry.link for entry in some.entries] == [f"http://localhost{path_of(wanted)}"]
        graph = client.get(f"/quotes/{kind}.json?{narrow}")
        assert graph.mimetype == "application/feed+json"
        jsonschema.validate(json.loads(graph.text), JSON_FEED)
        assert len(json.loads(graph.text)["items"]) == 1


def test_followers_of_corrections_hear_of_a_withdrawal(client: FlaskClient) -> None:
    quote, never_shown = a_full_quote(), a_quote(state="draft", paragraphs=["Not for anybody."])
    move_quote(quote, QuoteState.WITHDRAWN, reason="She was not there.", by=BY)
    move_quote(never_shown, QuoteState.WITHDRAWN, reason="In confidence.", by=BY)
    save()
    assert_atom(client.get("/quotes/corrections.atom?person=ines-vaz").data)
    (entry,) = feedparser.parse(client.get("/quotes/corrections.atom?person=ines-vaz").data).entries
    assert (entry.id, entry.link) == (
        f"http://localhost/quotes/{quote.id}#withdrawn",
        f"http://localhost/quotes/{quote.id}",
    )
    assert "She was not there." in entry.content[0].value
    assert client.get("/quotes/corrections.json?person=somebody").json["items"] == []
    for path in ("/quotes/corrections", "/quotes/corrections.json"):
        text = client.get(path).text
        assert "She was not there." in text
        assert "In confidence" not in text
        assert "plan for people" not in text


def closed(quote: Quote) -> None:
    """After its quotes were read the episode comes under the Chatham House Rule."""
    change_episode(quote.episode, fields={"attribution_policy": "chatham_house"}, by=BY)
    save()


def test_quotes_of_an_episode_closed_afterwards_are_gone_with_a_notice(client: FlaskClient) -> None:
    quote, stays = a_full_quote(), a_quote(paragraphs=["Other words, of another day."])
    correct_quote(quote, fields={"position": "Clerk"}, reason="Ines Vaz was a clerk then.", by=BY)
    save()
    path = path_of(quote)
    closed(quote)
    for address in (path, f"/quotes/{quote.id}", f"/quotes/{quote.id}/embed", f"{path}?version=1"):
        answer = client.get(address)
        assert answer.status_code == 410
        for told in ("Vaz", "Clerk", "Director", "plan for people", "Who Plans"):
            assert told not in answer.text, told
        assert "Chatham House Rule" in answer.text
    for other in ("annotation.jsonld", "citation.bib", "card/2.png"):
        assert client.get(f"/quotes/{quote.id}/{other}").status_code == 410
    assert client.get(f"{path}.jsonld").status_code == 410
    assert client.get(f"/oembed?url=http://localhost{path}").status_code == 410
    for other in ("/quotes", "/quotes/feed.json", "/quotes/export.csv", f"/quotes/check?words={WORDS}", "/sitemap.xml"):
        assert "plan-for-people" not in client.get(other).text
        assert "plan for people, in" not in client.get(other).text.split("</form>")[-1]
    assert client.get(path_of(stays)).status_code == 200


def test_followers_hear_of_a_closed_episode_and_nothing_of_its_speakers(app: Flask, client: FlaskClient) -> None:
    quote = a_full_quote()
    withdrawn = a_full_quote(episode_id=quote.episode_id, paragraphs=[WORDS])
    move_quote(withdrawn, QuoteState.WITHDRAWN, reason="Ines Vaz asked for it.", by=BY)
    save()
    with time_machine.travel("2098-03-01T10:00:00Z", tick=False):
        closed(quote)
    assert_atom(client.get("/quotes/corrections.atom").data)
    for path in ("/quotes/corrections", "/quotes/corrections.atom", "/quotes/corrections.json"):
        text = client.get(path).text
        assert "Vaz" not in text
        assert "Chatham House Rule" in text
        assert "2098-03-01T10:00:00" in text
    for narrow in ("person=ines-vaz", "words=people", "language=en"):
        assert client.get(f"/quotes/corrections.json?{narrow}").json["items"] == []


def test_an_embargoed_quote_of_a_closed_episode_was_never_there(client: FlaskClient) -> None:
    quote = a_full_quote(embargo_until="2099-01-01T00:00:00+00:00")
    closed(quote)
    assert client.get(path_of(quote)).status_code == 404


def test_an_empty_feed_is_valid(client: FlaskClient) -> None:
    an_episode()
    save()
    assert not feedparser.parse(client.get("/quotes/feed.atom").data).bozo


def test_export_cells_are_no_formulas(client: FlaskClient) -> None:
    a_quote(paragraphs=["=SUM(A1:A9) said nobody"], person_id=a_person(name="@Handle Vaz").id)
    save()
    text = client.get("/quotes/export.csv").data.decode("utf-8-sig")
    assert "'=SUM" in text
    assert "'@Handle" in text


def test_apa_keeps_the_capitals_of_names_on_record(client: FlaskClient) -> None:
    panellist = a_person(name="Olga Reef")
    of_record = an_episode(title="Olga Reef and the Future of Migration", appearances=[appearing(panellist)])
    unknown = an_episode(title="Hurricane Dora and the Future of Migration")
    shown = []
    for episode in (of_record, unknown):
        quote = a_quote(episode_id=episode.id)
        save()
        page = client.get(path_of(quote)).text
        shown.append(re.search(r'id="cite-apa">[^<]*<i>([^<]+)</i>', page).group(1))
    assert shown == ["Olga Reef and the future of migration", "Hurricane Dora and the Future of Migration"]


def said(client: FlaskClient, words: str) -> str:
    page = client.get("/quotes/check", query_string={"words": words}).text
    found = re.search(r'<h2 id="verdict">([^<]+)</h2>', page)
    return found.group(1) if found else page


def test_checker_tells_verbatim_different_translated_unknown(app: Flask, client: FlaskClient) -> None:
    quote = a_full_quote()
    a_transcript(
        quote.episode,
        ("Ines Vaz", "The harbour has always been open to"),
        ("Ines Vaz", "those who come by sea. Always."),
    )
    save()
    assert said(client, f"“{WORDS}”") == "Verbatim"
    assert said(client, "in terms of of ways, not for numbers.") == "Verbatim"
    assert said(client, "always been open to those who come by sea") == "Verbatim"
    assert said(client, "We must plan for people, in terms of ways, not for numbers.") == "Differs here"
    assert said(client, "The harbour has always been shut to those who come by sea.") == "Differs here"
    assert said(client, "Hay que planificar para la gente.") == "Only in translation"
    assert said(client, "Nothing of this kind was ever heard in that hall.") == "Not found"
    assert said(client, "Dit is nog niet af.") == "Not found"
    page = client.get("/quotes/check", query_string={"words": "always been open to those who come by sea"}).text
    assert f"/episodes/{quote.episode.slug}/transcript/en?cue=1#c1" in page


def test_checker_shows_the_difference_word_by_word(client: FlaskClient) -> None:
    a_full_quote()
    page = client.get("/quotes/check", query_string={"words": "We should plan for people, in terms of of ways"}).text
    assert "<del>should</del>" in page
    assert "<ins>must</ins>" in page


@pytest.mark.parametrize(
    "words",
    [
        "Hay que planificar para toda la gente.",
        "Hay que preparar para la gente.",
        "Si hay que planificar para la gente, no para los números, que se haga",
    ],
)
def test_checker_says_how_words_differ_from_a_translation(client: FlaskClient, words: str) -> None:
    a_full_quote()
    page = client.get("/quotes/check", query_string={"words": words}).text
    assert said(client, words) == "Only in translation, and it differs here"
    assert "Something close to these words is a translation by Ana Ruiz" in page
    assert "the original is authoritative" in page
    assert '<p class="difference" lang="es">' in page
    assert said(client, "Dit is nog lang niet af.") == "Not found"


def test_what_stands_around_is_cut_between_words(client: FlaskClient) -> None:
    a_quote(paragraphs=[f"{'harbours ' * 50}We count the herons here{' everywhere' * 50}."])
    save()
    page = client.get("/quotes/check", query_string={"words": "We count the herons here"}).text
    assert '<span class="quiet">… harbours harbours' in page
    assert "everywhere …</span>" in page


def test_what_was_said_goes_before_a_translation_that_differs(client: FlaskClient) -> None:
    a_full_quote()
    a_transcript(an_episode(), ("Ana Rey", "Hay que planificar para la gente, dijo ayer."), language="es")
    save()
    assert said(client, "Hay que planificar para la gente, dije ayer.") == "Differs here"


def test_a_difference_with_a_transcript_is_shown_in_its_sentence(client: FlaskClient) -> None:
    said_there = "It rained. The herons", "of the delta stay here all winter. Nobody counts them.", "Then they leave."
    a_transcript(an_episode(), *(("Ines Vaz", line) for line in said_there))
    save()
    page = client.get("/quotes/check", query_string={"words": "the herons of the delta stay there all winter"}).text
    assert '<span class="quiet">… It rained.</span>' in page
    assert '<span class="quiet">Nobody counts them. …</span>' in page


@pytest.mark.parametrize(
    ("words", "status"), [("one two", 422), ("a" * 3001, 422), ("", 200), ("<script>alert(1) b c", 200)]
)
def test_checker_explains_bad_input(client: FlaskClient, words: str, status: int) -> None:
    an_episode()
    save()
    answer = client.get("/quotes/check", query_string={"words": words})
    assert answer.status_code == status
    assert "<script>alert" not in answer.text


def test_words_across_cues_are_named_by_first_and_last(client: FlaskClient) -> None:
    """On the transcript's page a time stands between two cues: the words do not stand there in one piece."""
    quote = quoted_from_transcript()
    page = client.get(path_of(quote)).text
    assert f"/episodes/{quote.episode.slug}/transcript/en?cue=2#c2:~:text=We%20plan%20for%20people%2C,not%20for" in page
    assert "Good morning." in page
    assert "He is right." not in page
    player = f"/recordings/{quote.transcript.recording_id}/player?t=4"
    assert f'href="{player}"' in page
    annotation = json.loads(client.get(f"/quotes/{quote.id}/annotation.jsonld").text)
    assert annotation["target"][1]["selector"]["value"] == "t=14,22"


def test_a_quote_of_few_words_is_found_again(client: FlaskClient) -> None:
    quote = quoted_from_transcript(["Good morning."])
    a_transcript(quote.episode, ("Ines Vaz", "Welcome."), ("Ines Vaz", "Ladies and gentlemen, good day. Good morning."))
    save()
    page = client.get(path_of(quote)).text
    assert "letter for letter" in page
    assert "?cue=2#c2" in page


def quoted_from_transcript(words: list[str] | None = None) -> Quote:
    person = a_person(name="Ines Vaz")
    episode = an_episode(appearances=[appearing(person)])
    fields = {"title": "Recording", "url": "https://media.example.org/talk.mp4", "offset_ms": 10_000}
    recording = add_recording(fields=fields | {"episode_id": episode.id}, by=BY)
    save()
    said = [("Ines Vaz", "Good morning."), ("Ines Vaz", "We plan for people,"), ("Ines Vaz", "not for numbers.")]
    transcript = a_transcript(episode, *said, ("Tomás Reyes", "He is right."), recording_id=recording.id)
    fields = {"person_id": person.id, "state": "published"}
    words = words or ["We plan for people, not for numbers."]
    quote = quote_from_transcript(transcript, first=1, last=3, words=words, fields=fields, by=BY)
    save()
    return quote


REPLACED = [
    (
        [("Ines Vaz", "Welcome."), ("Ines Vaz", "We plan for people, not for numbers. Always.")],
        "2",
        "letter for letter",
    ),
    (
        [("Ines Vaz", "Welcome."), ("Ines Vaz", "And we plan for people, never for numbers.")],
        "2",
        "has other words",
    ),
    ([("Ines Vaz", "Welcome to all of you who came by sea.")], None, "were not found in it"),
]


@pytest.mark.parametrize(("said", "cue", "told"), REPLACED)
def test_a_quote_is_found_again_in_a_better_transcript(
    client: FlaskClient, said: list[tuple[str, str]], cue: str | None, told: str
) -> None:
    quote = quoted_from_transcript()
    verify_quote(quote, by=BY)
    a_transcript(quote.episode, *said)
    save()
    page = client.get(path_of(quote)).text
    assert told in page
    assert "Good morning." not in page
    address = f'href="/episodes/{quote.episode.slug}/transcript/en'
    assert (f"{address}?cue={cue}#c{cue}" if cue else f'{address}"') in page
    assert ("See it in context" in page) is (cue is not None)
    assert ("<ins>never</ins>" in page) is (told == "has other words")
    target = json.loads(client.get(f"/quotes/{quote.id}/annotation.jsonld").text)["target"][0]["source"]
    assert target.endswith(f"/transcript/en?cue={cue}" if cue else path_of(quote))


def test_an_unchecked_quote_says_which_transcript_it_differs_from(client: FlaskClient) -> None:
    quote = quoted_from_transcript()
    correct_quote(quote, fields={"paragraphs": ["We plan for people, never for numbers."]}, reason="Misheard.", by=BY)
    save()
    assert "differ from the text they come from" in client.get(path_of(quote)).text
    a_transcript(quote.episode, ("Ines Vaz", "We plan for people, and not for numbers."))
    save()
    assert "differ from the transcript that replaced the one they come from" in client.get(path_of(quote)).text


def test_of_several_places_the_nearest_in_time_is_meant(client: FlaskClient) -> None:
    quote = quoted_from_transcript()
    words = ("Ines Vaz", quote.words)
    between = [("Ines Vaz", f"Between them {number} other words were said.") for number in range(30)]
    a_transcript(quote.episode, *between, words, *between, words)
    quote.begins_ms, quote.ends_ms = 61 * 4000, 62 * 4000
    save()
    assert "?cue=62#c62" in client.get(path_of(quote)).text


def test_a_quote_whose_transcript_is_hidden_says_so(client: FlaskClient) -> None:
    quote = quoted_from_transcript()
    change_transcript(quote.transcript, fields={"public": False}, by=BY)
    save()
    page = client.get(path_of(quote)).text
    assert "A transcript that is not public." in page
    assert "Good morning." not in page


def test_alone_and_in_context_have_their_addresses(client: FlaskClient) -> None:
    quote = a_full_quote(source_id=a_source(kept_text=TEXT).id)
    page = client.get(path_of(quote)).text
    assert f'href="/quotes/{quote.id}/embed"' in page
    assert f'href="http://localhost{path_of(quote)}#words"' in page
    assert 'id="words"' in page


def test_an_unverified_quote_shows_how_it_differs(client: FlaskClient) -> None:
    source = a_source(kept_text="She said: We must plan for people, not for numbers.")
    quote = a_quote(paragraphs=["We should plan for people, not for numbers."], source_id=source.id)
    save()
    page = client.get(path_of(quote)).text
    assert "Not yet verified" in page
    assert "<del>should</del>" in page
    assert "<ins>must</ins>" in page


def test_every_fragment_says_its_language(client: FlaskClient) -> None:
    quote = a_quote(paragraphs=["Hay que planificar para la gente y con ella."], language="es")
    save()
    for path in (path_of(quote), "/quotes", "/quotes/check?words=Hay que planificar para la isla y con ella"):
        text = re.sub(r"<(title|meta|textarea|option|a [^>]*href)[^>]*>[^<]*", "", client.get(path).text)
        for stretch in re.finditer(r"(<[^>]*>)[^<>]*Hay que planificar", text):
            before = text[: stretch.end()]
            opened = before.rfind('lang="es"')
            assert opened > 0, f"{path}: {stretch.group()}"
            assert not re.search(r"</(blockquote|p|h1|dd)>\s*<(?!p>)", before[opened:]), stretch.group()


def test_a_quote_withdrawn_before_it_was_public_has_no_notice(client: FlaskClient) -> None:
    quote = a_quote(state="draft", paragraphs=["Words that were never shown."])
    move_quote(quote, QuoteState.WITHDRAWN, reason="Spoken in confidence.", by=BY)
    save()
    assert client.get(path_of(quote)).status_code == 404


def test_a_short_misquotation_is_told_from_unknown_words(client: FlaskClient) -> None:
    """One wrong word in the middle breaks every phrase of four; the single words still find the quote."""
    a_quote(paragraphs=["We plan for people everywhere and always."])
    save()
    assert said(client, "We plan for numbers everywhere and always.") == "Differs here"
    assert said(client, "They sail against every star and tide.") == "Not found"


SAID_AT_LENGTH = [
    ("Ines Vaz", "Good morning. The harbour has always been open to those who come"),
    ("Ines Vaz", "by sea and nobody was ever sent away from our islands."),
    ("Tomás Reyes", "I could not agree more with what she said."),
    ("Ines Vaz", "Numbers matter, people matter more."),
]


@pytest.mark.parametrize(
    ("words", "verdict", "cue"),
    [
        ("been open to all", "Differs here", "1"),
        ("been shut to those", "Differs here", "1"),
        ("always been shut to those", "Differs here", "1"),
        ("has always been shut to those who", "Differs here", "1"),
        ("nobody was sent away", "Differs here", "2"),
        ("nobody was ever really sent away", "Differs here", "2"),
        ("those who came by the sea", "Differs here", "1"),
        ("I could never agree more", "Differs here", "3"),
        ("people matter much more", "Differs here", "4"),
        ("nobody was ever sent", "Verbatim", "2"),
        ("everyone was never asked twice", "Not found", ""),
        ("the morning of our more", "Not found", ""),
    ],
)
def test_few_words_of_a_transcript_with_one_wrong_are_found(
    client: FlaskClient, words: str, verdict: str, cue: str
) -> None:
    episode = an_episode()
    a_transcript(episode, *SAID_AT_LENGTH)
    a_transcript(an_episode(), ("Somebody Else", "Other matters of another day were open to debate here."))
    save()
    assert said(client, words) == verdict
    page = client.get("/quotes/check", query_string={"words": words}).text
    assert not cue or f"/episodes/{episode.slug}/transcript/en?cue={cue}#c{cue}" in page


def test_pairs_that_stand_everywhere_do_not_hide_the_rare_one(client: FlaskClient) -> None:
    common = [("A B", f"It is what it is of the time and {number} of the year.") for number in range(500)]
    a_transcript(an_episode(), *common)
    wanted = an_episode()
    a_transcript(wanted, ("Ines Vaz", "It is what the herons of the delta do."))
    save()
    page = client.get("/quotes/check", query_string={"words": "what the pelicans of the delta"}).text
    assert "Differs here" in page
    assert wanted.slug in page


def test_few_words_of_a_hidden_transcript_stay_unknown(client: FlaskClient) -> None:
    a_transcript(an_episode(), *SAID_AT_LENGTH, public=False)
    a_transcript(an_episode(attribution_policy="chatham_house"), *SAID_AT_LENGTH)
    save()
    assert said(client, "always been shut to those") == "Not found"
