"""Whether words are those of a report or its kin, also where somebody reads them out."""

import re

from app.sources.reading.lexicon import WRITTEN
from app.sources.reading.names import Mention, Word, words_in
from app.sources.reading.sayings import leads

_REPORT = (
    r"(?:\w*rapport|\w*verslag|\w*studie|onderzoek|report|study|survey|informe|estudio|étude|enquête|encuesta|audit)"
)
READ_OUT = re.compile(
    rf"\b(?:passages?|paragraph|párrafo|paragraphe|alinea|passus|extract|excerpt|extrait|fragmento?|sentence|line|frase"
    rf"|phrase|conclusion|conclusión)\s(?:of|from|in|de|del|du|des|uit|van)\b[^:]*\b{_REPORT}\b[^:“”\"«»]*:\s*$"
    rf"|\b(?:read(?:s|ing)?|leyó|lee|leyendo|lisant|las|leest|citing|cited|quoting|quoted|citó|citait|cité|citeerde)\b"
    rf"[^:]*\b{_REPORT}\b[^:“”\"«»]*:\s*$|\b{_REPORT}\b[^.:]*,\s(?:which|that|que|qui|die|dat)\s\w+:\s*$",
    re.IGNORECASE,
)
""" "read a paragraph of the report, published in January: “…”": what is read aloud is nobody's speech."""
_LEADING_IN = re.compile(
    r"(?:in|as|a|al|en|de|het|naar|de l[’']|aux|les|the|à|l[’'])(?:\s(?:the|own|la|el|de|het|les))?\s*$", re.IGNORECASE
)


def without_lead(head: str, tail: str) -> tuple[str, str]:
    return _LEADING_IN.sub("", head), re.sub(r"^\s(?:to|of|de|del|con|van|it)\b", "", tail)


def is_written(text: str, verb: Word, before: list[Mention], language: str) -> bool:
    """Whether the subject of the verb is a report or its kin: "the study notes", "according to the report"."""
    head, tail = text[: verb.starts], text[verb.ends : verb.ends + 60]
    if leads(words_in(text), words_in(text).index(verb), language):
        head, tail = without_lead(head, tail)
    if verb.bare in ("staat", "stond", "reads", "read", "reza", "luidt") and (
        not before or re.match(rf"\W*(?:in|en|dans)\s(?:[\w’-]+\s){{0,2}}?(?:{WRITTEN.pattern})", head, re.IGNORECASE)
    ):
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
