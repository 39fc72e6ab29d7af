"""Who is meant in a clause of attribution: by name, surname, pronoun, role; or nobody, or a written text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise

from app.sources.reading.lexicon import ORGANIZATIONS, PRONOUNS, WRITTEN
from app.sources.reading.names import Mention, Word, gender_of, is_role, words_in
from app.sources.reading.people import Person
from app.sources.reading.referents import Referents
from app.sources.reading.verbs import POSSESSIVES, SAYING, is_plain_saying, leads_to_speaker, words

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
_ASKED_OF = {"asked", "told", "interrogée", "interrogé", "preguntada", "preguntado", "gevraagd"}
_QUESTIONS = {"by", "about", "whether", "if", "how", "what", "why", "when", "where", "who"}
_OF_STATES = {
    "member",
    "united",
    "island",
    "caribbean",
    "all",
    "the",
    "participating",
    "these",
    "both",
    "many",
    "of",
    "other",
    "small",
}
_AUXILIARY = re.compile(
    r"(?<![\w-])(?:a|ha|has|had|s[’']est|ont|avait|han|also|également|aussi|también|ook|then|et|y|and|se|s’|me"
    r"|le|les|nous|lui)(?![\w-])"
)
_MAKES_NOUNS = {
    "en": words("the a an his her their its this these no our some any my your more new"),
    "nl": words("een de het zijn haar deze dit geen hun ons onze"),
    "es": words("el una un su sus esta este los mi nuestra ninguna cada"),
    "fr": words("une un sa son cette ce mon ma notre aucune chaque leur"),
}
"""Words that make what follows a noun: "the claims", "una pregunta"; not "la", "le", which may be objects."""
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
_UNNAMED = re.compile(
    r"\b(?:anonym|anónim|anonie?m|(?:not to|not want to|not wish to|declined to) be (?:named|identified)"
    r"|no (?:dijo|dio|quiso d(?:ar|ecir)) su nombre|prefiere no dar|(?:tait|taire) (?:le|son) nom"
    r"|wil(?:de)? niet met naam"
    r"|pas (?:souhaité |voulu )?(?:donn|dir|livr|révél)\w* son nom|no dar su nombre|ne pas être nommé"
    r"|niet met (?:zijn|haar) naam)"
    r"|^\W*(?:l[’'])?(?:une? d[’'](?:entre )?(?:eux|elles)|one of them|un[oa] de ell[oa]s|een van hen)\b"
    r"|^\W*(?:the|el|la|le|de|het|l[’'])\s?\w+\s(?:of an?|de una?|van een|d[’']une?)\b",
    re.IGNORECASE,
)
_ADVERBS = words("zo dus aldus toen so thus thereupon also ook así también ainsi aussi alors entonces then")
_LEADING_IN = re.compile(
    r"(?:in|as|a|al|en|de|het|naar|de l[’']|aux|les|the|à|l[’'])(?:\s(?:the|own|la|el|de|het|les))?\s*$", re.IGNORECASE
)


def _without_lead(head: str, tail: str) -> tuple[str, str]:
    return _LEADING_IN.sub("", head), re.sub(r"^\s(?:to|of|de|del|con|van|it)\b", "", tail)


@lru_cache(maxsize=4096)
def _sayings(text: str, language: str) -> tuple[Word, ...]:
    words = words_in(text)
    says = (_leads(words, at, language) or _is_saying(words, at, language) for at in range(len(words)))
    return tuple(compress(words, says))


def _leads(words: Sequence[Word], at: int, language: str) -> bool:
    """ "according to", "in the words of": whoever is named behind it speaks."""
    behind = words[at + 1].bare if at + 1 < len(words) else ""
    before = words[at - 1].bare if at else ""
    return leads_to_speaker(before, words[at].bare, behind, language)


def _is_saying(words: Sequence[Word], at: int, language: str) -> bool:
    word, before = words[at], words[at - 1].bare if at else ""
    behind = words[at + 1].bare if at + 1 < len(words) else ""
    bare = re.sub(r"^[dlsqnjmt]u?[’']", "", word.bare)
    first = bare.split("-")[0]
    first = first[:-1] if first.endswith("ée") else first
    if is_plain_saying(before, word.bare, language):
        return True
    if word.bare not in SAYING[language] and first not in SAYING[language]:
        return False
    if word.is_capital and word.starts > 0:
        return False
    if word.bare in _ASKED_OF and (at == 0 or behind in _QUESTIONS):
        return False
    return not (before in _MAKES_NOUNS[language] or (word.bare == "states" and before in _OF_STATES))


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
        return _sayings(text, self.language)

    def subject(self, block: int, starts: int, ends: int, *, last: bool = False) -> Subject:
        """Who says something in this clause; `last`: the marks stand behind it, so its last verb counts."""
        text = _ASIDES.sub(lambda match: " " * len(match.group()), self.blocks[block].text[starts:ends])
        verbs = self.sayings(text)
        named = self.between(block, starts, ends)
        if not verbs:
            return self._without_verb(block, starts, text, named)
        verb = verbs[-1] if last else verbs[0]
        behind, ahead = starts + verb.starts, starts + verb.ends
        if self._is_written(text, verb, [m for m in named if m.ends <= behind]):
            return Subject(nobody=True)
        before = [mention for mention in named if mention.ends <= behind]
        if before and not self._pronoun_near(text[: verb.starts], before, starts):
            return Subject(self.person_at(self._doer(block, before, behind)), direct=True)
        return self._by_words(block, starts, text, verb, [m for m in named if m.starts >= ahead])

    def _without_verb(self, block: int, starts: int, text: str, named: list[Mention]) -> Subject:
        if named and re.fullmatch(r"\W*", text[named[-1].ends - starts :]):
            return Subject(self.person_at(named[-1]))
        if view := IN_VIEW.match(text):
            inside = [one for one in named if one.starts < starts + view.end()]
            person = self.person_at(inside[0]) if inside else self.role_in(view.group(), (block, starts), strict=True)
            if person:
                return Subject(person)
        pronoun = self.pronoun(text, (block, starts))
        if pronoun and (not named or named[0].starts > starts + pronoun[1]):
            return Subject(pronoun[0])
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
        if _leads(words, words.index(verb), self.language):
            owner = words[words.index(verb) - 1].bare if words.index(verb) else ""
            if owner in POSSESSIVES:
                return Subject(self.recent((block, starts), POSSESSIVES[owner]), direct=True)
            head, tail = _without_lead(head, tail)
        near = tail[: after[0].begins - starts - verb.ends] if after else tail
        if re.match(r"\s*(?:to|à|al|au|aan|tegen)\s", near) or (self.language == "es" and re.match(r"\s*a\s", near)):
            near, after = "", []
        spoken = text[verb.starts : verb.ends]
        turned = self.pronoun(spoken, (block, starts)) if "-" in spoken else None
        if turned:
            return Subject(turned[0], direct=True)
        for part in (head + spoken, spoken + (near[:40] if not after else near)):
            pronoun = self.pronoun(part, (block, starts))
            if pronoun and self._stranger_before(block, starts):
                return Subject(nobody=True, direct=True)
            if pronoun:
                return Subject(pronoun[0], direct=True)
        if _IMPERSONAL.match(text[verb.starts :]):
            return Subject(nobody=True, direct=True)
        if after and (_ARTICLED.fullmatch(near) or _RELATIVE.search(head)):
            return Subject(self.person_at(after[0]), direct=True)
        if _UNNAMED.search(head or near) or (not self._has_doer(head) and _UNNAMED.search(near)):
            return Subject(nobody=True, direct=True)
        if _WHICH.match(near):
            return Subject(nobody=True, direct=True)
        if self._opens_indefinite(head):
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
        if after and (not head.strip(" ,;—–-") or not self._has_subject(head)) and self._follows_directly(near):
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
            if self._stranger_before(block, starts):
                return Subject(nobody=True, direct=True)
            return Subject(self.recent((block, starts), ""), direct=True)
        if after:
            return Subject(self.person_at(after[0]))
        return Subject(self.recent((block, starts), self._gender_by_article(head, near)))

    def _stranger_before(self, block: int, upto: int) -> bool:
        """Whether the sentence before is about somebody unnamed: "One survivor said she cried. “…,” she said." """
        ends = [0, *(end for end in self._sentence_ends(block) if end <= upto)]
        sentences = [(a, b) for a, b in pairwise(ends) if not re.search(r"[“”\"«»„]", self.blocks[block].text[a:b])]
        if not sentences or self.between(block, sentences[-1][0], upto):
            return False
        sentence = self.blocks[block].text[slice(*sentences[-1])]
        words = words_in(sentence)
        if _UNNAMED.search(sentence):
            return True
        if WRITTEN.search(" ".join(sentence.split()[:4])) or not self.sayings(sentence):
            return False
        return bool(words) and (words[0].bare in ("one", "another") or self._opens_indefinite(words[0].text))

    def _opens_indefinite(self, head: str) -> bool:
        """Whether the clause begins with one of many: "A representative of the Ministry explained"."""
        words = words_in(head)
        return bool(words) and (
            words[0].bare in ("un", "una", "une", "een") or (self.language == "en" and words[0].bare in ("a", "an"))
        )

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
            or _PLURALS.search(phrase)
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

    def _is_written(self, text: str, verb: Word, before: list[Mention]) -> bool:
        """Whether the subject of the verb is a report or its kin: "the study notes", "according to the report"."""
        head, tail = text[: verb.starts], text[verb.ends : verb.ends + 60]
        if _leads(words_in(text), words_in(text).index(verb), self.language):
            head, tail = _without_lead(head, tail)
        if verb.bare in ("staat", "reads", "read", "reza", "luidt") and not before:
            return True
        near = " ".join(head.split()[-6:])
        own = re.search(rf"(?:{WRITTEN.pattern})(?:\s\(?[\w-]+\)?){{0,3}}\s*$", near, re.IGNORECASE)
        if (
            own
            and not re.search(r",\s*$", head)
            and not re.search(r"\b(?:in|on|of|en|dans|sur|over|del?|du)\s(?:\w+\s){0,2}$", near[: own.start()])
        ):
            return True
        opening = re.match(rf"\W*(?:\w+(?:[’']\s?|\s)){{0,5}}?(?:{WRITTEN.pattern})", head, re.IGNORECASE)
        if opening and not before and not re.match(r"\W*(?:in|en|dans|presenting|speaking)\b", head, re.IGNORECASE):
            return True
        if head.strip(" ,;—–-"):
            return False
        return bool(
            re.match(
                rf"\s(?:to\s)?(?:the|an?|el|la|le|l[’']|het|de|een|un|une|its|su"
                rf"|son)?\s?(?:\w+\s){{0,3}}?(?:{WRITTEN.pattern})",
                tail,
                re.IGNORECASE,
            )
        ) and not re.match(r"\s(?:in|en|dans|that|que|dat)\b", tail)

    def _pronoun_near(self, head: str, before: list[Mention], starts: int) -> bool:
        """Whether a pronoun stands between the last name and the verb ("When Ms Lee arrived, she said")."""
        rest = head[before[-1].ends - starts :]
        return any(word.bare in PRONOUNS for word in words_in(rest)[-3:]) and self.person_at(before[0]) is None

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
