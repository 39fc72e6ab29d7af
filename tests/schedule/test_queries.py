"""Titles of what a filter names, for the public."""

from flask import Flask

from app.episodes.filters import EpisodeFilter
from app.people.operations import change_person
from app.schedule.queries import public_filter_names
from tests.factories import BY, a_draft, a_person, a_pillar, an_episode, an_organization, appearing, save


def test_filter_names_in_one_statement(
    app_on_both: Flask,
) -> None:
    ada, pillar, institute = a_person(name="Ada Reef"), a_pillar(title="Resilience"), an_organization(name="Institute")
    an_episode(appearances=[appearing(ada, organization_id=institute.id)])
    change_person(ada, fields={"name": "Ada Shore", "slug": "ada-shore"}, by=BY)
    save()
    chosen = EpisodeFilter(person="ada-reef", pillar=pillar.slug, organization=institute.slug)
    assert public_filter_names(chosen) == {"person": "Ada Shore", "pillar": "Resilience", "organization": "Institute"}
    assert public_filter_names(EpisodeFilter(person="nobody")) is None
    assert public_filter_names(EpisodeFilter(year=2026)) == {}


def test_people_of_drafts_are_not_named(app: Flask) -> None:
    a_draft(appearances=[appearing(a_person(name="Secret Guest"))])
    save()
    assert public_filter_names(EpisodeFilter(person="secret-guest")) is None
