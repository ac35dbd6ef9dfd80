"""The frame of a certificate: five sine lines that cross all the way round, and faint contours."""

from functools import lru_cache
from math import cos, pi, sin
from random import Random

from lms.common.drawings.fields import contours, land
from lms.common.drawings.paths import Line, curve, number
from lms.common.drawings.svg import NAMESPACE

PAPER = "#fbfbf6"
MOSS = "#44601f"
FAINT = "#e7ebdd"
LINES = 5
# Millimetres from the edge of the sheet: outer rule, the lines' middle, inner rule.
OUTER, BRAID, INNER = 8.0, 11.75, 15.5
CORNER = 5.0
# Moss thinned with paper: an opacity would be the only transparency in the file, and slow.
THINNED = "#697f4a"
# Between two points that pull a line: seven for a wave, of which nobody sees one. The fewer there are,
# the less of a wave is left, so REACH says how far the points go, not the line.
SPACING = 3.1
REACH = 2.87


@lru_cache(maxsize=32)
def certificate_border(seed: int, width_mm: float = 297, height_mm: float = 210) -> str:
    """A page-sized SVG to lie behind the text of a certificate; fixed colours, one unit is 1 mm."""
    rng = Random(seed)
    hills = land(rng, width_mm, height_mm, bumps=9, radii=(21, 60))
    faint = contours(hills, width_mm, height_mm, levels=16, step=5, tolerance=0.1, places=2)
    within = number(OUTER + 1)
    inner_width, inner_height = (
        number(width_mm - 2 * OUTER - 2),
        number(height_mm - 2 * OUTER - 2),
    )
    margin = (
        f"M0 0h{width_mm:g}v{height_mm:g}h-{width_mm:g}z"
        f"M{within} {within}v{inner_height}h{inner_width}v-{inner_height}z"
    )
    braid = "".join(f'<path d="{line}"/>' for line in _braid(rng, width_mm, height_mm))
    return (
        f'<svg {NAMESPACE} viewBox="0 0 {width_mm:g} {height_mm:g}" width="{width_mm:g}mm"'
        f' height="{height_mm:g}mm" fill="none">'
        f'<g stroke="{FAINT}"><path stroke-width=".25" d="{faint.fine}"/>'
        f'<path stroke-width=".45" d="{faint.index}"/></g>'
        f'<path fill="{PAPER}" fill-rule="evenodd" d="{margin}"/>'
        f'<g stroke="{THINNED}" stroke-width=".18">{braid}</g>'
        f'<path stroke="{MOSS}" stroke-width=".5" d="{_rule(OUTER, width_mm, height_mm)}"/>'
        f'<path stroke="{MOSS}" stroke-width=".25" d="{_rule(INNER, width_mm, height_mm)}"/></svg>'
    )


def _rule(inset: float, width: float, height: float) -> str:
    across, down = number(width - 2 * inset), number(height - 2 * inset)
    return f"M{number(inset)} {number(inset)}h{across}v{down}h-{across}z"


def _braid(rng: Random, width: float, height: float) -> list[str]:
    """Five closed lines, the same wave in five phases; it swells and thins along the way.

    Whole numbers of waves and of swells go round, so that every line meets its own beginning.
    """
    track = _Track(width - 2 * BRAID, height - 2 * BRAID, CORNER, BRAID)
    waves = round(track.length / rng.uniform(19, 25))
    swells = rng.randint(7, 11)
    calm, lean = rng.uniform(0.22, 0.32), rng.uniform(0, 2 * pi)
    count = round(track.length / SPACING)
    ways = [2 * pi * place / count for place in range(count)]
    # (x, y, outwards in x, outwards in y, how far a wave goes) along the way, the same for all lines.
    track_points = [
        (
            *track.at(track.length * place / count),
            REACH * (1 - calm * (1 + sin(swells * way + lean))),
        )
        for place, way in enumerate(ways)
    ]
    lines = []
    for strand in range(LINES):
        phase = 2 * pi * strand / LINES
        points: Line = []
        for way, (x, y, out_x, out_y, reach) in zip(ways, track_points, strict=True):
            off = reach * sin(waves * way + phase)
            points.append((x + off * out_x, y + off * out_y))
        lines.append(curve(points, closed=True, places=2))
    return lines


class _Track:
    """The way round a rectangle with rounded corners, clockwise from its top left."""

    def __init__(self, width: float, height: float, radius: float, inset: float) -> None:
        self.radius, self.inset = radius, inset
        self.sides = (width - 2 * radius, height - 2 * radius) * 2
        self.bend = pi * radius / 2
        self.length = sum(self.sides) + 4 * self.bend
        left, top = inset, inset
        right, bottom = inset + width, inset + height
        # Where each side starts, and its direction; the bend after it turns right.
        self.starts = (
            (left + radius, top, 0.0),
            (right, top + radius, pi / 2),
            (right - radius, bottom, pi),
            (left, bottom - radius, 3 * pi / 2),
        )

    def at(self, along: float) -> tuple[float, float, float, float]:
        """The point so far along, and the direction outwards from it."""
        for side, (x, y, heading) in zip(self.sides, self.starts, strict=True):
            across, down = cos(heading), sin(heading)
            if along < side:
                return x + along * across, y + along * down, down, -across
            along -= side
            if along < self.bend:
                turn = heading + along / self.radius
                # The middle of the bend lies to the right of the end of the side.
                middle_x = x + side * across - self.radius * down
                middle_y = y + side * down + self.radius * across
                out_x, out_y = sin(turn), -cos(turn)
                return middle_x + self.radius * out_x, middle_y + self.radius * out_y, out_x, out_y
            along -= self.bend
        x, y, _ = self.starts[0]
        return x, y, 0.0, -1.0
