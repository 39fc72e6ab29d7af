"""Search finds everything the account may see and nothing else; filters are kept by their account alone."""

import re

import pytest
from flask import Flask

from app.accounts.models import Role
from app.planning.operations import save_filter
from app.planning.queries import saved_filters_of
from app.series.operations import change_series
from tests.factories import a_draft, a_person, a_quote, a_series, a_source, an_episode, an_organization, save
from tests.organizers import Visitor, a_visitor, an_account, eddy, sign_in, token_in

HERE = "/organize/search"


def results(visitor: Visitor, words: str = "") -> str:
    answer = visitor.get(HERE, query_string={"q": words})
    assert answer.status_code == 200
    return answer.text.split('id="results"')[1]


def test_finds_records_of_every_kind_with_their_pages(olive: Visitor) -> None:
    person = a_person(name="Inês Müller", slug="ines")
    an_organization(name="Harbour Institute", slug="institute")
    a_draft(title="Harbour labour", slug="labour")
    a_source(title="Harbour release")
    quote = a_quote(state="draft", person_id=person.id, paragraphs=["We keep the harbour open."])
    save()
    page = results(olive, "harbour")
    assert all(words in page for words in ("Harbour Institute", "Harbour labour", "Harbour release", "harbour open"))
    assert f"/organize/quotes/{quote.id}" in page
    assert "/organize/organizations/institute" in page
    assert "Inês Müller" in results(olive, "ines muller")
    assert "/organize/people/ines" in results(olive, "muler ines")


@pytest.mark.parametrize("words", ["", " ", "%", "'\"", "\N{SNOWMAN}", "x" * 500])
def test_odd_words_find_nothing_and_break_nothing(olive: Visitor, words: str) -> None:
    a_draft(title="Harbour labour")
    save()
    assert "Harbour labour" not in results(olive, words)


def test_says_so_when_nothing_is_found(olive: Visitor) -> None:
    a_series()
    save()
    assert "Nothing is found for “zzzz”" in results(olive, "zzzz")


def test_goes_to_pages_by_what_one_does_there(olive: Visitor, app: Flask) -> None:
    a_series()
    save()
    assert "/organize/planner/runs/new" in results(olive, "run epis")
    eddy()
    visitor = a_visitor(app)
    sign_in(visitor, "eddy@example.org")
    assert "/organize/planner/together" not in results(visitor)
    assert "/organize/planner/runs/new" in results(visitor)


def test_other_series_stay_unseen(app: Flask) -> None:
    own, other = a_series(title="Own Talks"), a_series(title="Other Talks")
    foreign = an_episode(series=other, title="Foreign panel")
    a_quote(episode_id=foreign.id, paragraphs=["Foreign words."])
    an_episode(series=own, title="Foreign affairs")
    save()
    account = an_account(role=Role.EDITOR, series_id=own.id)
    change_series(other, fields={"kind": "x"}, by=account)
    save()
    visitor = a_visitor(app)
    sign_in(visitor)
    page = results(visitor, "foreign")
    assert "Foreign affairs" in page
    assert "Foreign panel" not in page
    assert "Foreign words" not in page


def test_shows_what_the_account_changed_last(app: Flask, olive: Visitor) -> None:
    series = a_series(title="Quiet Talks")
    a_person(name="Untouched Person")
    save()
    account = an_account(email="ada@example.org", name="Ada")
    change_series(series, fields={"kind": "talks"}, by=account)
    save()
    visitor = a_visitor(app)
    sign_in(visitor, "ada@example.org")
    recent = results(visitor).split("Yours lately")[1].split("</section>")[0]
    assert "Quiet Talks" in recent
    assert "Untouched Person" not in recent
    assert "Yours lately" not in results(olive)


def keep(visitor: Visitor, name: str, address: str) -> object:
    page = visitor.get("/organize/filters", query_string={"address": address}).text
    return visitor.post("/organize/filters", data={"csrf_token": token_in(page), "name": name, "address": address})


def test_filters_are_kept_found_and_forgotten_by_their_account(app: Flask, olive: Visitor) -> None:
    a_series()
    save()
    assert "/organize/filters?address=" in olive.get("/organize/planner?view=year").text
    assert keep(olive, "The year", "/organize/planner?view=year").status_code == 303
    assert keep(olive, "The year", "/organize/planner?view=week").status_code == 303
    page = olive.get("/organize/filters").text
    assert page.count("The year</a>") == 1
    assert 'href="/organize/planner?view=week"' in results(olive, "year")
    eddy()
    visitor = a_visitor(app)
    sign_in(visitor, "eddy@example.org")
    assert "The year" not in results(visitor)
    forget = re.search(r'action="(/organize/filters/\d+/forget)"', page).group(1)
    token = token_in(visitor.get("/organize/filters").text)
    assert visitor.post(forget, data={"csrf_token": token}).status_code == 404
    assert olive.post(forget, data={"csrf_token": token_in(page)}).status_code == 303
    assert "The year" not in olive.get("/organize/filters").text


@pytest.mark.parametrize(
    "address", ["", "https://example.org/", "//example.org", "/about", "/organize/x y", "javascript:1"]
)
def test_only_organizer_pages_are_kept(olive: Visitor, address: str) -> None:
    a_series()
    save()
    answer = keep(olive, "Elsewhere", address)
    assert answer.status_code == 422
    assert "Only pages of the organizers" in answer.text


def test_there_is_an_end_to_kept_filters(app: Flask, olive: Visitor) -> None:
    account = an_account(email="ada@example.org")
    for number in range(50):
        save_filter(account, name=f"Filter {number}", address="/organize/planner")
    save()
    assert len(saved_filters_of(account.id)) == 50
    visitor = a_visitor(app)
    sign_in(visitor, "ada@example.org")
    assert "remove one first" in keep(visitor, "One more", "/organize/planner").text


def test_statements_do_not_grow_with_what_there_is(olive: Visitor, statements: list[str]) -> None:
    counts = []
    for number in (3, 60):
        for _at in range(number):
            a_quote(episode_id=an_episode(title="Harbour").id, paragraphs=["Harbour words."])
        save()
        results(olive, "harbour")
        statements.clear()
        results(olive, "harbour")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] < 15
