"""What was taken for what: true things in rows, answers in columns, how often in the cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.common.charts.frame import Frame, at, shortened, text

HEAD, EACH, CELL = 24, 54, 26


@dataclass(frozen=True)
class Row:
    """label: of the true class.  counts: how often each was answered.  untold: how often nothing
    was."""

    label: str
    counts: Sequence[int]
    untold: int = 0


def matrix(frame: Frame, rows: Sequence[Row]) -> str:
    """Rows are numbered, and columns carry the numbers: names of any length fit so. The last column,
    under a question mark, is there where anything was not told."""
    columns = len(rows) + (1 if any(row.untold for row in rows) else 0)
    wide = 1 / columns
    body = [text(at((place + 0.5) * wide), 16, str(place + 1), "b") for place in range(len(rows))]
    if columns > len(rows):
        body.append(text(at((len(rows) + 0.5) * wide), 16, "?", "b"))
    for place, row in enumerate(rows):
        top = HEAD + EACH * place
        body.append(text("0%", top + 18, f"{place + 1}. {shortened(row.label)}", "small", "start"))
        counts = [*row.counts, *([row.untold] if columns > len(rows) else [])]
        for column, count in enumerate(counts):
            body.append(_cell(count, column * wide, wide, top + 24, column == place))
    return frame.around(HEAD + EACH * len(rows), "".join(body))


def _cell(count: int, left: float, wide: float, top: int, is_right: bool) -> str:
    middle = at(left + wide / 2)
    if not count:
        # What agrees keeps its frame, so that the diagonal is seen also where it is empty.
        shape = _box("cell empty", left, wide, top) if is_right else ""
        return shape + text(middle, top + 18, "0" if is_right else "·", "dim")
    css, words = ("cell right", "inverse b") if is_right else ("cell wrong", "")
    return _box(css, left, wide, top) + text(middle, top + 18, str(count), words)


def _box(css: str, left: float, wide: float, top: int) -> str:
    return (
        f'<rect class="{css}" x="{at(left + wide * 0.03)}" y="{top}"'
        f' width="{at(wide * 0.94)}" height="{CELL}"/>'
    )
