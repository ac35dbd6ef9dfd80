"""What a map had hidden, as a map of heat, with the plots that were laid on it."""

from collections.abc import Mapping, Sequence
from math import floor
from xml.sax.saxutils import escape

from lms.common.drawings.paths import number
from lms.common.drawings.svg import NAMESPACE, named
from lms.common.wording import number as said

CELL = 20
# Words are as large as they are so that they can be read on a phone, where a drawing is 330 px wide.
LEFT, TOP, BELOW = 34, 12, 128
# From little to much, by lightness first, so that it reads in grey and with any colour vision.
STEPS = ("#fbf7e4", "#efe3ae", "#dcc774", "#bda54c", "#948236", "#6a6128", "#40401f")
INK, CLOSED, LOOK = "#1c221b", "#e3e6e6", "#b4380c"
FONT = 'font-family="sans-serif" font-size="16"'


def revealed(
    values: Sequence[Sequence[float]],
    open_: Sequence[Sequence[bool]],
    plots: Mapping[int, tuple[int, int]],
    path: Sequence[tuple[int, int]],
    *,
    mean: float,
    estimate: float | None,
    tolerance: float,
    words: Mapping[str, str],
) -> str:
    """The whole drawing. values, open_: row by row from the top.  plots: their cells by
    number.  path: its cells; a cell is (x, y), from 1, y from the bottom.  tolerance: of the mean, in its unit; 0 draws none.  words: `alt`, and what
    stands in it: `scale`, `mean`, `estimate`.
    """
    columns, rows = len(values[0]), len(values)
    width, height = LEFT + columns * CELL + 12, TOP + rows * CELL + BELOW
    seen = [
        value
        for row, is_open in zip(values, open_, strict=True)
        for value, one in zip(row, is_open, strict=True)
        if one
    ]
    # From nothing, where nothing is below it: differences then look as large as they are.
    low, high = min(0, *seen), max(seen)
    body = [
        f'<path fill="#fff" d="M0 0h{width}v{height}H0z"/>',
        _cells(values, open_, low, high),
        _path(path, rows),
        f'<path fill="none" stroke="{INK}" d="M{LEFT} {TOP}h{columns * CELL}v{rows * CELL}'
        f'h-{columns * CELL}z"/>',
        axes(columns, rows),
        *(_plot(n, x, rows - y) for n, (x, y) in plots.items()),
        _line(
            low,
            high,
            (mean, estimate, tolerance),
            (LEFT, TOP + rows * CELL + 66, columns * CELL),
            words,
        ),
    ]
    return (
        f'<svg {NAMESPACE} viewBox="0 0 {width} {height}" {named(words["alt"])}>'
        f"{''.join(body)}</svg>"
    )


def axes(columns: int, rows: int) -> str:
    """The numbers of columns below and of rows at the left: every second, and the first."""
    across = "".join(
        f'<text x="{LEFT + (x - 0.5) * CELL:g}" y="{TOP + rows * CELL + 18}">{x}</text>'
        for x in range(1, columns + 1)
        if x == 1 or x % 2 == 0
    )
    up = "".join(
        f'<text x="{LEFT - 6}" y="{TOP + (rows - y + 0.5) * CELL + 5:g}">{y}</text>'
        for y in range(1, rows + 1)
        if y == 1 or y % 2 == 0
    )
    return (
        f'<g font-family="sans-serif" font-size="15" fill="{INK}">'
        f'<g text-anchor="middle">{across}</g><g text-anchor="end">{up}</g></g>'
    )


def _cells(
    values: Sequence[Sequence[float]], open_: Sequence[Sequence[bool]], low: float, high: float
) -> str:
    """Cells of one step in one path; of a row, those that touch are drawn as one."""
    drawn: dict[str, list[str]] = {}
    spread = (high - low) or 1
    for row, line in enumerate(values):
        last, first = "", 0
        for at in range(len(line) + 1):
            fill = ""
            if at < len(line):
                step = min(len(STEPS) - 1, floor((line[at] - low) / spread * len(STEPS)))
                fill = STEPS[step] if open_[row][at] else CLOSED
            if fill != last:
                if last:
                    side = (at - first) * CELL
                    drawn.setdefault(last, []).append(
                        f"M{LEFT + first * CELL} {TOP + row * CELL}h{side}v{CELL}h-{side}z"
                    )
                last, first = fill, at
    return "".join(f'<path fill="{fill}" d="{"".join(d)}"/>' for fill, d in drawn.items())


def _path(path: Sequence[tuple[int, int]], rows: int) -> str:
    """The cells of the path, each by a dot in a light ring, which shows on any step."""
    dots = "".join(
        f"M{LEFT + (x - 0.5) * CELL:g} {TOP + (rows - y + 0.5) * CELL:g}h0" for x, y in path
    )
    if not dots:
        return ""
    return (
        f'<path fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" d="{dots}"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="3.5" stroke-linecap="round" d="{dots}"/>'
    )


def _plot(n: int, x: int, row: int) -> str:
    cx, cy = LEFT + (x - 0.5) * CELL, TOP + (row + 0.5) * CELL
    return (
        f'<circle cx="{cx:g}" cy="{cy:g}" r="12" fill="#fff" stroke="{LOOK}" stroke-width="2.5"/>'
        f'<text x="{cx:g}" y="{cy + 5.5:g}" text-anchor="middle" {FONT} font-weight="700"'
        f' fill="{INK}">{n}</text>'
    )


def _line(
    low: float,
    high: float,
    numbers: tuple[float, float | None, float],
    place: tuple[int, int, int],
    words: Mapping[str, str],
) -> str:
    """The scale of the heat with the true mean on it, what is allowed round it, and the estimate."""
    mean, estimate, tolerance = numbers
    left, top, width = place
    spread = (high - low) or 1

    def at(value: float) -> float:
        return left + width * min(max((value - low) / spread, 0), 1)

    piece = width / len(STEPS)
    scale = "".join(
        f'<path fill="{fill}" d="M{number(left + n * piece)} {top}h{number(piece)}v12'
        f'h-{number(piece)}z"/>'
        for n, fill in enumerate(STEPS)
    )
    middle = at(mean)
    marks = (
        f'<path fill="none" stroke="{INK}" stroke-width="3" d="M{number(middle)} {top - 5}v22"/>'
    )
    if tolerance:
        first, last = at(mean - tolerance), at(mean + tolerance)
        marks = (
            f'<path fill="none" stroke="{INK}" stroke-width="2" d="M{number(first)} {top + 17}v-5'
            f'M{number(first)} {top + 14.5:g}H{number(last)}M{number(last)} {top + 17}v-5"/>{marks}'
        )
    found = ""
    if estimate is not None:
        x = at(estimate)
        found = (
            f'<path fill="{LOOK}" stroke="#fff" d="M{number(x)} {top - 1}l-7 -11h14z"/>'
            f'<text x="{number(x)}" y="{top - 18}" text-anchor="{_side(x, left, width)}">'
            f"{escape(words['estimate'])} {said(estimate, 1)}</text>"
        )
    return (
        f'{scale}<path fill="none" stroke="{INK}" d="M{left} {top}h{width}v12h-{width}z"/>{marks}'
        f'<g {FONT} fill="{INK}">{found}'
        f'<text x="{number(middle)}" y="{top + 35}" text-anchor="{_side(middle, left, width)}">'
        f"{escape(words['mean'])} {said(mean, 1)}</text>"
        f'<text x="{left}" y="{top + 56}">{said(low, 0)}</text>'
        f'<text x="{left + width}" y="{top + 56}" text-anchor="end">{said(high, 0)}</text>'
        f'<text x="{left + width / 2:g}" y="{top + 56}" text-anchor="middle">'
        f"{escape(words['scale'])}</text></g>"
    )


def _side(x: float, left: int, width: int) -> str:
    """How a word lies at its mark, so that it does not leave the drawing."""
    if x < left + 80:
        return "start"
    return "end" if x > left + width - 80 else "middle"
