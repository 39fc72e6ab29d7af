"""Figures from the database equal a plain count, whatever the data; what they hide and how they are read elsewhere."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from app.coverage.balance import Balance
from app.coverage.counting import Figures, figures, hide_small
from app.coverage.gathering import stage_of
from app.coverage.material import Choice
from app.coverage.queries import material_with_drafts, public_material
from app.database import db
from app.episodes.models import Episode, Status
from app.quotes.models import Quote
from app.strategy.models import Framework
from app.strategy.operations import change_strategy_record
from tests import factories as make

TODAY = date(2026, 11, 24)


def random_world(seed: int) -> dict[str, Any]:
    """Records made at random, and the plain truth about them: dictionaries, counted below by loops."""
    dice = random.Random(seed)
    old, new = make.a_framework(), make.a_framework(valid_from=date(2027, 1, 1), valid_until=None)
    areas = {}
    for framework in (old, new):
        for kind, add, number in (("pillar", make.a_pillar, 4), ("theme", make.a_theme, 3)):
            for _ in range(number):
                areas[(kind, add(framework).id)] = framework.id
    of_old = [key for key, framework_id in areas.items() if framework_id == old.id]
    of_new = [key for key, framework_id in areas.items() if framework_id == new.id]
    ways = {(dice.choice(of_old), dice.choice(of_new)) for _ in range(8)}
    change_strategy_record(old, fields={"crosswalk": [crosswalk_row(*way) for way in sorted(ways)]}, by=make.BY)
    organizations = [make.an_organization() for _ in range(4)]
    people = [make.a_person() for _ in range(12)]
    episodes, quotes = [], []
    for _ in range(20):
        links = {key: dice.choice(["principal", "contributing"]) for key in dice.sample(sorted(areas), 3)}
        voices = {person.id: dice.choice(organizations) for person in dice.sample(people, dice.randrange(4))}
        status = dice.choice(["held", "held", "confirmed", "tentative", "cancelled", "draft"])
        is_public = status != "draft" and dice.random() < 0.8
        episode = make.an_episode(
            day=date(2024, 1, 1) + timedelta(days=dice.randrange(1400)),
            start_local=time(11) if dice.random() < 0.5 else None,
            duration_minutes=dice.choice([60, 75, 90]),
            status=status,
            visibility="public" if is_public else "private",
            appearances=[
                make.appearing(make_person(people, number), organization_id=one.id, organization_name=one.name)
                for number, one in voices.items()
            ],
            **link_fields(links),
        )
        episodes.append({"record": episode, "links": links, "voices": voices, "public": is_public})
    for _ in range(40):
        held = dice.choice(episodes)
        links = dict.fromkeys(dice.sample(sorted(areas), dice.randrange(3)), "principal")
        state = dice.choice(["published", "published", "draft", "withdrawn"])
        quote = make.a_quote(
            person_id=dice.choice(people).id, episode_id=held["record"].id, state=state, **link_fields(links)
        )
        quotes.append({"record": quote, "links": links, "state": state, "episode": held})
    make.save()
    return {"areas": areas, "ways": ways, "old": old, "new": new, "episodes": episodes, "quotes": quotes}


def make_person(people: list[Any], number: int) -> Any:
    return next(person for person in people if person.id == number)


def link_fields(links: dict[Any, str]) -> dict[str, Any]:
    return {
        f"{kind}_links": [{f"{kind}_id": key[1], "weight": weight} for key, weight in links.items() if key[0] == kind]
        for kind in ("pillar", "theme")
    }


def crosswalk_row(beginning: Any, goal: Any) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(("from_pillar_id", "from_theme_id", "to_pillar_id", "to_theme_id"))
    return empty | {f"from_{beginning[0]}_id": beginning[1], f"to_{goal[0]}_id": goal[1], "kind": "split"}


def plainly(world: dict[str, Any], key: Any, framework: Framework, *, public: bool) -> tuple[int, int, int, int, int]:
    """Episodes, minutes, speakers, quotes and evidenced links of one area, by the simplest loops there are."""
    episodes = minutes = evidenced = 0
    speakers: set[int] = set()
    quotes = [quote for quote in world["quotes"] if is_counted(quote, public=public)]
    said = [quote for quote in quotes if serves(world, quote["links"], key)]
    for held in world["episodes"]:
        record = held["record"]
        over = record.ends_at < NOON if record.ends_at else record.day < TODAY
        if public and not held["public"]:
            continue
        if not (record.status is Status.HELD or (record.status is Status.CONFIRMED and over)):
            continue
        if serves(world, held["links"], key):
            episodes += 1
            minutes += record.duration_minutes
            speakers |= set(held["voices"])
            evidenced += any(quote["episode"] is held for quote in said)
    return episodes, minutes, len(speakers), len(said), evidenced


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def is_counted(quote: dict[str, Any], *, public: bool) -> bool:
    if public:
        return quote["state"] == "published" and bool(quote["episode"]["public"])
    return bool(quote["state"] != "withdrawn")


def serves(world: dict[str, Any], links: dict[Any, str], key: Any) -> bool:
    """Linked itself, or to what the crosswalk leads to it from, in either direction."""
    return any(link == key or (link, key) in world["ways"] or (key, link) in world["ways"] for link in links)


def shown(found: Figures, key: Any) -> tuple[int, int, int, int, int]:
    one = found.of(key)
    assert one is not None
    return one.count.episodes, one.count.minutes, one.count.speakers, one.count.quotes, one.evidenced


@pytest.mark.parametrize("seed", range(6))
def test_figures_equal_a_plain_count_on_both_databases(app_on_both: Flask, seed: int) -> None:
    world = random_world(seed)
    series_id = world["episodes"][0]["record"].series_id
    for public in (True, False):
        material = public_material() if public else material_with_drafts([series_id])
        for framework in (world["old"], world["new"]):
            found = figures(material, Choice(framework=framework.slug), TODAY)
            keys = [key for key, framework_id in world["areas"].items() if framework_id == framework.id]
            for key in keys:
                assert shown(found, key) == plainly(world, key, framework, public=public)
            assert sum(one.episodes for one in found.by_year.values()) == found.totals.episodes
            assert sum(one.minutes for one in found.by_year.values()) == found.totals.minutes
            assert sum(one.quotes for one in found.by_organization.values()) <= found.totals.quotes


def test_voices_of_one_organization_only(app: Flask) -> None:
    reef, hill = make.an_organization(name="Reef"), make.an_organization(name="Hill")
    pillar = make.a_pillar()
    ada, ben = make.a_person(), make.a_person()
    both = [
        make.appearing(ada, organization_id=reef.id, organization_name="Reef"),
        make.appearing(ben, organization_id=hill.id, organization_name="Hill"),
    ]
    links = [{"pillar_id": pillar.id, "weight": "principal"}]
    panel = make.an_episode(status="held", appearances=both, pillar_links=links)
    make.an_episode(status="held", appearances=both[1:], pillar_links=links, day=date(2026, 4, 1))
    make.a_quote(person_id=ada.id, episode_id=panel.id)
    make.a_quote(person_id=ben.id, episode_id=panel.id)
    make.save()
    found = figures(public_material(), Choice(organization="Reef"), TODAY)
    assert (found.totals.episodes, found.totals.speakers, found.totals.quotes) == (1, 1, 1)
    everyone = figures(public_material(), Choice(), TODAY)
    assert {name: (one.episodes, one.quotes) for name, one in everyone.by_organization.items()} == {
        "Hill": (2, 1),
        "Reef": (1, 1),
    }


def test_evidence_is_a_quote_that_is_named_or_said_there(app: Flask) -> None:
    pillar, theme = make.a_pillar(), None
    theme = make.a_theme(pillar.framework)
    panel = make.an_episode(
        status="held",
        pillar_links=[{"pillar_id": pillar.id, "weight": "principal", "reason": "We say so."}],
        theme_links=[{"theme_id": theme.id, "weight": "contributing"}],
    )
    make.save()
    claimed = figures(public_material(), Choice(), TODAY)
    assert [(one.evidenced, one.claimed) for one in claimed.areas] == [(0, 1), (0, 1)]
    assert claimed.areas[0].gaps == ("no_evidence", "no_quote")
    quote = make.a_quote(episode_id=panel.id)
    panel.pillar_links[0].evidence_quote_id = quote.id
    make.a_quote(episode_id=panel.id, theme_links=[{"theme_id": theme.id, "weight": "principal"}])
    make.save()
    shown_now = figures(public_material(), Choice(), TODAY)
    assert [(one.evidenced, one.claimed) for one in shown_now.areas] == [(1, 0), (1, 0)]
    quote.embargo_until = datetime(2027, 1, 1, tzinfo=UTC)
    db.session.flush()
    assert figures(public_material(), Choice(), TODAY).areas[0].evidenced == 0


@pytest.mark.parametrize(
    ("groups", "seen"),
    [
        ({"woman": 6, "man": 7}, {"woman": 6, "man": 7}),
        ({"woman": 4, "man": 30}, None),
        ({"woman": 4, "man": 30, "not_stated": 6}, {"man": 30}),
        ({"woman": 3, "man": 2}, None),
        ({"not_stated": 40}, None),
        ({"woman": 3, "not_stated": 40}, None),
        ({}, None),
    ],
)
def test_small_groups_are_hidden_and_cannot_be_worked_out(groups: dict[str, int], seen: object) -> None:
    assert hide_small(groups) == seen


@pytest.mark.parametrize(
    ("status", "days", "stage"),
    [
        ("held", 30, "held"),
        ("confirmed", -2, "held"),
        ("confirmed", 2, "planned"),
        ("tentative", -2, ""),
        ("draft", 2, "planned"),
        ("cancelled", -2, ""),
        ("postponed", 2, ""),
    ],
)
def test_what_counts_as_held_and_as_planned(status: str, days: int, stage: str) -> None:
    day = TODAY + timedelta(days=days)
    assert stage_of(Status(status), day, None, datetime(2026, 11, 24, 18, tzinfo=UTC)) == stage


def test_quotes_without_an_episode_are_of_the_day_they_were_published(app_on_both: Flask) -> None:
    pillar = make.a_pillar()
    make.a_quote(
        published_at=datetime(2024, 5, 6, 12, tzinfo=UTC),
        pillar_links=[{"pillar_id": pillar.id, "weight": "principal"}],
    )
    make.save()
    assert public_material().quotes.days == [date(2024, 5, 6)]
    year = Choice(since=date(2024, 1, 1), until=date(2024, 12, 31))
    assert figures(public_material(), year, TODAY).totals.quotes == 1
    assert figures(public_material(), Choice(since=date(2025, 1, 1)), TODAY).totals.quotes == 0
    assert db.session.query(Quote).count() == 1


def test_reading_takes_a_constant_number_of_statements(app: Flask, statements: list[str]) -> None:
    counted = []
    for seed in (1, 2):
        random_world(seed)
        db.session.expire_all()
        statements.clear()
        public_material()
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 10


def a_panel_of(countries: list[str], **fields: Any) -> None:
    people = [make.a_person(country=country) for country in countries]
    make.an_episode(status="held", appearances=[make.appearing(person) for person in people], **fields)


def test_organizers_are_told_of_countries_exactly_and_the_public_is_not(app: Flask) -> None:
    a_panel_of(["JM"] * 4, day=date(2025, 3, 1))
    a_panel_of(["JM", "SR", "SR"], day=date(2026, 3, 1))
    make.save()
    one_panel = Choice(since=date(2026, 1, 1))
    public = figures(public_material(), one_panel, TODAY)
    assert (public.by_country, public.by_gender, public.unknown_country) == (None, None, 0)
    series_id = db.session.query(Episode.series_id).limit(1).scalar()
    organizers = figures(material_with_drafts([series_id]), one_panel, TODAY)
    assert organizers.by_country
    assert {name: one.speakers for name, one in organizers.by_country.items()} == {"JM": 1, "SR": 2}
    assert organizers.balance == Balance()


def test_voices_of_one_kind_of_organization_only(app: Flask) -> None:
    school, ministry = make.an_organization(kind="academia"), make.an_organization(kind="government")
    ada, ben = make.a_person(), make.a_person()
    both = [
        make.appearing(ada, organization_id=school.id, organization_name=school.name),
        make.appearing(ben, organization_id=ministry.id, organization_name=ministry.name),
    ]
    panel = make.an_episode(status="held", appearances=both)
    make.an_episode(status="held", appearances=both[1:], day=date(2026, 4, 1))
    make.a_quote(person_id=ada.id, episode_id=panel.id)
    make.a_quote(person_id=ben.id, episode_id=panel.id)
    make.save()
    found = figures(public_material(), Choice(kind="academia"), TODAY)
    assert (found.totals.episodes, found.totals.speakers, found.totals.quotes) == (1, 1, 1)
    assert set(found.by_organization_kind) == {"academia"}
    assert found.by_country is None, "a small choice would tell where its speakers are from"
