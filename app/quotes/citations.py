"""Citations of a quote in four styles, and the plain facts that every form of citation is made of. Pure."""

from dataclasses import dataclass
from datetime import date

from app.quotes.models import Quote
from app.recordings.players import clock_of

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Cited:
    """What is cited: who spoke, in which capacity, where, when; `title` is the episode's or the source's."""

    family: str
    given: str
    name: str
    standing: str
    title: str
    container: str
    number: int | None
    place: str
    day: date | None
    moment: str
    language: str
    words: str
    address: str
    key: str
    is_spoken: bool


def cited(quote: Quote, address: str) -> Cited:
    """The facts of a quote with its episode or, without one, its source; names without honorifics."""
    family, _, given = quote.person.sort_name.partition(", ")
    episode, source = quote.episode, quote.source
    day = episode.day if episode else source.published_on if source else None
    return Cited(
        family=family,
        given=given,
        name=quote.person.name,
        standing=quote.standing,
        title=episode.title if episode else source.title if source else "Statement",
        container=episode.series.title if episode else (source.publisher or "") if source else "",
        number=episode.number if episode else None,
        place=_place(quote),
        day=day,
        moment=clock_of(quote.begins_ms) if quote.begins_ms is not None else "",
        language=quote.language,
        words=quote.words,
        address=address,
        key=f"{_ascii(family)}{day.year if day else ''}-{quote.id}",
        is_spoken=episode is not None,
    )


def _place(quote: Quote) -> str:
    if quote.episode is None:
        return ""
    return "online" if quote.episode.format.value == "virtual" else (quote.episode.venue or "")


def _ascii(text: str) -> str:
    return "".join(character for character in text.lower() if character.isascii() and character.isalnum()) or "quote"


def un_style(it: Cited) -> str:
    """United Nations Editorial Manual, footnotes: statements and oral reports."""
    number = f"episode {it.number}" if it.number else ""
    what = f"statement at “{it.title}”" if it.is_spoken else f"as quoted in “{it.title}”"
    parts = [
        it.name,
        it.standing,
        what,
        it.container,
        number,
        it.place,
        _day_first(it.day),
        it.moment and f"at {it.moment}",
    ]
    return f"{_joined(parts)}. Available at {it.address}."


def apa(it: Cited) -> str:
    """APA, seventh edition: spoken statement with its form in brackets, never in the title's place."""
    given = it.given.replace("-", " ").split()
    initials = " ".join(f"{word[0]}." if word[0].isupper() else word for word in given)
    author = _joined([it.family, initials])
    when = f"{it.day.year}, {MONTHS[it.day.month - 1]} {it.day.day}" if it.day else "n.d."
    form = "[Statement in a panel discussion]" if it.is_spoken else "[Quotation]"
    where = _joined([it.container + (f" (No. {it.number})" if it.number else ""), it.place.capitalize()])
    stop = "" if author.endswith(".") else "."
    return f"{author}{stop} ({when}). {it.title} {form}. {where + '. ' if where else ''}{it.address}"


def chicago(it: Cited) -> str:
    """Chicago, notes and bibliography, as a full note."""
    kind = "statement in panel discussion" if it.is_spoken else "quoted"
    number = f"episode {it.number}" if it.number else ""
    when = f"{MONTHS[it.day.month - 1]} {it.day.day}, {it.day.year}" if it.day else "n.d."
    parts = [it.name, f"“{it.title},” {kind}", it.container, number, it.place, when, it.moment, it.address]
    return f"{_joined(parts)}."


def mla(it: Cited) -> str:
    """MLA, ninth edition."""
    author = _joined([it.family, it.given])
    number = f"episode {it.number}" if it.number else ""
    when = f"{it.day.day} {_mla_month(it.day)} {it.day.year}" if it.day else ""
    parts = [it.container, number, when, it.place, it.moment, it.address.removeprefix("https://")]
    stop = "" if it.title.endswith(("?", "!", ".", "…")) else "."
    return f"{author}. Statement. “{it.title}{stop}” {_joined(parts)}."


def _mla_month(day: date) -> str:
    month = MONTHS[day.month - 1]
    return month if len(month) <= 4 else ("Sept." if month == "September" else f"{month[:3]}.")


def _day_first(day: date | None) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def _joined(parts: list[str]) -> str:
    return ", ".join(part for part in parts if part)


STYLES = (("UN", un_style), ("APA", apa), ("Chicago", chicago), ("MLA", mla))
