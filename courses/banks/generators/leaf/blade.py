"""The outline of a blade, in millimetres along a straight axis.

The blade begins at 0 and ends at `length` on the real axis; its right side has positive imaginary
parts. Everything about its margin that a class hangs on is in `Edge`, and is drawn as it says there.
"""

import random
from bisect import bisect_right
from cmath import exp as turned
from dataclasses import dataclass
from itertools import pairwise
from math import cos, exp, pi, radians

from courses.banks.generators.leaf.sketch import Path, Point, mirrored, smooth

SAMPLES = 40
# A tooth of the outline hardly differs from the others; never so much that its depth says otherwise.
UNEVEN = 0.12


@dataclass(frozen=True)
class Edge:
    """The margin. form: plain; saw, dents or scallops (teeth); round or sharp (lobes along the
    midrib), hand (lobes round the end of the stalk).  count: teeth or lobes on each side, of a hand
    in all.  depth: how far the cuts go, as a share of the way from margin to midrib."""

    form: str = "plain"
    count: int = 0
    depth: float = 0.0

    @property
    def is_lobed(self) -> bool:
        return self.form in ("round", "sharp", "hand")


@dataclass(frozen=True)
class Blade:
    """length, width: mm.  peak: where it is widest, 0 at the base.  fullness: small where it is
    round, large where it runs out into a tip.  ears: how far the base reaches back, 0 to 1.
    bend: radians over its whole length."""

    length: float
    width: float
    peak: float = 0.45
    fullness: float = 1.4
    ears: float = 0.0
    bend: float = 0.0
    edge: Edge = Edge()
    veins: int = 7

    @property
    def curve(self) -> float:
        return self.bend / self.length

    def half(self, u: float) -> float:
        """Half of the width at a share of the length."""
        if not 0 < u < 1:
            return 0.0
        up, down = self.peak * self.fullness, (1 - self.peak) * self.fullness
        rise: float = (u / self.peak) ** up
        fall: float = ((1 - u) / (1 - self.peak)) ** down
        return self.width / 2 * rise * fall

    def at(self, u: float, share: float = 1.0) -> Point:
        """A point of the right side; share: 1 on the outline, 0 on the midrib."""
        back = self.ears * 0.11 * (u / 0.07) * exp(1 - u / 0.07) if self.ears else 0.0
        return complex(self.length * (u - back * share), self.half(u) * share)


def outline(blade: Blade, chance: random.Random) -> tuple[Path, Path]:
    """Right and left side, each from the base to the tip."""
    form = blade.edge.form
    if form == "hand":
        return _hand(blade, chance), mirrored(_hand(blade, chance))
    if form == "plain":
        return plain(blade), mirrored(plain(blade))
    side = _lobes if blade.edge.is_lobed else _teeth
    return side(blade, chance), mirrored(side(blade, chance))


def plain(blade: Blade) -> Path:
    """One side without any cut."""
    return smooth([blade.at((1 - cos(pi * step / 15)) / 2) for step in range(16)])


# --- teeth ---------------------------------------------------------------------------------------

# form → (where the tip of a tooth stands between its two notches, how much its back is bulged)
TOOTH = {"saw": (0.86, 0.5), "dents": (0.55, 0.12)}


class _Run:
    """The outline without teeth, by length along it."""

    def __init__(self, blade: Blade) -> None:
        self.points = [blade.at((1 - cos(pi * step / SAMPLES)) / 2) for step in range(SAMPLES + 1)]
        self.along = [0.0]
        for before, after in pairwise(self.points):
            self.along.append(self.along[-1] + abs(after - before))

    def at(self, share: float) -> tuple[Point, Point]:
        """The point at a share of the whole run, and which way it goes there."""
        far = share * self.along[-1]
        index = min(max(bisect_right(self.along, far) - 1, 0), SAMPLES - 1)
        start, end = self.points[index], self.points[index + 1]
        step = self.along[index + 1] - self.along[index]
        return start + (end - start) * (far - self.along[index]) / step, (end - start) / step


def _teeth(blade: Blade, chance: random.Random) -> Path:
    """Teeth stand outside the smooth line, so that the notches are on it."""
    run = _Run(blade)
    edge = blade.edge
    first, last = chance.uniform(0.07, 0.13), chance.uniform(0.955, 0.975)
    uneven = [chance.uniform(1 - UNEVEN, 1 + UNEVEN) for _ in range(edge.count)]
    step = (last - first) / sum(uneven)
    path = smooth([run.at(first * part / 4)[0] for part in range(5)])
    here = first
    for one in uneven:
        there = here + one * step
        middle = (here + there) / 2
        # Towards both ends the teeth grow smaller, as the blade does.
        taper = min(1.0, 0.55 + middle * 2.2, 0.4 + (1 - middle) * 3)
        tall = edge.depth * blade.width / 2 * taper * (1 + (one - 1) / 2)
        path += _tooth(run, edge.form, here, there, tall)
        here = there
    tip = run.points[-1]
    pull = (run.at((here + 1) / 2)[0] + tip) / 2
    return [*path, ("Q", (pull, tip))]


def _tooth(run: _Run, form: str, here: float, there: float, tall: float) -> Path:
    start, end = run.at(here)[0], run.at(there)[0]
    if form == "scallops":
        out = 1j * (end - start) / abs(end - start) * tall
        pulls = (start + out * 1.35 - (end - start) * 0.06, end + out * 1.35 + (end - start) * 0.06)
        return [("C", (*pulls, end))]
    stand, bulge = TOOTH[form]
    foot, along = run.at(here + (there - here) * stand)
    tip = foot + 1j * along * tall
    rise = (start + tip) / 2 + 1j * along * tall * bulge
    fall = (tip + end) / 2 - 1j * along * tall * 0.1
    return [("Q", (rise, tip)), ("Q", (fall, end))]


# --- lobes ---------------------------------------------------------------------------------------


# How far the top of a lobe stands forward, as a share of its height.
LEAN = {"round": 0.17, "sharp": 0.3}


def lobe_places(blade: Blade) -> list[tuple[float, float]]:
    """Where each lobe of a side begins, and where it is widest; the last one is at the tip."""
    count = blade.edge.count
    first = 0.1 if blade.edge.form == "round" else 0.06
    step = (0.86 - first) / count
    places = [(first + step * n, first + step * (n + 0.56)) for n in range(count)]
    return [*places, (0.86, 1.0)]


def _lobes(blade: Blade, chance: random.Random) -> Path:
    """Lobes reach the smooth line, and the cuts between them go in from it."""
    path: Path = []
    here = 0j
    form = blade.edge.form
    lean = LEAN[form]
    places = lobe_places(blade)
    tops = [blade.at(widest + chance.uniform(-0.012, 0.012)) for _begins, widest in places[:-1]]
    for n, top in enumerate(tops):
        # As deep as the edge says from the lower of the two lobes beside it.
        low = min(one.imag for one in tops[n : n + 2]) * (1 - blade.edge.depth)
        along = blade.length * (places[n + 1][0] + chance.uniform(-0.012, 0.012))
        # A lobe leans forward, and the cut after it reaches under it.
        cut = complex(along + lean * low * 0.6, low)
        path += _lobe(here, top + lean * top.imag, cut, form)
        here = cut
    tip = complex(blade.length, 0)
    rest = tip.real - here.real
    if form == "round":
        pulls = (here + complex(rest * 0.1, here.imag * 0.9 + 1), tip + complex(0, here.imag * 1.5))
    else:
        pulls = (here + complex(rest * 0.3, here.imag * 0.25), tip - complex(rest * 0.35, 0))
    return [*path, ("C", (*pulls, tip))]


def _lobe(start: Point, top: Point, end: Point, form: str) -> Path:
    """From one cut over the top of a lobe into the next."""
    up, down = top - start, end - top
    if form == "round":
        rise = (start + complex(up.real * 0.5, -up.imag * 0.02), top - complex(up.real * 0.62, 0))
        fall = (top + complex(abs(down.real) * 0.75 + 1, 0), end - complex(0.9 * down.real, 0))
    else:
        rise = (
            start + complex(up.real * 0.5, up.imag * 0.2),
            top - complex(up.real * 0.3, up.imag * 0.3),
        )
        fall = (
            top + complex(down.real * 0.02, down.imag * 0.35),
            end - complex(down.real * 0.55, 0),
        )
    return [("C", (*rise, top)), ("C", (*fall, end))]


# lobes in all → direction of those on one side, in degrees from the axis, and their length
HANDS = {
    3: ((0, 1.0), (52, 0.86)),
    5: ((0, 1.0), (45, 0.92), (98, 0.62)),
    7: ((0, 1.0), (36, 0.96), (74, 0.8), (118, 0.5)),
}


def _hand(blade: Blade, chance: random.Random) -> Path:
    """Lobes like the fingers of a hand: from the base, over those of one side, to the tip."""
    fingers = [
        (
            turned(1j * radians(way)),
            blade.length * long * (chance.uniform(0.96, 1.04) if way else 1),
        )
        for way, long in reversed(HANDS[blade.edge.count])
    ]
    path: Path = []
    here = 0j
    for n, (way, long) in enumerate(fingers):
        tip = way * long
        reach = abs(tip - here)
        across = way * 1j
        # From outside in: the far side of the finger first, then its near side into the next cut.
        pull, push = here + way * reach * 0.35, 0.2
        if not path:
            # The lowest two do not lie over each other.
            pull, push = here + across * reach * 0.34, 0.34
            pull = complex(pull.real, max(pull.imag, reach * 0.06))
        path.append(("C", (pull, tip - way * reach * 0.42 + across * reach * push, tip)))
        if n + 1 == len(fingers):
            break
        after, longer = fingers[n + 1]
        between = (way + after) / abs(way + after)
        cut = between * (1 - blade.edge.depth) * min(long, longer)
        reach = abs(tip - cut)
        path.append(
            ("C", (tip - way * reach * 0.4 - across * reach * 0.16, cut + way * reach * 0.3, cut))
        )
        here = cut
    return path
