"""Organizers link with evidence, accept suggestions one by one, keep crosswalks and word lists; strangers do not."""

import io
from datetime import date

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Role
from app.database import db
from app.episodes.models import EpisodePillar
from app.episodes.operations import change_episode
from app.episodes.queries import episode_by_slug
from app.quotes.models import QuotePillar
from app.strategy.models import Crosswalk, Pillar, Succession
from app.strategy.operations import change_strategy_record
from app.strategy.queries import framework_by_slug, pillar_by_slug
from tests import factories as make
from tests.organizers import Visitor, a_visitor, an_account, sign_in, token_in


@pytest.fixture
def olive(app: Flask) -> Visitor:
    old = make.a_framework(title="Old", slug="old")
    make.a_pillar(old, title="Sea", slug="sea", number=1)
    make.a_pillar(old, title="Hills", slug="hills", number=2)
    new = make.a_framework(title="New", slug="new", valid_from=date(2027, 1, 1), valid_until=None)
    make.a_pillar(new, title="Coast", slug="coast", number=1)
    make.a_theme(new, title="Young", slug="young")
    sea = pillar_by_slug("sea")
    assert sea is not None
    change_strategy_record(sea, fields={"words": ["sea levels", "Córal"]}, by=make.BY)
    panel = make.an_episode(title="Rising SEA levels", slug="rising", status="held", topic="Of coral and people.")
    make.a_quote(episode_id=panel.id, paragraphs=["The reef is our wall."])
    make.a_draft(title="Secret plan", slug="secret")
    make.save()
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


def post(visitor: Visitor, path: str, page: str | None = None, **fields: object) -> object:
    token = token_in(visitor.get(page or path).text)
    return visitor.post(path, data={"csrf_token": token, **fields})


def area(slug: str) -> str:
    pillar = pillar_by_slug(slug)
    assert pillar is not None
    return f"pillar:{pillar.id}"


def links() -> list[tuple[str, str, str | None, bool]]:
    db.session.rollback()
    rows = db.session.scalars(sa.select(EpisodePillar).order_by(EpisodePillar.id))
    return [(row.pillar.slug, row.weight.value, row.reason, row.evidence_quote_id is not None) for row in rows]


EPISODE = "/organize/coverage/episodes/rising"


def test_a_suggestion_says_its_words_and_is_linked_only_when_accepted(olive: Visitor) -> None:
    page = olive.get(EPISODE).text
    assert "“sea levels” (the title); “Córal” (the topic)" in page
    assert links() == []
    reason = "Words found: “sea levels” (the title)"
    answer = post(olive, EPISODE, area=area("sea"), weight="contributing", reason=reason)
    assert answer.status_code == 303  # type: ignore[attr-defined]
    assert links() == [("sea", "contributing", reason, False)]
    assert "Accept as contributing" not in olive.get(EPISODE).text


def test_evidence_makes_a_claim_evidenced(olive: Visitor) -> None:
    post(olive, EPISODE, area=area("sea"), weight="principal", reason="It is.")
    assert "claimed</span>" in olive.get(EPISODE).text
    post(olive, EPISODE, area=area("sea"), weight="principal", reason="It is.", evidence="1")
    assert links() == [("sea", "principal", "It is.", True)]
    assert "evidenced</span>" in olive.get(EPISODE).text
    assert 'value="1" selected' in olive.get(f"{EPISODE}?area={area('sea')}").text.replace(
        'selected value="1"', 'value="1" selected'
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"area": ""}, "Choose a pillar or theme"),
        ({"area": "pillar:99999"}, "Choose a pillar or theme"),
        ({"area": "person:1"}, "Choose a pillar or theme"),
        ({"area": "sea", "evidence": "99"}, "a quote of this episode"),
        ({"area": "sea", "evidence": "x"}, "a quote of this episode"),
        ({"area": "sea", "weight": "huge"}, "Choose one of the list"),
        ({"area": "sea", "reason": "x" * 1001}, "Shorten this"),
    ],
)
def test_a_wrong_link_gets_a_sentence(olive: Visitor, fields: dict[str, str], sentence: str) -> None:
    if fields["area"] == "sea":
        fields = fields | {"area": area("sea")}
    answer = post(olive, EPISODE, **{"weight": "principal", **fields})
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert sentence in answer.text  # type: ignore[attr-defined]
    assert links() == []


def test_a_link_is_taken_away_and_the_history_has_it(olive: Visitor) -> None:
    post(olive, EPISODE, area=area("sea"), weight="principal")
    post(olive, EPISODE, area=area("hills"), weight="principal")
    assert post(olive, f"{EPISODE}/unlink", EPISODE, area=area("sea")).status_code == 303  # type: ignore[attr-defined]
    assert [slug for slug, *_rest in links()] == ["hills"]
    assert post(olive, f"{EPISODE}/unlink", EPISODE, area="nothing").status_code == 422  # type: ignore[attr-defined]


def test_a_quote_is_linked_and_unlinked(olive: Visitor) -> None:
    address = "/organize/coverage/quotes/1"
    assert post(olive, address, area=area("sea"), weight="principal").status_code == 303  # type: ignore[attr-defined]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuotePillar)) == 1
    post(olive, f"{address}/unlink", address, area=area("sea"))
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuotePillar)) == 0


def test_crosswalk_is_kept_line_by_line(olive: Visitor) -> None:
    address = "/organize/coverage/frameworks/old/crosswalk"
    fields = {"beginning": area("sea"), "goal": area("coast"), "kind": "same", "share": "60"}
    assert post(olive, address, **fields).status_code == 303  # type: ignore[attr-defined]
    again = post(olive, address, **fields)
    assert again.status_code == 422  # type: ignore[attr-defined]
    assert "has this line already" in again.text  # type: ignore[attr-defined]
    for wrong, sentence in (
        (fields | {"goal": ""}, "leads nowhere"),
        (fields | {"beginning": area("coast")}, "of this framework"),
        (fields | {"goal": area("hills")}, "of another framework"),
        (fields | {"kind": "dropped", "goal": ""}, "What was dropped leads nowhere"),
        (fields | {"share": "101"}, "from 1 to 100"),
        (fields | {"beginning": area("hills"), "kind": "dropped", "goal": ""}, "has no share"),
    ):
        answer = post(olive, address, **wrong)
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert sentence in answer.text  # type: ignore[attr-defined]
    post(olive, address, beginning=area("hills"), goal="", kind="dropped", note="No longer.")
    db.session.rollback()
    kinds = db.session.scalars(sa.select(Crosswalk.kind).order_by(Crosswalk.id)).all()
    assert kinds == [Succession.SAME, Succession.DROPPED]
    assert "No longer." in olive.get("/coverage?framework=old").text
    for read_in in ("/coverage?framework=old", "/coverage?framework=new", "/coverage/report?framework=new", address):
        assert "(60 per cent)" in olive.get(read_in).text
    lines = olive.get("/coverage/report.json?framework=new").get_json()["crosswalk"]
    assert [(one["from"], one["became"], one["share"]) for one in lines] == [("Sea", "same", 60)]
    post(olive, f"{address}/remove", address, place="0")
    db.session.rollback()
    framework = framework_by_slug("old")
    assert framework is not None
    assert [row.kind for row in framework.crosswalk] == [Succession.DROPPED]


def test_words_colour_and_translations_are_kept(olive: Visitor) -> None:
    address = "/organize/coverage/pillars/sea"
    page = olive.get(address).text
    base = page.split('name="base_revision"')[1].split('value="')[1].split('"')[0]
    fields = {"words": "sea\nsea\n\nshore", "colour": "#0B4A54", "outcome": "Safe coasts."}
    fields |= {"translations": "es: Mar | El mar.\nnl: Zee", "base_revision": base, "source_id": ""}
    assert post(olive, address, **fields).status_code == 303  # type: ignore[attr-defined]
    db.session.rollback()
    kept = db.session.scalar(sa.select(Pillar).where(Pillar.slug == "sea"))
    assert kept is not None
    assert (kept.words, kept.colour, kept.outcome) == (["sea", "shore"], "#0b4a54", "Safe coasts.")
    assert kept.translations[0] == {"language": "es", "title": "Mar", "definition": "El mar."}
    stale = post(olive, address, **fields)
    assert stale.status_code == 422  # type: ignore[attr-defined]
    for wrong, sentence in (({"colour": "red"}, "six digits"), ({"translations": "Mar"}, "language code, colon")):
        fresh = olive.get(address).text.split('name="base_revision"')[1].split('value="')[1].split('"')[0]
        answer = post(olive, address, **(fields | wrong | {"base_revision": fresh}))
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert sentence in answer.text  # type: ignore[attr-defined]


def test_organizers_see_drafts_on_the_board_and_the_public_does_not(olive: Visitor) -> None:
    secret = episode_by_slug("secret")
    assert secret is not None
    change_episode(secret, fields={"day": date(2027, 5, 1)}, by=make.BY)
    make.save()
    assert "Secret plan" in olive.get("/organize/coverage").text
    assert "Secret plan" not in olive.get("/coverage").text


def test_others_may_not(app: Flask, olive: Visitor) -> None:
    other = make.a_series(title="Other Talks", slug="other")
    make.save()
    stella = an_account(email="stella@example.org", name="Stella", role=Role.VIEWER)
    viewer = a_visitor(app)
    sign_in(viewer, stella.email)
    assert viewer.get("/organize/coverage").status_code == 200
    assert viewer.get(EPISODE).status_code == 200
    assert post(viewer, EPISODE, "/organize/account", area=area("sea"), weight="principal").status_code == 403  # type: ignore[attr-defined]
    assert viewer.get("/organize/coverage/frameworks/old/crosswalk").status_code == 403
    assert a_visitor(app).get(EPISODE).status_code == 303
    assert other.slug == "other"
    assert links() == []


def test_report_with_drafts_is_for_organizers(olive: Visitor, app: Flask) -> None:
    make.a_draft(title="Secret plan of spring", slug="spring", day=date(2027, 3, 1))
    make.save()
    page = olive.get("/organize/coverage/report?plans=yes").text
    assert "Secret plan of spring" in page
    assert "/organize/coverage/episodes/spring" in page
    assert "Not for publication" in page
    book = openpyxl.load_workbook(io.BytesIO(olive.get("/organize/coverage/report.xlsx?plans=yes").data))
    assert "Secret plan of spring" in {row[1] for row in book["episodes"].iter_rows(min_row=2, values_only=True)}
    for address in ("/organize/coverage/report", "/organize/coverage/report.xlsx"):
        assert a_visitor(app).get(address).status_code in (302, 303, 401, 403), address
    assert "Secret plan" not in a_visitor(app).get("/coverage/report?plans=yes").text
