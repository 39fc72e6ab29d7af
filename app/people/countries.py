"""Countries and territories by ISO 3166-1 alpha-2, with their names in English."""

from functools import cache

import pycountry


@cache
def country_names() -> tuple[tuple[str, str], ...]:
    """(code, name) of each, by name; the common name where there is one ("Bolivia")."""
    named = ((one.alpha_2, getattr(one, "common_name", None) or one.name) for one in pycountry.countries)
    return tuple(sorted(named, key=lambda pair: pair[1]))


@cache
def country_codes() -> frozenset[str]:
    return frozenset(code for code, _name in country_names())
