"""A badge as a picture of pixels, for places that take no drawing: its own shapes, filled and stroked.

Only what `badge` draws with is known: circles and paths, in groups, with colours, widths and opacity.
"""

import io
from collections.abc import Iterator, Mapping
from math import cos, pi, sin
from xml.etree import ElementTree

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageChops, ImageDraw

from lms.common.drawings.badge import SIZE
from lms.common.drawings.paths import Line, Point, signed_area

WIDE = 512
# Drawn so many times larger and made smaller, so that edges are smooth.
FINER = 3
SCALE = WIDE * FINER / SIZE
# Into how many straight pieces a curve is cut; it is no longer than a few units.
PIECES = 6
INHERITED = ("fill", "stroke", "stroke-width", "opacity")


def as_png(svg: str) -> bytes:
    """The badge's standalone drawing as PNG of 512 × 512 pixels; outside its rim it is transparent."""
    sheet = Image.new("RGBA", (WIDE * FINER, WIDE * FINER))
    for shape, style in _shapes(ElementTree.fromstring(svg), {}):  # noqa: S314 - our own
        lines = _circle(shape) if shape.tag.endswith("circle") else _lines(shape.get("d", ""))
        if (colour := style.get("fill", "none")) != "none":
            _put(sheet, _filled(sheet.size, lines), colour, style)
        if (colour := style.get("stroke", "none")) != "none":
            width = round(float(style.get("stroke-width", "1")) * SCALE)
            _put(sheet, _stroked(sheet.size, lines, width), colour, style)
    out = io.BytesIO()
    sheet.resize((WIDE, WIDE), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _shapes(
    element: ElementTree.Element, above: Mapping[str, str]
) -> Iterator[tuple[ElementTree.Element, Mapping[str, str]]]:
    """Circles and paths in the order of drawing, each with what groups round it say as well."""
    style = {
        **above,
        **{name: element.attrib[name] for name in INHERITED if name in element.attrib},
    }
    if element.tag.endswith(("circle", "path")):
        yield element, style
    for part in element:
        yield from _shapes(part, style)


class _Flat(BasePen):  # type: ignore[misc]
    """Cuts curves into straight pieces. lines: each with whether it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[Line, bool]] = []

    def _moveTo(self, at: Point) -> None:
        self.lines.append(([at], False))

    def _lineTo(self, at: Point) -> None:
        self.lines[-1][0].append(at)

    def _curveToOne(self, first: Point, second: Point, end: Point) -> None:
        start = self.lines[-1][0][-1]
        for step in range(1, PIECES + 1):
            t = step / PIECES
            shares = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
            points = (start, first, second, end)
            x, y = (
                sum(share * at[axis] for share, at in zip(shares, points, strict=True))
                for axis in (0, 1)
            )
            self.lines[-1][0].append((x, y))

    def _closePath(self) -> None:
        self.lines[-1] = (self.lines[-1][0], True)


Lines = list[tuple[Line, bool]]


def _lines(data: str) -> Lines:
    pen = _Flat()
    parse_path(data, pen)
    return [([(x * SCALE, y * SCALE) for x, y in line], closed) for line, closed in pen.lines]


def _circle(shape: ElementTree.Element) -> Lines:
    x, y, r = (float(shape.attrib[name]) * SCALE for name in ("cx", "cy", "r"))
    turns = (2 * pi * step / 720 for step in range(720))
    return [([(x + r * cos(turn), y + r * sin(turn)) for turn in turns], True)]


def _filled(size: tuple[int, int], lines: Lines) -> Image.Image:
    """What lies inside; rings that run the other way than the largest one are holes."""
    inside, holes = Image.new("L", size), Image.new("L", size)
    rings = [line for line, _closed in lines if len(line) > 2]
    areas = [signed_area(ring) for ring in rings]
    largest = max(areas, key=abs, default=0)
    for ring, area in zip(rings, areas, strict=True):
        ImageDraw.Draw(inside if area * largest > 0 else holes).polygon(ring, fill=255)
    return ImageChops.subtract(inside, holes)


def _stroked(size: tuple[int, int], lines: Lines, width: int) -> Image.Image:
    """The lines with their width, round at the corners and cut off straight at their ends."""
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    for line, closed in lines:
        points = [*line, *line[:2]] if closed else line
        draw.line(points, fill=255, width=width, joint="curve")
    return mask


def _put(sheet: Image.Image, mask: Image.Image, colour: str, style: Mapping[str, str]) -> None:
    if (place := mask.getbbox()) is None:
        return
    mask, share = mask.crop(place), float(style.get("opacity", "1"))
    if share < 1:
        mask = mask.point(lambda value: round(value * share))
    sheet.paste(colour, place, mask)
