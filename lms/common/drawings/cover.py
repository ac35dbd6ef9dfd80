"""Patches of plants with soft edges, from a chance: quick to draw, and their share of the square known.

Unlike `fields.patches` nothing is searched for: the land is cut once or twice about where it should
be, and what was drawn is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from random import Random

from lms.common.drawings.fields import Grid, lines_at
from lms.common.drawings.paths import Line, Point, curve, enclosed

# Samples along a side; at the most cycles that are asked for, five of them fall on one wave.
SAMPLES = 38
DITCH = -99.0
# How far the share may be from the one that is wanted; it is measured anyway.
NEAR = 0.012
# Patches and gaps smaller than so many square units are left out.
SPECK = 14.0
# How far the points of an outline are pushed about.
FRAYED = 2.6


@dataclass(frozen=True)
class Cover:
    """outline: path data, filled by the even-odd rule.  share: of the square, as drawn.  pieces: how
    many outlines there are, of patches and of gaps.  inside, outside: points well within either."""

    outline: str
    share: float
    pieces: int
    inside: list[Point]
    outside: list[Point]


def cover(
    chance: Random, size: float, share: float, *, waves: int, cycles: tuple[float, float]
) -> Cover:
    """Patches that cover about `share` (0 to 1) of a square of this size.

    waves: how many run through each other.  cycles: fewest and most of their crests along a side;
    the more there are, the smaller and the more numerous are the patches.
    """
    values = _waves(chance, waves, cycles)
    step = size / (SAMPLES - 1)
    heights = sorted((value for row in values for value in row), reverse=True)
    grid = _fenced(values, step)
    wanted, level, measured = share, 0.0, 0.0
    rings: list[Line] = []
    for _try in range(3):
        level = heights[min(max(round(wanted * len(heights)), 1), len(heights) - 1)]
        areas = _cut(chance, grid, size, level)
        rings, measured = [ring for ring, _area in areas], sum(area for _ring, area in areas)
        measured /= size**2
        if abs(measured - share) < NEAR:
            break
        wanted += share - measured
    inside, outside = _points(chance, values, step, level)
    outline = "".join(curve(ring, closed=True) for ring in rings)
    return Cover(outline, measured, len(rings), inside, outside)


def _waves(chance: Random, waves: int, cycles: tuple[float, float]) -> list[list[float]]:
    """Heights made of waves in all directions, slower ones higher, with a little unrest."""
    made = []
    for _wave in range(waves):
        often, turned, shift = chance.uniform(*cycles), chance.uniform(0, pi), chance.uniform(0, 7)
        turn = 2 * pi * often / SAMPLES
        across, down, height = turn * cos(turned), turn * sin(turned), often**-0.7
        sines = [height * sin(across * place + shift) for place in range(SAMPLES)]
        cosines = [height * cos(across * place + shift) for place in range(SAMPLES)]
        made.append((sines, cosines, down))
    rows = []
    for place in range(SAMPLES):
        row = [chance.random() * 0.12 for _sample in range(SAMPLES)]
        for sines, cosines, down in made:
            a, b = cos(down * place), sin(down * place)
            row = [
                value + one * a + other * b
                for value, one, other in zip(row, sines, cosines, strict=True)
            ]
        rows.append(row)
    return rows


def _fenced(values: Sequence[Sequence[float]], step: float) -> Grid:
    """With a ditch round it, so that every patch closes at the frame."""
    width = len(values[0]) + 2
    rows = [[DITCH, *row, DITCH] for row in values]
    return Grid([[DITCH] * width, *rows, [DITCH] * width], step, left=-step, top=-step)


def _cut(chance: Random, grid: Grid, size: float, level: float) -> list[tuple[Line, float]]:
    """The frayed outlines at this level, each with its area, which is negative for a gap."""
    cut = []
    for ring in lines_at(grid, level)[1]:
        # Every other point is enough to pull a curve, and a third of the work.
        kept = ring[::2] if len(ring) > 9 else ring
        inner = [
            (
                min(max(x + chance.uniform(-FRAYED, FRAYED), 0.0), size),
                min(max(y + chance.uniform(-FRAYED, FRAYED), 0.0), size),
            )
            if 0 < x < size and 0 < y < size
            else (min(max(x, 0.0), size), min(max(y, 0.0), size))
            for x, y in kept
        ]
        area = enclosed(inner)
        if abs(area) > SPECK:
            cut.append((inner, area))
    return cut


def _points(
    chance: Random, values: Sequence[Sequence[float]], step: float, level: float
) -> tuple[list[Point], list[Point]]:
    """Points well inside and well outside, each a little off the net."""
    inside: list[Point] = []
    outside: list[Point] = []
    for row in range(1, SAMPLES - 1):
        for column in range(1 + row % 2, SAMPLES - 1, 2):
            above = values[row][column] - level
            if abs(above) < 0.2:
                continue
            shift = chance.random() - 0.5
            into = inside if above > 0 else outside
            into.append(((column + shift) * step, (row - shift) * step))
    return inside, outside
