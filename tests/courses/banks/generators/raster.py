"""Drawings looked at again by tests: path data into points, points into pixels. It knows nothing of
how anything was drawn."""

import re
from itertools import pairwise
from xml.etree import ElementTree

Point = tuple[float, float]
TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "t": 2, "c": 6, "z": 0}
WORD = re.compile(r"[a-zA-Z]|-?(?:\d+\.?\d*|\.\d+)")
PIECES = 40


def elements(svg: str, name: str) -> list[ElementTree.Element]:
    return ElementTree.fromstring(svg).findall(f".//{{http://www.w3.org/2000/svg}}{name}")


def paths(svg: str, **wanted: str) -> list[str]:
    """The data of the paths with these attributes, in the order in which they are painted."""
    named = {name.replace("_", "-"): value for name, value in wanted.items()}
    return [
        path.get("d", "")
        for path in elements(svg, "path")
        if all(path.get(name) == value for name, value in named.items())
    ]


def lines(data: str) -> list[list[Point]]:
    """Every subpath as points; bows are cut into short straight pieces."""
    words = WORD.findall(data)
    found: list[list[Point]] = []
    x = y = 0.0
    pull: Point = (0.0, 0.0)
    command = before = ""
    while words:
        if words[0].isalpha():
            command = words.pop(0)
        low = command.lower()
        given = [float(words.pop(0)) for _n in range(TAKES[low])]
        base = (x, y) if command.islower() else (0.0, 0.0)
        if low == "z":
            found[-1].append(found[-1][0])
            x, y = found[-1][0]
        elif low in "hv":
            x, y = (base[0] + given[0], y) if low == "h" else (x, base[1] + given[0])
            found[-1].append((x, y))
        else:
            points = [
                (base[0] + a, base[1] + b) for a, b in zip(given[::2], given[1::2], strict=True)
            ]
            if low == "m":
                found.append([points[0]])
                command = "l" if command == "m" else "L"
            elif low == "l":
                found[-1].append(points[0])
            else:
                if low == "t":
                    again = before in ("q", "t")
                    points.insert(0, (2 * x - pull[0], 2 * y - pull[1]) if again else (x, y))
                found[-1] += _bow([(x, y), *points])
                pull = points[-2]
            x, y = points[-1]
        before = low
    return found


def _bow(points: list[Point]) -> list[Point]:
    made = []
    for piece in range(1, PIECES + 1):
        share, level = piece / PIECES, points
        while len(level) > 1:
            level = [
                (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
                for a, b in pairwise(level)
            ]
        made.append(level[0])
    return made


def share_filled(data: str, size: float, pixels: int) -> float:
    """Of a square's pixels, how many lie inside the path by the even-odd rule, each asked at its
    middle."""
    edges = [
        (a, b)
        for ring in lines(data)
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        if a[1] != b[1]
    ]
    crossed: list[list[float]] = [[] for _row in range(pixels)]
    step = size / pixels
    for (x1, y1), (x2, y2) in edges:
        top, bottom = min(y1, y2), max(y1, y2)
        for row in range(max(0, int(top / step) - 1), min(pixels, int(bottom / step) + 2)):
            y = (row + 0.5) * step
            if top <= y < bottom:
                crossed[row].append(x1 + (x2 - x1) * (y - y1) / (y2 - y1))
    inside = 0
    for row in crossed:
        row.sort()
        for left, right in zip(row[::2], row[1::2], strict=True):
            first, last = round(left / step), round(right / step)
            inside += max(0, min(last, pixels) - max(first, 0))
    return inside / pixels**2
