"""Organizations whose kind no word names: told by the preposition before them and the office that stands there."""

import re

from app.sources.reading.lexicon import ORGANIZATIONS, PLACE_STARTS, PLACES
from app.sources.reading.names import Mention, is_field, is_role, words_in
from app.sources.reading.places import is_place
from app.sources.reading.verbs import words

_SMALL = (
    r"(?:of|for|and|the|without|de|del|du|des|do|da|dos|das|la|las|los|el|le|les|van|voor|y|et|der|den|het|sin|con"
    r"|sans|zonder|pour|para|por|sur|sobre|met)"
)
_PROPER = re.compile(
    rf"[A-ZÀ-Þ0-9][\w’'&.-]*(?:\s(?:&\s|(?:{_SMALL}\s){{0,2}}|[ld][’'])[A-ZÀ-Þ0-9][\w’'&.-]*|\s\d{{1,3}}\b"
    r"|(?<=[A-Z]\w{3})\sd[’']\s?[a-z]+)*"
)
"""A name written in capitals, small words inside."""
_LOCATED = re.compile(r"\s(?:in|en|à|au|aux|op|te)\s(?:(?:the|la|el|los|het|de)\s)?[A-ZÀ-Þ][\w’' -]*$")
""" "… in Santo Domingo": where the organization is."""
_WORKS_AT = re.compile(r"\s+(?:at|with|bij|chez|aan|ante|auprès de)\b")
"""Prepositions that lead from an office to an organization, whatever it is called."""
_BELONGS = re.compile(
    r",?\s(?P<by>of|from|at|with|del?|des|du|d[’']|van|bij|chez)\s?(?:(?:the|la|los|las|el|de|het|les?)\s|l[’'])?"
    r"(?=[A-ZÀ-Þ])"
)
_IN = re.compile(r"\s+(?:à|en|in het|in de)\b")
_OF = re.compile(r"\s+(?:of|to|for|from|de|del|du|des|van|voor|para|pour|d[’'])")
_HELD = re.compile(
    r"(?:direct|presid|présid|voorzit|chair|found|fundad|fondat|opricht|coord|coörd|secret|manag|head|hoofd|chief|chef"
    r"|jef[ea]|spokes|portavoz|vocer|porte-parole|woordvoer|member|miembr|membre|integrant|lid$|treasur|tesor|trésor"
    r"|penning|represent|représ|vertegenw|advis|asesor|conseill|adviseu|officer|oficial|chargé|analyst|analist|consult"
    r"|special|spécial|research|investig|cherch|onderzoek|econom|écono|lawyer|abogad|avocat|jurist|advoca|editor"
    r"|redact|rédact|produc|journal|period|present|ceo$|execut|exécut|administ|organi|partner|leader|líder|lider"
    r"|leid(?:er|ster)|trustee|delegat|délég|deleg|promot|gest(?:or|ionnair)|gérant|animat|facilit|activi|responsa"
    r"|encarg|curator|cofund|cofond|cofound|medewerk|bestuur|volunt|volont|bénévol|broadcast|locut|programmam|captain"
    r"|kapitein|capit|coach|entrena|trainer|psycholo|psicólo|sociolo|sociólo|médic|médecin|doctor|nurse|enferm|infirm"
    r"|counsel|attorney|engineer|ingeni|ingéni)"
)
"""Offices and occupations that somebody holds in an organization."""
_GOVERNS = words(
    "minister ministra ministro ministre mayor alcalde alcaldesa burgemeester maire premier prime governor gobernador "
    "gobernadora gouverneur gouverneure ambassador embajador embajadora ambassadeur ambassadrice consul cónsul bishop "
    "obispo bisschop évêque archbishop arzobispo aartsbisschop archevêque senator senador senadora sénateur sénatrice "
    "viceminister viceministro viceministra onderminister vice-minister staatssecretaris wethouder gedeputeerde "
    "gezaghebber king queen koning koningin rey reina roi reine prefect préfet préfète professor profesor profesora "
    "professeur professeure hoogleraar lecturer docent docente poet poeta poète dichter student estudiante étudiant "
    "étudiante doctor captain capitaine resident native inhabitant habitant vecino vecina parliamentarian diputado "
    "diputada député députée councillor concejal concejala prince princess dean maître"
)
"""Whoever is called so is of a place or a field, where no kind of organization is named."""
_PLACE_WORDS = PLACE_STARTS | PLACES | words(
    "bay bahía baie baai town city village villa pueblo ciudad ville stad dorp point pointe punta anse playa "
    "beach port "
    "puerto haven mount monte mont hill hills river río rivière island islands isla islas île îles eiland eilanden "
    "parish coast costa côte grande grand petite petit bas basse haut haute santa san santo saint sint sainte "
    "cayo cay caye"
)  # fmt: skip


_PLACE_ENDS = words(
    "bay town city village dorp stad point haven hill hills river island islands parish coast beach campus islands "
    "eiland eilanden heights"
)


def proper_name(rest: str) -> str:
    """The name written in capitals that begins here, without where it is."""
    found = _PROPER.match(rest)
    return _LOCATED.sub("", found.group()).rstrip(" .,&-") if found else ""


_COMPASS = re.compile(
    r"^(?:(?:north|south|east|west)(?:ern|-?east|-?west)?|central|greater|wider|upper|lower)\s", re.IGNORECASE
)


def is_place_like(name: str) -> bool:
    """A place that CLDR knows, or one named with a word for places."""
    words_of_it = re.split(r"[\s-]", name.casefold())
    ends = words_of_it[-1] in _PLACE_ENDS and not re.search(rf"\s{_SMALL}\s\S+$", name)
    return is_place(_COMPASS.sub("", name)) or words_of_it[0] in _PLACE_WORDS - _PLACE_ENDS or ends


def _only_fields(name: str) -> bool:
    return all(is_field(word.bare) or not word.is_capital for word in words_in(name))


def affiliation_behind(text: str, mention: Mention, *, has_position: bool) -> str:
    """ "Ann Lee (Rights First)", "Ann Lee of Harbour Voices": what somebody surely named belongs to."""
    rest = text[mention.ends : mention.ends + 160]
    bracket = re.match(r"\s\(([^()\d]{2,80})\)", rest)
    if bracket:
        name = proper_name(bracket[1])
        told = (
            name == bracket[1] and not (has_position and (name.isupper() or " " not in name)) and not _only_fields(name)
        )
        return name if told and not is_place_like(name) and not is_role(words_in(name)[0].bare) else ""
    led = _BELONGS.match(rest)
    name = proper_name(rest[led.end() :]) if led else ""
    if not name or led is None or is_place_like(name) or _only_fields(name) or is_role(words_in(name)[0].bare):
        return ""
    many = " " in name or name.isupper() or is_brand(name)
    return name if many or _WORKS_AT.match(f" {led['by']}") else ""


def is_brand(word: str) -> bool:
    """ "YardFund", "GroenLinks": capitals inside a word that is no Mc, De or Van."""
    return bool(re.search(r"[a-zà-ÿ]{2}[A-ZÀ-Þ]", word)) and not re.match(r"(?:Mac|Van|Von|Del|Des|Fitz)[A-Z]", word)


def unnamed_kind(office: str, preposition: str, rest: str) -> str:
    """ "director of Crossroads", "adviser at Lantern": what nothing but the office shows to be an organization."""
    name = proper_name(rest)
    behind = rest[len(name) :] if name else rest
    if not name or not re.fullmatch(r"(?:\s(?:in|en|à|au|op|te)\s.*)?", behind):
        return ""
    roles = [word.bare for word in words_in(office) if is_role(word.bare)]
    if words_in(name)[0].bare in ORGANIZATIONS:
        return ""
    led = words_in(office)[-1].bare if office else ""
    at = _WORKS_AT.match(preposition)
    if (
        is_place(name)
        or (is_place_like(name) and not at)
        or led in _PLACE_WORDS
        or _only_fields(name)
        or any(role in _GOVERNS for role in roles)
    ):
        return ""
    if at:
        return name
    many = " " in name or name.isupper()
    held = many or any(_HELD.match(re.sub(r"^ex-?", "", word.bare)) for word in words_in(office))
    is_from = bool(re.match(r"\s+from\b", preposition))
    if _IN.match(preposition):
        return name if many and any(_HELD.match(role) for role in roles) else ""
    return name if _OF.match(preposition) and held and (many or not is_from) else ""
