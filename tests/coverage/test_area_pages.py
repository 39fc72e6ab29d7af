"""The page of a pillar or theme: definition with its source, development, what is thin, people; nothing private."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.coverage.counting import figures
from app.coverage.material import Choice
from app.coverage.queries import public_development, public_evidence, public_material
from app.strategy.operations import change_strategy_record
from app.strategy.queries import pillar_by_slug
from tests import factories as make


@pytest.fixture
def sea(app: Flask) -> str:
    source = make.a_source(title="The strategy in full", url="https://example.org/strategy")
    pillar = make.a_pillar(make.a_framework(source_id=source.id), title="Sea", slug="sea", number=1)
    fields = {"outcome": "Safe coasts.", "translations": [{"language": "es", "title": "Mar"}]}
    change_strategy_record(pillar, fields=fields, by=make.BY)
    links = [{"pillar_id": pillar.id, "weight": "principal"}]
    ada = make.a_person(name="Ada Reef")
    panel = make.an_episode(day=date(2023, 5, 1), status="held", pillar_links=links, appearances=[make.appearing(ada)])
    make.an_episode(day=date(2025, 5, 1), status="held", pillar_links=links, appearances=[make.appearing(ada)])
    make.an_episode(day=date(2027, 5, 1), pillar_links=links)
    make.a_draft(title="Secret plan", day=date(2027, 6, 1), pillar_links=links)
    make.a_quote(episode_id=panel.id, pillar_links=links)
    make.save()
    return "/pillars/sea"


def test_page_tells_all_of_it(client: FlaskClient, sea: str) -> None:
    text = " ".join(client.get(sea).text.split())
    for words in (
        'href="https://example.org/strategy"',
        "The strategy in full",
        "Safe coasts.",
        '<p lang="es"> <strong>Mar</strong>',
        "2 episodes held, 1 evidenced by quotes, 1 planned.",
        "What is thin: not covered since 1 May 2025",
        "<li>2023: 1 episode</li>",
        'Ada Reef</a> <span class="quiet">2 episodes</span>',
    ):
        assert words in text, words
    assert "Secret plan" not in text
    svg = text[text.index('aria-labelledby="development-title') :].split("</svg>")[0]
    assert [year in svg for year in ("2023", "2024", "2025")] == [True, True, True]


def test_development_is_the_same_on_both_databases(app_on_both: Flask) -> None:
    pillar = make.a_pillar(slug="hills")
    links = [{"pillar_id": pillar.id, "weight": "principal"}]
    panel = make.an_episode(day=date(2026, 5, 1), status="held", pillar_links=links)
    quote = make.a_quote(episode_id=panel.id)
    make.save()
    found = pillar_by_slug("hills")
    assert found is not None
    assert public_development(found).evidenced == 0
    assert public_development(found).gaps == ("no_evidence", "no_quote")
    panel.pillar_links[0].evidence_quote_id = quote.id
    make.save()
    shown = public_development(found)
    assert (shown.evidenced, shown.days, shown.minutes) == (1, [date(2026, 5, 1)], 90)
    assert shown.gaps == figures(public_material(), Choice(), date(2026, 11, 24)).areas[0].gaps == ("no_quote",)


def test_a_goal_is_served_by_its_targets_on_its_page_and_on_the_board(app_on_both: Flask) -> None:
    framework = make.a_framework(kind="vocabulary", title="Goals", slug="goals")
    goal = make.a_pillar(framework, slug="goal-10", number=10)
    make.a_pillar(framework, slug="goal-1", number=1)
    target = make.a_theme(framework, code="10.7")
    to_target = [{"theme_id": target.id, "weight": "principal"}]
    held = make.an_episode(day=date(2026, 5, 1), status="held", theme_links=to_target)
    both = {"theme_links": to_target, "pillar_links": [{"pillar_id": goal.id, "weight": "principal"}]}
    make.an_episode(day=date(2026, 6, 1), status="held", **both)
    make.a_quote(episode_id=held.id, theme_links=to_target)
    make.save()
    page = public_development(goal)
    assert (len(page.days), page.through_targets, page.evidenced, page.gaps) == (2, 1, 1, ())
    board = figures(public_material(), Choice(framework="goals"), date(2026, 11, 24))
    first, tenth = board.pillars
    assert (first.gaps, tenth.gaps) == (("no_episode", "no_quote"), ())
    assert (first.count.episodes, tenth.count.episodes, tenth.evidenced, tenth.count.quotes) == (0, 2, 1, 1)


def test_vocabulary_pages_answer(client: FlaskClient) -> None:
    framework = make.a_framework(kind="vocabulary", title="Goals")
    make.a_pillar(framework, slug="goal-10", title="Reduced inequalities")
    make.a_theme(framework, slug="target-10-7", title="Orderly migration", code="10.7")
    make.save()
    assert "10.7" in client.get("/themes/target-10-7").text
    assert "Subscribe to its episodes" in client.get("/pillars/goal-10").text


def test_pages_say_which_links_are_shown_by_a_quote(client: FlaskClient, app: Flask) -> None:
    sea, hills = make.a_pillar(title="Sea"), make.a_pillar(title="Hills")
    youth = make.a_theme(title="Youth")
    episode = make.an_episode(
        status="held",
        pillar_links=[{"pillar_id": one.id, "weight": "principal"} for one in (sea, hills)],
        theme_links=[{"theme_id": youth.id, "weight": "contributing"}],
    )
    make.a_quote(episode_id=episode.id, pillar_links=[{"pillar_id": sea.id, "weight": "principal"}])
    draft = make.a_draft_quote(episode_id=episode.id, theme_links=[{"theme_id": youth.id, "weight": "principal"}])
    make.an_episode(
        title="Still to come", day=date(2027, 1, 4), pillar_links=[{"pillar_id": sea.id, "weight": "principal"}]
    )
    make.save()
    text = client.get(f"/episodes/{episode.slug}").text
    served = text[text.index("What it serves") :]
    assert served.count("evidenced by a quote") == 1
    assert served.index(">Sea</a>") < served.index("evidenced by a quote") < served.index(">Hills</a>")
    assert served.count("· claimed") == 2
    assert f"/quotes/{draft.id}-" not in text
    cards = {one.slug: client.get(f"/pillars/{one.slug}").text for one in (sea, hills)}
    assert cards[sea.slug].count('<p class="quiet">evidenced by a quote</p>') == 1
    assert '<p class="quiet">claimed</p>' not in cards[sea.slug]
    assert cards[hills.slug].count('<p class="quiet">claimed</p>') == 1


def test_evidence_is_what_the_board_counts(app: Flask) -> None:
    """Named for the link, linked to the same area, or to a target of the goal."""
    goals = make.a_framework(kind="vocabulary")
    ten, one = (make.a_pillar(goals, number=number) for number in (10, 1))
    target = make.a_theme(goals, code="10.7")
    episode = make.an_episode(
        status="held", pillar_links=[{"pillar_id": area.id, "weight": "principal"} for area in (ten, one)]
    )
    other = make.an_episode(status="held", pillar_links=[{"pillar_id": one.id, "weight": "principal"}])
    said = make.a_quote(episode_id=episode.id, theme_links=[{"theme_id": target.id, "weight": "principal"}])
    make.a_quote(episode_id=other.id, pillar_links=[{"pillar_id": one.id, "weight": "principal"}])
    make.save()
    assert public_evidence(episode.id) == {
        ("pillar", ten.id): (said.id, said.slug),
        ("theme", target.id): (said.id, said.slug),
    }
    cells = figures(public_material(), Choice(framework=goals.slug), date(2026, 11, 24)).matrix[episode.id]
    assert {key: cell.is_evidenced for key, cell in cells.items()} == {
        ("pillar", ten.id): True,
        ("pillar", one.id): False,
    }
