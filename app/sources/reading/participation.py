"""Who takes part in the panel without being told to: whoever speaks in an article about an episode."""

import re
from collections.abc import Sequence

from app.sources.reading.blocks import Block
from app.sources.reading.people import Person
from app.sources.reading.sentences import sentence_around
from app.sources.reading.units import Quotation

_ELSEWHERE = re.compile(
    r"\b(?:in an? (?:interview|statement|e-?mail|letter|comment|video message|recent \w+)|wrote"
    r"|told (?:the|this) (?-i:[A-Z])\w+|told reporters|by telephone"
    r"|after the (?:session|episode|event|panel)|from the audience|audience member|in the (?:audience|chat|comments)"
    r"|a (?:viewer|listener|spectator)|watching (?:at|from)|did not (?:attend|take part)|was not (?:present|invited)"
    r"|en (?:una entrevista|un comunicado|el chat)|a este (?:diario|periódico|medio)"
    r"|en una columna|desde el público|desde la sala|del público"
    r"|un[ea]? (?:auditeur|auditrice|spectateur|spectatrice|téléspectateur|internaute)|dans (?:un communiqué"
    r"|un entretien|une tribune|le public|le chat)|du public|depuis la salle|écrivait"
    r"|een (?:luisteraar|kijker|toehoorder|bezoek(?:er|ster))"
    r"|in (?:een interview|een verklaring|de chat|de zaal)|(?:van)?uit (?:het publiek|de zaal)|na afloop)\b",
    re.IGNORECASE,
)
"""What tells that somebody spoke elsewhere, or from the audience."""
_GUESTS = re.compile(
    r"\b(?:guests|gasten|invités|invitées|invitados|invitadas|(?:second|third|tweede|derde|deuxième|troisième|segund[oa]"
    r"|tercer[oa]?) (?:guest|gast|invitée?|invitad[oa]))\b",
    re.IGNORECASE,
)
_ENOUGH = 2
"""Panellists named as such: an article that lists them lists them all."""


def give_parts(blocks: Sequence[Block], people: Sequence[Person], quotations: Sequence[Quotation]) -> None:
    """Make panellists of those who speak and have no other part, where the article does not list the panel."""
    listed = [role for one in people for role in one.roles if role in ("panellist", "guest")]
    if len(listed) >= _ENOUGH:
        return
    invited = any(_GUESTS.search(block.text) for block in blocks)
    part = "guest" if "guest" in listed and invited else "panellist"
    for person in people:
        said = [one for one in quotations if one.speaker is person]
        if said and not person.roles and not any(_is_elsewhere(blocks, one) for one in said):
            person.roles.append(part)


def _is_elsewhere(blocks: Sequence[Block], quotation: Quotation) -> bool:
    place = quotation.clause or quotation.places[0]
    text = blocks[place.block].text
    starts, ends = sentence_around(text, place.starts)
    return bool(_ELSEWHERE.search(text[starts:ends]))
