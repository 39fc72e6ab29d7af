"""Citations of a quote in four styles, with their italics, and the plain facts every form is made of. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from app.quotes.models import Quote
from app.quotes.sentence_case import sentence_case
from app.recordings.players import clock_of
from app.sources.models import SourceKind

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Cited:
    """What is cited: who spoke, in which capacity, where, when; `title` is the episode's or the source's.

    `names` are those on record that may stand in the title, for a style that lowers capitals.
    """

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
    is_periodical: bool
    edition: int
    names: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What no field of a reference manager holds: the position that day, the moment, the version once corrected."""
        moment = self.moment and f"at {self.moment}"
        version = f"version {self.edition}" if self.edition > 1 else ""
        return ", ".join(part for part in (self.standing, moment, version) if part)


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
        is_periodical=episode is None and source is not None and source.kind is SourceKind.NEWS_REPORT,
        edition=quote.edition,
        names=tuple(name for name in _names(quote) if name),
    )


def _names(quote: Quote) -> Iterator[str | None]:
    yield from (quote.person.name, quote.person.name.split()[-1], quote.organization_name)
    if quote.episode is not None:
        yield from (quote.episode.series.title, quote.episode.series.organizer, quote.episode.venue)
    if quote.source is not None:
        yield quote.source.publisher


def _place(quote: Quote) -> str:
    if quote.episode is None:
        return ""
    return "online" if quote.episode.format.value == "virtual" else (quote.episode.venue or "")


def _ascii(text: str) -> str:
    return "".join(character for character in text.lower() if character.isascii() and character.isalnum()) or "quote"


def un_style(it: Cited) -> Markup:
    """United Nations Editorial Manual, footnotes: statements and oral reports. Names of periodicals in italics."""
    what = f"statement at the panel discussion entitled “{it.title}”" if it.is_spoken else f"quoted in “{it.title}”"
    moment = it.moment and f"at {it.moment}"
    parts = [it.name, it.standing, what, _container(it), _episode(it), it.place, _day_first(it.day), moment]
    return Markup("{}. Available at {}.").format(_joined(parts), it.address)


def apa(it: Cited) -> Markup:
    """APA, seventh edition: titles in sentence case, a session's in italics, an article's in roman, then its form."""
    title = sentence_case(it.title, it.names)
    given = " ".join(_initials(word) for word in it.given.split())
    author = _joined([it.family, given])
    when = f"{it.day.year}, {MONTHS[it.day.month - 1]} {it.day.day}" if it.day else "n.d."
    form = "[Statement in a panel discussion]" if it.is_spoken else "[Quotation]"
    number = f" (No. {it.number})" if it.number else ""
    where = _joined([_container(it) + number, it.place.capitalize()])
    return Markup("{}{} ({}). {} {}. {}{}").format(
        *(author, "" if author.endswith(".") else ".", when),
        *(title if it.is_periodical else _italic(title), form),
        *(where + ". " if where else "", it.address),
    )


def _initials(word: str) -> str:
    """Jean-Luc as J.-L.; a particle stays."""
    return "-".join(f"{part[0]}." if part[:1].isupper() else part for part in word.split("-"))


def chicago(it: Cited) -> Markup:
    """Chicago, notes and bibliography, as a full note; a lecture's series in roman, a periodical in italics."""
    said = f"“{it.title},” statement in panel discussion," if it.is_spoken else f"quoted in “{it.title},”"
    when = f"{MONTHS[it.day.month - 1]} {it.day.day}, {it.day.year}" if it.day else "n.d."
    rest = _joined([_container(it), _episode(it), it.place, when, it.moment, it.address])
    return Markup("{}, {} {}.").format(it.name, said, rest)


def mla(it: Cited) -> Markup:
    """MLA, ninth edition: what contains the statement in italics."""
    when = f"{it.day.day} {_mla_month(it.day)} {it.day.year}" if it.day else ""
    container = _italic(it.container) if it.is_spoken and it.container else _container(it)
    rest = _joined([container, _episode(it), when, it.place, it.moment, it.address.removeprefix("https://")])
    stop = "" if it.title.endswith(("?", "!", ".", "…")) else "."
    kind = "Statement." if it.is_spoken else "Quoted in"
    return Markup("{}. {} “{}{}” {}.").format(_joined([it.family, it.given]), kind, it.title, stop, rest)


def _italic(text: str) -> Markup:
    return Markup("<i>{}</i>").format(text)


def _container(it: Cited) -> str:
    """A periodical's name in italics, another publisher's and a series' in roman."""
    return _italic(it.container) if it.is_periodical and it.container else escape(it.container)


def _episode(it: Cited) -> str:
    return f"episode {it.number}" if it.number else ""


def _mla_month(day: date) -> str:
    month = MONTHS[day.month - 1]
    return month if len(month) <= 4 else ("Sept." if month == "September" else f"{month[:3]}.")


def _day_first(day: date | None) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def _joined(parts: list[str]) -> Markup:
    """With commas; what is not marked up yet is escaped."""
    return Markup(", ").join(part for part in parts if part)


STYLES = (("UN", un_style), ("APA", apa), ("Chicago", chicago), ("MLA", mla))
