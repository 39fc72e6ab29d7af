"""Public pages in every language: the language is in the address, and only pages have several."""

from collections.abc import Iterator
from gettext import NullTranslations
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.spoken import catalogue
from app.web.languages import LANGUAGES, SOURCE
from tests.addresses import EPISODE, public_addresses
from tests.checking import problems_of
from tests.factories import a_person, a_quote, an_episode, save
from tests.organizers import Visitor, a_visitor

TRANSLATED = [code for code in LANGUAGES if code != SOURCE]
SITE = "http://localhost"
ODD = (
    *("/nothing", "/episodes?year=soon", "/episodes?pillar=A", "/episodes?year=2023&year=2024", "/quotes?year=1"),
    *("/about?x=%00", "/about?" + "x" * 5000),
    *("/episodes?when=past", "/episodes?role=panellist&person=andrew-selee", "/episodes?tz=Asia/Tokyo"),
    *("/quotes/check?words=the+kind+invitation", "/quotes/check?words=for+the+kind+invitation"),
    *("/quotes/check?words=thank+you+for+a+kind+invitation", "/quotes/check?words=" + "a" * 3001),
    *("/coverage?plans=yes", "/coverage?kind=x", "/coverage?from=2023-01-01", "/coverage/report?until=2024-01-01"),
    *("/schedule/series?when=past", "/schedule/series?alarm=30&profile=rich", "/schedule/series?alarm=x"),
    *("/pillars/sdg-10", "/quotes?words=zz", "/time-zone?tz=America/Nassau", "/people/andrew-selee?words=in+terms"),
)
"""Addresses whose words no plain page says: refusals, choices, answers of the checker."""


class Missing(NullTranslations):
    """What a catalogue turns to for words it has not."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        self.asked.add(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.asked.add(msgid1)
        return msgid1 if n == 1 else msgid2

    ugettext, ungettext = gettext, ngettext


@pytest.fixture
def missing() -> Iterator[Missing]:
    """The Dutch catalogue read anew, with somebody behind it who writes down what it has not."""
    catalogue.cache_clear()
    found = Missing()
    catalogue("nl").add_fallback(found)
    yield found
    catalogue.cache_clear()


def pages(app: Flask) -> list[str]:
    """The addresses that have a page in every language, and answer with it."""
    visitor, found = a_visitor(app), []
    for path in public_addresses(app):
        answer = visitor.get(f"/nl{path}")
        if answer.status_code == 200:
            found.append(path)
    assert len(found) > 25
    return found


def looked_at(visitor: Visitor, path: str) -> BeautifulSoup:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.text, "html.parser")


def test_every_word_a_public_page_asks_for_is_in_the_catalogue(real_series: Flask, missing: Missing) -> None:
    visitor = a_visitor(real_series)
    for path in (*pages(real_series), *ODD):
        assert visitor.get(f"/nl{path}").status_code in (200, 400, 404, 422), path
    assert missing.asked == set()


def test_every_page_is_whole_in_every_language(real_series: Flask) -> None:
    visitor, problems = a_visitor(real_series), []
    for path in pages(real_series):
        for language in TRANSLATED:
            answer = visitor.get(f"/{language}{path}")
            problems += problems_of(answer.text, f"/{language}{path}")
            if f'<html lang="{language}"' not in answer.text:
                problems.append(f"/{language}{path} does not say that it is in {language}")
    assert not problems, "\n".join(problems)


def test_each_page_names_itself_in_every_language_and_all_name_the_same(real_series: Flask) -> None:
    visitor = a_visitor(real_series)
    for path in pages(real_series):
        if path == "/recordings/1/player":  # it stands in a frame, without the head of a page
            continue
        wanted = {code: SITE + ("" if code == SOURCE else f"/{code}") + path for code in LANGUAGES}
        for language, address in wanted.items():
            page = looked_at(visitor, address.removeprefix(SITE))
            named = {str(one["hreflang"]): one["href"] for one in page.select('head link[rel="alternate"][hreflang]')}
            assert named == wanted | {"x-default": wanted[SOURCE]}, address
            canonical = page.select_one('link[rel="canonical"]')
            assert canonical is None or canonical["href"] == address
            switch = {str(one["hreflang"]): one["href"] for one in page.select(".languages a")}
            assert {code: SITE + str(link) for code, link in switch.items()} == wanted
            assert [one["hreflang"] for one in page.select(".languages a[aria-current]")] == [language]


def test_the_switch_keeps_what_was_asked_for(real_series: Flask) -> None:
    page = looked_at(a_visitor(real_series), "/es/episodes?when=past&person=andrew-selee")
    here = [one["href"] for one in page.select(".languages a")]
    assert here == [f"{prefix}/episodes?when=past&person=andrew-selee" for prefix in ("", "/nl", "/es", "/fr")]


def test_links_keep_the_language_and_files_never_have_one(real_series: Flask) -> None:
    visitor, rules = a_visitor(real_series), real_series.url_map.bind("localhost")
    wrong, one_language = set(), {"episodes.preview", "quotes.embed", "quotes.oembed"}
    for path in pages(real_series):
        for link in looked_at(visitor, f"/fr{path}").select("a[href], form, img[src], script[src], link[href]"):
            address = urlsplit(str(link.get("href") or link.get("src") or link.get("action") or ""))
            named = address.path
            if link.get("hreflang") or address.netloc not in ("", "localhost") or not named.startswith("/"):
                continue
            method = str(link.get("method", "get")).upper()
            endpoint, _values = rules.match(named.removeprefix("/fr"), method)
            module = real_series.view_functions[endpoint].__module__
            is_page = module.endswith(".views") and method == "GET" and "." not in named
            if named.startswith("/fr/") != (is_page and endpoint not in one_language):
                wrong.add(f"{path}: {named}")
    assert not wrong, "\n".join(sorted(wrong))


def test_what_identifies_something_is_the_same_in_every_language(real_series: Flask) -> None:
    visitor = a_visitor(real_series)
    quote = visitor.get("/quotes/1").headers["Location"]
    for path in (f"/episodes/{EPISODE}", quote, "/people/andrew-selee", "/"):
        known = [one["content"] for one in looked_at(visitor, f"/es{path}").select('meta[property="og:url"]')]
        assert known == [SITE + path]
    here, there = looked_at(visitor, quote), looked_at(visitor, f"/es{quote}")
    for place in ("#cite-un", "#cite-apa", "#with-attribution"):
        assert there.select_one(place).text == here.select_one(place).text  # type: ignore[union-attr]
    assert there.select_one("#cite-un")["lang"] == "en"  # type: ignore[index]
    assert f"{SITE}/es/" not in visitor.get(f"{quote}.jsonld").text


@pytest.mark.parametrize(
    "path",
    [
        *("/schedule/series.ics", "/schedule/series.atom", "/coverage.json", "/coverage/report.pdf", "/sitemap.xml"),
        *(
            "/quotes/feed.atom",
            "/quotes/1/embed",
            "/oembed?url=http://localhost/quotes/1",
            "/robots.txt",
            "/favicon.ico",
        ),
        *("/static/img/favicon.svg", "/healthz", "/readyz", "/organize/", "/sign-in", "/account/codes", "/preview/1"),
        *("/nl/", "/es/episodes", "/xx/"),
    ],
)
def test_only_pages_have_an_address_in_a_language(real_series: Flask, path: str) -> None:
    assert a_visitor(real_series).get(f"/nl{path}").status_code == 404


def test_nothing_is_sent_to_an_address_in_a_language(real_series: Flask) -> None:
    visitor = a_visitor(real_series)
    assert visitor.post("/nl/time-zone", data={"tz": "America/Nassau", "next": "/nl/about"}).status_code == 404
    answer = visitor.post("/time-zone", data={"tz": "America/Nassau", "next": "/nl/about"})
    assert answer.headers["Location"] == "/nl/about"


def test_an_address_in_a_language_answers_with_the_page_whatever_is_accepted(real_series: Flask) -> None:
    answer = a_visitor(real_series).get("/nl/schedule/series", headers={"Accept": "text/calendar"})
    assert answer.mimetype == "text/html"
    assert '<html lang="nl"' in answer.text


def test_neither_browser_nor_cookie_turns_an_address_into_another_language(real_series: Flask) -> None:
    visitor = a_visitor(real_series)
    answer = visitor.get("/about", headers={"Accept-Language": "nl, fr;q=0.5", "Cookie": "language=nl"})
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text


def test_kept_answers_are_of_one_language(real_series: Flask) -> None:
    visitor = a_visitor(real_series)
    for _round in range(2):
        assert visitor.get("/about").text.count('<html lang="en"') == 1
        assert visitor.get("/fr/about").text.count('<html lang="fr"') == 1
        assert visitor.get("/es/about").text.count('<html lang="es"') == 1


@pytest.mark.parametrize(
    "feed",
    [
        *("/schedule/series.ics", "/schedule/series.jcal", "/schedule/series.atom", "/schedule/series.json"),
        *("/quotes/feed.atom", "/quotes/corrections.json", "/coverage/report.json", f"/episodes/{EPISODE}.jsonld"),
    ],
)
def test_feeds_and_files_are_the_same_whatever_language_was_read_before(real_series: Flask, feed: str) -> None:
    visitor, layer = a_visitor(real_series), real_series.extensions["kept answers"]
    before = visitor.get(feed).data
    layer.keep_nothing()
    for language in TRANSLATED:
        visitor.get(f"/{language}/schedule/series")
        assert visitor.get(feed).data == before
    assert b"/fr/" not in before
    assert b"/nl/" not in before


def test_errors_are_said_in_the_language_of_the_address(real_series: Flask) -> None:
    visitor = a_visitor(real_series)
    assert "Deze pagina bestaat niet" in visitor.get("/nl/nothing").text
    assert "No existe esta página" in visitor.get("/es/episodes/nothing").text
    assert "Indiquez une année" in visitor.get("/fr/episodes?year=soon").text
    gone = visitor.get("/fr/nothing")
    assert '<html lang="fr"' in gone.text
    assert "hreflang" not in gone.text.partition("</head>")[0]


def test_content_keeps_its_own_language(app: Flask) -> None:
    ada = a_person(name="Ada Open")
    an_episode(title="The open one")
    quote = a_quote(person_id=ada.id, language="es", paragraphs=["Nada sobre nosotros sin nosotros."])
    save()
    visitor, path = a_visitor(app), f"/quotes/{quote.id}-{quote.slug}"
    spoken = {
        code: looked_at(visitor, f"{code and '/'}{code}{path}").select_one("#words blockquote") for code in ("", "es")
    }
    assert spoken[""].get("lang") == "es"  # type: ignore[union-attr]
    assert spoken["es"].get("lang") is None  # type: ignore[union-attr]
    titles = {code: looked_at(visitor, f"{code and '/'}{code}/episodes/the-open-one").h1 for code in ("", "nl")}
    assert titles[""].get("lang") is None  # type: ignore[union-attr]
    assert titles["nl"].get("lang") == "en"  # type: ignore[union-attr]


def test_the_site_map_names_every_page_in_every_language(real_series: Flask) -> None:
    text = a_visitor(real_series).get("/sitemap.xml").text
    page = f"/episodes/{EPISODE}"
    for code in LANGUAGES:
        address = SITE + ("" if code == SOURCE else f"/{code}") + page
        assert f'hreflang="{code}" href="{address}"' in text
    assert f'hreflang="x-default" href="{SITE}{page}"' in text
    assert f"<loc>{SITE}/nl" not in text
