"""Names that do in running text what a person does: act in a clause that "she" or "he" goes on from."""

import re

from app.sources.reading.evidence import PREPOSITIONS, stands_in_phrase
from app.sources.reading.lexicon import ORGANIZATIONS, PLACE_STARTS
from app.sources.reading.names import Mention, words_in
from app.sources.reading.places import is_place
from app.sources.reading.sentences import sentence_around
from app.sources.reading.verbs import words

_GOES_ON = {
    "en": re.compile(r"\s?(?:She|He|Her|His)\s"),
    "nl": re.compile(r"\s?(?:Hij|Zij|Ze|Haar)\s(?!\w+en\b)"),
    "es": re.compile(r"\s?(?:Ella|Él)\s"),
    "fr": re.compile(r"\s?(?:Elle|Il)\s(?!(?:s[’']agit|y|faut|faudra|est\s(?:temps|vrai|clair|urgent|possible))\b)"),
}
_OWNS = {
    "en": re.compile(r"\b(?:she|he|her|his)\b"),
    "nl": re.compile(r"\b(?:hij|zij|haar)\b"),
    "es": re.compile(r"\b(?:ella|él)\b"),
    "fr": re.compile(r"\belle\b|(?<=[a-zà-ÿ]-)il\b"),
}
_NO_VERBS = PREPOSITIONS | words("or ou o of e et y en and und per par pour para por voor tot till until than que")


def acts(text: str, mention: Mention) -> bool:
    """Whether the name is the subject of a clause: a comma or a full stop before it, perhaps a verb behind."""
    if stands_in_phrase(text, mention) or is_place(mention.surname):
        return False
    before = text[max(0, mention.begins - 20) : mention.begins].rstrip()
    if (
        before
        and before[-1] not in ',;:.!?…”»"’—–'
        and not re.search(r"\b(?:and|but|when|while|y|cuando|mientras|et|quand|en|toen)$", before)
    ):
        return False
    follows = words_in(text[mention.ends : mention.ends + 40])
    touches = bool(follows) and text[mention.ends : mention.ends + follows[0].starts] == " "
    return touches and follows[0].text[0].islower() and follows[0].bare not in _NO_VERBS


def is_gone_on_from(text: str, mention: Mention, beside: list[Mention], language: str) -> bool:
    """ "Ann Lee-Cole has sold out. She used to make forty.": no thing is spoken of so, where it names no other."""
    first = mention.name.split()[0].casefold()
    if " " not in mention.name or first in PLACE_STARTS | ORGANIZATIONS or not acts(text, mention):
        return False
    ends = sentence_around(text, mention.starts)[1]
    if any(mention.ends <= one.starts < ends and " " in one.name for one in beside):
        return False
    return bool(_GOES_ON[language].match(text, ends) or _OWNS[language].search(text, mention.ends, ends))
