"""Links of episodes and quotes to the strategy, with their evidence; crosswalks, line by line."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.coverage.material import Key
from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import change_episode
from app.errors import RuleBroken
from app.quotes.models import Quote, QuoteState
from app.quotes.operations import change_quote
from app.revisions.operations import Author
from app.strategy.models import Framework, Pillar, Succession, Theme, Weight
from app.strategy.operations import change_strategy_record

AREAS: dict[str, type[Pillar] | type[Theme]] = {"pillar": Pillar, "theme": Theme}


def link_episode(
    episode: Episode, key: Key, *, weight: Weight, reason: str | None, evidence_id: int | None, by: Author
) -> None:
    """Add the link, or change it where it is there. Evidence is a quote of that episode which is not withdrawn."""
    _check_area(key)
    if evidence_id is not None:
        quote = db.session.get(Quote, evidence_id)
        if quote is None or quote.episode_id != episode.id or quote.state is QuoteState.WITHDRAWN:
            raise RuleBroken(_("Choose a quote of this episode as evidence."), field="evidence")
    link = {"weight": weight.value, "reason": reason, "evidence_quote_id": evidence_id}
    change_episode(episode, fields=_with_link(episode, key, link), by=by)


def unlink_episode(episode: Episode, key: Key, *, by: Author) -> None:
    change_episode(episode, fields=_with_link(episode, key, None), by=by)


def link_quote(quote: Quote, key: Key, *, weight: Weight, reason: str | None, by: Author) -> None:
    """Add the link, or change it where it is there."""
    _check_area(key)
    change_quote(quote, fields=_with_link(quote, key, {"weight": weight.value, "reason": reason}), by=by)


def unlink_quote(quote: Quote, key: Key, *, by: Author) -> None:
    change_quote(quote, fields=_with_link(quote, key, None), by=by)


def _check_area(key: Key) -> None:
    if db.session.get(AREAS[key[0]], key[1]) is None:
        raise RuleBroken(_("Choose a pillar or theme of the list."), field="area")


def _with_link(record: Episode | Quote, key: Key, link: dict[str, Any] | None) -> dict[str, Any]:
    """All links of that kind as they will be; None takes the one to `key` away."""
    kind, area_id = key
    present = record.snapshot()[f"{kind}_links"]
    column = f"{kind}_id"
    if link is None:
        return {f"{kind}_links": [one for one in present if one[column] != area_id]}
    new = {**link, column: area_id}
    replaced = [new if one[column] == area_id else one for one in present]
    return {f"{kind}_links": replaced if new in replaced else [*present, new]}


def add_crosswalk_line(
    framework: Framework,
    beginning: Key,
    goal: Key | None,
    *,
    kind: Succession,
    share: int | None = None,
    note: str | None,
    by: Author,
) -> None:
    """Say where a pillar or theme of the framework went, None for what was dropped, and how large a part of it."""
    if _framework_id(beginning) != framework.id:
        raise RuleBroken(_("Choose a pillar or theme of this framework."), field="beginning")
    if (kind is Succession.DROPPED) != (goal is None):
        raise RuleBroken(_("What is dropped leads nowhere; everything else leads somewhere."), field="goal")
    if goal is not None and _framework_id(goal) in (None, framework.id):
        raise RuleBroken(_("Choose a pillar or theme of another framework."), field="goal")
    line = dict.fromkeys(("from_pillar_id", "from_theme_id", "to_pillar_id", "to_theme_id"))
    line |= {f"from_{beginning[0]}_id": beginning[1]}
    line |= {f"to_{goal[0]}_id": goal[1]} if goal else {}
    rows = framework.snapshot()["crosswalk"]
    if any(all(row[name] == value for name, value in line.items()) for row in rows):
        raise RuleBroken(_("The crosswalk has this line already."))
    new = {**line, "kind": kind.value, "share": share, "note": note}
    change_strategy_record(framework, fields={"crosswalk": [*rows, new]}, by=by)


def remove_crosswalk_line(framework: Framework, place: int, *, by: Author) -> None:
    """Take away the line at that place, counted from 0 in the order they are shown."""
    rows = framework.snapshot()["crosswalk"]
    if not 0 <= place < len(rows):
        raise RuleBroken(_("That line is gone already."))
    change_strategy_record(framework, fields={"crosswalk": rows[:place] + rows[place + 1 :]}, by=by)


def _framework_id(key: Key) -> int | None:
    model = AREAS[key[0]]
    return db.session.scalar(sa.select(model.framework_id).where(model.id == key[1]))
