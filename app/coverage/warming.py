"""What a worker makes ready once it answers: coverage is read and its templates compiled before anybody asks for it."""

from threading import Timer

from flask import Flask

from app.coverage.keeping import organizers_kept
from app.series.queries import all_series

AFTER_SECONDS = 1.0
"""Time enough to be ready first, and to answer who came at once."""
PAGES = ("/coverage/report", "/coverage")


def start_warming(application: Flask) -> None:
    """In a thread of its own, which the end of the process does not wait for."""
    timer = Timer(AFTER_SECONDS, warm, [application])
    timer.daemon = True
    timer.start()


def warm(application: Flask) -> None:
    """Answer the pages to nobody, and read what organizers of every series may count.

    What goes wrong stands in the log; whoever asks for the page gets its answer then.
    """
    for path in PAGES:
        with application.test_request_context(path, base_url=application.config["SETTINGS"].public_url):
            application.full_dispatch_request()
    with application.app_context():
        organizers_kept(frozenset(series.id for series in all_series()))
