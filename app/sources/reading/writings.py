"""Whether words are those of a report or its kin, also where somebody reads them out."""

import re

from app.sources.reading.lexicon import PRONOUNS, WRITTEN
from app.sources.reading.names import Mention, Word, is_role, words_in
from app.sources.reading.sayings import leads

_REPORT = (
    r"(?:\w*rapport|\w*verslag|\w*studie|onderzoek|report|study|survey|informe|estudio|étude|enquête|encuesta|audit"
    r"|census|censo|recensement|volkstelling|summary|resumen|résumé|samenvatting|protocole?|protocolo|judge?ment"
    r"|sentencia|vonnis|decree|decreto|décret|guidelines|manual)"
)
READ_OUT = re.compile(
    rf"\b(?:passages?|paragraph|párrafo|paragraphe|alinea|passus|extract|excerpt|extrait|fragmento?|sentence|line|frase"
    rf"|phrase|conclusion|conclusión)\s(?:of|from|in|de|del|du|des|uit|van)\b[^:]*\b{_REPORT}\b[^:“”\"«»]*:\s*$"
    rf"|\b(?:read(?:s|ing)?|leyó|lee|leyendo|lisant|las|leest|citing|cited|quoting|quoted|citó|citait|cité|citeerde)\b"
    rf"[^:]*\b{_REPORT}\b[^:“”\"«»]*:\s*$|\b{_REPORT}\b[^.:]*,\s(?:which|that|que|qui|die|dat)\s\w+:\s*$",
    re.IGNORECASE,
)
""" "read a paragraph of the report, published in January: “…”": what is read aloud is nobody's speech."""
SAYS_THERE = re.compile(
    r",?\s?(?:(?:y )?(?:se (?:puede )?lee[r]?|lit-on|lisait-on)|on y lit|(?:y )?(?:peut-on |pouvait-on )?lire"
    r"|(?:zo )?(?:staat|stond) (?:er|te lezen|in)|(?:it|the text) (?:reads|says)|reza"
    r"|(?:dispone|establece|prevé|señala|dice|stipule|dispose|énonce|prévoit|bepaalt|luidt|zegt|states|provides|reads"
    r"|stipulates|says)\s(?:(?:its|su|son|sa|the|el|la|le|het|de|zijn)\s|l[’'])?(?:\w+\s)?(?:article|artículo|artikel"
    r"|section|sección|clause|cláusula|chapter|capítulo|chapitre|hoofdstuk|paragraph|párrafo|preamble|preámbulo"
    r"|préambule|preambule|foreword|conclusions?|summary|resumen))\b",
    re.IGNORECASE,
)
""" "…, se lee en su página 12", "…, dispone su artículo segundo": nobody speaks."""
_OPENS = re.compile(
    rf"\W*(?:[\w’'-]+\s){{0,4}}?(?P<noun>{_REPORT}|{WRITTEN.pattern})(?P<rest>[^:“”\"«»]*):\s*$", re.IGNORECASE
)
_WITHIN = re.compile(r"\W*(?:in|en|dans|according|selon|según|volgens|d[’']après)\b", re.IGNORECASE)
_AUTHORS = re.compile(r"\b(?:authors?|autore?s|auteure?s|auteurs?|autoras?)\s\w+\s*$", re.IGNORECASE)
_LEADING_IN = re.compile(
    r"(?:in|as|a|al|en|de|het|naar|de l[’']|aux|les|the|à|l[’'])(?:\s(?:the|own|la|el|de|het|les))?\s*$", re.IGNORECASE
)


def without_lead(head: str, tail: str) -> tuple[str, str]:
    return _LEADING_IN.sub("", head), re.sub(r"^\s(?:to|of|de|del|con|van|it)\b", "", tail)


def puts_it(text: str, mentions: list[Mention], starts: int) -> bool:
    """Whether the sentence that leads to the marks says it of a report: "The Forum’s report puts it plainly: “…”".

    `mentions`: people named in it, whose places are counted from `starts` less; a report's own title names nobody.
    """
    found = _OPENS.match(text)
    if found is None or any(one.begins < starts + found.start("rest") for one in mentions):
        return False
    if any(word.bare in PRONOUNS or is_role(word.bare) for word in words_in(text[: found.start("noun")])):
        return False
    if _WITHIN.match(text):
        return bool(_AUTHORS.search(found["rest"]))
    return not mentions or bool(re.match(r",\s[^,]+,\s[a-zà-ÿ]", found["rest"]))


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
