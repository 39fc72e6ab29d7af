"""Kept material that is renewed by what changed is the same as material that is read anew."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from app.coverage.counting import figures
from app.coverage.gathering import gathered
from app.coverage.keeping import KeptMaterial
from app.coverage.material import Choice, Material
from app.coverage.queries import (
    material_with_drafts,
    material_with_drafts_renewed,
    public_material,
    public_material_renewed,
)
from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import change_episode
from app.episodes.queries import public_episodes
from app.people.models import Organization, Person
from app.people.operations import change_organization, change_person
from app.quotes.models import Quote, QuoteState
from app.quotes.operations import change_quote
from app.quotes.queries import public_quotes
from app.strategy.models import Pillar
from app.strategy.operations import change_strategy_record
from tests import factories as make
from tests.coverage.conftest import MOMENT
from tests.coverage.test_counting import random_world


def plain(material: Material) -> dict[str, Any]:
    """Everything the material says, whatever order it was read in."""
    quotes = material.quotes
    counted = set(quotes.ids)
    columns = (quotes.ids, quotes.episode_ids, quotes.person_ids, quotes.organizations, quotes.days)
    return {
        "strategy": (material.frameworks, material.areas, material.crosswalk),
        "episodes": material.episodes,
        "voices": sorted(material.voices, key=str),
        "people": dict(material.people),
        "quotes": sorted(zip(*columns, strict=True)),
        "verified": set(quotes.verified),
        "links": {key: dict(links) for key, links in material.episode_links.items() if links},
        "quote links": {key: ids & counted for key, ids in material.quote_links.items() if ids & counted},
    }


def change_something(dice: random.Random) -> None:
    what = dice.choice(
        ["episode", "episode", "links", "quote", "new quote", "person", "organization", "pillar", "hours"]
    )
    if what == "episode":
        fields = {"duration_minutes": dice.choice([45, 75]), "day": date(2025, 1, 1) + timedelta(dice.randrange(600))}
        change_episode(any_of(Episode, dice), fields=fields, by=make.BY)
    elif what == "links":
        pillar = any_of(Pillar, dice)
        links = {"pillar_links": [{"pillar_id": pillar.id, "weight": "principal"}]}
        change_episode(any_of(Episode, dice), fields=links, by=make.BY)
    elif what == "quote":
        standing = {"theme_links": [], "organization_name": dice.choice([None, "Reef", "Hill"])}
        change_quote(any_of(Quote, dice, Quote.state == QuoteState.DRAFT), fields=standing, by=make.BY)
    elif what == "new quote":
        make.a_quote(episode_id=any_of(Episode, dice).id, organization_name=dice.choice([None, "Reef"]))
    elif what == "person":
        change_person(any_of(Person, dice), fields={"country": dice.choice(["JM", "SR"])}, by=make.BY)
    elif what == "organization":
        change_organization(any_of(Organization, dice), fields={"name": f"Named {dice.random()}"}, by=make.BY)
    elif what == "pillar":
        change_strategy_record(any_of(Pillar, dice), fields={"title": f"Pillar {dice.random()}"}, by=make.BY)


def any_of(model: Any, dice: random.Random, *such: Any) -> Any:
    return dice.choice(list(db.session.scalars(sa.select(model).where(*such).order_by(model.id))))


@pytest.mark.parametrize("seed", range(3))
def test_renewed_is_the_same_as_read_anew_on_both_databases(app_on_both: Flask, seed: int) -> None:
    dice = random.Random(seed)
    world = random_world(seed)
    own = frozenset({world["episodes"][0]["record"].series_id})
    kept = KeptMaterial()
    moment = MOMENT
    for _step in range(12):
        change_something(dice)
        make.save()
        moment += timedelta(days=dice.randrange(90))
        with time_machine.travel(moment, tick=False):
            public = kept.present(None, public_material, public_material_renewed).material
            drafts = kept.present(
                own,
                lambda: material_with_drafts(own),
                lambda material, changes: material_with_drafts_renewed(material, changes, own),
            ).material
            assert plain(public) == plain(public_material())
            assert plain(drafts) == plain(material_with_drafts(own))


def test_the_clock_alone_renews(app: Flask) -> None:
    held = make.an_episode(day=date(2026, 11, 26), status="confirmed")
    make.an_episode(publish_at=datetime(2026, 11, 25, tzinfo=UTC))
    embargoed = make.a_quote(episode_id=held.id, embargo_until=datetime(2026, 11, 25, 12, tzinfo=UTC))
    make.save()
    kept = KeptMaterial()

    def seen(moment: datetime) -> tuple[int, str, bool]:
        with time_machine.travel(moment, tick=False):
            material = kept.present(None, public_material, public_material_renewed).material
        stage = next(one.stage for one in material.episodes if one.id == held.id)
        return len(material.episodes), stage, embargoed.id in material.quotes.ids

    assert seen(MOMENT) == (1, "planned", False)
    assert seen(MOMENT + timedelta(days=1)) == (2, "planned", True)
    assert seen(MOMENT + timedelta(days=5)) == (2, "held", True)
    assert seen(MOMENT) == (1, "planned", False), "a clock set back reads anew"


def test_figures_stay_while_nothing_they_are_made_of_changes(app: Flask) -> None:
    pillar = make.a_pillar()
    make.an_episode(status="held", pillar_links=[{"pillar_id": pillar.id, "weight": "principal"}])
    make.save()
    kept = KeptMaterial()

    def present() -> Any:
        now = kept.present(None, public_material, public_material_renewed)
        return now.figures(Choice(), MOMENT.date())

    before = present()
    make.a_source()
    make.save()
    assert present() is before
    change_strategy_record(pillar, fields={"title": "Another"}, by=make.BY)
    make.save()
    assert present() is not before
    assert present().areas[0].area.title == "Another"
    plain_count = figures(public_material(), Choice(), MOMENT.date())
    assert replace(present(), as_of=plain_count.as_of) == plain_count


def test_a_renewal_asks_only_for_what_changed(app: Flask, statements: list[str]) -> None:
    random_world(1)
    kept = KeptMaterial()
    kept.present(None, public_material, public_material_renewed)
    person = db.session.scalars(sa.select(Person)).first()
    assert person
    change_person(person, fields={"country": "JM"}, by=make.BY)
    make.save()
    statements.clear()
    kept.present(None, public_material, public_material_renewed)
    assert len(statements) == 2


def test_a_quote_whose_episode_was_not_read_waits_for_the_next_request(app: Flask) -> None:
    """On PostgreSQL an episode may be made public between the statement that reads episodes and that of quotes."""
    known, late = make.an_episode(status="held"), make.an_episode(status="held")
    quotes = [make.a_quote(episode_id=one.id) for one in (known, late)]
    make.save()
    material = gathered(public_episodes().where(Episode.id == known.id), public_quotes())
    assert material.quotes.ids == [quotes[0].id]
