"""The addresses a browser test looks at: every page of the map of addresses that answers with HTML."""

import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from flask import Flask

from app import create_app
from tests.addresses import filled, public_addresses
from tests.databases import settings_for
from tests.running import Running

SHOWN_INSIDE_OTHERS = ("/embed", "/player")


@cache
def the_map() -> Flask:
    """The application, only for its map of addresses."""
    folder = Path(mkdtemp(prefix="map-"))
    return create_app(settings_for(f"sqlite:///{folder / 'none.sqlite'}", folder))


@cache
def _html_pages(address: str) -> list[str]:
    return [path for path in public_addresses(the_map()) if _is_html(address + path)]


FILES = (".xlsx", ".csv", ".ics", ".json", ".pdf")


def html_pages(site: Running) -> list[str]:
    return _html_pages(site.address)


def _is_html(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.headers.get_content_type() == "text/html"
    except urllib.error.HTTPError:
        return False


def organizer_addresses(**values: list[str]) -> list[str]:
    """Every organizer's page that is read (GET), its places filled by name; no file that is taken away."""
    app = the_map()
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/organize") and "GET" in rule.methods]
    addresses = {address for rule in rules for address in filled(rule, **values)}
    return sorted(address for address in addresses if not address.endswith(FILES))
