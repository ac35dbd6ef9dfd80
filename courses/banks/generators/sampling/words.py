"""What the sampling map says: what is looked for, what is to be done, what can be learnt from it."""

from dataclasses import dataclass

from lms.common.languages import Pair


@dataclass(frozen=True)
class Theme:
    """Something that is measured in plots. more_near: whether there is more of it near what it
    depends on.  low, high: what plots mostly hold."""

    quantity: Pair
    unit: Pair
    low: int
    high: int
    more_near: bool


def _pair(lt: str, en: str) -> Pair:
    return {"lt": lt, "en": en}


PER_CENT = _pair("%", "%")
PIECES = _pair("vnt.", "pieces")
COUNT = _pair("vnt.", "per plot")
CENTIMETRES = _pair("cm", "cm")

CLASSES: dict[str, Pair] = {
    "road": _pair("Kinta tolstant nuo tako", "Changes with distance from the path"),
    "river": _pair("Kinta tolstant nuo upės", "Changes with distance from the river"),
    "patchy": _pair("Telkiasi plotais", "Lies in patches"),
    "even": _pair("Beveik visur tiek pat", "Nearly the same everywhere"),
}

THEMES: dict[str, tuple[Theme, ...]] = {
    "road": (
        Theme(_pair("šiukšlių kiekis", "amount of litter"), PIECES, 1, 34, True),
        Theme(_pair("ištryptos žemės dalis", "share of trampled ground"), PER_CENT, 3, 70, True),
        Theme(
            _pair("žydinčių augalų padengimas", "cover of flowering plants"), PER_CENT, 4, 60, False
        ),
        Theme(_pair("žolės aukštis", "height of the grass"), CENTIMETRES, 4, 70, False),
    ),
    "river": (
        Theme(_pair("dilgėlių padengimas", "cover of nettles"), PER_CENT, 2, 75, True),
        Theme(_pair("samanų padengimas", "cover of mosses"), PER_CENT, 3, 65, True),
        Theme(_pair("sraigių skaičius", "number of snails"), COUNT, 0, 26, True),
        Theme(_pair("čiobrelių padengimas", "cover of thyme"), PER_CENT, 1, 48, False),
    ),
    "patchy": (
        Theme(_pair("dobilų padengimas", "cover of clover"), PER_CENT, 2, 80, True),
        Theme(_pair("skruzdėlynų skaičius", "number of ant nests"), COUNT, 0, 18, True),
        Theme(_pair("žemuogių padengimas", "cover of wild strawberries"), PER_CENT, 1, 55, True),
        Theme(_pair("kurmiarausių skaičius", "number of molehills"), COUNT, 0, 22, True),
    ),
    "even": (
        Theme(
            _pair("nukritusių lapų padengimas", "cover of fallen leaves"), PER_CENT, 30, 58, True
        ),
        Theme(_pair("žolės aukštis", "height of the grass"), CENTIMETRES, 22, 46, True),
        Theme(_pair("kiaulpienių skaičius", "number of dandelions"), COUNT, 8, 24, True),
        Theme(
            _pair("drėgmė dirvos paviršiuje", "moisture of the top soil"), PER_CENT, 18, 40, True
        ),
    ),
}

HABITATS: dict[str, Pair] = {
    "f": _pair("miškas", "forest"),
    "m": _pair("pieva", "meadow"),
    "s": _pair("krūmai", "scrub"),
    "w": _pair("upė", "river"),
    "h": _pair("pastatas", "building"),
}

DESIGNS: dict[str, Pair] = {
    "free": _pair("Laisvai parenkamos vietos", "Places chosen freely"),
    "random": _pair("Atsitiktinė imtis", "Random sample"),
    "stratified": _pair("Sluoksninė imtis", "Stratified sample"),
    "transect": _pair("Transekta", "Transect"),
}

ASKS: Pair = _pair(
    "**{what}: koks vidurkis visoje vietovėje?**",
    "**{what}: what is the mean over the whole area?**",
)
CLOSED: Pair = _pair(
    "Upė ir pastatai vietovei nepriskiriami. Kas yra aikštelėse, paaiškės atsakius.",
    "The river and the buildings do not belong to it. What the plots hold is shown once you have "
    "answered.",
)
TASKS: dict[str, Pair] = {
    "free": _pair(
        "Išdėstykite tyrimo aikšteles (jų reikia {n}), kiekvieną vis kitame langelyje, taip, kad "
        "kartu jos atstovautų visai vietovei.",
        "Lay {n} plots, each in a cell of its own, so that together they stand for the whole area.",
    ),
    "random": _pair(
        "Tyrimo aikštelių vietos ištrauktos burtais. Iš eilės imkite pirmąsias tinkamas "
        "(jų reikia {n}): praleiskite tas, kurios pataiko į upę ar pastatą, ir tas, kurios "
        "kartojasi. Nepatogios vietos patogesne nekeiskite.",
        "The places of the plots were drawn by lot. Going through them in order, take the first {n} "
        "that can be used: pass over those that fall into the river or on a building, and those that "
        "came before. Do not change a place because it is hard to reach.",
    ),
    "stratified": _pair(
        "Tyrimo aikštelės paskirstytos pagal buveinių plotą: {shares}. Kiekvienoje buveinėje "
        "parinkite joms vietas taip, kad jos atstovautų visai buveinei.",
        "The plots are shared out by the area of the habitats: {shares}. Choose their places in "
        "each habitat so that they stand for the whole of it.",
    ),
    "transect": _pair(
        "Nutieskite transektą: išdėstykite tyrimo aikšteles (jų reikia {n}) vienoje eilutėje arba "
        "viename stulpelyje. Kur ją pradėti ir kuria kryptimi vesti, spręskite patys.",
        "Lay a transect: {n} plots in one row or in one column. Where it begins and which way it runs "
        "is for you to decide.",
    ),
}
MAP: Pair = _pair(
    "Žemėlapis: 24 stulpeliai (x, iš kairės) ir 16 eilučių (y, iš apačios). Takas eina nuo ({path}), "
    "upė teka nuo ({river}). Aplink pieva, miškas ir krūmai; prie tako keli pastatai.",
    "A map of 24 columns (x, from the left) and 16 rows (y, from the bottom). A path runs from ({path}), "
    "a river from ({river}). Round them meadow, forest and scrub; a few buildings beside the path.",
)
TO: Pair = _pair(") iki (", ") to (")

TRUTH: Pair = _pair("Visos vietovės vidurkis – {mean}.", "The mean of the whole area is {mean}.")
LEARNT: dict[str, tuple[Pair, Pair]] = {
    "road": (
        _pair(
            "Prie tako reikšmės didesnės, toliau mažesnės: aikštelės vien prie tako rodytų per daug.",
            "Values are high near the path and low far from it: plots beside the path alone would say "
            "too much.",
        ),
        _pair(
            "Prie tako reikšmės mažesnės, toliau didesnės: aikštelės vien prie tako rodytų per mažai.",
            "Values are low near the path and high far from it: plots beside the path alone would say "
            "too little.",
        ),
    ),
    "river": (
        _pair(
            "Reikšmės didžiausios prie upės. Takas toli nuo jos, todėl aikštelės vien prie tako rodytų "
            "per mažai.",
            "Values are highest by the river. The path is far from it, so plots beside the path alone "
            "would say too little.",
        ),
        _pair(
            "Reikšmės mažiausios prie upės. Takas toli nuo jos, todėl aikštelės vien prie tako rodytų "
            "per daug.",
            "Values are lowest by the river. The path is far from it, so plots beside the path alone "
            "would say too much.",
        ),
    ),
    "patchy": (
        _pair(
            "Čia reikšmės didelės atskirais plotais, o tarp jų beveik nieko nėra: keliose gretimose "
            "aikštelėse matyti vienas plotas, o ne vietovė.",
            "There is much in patches and hardly anything between: a few neighbouring plots show one "
            "patch, not the area.",
        ),
    )
    * 2,
    "even": (
        _pair(
            "Čia beveik visur tiek pat, todėl tinka beveik bet kokia imtis. Iš anksto to nežinote, tad "
            "aikšteles išsklaidyti vis tiek saugiau.",
            "Here it is nearly the same everywhere, so nearly any sample will do. You do not know it "
            "beforehand, so spreading plots out is still safer.",
        ),
    )
    * 2,
}
HOW: dict[str, Pair] = {
    "free": _pair(
        "Aikštelės, išsklaidytos po visą žemėlapį ir esančios įvairiu atstumu nuo tako bei upės, "
        "aprėpia visus skirtumus.",
        "Plots spread over the whole map, at all distances from path and river, take in every "
        "difference.",
    ),
    "random": _pair(
        "Burtams nesvarbu, kas patogu, todėl imtis nėra šališka: vienas traukimas gali nukrypti, bet "
        "ne visada į tą pačią pusę. Pakeitus nepatogią vietą, tai prarandama.",
        "A draw does not care what is easy to reach, so it has no bias: one draw may be off, but draws "
        "are not off to one side. Whoever changes an inconvenient place loses that.",
    ),
    "stratified": _pair(
        "Kiekviena buveinė gauna tokią aikštelių dalį, kokią ploto dalį užima, todėl nė viena nelieka "
        "neapžiūrėta. Pačioje buveinėje aikšteles vis tiek reikia išsklaidyti.",
        "Every habitat has plots by its share of the area, so none is left out. Within a habitat they "
        "still have to be spread.",
    ),
    "transect": _pair(
        "Transekta, einanti skersai tako ir upės nuo krašto iki krašto, aprėpia visus atstumus; einanti "
        "išilgai mato tik vieną.",
        "A transect across path and river, from edge to edge, takes in all distances; one along them sees "
        "only one.",
    ),
}
