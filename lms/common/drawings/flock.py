"""Birds scattered over water from a chance: so many of one sort, so many of another, none touching."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, pi, sin, sqrt
from random import Random

from lms.common.drawings.paths import Point, number

WIDTH, HEIGHT = 420, 300
# Birds keep this far from the edge of the picture, at least, and as a share of their distance.
EDGE, EDGES = 10, 0.5
# Widest the nets of places may be, and how much of the room a net uses.
WIDEST, ROOM = 62.0, 0.76
# Of the distance between two places, how much the largest bird spans, and how much is left of it
# where the net is pulled about.
SPAN, LEAST = 0.63, 0.91
# How far the net is pulled about, at the most, over waves of this length.
PULLED, LONG = 3.4, 42.0
TURNS = 12
# So many birds are many; below this span they are drawn as two strokes.
MANY, TINY = 200, 8.0


@dataclass(frozen=True)
class Bird:
    """x, y: its middle.  span: the length of its wings."""

    x: float
    y: float
    span: float


@dataclass(frozen=True)
class Flock:
    """flying, sitting: each bird once.  pitch: the distance between the places of the net."""

    flying: list[Bird]
    sitting: list[Bird]
    pitch: float


def flock(
    chance: Random,
    flying: int,
    sitting: int,
    *,
    crowds: int,
    tight: float,
    mixed: float,
) -> Flock:
    """So many birds on a net of places, each a little off its own.

    crowds: around how many middles they gather; none for evenly scattered ones.  tight: from 0, no
    attraction, to 1, as near as the net allows.  mixed: how much smaller the smallest are, 0 to 1.
    """
    every = flying + sitting
    # Places of a net of triangles: each takes pitch² × √3 / 2. Crowds need places to leave empty,
    # but the largest flocks need them all, or nobody could see a bird.
    spare = 1.15 + tight * (0.9 if every < MANY else 0.5)
    pitch = min(WIDEST, sqrt(WIDTH * HEIGHT * ROOM / (every * spare * sqrt(3) / 2)))
    while len(places := _net(chance, pitch)) < every:
        pitch *= 0.95
    middles = [
        (chance.uniform(0.15, 0.85) * WIDTH, chance.uniform(0.15, 0.85) * HEIGHT)
        for _crowd in range(crowds)
    ]
    chosen = _gathered(chance, places, middles, tight)[:every]
    chance.shuffle(chosen)
    loose = pitch * (LEAST - SPAN) / 2
    birds = []
    for x, y in chosen:
        turn, off = chance.uniform(0, 2 * pi), loose * chance.random()
        span = pitch * SPAN * (1 - mixed * chance.random())
        birds.append(Bird(x + off * cos(turn), y + off * sin(turn), span))
    return Flock(birds[:flying], birds[flying:], pitch)


def _net(chance: Random, pitch: float) -> list[Point]:
    """Corners of equal triangles that fill the picture, turned by chance."""
    turned, middle = chance.uniform(0, pi / 3), (WIDTH / 2, HEIGHT / 2)
    across, down = cos(turned), sin(turned)
    reach = int(hypot(WIDTH, HEIGHT) / pitch / 1.6) + 2
    left, top = chance.random() * pitch, chance.random() * pitch
    pulled, first, second = min(PULLED, pitch / 4), chance.uniform(0, 7), chance.uniform(0, 7)
    edge = max(EDGE, EDGES * pitch)
    found = []
    for row in range(-reach, reach):
        y0 = row * pitch * sqrt(3) / 2 + top
        shift = (row % 2) * pitch / 2 + left
        for column in range(-reach, reach):
            x0 = column * pitch + shift
            x, y = middle[0] + x0 * across - y0 * down, middle[1] + x0 * down + y0 * across
            x, y = x + pulled * sin(y / LONG + first), y + pulled * sin(x / LONG + second)
            if edge <= x <= WIDTH - edge and edge <= y <= HEIGHT - edge:
                found.append((x, y))
    return found


def _gathered(
    chance: Random, places: Sequence[Point], middles: Sequence[Point], tight: float
) -> list[Point]:
    """The places, those first that a bird would take."""
    if not middles:
        return chance.sample(places, len(places))
    reach = [chance.uniform(50, 110) for _middle in middles]
    loose = 1.05 - tight

    def wish(place: Point) -> float:
        near = min(
            hypot(place[0] - x, (place[1] - y) * 1.3) / wide
            for (x, y), wide in zip(middles, reach, strict=True)
        )
        return near + loose * chance.gauss(0, 1.6)

    return sorted(places, key=wish)


@lru_cache(maxsize=512)
def flying_bird(tenths: int, turn: int, *, simple: bool) -> str:
    """Path data of a flying bird after a move to its middle. tenths: of its span.  turn: one of
    TURNS, how it leans and how high it lifts its wings.  simple: a line, for small ones."""
    half = tenths / 20
    lean = (turn % 4 - 1.5) * 0.16
    lift = (0.28, 0.5, 0.14)[turn // 4]

    def at(x: float, y: float) -> Point:
        return (
            half * (x * cos(lean) - y * sin(lean)),
            half * (x * sin(lean) + y * cos(lean)),
        )

    left, right, body = at(-1, -lift), at(1, -lift), at(0, 0.12)
    if tenths < 10 * TINY:
        tip, other = (left[0], left[1] - half / 4), (right[0], right[1] - half / 4)
        to, on = (body[0] - tip[0], body[1] - tip[1]), (other[0] - body[0], other[1] - body[1])
        return _path("m", tip) + _path("l", to, on)
    if simple:
        return _pen(left, at(-0.45, -lift - 0.42), body, at(0.45, -lift - 0.42), right)
    tail, beak = at(0.04, 0.34), at(-0.02, -0.12)
    return (
        _pen(left, at(-0.5, -lift - 0.5), beak, at(0.5, -lift - 0.5), right)
        + _bend(right, at(0.42, -lift - 0.06), tail)
        + _bend(tail, at(-0.36, -lift - 0.06), left)
        + "z"
    )


@lru_cache(maxsize=64)
def sitting_bird(tenths: int, *, simple: bool) -> str:
    """Path data of a bird that sits on the water: a hull, a neck and a head."""
    k = tenths / 20 * 0.86
    if simple:
        return (
            _path("m", (-k, 0)) + _path("q", (k, 1.3 * k), (1.9 * k, 0)) + _path("l", (0, -0.8 * k))
        )
    return (
        _path("m", (-k, 0))
        + _path("q", (0.1 * k, 0.75 * k), (k, 0.75 * k), (0.8 * k, 0), (0.9 * k, -0.75 * k))
        + _path("q", (0, -0.35 * k), (0.25 * k, -0.5 * k))
        + _path("l", (-0.35 * k, -0.2 * k))
        + _path("q", (-0.35 * k, 0), (-0.35 * k, 0.6 * k))
        + "z"
    )


def _pen(left: Point, up: Point, middle: Point, other: Point, right: Point) -> str:
    """Two bows, from the left tip over the middle to the right one."""
    return _path("m", left) + _bend(left, up, middle) + _bend(middle, other, right)


def _bend(start: Point, pull: Point, end: Point) -> str:
    x, y = start
    return _path("q", (pull[0] - x, pull[1] - y), (end[0] - x, end[1] - y))


def _path(command: str, *points: Point) -> str:
    """A command with its points, in as few characters as it takes: there are hundreds of birds."""
    texts = [number(value) for point in points for value in point]
    short = [
        text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text for text in texts
    ]
    return command + " ".join(short).replace(" -", "-")
