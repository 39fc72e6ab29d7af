"""Which names of an article are people, and what stands beside each that says so."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.sources.reading.blocks import Block
from app.sources.reading.lexicon import MODIFIERS, ORGANIZATIONS, PARTICLES, PLACE_STARTS, STOPS, TOPICS
from app.sources.reading.marks import Span
from app.sources.reading.names import Mention, gender_of, has_first_name, is_role, mentions_in, words_in
from app.sources.reading.offices import position_before
from app.sources.reading.outsiders import is_left_out
from app.sources.reading.people import NO_POSITIONS, People
from app.sources.reading.phrases import organization_at
from app.sources.reading.places import is_place
from app.sources.reading.positions import plain_apposition, position_behind, split_position
from app.sources.reading.roles import announced_role, roles_in
from app.sources.reading.verbs import SAYING, words

_ASIDE = re.compile(r"[(\[]\s*(?:photo|foto|image|crédit|credit|©)[^)\]]*[)\]]", re.IGNORECASE)


def people_of(blocks: tuple[Block, ...], spans: list[Span], left_out: set[int], language: str) -> People:
    people = People()
    plain = {
        word for block in blocks for word in re.findall(r"(?<!\w)[^\W\dA-Z_][\w’'-]*", block.text) if word.islower()
    }
    quoted: dict[int, list[Span]] = {}
    for span in spans:
        quoted.setdefault(span.block, []).append(span)
    mentions = [
        mention
        for index, block in enumerate(blocks)
        if index not in left_out
        for mention in _named(index, _ASIDE.sub(lambda m: " " * len(m.group()), block.text), plain)
        if not any(span.starts <= mention.starts < span.ends for span in quoted.get(index, ()))
    ]
    beside: dict[int, list[Mention]] = {}
    for mention in mentions:
        beside.setdefault(mention.block, []).append(mention)
    within = _between_halves(spans)
    surnames = _speaking_surnames(blocks, mentions, language)
    alone = _speaking_alone(blocks, mentions, language)
    for mention in mentions:
        _consider(people, mention, blocks[mention.block].text, beside[mention.block], language, surnames, alone, within)
    mentions = sorted(
        [*mentions, *_by_surname(people, blocks, mentions, quoted)], key=lambda one: (one.block, one.starts)
    )
    for mention in mentions:
        person = people.named(mention.name, mention.gender)
        if person and (mention.titled or " " in mention.name or mention.surname.casefold() in person.name.casefold()):
            person.mentions.append(mention)
            person.gender = person.gender or mention.gender
            people.at[(mention.block, mention.starts)] = person
    people.all = [person for person in people.all if person.mentions]
    for person in people.all:
        person.organization = _in_full(person.organization, blocks)
    named: dict[int, list[Mention]] = {}
    for mention in mentions:
        if (mention.block, mention.starts) in people.at:
            named.setdefault(mention.block, []).append(mention)
    for index, here in named.items():
        _give_roles(people, blocks[index].text, here)
        _give_announced(people, announced_role(blocks, index), here)
    return people


def _in_full(organization: str, blocks: tuple[Block, ...]) -> str:
    """ "director of the Foundation" where the article says which: the Tamarind Foundation."""
    if organization.casefold() not in ORGANIZATIONS or not organization[0].isupper():
        return organization
    name = re.compile(
        rf"(?:(?!(?:The|La|El|Le|De|Het)\s)[A-ZÀ-Þ][\w’-]+\s)+{re.escape(organization)}\b(?!\s[A-ZÀ-Þ])"
        rf"|(?<!\w){re.escape(organization)}\s(?:(?:of|for|de|del|de la|du|des|van|voor)\s)?(?:[A-ZÀ-Þ][\w’-]+\s?)+"
    )
    found = [match.group() for block in blocks for match in name.finditer(block.text)]
    told = re.compile(
        rf"(?<!\w){re.escape(organization)}\s(?:des?|du|de la|de l[’']|d[’']|del?|para|pour|voor"
        rf"|van)\s?[\w’-]+(?:\s[\w’-]+)?"
    )
    plain = [match.group() for block in blocks for match in told.finditer(block.text)]
    found += [one for one in plain if plain.count(one) > 1]
    whole = [re.sub(r"^(?:The|La|El|Le|De|Het|L[’'])\s", "", one).strip() for one in found]
    return max((one for one in whole if " " in one), key=len, default=organization)


def _named(index: int, text: str, plain: set[str]) -> list[Mention]:
    """Names; a word that begins a sentence and is written small elsewhere is none: "Would Lee", "Cuando Pérez"."""
    found = []
    for mention in mentions_in(index, text):
        first = mention.name.split()[0]
        opens = not text[: mention.starts].strip() or re.search(r"[.!?:…”»\"]\s*[¿¡]?$", text[: mention.starts])
        odd = " " in mention.name and first.casefold() in plain and first.casefold() not in PARTICLES
        if opens and odd and not mention.titled:
            starts = mention.starts + len(first) + 1
            mention = replace(mention, starts=starts, begins=starts, name=mention.name[len(first) + 1 :])
        found.append(mention)
    return found


def _by_surname(
    people: People, blocks: tuple[Block, ...], mentions: list[Mention], quoted: dict[int, list[Span]]
) -> list[Mention]:
    """Surnames alone that are words of another kind elsewhere: "Prime" of "Wendell Prime", not "the Prime Minister".

    Those in capitals too, where the name stands so: "DUPONT" of "Marie DUPONT".
    """
    plain = {person.name.split()[-1] for person in people.all if " " in person.name}
    odd = [name for name in plain if is_role(name.casefold()) or name.casefold() in MODIFIERS | TOPICS | STOPS]
    odd += [
        name
        for name in {blocks[one.block].text[one.starts : one.ends].split()[-1] for one in mentions if " " in one.name}
        if name.isupper() and len(name) > 3 and name.title() in plain
    ]
    known = {(one.block, at) for one in mentions for at in range(one.starts, one.ends)}
    found = []
    for name in sorted(odd):
        alone = re.compile(rf"(?<![\w’'-])(?P<name>{re.escape(name)})(?![\w-])(?!\s(?:of|for|de|van|[A-ZÀ-Þ]))")
        for index in range(len(blocks)):
            for match in alone.finditer(blocks[index].text):
                inside = any(span.starts <= match.start() < span.ends for span in quoted.get(index, ()))
                the = re.search(
                    r"\b(?:the|a|an|la|el|le|de|het)\s$", blocks[index].text[: match.start()], re.IGNORECASE
                )
                if (index, match.start()) not in known and not inside and not the:
                    surname = name.title() if name.isupper() else name
                    found.append(Mention(index, match.start(), match.end(), surname, begins=match.start()))
    return found


def _speaking_surnames(blocks: tuple[Block, ...], mentions: list[Mention], language: str) -> set[str]:
    """Surnames that stand alone where somebody speaks: whoever bears one with a first name is a person too."""
    return {
        mention.name.casefold()
        for mention in mentions
        if " " not in mention.name
        and (
            mention.titled
            or _speaks(blocks[mention.block].text, mention, language)
            or _is_first_name(blocks[mention.block].text, mention, language)
        )
        and mention.name.casefold() not in NO_POSITIONS
    }


def _between_halves(spans: Sequence[Span]) -> set[tuple[int, int]]:
    """Places of the attributions that were cut out between the marks of one quotation."""
    return {
        (one.block, place)
        for one, after in pairwise(spans)
        if one.block == after.block and one.closed and one.closes == one.ends
        for place in range(one.ends, after.starts)
    }


def _speaking_alone(blocks: tuple[Block, ...], mentions: list[Mention], language: str) -> set[str]:
    """Single names that a verb of saying joins to words in marks, and that are nowhere a place's or an office's."""
    single = [one for one in mentions if " " not in one.name and not one.titled]
    speaking = {one.name for one in single if _joined_to_marks(blocks[one.block].text, one, language)}
    for one in single:
        text = blocks[one.block].text
        led = _stands_in_phrase(text, one) or re.search(r"\b(?:the|an?|het|een|los|las|les)\s$", text[: one.begins])
        if one.name in speaking and (led or is_place(one.name) or len(one.name) < 3):
            speaking.discard(one.name)
    return speaking


def _joined_to_marks(text: str, mention: Mention, language: str) -> bool:
    """ "…,” says Name", "Name says: “…”"."""
    before = re.search(
        r"[”\"»’],?\s(?:(?:a|ha|has|had)\s)?(?P<verb>[^\W\d_]+)\s"
        r"(?:(?!(?:la|le|el|de|het|the|un|una|une|een|a|an|los|las|les|l|du|des)\s)[a-zà-ÿ]+\s)?$",
        text[: mention.begins][-50:],
    )
    after = re.match(
        r"\s(?:(?:a|ha|has|had|also|ook|aussi|también)\s)?(?P<verb>[^\W\d_]+)(?:\s[a-zà-ÿ]+){0,3}\s?[:,]?\s?[“„\"«‘‹.]",
        text[mention.ends : mention.ends + 60],
    )
    found = before or after
    return found is not None and found["verb"].casefold() in SAYING[language]


def _is_first_name(text: str, mention: Mention, language: str) -> bool:
    """Whether one name alone is surely a person's: an age stands behind it, or it speaks and has an occupation."""
    behind = text[mention.ends : mention.ends + 90]
    if re.match(r",\s(?:de\s)?\d{1,2}(?:,|\.\s|\s(?:ans|años|jaar|years? old))|\s\(\d{1,2}\)", behind):
        return True
    if re.match(r",\s[^,.;:“”\"«»]{0,60}\b\d{1,2}(?:\s(?:ans|años|jaar|years? old)|-year-old)\b", behind):
        return True
    if _KIN.search(text[: mention.begins][-60:]) or _AGED_BEFORE.search(text[: mention.begins][-30:]):
        return True
    before = words_in(text[max(0, mention.begins - 30) : mention.begins])
    told = bool(before) and before[-1].bare in SAYING[language]
    return told and bool(plain_apposition(text, mention, language) or position_behind(text, mention)[0])


def _bears(mention: Mention, surnames: set[str]) -> bool:
    words = mention.name.casefold().split()
    return len(words) > 1 and not surnames.isdisjoint(words[1:])


def _consider(
    people: People,
    mention: Mention,
    text: str,
    beside: list[Mention],
    language: str,
    surnames: set[str],
    alone: set[str],
    within: set[tuple[int, int]],
) -> None:
    """Make the mention a person where something beside the name shows that it is one."""
    if is_left_out(text, mention) or _names_a_thing(text, mention):
        return
    known = people.named(mention.name)
    lone = known is None and " " not in mention.name and not mention.titled
    if lone and not (mention.name in alone or _is_first_name(text, mention, language)):
        return
    position, organization = position_behind(text, mention)
    before, owner = position_before(text, mention)
    if before and (not position or (len(before) > 3 and not _has_role(position))):
        position, organization = before, organization or owner
    if mentions_in(0, position) and not _has_role(position.split(",")[0].split(" of ")[0]):
        position = ""
    is_place = mention.name.split()[0].casefold() in PLACE_STARTS and not mention.titled
    if known is None and is_place and _stands_in_phrase(text, mention):
        return
    voiced = bool(_VOICE.search(text[: mention.begins][-60:]))
    is_sure = voiced or mention.titled or position or _AGED.match(text[mention.ends :]) or _bears(mention, surnames)
    if known is None and not is_sure and _stands_in_phrase(text, mention):
        return
    said_as = _told_by(text, mention, language)
    if not position and (office := _office_between(text, mention, language)):
        position, organization = office
    if said_as is None and (dashed := _DASHED.search(text[: mention.begins][-90:])):
        said_as = dashed["words"].strip(" ,") if _has_role(dashed["words"]) else ""
    if said_as is None and (beside_marks := _BESIDE_MARKS.search(text[: mention.begins][-90:])):
        leads = set(beside_marks["words"].split()) - {"a", "en"}
        said_as = (
            None
            if leads & _PREPOSITIONS or _OBJECT.search(beside_marks["words"])
            else _behind_determiner(beside_marks["words"])
        )
    if known is None and not (
        position
        or mention.titled
        or organization
        or said_as is not None
        or lone
        or ((mention.block, mention.starts) in within and not _stands_in_phrase(text, mention))
        or _speaks(text, mention, language)
        or _bears(mention, surnames)
        or _AGED.match(text[mention.ends :])
        or _KINSHIP.search(text[: mention.begins][-60:])
        or _has_part(text, beside, mention)
        or (has_first_name(mention.name) and plain_apposition(text, mention, language))
    ):
        return
    if not (position or said_as):
        position, inner = split_position(plain_apposition(text, mention, language))
        organization = organization or inner
    if language == "en" and said_as and position and said_as.endswith(f" {position}"):
        position = said_as
    position = position or said_as or ""
    if not organization and (sent := _ON_BEHALF.search(text[: mention.begins][-140:])):
        organization = organization_at(sent["owner"])
    person = known or people.add(mention.name)
    if len(mention.name.split()) > len(person.name.split()):
        person.name = mention.name
    person.learn(position, organization)
    person.gender = person.gender or mention.gender or _gender_of_role(position, text, mention)


_ON_BEHALF = re.compile(
    r"\b(?:on behalf of|en nombre del?|au nom d(?:e|u)|namens) (?:the |la |el |l[’']|le |les |de |het )?"
    r"(?P<owner>[^,.;:“”\"«»]{2,80}),\s[^,.;:“”\"«»]{0,60}$",
    re.IGNORECASE,
)
"""Whoever speaks "on behalf of the Ministry"."""
_AGED = re.compile(r",?\s\(?(?:de\s)?\d{2}(?:\s(?:ans|años|jaar|years? old))?(?:\)|,|\.)(?!\d)")
"""An age behind a name shows that it is a person's."""


def _has_role(phrase: str) -> bool:
    return any(is_role(word.bare) for word in words_in(phrase))


def _gender_of_role(position: str, text: str, mention: Mention) -> str:
    for word in words_in(position):
        if gender := gender_of(word.bare):
            return gender
    beside = re.findall(r"(?<!\bde )\b(la|el|le) (\w+)", text[: mention.begins][-70:].lower())
    articles = [article for article, word in beside if is_role(word)]
    return {"la": "f", "el": "m", "le": "m"}[articles[-1]] if articles and position else ""


def _speaks(text: str, mention: Mention, language: str) -> bool:
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
    if _introduces(text, mention) or _who_follows(text, mention):
        return True
    aside = re.match(r",\s[^,.;:“”\"«»]{2,50},\s+(\w+)", text[mention.ends : mention.ends + 80])
    if aside and aside.group(1).casefold() in saying:
        return True
    clause = _RELATIVE.match(text[mention.ends : mention.ends + 190])
    if clause and clause["verb"].casefold() in saying:
        return True
    if _VOICE.search(text[: mention.begins][-60:]):
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
    lead = re.search(r"(?:^|[.!?…”»\"]\s+)(?:[A-ZÀ-Þ]?[a-zà-ÿ’']+,?\s){0,3}$", text[: mention.begins][-60:])
    leads = re.match(r"(?P<words>[^.;:!?“”\"«»\n]{3,170})\s?:\s?[“„\"«‘‹]", text[mention.ends :]) if lead else None
    return leads is not None and not any(" " in one.name or one.titled for one in mentions_in(0, leads["words"]))


def _office_between(text: str, mention: Mention, language: str) -> tuple[str, str] | None:
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


def _has_part(text: str, beside: list[Mention], mention: Mention) -> bool:
    led = re.search(r"\b(?:for|voor|para|pour)\s$", text[: mention.begins][-8:])
    return not led and any(one is mention for one, _role in roles_in(text, beside))


def _names_a_thing(text: str, mention: Mention) -> bool:
    """ "De Kaai", "the Ashby Auditorium", "la organización Pasos Pequeños": what bears such a name is no person."""
    if mention.titled:
        return False
    if re.match(r"(?:De|Het|The|La|El|Le|Les|Los|Las)\s", mention.name):
        return True
    before = words_in(text[max(0, mention.begins - 40) : mention.begins])
    near = before[-1] if before else None
    if near is None or near.bare not in ORGANIZATIONS or not near.text.islower() or is_role(near.bare):
        return False
    return text[: mention.begins].endswith(f"{near.text} ") and not position_before(text, mention)[0]


def _stands_in_phrase(text: str, mention: Mention) -> bool:
    """Whether a preposition leads to the name, as it does to places: "from Anse Corail", "de la Costa"."""
    before = text[: mention.begins][-24:]
    if re.match(r"(?:,|\s\()\s*(?:le |el |on |op )?\d|\s?[–—]\s", text[mention.ends :]) and mention.begins < 40:
        return True
    return bool(
        re.search(
            r"\b(?:from|of|in|at|near|across|into|de|del|du|des|van|à|en|aan|bij|uit|naar|to|chez)(?:\s(?:the|la|el|los"
            r"|las|het|de|les))?\s+$|\b[ld][’']$",
            before,
        )
    )


_OBJECT = re.compile(r"\b(?:a|à|to|aan|tegen)\s+$")
"""Before the one who is spoken to."""
_KINSHIP = re.compile(
    r"\b(?:his|her|their|my|sus?|sa|son|mon|ma|zijn|haar|mijn|mi)\s(?:[a-zà-ÿ-]+\s){0,2}[a-zà-ÿ-]+,?\s$", re.IGNORECASE
)
"""What relates a person to another: "su esposa, Name"."""
_VOICE = re.compile(
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
_AGED_BEFORE = re.compile(r"\b\d{1,3}[- ](?:jarige|year-old)\s$")
_DASHED = re.compile(r"[”\"»’][.,]?\s*(?:[-–—]+|\()\s*(?P<words>(?:[^\W\d][\w’'-]*,?\s+){0,5})$")
"""A name behind the closing mark and a dash: whoever spoke."""
_BESIDE_MARKS = re.compile(r"(?:,[”\"’»]|[!?…]\s?[”\"’»]|[”\"»’]\s*,)\s+(?P<words>(?:[a-zà-ÿ’'-]+\s+){1,9})$")
"""A name shortly behind the closing mark and a comma: whoever spoke, whatever the verb."""


def _behind_determiner(words: str) -> str:
    """ "s’amuse l’animateur" → animateur: what stands between the last determiner and the name."""
    found = re.search(
        r".*(?:\b(?:the|an?|el|la|los|las|le|les|het|de|een|un|una|une)\s+|\bl[’'])(?P<rest>[^\W\d].*)$", words
    )
    return found["rest"].strip() if found else ""


def _told_by(text: str, mention: Mention, language: str) -> str | None:
    """ "…, told the young welder Name": what stands between a verb of saying and the name; None without such a verb."""
    near = text[max(0, mention.begins - 70) : mention.begins]
    words = words_in(near)
    for at in range(len(words) - 1, max(-1, len(words) - 7), -1):
        if words[at].bare in SAYING[language]:
            between = words[at + 1 :]
            if any(word.is_capital or word.bare in _PREPOSITIONS for word in between):
                return None
            if "," in near[words[at].ends :] or any(word.bare in _POSSESSIVES for word in between):
                return ""
            if any(word.bare in _DETERMINERS or re.match(r"l[’']\w", word.bare) for word in between):
                return _behind_determiner(" ".join(word.text for word in between))
            kept = [word.text for word in between if word.bare not in _DETERMINERS]
            return (
                " ".join(kept)
                if not any(word.bare in STOPS for word in between if word.bare not in _DETERMINERS)
                else ""
            )
    return None


_PREPOSITIONS = words(
    "that que dat to at in on of from for with by a en sur à dans met van over about as and y et",
    "como when during desde depuis vanuit tras behind door",
)
_POSSESSIVES = words("his her their its my our son sa ses leur su sus mi zijn haar hun mijn onze")
_DETERMINERS = words(
    "the a an el la los le les het een un una une",
)


def _give_announced(people: People, role: str, here: list[Mention]) -> None:
    if role:
        person = people.at[(here[0].block, here[0].starts)]
        if not person.roles:
            person.roles.append(role)


def _give_roles(people: People, text: str, here: list[Mention]) -> None:
    for mention, role in roles_in(text, here):
        person = people.at[(mention.block, mention.starts)]
        if role not in person.roles:
            person.roles.append(role)
