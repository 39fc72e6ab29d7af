"""The words that tell what part somebody has in an episode, in four languages, put together from a few word lists."""

import re

NEXT, BEFORE, ALL, ALL_BEFORE, BESIDE = "next", "before", "all", "all before", "beside"
"""Whom a cue speaks of: the name behind it, the one before it, all behind it, all before it, the one that "
"touches it."""

EVENT = (
    r"(?:panel(?:gesprek|discussie|l)?s?|discussions?|conversations?|conversatie|dialogue|dialoog|session|episode"
    r"|webinar|debate|talk|round ?table|event|forum|exchange|seminar|meeting|programme|show|broadcast|gathering"
    r"|(?:panel|rondetafel|tafel)?gesprek|discussie|aflevering|uitzending|bijeenkomst|debat|sessie|avond|middag"
    r"|conversación|conversatorio|coloquio|diálogo|debate|mesa(?: redonda)?|sesión|episodio|encuentro|charla"
    r"|webinario|evento|foro|programa|jornada|seminario|edición|edition|editie|édition"
    r"|débats?|échanges?|table ronde|séance|épisode|webinaire|rencontre|émission|entretien|soirée)s?"
)
"""What somebody leads, opens or takes part in."""
_THE = (
    r"(?:the|this|that|an?|today[’']s|tonight[’']s|ces|these|our|its|estos|estas|deze|notre|nos|nuestr[oa]s?"
    r"|onze|het|de|een|dit|deze|la|el|los|las|una?|est[ae]|le|les|l[’']|cett?e?"
    r"|cet|une)\s?"
)
_OBJECT = rf"{_THE}(?:[\w’-]+\s){{0,3}}?(?:[\w’]+-)?{EVENT}"
_SOME = r"(?:\s\w+){0,5}"
_MODERATOR = (
    r"(?:co-)?(?:moderator|moderadora?|modératrice|modérateur|gespreksleid(?:er|ster)|dagvoorzitter|discussieleid(?:er"
    r"|ster)|facilitator|facilitadora?|facilitatrice|facilitateur)"
)
_AS = r"(?:as|como|als|comme|en tant que|en qualité de|en calidad de|in de rol van|de|d[’']|op als)"
_A = r"(?:(?:the|la|el|le|de|a|an|une?|l[’']|een)\s?)?"
_PANELLISTS = (
    r"(?:panell?ists?|panelleden|panellid|panelisten|panelistas?|panélistes?|ponentes?|expositor[ea]s?|intervenante?s?"
    r"|speakers?|sprekers?|orador[ea]s|discussants?|contributors|participants?|deelnemers|participantes"
    r"|conférencier(?:e|ère)?s?)"
)
_OPENING = (
    r"(?:opening|welcom(?:e|ing)|introductory|inaugural|apertura|bienvenida|inauguración|introducción|ouverture"
    r"|bienvenue|introduction|accueil)"
)
_WORDS = r"(?:remarks?|address|statement|words?|speech|comments|message|greetings?)"

_LED_BY = (
    r"(?:(?:co-)?(?:moderated|facilitated|chaired|led|guided|steered|anchored|conducted|presided over|overseen)"
    rf"{_SOME} by"
    r"|(?:moderating|chairing|facilitating|leading)(?:,[^,.;]{1,30},)?(?: \w+){0,4} (?:was|were|is)"
    r"|moderad[oa]s?(?: \w+)? por|(?:presidid|conducid|dirigid|guiad|facilitad|coordinad)[oa]s?(?: \w+)? por"
    r"|(?:con|bajo) la (?:moderación|conducción|dirección|guía) de|(?:moderación|conducción)(?:\s\w+){0,3}"
    r"(?: a cargo de| en manos de| de|:)"
    r"|(?:modérée?s?|animée?s?|dirigée?s?|conduite?s?|menée?s?|présidée?s?|pilotée?s?|guidée?s?)(?: \w+)? par"
    r"|sous la (?:modération|conduite|présidence|direction) de|(?:modération|animation)(?: est| était| a été| sera)?"
    r" (?:assurée|confiée) (?:par|à)|modération :"
    r"|moderatie(?::| door)|(?:gemodereerd|geleid|voorgezeten|begeleid|gefaciliteerd) door|onder leiding van"
    r"|onder voorzitterschap van|(?:moderatie|leiding)(?: \w+){0,2} in handen van)"
)
_LEADS = (
    r"moderated(?! by)|moderates\b|moderating\b|(?:will|to) (?:moderate|chair|facilitate)|facilitated(?! by)"
    r"|facilitates"
    rf"|(?:chaired|chairs|led|leads|guided|guides|steered|steers|anchored|presided over|conducted) {_OBJECT}"
    r"|modérera|animera|a modéré|modérait|modère|assur(?:ait|é|e|era) (?:la modération|l[’']animation)"
    r"|(?:anim(?:e|ait)|a animé|dirig(?:e|eait)|a dirigé|mèn?e|menait|a mené|condui(?:t|sait)|a conduit|présid(?:e"
    rf"|ait)|a présidé) {_OBJECT}"
    r"|moder(?:ar)?á\b|moderó|moderaba|modera (?:el|la)|condujo|conduj[oe]ro?n? (?:el|la)"
    rf"|(?:dirigió|guió|presidió|facilitó|condujo|conducía|conduce|coordinó) {_OBJECT}"
    r"|(?:a|tuvo a su) cargo (?:de )?la (?:moderación|conducción)"
    r"|zal (?:het gesprek )?(?:modereren|leiden)|modereert|modereerde"
    rf"|(?:leidde|leidt|begeleidde|begeleidt) {_OBJECT}|zat {_OBJECT} voor"
    r"|(?:verzorgde|verzorgt) de moderatie"
    rf"|(?:was|is|served|serves|serving|acted|fue|fungió|actuó|ofició|hizo|était|est|trad|{_AS}) (?:{_AS} )?"
    rf"{_A}{_MODERATOR}"
)
_GATHERS = (
    rf"{EVENT}\b[^.;]{{0,90}}?\b(?:featur(?:ed|es|ing)|will feature|br(?:ought|ings?) together|gather(?:ed|s)"
    r"|assembl(?:ed|es)|comprised|consist(?:ed|s) of|heard from|hears from|included?(?= [A-ZÀ-Þ])|reunió a"
    r"|reúne a|reunirá a|participa(?:ron|n|rán)|intervi(?:nieron|enen|endrán)|participent|participaient|participeront"
    r"|ont participé|ont pris part|a réuni|réuni(?:t|ssait|ra)|a rassemblé|rassembl(?:e|ait)|incluyó a|cont(?:ó"
    r"|ará) con"
    r"|bracht|brengt)\b"
    r"|y (?:participeront|participaient|participent|prendront part)"
    rf"|{_PANELLISTS} (?:were|are|included?|includes|who joined|waren|zijn|fueron|son|étaient|sont)\b"
    rf"|(?:panell?ists?|panelleden|panelisten|panelistas|panélistes|ponentes)\b"
    r"|the panel (?:included?|featured|comprised|brought together|consisted of)"
    r"|sprekers(?: \w+){0,6}:|in het panel|aan het panel|aan tafel (?:zaten|zitten|schoven|schuiven)"
    r"|in de uitzending|autour de la table|(?:namen|nemen) deel|schoven aan|schuiven aan|met bijdragen van"
    r"|el panel (?:estuvo|contó|incluyó)|participaron(?: \w+){0,4} como"
    r"|(?:con|avec|with|met) (?:la |the |de )?(?:participación|participation|présence|presencia|deelname|medewerking"
    r"|intervención|intervenciones|contributions) (?:de|of|van|from)"
    r"|intervenante?s|le panel (?:réunissait|était|comprenait|a réuni)"
    r"|(?:was|were|is|are|will be) joined (?:on the panel )?by|joining (?:her|him|them|host"
    r"|moderator)(?: [\w-]+){0,4} (?:were|was|are|is)"
    r"|(?:taking part|participating|speaking|appearing)(?: \w+){0,4} (?:were|are)|(?:integrad|compuest|conformad)[oa]"
    r" por|(?:composé|constitué)e? de|junto a ell[oa]s?"
)
_TOOK_PART = (
    rf"(?:were|are|will be) (?:the )?(?:other )?{_PANELLISTS}|(?:took|take|taking|will take) part(?= in| as|\.)"
    rf"|{_AS} (?:panell?ists|panelleden|panelistas|panélistes|ponentes|intervenants|speakers|sprekers)"
    r"|(?:sat|appeared|served|spoke) on the panel|joined the panel|made up the panel|completed the panel"
    r"|(?:integraron|completaron|conformaron) el panel|composaient le panel|vormden het panel"
)

_CUES: tuple[tuple[str, str, str], ...] = (
    ("moderator", NEXT, _LED_BY),
    ("moderator", BEFORE, _LEADS),
    ("moderator", BESIDE, rf"{_MODERATOR} (?:of|for|del?|du|van|bij) (?:(?:the|la|el|le|les|de|het|this|deze|cette|este"
     rf"|esta) |l[’'])?\w+|{_MODERATOR}"),
    ("panellist", ALL, _GATHERS),
    ("panellist", ALL_BEFORE, _TOOK_PART),
    ("panellist", BEFORE, rf"(?:was|is|will be) (?:among|one of) (?:\w+ ){{0,3}}{_PANELLISTS}"
     r"|(?:was|is|will be|as) (?:an? |the )?(?:fellow )?panell?ist|joined the panel"
     r"|(?:spoke|sat|appeared) on the panel|, panell?ist\b|como panelista|panellid|en tant que panéliste"),
    ("panellist", BESIDE, r"panell?ist|panellid|panelista|panéliste|ponente|intervenante?"),
    ("keynote", NEXT, r"keynote(?: \w+){0,4} by|keynote speaker,?|in (?:an?|her|his|the) keynote(?: address"
     r"| speech| remarks)?,"
     r"|hoofdspreker|oradora? principal,?"
     r"|(?:conferencia (?:magistral|inaugural)|ponencia (?:magistral|central)|discurso principal)"
     r"(?: \w+){0,4} (?:del?|por)|(?:conférence|allocution|discours) (?:inaugurale?|principale?|d[’']honneur)"
     r"(?: \w+){0,3} (?:de|par|à)|(?:keynote|hoofdlezing)(?: \w+){0,4} (?:door|van)|(?:conférence"
     r"|conferencia) (?:inaugurale?|magistral)\s?:"),
    ("keynote", BEFORE, r"(?:delivered|gave|gives|delivering|presented|will deliver) (?:the|a) keynote|keynote speaker"
     r"|(?:dio|dictó|pronunció|impartió|ofreció) (?:la|el|una) (?:conferencia (?:magistral|inaugural)|ponencia"
     r" (?:magistral|central)|discurso principal)"
     r"|a prononcé (?:le discours|la conférence|l[’']allocution)(?! (?:d[’']ouverture|de bienvenue|d[’']accueil))"
     r"|hield de (?:keynote|hoofdlezing|openingslezing)"),
    ("introducer", NEXT, rf"opening {_OBJECT},|"
     r"(?:introduced|opened|inaugurated|kicked off)(?: \w+){0,2} by|(?:ingeleid|geopend) door"
     r"|(?:presentad|introducid|inaugurad|abiert)[oa]s? por|(?:introduite?|présentée?|ouverte?|inaugurée?)s? par"
     rf"|{_OPENING} {_WORDS}(?: \w+){{0,4}} (?:by|from|of)|(?:openingswoord|welkomstwoord|inleiding)(?: \w+){{0,4}}"
     r" (?:door|van)"
     rf"|(?:palabras|discurso|mensaje|saludo)s? (?:inaugural(?:es)?|de {_OPENING})(?: \w+){{0,4}} (?:del?|por)"
     rf"|apertura(?: \w+){{0,3}} a cargo de|(?:mots?|allocution|propos|discours|remarques) (?:liminaires?"
     rf"|d[’']{_OPENING}"
     rf"|de {_OPENING})(?: \w+){{0,4}} (?:de|par)"),
    ("introducer", BEFORE, r"introduced (?:the|this|it|its)|introducing the|introdujo"
     rf"|(?:opened|opens|will open|inaugurated|kicked off) {_OBJECT}"
     rf"|(?:gave|gives|delivered|delivers|offered|made|provided|giving|delivering)(?: \w+){{0,2}} {_OPENING}"
     r"|presentó (?:la estrategia|el episodio|el panel|la serie|el encuentro)"
     rf"|(?:abrió|inauguró|abre|abrirá) {_OBJECT}|(?:dio|pronunció|ofreció)(?: \w+){{0,3}} (?:de )?{_OPENING}"
     rf"|a introduit|a présenté (?:la stratégie|le panel|l[’']épisode)|(?:a ouvert|ouvrait|ouvrira) {_OBJECT}"
     rf"|a (?:prononcé|souhaité|donné)(?: [\w’]+){{0,3}}? ?(?:d[’']|de |la )?{_OPENING}"
     rf"|in (?:his|her|their) {_OPENING} {_WORDS}|in (?:zijn|haar) (?:welkomst|openings)woord"
     rf"|heette? [^.;]{{2,40}} welkom"
     rf"|en (?:sus palabras|su discurso|su mensaje) de {_OPENING}|dans son (?:mot|discours|propos|allocution)"
     rf" (?:de |d[’']){_OPENING}|(?:al (?:abrir|inaugurar)|en (?:ouvrant|inaugurant)) (?:{_OBJECT}|el espacio"
     rf"|le \d+)|leidde \w+ \w+ in|introduceerde|(?:opende|opent) {_OBJECT}|(?:sprak|hield"
     rf"|verzorgde) het"
     r" (?:openings|welkomst)woord"),
    ("guest", ALL, r"te gast(?: \w+){0,4} (?:waren|was|zijn|is)|(?:special )?guests (?:were|included?|are)"
     r"|guests?:|gasten:"
     r"|invitad[oa]s?:|invitée?s? :|(?:los |las )?invitad[oa]s (?:fueron|eran|son)|(?:les )?invitée?s (?:étaient|sont)"
     rf"|{EVENT}\b[^.;]{{0,60}}?\b(?:recevait|accueill(?:ait|e|era)|reçoit|recevra|recibió a|recibe a|ontving"
     rf"|ontvangt)"),
    ("guest", BEFORE, r"(?:was|is|were|as) (?:an? |the |our |one of the )?(?:special |invited |first )?guests?\b"
     r"|was te gast|als gast|(?:fue|como|era) (?:la |el )?invitad[oa]|(?:était|est"
     r"|comme) (?:l[’'])?(?:une? )?invitée?"),
    ("guest", BESIDE, r"(?:special |first |evening[’']s )?guest(?: speaker)?|invitad[oa](?: especial"
     r"| principal)?|invitée?(?: d[’']honneur| du soir)?"
     r"|gastspreker"),
    ("host", NEXT, r"(?:co-)?hosted by|hosting(?:,[^,.;]{1,30},)?(?: \w+){0,3} (?:was|were|is)"),
    ("host", BEFORE, rf"(?:who )?(?:hosted|hosts) (?:the|this)|(?:was|ejerció|{_AS}) (?:de )?{_A}(?:host"
     rf"|gastheer|gastvrouw|hôte|anfitri(?:ón|ona))\b"
     r"|como anfitrion[a]?|(?:trad|was) (?:op als )?(?:gastheer|gastvrouw)|en tant qu[’']hôte"),
    ("host", BESIDE, r"(?<!radio )(?<!television )(?<!tv )(?<!show )(?<!podcast )(?:host|anfitriona?|anfitrión"
     r"|gastheer|gastvrouw|hôtesse)(?: (?:of|de|del|van"
     r"|du) (?:\w+ ){0,2}\w+)?"),
    ("interpreter", NEXT, r"through an interpreter,|interpretó(?: \w+){0,3}|interpret(?:ed"
     r"|ation)[^.;]{0,70}? by|interpretación(?: \w+){0,7} (?:de|por)"
     r"|interprét(?:ée?|ation)(?: [\w’']+){0,7} par|(?:getolkt|vertolkt|vertaald) door"),
    ("interpreter", BEFORE, r"(?:was|served as|as) (?:the )?interpreter|interpreted (?:the|into|between|for)"
     r"|como intérprete|provided(?: \w+){0,2} interpretation|tolkte|trad op als tolk"
     r"|(?:tuvo a su cargo|estuvo a cargo de) la (?:interpretación|traducción)"
     r"|(?:a assuré|assurait) (?:l[’']interprétation|la traduction)"),
    ("interpreter", BESIDE, r"interpreter|intérprete|interprète|tolk"),
)  # fmt: skip
CUES = [(role, whom, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for role, whom, pattern in _CUES]
ANY = re.compile("|".join(f"(?:{pattern})" for _role, _whom, pattern in _CUES), re.IGNORECASE)
_OTHER_PARTS = (pattern for role, whom, pattern in _CUES if role != "panellist" and whom in (NEXT, BEFORE))
ENDS_A_LIST = re.compile("|".join(f"(?:{pattern})" for pattern in _OTHER_PARTS), re.IGNORECASE)
"""Where an enumeration of people gives way to another part."""
NEEDS_EVENT = re.compile(
    r"geleid door|begeleid door|onder leiding van|voorgezeten|(?:chaired|led|guided|conducted|overseen|opened"
    r"|inaugurated|kicked)\b|(?:presidid|conducid|dirigid|guiad|coordinad|inaugurad|abiert|presentad)[oa]|geopend"
    r"|(?:dirigée?|conduite?|menée?|présidée?|guidée?|ouverte?|inaugurée?)s? par|hosted",
    re.IGNORECASE,
)
"""Cues of something that may be no episode: a delegation is led, a school opened."""
