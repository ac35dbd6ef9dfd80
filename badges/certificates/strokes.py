"""Our own line drawings as the operators of a PDF page, ready to be written.

WeasyPrint reads an SVG path number by number, in Python, and formats every number again; the border
of a certificate, some 3,500 curves, took a third of the time of the whole file.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from xml.etree import ElementTree

from lms.common.printing.documents import Strokes
from lms.common.svg import SVG

# What the writer of our paths (lms.common.drawings.paths) and its callers use.
PIECES = re.compile(r"([MmLlHhVvQqTtZz])([^A-Za-z]*)")
NUMBERS = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
PAINTED = {"stroke", "stroke-width", "fill", "fill-rule"}


@lru_cache(maxsize=4)
def strokes_of(svg: str) -> Strokes:
    """The drawing as operators. Raises ValueError for what this does not draw exactly."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by us
    left, top, width, height = (float(number) for number in root.attrib["viewBox"].split())
    if (left, top) != (0, 0):
        raise ValueError("a drawing that does not begin at 0 0")
    lines: list[str] = []
    _drawn(root, {}, lines)
    return Strokes("\n".join(lines).encode("ascii"), FINEST * width, FINEST * height)


def _drawn(element: ElementTree.Element, outer: Mapping[str, str], lines: list[str]) -> None:
    style = {**outer, **{key: value for key, value in element.items() if key in PAINTED}}
    kind = element.tag.removeprefix(f"{{{SVG}}}")
    if kind == "path":
        if unknown := set(element.keys()) - PAINTED - {"d"}:
            raise ValueError(f"paths with {', '.join(sorted(unknown))} are not drawn")
        lines.append(_painted(element.attrib["d"], style))
    elif kind not in {"svg", "g"} or (kind == "g" and set(element.keys()) - PAINTED):
        raise ValueError(f"<{kind}> is not drawn")
    for child in element:
        _drawn(child, style, lines)


def _painted(path: str, style: Mapping[str, str]) -> str:
    said, ends = [], ""
    if (fill := style.get("fill", "#000000")) != "none":
        said.append(f"{_colour(fill)} rg")
        ends = "f*" if style.get("fill-rule") == "evenodd" else "f"
    if (stroke := style.get("stroke", "none")) != "none":
        # A mitre limit of 4 is SVG's; a page begins with 10.
        width = FINEST * float(style.get("stroke-width", 1))
        said.append(f"{_colour(stroke)} RG {width:g} w 4 M")
        ends = {"": "S", "f": "B", "f*": "B*"}[ends]
    return f"q {' '.join(said)}\n{operators_of(path)}\n{ends or 'n'} Q"


def _colour(code: str) -> str:
    if re.fullmatch("#[0-9a-f]{3}", code):
        code = "#" + "".join(2 * sign for sign in code[1:])
    if not re.fullmatch("#[0-9a-f]{6}", code):
        raise ValueError(f"{code} is not #rrggbb")
    return " ".join(_number(int(code[i : i + 2], 16) / 255) for i in (1, 3, 5))


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


# Three hundredths of a drawing's unit: our paths have hundredths, and the pulls of a cubic lie at thirds.
# All of it is whole numbers then, which are written in half the time.
PARTS = 100
FINEST = 3 * PARTS
CURVE = "%d %d %d %d %d %d c"
LINE = "%d %d l"
MOVE = "%d %d m"


def operators_of(path: str) -> str:
    """Path data as path operators in FINEST parts of its unit; a quadratic curve becomes the cubic that
    is the same curve."""
    said: list[str] = []
    x = y = start_x = start_y = pull_x = pull_y = 0
    for letter, numbers in PIECES.findall(path):
        kind, relative = letter.lower(), letter.islower()
        steps = [_read(number) for number in NUMBERS.findall(numbers)]
        if kind == "z":
            said.append("h")
            x, y = start_x, start_y
        elif kind in "hv":
            for step in steps:
                if kind == "h":
                    x = x + step if relative else step
                else:
                    y = y + step if relative else step
                said.append(LINE % (3 * x, 3 * y))
        elif kind in "ml":
            for place, (to_x, to_y) in enumerate(_pairs(steps)):
                x, y = (x + to_x, y + to_y) if relative else (to_x, to_y)
                # Further pairs after a move are lines.
                is_move = kind == "m" and place == 0
                if is_move:
                    start_x, start_y = x, y
                said.append((MOVE if is_move else LINE) % (3 * x, 3 * y))
        else:
            pairs = _pairs(steps)
            for to_x, to_y in pairs:
                from_x, from_y = x, y
                before_x, before_y = (x, y) if relative else (0, 0)
                if kind == "q":
                    pull_x, pull_y = before_x + to_x, before_y + to_y
                    to_x, to_y = next(pairs)
                else:
                    pull_x, pull_y = 2 * x - pull_x, 2 * y - pull_y
                x, y = before_x + to_x, before_y + to_y
                two_x, two_y = 2 * pull_x, 2 * pull_y
                said.append(
                    CURVE % (from_x + two_x, from_y + two_y, x + two_x, y + two_y, 3 * x, 3 * y)
                )
    return "\n".join(said)


# Most steps of a drawing are short, and come again and again.
@lru_cache(maxsize=4096)
def _read(number: str) -> int:
    return round(float(number) * PARTS)


def _pairs(steps: list[int]) -> Iterator[tuple[int, int]]:
    each = iter(steps)
    return zip(each, each, strict=True)
