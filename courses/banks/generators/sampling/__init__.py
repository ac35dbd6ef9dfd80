"""Sampling maps: an area with something hidden in it, of which plots are to tell the mean."""

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

from courses.banks.generators.base import Body, Form, Parameter, Values, picture, same
from courses.banks.generators.pairs import both
from courses.banks.generators.sampling import words
from courses.banks.generators.sampling.drawing import HEIGHT, WIDTH, drawn
from courses.banks.generators.sampling.land import (
    COLUMNS,
    HOUSE,
    OPEN,
    ROWS,
    WATER,
    Land,
    found_in,
    made,
    spread_of,
)
from lms.common.drawings.revealed import CELL, LEFT, TOP
from lms.common.languages import Pair, text

FREE, RANDOM, STRATIFIED, TRANSECT = "free", "random", "stratified", "transect"
# Fewer plots say less, so where they lie matters more.
PLOTS = {"easy": 10, "medium": 8, "hard": 6}
# Following a draw, more of them are more work, and so are those that cannot be used.
DRAWN = {"easy": (6, 1), "medium": (8, 3), "hard": (10, 5)}
# The error that is allowed, in standard errors of as many plots laid by pure chance.
ALLOWED = {"easy": 2.0, "medium": 1.6, "hard": 1.3}
# One line sees less of an area than plots all over it.
LINE = 1.35
SPARE = 2


class SamplingMap:
    """An area of 24 × 16 cells. The truth is the mean over every cell in which a plot can lie; each
    holds a whole number, so it is exact."""

    name = "sampling-map"
    kind = "plots"
    title: Pair = {"lt": "Imties sudarymas žemėlapyje", "en": "Sampling on a map"}
    classes: Mapping[str, Pair] = words.CLASSES
    parameters: Sequence[Parameter] = (
        Parameter(
            name="design",
            label={"lt": "Imties sudarymo būdas", "en": "How the sample is made"},
            otherwise=FREE,
            choices=words.DESIGNS,
        ),
    )

    def draw(
        self,
        values: Values,
        category: str,
        difficulty: str,
        chance: random.Random,
        form: Form,
    ) -> Body:
        design = str(values["design"])
        land = made(chance)
        theme = chance.choice(words.THEMES[category])
        held = found_in(land, category, chance, theme.low, theme.high, theme.more_near)
        inside = [
            value
            for row, letters in zip(held, land.habitats, strict=True)
            for value, letter in zip(row, letters, strict=True)
            if letter in OPEN
        ]
        n = DRAWN[difficulty][0] if design == RANDOM else PLOTS[difficulty]
        shares = _shares(land, n)
        body: Body = {
            "design": design,
            "plots": n,
            "field": [" ".join(map(str, row)) for row in held],
            "habitats": land.habitats,
            "strata": [
                {"key": letter, "name": words.HABITATS[letter], "plots": shares[letter]}
                for letter in OPEN
                if any(letter in row for row in land.habitats)
            ],
            "closed": [{"key": key, "name": words.HABITATS[key]} for key in (WATER, HOUSE)],
            "path": [f"{x + 1} {ROWS - y}" for x, y in land.crossed],
            "drawn": _lots(land, chance, *DRAWN[difficulty]) if design == RANDOM else [],
            "tolerance": _tolerance(inside, n, ALLOWED[difficulty], design),
            "unit": theme.unit,
            "quantity": theme.quantity,
            "prompt": _prompt(theme, design, n, shares),
            "explanation": _explanation(theme, category, design, inside),
        }
        if form is Form.PICTURE:
            body["picture"] = picture(same(drawn(land, chance)), _alt(land), WIDTH, HEIGHT)
            body["frame"] = {"x": LEFT, "y": TOP, "cell": CELL}
        return body


def _shares(land: Land, n: int) -> dict[str, int]:
    """How many of n plots each habitat has by its area, at least one; the largest rests round up."""
    areas = {letter: sum(row.count(letter) for row in land.habitats) for letter in OPEN}
    areas = {letter: area for letter, area in areas.items() if area}
    whole = sum(areas.values())
    shares = {letter: max(1, n * area // whole) for letter, area in areas.items()}
    for letter in sorted(areas, key=lambda one: n * areas[one] % whole, reverse=True):
        if sum(shares.values()) < n:
            shares[letter] += 1
    return shares


def _lots(land: Land, chance: random.Random, n: int, useless: int) -> list[str]:
    """Cells drawn by lot, among which so many cannot be used, and a few more than are needed."""
    cells = [
        (x + 1, ROWS - row, letters[x] in OPEN)
        for row, letters in enumerate(land.habitats)
        for x in range(COLUMNS)
    ]
    lots = [(x, y) for x, y, is_open in chance.sample(cells, len(cells)) if is_open]
    lots = lots[: n + SPARE]
    closed = [(x, y) for x, y, is_open in cells if not is_open]
    # One repeats, and the others fall where no plot can lie; all of them before the last one needed.
    for lot in chance.sample(closed, useless - useless // 3):
        lots.insert(chance.randrange(n - 1), lot)
    for _again in range(useless // 3):
        first = chance.randrange(n // 2)
        lots.insert(chance.randrange(first + 1, n - 1), lots[first])
    return [f"{x} {y}" for x, y in lots]


def _tolerance(inside: Sequence[int], n: int, allowed: float, design: str) -> str:
    error = allowed * spread_of(inside) / n**0.5 * (LINE if design == TRANSECT else 1)
    return f"{max(error, 0.5):.1f}"


def _prompt(theme: words.Theme, design: str, n: int, shares: dict[str, int]) -> Pair:
    def said(code: str) -> str:
        what = text(theme.quantity, code)
        what = f"{what[:1].upper()}{what[1:]} ({text(theme.unit, code)})"
        parts = ", ".join(
            f"{text(words.HABITATS[letter], code)} – {share}" for letter, share in shares.items()
        )
        task = text(words.TASKS[design], code).format(n=n, shares=parts)
        return f"{text(words.ASKS, code).format(what=what)} {task} {text(words.CLOSED, code)}"

    return both(said)


def _explanation(theme: words.Theme, category: str, design: str, inside: Sequence[int]) -> Pair:
    mean = f"{Decimal(sum(inside)) / Decimal(len(inside)):.1f}"

    def said(code: str) -> str:
        unit = text(theme.unit, code)
        gap = "" if (unit, code) == ("%", "en") else "\u00a0"
        number = mean.replace(".", ",") if code == "lt" else mean
        truth = text(words.TRUTH, code).format(mean=f"{number}{gap}{unit}".rstrip("."))
        learnt = words.LEARNT[category][0 if theme.more_near else 1]
        return f"{truth} {text(learnt, code)} {text(words.HOW[design], code)}"

    return both(said)


def _alt(land: Land) -> Pair:
    """Where path and river enter the map and leave it."""

    def said(code: str) -> str:
        ends = {
            name: text(words.TO, code).join(_cell(line[at]) for at in (0, -1))
            for name, line in (("path", land.path), ("river", land.river))
        }
        return text(words.MAP, code).format(**ends)

    return both(said)


def _cell(point: tuple[float, float]) -> str:
    x, y = (min(max(int(at), 0), most - 1) for at, most in zip(point, (COLUMNS, ROWS), strict=True))
    return f"{x + 1}; {ROWS - y}"
