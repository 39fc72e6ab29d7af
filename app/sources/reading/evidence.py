"""What beside a name shows that it is a person's: speech, kin, an age, an office, a clause about whoever bears it."""

import re

from app.sources.reading.lexicon import ORGANIZATIONS, PLACE_STARTS, STOPS
from app.sources.reading.names import Mention, has_first_name, is_role, mentions_in, words_in
from app.sources.reading.offices import position_before
from app.sources.reading.places import is_place
from app.sources.reading.positions import plain_apposition, position_behind, split_position
from app.sources.reading.roles import roles_in
from app.sources.reading.verbs import SAYING, words


def joined_to_marks(text: str, mention: Mention, language: str) -> bool:
    """ "…,” says Name", "Name says: “…”"."""
    before = re.search(
        r"[”\"»’],?\s(?:(?:a|ha|has|had)\s)?(?P<verb>[^\W\d_]+)\s"
        r"(?:(?!(?:la|le|el|de|het|the|un|una|une|een|a|an|los|las|les|l|du|des)\s)[a-zà-ÿ]+\s)?$",
        text[max(0, mention.begins - 50) : mention.begins],
    )
    after = re.match(
        r"\s(?:(?:a|ha|has|had|also|ook|aussi|también)\s)?(?P<verb>[^\W\d_]+)(?:\s[a-zà-ÿ]+){0,3}\s?[:,]?\s?[“„\"«‘‹.]",
        text[mention.ends : mention.ends + 60],
    )
    found = before or after
    return found is not None and found["verb"].casefold() in SAYING[language]


def is_first_name(text: str, mention: Mention, language: str) -> bool:
    """Whether one name alone is surely a person's: an age stands behind it, or it speaks and has an occupation."""
    behind = text[mention.ends : mention.ends + 90]
    if re.match(r",\s(?:de\s)?\d{1,2}(?:,|\.\s|\s(?:ans|años|jaar|years? old))|\s\(\d{1,2}\)", behind):
        return True
    if re.match(r",\s[^,.;:“”\"«»]{0,60}\b\d{1,2}(?:\s(?:ans|años|jaar|years? old)|-year-old)\b", behind):
        return True
    if _NAMED.search(text[max(0, mention.begins - 60) : mention.begins]):
        return True
    if _KIN.search(text[max(0, mention.begins - 60) : mention.begins]) or _AGED_BEFORE.search(
        text[max(0, mention.begins - 30) : mention.begins]
    ):
        return True
    before = words_in(text[max(0, mention.begins - 30) : mention.begins])
    told = bool(before) and before[-1].bare in SAYING[language]
    return told and bool(plain_apposition(text, mention, language) or position_behind(text, mention)[0])


AGED = re.compile(r",?\s\(?(?:de\s)?\d{2}(?:\s(?:ans|años|jaar|years? old))?(?:\)|,|\.)(?!\d)")
"""An age behind a name shows that it is a person's."""


def speaks(text: str, mention: Mention, language: str) -> bool:
    """Whether a verb of saying stands directly beside the name, or "according to" before it."""
    saying = SAYING[language]
    before = words_in(text[max(0, mention.begins - 40) : mention.begins])
    after = re.match(
        r",?\s+(?:(?:a|has|had|also|ook|ha|también|s[’']est|a également|then)\s+)*(\w+)",
        text[mention.ends : mention.ends + 40],
    )
    if re.match(
        r"(?:,\s(?:elle|lui|ella|él),)?(?:,?\s(?!and\b|y\b|et\b|en\b)[a-zà-ÿ’-]+){0,4}\s?:\s?[“”\"«„‘‹]",
        text[mention.ends :],
    ):
        return True
    if " " in mention.name and _AGED_BEFORE.search(text[max(0, mention.begins - 30) : mention.begins]):
        return True
    if _introduces(text, mention) or _who_follows(text, mention):
        return True
    aside = re.match(r",\s[^,.;:“”\"«»]{2,50},\s+(\w+)", text[mention.ends : mention.ends + 80])
    if aside and aside.group(1).casefold() in saying:
        return True
    clause = _RELATIVE.match(text[mention.ends : mention.ends + 190])
    if clause and clause["verb"].casefold() in saying:
        return True
    if VOICE.search(text[max(0, mention.begins - 60) : mention.begins]):
        return True
    told = bool(before) and (before[-1].bare in saying or [word.bare for word in before[-2:]] == ["according", "to"])
    return told or bool(after and after.group(1).casefold() in saying)


def _who_follows(text: str, mention: Mention) -> bool:
    """ "Nadia Bell, who prefers…": a clause about a person, or one with a known first name."""
    if " " not in mention.name:
        return False
    behind = text[mention.ends : mention.ends + 12]
    if re.match(r"\.?,\s(?:who|whose|quien|quienes)\s", behind):
        return True
    initial = re.fullmatch(r".*\s[A-ZÀ-Þ]\.?", mention.name) is not None
    return (initial or has_first_name(mention.name)) and bool(re.match(r"\.?,\s(?:qui|die|que)\s", behind))


def _introduces(text: str, mention: Mention) -> bool:
    """Whether the name opens a sentence that leads to words in marks: "Name, a guide, showed us the wall: “…”"."""
    if " " not in mention.name or mention.name.casefold().split()[0] in PLACE_STARTS:
        return False
    lead = re.search(
        r"(?:^|[.!?…”»\"]\s+)(?:[A-ZÀ-Þ]?[a-zà-ÿ’']+,?\s){0,3}$", text[max(0, mention.begins - 60) : mention.begins]
    )
    leads = re.match(r"(?P<words>[^.;:!?“”\"«»\n]{3,170})\s?:\s?[“„\"«‘‹]", text[mention.ends :]) if lead else None
    return leads is not None and not any(" " in one.name or one.titled for one in mentions_in(0, leads["words"]))


def office_between(text: str, mention: Mention, language: str) -> tuple[str, str] | None:
    """ "…», a lancé mercredi la coordonnatrice de la Plateforme, Name": whatever office stands there."""
    head = text[max(0, mention.begins - 170) : mention.begins]
    closing = max(head.rfind(mark) for mark in '”"»’›')
    found = _OFFICE.search(head[closing + 1 :]) if closing >= 0 else None
    if found is None or not any(word.bare in SAYING[language] for word in words_in(found["verb"])):
        return None
    return split_position(found["office"])


_RELATIVE = re.compile(
    r",\s(?:who|die|quien|que|qui)\s[^.;:“”\"«»]{2,140}?,\s(?:(?:a|ha|has|had|heeft|s[’']est)\s)?(?P<verb>[^\W\d_]+)"
)
""" "Name, who has worked here since 1998, told"."""
_OFFICE = re.compile(
    r"^\s?,?\s(?P<verb>[^,.;:“”\"«»]{3,50}?)\s(?:(?:the|la|le|el|de|het)\s"
    r"|l[’'])(?P<office>[a-zà-ÿ][^.;:“”\"«»]{3,110}),\s$"
)


def has_part(text: str, beside: list[Mention], mention: Mention) -> bool:
    led = re.search(r"\b(?:for|voor|para|pour)\s$", text[max(0, mention.begins - 8) : mention.begins])
    return not led and any(one is mention for one, _role in roles_in(text, beside))


_RUNS = words("series serie série reeks cycle ciclo podcast programme émission")


def names_a_thing(text: str, mention: Mention) -> bool:
    """ "De Kaai", "the Ashby Auditorium", "la organización Pasos Pequeños": what bears such a name is no person."""
    if mention.titled:
        return False
    if re.match(r"(?:De|Het|The|La|El|Le|Les|Los|Las)\s", mention.name):
        return True
    before = words_in(text[max(0, mention.begins - 40) : mention.begins])
    near = before[-1] if before else None
    kind = re.sub(r"^[ld][’']", "", near.bare) if near else ""
    if near is None or kind not in ORGANIZATIONS | _RUNS or not near.text.islower() or is_role(kind):
        return False
    return text[: mention.begins].endswith(f"{near.text} ") and not position_before(text, mention)[0]


def ends_with_a_country(mention: Mention) -> bool:
    """ "Openbaar Lichaam Bonaire": named after a place, but for those with a first name that is known."""
    return " " in mention.name and is_place(mention.surname) and not has_first_name(mention.name)


def stands_in_phrase(text: str, mention: Mention) -> bool:
    """Whether a preposition leads to the name, as it does to places: "from Anse Corail", "de la Costa"."""
    before = text[max(0, mention.begins - 24) : mention.begins]
    if re.match(r"(?:,|\s\()\s*(?:le |el |on |op )?\d|\s?[–—]\s", text[mention.ends :]) and mention.begins < 40:
        return True
    return bool(
        re.search(
            r"(?i:\b(?:desde|hasta|hacia|depuis|jusqu[’']à|vanuit|vanop|outside|inside|around|throughout))\s+$|"
            r"\b(?:from|of|in|at|near|across|into|de|del|du|des|van|à|en|aan|bij|uit|naar|to|chez)(?:\s(?:the|la|el|los"
            r"|las|het|de|les))?\s+$|\b[ld][’']$",
            before,
        )
    )


OBJECT = re.compile(r"\b(?:a|à|to|aan|tegen)\s+$")
"""Before the one who is spoken to."""
KINSHIP = re.compile(
    r"\b(?:his|her|their|my|sus?|sa|son|mon|ma|zijn|haar|mijn|mi)\s(?:[a-zà-ÿ-]+\s){0,2}[a-zà-ÿ-]+,?\s$", re.IGNORECASE
)
"""What relates a person to another: "su esposa, Name"."""
VOICE = re.compile(
    r"\b(?:par la voix d(?:e|[’'])|par la bouche d(?:e|[’'])|por boca de|en voz de|bij monde van|through the voice of"
    r"|in the words of)\s?(?:[a-zà-ÿ’]+\s){0,4}$",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\b(?:his|her|their|my|sus?|sa|son|mon|ma|mes|ses|leurs?|zijn|haar|hun|mijn|mi|el|la|le|the|de)\s(?:[a-zà-ÿ-]+\s)?"
    r"(?:daughter|son|wife|husband|mother|father|sister|brother|cousin|niece|nephew|aunt|uncle|friend|neighbou?r"
    r"|grand(?:son|daughter|mother|father)|partner|classmate|roommate|colleague"
    r"|hij[oa]|espos[oa]|mujer|marido|madre|padre|herman[oa]|prim[oa]|sobrin[oa]|tí[oa]|amig[oa]|vecin[oa]|niet[oa]"
    r"|abuel[oa]|compañer[oa]|fille|fils|femme|mari|mère|père|sœur|frère|cousine?|nièce|neveu|tante|oncle|amie?"
    r"|voisine?|petite?-fil(?:le|s)|grand-(?:mère|père)|compagne|compagnon|collègue|épou(?:x|se)"
    r"|dochter|zoon|vrouw|man|moeder|vader|zus|broer|nicht|neef|tante|oom|vriend(?:in)?|buurvrouw|buurman|collega"
    r"|kleinzoon|kleindochter|oma|opa),?\s$",
    re.IGNORECASE,
)
"""One who is kin to another: a name alone may follow."""
_NAMED = re.compile(
    r"\b(?:[a-zà-ÿ-]+\s(?:named|called|llamad[oa]|nommée?|prénommée?|genaamd)"
    r"|(?:gave|gives) (?:his|her|their) name(?: only)? as|calls (?:him|her)self"
    r"|s[’']appelle|se (?:pré)?nomme|se llama|(?:his|her) name is|introduc(?:ed|es) (?:him|her)self as"
    r"|se présent[ea]n?t? comme"
    r"|se presentó como|zich voorstelde als|stelde zich voor als|se hace llamar|se identificó como"
    r"|dit s[’']appeler|se fait appeler|noemt zich|zich noemt)\s$"
    r"|\b(?:l[’']une? d[’'](?:eux|elles|entre eux)|one of them|un[oa] de ell[oa]s|een van hen|among them"
    r"|parmi (?:eux|elles)"
    r"|entre ell[oa]s|onder hen),?\s$",
    re.IGNORECASE,
)
""" "a survivor, who gave her name only as Rosette", "l’un d’eux, Delroy"."""
_AGED_BEFORE = re.compile(r"\b\d{1,3}[- ](?:jarige|year-old)\s$|\b(?:À|A los|At|Aged) \d{1,3}(?: (?:ans|años))?,\s$")
DASHED = re.compile(r"[”\"»’][.,]?\s*(?:[-–—]+|\()\s*(?P<words>(?:[^\W\d][\w’'-]*,?\s+){0,5})$")
"""A name behind the closing mark and a dash: whoever spoke."""
BESIDE_MARKS = re.compile(r"(?:,[”\"’»]|[!?…]\s?[”\"’»]|[”\"»’]\s*,)\s+(?P<words>(?:[a-zà-ÿ’'-]+\s+){1,9})$")
"""A name shortly behind the closing mark and a comma: whoever spoke, whatever the verb."""


def behind_determiner(words: str) -> str:
    """ "s’amuse l’animateur" → animateur: what stands between the last determiner and the name."""
    found = re.search(
        r".*(?:\b(?:the|an?|el|la|los|las|le|les|het|de|een|un|una|une)\s+|\bl[’'])(?P<rest>[^\W\d].*)$", words
    )
    return found["rest"].strip() if found else ""


def _without_mood(words: str) -> str:
    """ "comentó emocionado Name": how it was said is no office."""
    return "" if re.fullmatch(r"[a-zà-ÿ]+(?:[ai]d[oa]s?|ée?|ant|end|[^e]ed)", words) and not is_role(words) else words


def told_by(text: str, mention: Mention, language: str) -> str | None:
    """ "…, told the young welder Name": what stands between a verb of saying and the name; None without such a verb."""
    near = text[max(0, mention.begins - 70) : mention.begins]
    words = words_in(near)
    for at in range(len(words) - 1, max(-1, len(words) - 7), -1):
        if words[at].bare in SAYING[language]:
            between = words[at + 1 :]
            if any(word.is_capital or word.bare in PREPOSITIONS for word in between):
                return None
            if "," in near[words[at].ends :] or any(word.bare in _POSSESSIVES for word in between):
                return ""
            if any(word.bare in _DETERMINERS or re.match(r"l[’']\w", word.bare) for word in between):
                return _without_mood(behind_determiner(" ".join(word.text for word in between)))
            kept = [word.text for word in between if word.bare not in _DETERMINERS]
            return (
                _without_mood(" ".join(kept))
                if not any(word.bare in STOPS for word in between if word.bare not in _DETERMINERS)
                else ""
            )
    return None


PREPOSITIONS = words(
    "that que dat to at in on of from for with by a en sur à dans met van over about as and y et",
    "como when during desde depuis vanuit tras behind door",
)
_POSSESSIVES = words("his her their its my our son sa ses leur su sus mi zijn haar hun mijn onze")
_DETERMINERS = words(
    "the a an el la los le les het een un una une",
)
