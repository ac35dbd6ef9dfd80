"""A leaf or a shoot in words and measures, for those who cannot see it; and why it is what it is.

The description gives what somebody would measure, and leaves the naming to the key.
"""

import random
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from courses.banks.generators.leaf.blade import HANDS, Blade
from courses.banks.generators.leaf.growing import EASY, Grown, Leaf, Stem
from courses.banks.generators.leaf.key import ALL
from lms.common.languages import Pair

PROMPTS: dict[str, Pair] = {
    "margin": {"lt": "Koks šio lapo kraštas?", "en": "What is the margin of this leaf like?"},
    "compound": {"lt": "Kokios sandaros šis lapas?", "en": "How is this leaf built?"},
    "arrangement": {
        "lt": "Kaip lapai išsidėstę ant stiebo?",
        "en": "How are the leaves arranged on the stem?",
    },
    ALL: {
        "lt": "Kas tai pagal apibūdinimo raktą?",
        "en": "What is this, by the identification key?",
    },
}
TABLE_PART = {
    "lt": "| Žalia dalis | Nuo koto pradžios iki jos, mm | Jos ilgis, mm |\n|---|---:|---:|\n",
    "en": "| Green part | From the foot of the stalk to it, mm | Its length, mm |\n|---|---:|---:|\n",
}
TABLE_LEAF = {
    "lt": "| Lapas | Aukštis virš pjūvio, mm | Kryptis aplink stiebą, ° |\n|---|---:|---:|\n",
    "en": "| Leaf | Height above the cut, mm | Direction round the stem, ° |\n|---|---:|---:|\n",
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTU"


def said(value: float, language: str, places: int = 1) -> str:
    """A number as the language writes it."""
    told = str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return told.replace(".", ",") if language == "lt" else told


def alt(grown: Grown) -> Pair:
    """What there is to look at."""
    if isinstance(grown.plant, Stem):
        return {
            "lt": "Ūglio piešinys: stiebas su lapais ir pumpurais ant balto popieriaus. Apačioje – mastelio brūkšnys.",
            "en": "A drawing of a shoot: a stem with leaves and buds on white paper. At the bottom, a bar for the scale.",
        }
    return {
        "lt": "Lapo piešinys: kotas, lakštas ir gyslos ant balto popieriaus. Apačioje – mastelio brūkšnys.",
        "en": "A drawing of a leaf: stalk, blade and veins on white paper. At the bottom, a bar for the scale.",
    }


def description(grown: Grown, difficulty: str, chance: random.Random) -> Pair:
    """Markdown, the same measures in both languages."""
    plant = grown.plant
    if isinstance(plant, Stem):
        return _shoot(plant, difficulty, chance)
    return (
        _divided(plant, difficulty, chance) if plant.blade is None else _whole(plant, plant.blade)
    )


# --- one blade -----------------------------------------------------------------------------------


def _whole(leaf: Leaf, blade: Blade) -> Pair:
    size = {
        "lt": "- Vienas lapas: lakštas {long}\u00a0mm ilgio, kotas {stalk}\u00a0mm.",
        "en": "- A single leaf: blade {long}\u00a0mm long, stalk {stalk}\u00a0mm.",
    }
    made: Pair = {}
    for code in ("lt", "en"):
        lines = [
            size[code].format(long=said(blade.length, code), stalk=said(leaf.stalk, code)),
            *_edge(blade, code),
            *_eaten(leaf, blade, code),
        ]
        made[code] = "\n".join(lines)  # type: ignore[literal-required]
    return made


def _edge(blade: Blade, code: str) -> list[str]:
    """What the margin measures; of a hand, round the end of the stalk."""
    edge = blade.edge
    half = blade.width / 2
    if edge.form == "hand":
        lengths = [blade.length * long for _way, long in HANDS[edge.count]]
        feet = [(1 - edge.depth) * min(pair) for pair in pairwise(lengths)]
        told = {
            "lt": "- Kelios gyslos eina iš vieno taško, lakšto pagrindo. Iki toliausių krašto vietų nuo jo {tips}\u00a0mm.\n"
            "- Krašto įdubų: {count}. Nuo lakšto pagrindo iki jų dugno – {feet}\u00a0mm; tiek ten ir žalio audinio.",
            "en": "- Several veins start from one point, the base of the blade. From there to where the margin is farthest: {tips}\u00a0mm.\n"
            "- Cuts in the margin: {count}. From the base of the blade to their bottom: {feet}\u00a0mm, all of it green tissue.",
        }
        return [
            told[code].format(
                tips="; ".join(said(one, code, 0) for one in lengths),
                feet="; ".join(said(one, code, 0) for one in feet),
                count=edge.count - 1,
            )
        ]
    wide = {
        "lt": "- Viena vidurinė gysla. Plačiausioje vietoje nuo jos iki krašto {half}\u00a0mm.",
        "en": "- One midrib. At the widest place it is {half}\u00a0mm from there to the margin.",
    }
    lines = [wide[code].format(half=said(half, code))]
    if not edge.count:
        told = {
            "lt": "- Pridėjus liniuotę, kraštas nuo tolygios linijos niekur nenukrypsta daugiau kaip 0,1\u00a0mm.",
            "en": "- Held against a ruler, the margin nowhere leaves an even line by more than 0.1\u00a0mm.",
        }
        return [*lines, told[code]]
    deep = half * edge.depth
    told = {
        "lt": "- Krašto įdubų vienoje pusėje: {count}. Plačiausioje vietoje jų gylis {deep}\u00a0mm, tarp įdubos dugno ir vidurinės gyslos – {left}\u00a0mm žalio audinio.",
        "en": "- Cuts in the margin on one side: {count}. At the widest place they are {deep}\u00a0mm deep, with {left}\u00a0mm of green tissue between their bottom and the midrib.",
    }
    # Teeth stand outside the even line; lobes reach it.
    left = half - deep if edge.is_lobed else half
    if not edge.is_lobed:
        lines = [wide[code].format(half=said(half + deep, code))]
    return [
        *lines,
        told[code].format(count=edge.count, deep=said(deep, code), left=said(left, code)),
    ]


def _eaten(leaf: Leaf, blade: Blade, code: str) -> list[str]:
    if not leaf.eaten:
        return []
    told = {
        "lt": "- Vabzdžių apgraužtų vietų rudu pakraščiu: {count}; didžiausia {deep}\u00a0mm pločio.",
        "en": "- Places eaten by insects, with a brown rim: {count}; the largest {deep}\u00a0mm wide.",
    }
    return [told[code].format(count=leaf.eaten, deep=said(blade.length * 0.13, code, 0))]


# --- tables --------------------------------------------------------------------------------------


def _divided(leaf: Leaf, difficulty: str, chance: random.Random) -> Pair:
    lead = {
        "lt": "Nuo stiebo atsišakoja vienas kotas, pumpuras yra tik prie jo pradžios. Prie koto prisegta žalių dalių: {count}; tarp jų žalio audinio nėra.\n\n",
        "en": "One stalk leaves the stem, with a bud only at its foot. Green parts fixed to the stalk: {count}; there is no green tissue between them.\n\n",
    }
    parts = sorted(leaf.leaflets, key=lambda one: (one.at, -one.way))
    if difficulty != EASY:
        chance.shuffle(parts)
    made: Pair = {}
    for code in ("lt", "en"):
        rows = "".join(
            f"| {LETTERS[n]} | {said(leaf.stalk + one.at, code)} | {said(one.blade.length, code, 0)} |\n"
            for n, one in enumerate(parts)
        )
        made[code] = lead[code].format(count=len(parts)) + TABLE_PART[code] + rows  # type: ignore[literal-required]
    return made


def _shoot(stem: Stem, difficulty: str, chance: random.Random) -> Pair:
    lead = {
        "lt": "Nupjautas ūglis, {long}\u00a0mm ilgio. Kur prisegtas kiekvienas lapas:\n\n",
        "en": "A shoot was cut, {long}\u00a0mm long. Where each leaf is fixed:\n\n",
    }
    left = {"lt": " (likęs tik koto galas)", "en": " (only the foot of its stalk is left)"}
    places = [
        (height, round(way) % 360, (n, k) in stem.gone)
        for n, (height, ways) in enumerate(stem.nodes)
        for k, way in enumerate(ways)
    ]
    if difficulty != EASY:
        chance.shuffle(places)
    made: Pair = {}
    for code in ("lt", "en"):
        rows = "".join(
            f"| {LETTERS[n]}{left[code] if gone else ''} | {said(height, code)} | {way} |\n"
            for n, (height, way, gone) in enumerate(places)
        )
        long = said(stem.length * 1.06, code, 0)
        made[code] = lead[code].format(long=long) + TABLE_LEAF[code] + rows  # type: ignore[literal-required]
    return made


# --- why -----------------------------------------------------------------------------------------


def reason(category: str, grown: Grown) -> Pair:
    """How one could have seen it."""
    plant = grown.plant
    count = depth = 0
    if isinstance(plant, Stem):
        count = len(plant.nodes[0][1])
    elif plant.blade is None:
        count = len(plant.leaflets)
    else:
        edge = plant.blade.edge
        count = edge.count
        # Of teeth, from their tips.
        depth = round(100 * (edge.depth if edge.is_lobed else edge.depth / (1 + edge.depth)))
    told = REASONS[category]
    return {
        "lt": told["lt"].format(count=count, depth=f"{depth}\u00a0%"),
        "en": told["en"].format(count=count, depth=f"{depth}%"),
    }


REASONS: dict[str, Pair] = {
    "entire": {
        "lt": "Lapas **lygiakraštis**: jo krašte įdubų nėra. Apgraužtas vietas išduoda rudas pakraštys.",
        "en": "The margin is **entire**: it has no cuts. What insects have eaten shows by its brown rim.",
    },
    "toothed": {
        "lt": "Lapas **dantytas** (jei dantys pasvirę į viršūnę – pjūkliškas, jei apvalūs – karbuotas): visas kraštas įkirptas, bet įdubos siekia tik apie {depth} kelio iki vidurinės gyslos.",
        "en": "The margin is **toothed** (serrate where the teeth lean forward, crenate where they are round): it is cut all along, but only about {depth} of the way to the midrib.",
    },
    "lobed": {
        "lt": "Lapas **skiautėtas**: įdubos siekia apie {depth} kelio iki vidurinės gyslos ar lakšto pagrindo, o riba – 25\u00a0%.",
        "en": "The leaf is **lobed**: the cuts reach about {depth} of the way to the midrib or the base of the blade, and the limit is 25%.",
    },
    "simple": {
        "lt": "Lapas **paprastasis**: kad ir kaip įkirptas, lakštas lieka vientisas, visas jo dalis jungia žalias audinys.",
        "en": "The leaf is **simple**: however it is cut, its blade stays in one piece, and green tissue joins all parts.",
    },
    "palmate": {
        "lt": "Lapas **plaštakiškai sudėtinis**: lapelių skaičius – {count}, ir visi prisegti viename taške, koto gale.",
        "en": "The leaf is **palmately compound**: it has {count} leaflets, all fixed at one point, the end of the stalk.",
    },
    "pinnate": {
        "lt": "Lapas **plunksniškai sudėtinis**: lapelių skaičius – {count}, ir jie prisegti vienas po kito išilgai bendro koto.",
        "en": "The leaf is **pinnately compound**: it has {count} leaflets, fixed one after another along a common stalk.",
    },
    "opposite": {
        "lt": "Lapai **priešiniai**: tame pačiame aukštyje prisegti du, vienas priešais kitą. Nukritusį lapą išduoda koto galas.",
        "en": "The leaves are **opposite**: two are fixed at the same height, one facing the other. The foot of its stalk tells of a fallen one.",
    },
    "alternate": {
        "lt": "Lapai **pražanginiai**: kiekvienas prisegtas kitame aukštyje, net jei du atsiduria netoli vienas kito.",
        "en": "The leaves are **alternate**: each is fixed at another height, even where two stand near each other.",
    },
    "whorled": {
        "lt": "Lapai **menturiniai**: tame pačiame aukštyje jų prisegta po {count}.",
        "en": "The leaves are **whorled**: {count} of them are fixed at the same height.",
    },
}
