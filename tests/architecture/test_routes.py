"""No address ever disappears, and every organizer address declares who may use it."""

from flask import Flask

from config import ROOT

RECORD = ROOT / "tests" / "architecture" / "routes.txt"


def addresses(app: Flask) -> set[str]:
    return {str(rule.rule) for rule in app.url_map.iter_rules() if not rule.rule.startswith("/static/")}


def test_no_address_ever_disappears(app: Flask) -> None:
    """A new address is added to routes.txt; a line never leaves it without a redirect that keeps it."""
    recorded = set(RECORD.read_text(encoding="utf-8").split())
    assert recorded - addresses(app) == set(), "these addresses are gone"
    assert addresses(app) - recorded == set(), "add these to tests/architecture/routes.txt"


def test_public_addresses_are_read_only(app: Flask) -> None:
    writing = {"/time-zone"}
    for rule in app.url_map.iter_rules():
        signed_in = rule.rule.startswith(("/organize", "/sign-", "/account"))
        if not signed_in and rule.rule not in writing:
            assert rule.methods is not None
            assert rule.methods <= {"GET", "HEAD", "OPTIONS"}, rule.rule
