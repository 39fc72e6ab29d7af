"""The reader's pages: nothing stored before it is accepted, then item by item, in one transaction."""

import io
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.episodes.models import Episode, EpisodeFact
from app.people.models import Person
from app.quotes.models import Quote, QuoteState
from app.series.models import Series
from app.sources.models import Source
from tests.factories import a_framework, a_person, a_pillar, a_series, an_episode, save
from tests.organizers import Visitor, a_visitor, an_account, sign_in, token_in

ARTICLES = Path(__file__).parents[1] / "sources" / "articles"
LAUNCH = (ARTICLES / "en-00-launch-of-the-strategy.txt").read_text(encoding="utf-8")
FIELD = re.compile(
    r"<input (?P<input>[^>]*)>|<select (?P<select>[^>]*)>(?P<options>.*?)</select>|"
    r"<textarea (?P<area>[^>]*)>\r?\n?(?P<text>.*?)</textarea>",
    re.DOTALL,
)


@pytest.fixture
def olive(app: Flask) -> Visitor:
    a_series()
    save()
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the page's last form as it stands."""
    found: dict[str, str] = {}
    for match in FIELD.finditer(page):
        held = dict(re.findall(r'([\w-]+)="([^"]*)"', match["input"] or match["select"] or match["area"] or ""))
        if "name" not in held:
            continue
        if match["area"] is not None:
            found[held["name"]] = unescape(match["text"])
        elif match["select"] is not None:
            options = re.findall(r"<option (selected )?value=\"([^\"]*)\"", match["options"])
            found[held["name"]] = next((value for chosen, value in options if chosen), options[0][1])
        elif held.get("type") != "checkbox":
            found[held["name"]] = unescape(held.get("value", ""))
        elif "checked" in (match["input"] or ""):
            found[held["name"]] = held.get("value", "y")
    return found


def read(visitor: Visitor, text: str = LAUNCH) -> str:
    token = token_in(visitor.get("/organize/reading").text)
    answer = visitor.post("/organize/reading", data={"csrf_token": token, "text": text})
    assert answer.status_code == 200
    return answer.text


def accept(visitor: Visitor, page: str, **changed: Any) -> Any:
    sent = fields_of(page) | changed
    return visitor.post("/organize/reading/accept", data={k: v for k, v in sent.items() if v is not None})


def count(model: type) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(model)) or 0


def test_reading_stores_nothing_and_marks_the_passages(olive: Visitor) -> None:
    page = read(olive)
    assert '<mark class="quotation"' in page
    assert "Michele Klein-Solomon" in page
    assert "IOM Strategy for the Caribbean" in page
    assert "2023–2026" in page
    assert [count(model) for model in (Source, Person, Episode, Quote)] == [0, 0, 0, 0]


def test_everything_accepted_is_stored_at_once(olive: Visitor) -> None:
    framework = a_framework()
    pillar = a_pillar(framework, title="Labour mobility and human development")
    save()
    answer = accept(olive, read(olive), publisher="Harbour Office")
    assert answer.status_code == 303
    (source,) = db.session.scalars(db.select(Source))
    assert source.publisher == "Harbour Office"
    assert "in terms of of ways" in (source.kept_text or "")
    (episode,) = db.session.scalars(db.select(Episode))
    assert (episode.number, episode.day, episode.status.value) == (1, date(2023, 7, 25), "draft")
    assert [link.pillar_id for link in episode.pillar_links] == [pillar.id]
    roles = {one.person.name: [role.value for role in one.roles] for one in episode.appearances}
    assert roles["Ugochi Daniels"] == ["moderator"]
    quotes = list(db.session.scalars(db.select(Quote).order_by(Quote.id)))
    assert [(quote.person.name, len(quote.paragraphs)) for quote in quotes] == [
        ("Michele Klein-Solomon", 3),
        ("Andrew Selee", 1),
    ]
    assert {quote.state for quote in quotes} == {QuoteState.VERIFIED}
    assert quotes[1].standing == "President, Migration Policy Institute"


def test_what_is_unticked_is_not_stored(olive: Visitor) -> None:
    page = read(olive)
    assert (
        accept(olive, page, **{"episodes-0-take": None, "people-0-take": None, "quotations-1-take": None}).status_code
        == 303
    )
    assert count(Episode) == 0
    assert {person.name for person in db.session.scalars(db.select(Person))} == {
        "Michele Klein-Solomon",
        "Andrew Selee",
    }
    assert count(Quote) == 1


def test_known_people_and_episodes_are_matched_and_disagreements_shown(olive: Visitor) -> None:
    person = a_person(name="Andrew Selée", affiliations=[{"position": "Senior Fellow"}])
    episode = an_episode(number=1, title="Launch", day=date(2023, 7, 26), start_local=None)
    save()
    page = read(olive)
    assert "this source says 2023-07-25, the record says 2023-07-26" in page
    assert "this source says President, the record says Senior Fellow" in page
    assert accept(olive, page).status_code == 303
    db.session.expire_all()
    assert count(Episode) == 1
    assert db.session.get(Episode, episode.id).day == date(2023, 7, 26)  # type: ignore[union-attr]
    facts = {fact.field.value: fact.value for fact in db.session.scalars(db.select(EpisodeFact))}
    assert facts["day"] == "2023-07-25"
    assert [quote.person_id for quote in db.session.scalars(db.select(Quote).order_by(Quote.id))][1] == person.id


def test_a_quote_without_its_speaker_is_refused_and_nothing_typed_is_lost(olive: Visitor) -> None:
    page = read(olive)
    answer = accept(olive, page, **{"people-2-take": None, "publisher": "Harbour Office"})
    assert answer.status_code == 422
    assert "A quote needs its speaker" in answer.text
    assert 'value="Harbour Office"' in answer.text
    assert [count(model) for model in (Source, Person, Episode, Quote)] == [0, 0, 0, 0]


def test_sending_twice_stores_once(olive: Visitor) -> None:
    sent = fields_of(read(olive))
    assert [olive.post("/organize/reading/accept", data=sent).status_code for _ in range(2)] == [303, 303]
    assert count(Source) == 1


def test_a_changed_text_is_read_again_and_its_words_are_not_trusted(olive: Visitor) -> None:
    page = read(olive)
    text = fields_of(page)["text"]
    answer = accept(olive, page, text=text + "\n\nOne more paragraph.")
    assert answer.status_code == 422
    assert "read the article once more" in answer.text
    assert "One more paragraph." in answer.text


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("broken.pdf", b"no pdf", "is no PDF"),
        ("program.exe", b"MZ", "cannot be read"),
        ("empty.txt", b" ", "no text in this file"),
    ],
)
def test_a_hostile_file_gets_a_sentence(olive: Visitor, name: str, data: bytes, sentence: str) -> None:
    token = token_in(olive.get("/organize/reading").text)
    sent = {"csrf_token": token, "text": "", "file": (io.BytesIO(data), name)}
    answer = olive.post("/organize/reading", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert sentence in answer.text


def test_markup_in_an_article_is_shown_as_text(olive: Visitor) -> None:
    page = read(olive, "“<script>alert(1)</script> is what we all fear,” said Ann Lee, Director of Works.")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_every_article_survives_the_way_through_the_form(olive: Visitor) -> None:
    for path in sorted(ARTICLES.glob("*.txt"))[::4]:
        text = path.read_text(encoding="utf-8")
        assert accept(olive, read(olive, text)).status_code in (303, 422)


def test_viewers_may_not_read_articles(app: Flask, olive: Visitor) -> None:
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    visitor = a_visitor(app)
    sign_in(visitor, "vera@example.org")
    assert visitor.get("/organize/reading").status_code == 403


def test_people_and_quotes_go_to_the_episode_that_the_article_names(olive: Visitor) -> None:
    page = read(olive, (ARTICLES / "en-413-season-announced.txt").read_text(encoding="utf-8"))
    assert accept(olive, page, **{"episodes-2-take": "y"}).status_code == 303
    eighth, ninth, tenth = db.session.scalars(db.select(Episode).order_by(Episode.number))
    names = [{one.person.name for one in episode.appearances} for episode in (eighth, ninth, tenth)]
    assert names == [{"Tamsin Okonkwo-Reid", "Alphonse Béliveau"}, {"Perpetua Nakamura-James"}, set()]
    said = {quote.person.name: quote.episode_id for quote in db.session.scalars(db.select(Quote))}
    assert said["Perpetua Nakamura-James"] == ninth.id
    assert said["Alphonse Béliveau"] == eighth.id


def test_another_episode_can_be_chosen_for_each_item(olive: Visitor) -> None:
    page = read(olive, (ARTICLES / "en-413-season-announced.txt").read_text(encoding="utf-8"))
    moved = {"people-0-episode": "1", "people-1-episode": "1", "quotations-0-episode": "1", "quotations-1-episode": "2"}
    assert accept(olive, page, **moved).status_code == 303
    eighth, ninth = db.session.scalars(db.select(Episode).order_by(Episode.number))
    names = {one.person.name for one in ninth.appearances}
    assert names == {"Tamsin Okonkwo-Reid", "Alphonse Béliveau", "Perpetua Nakamura-James"}
    quotes = list(db.session.scalars(db.select(Quote).order_by(Quote.id)))
    assert [quote.episode_id for quote in quotes] == [ninth.id, None, ninth.id]
    assert eighth.appearances == []


def test_an_episode_on_record_can_be_chosen_too(olive: Visitor) -> None:
    series = a_series(title="Season Talks")
    an_episode(series=series, number=9, title="Fish, Fuel and the Price of Ice", day=date(2025, 3, 11))
    earlier = an_episode(series=series, number=3, title="Nets", day=date(2024, 3, 11))
    save()
    page = read(olive, (ARTICLES / "en-413-season-announced.txt").read_text(encoding="utf-8"))
    options = re.search(r'name="quotations-0-episode".*?</select>', page, re.DOTALL)
    assert options is not None
    assert "On record: 2024-03-11 Nets" in options.group()
    moved = {"quotations-0-episode": f"record-{earlier.id}", "people-0-episode": f"record-{earlier.id}"}
    assert accept(olive, page, **moved).status_code == 303
    db.session.expire_all()
    assert db.session.scalars(db.select(Quote).order_by(Quote.id)).first().episode_id == earlier.id
    assert len(earlier.appearances) == 1
    assert earlier.day == date(2024, 3, 11)
    assert db.session.scalar(db.select(db.func.count()).where(EpisodeFact.episode_id == earlier.id)) == 0


def test_an_article_without_an_episode_offers_those_on_record(olive: Visitor) -> None:
    earlier = an_episode(title="Nets", day=date(2024, 3, 11))
    save()
    text = "“We mend nets every evening, and nobody pays us for it,” said Ines Vaz, a fisher."
    page = read(olive, text)
    assert "no episode" in page
    assert accept(olive, page).status_code == 303
    assert accept(olive, read(olive, text), **{"quotations-0-episode": f"record-{earlier.id}"}).status_code == 303
    assert [one.episode_id for one in db.session.scalars(db.select(Quote).order_by(Quote.id))] == [None, earlier.id]


def test_the_series_named_is_matched_by_its_title(olive: Visitor) -> None:
    named = a_series(title="Conversations on migration in the Caribbean")
    save()
    page = read(olive)
    assert "names the series “Conversations on Migration in the Caribbean”" in page
    assert "No series of that name is on record" not in page
    assert accept(olive, page).status_code == 303
    assert [episode.series_id for episode in db.session.scalars(db.select(Episode))] == [named.id]


def test_a_series_that_is_not_on_record_is_added_by_an_administrator(olive: Visitor) -> None:
    page = read(olive)
    assert "No series of that name is on record" in page
    assert accept(olive, page, new_series="").status_code == 422
    assert accept(olive, read(olive)).status_code == 303
    (added,) = db.session.scalars(db.select(Series).where(Series.title != "Harbour Talks"))
    assert (added.title, added.default_timezone, added.languages) == (
        "Conversations on Migration in the Caribbean",
        "America/Port_of_Spain",
        ["en"],
    )
    assert [episode.series_id for episode in db.session.scalars(db.select(Episode))] == [added.id]


def test_an_editor_cannot_add_a_series(app: Flask, olive: Visitor) -> None:
    an_account(email="eve@example.org", name="Eve Editor", role=Role.EDITOR)
    visitor = a_visitor(app)
    sign_in(visitor, "eve@example.org")
    page = read(visitor)
    assert "new_series" not in page
    assert accept(visitor, page, series_id="new", new_series="Mine", new_series_organizer="Eve").status_code == 422
    assert count(Series) == 1


def test_several_episodes_of_one_article_are_accepted_together(olive: Visitor) -> None:
    text = (ARTICLES / "en-09-two-episodes.txt").read_text(encoding="utf-8")
    page = read(olive, text)
    assert "go to the episode that the article names beside them" in page
    assert accept(olive, page, **{"episodes-1-take": "y"}).status_code == 303
    first, second = db.session.scalars(db.select(Episode).order_by(Episode.day))
    assert [first.day, second.day] == [date(2025, 5, 5), date(2025, 6, 16)]
    assert first.appearances
    assert second.appearances == []
    facts = db.session.scalars(db.select(EpisodeFact).where(EpisodeFact.episode_id == second.id))
    assert {fact.field.value: fact.value for fact in facts}["day"] == "2025-06-16"
    assert {quote.episode_id for quote in db.session.scalars(db.select(Quote))} == {first.id}


def test_one_known_episode_is_not_accepted_twice(olive: Visitor) -> None:
    episode = an_episode(day=date(2025, 5, 5), title="Who Moves, and Why", number=1)
    save()
    page = read(olive, (ARTICLES / "en-09-two-episodes.txt").read_text(encoding="utf-8"))
    ticked = {"episodes-1-take": "y", "episodes-1-record_id": str(episode.id)}
    answer = accept(olive, page, **ticked)
    assert answer.status_code == 422
    assert "one and the same" in answer.text
