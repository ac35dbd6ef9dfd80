"""Readings off instruments: thermometer, rain gauge, tape of a Secchi disc, burette.

Classes are what makes a reading hard, and not the instruments: someone who reads every scale well but
never corrects for a slanting look has one blind spot, on all of them alike. So a sitting that mixes
instruments can ask for a floor in each class, and there are four.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from courses.banks.generators.base import Body, Form, Parameter, Values, picture
from courses.banks.generators.instrument_words import explained, in_words, slips
from courses.banks.generators.scales import (
    INSTRUMENTS,
    LABELLED,
    SPACES,
    Instrument,
    Stand,
    unit_list,
)
from courses.banks.generators.telling import NBSP, both, joined, shown
from lms.common.drawings.instruments import (
    HEIGHT,
    LOOKS,
    WIDTH,
    Level,
    Scale,
    Sight,
    instrument,
)
from lms.common.languages import Pair

# How many lines the edges of a curved surface, and the crests of waves, are away from the level.
CURVED = {"easy": (2,), "medium": (2,), "hard": (1.5, 2)}
WAVES = {"easy": (2,), "medium": (3,), "hard": (3, 4)}
# How many lines the line of sight of a slanting look is off.
SLANTS = {"easy": (2, 3), "medium": (1.5, 2, 2.5), "hard": (1, 1.5)}
TENTHS = (3, 4, 6, 7)
# Lines at either end of the scale where no level stands, so that edges and waves have room.
EDGE = 6


class Instruments:
    """What an instrument shows.

    Difficulty: how many lines there are, how few of them have numbers, and how small the trap is. In
    words it is told between which lines the level stands, and where the eye was.
    """

    name = "instrument"
    kind = "reading"
    title: Pair = {"lt": "Prietaiso rodmuo", "en": "Reading an instrument"}
    classes: Mapping[str, Pair] = {
        "line": {"lt": "ties brūkšniu", "en": "on a line"},
        "between": {"lt": "tarp brūkšnių", "en": "between lines"},
        "surface": {"lt": "išlinkęs ar banguojantis paviršius", "en": "curved or moving surface"},
        "slant": {"lt": "žiūrėta įstrižai", "en": "seen at a slant"},
    }
    parameters: Sequence[Parameter] = (
        Parameter(
            name="instrument",
            label={"lt": "Prietaisas", "en": "Instrument"},
            otherwise="any",
            choices={
                "any": {"lt": "bet kuris, kaskart kitas", "en": "any, another each time"},
                **{name: one.title for name, one in INSTRUMENTS.items()},
            },
        ),
    )

    def draw(
        self, values: Values, category: str, difficulty: str, chance: random.Random, form: Form
    ) -> Body:
        name = values["instrument"]
        if name == "any":
            name = chance.choice(list(INSTRUMENTS))
        tool = INSTRUMENTS[name]
        stand = _stand(chance, tool, category, difficulty)
        body = {
            "answer": str(_plain(stand.value)),
            "division": str(stand.division),
            "tolerance": str(stand.division / 2),
            "least": tool.least,
            "units": unit_list(tool),
            "near": slips(stand),
            "explanation": explained(tool, stand),
        }
        asked = joined(
            [
                tool.asked,
                both(
                    "Įrašykite skaičių ir pasirinkite vienetą.",
                    "Write the number and choose the unit.",
                ),
            ]
        )
        if form is Form.WORDS:
            return {"told": in_words(tool, stand, difficulty), "prompt": asked, **body}
        return {"prompt": asked, "picture": _picture(tool, stand, difficulty), **body}


def _plain(value: Decimal) -> Decimal:
    """Without zeros at its end, and without a power of ten."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def _stand(chance: random.Random, tool: Instrument, category: str, difficulty: str) -> Stand:
    """Where the level stands, on which part of the scale, and how it is seen."""
    division, labelled = Decimal(tool.divisions[difficulty]), LABELLED[difficulty]
    spaces = chance.randint(*SPACES[difficulty])
    low, high = tool.seen
    first = chance.randint(int(low / division), int(high / division))
    lines = [line for line in range(EDGE, spaces - EDGE + 1) if (first + line) % labelled]
    stand = Stand(
        first=first,
        division=division,
        labelled=labelled,
        spaces=spaces,
        line=Decimal(chance.choice(lines)),
        down=tool.down,
        serial=str(chance.randint(10_000, 99_999)),
    )
    if category == "between":
        return replace(stand, line=stand.line + Decimal(chance.choice(TENTHS)) / 10)
    if category == "surface" and tool.waves:
        return replace(stand, waves=Decimal(chance.choice(WAVES[difficulty])))
    if category == "surface":
        convex = tool.convex and chance.random() < 0.5
        return replace(
            stand, curve=Decimal(str(chance.choice(CURVED[difficulty]))) * (-1 if convex else 1)
        )
    if category == "slant":
        off = Decimal(str(chance.choice(SLANTS[difficulty])))
        return replace(stand, slant=off * chance.choice((1, -1)))
    return stand


def _picture(tool: Instrument, stand: Stand, difficulty: str) -> Body:
    svg: Pair = {
        "lt": _svg(tool, stand, difficulty, "lt"),
        "en": _svg(tool, stand, difficulty, "en"),
    }
    seen = [tool.seen_as]
    if stand.slant:
        seen.append(
            both(
                "Šalia vaizdas iš šono: akis, skystis ir skalė už jo; ištisinė linija – žvilgsnis, "
                "punktyras – gulsčia linija.",
                "Beside it, a view from the side: the eye, the liquid and the scale behind it; the "
                "unbroken line is the line of sight, the broken one is level.",
            )
        )
    elif stand.curve:
        seen.append(both("Skysčio paviršius išlinkęs.", "The surface of the liquid is curved."))
    elif stand.waves:
        seen.append(
            both(
                "Vanduo banguoja; punktyrai žymi bangų viršų ir apačią.",
                "There are waves; broken lines mark their tops and their troughs.",
            )
        )
    return picture(svg, joined(seen), WIDTH, HEIGHT)


def _svg(tool: Instrument, stand: Stand, difficulty: str, language: str) -> str:
    labels = {
        line: shown(_plain(stand.at(line)), language)
        for line in range(stand.spaces + 1)
        if not (stand.first + line) % stand.labelled
    }
    middle = frozenset(
        line
        for line in range(stand.spaces + 1)
        if difficulty == "medium" and not (stand.first + line) % (stand.labelled // 2)
    )
    scale = Scale(
        stand.spaces, labels, middle, stand.down, tool.unit, f"{NUMBERED[language]}{stand.serial}"
    )
    sight = None
    if stand.slant:
        words = SIDE[language]
        sight = Sight(stand.slant > 0, float(abs(stand.slant)), words)
    look = LOOKS["mercury" if stand.curve < 0 else tool.look]
    level = Level(
        line=float(stand.seen),
        edge=float(stand.edge),
        crest=float(stand.edge) if stand.waves else None,
        trough=float(2 * stand.line - stand.edge) if stand.waves else None,
    )
    return instrument(look, scale, level, sight)


NUMBERED = {"lt": f"Nr.{NBSP}", "en": f"no.{NBSP}"}
SIDE: Mapping[str, tuple[str, str]] = {
    "lt": ("Iš šono: tie patys", "brūkšniai, didesni"),
    "en": ("From the side: the", "same lines, larger"),
}
