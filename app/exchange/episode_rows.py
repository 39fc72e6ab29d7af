"""Episodes from rows and into rows; an import never publishes, and never changes what is public."""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.clock import LocalTimeUnclear
from app.database import db
from app.episodes.models import AppearanceRole, Episode, Format, Status
from app.episodes.operations import change_episode, plan_episode
from app.episodes.queries import EVERYTHING_SHOWN
from app.errors import RuleBroken
from app.exchange import columns as c
from app.exchange.outcomes import Outcome, Told, What
from app.exchange.people_rows import Index
from app.exchange.sheets import Sheet
from app.people.queries import known_people
from app.revisions.operations import Author
from app.series.models import Series
from app.strategy.models import Framework, Pillar
from app.strategy.queries import all_pillars

COLUMNS = (
    c.Column("title", "Title", c.line(200), ("summary", "name", "subject", "event", "episode"), needed=True),
    c.Column("slug", "Short name", c.slug),
    c.Column("number", "Number", c.whole(1, 9999), ("no", "nr", "episode number")),
    c.Column("date", "Day", c.day(), ("day", "start date", "datum", "fecha"), needed=True),
    c.Column("start", "Start", c.clock, ("time", "start time", "hour", "tijd", "hora", "heure")),
    c.Column("timezone", "Time zone", c.zone, ("time zone", "tz")),
    c.Column("duration_minutes", "Minutes", c.whole(1, 1440), ("duration", "minutes", "length")),
    c.Column("format", "Format", lambda text: _format(text)),
    c.Column("venue", "Venue", c.line(300), ("location", "place", "room")),
    c.Column("topic", "Topic", c.paragraphs(4000)),
    c.Column("summary", "Summary", c.paragraphs(8000), ("description", "abstract", "notes")),
    c.Column("languages", "Languages", lambda text: _languages(text), ("language",)),
    c.Column("join_url", "Address to join", c.web, ("link", "zoom", "meeting link", "url")),
    c.Column("speakers", "People", c.listed, ("panellists", "panelists", "people", "participants")),
    c.Column("pillars", "Pillars", c.listed, ("pillar", "priority areas")),
    c.Column("uid", "UID of the calendar", c.line(255)),
)
OWN = (
    "title",
    "number",
    "timezone",
    "duration_minutes",
    "format",
    "venue",
    "topic",
    "summary",
    "languages",
    "join_url",
)
OF_AN_EVENT = ("timezone", "duration_minutes")
"""What an event that came out of here may change beside day and start: its words were put together for the calendar."""
MADE_OF = ("episode", "person", "organization", "series", "pillar", "framework")
"""Types of the records that an import looks at."""
HEADER = [*(column.key for column in COLUMNS), "status"]


def _format(text: str) -> Format:
    word = text.strip().lower().replace(" ", "_").replace("-", "_")
    if word not in {one.value for one in Format}:
        raise RuleBroken(_("write virtual, hybrid or in person."))
    return Format(word)


def _languages(text: str) -> list[str]:
    codes = [code for code in re.split(r"[,;\s]+", text.strip()) if code]
    wrong = [code for code in codes if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", code)]
    if wrong or len(codes) > 20:
        raise RuleBroken(_("write language codes, as en, es."))
    return list(dict.fromkeys(codes))


def episodes_of(series_id: int) -> list[Episode]:
    """Every episode of the series with what a row says of it, by day: for organizers only."""
    statement = (
        sa.select(Episode)
        .options(*EVERYTHING_SHOWN)
        .where(Episode.series_id == series_id)
        .order_by(Episode.day, Episode.id)
    )
    return list(db.session.scalars(statement))


def rows_of(episodes: list[Episode]) -> list[list[str]]:
    return [_row(episode) for episode in episodes]


def _row(episode: Episode) -> list[str]:
    own = {name: getattr(episode, name) for name in ("title", "slug", "uid", *OWN)}
    said = {
        "date": episode.day,
        "start": f"{episode.start_local:%H:%M}" if episode.start_local else None,
        "format": episode.format.value,
        "languages": ", ".join(episode.languages),
        "status": episode.status.value,
        "speakers": "; ".join(
            f"{one.person.name} ({', '.join(role.value for role in one.roles)})" for one in episode.appearances
        ),
        "pillars": "; ".join(f"{link.pillar.slug} ({link.weight.value})" for link in episode.pillar_links),
    }
    return [str((own | said).get(key) or "") for key in HEADER]


def import_episodes(
    sheet: Sheet, chosen: Mapping[str, int], *, series: Series, host: str, by: Author, told: Told
) -> list[Outcome]:
    """Plan a private draft for each row, or change one that is not public.

    Called inside `preparing`: nothing is sent to the database.
    """
    work = _Work(series, host, by)
    outcomes = []
    for done, (number, row) in enumerate(zip(sheet.numbers, sheet.rows, strict=True), 1):
        values, wrong = c.read_row(row, chosen, COLUMNS)
        if wrong:
            outcomes.append(Outcome(number, What.WRONG, values.get("title", ""), wrong))
        else:
            outcomes.append(work.take(number, values))
        told(done)
    return outcomes


class _Work:
    def __init__(self, series: Series, host: str, by: Author) -> None:
        self.series, self.host, self.by = series, host, by
        self.people = Index(known_people())
        self.pillars = all_pillars()
        self.episodes = {episode.slug: episode for episode in episodes_of(series.id)}
        self.uids = {episode.uid: episode for episode in self.episodes.values()}
        self.days = {(episode.day, episode.title.casefold()): episode for episode in self.episodes.values()}
        self.numbers = {episode.number: episode for episode in self.episodes.values() if episode.number}

    def take(self, number: int, values: dict[str, Any]) -> Outcome:
        says: list[str] = []
        try:
            what = self._write(values, says)
        except LocalTimeUnclear as unclear:
            return Outcome(number, What.WRONG, values["title"], [unclear.message])
        except RuleBroken as broken:
            return Outcome(number, What.WRONG, values["title"], [broken.message])
        return Outcome(number, what, values["title"], says)

    def _write(self, values: dict[str, Any], says: list[str]) -> What:
        known = self._known(values)
        own = OF_AN_EVENT if known is not None and "slug" not in values and values.get("uid") == known.uid else OWN
        fields = {name: values[name] for name in own if name in values} | {"day": values["date"]}
        if "start" in values:
            fields["start_local"] = values["start"]
        elif known is None:
            says.append(_("No start: the time is to be confirmed."))
        if "pillars" in values:
            fields["pillar_links"] = [self._pillar(text, values["date"], known) for text in values["pillars"]]
        if "speakers" in values:
            fields["appearances"] = self._appearances(values["speakers"], known)
        self._check_number(values.get("number"), known)
        if known is None:
            episode = plan_episode(self.series, fields=fields, host=self.host, by=self.by)
            self._remember(episode)
            return What.NEW
        return self._change(known, fields)

    def _change(self, known: Episode, fields: dict[str, Any]) -> What:
        before = known.snapshot()
        if known.is_public or known.status in (Status.HELD, Status.CANCELLED):
            known.assign(fields)
            if known.snapshot() != before:
                raise RuleBroken(_("This episode is public, held or cancelled: change it on its own page."))
            return What.SAME
        change_episode(known, fields=fields, by=self.by)
        return What.SAME if known.snapshot() == before else What.CHANGED

    def _remember(self, episode: Episode) -> None:
        self.episodes[episode.slug] = self.uids[episode.uid] = episode
        self.days[episode.day, episode.title.casefold()] = episode
        if episode.number:
            self.numbers[episode.number] = episode

    def _known(self, values: dict[str, Any]) -> Episode | None:
        """By its short name, by a UID of our own (one from elsewhere tells nothing), else by day and exact title."""
        if "slug" in values:
            if values["slug"] not in self.episodes:
                raise RuleBroken(
                    _(
                        "This series has no episode “%(slug)s”. Empty that cell to add a new one.",
                        slug=values["slug"],
                    )
                )
            return self.episodes[values["slug"]]
        if values.get("uid") in self.uids:
            return self.uids[values["uid"]]
        return self.days.get((values["date"], values["title"].casefold()))

    def _check_number(self, number: int | None, known: Episode | None) -> None:
        holder = self.numbers.get(number) if number else None
        if holder is not None and holder is not known:
            raise RuleBroken(_("“%(title)s” has the number %(number)s already.", title=holder.title, number=number))

    def _appearances(self, speakers: list[str], known: Episode | None) -> list[dict[str, Any]]:
        """“Ines Vaz (moderator, host)”, in the order of precedence; what an appearance says beside stays."""
        held = {one["person_id"]: one for one in known.snapshot()["appearances"]} if known else {}
        found = []
        for place, text in enumerate(speakers, 1):
            name, roles = _with_words(text)
            person_id = self._person(name)
            stays = held.get(person_id, {"precedence": place * 10})
            wanted = [_role(role).value for role in roles] or stays.get("roles", ["panellist"])
            found.append(stays | {"person_id": person_id, "roles": wanted})
        if len({one["person_id"] for one in found}) < len(found):
            raise RuleBroken(_("The same person stands twice among the people."))
        return found

    def _person(self, name: str) -> int:
        found = self.people.named(name)
        if len(found) == 1:
            return found[0].id
        if found:
            slugs = ", ".join(one.slug for one in found)
            raise RuleBroken(_("Several people are called %(name)s: write one of %(slugs)s.", name=name, slugs=slugs))
        near = self.people.near(name, limit=1)
        hint = _("Did you mean %(name)s?", name=near[0].name) if near else _("Import the people first.")
        raise RuleBroken(_("Nobody called %(name)s is known. %(hint)s", name=name, hint=hint))

    def _pillar(self, text: str, day: Any, known: Episode | None) -> dict[str, Any]:
        """By its short name, or by its number in the framework of that day."""
        name, words = _with_words(text)
        found = next((one for one in self.pillars if one.slug == name or _is_numbered(one, name, day)), None)
        if found is None:
            raise RuleBroken(
                _("No pillar “%(name)s” is known for that day; write its number or its short name.", name=name)
            )
        held = {one["pillar_id"]: one for one in known.snapshot()["pillar_links"]} if known else {}
        weight = words[0] if words else held.get(found.id, {}).get("weight", "principal")
        if weight not in ("principal", "contributing"):
            raise RuleBroken(_("“%(weight)s” says not how much: write principal or contributing.", weight=weight))
        return held.get(found.id, {}) | {"pillar_id": found.id, "weight": weight}


def _with_words(text: str) -> tuple[str, list[str]]:
    """ "Ines Vaz (moderator, host)" is the name and the words in brackets."""
    found = re.fullmatch(r"(.*?)\s*(?:\(([^()]*)\))?", text, re.DOTALL)
    name, inside = found.groups() if found else (text, None)
    return name, [word.strip().lower() for word in (inside or "").split(",") if word.strip()]


def _role(word: str) -> AppearanceRole:
    spelled = {"panelist": "panellist", "speaker": "panellist", "chair": "moderator"}.get(word, word)
    if spelled not in {role.value for role in AppearanceRole}:
        roles = ", ".join(role.value for role in AppearanceRole)
        raise RuleBroken(_("“%(word)s” is no role; write one of %(roles)s.", word=word, roles=roles))
    return AppearanceRole(spelled)


def _is_numbered(pillar: Pillar, name: str, day: Any) -> bool:
    framework: Framework = pillar.framework
    holds = framework.valid_from <= day and (framework.valid_until is None or day <= framework.valid_until)
    return holds and name == str(pillar.number)
