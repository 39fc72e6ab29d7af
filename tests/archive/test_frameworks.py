"""Frameworks in files: crosswalks, evidence and vocabularies come back as they went out."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.archive.cli import VOCABULARIES
from app.archive.frameworks import load_vocabularies
from app.archive.operations import load_series
from app.archive.queries import series_document
from app.archive.yaml import FileBroken, write_yaml
from app.database import db
from app.episodes.models import EpisodePillar
from app.revisions.queries import latest_revision
from app.series.queries import main_series
from app.strategy.models import Framework, FrameworkKind, Pillar, Theme

TWO_FRAMEWORKS = """\
series: {slug: talks, title: Talks, organizer: Harbour Office, default_timezone: America/Port_of_Spain, languages: [en]}
sources:
  - {slug: strategy-text, title: The strategy}
frameworks:
  - slug: old
    title: Old strategy
    valid_from: 2023-01-01
    valid_until: 2026-12-31
    source: strategy-text
    translations:
      - {language: es, title: Estrategia vieja}
    pillars:
      - number: 1
        title: Sea
        slug: sea
        colour: "#0b4a54"
        outcome: People live with the sea.
        words: [sea level, coast]
        source: strategy-text
        translations:
          - {language: es, title: Mar, definition: El mar y la costa.}
      - {number: 2, title: Gone, slug: gone}
    themes:
      - {title: Youth, slug: youth, words: [young people]}
    crosswalk:
      - {from_pillar: sea, to_pillar: coast, kind: split, share: 60, note: The larger half.}
      - {from_pillar: sea, to_theme: storms, kind: split, share: 40}
      - {from_pillar: gone, kind: dropped}
      - {from_theme: youth, to_theme: young, kind: same}
  - slug: new
    title: New strategy
    valid_from: 2027-01-01
    pillars:
      - {number: 1, title: Coast, slug: coast}
    themes:
      - {title: Storms, slug: storms}
      - {title: Young people, slug: young}
people:
  - {slug: ada, name: Ada Reef}
episodes:
  - number: 1
    title: On the coast
    date: 2026-03-12
    status: held
    appearances: [{person: ada, role: panellist}]
    pillars:
      - {to: sea, reason: It is about the coast., evidence: 7}
quotes:
  - {id: 7, person: ada, episode: "1", paragraphs: [The sea is near.], pillars: [sea]}
"""


def load(text: str) -> None:
    load_series(text, host="localhost", by="test")
    db.session.commit()


def dumped() -> str:
    series = main_series(None)
    assert series is not None
    return write_yaml(series_document(series))


def test_crosswalk_and_evidence_make_the_round_trip(app_on_both: Flask) -> None:
    load(TWO_FRAMEWORKS)
    first = dumped()
    before = latest_revision()
    load(first)
    assert latest_revision() == before
    assert dumped() == first
    for kept in (
        "to_theme: storms",
        "share: 60",
        "kind: dropped",
        "evidence: 7",
        "outcome: People",
        "Estrategia vieja",
        "sea level",
    ):
        assert kept in first


def test_evidence_points_to_its_quote(app: Flask) -> None:
    load(TWO_FRAMEWORKS)
    assert db.session.scalars(sa.select(EpisodePillar.evidence_quote_id)).all() == [7]


def test_evidence_that_is_no_quote_is_refused_with_its_line(app: Flask) -> None:
    with pytest.raises(FileBroken) as broken:
        load(TWO_FRAMEWORKS.replace("evidence: 7", "evidence: 8"))
    assert "there is no quote 8" in broken.value.problems[0][1]


@pytest.mark.parametrize(
    ("line", "instead", "reason"),
    [
        ("{from_pillar: gone, kind: dropped}", "{from_pillar: gone, kind: same}", "leads to nothing"),
        ("to_pillar: coast", "to_pillar: hill", "no pillar or theme “hill”"),
        ("{from_pillar: gone, kind: dropped}", "{from_pillar: sea, kind: dropped}", "leads nowhere"),
        ("share: 40", "share: 41", "come to 101 per cent"),
        ("share: 40", "share: 0", "greater than or equal to 1"),
        (
            "{from_pillar: sea, to_theme: storms, kind: split, share: 40}",
            "{from_pillar: sea, to_pillar: coast}",
            "already",
        ),
    ],
)
def test_wrong_crosswalk_is_refused(app: Flask, line: str, instead: str, reason: str) -> None:
    assert line in TWO_FRAMEWORKS
    with pytest.raises(FileBroken) as broken:
        load(TWO_FRAMEWORKS.replace(line, instead))
    assert any(reason in sentence for _line, sentence in broken.value.problems)


def test_vocabularies_have_their_official_numbers_and_load_twice_in_silence(app_on_both: Flask) -> None:
    for _twice in range(2):
        before = latest_revision()
        for file in sorted(VOCABULARIES.glob("*.yaml")):
            load_vocabularies(file.read_text(encoding="utf-8"), by="test")
        db.session.commit()
    assert latest_revision() == before
    kinds = {framework.slug: framework.kind for framework in db.session.scalars(sa.select(Framework))}
    assert set(kinds.values()) == {FrameworkKind.VOCABULARY}
    numbers = sa.select(Pillar.number).join(Pillar.framework).order_by(Pillar.number)
    of_goals = numbers.where(Framework.slug == "sustainable-development-goals")
    of_objectives = numbers.where(Framework.slug == "global-compact-for-migration")
    assert db.session.scalars(of_goals).all() == list(range(1, 18))
    assert db.session.scalars(of_objectives).all() == list(range(1, 24))
    codes = db.session.scalars(sa.select(Theme.code)).all()
    assert len(codes) == len(set(codes)) == 169
    assert "10.7" in codes


def test_a_number_means_the_strategy_before_a_vocabulary(app: Flask) -> None:
    for file in sorted(VOCABULARIES.glob("*.yaml")):
        load_vocabularies(file.read_text(encoding="utf-8"), by="test")
    load(TWO_FRAMEWORKS.replace("{to: sea,", '{to: "1", framework: old,'))
    assert [link.pillar.slug for link in db.session.scalars(sa.select(EpisodePillar))] == ["sea"]
    load(TWO_FRAMEWORKS.replace("{to: sea,", '{to: "1",'))
    assert [link.pillar.slug for link in db.session.scalars(sa.select(EpisodePillar))] == ["coast"]
