"""Which names of an article are people, and what stands beside each that says so."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from app.sources.reading.affiliations import affiliation_behind
from app.sources.reading.blocks import Block
from app.sources.reading.evidence import (
    AGED,
    BESIDE_MARKS,
    DASHED,
    KINSHIP,
    OBJECT,
    PREPOSITIONS,
    VOICE,
    behind_determiner,
    ends_with_a_country,
    has_part,
    is_first_name,
    joined_to_marks,
    names_a_thing,
    office_between,
    speaks,
    stands_in_phrase,
    told_by,
)
from app.sources.reading.lexicon import MODIFIERS, ORGANIZATIONS, PARTICLES, PLACE_STARTS, STOPS, TOPICS
from app.sources.reading.marks import Span
from app.sources.reading.names import Mention, gender_of, has_first_name, is_role, mentions_in, words_in
from app.sources.reading.offices import position_before
from app.sources.reading.openings import opens_only
from app.sources.reading.outsiders import authors_of, is_left_out
from app.sources.reading.people import NO_POSITIONS, People
from app.sources.reading.phrases import organization_at
from app.sources.reading.places import is_place
from app.sources.reading.positions import plain_apposition, position_behind, split_position
from app.sources.reading.roles import announced_role, roles_in
from app.sources.reading.subjects import acts, is_gone_on_from
from app.sources.reading.verbs import SAYING

_ASIDE = re.compile(r"[(\[]\s*(?:photo|foto|image|crédit|credit|©)[^)\]]*[)\]]", re.IGNORECASE)


def people_of(blocks: tuple[Block, ...], spans: list[Span], left_out: set[int], language: str) -> People:
    people = People()
    plain = {
        word for block in blocks for word in re.findall(r"(?<!\w)[^\W\dA-Z_][\w’'-]*", block.text) if word.islower()
    }
    quoted: dict[int, list[Span]] = {}
    for span in spans:
        quoted.setdefault(span.block, []).append(span)
    authors = authors_of(blocks)
    mentions = [
        mention
        for index, block in enumerate(blocks)
        if index not in left_out
        for mention in _named(index, _ASIDE.sub(lambda m: " " * len(m.group()), block.text), plain)
        if not any(span.starts <= mention.starts < span.ends for span in quoted.get(index, ()))
        and mention.name not in authors
    ]
    beside: dict[int, list[Mention]] = {}
    for mention in mentions:
        beside.setdefault(mention.block, []).append(mention)
    within = _between_halves(spans) | _only_subjects(blocks, mentions, quoted, language)
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
        rf"(?:(?!(?:The|La|El|Le|De|Het)\s)[A-ZÀ-Þ][\w’-]+\s(?:and\s)?)+{re.escape(organization)}\b(?!\s[A-ZÀ-Þ])"
        rf"|(?<!\w){re.escape(organization)}\s(?:(?:of|for|de|del|de la|du|des|van|voor)\s)?(?:[A-ZÀ-Þ][\w’-]+\s?)+"
    )
    found = [match.group() for block in blocks for match in name.finditer(block.text)]
    told = re.compile(
        rf"(?<!\w){re.escape(organization)}\s(?:des?|du|de la|de l[’']|d[’']|del?|para|pour|voor"
        rf"|van)\s?[\w’-]+(?:\s[\w’-]+)?"
    )
    plain = [match.group() for block in blocks for match in told.finditer(block.text)]
    found += [one for one in plain if plain.count(one) > 1]
    found = [one for one in found if not any(is_role(word.bare) for word in words_in(one))]
    whole = [re.sub(r"^(?:The|La|El|Le|De|Het|L[’'])\s", "", one).strip() for one in found]
    return max((one for one in whole if " " in one), key=len, default=organization)


def _named(index: int, text: str, plain: set[str]) -> list[Mention]:
    """Names; a word that begins a sentence and is written small elsewhere is none: "Would Lee", "Cuando Pérez"."""
    found = []
    for mention in mentions_in(index, text):
        first = mention.name.split()[0]
        opens = not text[: mention.starts].strip() or re.search(
            r"[.!?:…”»\"]\s*[¿¡]?$", text[max(0, mention.starts - 6) : mention.starts]
        )
        if opens and not mention.titled and opens_only(mention.name):
            continue
        odd = " " in mention.name and (
            opens_only(first) or (first.casefold() in plain and first.casefold() not in PARTICLES)
        )
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
            or speaks(blocks[mention.block].text, mention, language)
            or is_first_name(blocks[mention.block].text, mention, language)
            or _leads_a_sentence(blocks[mention.block].text, mention)
            or acts(blocks[mention.block].text, mention)
        )
        and mention.name.casefold() not in NO_POSITIONS
    }


def _leads_a_sentence(text: str, mention: Mention) -> bool:
    """One name alone that opens a sentence and goes on with a verb: "Portuondo guarda la grabación"."""
    opens = not text[: mention.begins].strip() or re.search(
        r"[.!?…”»\"’]\s+$", text[max(0, mention.begins - 3) : mention.begins]
    )
    return bool(opens) and bool(re.match(r"\s[a-zà-ÿ]", text[mention.ends :][:2])) and not is_place(mention.name)


def _only_subjects(
    blocks: tuple[Block, ...], mentions: list[Mention], quoted: dict[int, list[Span]], language: str
) -> set[tuple[int, int]]:
    """Places of the one full name of a block that stands before words that "he" or "she" says there."""
    by_block: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_block.setdefault(mention.block, []).append(mention)
    found = set()
    for index, here in by_block.items():
        text, spans = blocks[index].text, quoted.get(index, [])
        before = [one for one in here if spans and one.begins < spans[0].opens and not stands_in_phrase(text, one)]
        if len(before) != 1 or " " not in before[0].name:
            continue
        if before[0].name.split()[0].casefold() not in PLACE_STARTS and any(
            _PRONOUN_SAYS[language].match(text[span.closes : span.closes + 40]) for span in spans
        ):
            found.add((index, before[0].starts))
    return found


_SAYS = {language: "|".join(sorted(map(re.escape, verbs), key=len, reverse=True)) for language, verbs in SAYING.items()}
_PRONOUN_SAYS = {
    "en": re.compile(rf",?\s(?:(?:he|she)\s(?:{_SAYS['en']})|(?:{_SAYS['en']})\s(?:he|she))\b"),
    "nl": re.compile(rf",?\s(?:{_SAYS['nl']})\s(?:hij|zij|ze)\b"),
    "es": re.compile(rf",?\s(?:{_SAYS['es']})(?=[.,]|\s(?:él|ella)\b)"),
    "fr": re.compile(r",?\s(?:se\s|s[’'])?(?:a-t-|est-t?-?)?\w+(?:-t)?-(?:il|elle)\b"),
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
    speaking = {one.name for one in single if joined_to_marks(blocks[one.block].text, one, language)}
    for one in single:
        text = blocks[one.block].text
        led = stands_in_phrase(text, one) or re.search(
            r"\b(?:the|an?|het|een|los|las|les)\s$", text[max(0, one.begins - 8) : one.begins]
        )
        if one.name in speaking and (led or is_place(one.name) or len(one.name) < 3):
            speaking.discard(one.name)
    return speaking


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
    if is_left_out(text, mention) or names_a_thing(text, mention):
        return
    known = people.named(mention.name)
    if known is None and not mention.titled and _is_no_persons(people, mention):
        return
    lone = known is None and " " not in mention.name and not mention.titled
    if lone and not (mention.name in alone or is_first_name(text, mention, language)):
        return
    position, organization = position_behind(text, mention)
    before, owner = position_before(text, mention)
    if before and (
        not position or _OF_ANOTHER.match(text[mention.ends :]) or (len(before) > 3 and not _has_role(position))
    ):
        position, organization = before, organization or owner
    if mentions_in(0, position) and not _has_role(position.split(",")[0].split(" of ")[0]):
        position = ""
    if _NEXT_PERSON.fullmatch(position) and not organization:
        position = before
    is_place = mention.name.split()[0].casefold() in PLACE_STARTS and not mention.titled
    if known is None and is_place and stands_in_phrase(text, mention):
        return
    voiced = bool(VOICE.search(text[max(0, mention.begins - 60) : mention.begins]))
    is_sure = voiced or mention.titled or position or AGED.match(text[mention.ends :]) or _bears(mention, surnames)
    if known is None and not is_sure and stands_in_phrase(text, mention):
        return
    if known is None and not is_sure and ends_with_a_country(mention):
        return
    said_as = told_by(text, mention, language)
    if not position and (office := office_between(text, mention, language)):
        position, organization = office
    if said_as is None and (dashed := DASHED.search(text[max(0, mention.begins - 90) : mention.begins])):
        said_as = dashed["words"].strip(" ,") if _has_role(dashed["words"]) else ""
    if said_as is None and (beside_marks := BESIDE_MARKS.search(text[max(0, mention.begins - 90) : mention.begins])):
        leads = set(beside_marks["words"].split()) - {"a", "en"}
        said_as = (
            None
            if leads & PREPOSITIONS or OBJECT.search(beside_marks["words"])
            else behind_determiner(beside_marks["words"])
        )
    if known is None and not (
        position
        or mention.titled
        or organization
        or said_as is not None
        or lone
        or ((mention.block, mention.starts) in within and not stands_in_phrase(text, mention))
        or speaks(text, mention, language)
        or _bears(mention, surnames)
        or AGED.match(text[mention.ends :])
        or is_gone_on_from(text, mention, beside, language)
        or KINSHIP.search(text[max(0, mention.begins - 60) : mention.begins])
        or has_part(text, beside, mention)
        or (has_first_name(mention.name) and _leads_a_sentence(text, mention))
        or (has_first_name(mention.name) and plain_apposition(text, mention, language))
    ):
        return
    if not (position or said_as):
        position, inner = split_position(plain_apposition(text, mention, language))
        organization = organization or inner
    if language == "en" and said_as and position and said_as.endswith(f" {position}"):
        position = said_as
    position = position or said_as or ""
    if not organization and (sent := _ON_BEHALF.search(text[max(0, mention.begins - 140) : mention.begins])):
        organization = organization_at(sent["owner"])
    person = known or people.add(mention.name)
    if len(mention.name.split()) > len(person.name.split()):
        person.name = mention.name
    if not (organization or person.organization):
        organization = affiliation_behind(text, mention, has_position=bool(position))
    person.learn(position, _same_as(people, organization))
    people.told.setdefault(mention.block, []).extend((position, organization))
    person.gender = person.gender or mention.gender or _gender_of_role(position, text, mention)


def _is_no_persons(people: People, mention: Mention) -> bool:
    """A place, or part of what was read as a position or an organization just before: "founder of Bright Boats"."""
    if " " in mention.name and is_place(mention.name):
        return True
    within = re.compile(rf"(?<!\w){re.escape(mention.name)}(?!\w)")
    return any(within.search(told) for told in people.told.get(mention.block, ()))


_SAME = re.compile(r"(?:the |la |el |de |het )?(?:same|misma|mismo|même|dezelfde|hetzelfde|zelfde) (?P<kind>\w+)$")


def _same_as(people: People, organization: str) -> str:
    """ "head of the same agency": the one that was named last, of that kind."""
    same = _SAME.match(organization)
    if same is None:
        return organization
    named = (one.organization for one in reversed(people.all) if one.organization)
    return next((one for one in named if same["kind"].casefold() in one.casefold()), "")


_NEXT_PERSON = re.compile(
    r"[a-zà-ÿ-]+(?:\s(?!(?:de|del|du|des|of|van|for|la|en|at|à)\s)[a-zà-ÿ-]+)?\s[A-ZÀ-Þ][\w’-]+(?:\s[A-ZÀ-Þ][\w’-]+)+"
)
""" "…, la demógrafa Keisy Montilla": the office of the one who is named next."""
_OF_ANOTHER = re.compile(r",\s(?:its|their|his|her|sus?|son|sa|leurs?|zijn|haar|hun)\s")
""" "Labour economist Ann Lee, its lead author": what somebody is to something named before is told second."""
_ON_BEHALF = re.compile(
    r"\b(?:on behalf of|en nombre del?|au nom d(?:e|u)|namens) (?:the |la |el |l[’']|le |les |de |het )?"
    r"(?P<owner>[^,.;:“”\"«»]{2,80}),\s[^,.;:“”\"«»]{0,60}$",
    re.IGNORECASE,
)
"""Whoever speaks "on behalf of the Ministry"."""


def _has_role(phrase: str) -> bool:
    return any(is_role(word.bare) for word in words_in(phrase))


def _gender_of_role(position: str, text: str, mention: Mention) -> str:
    for word in words_in(position):
        if gender := gender_of(word.bare):
            return gender
    beside = re.findall(r"(?<!\bde )\b(la|el|le) (\w+)", text[max(0, mention.begins - 70) : mention.begins].lower())
    articles = [article for article, word in beside if is_role(word)]
    return {"la": "f", "el": "m", "le": "m"}[articles[-1]] if articles and position else ""


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
        if not {"moderator", "host"}.isdisjoint(person.roles) and "introducer" in person.roles:
            person.roles.remove("introducer")
