"""What a request looks for by name on organizers' pages, and whether it goes on past those who may be meant."""

from flask import request

from app.people.finding import Known, Match, found_names


def looked_for(known: list[Known]) -> tuple[str, list[Known]]:
    """What was typed into the search box, and the records it finds; all of them where nothing was typed."""
    typed = request.args.get("q", "")[:200].strip()
    return typed, [match.record for match in found_names(typed, known, limit=200)] if typed else known


def goes_on(near: list[Match], name: str | None) -> bool:
    """Whether the form of a new record is shown: a name is given, and nothing near it is known or meant."""
    return bool(name) and (not near or "another" in request.args)
