"""A worker makes coverage ready by itself; the first reader finds it read."""

from flask import Flask

from app.coverage import warming
from tests import factories as make
from tests.organizers import Visitor, a_visitor


def test_the_first_reader_finds_everything_read(app: Flask, statements: list[str], olive: Visitor) -> None:
    make.an_episode(status="held")
    make.save()
    warming.warm(app)
    statements.clear()
    a_visitor(app).get("/coverage", headers={"Cookie": "unknown=1"})
    olive.get("/organize/coverage")
    assert [one for one in statements if "appearance" in one] == []


def test_a_site_without_anything_is_made_ready(app: Flask) -> None:
    warming.warm(app)
