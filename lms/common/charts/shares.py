"""Shares as bars, one under another, each with what is sure of it and what it has to reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.common.charts.frame import Frame, at, line, shortened, text

EACH = 54
# The bars leave room at their end for the numbers.
WIDE = 0.74


@dataclass(frozen=True)
class Share:
    """label: what it is of.  told: its numbers.  share, lower, upper, floor: in [0, 1]; without a share
    nothing came.  is_under: whether it stays under its floor."""

    label: str
    told: str
    share: float | None
    lower: float = 0.0
    upper: float = 1.0
    floor: float | None = None
    is_under: bool = False


def shares(frame: Frame, rows: Sequence[Share]) -> str:
    """The rows in their order."""
    body = "".join(_row(one, EACH * place) for place, one in enumerate(rows))
    return frame.around(EACH * len(rows), body)


def _row(one: Share, top: int) -> str:
    label = "b" if one.is_under else ""
    parts = [
        text("0%", top + 15, shortened(one.label), label, "start"),
        f'<rect class="track" x="0" y="{top + 23}" width="{at(WIDE)}" height="14"/>',
        text("100%", top + 35, one.told, label, "end"),
    ]
    if one.share is not None:
        css = "bar under" if one.is_under else "bar"
        parts.append(
            f'<rect class="{css}" x="0" y="{top + 23}" width="{at(one.share * WIDE)}" height="14"/>'
        )
        low, high, under = at(one.lower * WIDE), at(one.upper * WIDE), top + 43
        parts.append(line("whisker", low, under, high, under))
        parts.append(line("whisker", low, under - 3, low, under + 3))
        parts.append(line("whisker", high, under - 3, high, under + 3))
    if one.floor is not None:
        place = at(one.floor * WIDE)
        parts.append(line("floor", place, top + 18, place, top + 40))
    return "".join(parts)
