"""Which planned episode helps most, and why."""

from datetime import date

from flask import Flask

from app.coverage.advice import effect_of_plans, ranked_plans, wanted_areas
from app.coverage.counting import figures
from app.coverage.material import Choice
from app.coverage.queries import public_material
from tests import factories as make

TODAY = date(2026, 11, 24)


def test_the_plan_for_an_unserved_pillar_comes_first(app: Flask) -> None:
    framework = make.a_framework()
    served, old, never, wanted = (make.a_pillar(framework, title=name) for name in ("Served", "Old", "Never", "Wanted"))

    def serving(*pillars: object, **fields: object) -> None:
        links = [{"pillar_id": one.id, "weight": "principal"} for one in pillars]  # type: ignore[attr-defined]
        episode = make.an_episode(pillar_links=links, **fields)
        if fields["status"] == "held":
            make.a_quote(episode_id=episode.id, pillar_links=links)

    serving(served, status="held", day=date(2026, 10, 1))
    serving(old, status="held", day=date(2024, 10, 1))
    serving(served, status="confirmed", day=date(2027, 1, 10), title="More of the same")
    serving(old, status="confirmed", day=date(2027, 1, 12), title="Old again")
    serving(never, status="tentative", day=date(2027, 3, 10), title="At last")
    make.save()
    material = public_material()
    found = figures(material, Choice(), TODAY)
    ranked = ranked_plans(material, found)
    assert [(one.episode.title, one.points) for one in ranked] == [
        ("At last", 4),
        ("Old again", 2),
        ("More of the same", 0),
    ]
    assert [reason.about.title for reason in ranked[0].reasons] == ["Never"]
    assert [(area.title, reason.code) for area, reason in wanted_areas(found)] == [("Wanted", "pillar_first")]
    assert wanted.title == "Wanted"


def test_planned_episodes_count_when_asked_for(app: Flask) -> None:
    pillar = make.a_pillar()
    links = [{"pillar_id": pillar.id, "weight": "principal"}]
    make.an_episode(status="confirmed", day=date(2027, 1, 10), pillar_links=links)
    make.save()
    without, with_plans = (figures(public_material(), Choice(with_planned=plans), TODAY) for plans in (False, True))
    assert (without.areas[0].count.episodes, without.areas[0].planned) == (0, 1)
    assert with_plans.areas[0].count.episodes == 1


def test_effect_of_plans_says_what_they_add_and_mend(app: Flask) -> None:
    framework = make.a_framework()
    never, old = (make.a_pillar(framework, title=title, number=at) for at, title in enumerate(("Never", "Old"), 1))
    ada, ben = make.a_person(name="Ada Reef"), make.a_person(name="Ben Hill")
    for pillar, day, status, people in (
        (old, date(2024, 10, 1), "held", [ada]),
        (old, date(2027, 1, 12), "confirmed", [ada, ben]),
        (never, date(2027, 3, 10), "tentative", []),
    ):
        make.an_episode(
            day=day,
            status=status,
            appearances=[make.appearing(person) for person in people],
            pillar_links=[{"pillar_id": pillar.id, "weight": "principal"}],
        )
    make.save()
    effect = effect_of_plans(
        *(figures(public_material(), Choice(with_planned=plans), TODAY) for plans in (False, True))
    )
    assert (effect.episodes, effect.minutes, effect.speakers) == (2, 180, 1)
    assert [(one.area.title, gaps) for one, gaps in effect.mended] == [
        ("Never", ("no_episode",)),
        ("Old", ("long_ago",)),
    ]
