"""How often somebody was right beside how sure they said to be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lms.common.charts.frame import Frame, anchored, at, line, text

TOP, HIGH, FOOT = 18, 200, 44
# Across, from a little less than the least sure to a little more than the surest.
LEAST, MOST = 0.40, 1.02


@dataclass(frozen=True)
class Point:
    """word: how sure.  stands_for: the share that it promises.  told: the numbers.  share, lower,
    upper: what came, in [0, 1]."""

    word: str
    stands_for: float
    told: str
    share: float
    lower: float
    upper: float


def curve(frame: Frame, points: Sequence[Point], percent: Callable[[float], str]) -> str:
    """The slanting line is where what was promised and what came are the same: above it is too modest,
    below it too sure."""

    def y(share: float) -> float:
        return TOP + HIGH * (1 - share)

    def x(share: float) -> float:
        return (share - LEAST) / (MOST - LEAST)

    body = []
    for quarter in range(5):
        height = y(quarter / 4)
        body.append(line("ax" if quarter == 0 else "grid", "0%", height, "100%", height))
        body.append(text("0%", height + 5, percent(quarter / 4), "small", "end", dx=-8))
    body.append(line("same", at(x(0.4)), y(0.4), at(x(1.0)), y(1.0)))
    ordered = sorted(points, key=lambda one: one.stands_for)
    for one, after in pairwise(ordered):
        body.append(
            line(
                "join",
                at(x(one.stands_for)),
                y(one.share),
                at(x(after.stands_for)),
                y(after.share),
            )
        )
    for one in ordered:
        body.append(_point(one, x(one.stands_for), y))
    return frame.around(TOP + HIGH + FOOT, "".join(body))


def _point(one: Point, place: float, y: Callable[[float], float]) -> str:
    across, foot = at(place), TOP + HIGH
    return "".join(
        [
            line("whisker", across, y(one.lower), across, y(one.upper)),
            f'<circle class="me" cx="{across}" cy="{y(one.share):g}" r="6"/>',
            text(across, foot + 20, one.word, "b", anchored(place)),
            text(across, foot + 38, one.told, "small", anchored(place)),
        ]
    )
