"""How far answers lie from the truth, by how large the truth is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lms.common.charts.frame import Frame, anchored, at, line, steps, text

TOP, HIGH, FOOT = 28, 210, 52


@dataclass(frozen=True)
class Band:
    """The mean error of the answers whose truth lies from `least` to `most`."""

    least: float
    most: float
    mean: float


def scatter(
    frame: Frame,
    points: Sequence[tuple[float, float]],
    bands: Sequence[Band],
    *,
    across: Callable[[float], str],
    up: Callable[[float], str],
    too_much: str,
    too_little: str,
    below: str,
) -> str:
    """points: (truth, error).  across, up: how numbers of the two axes are written.  too_much,
    too_little, below: words for above zero, under it, and of the axis."""
    truths = [truth for truth, _error in points]
    marks = steps(min(truths), max(truths))
    first, last = marks[0], marks[-1]
    most = max([abs(error) for _truth, error in points] + [abs(one.mean) for one in bands])
    heights = steps(0, most or 1, about=2)
    limit = heights[-1]

    def x(truth: float) -> float:
        return 0.02 + 0.96 * (truth - first) / (last - first)

    def y(error: float) -> float:
        return TOP + HIGH / 2 * (1 - error / limit)

    body = []
    for height in sorted({*heights, *(-one for one in heights)}):
        css = "zero" if height == 0 else "grid"
        body.append(line(css, "0%", y(height), "100%", y(height)))
        body.append(text("0%", y(height) + 5, up(height), "small", "end", dx=-8))
    foot = TOP + HIGH
    for mark in marks:
        place = x(mark)
        body.append(text(at(place), foot + 24, across(mark), "small", anchored(place)))
    body.append(text("100%", foot + 46, below, "small", "end"))
    for truth, error in points:
        # Too much is filled, too little is hollow: not by place alone.
        css = "dot" if error >= 0 else "dot hollow"
        body.append(f'<circle class="{css}" cx="{at(x(truth))}" cy="{y(error):.1f}" r="4"/>')
    for band in bands:
        left, right = x(band.least), x(band.most)
        if right - left < 0.03:
            left, right = left - 0.015, right + 0.015
        body.append(line("mean", at(left), y(band.mean), at(right), y(band.mean)))
    body.append(text("0%", TOP - 14, too_much, "small b", "start"))
    body.append(text("0%", foot + 46, too_little, "small b", "start"))
    return frame.around(foot + FOOT, "".join(body))
