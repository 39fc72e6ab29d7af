"""What subscribers see of each episode: its event in the feed of all, read from the feed's bytes. Pure."""

from dataclasses import dataclass

from icalendar import Calendar


@dataclass(frozen=True)
class Event:
    sequence: int
    content: bytes


Events = dict[str, Event]
"""By UID."""


def events_of(feed: bytes) -> Events:
    found = {}
    for event in Calendar.from_ical(feed).walk("VEVENT"):
        found[str(event["UID"])] = Event(int(str(event["SEQUENCE"])), event.to_ical())
    return found
