"""Columns of people and episodes, their names in other people's tables, and how a cell is read; pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from slugify import slugify

from app.clock import zone_names
from app.errors import RuleBroken
from app.people.countries import country_codes, country_names

Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """`key` heads the column in our own exports; `others` are names found elsewhere."""

    key: str
    words: str
    read: Reader
    others: tuple[str, ...] = ()
    needed: bool = False


def guessed(header: list[str], columns: tuple[Column, ...]) -> dict[str, int]:
    """Which column of the file is meant by each of ours: the first whose head is one of its names."""
    heads = [slugify(head, separator=" ") for head in header]
    found: dict[str, int] = {}
    for column in columns:
        names = {slugify(name, separator=" ") for name in (column.key, column.words, *column.others)}
        place = next((at for at, head in enumerate(heads) if head in names and at not in found.values()), None)
        if place is not None:
            found[column.key] = place
    return found


def read_row(
    row: list[str], chosen: Mapping[str, int], columns: tuple[Column, ...]
) -> tuple[dict[str, Any], list[str]]:
    """The values of the row by key, empty cells left out, and a sentence for each cell that cannot be read."""
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for column in columns:
        at = chosen.get(column.key)
        text = row[at] if at is not None and at < len(row) else ""
        if not text:
            wrong += [_("%(column)s: this is needed.", column=column.words)] if column.needed else []
            continue
        try:
            values[column.key] = column.read(text)
        except RuleBroken as broken:
            wrong.append(f"{column.words}: {broken.message}")
    return values, wrong


def line(longest: int) -> Reader:
    def read(text: str) -> str:
        return _bounded(" ".join(text.split()), longest)

    return read


def paragraphs(longest: int) -> Reader:
    return lambda text: _bounded(text, longest)


def _bounded(text: str, longest: int) -> str:
    if len(text) > longest:
        raise RuleBroken(
            _("shorten it to %(longest)s characters; it has %(length)s.", longest=longest, length=len(text))
        )
    return text


def day(first: int = 2000) -> Reader:
    def read(text: str) -> date:
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00(?::00)?)?", text.strip(), re.ASCII)
        if found is None:
            raise RuleBroken(_("“%(text)s” is no day; write year-month-day, as 2026-03-12.", text=text[:40]))
        year, month, number = (int(part) for part in found.groups())
        if not first <= year <= 2099:
            raise RuleBroken(_("the year must lie between %(first)s and 2099.", first=first))
        try:
            return date(year, month, number)
        except ValueError:
            raise RuleBroken(_("there is no such day: %(text)s.", text=text)) from None

    return read


def clock(text: str) -> time:
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::00)?", text.strip(), re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise RuleBroken(_("“%(text)s” is no time; write it on the 24-hour clock, as 14:00.", text=text[:20]))
    return time(int(found[1]), int(found[2]))


def zone(text: str) -> str:
    name = text.strip().replace(" ", "_")
    if name not in zone_names():
        raise RuleBroken(
            _("“%(text)s” is no time zone; write its IANA name, as America/Port_of_Spain.", text=text[:40])
        )
    return name


def country(text: str) -> str:
    code = text.strip().upper()
    by_name = {name.casefold(): known for known, name in country_names()}
    if code in country_codes():
        return code
    if text.strip().casefold() in by_name:
        return by_name[text.strip().casefold()]
    raise RuleBroken(_("“%(text)s” is no country; write its two letters, as SR.", text=text[:40]))


def web(text: str) -> str:
    address = _bounded(text.strip(), 1000)
    try:
        parts = urlsplit(address)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_right = False
    if not is_right or re.search(r"\s", address):
        raise RuleBroken(_("write a whole address that begins with https://."))
    return address


def mail(text: str) -> str:
    address = _bounded(text.strip(), 254)
    if not re.fullmatch(r"[^@\s<>\"(),;:]{1,64}@[^@\s<>\"(),;:]+\.[^@\s<>\"(),;:.]+", address):
        raise RuleBroken(_("write one mail address, as name@example.org."))
    return address


def whole(least: int, most: int) -> Reader:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII) or not least <= int(text) <= most:
            raise RuleBroken(_("write a whole number from %(least)s to %(most)s.", least=least, most=most))
        return int(text)

    return read


def listed(text: str) -> list[str]:
    """Several things with semicolons or line ends between."""
    return [part for part in (piece.strip() for piece in re.split(r"[;\n]", text)) if part][:100]


def slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 160:
        raise RuleBroken(_("this is no short name of an address, as ines-vaz."))
    return text
