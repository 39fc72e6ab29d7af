"""What leaves the house about a quote: golden strings, and every file parsed back by a library."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import bibtexparser
import jsonschema
import pytest
import rispy
from flask import Flask

from app.quotes.annotation import media_fragment, text_fragment, to_annotation
from app.quotes.bibtex import to_bibtex
from app.quotes.citations import STYLES, Cited, cited
from app.quotes.csl import to_csl
from app.quotes.jsonld import to_quotation_jsonld
from app.quotes.models import Quote
from app.quotes.operations import correct_quote
from app.quotes.ris import to_ris
from tests.factories import BY, a_person, a_quote, a_series, a_source, an_episode, save

GOLDEN = Path(__file__).parent / "golden"
ADDRESS = "https://talks.example.org/quotes/12-the-sea-is-no-border"


def spoken() -> Quote:
    a_series(title="Harbour Talks & Tides")
    person = a_person(name="Inés de la Vaz", sort_name="Vaz, Inés de la", honorific="Dr")
    episode = an_episode(title="Who Plans 100% of the Coast?", number=4, day=date(2026, 3, 5), start_local=None)
    quote = a_quote(
        person_id=person.id,
        episode_id=episode.id,
        position="Director",
        organization_name="Port_Office {North}",
        paragraphs=["The sea is no border, in terms of of ways.", "It’s a road."],
        begins_ms=754_000,
        ends_ms=782_500,
    )
    save()
    quote.id = 12
    return quote


def printed() -> Quote:
    source = a_source(title="Coast report", publisher="Harbour Daily", published_on=date(2026, 9, 21))
    quote = a_quote(person_id=a_person(name="Plato").id, source_id=source.id, paragraphs=["All is water."])
    save()
    quote.id = 12
    return quote


def reported() -> Quote:
    """In a newspaper, and corrected since."""
    fields = {"title": "Will the Coast Hold?", "publisher": "Harbour Daily", "kind": "news_report"}
    source = a_source(**fields, published_on=date(2026, 5, 2))
    person = a_person(name="Jean-Luc Marin", sort_name="Marin, Jean-Luc")
    quote = a_quote(person_id=person.id, source_id=source.id, paragraphs=["All is watter."], position="Mayor")
    save()
    correct_quote(quote, fields={"paragraphs": ["All is water."]}, reason="Misprint.", by=BY)
    quote.id = 12
    return quote


@pytest.mark.parametrize("make", [spoken, printed, reported])
def test_citations_equal_the_golden_file(app: Flask, make: Any) -> None:
    it = cited(make(), ADDRESS)
    lines = [f"{name}: {style(it)}" for name, style in STYLES]
    lines += [to_bibtex(it), to_ris(it).replace("\r\n", "\n"), json.dumps(to_csl(it), indent=1, ensure_ascii=False)]
    text = "\n".join(lines) + "\n"
    assert text == (GOLDEN / f"{make.__name__}.txt").read_text(encoding="utf-8")


def test_citations_escape_what_is_not_theirs(app: Flask) -> None:
    quote = a_quote(episode_id=an_episode(title="A <b>bold</b> & odd one").id, person_id=a_person(name="Ada Vaz").id)
    save()
    it = cited(quote, ADDRESS)
    for _name, style in STYLES:
        assert "<b>" not in style(it)
        assert "A &lt;b&gt;bold&lt;/b&gt; &amp; odd one" in style(it)


def it_of(app: Flask) -> Cited:
    return cited(spoken(), ADDRESS)


def test_bibtex_parses_back(app: Flask) -> None:
    library = bibtexparser.parse_string(to_bibtex(it_of(app)))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert (entry.entry_type, entry.key) == ("misc", "vaz2026-12")
    assert entry["title"] == r"{Who Plans 100\% of the Coast?}"
    assert entry["author"] == "Vaz, Inés de la"
    assert entry["url"] == ADDRESS
    assert entry["note"].startswith(r"Director, Port\_Office \{North\}")


def test_ris_parses_back(app: Flask) -> None:
    (record,) = rispy.loads(to_ris(it_of(app)))
    assert record["type_of_reference"] == "GEN"
    assert record["authors"] == ["Vaz, Inés de la"]
    assert record["title"] == "Who Plans 100% of the Coast?"
    assert record["date"] == "2026/03/05/"
    assert record["abstract"] == "The sea is no border, in terms of of ways. It’s a road."
    assert record["urls"] == [ADDRESS]


CSL_ITEM = {
    "type": "object",
    "required": ["id", "type", "title", "author", "URL"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "type": {"enum": ["speech", "document"]},
        "author": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "family": {"type": "string"},
                    "given": {"type": "string"},
                    "literal": {"type": "string"},
                },
            },
        },
        "issued": {
            "type": "object",
            "required": ["date-parts"],
            "properties": {
                "date-parts": {
                    "type": "array",
                    "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
                }
            },
        },
    }
    | {
        name: {"type": "string"}
        for name in (
            *("title", "genre", "language", "URL", "abstract", "event-title", "event-place"),
            *("container-title", "number", "note"),
        )
    },
}
"""The variables of CSL's data model that are used here, and their types."""


@pytest.mark.parametrize("make", [spoken, printed, reported])
def test_csl_fits_its_data_model(app: Flask, make: Any) -> None:
    item = json.loads(json.dumps(to_csl(cited(make(), ADDRESS))))
    jsonschema.validate([item], {"type": "array", "items": CSL_ITEM})


def test_jsonld_has_translations_and_corrections(app: Flask) -> None:
    quote = a_quote(paragraphs=["The see is no border."])
    save()
    fields = {
        "paragraphs": ["The sea is no border."],
        "translations": [
            {
                "language": "es",
                "paragraphs": ["El mar no es frontera."],
                "translator": "Ana Ruiz",
                "status": "unofficial",
            },
            {"language": "nl", "paragraphs": ["Entwurf."], "translator": "X", "status": "draft"},
        ],
    }
    correct_quote(quote, fields=fields, reason="Misheard.", by=BY)
    graph = to_quotation_jsonld(quote, address=ADDRESS)
    assert graph["version"] == 2
    assert [one["inLanguage"] for one in graph["workTranslation"]] == ["es"]
    assert graph["correction"][0]["text"] == "Misheard."


def test_jsonld_names_event_speaker_and_source(app: Flask) -> None:
    graph = to_quotation_jsonld(spoken(), address=ADDRESS)
    assert (graph["@type"], graph["text"], graph["@id"]) == ("Quotation", spoken_words(), ADDRESS)
    assert graph["creator"]["jobTitle"] == "Director, Port_Office {North}"
    assert graph["recordedAt"]["@type"] == "Event"  # isPartOf would ask for a creative work
    assert graph["dateCreated"] == "2026-03-05"


def test_jsonld_of_what_was_printed_cites_its_source(app: Flask) -> None:
    graph = to_quotation_jsonld(printed(), address=ADDRESS)
    assert graph["citation"] == {"@type": "CreativeWork", "name": "Coast report"}
    assert "recordedAt" not in graph


def spoken_words() -> str:
    return "The sea is no border, in terms of of ways.\nIt’s a road."


def test_annotation_names_the_place_by_words_and_by_time(app: Flask) -> None:
    quote = spoken()
    quote.prefix, quote.suffix = "He said: ", " And left."
    target = "https://talks.example.org/episodes/x/transcript/en"
    annotation = to_annotation(quote, address=ADDRESS, target=target, recording="https://video.example.org/4.mp4")
    words, heard = annotation["target"]
    assert words["selector"] == {
        "type": "TextQuoteSelector",
        "exact": quote.words,
        "prefix": "He said: ",
        "suffix": " And left.",
    }
    assert heard["selector"]["value"] == "t=754,782.5"
    assert annotation["created"].endswith("Z")


def test_fragments_escape_what_directives_use() -> None:
    assert text_fragment("A-b, c & d") == ":~:text=A%2Db%2C%20c%20%26%20d"
    assert (
        text_fragment("x", prefix="so he said-", suffix=" and went home")
        == ":~:text=so%20he%20said%2D-,x,-and%20went%20home"
    )
    assert text_fragment("word " * 40).count(",") == 1
    assert media_fragment(12_500) == "t=12.5"
