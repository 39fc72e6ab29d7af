"""iCalendar as XML: xCal (RFC 6321), from the same components as the other forms. Pure."""

from typing import Any

from icalendar import Component

from app.on_demand import OnDemand

etree: Any = OnDemand("lxml.etree")

NAMESPACE = "urn:ietf:params:xml:ns:icalendar-2.0"
BEFORE = f'<?xml version="1.0" encoding="utf-8"?>\n<icalendar xmlns="{NAMESPACE}">'.encode()
AFTER = b"</icalendar>\n"

_RECUR = (
    *("freq", "until", "count", "interval", "bysecond", "byminute", "byhour", "byday", "bymonthday", "byyearday"),
    *("byweekno", "bymonth", "bysetpos", "wkst"),
)
"""The order that the schema of RFC 6321 (appendix A) asks for."""

_PARAMETER_TYPES = {"altrep": "uri", "dir": "uri", "linkrel": "uri"}
"""Parameters that are not text (RFC 6321 3.5, RFC 9253); the others here are."""


def to_xcal(component: Component) -> bytes:
    """The component's element, without a namespace of its own: it stands inside `BEFORE` and `AFTER`."""
    return bytes(etree.tostring(_component(component.to_jcal()), encoding="utf-8"))


def with_components(calendar: bytes, components: list[bytes]) -> bytes:
    """A whole document: the calendar's own element with these components inside."""
    opened = calendar.removesuffix(b"</vcalendar>")
    return b"".join([BEFORE, opened, b"<components>", *components, b"</components></vcalendar>", AFTER])


def _component(jcal: list[Any]) -> Any:
    name, properties, components = jcal
    element = etree.Element(name)
    if properties:
        holder = etree.SubElement(element, "properties")
        for named in properties:
            holder.append(_property(*named))
    if components:
        etree.SubElement(element, "components").extend([_component(child) for child in components])
    return element


def _property(name: str, parameters: dict[str, Any], kind: str, *values: Any) -> Any:
    element = etree.Element(name)
    if parameters:
        holder = etree.SubElement(element, "parameters")
        for parameter, held in parameters.items():
            inside = etree.SubElement(holder, parameter)
            for value in held if isinstance(held, list) else [held]:
                etree.SubElement(inside, _PARAMETER_TYPES.get(parameter, "text")).text = str(value)
    for value in values:
        element.append(_recur(value) if kind == "recur" else _value(kind, value))
    return element


def _value(kind: str, value: Any) -> Any:
    element = etree.Element(kind)
    element.text = str(value)
    return element


def _recur(rule: dict[str, Any]) -> Any:
    element = etree.Element("recur")
    for part in _RECUR:
        held = rule.get(part, [])
        for value in held if isinstance(held, list) else [held]:
            etree.SubElement(element, part).text = str(value)
    return element
