"""Every address of the site with real values in its places, made from the map of addresses itself."""

import re
from itertools import product

from flask import Flask
from werkzeug.routing import Rule

EPISODE = "1-migration-for-sustainable-development-in-the-caribbean"

VALUES = {
    "/episodes": EPISODE,
    "/people": "andrew-selee",
    "/organizations": "caricom",
    "/pillars": "governance",
    "/themes": "diasporas",
    "/schedule/pillars": "governance",
    "/schedule/themes": "diasporas",
    "/schedule/people": "andrew-selee",
    "/schedule/organizations": "caricom",
    "/schedule": "conversations-on-migration-in-the-caribbean",
}
"""A slug of the starter data for the addresses that begin so; the longest beginning counts."""

NAMED = {"role": ["panellist"], "language": ["en"], "path": ["site.css"], "name": ["site.css"]}


def public_rules(app: Flask) -> list[Rule]:
    """The rules whose views are public: GET, in a part's `views` (HOUSE)."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and app.view_functions[rule.endpoint].__module__.endswith(".views")
    ]


def public_addresses(app: Flask) -> list[str]:
    return sorted({address for rule in public_rules(app) for address in filled(rule)})


def filled(rule: Rule, **more: list[str]) -> list[str]:
    """The rule's addresses, one for each choice it offers; a converter `any(a,b)` gives its own choices."""
    parts: list[list[str]] = []
    for piece in re.split(r"(<[^>]+>)", rule.rule):
        parts.append(_choices(rule, piece, more) if piece.startswith("<") else [piece])
    return ["".join(one) for one in product(*parts)]


def _choices(rule: Rule, piece: str, more: dict[str, list[str]]) -> list[str]:
    kind, _, name = piece[1:-1].rpartition(":")
    if name in more:
        return more[name]
    if kind.startswith("any("):
        return [one.strip() for one in kind[4:-1].split(",")]
    if kind == "int":
        return ["1"]
    if name in NAMED:
        return NAMED[name]
    return [_slug(rule)]


def _slug(rule: Rule) -> str:
    beginnings = [one for one in VALUES if rule.rule.startswith(one + "/")]
    return VALUES[max(beginnings, key=len)] if beginnings else "1"
