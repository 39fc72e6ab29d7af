"""Who is meant in a clause of attribution: by name, surname, pronoun, role; or nobody, or a written text."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.sources.reading.evidence import PREPOSITIONS
from app.sources.reading.lexicon import ORGANIZATIONS, PRONOUNS, WRITTEN
from app.sources.reading.names import Mention, Word, gender_of, is_role, words_in
from app.sources.reading.people import Person
from app.sources.reading.referents import LED_TO, Referents
from app.sources.reading.sayings import leads, sayings_in
from app.sources.reading.strangers import UNNAMED, is_human
from app.sources.reading.verbs import POSSESSIVES, words
from app.sources.reading.writings import READ_OUT, is_written, without_lead

_INDEFINITE = re.compile(
    r"^(?:one|another|some|several|many|un|una|une|uno|otra|otro|iemand|someone|somebody|alguien|quelqu[’']un"
    r"|algunos|varios|een|sommige|certains"
    r"|plusieurs|the \w+s)$",
    re.I,
)
_PLURALS = re.compile(
    r"\b(?:fuentes|sources|bronnen|kringen|autoridades|authorities|autoriteiten|autorités|panell?ists|panelistas"
    r"|panelleden|panélistes|ministers|ministros|ministres|participants|officials"
    r"|residents|experts|organi[sz]ers|speakers|villagers|participantes|asistentes"
    r"|deelnemers"
    r"|bewoners|organisateurs|habitants|organizadores|vecinos)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?<![\w-])(?:a|ha|has|had|s[’']est|ont|avait|han|also|également|aussi|también|ook|then|et|y|and|se|s’|me"
    r"|le|les|nous|lui)(?![\w-])"
)
_ASIDES = re.compile(
    r"(?<!\w)(?:quant à (?:elle|lui|eux|elles)|(?:elle|lui) aussi|a su vez|por su (?:parte|lado)|de su lado"
    r"|por otro lado|por otra parte|en ese sentido|en tal sentido"
    r"|a su turno"
    r"|de (?:son|leur) côté|pour (?:sa|leur) part|à son tour|par ailleurs|for (?:his|her|their) part|in (?:his"
    r"|her) turn"
    r"|in turn|op (?:zijn|haar) beurt|van (?:zijn|haar) kant|wat (?:hem|haar) betreft|in response|al respecto)(?!\w)",
    re.IGNORECASE,
)
_IMPERSONAL = re.compile(r"came the (?:reply|answer)\b|(?:klonk|klinkt) het\b|\w+(?:-t)?-on\b", re.IGNORECASE)
_WHICH = re.compile(
    r"\s*(?:to\s)?(?:which|el cual|la cual|los cuales|las cuales|lequel|laquelle|lesquels|welke?)\b", re.IGNORECASE
)
"""According to which: what stands before it says so, a report or its kin."""
_ARTICLED = re.compile(
    r"\s*(?:an?|une?|una"
    r"|een)\s(?:[a-zà-ÿ-]+\s){1,3}(?<!\sa\s)(?<!\sà\s)(?<!\sto\s)(?<!\sof\s)(?<!\sde\s)"
)
""" "said an exhausted Ann Lee"."""
_RELATIVE = re.compile(r"\b(?:que|qu[’']|that|die)\s*$")
""" "une clause que déplore le docteur Roy"."""
IN_VIEW = re.compile(r"\W*(?:Pour|Para|For|Voor)\s[^,.;:]{2,80},")
""" "Pour le chercheur, il est temps d’« … »"."""
_ADVERBS = words("zo dus aldus toen so thus thereupon also ook así también ainsi aussi alors entonces then")


_TO_HIM = re.compile(r",?\s(?:(?:la|lo|le)\s|l[’'])(?=[a-zà-ÿ])")
""" "«…», la interrumpió": who spoke last is spoken to."""
_OF_ONE = re.compile(
    r"\b(?:of|from|by|van|door|de|par|por)\s(?:an?|een|une?|una)\s(?P<noun>[a-zà-ÿ]+)[^,:A-ZÀ-Þ]{2,30}(?:\s[A-ZÀ-Þ]\w+)?:\s*$"
)
""" "the call of a viewer: “…”"."""
_ORGANIZATION = re.compile(
    rf"(?:^|,)\s*(?:(?:the|its|their|la|le|el|su|de|het|son|sa)\s|l[’'])(?:[a-zà-ÿ-]+\s)?"
    rf"(?:{'|'.join(sorted(ORGANIZATIONS, key=len, reverse=True))})\s*$",
    re.IGNORECASE,
)
""" "Dans son rapport, l’association écrit"."""
_ASKS = re.compile(
    r"\b(?:asked|asks|wondered|demandé|demande|demandait|preguntó|pregunta|vroeg|vraagt|wilde weten)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\W*(?P<whose>his|her|their|zijn|haar|su|sus|son|sa|ses)\s[^\W\d]", re.IGNORECASE)
""" "Son constat est simple :"."""
_LATTER = re.compile(
    r"\b(?:ce dernier|cette dernière|the latter|est[ea] últim[oa]|deze laatste|laatstgenoemde)\b", re.IGNORECASE
)
_WHO = words("who whose whom which que quien quienes cuyo cuya qui dont que die wiens wier")
ANSWERS = words(
    "answered answers replied replies responded responds retorted retorts countered counters antwoordde antwoordt",
    "reageerde reageert repliceerde riposteerde respondió responde contestó contesta replicó replica répond répondu",
    "répondait réplique répliqué rétorque rétorqué riposte riposté répond-il répond-elle",
)


def _standing(head: str, at: int) -> int:
    """How surely what stands there is the subject of a verb behind the stretch."""
    segment = max(head.rfind(mark, 0, at) for mark in ",;:—–") + 1
    opening = words_in(head[segment:])[:1]
    score = 0 if re.search(r"[,;:—–]", head[at:]) else 3
    if opening and opening[0].bare in _WHO:
        score -= 4
    elif not head[segment:at].strip():
        score += 2
    elif opening and opening[0].bare in PREPOSITIONS:
        score -= 1
    if LED_TO.search(head[max(0, at - 12) : at]) or re.match(r"(?:[\w-]+\s){0,2}[\w-]+[’']s\b", head[at:]):
        score -= 4
    return score


@dataclass(frozen=True)
class Subject:
    """Whom a clause names: a person, or surely nobody (`nobody`), or nothing is said (both empty)."""

    person: Person | None = None
    nobody: bool = False
    direct: bool = False


class Speakers(Referents):
    """Who says something in a clause."""

    def sayings(self, text: str) -> Sequence[Word]:
        """Verbs of saying in a clause, and phrases like "according to"."""
        return sayings_in(text, self.language)

    def subject(self, block: int, starts: int, ends: int, *, last: bool = False) -> Subject:
        """Who says something in this clause; `last`: the marks stand behind it, so its last verb counts."""
        found = self._subject(block, starts, ends, last=last)
        stranger = self.stranger_in(block, starts, ends) if found.nobody and found.direct and not found.person else None
        return Subject(stranger, nobody=True, direct=True) if stranger else found

    def _subject(self, block: int, starts: int, ends: int, *, last: bool) -> Subject:
        if _TO_HIM.match(self.blocks[block].text[starts : starts + 12]) and self.asker is None:
            self.asker = self.last
        if last and READ_OUT.search(self.blocks[block].text[max(starts, ends - 240) : ends]):
            return Subject(nobody=True, direct=True)
        if (one := _OF_ONE.search(self.blocks[block].text[max(starts, ends - 80) : ends])) and is_human(one["noun"]):
            return Subject(nobody=True, direct=True)
        text = _ASIDES.sub(lambda match: " " * len(match.group()), self.blocks[block].text[starts:ends])
        verbs = self.sayings(text)
        named = self.between(block, starts, ends)
        if not verbs:
            return self._without_verb(block, starts, text, named)
        verb = verbs[-1] if last else verbs[0]
        behind, ahead = starts + verb.starts, starts + verb.ends
        if is_written(text, verb, [m for m in named if m.ends <= behind], self.language):
            return Subject(nobody=True)
        before = [mention for mention in named if mention.ends <= behind]
        if self.asker is None and verb.bare in ANSWERS:
            self.asker = self.asked or self._asks_before(block, starts)
        if before and (other := self._other_subject(block, starts, text[: verb.starts])):
            return other
        if before:
            return Subject(self.person_at(self._doer(block, before, behind)), direct=True)
        return self._by_words(block, starts, text, verb, [m for m in named if m.starts >= ahead])

    def _asks_before(self, block: int, upto: int) -> Person | None:
        """Who asks in the sentence before: "Ms Lee asked the nurse what she would say. “…,” she answered." """
        ends = [0, *(end for end in self._sentence_ends(block) if end <= upto)]
        for starts, stops in list(pairwise(ends))[-2:][::-1]:
            asks = _ASKS.search(self.blocks[block].text[starts:stops])
            if asks and self.blocks[block].text[starts : starts + asks.start()].strip():
                return self.acting(block, starts, stops)
        return None

    def _other_subject(self, block: int, starts: int, head: str) -> Subject | None:
        """Who stands before the verb where a name there is not its subject: "Asked by Ann Lee, the minister said"."""
        clause = words_in(head[max(head.rfind(mark) for mark in ",;") + 1 :])[:1]
        if clause and clause[0].bare in _WHO:
            return None
        pronouns = self.pronouns(head, (block, starts))
        first, last = (bisect_left(self.all_places, (block, at)) for at in (starts, starts + len(head)))
        told = [(at[1] - starts, at in self.mentions, self.anybody[at]) for at in self.all_places[first:last]]
        if not pronouns and all(is_name for _at, is_name, _person in told):
            return None
        told += [(at, False, person) for at, person in pronouns if person]
        chosen = max(sorted(told, key=lambda one: one[0]), key=lambda one: _standing(head, one[0]), default=None)
        if chosen is None or chosen[1]:
            return None
        return Subject(chosen[2], nobody=not chosen[2].name, direct=True)

    def _without_verb(self, block: int, starts: int, text: str, named: list[Mention]) -> Subject:
        if named and re.fullmatch(r"\W*", text[named[-1].ends - starts :]):
            return Subject(self.person_at(named[-1]))
        if view := IN_VIEW.match(text):
            inside = [one for one in named if one.starts < starts + view.end()]
            person = self.person_at(inside[0]) if inside else self.role_in(view.group(), (block, starts), strict=True)
            if person:
                return Subject(person)
        if named and (other := self._other_subject(block, starts, text)):
            return other
        pronoun = self.pronoun(text, (block, starts))
        if pronoun and (not named or named[0].starts > starts + pronoun[1]):
            return Subject(pronoun[0])
        owner = _OWNED.match(text)
        if owner and not named and text.rstrip().endswith(":"):
            return Subject(self.recent((block, starts), POSSESSIVES[owner["whose"].lower()]))
        if named:
            return Subject(self.person_at(named[0]))
        role = self.role_in(text, (block, starts))
        if not role and text.rstrip().endswith(":") and self._opens_indefinite(text):
            return Subject(nobody=True)
        return Subject(role) if role else Subject(nobody=bool(WRITTEN.search(text)))

    def _by_words(self, block: int, starts: int, text: str, verb: Word, after: list[Mention]) -> Subject:
        """Not named before the verb: a pronoun, a role, a name behind it, or left out as Spanish does."""
        head, tail = _AUXILIARY.sub(" ", text[: verb.starts]), text[verb.ends :]
        words = words_in(text)
        if leads(words, words.index(verb), self.language):
            owner = words[words.index(verb) - 1].bare if words.index(verb) else ""
            if owner in POSSESSIVES:
                return Subject(self.recent((block, starts), POSSESSIVES[owner]), direct=True)
            head, tail = without_lead(head, tail)
        near = tail[: after[0].begins - starts - verb.ends] if after else tail
        if re.match(r"\s*(?:to|à|al|au|aan|tegen)\s", near) or (self.language == "es" and re.match(r"\s*a\s", near)):
            near, after = "", []
        if self.language == "es" and not head.strip() and re.match(r"\s*que\b", near):
            near = ""
        spoken = text[verb.starts : verb.ends]
        turned = self.pronoun(spoken, (block, starts)) if "-" in spoken else None
        if turned:
            return Subject(turned[0], direct=True)
        if latter := _LATTER.search(text):
            return Subject(self.nearest((block, starts + latter.start())), direct=True)
        if re.search(r"(?:^|\W)[Ii]t\s*$", head) and self.language == "en":
            return Subject(nobody=True, direct=True)
        if stranger := self._stranger_subject(block, starts, verb.starts):
            return Subject(stranger, nobody=True, direct=True)
        for part, at in ((head + spoken, starts), (spoken + (near[:40] if not after else near), starts + verb.starts)):
            pronoun = self.pronoun(part, (block, at))
            if pronoun:
                return Subject(pronoun[0], direct=True)
        if not after and _ORGANIZATION.search(head) and not is_role(words_in(head)[-1].bare):
            return Subject(nobody=True, direct=True)
        if _IMPERSONAL.match(text[verb.starts :]):
            return Subject(nobody=True, direct=True)
        if after and (_ARTICLED.fullmatch(near) or _RELATIVE.search(head)):
            return Subject(self.person_at(after[0]), direct=True)
        if UNNAMED.search(head or near) or (not self._has_doer(head) and UNNAMED.search(near)):
            return Subject(nobody=True, direct=True)
        if _WHICH.match(near):
            return Subject(nobody=True, direct=True)
        if self._opens_indefinite(head) and not re.search(r",\s\S", head):
            return Subject(nobody=True, direct=True)
        if theirs := re.match(r"\W*(?:its|their|son|sa|su|zijn|hun|leur)\s(?P<office>[^\W\d_]+)", head, re.IGNORECASE):
            holder = self.role_in(f"the {theirs['office']}", (block, starts), strict=True)
            beside = self.between(block, 0, starts)
            holder = holder or (self.person_at(beside[-1]) if beside else None)
            if is_role(theirs["office"].casefold()) and not after:
                return Subject(holder, nobody=holder is None, direct=True)
        head_role = self.role_in(head[-80:], (block, starts))
        if head_role and not after:
            return Subject(head_role, direct=True)
        aside = not head.strip(" ,;—–-") or not self._has_subject(head) or head.rstrip().endswith(",")
        if after and aside and self._follows_directly(near):
            return Subject(self.person_at(after[0]), direct=True)
        if head_role:
            return Subject(head_role, direct=True)
        if self._names_nobody(head.strip(" ,;—–-") or near) or (not self._has_doer(head) and self._names_nobody(near)):
            return Subject(nobody=True, direct=True)
        role = self.role_in(near[:80], (block, starts))
        if role:
            return Subject(role, direct=True)
        if self._is_stranger(near):
            return Subject(nobody=True, direct=True)
        if not self._has_subject(head) and not after:
            return Subject(self.recent((block, starts), ""), direct=True)
        if after:
            return Subject(self.person_at(after[0]))
        return Subject(self.recent((block, starts), self._gender_by_article(head, near)))

    def _stranger_subject(self, block: int, starts: int, verb: int) -> Person | None:
        """Whoever is unnamed before the verb, where no pronoun and no office stands between."""
        stranger = self.stranger_in(block, starts, starts + verb)
        if stranger is None:
            return None
        place = next(at for at in self.all_places if self.anybody[at] is stranger)[1]
        between = words_in(self.blocks[block].text[place : starts + verb])
        heads = [at for at, word in enumerate(between) if word.bare == stranger.position]
        rest = between[heads[0] + 1 :] if heads else between[1:]
        again = any(
            is_role(word.bare) and rest[at - 1].bare in ("the", "el", "la", "le", "de", "het")
            for at, word in enumerate(rest)
            if at
        )
        return None if again or any(word.bare in PRONOUNS for word in rest) else stranger

    def _opens_indefinite(self, head: str) -> bool:
        """Whether the clause begins with one of many: "A representative of the Ministry explained"."""
        words = words_in(head)
        if not words:
            return False
        return words[0].bare in ("un", "una", "une", "een") or (self.language == "en" and words[0].bare in ("a", "an"))

    def _gender_by_article(self, head: str, near: str) -> str:
        """ "la académica indicó", "explique la religieuse": a word that is unknown, and its article."""
        if self.language not in ("es", "fr"):
            return ""
        found = re.match(r"\s*(?:\w+\s)?(la|le|el)\s\w", near) or re.search(
            r"(?:^|,)\W*(la|le|el)\s[^,]{3,40}$", head, re.I
        )
        return {"la": "f", "le": "m", "el": "m"}[found[1].lower()] if found else ""

    def _follows_directly(self, near: str) -> bool:
        """Between the verb and the name stand only its role, adverbs, a determiner; not "that", not "to"."""
        words = {word.bare for word in words_in(near)}
        return (
            len(near) < 130
            and not words & {"that", "que", "dat", "to", "about", "aan", "tegen", "a", "over"}
            and not self._names_nobody(near)
        )

    def _is_stranger(self, near: str) -> bool:
        """Whether "l’homme", "the woman" stands there, and nobody named so far can be meant."""
        found = re.match(r"\s*(?:the|el|la|le|de|l[’'])\s?(?P<noun>[^\W\d_]+)", near)
        return found is not None and is_role(found["noun"].casefold()) and bool(gender_of(found["noun"].casefold()))

    def _has_doer(self, head: str) -> bool:
        """Whether anything but an adverb stands before the verb: "zo vertelde een moeder" has nothing."""
        return any(word.bare not in _ADVERBS for word in words_in(head))

    def _has_subject(self, head: str) -> bool:
        return any(not word.is_capital or word.bare in ORGANIZATIONS or word.is_acronym for word in words_in(head))

    def _names_nobody(self, phrase: str) -> bool:
        """ "one participant", "officials", "the organization": speech of nobody who is named."""
        words = words_in(phrase)
        if not words:
            return False
        if (
            (self.language == "en" and words[0].bare in ("a", "an"))
            or _INDEFINITE.match(words[0].text)
            or _PLURALS.search(" ".join(phrase.split()[:4]))
        ):
            return True
        for word in words[:5]:
            bare = re.sub(r"^[dl][’']", "", word.bare)
            if is_role(bare):
                return False
            if word.text.endswith(("’s", "'s")) and any(is_role(one.bare) for one in words[:5]):
                continue
            if bare in ORGANIZATIONS or word.is_acronym:
                return not any(is_role(one.bare) and one.is_capital for one in words[1:4])
        return False

    def _doer(self, block: int, before: list[Mention], verb: int) -> Mention:
        """Of several names before a verb, the one that touches it, else the first of the clause."""
        text = self.blocks[block].text
        between = text[before[-1].ends : verb]
        joined = re.match(r"\s*(?:and|y|et|en|e)\s", between)
        if len(before) == 1 or (re.fullmatch(r"\s*(?:\w+\s+){0,2}", between) and not joined):
            owned = re.search(
                r"(?:of|to|behalf of|van|de|du|del|with|and|y|et|en)\s+(?:\w+\s+){0,2}$",
                text[before[0].ends : before[-1].begins],
            )
            return (
                before[0]
                if len(before) > 1 and owned and "," in text[before[0].ends : before[-1].begins] and "," in between
                else before[-1]
            )
        return before[0] if joined or text[before[0].ends :].startswith(",") else before[-1]
