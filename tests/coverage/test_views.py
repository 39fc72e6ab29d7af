"""The board, the report and the files: everything agrees to the unit, nothing private is in it."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime, timedelta

import jsonschema
import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.coverage import pdf
from app.strategy.operations import change_strategy_record
from app.strategy.queries import framework_by_slug, pillar_by_slug
from tests import factories as make
from tests.coverage.conftest import MOMENT
from tests.organizers import a_visitor

pages = ["/coverage", "/coverage/report"]


@pytest.fixture
def world(app: Flask) -> dict[str, str]:
    """Two held episodes, one planned, one private; quotes, one of them hostile."""
    framework = make.a_framework(title="Harbour Strategy")
    sea = make.a_pillar(framework, title="Sea", number=1, colour="#0b6e7a")
    hills = make.a_pillar(framework, title="Hills", number=2)
    youth = make.a_theme(framework, title="Youth", position=1)
    reef = make.an_organization(name="=Reef & Sons")
    ada, ben = make.a_person(name="Ada Reef"), make.a_person(name="Ben Hill")
    first = make.an_episode(
        title="By the <sea>",
        day=date(2025, 3, 12),
        status="held",
        appearances=[make.appearing(ada, organization_id=reef.id, organization_name=reef.name)],
        pillar_links=[{"pillar_id": sea.id, "weight": "principal"}],
        theme_links=[{"theme_id": youth.id, "weight": "contributing"}],
    )
    make.an_episode(
        title="Again",
        status="held",
        duration_minutes=60,
        appearances=[make.appearing(ada), make.appearing(ben)],
        pillar_links=[{"pillar_id": sea.id, "weight": "contributing"}],
    )
    make.an_episode(
        title="Up the hills",
        day=date(2027, 2, 1),
        pillar_links=[{"pillar_id": hills.id, "weight": "principal"}],
    )
    make.a_draft(title="Secret plan", pillar_links=[{"pillar_id": hills.id, "weight": "principal"}])
    source = make.a_source(title="The release", kept_text="=The sea is near.")
    make.a_quote(
        person_id=ada.id,
        episode_id=first.id,
        source_id=source.id,
        paragraphs=["=The sea is near."],
        verification="source_text",
        verified_at=first.created_at,
        pillar_links=[{"pillar_id": sea.id, "weight": "principal"}],
    )
    make.a_quote(person_id=ben.id, paragraphs=["Never to be read."], state="draft")
    make.save()
    return {"sea": sea.slug, "hills": hills.slug, "youth": youth.slug, "framework": framework.slug}


def test_figures_follow_the_schema(client: FlaskClient, world: dict[str, str]) -> None:
    schema = json.loads(client.get("/coverage.schema.json").text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for address in ("/coverage.json", "/coverage.json?plans=yes&from=2025-01-01&until=2026-12-31"):
        validator.validate(client.get(address).get_json())
    validator.validate(client.get("/coverage/report.json").get_json())
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(client.get("/coverage.json").get_json() | {"totals": {"episodes": -1}})


def test_the_counted_is_what_was_held(client: FlaskClient, world: dict[str, str]) -> None:
    found = client.get("/coverage.json").get_json()
    assert found["totals"] == {"episodes": 2, "minutes": 150, "speakers": 2, "quotes": 1}
    sea, hills = found["pillars"]
    assert (sea["episodes"], sea["principal"], sea["evidenced"], sea["claimed"]) == (2, 1, 1, 1)
    assert (hills["episodes"], hills["planned"], hills["gaps"]) == (0, 1, ["no_episode", "no_quote"])
    what_if = client.get("/coverage.json?plans=yes").get_json()
    assert [one["episodes"] for one in what_if["pillars"]] == [2, 1]


def test_pictures_tables_and_files_agree_to_the_unit(client: FlaskClient, world: dict[str, str]) -> None:
    found = client.get("/coverage.json").get_json()
    names = ("episodes", "minutes", "speakers", "quotes")
    wanted = {one["title"]: [one[name] for name in names] for one in found["pillars"]}
    for page in pages:
        text = client.get(page).text
        assert table_of(text, wanted) == wanted
        assert bars_of(text) == [wanted["Sea"][0], wanted["Hills"][0]]
        totals = [int(number) for number in re.findall(r"<dd>(\d+)</dd>", text)[:4]]
        assert totals == list(found["totals"].values())
    rows = list(csv.reader(io.StringIO(client.get("/coverage/report.csv").text.removeprefix("\ufeff"))))
    assert {row[1]: [int(cell) for cell in row[2:6]] for row in rows[1:]} == wanted
    book = openpyxl.load_workbook(io.BytesIO(client.get("/coverage/report.xlsx").data))
    assert {row[1]: list(row[2:6]) for row in book["pillars"].iter_rows(min_row=2, values_only=True)} == wanted
    assert next(book["totals"].iter_rows(min_row=2, values_only=True)) == tuple(found["totals"].values())
    assert book["episodes"].max_row - 1 == found["totals"]["episodes"]
    assert book["speakers"].max_row - 1 == found["totals"]["speakers"]


def table_of(text: str, titles: dict[str, list[int]]) -> dict[str, list[int]]:
    rows = re.findall(r"<tr>.*?</tr>", text, re.DOTALL)
    numbers = {}
    for title in titles:
        row = next(row for row in rows if f"{title}</a>" in row or re.search(rf"\b{title}\s*</th>", row))
        numbers[title] = [int(number) for number in re.findall(r'class="number"[^>]*>(\d+)<', row)[:4]]
    return numbers


def bars_of(text: str) -> list[int]:
    svg = text[text.index('aria-labelledby="pillars-title') :].split("</svg>")[0]
    return [int(number) for number in re.findall(r'font-weight="700"[^>]*>(\d+)<', svg)]


@pytest.mark.parametrize("page", pages)
def test_pictures_have_titles_and_nothing_inline(client: FlaskClient, world: dict[str, str], page: str) -> None:
    text = client.get(page).text
    assert text.count("<h1") == 1
    assert "style=" not in text
    for svg in re.findall(r'<svg class="picture.*?</svg>', text, re.DOTALL):
        names = re.search(r'aria-labelledby="(\S+) (\S+)"', svg)
        assert names
        assert f'<title id="{names[1]}">' in svg
        assert f'<desc id="{names[2]}">' in svg


def test_numbers_are_grouped_on_pages_and_plain_in_files(client: FlaskClient, app: Flask) -> None:
    make.an_episode(title="A long day", status="held", duration_minutes=1410)
    make.save()
    for page in pages:
        assert "<dd>1,410</dd>" in client.get(page).text
    assert client.get("/coverage.json").get_json()["totals"]["minutes"] == 1410
    assert "1410" in client.get("/coverage/report.csv?table=totals").text


def test_matrix_is_drawn_in_bands_under_their_own_heads(client: FlaskClient, world: dict[str, str]) -> None:
    """Paper is turned between two pictures; one for all the rows would leave half a page blank before it."""
    for number in range(10):
        make.an_episode(title=f"Talk {number}", status="held")
    make.save()
    text = client.get("/coverage").text
    bands = re.findall(r'<svg class="picture band".*?</svg>', text, re.DOTALL)
    assert [band.count('<text class="ink" x="74"') for band in bands] == [10, 2]
    assert [re.findall(r'text-anchor="middle"[^>]*>(\w+)<', band) for band in bands] == [["1", "2", "T1"]] * 2
    assert "part 2 of 2</title>" in bands[1]


def test_what_if_says_what_plans_add_and_how_they_are_weighed(client: FlaskClient, world: dict[str, str]) -> None:
    text = client.get("/coverage?plans=yes").text
    assert "They add 1 to the episodes, 90 to the minutes and 0 to the speakers." in text
    assert "<li>Hills: no episode yet</li>" in text
    assert "4 for a pillar that no episode has served yet" in text
    assert "They add" not in client.get("/coverage").text


def test_titles_are_in_the_language_of_the_page(client: FlaskClient, world: dict[str, str]) -> None:
    """What nobody translated keeps its own title, with its language said; files keep the titles they are known by."""
    framework = framework_by_slug(world["framework"])
    sea = pillar_by_slug(world["sea"])
    assert framework
    assert sea
    fields = {"translations": [{"language": "es", "title": "Mar", "definition": "Costas <seguras>."}]}
    change_strategy_record(sea, fields=fields, by=make.BY)
    change_strategy_record(framework, fields={"translations": [{"language": "es", "title": "Del puerto"}]}, by=make.BY)
    line = {"from_pillar_id": sea.id, "to_pillar_id": make.a_pillar(make.a_framework(), title="Coast").id}
    change_strategy_record(framework, fields={"crosswalk": [line | {"kind": "same"}]}, by=make.BY)
    make.save()
    for page in pages:
        text = client.get(f"/es{page}?framework={world['framework']}").text
        assert "Del puerto" in text
        assert 'lang="en"' not in text[text.index(">1 Mar</text>") - 120 : text.index(">1 Mar</text>")]
        assert "“Mar”" in text
        assert '“<span lang="en">Coast</span>”' in text
        assert re.search(r'<th scope="row" lang="en">\s*2\s', text)
        assert "Sea" not in re.sub(r"By the &lt;sea&gt;", "", text)
        assert ">1 Sea</text>" in client.get(f"{page}?framework={world['framework']}").text
        if page == "/coverage":
            assert '<span lang="en">Hills</span>' in text[text.index('id="next-heading"') :]
    page = client.get(f"/es/pillars/{world['sea']}").text
    assert "<h1>Mar</h1>" in page
    assert "Costas &lt;seguras&gt;." in page
    assert page.count("Mar</strong>") == 0
    assert page.count("<strong>Sea</strong>") == 1
    assert [one["title"] for one in client.get(f"/coverage.json?framework={framework.slug}").get_json()["pillars"]] == [
        "Sea",
        "Hills",
    ]


def test_nothing_private_and_nothing_hostile_leaves(client: FlaskClient, world: dict[str, str]) -> None:
    for address in (*pages, "/coverage.json", "/coverage/report.json", "/coverage/report.csv?table=quotes"):
        text = client.get(address).text
        assert "Secret plan" not in text
        assert "Never to be read" not in text
    assert all("<sea>" not in client.get(page).text for page in pages)
    assert "'=The sea is near." in client.get("/coverage/report.csv?table=quotes").text
    assert "'=Reef & Sons" in client.get("/coverage/report.csv?table=organizations").text
    book = openpyxl.load_workbook(io.BytesIO(client.get("/coverage/report.xlsx").data))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_report_has_words_with_citation_and_method(client: FlaskClient, world: dict[str, str]) -> None:
    text = client.get("/coverage/report").text
    for words in (
        "The sea is near.",
        "Ada Reef",
        "Available at http://localhost/quotes/",
        "How this is counted",
        "Hills",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("framework=nowhere", "no framework of that name"),
        ("framework=../etc", "last part"),
        ("from=yesterday", "year-month-day"),
        ("from=2026-02-30", "year-month-day"),
        ("from=2026-05-01&until=2026-01-01", "end after it begins"),
        ("plans=maybe", "can only be yes"),
        ("country=A&country=B", "give it once"),
        ("country=JM", "not chosen"),
        ("kind=choir", "can be one of"),
        ("organization=" + "x" * 300, "too long"),
    ],
)
def test_a_wrong_choice_gets_a_sentence(client: FlaskClient, world: dict[str, str], query: str, sentence: str) -> None:
    for address in ("/coverage", "/coverage.json", "/coverage/report", "/coverage/report.csv"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 422
        assert sentence in answer.text


def test_unknown_table_gets_a_sentence(client: FlaskClient, world: dict[str, str]) -> None:
    answer = client.get("/coverage/report.csv?table=secrets")
    assert answer.status_code == 422
    assert "pillars" in answer.text


def test_pages_without_any_framework(client: FlaskClient) -> None:
    make.a_series()
    make.save()
    for address in (*pages, "/coverage.json", "/coverage/report.json", "/coverage/report.xlsx"):
        assert client.get(address).status_code == 200, address


def test_statements_do_not_grow(app: Flask, world: dict[str, str], statements: list[str]) -> None:
    visitor = a_visitor(app)

    def counted() -> list[int]:
        numbers = []
        for address in (*pages, "/coverage.json", "/coverage/report.json"):
            app.extensions.pop("coverage material", None)
            statements.clear()
            visitor.get(f"{address}?framework={world['framework']}", headers={"Cookie": "unknown=1"})
            numbers.append(len(statements))
        return numbers

    before = counted()
    framework = framework_by_slug(world["framework"])
    for number in range(3):
        pillar = make.a_pillar(framework)
        held = make.an_episode(
            status="held",
            day=date(2025, 1, number + 1),
            appearances=[make.appearing(make.a_person())],
            pillar_links=[{"pillar_id": pillar.id, "weight": "principal"}],
        )
        links = [{"pillar_id": pillar.id, "weight": "principal"}]
        make.a_quote(episode_id=held.id, pillar_links=links, verification="recording", verified_at=held.created_at)
    make.save()
    assert counted() == before
    assert max(before) <= 12


def test_pdf_says_why_where_it_cannot_be_made(
    client: FlaskClient, world: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_html: str, *, as_of: datetime) -> bytes:
        raise pdf.CannotMakePdf("This server cannot make PDF files, for Pango is not installed.")

    monkeypatch.setattr(pdf, "made_pdf", refuse)
    answer = client.get("/coverage/report.pdf")
    assert answer.status_code == 503
    assert "Pango" in answer.text


FILES = ("report.json", "report.xlsx", "report.csv", "report")


def test_files_stay_byte_for_byte_until_something_changes(app: Flask, world: dict[str, str]) -> None:
    def made(at: datetime) -> list[bytes]:
        app.extensions.pop("coverage material", None)
        with time_machine.travel(at, tick=False):
            return [a_visitor(app).get(f"/coverage/{file}").data for file in FILES]

    first = made(MOMENT)
    assert made(MOMENT + timedelta(days=9)) == first
    as_of = json.loads(first[0])["as_of"]
    assert as_of == MOMENT.date().isoformat()
    held = make.an_episode(title="Next week", day=MOMENT.date() + timedelta(days=12), start_local=None)
    make.save()
    planned = made(MOMENT + timedelta(days=11))
    over = made(MOMENT + timedelta(days=20))
    assert json.loads(planned[0])["as_of"] == as_of
    assert json.loads(over[0])["as_of"] == (held.day + timedelta(days=1)).isoformat()
    assert made(MOMENT + timedelta(days=30)) == over
    thin = json.loads(made(datetime(2028, 6, 1, tzinfo=UTC))[0])
    assert "long_ago" in thin["pillars"][0]["gaps"]
    assert thin["as_of"] > "2027-02-01"


def test_a_long_title_is_drawn_whole_in_two_lines(app: Flask, client: FlaskClient) -> None:
    title = "Protection of people on the move and humane governance of borders"
    pillar = make.a_pillar(make.a_framework(), title=title, number=3)
    make.an_episode(status="held", pillar_links=[{"pillar_id": pillar.id, "weight": "principal"}])
    make.save()
    text = client.get("/coverage").text
    svg = text[text.index('aria-labelledby="pillars-title') :].split("</svg>")[0]
    lines = re.findall(r'font-size="13"[^>]*>([^<]+)<', svg)
    assert (len(lines), " ".join(lines)) == (2, f"3 {title}")


def test_the_report_names_speakers_by_family_name_and_days_in_words(client: FlaskClient, world: dict[str, str]) -> None:
    names = [one["name"] for one in client.get("/coverage/report.json").get_json()["speakers"]]
    assert names == ["Ben Hill", "Ada Reef"]
    text = client.get("/coverage/report").text
    assert text.index("Ben Hill</a>") < text.index("Ada Reef</a>")
    assert "12 March 2025" in text
    assert "2025-03-12" not in text


def test_the_workbook_opens_with_columns_wide_enough(client: FlaskClient, world: dict[str, str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/coverage/report.xlsx").data))
    longest = max(len(str(row[0])) for row in book["speakers"].iter_rows(values_only=True))
    assert book["speakers"].column_dimensions["A"].width >= longest
    assert book["method"].column_dimensions["A"].width == 60
