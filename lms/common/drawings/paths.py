"""From points to path data: thinning, smoothing, compact numbers; nothing about what is drawn."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Line = list[Point]


def number(value: float, places: int = 1) -> str:
    """The number as SVG needs it: rounded, without a trailing zero or a lonely minus."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def signed_area(ring: Sequence[Point]) -> float:
    """Area inside a ring; positive where it runs clockwise on the screen (y points down)."""
    return (
        sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2
        if ring
        else 0.0
    )


def thinned(line: Sequence[Point], tolerance: float) -> Line:
    """The line without points that lie nearer than `tolerance` to what is left.

    Douglas and Peucker (1973), Cartographica 10:112, with a stack in place of recursion.
    """
    if len(line) < 3:
        return list(line)
    kept = {0, len(line) - 1}
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (x1, y1), (x2, y2) = line[first], line[last]
        dx, dy = x2 - x1, y2 - y1
        length = hypot(dx, dy)
        farthest, most = first, tolerance
        for index in range(first + 1, last):
            x, y = line[index]
            # A ring's two ends meet; there the distance is measured from that point.
            off = abs(dx * (y1 - y) - dy * (x1 - x)) / length if length else hypot(x - x1, y - y1)
            if off > most:
                farthest, most = index, off
        if farthest != first:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[index] for index in sorted(kept)]


def thinned_ring(ring: Sequence[Point], tolerance: float) -> Line:
    """A closed line without points that hardly matter; never fewer than three are left."""
    if len(ring) < 6:
        return list(ring)
    half = len(ring) // 2
    there = thinned(ring[: half + 1], tolerance)
    back = thinned([*ring[half:], ring[0]], tolerance)
    left = there[:-1] + back[:-1]
    return left if len(left) >= 3 else list(ring)


def straight(line: Sequence[Point], *, closed: bool = False, places: int = 1) -> str:
    """Path data that joins the points by straight pieces."""
    scale = 10**places
    pen = _Pen(places)
    steps = [(round(x * scale), round(y * scale)) for x, y in line]
    pen.move(*steps[0])
    for step in steps[1:]:
        if step != pen.at:
            pen.draw("l", step)
    return pen.data(closed)


def curve(line: Sequence[Point], *, closed: bool = False, places: int = 1) -> str:
    """Path data of a calm curve that the points pull: quadratic, through their mid-points.

    Points are snapped to even steps, so that mid-points fall on whole ones. Each later piece then
    needs nothing but its end (`t`), because its reflected control point is exactly the next point.
    """
    snapped = _snapped(line, closed, places)
    if len(snapped) < 3:
        return straight(line, closed=closed, places=places)

    pen = _Pen(places)
    middles = [((x1 + x2) // 2, (y1 + y2) // 2) for (x1, y1), (x2, y2) in pairwise(snapped)]
    if closed:
        (x1, y1), (x2, y2) = snapped[-1], snapped[0]
        start = ((x1 + x2) // 2, (y1 + y2) // 2)
        pen.move(*start)
        pen.draw("q", snapped[0], middles[0])
        ends = [*middles[1:], start]
    else:
        pen.move(*snapped[0])
        ends = [*middles[1:-1], snapped[-1]]
        pen.draw("q", snapped[1], ends.pop(0))
    for end in ends:
        pen.draw("t", end)
    return pen.data(closed)


def enclosed(ring: Sequence[Point], places: int = 1) -> float:
    """Area inside the closed calm curve of these points, exactly as `curve` draws it; positive where
    it runs clockwise on the screen."""
    snapped = _snapped(ring, True, places)
    if len(snapped) < 3:
        return 0.0
    middles = [((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in _round(snapped)]
    # A quadratic piece bulges over its chord by two thirds of the triangle of its three points.
    bulges = sum(
        (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        for (x1, y1), ((x0, y0), (x2, y2)) in zip(
            [*snapped[1:], snapped[0]], _round(middles), strict=True
        )
    )
    return float((signed_area(middles) + bulges / 3) / 100**places)


def _round(points: Sequence[Point]) -> Iterable[tuple[Point, Point]]:
    """Each point with the next one, and the last with the first."""
    return pairwise([*points, points[0]])


def _snapped(line: Sequence[Point], closed: bool, places: int) -> list[tuple[int, int]]:
    """The points in even steps, without repetitions."""
    scale = 10**places / 2
    snapped: list[tuple[int, int]] = []
    for x, y in line:
        step = (2 * round(x * scale), 2 * round(y * scale))
        if not snapped or step != snapped[-1]:
            snapped.append(step)
    if closed and len(snapped) > 1 and snapped[0] == snapped[-1]:
        snapped.pop()
    return snapped


class _Pen:
    """Writes relative path data in whole steps, so that rounding never adds up along a line."""

    def __init__(self, places: int) -> None:
        self.at = (0, 0)
        self._places = places
        self._parts: list[str] = []
        self._last = ""

    def move(self, x: int, y: int) -> None:
        self._parts.append("M" + self._pair(x, y))
        self.at = (x, y)

    def draw(self, command: str, *points: tuple[int, int]) -> None:
        x0, y0 = self.at
        numbers = ""
        for x, y in points:
            pair = self._pair(x - x0, y - y0)
            numbers += pair if not numbers or pair[0] == "-" else " " + pair
        # A repeated command letter may be left out.
        if command != self._last:
            self._parts.append(command + numbers)
        else:
            self._parts.append(numbers if numbers[0] == "-" else " " + numbers)
        self._last = command
        self.at = points[-1]

    def data(self, closed: bool) -> str:
        return "".join(self._parts) + ("z" if closed else "")

    def _pair(self, x: int, y: int) -> str:
        first, second = _written(x, self._places), _written(y, self._places)
        return first + second if second[0] == "-" else f"{first} {second}"


# Most steps of a drawing are short, and come again and again.
@lru_cache(maxsize=4096)
def _written(steps: int, places: int) -> str:
    text = number(steps / 10**places, places)
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
