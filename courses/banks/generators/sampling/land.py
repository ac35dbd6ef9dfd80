"""Land with a path, a river and habitats, and what lies in every cell of it. Pure chance from a seed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, exp, hypot, pi, sin

COLUMNS, ROWS = 24, 16
FOREST, MEADOW, SCRUB, WATER, HOUSE = "f", "m", "s", "w", "h"
OPEN = FOREST + MEADOW + SCRUB
SMOOTH = 6  # cells between two knots of what changes slowly
RIVER_HALF = 0.85
# How fast what depends on distance fades, as a share of the land's breadth.
FADES = 0.2

Rows = list[list[float]]


@dataclass(frozen=True)
class Line:
    """A line along the land: where it lies across it, at each step along it."""

    middle: float
    slope: float
    swing: float
    wave: float
    phase: float
    centre: float

    def at(self, u: float) -> float:
        return (
            self.middle
            + self.slope * (u - self.centre)
            + self.swing * sin(2 * pi * u / self.wave + self.phase)
        )

    def steepness(self, u: float) -> float:
        """By how much a distance taken straight across is longer than the shortest one."""
        turn = 2 * pi * u / self.wave + self.phase
        return hypot(1, self.slope + self.swing * 2 * pi / self.wave * cos(turn))


@dataclass(frozen=True)
class Land:
    """habitats: rows from the top, a letter for each cell.  path, river: their middle lines, as
    points in cells from the upper left corner.  crossed: the cells that the path runs through, as
    (column, row) from the upper left, from 0.  upright: whether they run from top to bottom."""

    habitats: list[str]
    path: list[tuple[float, float]]
    river: list[tuple[float, float]]
    crossed: list[tuple[int, int]]
    to_path: Rows
    to_river: Rows
    breadth: int
    upright: bool


def made(chance: random.Random) -> Land:
    """Land in which path and river run alongside, one in each half."""
    upright = chance.random() < 0.5
    length, breadth = (ROWS, COLUMNS) if upright else (COLUMNS, ROWS)
    share = chance.uniform(0.16, 0.36)
    other = chance.uniform(0.72, 0.88)
    if chance.random() < 0.5:
        share, other = 1 - share, 1 - other
    path = _line(chance, length, breadth, share)
    river = _line(chance, length, breadth, other)

    def across(line: Line) -> Rows:
        """How far every cell is from the line; near enough for lines as calm as these."""
        along = [(line.at(u), line.steepness(u)) for u in range(length)]
        away = [[abs(v - at) / steep for at, steep in along] for v in range(breadth)]
        return [list(row) for row in zip(*away, strict=True)] if upright else away

    to_path, to_river = across(path), across(river)
    crossed = []
    for u in range(length):
        v = min(max(round(path.at(u)), 0), breadth - 1)
        crossed.append((v, u) if upright else (u, v))
    return Land(
        habitats=_habitats(chance, to_river, to_path, set(crossed)),
        path=_points(path, length, upright),
        river=_points(river, length, upright),
        crossed=crossed,
        to_path=to_path,
        to_river=to_river,
        breadth=breadth,
        upright=upright,
    )


def _line(chance: random.Random, length: int, breadth: int, share: float) -> Line:
    return Line(
        middle=share * (breadth - 1),
        slope=chance.uniform(-0.12, 0.12),
        swing=chance.uniform(0.4, 1.1),
        wave=chance.uniform(13, 22),
        phase=chance.uniform(0, 2 * pi),
        centre=length / 2,
    )


def _points(line: Line, length: int, upright: bool) -> list[tuple[float, float]]:
    along = [-0.5, *range(length), length - 0.5]
    points = [(u + 0.5, line.at(u) + 0.5) for u in along]
    return [(v, u) for u, v in points] if upright else points


def smooth(chance: random.Random) -> Rows:
    """Values from 0 to 1 that change slowly from cell to cell."""
    across, down = COLUMNS // SMOOTH + 2, ROWS // SMOOTH + 2
    knots = [[chance.random() for _x in range(across)] for _y in range(down)]
    # Where the first knots lie, so that they do not always fall on the edge.
    dx, dy = chance.random(), chance.random()
    columns = [_between(at / SMOOTH + dx) for at in range(COLUMNS)]
    found = []
    for row in range(ROWS):
        j, t = _between(row / SMOOTH + dy)
        upper, lower = knots[j], knots[min(j + 1, down - 1)]
        line = [a + (b - a) * t for a, b in zip(upper, lower, strict=True)]
        found.append([line[i] + (line[min(i + 1, across - 1)] - line[i]) * s for i, s in columns])
    return found


def _between(place: float) -> tuple[int, float]:
    """The knot before a place, and how far it is towards the next, without a corner at knots."""
    knot = int(place)
    t = place - knot
    return knot, t * t * (3 - 2 * t)


def _habitats(
    chance: random.Random,
    to_river: Rows,
    to_path: Rows,
    crossed: set[tuple[int, int]],
) -> list[str]:
    """Forest where a slowly changing value is high, scrub where it is low, meadow between."""
    rolling = smooth(chance)
    ranked = sorted(value for row in rolling for value in row)
    forest = ranked[round(len(ranked) * chance.uniform(0.6, 0.74))]
    scrub = ranked[round(len(ranked) * chance.uniform(0.16, 0.24))]
    rows = [
        [
            WATER
            if to_river[row][at] <= RIVER_HALF
            else FOREST
            if value > forest
            else SCRUB
            if value < scrub
            else MEADOW
            for at, value in enumerate(line)
        ]
        for row, line in enumerate(rolling)
    ]
    beside = [
        (at, row)
        for row in range(ROWS)
        for at in range(COLUMNS)
        if 1 < to_path[row][at] < 2.4 and rows[row][at] == MEADOW and (at, row) not in crossed
    ]
    for at, row in chance.sample(beside, min(len(beside), chance.randint(3, 5))):
        rows[row][at] = HOUSE
    return ["".join(line) for line in rows]


# --- what lies in it -----------------------------------------------------------------------------


def found_in(
    land: Land, category: str, chance: random.Random, low: int, high: int, more_near: bool
) -> list[list[int]]:
    """What a plot in each cell holds, whole numbers mostly from low to high.

    category: `road` and `river` depend on the distance to the path or the river, more_near saying
    which way; `patchy` lies in patches; `even` is nearly the same everywhere.
    """
    rolling = smooth(chance)
    fades = land.breadth * FADES
    shares: dict[str, Callable[[int, int], float]] = {
        "road": lambda at, row: _near(land.to_path[row][at], fades, more_near),
        "river": lambda at, row: _near(land.to_river[row][at], fades, more_near),
        "patchy": lambda at, row: _sharp(rolling[row][at]),
        "even": lambda at, row: 0.5,
    }
    share = shares[category]
    wild = {"road": 0.16, "river": 0.16, "patchy": 0.0, "even": 0.14}[category]
    spread = high - low
    return [
        [
            max(
                0,
                round(
                    low
                    + spread
                    * (
                        (1 - wild) * share(at, row)
                        + wild * rolling[row][at]
                        + 0.08 * (chance.random() - 0.5)
                    )
                ),
            )
            for at in range(COLUMNS)
        ]
        for row in range(ROWS)
    ]


def _near(away: float, fades: float, more_near: bool) -> float:
    near = exp(-away / fades)
    return near if more_near else 1 - near


def _sharp(value: float) -> float:
    """Patches: middling values are rare."""
    t = min(max((value - 0.3) / 0.4, 0), 1)
    return t * t * (3 - 2 * t)


def spread_of(values: Sequence[int]) -> float:
    """Their standard deviation."""
    mean = sum(values) / len(values)
    return float((sum((one - mean) ** 2 for one in values) / len(values)) ** 0.5)
