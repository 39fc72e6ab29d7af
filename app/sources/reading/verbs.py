"""Verbs of saying in English, Dutch, Spanish and French, with the forms that articles use."""

from collections.abc import Callable, Iterable


def words(*texts: str) -> frozenset[str]:
    return frozenset(" ".join(texts).split())


_BEFORE_BASE = words("to did would will can could must should may might not they we i don’t didn’t who didn't don't")
"""What stands before a verb's plain form, which may be a noun elsewhere."""


def _english(stem: str) -> Iterable[str]:
    if stem.endswith("e"):
        return stem + "d", stem + "s", stem[:-1] + "ing"
    if stem.endswith("y") and stem[-2] not in "aeo":
        return stem[:-1] + "ied", stem[:-1] + "ies", stem + "ing"
    third = stem + ("es" if stem.endswith(("s", "ch", "sh", "x", "o")) else "s")
    return stem + "ed", third, stem + "ing"


def _spanish(stem: str) -> Iterable[str]:
    """Of verbs in -ar, the stem as it is before "a": present, preterite, imperfect, gerund, plural, perfect."""
    return (stem + ending for ending in ("a", "ó", "aba", "ando", "aron", "an", "ado"))


def _french(stem: str) -> Iterable[str]:
    return (stem + ending for ending in ("e", "é", "ait", "ant", "ent", "èrent", "er"))


def _all(forms: Callable[[str], Iterable[str]], stems: str) -> frozenset[str]:
    return frozenset(form for stem in stems.split() for form in forms(stem))


_ENGLISH = (
    "accept acknowledge add advise advocate affirm agree allege announce answer appeal applaud argue articulate "
    "ask "
    "assert assure attest boast caution challenge chuckle clarify comment complain conclude concur confess confide "
    "confirm contend continue counter declare decry demand describe disclose echo elaborate emphasise emphasize "
    "enthuse exclaim explain express fume grumble hail highlight insist interject joke lament laugh maintain "
    "mention "
    "murmur mutter muse observe opine plead pledge posit praise proclaim promise propose protest quip reaffirm "
    "reassure recall recommend recount reflect reiterate remark remember remind reminisce repeat reply respond "
    "retort reveal scoff share shout sigh stress suggest summarise summarize surmise tease testify underline "
    "underscore urge venture vow warn welcome whisper wonder believe hope concede reckon stipulate voice"
)
_PLAIN = words(_ENGLISH, "say tell note state write admit think speak read call put ask")

SAYING = {
    "en": _all(_english, _ENGLISH)
    | words(
        "said says saying stated states stating noted notes noting told tells telling admitted admits wrote writes "
        "writing tweeted reads read offered offers called calls thinks thought reasoned reported pressed smiled cried "
        "objected questioned indicated indicates specified outlined pointed points put puts swore feared fears "
        "demanded invoked ventured reports came",
    ),
    "nl": words(
        "zei zegt zeiden zeggen stelde stelt vertelde vertelt verklaarde verklaart aldus volgens benadrukte benadrukt",
        "voegde voegt legde legt antwoordde antwoordt vroeg vraagt merkte merkt waarschuwde waarschuwt concludeerde",
        "concludeert lichtte licht meldde meldt vindt vond vervolgde vervolgt onderstreepte onderstreept herinnerde",
        "herinnert riep roept besloot besluit noemde noemt schreef schrijft reageerde reageert erkende erkent liet "
        "laat",
        "gaf geeft sprak spreekt betoogde betoogt beaamde beaamt constateerde constateert pleitte pleit hoopt hoopte",
        "deelde deelt nuanceerde nuanceert grapte grapt opperde oppert beloofde belooft bekende bekent vreest vreesde",
        "oordeelde oordeelt denkt dacht adviseerde adviseert verzuchtte verzucht lachte lacht bevestigde bevestigt "
        "vatte",
        "vat staat luidt meent meende vulde vult bracht brengt wees wijst drukte drukt drong dringt eiste eist zuchtte",
        "zucht glimlachte glimlacht fluisterde fluistert mopperde moppert schamperde schampert wierp werpt repliceerde",
        "repliceert riposteerde stipte stipt suggereerde suggereert vermoedde vermoedt verwachtte verwacht verzekerde",
        "verzekert weet bepleitte bepleit beweerde beweert beschreef beschrijft citeerde gelooft geloofde herhaalde",
        "herhaalt kondigde kondigt klaagde klaagt memoreerde memoreert onthulde onthult ontkende ontkent preciseerde",
        "preciseert prees prijst protesteerde schetste schetst signaleerde signaleert somde somt spoorde spoort stemde",
        "tekende tekent verduidelijkte verduidelijkt verdedigde verdedigt vermeldt verwoordde verwoordt voorspelde",
        "voorspelt zette zet sloot sluit counterde countert beklemtoonde beklemtoont zegde relativeerde relativeert",
        "klonk klinkt bromde knikte snikte juichte jubelde toegaf vertrouwt hekelde hekelt uitte steekt stak "
        "kaatste kaatst",
    ),
    "es": _all(
        _spanish,
        "quej afirm señal explic declar agreg indic subray destac expres apunt asegur coment pregunt reiter enfatiz "
        "puntualiz "
        "precis asever resalt relat anunci opin remarc celebr lament confirm plante exclam calific llam inst replic "
        "contest sentenci aclar alert valor reclam narr evoc cuestion brome ironiz recalc consider zanj detall mencion "
        "reflexion matiz acot adelant aleg argument apostill avis clam concret confes constat critic deplor denunci "
        "dictamin elogi enumer esgrim especific espet estim exhort felicit formul gimote grit implor increp inform "
        "invit jur lanz murmur musit objet observ pens proclam pronostic pronunci raz razon rechaz recomend record "
        "rememor remach revel salud sospech suspir susurr sustent terci testimoni vaticin continu cont solt rog rezong "
        "complet ilustr asent abund contrast garantiz avanz comunic esper dese argumentaliz conjetur confi",
    )
    | words(
        "dijo dice dijeron dicen decía dicho diciendo añadió añade añadía añadido añadiendo manifestó manifiesta "
        "sostuvo "
        "sostiene sostenía recuerda advirtió advierte advertía concluyó concluye concluía concluido respondió responde "
        "respondía insistió insiste insistía reconoció reconoce reconocía cuenta pidió pide pedía prosiguió prosigue "
        "continúa escribió escribe escribía admitió admite admitía describió describe defendió defiende exigió exige "
        "coincidió coincide cree creía prometió promete resumió resume refirió refiere expuso expone propuso propone "
        "arguyó asintió repitió repite teme temía intervino interviene inquirió sugirió sugiere suelta piensa "
        "evidenció "
        "desmintió desmiente leyó según reza alienta ruega niega negó recomienda aplaudió aplaude urgió reflejó "
        "añadieron",
    ),
    "fr": _all(
        _french,
        "déclar affirm expliqu soulign ajout précis indiqu not rappel insist estim assur observ confi racont lanc "
        "martel "
        "témoign demand constat plaid comment résum relev signal remarqu interrog regrett salu plaisant rétorqu "
        "répliqu "
        "soupir nuanc tranch ironis exclam murmur détaill argu évoqu analys alert annonc argument assén attest avanc "
        "corrig avou blagu clam confess confirm considér cont contest cri critiqu déplor dénonc encourag enchaîn "
        "énonc exhort "
        "exig expos exprim fulmin gliss grond implor inform interpell jug jur justifi lâch mentionn narr ni object "
        "opin "
        "oppos pens point préconis proclam propos prôn protest questionn rassur réaffirm recommand redout relat "
        "relativis remerci reproch réitér répét révél scand souffl souhait suggér supplié suppos temporis témoign "
        "tempér tonn vant indign inquiét étonn alarm emport enthousiasm amus agac désol félicit complét ripost "
        "chuchot sanglot concéd abond certifi "
        "raill persifl ricane bougonn grogn maugré pest fustig vitupér tonitru marmonn",
    )
    | words(
        "dit disait disent rappelle martèle conclut conclu concluait répond répondu répondait selon poursuit poursuivi "
        "poursuivait avertit averti témoigne reconnaît reconnu reconnaissait écrit écrivait souvient souvenu décrit "
        "décrivait "
        "qualifie qualifié soutient soutenu soutenait appelle promet promis admet admis admettait espère espéré sourit "
        "complète renchérit renchéri reprend repris reprenait répète révèle réitère prévient prévenu prévenait défend "
        "défendu concède considère suggère assène tempère interpelle réagit réagi réjouit réjoui inquiète prétend "
        "prétendu valoir savoir remarquer conclure répondre concède préfère avertissait d’après d'après garantit "
        "répondant concluant poursuivant avertissant disant reconnaissant promettant applaudit applaudi décrète "
        "prédit répètent",
    ),
}
"""Verbs (and "according to") that make what is quoted speech; participles for the French past tense."""

FORMS_OF_MENTION = words(
    "call name names named describe called described calls describes noemde noemt roept riep calificó describió",
    "llamó qualifié qualifie décrit ",
    "appelle",
    "llamado llamada llamados llamadas llamaba llaman llamaron calificado appelée appelés appelées appelait nommé",
    "appelé califica describe llama welcomed praised echoed reads read staat luidt reza highlighted highlights hailed",
)
"""Verbs after which a short phrase in marks is a name for something rather than speech."""

_LEADS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "according": ("to",),
        "words": ("of",),
        "view": ("of",),
        "opinion": ("of",),
        "puts": ("it",),
        "put": ("it",),
    },
    "nl": dict.fromkeys(("woorden", "oordeel", "mening", "ogen", "zeggen"), ("van",)),
    "es": {
        **dict.fromkeys(
            ("juicio", "palabras", "opinión", "decir", "voz", "entender", "criterio", "boca"), ("de", "del")
        ),
        "acuerdo": ("con", "a"),
    },
    "fr": dict.fromkeys(("avis", "yeux", "dires", "mots", "propos", "termes", "mot"), ("de", "du", "des")),
}
"""By language, words that with the one behind them lead to whoever speaks."""
POSSESSIVES = {
    **dict.fromkeys(("her", "haar"), "f"),
    "his": "m",
    "zijn": "m",
    **dict.fromkeys(words("their su sus son ses sa"), ""),
}
"""In "in her view", with the gender they tell."""
_LEADS_BEHIND = words("in the the a al en de l’avis l'avis aux les de het naar à dans")


def leads_to_speaker(before: str, word: str, behind: str, language: str) -> bool:
    """Whether a word is the head of "according to", "in the words of", "de l’avis de"."""
    bare = word[2:] if word[:2] in ("l’", "l'") else word
    heads = _LEADS[language].get(bare)
    if not heads:
        return False
    elided = language == "fr" and behind[:2] in ("d’", "d'")
    if before in POSSESSIVES and bare not in ("according", "acuerdo", "puts", "put"):
        return True
    leads = behind in heads or elided
    return leads and (bare in ("according", "puts", "put") or before in _LEADS_BEHIND)


def is_plain_saying(before: str, word: str, language: str) -> bool:
    """Whether a plain form is a verb here: "went on to describe", "did not answer"."""
    return language == "en" and word in _PLAIN and before in _BEFORE_BASE
