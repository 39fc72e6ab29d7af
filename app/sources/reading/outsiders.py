"""Who does not belong to the episode: press contacts, photographers, authors of the article."""

import re

from app.sources.reading.blocks import Block
from app.sources.reading.names import Mention, mentions_in

_CONTACT = re.compile(
    r"^\W*(?:for (?:more|further|additional) (?:information|details|info\b)|for (?:media|press) |(?:media"
    r"|press) (?:contacts?|enquiries|inquiries)"
    r"|contacts?\b|media:"
    r"|notes? (?:to|for) editors|(?:para|si desea) (?:más|mayor) informaci|contactos? (?:de|para la) prensa"
    r"|contacto|prensa:"
    r"|pour (?:plus|toute|de plus amples) (?:d[’'])?(?:information|renseignement|question|demande|détail)"
    r"|contacts? (?:presse|médias?)|relations presse|voor (?:meer|nadere) informatie"
    r"|(?:renseignements|informes|inlichtingen|informations?|información) ?:|perscontact|persvoorlichting"
    r"|noot voor de redactie|niet voor publicatie|###)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:About|ABOUT|Over|OVER|ACERCA DE|SOBRE|À PROPOS DE|Acerca de|Sobre|À propos de)\s(?:(?:[Tt]he|[Dd]e"
    r"|[Hh]et|[Ll]a|[Ee]l|[Dd]u|THE|DE|HET|LA|EL|DU) |[Ll][’'])?[A-ZÀ-Þ][^.!?“”\"«»]*"
)
"""The heading of what an organization says of itself."""
LONGEST_HEADING = 70
_CREDIT = re.compile(
    r"^\W*(?:photos?|photograph|picture|image|foto['’]?s?|fotos?|fotografía|crédit|credit|caption|©|beeld"
    r"|imagen|légende)\b(?:.{0,30}[:/©]|.{0,12}\bby\b)"
    r"|\b(?:photo(?:graph)?s? (?:by|courtesy|credit)|foto\s?:|photo\s?:|©)",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:by|door|por|par|written by|text by|tekst|texto|texte)\s*:?\s+[A-ZÀ-Þ][^.]{2,60}$", re.IGNORECASE
)
_PHOTOGRAPHER = re.compile(r"\b(?:photograph(?:er|s? by)|fotógraf[oa]|fotograaf|photographe)\W+$", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:please )?(?:contact|contacter|contacteer|e-?mail|call)\b|contact opnemen|@\w", re.IGNORECASE)
_REACHES = re.compile(
    r"@\w+\.\w|\b(?:tel|phone|tél|telefoon|teléfono|mobile|whatsapp)\b[.:]?\s*\+?\d|\+\d{1,3}[ (]\d", re.IGNORECASE
)


def outside(blocks: tuple[Block, ...]) -> set[int]:
    """Blocks that name people who do not belong to the episode: contacts, credits, bylines."""
    found: set[int] = set()
    contacts = False
    for index, block in enumerate(blocks):
        if _begins_contacts(block.text):
            contacts = True
        elif contacts and len(block.text) > 240 and not _REACHES.search(block.text):
            contacts = False
        is_credit = _CREDIT.search(block.text) and len(block.text) < 300
        if contacts or is_credit or _REACHES.search(block.text) or (index < 6 and _BYLINE.match(block.text)):
            found.add(index)
    return found


def authors_of(blocks: tuple[Block, ...]) -> set[str]:
    """Who wrote the article, by its byline: nobody of the episode, also where a note tells of them at the end."""
    lines = [block.text for block in blocks[:6] if _BYLINE.match(block.text)]
    return {mention.name for line in lines for mention in mentions_in(0, line) if " " in mention.name}


def _begins_contacts(text: str) -> bool:
    if len(text) <= LONGEST_HEADING and _ABOUT.fullmatch(text):
        return True
    return bool(_CONTACT.match(text)) and (len(text) < 240 or bool(_REACHES.search(text)))


def is_left_out(text: str, mention: Mention) -> bool:
    """Whether the name is a photographer's, or that of whoever answers questions."""
    if _PHOTOGRAPHER.search(text[max(0, mention.begins - 40) : mention.begins]):
        return True
    return bool(_ASKED.search(text[max(0, mention.begins - 60) : mention.begins])) and bool(
        _REACHES.search(text) or "contact" in text.lower()
    )
