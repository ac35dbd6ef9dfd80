"""A leaf or a shoot as a field guide draws it: blade, veins, stalk, and what insects left of it."""

import cmath
import random
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, radians, sin

from courses.banks.generators.leaf.blade import Blade, outline, plain
from courses.banks.generators.leaf.damage import eaten, strip
from courses.banks.generators.leaf.growing import Grown, Leaf, Stem
from courses.banks.generators.leaf.sketch import (
    Path,
    Point,
    Sketch,
    back,
    bent,
    moved,
    stroke,
)
from courses.banks.generators.leaf.veins import veins

# blade, outline, veins: greens of one leaf.
GREENS = (
    ("#86a95b", "#3c5727", "#dbe8c2"),
    ("#7a9e63", "#34502f", "#d5e5c8"),
    ("#94ac58", "#4b5a22", "#e4ebc2"),
    ("#6f9a6c", "#2d4d33", "#cfe3cd"),
    ("#9db06a", "#505b2c", "#e8edcb"),
)
STALK = ("#8c9a52", "#566030")
WOOD = ("#a58a62", "#5d4a30")


def drawn(grown: Grown, chance: random.Random) -> str:
    """The whole element; without a word in it, and nothing in its markup names what it is."""
    sketch = Sketch()
    greens = chance.choice(GREENS)
    if isinstance(grown.plant, Stem):
        _stem(sketch, grown.plant, greens, chance)
    else:
        _leaf(sketch, grown.plant, greens, chance)
    for n in range(grown.strips):
        strip(sketch, grown, n, chance)
    return sketch.markup(grown.turned)


Greens = tuple[str, str, str]


def _leaf(sketch: Sketch, leaf: Leaf, greens: Greens, chance: random.Random) -> None:
    """The stalk comes from below and ends at 0, where the blade or the axis of the leaflets begins."""
    foot = -leaf.stalk
    curve = leaf.bend / (leaf.stalk + 30)
    stalk = [bent(complex(foot * part / 3, 0), curve) for part in range(4)]
    if leaf.blade:
        _stalk(sketch, stalk, 3.4)
        _blade(sketch, _cut(leaf.blade, chance, fine=True), 0j, 1 + 0j, greens)
        eaten(sketch, leaf.blade, leaf.eaten, chance)
        return
    axis = max(leaf.axis, 0.1)
    lean = leaf.bend / (axis + 30)
    line = [bent(complex(axis * part / 4, 0), lean) for part in range(5)]
    _stalk(sketch, [*reversed(stalk), *line[1:]], 3.2, fades=True)
    cut = _cut(leaf.leaflets[0].blade, chance)
    for one in leaf.leaflets:
        base = bent(complex(one.at, 0), lean)
        way = cmath.rect(1, one.at * lean + one.way)
        # Each leaflet has a short stalk of its own.
        short = one.blade.length * 0.05
        sketch.put([("M", (base,)), ("L", (base + way * short,))], stroke(STALK[1], 2))
        size = one.blade.length / cut.blade.length
        _blade(sketch, cut, base + way * short, way * size, greens, one.blade.bend)


def _stalk(sketch: Sketch, line: list[Point], wide: float, *, fades: bool = False) -> None:
    """A stalk with its outline; thinner at its end where it fades."""
    path: Path = [("M", (line[0],))]
    path += [("L", (point,)) for point in line[1:]] if len(line) < 4 else _through(line)
    sketch.put(path, stroke(STALK[1], wide), fits=True)
    sketch.put(path, stroke(STALK[0], wide - 1.6))
    foot = line[0] if fades else line[-1]
    towards = line[1] if fades else line[-2]
    swollen = foot + (towards - foot) * 0.09
    sketch.put([("M", (foot,)), ("L", (swollen,))], stroke(STALK[1], wide + 1.4))


def _through(line: list[Point]) -> Path:
    middles = [(a + b) / 2 for a, b in pairwise(line[1:-1])]
    return [("Q", (pull, end)) for pull, end in zip(line[1:-1], [*middles, line[-1]], strict=True)]


@dataclass(frozen=True)
class _Cut:
    """The shapes of a blade along its straight axis; leaflets of one leaf are all cut alike."""

    blade: Blade
    whole: Path
    half: Path
    sides: Path
    net: Path
    midrib: Path


def _cut(blade: Blade, chance: random.Random, *, fine: bool = False) -> _Cut:
    """fine: a large blade, with the net between its veins."""
    right, left = outline(blade, chance)
    # On a small blade the shade need not go into every tooth.
    shade = right if fine or blade.edge.is_lobed else plain(blade)
    start: Path = [("M", (0j,))]
    tip = complex(blade.length, 0)
    sides, net = veins(blade, chance)
    return _Cut(
        blade=blade,
        whole=[*start, *right, *back(left, 0j), ("Z", ())],
        half=[*start, *shade, ("Q", (tip / 2, 0j)), ("Z", ())],
        sides=[step for vein in sides for step in vein],
        net=net if fine else [],
        midrib=_midrib(blade),
    )


def _blade(
    sketch: Sketch,
    cut: _Cut,
    base: Point,
    way: complex,
    greens: Greens,
    bend: float | None = None,
) -> None:
    """way: which way it points, and how many times as long as it was cut."""
    green, dark, pale = greens
    blade = cut.blade
    curve = blade.curve if bend is None else bend / blade.length
    # Fingers bend each for itself.
    curve = 0 if blade.edge.form == "hand" else curve

    def put(path: Path, style: str, *, fits: bool = False) -> None:
        sketch.put(moved(path, base, way, curve), style, fits=fits)

    put(
        cut.whole,
        f'fill="{green}" stroke="{dark}" stroke-width="1.3" stroke-linejoin="round"',
        fits=True,
    )
    put(cut.half, f'fill="{dark}" fill-opacity=".13"')
    if cut.net:
        put(cut.net, stroke(pale, 0.6, ' stroke-opacity=".55"'))
    wide = {"hand": 1.5, "round": 1.1, "sharp": 1.1}.get(blade.edge.form, 1.1 if cut.net else 0.7)
    put(cut.sides, stroke(pale, wide))
    put(cut.midrib, f'fill="{pale}"')


def _midrib(blade: Blade) -> Path:
    """It grows thinner towards the tip."""
    long, thick = blade.length * 0.97, blade.length * 0.011 + 0.25
    return [
        ("M", (complex(0, thick),)),
        ("Q", (complex(long / 2, thick * 0.7), complex(long, 0))),
        ("Q", (complex(long / 2, -thick * 0.7), complex(0, -thick))),
        ("Z", ()),
    ]


# --- shoots --------------------------------------------------------------------------------------


def _stem(sketch: Sketch, stem: Stem, greens: Greens, chance: random.Random) -> None:
    """Leaves behind the stem first, then the stem, then those before it."""
    curve = stem.bend / stem.length
    cut = _cut(stem.blades[0], chance)
    ends = stem.length * 1.06
    line = [bent(complex(ends * part / 8, 0), curve) for part in range(9)]
    leaves = [
        (n, k, height, way)
        for n, (height, ways) in enumerate(stem.nodes)
        for k, way in enumerate(ways)
    ]
    for n, k, height, way in sorted(leaves, key=lambda one: sin(radians(one[3]))):
        if sin(radians(way)) < -0.3:
            _stem_leaf(sketch, stem, (n, k), height, way, cut, greens, chance)
    path: Path = [("M", (line[0],)), *_through(line)]
    sketch.put(path, stroke(WOOD[1], 5), fits=True)
    sketch.put(path, stroke(WOOD[0], 3.2))
    for height, _ways in stem.nodes:
        spot, across = _node(stem, height)
        sketch.put([("M", (spot - across,)), ("L", (spot + across,))], stroke(WOOD[1], 2.4))
    tip = bent(complex(ends, 0), curve)
    up = cmath.rect(stem.stalk * 0.8, curve * ends)
    sketch.put(_bud(tip, up), f'fill="{WOOD[0]}" stroke="{WOOD[1]}" stroke-width="1"', fits=True)
    for n, k, height, way in sorted(leaves, key=lambda one: sin(radians(one[3]))):
        if sin(radians(way)) >= -0.3:
            _stem_leaf(sketch, stem, (n, k), height, way, cut, greens, chance)


def _node(stem: Stem, height: float) -> tuple[Point, complex]:
    """Where a node is, and half of the stem's width there, across it."""
    curve = stem.bend / stem.length
    return bent(complex(height, 0), curve), cmath.rect(stem.length * 0.016, curve * height + pi / 2)


def _bud(foot: Point, up: complex) -> Path:
    side = up * 0.42j
    return [
        ("M", (foot,)),
        ("Q", (foot + up * 0.5 + side * 1.3, foot + up)),
        ("Q", (foot + up * 0.5 - side * 1.3, foot)),
        ("Z", ()),
    ]


def _stem_leaf(
    sketch: Sketch,
    stem: Stem,
    which: tuple[int, int],
    height: float,
    way: float,
    cut: _Cut,
    greens: Greens,
    chance: random.Random,
) -> None:
    """One leaf on its stalk; what points to the eye or away from it looks shorter."""
    side, near = cos(radians(way)), sin(radians(way))
    spot, across = _node(stem, height)
    base = spot + across * side
    lean = 24 * near * (1 if side >= 0 else -1)
    angle = radians(56 * side + lean) + chance.uniform(-0.05, 0.05)
    axis = cmath.phase(across) - pi / 2
    long = (side * side + 0.4 * near * near) ** 0.5
    turn = cmath.rect(1, axis + angle)
    if abs(side) > 0.45:
        up = cmath.rect(stem.stalk * 0.45, axis + angle * 0.35)
        sketch.put(
            _bud(base + up * 0.25, up), f'fill="{WOOD[0]}" stroke="{WOOD[1]}" stroke-width=".8"'
        )
    stalk = base + turn * stem.stalk * (0.5 if which in stem.gone else long)
    path: Path = [("M", (base,)), ("L", (stalk,))]
    sketch.put(path, stroke(STALK[1], 3))
    sketch.put(path, stroke(STALK[0], 1.6))
    if which in stem.gone:
        return
    size = stem.blades[which[0]].length * long / cut.blade.length
    _blade(sketch, cut, stalk, turn * size, greens, 0.35 * side * chance.uniform(0.4, 1.2))
