"""Words of every sentence that a capital at its start makes look like a name: "Cuando Ana Pérez", "Daarna zei hij"."""

import re

from app.sources.reading.verbs import words

_OPENING = words(
    "after afterwards again all although among and another any anyone around as asked at away back because",
    "before behind",
    "below beside besides between beyond both but by can could despite did do does down during each earlier",
    "either else",
    "even ever every everyone except few finally first for from further had has have having hence her here hers",
    "him his",
    "how however if in indeed inside instead into is it its just last later least less let like many maybe",
    "meanwhile more",
    "moreover most much my near neither never nevertheless next no nobody nor not nothing now of off often on once one",
    "only onto or other others our out outside over own perhaps quite rather recently said says she should since",
    "so some",
    "someone something sometimes soon still such than that the their then there therefore these they thirdly",
    "this those",
    "though through throughout thus to today together tomorrow tonight too toward towards under unless unlike until up",
    "upon was we well were what whatever when whenever where whereas wherever whether which while who whoever",
    "whom whose",
    "why with within without would yes yesterday yet you your according secondly lastly elsewhere nearby asking",
    "eerste tweede derde vierde laatste beide nieuwe volgende vorige",
    "aan achter af al aldus alle alleen alles als altijd anders begin behalve beide bij bijna binnen boven buiten daar",
    "daarbij daardoor daarentegen daarin daarmee daarna daarnaast daarom daarop daarvan daarvoor dan dat de deze",
    "die dit",
    "doch door dus echter een eens eerder eerst eigenlijk en enkele er eveneens evenals gelukkig geen haar hij hem het",
    "hier hierbij hierdoor hierin hiermee hierna hierop hoe hoewel hun iedereen iemand ieder in indien integendeel",
    "inmiddels intussen is ja later maar meer meteen met mijn misschien moet na naar naast natuurlijk nee",
    "nergens net niet",
    "niemand niets nog nooit nu of ofschoon om omdat onder ondanks ondertussen ook op over overal pas per samen",
    "sinds soms",
    "steeds straks te tegen tegelijk tegelijkertijd tenslotte tijdens tien toch toen tot tussen uit uiteindelijk van",
    "vandaag vanaf vanuit vanwege veel vervolgens via volgens voor vooral voordat vooraf waar waarna waarom",
    "waarop wanneer",
    "want was wat we weer wel welke werd wie wij ze zelf zelfs zij zijn zo zoals zodat zodra zonder zowel",
    "primer primera primero segunda segundo tercera tercero última último próxima próximo",
    "a además adonde ahora al algo alguien algún alguna algunas alguno algunos allá allí ante anteriormente",
    "antes apenas",
    "aquel aquella aquellos aquí así asimismo aún aunque ayer bajo bien cabe cada casi cerca como con conforme contra",
    "cual cuales cualquier cuando cuanto cuya cuyo de debajo dejó del delante dentro desde después detrás donde dos",
    "durante e el él ella ellas ellos en encima encuentra enfrente entonces entre era es esa esas ese eso esos",
    "esta está",
    "están estas este esto estos fue fueron fuera gracias ha había hablan habló hace hacia han hasta hay hoy igual",
    "igualmente incluso junto la las le les lo los luego mañana mas más me mediante mejor menos mi mientras mis mucho",
    "muchos muy nada nadie ni ningún ninguna ninguno no nos nosotros nuestra nuestro nunca o otra otras otro",
    "otros para",
    "parece pero poco por porque posteriormente pronto pues que qué quien quién quienes quizá quizás según ser",
    "será si sí",
    "sido siempre sin sino sobre solo sólo son su sus tal también tampoco tan tanto tarde temprano tenía tiene",
    "toda todas",
    "todavía todo todos tras tres tuvo u un una unas uno unos usted ustedes va varias varios y ya yo preguntada",
    "preguntado",
    "première premier deuxième seconde second troisième dernière dernier prochaine prochain",
    "à afin ailleurs ainsi alors après assez au aucun aucune aujourd aujourd’hui aujourd'hui auparavant auprès",
    "aussi aussitôt autant",
    "autour autre autres aux avant avec beaucoup bien bientôt car ce ceci cela celle celles celui cependant",
    "certains ces",
    "cet cette ceux chacun chaque chez ci comme comment contre d’abord d'abord d’ailleurs d'ailleurs dans",
    "davantage de déjà demain depuis derrière des dès",
    "désormais dessous dessus devant donc dont du durant elle elles en encore enfin ensemble ensuite entre est et été",
    "étaient était eux faute fin grâce hélas hier hors ici il ils jadis jamais je jusque la là le lequel les",
    "leur leurs",
    "lors lorsque lui ma maintenant mais malgré mes moi moins mon ne néanmoins ni non nos notre nous nul on or",
    "ou où oui",
    "outre par parce parfois parmi partout pas pendant peu peut plus plusieurs plutôt pour pourquoi pourtant",
    "près presque",
    "puis puisque quand quant que quel quelle quelques qui quiconque quoi quoique sa sans sauf selon ses seul seule si",
    "sinon sitôt soit son sont soudain sous souvent suite sur surtout ta tandis tant tantôt te tel telle",
    "tellement tes toi",
    "ton toujours tous tout toute toutefois toutes très trop tu un une va vers voici voilà vos votre vous interrogée",
    "interrogé invitée invité présente présent",
)
_ELIDED = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)[’'](?:est|était|y|en|il|elle|on|un|une|à|ils|elles|où)", re.IGNORECASE
)


_PRETERITE = re.compile(r"(?:[^aeiou]ó|\w\waron|ieron)$")
""" "Moderó Ana Pérez"."""


def opens_only(word: str) -> bool:
    """Whether a word is never the first of a name, but for the capital that a sentence gives it."""
    return word.casefold() in _OPENING or _PRETERITE.search(word) is not None or _ELIDED.fullmatch(word) is not None
