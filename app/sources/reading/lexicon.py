"""Words the reader goes by, in English, Dutch, Spanish and French."""

import re


def words(*texts: str) -> frozenset[str]:
    return frozenset(" ".join(texts).split())


SAYING = {
    "en": words(
        "said says saying stated states noted notes added adds explained explains stressed stresses "
        "emphasised emphasized",
        "emphasises emphasizes remarked observed observes commented comments declared told tells asked asks "
        "replied replies",
        "answered warned warns urged urges concluded concludes continued continues recalled recalls affirmed announced",
        "argued argues insisted insists highlighted highlights underscored underscores underlined reiterated "
        "shared shares",
        "reflected reflects acknowledged admitted confirmed quipped wrote writes tweeted cautioned appealed "
        "pledged agreed",
        "responded described describes recounted joked exclaimed maintained contended suggested mentioned wondered",
        "praised welcomed lamented testified called concurred echoed shouted remembers remembered summarised "
        "summarized",
        "stating noting adding explaining stressing emphasising emphasizing remarking warning urging telling declaring",
        "concluding reads read countered laughed sighed offered advised assured promised pleaded retorted "
        "conceded vowed",
        "proclaimed interjected reasoned believes thinks hopes hoped reported teased demanded joking "
        "recounts insisting",
        "chuckled smiled pressed recommended proposed announces argues declares answers",
    ),
    "nl": words(
        "zei zegt zeiden zeggen stelde stelt vertelde vertelt verklaarde verklaart aldus volgens benadrukte benadrukt",
        "voegde voegt legde legt antwoordde antwoordt vroeg vraagt merkte merkt waarschuwde waarschuwt concludeerde",
        "concludeert lichtte licht meldde meldt vindt vond vervolgde vervolgt onderstreepte onderstreept herinnerde",
        "herinnert riep roept besloot besluit noemde noemt schreef schrijft reageerde reageert erkende "
        "erkent liet laat",
        "gaf geeft sprak spreekt betoogde betoogt beaamde beaamt constateerde constateert pleitte pleit hoopt deelde",
        "nuanceerde grapte opperde beloofde belooft bekende vreest vreesde oordeelde denkt dacht adviseerde "
        "verzuchtte lachte bevestigde bevestigt vatte staat luidt",
    ),
    "es": words(
        "dijo dice dijeron afirmó afirma señaló señala explicó explica declaró declara añadió añade agregó "
        "agrega indicó",
        "indica subrayó subraya destacó destaca expresó expresa manifestó manifiesta apuntó apunta sostuvo "
        "sostiene recordó",
        "recuerda aseguró asegura advirtió advierte comentó comenta concluyó concluye respondió responde "
        "preguntó pregunta",
        "reiteró reitera enfatizó enfatiza puntualizó precisó precisa según aseveró insistió insiste "
        "reconoció reconoce",
        "resaltó resalta contó cuenta relató relata pidió pide prosiguió continuó anunció opinó opina escribió escribe",
        "remarcó celebró lamentó admitió confirmó planteó exclamó explicaba decía describió calificó llamó instó",
        "replicó replica contestó contesta respondía sentenció aclaró aclara alertó alerta lamenta valoró "
        "defendió reclamó reclama",
        "exigió exige narró narra evocó cuestionó bromeó ironizó coincidió recalcó recalca consideró "
        "considera cree zanjó sentencia",
        "contaba prometió promete resumió concluía admite reconocía añadía acotó detalló mencionó reflexionó "
        "diciendo agregando añadiendo señalando reza matizó",
    ),
    "fr": words(
        "dit déclare déclaré affirme affirmé explique expliqué souligne souligné ajoute ajouté précise précisé indique",
        "indiqué note noté rappelle rappelé insiste insisté conclut conclu répond répondu selon estime estimé assure",
        "assuré observe observé confie confié raconte raconté poursuit poursuivi lance lancé avertit averti martèle",
        "martelé témoigne témoigné félicite félicité demande demandé constate constaté reconnaît reconnu plaide plaidé",
        "commente commenté résume résumé écrit écrivait disait déclarait expliquait relève relevé signale signalé",
        "remarque remarqué interroge regrette regretté salué salue souvient souvenu rappelait racontait "
        "décrit qualifié soutient soutenu appelle appelé",
        "plaisanté plaisante promis promet rétorqué rétorque répliqué réplique résume soupire soupiré sourit "
        "admis admet espère",
        "nuance nuancé tranche tranché ironise exclame exclamé murmure détaille détaillé argue justifie "
        "évoque prône juge",
        "analyse complète ajouter conclure préciser insister souligner répondre renchérit enchaîne glisse "
        "reprend répète répété indiquait ajoutant déclarant soulignant prévient prévenu",
    ),
}
"""Verbs (and "according to") that make what is quoted speech; participles for the French past tense."""

FORMS_OF_MENTION = words(
    "called described calls describes noemde noemt roept riep calificó describió llamó qualifié décrit appelle appelé",
    "welcomed praised echoed reads read staat luidt reza highlighted highlights",
)
"""Verbs after which a short phrase in marks is a name for something rather than speech."""

WRITTEN = re.compile(
    r"\b(?:report|study|declaration|document|law|constitution|treaty|agreement|strategy|resolution|statement"
    r"|act|charter"
    r"|communiqué|policy brief|survey|protocol|convention|article \d+|text|compact|paper|plan"
    r"|rapport|verslag|studie|onderzoek|slotverklaring|verklaring|wet|verdrag|nota|strategie|resolutie|grondwet"
    r"|informe|estudio|declaración|documento|ley|tratado|estrategia|resolución|acuerdo|convenio|constitución|comunicado"
    r"|encuesta|pacto|étude|déclaration|loi|traité|stratégie|résolution|accord|enquête|pacte|charte)\b",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"\b(?:themes?|titled|entitled|title|report|study|book|campaign|workshop|series|episode|panel|session"
    r"|project|paper|(?:panel|session|webinar|episode|discussion|talk|conversation) on"
    r"|programme|program|initiative|named|known as|dubbed|slogan|motto|themed|film|song|exhibition|term|phrase"
    r"|word|expression"
    r"|pillars?|area|topic|webinar|called|brochure|conference|so-called|documentary|policy|headlined|event|category"
    r"|thema|titel|getiteld|rapport|boek|campagne|reeks|serie|aflevering|sessie|project|programma|genaamd|heet|term"
    r"|zogenoemde|zogenaamde|pijler|motto|woord|begrip|boekje|webinar|(?:gesprek|aflevering|webinar"
    r"|panel) over|leus|onder de noemer"
    r"|temas?|lema|titulad[oa]s?|título|informe|libro|campaña|taller|serie|episodio|sesión|proyecto|programa|iniciativa"
    r"|llamad[oa]s?|denominad[oa]s?|término|palabra|pilar|eje|conferencia|seminario|estudio|película"
    r"|thèmes?|intitulée?s?|titre|livre|campagne|atelier|série|épisode|séance|projet|programme|baptisée?|dénommée?"
    r"|appelée?s?|terme|mot|pilier|axe|volet|conférence|webinaire|film|ouvrage|slogan|devise)"
    r"\s*(?:(?:of|de|the|la|le|el|van|du|des)\s+)?[,:]?\s*(?:is|was|:|es|est|,)?\s*$",
    re.IGNORECASE,
)
"""What stands before a title in marks."""

PRONOUNS = {
    **dict.fromkeys(("she", "ze", "zij", "ella", "elle"), "f"),
    **dict.fromkeys(("he", "hij", "él", "il"), "m"),
    "they": "",
}

FEMALE = words(
    "ms mrs miss mme mlle madame sra señora doña mevr mevrouw lady dame madam ministra directora presidenta secretaria",
    "coordinadora investigadora profesora directrice présidente coordinatrice chercheuse ambassadrice professeure",
    "voorzitster woordvoerster onderzoekster lerares oprichtster staatssecretaresse embajadora jefa alcaldesa senadora",
    "fundadora maestra enfermera pescadora agricultora asesora spokeswoman chairwoman businesswoman infirmière",
    "agricultrice enseignante étudiante fondatrice conseillère experta moderadora modératrice abogada doctora dra",
    "sister queen princess activista+f cheffe gobernadora consultora socióloga onderneemster boerin",
)
MALE = words(
    "mr monsieur m sr señor don dhr heer sir lord ministro director+m presidente+m secretario coordinador investigador",
    "profesor directeur+m président coordinateur chercheur ambassadeur+m embajador jefe alcalde senador "
    "fundador maestro",
    "enfermero pescador agricultor asesor spokesman chairman businessman infirmier agriculteur enseignant étudiant",
    "fondateur conseiller experto moderador modérateur abogado gobernador sociólogo brother king prince pêcheur",
)

HONORIFICS = words(
    "dr dra drs mr mrs ms miss mx prof sir dame lady lord hon honourable honorable rt h.e he.rev rev sr sra "
    "srta don doña",
    "señor señora lic ing mme mlle madame monsieur m me pr mevr mevrouw dhr heer ir h.e excellency "
    "excellence excelencia",
    "excelentísimo excelentísima excellentie doctor doctora mgr",
    "sister brother father pastor reverend bishop captain capt colonel col maj sergeant sgt",
    "hermana hermano padre soeur sœur frère père zuster pater broeder",
)

ROLES = words(
    "minister ministre ministra ministro president président présidente presidente presidenta voorzitter voorzitster",
    "director directeur directrice directora secretary secretaris secretario secretaria secrétaire coordinator",
    "coördinator coordinador coordinadora coordinateur coordinatrice officer chief head hoofd jefe jefa chef cheffe",
    "ambassador ambassadeur ambassadrice embajador embajadora commissioner commissaris comisionado "
    "comisionada commissaire",
    "representative vertegenwoordiger vertegenwoordigster representante représentant représentante professor "
    "hoogleraar",
    "profesor profesora professeur professeure researcher onderzoeker onderzoekster investigador "
    "investigadora chercheur",
    "chercheuse lecturer economist manager founder oprichter oprichtster fundador fundadora fondateur fondatrice chair",
    "chairperson chairman chairwoman premier mayor burgemeester alcalde alcaldesa maire governor gobernador",
    "gobernadora gouverneur adviser advisor adviseur asesor asesora conseiller conseillère specialist especialista",
    "spécialiste expert experta experte spokesperson spokeswoman spokesman portavoz woordvoerder woordvoerster",
    "porte-parole dean decano decana doyen doyenne fellow consultant consultante consultor consultora "
    "analyst nurse farmer",
    "fisher fisherman teacher student activist journalist lawyer advocate member lid miembro membre senator senador",
    "senadora treasurer administrator executive ceo captain bishop pastor leader líder dirigeant dirigeante "
    "responsable",
    "encargado encargada delegate delegado delegada déléguée délégué envoy rapporteur moderator moderador moderadora",
    "modérateur modératrice presenter host author poet singer musician entrepreneur ondernemer onderneemster "
    "emprendedora",
    "boer boerin visser leraar lerares verpleegkundige docent bestuurder wethouder staatssecretaris gezant pescador",
    "pescadora agricultor agricultora maestra maestro enfermera enfermero pêcheur agricultrice agriculteur enseignant",
    "enseignante infirmier infirmière studente carpenter timmerman étudiant étudiante estudiante sociólogo "
    "socióloga sociologue socioloog économiste",
    "economista econoom historicus historian historiador historiadora historien historienne anthropologist geographer",
    "demographer démographe demógrafa demógrafo demograaf planner engineer ingeniero ingeniera ingénieur ingénieure",
    "scientist científica científico climatologue geógrafa géographe doctor médico médica médecin arts abogado abogada",
    "avocat avocate advocaat jurist juriste activista activiste periodista journaliste vice-president+r "
    "principal rector",
    "rectora recteur rectrice registrar curator archivist librarian owner eigenaar chairlady trainer facilitator host",
    "gastheer gastvrouw anfitriona keynote statisticus migrant returnee resident worker volunteer parent mother father",
    "midwife seamstress baker chemist builder trader vendor welder porter guide youth-ambassador trustee "
    "president-elect",
    "superintendent inspector intendente liaison attaché consul counsellor magistrate judge rechter juge jueza juez",
    "oficial defensor defensora officier referente técnico técnica marchand marchande lasser welder panadero "
    "panadera vocero vocera couturière couturier "
    "costurera beleidsmedewerker medewerker adjunct-directeur tesorero "
    "tesorera trésorier trésorière parliamentarian",
    "commandant commander colonel general-secretary pilot entrepreneuse empresaria empresario artesana artesano",
)
MODIFIERS = words(
    "deputy vice regional executive senior junior prime general permanent chief assistant national programme "
    "program project",
    "associate acting interim former co managing technical resident chargé principal special adjunct adjunto adjunta",
    "adjoint adjointe regionale algemeen nationaal nacional ejecutivo ejecutiva général générale régional régionale",
    "exécutif exécutive honorary founding lead under permanent parliamentary local youth community policy country",
    "emeritus visiting research communications climate migration labour gender legal field global first second joint",
)
TOPICS = words(
    "labour labor health education tourism justice finance trade interior agriculture environment housing security",
    "social foreign affairs home youth gender development planning culture climate energy works transport migration",
    "sports fisheries diaspora economy economic family community immigration employment statistics mobility "
    "integration",
    "trabajo salud educación turismo justicia hacienda comercio agricultura ambiente vivienda seguridad exteriores",
    "relaciones migración migraciones juventud cultura desarrollo planificación travail santé éducation tourisme",
    "commerce environnement logement sécurité étrangères jeunesse planification emploi arbeid gezondheid onderwijs",
    "toerisme justitie financiën handel landbouw milieu volkshuisvesting zaken jeugd cultuur ontwikkeling sociale",
    "buitenlandse binnenlandse intérieur affaires sociales igualdad empleo mobility diáspora pesca pêche visserij",
)
ORGANIZATIONS = words(
    "organization organisation organisations institute institution ministry university college agency "
    "commission committee",
    "council centre center foundation association federation confederation union bank office department "
    "secretariat bureau",
    "network society company group programme program fund forum academy authority chamber unit embassy government",
    "coalition alliance cooperative co-operative community nations school hospital division directorate "
    "service services",
    "consultancy parliament court board corporation trust club church delegation délégation delegación "
    "delegatie league observatory initiative desk mission media press",
    "instituut ministerie universiteit hogeschool agentschap commissie comité raad centrum stichting "
    "vereniging federatie",
    "unie kantoor departement secretariaat netwerk bedrijf fonds academie kamer ambassade regering coöperatie dienst",
    "instituto ministerio universidad agencia comisión consejo centro fundación asociación federación unión "
    "banco oficina",
    "departamento secretaría red sociedad empresa grupo fondo foro academia autoridad cámara embajada "
    "gobierno cooperativa",
    "comunidad canal channel diario periódico journal krant omroep newspaper tv escuela servicio "
    "observatorio organización confederación alianza dirección institut ministère université",
    "agence conseil fondation fédération banque département secrétariat réseau société entreprise groupe "
    "fonds autorité",
    "chambre gouvernement coopérative communauté école observatoire organisation confédération direction mairie",
    "gemeente ayuntamiento bibliothèque biblioteca library bibliotheek museum museo musée municipality "
    "municipio collectif collectief colectivo collective",
    "migratie-instituut onderzoeksinstituut vakbond sindicato syndicat zone station radio times herald gazette",
)
STOPS = words(
    "the a an in on at of for and but by from to with as this that these those we our they he she it i you "
    "his her their its",
    "when while after before during since if there here both many some all each one two three four five six "
    "seven eight nine",
    "ten also not no yes today yesterday tomorrow however among speaking according addressing asked "
    "responding welcoming",
    "january february march april may june july august september october november december monday tuesday wednesday",
    "thursday friday saturday sunday episode theme media contact photo note notes editors press release "
    "about what how why",
    "who where de het een van en op te voor met zijn die dat er om ook als bij naar wij onze volgens tijdens "
    "na ook maar",
    "januari februari maart mei juni juli augustus oktober maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "el la los las un una unos y que por con para del se es su al lo como más este esta nuestra según "
    "durante tras pero",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles",
    "jueves viernes sábado domingo le les des et du une est pour dans qui sur par au avec ce cette nous "
    "selon lors après",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi",
    "vendredi samedi dimanche caribbean caribe caraïbe caraïbes caribische caribisch international internationale",
    "internacional world mundial united strategy strategie estrategia stratégie conversations conversaciones "
    "gesprekken",
    "migratie movement free freedom labour agreement convention declaration protocol treaty act law day week year",
    "fellow moderator panel panellists panelists webinar series session seminar opening closing north south east west",
    "central northern southern eastern western english dutch spanish french atlantic pacific america america's europe",
    "africa asia honourable honorable deputy regional executive senior vice prime then thanks thank together finally",
    "another meanwhile moreover furthermore participants guests guest joined joining closing introducing "
    "other speakers",
    "speaker elle il ella él hij zij ze",
)
PARTICLES = words(
    "de del della la las los van von der den ter ten da dos du di le el bin ibn al y st. te vander 't of-"
)
