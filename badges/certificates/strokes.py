"""Our own line drawings as the operators of a PDF page, ready to be written.

WeasyPrint reads an SVG path number by number, in Python, and formats every number again; the border
of a certificate, some 3,500 curves, took a third of the time of the whole file.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from xml.etree import ElementTree

from lms.common.printing.documents import Strokes
from lms.common.svg import SVG

# What the writer of our paths (lms.common.drawings.paths) and its callers use.
TOKENS = re.compile(r"[MmLlHhVvQqTtZz]|-?(?:\d+\.?\d*|\.\d+)")
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
    return Strokes("\n".join(lines).encode("ascii"), width, height)


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
        said.append(f"{_colour(stroke)} RG {style.get('stroke-width', '1')} w 4 M")
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


# Hundredths of a millimetre, as our paths have them: finer than any printer. One format for a whole
# operator, since writing number by number takes most of the time.
CURVE = "%.2f %.2f %.2f %.2f %.2f %.2f c"
LINE = "%.2f %.2f l"
MOVE = "%.2f %.2f m"


def operators_of(path: str) -> str:
    """Path data as path operators; a quadratic curve becomes the cubic that is the same curve."""
    tokens = TOKENS.findall(path)
    said: list[str] = []
    x = y = start_x = start_y = pull_x = pull_y = 0.0
    letter, place = "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            letter, place = tokens[place], place + 1
            if letter in "Zz":
                said.append("h")
                x, y = start_x, start_y
                continue
        before_x, before_y = (x, y) if letter.islower() else (0.0, 0.0)
        kind = letter.lower()
        if kind == "h":
            x, place = before_x + float(tokens[place]), place + 1
        elif kind == "v":
            y, place = before_y + float(tokens[place]), place + 1
        else:
            from_x, from_y = x, y
            if kind == "q":
                pull_x, pull_y = (
                    before_x + float(tokens[place]),
                    before_y + float(tokens[place + 1]),
                )
                place += 2
            elif kind == "t":
                pull_x, pull_y = 2 * x - pull_x, 2 * y - pull_y
            x, y = before_x + float(tokens[place]), before_y + float(tokens[place + 1])
            place += 2
            if kind in "qt":
                two_x, two_y = 2 * pull_x, 2 * pull_y
                said.append(
                    CURVE
                    % (
                        (from_x + two_x) / 3,
                        (from_y + two_y) / 3,
                        (x + two_x) / 3,
                        (y + two_y) / 3,
                        x,
                        y,
                    )
                )
                continue
            if kind == "m":
                start_x, start_y = x, y
                said.append(MOVE % (x, y))
                # Further pairs after a move are lines.
                letter = "l" if letter == "m" else "L"
                continue
        said.append(LINE % (x, y))
    return "\n".join(said)
