"""The veins of a blade, along its straight axis."""

import random
from cmath import exp as turned
from itertools import pairwise
from math import radians

from courses.banks.generators.leaf.blade import HANDS, LEAN, Blade, lobe_places
from courses.banks.generators.leaf.sketch import Path, Point, mirrored


def veins(blade: Blade, chance: random.Random) -> tuple[list[Path], Path]:
    """(side veins of both sides, the net between them as one path)."""
    if blade.edge.form == "hand":
        return _hand_veins(blade), []
    sides: list[Path] = []
    net: Path = []
    for flip in (False, True):
        side = _lobe_veins(blade) if blade.edge.is_lobed else _side_veins(blade, chance)
        between = [] if blade.edge.is_lobed else _net(side, chance)
        sides += [mirrored(vein) for vein in side] if flip else side
        net += mirrored(between) if flip else between
    return sides, net


def _vein(start: Point, end: Point, rise: float = 0.62) -> Path:
    pull = complex(start.real + (end.real - start.real) * 0.42, end.imag * rise)
    return [("M", (start,)), ("Q", (pull, end))]


def _side_veins(blade: Blade, chance: random.Random) -> list[Path]:
    made = []
    step = 0.8 / blade.veins
    for n in range(blade.veins):
        u = 0.05 + step * (n + chance.uniform(-0.12, 0.12) + (0.2 if not n else 0))
        # The nearer the tip, the steeper a vein goes.
        ahead = min(u + 0.2 - 0.1 * u, 0.97)
        made.append(_vein(complex(blade.length * u, 0), blade.at(ahead, 0.93)))
    return made


def _lobe_veins(blade: Blade) -> list[Path]:
    lean = LEAN[blade.edge.form]
    made = []
    for begins, widest in lobe_places(blade)[:-1]:
        top = blade.at(widest)
        top += lean * top.imag
        start = complex(blade.length * max(begins, 0.02), 0)
        made.append(_vein(start, start + (top - start) * 0.86))
    return made


def _hand_veins(blade: Blade) -> list[Path]:
    made: list[Path] = []
    for way, long in HANDS[blade.edge.count]:
        for side in (way, -way) if way else (0,):
            ray = turned(1j * radians(side)) * blade.length * long
            if side:
                made.append([("M", (0j,)), ("L", (ray * 0.93,))])
            begin = max(0.3, 1.04 - blade.edge.depth)
            for share in (begin, begin + 0.12, begin + 0.24):
                for lean in (35, -35):
                    if share > 0.84:
                        continue
                    twig = ray * turned(1j * radians(lean)) * (1 - share) * 0.42
                    made.append([("M", (ray * share,)), ("L", (ray * share + twig,))])
    return made


def _net(side: list[Path], chance: random.Random) -> Path:
    """Fine veins from each side vein to the next."""
    path: Path = []
    for one, other in pairwise(side):
        for share in (0.28, 0.5, 0.72):
            share += chance.uniform(-0.06, 0.06)
            path += [("M", (_on(one, share),)), ("L", (_on(other, share - 0.03),))]
    return path


def _on(vein: Path, t: float) -> Point:
    (_m, (start,)), (_q, (pull, end)) = vein
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * pull + t * t * end
