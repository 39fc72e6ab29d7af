"""Words the reader goes by, in English, Dutch, Spanish and French."""

import re

from app.sources.reading.verbs import words

WRITTEN = re.compile(
    r"\b(?:rules|règles|regels|reglas|normas|background note|policy note|note d[’']information"
    r"|note de synthèse|nota (?:técnica|conceptual)|circular"
    r"|circulaire|editorial|éditorial|hoofdartikel|report|study|declaration|document|law|constitution|treaty"
    r"|agreement|strategy|resolution|statement"
    r"|act|charter|memorandum|mou|pledge|regulations?|guidelines?|handbook|manual|bill|decree|ordinance|census|index"
    r"|poll|barometer|barómetro|baromètre|figures|chiffres|cifras|cijfers|datos|données|statistics|statistiques"
    r"|briefing"
    r"|analysis|review|assessment|publication|bulletin|audit|evaluation|guide|manifesto|petition|letter|e-?mail"
    r"|roadmap|website|booklet|fact ?sheet"
    r"|communiqué|ordenanza|ordonnance|délibération|ordinance|bylaws?"
    r"|policy brief|survey|protocol|convention|article \d+|artículo \d+|artikel \d+|text|compact|paper|plan"
    r"|memorandum|verordening|besluit|handboek|werkboek|handleiding|brief|analyse|evaluatie|routekaart|akkoord|boekje"
    r"|memorándum|memorando|reglamento|decreto|manual|guía|análisis|boletín|evaluación|manifiesto|petición|carta|censo"
    r"|mémorandum|règlement|décret|arrêté|guide|bulletin|évaluation|manifeste|pétition|lettre|feuille de route"
    r"|\w*(?:rapport|verslag|studie|onderzoek|verklaring|verdrag|nota)|wet|strategie|resolutie|grondwet|wetsvoorstel"
    r"|informe|estudio|declaración|documento|ley|tratado|estrategia|resolución|acuerdo|convenio|constitución|comunicado"
    r"|encuesta|pacto|étude|déclaration|loi|traité|stratégie|résolution|accord|enquête|pacte|charte)\b",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"\b(?:among them|namely|such as|entre ellas|entre ellos|dont|waaronder|themes?|titled|entitled|title|report"
    r"|study|book|campaign|workshop|series|episode|panel|session"
    r"|project|paper|(?:panel|session|webinar|episode|discussion|talk|conversation|presentation) on"
    r"|(?:intervention|présentation|exposé|communication|conférence|débat) sur|(?:ponencia|charla|conferencia) sobre"
    r"|(?:lezing|presentatie|debat) over"
    r"|programme|program|initiative|named|known as|dubbed|slogan|motto|themed|lines?|verse|poem|hymn|chorus|refrain"
    r"|proverb|saying|adage|lyrics?|acronym|film|song|exhibition|term|phrase"
    r"|(?<!last )word|expression|the statement|hashtag|banner|placard|sign|label|nickname|course|module|prize|award"
    r"|play|novel"
    r"|album"
    r"|magazine|article|op-ed|blog|podcast|lecture"
    r"|(?:pillars?|priority areas?)(?:\s\d+)?(?:\sof\s(?:the|its)(?:\s\w+){1,4})?|area|topic|webinar|called|brochure"
    r"|conference|so-called|documentary|policy|headlined|event|category"
    r"|thema|titel|getiteld|rapport|boek|campagne|reeks|serie|aflevering|sessie|project|programma|genaamd|heet|term"
    r"|zogenoemde|zogenaamde|pijler|motto|(?<!laatste )woord|begrip|boekje|webinar|(?:gesprek|aflevering|webinar"
    r"|panel) over|leus|spreekwoord|gezegde|lied|gedicht|dichtregel|artikel|podcast|cursus|prijs|spandoek|bordje"
    r"|onder de noemer"
    r"|temas?|lema|titulad[oa]s?|título|informe|libro|campaña|taller|serie|episodio|sesión|proyecto|programa|iniciativa"
    r"|llamad[oa]s?|denominad[oa]s?|término|(?<!última )palabra|pilar|eje|refrán|dicho|verso|poema|canción"
    r"|proverbio|pancarta"
    r"|letrero|artículo|podcast|curso|premio|obra|novela|disco|conferencia|seminario|estudio|película"
    r"|thèmes?|intitulée?s?|titre|livre|campagne|atelier|série|épisode|séance|projet|programme|baptisée?|dénommée?"
    r"|appelée?s?|terme|(?<!dernier )mot|pilier|axe|volet|dicton|proverbe|vers|poème|chanson|banderole|pancarte"
    r"|article|podcast"
    r"|prix|pièce|roman|formation|conférence|webinaire|film|ouvrage|slogan|devise)"
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
    "sœur soeur zuster hermana woman femme mujer vrouw mother mère madre moeder nun religieuse monja girl niña fille "
    "meisje",
    "sister queen princess activista+f cheffe gobernadora consultora socióloga onderneemster boerin",
)
MALE = words(
    "mr monsieur m sr señor don dhr heer sir lord ministro director+m presidente+m secretario coordinador investigador",
    "profesor directeur+m président coordinateur chercheur ambassadeur+m embajador jefe alcalde senador "
    "fundador maestro",
    "enfermero pescador agricultor asesor spokesman chairman businessman infirmier agriculteur enseignant étudiant",
    "frère hermano man homme hombre father père padre vader monk religieux boy niño garçon jongen",
    "fondateur conseiller experto moderador modérateur abogado gobernador sociólogo brother king prince pêcheur",
)

HONORIFICS = words(
    "baroness baron dokter engr dr dra drs mr mrs ms miss mx prof sir dame lady lord hon honourable honorable "
    "rt h.e he.rev rev "
    "sr sra srta don doña",
    "señor señora lic ing mme mlle madame monsieur m me pr mevr mevrouw dhr heer ir h.e excellency "
    "excellence excelencia",
    "excelentísimo excelentísima excellentie doctor doctora mgr",
    "dokter docteur engr baroness baron baronne barón baronesa countess sheikh rev’d rev'd sister brother father",
    "pastor reverend bishop captain capt colonel col maj",
    "sergeant sgt",
    "coronel teniente kolonel luitenant lieutenant sargento sor fray monseñor monseigneur monsignor hermana hermano "
    "padre soeur sœur frère père zuster pater broeder",
    "excmo excma ilmo ilma s.e s.e.m lcdo lcda licenciado licenciada licdo licda arq mtro mtra gral cnel dip amb "
    "mons ds bc msc phd fr pbro maître",
)

ROLES = words(
    "reader master candidate catedrática catedrático cirujano cirujana chirurgien titulaire anchor coördinatrice",
    "hoofdredactrice exdirector exdirectora",
    "partner cfo coo cto kokkin werker werkster ouvrier ouvrière obrero obrera arbeider arbeidster procureur",
    "procureure butcher barber bartender boatman",
    "bricklayer carer caretaker clerk cobbler",
    "courier craftsman craftswoman docker",
    "dockworker dressmaker firefighter florist gardener grocer guard handyman housekeeper housewife janitor jeweller",
    "joiner landlord landlady miner nanny neighbour neighbor optician prefect rapper rigger roofer sculptor shepherd",
    "stonemason tiler weaver locksmith greengrocer smallholder homeowner tenant lodger stevedore longshoreman",
    "armateur armatrice boucher bouchère coiffeur plombier jardinier jardinière serveur serveuse coupeur coupeuse",
    "cueilleur cueilleuse éboueur pompier policier policière facteur factrice gardien gardienne nourrice tailleur",
    "ébéniste forgeron tisserand tisserande brodeur brodeuse cordonnier épicier épicière hôtelier hôtelière pâtissier",
    "sous-préfète matelots syndicaliste paroissienne infographe hydrologue",
    "carnicero barbero zapatero plomero jardinero mesero mesera limpiadora reciclador recicladora tendero bodeguero",
    "pintor soldador bombero policía cartero portero niñera lavandera modista sastre ebanista herrero tejedora",
    "tejedor camarero camarera estibador barquero lanchero boticario contable contador vigilante agente",
    "slager kapster tuinman loodgieter schilder stukadoor huishoudster oppas schoonmaker schoonmaakster kelner",
    "serveerster boekhouder makelaar brandweerman rechercheur griffier visboer groenteboer postbode buschauffeur",
    "kapper verkoper marktvrouw bewoner conciërge",
    "funcionario funcionaria fonctionnaire sénateur doctorant doctorante doctorando doctoranda promovendus",
    "promovenda postdoctorant postdoc",
    "shipwright blacksmith goldsmith tinsmith fishmonger innkeeper foreman forewoman bookkeeper beekeeper lifeguard",
    "interpreter translator waiter waitress cleaner deckhand chaplain rabbi barrister solicitor ombudswoman coroner",
    "headteacher headmaster headmistress tutor pupil intern campaigner organizer organiser businesswoman businessman",
    "rancher grower importer employer employee labourer painter dancer photojournalist alderman congresswoman",
    "congressman backbencher coach athlete footballer cricketer umpire dispatcher",
    "interprète traducteur traductrice boulanger boulangère éleveur éleveuse restauratrice cuisinier cuisinière",
    "électricien électricienne menuisier matelot lycéenne lycéen élève apprentie apprenti bénévole militante",
    "greffière greffier institutrice instituteur proviseure proviseur romancier romancière poétesse musicien",
    "musicienne chanteuse comédienne éducatrice éducateur gérante gérant patron patronne rapporteuse sous-préfet",
    "gouverneure mairesse sénatrice",
    "intérprete traductora traductor ganadero ganadera carpintero conductora alumna alumno aprendiz voluntaria",
    "voluntario notaria músico cantante actriz locutora locutor reportera reportero editora dueña dueño gerente",
    "relatora relator concejala regidora regidor dirigente",
    "tolk vertaalster vertaler verpleegster verloskundige bakker marktkoopvrouw marktkoopman naaister elektricien",
    "piloot leerling stagiair stagiaire vrijwilliger vrijwilligster historica geograaf muzikant zangeres acteur",
    "redacteur eigenares gedeputeerde eilandgedeputeerde parlementariër predikant pastoor",
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
    "producer productor productora producteur productrice havenmeester défenseure défenseur maître maîtresse "
    "psychiatrist psychiatre psiquiatra psychiater ingenieur lideresa woman "
    "femme mujer homme hombre nun religieuse monja presentator presentatrice presentadora "
    "presentador",
    "chancellor vice-chancellor provost canciller viceministro viceministra vicecanciller subsecretario subsecretaria",
    "coordonnateur coordonnatrice chargé chargée marin juriste psychologist psychologue psycholoog architect "
    "architecte arquitecto arquitecta",
    "accountant contador contadora comptable banker banquier surveyor statistician politóloga politólogo politologue",
    "politicoloog deputado diputado diputada député députée kamerlid statenlid raadslid parlementslid gezaghebber",
    "gevolmachtigde inspecteur inspectrice préfet préfète adjoint adjointe échevin échevine élu élue édile pasteur",
    "curé imam évêque archevêque archbishop cardinal obispo arzobispo bisschop aartsbisschop dominee sacerdote",
    "párroco priest councillor councilor ombudsman ombudsvrouw ombudsperson procurador procuradora fiscal prosecutor",
    "attorney magistrada magistrado cook cocinera cocinero kok driver chauffeur chofer sailor marinero marinera "
    "matroos",
    "boatbuilder mason albañil metselaar maçon plumber electrician mechanic mecánico mecánica monteur mécanicien",
    "mécanicienne tailor hairdresser peluquera coiffeuse kapster caregiver cuidadora aide-soignante verzorgende",
    "cashier caissière shopkeeper comerciante commerçante commerçant winkelier verkoopster vendedora vendedor",
    "marchand pensioner jubilado jubilada retraité retraitée gepensioneerde graduate diplomat diplomate diplomático",
    "diplomática diplomaat editor redactor redactora rédacteur rédactrice hoofdredacteur columnist columnista reporter",
    "verslaggever broadcaster filmmaker cineasta cinéaste artist artista artiste kunstenaar kunstenares dichter poeta",
    "poète writer escritor escritora schrijver schrijfster écrivain écrivaine autrice auteur novelist legislator",
    "lawmaker congresista asambleísta stagiaire pasante apprentice promotor promotora gestor gestora facilitador",
    "facilitadora animateur animatrice notaris notaire notario veterinarian vétérinaire dierenarts dentist pharmacist",
    "apotheker pharmacien pharmacienne farmacéutico farmacéutica survivor refugee refugiado refugiada réfugié réfugiée",
    "vluchteling evacuee seafarer fisherwoman capitaine capitán capitana kapitein negotiator negociador négociateur",
    "négociatrice onderhandelaar auditor controller supervisor supervisora intendant agronomist agronoom agronome",
    "agrónomo agrónoma meteorologist docente ambtenaar civil-servant banker hotelier restaurateur beekeeper imker",
    "apicultor apicultora apiculteur apicultrice trésorière rector-magnificus prorector vicerrector vicerrectora "
    "rector",
    "matron obstetrician midwife vroedvrouw partera sage-femme pediatra pédiatre paediatrician surgeon chirurg",
    "commandant commander colonel general-secretary pilot entrepreneuse empresaria empresario artesana artesano",
)
MODIFIERS = words(
    "generaal deputy vice regional executive senior junior prime general permanent chief assistant national programme "
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
    "volksgezondheid onderwijs arbeid werkgelegenheid defensie energie natuur wonen veiligheid integratie migratie",
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
    "plateforme platform plataforma collectivité collectivity chambre gouvernement coopérative communauté école "
    "observatoire organisation confédération direction mairie",
    "force forces guard police army navy policía gendarmerie armada politie brandweer bomberos pompiers congress "
    "congreso",
    "senate senado assembly asamblea assemblée tribunal diocese diocesis diocèse party partido clinic clínica "
    "clinique firm",
    "laboratory laboratorio laboratoire movement movimiento mouvement hub platform",
    "préfecture prefectura prefecture hôpital municipalité municipalidad alcaldía cancillería presidencia kabinet "
    "cabinet",
    "gabinete fiscalía parquet overheid administration administración gouvernorat",
    "ligue liga league",
    "post guardian observer tribune courier chronicle sentinel gleaner express newsday exchange bolsa bourse beurs "
    "sistema système system naciones unidas nations unies naties guild gremio gilde",
    "ltd inc plc llc limited corp shipping airlines airways registro registry registre",
    "brigade inspectie inspection inspección inspectorate gemeente ayuntamiento "
    "bibliothèque biblioteca library bibliotheek museum museo musée municipality "
    "municipio collectif collectief colectivo collective",
    "kerk parochie parroquia paroisse collegium colegio collège cercle círculo circle kring misión barreau liceo lycée "
    "kas partnership hospitaal faculty faculteit facultad faculté caisse caja migratie-instituut "
    "onderzoeksinstituut vakbond sindicato syndicat zone station radio times herald gazette",
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
NAMES_TOO = words(
    "mai julio abril april may june august mei domingo avril jeudi lundi mardi vendredi samedi dimanche sábado viernes",
    "lunes janvier juillet août septembre enero marzo mayo agosto maandag vrijdag zondag januari",
)
"""Stop words that are names where a name goes on behind them: "Julio César Abreu"."""
PLACES = words(
    "campus river beach island islands airport valley parish village hotel avenue road county peninsula archipelago",
    "auditorium theatre theater library stadium cathedral wharf",
    "plaza playa aeropuerto isla islas plage île îles aéroport luchthaven eiland strand",
)
"""What ends the name of a place, not a person's."""
_ACADEMIC = words(
    "professor profesor profesora professeur professeure hoogleraar researcher investigador investigadora chercheur"
    " chercheuse onderzoeker onderzoekster dean decano decana doyen doyenne lecturer docent fellow "
    "profesora-investigadora"
)
_PARLIAMENT = words(
    "senator senador senadora sénateur sénatrice diputado diputada député députée kamerlid statenlid parliamentarian mp"
    " parliament parlamento congresista representative"
)
_DIPLOMAT = words(
    "ambassador embajador embajadora ambassadeur ambassadrice consul cónsul consulesa attaché envoy gezant"
)
KIN_OFFICES = {
    "canciller": words("exteriores canciller"),
    **dict.fromkeys(words("premier premiership"), words("prime premier primer primera minister-president")),
    **dict.fromkeys(
        words("bewindsman bewindsvrouw bewindspersoon"), words("minister staatssecretaris minister-president")
    ),
    **dict.fromkeys(words("édile édiles élu élue"), words("maire")),
    **dict.fromkeys(words("edil edila"), words("alcalde alcaldesa")),
    **dict.fromkeys(
        words("académico académica academic universitaire catedrático catedrática wetenschapper"), _ACADEMIC
    ),
    **dict.fromkeys(
        words("judge juez jueza juge rechter"),
        words("justice judge juez jueza magistrada magistrado magistrate juge rechter"),
    ),
    **dict.fromkeys(
        words("teacher maestra maestro profesora profesor docente institutrice instituteur enseignante enseignant juf"),
        words("teacher docente maestra maestro profesor profesora professeure professeur lerares leraar schoolteacher"),
    ),
    **dict.fromkeys(words("lawmaker legislator parlementaire parlementariër parlamentario parlamentaria"), _PARLIAMENT),
    **dict.fromkeys(words("diplomat diplomate diplomático diplomática diplomaat"), _DIPLOMAT),
}
"""What else an article calls whoever holds an office."""
SURNAMES_TOO = words(
    "bakker painter dancer pastoor patron rancher waiter "
    "baker prime fisher farmer bishop cook carpenter mason porter driver singer dean major senior junior judge "
    "fellow guide"
    " page pastor merchant poet boulanger marchand maire guerrero alcalde visser boer timmerman king young planner "
    "trader"
    " first second gender founding chambers"
)
"""Occupations and the like that are surnames as well."""
_CLERGY = words(
    "fr sor fray hermana hermano sister brother sœur soeur frère zuster pater padre père father mgr monseñor mons rev"
)
KIN_TITLES = {
    **dict.fromkeys(
        words("religiosa religioso nun monk religieuse religieux monja priest sacerdote prêtre prelado"), _CLERGY
    ),
    **dict.fromkeys(words("doctor doctora docteur dokter arts médico médica médecin physician"), words("dr dra")),
    **dict.fromkeys(words("professor profesor profesora professeur hoogleraar"), words("prof pr")),
}
"""What an article calls whoever bears such a title."""
PLACE_STARTS = words(
    "saint st st. sainte san santa santo port puerto fort fuerte new nueva nuevo mount cape grand isla point"
)
PARTICLES = words(
    "’t de del della la las los van von der den ter ten da das dos du di le el bin ibn al y st. te vander 't of-"
)
