"""A flock to be counted or estimated: birds over water, or what was counted in parts of it."""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

from courses.banks.generators.base import Body, Form, Parameter, Values, picture, same
from courses.banks.generators.flock_words import Told, told_few, told_part, told_tens
from courses.banks.generators.telling import both, joined
from lms.common.drawings.flock import (
    HEIGHT,
    TURNS,
    WIDTH,
    Bird,
    flock,
    flying_bird,
    sitting_bird,
)
from lms.common.drawings.paths import number
from lms.common.languages import Pair

# Fewest and most birds of a class, and by how many per cent of the truth an answer may be off.
CLASSES: Mapping[str, tuple[int, int, int]] = {
    "few": (1, 12, 0),
    "tens": (13, 80, 10),
    "hundreds": (81, 500, 20),
}
# How many crowds, how tight they are, how different in size the birds, and of the others how many
# there are to one that counts.
LOOKS = {"easy": (0, 0.0, 0.0, 0.0), "medium": (2, 0.7, 0.2, 0.0), "hard": (3, 0.9, 0.4, 0.2)}
# Below this span a bird is drawn with a line.
SMALL = 13.0
DARK, PALE = "#22303a", "#6b7c86"


class Flock:
    """How many birds there are.

    Difficulty: from evenly scattered birds of one size to tight crowds of mixed sizes, with birds
    that sit on the water and do not count. In words: more parts, less that was counted, and other
    species among the numbers.
    """

    name = "flock"
    kind = "count"
    title: Pair = {"lt": "Paukščių būrys", "en": "A flock of birds"}
    classes: Mapping[str, Pair] = {
        "few": {"lt": "keli paukščiai (1–12)", "en": "a few birds (1–12)"},
        "tens": {"lt": "dešimtys paukščių (13–80)", "en": "tens of birds (13–80)"},
        "hundreds": {"lt": "šimtai paukščių (81–500)", "en": "hundreds of birds (81–500)"},
    }
    parameters: Sequence[Parameter] = (
        Parameter(
            name="others",
            label={
                "lt": "Sunkiose užduotyse: kiti paukščiai, kurių skaičiuoti nereikia",
                "en": "In hard items: other birds that do not count",
            },
            otherwise="some",
            choices={"some": {"lt": "yra", "en": "some"}, "none": {"lt": "nėra", "en": "none"}},
        ),
    )

    def draw(
        self, values: Values, category: str, difficulty: str, chance: random.Random, form: Form
    ) -> Body:
        low, high, _percent = CLASSES[category]
        birds = chance.randint(low, high) if category == "few" else _how_many(chance, low, high)
        others = values["others"] == "some" and difficulty == "hard"
        if form is Form.WORDS:
            tell = {"few": told_few, "tens": told_tens, "hundreds": told_part}[category]
            return _in_words(tell(chance, birds, difficulty, others=others), category)
        crowds, tight, mixed, share = LOOKS[difficulty]
        sitting = max(3, round(birds * share)) if others else 0
        made = flock(chance, birds, sitting, crowds=crowds, tight=tight, mixed=mixed)
        svg = _svg(chance, made.flying, made.sitting)
        return {
            "prompt": PROMPTS[others, category == "few"],
            "picture": picture(same(svg), _alt(category, crowds, others), WIDTH, HEIGHT),
            "explanation": _explained(birds, sitting, category),
            **counted(birds, category),
        }


def counted(birds: int, category: str) -> Body:
    """What the kind asks for."""
    percent = CLASSES[category][2]
    return {
        "answer": str(birds),
        "tolerance": "0",
        "tolerance_percent": str(percent) if percent else "",
        "unit": {},
        "least": "0",
        "most": "",
        "near": [],
    }


def _how_many(chance: random.Random, low: int, high: int) -> int:
    """Small numbers as often as large ones, in terms of how many times more they are."""
    return min(high, int(low * ((high + 1) / low) ** chance.random()))


PROMPTS: Mapping[tuple[bool, bool], Pair] = {
    (False, True): {"lt": "Kiek paukščių skrenda?", "en": "How many birds are flying?"},
    (False, False): {
        "lt": "Kiek maždaug paukščių skrenda?",
        "en": "About how many birds are flying?",
    },
    (True, True): {
        "lt": "Kiek paukščių skrenda? Tupinčių ant vandens neskaičiuokite.",
        "en": "How many birds are flying? Do not count those that sit on the water.",
    },
    (True, False): {
        "lt": "Kiek maždaug paukščių skrenda? Tupinčių ant vandens neskaičiuokite.",
        "en": "About how many birds are flying? Do not count those that sit on the water.",
    },
}


def _alt(category: str, crowds: int, others: bool) -> Pair:
    seen = [
        both(
            "Tamsūs skrendančių paukščių siluetai virš vandens.",
            "Dark outlines of flying birds over water.",
        )
    ]
    if category != "few":
        seen.append(
            both("Vietomis jie susibūrę tankiau.", "In places they crowd together.")
            if crowds
            else both("Jie pasklidę gana tolygiai.", "They are scattered rather evenly.")
        )
    if others:
        seen.append(
            both(
                "Tarp jų ant vandens tupi šviesūs paukščiai.",
                "Pale birds sit on the water between them.",
            )
        )
    return joined(seen)


def _explained(birds: int, sitting: int, category: str) -> Pair:
    parts = [both("Skrenda: {birds}.", "In flight: {birds}.", birds=birds)]
    if sitting:
        parts.append(
            both(
                "Ant vandens tupi: {sitting}; jie neskaičiuojami.",
                "On the water: {sitting}; they do not count.",
                sitting=sitting,
            )
        )
    if category == "few":
        parts.append(
            both(
                "Skaičiuokite po vieną, eidami iš kairės į dešinę, kad nė vieno nepraleistumėte.",
                "Count one by one, from left to right, so that none is left out.",
            )
        )
    elif category == "tens":
        ten = max(1, round(birds / 10))
        parts.append(
            both(
                "Suskaičiuokite dešimt, įsiminkite, kiek vietos jie užima, ir žiūrėkite, kiek kartų "
                "tai telpa būryje: čia – maždaug {ten}.",
                "Count ten, remember how much room they take, and see how many times that fits into "
                "the flock: here about {ten}.",
                ten=ten,
            )
        )
    else:
        parts.append(
            both(
                "Suskaičiuokite 50 tankioje vietoje ir 50 retoje, tada žiūrėkite, kiek kartų tokie "
                "plotai telpa būryje: čia – iš viso maždaug {times}. Tankiame būryje dažniausiai "
                "nurodoma per mažai.",
                "Count 50 in a dense place and 50 in a loose one, then see how many times such areas "
                "fit into the flock: here about {times} in all. Dense flocks are mostly "
                "underestimated.",
                times=Decimal(round(birds / 50 * 2)) / 2,
            )
        )
    return joined(parts)


def _in_words(told: Told, category: str) -> Body:
    return {
        "told": told.text,
        "prompt": told.asked,
        "explanation": told.explanation,
        **counted(told.birds, category),
    }


# --- drawn ---------------------------------------------------------------------------------------


def _svg(chance: random.Random, flying: list[Bird], sitting: list[Bird]) -> str:
    largest = max(bird.span for bird in flying)
    simple = largest < SMALL
    up = "".join(
        _at(bird) + flying_bird(round(bird.span * 10), chance.randrange(TURNS), simple=simple)
        for bird in flying
    )
    down = "".join(
        _at(bird) + sitting_bird(round(bird.span * 10), simple=simple) for bird in sitting
    )
    stroke = number(max(1.3, largest * 0.17)) if simple else "0.6"
    resting = (
        f'<path fill="#fff" stroke="{PALE}" stroke-width="{number(max(0.9, largest * 0.06))}"'
        f' stroke-linejoin="round" d="{down}"/>'
        if down
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="#e9f1f4" d="M0 0h{WIDTH}v{HEIGHT}h-{WIDTH}z"/>'
        f'<path fill="none" stroke="#cfdfe6" stroke-width="1.6" stroke-linecap="round"'
        f' d="{_waves(chance)}"/>{resting}'
        f'<path fill="{"none" if simple else DARK}" stroke="{DARK}" stroke-width="{stroke}"'
        f' stroke-linecap="round" stroke-linejoin="round" d="{up}"/>'
        f'<path fill="none" stroke="#8fa5b0" stroke-width="2"'
        f' d="M1 1h{WIDTH - 2}v{HEIGHT - 2}H1z"/></svg>'
    )


def _at(bird: Bird) -> str:
    return f"M{number(bird.x)} {number(bird.y)}"


def _waves(chance: random.Random) -> str:
    """A few ripples on the water."""
    return "".join(
        f"M{chance.randint(8, WIDTH - 70)} {12 + row * 23 + chance.randint(-4, 4)}q8-4 16 0t16 0 16 0"
        for row in range(13)
        for _ripple in range(2)
    )
