"""Pictures of courses: each kind shows a way of working, drawn afresh from the course's seed."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import cos, hypot, pi, sin
from random import Random

from lms.common.drawings.fields import Bump, contours, height_at, land, patches
from lms.common.drawings.paths import Line, Point, curve, number
from lms.common.drawings.svg import drawing

# The mark to look at stands here, near the middle, so that no way of cutting the picture loses it.
LOOK = 0.56


@lru_cache(maxsize=256)
def course_header(kind: str, seed: int, *, width: int = 960, height: int = 300) -> str:
    """The drawing of a course: thin lines in the colour of the text, one amber mark.

    kind: one of KINDS.  Raises KeyError for another.
    """
    return drawing("art", width, height, KINDS[kind](Random(seed), width, height))


@lru_cache(maxsize=32)
def field_map(seed: int, *, width: int = 900, height: int = 700) -> str:
    """Contours to lay under the card on the landing page."""
    hills = land(Random(seed), width, height, bumps=22, radii=(54, 130))
    return drawing(
        "art art-map",
        width,
        height,
        _map(hills, width, height, levels=14, strengths=(0.5, 0.75)),
    )


def _map(
    hills: Sequence[Bump],
    width: float,
    height: float,
    *,
    levels: int,
    strengths: tuple[float, float],
) -> str:
    lines = contours(hills, width, height, levels=levels)
    fine, index = strengths
    return (
        f'<path stroke-width=".8" opacity="{fine:g}" d="{lines.fine}"/>'
        f'<path stroke-width="1.5" opacity="{index:g}" d="{lines.index}"/>'
    )


def _furrows(rng: Random, width: float, height: float) -> str:
    """A ploughed field and a walk across it, with stops."""
    hills = land(rng, width, height, bumps=round(width / 120), radii=(115, 230))
    phase = rng.uniform(0, 2 * pi)
    ploughed = "".join(
        curve(
            [
                (x, y + 34 * height_at(hills, x, y) + 14 * sin(x / 190 + phase))
                for x in _along(width, 30)
            ]
        )
        for y in range(-64, int(height) + 80, 16)
    )
    turns = [
        (
            width * (0.04 + 0.92 * turn / 9),
            height * (0.7 - 0.045 * turn) + rng.uniform(-30, 30),
        )
        for turn in range(10)
    ]
    walk = curve(turns)
    stops = "".join(
        f'<circle fill="var(--sheet)" stroke-width="2" {_round(_on_curve(turns, turn), 6)}/>'
        for turn in (1, 3, 8)
    )
    return (
        f'<path stroke-width=".9" opacity=".6" d="{ploughed}"/>'
        f'<path stroke="var(--sheet)" stroke-width="9" d="{walk}"/>'
        f'<path stroke-width="2" stroke-dasharray="2 7" stroke-linecap="round" d="{walk}"/>'
        f'{stops}<circle class="am" {_round(_on_curve(turns, 5), 9)}/>'
    )


def _quadrats(rng: Random, width: float, height: float) -> str:
    """Five quadrats of growing cover along a tape."""
    shares = (0.06, 0.17, 0.34, 0.58, 0.83)
    looked_at = 2
    side = min(height * 0.43, width / 7)
    gap = (width - len(shares) * side) / (len(shares) + 1)
    top = (height - side) / 2 - side * 0.07
    thirds = "".join(
        f"M{number(side * part / 4)} 0v{number(side)}M0 {number(side * part / 4)}h{number(side)}"
        for part in (1, 2, 3)
    )
    frame = f"M0 0h{number(side)}v{number(side)}h-{number(side)}z"
    squares = ""
    for place, share in enumerate(shares):
        moss = patches(rng.getrandbits(32), side, share, hills=20, step=side / 26)
        look, line = (' class="am-l"', 3) if place == looked_at else ("", 1.6)
        squares += (
            f'<g transform="translate({number(gap + place * (side + gap))} {number(top)})">'
            f'<path fill="currentColor" stroke="none" fill-rule="evenodd" opacity=".8"'
            f' d="{moss.outline}"/>'
            f'<path stroke-width=".6" opacity=".6" d="{thirds}"/>'
            f'<path{look} stroke-width="{line}" d="{frame}"/></g>'
        )
    tape = top + side * 1.18
    ticks = "".join(
        f"M{number(x)} {number(tape)}v{-10 if metre % 5 == 0 else -5}"
        for metre, x in enumerate(_along(width, 16))
    )
    return f'<path stroke-width="1.1" d="M0 {number(tape)}H{number(width)}{ticks}"/>{squares}'


def _contours(rng: Random, width: float, height: float) -> str:
    """Contours with a stratified plan: at most one plot in each square of the land."""
    hills = land(rng, width, height, bumps=round(width * height / 13000), radii=(40, 110))
    columns, rows = round(width / 80), max(2, round(height / 75))
    plots = [
        (
            (column + rng.uniform(0.2, 0.8)) * width / columns,
            (row + rng.uniform(0.2, 0.8)) * height / rows,
        )
        for column in range(columns)
        for row in range(rows)
        if rng.random() < 0.42
    ]
    looked_at = _nearest(plots, (width * LOOK, height / 2))
    squares = "".join(_square(plot, 12) for plot in plots if plot != looked_at)
    return (
        _map(hills, width, height, levels=15, strengths=(0.55, 0.85))
        + f'<path fill="var(--sheet)" stroke-width="1.6" d="{squares}"/>'
        + f'<path class="am" d="{_square(looked_at, 18)}"/>'
    )


def _transcript(rng: Random, width: float, height: float) -> str:
    """An interview written down, with passages coded in the margin."""
    columns = max(1, round((width - 60) / 300))
    pitch, line = (width - 60) / columns, 15
    looked_at = min(range(columns), key=lambda column: abs(140 + column * pitch - width * LOOK))
    words = margins = codes = ""
    for column in range(columns):
        left = 60 + column * pitch
        margins += f"M{number(left - 16)} 0V{number(height)}"
        y = 26
        while y < height - 8:
            for last in [*[False] * rng.randint(1, 4), True]:
                if y > height - 8:
                    break
                end = left + (rng.randint(60, 170) if last else rng.randint(196, 226))
                words += _words(rng, left, end, y)
                y += line
            y += 13
        if column == looked_at:
            continue
        for top in rng.sample(range(26, int(height) - 60, 4 * line), 2):
            codes += f"M{number(left - 30)} {top - 8}v{line * rng.randint(1, 3)}"
    look = f"M{number(30 + looked_at * pitch)} {number(height / 2 - 26)}v52"
    return (
        f'<path stroke-width="3" opacity=".45" d="{words}"/>'
        f'<path stroke-width="1" opacity=".6" d="{margins}"/>'
        f'<path stroke-width="5" d="{codes}"/><path class="am-l" stroke-width="7" d="{look}"/>'
    )


def _words(rng: Random, left: float, end: float, y: float) -> str:
    """One line of words as dashes."""
    dashes, x = f"M{number(left)} {number(y)}", left
    while x < end:
        length = min(rng.randint(8, 34), round(end - x) or 1)
        dashes += f"h{length}m6 0"
        x += length + 6
    return dashes


def _river(rng: Random, width: float, height: float) -> str:
    """Stream lines, a bank, a tape along it, and what was found near the tape."""
    phase = rng.uniform(0, 2 * pi)

    def bank(x: float, lane: float) -> float:
        middle = height * 0.3 + 40 * sin(x / 210 + phase) + 17 * sin(x / 93 + 2 * phase)
        return middle + lane * 9 * (1 + 0.22 * sin(x / 160 + lane * 0.3))

    def tape(x: float) -> float:
        return bank(x, 7) + 52

    xs = _along(width, 40)
    stream = "".join(curve([(x, bank(x, lane)) for x in xs]) for lane in range(-9, 6))
    finds = ""
    for _ in range(round(width / 28)):
        x = rng.uniform(12, width - 12)
        y = tape(x) + rng.gauss(0, 17)
        if y < height - 6:
            finds += f"<circle {_round((x, y), rng.uniform(2, 4.6))}/>"
    looked_at = (width * LOOK, tape(width * LOOK))
    shore, line = curve([(x, bank(x, 7)) for x in xs]), curve([(x, tape(x)) for x in xs])
    return (
        f'<path stroke-width="1" opacity=".6" d="{stream}"/>'
        f'<path stroke-width="1.8" d="{shore}"/>'
        f'<path stroke-width="1.2" stroke-dasharray="12 4" d="{line}"/>'
        f'<g fill="currentColor" stroke="none">{finds}</g>'
        f'<circle class="am" {_round(looked_at, 8)}/>'
    )


def _lichen(rng: Random, width: float, height: float) -> str:
    """Rosettes of lichen on bark, none touching another."""
    looked_at = (
        width * LOOK + rng.uniform(-40, 40),
        height / 2 + rng.uniform(-20, 20),
        rng.choice((24, 32)),
    )
    rosettes: list[tuple[float, float, int]] = [looked_at]
    wanted, tries = round(width * height / 11000), 0
    while len(rosettes) < wanted and tries < 40 * wanted:
        tries += 1
        radius = rng.choice((14, 18, 24, 32, 46, 60))
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        if all(hypot(x - a, y - b) > radius + r + 8 for a, b, r in rosettes):
            rosettes.append((x, y, radius))
    rings, look = "", ""
    for rosette in rosettes:
        *inner, rim = _rosette(rng, *rosette)
        rings += "".join(inner)
        if rosette == looked_at:
            look = f'<path class="am-l" stroke-width="3" d="{rim}"/>'
        else:
            rings += rim
    bark = "".join(
        curve([(x, y + 6 * sin(x / 54 + y)) for x in _along(width, 48)])
        for y in range(-10, int(height) + 20, 22)
    )
    return (
        f'<path stroke-width=".7" opacity=".3" d="{bark}"/>'
        f'<path stroke-width="1.1" d="{rings}"/>{look}'
    )


def _rosette(rng: Random, x: float, y: float, radius: int) -> list[str]:
    """Rings from the middle outwards, lobed and a little uneven."""
    count, phase = max(2, radius // 8), rng.uniform(0, 2 * pi)
    rings = []
    for ring in range(1, count + 1):
        size = radius * ring / count
        points: Line = []
        corners = max(9, round(size / 2.2))
        for corner in range(corners):
            turn = 2 * pi * corner / corners
            uneven = 0.07 * sin(5 * turn + phase) + 0.05 * sin(9 * turn + 2 * phase)
            reach = size * (1 + uneven + rng.uniform(-0.03, 0.03))
            points.append((x + reach * cos(turn), y + reach * sin(turn)))
        rings.append(curve(points, closed=True))
    return rings


def _flock(rng: Random, width: float, height: float) -> str:
    """Birds in a moving flock, and the frame inside which they are counted."""
    phase = rng.uniform(0, 2 * pi)
    birds = ""
    for _ in range(round(width / 5.6)):
        x = rng.gauss(0.5, 0.24) * width
        y = height / 2 + height * 0.24 * sin(5 * x / width + phase) + rng.gauss(0, height * 0.12)
        size = rng.uniform(3, 6)
        if not (6 < x < width - 6 and 6 < y < height - 6):
            continue
        birds += (
            f"M{number(x - size)} {number(y - size / 2)}"
            f"q{number(size * 0.7)} {number(-size * 0.2)} {number(size)} {number(size * 0.7)}"
            f"q{number(size * 0.3)} {number(-size * 0.9)} {number(size)} {number(-size * 0.7)}"
        )
    left = width * LOOK - 75
    top = min(max(height / 2 + height * 0.24 * sin(5 * LOOK + phase) - 55, 12), height - 122)
    return (
        f'<path stroke-width="1.5" d="{birds}"/>'
        f'<path class="am-l" stroke-width="2.5" d="M{number(left)} {number(top)}h150v110h-150z"/>'
    )


KINDS: dict[str, Callable[[Random, float, float], str]] = {
    "furrows": _furrows,
    "quadrats": _quadrats,
    "contours": _contours,
    "transcript": _transcript,
    "river": _river,
    "lichen": _lichen,
    "flock": _flock,
}


def _along(width: float, step: int) -> list[int]:
    """Places from one edge to beyond the other."""
    return list(range(0, int(width) + step, step))


def _nearest(points: Sequence[Point], to: Point) -> Point:
    return min(points, key=lambda point: hypot(point[0] - to[0], point[1] - to[1]))


def _on_curve(points: Sequence[Point], at: int) -> Point:
    """Where `curve` passes a point that pulls it: half-way between it and the mid-points."""
    (x0, y0), (x1, y1), (x2, y2) = points[at - 1 : at + 2]
    return ((x0 + 6 * x1 + x2) / 8, (y0 + 6 * y1 + y2) / 8)


def _round(middle: Point, radius: float) -> str:
    return f'cx="{number(middle[0])}" cy="{number(middle[1])}" r="{number(radius)}"'


def _square(middle: Point, side: int) -> str:
    half = side / 2
    return f"M{number(middle[0] - half)} {number(middle[1] - half)}h{side}v{side}h-{side}z"
