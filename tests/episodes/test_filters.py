"""Which episodes a filter shows, how it reads and writes its parameters."""

from datetime import date, time

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.database import db
from app.episodes.filters import EpisodeFilter, FilterUnclear, When
from app.episodes.models import Episode
from app.episodes.queries import public_episodes
from app.people.operations import change_person
from tests.factories import (
    BY,
    a_draft,
    a_person,
    a_pillar,
    a_series,
    a_theme,
    an_episode,
    an_organization,
    appearing,
    save,
)


def shown(**arguments: object) -> list[Episode]:
    chosen = EpisodeFilter.parse(MultiDict(arguments))
    return list(db.session.scalars(chosen.apply(public_episodes()).order_by(Episode.id)))


def test_each_field_narrows(app_on_both: Flask) -> None:
    pillar, theme, institute = a_pillar(), a_theme(), an_organization(name="Reef Institute")
    ada = a_person(name="Ada Reef")
    wanted = an_episode(
        languages=["en", "nl"],
        format="hybrid",
        day=date(2031, 5, 2),
        status="tentative",
        pillar_links=[{"pillar_id": pillar.id}],
        theme_links=[{"theme_id": theme.id}],
        appearances=[appearing(ada, "moderator", organization_id=institute.id, organization_name="Reef Institute")],
    )
    an_episode(day=date(2020, 1, 1), series=a_series(title="Another run"))
    a_draft(day=date(2031, 5, 2), pillar_links=[{"pillar_id": pillar.id}])
    save()
    for arguments in (
        {"series": wanted.series.slug},
        {"pillar": pillar.slug},
        {"theme": theme.slug},
        {"person": "ada-reef"},
        {"person": "ada-reef", "role": "moderator"},
        {"role": "moderator"},
        {"organization": "reef-institute"},
        {"organization": "reef-institute", "person": "ada-reef"},
        {"language": "nl"},
        {"format": "hybrid"},
        {"year": "2031"},
        {"status": "tentative"},
        {"when": "upcoming"},
    ):
        assert shown(**arguments) == [wanted], arguments
    assert shown(person="ada-reef", role="panellist") == []
    assert len(shown()) == 2
    assert len(shown(when="past")) == 1


def test_co_organizer_counts_as_the_organization(app: Flask) -> None:
    institute = an_organization(name="Reef Institute")
    held = an_episode(co_organizers=[{"organization_id": institute.id}])
    save()
    assert shown(organization="reef-institute") == [held]
    assert shown(organization="reef-institute", role="moderator") == []


def test_people_who_withdrew_do_not_count(app: Flask) -> None:
    ada = a_person(name="Ada Reef")
    an_episode(appearances=[appearing(ada, state="withdrawn")])
    save()
    assert shown(person="ada-reef") == []


def test_former_slug_finds_the_same_episodes(app_on_both: Flask) -> None:
    ada = a_person(name="Ada Reef")
    held = an_episode(appearances=[appearing(ada)])
    change_person(ada, fields={"name": "Ada Shore", "slug": "ada-shore"}, by=BY)
    save()
    assert shown(person="ada-reef") == shown(person="ada-shore") == [held]


def test_query_is_canonical_and_round_trips(app: Flask) -> None:
    chosen = EpisodeFilter.parse(MultiDict({"when": "upcoming", "year": "2026", "pillar": "x", "role": "guest"}))
    assert chosen.query() == "pillar=x&role=guest&when=upcoming&year=2026"
    assert EpisodeFilter.parse(MultiDict(chosen.parameters())) == chosen
    assert hash(chosen) == hash(EpisodeFilter.parse(MultiDict(chosen.parameters())))
    assert EpisodeFilter().query() == ""
    assert EpisodeFilter.parse(MultiDict({"pillar": "", "utm_source": "mail"})) == EpisodeFilter(when=When.ALL)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", "1999"),
        ("year", "٢٠٢٦"),
        ("role", "king"),
        ("status", "draft"),
        ("format", "x" * 500),
        ("pillar", "../etc"),
        ("language", '"%'),
        ("when", "now"),
    ],
)
def test_values_that_cannot_be_get_a_sentence(app: Flask, name: str, value: str) -> None:
    with pytest.raises(FilterUnclear, match=name) as error:
        EpisodeFilter.parse(MultiDict({name: value}))
    assert error.value.field == name


def test_doubled_parameter_is_refused(app: Flask) -> None:
    with pytest.raises(FilterUnclear, match="2 times"):
        EpisodeFilter.parse(MultiDict([("pillar", "a"), ("pillar", "b")]))


def test_in_words(app: Flask) -> None:
    chosen = EpisodeFilter.parse(MultiDict({"person": "ada", "role": "moderator", "language": "nl", "year": "2026"}))
    words = chosen.in_words({"person": "Ada Reef"})
    assert words == "All episodes, with Ada Reef as moderator, in Dutch, in the year 2026"


def test_day_without_time_is_upcoming_until_it_ended_everywhere(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    open_time = an_episode(day=date(2099, 1, 1), start_local=None)
    an_episode(day=date(2001, 1, 1), start_local=None)
    an_episode(day=date(2001, 1, 1), start_local=time(9))
    save()
    assert shown(when="upcoming") == [open_time]
