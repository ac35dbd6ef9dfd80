"""What narrators say, each passage written for one code, and what interviewers ask before it.

In a passage {street}, {year}, {n}, {small}, {who}, {with} and {month} are filled with what the transcript is
about. A passage made to be harder has a lure: a word that seems to belong to another code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.banks.generators.interview.book import (
    CAUSE,
    EVENT,
    FEELING,
    HEARSAY,
    OBSERVATION,
    WISH,
    pair,
)
from lms.common.languages import Pair


@dataclass(frozen=True)
class Said:
    """A passage. lure: the word that points to another code; empty where none does."""

    text: Pair
    lure: Pair | None = None


@dataclass(frozen=True)
class Topic:
    """What an interview is about. streets: in the genitive in Lithuanian, as names of streets are."""

    about: Pair
    opening: Pair
    streets: Sequence[Pair]
    years: Sequence[str]
    said: Mapping[str, Sequence[Said]]


def _plain(lt: str, en: str) -> Said:
    return Said(pair(lt, en))


def _luring(lt: str, en: str, word_lt: str, word_en: str) -> Said:
    return Said(pair(lt, en), pair(word_lt, word_en))


def _street(lt: str, en: str) -> Pair:
    return pair(lt, en)


FLOOD = Topic(
    about=pair("potvynius {street} gatvėje", "floods in {street} Street"),
    opening=pair(
        "Ką pirmiausia prisimenate, kai kalbama apie potvynius?",
        "What comes to your mind first when people speak of floods?",
    ),
    streets=(
        _street("Brastos", "Brastos"),
        _street("Panerių", "Panerių"),
        _street("Jurbarko", "Jurbarko"),
        _street("Ariogalos", "Ariogalos"),
        _street("Jonavos", "Jonavos"),
    ),
    years=("1979", "1994", "2005", "2010", "2013"),
    said={
        EVENT: (
            _plain(
                "{year} metų pavasarį vanduo per naktį pakilo iki palangės. Senelius iš namų "
                "išsiplukdėme valtimi.",
                "In the spring of {year} the water rose to the window sill overnight. We took the "
                "grandparents out by boat.",
            ),
            _plain(
                "kartą, kai išėjo ledai, {street} gatvėje ledo lytis įlaužė mūsų tvorą. Stovėjome "
                "ant laiptų ir žiūrėjome.",
                "once, when the ice broke up, a floe smashed our fence in {street} Street. We stood on "
                "the steps and watched.",
            ),
            _plain(
                "{year} metais rūsyje plaukiojo stiklainiai. Su {with} {n} valandų sėmėme vandenį "
                "kibirais.",
                "in {year} jars were floating in the cellar. I spent {n} hours with {with} baling it out "
                "with buckets.",
            ),
            _luring(
                "tą {month} vakarą norėjau perstatyti dviratį aukščiau, bet nebespėjau: vanduo jį "
                "nusinešė man prieš akis.",
                "that evening in {month} I wanted to move my bicycle higher up, but it was too late: the "
                "water carried it off before my eyes.",
                "norėjau",
                "wanted",
            ),
            _luring(
                "{year} metais iš baimės pamiršome užrakinti duris. Grįžę radome virtuvėje žuvį, delno "
                "dydžio.",
                "in {year} we forgot out of fear to lock the door. When we came back there was a fish in "
                "the kitchen, as long as a hand.",
                "baimės",
                "fear",
            ),
        ),
        FEELING: (
            _plain(
                "kai po smarkaus lietaus Neris patamsėja, man iki šiol suspaudžia širdį.",
                "when the Neris turns dark after heavy rain, my heart still sinks.",
            ),
            _plain(
                "labiausiai gaila ne daiktų. Slegia bejėgiškumas: stovi ir nieko negali.",
                "It is not the things I mourn. What weighs on me is being helpless: you stand there and "
                "can do nothing.",
            ),
            _plain(
                "šioje gatvėje man gera gyventi. Prie upės ramu, net ir žinant, kokia ji būna.",
                "I am happy living in this street. By the river I feel calm, even knowing what it can be.",
            ),
            _luring(
                "nežinau kodėl, bet nuo {year} metų kaskart, kai užsnūstu lyjant, apima nerimas.",
                "I do not know why, but since {year} a dread comes over me whenever I doze off while it "
                "rains.",
                "kodėl",
                "why",
            ),
            _luring(
                "matau vandenį už lango kiekvieną pavasarį, ir kiekvieną pavasarį bijau taip pat, kaip "
                "vaikystėje.",
                "I see the water outside the window every spring, and every spring I am as frightened as I "
                "was as a child.",
                "kiekvieną pavasarį",
                "every spring",
            ),
        ),
        CAUSE: (
            _plain(
                "manau, užlieja todėl, kad aukščiau viską išasfaltavo ir vandeniui nebėra kur susigerti.",
                "I think it floods because everything higher up was paved, and the water has nowhere to "
                "soak in.",
            ),
            _plain(
                "ledai sustringa prie tilto atramų, o tada vanduo patvinsta ir eina į gatvę.",
                "The ice gets stuck at the piers of the bridge, and then the water backs up and comes into "
                "the street.",
            ),
            _plain(
                "visa bėda – seni lietaus nuotakynai: jie per siauri, kai palyja smarkiau.",
                "the trouble is the old storm drains: they are too narrow once it rains harder.",
            ),
            _luring(
                "baisiai paprasta: pievą palei upę užstatė, ir vanduo prarado vietą, kur išsilieti.",
                "it is awfully simple: the meadow by the river was built over, and the water lost the place "
                "it used to spread to.",
                "baisiai",
                "awfully",
            ),
            _luring(
                "griovius reikėdavo valyti kasmet, bet kai tuo niekas nebesirūpino, jie užako. Štai iš kur "
                "vanduo kiemuose.",
                "the ditches needed clearing every year, but once nobody saw to it they silted up. That is "
                "where the water in the yards comes from.",
                "reikėdavo",
                "needed",
            ),
        ),
        WISH: (
            _plain(
                "prie {street} gatvės reikėtų pastatyti matuoklę, kad kiekvienas matytų, kiek vanduo "
                "pakilo.",
                "there ought to be a gauge at {street} Street, so that everyone can see how far the water "
                "has risen.",
            ),
            _plain(
                "norėčiau, kad apie kylantį vandenį praneštų žinute, o ne kai jis jau prie slenksčio.",
                "I would like a text message when the water is rising, not when it is at the doorstep.",
            ),
            _plain(
                "siūlau palikti pievas palei upę neužstatytas. Tegul vanduo turi kur išsilieti.",
                "My proposal is to leave the meadows by the river free of buildings. Let the water have room "
                "to spread.",
            ),
            _luring(
                "kadangi užlieja nuo viršaus, pirmiausia tvarkykime griovius kalne, o tik paskui statykime "
                "pylimus.",
                "because the water comes from above, let us first see to the ditches on the hill, and only "
                "then build dykes.",
                "kadangi",
                "because",
            ),
            _luring(
                "{who} sako tą patį: smėlio maišai turėtų būti vietoje iš anksto, o ne vežami per potvynį.",
                "{who} says the same: sandbags should be here beforehand, not brought during the flood.",
                "sako",
                "says",
            ),
        ),
        OBSERVATION: (
            _plain(
                "ant namo kampo žymiu kiekvieno potvynio aukštį. Jau turiu {small} brūkšnius, aukščiausias "
                "man iki juosmens.",
                "I mark the height of every flood on the corner of the house. There are {small} marks now, "
                "the highest up to my waist.",
            ),
            _plain(
                "kasryt pasižiūriu į laiptus prie upės: po lietaus per parą po vandeniu dingsta dvi ar trys "
                "pakopos.",
                "every morning I look at the steps by the river: after rain two or three of them go under "
                "within a day.",
            ),
            _plain(
                "{street} gatvėje po lietaus dar {small} rytus iš eilės matau balas. Žemesniajame gale jos "
                "visada didesnės.",
                "after rain I still see puddles in {street} Street {small} mornings in a row. At the lower end "
                "they are always larger.",
            ),
            _luring(
                "kieme kas pavasarį matuoju, kiek vandens: gražiausiais metais {n} centimetrų, kitais "
                "dvigubai.",
                "each spring I measure the water in the yard: {n} centimetres in the loveliest years, twice "
                "that in others.",
                "gražiausiais",
                "loveliest",
            ),
            _luring(
                "nuo {year} metų rašau į sąsiuvinį, kada pajuda ledai: dažniausiai {month} pabaigoje.",
                "since {year} I have written down in a notebook when the ice moves: mostly at the end of "
                "{month}.",
                "nuo {year} metų",
                "since {year}",
            ),
        ),
        HEARSAY: (
            _plain(
                "manęs dar nebuvo, bet tėvai pasakodavo, kad {street} gatve plaukė malkų rietuvės.",
                "I was not born yet, but my parents used to tell how stacks of firewood floated down {street} "
                "Street.",
            ),
            _plain(
                "girdėti, kad aukščiau upėje leido vandenį iš užtvankos. Taip bent jau rašė laikraštyje.",
                "They say water was let out of the dam upstream. That, at least, is what the paper wrote.",
            ),
            _plain(
                "{who} minėjo, kad gretimame name vanduo stovėjo {n} dienų. Aš tada gyvenau kitur.",
                "{who} mentioned that the water stood for {n} days in the house next door. I lived elsewhere "
                "then.",
            ),
            _luring(
                "{year} metų pavasarį, kaip pasakojo {who}, žmones iš kiemų vežė traktoriumi. Manęs tada čia "
                "nebuvo.",
                "in the spring of {year}, as {who} told me, people were taken out of the yards by tractor. I was "
                "not here then.",
                "{year} metų pavasarį",
                "in the spring of {year}",
            ),
            _luring(
                "socialiniuose tinkluose kažkas skaičiavo, kad užlieta {n} sklypų. Ar tikrai tiek, "
                "nepasakysiu.",
                "somebody on social media counted {n} flooded plots of land. Whether it is true I cannot say.",
                "skaičiavo",
                "counted",
            ),
        ),
    },
)

HEAT = Topic(
    about=pair(
        "karštį ir pavėsį {street} gatvės stotelėse",
        "heat and shade at the stops of {street} Street",
    ),
    opening=pair(
        "Papasakokite, kaip laukiate autobuso vasarą.",
        "Tell me what it is like to wait for the bus in summer.",
    ),
    streets=(
        _street("Partizanų", "Partizanų"),
        _street("Kovo 11-osios", "Kovo 11-osios"),
        _street("Veiverių", "Veiverių"),
        _street("Ukmergės", "Ukmergės"),
        _street("Baršausko", "Baršausko"),
    ),
    years=("2018", "2019", "2021", "2023", "2024"),
    said={
        EVENT: (
            _plain(
                "{year} metų liepą stotelėje nualpo moteris. Pasodinome ją į šešėlį ir kvietėme pagalbą.",
                "in July {year} a woman fainted at the stop. We sat her down in the shade and called for help.",
            ),
            _plain(
                "kartą {n} minučių laukiau autobuso, o kai jis atvažiavo, vairuotojas man padavė savo vandenį.",
                "once I waited {n} minutes for the bus, and when it came the driver handed me his own water.",
            ),
            _plain(
                "{year} metais prieš mano akis nupjovė vienintelę liepą prie stotelės. Tą pačią dieną suolas "
                "liko saulėje.",
                "in {year} the only lime tree at the stop was felled before my eyes. That same day the bench was "
                "left in the sun.",
            ),
            _luring(
                "kadangi tą dieną nebuvo kur pasislėpti, su {with} nuėjome pėsčiomis per visą {street} gatvę.",
                "because there was nowhere to hide that day, I walked the whole of {street} Street with {with}.",
                "kadangi",
                "because",
            ),
            _luring(
                "anąkart pamačiau, kaip prie suolo prilipo vaiko sandalas: asfaltas buvo toks minkštas, kad teko "
                "traukti dviese.",
                "that time I saw a child's sandal stick by the bench: the asphalt was so soft that two of us had "
                "to pull.",
                "pamačiau",
                "saw",
            ),
        ),
        FEELING: (
            _plain(
                "stovint toje stotelėje per karštį mane ima pyktis: atrodo, apie laukiančius niekas negalvojo.",
                "standing at that stop in the heat makes me angry: it seems nobody thought of those who wait.",
            ),
            _plain(
                "bijau dėl mamos. Kai ji viena važiuoja per pietus, visą dieną nerimauju.",
                "I am afraid for my mother. When she travels alone at noon I worry all day.",
            ),
            _plain(
                "po medžiais kitoje pusėje pasijuntu kaip žmogus. Ten laukti net malonu.",
                "Under the trees on the other side I feel human again. Waiting there is even pleasant.",
            ),
            _luring(
                "{n} minučių saulėje, ir jaučiuosi bejėgiškai, lyg būčiau niekam nereikalingas daiktas.",
                "{n} minutes in the sun and I feel helpless, like a thing nobody cares about.",
                "{n} minučių",
                "{n} minutes",
            ),
            _luring(
                "pagalvoju, kad reikėtų pakentėti, bet viduje vis tiek verda apmaudas.",
                "I tell myself that one should bear it, but resentment boils in me all the same.",
                "reikėtų",
                "should",
            ),
        ),
        CAUSE: (
            _plain(
                "stotelėje taip kaista dėl to, kad aplink vien asfaltas ir stiklas, o medžių neliko.",
                "the stop gets so hot because there is only asphalt and glass round it, and no trees are left.",
            ),
            _plain(
                "stoginė permatoma, todėl saulę praleidžia, o vėją sulaiko. Išeina šiltnamis.",
                "the shelter is transparent, so it lets the sun in and keeps the wind out. What you get is a "
                "greenhouse.",
            ),
            _plain(
                "medelius pasodino į per mažas duobes. Šaknys neturi kur augti, tad ir pavėsio nėra.",
                "the young trees were planted in pits that are too small. The roots cannot grow, hence no shade.",
            ),
            _luring(
                "gražus tas naujas grindinys, bet tamsus: per dieną jis sugeria saulę, o vakare atiduoda.",
                "lovely as the new paving is, it is dark: it takes in the sun by day and gives it back in the "
                "evening.",
                "gražus",
                "lovely",
            ),
            _luring(
                "žmonės prašo suolų, bet kankinamės ne dėl jų: autobusai važiuoja retai, todėl saulėje tenka stovėti "
                "ilgai.",
                "people ask for benches, but benches are not what makes it hard: buses are few, and that is why one "
                "waits so long in the sun.",
                "prašo",
                "ask for",
            ),
        ),
        WISH: (
            _plain(
                "prie {street} gatvės stotelės pasodinčiau bent {small} medžius, iš pietų pusės.",
                "I would plant at least {small} trees at the stop in {street} Street, on the south side.",
            ),
            _plain(
                "būtų gerai, kad stoginės stogas būtų nepermatomas, o šonai atviri vėjui.",
                "it would be good if the roof of the shelter were solid and its sides open to the wind.",
            ),
            _plain(
                "prašyčiau geriamo vandens kolonėlės. Nebrangu, o vasarą ji gelbėtų.",
                "I would ask for a drinking fountain. It costs little and would be a rescue in summer.",
            ),
            _luring(
                "kad nebūtų baisu leisti vaiką vieną, autobusai per karščius turėtų važiuoti dažniau.",
                "so that nobody is afraid to let a child go alone, buses should run more often in hot spells.",
                "baisu",
                "afraid",
            ),
            _luring(
                "matau, kad kitoje pusėje pavėsio yra: perkelkite stotelę ten, ir viskas.",
                "I see that there is shade on the other side: move the stop over there, and that is that.",
                "matau",
                "I see",
            ),
        ),
        OBSERVATION: (
            _plain(
                "pasidedu termometrą ant suolo: vidurdienį jis kasdien rodo per {n} laipsnių daugiau nei kieme.",
                "I put a thermometer on the bench: at noon it shows {n} degrees more than in my yard, day "
                "after day.",
            ),
            _plain(
                "nuo vienuoliktos iki keturių šešėlio ant suolo nebūna. Žmonės glaudžiasi už reklamos stulpo.",
                "from eleven to four there is never any shade on the bench. People huddle behind the advertising "
                "post.",
            ),
            _plain(
                "skaičiuoju laukiančius: giedrą dieną pavėsyje stovi {n}, o po stogine du ar trys.",
                "I count those who wait: on a clear day {n} stand in the shade and two or three under the shelter.",
            ),
            _luring(
                "ramiausios valandos – po aštuntos vakaro: tada ant suolo paprastai telpa visi, kas laukia.",
                "the calmest hours are after eight: then everyone who waits usually fits on the bench.",
                "ramiausios",
                "calmest",
            ),
            _luring(
                "nuo {year} metų vasaros fotografuoju tą patį medelį. Jo laja vis dar siauresnė už suolą.",
                "since the summer of {year} I have photographed the same young tree. Its crown is still narrower "
                "than the bench.",
                "nuo {year} metų vasaros",
                "since the summer of {year}",
            ),
        ),
        HEARSAY: (
            _plain(
                "{who} pasakojo, kad stoginę žadėta pakeisti dar {year} metais. Iš kur žino, neklausiau.",
                "{who} told me that a new shelter was promised back in {year}. I did not ask how they knew.",
            ),
            _plain(
                "skaičiau naujienose, kad kitame mieste stotelių stogus apželdino ir ten pasidarė vėsiau.",
                "I read in the news that another town put plants on the roofs of its stops and they became cooler.",
            ),
            _plain(
                "sako, medžius iškirto dėl vamzdžių po žeme. Nežinau, man taip perdavė {who}.",
                "They say the trees were cut because of pipes underground. I do not know; {who} passed it on.",
            ),
            _luring(
                "{who} pasakojo, kaip {year} metų rugpjūtį iš stotelės žmogų išvežė į ligoninę. Savo akimis "
                "nemačiau, buvau išvykoje.",
                "{who} told me how somebody was taken to hospital from the stop in August {year}. I did not see it, "
                "I was away.",
                "{year} metų rugpjūtį",
                "in August {year}",
            ),
            _luring(
                "kažkas iš seniūnijos esą matavo, ir buvę {n} laipsnių per daug. Lapo su skaičiais nerodė.",
                "somebody from the ward office is said to have measured {n} degrees too many. Nobody showed me the "
                "figures.",
                "matavo",
                "measured",
            ),
        ),
    },
)

NOISE = Topic(
    about=pair("triukšmą prie mokyklos {street} gatvėje", "noise at the school in {street} Street"),
    opening=pair(
        "Kaip šioje gatvėje skamba paprasta diena?",
        "What does an ordinary day sound like in this street?",
    ),
    streets=(
        _street("Vaidoto", "Vaidoto"),
        _street("Studentų", "Studentų"),
        _street("Kalniečių", "Kalniečių"),
        _street("Aukštaičių", "Aukštaičių"),
        _street("Žemaičių", "Žemaičių"),
    ),
    years=("2017", "2019", "2020", "2022", "2024"),
    said={
        EVENT: (
            _plain(
                "{year} metų rugsėjį per matematikos kontrolinį po langais pradėjo kirsti asfaltą. Kontrolinį "
                "nukėlėme.",
                "in September {year} they began cutting asphalt under the windows during a mathematics test. We put "
                "the test off.",
            ),
            _plain(
                "kartą motociklas pralėkė taip garsiai, kad antroje klasėje visi vaikai pašoko. Pamoką tęsėme po "
                "{n} minučių.",
                "once a motorcycle roared past so loudly that every child in year two jumped. It was {n} minutes "
                "before we went on.",
            ),
            _plain(
                "tą {month} rytą susidūrė du automobiliai, ir signalas kaukė tol, kol išėjau į gatvę pažiūrėti.",
                "that morning in {month} two cars collided, and an alarm wailed until I went out into the street "
                "to look.",
            ),
            _luring(
                "{year} metais direktorė paprašė vairuotojo išjungti variklį. Jis išjungė, ir visas kiemas "
                "nuščiuvo.",
                "in {year} the head teacher asked a driver to switch off his engine. He did, and the whole yard fell "
                "silent.",
                "paprašė",
                "asked",
            ),
            _luring(
                "pamenu tą ramų sekmadienį, kai gatvę uždarė bėgimui: išsinešėme kėdes ir gėrėme arbatą vidury "
                "kelio.",
                "I remember that peaceful Sunday when the street was closed for a run: we carried chairs out and had "
                "tea in the middle of the road.",
                "ramų",
                "peaceful",
            ),
        ),
        FEELING: (
            _plain(
                "po pamokų mane viskas erzina. Tas gausmas lyg įsikuria galvoje.",
                "after lessons everything irritates me. The hum seems to move into my head.",
            ),
            _plain(
                "man skaudu žiūrėti, kaip vaikai per visą kiemą vieni kitiems šaukia.",
                "It hurts me to see children shouting to each other across the yard.",
            ),
            _plain(
                "kai vasarą mokykla ištuštėja ir gatvė nutyla, apima palengvėjimas.",
                "when the school empties in summer and the street goes quiet, I feel relief.",
            ),
            _luring(
                "girdžiu tą patį sunkvežimį kas rytą, ir kas rytą iš anksto įsitempiu, nors pykti seniai nebėra jėgų.",
                "I hear the same lorry every morning, and every morning I tense up before it comes, though I am too "
                "tired to be angry.",
                "kas rytą",
                "every morning",
            ),
            _luring(
                "dėl triukšmo nesiskundžiu, tik liūdna: vaikystės gatvės, kurioje girdėdavai paukščius, nebėra.",
                "because of the noise I do not complain, I am only sad: the street of my childhood, where one heard "
                "birds, is gone.",
                "dėl",
                "because of",
            ),
        ),
        CAUSE: (
            _plain(
                "triukšmą kelia tai, kad {street} gatve sunkvežimiai aplenkia spūstį didžiojoje sankryžoje.",
                "the noise comes from lorries that use {street} Street to get round the jam at the big junction.",
            ),
            _plain(
                "prie mokyklos mašinos stabdo ir vėl greitėja, o būtent greitėdamos jos garsiausios.",
                "at the school cars brake and speed up again, and speeding up is when they are loudest.",
            ),
            _plain(
                "siena kitoje gatvės pusėje lygi, todėl garsas nuo jos atsimuša tiesiai į klases.",
                "the wall across the street is smooth, so the sound bounces off it straight into the classrooms.",
            ),
            _luring(
                "sako, kalti vaikai, bet paklausykite: langai seni, viengubi, tad gatvė ir girdėti.",
                "they say the children are to blame, but just listen: the windows are old and single, and so one "
                "hears the street.",
                "sako",
                "they say",
            ),
            _luring(
                "{year} metais pakeitė eismo tvarką, ir visas srautas pasuko pro mus. Nuo to ir triukšmas.",
                "in {year} the traffic scheme changed and the whole flow turned past us. That is what the noise comes "
                "from.",
                "{year} metais",
                "in {year}",
            ),
        ),
        WISH: (
            _plain(
                "norėtųsi, kad prie mokyklos greitis būtų iki trisdešimties visą parą.",
                "I would like a limit of thirty by the school, day and night.",
            ),
            _plain(
                "pasodinkime tankią gyvatvorę palei tvorą. Vaikai patys padėtų ją prižiūrėti.",
                "Let us plant a thick hedge along the fence. The children would help to look after it.",
            ),
            _plain(
                "sunkvežimiams čia turėtų būti uždrausta iki pamokų pabaigos.",
                "lorries should be kept out of here until lessons are over.",
            ),
            _luring(
                "kas mėnesį matuojame patys, bet norėčiau, kad savivaldybė pakabintų tikrą matuoklį.",
                "we measure ourselves every month, but I would like the city to put up a proper meter.",
                "matuojame",
                "measure",
            ),
            _luring(
                "{who} pasakojo apie tylos valandą kitoje mokykloje. Įveskime tokią ir pas mus.",
                "{who} told me about a quiet hour at another school. Let us have one here too.",
                "pasakojo",
                "told me",
            ),
        ),
        OBSERVATION: (
            _plain(
                "per pertraukas su vaikais skaičiuojame sunkvežimius: tarp aštuntos ir devintos jų būna apie {n}.",
                "in the breaks we count lorries with the children: between eight and nine there are about {n}.",
            ),
            _plain(
                "telefono programėlė klasėje prie atverto lango rodo apie {n} decibelų daugiau nei prie uždaryto.",
                "the app on my phone shows about {n} decibels more in the classroom with the window open than with it "
                "shut.",
            ),
            _plain(
                "pirmadieniais garsiausia. Žymiuosi lentelėje jau {small} mėnesius, ir taip kiekvieną pirmadienį.",
                "Mondays are loudest. I have kept a table for {small} months, and it is so every Monday.",
            ),
            _luring(
                "baisiausia vieta – prie vartų: ten, kai matuojame, visada gauname daugiau nei prie sporto aikštės.",
                "the most dreadful place is by the gate: whenever we measure, we get more there than at the sports "
                "ground.",
                "baisiausia",
                "dreadful",
            ),
            _luring(
                "norisi gryno oro, bet pagal mano žurnalą langai per mėnesį atveriami {small} kartus, ir vis iš "
                "šiaurės pusės.",
                "one would like fresh air, but by my log the windows are opened {small} times a month, and always on "
                "the north side.",
                "norisi",
                "would like",
            ),
        ),
        HEARSAY: (
            _plain(
                "{who} girdėjo, kad {street} gatvę platins. Dokumentų skaityti neteko.",
                "{who} heard that {street} Street will be widened. I have not read any papers myself.",
            ),
            _plain(
                "tėvai kalba, kad vakarais čia lenktyniaujama. Aš vakarais čia nebūnu.",
                "Parents say that there are races here in the evenings. I am not here in the evenings.",
            ),
            _plain(
                "mokytojų kambaryje sakė, jog seniau prie vartų stovėjęs policijos postas. Tai buvo prieš mane.",
                "In the staff room they said there used to be a police post at the gate. That was before my time.",
            ),
            _luring(
                "{year} metų {month} mėnesį, kiek pasakojo {who}, per pamoką išdužo langas. Tada čia dar nedirbau.",
                "in {month} {year}, as {who} told it, a window broke during a lesson. I did not work here yet.",
                "{year} metų",
                "in {month} {year}",
            ),
            _luring(
                "vienas tėtis tvirtino, kad nuo triukšmo vaikams skauda galvą. Ar iš tikrųjų dėl to, iš jo žodžių "
                "nesuprasi.",
                "one father claimed that children get headaches because of the noise. From his words alone one cannot "
                "tell.",
                "nuo triukšmo",
                "because of",
            ),
        ),
    },
)

# What no code takes in, whatever the interview is about.
BESIDE: tuple[Said, ...] = (
    _plain("palaukit, uždarysiu langą, kad geriau girdėtumėte.", "wait, let me close the window so that you can hear better."),
    _plain("ar jau įrašinėjate? Tuoj, tik atsisėsiu patogiau.", "Are you recording already? One moment, let me sit down."),
    _plain("gal dar arbatos? Sausainių irgi yra.", "would you like some more tea? There are biscuits too."),
    _plain("atsiprašau, skambina telefonas. Jau, galime tęsti.", "Excuse me, the telephone. There, we can go on."),
    _plain("kur mes sustojome? Priminkite, ko klausėte.", "where were we? Remind me what you had asked."),
    _plain("mano anūkė irgi studijuoja, tik ne tai, o muziką.", "my granddaughter is a student too, though of music, not of this."),
)  # fmt: skip
BESIDE_LURING: tuple[Said, ...] = (
    _luring(
        "bijau, kad jums čia skersvėjis. Persėskite arčiau krosnies.",
        "I am afraid there is a draught where you sit. Move closer to the stove.",
        "bijau",
        "afraid",
    ),
    _luring(
        "norėčiau, kad paskui atsiųstumėte man šį įrašą. Galima paštu.",
        "I would like you to send me this recording afterwards. By post is fine.",
        "norėčiau",
        "would like",
    ),
    _luring(
        "jūsų kolegė sakė, kad užtruksime valandą. Man tinka.",
        "your colleague said it would take an hour. That suits me.",
        "sakė",
        "said",
    ),
    _luring(
        "matau, kad jūsų rašiklis neberašo. Štai, imkite maniškį.",
        "I see that your pen has run dry. Here, take mine.",
        "matau",
        "I see",
    ),
)

TOPICS: tuple[Topic, ...] = (FLOOD, HEAT, NOISE)

# What interviewers ask: nothing that tells which code the answer will have.
LEADS: tuple[Pair, ...] = (
    pair("Tęskite.", "Go on."),
    pair("Ką dar galėtumėte pasakyti?", "What else could you say?"),
    pair("Papasakokite apie tai plačiau.", "Tell me more about that."),
    pair("Aha. O toliau?", "I see. And then?"),
    pair("Grįžkime prie to, ką minėjote.", "Let us go back to what you mentioned."),
    pair("Ar norėtumėte ką pridurti?", "Would you like to add anything?"),
    pair("Kaip jums atrodo iš šalies?", "How does it look to you from here?"),
    pair("O šioje vietoje?", "And in this place?"),
    pair("Suprantu. Klausau.", "I understand. I am listening."),
    pair("Ar tai viskas, kas ateina į galvą?", "Is that all that comes to mind?"),
)
FILLERS: tuple[Pair, ...] = (
    pair("Na, ", "Well, "),
    pair("Žinote, ", "You know, "),
    pair("Tai va, ", "So, "),
    pair("Kaip čia pasakius, ", "How shall I put it, "),
    pair("Hm, ", "Hm, "),
    pair("Tiesą sakant, ", "To tell the truth, "),
)
WHO: tuple[Pair, ...] = (
    pair("kaimynė", "a neighbour"),
    pair("pusseserė", "my cousin"),
    pair("parduotuvės pardavėja", "the woman from the shop"),
    pair("bendradarbė", "a colleague"),
    pair("krikšto mama", "my godmother"),
)
# The instrumental, after „su“.
WITH: tuple[Pair, ...] = (
    pair("kaimyne", "a neighbour"),
    pair("pussesere", "my cousin"),
    pair("parduotuvės pardavėja", "the woman from the shop"),
    pair("bendradarbe", "a colleague"),
    pair("krikšto mama", "my godmother"),
)
# In the genitive: „{month} pabaigoje“, „tą {month} vakarą“.
MONTHS: tuple[Pair, ...] = (
    pair("kovo", "March"),
    pair("balandžio", "April"),
    pair("gegužės", "May"),
)
NUMBERS: tuple[str, ...] = ("11", "12", "13", "14", "15", "16", "17", "18", "19")
SMALL: tuple[Pair, ...] = (
    pair("tris", "three"),
    pair("keturis", "four"),
    pair("penkis", "five"),
    pair("šešis", "six"),
)
