"""Run by Debian's own Python: reads a calendar from standard input with libical, prints what it understood as JSON."""

import json
import sys
from typing import Any

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402


def moment(time: Any) -> int | str:
    if time.is_date():
        return f"{time.get_year():04d}-{time.get_month():02d}-{time.get_day():02d}"
    return int(time.as_timet_with_zone(time.get_timezone()))


def entries(text: str) -> list[dict[str, Any]]:
    calendar = ICalGLib.Component.new_from_string(text)
    found = []
    event = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    while event is not None:
        said = {"uid": event.get_uid(), "title": event.get_summary(), "text": event.get_description()}
        found.append(said | {"start": moment(event.get_dtstart()), "end": moment(event.get_dtend())})
        event = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    return found


if __name__ == "__main__":
    sys.stdin.reconfigure(newline="")
    print(json.dumps(entries(sys.stdin.read())))
