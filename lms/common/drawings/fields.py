"""Rolling land from a seed, and the lines and patches cut from it at a height."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from random import Random

from lms.common.drawings.paths import (
    Line,
    Point,
    curve,
    signed_area,
    straight,
    thinned,
    thinned_ring,
)

# Every fourth contour is an index line, drawn thicker, as on a map.
INDEX = 4
# The share of a square is exact to a thousandth of a percentage point.
EXACT = 1e-5
# A grid edge is an integer; these are the four of one cell, and the directed pieces a cell holds
# for each pattern of corners above the level (top left 1, top right 2, bottom right 4, bottom
# left 8). Higher ground lies on the right of every piece, so rings are clockwise and holes are not.
TOP, RIGHT, BOTTOM, LEFT = range(4)
PIECES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((TOP, LEFT),),
    2: ((RIGHT, TOP),),
    3: ((RIGHT, LEFT),),
    4: ((BOTTOM, RIGHT),),
    6: ((BOTTOM, TOP),),
    7: ((BOTTOM, LEFT),),
    8: ((LEFT, BOTTOM),),
    9: ((TOP, BOTTOM),),
    11: ((RIGHT, BOTTOM),),
    12: ((LEFT, RIGHT),),
    13: ((TOP, RIGHT),),
    14: ((LEFT, TOP),),
}
# Two opposite corners are high: they are apart where the middle of the cell is low, else joined.
APART = {5: ((TOP, LEFT), (BOTTOM, RIGHT)), 10: ((RIGHT, TOP), (LEFT, BOTTOM))}
JOINED = {5: ((TOP, RIGHT), (BOTTOM, LEFT)), 10: ((LEFT, TOP), (RIGHT, BOTTOM))}


@dataclass(frozen=True)
class Bump:
    """A round hill (or hollow, with a negative height) that fades like a normal curve."""

    x: float
    y: float
    radius: float
    height: float


@dataclass(frozen=True)
class Grid:
    """Heights at the crossings of a square net; `values[row][column]`."""

    values: list[list[float]]
    step: float
    left: float = 0.0
    top: float = 0.0


@dataclass(frozen=True)
class Contours:
    """Path data: the lines between, and every fourth one."""

    fine: str
    index: str


@dataclass(frozen=True)
class Patches:
    """Patches that cover a known share of a square; path data, and the area measured on it."""

    outline: str
    veins: str
    share: float


def land(
    rng: Random, width: float, height: float, *, bumps: int, radii: tuple[float, float]
) -> list[Bump]:
    """Rolling land: two hills for every hollow, some with their tops outside the picture."""
    return [
        Bump(
            rng.uniform(-0.1, 1.1) * width,
            rng.uniform(-0.1, 1.1) * height,
            rng.uniform(*radii),
            rng.choice((1, 1, -1)) * rng.uniform(0.5, 1),
        )
        for _ in range(bumps)
    ]


def height_at(bumps: Sequence[Bump], x: float, y: float) -> float:
    """How high the land is at one point."""
    return sum(
        b.height * exp(-((x - b.x) ** 2 + (y - b.y) ** 2) / (2 * b.radius**2)) for b in bumps
    )


def sampled(bumps: Sequence[Bump], width: float, height: float, step: float) -> Grid:
    """Heights on a net of squares that covers the picture.

    A round bump is the product of two curves, one along each side, so that a net costs one
    exponential a row and one a column, instead of one a point.
    """
    columns, rows = int(width / step) + 2, int(height / step) + 2
    values = [[0.0] * columns for _ in range(rows)]
    for bump in bumps:
        across = _profile(bump.x, bump.radius, columns, step)
        for row, down in _profile(bump.y, bump.radius, rows, step):
            line, lift = values[row], bump.height * down
            for column, along in across:
                line[column] += lift * along
    return Grid(values, step)


def _profile(middle: float, radius: float, count: int, step: float) -> list[tuple[int, float]]:
    """(index, factor) where a bump is felt at all: four radii to either side."""
    first = max(0, int((middle - 4 * radius) / step))
    last = min(count, int((middle + 4 * radius) / step) + 2)
    return [
        (index, exp(-((index * step - middle) ** 2) / (2 * radius**2)))
        for index in range(first, last)
    ]


def lines_at(grid: Grid, level: float) -> tuple[list[Line], list[Line]]:
    """(open lines, rings) along which the land has this height: marching squares."""
    onward, crossings = _pieces(grid, level)
    follows = set(onward.values())
    open_lines = [
        [crossings[edge] for edge in _walk(onward, start)]
        for start in [edge for edge in onward if edge not in follows]
    ]
    rings = []
    while onward:
        rings.append([crossings[edge] for edge in _walk(onward, next(iter(onward)))])
    return open_lines, rings


def _walk(onward: dict[int, int], start: int) -> list[int]:
    """Follow the pieces from here, using them up; a ring does not repeat its first edge."""
    edges = [start]
    edge = onward.pop(start)
    while edge != start:
        edges.append(edge)
        if edge not in onward:
            break
        edge = onward.pop(edge)
    return edges


def _pieces(grid: Grid, level: float) -> tuple[dict[int, int], dict[int, Point]]:
    """Directed pieces from edge to edge, and the point where the level crosses each edge."""
    values, step = grid.values, grid.step
    columns = len(values[0])
    onward: dict[int, int] = {}
    crossings: dict[int, Point] = {}
    above = [bytes([value > level for value in row]) for row in values]
    for row in range(len(values) - 1):
        upper, lower = above[row], above[row + 1]
        heights, next_heights = values[row], values[row + 1]
        for column in _crossed(upper, lower):
            right = column + 1
            corners = upper[column] | upper[right] << 1 | lower[right] << 2 | lower[column] << 3
            a, b = heights[column], heights[right]
            d, c = next_heights[column], next_heights[right]
            pieces = PIECES.get(corners) or (
                JOINED[corners] if (a + b + c + d) / 4 > level else APART[corners]
            )
            # Horizontal edges are even, vertical ones odd; neighbours share them.
            here = 2 * (row * columns + column)
            edges = (here, here + 3, here + 2 * columns, here + 1)
            x, y = grid.left + column * step, grid.top + row * step
            for start, end in pieces:
                onward[edges[start]] = edges[end]
                for side in (start, end):
                    edge = edges[side]
                    if edge in crossings:
                        continue
                    if side == TOP:
                        crossings[edge] = (x + step * (level - a) / (b - a), y)
                    elif side == BOTTOM:
                        crossings[edge] = (x + step * (level - d) / (c - d), y + step)
                    elif side == LEFT:
                        crossings[edge] = (x, y + step * (level - a) / (d - a))
                    else:
                        crossings[edge] = (x + step, y + step * (level - b) / (c - b))
    return onward, crossings


def _crossed(upper: bytes, lower: bytes) -> Iterator[int]:
    """The columns of the cells of one row whose corners are not all on one side of the level.

    upper, lower: 1 where a corner is above it. As numbers, a whole row is compared at once; most
    cells are crossed by no line.
    """
    above, below = int.from_bytes(upper, "little"), int.from_bytes(lower, "little")
    differ = (above ^ (above >> 8)) | (below ^ (below >> 8)) | (above ^ below)
    # Behind the last column there is no cell.
    crossed = differ.to_bytes(len(upper), "little")[:-1]
    column = crossed.find(1)
    while column >= 0:
        yield column
        column = crossed.find(1, column + 1)


def contours(
    bumps: Sequence[Bump],
    width: float,
    height: float,
    *,
    levels: int = 15,
    step: float = 10,
    tolerance: float = 0.5,
    places: int = 1,
) -> Contours:
    """The land as a map shows it: lines at equal heights; crumbs of a few points are left out."""
    fine: list[str] = []
    index: list[str] = []
    for level, open_lines, rings in levelled(sampled(bumps, width, height, step), levels):
        into = fine if level % INDEX else index
        into += [
            curve(thinned(line, tolerance), places=places) for line in open_lines if len(line) > 4
        ]
        into += [
            curve(thinned_ring(ring, tolerance), closed=True, places=places)
            for ring in rings
            if len(ring) > 4
        ]
    return Contours("".join(fine), "".join(index))


def levelled(grid: Grid, levels: int) -> list[tuple[int, list[Line], list[Line]]]:
    """(number, open lines, rings) for equal heights between the lowest and the highest point."""
    lowest, highest = min(map(min, grid.values)), max(map(max, grid.values))
    return [
        (level, *lines_at(grid, lowest + (highest - lowest) * level / levels))
        for level in range(1, levels)
    ]


def patches(
    seed: int,
    size: float,
    share: float,
    *,
    hills: int = 26,
    step: float = 0.0,
    veins: bool = False,
) -> Patches:
    """Irregular patches that cover `share` (0 to 1) of a square of this size.

    The same land is cut at the height at which the area is right, found by bisection on the very
    outline that is drawn, so that what is seen is what is counted.
    """
    if not 0 < share < 1:
        raise ValueError(f"A share lies between 0 and 1: {share}")
    grid = _fenced(_mossy(Random(seed), size, hills), size, step or size / 72)
    low, high = 0.0, max(map(max, grid.values))
    nearest: tuple[float, float, list[Line]] = (1.0, 0.0, [])
    for _ in range(22):
        level = (low + high) / 2
        rings = _cut(grid, size, level)
        covered = sum(map(signed_area, rings)) / size**2
        nearest = min(nearest, (abs(covered - share), level, rings), key=lambda found: found[0])
        if nearest[0] < EXACT:
            break
        low, high = (level, high) if covered > share else (low, level)
    _, level, rings = nearest
    outline = "".join(straight(ring, closed=True) for ring in rings)
    share_drawn = sum(map(signed_area, rings)) / size**2
    return Patches(outline, _veins(grid, level) if veins else "", share_drawn)


def _mossy(rng: Random, size: float, hills: int) -> list[Bump]:
    """A few cushions, and many small dents that fray their edges."""
    cushions = [
        Bump(
            rng.uniform(0, size),
            rng.uniform(0, size),
            rng.uniform(0.05, 0.13) * size,
            rng.uniform(0.5, 1),
        )
        for _ in range(hills)
    ]
    dents = [
        Bump(
            rng.uniform(0, size),
            rng.uniform(0, size),
            rng.uniform(0.016, 0.04) * size,
            rng.choice((-1, 1)) * rng.uniform(0.12, 0.38),
        )
        for _ in range(170)
    ]
    return cushions + dents


def _fenced(bumps: Sequence[Bump], size: float, step: float) -> Grid:
    """The square with a deep ditch round it, so that every patch closes at the frame."""
    count = round(size / step) + 1
    inner = sampled(bumps, size, size, step).values
    ditch = -9.0
    values = [[ditch] * (count + 2)]
    values += [[ditch, *row[:count], ditch] for row in inner[:count]]
    values.append([ditch] * (count + 2))
    return Grid(values, step, left=-step, top=-step)


def _cut(grid: Grid, size: float, level: float) -> list[Line]:
    """Outlines above the level, kept inside the square; specks of a few points are left out."""
    rings = [
        thinned_ring([(_within(x, size), _within(y, size)) for x, y in ring], size / 2000)
        for ring in lines_at(grid, level)[1]
    ]
    speck = size * size * 4e-5
    return [
        [(round(x, 1), round(y, 1)) for x, y in ring]
        for ring in rings
        if abs(signed_area(ring)) > speck
    ]


def _within(value: float, size: float) -> float:
    return min(max(value, 0.0), size)


def _veins(grid: Grid, level: float) -> str:
    """Contours inside the patches, which give them body."""
    return "".join(
        curve(thinned_ring(ring, 0.8), closed=True)
        for above in (0.16, 0.36, 0.6)
        for ring in lines_at(grid, level + above)[1]
        if len(ring) > 9
    )
