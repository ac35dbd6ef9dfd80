"""A map of the land: habitats by cells, river, path and buildings, with a grid and its numbers."""

import random
from collections.abc import Sequence

from courses.banks.generators.sampling.land import (
    COLUMNS,
    FOREST,
    HOUSE,
    MEADOW,
    ROWS,
    SCRUB,
    WATER,
    Land,
)
from lms.common.drawings.paths import curve, number
from lms.common.drawings.revealed import CELL, INK, LEFT, TOP, axes
from lms.common.drawings.svg import NAMESPACE

WIDTH, HEIGHT = LEFT + COLUMNS * CELL + 12, TOP + ROWS * CELL + 28
ROUND = 9
FILLS = {FOREST: "#c6dba8", SCRUB: "#dfe0b4", WATER: "#b5d5e6"}
GROUND, TREES, SHRUBS, GRASS, WALLS = "#eff3df", "#57783a", "#8d8f4b", "#a9b98a", "#7a5f50"
# (where the pen goes) for one sign in the middle of a cell.
TREE = "m0-6l4.5 8.5h-9zm-.8 8.5h1.6v3h-1.6z"
SHRUB = "m-3 0a3 3 0 0 1 6 0z"
TUFT = "m-3-3l2 5m1-6v6m3-5l-2 5"


def drawn(land: Land, chance: random.Random) -> str:
    """The whole map; without words, so the same in every language."""
    whole = f"M{LEFT} {TOP}h{COLUMNS * CELL}v{ROWS * CELL}h-{COLUMNS * CELL}z"
    habitats = "".join(
        f'<path fill="{fill}" fill-rule="evenodd" d="{outline(land.habitats, letter)}"/>'
        for letter, fill in FILLS.items()
    )
    path = curve([_at(x, y) for x, y in _inside(land.path)])
    grid = "".join(
        f"M{LEFT + at * CELL} {TOP}v{ROWS * CELL}" for at in range(1, COLUMNS)
    ) + "".join(f"M{LEFT} {TOP + row * CELL}h{COLUMNS * CELL}" for row in range(1, ROWS))
    return (
        f'<svg {NAMESPACE} viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="#fff" d="M0 0h{WIDTH}v{HEIGHT}H0z"/><path fill="{GROUND}" d="{whole}"/>'
        f"{habitats}{_signs(land, chance)}{_houses(land)}"
        f'<path fill="none" stroke="{INK}" stroke-width=".7" opacity=".16" d="{grid}"/>'
        f'<path fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round" d="{path}"/>'
        f'<path fill="none" stroke="#6d3f1d" stroke-width="3" stroke-dasharray="8 4" d="{path}"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="1.2" d="{whole}"/>'
        f"{axes(COLUMNS, ROWS)}</svg>"
    )


def _at(x: float, y: float) -> tuple[float, float]:
    return LEFT + x * CELL, TOP + y * CELL


def _inside(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(min(max(x, 0), COLUMNS), min(max(y, 0), ROWS)) for x, y in points]


def _signs(land: Land, chance: random.Random) -> str:
    """Trees, shrubs and tufts of grass, each a little off the middle of its cell."""
    signs: dict[str, list[str]] = {FOREST: [], SCRUB: [], MEADOW: [], WATER: []}
    often = {FOREST: 0.85, SCRUB: 0.7, MEADOW: 0.22, WATER: 0.3}
    shapes = {FOREST: TREE, SCRUB: SHRUB, MEADOW: TUFT, WATER: "m-5 0q2.5-3 5 0t5 0"}
    crossed = set(land.crossed)
    for row, letters in enumerate(land.habitats):
        for at, letter in enumerate(letters):
            if letter not in signs or (at, row) in crossed or chance.random() > often[letter]:
                continue
            x, y = _at(at + 0.5, row + 0.5)
            dx, dy = chance.uniform(-3, 3), chance.uniform(-2.5, 2.5)
            signs[letter].append(f"M{number(x + dx)} {number(y + dy)}{shapes[letter]}")
    return (
        f'<path fill="{TREES}" d="{"".join(signs[FOREST])}"/>'
        f'<path fill="{SHRUBS}" d="{"".join(signs[SCRUB])}"/>'
        f'<path fill="none" stroke="{GRASS}" stroke-width="1.1" d="{"".join(signs[MEADOW])}"/>'
        f'<path fill="none" stroke="#6fa3bf" stroke-width="1.2" d="{"".join(signs[WATER])}"/>'
    )


def _houses(land: Land) -> str:
    """Buildings with a ridge, so that they read as roofs."""
    roofs, ridges = "", ""
    for row, letters in enumerate(land.habitats):
        for at, letter in enumerate(letters):
            if letter == HOUSE:
                x, y = LEFT + at * CELL, TOP + row * CELL
                roofs += f"M{x + 2} {y + 3}h16v14h-16z"
                ridges += f"M{x + 2} {y + 10}h16"
    return (
        f'<path fill="{WALLS}" d="{roofs}"/>'
        f'<path fill="none" stroke="#fff" stroke-width="1.2" d="{ridges}"/>'
    )


def outline(habitats: Sequence[str], letter: str) -> str:
    """Path data round all cells of a letter, along their edges, with round corners."""
    steps: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, letters in enumerate(habitats):
        for at, one in enumerate(letters):
            if one != letter:
                continue
            for dx, dy, start, end in (
                (0, -1, (at, row), (at + 1, row)),
                (1, 0, (at + 1, row), (at + 1, row + 1)),
                (0, 1, (at + 1, row + 1), (at, row + 1)),
                (-1, 0, (at, row + 1), (at, row)),
            ):
                x, y = at + dx, row + dy
                beside = habitats[y][x] if 0 <= x < COLUMNS and 0 <= y < ROWS else ""
                if beside != letter:
                    steps.setdefault(start, []).append(end)
    rings = []
    while steps:
        first = place = next(iter(steps))
        ring = []
        while True:
            ring.append(place)
            after = steps[place].pop()
            if not steps[place]:
                del steps[place]
            place = after
            if place == first:
                break
        rings.append(_rounded(_corners(ring)))
    return "".join(rings)


def _corners(ring: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ring without the points at which it goes straight on."""
    return [
        here
        for before, here, after in zip(
            [ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]], strict=True
        )
        if (here[0] - before[0], here[1] - before[1]) != (after[0] - here[0], after[1] - here[1])
    ]


def _rounded(corners: Sequence[tuple[int, int]]) -> str:
    """Round, except at the edge of the map."""
    parts: list[str] = []
    for before, here, after in zip(
        [corners[-1], *corners[:-1]], corners, [*corners[1:], corners[0]], strict=True
    ):
        x, y = LEFT + here[0] * CELL, TOP + here[1] * CELL
        pen = "L" if parts else "M"
        if here[0] in (0, COLUMNS) or here[1] in (0, ROWS):
            parts.append(f"{pen}{x} {y}")
            continue
        (ax, ay), (bx, by) = _towards(here, before), _towards(here, after)
        parts.append(f"{pen}{x + ax} {y + ay}Q{x} {y} {x + bx} {y + by}")
    return f"{''.join(parts)}z"


def _towards(here: tuple[int, int], there: tuple[int, int]) -> tuple[int, int]:
    """A short way from one corner towards the next."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    return (dx > 0) * ROUND - (dx < 0) * ROUND, (dy > 0) * ROUND - (dy < 0) * ROUND
