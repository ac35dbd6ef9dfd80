"""Strokes and shapes put down in millimetres, and then turned, fitted to the paper and written as SVG.

A point is a complex number; the real axis runs to the right, the imaginary one down.
"""

import cmath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

Point = complex
# M and one point, L and one, Q and two, C and three; Z closes.
Step = tuple[str, tuple[Point, ...]]
Path = list[Step]

SIDE = 360
MARGIN = 22
# Where the scale stands, below everything else.
FOOT = 30
PAPER = "#fffefa"
INK = "#2b3327"


@dataclass
class Sketch:
    """What has been put down so far. bounds: points that have to lie on the paper."""

    drawn: list[tuple[Path, str]] = field(default_factory=list)
    bounds: list[Point] = field(default_factory=list)

    def put(self, path: Path, style: str, *, fits: bool = False) -> None:
        """style: presentation attributes, widths in units of the view box."""
        self.drawn.append((path, style))
        if fits:
            self.bounds += [points[-1] for _sign, points in path if points]

    def markup(self, turned: float) -> str:
        """The whole drawing, turned by so many radians, with a scale of one or two centimetres."""
        way = cmath.rect(1, turned)
        spots = [point * way for point in self.bounds]
        left, right = min(z.real for z in spots), max(z.real for z in spots)
        top, bottom = min(z.imag for z in spots), max(z.imag for z in spots)
        room = SIDE - 2 * MARGIN
        scale = min(room / (right - left), (room - FOOT) / (bottom - top))
        middle = complex(left + right, top + bottom) / 2
        centre = complex(SIDE, SIDE - FOOT) / 2
        shift = centre - middle * scale
        way *= scale
        paths = "".join(
            f'<path d="{_written(path, way, shift)}" {style}/>' for path, style in self.drawn
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
            f'<rect width="{SIDE}" height="{SIDE}" fill="{PAPER}"/>{paths}{_scale(scale)}</svg>'
        )


def _written(path: Path, way: complex, shift: complex) -> str:
    """Path data in tenths, each step from where the one before ended, so that nothing adds up."""
    at_x = at_y = 0
    last = ""
    parts: list[str] = []
    for sign, points in path:
        if sign == "Z":
            parts.append("z")
            last = "z"
            continue
        numbers: list[str] = []
        x = y = 0
        for point in points:
            placed = point * way + shift
            x, y = round(placed.real * 10), round(placed.imag * 10)
            numbers += (_tenths(x - at_x), _tenths(y - at_y))
        at_x, at_y = x, y
        told = "".join(
            one if not index or one[0] == "-" else " " + one for index, one in enumerate(numbers)
        )
        if sign == "M":
            # From the second on they are relative too.
            parts.append(("m" if parts else "M") + told)
        elif sign == last:
            parts.append(told if told[0] == "-" else " " + told)
        else:
            parts.append(sign.lower() + told)
        last = sign
    return "".join(parts)


@lru_cache(maxsize=8192)
def _tenths(value: int) -> str:
    whole, rest = divmod(abs(value), 10)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{rest}"


def _scale(scale: float) -> str:
    """A bar of one, two or five centimetres in the corner."""
    length = next((mm for mm in (10, 20, 50) if mm * scale >= 34), 50)
    wide = length * scale
    y = SIDE - 16
    return (
        f'<path d="M16 {y - 4}v8m0-4h{wide:.1f}m0-4v8" fill="none" stroke="{INK}"/>'
        f'<text x="{22 + wide:.1f}" y="{y + 4.5}" font-size="13" fill="{INK}"'
        f' font-family="Source Sans Pro, sans-serif">{length // 10} cm</text>'
    )


def stroke(colour: str, wide: float, more: str = "") -> str:
    """Attributes of a line. more: others, with a blank before."""
    return f'fill="none" stroke="{colour}" stroke-width="{wide:.2g}" stroke-linecap="round"{more}'


# --- paths ---------------------------------------------------------------------------------------


def smooth(points: Sequence[Point]) -> Path:
    """Steps of a calm line from the first of the points to the last, which the others pull."""
    middles = [(a + b) / 2 for a, b in pairwise(points[1:-1])]
    ends = [*middles, points[-1]]
    return [("Q", (pull, end)) for pull, end in zip(points[1:-1], ends, strict=True)]


def moved(path: Iterable[Step], base: Point, way: complex, curve: float) -> Path:
    """The path with its axis bent by `curve` (radians for each millimetre), turned and put at `base`."""
    if not curve:
        return [(sign, tuple([base + way * point for point in points])) for sign, points in path]
    return [
        (sign, tuple([base + way * bent(point, curve) for point in points]))
        for sign, points in path
    ]


def bent(point: Point, curve: float) -> Point:
    """Where a point comes to lie when the straight axis becomes an arc."""
    if not curve:
        return point
    # The imaginary part keeps its length, and stands square to the arc.
    turn = cmath.rect(1, curve * point.real)
    return (turn - 1) / (1j * curve) + 1j * point.imag * turn


def mirrored(path: Iterable[Step]) -> Path:
    """The same on the other side of the axis."""
    return [(sign, tuple(point.conjugate() for point in points)) for sign, points in path]


def back(path: Sequence[Step], start: Point) -> Path:
    """The way back along a path that began at `start`."""
    ends = [start, *(points[-1] for _sign, points in path)]
    turned: Path = []
    for (sign, points), end in zip(reversed(path), reversed(ends[:-1]), strict=True):
        turned.append((sign, (*reversed(points[:-1]), end)))
    return turned
