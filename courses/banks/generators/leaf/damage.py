"""What insects left of a leaf, and the strips of paper that hold it."""

import cmath
import random
from math import pi

from courses.banks.generators.leaf.blade import Blade
from courses.banks.generators.leaf.growing import Grown, Stem
from courses.banks.generators.leaf.sketch import (
    PAPER,
    Path,
    Point,
    Sketch,
    bent,
    mirrored,
    moved,
    stroke,
)

BROWN = "#8a6a3a"


def eaten(sketch: Sketch, blade: Blade, count: int, chance: random.Random) -> None:
    """Where insects were: a bite with a brown rim, or a hole."""
    for n in range(count):
        side = chance.choice((1, -1))
        u = chance.uniform(0.25 + 0.2 * n, 0.4 + 0.2 * n)
        bites = not blade.edge.is_lobed and n % 2 == 0
        # Of a blade in lobes, what is near the midrib is never cut away.
        share = 1.0 if bites else 0.5 * (1 - blade.edge.depth if blade.edge.is_lobed else 1)
        spot = (
            blade.at(u, share)
            if blade.edge.form != "hand"
            else complex(blade.length * u, blade.length * 0.1)
        )
        room = blade.half(u) if blade.edge.form != "hand" else blade.length * 0.3
        wide = room * (chance.uniform(0.2, 0.3) if bites else chance.uniform(0.09, 0.13))
        ring = [
            spot + cmath.rect(wide * chance.uniform(0.85, 1.15), 2 * pi * k / 9) for k in range(9)
        ]
        if bites:
            _bite(sketch, blade, spot, wide, side)
        else:
            _spot(sketch, blade, ring, side, f'fill="{PAPER}" stroke="{BROWN}" stroke-width="1.4"')


def _bite(sketch: Sketch, blade: Blade, spot: Point, wide: float, side: int) -> None:
    """Three mouthfuls out of the margin. Inwards they have a rim; outwards nothing is left of it."""
    corners = [spot + cmath.rect(wide, pi + pi * k / 3) for k in range(4)]
    pulls = [spot + cmath.rect(wide * 1.3, pi + pi * (k + 0.5) / 3) for k in range(3)]
    rim: Path = [("M", (corners[0],))]
    rim += [("Q", (pull, end)) for pull, end in zip(pulls, corners[1:], strict=True)]
    far = 1j * wide * 0.9
    blob: Path = [*rim, ("L", (corners[-1] + far,)), ("L", (corners[0] + far,)), ("Z", ())]
    for path, style in ((blob, f'fill="{PAPER}"'), (rim, stroke(BROWN, 1.6))):
        path = path if side > 0 else mirrored(path)
        sketch.put(moved(path, 0j, 1 + 0j, blade.curve), style)


def _spot(sketch: Sketch, blade: Blade, ring: list[Point], side: int, style: str) -> None:
    turned = [point if side > 0 else point.conjugate() for point in ring]
    placed = [bent(point, blade.curve) for point in turned]
    start = (placed[-1] + placed[0]) / 2
    path: Path = [("M", (start,))]
    for one, after in zip(placed, [*placed[1:], placed[0]], strict=True):
        path.append(("Q", (one, (one + after) / 2)))
    sketch.put([*path, ("Z", ())], style)


def strip(sketch: Sketch, grown: Grown, n: int, chance: random.Random) -> None:
    """A strip of paper, as those that hold a plant in a herbarium."""
    plant = grown.plant
    if isinstance(plant, Stem):
        # Never over a node.
        middle = (plant.nodes[1][0] + plant.nodes[2][0]) / 2
        low = plant.nodes[0][0] * 0.4
        spot, wide = bent(complex((low, middle)[n % 2], 0), plant.bend / plant.length), 9.0
    elif plant.blade is None:
        spot, wide = complex((-0.72 * plant.stalk, -0.36 * plant.stalk)[n % 2], 0), 7.0
    else:
        far = plant.blade.length
        spot, wide = complex((-0.55 * plant.stalk, far * 0.55)[n % 2], 0), far * (0.12, 0.3)[n % 2]
    across = cmath.rect(wide, pi / 2 + chance.uniform(-0.4, 0.4))
    along = across / abs(across) * 1j * chance.uniform(1.3, 1.8)
    corners = [
        spot - across - along,
        spot + across - along,
        spot + across + along,
        spot - across + along,
    ]
    path: Path = [("M", (corners[0],)), *[("L", (one,)) for one in corners[1:]], ("Z", ())]
    sketch.put(path, 'fill="#f3ecd9" stroke="#b9ad8c" stroke-width=".8"')
