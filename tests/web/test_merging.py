"""Two people edit the same record: the second sees both versions and chooses, and nothing is lost."""

import re

import pytest
from flask import Flask

from app.database import db
from app.quotes.models import Quote
from app.quotes.operations import change_quote
from app.revisions.queries import revisions_of
from tests.factories import a_quote, save
from tests.organizers import Visitor, a_visitor, an_account, sign_in

FIELD = {
    "words": "Words as found.",
    "language": "en",
    "position": "",
    "organization_name": "",
    "begins": "",
    "ends": "",
}


@pytest.fixture
def quote(app: Flask) -> Quote:
    made = a_quote(state="draft", paragraphs=["Words as found."], position="Clerk")
    save()
    return made


@pytest.fixture
def olive(app: Flask, quote: Quote) -> Visitor:
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no {name}"
    return found.group(1)


def opened(visitor: Visitor, quote: Quote) -> dict[str, str]:
    page = visitor.get(f"/organize/quotes/{quote.id}/edit").text
    hidden = {name: value_of(page, name) for name in ("csrf_token", "request_id", "base_revision")}
    return FIELD | hidden | {"person_id": str(quote.person_id), "episode_id": "", "source_id": "", "position": "Clerk"}


def save_as(visitor: Visitor, quote: Quote, form: dict[str, str]) -> object:
    return visitor.post(f"/organize/quotes/{quote.id}/edit", data=form)


def merged_form(page: str, **choices: str) -> dict[str, str]:
    """What a browser sends from the merge page: its hidden fields, and the radio buttons chosen."""
    areas = re.findall(r'<textarea class="carried" name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    hidden = {name: value_of(page, name) for name in ("csrf_token", "request_id", "base_revision", "began_from")}
    ticked = re.findall(r'name="choice\.(\w+)" value="(\w+)" required checked', page)
    picked = {f"choice.{name}": value for name, value in [*ticked, *choices.items()]}
    return dict(areas) | hidden | picked


def test_a_fresh_save_meets_no_merge_page(olive: Visitor, quote: Quote) -> None:
    assert save_as(olive, quote, opened(olive, quote) | {"position": "Director"}).status_code == 303
    db.session.expire_all()
    assert quote.position == "Director"


def test_a_stale_save_shows_three_versions_and_who(olive: Visitor, quote: Quote) -> None:
    form = opened(olive, quote) | {"position": "Director", "organization_name": "Port Office"}
    change_quote(quote, fields={"position": "Minister", "language": "nl"}, by="Eddy Editor")
    save()
    answer = save_as(olive, quote, form)
    assert answer.status_code == 409
    for said in ("Clerk", "Minister", "Director", "Port Office", "Eddy Editor"):
        assert said in answer.text
    ticked = dict(re.findall(r'name="choice\.(\w+)" value="(\w+)" required checked', answer.text))
    assert ticked == {"language": "theirs", "organization_name": "mine"}
    db.session.expire_all()
    assert quote.position == "Minister"


def test_choices_are_saved_each_as_chosen(olive: Visitor, quote: Quote) -> None:
    form = opened(olive, quote) | {"position": "Director", "organization_name": "Port Office", "words": "Mine."}
    change_quote(quote, fields={"position": "Minister", "language": "nl", "paragraphs": ["Theirs."]}, by="Eddy Editor")
    save()
    page = save_as(olive, quote, form).text
    assert save_as(olive, quote, merged_form(page, position="mine", words="theirs")).status_code == 303
    db.session.expire_all()
    assert (quote.position, quote.language, quote.paragraphs) == ("Director", "nl", ["Theirs."])
    assert quote.organization_name == "Port Office"
    assert set(revisions_of(quote)[0].after) == {"position", "organization_name"}


def test_a_choice_left_open_is_asked_for_again(olive: Visitor, quote: Quote) -> None:
    form = opened(olive, quote) | {"position": "Director"}
    change_quote(quote, fields={"position": "Minister"}, by="Eddy Editor")
    save()
    page = save_as(olive, quote, form).text
    again = save_as(olive, quote, merged_form(page))
    assert again.status_code == 409
    assert "Choose one version" in again.text
    assert save_as(olive, quote, merged_form(again.text, position="mine")).status_code == 303


def test_a_third_hand_meanwhile_brings_the_page_again(olive: Visitor, quote: Quote) -> None:
    form = opened(olive, quote) | {"position": "Director"}
    change_quote(quote, fields={"position": "Minister"}, by="Eddy Editor")
    save()
    page = save_as(olive, quote, form).text
    change_quote(quote, fields={"position": "Mayor"}, by="Nora Nobody")
    save()
    again = save_as(olive, quote, merged_form(page, position="mine"))
    assert again.status_code == 409
    assert "Mayor" in again.text
    assert save_as(olive, quote, merged_form(again.text, position="theirs")).status_code == 303
    db.session.expire_all()
    assert quote.position == "Mayor"


def test_back_to_the_form_saves_nothing_and_keeps_the_choice(olive: Visitor, quote: Quote) -> None:
    form = opened(olive, quote) | {"position": "Director"}
    change_quote(quote, fields={"position": "Minister", "language": "nl"}, by="Eddy Editor")
    save()
    page = save_as(olive, quote, form).text
    back = save_as(olive, quote, merged_form(page, position="mine") | {"resume": "1"})
    assert back.status_code in (200, 422)
    assert 'value="Director"' in back.text
    assert 'value="nl"' in back.text
    db.session.expire_all()
    assert quote.position == "Minister"


def test_the_same_submission_twice_is_no_conflict(olive: Visitor, quote: Quote) -> None:
    form = opened(olive, quote) | {"position": "Director"}
    assert save_as(olive, quote, form).status_code == 303
    assert save_as(olive, quote, form).status_code == 303
    assert len(revisions_of(quote)) == 2
