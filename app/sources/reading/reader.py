"""An article read: everything it proposes, each with the passage it comes from; and the same as JSON."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.sources.reading.belonging import Belonging
from app.sources.reading.blocks import Article, Place
from app.sources.reading.episodes import EpisodeFacts, episodes_of
from app.sources.reading.genders import tell_genders
from app.sources.reading.incises import cut_incises
from app.sources.reading.interviews import answers_of, who_answers, with_answers
from app.sources.reading.language import language_of
from app.sources.reading.marks import spans_of
from app.sources.reading.outsiders import outside
from app.sources.reading.participation import give_parts
from app.sources.reading.people import Person
from app.sources.reading.quotations import Quotation, quotations_of
from app.sources.reading.recognition import people_of
from app.sources.reading.series import series_of
from app.sources.reading.speakers import Speakers
from app.sources.reading.strangers import descriptions_of, strangers_of
from app.sources.reading.strategy import NOTHING_ON_RECORD, Named, Period, Titles, periods_of, pillars_of, themes_of


@dataclass
class Draft:
    """What an article proposes; nothing of it is stored."""

    article: Article
    language: str
    episodes: list[EpisodeFacts] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    pillars: list[Named] = field(default_factory=list)
    themes: list[Named] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    series: Named | None = None

    @cached_property
    def belonging(self) -> Belonging:
        """Which of the episodes each proposal is of."""
        return Belonging(self.article.blocks, self.episodes)

    def places(self) -> list[Place]:
        """Every passage that a proposal stands on."""
        lists = (self.episodes, self.people, self.quotations, self.pillars, self.themes, self.periods)
        series = [self.series.place] if self.series else []
        return series + [place for proposals in lists for one in proposals for place in one.places]


def read_article(article: Article, titles: Titles = NOTHING_ON_RECORD) -> Draft:
    """`titles`: what is on record, which an article may name without saying what it is."""
    blocks = article.blocks
    language = language_of(article.text)
    spans = cut_incises(spans_of(blocks), blocks, language)
    answers = answers_of(blocks)
    spans = with_answers(spans, blocks, answers)
    left_out = outside(blocks)
    people = people_of(blocks, spans, left_out, language)
    tell_genders(people, blocks, spans, language)
    strangers = strangers_of(blocks, spans, people, left_out, language)
    told = descriptions_of(blocks, spans, left_out, language)
    speakers = Speakers(blocks, people, language, answers, who_answers(blocks, people, answers), strangers, told)
    pillars, themes = pillars_of(blocks, spans, titles), themes_of(blocks, spans, titles)
    episodes = episodes_of(article, spans, left_out)
    series = series_of(blocks, spans, left_out, titles.series, {one.title.casefold() for one in episodes})
    titled = [one.place for one in (*pillars, *themes, *([series] if series else []))] + [
        place for one in episodes for place in one.places
    ]
    named = {(place.block, place.starts) for place in titled}
    quotations = quotations_of(blocks, [s for s in spans if (s.block, s.starts) not in named], left_out, speakers)
    if episodes:
        belonging = Belonging(blocks, episodes)
        several = sum(one.day is not None for one in episodes) > 1
        present = [one for one in people.all if not several or belonging.is_stated(one)]
        give_parts(blocks, present, quotations)
    return Draft(article, language, episodes, people.all, quotations, pillars, themes, periods_of(blocks), series)


def to_json(draft: Draft) -> dict[str, Any]:
    """The proposals as `flask sources read` prints them."""
    return {
        "series": draft.series.title if draft.series else None,
        "episodes": [
            {
                "number": one.number,
                "title": one.title or None,
                "date": one.day.isoformat() if one.day else None,
                "start": one.start.strftime("%H:%M") if one.start else None,
                "timezone": one.timezone,
            }
            for one in draft.episodes
        ],
        "people": [
            {
                "name": one.name,
                "position": one.position or None,
                "organization": one.organization or None,
                "roles": one.roles,
            }
            for one in draft.people
        ],
        "quotations": [
            {"speaker": one.speaker.name if one.speaker else None, "paragraphs": one.paragraphs}
            for one in draft.quotations
        ],
        "pillars": [one.title for one in draft.pillars],
        "themes": [one.title for one in draft.themes],
    }
