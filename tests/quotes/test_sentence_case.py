"""Titles in sentence case where every capital can be told; as they are given where one cannot."""

import pytest

from app.quotes.sentence_case import is_told, sentence_case


@pytest.mark.parametrize(
    ("title", "lowered"),
    [
        ("Freedom of Movement: Engaging the Private Sector", "Freedom of movement: Engaging the private sector"),
        ("Our Caribbean Story: Caribbean Narratives", "Our Caribbean story: Caribbean narratives"),
        ("Who Plans? And Who Returns", "Who plans? And who returns"),
        (
            "Climate-Related Displacement and the COVID-19 Crisis",
            "Climate-related displacement and the COVID-19 crisis",
        ),
        ("Trinidad & Tobago’s New Laws: UNHCR Responding", "Trinidad & Tobago’s new laws: UNHCR responding"),
        ("Return to the United States and Port of Spain", "Return to the United States and Port of Spain"),
        ("Moving between Cultures on a Monday in Dutch", "Moving between cultures on a Monday in Dutch"),
        ("The Rights That I Have", "The rights that I have"),
    ],
)
def test_capitals_of_title_case_become_small(title: str, lowered: str) -> None:
    assert sentence_case(title) == lowered


@pytest.mark.parametrize(
    "title",
    [
        "Coast report",
        "What we owe to Haiti",
        "MIGRATION FOR ALL",
        "Migration After Hurricane Dora",
        "What Migrants May Do",
        "The Future of New Amsterdam",
        "The Global Compact for Migration",
        "Las Voces de la Costa",
        "",
    ],
)
def test_what_cannot_be_told_stays_as_it_is_given(title: str) -> None:
    assert sentence_case(title) == title


def test_names_on_record_keep_their_capitals() -> None:
    title = "Hope Future on the Women’s Forum and Women of Hope"
    assert not is_told(title)
    assert (
        sentence_case(title, ["Hope Future", "Women’s Forum"]) == "Hope Future on the Women’s Forum and women of hope"
    )


@pytest.mark.parametrize("title", ["Coast report", "Freedom of Movement", "Haiti"])
def test_a_title_that_needs_no_names_says_so(title: str) -> None:
    assert is_told(title)
