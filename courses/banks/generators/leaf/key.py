"""The classes of leaves, and the identification key that leads to them."""

from collections.abc import Mapping
from typing import Any

from lms.common.languages import Pair

CLASSES: Mapping[str, Pair] = {
    "entire": {"lt": "Lygiakraštis", "en": "Entire (smooth margin)"},
    "toothed": {"lt": "Dantytas arba pjūkliškas", "en": "Toothed (serrate)"},
    "lobed": {"lt": "Skiautėtas", "en": "Lobed"},
    "simple": {"lt": "Paprastasis", "en": "Simple"},
    "palmate": {"lt": "Plaštakiškai sudėtinis", "en": "Palmately compound"},
    "pinnate": {"lt": "Plunksniškai sudėtinis", "en": "Pinnately compound"},
    "opposite": {"lt": "Priešinis", "en": "Opposite"},
    "alternate": {"lt": "Pražanginis", "en": "Alternate"},
    "whorled": {"lt": "Menturinis", "en": "Whorled"},
}
ALL = "all"
# trait → the classes that are told apart by it
TRAITS: Mapping[str, tuple[str, ...]] = {
    "margin": ("entire", "toothed", "lobed"),
    "compound": ("simple", "palmate", "pinnate"),
    "arrangement": ("opposite", "alternate", "whorled"),
    ALL: tuple(name for name in CLASSES if name != "simple"),
}

_Lead = tuple[Pair, str]
# Couplets by name; a lead goes to another of them or to a class.
_COUPLETS: Mapping[str, tuple[_Lead, _Lead]] = {
    "what": (
        ({"lt": "Ūglis: stiebas su keliais lapais", "en": "A shoot: a stem with several leaves"}, "nodes"),
        ({"lt": "Vienas lapas su kotu", "en": "A single leaf on its stalk"}, "blade"),
    ),
    "nodes": (
        (
            {
                "lt": "Kiekviename aukštyje prie stiebo prisegta po vieną lapą",
                "en": "At each height one leaf is fixed to the stem",
            },
            "alternate",
        ),
        (
            {
                "lt": "Tame pačiame aukštyje prisegti du ar daugiau lapų (nukritusius skaičiuokite pagal likusį koto galą)",
                "en": "Two or more leaves are fixed at the same height (count a fallen one by what is left of its stalk)",
            },
            "pair",
        ),
    ),
    "pair": (
        ({"lt": "Tame pačiame aukštyje – du lapai", "en": "Two leaves at the same height"}, "opposite"),
        (
            {"lt": "Tame pačiame aukštyje – trys ar daugiau lapų", "en": "Three or more leaves at the same height"},
            "whorled",
        ),
    ),
    "blade": (
        (
            {
                "lt": "Lakštas padalytas į atskirus lapelius, tarp jų žalio audinio nelieka",
                "en": "The blade is divided into separate leaflets, with no green tissue left between them",
            },
            "leaflets",
        ),
        (
            {
                "lt": "Lakštas vientisas, nors ir giliai įkirptas: visas jo dalis jungia žalias audinys",
                "en": "The blade is in one piece, however deeply cut: green tissue joins all its parts",
            },
            "cuts",
        ),
    ),
    "leaflets": (
        (
            {"lt": "Visi lapeliai prisegti viename taške, koto gale", "en": "All leaflets are fixed at one point, the end of the stalk"},
            "palmate",
        ),
        (
            {"lt": "Lapeliai prisegti vienas po kito išilgai bendro koto", "en": "The leaflets are fixed one after another along a common stalk"},
            "pinnate",
        ),
    ),
    "cuts": (
        (
            {
                "lt": "Krašto įdubos siekia bent ketvirtadalį kelio iki vidurinės gyslos (arba iki lakšto pagrindo)",
                "en": "The cuts in the margin reach at least a quarter of the way to the midrib (or to the base of the blade)",
            },
            "lobed",
        ),
        ({"lt": "Įdubos mažesnės arba jų nėra", "en": "The cuts are smaller, or there are none"}, "teeth"),
    ),
    "teeth": (
        (
            {
                "lt": "Visas kraštas smulkiai įkirptas: įdubos siekia ne daugiau kaip aštuntadalį kelio iki vidurinės gyslos",
                "en": "The whole margin is finely cut, at most an eighth of the way to the midrib",
            },
            "toothed",
        ),
        (
            {
                "lt": "Kraštas be įdubų (vabzdžių apgraužtos vietos rudu pakraščiu neskaičiuojamos)",
                "en": "The margin has no cuts (what insects have eaten, with a brown rim, does not count)",
            },
            "entire",
        ),
    ),
}  # fmt: skip
_FIRST = {"margin": "cuts", "compound": "blade", "arrangement": "nodes", ALL: "what"}


def trait_of(category: str, wanted: str) -> str:
    """The trait by which an item asks: the wanted one where the class belongs to it, else its own."""
    if category in TRAITS[wanted]:
        return wanted
    return next(trait for trait, classes in TRAITS.items() if category in classes)


def couplets(trait: str) -> list[dict[str, Any]]:
    """The key for a trait, as items of the kind hold it: numbered from 1, each lead with where it
    goes to, another couplet's number or a class."""
    names = [_FIRST[trait]]
    for name in names:
        for _said, to in _COUPLETS[name]:
            if to in _COUPLETS and not (trait == "compound" and to == "cuts"):
                names.append(to)
    number = {name: str(n) for n, name in enumerate(names, 1)}
    ends = {"cuts": "simple"} if trait == "compound" else {}
    return [
        {
            "leads": [
                {"text": said, "to": number.get(to, ends.get(to, to))}
                for said, to in _COUPLETS[name]
            ]
        }
        for name in names
    ]


def way_to(category: str, key: list[dict[str, Any]]) -> str:
    """The way through the key to a class: 1b, 4a, 5b."""
    wanted, steps = category, []
    for n in range(len(key), 0, -1):
        for letter, lead in zip("ab", key[n - 1]["leads"], strict=True):
            if lead["to"] == wanted:
                steps.append(f"{n}{letter}")
                wanted = str(n)
    return ", ".join(reversed(steps))


# What a class is, for whoever chose it though it was another.
MEANS: Mapping[str, Pair] = {
    "entire": {
        "lt": "Lygiakraščio lapo krašte įdubų nėra: pirštas niekur neužkliūva.",
        "en": "An entire margin has no cuts: a finger catches nowhere.",
    },
    "toothed": {
        "lt": "Dantyto ar pjūkliško lapo kraštas smulkiai įkirptas: įdubos siekia ne daugiau kaip aštuntadalį kelio iki vidurinės gyslos.",
        "en": "A toothed margin is finely cut, at most an eighth of the way to the midrib.",
    },
    "lobed": {
        "lt": "Skiautėto lapo įdubos siekia bent ketvirtadalį kelio iki vidurinės gyslos ar lakšto pagrindo.",
        "en": "The cuts of a lobed leaf reach at least a quarter of the way to the midrib or the base of the blade.",
    },
    "simple": {
        "lt": "Paprastojo lapo lakštas vientisas: kad ir giliai įkirptas, jis nesuskyla į atskirus lapelius.",
        "en": "The blade of a simple leaf is in one piece: however deeply cut, it does not fall into leaflets.",
    },
    "palmate": {
        "lt": "Plaštakiškai sudėtinio lapo lapeliai atskiri ir visi prisegti viename taške.",
        "en": "The leaflets of a palmately compound leaf are separate, and all fixed at one point.",
    },
    "pinnate": {
        "lt": "Plunksniškai sudėtinio lapo lapeliai atskiri ir prisegti išilgai bendro koto.",
        "en": "The leaflets of a pinnately compound leaf are separate, and fixed along a common stalk.",
    },
    "opposite": {
        "lt": "Priešiniai lapai prisegti po du tame pačiame aukštyje, vienas priešais kitą.",
        "en": "Opposite leaves are fixed two at the same height, one facing the other.",
    },
    "alternate": {
        "lt": "Pražanginiai lapai prisegti po vieną, kiekvienas kitame aukštyje.",
        "en": "Alternate leaves are fixed one by one, each at another height.",
    },
    "whorled": {
        "lt": "Menturiniai lapai prisegti po tris ar daugiau tame pačiame aukštyje.",
        "en": "Whorled leaves are fixed three or more at the same height.",
    },
}
