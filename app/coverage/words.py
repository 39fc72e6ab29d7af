"""What gaps, reasons, kinds and the method are called on pages and in files."""

from collections.abc import Callable, Iterable
from datetime import date

from babel import Locale
from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.coverage.advice import POINTS, Reason
from app.coverage.balance import FEWEST
from app.web.layout import titled
from app.web.times import short_day

GAPS: dict[str, Callable[[date | None], str]] = {
    "no_episode": lambda _last: _("no episode yet"),
    "long_ago": lambda last: _("not covered since %(day)s", day=short_day(last) if last else ""),
    "no_evidence": lambda _last: _("claimed, but no quote shows it"),
    "no_quote": lambda _last: _("no quote speaks to it"),
}
"""Functions, so that only the one asked for is translated: pages ask for hundreds."""
REASONS: dict[str, Callable[[Markup], str]] = {
    "pillar_first": lambda about: _("No episode has served the pillar “%(about)s” yet", about=about),
    "theme_first": lambda about: _("No episode has touched the theme “%(about)s” yet", about=about),
    "pillar_again": lambda about: _("The pillar “%(about)s” was not served for more than a year", about=about),
    "theme_again": lambda about: _("The theme “%(about)s” was not touched for more than a year", about=about),
    "pillar_unshown": lambda about: _("No quote shows yet what was done for “%(about)s”", about=about),
    "new_country": lambda about: _("The first voice from %(about)s", about=about),
}


def number_in_words(number: int) -> str:
    """ "3,150", as the reader's language writes it; files keep plain numbers."""
    return str(number) if number < 1000 else format_decimal(number)


def gaps_in_words(codes: Iterable[str], last_on: date | None) -> str:
    """What is thin about a pillar or theme that was last covered on that day."""
    return "; ".join(GAPS[code](last_on) for code in codes)


def reason_in_words(reason: Reason) -> Markup:
    """As markup, for the title in it may be in another language than the sentence."""
    about = escape(country_in_words(reason.about)) if isinstance(reason.about, str) else titled(reason.about)
    words = REASONS[reason.code](about)
    points = ngettext("%(num)s point", "%(num)s points", reason.points)
    return Markup(f"{words} ({points})")  # noqa: S704 (our own words around escaped ones)


def points_in_words(*, with_countries: bool) -> str:
    """The rule by which planned episodes are weighed."""
    rule = _(
        "Each reason has points: %(pillar_first)s for a pillar that no episode has served yet, %(theme_first)s for a "
        "theme; %(pillar_again)s for a pillar not served for more than a year, %(theme_again)s for a theme; "
        "%(pillar_unshown)s for a pillar that no quote shows.",
        **POINTS,
    )
    return f"{rule} {_('A country nobody has spoken from yet: %(new_country)s.', **POINTS)}" if with_countries else rule


def succession_in_words(kind: str) -> str:
    return {
        "same": _("stays"),
        "split": _("is split; a part becomes"),
        "merged": _("is merged into"),
        "dropped": _("is dropped"),
    }[kind]


def gender_in_words(code: str) -> str:
    known = {"woman": _("women"), "man": _("men"), "another": _("another gender"), "not_stated": _("not stated")}
    return known.get(code, code.replace("_", " "))


def country_in_words(code: str) -> str:
    """The country's name in the reader's language; the code itself where nobody knows it."""
    locale = get_locale() or Locale("en")
    return str(locale.territories.get(code, code))


def kind_in_words(code: str) -> str:
    return {
        "intergovernmental": _("intergovernmental"),
        "government": _("government"),
        "civil_society": _("civil society"),
        "academia": _("academia"),
        "private_sector": _("private sector"),
        "media": _("media"),
        "other": _("other"),
    }.get(code, code)


def method() -> list[str]:
    """How the figures are made; it stands on the board, in the report and in every file."""
    return [
        _("An episode counts when it was held: it is marked so, or was confirmed and is over."),
        _("An episode counts once for each pillar and theme it is linked to, principal or contributing; the lines of a "
          "table therefore add up to more than the whole."),
        _("Minutes are the planned duration of whole episodes. Speakers are different people who appeared, "
          "interpreters left out. Quotes are published ones, of the day of their episode."),
        _("A link is evidenced when a published quote is named for it, or a quote of the same episode is linked to the "
          "same pillar or theme; otherwise it is claimed."),
        _("An episode linked to another framework is read through the crosswalk: what was split counts whole for each "
          "part, what was dropped counts for nothing."),
        _("Shares beside the lines of a crosswalk say how large each part is meant to be. No figure is weighted by "
          "them, for they do not say which part an episode served."),
        _("A goal of a vocabulary is also served by what serves one of its targets."),
        _("The public is told of countries and gender for all speakers of the series together, until the end of the "
          "last year with which at least %(least)s of them were new, rounded down to fives. A group is left out when "
          "fewer than %(least)s are in it or outside it. No choice changes these figures: two that differ by one "
          "episode could be subtracted to learn where one person is from. Organizers see exact figures, gender in "
          "groups of %(least)s or more.", least=FEWEST),
    ]  # fmt: skip
